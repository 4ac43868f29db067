//! CommonMark with GitHub's tables.

mod escape;
mod inline;

use std::fmt::Write;

use super::outline::{Block, Outline};
use super::{Dialect, Seam, Writer};
use crate::document::{BlockKind, ContainerKind};
use inline::{Inlines, Surroundings};

#[derive(Default)]
pub(super) struct Markdown {
    inlines: Inlines,
    /// The table whose first row is being written.
    heading: Option<u32>,
    /// The fence of the preformatted block that is being written.
    fence: String,
    /// What a line of the block starts with.
    prefix: String,
}

impl Dialect for Markdown {
    fn between(&mut self, writer: &Writer, outline: &Outline, seam: &Seam, out: &mut String) {
        let after = seam.rest.first();
        if let (true, Some(after)) = (seam.continues(), after) {
            match (after.kind, seam.inside(outline)) {
                (BlockKind::Preformatted, _) => {}
                // A heading is one line, and so is a row.
                (BlockKind::Heading(_), _) | (_, ContainerKind::Cell { .. }) => return out.push(' '),
                _ => out.push('\\'),
            }
            out.push('\n');
            return out.push_str(&self.prefix);
        }
        if let Some(before) = seam.before {
            if before.kind == BlockKind::Preformatted {
                out.push('\n');
                out.push_str(&self.prefix);
                out.push_str(&self.fence);
            }
            if let Some(row) = seam.closed().iter().position(|&at| outline.kind(at) == ContainerKind::Row) {
                self.end_row(outline, &seam.old[..seam.common + row + 2], out);
            }
        }
        let Some(after) = after else { return };
        // What the lines that both blocks are in start with.
        self.prefix.clear();
        write_prefix(outline, &seam.open[..seam.common], &mut self.prefix);
        if let Some(before) = seam.before {
            match seam.inside(outline) {
                ContainerKind::Row => {
                    let column = |chain: &[u32]| chain.first().map_or(0, |&cell| outline.number(cell));
                    (column(seam.closed())..column(seam.opened())).for_each(|_| out.push_str(" |"));
                }
                ContainerKind::Table { .. } | ContainerKind::List { .. } => self.line(out),
                ContainerKind::Item if is_tight(outline, seam, before) => self.line(out),
                _ => {
                    out.push('\n');
                    out.push_str(self.prefix.trim_end());
                    self.line(out);
                }
            }
        }
        self.open(outline, seam.opened(), out);
        match after.kind {
            BlockKind::Heading(level) => {
                (0..level).for_each(|_| out.push('#'));
                out.push(' ');
            }
            BlockKind::Preformatted => {
                let lines = seam.rest.iter().enumerate();
                let end = lines.skip(1).find(|&(at, line)| !line.continues(&seam.rest[at - 1]));
                let end = end.map_or(seam.rest.len(), |(at, _)| at);
                self.fence = inline::fence(writer, &seam.rest[..end]);
                out.push_str(&self.fence);
                out.push_str(&writer.resolved.languages[usize::from(after.language)]);
                self.line(out);
            }
            // Behind a bullet, dashes would be one line with it.
            BlockKind::Rule if seam.opened().is_empty() => out.push_str("---"),
            BlockKind::Rule => out.push_str("___"),
            BlockKind::Paragraph | BlockKind::Caption => {}
        }
    }

    fn block(&mut self, writer: &mut Writer, outline: &Outline, block: &Block) {
        let surroundings = Surroundings {
            prefix: &self.prefix,
            kind: block.kind,
            bold: outline.is_bold(block),
            cell: matches!(outline.kind(block.home), ContainerKind::Cell { .. }),
        };
        self.inlines.write(writer, block, &surroundings);
    }
}

impl Markdown {
    /// Starts a line.
    fn line(&self, out: &mut String) {
        out.push('\n');
        out.push_str(&self.prefix);
    }

    /// Opens containers: their signs stand in the block's first line, and their indentation in the others.
    fn open(&mut self, outline: &Outline, opened: &[u32], out: &mut String) {
        let mut row = false;
        for &at in opened {
            match outline.kind(at) {
                ContainerKind::Quote => out.push_str("> "),
                ContainerKind::Item => {
                    let other = outline.other(outline.list_of(at));
                    // Counters of Markdown are decimal (CommonMark §5.2).
                    if outline.is_ordered(at) {
                        let _ = write!(out, "{}{} ", outline.number(at), if other { ')' } else { '.' });
                    } else {
                        out.push_str(if other { "* " } else { "- " });
                    }
                }
                ContainerKind::Table { .. } => self.heading = Some(at),
                ContainerKind::Row => {
                    row = true;
                    out.push('|');
                }
                ContainerKind::Cell { .. } => {
                    // Cells before the first that has words are empty.
                    (0..if row { outline.number(at) } else { 0 }).for_each(|_| out.push_str(" |"));
                    out.push(' ');
                }
                _ => {}
            }
        }
        write_prefix(outline, opened, &mut self.prefix);
    }

    /// Ends a row: the chain ends with it and its cell. Below a table's first row stands its delimiter row.
    fn end_row(&mut self, outline: &Outline, chain: &[u32], out: &mut String) {
        let &[.., table, _, cell] = chain else { return };
        out.push_str(" |");
        if self.heading.take() == Some(table) {
            let width = outline.number(table);
            (outline.number(cell) + 1..width).for_each(|_| out.push_str(" |"));
            self.prefix.clear();
            write_prefix(outline, chain, &mut self.prefix);
            self.line(out);
            out.push('|');
            (0..width).for_each(|_| out.push_str(" --- |"));
        }
    }
}

/// Whether a list may follow an item's words in the next line. One that does not start at 1 would
/// be read as words (CommonMark §5.2).
fn is_tight(outline: &Outline, seam: &Seam, before: &Block) -> bool {
    let &[list, item, ..] = seam.opened() else { return false };
    let starts = !outline.is_ordered(item) || outline.number(item) == 1;
    matches!(outline.kind(list), ContainerKind::List { .. })
        && (starts || !seam.closed().is_empty())
        && before.kind == BlockKind::Paragraph
}

/// What a line inside these containers starts with.
fn write_prefix(outline: &Outline, chain: &[u32], prefix: &mut String) {
    for &at in chain {
        match outline.kind(at) {
            ContainerKind::Quote => prefix.push_str("> "),
            ContainerKind::Item => {
                let digits = if outline.is_ordered(at) { outline.number(at).max(1).ilog10() + 1 } else { 0 };
                (0..digits + 2).for_each(|_| prefix.push(' '));
            }
            _ => {}
        }
    }
}
