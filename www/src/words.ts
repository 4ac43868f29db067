// The language of the page: the browser's, where there is a table for it. Another
// language is another file beside words/zh.ts and a line here.

import { en, type Words } from "./words/en";
import { zh } from "./words/zh";

const tables: Record<string, Words> = { en, zh };

const preferred = navigator.languages.map((language) => language.split("-")[0] ?? "").find((code) => code in tables);

export const words: Words = tables[preferred ?? "en"] ?? en;
