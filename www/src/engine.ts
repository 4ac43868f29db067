// The cleaning, behind one asynchronous function: whether it runs here or in a worker
// is nobody else's business.

import { clean as cleanNow, init } from "cleancopy/wasm";
import type { Cleaned, Edit, Flavours, Format, Options } from "cleancopy/wasm";
import module from "cleancopy/cleancopy.wasm?url";

/** A clean copy in every format, and the account of it. */
export interface Result {
  copies: Record<Format, string>;
  /** The flavour that was read: spans count in it. */
  source: string;
  report: Cleaned;
  /** The edits that give the text copy, sorted. */
  edits: Edit[];
}

/** Streams the module in, if that was not done yet. */
export function start(): Promise<void> {
  return init(module);
}

/** Cleans one paste. All formats at once: the format is then a matter of looking, and Copy has both flavours at hand. */
export async function clean(input: Flavours, options: Options): Promise<Result> {
  await start();
  const report = cleanNow(input, { ...options, format: "text" });
  const copy = (format: Format) => cleanNow(input, { ...options, format }).output;
  return {
    copies: { text: report.output, markdown: copy("markdown"), html: copy("html") },
    source: input[report.source] ?? "",
    report,
    edits: report.edits,
  };
}
