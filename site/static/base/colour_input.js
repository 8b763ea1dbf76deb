/* The colour picker and the code beside it say the same. Without this script the code alone counts. */
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-colour]");
  if (!box) return;
  const picker = box.querySelector("input[type=color]");
  const code = box.querySelector("input[type=text]");
  if (event.target === picker) {
    code.value = picker.value;
    code.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (/^#[0-9a-f]{6}$/i.test(code.value.trim())) {
    picker.value = code.value.trim().toLowerCase();
  }
});
