// The page for people who see, point or hear otherwise: axe finds nothing in any state,
// the keyboard does the whole job, and what was done is announced.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { getClipboard, parts, paste, setClipboard, test } from "./browser.mjs";
import { host } from "./host.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const damaged = "Share with friends by QR code < / p > < p > The harbour opened in May. < / p > < p > It\" closed \"in June.";
const mended = 'The harbour opened in May.\n\nIt "closed" in June.';

/** Everything that axe finds, each as one line. */
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

async function sample(page) {
  await page.locator("#sample").click();
  await page.locator("#clean:not(:empty)").waitFor();
}

/** A host that has lost the module. */
async function broken() {
  const site = await host(fileURLToPath(new URL("../../www/dist", import.meta.url)));
  site.held = Promise.reject(new Error("lost"));
  site.held.catch(() => undefined);
  return site;
}

const unfold = (page, fold) => page.locator(`${fold} > summary`).click();

/** Each state of the page, and how one comes there. */
const states = {
  "at first": async () => undefined,
  "with a result": sample,
  "with Markdown": async (page) => {
    await sample(page);
    await page.locator("#format input[value=markdown]").check();
  },
  "with HTML": async (page) => {
    await sample(page);
    await page.locator("#format input[value=html]").check();
  },
  "with the preview": async (page) => {
    await sample(page);
    await page.locator("#format input[value=preview]").check();
  },
  "with the changes open": async (page) => {
    await sample(page);
    await unfold(page, "#changes");
    await page.locator("#changes button").first().waitFor();
  },
  "with a change taken back and a rule switched off": async (page) => {
    await sample(page);
    await unfold(page, "#changes");
    await page.locator("#changes .change button").first().click();
    await page.locator("#changes [role=switch]").last().uncheck();
    await page.locator(".off").waitFor();
  },
  "with changes shown": async (page) => {
    await sample(page);
    await page.locator("#marked").check();
    await page.locator("#clean .chip").first().waitFor();
  },
  "with More and all rules open": async (page) => {
    await sample(page);
    await unfold(page, "#more");
    await page.locator("#new-phrase").fill("Read our gift guide");
    await page.keyboard.press("Enter");
    await page.locator("#new-pattern").fill("(");
    await page.keyboard.press("Enter");
    await page.locator("#pattern-wrong:not(:empty)").waitFor();
    await unfold(page, "#all-rules");
  },
  "with files": async (page) => {
    const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.locator("#file").setInputFiles([file("one.txt", damaged), file("two.txt", "It rained.")]);
    await page.locator("#files li").last().waitFor();
  },
  "with text that is clean already": async (page) => {
    await page.locator("#box").fill("The harbour opened in May.");
    await page.locator("#clean:not(:empty)").waitFor();
  },
  "with the changes shown, one lit and one taken back": async (page) => {
    await sample(page);
    await page.locator("#marked").check();
    await page.locator("#clean .chip.large").first().click();
    await page.locator("#clean .chip", { hasText: "↶" }).first().waitFor();
    await page.locator("#warnings button").first().click();
    await page.locator("#clean .lit").first().waitFor();
  },
  "with More open, and a pattern that is none": async (page) => {
    await sample(page);
    await unfold(page, "#more");
    await unfold(page, "#all-rules");
    await page.locator("#new-phrase").fill("Read our gift guide");
    await page.keyboard.press("Enter");
    await page.locator("#own li").waitFor();
    await page.locator("#new-pattern").fill("(km");
    await page.keyboard.press("Enter");
    await page.locator("#pattern-wrong:not(:empty)").waitFor();
  },
  "with files, and a passage selected": async (page) => {
    const file = (name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("The harbour opened in May.") });
    await page.locator("#file").setInputFiles([file("one.txt"), file("two.txt")]);
    await page.locator("#clean:not(:empty)").waitFor();
    await page.evaluate(() => {
      document.activeElement.blur();
      getSelection().selectAllChildren(document.getElementById("clean"));
    });
    await page.locator("#drop-like-this").waitFor();
  },
  "while it cleans": async (page) => {
    const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
    const keepBusy = () => {
      for (;;);
    };
    worker.evaluate(keepBusy).catch(() => undefined);
    await page.locator("#sample").click();
    await page.locator("#stop").waitFor();
  },
  "with an error": async (page) => {
    await page.locator("#sample").click();
    await page.locator("#summary", { hasText: /could not|无法/ }).waitFor();
  },
};

for (const locale of ["en", "zh-CN"]) {
  for (const [state, reach] of Object.entries(states)) {
    const options = { locale, ...(state === "with an error" ? { site: broken, expected: ["Failed to load resource"] } : {}) };
    test(`axe finds nothing ${state}, light or dark, on a desk or a phone, in ${locale}`, options, async (page) => {
      await reach(page);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 740 });
          assert.deepEqual(await findings(page), [], `${colorScheme}, ${width} pixels wide`);
        }
      }
    });
  }
}

/** Presses Tab until an element with this role and name has the focus. */
async function tabTo(page, role, name) {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluateAll((all) => all.includes(document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not come to the ${role} ${name}`);
}

test("the keyboard does the whole job", async (page, context) => {
  const { clean, summary } = parts(page);
  // The box has the focus: one pastes.
  await paste(page, damaged);
  await clean.filter({ hasText: "closed" }).waitFor();
  assert.equal(await clean.textContent(), mended);
  await tabTo(page, "radio", "Text");
  await page.keyboard.press("ArrowRight");
  await page.locator(":focus[value=markdown]").waitFor();
  await page.keyboard.press("ArrowLeft");
  await tabTo(page, "button", "Copy");
  await page.keyboard.press("Enter");
  await summary.getByText("Copied").waitFor();
  assert.equal((await getClipboard(context))["text/plain"], mended);
  for (let presses = 0; presses < 60; presses++) {
    if (await page.locator("#changes > summary").evaluate((fold) => fold === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await tabTo(page, "switch", "Share prompts");
  await tabTo(page, "button", "Undo this change");
  await page.keyboard.press("Enter");
  await clean.filter({ hasText: "Share with friends" }).waitFor();
  await page.keyboard.press("Enter");
  await clean.filter({ hasNotText: "Share with friends" }).waitFor();
});

test("Clean my clipboard is one Tab and one press away", async (page, context) => {
  await setClipboard(context, { "text/plain": damaged });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await parts(page).summary.getByText("Your clipboard is clean").waitFor();
  assert.equal((await getClipboard(context))["text/plain"], mended);
});

test("what was done is announced, and the copy is not read out with it", async (page) => {
  await paste(page, damaged);
  const { clean, summary } = parts(page);
  await summary.getByText("1 share prompt removed").waitFor();
  const live = (locator) => locator.evaluate((element) => element.ariaLive ?? element.getAttribute("aria-live"));
  assert.notEqual(await live(summary), "off");
  assert.equal(await live(clean), "off");
});

test("whatever has the focus shows it", async (page) => {
  await sample(page);
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const shown = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === document.body) return "the end";
      const around = [focused, focused.closest("label")].filter((element) => element);
      return around.some((element) => getComputedStyle(element).outlineStyle !== "none") || focused.outerHTML;
    });
    assert.ok(shown === true || shown === "the end", shown);
  }
});
