// The editor of /editor: it takes the place of the form's text field, and its answers that of a new page.
import { offerSorting } from "../site/sorting.js";
import { makeEditor } from "./editor.js";
import { clearError, goTo, showError } from "./errors.js";
import { readTerms } from "./terms.js";

const form = document.querySelector("form[data-terms]");
const words = JSON.parse(form.dataset.words);
const result = document.querySelector("#result");
const status = document.querySelector("#status");
const button = form.querySelector("button");
const start = button.textContent;
const editor = makeEditor(form.querySelector("textarea"), words, readTerms(form.dataset.terms), () => form.requestSubmit());
const example = document.querySelector("select[name=example]");
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) running.abort();
  else run();
});
example?.addEventListener("change", () => example.form.requestSubmit());
result.addEventListener("click", (event) => {
  const place = event.target.closest("[data-line]");
  if (place) goTo(editor, place.dataset);
});
showError(editor, result, { isGoing: false });

async function run() {
  running = new AbortController();
  button.textContent = words.stop;
  clearError(editor);
  result.replaceChildren();
  status.textContent = words.running;
  const began = performance.now();
  try {
    await ask(running.signal);
    status.textContent = words.seconds.replace("{n}", ((performance.now() - began) / 1000).toFixed(2));
  } catch (error) {
    status.textContent = error.name === "AbortError" ? words.stopped : words.unreachable;
  }
  running = null;
  button.textContent = start;
}

/** Ask for the page that the form would lead to, and take from it what came of the query. */
async function ask(signal) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form));
  const response = await fetch(url, { signal, headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const came = page.querySelector("#result") ?? page.querySelector("main");
  result.replaceChildren(...document.importNode(came, true).childNodes);
  history.replaceState(null, "", url);
  offerSorting(result);
  showError(editor, result, { isGoing: true });
}
