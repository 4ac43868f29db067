// What registries and type checkers say of the tarball: nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const tarball = new Uint8Array(readFileSync(process.env.CLEANCOPY_TARBALL));

test("publint finds nothing in the tarball", async () => {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test("arethetypeswrong finds the types of every entry, however it is resolved", async () => {
  const { types, entrypoints, problems } = await checkPackage(createPackageFromTarballData(tarball));
  assert.deepEqual(types, { kind: "included" });
  assert.deepEqual(Object.keys(entrypoints), [".", "./wasm", "./worker", "./cleancopy.wasm", "./package.json"]);
  assert.deepEqual(problems, []);
});
