//! The words of a block, with the marks of its looks.
//!
//! Marks of emphasis open and close only where CommonMark's flanking rules let them (§6.2). They
//! are set on the words of the whole block: moved past white space, then past signs, and left out
//! where nothing helps, so that a reader never sees them as signs.

use std::borrow::Cow;

use super::escape::{self, Place};
use crate::data::by_place;
use crate::document::{BlockKind, Inline, InlineId, InlineKind};
use crate::render::outline::Block;
use crate::render::{Mark, Said, Writer};

/// Where a block stands.
pub(super) struct Surroundings<'a> {
    /// What its lines start with.
    pub prefix: &'a str,
    pub kind: BlockKind,
    /// What is strong does not stand out.
    pub bold: bool,
    pub cell: bool,
}

/// What is known of one block; kept for its memory.
#[derive(Default)]
pub(super) struct Inlines {
    /// What the block says, an image as [`IMAGE`].
    text: String,
    looks: Vec<Look>,
    /// Those that are open, by index.
    open: Vec<usize>,
    marks: Vec<Insert>,
}

/// Stands for an image among words.
const IMAGE: &str = "\u{fffc}";

/// Words with a look.
#[derive(Debug, Clone, Copy)]
struct Look {
    from: usize,
    to: usize,
    kind: InlineKind,
    inline: InlineId,
    /// The one that it was put on in.
    parent: Option<usize>,
}

impl Look {
    /// Links and code have signs around them that words have not.
    fn is_bracketed(&self) -> bool {
        matches!(self.kind, InlineKind::Link | InlineKind::Code)
    }

    /// What encloses the other where two have the same words.
    fn rank(&self) -> u8 {
        match self.kind {
            InlineKind::Link => 0,
            InlineKind::Strong => 1,
            InlineKind::Emphasis => 2,
            InlineKind::Code | InlineKind::Image => 3,
        }
    }
}

/// A text that is put into the words, in the place of some of them.
struct Insert {
    at: usize,
    skip: usize,
    text: Cow<'static, str>,
    /// It belongs to the words before it.
    closes: bool,
}

impl Inlines {
    /// Writes a block's tiles.
    pub fn write(&mut self, writer: &mut Writer, block: &Block, surroundings: &Surroundings) {
        let preformatted = block.kind == BlockKind::Preformatted;
        self.gather(writer, block, preformatted);
        self.looks.retain(|look| look.kind != InlineKind::Strong || !surroundings.bold);
        self.marks.clear();
        if preformatted {
            self.indent(surroundings.prefix);
        } else {
            self.looks.retain_mut(|look| trim(look, &self.text));
            self.sort();
            self.flank();
            self.sort();
            self.join_code();
            self.mark(&writer.resolved.inlines, surroundings);
        }
        let (mut at, mut next) = (0, 0);
        for tile in writer.tiles(block) {
            match writer.said(tile, &mut [0; 8]) {
                Said::Words(text, exact) => {
                    let end = at + text.len();
                    let last = next + self.marks[next..].partition_point(|mark| mark.at < end);
                    let inserts = self.marks[next..last].iter();
                    let mut marks = inserts.map(|mark| Mark { at: mark.at - at, skip: mark.skip, text: &mark.text });
                    writer.words(tile, text, exact, &mut marks);
                    (at, next) = (end, last);
                    self.close(writer, at, &mut next);
                }
                Said::Image(inline) if !preformatted => {
                    while let Some(mark) = self.marks.get(next).filter(|mark| mark.at == at) {
                        writer.insert(&mark.text);
                        next += 1;
                    }
                    let image = image(&writer.resolved.inlines[inline.0 as usize], surroundings.cell);
                    writer.put(tile.span, &image, tile.group);
                    at += IMAGE.len();
                    self.close(writer, at, &mut next);
                }
                _ => writer.put(tile.span, "", tile.group),
            }
        }
    }

    /// Writes the marks that close behind what was written.
    fn close(&self, writer: &mut Writer, at: usize, next: &mut usize) {
        while let Some(mark) = self.marks.get(*next).filter(|mark| mark.at == at && mark.closes) {
            writer.insert(&mark.text);
            *next += 1;
        }
    }

    /// Reads what the block says, and its looks, in the order in which they open.
    fn gather(&mut self, writer: &Writer, block: &Block, preformatted: bool) {
        self.text.clear();
        self.looks.clear();
        self.open.clear();
        let inlines = &writer.resolved.inlines;
        for tile in writer.tiles(block) {
            match writer.said(tile, &mut [0; 8]) {
                Said::Words(text, _) => self.text.push_str(text),
                Said::Image(_) if !preformatted => self.show_image(),
                Said::Open(inline) if !preformatted => self.put_on(inline, inlines[inline.0 as usize].kind),
                Said::Close(inline) if !preformatted => self.take_off(inline),
                _ => {}
            }
        }
        while let Some(look) = self.open.pop() {
            self.looks[look].to = self.text.len();
        }
    }

    fn is_open(&self, kind: InlineKind) -> bool {
        self.open.iter().any(|&look| self.looks[look].kind == kind)
    }

    fn push(&mut self, inline: InlineId, kind: InlineKind) {
        let at = self.text.len();
        let parent = self.open.last().copied();
        self.open.push(self.looks.len());
        self.looks.push(Look { from: at, to: at, kind, inline, parent });
    }

    /// Marks in code are words: an image parts it.
    fn show_image(&mut self) {
        let code = self.open.pop_if(|look| self.looks[*look].kind == InlineKind::Code);
        if let Some(code) = code {
            self.looks[code].to = self.text.len();
        }
        self.text.push_str(IMAGE);
        if let Some(code) = code {
            self.push(self.looks[code].inline, InlineKind::Code);
        }
    }

    fn put_on(&mut self, inline: InlineId, kind: InlineKind) {
        let code = self.open.iter().position(|&look| self.looks[look].kind == InlineKind::Code);
        match code {
            None => {
                // Words that go on in the same look.
                let (end, parent) = (self.text.len(), self.open.last().copied());
                match self.looks.last_mut() {
                    Some(last)
                        if last.kind == kind && last.parent == parent && last.to == end && !last.is_bracketed() =>
                    {
                        last.inline = inline;
                        self.open.push(self.looks.len() - 1);
                    }
                    _ => self.push(inline, kind),
                }
            }
            // Marks in code are words: a link parts it.
            Some(at) if kind == InlineKind::Link && !self.is_open(InlineKind::Link) => {
                let code = self.open.remove(at);
                let Look { inline: around, .. } = self.looks[code];
                self.looks[code].to = self.text.len();
                self.push(inline, kind);
                self.push(around, InlineKind::Code);
            }
            Some(_) => {}
        }
    }

    fn take_off(&mut self, inline: InlineId) {
        let Some(at) = self.open.iter().rposition(|&look| self.looks[look].inline == inline) else { return };
        let end = self.text.len();
        // Code that a link has parted goes on behind it.
        let code = self.open[at + 1..].iter().map(|&look| self.looks[look]).find(|look| look.kind == InlineKind::Code);
        for look in self.open.drain(at..) {
            self.looks[look].to = end;
        }
        if let Some(code) = code {
            self.push(code.inline, InlineKind::Code);
        }
    }

    /// By where they start, what ends later and encloses others first.
    fn sort(&mut self) {
        if self.looks.len() > 1 {
            let looks = by_place(std::mem::take(&mut self.looks), |look| u64::from(look.rank()));
            self.looks = by_place(looks, |look| (look.from as u64) << 32 | (u32::MAX as usize - look.to) as u64);
        }
    }

    /// Moves marks of emphasis to where they open and close, or leaves them out.
    fn flank(&mut self) {
        let (text, looks) = (self.text.as_str(), &mut self.looks);
        for index in (0..looks.len()).rev() {
            let Look { mut from, mut to, .. } = looks[index];
            let start = from;
            if looks[index].is_bracketed() {
                continue;
            }
            let (around, inside) = looks.split_at(index);
            let enclosing = around.iter().rev().take_while(|other| other.from == start);
            let Look { to: end, .. } = looks[index];
            let inside = inside[1..].iter().take_while(|other| other.from < end);
            let starts_bracketed = inside.clone().any(|other| other.is_bracketed() && other.from == from);
            let ends_bracketed = inside.clone().any(|other| other.is_bracketed() && other.to == to);
            let bracket = enclosing.into_iter().find(|other| other.is_bracketed());
            let in_bracket = bracket.is_some();
            let fills_bracket = bracket.is_some_and(|other| other.to == to);

            let before = if in_bracket { Side::Sign } else { Side::of(text[..from].chars().next_back()) };
            if !matches!(before, Side::Blank | Side::Sign) {
                let length = if starts_bracketed { None } else { text[from..to].find(char::is_alphanumeric) };
                from = length.map_or(to, |length| from + length);
            }
            let behind = if fills_bracket { Side::Sign } else { Side::of(text[to..].chars().next()) };
            if !matches!(behind, Side::Blank | Side::Sign) && from < to {
                let last = if ends_bracketed { None } else { text[from..to].rfind(char::is_alphanumeric) };
                to = last.map_or(from, |at| from + at + text[from + at..].chars().next().map_or(1, char::len_utf8));
            }
            let crosses = |other: &Look| other.from < from && other.to > from || other.from < to && other.to > to;
            if inside.into_iter().any(crosses) {
                to = from;
            }
            (looks[index].from, looks[index].to) = (from, to);
        }
        looks.retain(|look| look.from < look.to);
    }

    /// Code right behind code goes on: two fences side by side would be one longer one.
    fn join_code(&mut self) {
        let Inlines { looks, open, .. } = self;
        open.clear();
        let mut kept = 0usize;
        for index in 0..looks.len() {
            let look = looks[index];
            let mut ends = false;
            while let Some(around) = open.pop_if(|around| looks[*around].to <= look.from) {
                ends |= looks[around].to == look.from;
            }
            let last = kept.checked_sub(1).map(|last: usize| looks[last]);
            if last.is_some_and(|last| last.kind == look.kind && last.to == look.from)
                && !ends
                && look.kind == InlineKind::Code
            {
                looks[kept - 1].to = look.to;
                continue;
            }
            looks[kept] = look;
            if look.kind != InlineKind::Code {
                open.push(kept);
            }
            kept += 1;
        }
        looks.truncate(kept);
        open.clear();
    }

    /// Sets the marks of looks, and escapes what would be read as one.
    fn mark(&mut self, inlines: &[Inline], surroundings: &Surroundings) {
        let Inlines { text, looks, open, marks } = self;
        let one_line = surroundings.cell || matches!(surroundings.kind, BlockKind::Heading(_));
        let mut state = Place { in_cell: surroundings.cell, ..Place::default() };
        let last_sign = text.bytes().rposition(|byte| byte == b'>').unwrap_or(0);
        let heading_end = match surroundings.kind {
            BlockKind::Heading(_) => escape::heading_end(text),
            _ => None,
        };
        let bytes = text.as_bytes();
        let mut next = 0;
        let mut code = false;
        // Where a block could open: at the start of a line.
        let mut starts_block = if one_line { None } else { escape::line_start(text) };
        state.bracket_first = text.starts_with('[');
        let mut feed = false;
        for at in 0..=bytes.len() {
            state.mark_before = false;
            while let Some(look) = open.last().map(|&look| looks[look]).filter(|look| look.to == at) {
                open.pop();
                let mark = closing(&look, text, inlines, surroundings.cell);
                marks.push(Insert { at, skip: 0, text: mark, closes: true });
                state.mark_before = true;
                state.in_link &= look.kind != InlineKind::Link;
                code &= look.kind != InlineKind::Code;
            }
            while let Some(look) = looks.get(next).copied().filter(|look| look.from == at) {
                open.push(next);
                next += 1;
                marks.push(Insert { at, skip: 0, text: opening(&look, text), closes: false });
                state.mark_before = true;
                state.in_link |= look.kind == InlineKind::Link;
                code |= look.kind == InlineKind::Code;
            }
            let Some(&byte) = bytes.get(at) else { break };
            if state.mark_before && at == 0 {
                starts_block = None;
            }
            if matches!(byte, b'\n' | b'\r') || feed && byte.is_ascii_whitespace() {
                // A line feed that was taken back: what follows starts a line of the block.
                let line = if one_line { " ".to_owned() } else { format!("\n{}", surroundings.prefix) };
                let line = if feed { Cow::Borrowed("") } else { line.into() };
                marks.push(Insert { at, skip: 1, text: line, closes: false });
                feed = true;
                continue;
            }
            if std::mem::take(&mut feed) && !one_line {
                starts_block = escape::line_start(&text[at..]).map(|start| at + start);
            }
            if byte >= 0x80 || !escape::SIGNS[byte as usize] && starts_block != Some(at) && heading_end != Some(at) {
                continue;
            }
            let behind = at + 1;
            let closes_behind = open.last().is_some_and(|&look| looks[look].to == behind);
            let opens_behind = looks.get(next).filter(|look| look.from == behind);
            state.mark_behind = closes_behind || opens_behind.is_some();
            state.link_behind = opens_behind.is_some_and(|look| look.kind == InlineKind::Link);
            state.sign_to_come = at < last_sign;
            let escaped = match code {
                // In code a backslash is one; but a cell ends at any bar.
                true => byte == b'|' && surroundings.cell,
                false => starts_block == Some(at) || heading_end == Some(at) || escape::is_read(text, at, state),
            };
            if escaped {
                marks.push(Insert { at, skip: 0, text: "\\".into(), closes: false });
            }
        }
    }

    /// Starts the lines of preformatted text.
    fn indent(&mut self, prefix: &str) {
        if prefix.is_empty() {
            return;
        }
        let bytes = self.text.as_bytes();
        for at in 1..bytes.len() {
            // CommonMark §2.1: a line ends at `\n`, `\r\n` or `\r`.
            if bytes[at - 1] == b'\n' || bytes[at - 1] == b'\r' && bytes[at] != b'\n' {
                self.marks.push(Insert { at, skip: 0, text: prefix.to_owned().into(), closes: false });
            }
        }
    }
}

/// What stands beside a mark of emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Blank,
    Word,
    Sign,
    /// A character that may or may not count as punctuation: a reader's tables may differ.
    Other,
}

impl Side {
    fn of(ch: Option<char>) -> Side {
        match ch {
            None => Side::Blank,
            Some(ch) if ch.is_whitespace() => Side::Blank,
            Some(ch) if ch.is_alphanumeric() => Side::Word,
            Some(ch) if ch.is_ascii_punctuation() => Side::Sign,
            Some('\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{fffc}') => {
                Side::Sign
            }
            Some(
                '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' | '«' | '»' | '¿' | '¡',
            ) => Side::Sign,
            Some(_) => Side::Other,
        }
    }
}

/// Takes white space off a look's ends; says whether words are left.
fn trim(look: &mut Look, text: &str) -> bool {
    let words = &text[look.from..look.to];
    look.to = look.from + words.trim_end().len();
    look.from += words.len() - words.trim_start().len();
    look.from < look.to
}

fn opening(look: &Look, text: &str) -> Cow<'static, str> {
    match look.kind {
        InlineKind::Link => "[".into(),
        InlineKind::Strong => "**".into(),
        InlineKind::Emphasis => "*".into(),
        InlineKind::Code => {
            let (fence, padded) = code_fence(&text[look.from..look.to]);
            if padded { format!("{fence} ").into() } else { fence }
        }
        InlineKind::Image => "".into(),
    }
}

fn closing(look: &Look, text: &str, inlines: &[Inline], cell: bool) -> Cow<'static, str> {
    match look.kind {
        InlineKind::Link => format!("]({})", destination(&inlines[look.inline.0 as usize].href, cell)).into(),
        InlineKind::Code => {
            let (fence, padded) = code_fence(&text[look.from..look.to]);
            if padded { format!(" {fence}").into() } else { fence }
        }
        _ => opening(look, text),
    }
}

/// The fence of code in running text, and whether a space parts it from the code (CommonMark §6.1).
fn code_fence(code: &str) -> (Cow<'static, str>, bool) {
    match longest_run(code) {
        0 => ("`".into(), false),
        run => ("`".repeat(run + 1).into(), code.starts_with('`') || code.ends_with('`')),
    }
}

/// The fence of preformatted text: longer than any run of its sign inside.
pub(super) fn fence(writer: &Writer, blocks: &[Block]) -> String {
    let mut text = String::new();
    for tile in blocks.iter().flat_map(|block| writer.tiles(block)) {
        if let Said::Words(words, _) = writer.said(tile, &mut [0; 8]) {
            text.push_str(words);
        }
    }
    "`".repeat((longest_run(&text) + 1).max(3))
}

fn longest_run(text: &str) -> usize {
    text.split(|ch| ch != '`').map(str::len).max().unwrap_or(0)
}

fn image(image: &Inline, cell: bool) -> String {
    let mut words = String::with_capacity(image.words.len());
    for (at, ch) in image.words.char_indices() {
        let place = Place { in_link: true, in_cell: cell, sign_to_come: true, ..Place::default() };
        if ch.is_ascii() && escape::SIGNS[ch as usize] && escape::is_read(&image.words, at, place) {
            words.push('\\');
        }
        words.push(ch);
    }
    format!("![{words}]({})", destination(&image.href, cell))
}

/// A destination (CommonMark §6.3): in angle brackets where it has to be.
fn destination(href: &str, cell: bool) -> String {
    let is_read = |byte: u8| matches!(byte, b'(' | b')' | b'\\' | b'<' | b'>' | b'|' | b'&');
    if !href.is_empty() && !href.bytes().any(is_read) {
        return href.to_owned();
    }
    let (mut depth, mut deepest) = (0i32, 0);
    let balanced = href.chars().all(|ch| {
        depth += i32::from(ch == '(') - i32::from(ch == ')');
        deepest = deepest.max(depth);
        depth >= 0
    }) && depth == 0
        && deepest < 16;
    let bare = balanced && !href.is_empty() && !href.contains(&['\\', '<', '>'][..]);
    let mut out = String::with_capacity(href.len() + 2);
    out.push_str(if bare { "" } else { "<" });
    for (at, ch) in href.char_indices() {
        match ch {
            '\\' => out.push_str("%5C"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' if cell => out.push_str("%7C"),
            '&' if escape::is_reference(&href.as_bytes()[at + 1..]) => out.push_str("\\&"),
            _ => out.push(ch),
        }
    }
    out.push_str(if bare { "" } else { ">" });
    out
}
