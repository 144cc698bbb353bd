import Yasqe from "@zazuko/yasqe";
import { completeFrom } from "./completing.js";
import { markLine } from "./errors.js";

const OWN = { // what YASQE offers besides, and this page has in other places or not at all
  consumeShareLink: null,
  createShareableLink: null,
  persistenceId: null,
  prefixCcApi: null,
  resizeable: false,
  showQueryButton: false,
};

Yasqe.prototype.checkSyntax = function () { // its own would write styles into markup, in English
  this.clearGutter("gutterErrorBar");
  const wrong = firstWrong(this);
  if (wrong !== null) markLine(this, wrong, this.config.words.unexpected);
  this.queryValid = wrong === null;
};
Yasqe.prototype.showNotification = () => {};

/** Put an editor in the place of a text field; ``run`` is called by Ctrl and Enter. */
export function makeEditor(field, words, terms, run) {
  const place = document.createElement("div");
  const [label] = field.labels;
  field.before(place);
  field.hidden = true;
  field.required = false; // the browser cannot point at what it does not show
  const editor = new Yasqe(place, {
    ...OWN,
    words,
    value: field.value,
    autocompleters: completeFrom(terms),
    editorHeight: "auto",
    viewportMargin: Number.POSITIVE_INFINITY,
    screenReaderLabel: label.textContent,
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false, Tab: false, "Shift-Tab": false },
  });
  label.addEventListener("click", () => editor.focus());
  editor.on("change", () => (field.value = editor.getValue()));
  return editor;
}

/** Find the first line that cannot be, as far as the grammar of YASQE knows. */
function firstWrong(editor) {
  const doc = editor.getDoc();
  for (let line = 0; line < doc.lineCount(); line++) {
    const { state } = editor.getTokenAt({ line, ch: doc.getLine(line).length }, true);
    if (state.OK === false) return line;
  }
  return null;
}
