/** Let keys press the buttons of a form[data-keys] that have a data-key, and enter its fields, and show which. */
export function offerKeys(page) {
  const form = page.querySelector("form[data-keys]");
  if (!form) return;
  const targets = new Map([...form.querySelectorAll("[data-key]")].map((target) => [target.dataset.key, target]));
  for (const [key, target] of targets) show(page, key, target);
  let isSent = false; // so that keys struck fast decide on one case alone
  page.addEventListener("submit", () => (isSent = true));
  addEventListener("pageshow", () => (isSent = false));
  page.addEventListener("keydown", (event) => {
    if (event.target.closest(FIELDS)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const target = targets.get(event.key);
    if (!target || isSent || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (target.matches(FIELDS)) target.focus();
    else target.click();
  });
}

const FIELDS = "input:not([type=checkbox]), select, textarea, [contenteditable]";

function show(page, key, target) {
  target.setAttribute("aria-keyshortcuts", key);
  const hint = page.createElement("kbd");
  hint.setAttribute("aria-hidden", "true");
  hint.textContent = key;
  const label = target.closest("label");
  if (label) target.before(hint);
  else target.append(hint);
}
