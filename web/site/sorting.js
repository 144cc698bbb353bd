const OTHER = { ascending: "descending", descending: "ascending" };

/** Let tables of the class sortable be sorted by each of their columns. */
export function offerSorting(page) {
  for (const table of page.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => offer(table, head, column));
  }
}

function offer(table, head, column) {
  if (!head.textContent.trim()) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => sort(table, head, column));
}

function sort(table, head, column) {
  const order = OTHER[head.ariaSort] ?? "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", order);
  const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[column]), row]);
  const compare = comparison(rows.map(([key]) => key));
  const sign = order === "ascending" ? 1 : -1;
  rows.sort(([a], [b]) => (a === "") - (b === "") || sign * compare(a, b)); // what is unknown comes last
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

const keyOf = (cell) => (cell?.dataset.value ?? cell?.textContent ?? "").trim();

/** Compare as numbers where all are numbers, else as words of the language of the page. */
function comparison(keys) {
  const plain = (key) => Number(key.replace(/[,\s\u202f]/g, ""));
  if (keys.every((key) => key === "" || !Number.isNaN(plain(key)))) return (a, b) => plain(a) - plain(b);
  return new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
}
