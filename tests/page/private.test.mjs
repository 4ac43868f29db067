// Nothing leaves the computer: all that the page, its worker and its service worker ask for
// goes through a proxy, which sees it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parts, paste, test } from "./browser.mjs";
import { host } from "./host.mjs";

const site = () => host(fileURLToPath(new URL("../../www/dist", import.meta.url)), "/tools/cleancopy/");

const rich = {
  "text/plain": "The pier.",
  "text/html":
    '<p>The <a href="https://harbour.example/?utm_source=x">pier</a>.</p><img src="https://harbour.example/pier.png" alt="An old pier"><script src="https://harbour.example/x.js"></script>',
};

test("no request leaves the page's own folder, whatever is done", { site, watched: true, expected: ["http://harbour.example/"] }, async (page, context, { asked }) => {
  const { button, clean, format, summary } = parts(page);
  await button("Sample").click();
  await clean.filter({ hasText: "The night ferry" }).waitFor();
  await paste(page, rich);
  for (const name of ["Markdown", "HTML", "Preview"]) await format(name).check();
  await clean.filter({ hasText: "An old pier" }).waitFor();
  await page.getByRole("switch", { name: "Show changes" }).check();
  await button("Copy").click();
  await summary.getByText("Copied").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await clean.filter({ hasText: "An old pier" }).waitFor();
  const own = /^GET \/tools\/cleancopy\//;
  // The test's own second page, which holds the clipboard, and what a browser asks for by itself: an icon, and its maker
  // about forms.
  const notThePage = /\/favicon\.(?:svg|ico)$|^CONNECT content-autofill\.googleapis\.com/;
  const others = asked.filter((one) => !own.test(one) && !notThePage.test(one));
  assert.deepEqual(others, []);
  // The proxy sees what does leave.
  await (await context.newPage()).goto("http://harbour.example/").catch(() => undefined);
  assert.ok(asked.includes("GET http://harbour.example/"));
});

test(
  "the policy refuses what would leave",
  { site, watched: true, expected: ["harbour.example"] },
  async (page, _, { asked }) => {
    const tries = await page.evaluate(async () => {
      const image = new Image();
      const loaded = new Promise((done) => Object.assign(image, { onload: () => done("loaded"), onerror: () => done("refused") }));
      image.src = "http://harbour.example/pier.png";
      const fetched = fetch("http://harbour.example/").then(
        () => "fetched",
        () => "refused",
      );
      const sent = new Promise((done) => {
        addEventListener("securitypolicyviolation", ({ blockedURI }) => blockedURI.includes("beacon") && done("refused"));
        navigator.sendBeacon("http://harbour.example/beacon", "words");
      });
      return Promise.all([loaded, fetched, sent]);
    });
    assert.deepEqual(tries, ["refused", "refused", "refused"]);
    assert.ok(!asked.some((one) => one.includes("harbour.example")));
  },
);

test("the page can be installed", { site }, async (page, context) => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const cdp = await context.newCDPSession(page);
  const { errors } = await cdp.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  // A window that leaves no traces, as tests have it, installs nothing.
  assert.deepEqual(
    installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"),
    [],
  );
});
