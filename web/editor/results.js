import { offerSorting } from "../site/sorting.js";
import { compact } from "./terms.js";

const FORMS = { table: ["csv", "tsv", "json", "xml"], graph: ["ttl", "nt", "jsonld", "rdf"], yes: ["json", "xml"] };
const SHOWN = 2000; // rows that a page draws; all are in the downloads

/** Show an answer: a table, yes or no, or Turtle; with the ways to take it away. */
export async function showAnswer(page, query, response, body, milliseconds) {
  const { prefixes } = await page.terms;
  const isGraph = !/json/.test(response.headers.get("content-type"));
  const answer = isGraph ? null : JSON.parse(body);
  const kind = isGraph ? "graph" : "boolean" in answer ? "yes" : "table";
  const drawn = {
    graph: () => preformatted(page, body),
    yes: () => paragraph(answer.boolean ? page.words.yes : page.words.no),
    table: () => table(page, answer, prefixes),
  }[kind]();
  const count = kind === "table" ? answer.results.bindings.length : null;
  page.status.textContent = summary(page, count, milliseconds, isCut(response, answer));
  page.result.replaceChildren(downloads(page, query, FORMS[kind]), drawn);
  offerSorting(page.result);
}

/** Did a limit of the server cut the answer? */
function isCut(response, answer) {
  return Boolean(answer?.truncated ?? answer?.head?.truncated ?? response.headers.get("x-truncated") ?? false);
}

function summary({ words }, count, milliseconds, cut) {
  const seconds = (milliseconds / 1000).toFixed(2);
  const parts = [count === null ? "" : words.rows.replace("{n}", count.toLocaleString()), words.seconds.replace("{n}", seconds)];
  if (count > SHOWN) parts.push(words.shown.replace("{n}", SHOWN.toLocaleString()));
  if (cut) parts.push(words.truncated);
  return parts.filter(Boolean).join(" · ");
}

function downloads({ endpoint, words }, query, forms) {
  const list = element("ul", { className: "row downloads" });
  list.setAttribute("aria-label", words.downloads);
  for (const form of forms) {
    const url = new URL(endpoint);
    url.searchParams.set("query", query);
    url.searchParams.set("format", form);
    const link = element("a", { href: url.href, textContent: words.formats[form] ?? form, download: `result.${form}` });
    list.append(element("li", {}, link));
  }
  return list;
}

function table(page, { head, results }, prefixes) {
  const heads = head.vars.map((name) => element("th", { scope: "col", textContent: name }));
  const rows = results.bindings.slice(0, SHOWN).map((row) => {
    const cells = head.vars.map((name) => cell(page, row[name], prefixes));
    return element("tr", {}, ...cells);
  });
  const made = element(
    "table",
    { className: "sortable" },
    element("caption", { className: "unseen", textContent: page.words.result }),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
  return region(page, "wide", made);
}

function cell(page, term, prefixes) {
  if (!term) return element("td");
  if (term.type === "uri") return element("td", {}, link(page, term.value, prefixes));
  const isNumber = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype ?? "");
  const made = element("td", { className: isNumber ? "number" : "" }, term.type === "bnode" ? `_:${term.value}` : term.value);
  const lang = term["xml:lang"];
  if (lang) made.append(" ", element("small", { textContent: lang, className: "quiet" }));
  if (lang) made.firstChild.replaceWith(element("span", { lang, textContent: term.value }));
  return made;
}

/** Link to a resource: to its page here if it has one, and never to what would run. */
function link({ places }, iri, prefixes) {
  const text = compact(iri, prefixes);
  const [start, address] = places.find(([each]) => iri.startsWith(each)) ?? ["", ""];
  const href = address + iri.slice(start.length);
  return /^(https?:|\/)/i.test(href) ? element("a", { href, textContent: text, title: iri }) : text;
}

const preformatted = (page, text) => region(page, "code", element("pre", {}, element("code", { textContent: text })));
const paragraph = (text) => element("p", { textContent: text, className: "lead" });

function region({ words }, className, content) {
  const made = element("div", { className, tabIndex: 0 }, content);
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", words.result);
  return made;
}

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}
