// Addresses of the search page.

/** @param {string} query */
export const searchUrl = (query) => `/search/?q=${encodeURIComponent(query)}`;

/**
 * The search in one room, to which one adds words.
 *
 * @param {{ slug: string }} room
 */
export const searchInRoomUrl = ({ slug }) => searchUrl(`in:${slug} `);
