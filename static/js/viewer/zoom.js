// A picture that can be enlarged and moved: by the wheel, two fingers, a double press, and the keys + - 0.

const MOST = 8; // times
const STEP = 1.5;
const SWIPE = 60; // px that a finger moves aside for another picture

export class Zoom {
  #scale = 1;
  #x = 0; // px that the picture is moved by
  #y = 0;
  /** @type {Map<number, { x: number, y: number }>} */
  #fingers = new Map();
  #begun = { x: 0, y: 0 }; // where the first finger came down

  /**
   * @param {HTMLElement} stage
   * @param {HTMLImageElement} image
   * @param {(step: 1 | -1) => void} onSwipe  1: to the next one
   */
  constructor(stage, image, onSwipe) {
    this.stage = stage;
    this.image = image;
    this.onSwipe = onSwipe;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("dblclick", () => this.to(this.#scale > 1 ? 1 : 2.5));
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      stage.addEventListener(name, (event) => this.#up(event));
    }
  }

  /** @param {number} scale */
  to(scale) {
    this.#scale = Math.max(1, Math.min(MOST, scale));
    this.#draw();
  }

  in() {
    this.to(this.#scale * STEP);
  }

  out() {
    this.to(this.#scale / STEP);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.to(this.#scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    event.preventDefault();
    this.stage.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    if (!this.#fingers.size) this.#begun = { x, y };
    this.#fingers.set(event.pointerId, { x, y });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.to((this.#scale * distance(now, other)) / Math.max(1, distance(before, other)));
    else if (this.#scale > 1) this.#shift(now.x - before.x, now.y - before.y);
    this.#fingers.set(event.pointerId, now);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const isAlone = this.#fingers.size === 1;
    if (!this.#fingers.delete(event.pointerId) || !isAlone) return;
    const aside = event.clientX - this.#begun.x;
    const isSwipe = Math.abs(aside) > SWIPE && Math.abs(event.clientY - this.#begun.y) < Math.abs(aside);
    if (this.#scale === 1 && isSwipe && event.pointerType !== "mouse") this.onSwipe(aside < 0 ? 1 : -1);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #shift(x, y) {
    this.#x += x;
    this.#y += y;
    this.#draw();
  }

  #draw() {
    const [wide, high] = [this.image.clientWidth, this.image.clientHeight];
    this.#x = within(this.#x, (wide * (this.#scale - 1)) / 2);
    this.#y = within(this.#y, (high * (this.#scale - 1)) / 2);
    this.image.style.scale = String(this.#scale);
    this.image.style.translate = `${this.#x}px ${this.#y}px`;
    this.stage.dataset.zoomed = String(this.#scale > 1);
  }
}

/**
 * @param {{ x: number, y: number }} one
 * @param {{ x: number, y: number }} other
 */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/**
 * @param {number} value
 * @param {number} most  in both directions
 */
const within = (value, most) => Math.max(-most, Math.min(most, value));
