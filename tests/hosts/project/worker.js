import { clean } from "cleancopy/worker";
import { check } from "./check.js";

await check("cleancopy/worker", async () => {
  const control = new AbortController();
  const aborted = clean("< p > Ships came . < / p > ".repeat(100_000), {}, { signal: control.signal });
  control.abort();
  return (await aborted.catch((error) => error.name)) === "AbortError" && clean;
});
