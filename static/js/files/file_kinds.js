// What a file is shown as. chat/templatetags/message_files.py has the same rules.

const PLAYED = ["video/mp4", "video/webm", "video/ogg", "video/quicktime"];
const MOST_WIDE = 400; // px of an image or a video in a message
const MOST_HIGH = 352;

/**
 * @param {Protocol.File} file
 * @returns {"image" | "video" | "audio" | "other"}
 */
export function kindOf({ type, thumb, width }) {
  if (type.startsWith("image/") && thumb && width) return "image";
  if (PLAYED.includes(type)) return "video";
  return type.startsWith("audio/") ? "audio" : "other";
}

/** @param {Protocol.File} file */
export const addressOf = ({ id, name }) => `/files/${id}/${encodeURIComponent(name)}`;

/**
 * How large an image is shown: as it is, or as large as there is room, in its own shape.
 *
 * @param {{ width: number | null, height: number | null }} file
 */
export function shownSize({ width, height }) {
  if (!width || !height) return {};
  const scale = Math.min(1, MOST_WIDE / width, MOST_HIGH / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
