// One sentence on what was done: "2 share prompts removed, 31 tags, 4 quotes; 1 warning".

import { rules } from "cleancopy/wasm";
import type { Family, RuleInfo } from "cleancopy/wasm";
import type { Result } from "../engine";
import type { State } from "../state";
import type { Noun } from "../words/en";
import { words } from "../words";

/** What a person looks for first. */
const ORDER: Family[] = ["own", "chaff", "markup", "prose", "links", "structure"];

/** The table of rules, in the order in which they are spoken of. */
export const spoken: RuleInfo[] = ORDER.flatMap((family) => rules.filter((rule) => rule.family === family));

export function sentence({ report }: Result, state: State): string {
  const counts = new Map<Noun, number>();
  for (const { id } of spoken) {
    const count = report.changes.filter(({ rule }) => rule === id).length;
    const { noun } = words.rules[id];
    if (count > 0) counts.set(noun, (counts.get(noun) ?? 0) + count);
  }
  const done = [...counts].map(([noun, count]) => noun(count)).join(words.comma);
  const [takenBack, off, warnings] = [state.draft.takenBack.length, state.off.length, report.warnings.length];
  const untouched = takenBack + off > 0 ? words.nothingChanged : words.alreadyClean;
  return [
    done || untouched,
    takenBack > 0 && words.takenBackCount(takenBack),
    off > 0 && words.offCount(off),
    warnings > 0 && words.warningCount(warnings),
  ]
    .filter(Boolean)
    .join(words.semicolon);
}
