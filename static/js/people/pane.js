// The details pane: looked at again when it opens and after each deed of a moderator, which start here too.

export class Pane {
  constructor({ element, room, presence, deeds, questions, onBadges }) {
    Object.assign(this, { element, room, presence, deeds, onBadges });
    questions.onBan = () => this.refresh();
    element.addEventListener("click", (event) => {
      const link = event.target.closest("[data-ban]");
      if (!link) return;
      event.preventDefault();
      questions.ban({ username: link.dataset.ban, name: link.dataset.name });
    });
    element.addEventListener("submit", (event) => {
      if (event.target.matches("[data-deed]")) this.#submit(event);
    });
  }

  async #submit(event) {
    event.preventDefault();
    const problem = await this.deeds.submit(event.target);
    if (problem) event.target.querySelector("button").textContent = problem;
    else this.refresh();
  }

  /** Asks the server for the pane as it is now; without an answer it stays as it was. */
  async refresh() {
    const answer = await fetch(`${this.room.url}people/`, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.element.replaceChildren(...page.querySelector(".details").children);
    this.room.badges = JSON.parse(this.element.querySelector("#badges").textContent);
    this.onBadges();
    this.presence.look();
  }
}
