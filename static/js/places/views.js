// Which pane shows: on phones one at a time, elsewhere the details beside the timeline.

import { byId } from "../dom.js";

// The parts of the page, and where the focus goes in each: to the part itself when nothing is named.
const PANES = [
  [".sidebar", "[aria-current], .places a"],
  [".bar", "a, button"],
  [".timeline", null],
  [".page", "input, a, button"],
  [".composer", "textarea"],
  [".details", "a, button"],
];

const narrow = matchMedia("(width < 40rem)");

export class Views {
  constructor(shell) {
    this.shell = shell;
    this.onDetails = () => {};
    this.details = byId("details");
    this.toggle = byId("details-toggle");
    byId("back")?.addEventListener("click", (event) => this.#back(event));
    this.toggle?.addEventListener(
      "click",
      (event) => (event.preventDefault(), this.showDetails(this.details.hidden)),
    );
    byId("here")?.addEventListener("click", () => this.showDetails(true));
    const current = shell.querySelector(".place[aria-current]");
    current?.addEventListener("click", (event) => (event.preventDefault(), this.#show("room")));
    this.#pressed();
  }

  /** Opens or closes the details; on phones they take the place of the room. */
  showDetails(open) {
    if (!this.details) return false;
    const changed = this.details.hidden === open;
    this.details.hidden = !open;
    this.#show(open ? "details" : "room");
    this.#pressed();
    if (open && changed) this.onDetails();
    return changed;
  }

  /** Moves the focus to the next pane that shows. */
  nextPane(back = false) {
    const panes = PANES.map(([name, first]) => [this.shell.querySelector(name), first]).filter(
      ([pane]) => pane?.offsetParent,
    );
    const at = panes.findIndex(([pane]) => pane.contains(document.activeElement));
    const [next, first] = panes.at((at + (back ? -1 : 1)) % panes.length);
    const within = first && [...next.querySelectorAll(first)].find((element) => element.offsetParent);
    (within ?? next).focus();
  }

  #back(event) {
    if (!narrow.matches) return;
    event.preventDefault();
    if (this.shell.dataset.view === "details") this.showDetails(false);
    else this.#show("list");
  }

  #show(view) {
    this.shell.dataset.view = view;
  }

  #pressed() {
    this.toggle?.setAttribute("role", "button");
    this.toggle?.setAttribute("aria-pressed", String(!this.details.hidden));
  }
}
