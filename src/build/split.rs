//! `split-long-paragraphs`: parts a long paragraph at a sentence near its middle.

use crate::data::places;
use crate::document::{Block, BlockKind, Document, Joint, Piece, What};
use crate::report::Reason;
use crate::rules::Rule;
use crate::source::Span;

/// Paragraphs of more bytes than this are parted.
const LONG: usize = 1200;
/// No part is shorter than this.
const SHORTEST: usize = 400;

/// Parts every long paragraph. O(length).
pub(super) fn split(text: &str, document: &mut Document) {
    let pieces = std::mem::take(&mut document.pieces);
    let blocks = std::mem::take(&mut document.blocks);
    let mut from = 0;
    for block in blocks {
        document.pieces.extend_from_slice(&pieces[from..block.first as usize]);
        part(text, document, block, &pieces[block.first as usize..block.end as usize]);
        from = block.end as usize;
    }
    document.pieces.extend_from_slice(&pieces[from..]);
}

fn part(text: &str, document: &mut Document, block: Block, pieces: &[Piece]) {
    let length: usize = pieces.iter().map(|piece| piece.span.range().len()).sum();
    let mut current = Block { first: document.pieces.len() as u32, ..block };
    let mut written = 0;
    // Looks that are on: a paragraph is not parted inside one.
    let mut looks = 0;
    for piece in pieces {
        match piece.what {
            What::Open(_) => looks += 1,
            What::Close(_) => looks -= 1,
            _ => {}
        }
        let mut span = piece.span;
        if piece.what == What::Text && looks == 0 && block.kind == BlockKind::Paragraph && length > LONG {
            let left = length - written;
            while let Some(at) = sentence(text, span, SHORTEST.saturating_sub(written), left) {
                let cut = span.start + at as u32;
                document.pieces.push(Piece { span: Span { start: span.start, end: cut }, ..*piece });
                current.end = document.pieces.len() as u32;
                document.blocks.push(current);
                let group = document.add_group(Rule::SplitLongParagraphs, Reason::Rule(Rule::SplitLongParagraphs));
                document.pieces.push(Piece { span: Span { start: cut, end: cut + 1 }, what: What::Space, group });
                current = Block { first: document.pieces.len() as u32, joint: Joint::Paragraph, ..block };
                span.start = cut + 1;
                written = 0;
            }
        }
        written += span.range().len();
        document.pieces.push(Piece { span, ..*piece });
    }
    current.end = document.pieces.len() as u32;
    document.blocks.push(current);
}

/// The space behind the first sentence that ends after so many bytes, if enough is left behind it.
fn sentence(text: &str, span: Span, after: usize, left: usize) -> Option<usize> {
    let words = &text[span.range()];
    let mut from = after.min(words.len());
    while !words.is_char_boundary(from) {
        from += 1;
    }
    places(&words[from..], ". ")
        .map(|at| from + at + 1)
        .find(|&at| words[at + 1..].starts_with(char::is_uppercase) && left.saturating_sub(at) >= SHORTEST)
}
