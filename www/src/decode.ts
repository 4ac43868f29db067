// The bytes of a file as text: by its byte-order mark, as valid UTF-8, by the charset that it
// declares, or by what it looks like.

export interface Decoded {
  text: string;
  /** A name that `TextDecoder` knows. */
  encoding: string;
  how: "mark" | "valid" | "declared" | "guessed";
}

/** HTML declares its charset in the first 1024 bytes (HTML Standard, "prescan a byte stream"). */
const PRESCAN = 1024;
/** Bytes that are enough to guess by. */
const GUESSED = 100_000;

export async function decode(bytes: Uint8Array): Promise<Decoded> {
  const mark = markOf(bytes);
  if (mark) return decoded(bytes, mark, "mark");
  const isAscii = bytes.every((byte) => byte < 0x80);
  const declared = declaredBy(new TextDecoder("latin1").decode(bytes.subarray(0, PRESCAN)));
  if (!isAscii && isValid(bytes, "utf-8")) return decoded(bytes, "utf-8", "valid");
  if (declared && declared !== "utf-8" && isValid(bytes, declared)) return decoded(bytes, declared, "declared");
  const wide = wideOf(bytes);
  if (wide) return decoded(bytes, wide, "guessed");
  if (isAscii && !bytes.includes(ESCAPE)) return decoded(bytes, "utf-8", "valid");
  const { detect } = await import("chardet");
  const guessed = known(detect(bytes.subarray(0, GUESSED)) ?? "");
  return decoded(bytes, guessed && guessed !== "utf-8" ? guessed : "windows-1252", "guessed");
}

/** Encodings of seven bits shift by it. */
const ESCAPE = 0x1b;

function decoded(bytes: Uint8Array, encoding: string, how: Decoded["how"]): Decoded {
  return { text: new TextDecoder(encoding).decode(bytes), encoding, how };
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : undefined;
}

function declaredBy(start: string): string | undefined {
  const found = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w:-]+)/i.exec(start);
  const name = known(found?.[1] ?? found?.[2] ?? "");
  // What could be read as ASCII is not UTF-16, whatever it says.
  return name?.startsWith("utf-16") ? "utf-8" : name;
}

function known(name: string): string | undefined {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark has a zero in every other place, where its letters are Latin. */
function wideOf(bytes: Uint8Array): string | undefined {
  const zeros: [even: number, odd: number] = [0, 0];
  const start = bytes.subarray(0, PRESCAN);
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  });
  const many = start.length / 8;
  if (zeros[1] > many && zeros[0] === 0) return "utf-16le";
  return zeros[0] > many && zeros[1] === 0 ? "utf-16be" : undefined;
}
