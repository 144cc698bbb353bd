/** Show the buttons that copy their data-copy, and let them. */
export function offerCopies(page) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  await write(button.dataset.copy);
  words.setAttribute("role", "status");
  words.textContent = button.dataset.copied;
  button.disabled = true;
  setTimeout(() => {
    words.textContent = before;
    words.removeAttribute("role");
    button.disabled = false;
  }, 1500);
}

/** Write to the clipboard; a page that did not come by https has only the old way. */
async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
