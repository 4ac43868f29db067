// How long people wait: figures, printed, since they are the machine's too. What is asserted
// is the order in which things come.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parts, setClipboard, test } from "./browser.mjs";
import { host } from "./host.mjs";

const dist = fileURLToPath(new URL("../../www/dist", import.meta.url));

/** Damaged text of about this length. */
function text(length) {
  const one = (at) =>
    `< p > Ship number ${at} came in\" on time \"and left with the tide , as the harbour\u2019s log has it . < / p >\n`;
  const count = Math.ceil(length / one(1000).length);
  return Array.from({ length: count }, (_, at) => one(at + 1)).join("");
}

test("a paste of 4 KB is painted at once", async (page) => {
  const { clean } = parts(page);
  const took = [];
  for (let round = 0; round < 12; round++) {
    await setClipboard(page.context(), { "text/plain": `Round ${round} of this text. ${text(4000)}` });
    await page.evaluate(() => {
      window.painted = new Promise((done) => {
        let start;
        const copy = document.getElementById("clean");
        document.addEventListener("paste", () => (start = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          observer.disconnect();
          const drawn = performance.now() - start;
          // The frame is made after this callback; a message is handled behind it.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done([drawn, performance.now() - start]);
            port2.postMessage("");
          });
        });
        observer.observe(copy, { childList: true, characterData: true, subtree: true });
      });
    });
    await page.keyboard.press("ControlOrMeta+V");
    took.push(await page.evaluate(() => window.painted));
    await clean.filter({ hasText: `Round ${round} of this text.` }).waitFor();
  }
  const median = (place) => took.map((one) => one[place]).sort((a, b) => a - b)[took.length >> 1].toFixed(1);
  console.log(`4 KB: from the paste to the copy in the page ${median(0)} ms, to the painted frame ${median(1)} ms (median)`);
});

const slow = { site: () => host(dist, "/", { slow: true }), viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

test("on a slow phone a paste is taken before the module is there, and cleaned once it is", slow, async (page, context, site) => {
  const flavours = {
    "text/plain": "The harbour opened in May.",
    "text/html": '<p>The <a href="https://harbour.example/">harbour</a> opened in May.</p>',
  };
  await setClipboard(context, flavours);
  await page.goto("about:blank");
  await context.clearCookies();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.addInitScript(() => addEventListener("paste", ({ timeStamp }) => (window.pasted = timeStamp), { capture: true }));
  let release;
  const held = new Promise((done) => (release = done));
  site.holds = (file) => file.endsWith(".wasm") && held;
  const start = performance.now();
  const since = () => Math.round(performance.now() - start);
  await page.goto(site.address, { waitUntil: "commit" });
  const { box, clean, format } = parts(page);
  await box.waitFor();
  console.log(`slow phone: the box is there after ${since()} ms`);
  await page.waitForTimeout(1000 - since());
  await page.keyboard.press("ControlOrMeta+V");
  await page.waitForFunction((pasted) => document.getElementById("box").value === pasted, flavours["text/plain"]);
  console.log(`slow phone: the paste comes after ${Math.round(await page.evaluate(() => window.pasted))} ms and is taken`);
  assert.equal(await clean.textContent(), "");
  release();
  await clean.filter({ hasText: "opened in May" }).waitFor();
  console.log(`slow phone: it is clean after ${since()} ms`);
  // The formatting was taken with it.
  await format("Markdown").check();
  await clean.getByText("[harbour](https://harbour.example/)").waitFor();
});

const plain = { site: () => host(dist) };

test("a paste that comes before the program does is cleaned too", plain, async (page, context, site) => {
  await setClipboard(context, { "text/plain": "< p > The harbour opened in May. < / p >" });
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  let release;
  const held = new Promise((done) => (release = done));
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  // Not before: a service worker that is being installed is not taken off until it has its files.
  site.holds = (file) => file.endsWith(".js") && held;
  const { box, button, clean } = parts(page);
  try {
    await page.goto(site.address, { waitUntil: "commit" });
    await box.focus();
    await button("Clean my clipboard").waitFor();
    await page.keyboard.press("ControlOrMeta+V");
    for (let tries = 0; tries < 50 && !(await box.inputValue()); tries += 1) await page.waitForTimeout(100);
    assert.match(await box.inputValue(), /harbour/);
  } finally {
    // What is held would never let the host close.
    release();
  }
  await clean.getByText("The harbour opened in May.", { exact: true }).waitFor();
});
