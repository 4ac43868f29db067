// Every host that the package promises to fit into, from the packed tarball, in an empty project whose path has a space
// and an accent, without a plugin (save the one by which Rollup finds packages) or a line of configuration.
// Prints the table; ends with an error if anything in it does not work. `cargo xtask hosts` runs it.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { createRequire } from "node:module";

const { CLEANCOPY_TARBALL: tarball, CLEANCOPY_HOSTS: scratch, CHROMIUM: executablePath } = process.env;
if (!tarball || !scratch) throw new Error("CLEANCOPY_TARBALL and CLEANCOPY_HOSTS are wanted: run `cargo xtask hosts`");
const here = import.meta.dirname;
const folder = join(scratch, "un projet élémentaire");
const { chromium } = createRequire(join(here, "../package.json"))("playwright-core");

const call = promisify(execFile);
/** Runs a program in the project and gives what it prints. */
async function run(program, args, options = {}) {
  try {
    const { stdout, stderr } = await call(program, args, { cwd: folder, timeout: 300_000, maxBuffer: 1 << 26, ...options });
    return stdout + stderr;
  } catch (error) {
    return `${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`;
  }
}
const npm = (...args) => run("npm", args, { shell: process.platform === "win32" });
const bin = (name) => join(folder, "node_modules/.bin", process.platform === "win32" ? `${name}.cmd` : name);

/** The project: the hosts as the lock file has them, and the package from the tarball. */
async function install() {
  mkdirSync(folder, { recursive: true });
  const lock = readFileSync(join(here, "package-lock.json"), "utf8");
  const installed = join(scratch, "package-lock.json");
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) cpSync(join(here, file), join(folder, file));
    console.error("hosts: installing them");
    const printed = await npm("ci", "--no-audit", "--no-fund");
    if (!existsSync(join(folder, "node_modules/.package-lock.json"))) throw new Error(printed);
    writeFileSync(installed, lock);
  }
  rmSync(join(folder, "node_modules/cleancopy"), { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules/cleancopy"), { recursive: true });
  // As npm does it, without its look at all the other packages.
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", join(folder, "node_modules/cleancopy")]);
}

/** What a host has in its folder at the start. */
function project(files = {}) {
  for (const name of ["src", "app", "public", "dist", ".next", "node_modules/.vite", "index.html", "index.js"]) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  cpSync(join(here, "project"), join(folder, "src"), { recursive: true });
  mkdirSync(join(folder, "public"));
  // Whoever takes `cleancopy/wasm` serves the file.
  cpSync(join(folder, "node_modules/cleancopy/dist/cleancopy.wasm"), join(folder, "public/cleancopy.wasm"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Serves folders of the project, the first that has the file. */
async function serve(...roots) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    for (const root of roots) {
      try {
        const file = await readFile(join(folder, root, normalize(path.endsWith("/") ? `${path}index.html` : path)));
        return response.writeHead(200, { "content-type": types[extname(path) || ".html"] ?? "text/plain" }).end(file);
      } catch {}
    }
    response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { address: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/** Starts a server that prints its address. */
async function start(program, args) {
  const server = spawn(program, args, { cwd: folder, detached: process.platform !== "win32" });
  let printed = "";
  const stop = () => (process.platform === "win32" ? server.kill() : process.kill(-server.pid));
  return new Promise((resolve, reject) => {
    const look = (chunk) => {
      printed += chunk.toString().replace(/\u001b\[[0-9;]*m/g, "");
      const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/?/.exec(printed)?.[0];
      if (address && /ready/i.test(printed)) resolve({ address, stop });
    };
    server.stdout.on("data", look);
    server.stderr.on("data", look);
    server.on("exit", () => reject(new Error(printed)));
  });
}

let browser;
/** What a page says, and which way its worker came. */
async function visit({ address, stop }) {
  browser ??= await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  const page = await browser.newPage();
  let said = "";
  try {
    const done = new Promise((resolve) => {
      page.on("console", (message) => {
        said += `${message.text()}\n`;
        if (/^cleancopy\S*: /m.test(said)) resolve();
      });
      page.on("pageerror", (error) => (said += `${error.stack}\n`));
      page.on("worker", (worker) => (said += worker.url().startsWith("blob:") ? "from its text\n" : ""));
      setTimeout(resolve, 30_000);
    });
    await page.goto(address);
    await done;
    return said;
  } finally {
    await page.close();
    stop();
  }
}

const html = (script) => `<!doctype html><meta charset="utf-8"><title>host</title>${script}`;
const module = (src) => html(`<script type="module" src="${src}"></script>`);

/** Each gives what a check of one entry prints. */
const hosts = {
  "Node, import": (file) => (project(), run(process.execPath, [`src/${file}`])),
  "Node, require": async (file) => {
    const names = { main: "cleancopy", worker: "cleancopy/worker", wasm: "cleancopy/wasm" };
    project({
      "src/index.cjs": `
        const api = require(${JSON.stringify(names[file.slice(0, -3)])});
        const start = async () => (await api.init?.(), api.clean);
        import("./check.js").then(({ check }) => check(${JSON.stringify(names[file.slice(0, -3)])}, start));`,
    });
    return run(process.execPath, ["src/index.cjs"]);
  },
  Deno: (file) => (project(), run(bin("deno"), ["run", "--allow-all", `src/${file}`])),
  Bun: (file) => (project(), run(bin("bun"), [`src/${file}`])),
  "Vite, dev": async (file) => {
    project({ "index.html": module(`/src/${file}`) });
    return visit(await start(bin("vite"), ["--host", "127.0.0.1", "--port", "0"]));
  },
  "Vite, build": async (file) => {
    project({ "index.html": module(`/src/${file}`) });
    const printed = await run(bin("vite"), ["build"]);
    return printed + (await visit(await serve("dist")));
  },
  "webpack 5": async (file) => {
    project();
    const printed = await run(bin("webpack"), ["--mode", "production", "--entry", `./src/${file}`]);
    writeFileSync(join(folder, "dist/index.html"), html('<script defer src="main.js"></script>'));
    return printed + (await visit(await serve("dist", "public")));
  },
  "esbuild, for browsers": async (file) => {
    project({ "dist/index.html": module("/main.js") });
    const printed = await run(bin("esbuild"), [`src/${file}`, "--bundle", "--format=esm", "--minify", "--outfile=dist/main.js"]);
    return printed + (await visit(await serve("dist", "public")));
  },
  "esbuild, for Node": async (file) => {
    project();
    const out = "--outfile=dist/main.mjs";
    const printed = await run(bin("esbuild"), [`src/${file}`, "--bundle", "--format=esm", "--platform=node", out]);
    if (file === "wasm.js") cpSync(join(folder, "public/cleancopy.wasm"), join(folder, "dist/cleancopy.wasm"));
    return printed + (await run(process.execPath, ["dist/main.mjs"]));
  },
  Rollup: async (file) => {
    project({ "dist/index.html": module("/main.js") });
    const args = [`src/${file}`, "--plugin", "node-resolve", "--format", "es", "--file", "dist/main.js"];
    const printed = await run(bin("rollup"), args);
    return printed + (await visit(await serve("dist", "public")));
  },
  "Next.js, server": async (file) => next(file, "", async ({ address, stop }) => {
    try {
      return await (await fetch(address)).text();
    } finally {
      stop();
    }
  }),
  "Next.js, client": (file) => next(file, '"use client";', visit),
  "service worker": async (file) => {
    const entry = { "main.js": "index.js", "wasm.js": "wasm.js" }[file];
    if (!entry) return "cleancopy/worker: –";
    project({
      "index.html": html(`<script type="module">
        await navigator.serviceWorker.register("/sw.js", { type: "module" });
        navigator.serviceWorker.onmessage = ({ data }) => console.log(data);
        (await navigator.serviceWorker.ready).active.postMessage("go");
      </script>`),
      "sw.js": `
        import * as api from "/node_modules/cleancopy/dist/${entry}";
        import { check } from "/src/check.js";
        self.addEventListener("message", (event) => event.waitUntil((async () => {
          console.log = (line) => event.source.postMessage(line);
          await check("${file === "wasm.js" ? "cleancopy/wasm" : "cleancopy"}", async () => {
            await api.init?.("/cleancopy.wasm");
            return api.clean;
          });
        })()));`,
    });
    return visit(await serve(".", "public"));
  },
  "bare browser": async (file) => {
    const imports = Object.fromEntries(["index", "wasm", "worker"].map((name) => [
      name === "index" ? "cleancopy" : `cleancopy/${name}`, `/node_modules/cleancopy/dist/${name}.js`,
    ]));
    project({ "index.html": `<script type="importmap">${JSON.stringify({ imports })}</script>${module(`/src/${file}`)}` });
    return visit(await serve(".", "public"));
  },
  ...Object.fromEntries(["node16", "nodenext", "bundler"].map((resolution) => [`TypeScript, ${resolution}`, async (file) => {
    const entry = { "main.js": "cleancopy", "wasm.js": "cleancopy/wasm", "worker.js": "cleancopy/worker" }[file];
    const compilerOptions = {
      ...{ strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022" },
      ...{ module: resolution === "bundler" ? "esnext" : resolution, moduleResolution: resolution, types: [] },
    };
    project({
      "src/index.ts": `
        import { clean } from "${entry}";
        import type { Cleaned, Options } from "${entry}";
        const options: Options = { format: "markdown", rules: { "smart-quotes": true } };
        export const cleaned: Cleaned = await clean("text", options);
        // @ts-expect-error: not a rule
        clean("text", { rules: { quotes: true } });`,
      "src/tsconfig.json": JSON.stringify({ compilerOptions, include: ["index.ts"] }),
    });
    const printed = await run(process.execPath, [join(here, "../../npm/node_modules/typescript/bin/tsc"), "-p", "src"]);
    return printed || `${entry}: works`;
  }])),
};

/** A page of Next.js, as a component of the server or of the client. */
async function next(file, directive, look) {
  const server = directive === "";
  project({
    "app/layout.jsx": "export default ({ children }) => <html><body>{children}</body></html>;",
    "app/page.jsx": server
      ? `export const dynamic = "force-dynamic";
         export default async function Page() {
           const lines = [];
           const { log } = console;
           console.log = (line) => lines.push(line);
           await import("../src/${file}");
           console.log = log;
           return <pre>{lines.join("\\n")}</pre>;
         }`
      : `import Part from "./part";
         export default () => <Part />;`,
    "app/part.jsx": `${directive}
      import { useEffect } from "react";
      export default function Part() {
        useEffect(() => void import("../src/${file}"), []);
        return null;
      }`,
  });
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  const printed = await run(bin("next"), ["build"], { env });
  return printed + (await look(await start(bin("next"), ["start", "--port", "0"])));
}

await install();
const entries = { cleancopy: "main.js", "cleancopy/wasm": "wasm.js", "cleancopy/worker": "worker.js" };
const wanted = process.argv.slice(2);
const width = Math.max(...Object.keys(hosts).map((name) => name.length));
console.log(`\n${"".padEnd(width)}  ${Object.keys(entries).map((name) => name.padEnd(22)).join("")}`);
const failures = [];
for (const [name, host] of Object.entries(hosts)) {
  if (wanted.length && !wanted.some((part) => name.toLowerCase().includes(part.toLowerCase()))) continue;
  const cells = [];
  for (const [entry, file] of Object.entries(entries)) {
    const said = await host(file).catch((error) => error.stack);
    const works = said.includes(`${entry}: works`);
    if (!works && !said.includes(`${entry}: –`)) failures.push(`=== ${name}, ${entry} ===\n${said}`);
    cells.push(works ? (said.includes("from its text") ? "works, from its text" : "works") : said.includes(`${entry}: –`) ? "–" : "FAILS");
  }
  console.log(`${name.padEnd(width)}  ${cells.map((cell) => cell.padEnd(22)).join("")}`);
}
await browser?.close();
if (failures.length) console.log(`\n${failures.join("\n\n")}`);
process.exitCode = failures.length ? 1 : 0;
