// The kinds of events that change messages, and those that the timeline has a line for. A new one is a module in
// kinds/, and a line at the end of this one.

import { deletion } from "./kinds/delete.js";
import { edit } from "./kinds/edit.js";
import { memberChange } from "./kinds/member.js";
import { pin } from "./kinds/pin.js";
import { reaction } from "./kinds/reaction.js";
import { restoration } from "./kinds/restore.js";
import { roomChange } from "./kinds/room.js";

/**
 * `stands`: whether the message is deleted after the change (false) or not (true), where the kind says so. `leaves`:
 * fields of its own that it leaves on a message, which a deletion removes. `applyTo` makes the message what it is
 * after the change.
 *
 * @template {Protocol.Change} [Change=any]
 * @typedef {object} ChangeKind
 * @property {Change["kind"]} name
 * @property {boolean} [stands]
 * @property {("edited" | "deleted" | "reactions" | "pinned")[]} [leaves]
 * @property {(message: Protocol.Message, change: Change) => void} applyTo
 */

/**
 * `lines`: what the timeline says of an event, in sentences.
 *
 * @template {Protocol.LineEvent} [Event=any]
 * @typedef {object} LineKind
 * @property {Event["kind"]} name
 * @property {string} icon
 * @property {(event: Event) => string[]} lines
 */

/** @type {Map<string, ChangeKind>} */
const changes = new Map();

/** @type {Map<string, LineKind>} */
const lineKinds = new Map();

/**
 * From now on there are changes of this kind.
 *
 * @param {ChangeKind} kind
 */
export function register(kind) {
  changes.set(kind.name, kind);
}

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Message}
 */
export const isMessage = (event) => event.kind === "message";

/**
 * Does the room show this message? Not a reply that only its thread shows. `event`: the message, or what removes or
 * restores it.
 *
 * @param {{ thread?: number, also?: true }} event
 */
export const isShown = ({ thread, also }) => !thread || also === true;

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Message}
 */
export const isShownMessage = (event) => isMessage(event) && isShown(event);

/**
 * The kind of an event that changes a message; undefined where it does not, or is of a newer version.
 *
 * @param {Protocol.RoomEvent} event
 */
export const changeOf = (event) => changes.get(event.kind);

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Change}
 */
export const isChange = (event) => changes.has(event.kind);

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Deletion}
 */
export const isDeletion = (event) => changeOf(event)?.stands === false;

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Restoration}
 */
export const isRestoration = (event) => changeOf(event)?.stands === true;

/**
 * The kind of an event that the timeline has a line for; undefined where it has none.
 *
 * @param {Protocol.RoomEvent} event
 */
export const lineKindOf = (event) => lineKinds.get(event.kind);

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.LineEvent}
 */
export const isLine = (event) => lineKinds.has(event.kind);

/** The fields that changes leave on messages. */
export const leftFields = () => [...changes.values()].flatMap((kind) => kind.leaves ?? []);

for (const kind of [edit, deletion, restoration, reaction, pin]) register(kind);
for (const kind of [roomChange, memberChange]) lineKinds.set(kind.name, kind);
