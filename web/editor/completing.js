import Yasqe from "@zazuko/yasqe";
import { fold } from "../site/folding.js";

const MOST = 40; // suggestions at once

/** Complete prefixes and terms from what the site knows, instead of asking services elsewhere. */
export function completeFrom(terms) {
  Object.assign(Yasqe.Autocompleters.prefixes, {
    persistenceId: null,
    get: async () => Object.entries((await terms).prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  });
  Yasqe.registerAutocompleter(completer("names", true, /[:<]/, terms), false);
  Yasqe.registerAutocompleter(completer("labels", false, /^[^:<]{2,}$/u, terms), false);
  return ["prefixes", "variables", "names", "labels"];
}

/** Names are suggested while they are typed; labels, which look like keywords, when Ctrl and space ask for them. */
function completer(name, autoShow, form, terms) {
  return {
    name,
    autoShow,
    bulk: false,
    isValidCompletionPosition: (yasqe) => isTerm(yasqe.getCompleteToken()) && form.test(yasqe.getCompleteToken().string),
    get: async (_yasqe, token) => found(await terms, token.string.trim()).map((term) => JSON.stringify(term)),
    postprocessHints: (_yasqe, hints) => hints.map(hintOf),
  };
}

const isTerm = ({ string, type }) => !/^[?$"'#]/.test(string) && type !== "comment";

/** Find terms: by name, by the beginning of the IRI, or by what their labels have in them. */
function found({ prefixes, terms }, text) {
  const iri = expanded(text, prefixes).toLowerCase();
  const key = fold(text);
  const fits = text.match(/[:<]/) ? (term) => term.iri.toLowerCase().startsWith(iri) : (term) => term.key.includes(key);
  return terms.filter(fits).slice(0, MOST);
}

function expanded(text, prefixes) {
  if (text.startsWith("<")) return text.slice(1).replace(/>$/, "");
  const [prefix, ...rest] = text.split(":");
  return prefix in prefixes ? prefixes[prefix] + rest.join(":") : text;
}

function hintOf(hint) {
  const { iri, name, label } = JSON.parse(hint.text);
  const text = name === iri ? `<${iri}>` : name;
  return { ...hint, text, displayText: `${label}  ${text}` };
}
