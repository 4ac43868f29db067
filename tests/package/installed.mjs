// The tarball, installed by npm into an empty folder, as a stranger would; its path has a space and
// an accent. The package has no dependencies, so this needs no network.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

const tarball = process.env.CLEANCOPY_TARBALL;
if (!tarball) throw new Error("CLEANCOPY_TARBALL is wanted: run `cargo xtask test --only build --only package`");

/** Runs npm in the folder; on Windows it is a batch file. */
export const npm = (args, options = {}) =>
  execFileSync("npm", args, { cwd: folder, encoding: "utf8", shell: process.platform === "win32", ...options });

export const folder = mkdtempSync(join(tmpdir(), "projet élémentaire "));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
npm(["install", "--offline", "--no-audit", "--no-fund", "--silent", tarball]);

/** The packages that came with it. */
export const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));

/** Imports the package in this process, by its name. */
export async function load(name = "cleancopy") {
  const importer = join(folder, `${name.replace("/", "-")}.mjs`);
  writeFileSync(importer, `export * from ${JSON.stringify(name)};\n`);
  return import(pathToFileURL(importer).href);
}

/** Runs a module in a new process in the folder, and gives what it prints. */
export const run = (source) =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", source], { cwd: folder, encoding: "utf8" });
