// The editor of /editor: it takes the place of the form's text field, and asks the same endpoint as the form.
import { makeEditor } from "./editor.js";
import { clearError, showError } from "./errors.js";
import { showAnswer } from "./results.js";
import { readTerms } from "./terms.js";

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8";
const LONGEST = 6000; // characters of an address that is kept
const form = document.querySelector("form[data-terms]");
const page = {
  words: JSON.parse(form.dataset.words),
  places: JSON.parse(form.dataset.places), // what IRIs begin with, and the addresses of their pages here
  endpoint: new URL(form.action),
  terms: readTerms(form.dataset.terms),
  result: document.querySelector("#result"),
  status: document.querySelector("#status"),
};
const button = form.querySelector("button");
const start = button.textContent;
const editor = makeEditor(form.querySelector("textarea"), page, () => form.requestSubmit());
const example = document.querySelector("select[name=example]");
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) running.abort();
  else run();
});
example?.addEventListener("change", () => example.form.requestSubmit());

async function run() {
  const query = editor.getValue();
  running = new AbortController();
  button.textContent = page.words.stop;
  clearError(editor);
  page.result.replaceChildren();
  page.status.textContent = page.words.running;
  try {
    await ask(query, running.signal);
  } catch (error) {
    const detail = error.name === "AbortError" ? page.words.stopped : page.words.unreachable;
    showError(editor, page, { detail });
  }
  running = null;
  button.textContent = start;
}

async function ask(query, signal) {
  const began = performance.now();
  const headers = { accept: ACCEPT, "content-type": "application/sparql-query" };
  const response = await fetch(page.endpoint, { method: "POST", headers, body: query, signal });
  const body = await response.text();
  keep(query);
  if (!response.ok) showError(editor, page, problemOf(response, body));
  else await showAnswer(page, query, response, body, performance.now() - began);
}

/** The problem document of an answer: https://www.rfc-editor.org/rfc/rfc9457 */
function problemOf(response, body) {
  try {
    return JSON.parse(body);
  } catch {
    return { detail: `${response.status} ${response.statusText}` };
  }
}

/** Keep the query in the address, which may then be sent on. */
function keep(query) {
  const url = new URL(location.href);
  url.searchParams.delete("example");
  url.searchParams.set("query", query);
  if (url.href.length <= LONGEST) history.replaceState(null, "", url);
}
