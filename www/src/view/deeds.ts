// What a person may do to a clean copy.

import type { Change, RuleId, Span } from "cleancopy/wasm";
import type { Item } from "../engine";

export interface Deeds {
  takeBack(item: Item): void;
  putBack(change: Pick<Change, "rule" | "at">): void;
  /** The keyword of the lost link that stood there. */
  putIn(link: Span): void;
  takeOut(item: Item): void;
  switchRule(rule: RuleId, on: boolean): void;
  /** More changes of a rule. */
  ask(rule: RuleId): void;
  /** Shows where the changes of these rules stood, or what one warning is about. */
  light(what: Lit): void;
}

export type Lit = { rules: RuleId[] } | { warning: number };
