// Pictures of messages in a window of their own, one after the other.

import { openModal } from "../components/modal.js";
import { byId, findAll, h, icon, required } from "../dom.js";
import { formatSize } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { Zoom } from "./zoom.js";

const PICTURE = "[data-picture]"; // a link to a picture; its value: the bytes of the file

/**
 * Opens a picture, and those around it with it.
 *
 * @param {HTMLAnchorElement} link
 */
export function openPicture(link) {
  const around = link.closest("[role=log]") ?? document.body;
  new Viewer(findAll(around, PICTURE, HTMLAnchorElement), link);
}

class Viewer {
  dialog = h("dialog", { class: "viewer", "aria-label": gettext("Picture") });
  #image = h("img", { class: "viewer__image", alt: "" });
  #stage = h("div", { class: "viewer__stage" }, this.#image);
  #title = h("h2", { class: "viewer__title", "aria-live": "polite" });
  #original = h("a", { class: "icon-button", target: "_blank", "aria-label": gettext("Open the original") });
  #download = h("a", { class: "icon-button", "aria-label": gettext("Download") });
  #previous = sideButton(gettext("Previous picture"), "back", () => this.#go(-1));
  #next = sideButton(gettext("Next picture"), "right", () => this.#go(1));

  /**
   * @param {HTMLAnchorElement[]} links  to the pictures, in order
   * @param {HTMLAnchorElement} link  to the one to begin with
   */
  constructor(links, link) {
    this.links = links;
    this.at = links.indexOf(link);
    this.zoom = new Zoom(this.#stage, this.#image, (step) => this.#go(isRightToLeft() ? -step : step));
    this.#original.append(icon("open"));
    this.#download.append(icon("download"));
    const close = { class: "icon-button", type: "button", "aria-label": gettext("Close") };
    const bar = h(
      "header",
      { class: "viewer__bar" },
      this.#title,
      this.#original,
      this.#download,
      h("button", { ...close, click: () => this.dialog.close() }, icon("x")),
    );
    this.dialog.append(bar, this.#stage, this.#previous, this.#next);
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
    openModal(this.dialog);
    required(bar, "button", HTMLButtonElement).focus();
    this.dialog.addEventListener("close", () => this.#returnFocus());
    this.#closeByBack();
  }

  /** An entry of the browser's history for as long as it is open, so that Back closes it and leaves the room on show. */
  #closeByBack() {
    const open = new AbortController();
    history.replaceState({ step: 0, ...history.state }, ""); // a state, by which the room knows its own entry
    history.pushState({ ...history.state, viewer: true }, "");
    addEventListener("popstate", () => this.dialog.close(), { signal: open.signal });
    this.dialog.addEventListener("close", () => {
      open.abort();
      if (history.state?.viewer) history.back();
    });
  }

  get #link() {
    return this.links[this.at];
  }

  /** @param {number} step */
  #go(step) {
    if (!this.links[this.at + step]) return;
    this.at += step;
    this.#show();
  }

  #show() {
    const link = this.#link;
    if (!link) return;
    const name = decodeURIComponent(link.pathname.split("/").at(-1) ?? "");
    this.#image.src = link.href;
    this.#image.alt = link.getAttribute("aria-label") ?? name;
    const facts = { file: name, size: formatSize(Number(link.dataset.picture)) };
    this.#title.textContent = interpolate(gettext("%(file)s, %(size)s"), facts);
    this.#original.href = link.href;
    this.#download.href = `${link.href}?download=1`;
    this.#previous.hidden = this.at === 0;
    this.#next.hidden = this.at === this.links.length - 1;
    this.zoom.to(1);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const forward = isRightToLeft() ? -1 : 1;
    /** @type {Partial<Record<string, () => void>>} */
    const keys = {
      ArrowRight: () => this.#go(forward),
      ArrowLeft: () => this.#go(-forward),
      "+": () => this.zoom.in(),
      "=": () => this.zoom.in(),
      "-": () => this.zoom.out(),
      0: () => this.zoom.to(1),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    event.stopPropagation();
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** To the picture that was shown last; its message may have been drawn again meanwhile. */
  #returnFocus() {
    const href = this.#link?.getAttribute("href");
    const links = findAll(document, PICTURE, HTMLAnchorElement);
    const shown = links.find((link) => link.getAttribute("href") === href);
    (shown ?? byId("message-text"))?.focus({ preventScroll: true });
  }
}

const isRightToLeft = () => document.documentElement.dir === "rtl";

/**
 * @param {string} label
 * @param {string} name  of the icon
 * @param {() => void} click
 */
function sideButton(label, name, click) {
  const attributes = { class: "icon-button viewer__side", type: "button", "aria-label": label, click };
  return h("button", attributes, icon(name, "turns"));
}
