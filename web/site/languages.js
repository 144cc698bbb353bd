const KEY = "place";

/** Let a page in another language begin where the reader was. */
export function keepPlaces(page) {
  page.querySelectorAll(".languages a").forEach((link) => link.addEventListener("click", () => leave(link)));
  arrive();
}

function leave(link) {
  link.hash = location.hash;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, part: scrollY / height() }));
  } catch {
    // the page then begins at its top
  }
}

function arrive() {
  const place = JSON.parse(take() ?? "null");
  if (place?.path === location.pathname && !location.hash) scrollTo({ top: place.part * height(), behavior: "instant" });
}

function take() {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return kept;
  } catch {
    return null;
  }
}

const height = () => Math.max(1, document.documentElement.scrollHeight - innerHeight);
