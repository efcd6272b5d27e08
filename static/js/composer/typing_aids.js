// What helps while one types, added to a composer: completion, and emoji by name.

import { commandSource } from "./command_source.js";
import { Completion } from "./completion.js";
import { convertEmojiNames } from "./emoji_names.js";
import { emojiSource } from "./emoji_source.js";
import { languageSource } from "./language_source.js";
import { mentionSource } from "./mention_source.js";
import { roomSource } from "./room_source.js";

/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { MentionPeople } from "./mention_people.js" */

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.textarea
 * @param {HTMLElement} parts.card
 * @param {PageData.Room} parts.room
 * @param {MentionPeople} parts.people
 * @param {Pick<WatchedRooms, "all">} parts.watched
 * @param {boolean} parts.isTyped  something was typed before
 */
export function addTypingAids({ textarea, card, room, people, watched, isTyped }) {
  const sources = [
    languageSource(),
    commandSource(room),
    mentionSource(people),
    roomSource(watched),
    emojiSource(),
  ];
  convertEmojiNames(textarea, isTyped);
  const completion = new Completion({ textarea, card, sources });
  if (isTyped) completion.update();
  return completion;
}
