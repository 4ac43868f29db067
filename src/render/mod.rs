//! Tiles to the output and, if asked for, to edits.
//!
//! A [`Writer`] takes the input's bytes in order, each as kept or replaced, so that the edits
//! applied to the input give the output by construction. An [`Outline`] says which blocks are
//! shown and how they nest; a [`Dialect`] writes what a format puts between them and into them.

mod counter;
mod html;
mod markdown;
mod outline;
mod text;

use crate::document::{ContainerKind, GroupId, InlineId};
use crate::options::Format;
use crate::read::is_indented;
use crate::report::Edit;
use crate::resolve::{Resolved, Shown, Tile};
use crate::rules::{Family, Rule};
use crate::source::Span;
use outline::{Block, Outline};

/// The output and the edits that make it, sorted.
pub(crate) struct Rendered {
    pub output: String,
    pub edits: Vec<Edit>,
}

/// Renders. O(length of input and output).
pub(crate) fn render(source: &str, resolved: &Resolved, format: Format, log: bool) -> Rendered {
    // Tags weigh more than marks.
    let shown = if format == Format::Html { resolved.shown * 2 } else { resolved.shown };
    let (output, edits) = (String::with_capacity(shown), log.then(Vec::new));
    let writer = Writer { source, resolved, marks: format == Format::Text, at: 0, output, edits };
    match format {
        Format::Text => drive(writer, &mut text::Text),
        Format::Markdown => drive(writer, &mut markdown::Markdown::default()),
        Format::Html => drive(writer, &mut html::Html::default()),
    }
}

/// What a format writes around words.
trait Dialect {
    /// Writes what stands between two blocks, before the first and after the last.
    fn between(&mut self, writer: &Writer, outline: &Outline, seam: &Seam, out: &mut String);
    /// Writes a block's tiles.
    fn block(&mut self, writer: &mut Writer, outline: &Outline, block: &Block);
}

/// Where two blocks meet.
struct Seam<'a> {
    /// None before the first block.
    before: Option<&'a Block>,
    /// The blocks that follow; none after the last.
    rest: &'a [Block],
    /// The containers around the block before and the block behind, outermost first.
    old: &'a [u32],
    open: &'a [u32],
    /// How many of them the two share.
    common: usize,
}

impl Seam<'_> {
    /// Whether the block behind goes on the one before it, behind a line break.
    fn continues(&self) -> bool {
        matches!((self.before, self.rest.first()), (Some(before), Some(after)) if after.continues(before))
    }

    /// The innermost container that both blocks are in.
    fn inside(&self, outline: &Outline) -> ContainerKind {
        outline.kind(self.open[..self.common].last().copied().unwrap_or(0))
    }

    fn closed(&self) -> &[u32] {
        &self.old[self.common..]
    }

    fn opened(&self) -> &[u32] {
        &self.open[self.common..]
    }
}

/// Walks the blocks and their gaps, in order.
fn drive(mut writer: Writer, dialect: &mut dyn Dialect) -> Rendered {
    let outline = Outline::new(writer.source, writer.resolved, !writer.marks);
    let (mut old, mut open, mut between) = (Vec::new(), Vec::new(), String::new());
    let mut gap = 0;
    for index in 0..=outline.blocks.len() {
        let before = index.checked_sub(1).map(|before| &outline.blocks[before]);
        let rest = &outline.blocks[index..];
        outline.chain(rest.first().map_or(0, |block| block.home), &mut open);
        let common = old.iter().zip(&open).take_while(|(old, open)| old == open).count();
        between.clear();
        dialect.between(&writer, &outline, &Seam { before, rest, old: &old, open: &open, common }, &mut between);
        writer.gap(gap..rest.first().map_or(writer.resolved.tiles.len(), |block| block.first), &between);
        if let Some(block) = rest.first() {
            dialect.block(&mut writer, &outline, block);
            gap = block.end;
        }
        std::mem::swap(&mut old, &mut open);
    }
    writer.finish()
}

/// What a tile says.
enum Said<'a> {
    /// Words; whether they are the input's own bytes.
    Words(&'a str, bool),
    Open(InlineId),
    Close(InlineId),
    Image(InlineId),
    Nothing,
}

/// Other text in the place of a part of some words.
struct Mark<'a> {
    at: usize,
    /// How many bytes it replaces.
    skip: usize,
    text: &'a str,
}

struct Writer<'a> {
    source: &'a str,
    resolved: &'a Resolved,
    /// Text, which has no markup: marks of sound Markdown are words, and images and thematic breaks nothing.
    marks: bool,
    at: u32,
    output: String,
    edits: Option<Vec<Edit>>,
}

impl<'a> Writer<'a> {
    fn tiles(&self, block: &Block) -> &'a [Tile] {
        &self.resolved.tiles[block.first..block.end]
    }

    /// The line feeds and the indentation before a line of text, if they stay.
    fn indentation(&self, line: &Block) -> Option<&'a str> {
        let start = self.resolved.tiles[line.first].span.start;
        let before = &self.source[self.at as usize..start as usize];
        let stays = self.resolved.tiles[..line.first]
            .iter()
            .rev()
            .take_while(|tile| tile.span.start >= self.at)
            .all(|tile| tile.group == GroupId::NONE);
        if stays && is_indented(before, line.marked) { Some(before) } else { None }
    }

    /// What a tile says; the buffer holds what is written nowhere.
    fn said<'b>(&self, tile: &Tile, buffer: &'b mut [u8; 8]) -> Said<'b>
    where
        'a: 'b,
    {
        if !self.resolved.is_live(tile.group) {
            return Said::Words(&self.source[tile.span.range()], true);
        }
        match tile.shown {
            Shown::Mark if !self.marks => Said::Nothing,
            Shown::Same | Shown::Mark => Said::Words(&self.source[tile.span.range()], true),
            Shown::Apart { written: false } if self.marks => Said::Nothing,
            Shown::Space | Shown::Apart { .. } => Said::Words(" ", false),
            Shown::Words(index) => Said::Words(&self.resolved.words[index as usize], false),
            Shown::Characters(first, second) => {
                let mut length = first.encode_utf8(buffer).len();
                length += second.map_or(0, |second| second.encode_utf8(&mut buffer[length..]).len());
                Said::Words(std::str::from_utf8(&buffer[..length]).unwrap_or_default(), false)
            }
            Shown::Open(inline) => Said::Open(inline),
            Shown::Close(inline) => Said::Close(inline),
            Shown::Image(inline) => Said::Image(inline),
            Shown::Nothing => Said::Nothing,
        }
    }

    /// Keeps the input up to here.
    fn keep(&mut self, span: Span) {
        debug_assert_eq!(self.at, span.start);
        self.output.push_str(&self.source[span.range()]);
        self.at = span.end;
    }

    /// Puts a text in the place of the input up to here.
    fn put(&mut self, span: Span, text: &str, group: GroupId) {
        debug_assert_eq!(self.at, span.start);
        self.output.push_str(text);
        self.at = span.end;
        let Some(edits) = &mut self.edits else { return };
        let change = self.resolved.change_of[group.0 as usize];
        if change.is_none() && self.source[span.range()] == *text {
            return;
        }
        match edits.last_mut() {
            // Neighbours of one change are one edit.
            Some(last) if last.change == change && last.span.end == span.start => {
                last.span.end = span.end;
                last.text.push_str(text);
            }
            _ => edits.push(Edit { span, text: text.to_owned(), rule: self.resolved.rule(group), change }),
        }
    }

    fn insert(&mut self, text: &str) {
        if !text.is_empty() {
            self.put(Span { start: self.at, end: self.at }, text, GroupId::NONE);
        }
    }

    /// Writes what a tile says, with marks in it, sorted.
    fn words<'m>(&mut self, tile: &Tile, text: &str, exact: bool, marks: &mut dyn Iterator<Item = Mark<'m>>) {
        let span = tile.span;
        if exact {
            let mut from = span.start;
            for Mark { at, skip, text } in marks {
                let start = span.start + at as u32;
                self.keep(Span { start: from, end: start });
                from = start + skip as u32;
                self.put(Span { start, end: from }, text, GroupId::NONE);
            }
            return self.keep(Span { start: from, end: span.end });
        }
        let (mut marked, mut from) = (String::new(), 0);
        for Mark { at, skip, text: mark } in marks {
            marked.push_str(&text[from..at]);
            marked.push_str(mark);
            from = at + skip;
        }
        if from == 0 && marked.is_empty() {
            return self.put(span, text, tile.group);
        }
        marked.push_str(&text[from..]);
        self.put(span, &marked, tile.group);
    }

    /// Writes what stands between blocks: once, in the place of the gap's own bytes.
    fn gap(&mut self, tiles: std::ops::Range<usize>, between: &str) {
        let tiles = &self.resolved.tiles[tiles];
        let end = tiles.last().map_or(self.at, |tile| tile.span.end);
        if self.source[self.at as usize..end as usize] == *between {
            return self.keep(Span { start: self.at, end });
        }
        // It stands in the place of one of the gap's own tiles, not of a block that was dropped.
        let filled = |tile: &&Tile| tile.span.start < tile.span.end;
        let is_own = |tile: &Tile| self.resolved.rule(tile.group).info().family != Family::Chaff;
        let carrier = tiles.iter().filter(filled).position(is_own).unwrap_or(0);
        let mut rest = between;
        for (index, tile) in tiles.iter().filter(filled).enumerate() {
            self.put(tile.span, if index == carrier { std::mem::take(&mut rest) } else { "" }, tile.group);
        }
        self.insert(rest);
    }

    fn finish(self) -> Rendered {
        debug_assert_eq!(self.at as usize, self.source.len());
        let mut edits = self.edits.unwrap_or_default();
        // A change may come to what was there; a lone surrogate's stand-in is one all the same.
        edits.retain(|edit| edit.rule == Rule::Encoding || self.source[edit.span.range()] != edit.text);
        Rendered { output: self.output, edits }
    }
}
