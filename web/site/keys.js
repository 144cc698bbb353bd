/** Let keys press the buttons of a form[data-keys] that have a data-key, and show which. */
export function offerKeys(page) {
  const form = page.querySelector("form[data-keys]");
  if (!form) return;
  const buttons = new Map([...form.querySelectorAll("[data-key]")].map((button) => [button.dataset.key, button]));
  for (const [key, button] of buttons) {
    button.setAttribute("aria-keyshortcuts", key);
    const hint = page.createElement("kbd");
    hint.setAttribute("aria-hidden", "true");
    hint.textContent = key;
    button.append(hint);
  }
  let isSent = false; // so that keys struck fast decide on one case alone
  addEventListener("pageshow", () => (isSent = false));
  page.addEventListener("submit", () => (isSent = true));
  page.addEventListener("keydown", (event) => {
    const button = buttons.get(event.key);
    const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (!button || isTyping || isSent || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    button.click();
  });
}
