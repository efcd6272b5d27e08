// Building elements and finding them. Text goes in as text; only message/message_body.js puts HTML in, which the
// server made safe.

/** @typedef {string | number | boolean | null | undefined | ((event: any) => unknown)} AttributeValue */
/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with attributes (functions become listeners, false and null are left out) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, AttributeValue>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children.flat()));
  return element;
}

/**
 * The children that are there.
 *
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  return children.filter((child) => child !== null && child !== undefined && child !== false);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * An icon of the page's sprite; `kind` as in the template tag: small, turns.
 *
 * @param {string} name
 * @param {string} [kind]
 */
export function icon(name, kind = "") {
  const modifiers = kind.split(" ").filter(Boolean);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", ["icon", ...modifiers.map((modifier) => `icon--${modifier}`)].join(" "));
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

/**
 * The first element in `root` that the selector finds; null where there is none, or it is of another type.
 *
 * @template {Element} Type
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Type} type
 * @returns {Type | null}
 */
export function find(root, selector, type) {
  const found = root.querySelector(selector);
  return found instanceof type ? found : null;
}

/**
 * All elements in `root` of this type that the selector finds.
 *
 * @template {Element} Type
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Type} type
 * @returns {Type[]}
 */
export function findAll(root, selector, type) {
  return [...root.querySelectorAll(selector)].flatMap((found) => (found instanceof type ? [found] : []));
}

/**
 * An element without which the page does not work: an error where the template lacks it.
 *
 * @template {Element} Type
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Type} type
 * @returns {Type}
 */
export function required(root, selector, type) {
  const found = find(root, selector, type);
  if (!found) throw new Error(`no ${type.name} at ${selector}`);
  return found;
}

/**
 * The element at or around an event's target that the selector matches; null where there is none.
 *
 * @template {Element} Type
 * @param {EventTarget | null} target
 * @param {string} selector
 * @param {new () => Type} type
 * @returns {Type | null}
 */
export function closest(target, selector, type) {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found instanceof type ? found : null;
}
