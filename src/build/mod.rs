//! Tokens to blocks of inlines, all of them spans of the input.
//!
//! Source order is never changed: a document is a nesting of blocks, not the tree that a browser
//! would build. Lines that were filled to a width are joined here.

mod address;
mod attributes;
mod hints;
mod looks;
mod split;
mod tables;
mod words;
mod wrap;

use crate::data::Table;
use crate::document::{
    Block, BlockKind, Container, ContainerKind, Document, Group, GroupId, Hints, InlineKind, Joint, Piece, Section,
    What,
};
use crate::element::{Element, Kind};
use crate::judge::{Token, TokenKind};
use crate::lex::TagMarks;
use crate::options::Active;
use crate::report::{Reason, Warning};
use crate::rules::Rule;
use crate::source::{Flavour, Span};

pub(crate) use address::{Base, decode, mend};
use attributes::Attributes;
use looks::Look;

/// What the builder is asked to do.
pub(crate) struct Plan<'a> {
    pub flavour: Flavour,
    /// Whether a blank line ends a block outside every element: the input is a string, not a clipboard's HTML.
    pub blank_lines: bool,
    pub rules: Active,
    pub base: Option<&'a Base>,
    /// Offsets of characters that stand for lone surrogates.
    pub lone: &'a [u32],
}

/// A document, with what was found on the way.
pub(crate) struct Built {
    pub document: Document,
    pub warnings: Vec<Warning>,
    pub title: Option<String>,
    pub tags: u32,
    pub damaged_tags: u32,
}

/// Builds the document. O(length).
pub(crate) fn build(text: &str, tokens: &[Token], plan: &Plan) -> Built {
    let wraps =
        if plan.flavour == Flavour::Text && plan.rules.has(Rule::LineWrap) { wrap::filled(text) } else { vec![] };
    let root = Container { kind: ContainerKind::Document, parent: 0, depth: 0 };
    let none = Group { rule: Rule::Format, reason: Reason::Rule(Rule::Format), cause: GroupId::NONE };
    let mut ends = vec![0u32; 1 << 9];
    for token in tokens {
        if let TokenKind::EndTag(marks) = token.kind {
            ends[marks.element.index()] += 1;
        }
    }
    let mut builder = Builder {
        text,
        plan,
        html: plan.flavour == Flavour::Html,
        document: Document {
            containers: vec![root],
            sections: vec![Section::default()],
            groups: vec![none],
            ..Document::default()
        },
        warnings: Vec::new(),
        title: None,
        tags: 0,
        damaged_tags: 0,
        stack: Vec::new(),
        current: None,
        joint: Joint::Paragraph,
        flow: Flow { kind: BlockKind::Paragraph, tagged: false },
        breaks: 0,
        gap: GroupId::NONE,
        touched: false,
        opened: 0,
        closed: false,
        looks: Vec::new(),
        hidden: None,
        ends,
        script: GroupId::NONE,
        wraps,
        next_wrap: 0,
        words: None,
        column: (0, false),
    };
    let mut at = 0;
    for token in tokens {
        builder.text(at, token.span.start as usize);
        builder.token(token);
        at = token.span.end as usize;
    }
    builder.text(at, text.len());
    builder.end_block();
    let Builder { mut document, warnings, title, tags, damaged_tags, .. } = builder;
    tables::mark_data(&mut document);
    if plan.rules.has(Rule::SplitLongParagraphs) {
        split::split(text, &mut document);
    }
    Built { document, warnings, title, tags, damaged_tags }
}

/// Containers deeper than this are not shown as nested: no reader follows them, and output stays linear.
const DEEPEST: u16 = 16;
/// How far up an end tag looks for its start tag.
const REACH: usize = 64;

/// An element that is open.
struct Open {
    element: Element,
    container: u32,
    section: u32,
}

#[derive(Clone, Copy)]
struct Flow {
    kind: BlockKind,
    /// A tag opened it: line feeds in it are white space.
    tagged: bool,
}

struct Current {
    first: usize,
    joint: Joint,
    kind: BlockKind,
    words: bool,
    touched: bool,
    tagged: bool,
    opened: u8,
    closed: bool,
}

struct Builder<'a> {
    text: &'a str,
    plan: &'a Plan<'a>,
    html: bool,
    document: Document,
    warnings: Vec<Warning>,
    title: Option<String>,
    tags: u32,
    damaged_tags: u32,
    stack: Vec<Open>,
    current: Option<Current>,
    /// How the next block follows.
    joint: Joint,
    flow: Flow,
    /// Line breaks since the last words.
    breaks: u32,
    /// The change that the tags of this gap belong to.
    gap: GroupId,
    touched: bool,
    /// Paragraphs that were opened since the last words.
    opened: u8,
    /// A block was ended since the last words.
    closed: bool,
    looks: Vec<Look>,
    hidden: Option<(Element, u32)>,
    /// End tags still to come, by element.
    ends: Vec<u32>,
    script: GroupId,
    wraps: Vec<u32>,
    next_wrap: usize,
    /// Every word of the text, once a hyphen has asked for it.
    words: Option<Table<'a>>,
    /// The line whose tabs were looked at last: where it ends, and whether they are columns.
    column: (usize, bool),
}

impl<'a> Builder<'a> {
    fn push(&mut self, span: Span, what: What, group: GroupId) -> usize {
        self.document.pieces.push(Piece { span, what, group });
        self.document.pieces.len() - 1
    }

    fn rule_group(&mut self, rule: Rule) -> GroupId {
        self.document.add_group(rule, Reason::Rule(rule))
    }

    fn container(&self) -> u32 {
        self.stack.last().map_or(0, |open| open.container)
    }

    // Blocks

    fn begin_block(&mut self) {
        if self.current.is_some() {
            return;
        }
        let first = self.document.pieces.len();
        self.current = Some(Current {
            first,
            joint: self.joint,
            kind: self.flow.kind,
            words: false,
            touched: self.touched,
            tagged: self.flow.tagged,
            opened: self.opened,
            closed: self.closed,
        });
        let at = self.document.pieces.last().map_or(0, |piece| piece.span.end);
        self.put_on_again(0, at);
    }

    /// Words are about to be pushed.
    fn show(&mut self) {
        self.begin_block();
        if let Some(current) = &mut self.current {
            current.words = true;
        }
        for look in &mut self.looks {
            (look.words_here, look.words) = (true, true);
        }
        (self.joint, self.breaks, self.gap) = (Joint::Break, 0, GroupId::NONE);
        (self.touched, self.opened, self.closed) = (false, 0, false);
    }

    fn end_block(&mut self) {
        let Some(current) = self.current.take() else { return };
        if !current.words {
            for piece in &mut self.document.pieces[current.first..] {
                if matches!(piece.what, What::Open(_) | What::Close(_)) {
                    piece.what = What::Nothing;
                }
            }
            return;
        }
        let at = self.document.pieces.last().map_or(0, |piece| piece.span.end);
        for i in (0..self.looks.len()).rev() {
            let Look { inline, group, piece, words_here, .. } = self.looks[i];
            if words_here {
                self.push(Span { start: at, end: at }, What::Close(inline), group);
            } else {
                self.document.pieces[piece].what = What::Nothing;
            }
        }
        self.trim_end(current.first);
        let end = self.document.pieces.len() as u32;
        let section = self.stack.last().map_or(0, |open| open.section);
        self.document.blocks.push(Block {
            kind: current.kind,
            joint: current.joint,
            container: self.container(),
            first: current.first as u32,
            end,
            section,
            touched: current.touched,
            tagged: current.tagged,
            opened: current.opened,
            closed: current.closed,
            apart: false,
        });
    }

    /// White space at the end of a block is none of it: of preformatted text, and a lone no-break space.
    fn trim_end(&mut self, first: usize) {
        for at in (first..self.document.pieces.len()).rev() {
            let Piece { span, what, group } = self.document.pieces[at];
            match what {
                What::Space | What::Close(_) | What::Nothing => {}
                What::Open(inline) => {
                    // No words are left in it.
                    let close = What::Close(inline);
                    self.document.pieces[at].what = What::Nothing;
                    if let Some(piece) = self.document.pieces[at..].iter_mut().find(|piece| piece.what == close) {
                        piece.what = What::Nothing;
                    }
                }
                What::Characters(first, None) if first.is_whitespace() => self.document.pieces[at].what = What::Space,
                What::Text => {
                    let cut = span.start + self.text[span.range()].trim_end().len() as u32;
                    if cut < span.end {
                        let blank = Span { start: cut, end: span.end };
                        self.document.pieces[at] = Piece { span: blank, what: What::Space, group };
                    }
                    if span.start < cut {
                        if cut < span.end {
                            let words = Span { start: span.start, end: cut };
                            self.document.pieces.insert(at, Piece { span: words, what, group });
                        }
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// A block ends here, and another may start.
    fn boundary(&mut self, kind: BlockKind, tagged: bool) {
        self.end_block();
        self.joint = Joint::Paragraph;
        self.flow = Flow { kind, tagged };
    }

    // Tokens

    fn token(&mut self, token: &Token) {
        let span = token.span;
        match token.kind {
            TokenKind::Reference(first, second) => self.reference(token, first, second),
            TokenKind::Comment | TokenKind::Debris => {
                let group = match token.rule {
                    Some(rule) if self.hidden.is_none() => self.rule_group(rule),
                    _ => GroupId::NONE,
                };
                if token.kind == TokenKind::Debris {
                    self.damaged_tags += 1;
                    self.tags += 1;
                }
                self.push(span, What::Nothing, group);
            }
            TokenKind::LinkOpen => self.markdown_link(token),
            TokenKind::LinkClose => match self.looks.iter().position(|look| look.kind == InlineKind::Link) {
                Some(at) => self.take_off(at, span, self.looks[at].group),
                None => {
                    self.push(span, What::Text, GroupId::NONE);
                }
            },
            TokenKind::Raw => {
                self.push(span, What::Nothing, self.script);
            }
            TokenKind::StartTag(marks) | TokenKind::EndTag(marks) => {
                self.tags += 1;
                self.damaged_tags += u32::from(marks.damaged || marks.escaped);
                let end_tag = matches!(token.kind, TokenKind::EndTag(_));
                if end_tag {
                    self.ends[marks.element.index()] -= 1;
                }
                if self.hide(&marks, end_tag) {
                    self.push(span, What::Nothing, self.script);
                } else if end_tag {
                    self.end_tag(token, &marks);
                } else {
                    self.start_tag(token, &marks);
                }
            }
        }
    }

    /// Follows what is hidden up to its end tag; says whether the tag is part of it.
    fn hide(&mut self, marks: &TagMarks, end_tag: bool) -> bool {
        let Some((element, depth)) = &mut self.hidden else { return false };
        if marks.element == *element {
            *depth = if end_tag { *depth - 1 } else { *depth + 1 };
            if *depth == 0 {
                self.hidden = None;
            }
        }
        true
    }

    fn tag_group(&mut self, token: &Token, marks: &TagMarks) -> GroupId {
        match token.rule {
            Some(rule) => self.document.add_group(rule, Reason::Tag(marks.element.name())),
            None => GroupId::NONE,
        }
    }

    /// The change of what is hidden, its tags among it.
    fn script_group(&mut self, token: &Token) -> GroupId {
        match token.rule {
            Some(_) => self.rule_group(Rule::Script),
            None => GroupId::NONE,
        }
    }

    /// The change of a gap: its tags stand or fall together, under the strongest of their rules.
    fn gap_group(&mut self, token: &Token, marks: &TagMarks) -> GroupId {
        let Some(rule) = token.rule else { return self.gap };
        if self.gap == GroupId::NONE {
            self.gap = self.tag_group(token, marks);
        } else {
            let group = &mut self.document.groups[self.gap.0 as usize];
            group.rule = group.rule.min(rule);
        }
        self.touched |= rule == Rule::DamagedTag;
        self.gap
    }

    fn start_tag(&mut self, token: &Token, marks: &TagMarks) {
        let (span, element, kind) = (token.span, marks.element, marks.element.kind());
        let attributes = if marks.attributes { self.attributes(token, marks) } else { Attributes::default() };
        if matches!(element.name(), "script" | "style") {
            self.script = self.script_group(token);
            self.push(span, What::Nothing, self.script);
            return;
        }
        let hidden = kind == Kind::Hidden || attributes.hidden || kind == Kind::Title && self.html;
        if hidden && !element.is_void() && self.ends[element.index()] > 0 {
            if kind == Kind::Title && self.title.is_none() {
                self.title = self.title_behind(span.end as usize);
            }
            self.script = self.script_group(token);
            self.hidden = Some((element, 1));
            self.push(span, What::Nothing, self.script);
            return;
        }
        match kind {
            _ if hidden && element.is_void() => {
                self.push(span, What::Nothing, GroupId::NONE);
            }
            Kind::Link => self.link(token, marks, attributes),
            Kind::Strong => self.open(token, marks, InlineKind::Strong),
            Kind::Emphasis => self.open(token, marks, InlineKind::Emphasis),
            Kind::Code => self.open(token, marks, InlineKind::Code),
            Kind::Image => self.image(token, marks, attributes),
            Kind::Quotation => self.quotation(token, marks),
            Kind::Break => self.line_break(token, marks),
            Kind::Plain | Kind::Hidden => {
                let group = self.tag_group(token, marks);
                self.push(span, What::Nothing, group);
            }
            _ => {
                self.end_block();
                let group = self.gap_group(token, marks);
                if element.is("hr") {
                    self.boundary(BlockKind::Rule, true);
                    self.show();
                    self.push(span, What::Nothing, group);
                    self.boundary(BlockKind::Paragraph, false);
                    return;
                }
                self.push(span, What::Nothing, group);
                self.opened = self.opened.saturating_add(u8::from(kind == Kind::Paragraph));
                self.open_block(element, kind, &attributes);
            }
        }
    }

    fn open_block(&mut self, element: Element, kind: Kind, attributes: &Attributes) {
        // What the start tag ends: another paragraph, item, row or cell (HTML Standard §13.1.2.4).
        match kind {
            Kind::Item => self.pop_within(|open| open.kind() == Kind::Item, |open| open.kind() == Kind::List),
            Kind::Row => {
                self.pop_within(|open| open.kind() == Kind::Row, |open| open.kind() == Kind::Table);
            }
            Kind::Cell => {
                self.pop_within(
                    |open| open.kind() == Kind::Cell,
                    |open| matches!(open.kind(), Kind::Row | Kind::Table),
                );
            }
            _ => {
                if self.stack.last().is_some_and(|open| matches!(open.element.kind(), Kind::Paragraph | Kind::Heading))
                {
                    self.stack.pop();
                }
            }
        }
        let parent = self.container();
        let within = self.document.containers[parent as usize].kind;
        let container = match kind {
            Kind::Quote => Some(ContainerKind::Quote),
            Kind::List => Some(ContainerKind::List { ordered: element.is("ol"), start: attributes.start }),
            Kind::Item if matches!(within, ContainerKind::List { .. }) => Some(ContainerKind::Item),
            Kind::Table => Some(ContainerKind::Table { data: false }),
            Kind::Row if matches!(within, ContainerKind::Table { .. }) => Some(ContainerKind::Row),
            Kind::Cell if within == ContainerKind::Row => Some(ContainerKind::Cell { header: element.is("th") }),
            _ => None,
        };
        let depth = self.document.containers[parent as usize].depth;
        let container = match container {
            Some(kind) if depth < DEEPEST => {
                self.document.containers.push(Container { kind, parent, depth: depth + 1 });
                self.document.containers.len() as u32 - 1
            }
            _ => parent,
        };
        // What a page says of itself as a whole says nothing of its parts.
        let whole = !self.html || matches!(element.name(), "html" | "body");
        let hints = if whole { 0 } else { attributes.hints | hints::of(element.name()) };
        let section = self.document.sections.len() as u32;
        let outer = self.stack.last().map_or(0, |open| open.section);
        self.document.sections.push(Section { parent: outer, hints: Hints(hints) });
        let block = match kind {
            Kind::Heading => BlockKind::Heading(element.name().as_bytes()[1] - b'0'),
            Kind::Pre => BlockKind::Preformatted,
            Kind::Caption => BlockKind::Caption,
            _ if self.in_pre() => BlockKind::Preformatted,
            _ => BlockKind::Paragraph,
        };
        self.stack.push(Open { element, container, section });
        self.boundary(block, true);
    }

    fn in_pre(&self) -> bool {
        self.stack.iter().rev().take(4).any(|open| open.element.kind() == Kind::Pre)
    }

    /// Ends the innermost such element, if nothing that bounds it lies between.
    fn pop_within(&mut self, ends: impl Fn(Element) -> bool, bounds: impl Fn(Element) -> bool) {
        for (i, open) in self.stack.iter().enumerate().rev().take(REACH) {
            if ends(open.element) {
                self.stack.truncate(i);
                return;
            }
            if bounds(open.element) {
                return;
            }
        }
    }

    fn end_tag(&mut self, token: &Token, marks: &TagMarks) {
        let (span, element, kind) = (token.span, marks.element, marks.element.kind());
        match kind {
            Kind::Link => self.close(token, marks, InlineKind::Link),
            Kind::Strong => self.close(token, marks, InlineKind::Strong),
            Kind::Emphasis => self.close(token, marks, InlineKind::Emphasis),
            Kind::Code => self.close(token, marks, InlineKind::Code),
            Kind::Quotation => self.quotation(token, marks),
            Kind::Break => self.line_break(token, marks),
            Kind::Hidden if matches!(element.name(), "script" | "style") => {
                let group = std::mem::replace(&mut self.script, GroupId::NONE);
                let group = if group == GroupId::NONE { self.tag_group(token, marks) } else { group };
                self.push(span, What::Nothing, group);
            }
            Kind::Plain | Kind::Hidden | Kind::Image => {
                let group = self.tag_group(token, marks);
                self.push(span, What::Nothing, group);
            }
            _ => {
                self.end_block();
                let group = self.gap_group(token, marks);
                self.push(span, What::Nothing, group);
                self.closed = true;
                let table = matches!(kind, Kind::Table | Kind::Row | Kind::Cell);
                for (i, open) in self.stack.iter().enumerate().rev().take(REACH) {
                    if open.element == element {
                        self.stack.truncate(i);
                        break;
                    }
                    if !table && open.element.kind() == Kind::Cell {
                        break;
                    }
                }
                let kind = if self.in_pre() { BlockKind::Preformatted } else { BlockKind::Paragraph };
                self.boundary(kind, kind == BlockKind::Preformatted);
            }
        }
    }

    fn line_break(&mut self, token: &Token, marks: &TagMarks) {
        let (joint, tagged) = (self.joint, self.flow.tagged);
        let open = self.current.as_ref().is_some_and(|current| current.words);
        self.end_block();
        let group = self.gap_group(token, marks);
        self.push(token.span, What::Nothing, group);
        self.breaks += 1;
        self.joint = if self.breaks > 1 {
            Joint::Paragraph
        } else if open {
            Joint::Break
        } else {
            joint
        };
        self.flow.tagged = tagged;
    }

    fn title_behind(&self, start: usize) -> Option<String> {
        let end = start + self.text[start..].find("</").unwrap_or(0);
        let title = address::decode(&self.text[start..end], !self.html);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        (!title.is_empty()).then_some(title)
    }
}
