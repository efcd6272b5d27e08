// The skin tone of one's emoji: chosen in the picker, kept on this device.

import { deviceStorage } from "../browser/storage.js";

/** @import { Emoji } from "./emoji_list.js" */

const KEY = "wick:skin-tone";
export const TONES = 5; // from the lightest to the darkest; 0 is none

export function skinTone() {
  const kept = Number(deviceStorage.get(KEY) ?? 0);
  return Number.isInteger(kept) && kept > 0 && kept <= TONES ? kept : 0;
}

/** @param {number} tone */
export function chooseSkinTone(tone) {
  if (tone) deviceStorage.set(KEY, String(tone));
  else deviceStorage.remove(KEY);
}

/**
 * The emoji in the chosen tone, where it comes in tones.
 *
 * @param {Emoji} emoji
 */
export const toned = ({ emoji, tones }) => tones[skinTone() - 1] ?? emoji;
