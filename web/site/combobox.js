// A field to type in with a list of suggestions: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

let count = 0;

/**
 * Make a combobox of a text field.
 *
 * @param {HTMLInputElement} input
 * @param {(text: string) => Promise<{label: string, note?: string}[]>} find gives what to suggest for a text
 * @param {(choice: object) => void} take is called with what was chosen
 * @param {{whenEmpty?: boolean}} options whether an empty field has suggestions, too
 */
export function makeCombobox(input, find, take, { whenEmpty = false } = {}) {
  const list = makeList(input);
  let choices = [];
  let active = -1;
  let asked = 0;

  const isOpen = () => !list.hidden;
  function open(found) {
    choices = found;
    active = -1;
    list.replaceChildren(...found.map((choice, index) => makeOption(list, choice, index)));
    show(found.length > 0);
  }
  function show(isShown) {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) input.removeAttribute("aria-activedescendant");
  }
  function move(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (index + choices.length) % choices.length;
    const option = list.children[active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }
  function choose(index) {
    close();
    take(choices[index]);
  }
  function close() {
    asked++; // what is still to come is no longer wanted
    typing.cancel();
    show(false);
  }
  async function suggest() {
    const turn = ++asked;
    const text = input.value.trim();
    const found = text || whenEmpty ? await find(text) : [];
    if (turn === asked && document.activeElement === input) open(found); // else it answers what is no longer asked
  }

  const keys = {
    ArrowDown: () => (isOpen() ? move(active + 1) : suggest()),
    ArrowUp: () => isOpen() && move(active < 0 ? choices.length - 1 : active - 1),
    Enter: () => isOpen() && active >= 0 && choose(active),
    Escape: () => isOpen() && close(),
  };
  const typing = later(suggest);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in keys)) return; // while kana or pinyin become characters
    if (keys[event.key]() !== false) event.preventDefault();
  });
  input.addEventListener("input", typing);
  if (whenEmpty) input.addEventListener("click", suggest);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
}

function makeList(input) {
  const list = document.createElement("ul");
  list.id = `suggestions-${++count}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
  const place = document.createElement("div");
  place.className = "combobox";
  input.replaceWith(place);
  place.append(input, list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }
  return list;
}

function makeOption(list, { label, note }, index) {
  const option = document.createElement("li");
  option.id = `${list.id}-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.append(label);
  if (note) {
    const small = document.createElement("small");
    small.textContent = note;
    option.append(" ", small);
  }
  return option;
}

/** Wait until the typing pauses. */
function later(act, pause = 120) {
  let timer;
  const cancel = () => clearTimeout(timer);
  const start = () => {
    cancel();
    timer = setTimeout(act, pause);
  };
  return Object.assign(start, { cancel });
}
