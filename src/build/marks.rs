//! What marks of Markdown make of lines: markup shows it, and text shows the marks.

use super::attributes::is_language;
use super::{Builder, Flow};
use crate::document::{BlockKind, ContainerKind, GroupId, Marker, What};
use crate::lex::marks::{Mark, What as Kind, columns};

/// What marks have opened.
#[derive(Default)]
pub(super) struct Marked {
    /// What the block is that has begun, and in which container.
    kind: Option<BlockKind>,
    home: Option<u32>,
    /// The language of a block of code.
    pub language: u16,
    /// The last line with a mark.
    line: u32,
    /// The quotations that it is in, outermost first, and how many of them its marks have named.
    quotes: Vec<u32>,
    named: usize,
    /// For each item that is open, how far a line must be indented to be in it.
    items: Vec<u16>,
    row: u32,
    /// It is the first of its table.
    header: bool,
}

impl Marked {
    pub fn has_items(&self) -> bool {
        !self.items.is_empty()
    }

    /// The innermost quotation that the marks of this line have named, or the document.
    fn quote(&self) -> u32 {
        self.quotes[..self.named].last().copied().unwrap_or(0)
    }

    /// Leaves the items that a line is not indented for.
    fn leave_items(&mut self, indent: u16) {
        while self.items.pop_if(|from| *from > indent).is_some() {}
    }

    /// What a block of this kind is, if marks have made it something else.
    pub fn take(&mut self, kind: BlockKind) -> Option<(BlockKind, u32)> {
        let (marked, home) = (self.kind.take(), self.home.take().unwrap_or(0));
        (marked.is_some() || home > 0).then_some((marked.unwrap_or(kind), home))
    }
}

impl Builder<'_> {
    /// Opens what a mark says; false if it stands in the middle of a line that was filled, as words.
    pub(super) fn mark(&mut self, mark: Mark) -> bool {
        let first = self.marked.line != mark.line;
        if first && self.current.is_some() {
            return false;
        }
        if first {
            if mark.line > self.marked.line + 1 || mark.what != Kind::Quote {
                self.marked.quotes.clear();
            }
            (self.marked.line, self.marked.named) = (mark.line, 0);
        }
        let home = match mark.what {
            Kind::Quote => self.quote(mark.indent),
            Kind::Item(number) => self.item(mark.indent, number),
            Kind::Cell => {
                self.end_block();
                self.cell()
            }
            Kind::Row { first } => {
                let outer = self.home(mark.indent);
                let table = match first {
                    true => self.add_container(ContainerKind::Table { data: true }, outer),
                    false => self.document.containers[self.marked.row as usize].parent,
                };
                self.marked.row = self.add_container(ContainerKind::Row, table);
                self.marked.header = first;
                self.cell()
            }
            _ => self.marked.home.unwrap_or_else(|| self.home(mark.indent)),
        };
        self.marked.home = Some(home);
        self.marked.kind = match mark.what {
            Kind::Heading(level) => Some(BlockKind::Heading(level)),
            Kind::Rule => Some(BlockKind::Rule),
            Kind::Row { .. } | Kind::Cell => Some(BlockKind::Paragraph),
            Kind::Fence => Some(BlockKind::Preformatted),
            _ => self.marked.kind,
        };
        match mark.what {
            Kind::Underline(level) => {
                let above = self.document.blocks.last_mut();
                above.into_iter().for_each(|block| block.marked = Some((BlockKind::Heading(level), home)));
            }
            Kind::Fence => {
                let words = self.text[mark.span.range()].trim_start_matches(&['`', '~'][..]).trim();
                let word = words.split(' ').next().filter(|word| !word.is_empty() && is_language(word));
                self.marked.language = word.map_or(0, |word| self.language(word.to_owned()));
                self.flow = Flow { kind: BlockKind::Preformatted, tagged: true };
            }
            _ => {}
        }
        // What parts two cells stands between them, so that text shows them in one line.
        if mark.what != Kind::Cell {
            self.show();
        }
        self.push(mark.span, What::Mark, GroupId::NONE);
        if mark.what == Kind::FenceEnd {
            self.end_block();
            self.flow = Flow { kind: BlockKind::Paragraph, tagged: false };
            self.marked.language = 0;
        }
        true
    }

    /// The container of a line by its indentation: the items are left that it is not in.
    fn home(&mut self, indent: u16) -> u32 {
        self.marked.leave_items(indent);
        match self.marked.items.len() {
            0 => {
                self.levels.end();
                self.marked.quote()
            }
            level => self.levels.item(level),
        }
    }

    /// A block without a mark is in the items that its line is indented for.
    pub(super) fn goes_on_item(&mut self, at: usize) {
        if self.marked.has_items() && self.marked.home.is_none() && self.stack.is_empty() {
            let before = &self.text[..at];
            let line = &before[before.rfind(&['\n'][..]).map_or(0, |feed| feed + 1)..];
            let indent = columns(&line[..line.len() - line.trim_start().len()]);
            self.marked.named = 0;
            self.marked.home = Some(self.home(indent));
        }
    }

    fn quote(&mut self, indent: u16) -> u32 {
        let depth = self.marked.named;
        if depth == self.marked.quotes.len() {
            let outer = if depth > 0 { self.marked.quotes[depth - 1] } else { self.home(indent) };
            let quote = self.add_container(ContainerKind::Quote, outer);
            self.marked.quotes.push(quote);
        }
        self.marked.named += 1;
        self.marked.quotes[depth]
    }

    fn item(&mut self, indent: u16, number: Option<u16>) -> u32 {
        let outer = self.marked.quote();
        if self.levels.parent() != outer {
            self.marked.items.clear();
        }
        self.marked.leave_items(indent);
        let level = self.marked.items.len().min(usize::from(u8::MAX) - 1) as u8 + 1;
        self.marked.items.push(indent.saturating_add(2));
        let marker = if number.is_some() { Marker::Decimal } else { Marker::Bullet };
        self.levelled(level, outer, marker, number.unwrap_or(0).into())
    }

    fn cell(&mut self) -> u32 {
        let header = self.marked.header;
        self.add_container(ContainerKind::Cell { header, spans: (0, 0) }, self.marked.row)
    }
}
