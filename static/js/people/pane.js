// The details pane: looked at again when it opens and when somebody was banned or let in; and the bans themselves.

export class Pane {
  constructor({ element, room, presence, deeds, questions }) {
    Object.assign(this, { element, room, presence, deeds });
    questions.onBan = () => this.refresh();
    element.addEventListener("click", (event) => {
      const link = event.target.closest("[data-ban]");
      if (!link) return;
      event.preventDefault();
      questions.ban({ username: link.dataset.ban, name: link.dataset.name });
    });
    element.addEventListener("submit", (event) => {
      const { unban } = event.target.dataset;
      if (unban) this.#letIn(event, unban);
    });
  }

  async #letIn(event, username) {
    event.preventDefault();
    const problem = await this.deeds.unban(username);
    if (problem) event.target.querySelector("button").textContent = problem;
    else this.refresh();
  }

  /** Asks the server for the pane as it is now; without an answer it stays as it was. */
  async refresh() {
    const answer = await fetch(`${this.room.url}people/`, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.element.replaceChildren(...page.querySelector(".details").children);
    this.presence.look();
  }
}
