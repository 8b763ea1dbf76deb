/* Words that are not sent yet come along while people look around: another order or page of the talk, a reply in place
   of a comment, another language. Without this a browser keeps them on the way back only. They never leave this tab, and
   are forgotten with it. */
let store = null;
try { store = sessionStorage; } catch { /* who lets no site keep anything loses nothing else */ }

for (const field of store ? document.querySelectorAll("textarea[data-draft]") : []) {
  const draft = `draft ${field.dataset.draft}`;
  const sent = `sent ${field.dataset.draft}`;
  const keep = () => { store.setItem(draft, field.value); };

  // Back from sending: what was not taken stands in the form again, and what was taken does not.
  if (store.getItem(sent) && !field.value) store.removeItem(draft);
  store.removeItem(sent);
  if (field.value) keep();
  else field.value = store.getItem(draft) ?? "";

  field.addEventListener("input", keep);
  field.form.addEventListener("submit", () => { keep(); store.setItem(sent, "1"); });
}
