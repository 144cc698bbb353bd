import { asker } from "./asking.js";
import { makeCombobox } from "./combobox.js";
import { fold } from "./folding.js";

const LONGEST = 50; // suggestions that a reader looks through

/** Make pickers of the fields of forms that choose a thing. */
export function offerPickers(page) {
  for (const input of page.querySelectorAll("input[list], input[data-options]")) {
    const find = input.list ? chooser(input.list) : asker(input.dataset.options);
    const whenEmpty = Boolean(input.list);
    input.removeAttribute("list");
    makeCombobox(input, find, (choice) => put(input, choice), { whenEmpty });
  }
}

function put(input, { label, value }) {
  input.value = value ?? label;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Choose from the options of a datalist: first what begins with the text, then what has it. */
function chooser(datalist) {
  const all = [...datalist.options].map(({ value, label }) => ({ value, label: label || value, key: fold(`${label} ${value}`) }));
  return async (text) => {
    const wanted = fold(text);
    const found = all.filter(({ key }) => key.includes(wanted));
    const rank = ({ key }) => (key.startsWith(wanted) ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b)).slice(0, LONGEST);
  };
}
