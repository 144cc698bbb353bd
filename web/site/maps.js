const CLOSEST = 24; // times that the whole map may be enlarged
const STEP = 1.6;

/** Let maps be enlarged and moved: by buttons, the keyboard, the wheel with Ctrl, two fingers, dragging. */
export function movable(page) {
  for (const figure of page.querySelectorAll("[data-map]")) {
    const svg = figure.querySelector("svg");
    if (svg?.viewBox.baseVal.width) new View(svg, figure).listen();
  }
}

class View {
  constructor(svg, figure) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    Object.assign(this, { svg, figure, whole: { x, y, width, height }, x, y, zoom: 1 });
    this.pointers = new Map();
  }

  listen() {
    this.offerButtons();
    this.svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
      this.svg.addEventListener(kind, (event) => this[kind](event));
    }
    this.svg.addEventListener("click", (event) => this.onClick(event), { capture: true });
    this.svg.addEventListener("focusin", (event) => this.reveal(event.target));
  }

  offerButtons() {
    const { zoomIn, zoomOut, whole } = this.figure.dataset;
    const bar = document.createElement("div");
    bar.className = "zoom";
    bar.append(
      this.button("+", zoomIn, () => this.enlarge(STEP)),
      this.button("−", zoomOut, () => this.enlarge(1 / STEP)),
      this.button("⤢", whole, () => this.set(0, 0, 1)),
    );
    bar.addEventListener("keydown", (event) => this.onKey(event));
    this.svg.before(bar);
  }

  button(sign, name, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.title = name;
    button.addEventListener("click", act);
    return button;
  }

  get width() {
    return this.whole.width / this.zoom;
  }

  get height() {
    return this.whole.height / this.zoom;
  }

  /** Show the part whose corner is x, y; never beyond the whole. */
  set(x, y, zoom) {
    this.zoom = Math.min(CLOSEST, Math.max(1, zoom));
    const { whole } = this;
    this.x = Math.min(whole.x + whole.width - this.width, Math.max(whole.x, x));
    this.y = Math.min(whole.y + whole.height - this.height, Math.max(whole.y, y));
    this.svg.setAttribute("viewBox", [this.x, this.y, this.width, this.height].join(" "));
    this.svg.style.setProperty("--zoom", String(this.zoom)); // by which marks and letters keep their size
    this.svg.classList.toggle("is-enlarged", this.zoom > 1);
  }

  /** Enlarge around a place, else around the middle; places are parts of what is shown. */
  enlarge(times, [across, down] = [0.5, 0.5]) {
    const zoom = Math.min(CLOSEST, Math.max(1, this.zoom * times));
    const { width, height } = this.whole;
    this.set(
      this.x + across * (this.width - width / zoom),
      this.y + down * (this.height - height / zoom),
      zoom,
    );
  }

  move(across, down) {
    this.set(this.x + across * this.width, this.y + down * this.height, this.zoom);
  }

  place({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  }

  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls on
    event.preventDefault();
    this.enlarge(Math.exp(-event.deltaY / 200), this.place(event));
  }

  onKey(event) {
    const steps = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, -0.2], ArrowDown: [0, 0.2] };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.move(...steps[event.key]);
  }

  pointerdown(event) {
    this.pointers.set(event.pointerId, this.place(event));
    this.moved = 0;
  }

  pointermove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before || (this.zoom === 1 && this.pointers.size === 1)) return;
    const now = this.place(event);
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, now);
    else this.move(before[0] - now[0], before[1] - now[1]);
    this.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.moved > 0.01) this.svg.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, now);
  }

  pinch(id, before, now) {
    const [other] = [...this.pointers].filter(([each]) => each !== id).map(([, place]) => place);
    const far = ([x, y]) => Math.hypot(x - other[0], y - other[1]);
    this.enlarge(far(now) / far(before), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  }

  pointerup(event) {
    this.pointers.delete(event.pointerId);
  }

  pointercancel(event) {
    this.pointers.delete(event.pointerId);
  }

  /** A drag that ends on a mark is no click. */
  onClick(event) {
    if (this.moved > 0.01) event.preventDefault();
  }

  /** Move to a mark that has the focus and is out of sight. */
  reveal(mark) {
    const box = mark.getBoundingClientRect();
    const [across, down] = this.place({ clientX: box.left, clientY: box.top });
    if (across < 0 || across > 1 || down < 0 || down > 1) this.move(across - 0.5, down - 0.5);
  }
}
