// Choosing which part of a picture is shown, before it is sent: by dragging or arrow keys, and a slider for the size.
// What is sent is the square alone. Without scripts the server takes the middle.

import { h, required } from "../dom.js";
import { gettext } from "../i18n.js";

const SIZE = 256; // px of the square that is sent
const STEP = 8; // px of an arrow key
const MOST = 4; // times that the picture can be enlarged
/** @type {Partial<Record<string, [number, number]>>} */
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** @param {HTMLFormElement} form */
export function enablePictureCrop(form) {
  const input = required(form, "input[type=file]", HTMLInputElement);
  /** @type {Crop | null} */
  let crop = null;
  input.addEventListener("change", async () => {
    crop?.element.remove();
    crop = null;
    const bitmap = await bitmapOf(input.files?.[0]);
    if (!bitmap) return; // the server says why
    crop = new Crop(bitmap);
    required(form, ".picture-form", HTMLElement).after(crop.element);
  });
  form.addEventListener("submit", (event) => {
    if (!crop || event.submitter?.getAttribute("name") === "remove") return;
    event.preventDefault();
    crop.square().then((file) => {
      input.files = file;
      form.submit();
    });
  });
}

/** @param {File | undefined} file */
async function bitmapOf(file) {
  return file ? createImageBitmap(file).catch(() => null) : null;
}

class Crop {
  #x = 0; // px of the square between its middle and that of the picture
  #y = 0;
  #zoom = 1; // 1: the shorter side fills the square
  #canvas = h("canvas", {
    class: "crop__square",
    width: SIZE,
    height: SIZE,
    tabindex: 0,
    role: "img",
    "aria-label": gettext("Your picture as it will be shown. Drag it, or move it by the arrow keys."),
  });

  /** @param {ImageBitmap} bitmap */
  constructor(bitmap) {
    this.bitmap = bitmap;
    const attributes = { type: "range", min: 1, max: MOST, step: 0.05, value: 1, id: "picture-zoom" };
    const zoom = h("input", attributes);
    zoom.addEventListener("input", () => this.#setZoom(Number(zoom.value)));
    const label = h("label", { for: "picture-zoom" }, gettext("Size"));
    const help = h("p", { class: "field__help" }, gettext("Drag the picture, or use the arrow keys."));
    this.element = h("div", { class: "crop" }, this.#canvas, h("div", { class: "field" }, label, zoom, help));
    this.#canvas.addEventListener("pointerdown", (event) => this.#canvas.setPointerCapture(event.pointerId));
    this.#canvas.addEventListener("pointermove", (event) => this.#drag(event));
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  /** The square as a file, as a file input takes it. */
  async square() {
    const blob = await new Promise((resolve) => this.#canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "picture.png", { type: "image/png" }));
    return files.files;
  }

  /** @param {number} zoom */
  #setZoom(zoom) {
    this.#x *= zoom / this.#zoom;
    this.#y *= zoom / this.#zoom;
    this.#zoom = zoom;
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.#canvas.hasPointerCapture(event.pointerId)) return;
    const scale = SIZE / this.#canvas.clientWidth;
    this.#move(event.movementX * scale, event.movementY * scale);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    this.#move(...arrow);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #move(x, y) {
    this.#x += x;
    this.#y += y;
    this.#draw();
  }

  /** The picture always fills the square. */
  #draw() {
    const { width, height } = this.bitmap;
    const scale = (SIZE / Math.min(width, height)) * this.#zoom;
    const [shownWidth, shownHeight] = [width * scale, height * scale];
    this.#x = within(this.#x, (shownWidth - SIZE) / 2);
    this.#y = within(this.#y, (shownHeight - SIZE) / 2);
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.imageSmoothingQuality = "high";
    context.clearRect(0, 0, SIZE, SIZE);
    const [left, top] = [(SIZE - shownWidth) / 2 + this.#x, (SIZE - shownHeight) / 2 + this.#y];
    context.drawImage(this.bitmap, left, top, shownWidth, shownHeight);
  }
}

/**
 * @param {number} value
 * @param {number} most  in both directions
 */
const within = (value, most) => Math.max(-most, Math.min(most, value));
