// Things that float by what they act on. The browser closes them on Escape and on a press elsewhere.

const GAP = 4; // px
const narrow = matchMedia("(width < 40rem)");

/** Shows `element` (with popover="auto") under or above `anchor`; on phones CSS lets it rise from below. */
export function showBy(element, anchor) {
  document.body.append(element);
  element.addEventListener("toggle", (event) => event.newState === "closed" && element.remove());
  element.showPopover();
  if (!narrow.matches) place(element, anchor.getBoundingClientRect());
  anchor.setAttribute("aria-expanded", "true");
  element.addEventListener("toggle", (event) => closed(event, anchor));
}

function closed(event, anchor) {
  if (event.newState !== "closed") return;
  anchor.setAttribute("aria-expanded", "false");
  if (document.activeElement === document.body) anchor.closest("[tabindex], button, textarea")?.focus();
}

function place(element, beside) {
  const { width, height } = element.getBoundingClientRect();
  const under = beside.bottom + GAP + height < innerHeight;
  const top = under ? beside.bottom + GAP : Math.max(GAP, beside.top - GAP - height);
  const rightToLeft = document.dir === "rtl";
  const left = rightToLeft ? beside.left : beside.right - width;
  element.style.top = `${top}px`;
  element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}
