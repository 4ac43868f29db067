// The module as text: `xtask/src/wasm.rs` packs it, so that it is ASCII, needs no escape in
// a script or a string, and compresses as the bytes do (in base64 it is a quarter more).

/** The bytes of a packed text: first the meaning of each character, by two hexadecimal digits, then the bytes. */
export function unpack(text: string): Uint8Array<ArrayBuffer> {
  const meanings = new Uint8Array(3 * 128);
  let at = 0;
  for (let shift = 0; shift < meanings.length; shift += 128) {
    for (let character = 0x20; character < 0x7f && at < 512; character++) {
      if ('"$<\\`|~'.includes(String.fromCharCode(character))) continue;
      meanings[shift + character] = parseInt(text.slice(at, at + 2), 16);
      at += 2;
    }
  }
  const bytes = new Uint8Array(text.length - at);
  let length = 0;
  for (let shift = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x7c) shift = 128;
    else if (character === 0x7e) shift = 256;
    else {
      bytes[length++] = meanings[shift + character]!;
      shift = 0;
    }
  }
  return bytes.subarray(0, length);
}
