// The language of the page: the browser's, where there is a table for it. Another
// language is another file in words/, named by its code.

import { words as english, type Words } from "./words/en";

const files = import.meta.glob<Words>("./words/*.ts", { eager: true, import: "words" });

/** The table of a language such as `zh-CN`: its own, or that of `zh`. */
const table = (language: string) => files[`./words/${language}.ts`] ?? files[`./words/${language.split("-")[0]}.ts`];

export const words: Words = navigator.languages.map(table).find((found) => found) ?? english;
