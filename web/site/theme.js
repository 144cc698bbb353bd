const KEY = "theme";

/** The theme that was chosen in this browser: dark, light, or auto. */
export function chosenTheme() {
  try {
    return localStorage.getItem(KEY) ?? "auto";
  } catch {
    return "auto"; // a browser that remembers nothing
  }
}

export function rememberTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it is forgotten with the page
  }
}

export function applyTheme(theme = chosenTheme()) {
  document.documentElement.dataset.theme = theme;
}
