import { applyTheme, chosenTheme, rememberTheme } from "./theme.js";

/** Show the choice between dark, light and what the system has. */
export function offerThemes(page) {
  for (const choice of page.querySelectorAll("select[data-theme]")) {
    choice.value = chosenTheme();
    choice.closest("[hidden]")?.removeAttribute("hidden");
    choice.addEventListener("change", () => {
      rememberTheme(choice.value);
      applyTheme();
    });
  }
}
