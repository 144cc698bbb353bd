const LINE = "wrong-line";
const PLACE = "wrong-place";

/** Mark a line in the margin. */
export function markLine(editor, line, words) {
  const mark = document.createElement("span");
  mark.className = "wrong-mark";
  mark.textContent = "!";
  mark.title = words;
  editor.setGutterMarker(line, "gutterErrorBar", mark);
}

/** Mark the place that the answer complains about, if it does, and go there. */
export function showError(editor, result, { isGoing }) {
  const problem = result.querySelector("[data-line]");
  if (!problem) return;
  const { line, ch } = placeOf(problem.dataset);
  const doc = editor.getDoc();
  if (line >= doc.lineCount()) return;
  const end = Math.max(editor.getTokenAt({ line, ch: ch + 1 }).end, ch + 1);
  editor.addLineClass(line, "background", LINE);
  markLine(editor, line, problem.textContent);
  doc.markText({ line, ch }, { line, ch: end }, { className: PLACE });
  if (isGoing) goTo(editor, problem.dataset);
}

export function clearError(editor) {
  editor.eachLine((line) => editor.removeLineClass(line, "background", LINE));
  for (const mark of editor.getDoc().getAllMarks()) if (mark.className === PLACE) mark.clear();
}

export function goTo(editor, dataset) {
  editor.getDoc().setCursor(placeOf(dataset));
  editor.focus();
}

/** Editors count from 0, people from 1. */
const placeOf = ({ line, column }) => ({ line: line - 1, ch: column - 1 });
