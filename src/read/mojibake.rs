//! UTF-8 that was read as Windows-1252, once or more often over.
//!
//! Evidence is the run itself: characters whose bytes, put together, are one character of UTF-8,
//! and that no language writes side by side (python-ftfy calls the like "badness").

use std::ops::Range;

use crate::data::by_place;
use crate::document::{Document, Piece, What};
use crate::lex::reference::WINDOWS_1252;
use crate::report::Reason;
use crate::rules::Rule;
use crate::source::Span;

/// Mends every block. O(length); where nothing is suspicious, one look at the bytes.
pub(super) fn mend(text: &str, document: &mut Document) {
    let suspicious = document.pieces.iter().any(|piece| match piece.what {
        What::Text => is_suspicious(&text[piece.span.range()]),
        What::Characters(first, _) => is_lead(first),
        _ => false,
    });
    if !suspicious {
        return;
    }
    let pieces = std::mem::take(&mut document.pieces);
    document.pieces.reserve(pieces.len());
    let mut from = 0;
    for index in 0..document.blocks.len() {
        let block = document.blocks[index];
        document.pieces.extend_from_slice(&pieces[from..block.first as usize]);
        document.blocks[index].first = document.pieces.len() as u32;
        mend_block(text, document, &pieces[block.first as usize..block.end as usize]);
        document.blocks[index].end = document.pieces.len() as u32;
        from = block.end as usize;
    }
    document.pieces.extend_from_slice(&pieces[from..]);
}

/// Mends each run of words between marks of markup.
fn mend_block(text: &str, document: &mut Document, pieces: &[Piece]) {
    // Markup that shows nothing may stand in the middle of a character.
    let is_words =
        |piece: &Piece| matches!(piece.what, What::Text | What::Characters(..) | What::Space | What::Nothing);
    for run in pieces.chunk_by(|a, b| is_words(a) == is_words(b)) {
        let mut words = String::new();
        if is_words(&run[0]) {
            run.iter().for_each(|piece| read_piece(text, piece, &mut words));
        }
        let repairs = if is_suspicious(&words) { repairs(&words) } else { Vec::new() };
        if repairs.is_empty() {
            document.pieces.extend_from_slice(run);
        } else {
            replace(text, document, run, repairs);
        }
    }
}

/// What a piece says. A no-break space that is to collapse may be half of a character.
fn read_piece(text: &str, piece: &Piece, out: &mut String) {
    match piece.what {
        What::Characters(first, second) => {
            out.push(first);
            out.extend(second);
        }
        What::Nothing => {}
        What::Space if text[piece.span.range()].starts_with('&') => out.push('\u{a0}'),
        _ => out.push_str(&text[piece.span.range()]),
    }
}

/// Writes a run of pieces anew, with each repair as one piece.
fn replace(text: &str, document: &mut Document, run: &[Piece], repairs: Vec<(Range<usize>, String)>) {
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
                let group = document.add_group(Rule::Mojibake, Reason::Rule(Rule::Mojibake));
                document.words.push(words);
                let what = What::Words(document.words.len() as u32 - 1);
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

/// The byte that Windows-1252 has for a character; the five that it lacks pass through.
fn byte(ch: char) -> Option<u8> {
    match ch as u32 {
        value @ 0x80..=0xFF => Some(value as u8),
        _ => WINDOWS_1252.iter().position(|&other| other == ch).map(|at| 0x80 + at as u8),
    }
}

/// A character whose byte starts a sequence of UTF-8: `Â` to `ô`.
fn is_lead(ch: char) -> bool {
    ('\u{c2}'..='\u{f4}').contains(&ch)
}

/// Whether there is a character that could start a sequence: a quick look at the bytes.
fn is_suspicious(words: &str) -> bool {
    words.as_bytes().windows(3).any(|bytes| {
        // `Â` to `ô` is C3 82 to C3 B4, and behind it must stand what is no ASCII.
        bytes[0] == 0xC3 && (0x82..=0xB4).contains(&bytes[1]) && bytes[2] >= 0x80
    }) || words.contains("â€")
}

/// What to put where: mended as often as it was misread.
fn repairs(words: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(length) = words[at..].find(is_lead) else { break };
        at += length;
        match sequence(words, at) {
            Some((end, mended)) => {
                match found.last_mut() {
                    Some((range, text)) if range.end == at => {
                        range.end = end;
                        text.push_str(&mended);
                    }
                    _ => found.push((at..end, mended)),
                }
                at = end;
            }
            None => at += words[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    // A closing quotation mark whose last byte nobody could show.
    if !found.is_empty() {
        let lost: Vec<_> = words
            .match_indices("â€")
            .map(|(at, part)| at..at + part.len())
            .filter(|range| {
                let next = found.partition_point(|(other, _)| other.end <= range.start);
                found.get(next).is_none_or(|(other, _)| other.start >= range.end)
                    && words[range.end..]
                        .chars()
                        .next()
                        .is_none_or(|ch| ch.is_whitespace() || ch.is_ascii_punctuation())
            })
            .collect();
        found.extend(lost.into_iter().map(|range| (range, "”".to_owned())));
        found = by_place(found, |(range, _)| range.start as u64);
    }
    for (_, text) in &mut found {
        for _ in 0..3 {
            let again = repairs_once(text);
            match again {
                Some(again) => *text = again,
                None => break,
            }
        }
    }
    found
}

fn repairs_once(words: &str) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut mended) = (0, false);
    while let Some(ch) = words[at..].chars().next() {
        match sequence(words, at) {
            Some((end, text)) => {
                out.push_str(&text);
                at = end;
                mended = true;
            }
            None => {
                out.push(ch);
                at += ch.len_utf8();
            }
        }
    }
    mended.then_some(out)
}

/// One character's bytes, each read as a character of its own: gives where they end, and the character.
fn sequence(words: &str, at: usize) -> Option<(usize, String)> {
    let mut chars = words[at..].chars();
    let lead = chars.next().filter(|&ch| is_lead(ch))?;
    let length = match lead as u32 {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    let mut bytes = [lead as u8, 0, 0, 0];
    let mut end = at + lead.len_utf8();
    for slot in &mut bytes[1..length] {
        let ch = chars.next()?;
        *slot = byte(ch).filter(|byte| (0x80..=0xBF).contains(byte))?;
        end += ch.len_utf8();
    }
    let mended = std::str::from_utf8(&bytes[..length]).ok()?;
    let ch = mended.chars().next()?;
    // Two characters that languages do write side by side, such as `Ã` and `ª`, need a result that they write too.
    let plausible = match length {
        2 => ch.is_alphabetic() || matches!(ch as u32, 0xA0..=0xBF),
        _ => !ch.is_control(),
    };
    plausible.then(|| (end, mended.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(words: &str) -> String {
        let mut out = words.to_owned();
        for (range, text) in repairs(words).into_iter().rev() {
            out.replace_range(range, &text);
        }
        out
    }

    #[test]
    fn misread_characters_are_mended() {
        assert_eq!(mended("The harbourâ€™s â€œnewâ€\u{9d} pier cafÃ©"), "The harbour’s “new” pier café");
        assert_eq!(mended("â€œnewâ€ pier"), "“new” pier");
        assert_eq!(mended("ÃƒÂ©tÃƒÂ©"), "été");
        assert_eq!(mended("ÐŸÑ€Ð¸Ð²ÐµÑ‚"), "Привет");
        assert_eq!(mended("ðŸ˜€"), "😀");
    }

    #[test]
    fn sound_words_are_left_alone() {
        for words in ["Ângela Ávila", "naïve café", "El Niño", "DÉJÀ VU", "« Âge »", "Ã", "à la carte", "50 â‚"]
        {
            assert_eq!(mended(words), words);
        }
    }
}
