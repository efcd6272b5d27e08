// Runs the command that was written, and says above the text what came of it.

import { h, icon } from "../dom.js";
import { loadParts } from "../on_demand/loader.js";

/** @import { CommandContext } from "../commands/command.js" */

export class CommandLine {
  /** What is said is another, or a command has begun or ended. */
  onChange = () => {};
  running = false;
  /** @type {{ text: string, bad: boolean } | null} */
  #said = null;

  /** @param {CommandContext} context */
  constructor(context) {
    this.context = context;
  }

  /**
   * Returns the text that is to be posted, "" for none; null where it was refused, and what was written stays.
   *
   * @param {string} text
   * @returns {Promise<string | null>}
   */
  async run(text) {
    this.#set(null, true);
    const parts = await loadParts().catch(() => null);
    const outcome = await parts?.runCommand(text, this.context);
    if (!outcome) {
      this.#set(null, false); // the page's status says why
      return null;
    }
    if ("problem" in outcome) {
      this.#set({ text: outcome.problem, bad: true }, false);
      return null;
    }
    const done = "done" in outcome && outcome.done;
    this.#set(done ? { text: done, bad: false } : null, false);
    return "post" in outcome ? outcome.post : "";
  }

  /** The text has changed: what was said is of the one before. */
  forget() {
    this.#said = null;
  }

  note() {
    if (!this.#said) return null;
    const { text, bad } = this.#said;
    const name = bad ? "composer__note composer__note--bad" : "composer__note";
    return h(
      "div",
      { class: name, role: "status" },
      icon(bad ? "warn" : "check", "small"),
      h("span", {}, text),
    );
  }

  /**
   * @param {{ text: string, bad: boolean } | null} said
   * @param {boolean} running
   */
  #set(said, running) {
    this.#said = said;
    this.running = running;
    this.onChange();
  }
}
