import { asker } from "./asking.js";
import { makeCombobox } from "./combobox.js";

/** Suggest things while a search is typed; a suggestion leads straight to its page. */
export function suggest(page) {
  for (const form of page.querySelectorAll("form[data-search]")) {
    const input = form.querySelector("input[type=search]");
    const hadFocus = document.activeElement === input;
    makeCombobox(input, asker(form.dataset.search), ({ href }) => location.assign(href));
    if (hadFocus) input.focus();
  }
}
