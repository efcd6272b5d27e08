// Parts of a message that scroll sideways are a stop of the Tab key while they are wider than the page.

const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target instanceof HTMLElement) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  }
});

/**
 * @param {HTMLElement} part
 * @param {string} label  what it is, for screen readers
 */
export function stopWhereWide(part, label) {
  part.setAttribute("role", "group");
  part.setAttribute("aria-label", label);
  widths.observe(part);
}
