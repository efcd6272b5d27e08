// Going to a message that something points at: a quotation, or the address of the page.

const SHOWN = 1600; // ms that it stays marked

export class Going {
  constructor({ timeline, older, element }) {
    Object.assign(this, { timeline, older });
    element.addEventListener("click", (event) => {
      const link = event.target.closest("[data-goto]");
      if (!link) return;
      event.preventDefault();
      this.to(Number(link.dataset.goto));
    });
  }

  /** Goes to the message that the address names, if any. */
  toAddress() {
    const named = /^#m(\d+)$/.exec(location.hash);
    if (named) this.to(Number(named[1]));
  }

  async to(seq) {
    if (!this.timeline.find(seq) && !(await this.older.reach(seq))) return;
    const message = this.timeline.find(seq);
    message.scrollIntoView({ block: "center" });
    message.focus({ preventScroll: true });
    message.dataset.open = "";
    setTimeout(() => delete message.dataset.open, SHOWN);
  }
}
