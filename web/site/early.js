// Runs before the page is drawn, so that it does not flash in the other colours.
import { applyTheme } from "./theme.js";

applyTheme();
