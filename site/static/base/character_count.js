/* Says below a field how many characters are left, as people type: at once for the eye, after a pause for the ear.
   Behaviour after the character count of the GOV.UK Design System. Without this the hint says the limit. */
for (const field of document.querySelectorAll("textarea[data-count]")) {
  const limit = Number(field.dataset.count);
  const seen = document.createElement("p");
  const heard = document.createElement("p");
  const digits = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  let pause;
  seen.className = "fm-count";
  seen.setAttribute("aria-hidden", "true");
  heard.className = "fm-vh";
  heard.setAttribute("role", "status");
  field.after(seen, heard);

  const words = () => {
    // As the server counts: code points of the text as it is kept.
    const text = field.value.normalize("NFC").replace(/[^\S\n]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
    const left = limit - [...text].length;
    seen.classList.toggle("fm-count--over", left < 0);
    return (left < 0 ? field.dataset.countOver : field.dataset.countLeft).replace("%s", digits.format(Math.abs(left)));
  };
  const show = () => { seen.textContent = words(); };
  field.addEventListener("input", () => {
    show();
    clearTimeout(pause);
    pause = setTimeout(() => { heard.textContent = seen.textContent; }, 1000);
  });
  addEventListener("pageshow", show); // a browser puts typed text back when one returns
  show();
}
