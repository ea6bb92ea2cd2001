// Names and keyboard access for what the theme adds while a page loads.
"use strict";

function mend() {
  const name = (selector, text) => {
    for (const each of document.querySelectorAll(selector)) {
      if (!each.hasAttribute("aria-label")) {
        each.setAttribute("aria-label", text);
      }
    }
  };
  name(".md-search[role=dialog]", "Search");
  document.querySelectorAll(".md-code__nav").forEach((each, number) => {
    const label = `Code ${number + 1}`;
    if (each.getAttribute("aria-label") !== label) {
      each.setAttribute("aria-label", label);
    }
  });
  // What may scroll sideways can be scrolled without a mouse.
  for (const each of document.querySelectorAll("pre > code, .md-typeset__scrollwrap")) {
    if (each.tabIndex !== 0) {
      each.tabIndex = 0;
    }
  }
}

mend();
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
