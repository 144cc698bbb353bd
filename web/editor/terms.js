import { fold } from "../site/folding.js";

/**
 * Read what may be completed: prefixes, and terms with their labels. Without the server's answer it is nothing.
 *
 * @returns {Promise<{prefixes: Object<string, string>, terms: {iri: string, label: string}[]}>}
 */
export async function readTerms(address) {
  try {
    return prepared(await (await fetch(address)).json());
  } catch {
    return { prefixes: {}, terms: [] };
  }
}

function prepared({ prefixes, terms }) {
  const named = terms.map((term) => ({ ...term, name: compact(term.iri, prefixes), key: fold(term.label) }));
  return { prefixes, terms: named };
}

/** Write an IRI with a prefix, if one fits and what is left is a plain name; else as it is. */
export function compact(iri, prefixes) {
  const fitting = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace));
  const [prefix, namespace] = fitting.sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  const rest = namespace && iri.slice(namespace.length);
  return rest && /^[\w][\w.-]*(?<!\.)$/u.test(rest) ? `${prefix}:${rest}` : iri;
}
