// Edits cost nothing until they are read: the module gives them flat, and they become objects here.

import type { Cleaned, Edit } from "./types.js";
import type { RuleId } from "./rules.js";

/**
 * For each edit five numbers: start, end, the end of its text in `texts`, the place of its rule
 * among `rules` (ids, parted by commas) and its change, or `NONE`.
 */
export type Flat = [numbers: Uint32Array<ArrayBuffer>, texts: string, rules: string];

const NONE = 0xffff_ffff;

/** The report with its edits, made when they are first read. */
export function withEdits(report: Omit<Cleaned, "edits">, flat: () => Flat): Cleaned {
  let edits: Edit[] | undefined;
  return Object.defineProperty(report, "edits", { get: () => (edits ??= unfold(flat())) }) as Cleaned;
}

function unfold([numbers, texts, rules]: Flat): Edit[] {
  const ids = rules.split(",") as RuleId[];
  const edits: Edit[] = [];
  let from = 0;
  for (let i = 0; i < numbers.length; i += 5) {
    const [start, end, to, rule, change] = numbers.subarray(i, i + 5) as unknown as [number, number, number, number, number];
    edits.push({ start, end, text: texts.slice(from, to), rule: ids[rule]!, change: change === NONE ? null : change });
    from = to;
  }
  return edits;
}
