//! Spans, and the input that they count in.

use std::borrow::Cow;

/// A half-open range of the input: `start` is in it, `end` is not.
/// In Rust both count bytes; the JavaScript face gives UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// Where it starts.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The place itself, the start of the character that it is in, or the text's end: whichever comes first.
pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What spans count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Units {
    Bytes,
    #[cfg_attr(not(feature = "wasm"), allow(dead_code))]
    Utf16,
}

/// One representation on a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Flavour {
    /// `text/plain`
    #[default]
    Text,
    /// `text/html`
    Html,
}

/// What is pasted: text, HTML, or both flavours of one clipboard.
///
/// ```
/// use cleancopy::{Cleaner, Flavour, Input, Options};
///
/// let cleaner = Cleaner::new(Options::default())?;
/// let cleaned = cleaner.clean(&Input::both("Ships came.", "<p>Ships <b>came</b>.</p>"))?;
/// assert_eq!((cleaned.source, &*cleaned.output), (Flavour::Html, "Ships came."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    pub(crate) text: Option<Decoded<'a>>,
    pub(crate) html: Option<Decoded<'a>>,
}

/// A string, and where in it a U+FFFD stands for a lone surrogate (bytes, sorted).
#[derive(Debug, Clone)]
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub lone: Vec<u32>,
}

impl<'a> From<Cow<'a, str>> for Decoded<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Decoded { text, lone: Vec::new() }
    }
}

impl<'a> Input<'a> {
    /// A string on its own: text or HTML source, as the option `input` says.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Input { text: Some(text.into().into()), html: None }
    }

    /// The HTML flavour on its own.
    pub fn html(html: impl Into<Cow<'a, str>>) -> Self {
        Input { text: None, html: Some(html.into().into()) }
    }

    /// Both flavours of one clipboard.
    pub fn both(text: impl Into<Cow<'a, str>>, html: impl Into<Cow<'a, str>>) -> Self {
        Input { text: Some(text.into().into()), html: Some(html.into().into()) }
    }

    /// Flavours in UTF-16, as JavaScript has them. A lone surrogate becomes
    /// U+FFFD, and that is an edit of the rule `encoding`.
    pub fn utf16(text: Option<&[u16]>, html: Option<&[u16]>) -> Input<'static> {
        Input { text: text.map(decode_utf16), html: html.map(decode_utf16) }
    }
}

pub(crate) fn decode_utf16(units: &[u16]) -> Decoded<'static> {
    let (mut text, mut lone) = (String::with_capacity(units.len()), Vec::new());
    for unit in char::decode_utf16(units.iter().copied()) {
        text.push(unit.unwrap_or_else(|_| {
            lone.push(text.len() as u32);
            char::REPLACEMENT_CHARACTER
        }));
    }
    Decoded { text: Cow::Owned(text), lone }
}

/// Byte offsets of a string as UTF-16 code units: a checkpoint for each block
/// of bytes, then a count from there. Made in one pass, asked in any order.
///
/// ```
/// use cleancopy::{Span, Utf16};
///
/// let text = "😀 < p >";
/// let span = Utf16::new(text).span(Span { start: 5, end: 10 });
/// assert_eq!((span.start, span.end), (3, 8));
/// ```
pub struct Utf16<'a> {
    text: &'a str,
    /// Code units before each multiple of [`Utf16::STEP`] bytes; empty for ASCII.
    checkpoints: Vec<u32>,
}

impl<'a> Utf16<'a> {
    const STEP: usize = 128;

    /// Reads the string once. O(length).
    pub fn new(text: &'a str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for block in text.as_bytes().chunks(Self::STEP) {
                checkpoints.push(units);
                units += count_units(block);
            }
        }
        Utf16 { text, checkpoints }
    }

    /// The code units before a byte offset. O(1).
    pub fn offset(&self, byte: u32) -> u32 {
        let (byte, bytes) = (byte as usize, self.text.as_bytes());
        match self.checkpoints.get((byte / Self::STEP).min(self.checkpoints.len().saturating_sub(1))) {
            Some(units) => {
                units + count_units(&bytes[(byte / Self::STEP).min(self.checkpoints.len() - 1) * Self::STEP..byte])
            }
            None => byte as u32,
        }
    }

    /// A span in bytes as one in code units.
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }

    /// The byte offset of a count of code units; inside a pair or past the end, the next one that there is. O(log length).
    pub fn byte(&self, unit: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return unit.min(self.text.len() as u32);
        }
        let block = self.checkpoints.partition_point(|&before| before <= unit).saturating_sub(1);
        let mut start = block * Self::STEP;
        let mut units = self.checkpoints[block];
        let bytes = self.text.as_bytes();
        while start < bytes.len() && (units < unit || !self.text.is_char_boundary(start)) {
            units += units_of(bytes[start]);
            start += 1;
        }
        start as u32
    }
}

/// The code units that a byte of UTF-8 opens.
fn units_of(byte: u8) -> u32 {
    match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    }
}

/// Eight bytes at once.
fn count_units(bytes: &[u8]) -> u32 {
    const ONES: u64 = u64::MAX / 255;
    let (eights, rest) = bytes.as_chunks();
    let count = |&eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(eight);
        let (high, next) = (eight >> 7, eight >> 6);
        8 - (high & !next & ONES).count_ones() + (high & next & eight >> 5 & eight >> 4 & ONES).count_ones()
    };
    eights.iter().map(count).chain(rest.iter().map(|&byte| units_of(byte))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_astral_characters_as_two() {
        let text = format!("a😀é{}😀b", "ü".repeat(2000));
        let index = Utf16::new(&text);
        for (byte, _) in text.char_indices() {
            let units = text[..byte].encode_utf16().count() as u32;
            assert_eq!(index.offset(byte as u32), units);
            assert_eq!(index.byte(units), byte as u32);
        }
        assert_eq!(index.offset(text.len() as u32), text.encode_utf16().count() as u32);
        assert_eq!(index.byte(index.offset(text.len() as u32)), text.len() as u32);
    }

    #[test]
    fn a_lone_surrogate_is_replaced_and_remembered() {
        let decoded = decode_utf16(&[0x61, 0xD800, 0xD83D, 0xDE00, 0xDC00]);
        assert_eq!(decoded.text, "a\u{fffd}😀\u{fffd}");
        assert_eq!(decoded.lone, [1, 8]);
    }
}
