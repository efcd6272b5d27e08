// The files of a message: the markup of templates/components/message_files.html.

import { h, icon } from "../dom.js";
import { addressOf, kindOf, shownSize } from "../files/file_kinds.js";
import { formatSize } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @param {Protocol.File[]} files */
export function messageFiles(files) {
  const images = files.filter((file) => kindOf(file) === "image");
  const others = files.filter((file) => kindOf(file) !== "image");
  return h(
    "div",
    { class: "message-files" },
    images.length > 0 &&
      h("ul", { class: "picture-grid", "data-count": images.length }, ...images.map(picture)),
    ...others.map(element),
  );
}

/** @param {Protocol.File} file */
function element(file) {
  const kind = kindOf(file);
  if (kind === "video") return video(file);
  return kind === "audio" ? audio(file) : card(file);
}

/** @param {Protocol.File} file */
function picture(file) {
  const { name, size, thumb, alt = "" } = file;
  const label = interpolate(gettext("Open %(file)s"), { file: alt ? `${alt}, ${name}` : name });
  const image = h("img", { src: thumb, alt: "", loading: "lazy", decoding: "async", ...shownSize(file) });
  const link = h(
    "a",
    { class: "picture__link", href: addressOf(file), "data-picture": size, "aria-label": label },
    image,
  );
  return h("li", {}, h("figure", { class: "picture" }, link, caption(file)));
}

/** @param {Protocol.File} file */
function video(file) {
  const { name, alt } = file;
  const player = h("video", {
    class: "picture__video",
    src: addressOf(file),
    controls: true,
    preload: "metadata",
    playsinline: true,
    "aria-label": alt || name,
    ...shownSize(file),
  });
  return h("figure", { class: "picture" }, player, caption(file));
}

/** @param {Protocol.File} file */
function audio(file) {
  const player = { src: addressOf(file), controls: true, preload: "metadata", "aria-label": file.name };
  return h("figure", { class: "sound" }, h("audio", player), caption(file));
}

/** @param {Protocol.File} file */
function caption(file) {
  return h(
    "figcaption",
    { class: "picture__caption" },
    h("span", { class: "picture__name" }, h("bdi", {}, file.name)),
    h("bdi", { class: "picture__size" }, formatSize(file.size)),
  );
}

/** @param {Protocol.File} file */
function card(file) {
  const { name, type, size } = file;
  return h(
    "a",
    { class: "file-card", href: addressOf(file) },
    icon("file"),
    h("span", { class: "file-card__name" }, h("bdi", {}, name)),
    h("span", { class: "file-card__facts" }, h("bdi", {}, type), " · ", h("bdi", {}, formatSize(size))),
  );
}
