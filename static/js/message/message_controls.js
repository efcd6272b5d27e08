// What can be done with the messages of a list: by the toolbar, by keys, and by the buttons in them.

import { closest } from "../dom.js";
import { MessageShortcuts } from "../keyboard/message_shortcuts.js";
import { enableCopyButtons } from "./code_block.js";
import { enableCopyMessages } from "./copy_messages.js";
import { enableVersions } from "./edited_note.js";
import { MessageToolbar } from "./message_toolbar.js";
import { enableSpoilers } from "./spoilers.js";

/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { MessageCommands } from "./message_commands.js" */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.scroller
 * @param {HTMLElement} parts.element  around all messages
 * @param {MessageCommands} parts.commands
 * @param {Outbox} parts.outbox
 * @param {AbortSignal} parts.signal
 */
export function enableMessageControls({ scroller, element, commands, outbox, signal }) {
  new MessageToolbar(element, commands, signal);
  new MessageShortcuts({ scroller, element, commands });
  enableCopyButtons(element);
  enableCopyMessages(element, signal);
  enableSpoilers(element);
  enableVersions(element);
  enableOutboxButtons(element, outbox);
}

/**
 * Send again, Discard; Undo, Send now.
 *
 * @param {HTMLElement} element
 * @param {Outbox} outbox
 */
function enableOutboxButtons(element, outbox) {
  element.addEventListener("click", (event) => {
    const button = closest(event.target, "[data-outbox-id]", HTMLElement);
    const { action, outboxId = "" } = button?.dataset ?? {};
    if (action === "retry") outbox.retry(outboxId);
    if (action === "discard") outbox.discard(outboxId);
    if (action === "undo") outbox.held.undo(outboxId);
    if (action === "send") outbox.held.sendNow(outboxId);
  });
}
