//! A file's bytes to text: by its byte-order mark, as UTF-8, by the charset that it declares, or by
//! what its bytes look like. `npm/src/decode.ts` does the same as far as a browser can.

use std::str::Utf8Chunk;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::Serialize;

/// How a file's bytes were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Decoding {
    /// The encoding, as the Encoding Standard names it.
    pub name: &'static str,
    pub by: By,
    /// Some bytes said nothing, and became U+FFFD.
    pub lossy: bool,
}

/// What told the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    ByteOrderMark,
    /// It is sound UTF-8, or all but a few bytes are.
    Validity,
    Declaration,
    Detection,
}

/// Reads bytes as text.
pub fn decode(bytes: Vec<u8>) -> (String, Decoding) {
    let (encoding, by) = judge(&bytes);
    if encoding == UTF_8 && by != By::ByteOrderMark {
        return match String::from_utf8(bytes) {
            Ok(text) => (text, Decoding { name: encoding.name(), by, lossy: false }),
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                (text, Decoding { name: encoding.name(), by, lossy: true })
            }
        };
    }
    let (text, lossy) = encoding.decode_with_bom_removal(&bytes);
    (text.into_owned(), Decoding { name: encoding.name(), by, lossy })
}

fn judge(bytes: &[u8]) -> (&'static Encoding, By) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, By::ByteOrderMark);
    }
    if let Some(encoding) = of_two_bytes(bytes) {
        return (encoding, By::Detection);
    }
    let declared = declared(bytes);
    // UTF-8 by its form, whatever a stale declaration says; but an encoding in escapes is all ASCII.
    let escapes = bytes.contains(&0x1B) && declared.is_some_and(|encoding| !encoding.is_ascii_compatible());
    if is_utf8(bytes) && !escapes {
        return (UTF_8, By::Validity);
    }
    if let Some(encoding) = declared.filter(|encoding| !encoding.decode_without_bom_handling(bytes).1) {
        return (encoding, By::Declaration);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Deny), By::Detection)
}

/// UTF-16 without a mark: every other byte of most words and all markup is zero.
fn of_two_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match start.len() / 8 {
        _ if start.len() < 4 => None,
        few if odd > few && even * 8 < odd => Some(UTF_16LE),
        few if even > few && odd * 8 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes are UTF-8, or damaged UTF-8: far more sequences are sound than are not.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        let chunk: Utf8Chunk = chunk;
        sound += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken * 10 <= sound
}

/// How far a declaration is looked for (HTML Standard §13.2.3.2 says 1024; long heads are common).
const PRESCAN: usize = 4096;

/// The charset that a page's `meta` or an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes[..bytes.len().min(PRESCAN)].to_ascii_lowercase();
    let xml = start.starts_with(b"<?xml").then(|| label(&start, b"encoding")).flatten();
    xml.or_else(|| {
        let mut tags = start.split(|&byte| byte == b'<').filter(|tag| tag.starts_with(b"meta"));
        tags.find_map(|tag| label(tag, b"charset"))
    })
    // A page in UTF-16 could not be read as far as this.
    .filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE)
}

/// The encoding behind a name and `=`.
fn label(text: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let at = text.windows(name.len()).position(|part| part == name)? + name.len();
    let value = text[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| matches!(byte, b'"' | b'\'' | b' ' | b';' | b'>' | b'/' | b'?'))?;
    Encoding::for_label(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, By) {
        let (text, decoding) = decode(bytes.to_vec());
        (text, decoding.name, decoding.by)
    }

    #[test]
    fn a_byte_order_mark_comes_first_and_is_no_text() {
        assert_eq!(read(b"\xEF\xBB\xBFa\xC3\xA9"), ("aé".into(), "UTF-8", By::ByteOrderMark));
        assert_eq!(read(b"\xFF\xFEa\0\xE9\0"), ("aé".into(), "UTF-16LE", By::ByteOrderMark));
        assert_eq!(read(b"\xFE\xFF\0a\0\xE9"), ("aé".into(), "UTF-16BE", By::ByteOrderMark));
    }

    #[test]
    fn sound_utf_8_is_utf_8_whatever_a_stale_declaration_says() {
        let page = "<meta charset=windows-1252><p>Häfen";
        assert_eq!(read(page.as_bytes()), (page.into(), "UTF-8", By::Validity));
        assert_eq!(read(b"plain"), ("plain".into(), "UTF-8", By::Validity));
        assert_eq!(read(b""), (String::new(), "UTF-8", By::Validity));
    }

    #[test]
    fn a_broken_byte_in_utf_8_is_one_lost_character() {
        let mut bytes =
            "Der Bürgermeister übergab die größte Brücke über die Mündung für fünf Dörfer".as_bytes().to_vec();
        bytes.extend(b" \xC3");
        let (text, decoding) = decode(bytes);
        assert!(text.starts_with("Der Bürgermeister") && text.ends_with('\u{fffd}'));
        assert!(decoding.lossy && decoding.name == "UTF-8");
    }

    #[test]
    fn a_declared_charset_is_taken() {
        for (declaration, name) in [
            ("<meta charset=\"iso-8859-2\">", "ISO-8859-2"),
            ("<META http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251"),
            ("<?xml version='1.0' encoding='Shift_JIS'?>", "Shift_JIS"),
        ] {
            let mut bytes = declaration.as_bytes().to_vec();
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let words = if name == "Shift_JIS" { "港が開いた" } else { "<p>ä" };
            let words = if name == "windows-1251" { "гавань открылась" } else { words };
            bytes.extend(&*encoding.encode(words).0);
            let (text, found, by) = read(&bytes);
            assert_eq!((text.ends_with(words), found, by), (true, name, By::Declaration), "{text}");
        }
        let mail = b"<meta charset=iso-2022-jp>\x1b$B9A\x1b(B";
        assert_eq!(read(mail).1, "ISO-2022-JP");
    }

    #[test]
    fn what_declares_nothing_is_detected() {
        for (name, words) in [
            ("windows-1252", "Le café près du château a été fermé à cause de la tempête d’hiver."),
            ("windows-1251", "Гавань открылась в мае, и первые корабли пришли из двенадцати портов."),
            ("Shift_JIS", "港は五月に開き、十二の港から船がやって来た。灯台は毎晩ともる。"),
            ("GBK", "港口于五月开放，来自十二个港口的船只前来观看新码头及其灯塔。"),
            ("EUC-KR", "항구는 오월에 문을 열었고 열두 항구에서 배가 새 부두를 보러 왔다."),
        ] {
            let bytes = Encoding::for_label(name.as_bytes()).unwrap().encode(words).0.into_owned();
            assert_eq!(read(&bytes), (words.into(), name, By::Detection));
        }
        let wide: Vec<u8> = "<p>The pier opened.</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), ("<p>The pier opened.</p>".into(), "UTF-16LE", By::Detection));
    }
}
