// Attacks, pasted as HTML and as text: what comes out does nothing in a browser. The payloads are
// DOMPurify's, from ../shared; those below are ours.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { chromium } from "playwright-core";
import { load } from "./installed.mjs";

const executablePath = process.env.CHROMIUM;
const skip = executablePath ? false : "SKIPPED: there is no browser";

const ours = [
  '<a href="java&Tab;script:alert(1)">a</a><a href=" &#14;javascript:alert(1)">b</a><a href="JAVASCRIPT&colon;alert(1)">c</a>',
  "<img src=x onerror=alert(1)><img srcset='x onerror=alert(1) 1x' data-src='javascript:alert(1)'>",
  "<svg role=img aria-label='<img src=x onerror=alert(1)>'></svg><svg><title><script>alert(1)</script></title></svg>",
  "<math alttext='<script>alert(1)</script>'><mi>x</mi></math>",
  "<math><annotation encoding=application/x-tex>&lt;img src=x onerror=alert(1)></annotation></math>",
  "<pre><code class='language-\"><script>alert(1)</script>'>x</code></pre>",
  "<p>[a](javascript:alert(1)) <http://a.example/<script>alert(1)</script>> &lt;img src=x onerror=alert(1)&gt;",
  "<base href='javascript:alert(1)//'><a href='x'>y</a><img src=y>",
  "<base href='https://a.example/\"><script>alert(1)</script>/'><a href='x'>y</a>",
  "<ol start='1\"><script>alert(1)</script>'><li value='2 onclick=alert(1)'>x</ol>",
  "<a href='https://www.google.com/url?q=javascript:alert(1)//http'>x</a><img alt='![](javascript:alert(1))' src=y>",
  "< script >alert(1)< / script > & lt; img src=x onerror=alert(1) & gt; ＜img src=x onerror=alert(1)＞",
  "<<script>script>alert(1)<</script>/script><scr<script>ipt>alert(1)</scr</script>ipt>",
  "```\n<script>alert(1)</script>\n```\n\n    <img src=x onerror=alert(1)>\n\n<!--><img src=x onerror=alert(1)>-->",
];

const suite = join(process.env.CLEANCOPY_SHARED ?? "", "suites/dompurify/expect.mjs");
const known = process.env.CLEANCOPY_SHARED !== undefined && existsSync(suite);
const theirs = known ? (await import(pathToFileURL(suite).href)).default.map(({ payload }) => payload) : [];

/** What the documentation allows, by element; and what a browser puts around it. */
const allowed = { HTML: [], HEAD: [], BODY: [], TBODY: [], THEAD: [] };
const list = readFileSync(new URL("../../docs/safe-html.md", import.meta.url), "utf8");
const quoted = (cell) => [...cell.matchAll(/`([a-z0-9]+)`/g)].map(([, name]) => name);
for (const [, elements, attributes] of list.matchAll(/^\| (`.*?) \|(.*?)\|.*\|$/gm)) {
  for (const element of quoted(elements)) allowed[element.toUpperCase()] = quoted(attributes);
}

async function attack(name, payloads, { skip }) {
  test(name, { skip }, async () => {
    const { clean } = await load();
    const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
    after(() => browser.close());
    const page = await browser.newPage();
    const wrong = [];
    page.on("dialog", (dialog) => (wrong.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
    page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
    await page.route("**", (route) => {
      const request = route.request();
      if (request.url() === "http://page.example/") {
        return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title><main></main>" });
      }
      // Images are part of a copy; nothing else is asked for.
      if (request.resourceType() !== "image") wrong.push(`asked for ${request.url()}`);
      return route.abort();
    });
    await page.goto("http://page.example/");
    await page.evaluate(() => {
      for (const name of ["alert", "confirm", "prompt", "xssed", "open"]) {
        window[name] = () => window.hits.push(name);
      }
      window.hits = [];
    });
    const markdown = new MarkdownIt({ html: true });
    // What it would refuse is for us to leave out.
    markdown.validateLink = () => true;
    for (const payload of payloads) {
      for (const input of [{ html: payload }, payload]) {
        const html = clean(input, { format: "html" }).output;
        const written = markdown.render(clean(input, { format: "markdown" }).output);
        for (const output of [html, written]) {
          const found = await page.evaluate(
            ([output, allowed]) => {
              const main = document.querySelector("main");
              main.innerHTML = output;
              const parsed = new DOMParser().parseFromString(output, "text/html");
              const found = [];
              for (const element of [...main.querySelectorAll("*"), ...parsed.querySelectorAll("*")]) {
                const attributes = allowed[element.tagName];
                if (!attributes) found.push(`<${element.tagName}>`);
                for (const { name, value } of element.attributes) {
                  if (!attributes?.includes(name)) found.push(`${element.tagName} ${name}`);
                  if (name === "class" && !/^language-[\w+#.-]+$/.test(value)) found.push(`class ${value}`);
                }
                const { protocol } = element.tagName === "A" ? element : { protocol: "http:" };
                if (!/^(https?|mailto|tel|ftp|sms):$/.test(protocol)) found.push(`<a href> of ${protocol}`);
              }
              main.querySelectorAll("a").forEach((link) => {
                link.addEventListener("click", (event) => event.preventDefault());
                link.click();
              });
              return found;
            },
            [output, allowed],
          );
          if (found.length) wrong.push(`${JSON.stringify(payload)} gave ${found} in ${output}`);
        }
      }
    }
    await page.waitForTimeout(500);
    assert.deepEqual(await page.evaluate(() => window.hits), []);
    assert.deepEqual(wrong, []);
    // What came in would have been seen.
    await page.evaluate((raw) => void (document.querySelector("main").innerHTML = raw), ours[1]);
    await page.waitForFunction(() => window.hits.length > 0);
  });
}

attack("attacks of our own are inert in every format", ours, { skip });
attack("DOMPurify's payloads are inert in every format", theirs, {
  skip: skip || (known ? false : "SKIPPED: ../shared is not there, and the payloads with it"),
});
