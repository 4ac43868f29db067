// The choices that last: links and quotation marks, and under More what fewer people ask for.

import "./choices.css";
import { addPhrases, choose, fromFile, isOn, type Settings, toFile } from "../settings";
import type { State } from "../state";
import { words } from "../words";
import { button, byId, keepFocus, make } from "./dom";
import { offer, taken } from "./file";
import { spoken } from "./summary";
import { ruleSwitch } from "./switch";

export interface Choosing {
  settings(): Settings;
  set(settings: Settings, notice?: string): void;
  setBaseUrl(address: string): void;
  /** Fails where settings are wrong, and says how. */
  check(settings: Settings): Promise<void>;
  tell(notice: string): void;
}

const radios = (name: string) => document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`);

function pick(name: string, value: string): void {
  for (const radio of radios(name)) radio.checked = radio.value === value;
}

export function drawChoices({ settings, baseUrl }: State): void {
  pick("format", settings.shown);
  byId<HTMLInputElement>("marked").checked = settings.marked && settings.shown === "preview";
  pick("links", isOn(settings, "drop-links") ? "dropped" : "kept");
  const quotes = (["smart-quotes", "straight-quotes"] as const).find((id) => isOn(settings, id));
  pick("quotes", quotes ?? "kept");
  pick("scope", settings.scope);
  byId<HTMLInputElement>("headline").checked = settings.headline;
  const address = byId<HTMLInputElement>("base-url");
  if (document.activeElement !== address) address.value = baseUrl;
}

/** Those that are drawn only where More is open. */
function drawMore(choosing: Choosing): void {
  const settings = choosing.settings();
  const own = byId("own").querySelector("ul") as HTMLElement;
  const entry = (said: string, rest: Partial<Settings>) => {
    const remove = button("×", () => {
      choosing.set({ ...choosing.settings(), ...rest });
      drawMore(choosing);
    });
    remove.setAttribute("aria-label", words.remove(said));
    return make("li", {}, make("span", { dir: "auto" }, said), remove);
  };
  own.replaceChildren(
    ...settings.phrases.map((phrase) =>
      entry(words.phraseSaid(phrase), { phrases: settings.phrases.filter((other) => other !== phrase) }),
    ),
    ...settings.patterns.map((pattern) =>
      entry(words.patternSaid(pattern.pattern, pattern.replace), {
        patterns: settings.patterns.filter((other) => other !== pattern),
      }),
    ),
  );
  const all = byId<HTMLDetailsElement>("all-rules");
  if (!all.open) return;
  keepFocus(all, () =>
    all.querySelector("ul")?.replaceChildren(
      ...spoken.map((rule) =>
        make(
          "li",
          { className: "group" },
          ruleSwitch(rule, isOn(settings, rule.id), (on) =>
            choosing.set(choose(choosing.settings(), { [rule.id]: on })),
          ),
        ),
      ),
    ),
  );
}

export function listenToChoices(choosing: Choosing): void {
  const { settings, set } = choosing;
  const on = (name: string, turn: (value: string) => void) => {
    for (const radio of radios(name)) radio.addEventListener("change", () => turn(radio.value));
  };
  on("links", (value) => set(choose(settings(), { "drop-links": value === "dropped" })));
  on("quotes", (value) =>
    set(
      choose(settings(), { "smart-quotes": value === "smart-quotes", "straight-quotes": value === "straight-quotes" }),
    ),
  );
  on("scope", (scope) => set({ ...settings(), scope: scope as Settings["scope"] }));
  const headline = byId<HTMLInputElement>("headline");
  headline.addEventListener("change", () => set({ ...settings(), headline: headline.checked }));

  const redraw = () => drawMore(choosing);
  byId("more").addEventListener("toggle", redraw);
  byId("all-rules").addEventListener("toggle", redraw);

  const address = byId<HTMLInputElement>("base-url");
  const why = byId("base-url-why");
  why.textContent = words.baseUrlWhy;
  address.addEventListener("change", () => {
    const isWrong = address.value !== "" && !/^https?:\/\/./.test(address.value);
    why.textContent = isWrong ? words.baseUrlWrong : words.baseUrlWhy;
    address.setAttribute("aria-invalid", String(isWrong));
    if (!isWrong) choosing.setBaseUrl(address.value);
  });
  byId("address").addEventListener("submit", (event) => event.preventDefault());

  /** Takes settings that may be wrong; what is wrong is said, and nothing is lost. */
  const take = async (next: Settings, notice?: string): Promise<string> => {
    try {
      await choosing.check(next);
    } catch (error) {
      return (error as Error).message.replace(/^cleancopy: (?:patterns: )?/, "");
    }
    set(next, notice);
    redraw();
    return "";
  };

  const wrong = byId("pattern-wrong");
  const [phrase, pattern, replace] = ["new-phrase", "new-pattern", "new-replace"].map(byId<HTMLInputElement>);
  const form = (id: string, submit: () => Promise<void>) =>
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      void submit();
    });
  form("phrase", async () => {
    const said = await take(addPhrases(settings(), [phrase!.value.trim()]));
    if (!said) phrase!.value = "";
    else choosing.tell(said);
  });
  form("pattern", async () => {
    const added = { pattern: pattern!.value, replace: replace!.value };
    wrong.textContent = await take({ ...settings(), patterns: [...settings().patterns, added] });
    pattern!.setAttribute("aria-invalid", String(wrong.textContent !== ""));
    if (!wrong.textContent) pattern!.value = replace!.value = "";
  });

  byId("settings-out").addEventListener("click", () => offer("cleancopy.json", toFile(settings()), "application/json"));
  taken("settings-in", "settings-file", async ([file]) => {
    const next = file && fromFile(settings(), await file.text());
    choosing.tell(next ? (await take(next, words.settingsTaken)) || words.settingsTaken : words.settingsWrong);
  });
}
