// People whom the page has met, by id: authors, members and those whom it came with.

const KEPT = 5000;

/** @type {Map<string, Protocol.User>} */
const known = new Map();

/** @param {Iterable<Protocol.User | null | undefined>} people */
export function notePeople(people) {
  for (const person of people) {
    if (!person) continue;
    if (known.size >= KEPT) known.clear();
    known.set(person.id, person);
  }
}

/**
 * Who it is; null where the page has not met them.
 *
 * @param {string} id
 */
export const userOf = (id) => known.get(id) ?? null;
