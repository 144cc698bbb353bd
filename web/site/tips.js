/** Show what a mark of a map or a chart says beside the pointer, at once and in the colours of the page. */
export function offerTips(page) {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // it only repeats the name of the mark
  page.body.append(tip);
  for (const picture of page.querySelectorAll("svg.map, svg.chart, svg.plot")) {
    for (const title of picture.querySelectorAll("* > title")) keep(title);
    picture.addEventListener("pointermove", (event) => follow(tip, event));
    picture.addEventListener("pointerleave", () => (tip.hidden = true));
  }
}

/** Keep the words of a title for the tip, and for those who hear the page; the browser's own tip would come twice. */
function keep(title) {
  const mark = title.parentElement;
  if (mark.tagName === "svg") return;
  mark.dataset.tip = title.textContent;
  const named = mark.closest("a") ?? mark;
  named.setAttribute("aria-label", title.textContent);
  if (named === mark) mark.setAttribute("role", "img");
  title.remove();
}

function follow(tip, event) {
  const mark = event.target.closest("[data-tip]");
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.dataset.tip;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(event.clientX + 14, innerWidth - width - 8);
  const top = event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18;
  tip.style.setProperty("left", `${Math.max(8, left)}px`);
  tip.style.setProperty("top", `${top}px`);
}
