// How many messages are unread, and how many of them mention the user.

const MOST = 100; // the server counts no further: from here on nobody knows how many there are

export class UnreadCount {
  /**
   * @param {number} [all]
   * @param {number} [forMe]
   */
  constructor(all = 0, forMe = 0) {
    this.all = all;
    this.forMe = forMe;
  }

  /**
   * More are unread, or fewer.
   *
   * @param {number} all
   * @param {number} forMe
   */
  add(all, forMe) {
    if (this.all < MOST || all > 0) this.all = Math.max(0, this.all + all);
    this.forMe = Math.min(this.all, Math.max(0, this.forMe + forMe));
  }

  /**
   * @param {number} all
   * @param {number} forMe
   */
  set(all, forMe) {
    this.all = all;
    this.forMe = forMe;
  }

  /** @param {UnreadCount} other */
  limitTo(other) {
    this.set(Math.min(this.all, other.all), Math.min(this.forMe, other.forMe));
  }
}
