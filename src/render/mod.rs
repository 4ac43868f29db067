//! Tiles to the output and, if asked for, to edits.
//!
//! A [`Writer`] takes the input's bytes in order, each as kept or replaced, so that the edits
//! applied to the input give the output by construction.

mod html;
mod markdown;
mod text;

use crate::document::{BlockKind, ContainerKind, GroupId, InlineId, InlineKind, Joint};
use crate::options::Format;
use crate::report::Edit;
use crate::resolve::{Part, Resolved, Shown, Tile};
use crate::rules::{Family, Rule};
use crate::source::Span;

/// The output and the edits that make it, sorted.
pub(crate) struct Rendered {
    pub output: String,
    pub edits: Vec<Edit>,
}

/// Renders. O(length of input and output).
pub(crate) fn render(source: &str, resolved: &Resolved, format: Format, log: bool) -> Rendered {
    let writer =
        Writer { source, resolved, at: 0, output: String::with_capacity(source.len()), edits: log.then(Vec::new) };
    match format {
        Format::Text => drive(writer, text::Text),
        Format::Markdown => drive(writer, markdown::Markdown::default()),
        Format::Html => drive(writer, html::Html::new(resolved)),
    }
}

/// What a format writes around words.
trait Dialect {
    /// Whether a block without words is shown.
    fn shows(&self, part: &Part, images: bool) -> bool;
    /// What stands between two blocks, before the first and after the last.
    fn between(&mut self, resolved: &Resolved, before: Option<&Part>, after: Option<&Part>, joint: Joint) -> String;
    /// Writes words, escaped as the format needs. `fresh` at the start of a line.
    fn words(&self, writer: &mut Writer, words: Words, part: &Part, fresh: bool);
    fn open(&mut self, resolved: &Resolved, inline: InlineId) -> String;
    fn close(&mut self, resolved: &Resolved, inline: InlineId) -> String;
    fn image(&self, resolved: &Resolved, inline: InlineId) -> String;
    /// Whether marks of a look must stick to its words.
    fn marks_stick(&self) -> bool {
        false
    }
}

/// Words to be written: the input's own, or others in their place.
#[derive(Clone, Copy)]
enum Words<'a> {
    Same(Span),
    Other(Span, &'a str, GroupId),
}

struct Writer<'a> {
    source: &'a str,
    resolved: &'a Resolved,
    at: u32,
    output: String,
    edits: Option<Vec<Edit>>,
}

impl Writer<'_> {
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
        let rule = self.resolved.rule(group);
        if self.source[span.range()] == *text && rule != Rule::Encoding {
            return;
        }
        match edits.last_mut() {
            // Neighbours of one change are one edit.
            Some(last) if last.change == change && last.span.end == span.start => {
                last.span.end = span.end;
                last.text.push_str(text);
            }
            _ => edits.push(Edit { span, text: text.to_owned(), rule, change }),
        }
    }

    fn insert(&mut self, text: &str) {
        if !text.is_empty() {
            self.put(Span { start: self.at, end: self.at }, text, GroupId::NONE);
        }
    }

    fn finish(self) -> Rendered {
        debug_assert_eq!(self.at as usize, self.source.len());
        Rendered { output: self.output, edits: self.edits.unwrap_or_default() }
    }
}

/// Walks the blocks and their gaps, in order.
fn drive(mut writer: Writer, mut dialect: impl Dialect) -> Rendered {
    let resolved = writer.resolved;
    let mut before: Option<&Part> = None;
    let mut joint = Joint::Break;
    let mut gap_from = 0;
    for part in &resolved.parts {
        let (words, images) = content(resolved, part);
        if part.dropped || !(words || dialect.shows(part, images)) {
            joint = joint.max(part.joint);
            continue;
        }
        let gap = &resolved.tiles[gap_from..part.first];
        if part.joined && before.is_some() {
            literal(&mut writer, &dialect, gap, part);
        } else {
            let joint = if before.is_some() { joint.max(part.joint) } else { Joint::Paragraph };
            let between = dialect.between(resolved, before, Some(part), joint);
            write_gap(&mut writer, gap, &between);
        }
        block(&mut writer, &mut dialect, part);
        (before, joint, gap_from) = (Some(part), Joint::Break, part.end);
    }
    let between = dialect.between(resolved, before, None, Joint::Paragraph);
    write_gap(&mut writer, &resolved.tiles[gap_from..], &between);
    writer.finish()
}

/// Whether a block shows words, and images.
fn content(resolved: &Resolved, part: &Part) -> (bool, bool) {
    let tiles = &resolved.tiles[part.first..part.end];
    let words = |tile: &Tile| {
        !resolved.is_live(tile.group) || matches!(tile.shown, Shown::Same | Shown::Characters(..) | Shown::Words(_))
    };
    (tiles.iter().any(words), tiles.iter().any(|tile| matches!(tile.shown, Shown::Image(_))))
}

/// Writes what stands between blocks: once, in the place of the gap's own bytes.
fn write_gap(writer: &mut Writer, gap: &[Tile], between: &str) {
    let end = gap.last().map_or(writer.at, |tile| tile.span.end);
    if writer.source[writer.at as usize..end as usize] == *between {
        return writer.keep(Span { start: writer.at, end });
    }
    let mut rest = between;
    // The tile that the text stands in the place of: one of the gap's own, not of a block that was dropped.
    let carrier = gap.iter().position(|tile| {
        tile.span.start < tile.span.end && writer.resolved.rule(tile.group).info().family != Family::Chaff
    });
    for (index, tile) in gap.iter().enumerate() {
        if carrier.is_some_and(|carrier| index < carrier) {
            writer.put(tile.span, "", tile.group);
        } else if !writer.resolved.is_live(tile.group) {
            // Taken back where no block is left to go on: it stays all the same.
            writer.insert(std::mem::take(&mut rest));
            writer.keep(tile.span);
        } else if tile.span.start < tile.span.end {
            writer.put(tile.span, std::mem::take(&mut rest), tile.group);
        }
    }
    writer.insert(rest);
}

/// Writes a gap that was taken back: as it is written, escaped.
fn literal(writer: &mut Writer, dialect: &impl Dialect, gap: &[Tile], part: &Part) {
    for tile in gap {
        match tile.shown {
            _ if writer.resolved.is_live(tile.group) && tile.group != GroupId::NONE => {
                writer.put(tile.span, "", tile.group)
            }
            _ => dialect.words(writer, Words::Same(tile.span), part, false),
        }
    }
}

/// Writes a block's tiles.
fn block(writer: &mut Writer, dialect: &mut impl Dialect, part: &Part) {
    let resolved = writer.resolved;
    let tiles = &resolved.tiles[part.first..part.end];
    let mut fresh = true;
    // Marks that wait for the word that they stick to, and space that waits behind marks that close.
    let mut waiting = String::new();
    let mut spaced = false;
    for (index, tile) in tiles.iter().enumerate() {
        let Tile { span, shown, group } = *tile;
        if !resolved.is_live(group) {
            flush(writer, &mut waiting, &mut spaced);
            if span.start < span.end {
                dialect.words(writer, Words::Same(span), part, fresh);
                fresh = false;
            }
            continue;
        }
        match shown {
            Shown::Nothing => {
                if span.start < span.end {
                    writer.put(span, "", group);
                }
            }
            Shown::Open(inline) => {
                let mark = dialect.open(resolved, inline);
                if dialect.marks_stick() {
                    writer.put(span, "", group);
                    waiting.push_str(&mark);
                } else {
                    writer.put(span, &mark, group);
                }
            }
            Shown::Close(inline) => {
                let mark = dialect.close(resolved, inline);
                writer.put(span, &mark, group);
            }
            Shown::Space if dialect.marks_stick() && closes_next(resolved, &tiles[index + 1..]) => {
                writer.put(span, "", group);
                spaced = true;
            }
            Shown::Space => {
                spaced = false;
                if waiting.is_empty() {
                    dialect.words(writer, Words::Other(span, " ", group), part, false);
                } else {
                    writer.put(span, " ", group);
                }
            }
            Shown::Image(inline) => {
                flush(writer, &mut waiting, &mut spaced);
                let image = dialect.image(resolved, inline);
                writer.put(span, &image, group);
                fresh &= image.is_empty();
            }
            Shown::Same | Shown::Characters(..) | Shown::Words(_) => {
                fresh &= waiting.is_empty();
                flush(writer, &mut waiting, &mut spaced);
                let mut buffer = [0; 8];
                let words = match shown {
                    Shown::Characters(first, second) => {
                        let length = first.encode_utf8(&mut buffer).len();
                        let more = second.map_or(0, |second| second.encode_utf8(&mut buffer[length..]).len());
                        Words::Other(span, std::str::from_utf8(&buffer[..length + more]).unwrap_or_default(), group)
                    }
                    Shown::Words(index) => Words::Other(span, &resolved.words[index as usize], group),
                    _ => Words::Same(span),
                };
                dialect.words(writer, words, part, fresh);
                fresh = false;
            }
        }
    }
    // A space that waits behind the last word is none.
    writer.insert(&std::mem::take(&mut waiting));
}

fn flush(writer: &mut Writer, waiting: &mut String, spaced: &mut bool) {
    if std::mem::take(spaced) {
        writer.insert(" ");
    }
    writer.insert(&std::mem::take(waiting));
}

/// Whether marks that close come before the next words.
fn closes_next(resolved: &Resolved, tiles: &[Tile]) -> bool {
    for tile in tiles {
        if !resolved.is_live(tile.group) {
            return false;
        }
        match tile.shown {
            Shown::Close(_) => return true,
            Shown::Nothing | Shown::Space => {}
            _ => return false,
        }
    }
    false
}

/// The chain of containers that a block is in, outermost first.
fn chain(resolved: &Resolved, part: &Part) -> Vec<u32> {
    let mut chain = Vec::new();
    let mut at = part.container;
    while at != 0 {
        chain.push(at);
        at = resolved.containers[at as usize].parent;
    }
    chain.reverse();
    chain
}

/// How many containers two blocks share.
fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn kind(resolved: &Resolved, container: u32) -> ContainerKind {
    resolved.containers[container as usize].kind
}

fn inline_kind(resolved: &Resolved, inline: InlineId) -> InlineKind {
    resolved.inlines[inline.0 as usize].kind
}

fn is_rule(part: &Part) -> bool {
    part.kind == BlockKind::Rule
}

/// The mark of a list's item: a dash, or its number.
fn item_mark(resolved: &Resolved, item: u32) -> String {
    let list = resolved.containers[item as usize].parent;
    match kind(resolved, list) {
        ContainerKind::List { ordered: true, start } => {
            let before = resolved.containers[list as usize..item as usize]
                .iter()
                .filter(|one| one.parent == list && one.kind == ContainerKind::Item)
                .count() as i32;
            format!("{}. ", start.max(1).saturating_add(before).max(0))
        }
        _ => "- ".to_owned(),
    }
}
