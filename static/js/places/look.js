// Light and dark: a cookie of this device, which the server writes into the page; seen at once here.

const YEAR = 365 * 86400; // seconds

export function followLook(form) {
  form?.addEventListener("change", ({ target }) => {
    if (target.name !== "theme") return;
    const fixed = target.value !== "system";
    document.cookie = `theme=${fixed ? target.value : ""}; path=/; samesite=lax; max-age=${fixed ? YEAR : 0}`;
    if (fixed) document.documentElement.dataset.theme = target.value;
    else delete document.documentElement.dataset.theme;
  });
  const button = form?.querySelector("button");
  if (button) button.hidden = true; // it takes effect by itself
}
