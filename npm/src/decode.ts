// A file's bytes to text, in the order of the native command (src/decode.rs): by its byte-order
// mark, as UTF-8, by the charset that it declares, or by what its bytes look like.

/** How a file's bytes were read. */
export interface Decoding {
  /** The encoding, as the Encoding Standard names it. */
  name: string;
  by: "byte-order-mark" | "validity" | "declaration" | "detection";
  /** Some bytes said nothing, and became U+FFFD. */
  lossy: boolean;
}

const marks: [string, number[]][] = [
  ["UTF-8", [0xef, 0xbb, 0xbf]],
  ["UTF-16LE", [0xff, 0xfe]],
  ["UTF-16BE", [0xfe, 0xff]],
];

export function decode(bytes: Uint8Array): { text: string; decoding: Decoding } {
  const [name, by] = judge(bytes);
  const sound = by === "detection" ? undefined : read(bytes, name);
  const text = sound ?? new TextDecoder(name).decode(bytes);
  return { text, decoding: { name, by, lossy: sound === undefined && text.includes("\ufffd") } };
}

function judge(bytes: Uint8Array): [string, Decoding["by"]] {
  for (const [name, mark] of marks) {
    if (mark.every((byte, at) => bytes[at] === byte)) return [name, "byte-order-mark"];
  }
  const wide = ofTwoBytes(bytes.subarray(0, 4096));
  if (wide !== undefined) return [wide, "detection"];
  const label = declared(bytes.subarray(0, 4096));
  const escapes = label === "ISO-2022-JP" && bytes.includes(0x1b);
  if (!escapes && isUtf8(bytes)) return ["UTF-8", "validity"];
  if (label !== undefined && read(bytes, label) !== undefined) return [label, "declaration"];
  return [detected(bytes), "detection"];
}

/** The text, if every byte of it is sound. */
function read(bytes: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a mark: every other byte of most words and all markup is zero. */
function ofTwoBytes(start: Uint8Array): string | undefined {
  const zeros = (from: number) => start.filter((byte, at) => byte === 0 && at % 2 === from).length;
  const [even, odd, few] = [zeros(0), zeros(1), Math.floor(start.length / 8)];
  if (start.length < 4) return undefined;
  if (odd > few && even * 8 < odd) return "UTF-16LE";
  return even > few && odd * 8 < even ? "UTF-16BE" : undefined;
}

/** Whether bytes are UTF-8, or damaged UTF-8: far more sequences are sound than are not. */
function isUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken === 0 || broken * 11 <= (text.match(/[^\0-\x7f]/gu)?.length ?? 0);
}

/** The charset that a page's `meta` or an XML declaration names. */
function declared(start: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(start);
  const [, label] =
    /^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)/i.exec(text) ?? /<meta[^<>]*?charset\s*=\s*["']?([^"' ;>/]+)/i.exec(text) ?? [];
  try {
    const name = label === undefined ? undefined : named(new TextDecoder(label).encoding);
    // A page in UTF-16 could not be read as far as this.
    return name?.startsWith("UTF-16") ? undefined : name;
  } catch {
    return undefined;
  }
}

/** The Encoding Standard's own spelling, as the native command has it. */
function named(label: string): string {
  if (/^windows-|^x-|^macintosh$/.test(label)) return label;
  return label === "shift_jis" ? "Shift_JIS" : label === "big5" ? "Big5" : label.toUpperCase();
}

/**
 * Encodings, the characters that most texts in them are made of, and the least share of these in
 * what is not ASCII. The first that fits best is taken. (Chinese read as Korean is syllables for
 * the most part, too; Korean is hardly anything else.)
 */
const likely: [string, RegExp, number][] = [
  ["Shift_JIS", /[\u3040-\u30fb\u30fd-\u30ff]/g, 0.25],
  ["EUC-JP", /[\u3040-\u30fb\u30fd-\u30ff]/g, 0.25],
  ["EUC-KR", /[\uac00-\ud7a3]/g, 0.85],
  ["GBK", /[的一是不了在人有这中大国上个们到说时于来]/g, 0.05],
  ["Big5", /[的一是不了在人有這中大國上個們到說時於來]/g, 0.05],
  ["windows-1251", /[\u0430-\u044f]/g, 0.5],
];

/** What the bytes look like: the encoding that gives most of what its texts are made of. */
function detected(bytes: Uint8Array): string {
  let best: [string, number] = ["windows-1252", 0];
  for (const [name, common, enough] of likely) {
    const text = read(bytes, name);
    const foreign = text?.match(/[^\0-\x7f]/g)?.length ?? 0;
    // A script of its own is most of a text, where an accent is not.
    const own = foreign > (text?.match(/[a-z]/gi)?.length ?? 0) || !name.startsWith("windows");
    const share = foreign === 0 || !own ? 0 : (text!.match(common)?.length ?? 0) / foreign;
    if (share >= enough && share > best[1]) best = [name, share];
  }
  return best[0];
}
