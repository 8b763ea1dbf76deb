/* Wagtail draws the errors of a list after it has counted those of each tab, and without the icon it leaves room for. */
addEventListener("load", () => {
  for (const box of document.querySelectorAll("p.help-block.help-critical:not(:has(svg))")) {
    box.insertAdjacentHTML("afterbegin", '<svg class="icon icon-warning" aria-hidden="true"><use href="#icon-warning"/></svg>');
  }
  for (const count of document.querySelectorAll(".w-tabs__errors")) {
    count.setAttribute("data-w-count-min-value", "0"); // counts again
  }
});
