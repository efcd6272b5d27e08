// A press on a picture opens it in a window of its own, rather than as a page.

import { closest } from "../dom.js";
import { withParts } from "../on_demand/loader.js";

export function enablePictureLinks() {
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = closest(event.target, "[data-picture]", HTMLAnchorElement);
    if (!link) return;
    event.preventDefault();
    withParts(({ openPicture }) => openPicture(link));
  });
}
