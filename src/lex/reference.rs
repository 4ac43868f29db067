//! Character references (HTML Standard §13.2.5.72 and on), sound and torn.

use std::sync::LazyLock;

use crate::data::{self, Table, data_file};

struct Name {
    name: &'static str,
    first: char,
    second: Option<char>,
    /// Whether the standard allows it without its semicolon.
    bare: bool,
}

/// What a table's value says: the first character's code point, and whether the name does without its semicolon.
const BARE: u32 = 1 << 31;

struct Names {
    table: Table<'static>,
    /// Characters of the names that stand for two.
    pairs: Vec<(char, char)>,
}

/// Values from here on are places among the pairs.
const PAIR: u32 = 1 << 24;

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let (mut rows, mut pairs, mut first) = (Vec::new(), Vec::new(), 0);
    let number = |hex: &str| if hex.is_empty() { 1 } else { number(hex.as_bytes(), 16).1 };
    let character = |point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
    for line in data_file!("references.txt").lines() {
        let mut fields = line.split(' ');
        let place = fields.next().unwrap_or_default();
        let (distance, second) = place.split_once('+').unwrap_or((place, ""));
        first += number(distance);
        let value = if second.is_empty() {
            first
        } else {
            pairs.push((character(first), character(number(second))));
            PAIR + pairs.len() as u32 - 1
        };
        rows.extend(fields.map(|name| match name.strip_suffix('*') {
            Some(name) => (name, value | BARE),
            None => (name, value),
        }));
    }
    Names { table: Table::new(&mut rows.into_iter()), pairs }
});

static COMMON: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("common-references.txt")));

/// The longest name of the standard, `CounterClockwiseContourIntegral`.
const LONGEST: usize = 31;

/// One character reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    pub end: usize,
    pub first: char,
    pub second: Option<char>,
    /// How often an ampersand was escaped in front of it.
    pub depth: u8,
    /// Torn, spaced out, capitalised or full-width.
    pub damaged: bool,
    /// Damaged, and its name may be a word: it needs a witness.
    pub doubtful: bool,
}

fn find(name: &str) -> Option<Name> {
    let names = &*NAMES;
    let (name, value) = names.table.first(name)?;
    let bare = value & BARE != 0;
    let value = value & !BARE;
    match names.pairs.get(value.wrapping_sub(PAIR) as usize) {
        Some(&(first, second)) => Some(Name { name, first, second: Some(second), bare }),
        None => Some(Name { name, first: char::from_u32(value)?, second: None, bare }),
    }
}

/// The white space that damage puts inside a reference: one or two spaces, or a no-break one.
fn gap(bytes: &[u8], at: usize) -> usize {
    match &bytes[at..] {
        [b' ', b' ', ..] => 2,
        [b' ', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        _ => 0,
    }
}

/// The length of a semicolon: plain, full-width or Arabic.
fn semicolon(bytes: &[u8], at: usize) -> usize {
    match &bytes[at..] {
        [b';', ..] => 1,
        [0xEF, 0xBC, 0x9B, ..] => 3,
        [0xD8, 0x9B, ..] => 2,
        _ => 0,
    }
}

/// The length of an ampersand, plain or full-width.
pub(crate) fn ampersand(bytes: &[u8], at: usize) -> usize {
    match &bytes[at..] {
        [b'&', ..] => 1,
        [0xEF, 0xBC, 0x86, ..] => 3,
        _ => 0,
    }
}

/// A character that JSON writes as `\u` and four figures, or as two such, and where it ends (RFC 8259 §7).
pub(crate) fn escape(text: &str, at: usize) -> Option<(char, usize)> {
    let unit = |at: usize| match number(text.get(at..at + 6)?.strip_prefix("\\u")?.as_bytes(), 16) {
        (4, unit) => Some(unit),
        _ => None,
    };
    let (high, end) = (unit(at)?, at + 6);
    match unit(end).filter(|low| high >> 10 == 0x36 && low >> 10 == 0x37) {
        Some(low) => Some((char::from_u32(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))?, end + 6)),
        None => Some((char::from_u32(high)?, end)),
    }
}

/// How deep what is written behind a backslash stands.
pub(crate) const BACKSLASH: u8 = 9;

/// What a string of JSON writes behind a backslash (RFC 8259 §7), or more of them where it was written into another,
/// and Markdown before the signs of a tag.
fn backslash(text: &str, at: usize) -> Option<Reference> {
    let bytes = text.as_bytes();
    let at = at + bytes[at + 1..].iter().take(8).take_while(|&&byte| byte == b'\\').count();
    let mut end = at + 2;
    let first = match *bytes.get(at + 1)? {
        b'u' => {
            let escaped;
            (escaped, end) = escape(text, at)?;
            escaped
        }
        b'n' | b'r' => {
            let mut lines = 0;
            end = at;
            while let Some([b'\\', feed @ (b'n' | b'r')]) = bytes.get(end..end + 2) {
                lines += usize::from(*feed == b'n');
                end += 2;
            }
            if lines > 1 { '\u{2029}' } else { '\u{2028}' }
        }
        // Script writes the signs of tags shorter (ECMA-262, HexEscapeSequence); other bytes are code.
        b'x' => {
            end += 2;
            match text.get(at + 2..end)? {
                "3c" | "3C" => '<',
                "3e" | "3E" => '>',
                _ => return None,
            }
        }
        b't' => ' ',
        sign @ (b'"' | b'/' | b'<' | b'>') => sign.into(),
        _ => return None,
    };
    Some(Reference { end, first, second: None, depth: BACKSLASH, damaged: false, doubtful: false })
}

/// Reads a reference that ends in a semicolon, however torn, at an ampersand; or what a backslash stands before.
pub(crate) fn tolerant(text: &str, at: usize) -> Option<Reference> {
    let bytes = text.as_bytes();
    if bytes[at] == b'\\' {
        return backslash(text, at);
    }
    let ampersand = ampersand(bytes, at);
    let mut damaged = ampersand == 3;
    let mut depth = 0;
    let mut start = at + ampersand;
    let mut best: Option<Reference> = None;
    while depth <= 8 {
        let space = gap(bytes, start);
        damaged |= space > 0;
        let Some(mut one) = body(text, start + space, damaged, depth > 0) else { break };
        one.depth = depth;
        let escapes = one.first == '&';
        let wide = one.damaged;
        damaged = wide;
        start = one.end;
        best = Some(one);
        if !escapes {
            break;
        }
        depth += 1;
    }
    best
}

/// Reads a sign of tags whose reference has lost its semicolon, and gives its end. In addresses such names are others.
pub(crate) fn bare(text: &str, at: usize) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let start = at + ampersand(bytes, at);
    let start = start + gap(bytes, start);
    let is =
        |name: &str| bytes[start..].get(..name.len()).is_some_and(|part| part.eq_ignore_ascii_case(name.as_bytes()));
    let (name, sign) = [("lt", '<'), ("gt", '>'), ("quot", '"')].into_iter().find(|(name, _)| is(name))?;
    Some((sign, start + name.len()))
}

/// What stands between the ampersand and the semicolon, and the semicolon.
fn body(text: &str, at: usize, mut damaged: bool, nested: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    let hash = match &bytes[at..] {
        [b'#', ..] => 1,
        [0xEF, 0xBC, 0x83, ..] => 3,
        _ => 0,
    };
    if hash > 0 {
        let mut i = at + hash;
        let hash_gap = gap(bytes, i);
        i += hash_gap;
        let hex = matches!(bytes.get(i), Some(b'x' | b'X'));
        i += usize::from(hex);
        let (digits, value) = number(&bytes[i..], if hex { 16 } else { 10 });
        if digits == 0 {
            return None;
        }
        i += digits;
        let tail = gap(bytes, i);
        let close = semicolon(bytes, i + tail);
        // The standard does without the semicolon; in text that needs a witness.
        let open = close == 0;
        if open && (digits < 2 || hash_gap > 0 || bytes.get(i).is_some_and(u8::is_ascii_alphanumeric)) {
            return None;
        }
        let end = if open { i } else { i + tail + close };
        damaged |= hash == 3 || hash_gap > 0 || tail > 0 || close != 1;
        return Some(Reference { end, first: numeric(value), second: None, depth: 0, damaged, doubtful: open });
    }
    let length = bytes[at..].iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let name = &text[at..at + length];
    let tail = gap(bytes, at + length);
    let close = semicolon(bytes, at + length + tail);
    if close == 0 {
        // A name that is no word needs a witness alone.
        let space =
            Reference { end: at + length, first: '\u{a0}', second: None, depth: 0, damaged: true, doubtful: true };
        return if name.eq_ignore_ascii_case("nbsp") { Some(space) } else { torn_name(text, at) };
    }
    damaged |= tail > 0 || close > 1;
    let lower = data::small(name);
    // A translator's capital: `&Lt;` is read as `&lt;`, whatever the standard calls ≪.
    let basic = matches!(&*lower, "lt" | "gt" | "amp" | "quot" | "nbsp");
    let (row, capital) = match find(if basic { &lower } else { name }) {
        Some(row) => (row, basic && name != lower && !name.bytes().all(|byte| byte.is_ascii_uppercase())),
        None if COMMON.has(&lower) => (find(&lower)?, true),
        None => return None,
    };
    damaged |= capital;
    Some(Reference {
        end: at + length + tail + close,
        first: row.first,
        second: row.second,
        depth: 0,
        damaged,
        doubtful: (damaged || nested) && !basic && !COMMON.has(row.name),
    })
}

/// Reads a name that is torn in letters or syllables, `n d a s h;`, if it is no word.
fn torn_name(text: &str, at: usize) -> Option<Reference> {
    let end = at + text.as_bytes()[at..].iter().take(LONGEST).position(|&byte| byte == b';')?;
    let name = text[at..end].replace(' ', "");
    let row = find(&name).filter(|row| COMMON.has(row.name))?;
    Some(Reference { end: end + 1, first: row.first, second: None, depth: 0, damaged: true, doubtful: false })
}

fn number(bytes: &[u8], radix: u32) -> (usize, u32) {
    let mut value = 0u32;
    let digits = bytes.iter().map_while(|&byte| (byte as char).to_digit(radix)).map(|digit| {
        value = value.saturating_mul(radix).saturating_add(digit);
    });
    (digits.count(), value)
}

/// The character of a numeric reference (HTML Standard §13.2.5.80).
fn numeric(value: u32) -> char {
    match value {
        0x80..=0x9F => WINDOWS_1252[value as usize - 0x80],
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// What Windows-1252 has where Latin 1 has controls (WHATWG Encoding Standard).
pub(crate) const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reads a reference as the HTML Standard does, at `&`.
pub(crate) fn standard(text: &str, at: usize, in_attribute: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    let sound = |end, first, second| Some(Reference { end, first, second, depth: 0, damaged: false, doubtful: false });
    let start = at + 1;
    if bytes.get(start) == Some(&b'#') {
        let hex = matches!(bytes.get(start + 1), Some(b'x' | b'X'));
        let from = start + 1 + usize::from(hex);
        let (digits, value) = number(&bytes[from..], if hex { 16 } else { 10 });
        if digits == 0 {
            return None;
        }
        let end = from + digits;
        return sound(end + usize::from(bytes.get(end) == Some(&b';')), numeric(value), None);
    }
    let length = bytes[start..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if length == 0 {
        return None;
    }
    if bytes.get(start + length) == Some(&b';')
        && let Some(row) = find(&text[start..start + length])
    {
        return sound(start + length + 1, row.first, row.second);
    }
    // The longest name that does without its semicolon: none has more than six letters.
    let row = (2..=length.min(6)).rev().find_map(|n| find(&text[start..start + n]).filter(|row| row.bare))?;
    let end = start + row.name.len();
    if in_attribute && bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=') {
        return None;
    }
    sound(end, row.first, row.second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(char, usize)> {
        tolerant(text, 0).map(|reference| (reference.first, reference.end))
    }

    #[test]
    fn four_figures_alone_stand_behind_a_backslash_of_json() {
        assert_eq!(escape("\\u00e9", 0), Some(('é', 6)));
        assert_eq!((escape("\\u+0e9", 0), escape("\\u00g9", 0)), (None, None));
    }

    #[test]
    fn torn_references_are_read() {
        for (text, first) in [
            ("& amp;", '&'),
            ("& # 39;", '\''),
            ("& quot ;", '"'),
            ("& n d a s h;", '–'),
            ("&egr ave;", 'è'),
            ("&rsquo ;", '’'),
            ("&#8217 ;", '’'),
            ("& Nbsp;", '\u{a0}'),
            ("&amp; nbsp；", '\u{a0}'),
            ("& laquo؛", '«'),
            ("&amp;amp;lt;", '<'),
            ("& Lt;", '<'),
            ("＆lt；", '<'),
            ("&#x27;", '\''),
        ] {
            assert_eq!(read(text), Some((first, text.len())), "{text}");
        }
    }

    #[test]
    fn what_strings_write_behind_a_backslash_is_read() {
        for (text, first) in [
            ("\\u003c", '<'),
            ("\\u003E", '>'),
            ("\\x3C", '<'),
            ("\\/", '/'),
            ("\\r\\n", '\u{2028}'),
            ("\\n\\n", '\u{2029}'),
            ("\\\\\\\"", '"'),
            ("\\ud83d\\ude00", '\u{1f600}'),
        ] {
            assert_eq!(read(text), Some((first, text.len())), "{text}");
        }
        for text in ["\\d", "\\x3", "\\x41", "\\u12", "\\ud83d", "\\ n", "\\"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn words_after_an_ampersand_are_left_alone() {
        assert_eq!(read("& Sons; more"), None);
        assert_eq!(read("&c=2"), None);
        assert!(tolerant("& copy; paste", 0).unwrap().doubtful);
    }

    #[test]
    fn every_name_of_the_standard_is_found() {
        let names = data_file!("references.txt").lines();
        let names: Vec<&str> = names.flat_map(|line| line.split(' ').skip(1)).collect();
        assert_eq!(names.len(), 2125);
        for name in names {
            let reference = standard(&format!("&{};", name.trim_end_matches('*')), 0, false).unwrap();
            let known = find(name.trim_end_matches('*')).unwrap();
            assert_eq!((reference.first, reference.second), (known.first, known.second));
            assert_eq!(known.bare, name.ends_with('*'));
        }
    }

    #[test]
    fn the_standard_reads_some_names_without_a_semicolon() {
        assert_eq!(standard("&copy 2020", 0, false).unwrap().first, '©');
        assert_eq!(standard("&notit;", 0, false).unwrap().end, 4);
        assert_eq!(standard("&copy=2", 0, true), None);
        assert_eq!(standard("&hellip", 0, false), None);
    }
}
