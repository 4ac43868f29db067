import { clean, Cleaner, rules } from "cleancopy";
import { check } from "./check.js";

await check("cleancopy", () => {
  const again = new Cleaner({ format: "text" }).clean("Ships came.");
  return rules.length > 0 && again.output === "Ships came." && clean;
});
