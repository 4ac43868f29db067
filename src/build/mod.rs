//! Tokens to blocks of inlines, all of them spans of the input.
//!
//! Source order is never changed: a document is a nesting of blocks, not the tree that a browser
//! would build. Lines that were filled to a width are joined here.

mod address;
mod hints;
mod wrap;

use std::collections::HashSet;

use crate::document::{
    Block, BlockKind, Container, ContainerKind, Document, Group, GroupId, Hints, Inline, InlineId, InlineKind, Joint,
    Piece, Section, What,
};
use crate::element::{Element, Kind};
use crate::judge::{Token, TokenKind};
use crate::lex::TagMarks;
use crate::lex::tag::{self, Tag};
use crate::lex::{markdown, standard};
use crate::options::Active;
use crate::report::{Reason, Warning, WarningKind};
use crate::rules::Rule;
use crate::source::{Flavour, Span};

pub(crate) use address::Base;

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
    mark_data_tables(&mut document);
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

/// A look of words that is on: its inline, how often it was put on, and where.
struct Look {
    inline: InlineId,
    kind: InlineKind,
    group: GroupId,
    depth: u32,
    /// Its opening piece in this block.
    piece: usize,
    /// Whether words were seen since, in this block and at all.
    words_here: bool,
    words: bool,
    at: Span,
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
    words: Option<HashSet<&'a str>>,
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
        for i in 0..self.looks.len() {
            let (inline, group) = (self.looks[i].inline, self.looks[i].group);
            let piece = self.push(Span { start: at, end: at }, What::Open(inline), group);
            self.looks[i].piece = piece;
            self.looks[i].words_here = false;
        }
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
        });
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
            self.script = match token.rule {
                Some(_) => self.rule_group(Rule::Script),
                None => GroupId::NONE,
            };
            self.push(span, What::Nothing, self.script);
            return;
        }
        let hidden = kind == Kind::Hidden || attributes.hidden || kind == Kind::Title && self.html;
        if hidden && !element.is_void() && self.ends[element.index()] > 0 {
            if kind == Kind::Title && self.title.is_none() {
                self.title = self.title_behind(span.end as usize);
            }
            self.script = match token.rule {
                Some(_) => self.rule_group(Rule::Script),
                None => GroupId::NONE,
            };
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
                self.push(span, What::Nothing, self.script);
                self.script = GroupId::NONE;
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

    // Looks

    fn open(&mut self, token: &Token, marks: &TagMarks, kind: InlineKind) {
        if let Some(look) = self.looks.iter_mut().find(|look| look.kind == kind) {
            // An end tag that came back as a start tag.
            if marks.damaged && look.words {
                return self.close(token, marks, kind);
            }
            look.depth += 1;
            let group = self.tag_group(token, marks);
            self.push(token.span, What::Nothing, group);
            return;
        }
        let inline = Inline { kind, href: String::new(), words: String::new(), damaged: marks.damaged, written: false };
        let group = self.tag_group(token, marks);
        self.put_on(token.span, group, inline);
    }

    fn put_on(&mut self, at: Span, group: GroupId, inline: Inline) {
        self.begin_block();
        let kind = inline.kind;
        self.document.inlines.push(inline);
        let inline = InlineId(self.document.inlines.len() as u32 - 1);
        let piece = self.push(at, What::Open(inline), group);
        self.looks.push(Look { inline, kind, group, depth: 1, piece, words_here: false, words: false, at });
    }

    fn close(&mut self, token: &Token, marks: &TagMarks, kind: InlineKind) {
        let Some(at) = self.looks.iter().position(|look| look.kind == kind) else {
            let group = self.tag_group(token, marks);
            self.push(token.span, What::Nothing, group);
            return;
        };
        let group = match (self.looks[at].group, token.rule) {
            (GroupId::NONE, Some(_)) => self.tag_group(token, marks),
            (group, _) => group,
        };
        self.looks[at].depth -= 1;
        if self.looks[at].depth > 0 {
            self.push(token.span, What::Nothing, group);
            return;
        }
        self.take_off(at, token.span, group);
    }

    /// Takes a look off: those put on after it end with it, and go on behind it.
    fn take_off(&mut self, at: usize, span: Span, group: GroupId) {
        let before = Span { start: span.start, end: span.start };
        let inside = self.current.is_some();
        for i in (at + 1..self.looks.len()).rev() {
            self.close_piece(i, before, self.looks[i].group, inside);
        }
        self.close_piece(at, span, group, inside);
        let look = self.looks.remove(at);
        if !look.words {
            self.lost_link(&look);
        }
        if inside {
            let behind = Span { start: span.end, end: span.end };
            for i in at..self.looks.len() {
                let (inline, group) = (self.looks[i].inline, self.looks[i].group);
                self.looks[i].piece = self.push(behind, What::Open(inline), group);
                self.looks[i].words_here = false;
            }
        }
    }

    fn close_piece(&mut self, i: usize, span: Span, group: GroupId, inside: bool) {
        let Look { inline, piece, words_here, .. } = self.looks[i];
        let what = if inside && words_here { What::Close(inline) } else { What::Nothing };
        if inside && !words_here {
            self.document.pieces[piece].what = What::Nothing;
        }
        if what != What::Nothing || span.start < span.end {
            self.push(span, what, group);
        }
    }

    /// A torn link that holds no words has lost them.
    fn lost_link(&mut self, look: &Look) {
        let inline = &self.document.inlines[look.inline.0 as usize];
        if look.kind == InlineKind::Link && inline.damaged && inline.href.starts_with("http") {
            self.warnings.push(Warning {
                rule: WarningKind::LostLinkText,
                at: look.at,
                keyword: address::keyword(&inline.href),
                href: Some(inline.href.clone()),
            });
        }
    }

    fn link(&mut self, token: &Token, marks: &TagMarks, attributes: Attributes) {
        let open = self.looks.iter().position(|look| look.kind == InlineKind::Link);
        let Some(href) = attributes.href else {
            if open.is_some() {
                // An end tag that came back as a start tag.
                return self.close(token, marks, InlineKind::Link);
            }
            let group = self.tag_group(token, marks);
            self.push(token.span, What::Nothing, group);
            return;
        };
        if let Some(at) = open {
            let before = Span { start: token.span.start, end: token.span.start };
            let group = self.looks[at].group;
            self.take_off(at, before, group);
        }
        let inline =
            Inline { kind: InlineKind::Link, href, words: String::new(), damaged: marks.damaged, written: false };
        let group = self.tag_group(token, marks);
        self.put_on(token.span, group, inline);
    }

    /// The opening bracket of a Markdown link.
    fn markdown_link(&mut self, token: &Token) {
        let link = markdown::link(self.text, token.span.start as usize);
        let address = link.and_then(|link| address::mend(&self.text[link.address.range()], self.plan.base));
        let open = self.looks.iter().any(|look| look.kind == InlineKind::Link);
        let (Some(href), false) = (address, open) else {
            self.show();
            self.push(token.span, What::Text, GroupId::NONE);
            return;
        };
        let group = match token.rule {
            Some(rule) => self.document.add_group(rule, Reason::Rule(rule)),
            None => GroupId::NONE,
        };
        let (damaged, written) = (token.rule.is_some(), token.rule.is_none());
        self.put_on(token.span, group, Inline { kind: InlineKind::Link, href, words: String::new(), damaged, written });
    }

    fn image(&mut self, token: &Token, marks: &TagMarks, attributes: Attributes) {
        let group = self.tag_group(token, marks);
        let Some(href) = attributes.src else {
            self.push(token.span, What::Nothing, group);
            return;
        };
        self.show();
        let words = attributes.alt;
        self.document.inlines.push(Inline {
            kind: InlineKind::Image,
            href,
            words,
            damaged: marks.damaged,
            written: false,
        });
        let inline = InlineId(self.document.inlines.len() as u32 - 1);
        self.push(token.span, What::Image(inline), group);
    }

    /// `<q>` shows as quotation marks.
    fn quotation(&mut self, token: &Token, marks: &TagMarks) {
        let group = self.tag_group(token, marks);
        self.show();
        self.push(token.span, What::Characters('"', None), group);
    }

    fn attributes(&self, token: &Token, marks: &TagMarks) -> Attributes {
        let mut found = Attributes::default();
        let text = self.text;
        let kind = marks.element.kind();
        let wants_hints = self.html && kind.is_block();
        let with = |attribute: tag::Attribute| {
            let (name, value) = (&text[attribute.name.range()], &text[attribute.value.range()]);
            found.read(name, value, kind, wants_hints, self.plan.base);
        };
        if marks.standard {
            standard::tag(text, token.span.start as usize, with);
        } else {
            let tag = Tag {
                span: token.span,
                element: marks.element,
                end_tag: marks.end_tag,
                damaged: marks.damaged,
                escaped: marks.escaped,
                attributes: true,
                closed: true,
            };
            tag::each_attribute(text, &tag, with);
        }
        found
    }

    fn title_behind(&self, start: usize) -> Option<String> {
        let end = start + self.text[start..].find("</").unwrap_or(0);
        let title = address::decode(&self.text[start..end]);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        (!title.is_empty()).then_some(title)
    }

    // Words

    fn reference(&mut self, token: &Token, first: char, second: Option<char>) {
        if self.hidden.is_some() {
            self.push(token.span, What::Nothing, GroupId::NONE);
            return;
        }
        let group = match token.rule {
            Some(rule) => self.rule_group(rule),
            None => GroupId::NONE,
        };
        let preformatted =
            self.current.as_ref().map_or(self.flow.kind, |current| current.kind) == BlockKind::Preformatted;
        let what = match first {
            _ if is_invisible(first) => What::Nothing,
            '\u{a0}' if preformatted => What::Characters(' ', None),
            _ if first.is_whitespace() && !preformatted => What::Space,
            _ => What::Characters(first, second),
        };
        if matches!(what, What::Characters(..)) {
            self.show();
        }
        self.push(token.span, what, group);
    }

    /// Text between two tokens.
    fn text(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        if self.hidden.is_some() {
            self.push(Span::new(start, end), What::Nothing, GroupId::NONE);
            return;
        }
        let bytes = self.text.as_bytes();
        let mut at = start;
        // Where the words begin that are not yet pushed.
        let mut words = start;
        while at < end {
            let Some(length) = bytes[at..end].iter().position(|&byte| NOTABLE[byte as usize]) else { break };
            at += length;
            let Some(run) = self.notable(at, start, end) else {
                at += 1;
                continue;
            };
            self.flush(words, at);
            at = run.end;
            words = at;
            match run.what {
                Notable::Space { feeds } => self.space(run.start, run.end, feeds),
                Notable::Invisible => {
                    let group = self.rule_group(Rule::InvisibleCharacter);
                    self.push(Span::new(run.start, run.end), What::Nothing, group);
                }
                Notable::Lone => {
                    let group = self.rule_group(Rule::Encoding);
                    self.show();
                    self.push(
                        Span::new(run.start, run.end),
                        What::Characters(char::REPLACEMENT_CHARACTER, None),
                        group,
                    );
                }
            }
        }
        self.flush(words, end);
    }

    fn flush(&mut self, start: usize, end: usize) {
        if start < end {
            self.show();
            self.push(Span::new(start, end), What::Text, GroupId::NONE);
        }
    }

    /// White space that does not stay as it is, or a character nobody sees, at a notable byte.
    fn notable(&mut self, at: usize, start: usize, end: usize) -> Option<Run> {
        let text = self.text;
        let preformatted =
            self.current.as_ref().map_or(self.flow.kind, |current| current.kind) == BlockKind::Preformatted;
        let ch = text[at..].chars().next()?;
        if is_invisible(ch) {
            let behind = text[at + ch.len_utf8()..end].chars().next();
            let keep = ch == '\u{feff}' && at > 0
                || ch == '\u{200b}'
                    && behind.is_some_and(|ch| {
                        ('\u{e00}'..'\u{1100}').contains(&ch) || ('\u{1780}'..'\u{1800}').contains(&ch)
                    });
            if keep || !self.plan.rules.has(Rule::InvisibleCharacter) {
                return None;
            }
            return Some(Run { start: at, end: at + ch.len_utf8(), what: Notable::Invisible });
        }
        if ch == char::REPLACEMENT_CHARACTER {
            let lone = self.plan.lone.binary_search(&(at as u32)).is_ok();
            return lone.then_some(Run { start: at, end: at + 3, what: Notable::Lone });
        }
        if !is_space(ch, self.html) || preformatted {
            return None;
        }
        let (mut stop, mut count, mut feeds) = (at, 0, 0);
        let mut chars = text[at..end].chars().peekable();
        let mut tabs = 0;
        while let Some(ch) = chars.next_if(|&ch| is_space(ch, self.html)) {
            stop += ch.len_utf8();
            count += 1;
            tabs += usize::from(ch == '\t');
            feeds += usize::from(match ch {
                '\n' | '\u{2028}' => true,
                '\r' => chars.peek() != Some(&'\n'),
                _ => false,
            });
            feeds += usize::from(ch == '\u{2029}') * 2;
        }
        let edge = at == start || stop == end || self.current.is_none();
        if !edge && count == 1 && matches!(ch, ' ' | '\u{a0}' | '\u{202f}' | '\u{3000}') {
            return None;
        }
        // A lone no-break space stays at an edge too.
        if count == 1 && matches!(ch, '\u{a0}' | '\u{202f}') && at > 0 && stop < text.len() && self.current.is_some() {
            return None;
        }
        if tabs > 0 && feeds == 0 && !self.html && self.is_column(at) {
            return None;
        }
        Some(Run { start: at, end: stop, what: Notable::Space { feeds } })
    }

    /// Whether tabs in this line are columns: a line beside it has some too.
    fn is_column(&mut self, at: usize) -> bool {
        if at >= self.column.0 {
            let text = self.text;
            let start = text[..at].rfind('\n').map_or(0, |feed| feed + 1);
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            let tabbed = |line: &str| line.trim_matches(['\r', '\n']).trim_start_matches(' ').contains('\t');
            let before = &text[..start.saturating_sub(1)];
            let before = &before[before.rfind('\n').map_or(0, |feed| feed + 1)..];
            let after = text.get(end + 1..).unwrap_or("");
            let after = &after[..after.find('\n').unwrap_or(after.len())];
            self.column = (end, tabbed(before) || tabbed(after));
        }
        self.column.1
    }

    fn space(&mut self, start: usize, end: usize, feeds: usize) {
        let span = Span::new(start, end);
        let breaks = !self.html && feeds == 1 && !self.flow.tagged || self.flow.kind == BlockKind::Preformatted;
        let blank = feeds > 1 && (!self.html || self.plan.blank_lines && self.stack.is_empty());
        if blank {
            self.boundary(BlockKind::Paragraph, false);
        } else if breaks && self.current.is_some() && feeds == 1 {
            if self.wrapped(start, end) {
                return self.join_lines(span);
            }
            self.end_block();
            self.joint = self.joint.max(Joint::Break);
        }
        self.push(span, What::Space, GroupId::NONE);
    }

    /// Whether the line that ends here was filled.
    fn wrapped(&mut self, start: usize, end: usize) -> bool {
        while self.wraps.get(self.next_wrap).is_some_and(|&feed| (feed as usize) < start) {
            self.next_wrap += 1;
        }
        self.wraps.get(self.next_wrap).is_some_and(|&feed| (feed as usize) < end)
    }

    fn join_lines(&mut self, span: Span) {
        let hyphen = self.document.pieces.last().copied().filter(|piece| {
            piece.what == What::Text && piece.span.end == span.start && self.text[..span.start as usize].ends_with('-')
        });
        let Some(piece) = hyphen else {
            let group = self.rule_group(Rule::LineWrap);
            self.push(span, What::Space, group);
            return;
        };
        let before = &self.text[..span.start as usize - 1];
        let head = before
            .rfind(|ch: char| !ch.is_alphabetic())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let behind = &self.text[span.end as usize..];
        let tail = behind.find(|ch: char| !ch.is_alphabetic()).unwrap_or(behind.len());
        let word = format!("{}{}", &before[head..], &behind[..tail]);
        let text = self.text;
        let words = self.words.get_or_insert_with(|| text.split(|ch: char| !ch.is_alphabetic()).collect());
        let whole = self.plan.rules.has(Rule::Hyphenation)
            && (words.contains(word.as_str()) || words.contains(word.to_lowercase().as_str()));
        if !whole {
            let group = self.rule_group(Rule::LineWrap);
            self.push(span, What::Nothing, group);
            return;
        }
        let group = self.rule_group(Rule::Hyphenation);
        let cut = span.start - 1;
        if piece.span.start == cut {
            self.document.pieces.pop();
        } else if let Some(last) = self.document.pieces.last_mut() {
            last.span.end = cut;
        }
        self.push(Span { start: cut, end: span.start }, What::Nothing, group);
        self.push(span, What::Nothing, group);
    }
}

enum Notable {
    Space { feeds: usize },
    Invisible,
    Lone,
}

struct Run {
    start: usize,
    end: usize,
    what: Notable,
}

/// Bytes that white space and invisible characters start with.
static NOTABLE: [bool; 256] = {
    let mut notable = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        notable[byte] = true;
        byte += 1;
    }
    notable[0x7F] = true;
    // U+0080 to U+00BF, U+2000 and on, U+3000, U+FEFF and U+FFFD.
    notable[0xC2] = true;
    notable[0xE2] = true;
    notable[0xE3] = true;
    notable[0xEF] = true;
    notable
};

fn is_space(ch: char, html: bool) -> bool {
    match ch {
        ' ' | '\t' | '\n' | '\r' | '\u{c}' => true,
        '\u{a0}' | '\u{202f}' => true,
        '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{3000}' | '\u{2000}'..='\u{200a}' => !html,
        _ => false,
    }
}

/// Characters without a shape and without a use in running text (Unicode §23.2, §23.8).
fn is_invisible(ch: char) -> bool {
    matches!(ch, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[derive(Default)]
struct Attributes {
    href: Option<String>,
    src: Option<String>,
    alt: String,
    start: i32,
    hidden: bool,
    hints: u16,
}

impl Attributes {
    fn read(&mut self, name: &str, value: &str, kind: Kind, wants_hints: bool, base: Option<&Base>) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        // A name that was lost: an address speaks for itself.
        let lost = name.is_empty() && value.trim_start().starts_with("http");
        match kind {
            Kind::Link if is("href") || lost => self.href = address::mend(value, base).or(self.href.take()),
            Kind::Image if is("src") || lost => self.src = address::mend(value, base).or(self.src.take()),
            Kind::Image if is("data-src") || is("data-original") => {
                self.src = address::mend(value, base).or(self.src.take());
            }
            Kind::Image if is("alt") => {
                self.alt = address::decode(value).split_whitespace().collect::<Vec<_>>().join(" ");
            }
            Kind::List if is("start") => self.start = value.trim().parse().unwrap_or(0),
            _ => {}
        }
        if is("hidden") || is("aria-hidden") && value == "true" || is("style") && hides(value) {
            self.hidden = true;
        } else if wants_hints && (is("class") || is("id") || is("role")) {
            self.hints |= hints::of(value);
        }
    }
}

fn hides(style: &str) -> bool {
    let says = |property: &str, wanted: &str| {
        style.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case(property)
                    && value.trim().trim_end_matches("!important").trim().eq_ignore_ascii_case(wanted)
            })
        })
    };
    style.contains(['n', 'N']) && (says("display", "none") || says("visibility", "hidden"))
}

/// A table is data if it has rows of two cells or more, and nothing in a cell but one run of words.
fn mark_data_tables(document: &mut Document) {
    let containers = &mut document.containers;
    let table_of = |containers: &[Container], mut at: u32| -> u32 {
        while at != 0 && !matches!(containers[at as usize].kind, ContainerKind::Table { .. }) {
            at = containers[at as usize].parent;
        }
        at
    };
    let mut rows = vec![0u32; containers.len()];
    let mut blocks = vec![0u32; containers.len()];
    let mut layout = vec![false; containers.len()];
    for at in 1..containers.len() as u32 {
        let Container { kind, parent, .. } = containers[at as usize];
        match kind {
            ContainerKind::Cell { .. } => rows[parent as usize] += 1,
            ContainerKind::Row => {}
            _ => layout[table_of(containers, parent) as usize] = true,
        }
    }
    for block in &document.blocks {
        let container = containers[block.container as usize].kind;
        blocks[block.container as usize] += u32::from(block.joint == Joint::Paragraph);
        let plain = matches!(container, ContainerKind::Cell { .. }) && block.kind == BlockKind::Paragraph
            || block.kind == BlockKind::Caption;
        if !plain || blocks[block.container as usize] > 1 {
            layout[table_of(containers, block.container) as usize] = true;
        }
    }
    let mut wide = vec![0u32; containers.len()];
    for at in 1..containers.len() {
        if containers[at].kind == ContainerKind::Row && rows[at] > 1 {
            wide[table_of(containers, at as u32) as usize] += 1;
        }
    }
    for at in 1..containers.len() {
        if matches!(containers[at].kind, ContainerKind::Table { .. }) {
            containers[at].kind = ContainerKind::Table { data: !layout[at] && wide[at] > 1 };
        }
    }
}
