// Recording a voice message: it becomes a file of the message, which can be played before it is sent.

import { h, icon, required } from "../dom.js";
import { formatLength } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { Attachments } from "./attachments.js" */

const LONGEST = 600; // seconds
const BITS = 48_000; // a second: enough for speech
const TICK = 250; // ms
/** @type {Partial<Record<string, string>>} */
const ENDINGS = { "audio/mp4": "m4a", "audio/webm": "webm", "audio/ogg": "ogg" };
const REFUSED = gettext(
  "The microphone cannot be used. Allow it for this page in the browser, and try again.",
);

/**
 * Records until the user says that it is done, or discards it.
 *
 * @param {object} parts
 * @param {HTMLFormElement} parts.form  the composer
 * @param {HTMLButtonElement} parts.button  that was pressed
 * @param {string} parts.type  in which is recorded
 * @param {Attachments} parts.attachments
 * @param {AbortSignal} parts.signal  aborted when the room is closed
 */
export async function recordVoice({ form, button, type, attachments, signal }) {
  button.disabled = true;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  if (!stream || signal.aborted) {
    for (const track of stream?.getTracks() ?? []) track.stop();
    attachments.say(REFUSED);
    button.disabled = false;
    return;
  }
  const ended = (/** @type {File | null} */ file) => {
    button.disabled = false;
    if (file) attachments.add([file]);
    else button.focus();
  };
  const recording = new Recording(stream, type, { most: attachments.uploads.limits.largest, ended });
  signal.addEventListener("abort", () => recording.end(false), { once: true });
  required(form, ".composer__card", HTMLElement).prepend(recording.element);
  recording.focus();
}

class Recording {
  /** @type {Blob[]} */
  #pieces = [];
  #size = 0; // bytes
  #begun = Date.now();
  #isWanted = true;
  #length = h("span", { class: "recording__length", role: "timer" }, formatLength(0));
  #finish = iconButton("check", gettext("Finish the recording"), () => this.end(true));

  /**
   * @param {MediaStream} stream
   * @param {string} type
   * @param {{ most: number, ended: (file: File | null) => void }} options  `most`: bytes
   */
  constructor(stream, type, { most, ended }) {
    this.stream = stream;
    this.ended = ended;
    this.recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", ({ data }) => {
      this.#pieces.push(data);
      this.#size += data.size;
      if (this.#size > most - BITS) this.end(true);
    });
    this.recorder.addEventListener("stop", () => this.#stopped());
    this.timer = setInterval(() => this.#tick(), TICK);
    this.element = h(
      "div",
      {
        class: "recording",
        role: "group",
        "aria-label": gettext("Recording a voice message"),
      },
      h("span", { class: "recording__mark", "aria-hidden": "true" }),
      h("span", {}, gettext("Recording")),
      this.#length,
      iconButton("trash", gettext("Discard the recording"), () => this.end(false)),
      this.#finish,
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.end(false);
    });
    this.recorder.start(1000);
  }

  focus() {
    this.#finish.focus();
  }

  /** @param {boolean} isWanted */
  end(isWanted) {
    if (this.recorder.state === "inactive") return;
    this.#isWanted = isWanted;
    this.recorder.stop();
  }

  get #seconds() {
    return (Date.now() - this.#begun) / 1000;
  }

  #tick() {
    this.#length.textContent = formatLength(this.#seconds);
    if (this.#seconds >= LONGEST) this.end(true);
  }

  #stopped() {
    clearInterval(this.timer);
    for (const track of this.stream.getTracks()) track.stop();
    this.element.remove();
    this.ended(this.#isWanted && this.#size ? this.#file() : null);
  }

  #file() {
    const type = this.recorder.mimeType.split(";")[0] ?? "";
    const length = formatLength(this.#seconds).replace(":", ".");
    const name = interpolate(gettext("Voice message %(length)s"), { length });
    return new File(this.#pieces, `${name}.${ENDINGS[type] ?? "webm"}`, { type });
  }
}

/**
 * @param {string} name  of the icon
 * @param {string} label
 * @param {() => void} click
 */
function iconButton(name, label, click) {
  return h(
    "button",
    { class: "icon-button", type: "button", "aria-label": label, click },
    icon(name, "small"),
  );
}
