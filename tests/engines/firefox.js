// Firefox for tests in Python: a line of JSON with what to do, a line of JSON with what came of it.
import process from "node:process";
import { createInterface } from "node:readline";

import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.argv[2],
  headless: true,
  args: ["--width=1280", "--height=900"],
  extraPrefsFirefox: { "browser.tabs.warnOnClose": false },
});

/** @type {Map<number, import("puppeteer-core").Page>} */
const pages = new Map();

/** @type {Record<string, (page: import("puppeteer-core").Page, of: any) => Promise<unknown>>} */
const verbs = {
  go: (page, { url }) => page.goto(url, { waitUntil: "load" }),
  evaluate: (page, { script }) => page.evaluate(`(() => { ${script} })()`),
  click: (page, { selector }) => page.click(selector),
  type: (page, { selector, text }) => page.type(selector, text),
  press: async (page, { selector, key }) => {
    await page.focus(selector);
    await page.keyboard.press(key);
  },
  chord: async (page, { key }) => {
    await page.keyboard.down("Control");
    await page.keyboard.press(key);
    await page.keyboard.up("Control");
  },
  fingerDown: async (page, { selector }) => {
    const box = await (await page.$(selector))?.boundingBox();
    if (!box) throw new Error(`There is no ${selector}.`);
    await page.touchscreen.touchStart(box.x + box.width / 2, box.y + box.height / 2);
  },
  fingerUp: (page) => page.touchscreen.touchEnd(),
};

/** @param {{page: number, verb: string, of: any}} asked */
async function answer({ page: number, verb, of }) {
  if (verb === "open") {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    if (of.cookie) await context.setCookie(of.cookie);
    await page.goto(of.url, { waitUntil: "load" });
    pages.set(number, page);
    return null;
  }
  const page = pages.get(number);
  if (!page) throw new Error(`There is no page ${number}.`);
  return (await verbs[verb](page, of)) ?? null;
}

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    const result = await answer(JSON.parse(line));
    said = { result: typeof result === "object" && result !== null && "url" in result ? null : result };
  } catch (error) {
    said = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
await browser.close();
