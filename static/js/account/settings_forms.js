// What scripts add to the forms of the settings, and to links that are to be copied.

import { byId, find } from "../dom.js";
import { enableDeviceRemoval, enableDeviceSwitches } from "../notifications/settings_page.js";
import { enableCopyLinks } from "./copy_link.js";
import { enablePictureCrop } from "./picture_crop.js";
import { enableThemeForm } from "./theme.js";

/** @param {Protocol.User} me */
export function enableSettingsForms(me) {
  const device = byId("device-notifications");
  if (device) enableDeviceSwitches(device, me);
  enableDeviceRemoval();
  const pictureForm = find(document, "#picture-form", HTMLFormElement);
  if (pictureForm) enablePictureCrop(pictureForm);
  const themeForm = byId("theme-form");
  if (themeForm) enableThemeForm(themeForm);
  enableCopyLinks();
}
