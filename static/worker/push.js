// The service worker: shows what is pushed while no page may be open, and opens the message that is pressed.

/** @typedef {{ title: string, text: string, url: string, tag: string, room?: string, seq?: number }} Pushed */

/** The types know this script as a page's. */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => {
  /** @type {Pushed} */
  const pushed = event.data?.json();
  event.waitUntil(show(pushed));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

/** @param {Pushed} pushed */
const show = ({ title, text, tag, ...data }) =>
  worker.registration.showNotification(title, { body: text, tag, data });

/**
 * In a page that is open, which goes there by itself; else in a new one.
 *
 * @param {string} url
 */
async function open(url) {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const [page] = pages;
  if (!page) return worker.clients.openWindow(url);
  page.postMessage({ type: "open", url });
  return page.focus();
}
