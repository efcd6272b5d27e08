// A file on its way as a card: in the composer, and below a message that waits for it.

import { closest, findAll, h, icon } from "../dom.js";
import { formatNumber, formatSize } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { Upload } from "./upload.js" */
/** @import { Uploads } from "./uploads.js" */

/**
 * The card as it is now. `state` changes what is in it; while more is sent, only its progress changes.
 *
 * @param {Upload} upload
 * @param {...(import("../dom.js").Child)} more  what else it has
 */
export function uploadCard(upload, ...more) {
  const { id, name, state, blob } = upload;
  return h(
    "li",
    { class: "upload-card", "data-upload": id, "data-state": state },
    preview(upload),
    h("span", { class: "upload-card__name" }, h("bdi", {}, name)),
    h("span", { class: "upload-card__state" }, h("bdi", {}, formatSize(blob.size)), stateText(upload)),
    isUnderWay(upload) && progress(upload),
    state === "failed" && h("span", { class: "upload-card__problem", role: "status" }, upload.problem),
    h("span", { class: "upload-card__buttons" }, ...buttons(upload)),
    ...more,
  );
}

/** @param {Upload} upload */
const isUnderWay = ({ state }) => state === "waiting" || state === "sending" || state === "checking";

/** @param {Upload} upload */
function stateText({ state }) {
  if (state === "waiting") return ` · ${gettext("waiting")}`;
  return state === "checking" ? ` · ${gettext("being checked")}` : "";
}

/** @param {Upload} upload */
function progress({ name, sent, blob }) {
  const label = interpolate(gettext("%(file)s: how much is uploaded"), { file: name });
  return h("progress", { class: "upload-card__progress", "aria-label": label, max: blob.size, value: sent });
}

/** @param {Upload} upload */
function preview({ type, preview: src, name }) {
  if (src && type.startsWith("image/")) return imagePreview(src);
  if (src && type.startsWith("audio/")) {
    return h("audio", { class: "upload-card__sound", src, controls: true, "aria-label": name });
  }
  return noPreview();
}

const noPreview = () => h("span", { class: "upload-card__preview" }, icon("file"));

/** @param {string} src */
function imagePreview(src) {
  const image = h("img", { class: "upload-card__preview", src, alt: "" });
  image.addEventListener("error", () => image.replaceWith(noPreview())); // this browser cannot show it
  return image;
}

/** @param {Upload} upload */
function buttons({ name, state }) {
  const retry = interpolate(gettext("Upload %(file)s again"), { file: name });
  const remove = interpolate(gettext("Remove %(file)s"), { file: name });
  return [state === "failed" && button("retry", retry, "undo"), button("cancel", remove, "x")].filter(
    (found) => found !== false,
  );
}

/**
 * @param {string} action
 * @param {string} label
 * @param {string} name  of the icon
 */
function button(action, label, name) {
  const attributes = {
    class: "icon-button",
    type: "button",
    "aria-label": label,
    "data-upload-action": action,
  };
  return h("button", attributes, icon(name, "small"));
}

/**
 * The buttons of all cards, and how much is sent of each.
 *
 * @param {Uploads} uploads
 */
export function enableUploadCards(uploads) {
  document.addEventListener("click", (event) => {
    const action = closest(event.target, "[data-upload-action]", HTMLElement)?.dataset.uploadAction;
    const id = closest(event.target, "[data-upload]", HTMLElement)?.dataset.upload;
    if (!action || !id) return;
    if (action === "retry") uploads.retry(id);
    else uploads.cancel([id]);
  });
  uploads.on("progress", ({ id, sent, blob }) => {
    for (const bar of findAll(document, `[data-upload="${id}"] progress`, HTMLProgressElement)) {
      bar.value = sent;
      bar.title = interpolate(gettext("%(percent)s %"), {
        percent: formatNumber(Math.floor((100 * sent) / blob.size)),
      });
    }
  });
}
