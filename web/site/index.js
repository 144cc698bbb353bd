// What pages can do more with JavaScript. Each module looks for its own attributes, and does nothing without them:
//   data-copy="text" data-copied="words"             a button that copies; shown only here            copying.js
//   form[data-search="address"]                      a search that suggests: its answer is JSON        searching.js
//   input[list], input[data-options="address"]       a picker, from a datalist or from an address      picking.js
//   table.sortable                                   columns sorted by a click; td data-value="key"    sorting.js
//   figure[data-map] with svg[viewBox]               zoom, pan; data-zoom-in, data-zoom-out, data-whole  maps.js
//   [data-tip], svg title                            words beside the pointer                          tips.js
//   select[data-theme]                               dark, light or as the system has it               themes.js
//   form[data-keys] with [data-key="a"]              buttons that a key presses                        keys.js
//   .languages a                                     keep the place on the page                        languages.js
// Addresses give JSON, {"results": [{"label", "value", "note", "href"}]}: note and href may be missing.
import { offerCopies } from "./copying.js";
import { offerKeys } from "./keys.js";
import { keepPlaces } from "./languages.js";
import { movable } from "./maps.js";
import { offerPickers } from "./picking.js";
import { suggest } from "./searching.js";
import { offerSorting } from "./sorting.js";
import { offerThemes } from "./themes.js";
import { offerTips } from "./tips.js";

for (const improve of [offerCopies, offerThemes, keepPlaces, suggest, offerPickers, offerSorting, movable, offerTips, offerKeys]) {
  improve(document);
}
