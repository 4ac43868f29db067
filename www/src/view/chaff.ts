// The rules that take out words, not markup or spaces.

import { rules } from "cleancopy/wasm";
import type { RuleId } from "cleancopy/wasm";

export const chaff = new Set<RuleId>(
  rules.filter(({ family, id }) => family === "chaff" || id === "own-phrase").map(({ id }) => id),
);
