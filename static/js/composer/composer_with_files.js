// A composer that takes files too, in a room or in a thread.

import { required } from "../dom.js";
import { Attachments } from "./attachments.js";
import { Composer } from "./composer.js";
import { enableFileSources } from "./file_sources.js";
import { enableVoice } from "./voice_button.js";

/** @import { Uploads } from "../files/uploads.js" */

/** @typedef {Omit<ConstructorParameters<typeof Composer>[0], "attachments">} ComposerParts */

/**
 * @param {ComposerParts} parts
 * @param {Uploads} uploads
 * @param {HTMLElement} sheet  over which files can be dropped
 */
export function composerWithFiles(parts, uploads, sheet) {
  const { form, room, thread, signal } = parts;
  const card = required(form, ".composer__card", HTMLElement);
  const textarea = required(form, "textarea", HTMLTextAreaElement);
  const place = thread ? `${room.id}/${thread}` : room.id;
  const attachments = new Attachments({ card, textarea, uploads, place, signal });
  const composer = new Composer({ ...parts, attachments });
  enableFileSources({ form, sheet, attachments, isOpen: () => composer.takesFiles, signal });
  enableVoice({ form, attachments, signal });
  return composer;
}
