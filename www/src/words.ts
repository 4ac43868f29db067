// The language of the page: the browser's, where there is a table for it. Another language is
// another file beside words/zh.ts, named and exported by its code.

import { en, type Words } from "./words/en";

const files = import.meta.glob<Record<string, Words>>("./words/??.ts", { eager: true });

const codeOf = (path: string) => path.slice(-"zh.ts".length, -".ts".length);
const tables = new Map(Object.entries(files).map(([path, file]) => [codeOf(path), file[codeOf(path)]]));

const preferred = navigator.languages.map((language) => language.split("-")[0] ?? "").find((code) => tables.has(code));

export const words: Words = tables.get(preferred ?? "en") ?? en;
