// This browser's subscription to web push, as the browser and the server have it.

import { serviceWorkers } from "../browser/service_workers.js";
import { find } from "../dom.js";
import { deviceSettings } from "./device_settings.js";

/** Is there web push in this browser, on this page? Only over https, or on this machine. */
export const pushSupported = () => serviceWorkers() !== null && "PushManager" in window;

/**
 * Subscribes the browser, then tells the server. Raises an error with the server's reason, or the browser's.
 *
 * @param {{ worker: string, keyUrl: string, url: string, user: string }} site
 */
export async function subscribe({ worker, keyUrl, url, user }) {
  const key = await (await post(keyUrl, {})).text();
  const workers = serviceWorkers();
  if (!workers) throw new DOMException("no service workers", "NotSupportedError");
  await workers.register(worker);
  const registration = await workers.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const old = await registration.pushManager.getSubscription();
  if (old && keyOf(old) !== key) await old.unsubscribe();
  const subscription = await registration.pushManager.subscribe(options);
  await tellServer(url, subscription);
  deviceSettings.push = { user, endpoint: subscription.endpoint, url };
}

/** The server forgets it when the service says that it is gone. */
export async function unsubscribe() {
  deviceSettings.push = null;
  const registration = await serviceWorkers()?.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/**
 * Where this user subscribed here, and the browser has another address by now, the server is told.
 *
 * @param {string} user
 */
export async function renewSubscription(user) {
  const kept = deviceSettings.push;
  if (!kept || !pushSupported()) return;
  const registration = await serviceWorkers()?.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription || kept.user !== user) deviceSettings.push = null;
  else if (subscription.endpoint !== kept.endpoint) {
    await tellServer(kept.url, subscription);
    deviceSettings.push = { ...kept, endpoint: subscription.endpoint };
  }
}

/**
 * @param {string} url
 * @param {PushSubscription} subscription
 */
async function tellServer(url, subscription) {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  await post(url, { endpoint, ...keys });
}

/**
 * @param {string} url
 * @param {Record<string, string>} fields
 */
async function post(url, fields) {
  const csrfmiddlewaretoken = find(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? "";
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken });
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "text/plain" } });
  if (!response.ok) throw new Error(await response.text());
  return response;
}

/** @param {PushSubscription} subscription */
function keyOf(subscription) {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
