/* Titles of pages while somebody types in a search field: the combobox of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
   in its list form. Without this file the field is a plain one, and the form sends what was typed. */
(() => {
  const PAUSE = 200; // milliseconds without a key before it asks
  const SHORTEST = 2; // characters

  function suggestFor(field) {
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let chosen = -1, asking = null, timer = null;
    list.id = `${field.id}-suggestions`;
    list.className = "fm-suggest__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.suggestions);
    list.hidden = true;
    status.className = "fm-vh";
    status.setAttribute("role", "status");
    field.after(list, status);
    field.autocomplete = "off";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      field.setAttribute(name, value);
    }

    const options = () => [...list.children];

    function close() {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      list.replaceChildren();
      status.textContent = "";
      field.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function mark(number) {
      chosen = number;
      options().forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
      if (number < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", options()[number].id);
      options()[number]?.scrollIntoView({ block: "nearest" });
    }

    function take(option) {
      field.value = option.textContent;
      close();
      field.form.requestSubmit();
    }

    function show({ titles, status: words }) {
      list.replaceChildren(...titles.map((title, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.dir = "auto";
        option.textContent = title;
        option.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the field
        option.addEventListener("click", () => take(option));
        return option;
      }));
      list.hidden = !titles.length;
      field.setAttribute("aria-expanded", String(titles.length > 0));
      status.textContent = words;
      mark(-1);
    }

    async function ask() {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      const query = new URLSearchParams({ q: field.value });
      const below = field.form.elements.namedItem("in");
      if (below) query.set("in", below.value);
      try {
        const answer = await fetch(`${field.dataset.suggest}?${query}`, { signal });
        if (!answer.ok) return close();
        const found = await answer.json();
        if (!signal.aborted && document.activeElement === field) show(found);
      } catch (error) {
        if (error.name !== "AbortError") close(); // out of reach: the field works without
      }
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      if (field.value.trim().length < SHORTEST) close();
      else timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const last = options().length - 1;
      if (event.key === "ArrowDown") mark(chosen === last ? -1 : chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen === -1 ? last : chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && chosen >= 0) take(options()[chosen]);
      else return;
      event.preventDefault();
    });
    field.addEventListener("blur", close);
  }

  document.querySelectorAll("[data-suggest]").forEach(suggestFor);
})();
