// Where the files of a message come from: a button, the clipboard, and what is dragged over the room.

import { h, icon, required } from "../dom.js";
import { formatNumber, formatSize } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { Attachments } from "./attachments.js" */

/**
 * @param {object} parts
 * @param {HTMLFormElement} parts.form  the composer
 * @param {HTMLElement} parts.sheet  over which files can be dropped
 * @param {Attachments} parts.attachments
 * @param {() => boolean} parts.isOpen  can something be written here?
 * @param {AbortSignal} parts.signal  aborted when the room is closed
 */
export function enableFileSources({ form, sheet, attachments, isOpen, signal }) {
  const input = h("input", { type: "file", multiple: true, hidden: true, tabindex: -1 });
  const button = required(form, ".composer__attach", HTMLButtonElement);
  const { files, largest } = attachments.uploads.limits;
  const limits = { most: formatNumber(files), size: formatSize(largest) };
  button.title = interpolate(gettext("Up to %(most)s files of at most %(size)s each"), limits);
  button.hidden = false;
  button.after(input);
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    attachments.add(input.files ?? []);
    input.value = "";
  });
  form.addEventListener("paste", (event) => {
    const { clipboardData } = event;
    if (!clipboardData?.files.length || clipboardData.types.includes("text/plain") || !isOpen()) return;
    event.preventDefault();
    attachments.add([...clipboardData.files].map(named));
  });
  enableDropping(sheet, { attachments, isOpen, signal });
}

/**
 * @param {HTMLElement} sheet
 * @param {{ attachments: Attachments, isOpen: () => boolean, signal: AbortSignal }} parts
 */
function enableDropping(sheet, { attachments, isOpen, signal }) {
  const text = gettext("Drop files here to attach them");
  const zone = h("div", { class: "drop-zone", hidden: true }, h("p", {}, icon("file"), text));
  sheet.append(zone);
  const hide = () => (zone.hidden = true);
  sheet.addEventListener("dragenter", (event) => (zone.hidden = !(hasFiles(event) && isOpen())), { signal });
  sheet.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = isOpen() ? "copy" : "none";
    },
    { signal },
  );
  zone.addEventListener("dragleave", hide);
  sheet.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // the browser would open the file
      hide();
      if (isOpen()) attachments.add(event.dataTransfer?.files ?? []);
    },
    { signal },
  );
  signal.addEventListener("abort", () => zone.remove(), { once: true });
}

/** @param {DragEvent} event */
const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;

/**
 * Browsers call each pasted picture the same: it gets the time in its name.
 *
 * @param {File} file
 */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const moment = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", "-");
  return new File([file], file.name.replace("image", moment), { type: file.type });
}
