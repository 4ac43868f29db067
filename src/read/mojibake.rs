//! UTF-8 that was read as Windows-1252, MacRoman, Windows-1251 and the like, once or more often over.
//!
//! A run is a candidate where its characters' bytes in one code page are UTF-8. Evidence is what the
//! run looks like and what it would become: each two neighbours that no language writes side by side
//! (`é` before `½`, a capital behind a small letter, Greek behind Latin) cost something, and the
//! reading must cost less by `ENOUGH`. Python-ftfy calls the like "badness". Evidence belongs to the
//! text: where a code page explained runs beyond doubt, its other runs need no proof of their own.

use std::ops::Range;
use std::sync::OnceLock;

use super::code_page::{self, Misread};
use crate::data::{ascii_length, data_file};
use crate::document::{Block, BlockKind, Document, GroupId, Inline, InlineId, InlineKind, Piece, What};
use crate::lex::reference::WINDOWS_1252;
use crate::report::Reason;
use crate::rules::Rule;
use crate::source::{Flavour, Span};

/// Mends every block. O(length); where nothing is suspicious, one look at the bytes.
pub(super) fn mend(text: &str, document: &mut Document, flavour: Flavour) {
    // In HTML, code shows what it says, a character that was misread as well.
    let samples = flavour == Flavour::Html;
    let suspicious = document.pieces.iter().any(|piece| match piece.what {
        What::Text => !text[piece.span.range()].is_ascii(),
        What::Characters(first, _) => !first.is_ascii(),
        _ => false,
    });
    let mut words = String::new();
    let mut any = |block: &Block| {
        let pieces = &document.pieces[block.first as usize..block.end as usize];
        let mut code = samples && block.kind == BlockKind::Preformatted;
        runs_of_words(pieces).any(|run| {
            code = samples && in_code(run, &document.inlines).unwrap_or(code);
            read_run(text, run, &mut words);
            !code && is_suspicious(&words)
        })
    };
    if !suspicious {
        return;
    }
    let torn = document.blocks.iter().any(&mut any);
    let mut proofs = Proofs::default();
    for piece in document.pieces.iter().filter(|piece| torn && matches!(piece.what, What::Text)) {
        proofs.count(&text[piece.span.range()]);
    }
    // What is UTF-8 is nothing else.
    let utf_8 = (0..PAGES).any(|page| proofs.enough(page) == 0);
    let misread = if utf_8 { None } else { code_page::misread(&written(text, document, samples)) };
    if misread.is_none() && !torn {
        return;
    }
    let pieces = std::mem::take(&mut document.pieces);
    document.pieces.reserve(pieces.len());
    let mut from = 0;
    for index in 0..document.blocks.len() {
        let block = document.blocks[index];
        document.pieces.extend_from_slice(&pieces[from..block.first as usize]);
        document.blocks[index].first = document.pieces.len() as u32;
        let pieces = &pieces[block.first as usize..block.end as usize];
        if samples && block.kind == BlockKind::Preformatted {
            document.pieces.extend_from_slice(pieces);
        } else {
            mend_block(text, document, pieces, (&proofs, misread.as_ref()), samples);
        }
        document.blocks[index].end = document.pieces.len() as u32;
        from = block.end as usize;
    }
    document.pieces.extend_from_slice(&pieces[from..]);
}

/// How a text begins, but for samples of code.
fn written(text: &str, document: &Document, samples: bool) -> String {
    let mut written = String::new();
    for block in document.blocks.iter().filter(|block| !samples || block.kind != BlockKind::Preformatted) {
        for piece in &document.pieces[block.first as usize..block.end as usize] {
            if is_words(piece) {
                read_piece(text, piece, &mut written);
            }
        }
        written.push('\n');
        if written.len() > code_page::ASKED {
            break;
        }
    }
    written
}

/// Mends each run of words between marks of markup.
fn mend_block(
    text: &str,
    document: &mut Document,
    pieces: &[Piece],
    (proofs, misread): (&Proofs, Option<&Misread>),
    samples: bool,
) {
    let (mut words, mut code) = (String::new(), false);
    for run in runs_of_words(pieces) {
        code = samples && in_code(run, &document.inlines).unwrap_or(code);
        read_run(text, run, &mut words);
        let repairs = match misread {
            _ if code => Vec::new(),
            Some(misread) => misread.repairs(&words),
            None if is_suspicious(&words) => repairs(&words, proofs),
            None => Vec::new(),
        };
        if repairs.is_empty() {
            document.pieces.extend_from_slice(run);
        } else {
            replace(text, document, run, repairs, misread.is_some());
        }
    }
}

/// Runs of pieces that are words, and of others. Markup that shows nothing may stand in the middle of
/// a character.
fn runs_of_words(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    pieces.chunk_by(|a, b| is_words(a) == is_words(b))
}

/// Whether code starts or ends in a run of markup.
fn in_code(run: &[Piece], inlines: &[Inline]) -> Option<bool> {
    let is_code = |inline: InlineId| inlines[inline.0 as usize].kind == InlineKind::Code;
    run.iter().rev().find_map(|piece| match piece.what {
        What::Open(inline) if is_code(inline) => Some(true),
        What::Close(inline) if is_code(inline) => Some(false),
        _ => None,
    })
}

fn is_words(piece: &Piece) -> bool {
    matches!(piece.what, What::Text | What::Characters(..) | What::Space | What::Nothing)
}

/// What a run says: nothing, if it is none of words.
fn read_run(text: &str, run: &[Piece], out: &mut String) {
    out.clear();
    if is_words(&run[0]) {
        run.iter().for_each(|piece| read_piece(text, piece, out));
    }
}

/// What a piece says. A no-break space that is to collapse may be half of a character.
fn read_piece(text: &str, piece: &Piece, out: &mut String) {
    match piece.what {
        What::Characters(first, second) => {
            out.push(first);
            out.extend(second);
        }
        // A soft hyphen may be half of a character.
        What::Nothing if matches!(&text[piece.span.range()], "\u{ad}" | "&shy;" | "&#173;" | "&#xAD;" | "&#xad;") => {
            out.push('\u{ad}')
        }
        What::Nothing => {}
        What::Space if text[piece.span.range()].starts_with('&') => out.push('\u{a0}'),
        // It shows as a space.
        What::Space if text[piece.span.range()].is_ascii() => out.push(' '),
        _ => out.push_str(&text[piece.span.range()]),
    }
}

/// Writes a run of pieces anew, with each repair as one piece, and a change of its own if they are not one `together`.
fn replace(text: &str, document: &mut Document, run: &[Piece], repairs: Vec<(Range<usize>, String)>, together: bool) {
    let mut group = GroupId::NONE;
    let mut repairs = repairs.into_iter().peekable();
    let mut offset = 0;
    // The repair that is under way, and where it starts in the input.
    let mut open: Option<(u32, usize, String)> = None;
    for piece in run {
        let mut said = String::new();
        read_piece(text, piece, &mut said);
        let (start, end) = (offset, offset + said.len());
        offset = end;
        let exact = said == text[piece.span.range()];
        // Where a place in what the piece says is in the input.
        let place = |at: usize| match () {
            () if exact => piece.span.start + (at - start) as u32,
            () if at <= start => piece.span.start,
            () => piece.span.end,
        };
        let mut from = piece.span.start;
        loop {
            if let Some((at, until, words)) = open.take() {
                if until > end {
                    open = Some((at, until, words));
                    from = piece.span.end;
                    break;
                }
                if !together || group == GroupId::NONE {
                    group = document.add_group(Rule::Mojibake, Reason::Rule(Rule::Mojibake));
                }
                let what = document.say(words);
                from = place(until);
                document.pieces.push(Piece { span: Span { start: at, end: from }, what, group });
            }
            match repairs.next_if(|(range, _)| range.start < end) {
                Some((range, words)) => {
                    let at = place(range.start.max(start));
                    if from < at {
                        document.pieces.push(Piece { span: Span { start: from, end: at }, ..*piece });
                    }
                    open = Some((at.max(from), range.end, words));
                }
                None => break,
            }
        }
        if from < piece.span.end {
            document.pieces.push(Piece { span: Span { start: from, end: piece.span.end }, ..*piece });
        }
    }
}

/// What each code page reads the bytes from 80 to FF as; `.` where it has no character.
fn pages() -> impl Iterator<Item = &'static str> {
    let lines = data_file!("code-pages.txt").lines();
    lines.filter_map(|line| Some(line.split_once(' ')?.1))
}

/// One of them, by place.
pub(super) fn page(place: usize) -> &'static str {
    pages().nth(place).unwrap_or_default()
}

/// Code pages that UTF-8 is read in, Windows-1252 first.
const PAGES: usize = 8;

/// By how much a reading must look better than what stands there.
const ENOUGH: i32 = 2;

/// The byte that each code page has for a character, 0 where it has none.
type Row = [u8; 8];

/// The rows of the characters from U+0080 to U+25FF.
fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = vec![[0; 8]; 0x2600];
        // A byte that a page has no character for passes through; Latin-1 lets the first 32 pass.
        (0x80..0xA0).for_each(|byte: u8| rows[usize::from(byte)] = [byte; 8]);
        for (page, characters) in pages().take(PAGES).enumerate() {
            for (ch, byte) in characters.chars().zip(0x80..=0xFF) {
                if let Some(row) = rows.get_mut(ch as usize).filter(|_| ch != '.') {
                    row[page] = byte;
                }
            }
        }
        rows
    })
}

pub(super) fn row(ch: char) -> Row {
    if ch.is_ascii() { [0; 8] } else { rows().get(ch as usize).copied().unwrap_or([0; 8]) }
}

/// Neighbours of which one is not ASCII: few, in most texts.
pub(super) fn pairs(words: &str) -> impl Iterator<Item = (char, char)> {
    let (mut rest, mut last) = (words, ' ');
    std::iter::from_fn(move || {
        if last.is_ascii() {
            let ascii = ascii_length(rest.as_bytes());
            last = rest[..ascii].chars().next_back().unwrap_or(last);
            rest = &rest[ascii..];
        }
        let ch = rest.chars().next()?;
        rest = &rest[ch.len_utf8()..];
        Some((std::mem::replace(&mut last, ch), ch))
    })
}

/// Whether two neighbours could begin a character of UTF-8 in some code page.
fn is_suspicious(words: &str) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    pairs(words).any(|(last, ch)| {
        // A lead byte is 11xxxxxx, one that continues 10xxxxxx; eight pages at a time.
        let [last, now] = [last, ch].map(|ch| u64::from_le_bytes(row(ch)));
        let leads = last & (last << 1) & HIGH;
        leads & now & !(now << 1) & HIGH > 0
            // The space that follows `Ã` and `Â` was a no-break space.
            || leads & 0x80 > 0 && ch == ' '
            || is_control(ch)
    })
}

/// A control character, which is a byte of Windows-1252 that was read as Latin-1.
fn is_control(ch: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&ch)
}

/// How much each code page explained beyond doubt.
#[derive(Default)]
struct Proofs([i32; PAGES]);

impl Proofs {
    fn count(&mut self, words: &str) {
        if !is_suspicious(words) {
            return;
        }
        for run in runs(words, &Proofs::default()) {
            (0..PAGES).filter(|page| run.pages >> page & 1 > 0).for_each(|page| self.0[page] += run.gain);
        }
    }

    /// By how much a reading in a code page must look better.
    fn enough(&self, page: usize) -> i32 {
        if self.0[page] >= 3 * ENOUGH { 0 } else { ENOUGH }
    }
}

/// A run of characters that are UTF-8 in a code page.
struct Run {
    range: Range<usize>,
    /// A bit for each code page that explains it as well.
    pages: u32,
    gain: i32,
    text: String,
}

/// What to put where: mended as often as it was misread.
fn repairs(words: &str, proofs: &Proofs) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for run in runs(words, proofs) {
        match found.last_mut() {
            Some((range, text)) if range.end == run.range.start => {
                range.end = run.range.end;
                text.push_str(&run.text);
            }
            _ => found.push((run.range, run.text)),
        }
    }
    for (_, text) in &mut found {
        for _ in 0..3 {
            let again = runs(text, proofs);
            if again.is_empty() {
                break;
            }
            again.into_iter().rev().for_each(|run| text.replace_range(run.range, &run.text));
        }
    }
    found
}

/// Every run that a code page explains, from left to right.
fn runs(words: &str, proofs: &Proofs) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    // Up to where each page was tried.
    let mut tried = [0; PAGES];
    let (mut at, mut before) = (0, ' ');
    while let Some(ch) = words[at..].chars().next() {
        let mut best: Option<Run> = None;
        let mut proof = 0;
        if !ch.is_ascii() {
            for (page, tried) in tried.iter_mut().enumerate() {
                if *tried > at || row(ch)[page] < 0xC2 && !(page == 0 && is_control(ch)) {
                    continue;
                }
                let Some((end, text)) = decode(words, at, page) else { continue };
                *tried = end;
                let after = words[end..].chars().next().unwrap_or(' ');
                // “Ã©” is spoken of: marks that came through whole were read right.
                if is_quoted(before, after) {
                    continue;
                }
                let gain = cost(before, &words[at..end], after) - cost(before, &text, after);
                if gain < proofs.enough(page) || best.as_ref().is_some_and(|best| best.gain > gain) {
                    continue;
                }
                let pages = best.as_ref().filter(|best| best.gain == gain).map_or(0, |best| best.pages);
                if pages == 0 || proofs.0[page] > proof {
                    proof = proofs.0[page];
                    best = Some(Run { range: at..end, pages, gain, text });
                }
                best.iter_mut().for_each(|best| best.pages |= 1 << page);
            }
        }
        let end = best.as_ref().map_or(at + ch.len_utf8(), |run| run.range.end);
        before = words[at..end].chars().next_back().unwrap_or(' ');
        at = end;
        if let Some(run) = best {
            // What follows is judged beside what was meant.
            before = run.text.chars().next_back().unwrap_or(before);
            tried = [0; PAGES];
            found.push(run);
        }
    }
    found
}

/// Whether quotation marks stand on both sides.
fn is_quoted(before: char, after: char) -> bool {
    matches!(
        (before, after),
        ('“' | '„' | '”', '“' | '”') | ('‘' | '‚', '’' | '‘') | ('«', '»') | ('»', '«') | ('「', '」')
    )
}

/// Characters' bytes, read as UTF-8 for as long as they are: where they end, and what they say.
/// At most 64 characters, so that a long run is judged piece by piece.
fn decode(words: &str, from: usize, page: usize) -> Option<(usize, String)> {
    let (mut at, mut out) = (from, String::new());
    for _ in 0..64 {
        let Some((end, ch)) = sequence(words, at, page) else { break };
        out.extend(ch);
        at = end;
    }
    (at > from).then_some((at, out))
}

/// One character's bytes, each read as a character of its own: where they end, and the character.
fn sequence(words: &str, at: usize, page: usize) -> Option<(usize, Option<char>)> {
    let mut chars = words[at..].chars();
    let lead = chars.next()?;
    if page == 0 && is_control(lead) {
        let ch = WINDOWS_1252[lead as usize - 0x80];
        return (!is_control(ch)).then(|| (at + lead.len_utf8(), Some(ch)));
    }
    let mut bytes = [row(lead)[page], 0, 0, 0];
    let length = match bytes[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    for slot in 1..length {
        let end = words.len() - chars.as_str().len();
        let next = chars.next();
        let byte = next.map_or(0, |ch| row(ch)[page]);
        if (0x80..0xC0).contains(&byte) {
            bytes[slot] = byte;
            continue;
        }
        // Of the bytes that Windows-1252 cannot show, quotation marks have 9D.
        let is_edge = next.is_none_or(|ch| ch.is_whitespace() || ch.is_ascii_punctuation() || ch == '\u{fffd}');
        return match &bytes[..slot] {
            b"\xE2\x80" if page == 0 && is_edge => {
                let lost = if next == Some('\u{fffd}') { '\u{fffd}'.len_utf8() } else { 0 };
                Some((end + lost, Some('”')))
            }
            // A no-break space became a space, or one with the space behind it.
            b"\xC3" if page == 0 && next == Some(' ') => {
                let only = words[end + 1..].starts_with(&['.', ',', ';', ':', '!', '?', ')'][..]);
                Some((end + usize::from(only), Some('à')))
            }
            b"\xC2"
                if page == 0
                    && next == Some(' ')
                    && words[..at].ends_with(|ch| kind(ch) != Kind::Space && ch != '"' && !super::opens(ch)) =>
            {
                Some((end, None))
            }
            _ => None,
        };
    }
    let ch = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some((words.len() - chars.as_str().len(), Some(ch)))
}

/// What kind of character one is, as far as neighbours tell sense from nonsense.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Digit,
    /// ASCII's, and marks that stand behind a word: `”`, `»`, `…`, dashes.
    Closing,
    /// Marks that stand before a word: `“`, `„`, `¿`, currencies.
    Opening,
    /// Signs that stand behind a word: `™`, `°`, `ª`.
    Sign,
    /// Signs that stand beside no letter: `½`, `¬`, `√`.
    Odd,
    Small(u8),
    Capital(u8),
    /// Letters of a script without capitals, and what joins any.
    Letter(u8),
    /// What no text has: control characters, phonetic letters, rare blocks.
    Never,
}

/// Scripts, which do not mix in a word.
const LATIN: u8 = 0;
const GREEK: u8 = 1;
const CYRILLIC: u8 = 2;

fn kind(ch: char) -> Kind {
    use Kind::*;
    let cased = |script| if ch.is_uppercase() { Capital(script) } else { Small(script) };
    match ch as u32 {
        0x61..=0x7A => Small(LATIN),
        0x41..=0x5A => Capital(LATIN),
        0x30..=0x39 => Digit,
        0x09..=0x0D | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => Space,
        0..=0x1F | 0x80..=0x9F => Never,
        0x20..=0x7F => Closing,
        0xA1 | 0xBF | 0xA2..=0xA5 | 0xAB | 0x201C | 0x201E | 0x201A | 0x2039 | 0x20A0..=0x20CF => Opening,
        0xA9 | 0xAA | 0xAE | 0xB0 | 0xBA | 0x2122 => Sign,
        0xB7 | 0xBB | 0xAD | 0x2010..=0x2027 | 0x2030..=0x203A | 0x200B..=0x200F => Closing,
        0xA6..=0xBE | 0xD7 | 0xF7 => Odd,
        0xC0..=0x17F | 0x1A0..=0x1A1 | 0x1AF..=0x1B0 | 0x218..=0x21B | 0x1E00..=0x1EFF => cased(LATIN),
        0x192 | 0x2C6..=0x2DD => Odd,
        0x180..=0x36F => Never,
        0x386..=0x3CE | 0x1F00..=0x1FFC => cased(GREEK),
        0x400..=0x45F | 0x490..=0x491 => cased(CYRILLIC),
        0x531..=0x586 => cased(3),
        0x5B0..=0x5EA => Letter(4),
        0x60C..=0x6D5 | 0x6F0..=0x6F9 => Letter(5),
        0x900..=0x109F => Letter((ch as u32 >> 7) as u8),
        0x10D0..=0x10FF => Letter(6),
        0x1780..=0x17FF => Letter(7),
        0x2100..=0x26FF => Odd,
        0x3000..=0x9FFF | 0xFF00..=0xFFEF => Letter(8),
        0xAC00..=0xD7A3 => Letter(9),
        0xFE0F | 0xFFFD | 0x1F000..=0x1FAFF => Sign,
        _ => Never,
    }
}

/// A character beside others. Its kind is asked once: that takes longer than to tell what two of them cost.
#[derive(Clone, Copy)]
pub(super) struct Neighbour {
    ch: char,
    kind: Kind,
}

impl Neighbour {
    pub fn new(ch: char) -> Neighbour {
        Neighbour { ch, kind: kind(ch) }
    }

    pub fn is_letter(self) -> bool {
        matches!(self.kind, Kind::Small(_) | Kind::Capital(_) | Kind::Letter(_))
    }

    /// What it costs behind another.
    pub fn cost(self, last: Neighbour) -> i32 {
        pair(last, self) + if self.kind == Kind::Never { 4 } else { 0 }
    }
}

/// How little a text looks like one, between two characters.
fn cost(before: char, words: &str, after: char) -> i32 {
    let (mut last, mut total) = (Neighbour::new(before), 0);
    for ch in words.chars().map(Neighbour::new) {
        total += ch.cost(last);
        last = ch;
    }
    total + pair(last, Neighbour::new(after))
}

/// What it costs that one character follows another.
fn pair(Neighbour { ch: a, kind: first }: Neighbour, Neighbour { ch: b, kind: second }: Neighbour) -> i32 {
    use Kind::*;
    // Languages that write them write letters around them.
    let is_suspect = |ch| matches!(ch, 'Ã' | 'Â');
    match (first, second) {
        (Small(one), Capital(other)) if one == other => 2,
        (Small(one) | Capital(one) | Letter(one), Small(other) | Capital(other) | Letter(other)) if one != other => {
            // Formulas have Greek letters; Chinese and Japanese stand beside any.
            if one == GREEK || other == GREEK || one == 8 || other == 8 { 1 } else { 3 }
        }
        (Small(_) | Capital(_) | Letter(_), Odd) | (Odd | Sign, Small(_) | Capital(_) | Letter(_)) => 2,
        (Small(_) | Capital(_), Opening) if b != '‘' => 2,
        (Closing, Small(_) | Capital(_)) if matches!(a, '”' | '»' | '‰' | '›' | '•' | '†' | '‡') => 2,
        (Digit | Closing, _) if is_suspect(b) && a != '-' && a != '\'' => 2,
        (_, Sign) if is_suspect(a) => 2,
        (Space, _) if is_suspect(b) => 1,
        (_, Space) if is_suspect(a) => 1,
        (Odd | Sign, Odd | Opening | Sign) | (Opening, Odd | Sign | Opening) => 1,
        (Odd, Closing) | (Closing, Odd) if !a.is_ascii() && !b.is_ascii() => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(words: &str) -> String {
        let mut proofs = Proofs::default();
        proofs.count(words);
        let mut out = words.to_owned();
        for (range, text) in repairs(words, &proofs).into_iter().rev() {
            out.replace_range(range, &text);
        }
        out
    }

    /// What a text looks like that was read in the wrong code page.
    fn misread(words: &str, page: usize) -> String {
        let characters: Vec<char> = pages().nth(page).unwrap().chars().collect();
        let read = |byte: u8| match byte {
            0..0x80 => byte as char,
            _ => Some(characters[usize::from(byte) - 0x80]).filter(|&ch| ch != '.').unwrap_or(if byte < 0xA0 {
                byte as char
            } else {
                '\u{fffd}'
            }),
        };
        words.bytes().map(read).collect()
    }

    #[test]
    fn misread_characters_are_mended() {
        assert_eq!(mended("The harbourâ€™s â€œnewâ€\u{9d} pier cafÃ©"), "The harbour’s “new” pier café");
        assert_eq!(mended("â€œnewâ€ pier"), "“new” pier");
        assert_eq!(mended("ÃƒÂ©tÃƒÂ©"), "été");
        assert_eq!(mended("ÐŸÑ€Ð¸Ð²ÐµÑ‚"), "Привет");
        assert_eq!(mended("ðŸ˜€"), "😀");
        assert_eq!(mended("dÃ©jÃ\u{a0} vu, dÃ©jÃ vu, 10Â km"), "déjà vu, déjà vu, 10 km");
    }

    #[test]
    fn every_code_page_is_seen_through() {
        for page in 0..PAGES {
            for words in [
                "Le café n’est pas « prêt » — déjà vu à l’hôtel",
                "Zażółć gęślą jaźń, příliš žluťoučký kůň",
                "Привет, как дела? Всё хорошо — «спасибо»",
                "Καλημέρα κόσμε",
                "海の家は五時に閉まります。",
                "مرحبا بالعالم",
                "שלום עולם",
                "Güneş doğdu, İstanbul’da çay içtik",
            ] {
                let misread = misread(words, page);
                if !misread.contains('\u{fffd}') {
                    assert_eq!(mended(&misread), words, "{page}");
                }
                assert_eq!(mended(words), words, "{page}");
            }
        }
    }

    #[test]
    fn sound_words_are_left_alone() {
        for words in [
            "Ângela Ávila",
            "naïve café",
            "El Niño",
            "DÉJÀ VU",
            "« Âge »",
            "Ã",
            "à la carte",
            "50 â‚",
            "Zoë…”",
            "¡SÍ!",
            "ATÉ AMANHÃ”",
            "É… «Её» «США»",
            "HÅVARD Ø",
            "the letter Ã’s tail",
            "Ō¬o",
            "ТИТУЛЪ™",
            "5 Å—",
            "naïveté” »",
        ] {
            assert_eq!(mended(words), words);
        }
    }
}
