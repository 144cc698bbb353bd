const LINE = "wrong-line";
const PLACE = "wrong-place";

/** Mark a line in the margin. */
export function markError(editor, line, words) {
  const mark = document.createElement("span");
  mark.className = "wrong-mark";
  mark.textContent = "!";
  mark.title = words;
  editor.setGutterMarker(line, "gutterErrorBar", mark);
}

/** Say what is wrong, mark where, and go there. */
export function showError(editor, { words, result, status }, { detail, line, column }) {
  status.textContent = "";
  const box = document.createElement("div");
  box.className = "problem";
  box.setAttribute("role", "alert");
  if (line) box.append(placeOf(editor, words, line, column), " ");
  box.append(String(detail ?? words.unreachable));
  result.replaceChildren(box);
  if (line) mark(editor, line - 1, (column ?? 1) - 1, detail);
}

export function clearError(editor) {
  const doc = editor.getDoc();
  editor.eachLine((line) => editor.removeLineClass(line, "background", LINE));
  for (const each of doc.getAllMarks()) if (each.className === PLACE) each.clear();
}

function placeOf(editor, words, line, column) {
  const link = document.createElement("button");
  link.type = "button";
  link.textContent = words.place.replace("{line}", line).replace("{column}", column ?? 1);
  link.addEventListener("click", () => goTo(editor, line - 1, (column ?? 1) - 1));
  return link;
}

function mark(editor, line, column, detail) {
  const doc = editor.getDoc();
  if (line >= doc.lineCount()) return;
  const token = editor.getTokenAt({ line, ch: column + 1 });
  editor.addLineClass(line, "background", LINE);
  markError(editor, line, detail);
  doc.markText({ line, ch: column }, { line, ch: Math.max(token.end, column + 1) }, { className: PLACE });
  goTo(editor, line, column);
}

function goTo(editor, line, ch) {
  editor.getDoc().setCursor({ line, ch });
  editor.focus();
}
