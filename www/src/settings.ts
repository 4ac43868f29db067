// What a person chose for good: kept on this machine, and taken along as a file.

import { rules } from "cleancopy/wasm";
import type { Format, Options, Pattern, RuleId } from "cleancopy/wasm";

export type Shown = Format | "preview";

export interface Settings {
  /** Rules that are on or off unlike what the table says. */
  rules: Partial<Record<RuleId, boolean>>;
  phrases: string[];
  patterns: Pattern[];
  scope: NonNullable<Options["scope"]>;
  headline: boolean;
  shown: Shown;
  /** Whether Preview shows the changes. */
  marked: boolean;
}

export const usual: Settings = {
  rules: {},
  phrases: [],
  patterns: [],
  scope: "auto",
  headline: true,
  shown: "text",
  marked: false,
};

const KEY = "cleancopy settings";

/** Whether a rule is on. */
export function isOn({ rules: chosen }: Settings, id: RuleId): boolean {
  return chosen[id] ?? rules.find((rule) => rule.id === id)?.on ?? false;
}

/** Switches rules; what is as the table says is no choice. */
export function choose(settings: Settings, choices: Settings["rules"]): Settings {
  const chosen = Object.entries({ ...settings.rules, ...choices });
  const kept = chosen.filter(([id, on]) => rules.some((rule) => rule.id === id && rule.on !== on));
  return { ...settings, rules: Object.fromEntries(kept) };
}

/** Adds phrases that are not there yet. */
export function addPhrases(settings: Settings, phrases: string[]): Settings {
  return { ...settings, phrases: [...new Set([...settings.phrases, ...phrases])] };
}

/** Storage may be full or forbidden: the page works without. */
export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // They last as long as the page.
  }
}

export function keptSettings(): Settings {
  try {
    return read(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    return usual;
  }
}

/** Rules, phrases and patterns as a file. */
export function toFile({ rules, phrases, patterns }: Settings): string {
  return `${JSON.stringify({ cleancopy: 1, rules, phrases, patterns }, null, 2)}\n`;
}

/** Adds what a file holds; nothing where it is not such a file. */
export function fromFile(settings: Settings, text: string): Settings | undefined {
  try {
    const file = JSON.parse(text) as { cleancopy?: unknown };
    if (file.cleancopy !== 1) return undefined;
    const { rules, phrases, patterns } = read(file);
    const isNew = ({ pattern, replace }: Pattern) =>
      !settings.patterns.some((known) => known.pattern === pattern && known.replace === replace);
    return {
      ...addPhrases(choose(settings, rules), phrases),
      patterns: [...settings.patterns, ...patterns.filter(isNew)],
    };
  } catch {
    return undefined;
  }
}

/** Takes what it knows: another version of the page may have written it, or a person. */
function read(given: unknown): Settings {
  const { rules = {}, phrases, patterns, ...others } = Object(given) as Record<keyof Settings, unknown>;
  const isPattern = (one: unknown): one is Pattern => {
    const { pattern, replace } = Object(one) as Record<keyof Pattern, unknown>;
    return typeof pattern === "string" && typeof replace === "string";
  };
  const one = <Value>(value: unknown, ...known: Value[]) =>
    known.includes(value as Value) ? (value as Value) : known[0]!;
  return {
    ...choose(usual, Object(rules) as Settings["rules"]),
    phrases: list(phrases, (phrase) => typeof phrase === "string"),
    patterns: list(patterns, isPattern).map(({ pattern, replace }) => ({ pattern, replace })),
    scope: one(others.scope, "auto", "article", "everything"),
    headline: one(others.headline, true, false),
    shown: one(others.shown, "text", "markdown", "html", "preview"),
    marked: one(others.marked, false, true),
  };
}

function list<Item>(given: unknown, isItem: (item: unknown) => item is Item): Item[] {
  return Array.isArray(given) ? given.filter(isItem) : [];
}
