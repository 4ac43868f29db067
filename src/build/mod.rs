//! Tokens to blocks of inlines, all of them spans of the input.
//!
//! Source order is never changed: a document is a nesting of blocks, not the tree that a browser
//! would build. Lines that were filled to a width are joined here.

mod address;
mod attributes;
mod formula;
mod hints;
mod levels;
mod looks;
mod marks;
mod split;
mod styles;
mod tables;
mod words;
mod wrap;

use crate::data::{Table, find_words, spaced, split_once};
use crate::document::{
    Block, BlockKind, Container, ContainerKind, Document, Group, GroupId, Hints, InlineKind, Joint, Marker, Piece,
    Section, What,
};
use crate::element::{Element, Kind};
use crate::judge::{Token, TokenKind};
use crate::lex::marks::Mark;
use crate::lex::tag::Attribute;
use crate::lex::{TagMarks, standard};
use crate::options::Active;
use crate::report::{Reason, Warning};
use crate::rules::Rule;
use crate::source::{Flavour, Span, boundary};

pub(crate) use address::{Base, decode, mend};
use attributes::{Attributes, Looks};
use levels::Levels;
use looks::Look;
use marks::Marked;
use styles::Style;
use wrap::Wraps;

/// What the builder is asked to do.
pub(crate) struct Plan<'a> {
    pub flavour: Flavour,
    /// Whether a blank line ends a block outside every element: the input is a string, not a clipboard's HTML.
    pub blank_lines: bool,
    pub rules: Active,
    pub base: Option<&'a Base>,
    /// Paragraphs of code in text that no mark opens, in order.
    pub code: &'a [Span],
    /// Marks of Markdown at the starts of lines, in order.
    pub marks: &'a [Mark],
    /// The attributes of the tags, in order.
    pub attributes: &'a [Attribute],
    /// Whether what the page hides is shown.
    pub shown: bool,
    /// Whether it is asked what the markup calls its parts.
    pub hints: bool,
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

/// Builds the document. A page may be hidden as a whole until its scripts run, or kept from readers of screens
/// while a dialog lies over it: where most of the words would be hidden, they are shown. O(length).
pub(crate) fn build(text: &str, tokens: &[Token], plan: &Plan) -> Built {
    let (built, most) = build_once(text, tokens, plan);
    if most { build_once(text, tokens, &Plan { shown: true, ..*plan }).0 } else { built }
}

/// Builds the document, and says whether most of its words were hidden.
fn build_once(text: &str, tokens: &[Token], plan: &Plan) -> (Built, bool) {
    let may_wrap = plan.flavour == Flavour::Text && plan.rules.has(Rule::LineWrap);
    let wraps = if may_wrap { wrap::find(text) } else { Wraps::default() };
    let root = Container { kind: ContainerKind::Document, parent: 0, depth: 0 };
    let none = Group { rule: Rule::Format, reason: Reason::Rule(Rule::Format), cause: GroupId::NONE };
    let mut ends = vec![0u32; Element::all().len() + 1];
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
            // A piece for each token, and for the words between two.
            pieces: Vec::with_capacity(2 * tokens.len() + 8),
            containers: vec![root],
            sections: vec![Section::default()],
            groups: vec![none],
            languages: vec![String::new()],
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
        styles: Vec::new(),
        feeds: false,
        levels: Levels::default(),
        attributes: standard::Attributes(plan.attributes),
        memo: attributes::Memo::default(),
        picture: None,
        base: None,
        raised: None,
        annotated: None,
        task: None,
        hidden: None,
        seen: 0,
        spoken: 0,
        unseen: 0,
        ends,
        script: GroupId::NONE,
        wraps,
        next_wrap: 0,
        code: plan.code,
        marks: plan.marks,
        marked: Marked::default(),
        words: None,
        ligatures: None,
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

    let Builder { mut document, warnings, title, tags, damaged_tags, seen, unseen, .. } = builder;
    tables::mark_data(&mut document);
    if plan.rules.has(Rule::SplitLongParagraphs) {
        split::split(text, &mut document);
    }
    (Built { document, warnings, title, tags, damaged_tags }, unseen > 2 * seen)
}

/// The heading that an element of six levels is.
fn heading(element: Element) -> BlockKind {
    BlockKind::Heading(element.name().as_bytes()[1] - b'0')
}

/// What nobody sees at the end of a block.
fn is_blank(ch: char) -> bool {
    ch.is_whitespace() || ch == '\u{feff}'
}

/// Containers deeper than this are not shown as nested: no reader follows them, and output stays linear.
const DEEPEST: u16 = 16;
/// How many pieces a label above code has at most, tags among them.
const LABEL: usize = 32;

/// How far up an end tag looks for its start tag.
const REACH: usize = 64;
/// How far the sign of a heading's address is looked for, in bytes.
const ANCHOR: usize = 32;

/// An element that is open.
#[derive(Clone, Copy)]
struct Open {
    element: Element,
    container: u32,
    section: u32,
    /// The number of a list's next item.
    next: i32,
    language: u16,
    /// It is preformatted.
    pre: bool,
    /// It is an item by its style, or in one.
    levelled: bool,
}

/// What is hidden, up to its end.
struct Hidden {
    element: Element,
    /// How many elements of its name are open in it, itself among them.
    depth: u32,
    /// How many lists and tables are.
    inside: u32,
    /// A page may show it.
    unseen: bool,
    /// Hidden from screen readers.
    aria: bool,
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
    /// Elements that look as their style says.
    styles: Vec<Style>,
    /// Line feeds are breaks.
    feeds: bool,
    levels: Levels,
    attributes: standard::Attributes<'a>,
    memo: attributes::Memo<'a>,
    /// The address of a picture's best source.
    picture: Option<String>,
    /// What the page says that its addresses are relative to.
    base: Option<Base>,
    /// Digits stand above the line, or below it.
    raised: Option<bool>,
    /// What closes the annotation of a ruby, if one is open.
    annotated: Option<char>,
    /// The item of a list that has a box to be ticked, before its words.
    task: Option<(u32, Looks)>,
    hidden: Option<Hidden>,
    /// How much was shown before what screen readers alone have.
    spoken: usize,
    /// The bytes of words that are shown, and of those that the page hides.
    seen: usize,
    unseen: usize,
    /// End tags still to come, by element.
    ends: Vec<u32>,
    script: GroupId,
    wraps: Wraps,
    next_wrap: usize,
    /// Paragraphs of code still to come.
    code: &'a [Span],
    /// Marks of Markdown still to come.
    marks: &'a [Mark],
    marked: Marked,
    /// Every word of the text, once a hyphen has asked for it.
    words: Option<Table<'a>>,
    /// Whether the text was set in a font with ligatures.
    ligatures: Option<bool>,
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
        self.goes_on_item(at as usize);
        // A box to be ticked is written as GFM has it (§5.3).
        let (home, rule) = (self.container(), self.flow.kind == BlockKind::Rule);
        if let Some((_, looks)) = self.task.take().filter(|&(item, _)| item == home && !rule) {
            let what = self.document.say(if looks.has(Looks::DONE) { "[x]" } else { "[ ]" }.to_owned());
            self.push(Span { start: at, end: at }, what, GroupId::NONE);
            self.push(Span { start: at, end: at }, What::Space, GroupId::NONE);
        }
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
        let marked = self.marked.take(current.kind);
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
        if current.kind == BlockKind::Preformatted {
            self.trim_start(current.first);
        }
        self.trim_end(current.first);
        let end = self.document.pieces.len() as u32;
        let open = self.stack.last();
        let section = open.map_or(0, |open| open.section);
        if open.is_none_or(|open| !open.levelled) && !self.marked.has_items() {
            self.levels.end();
        }
        let language = match current.kind {
            BlockKind::Preformatted => open.map_or(self.marked.language, |open| open.language),
            _ => 0,
        };
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
            language,
            apart: false,
            marked,
        });
    }

    /// Nor are blank lines at the start of preformatted text, though tags stand between them.
    fn trim_start(&mut self, first: usize) {
        let mut blank = None;
        for at in first..self.document.pieces.len() {
            let Piece { span, what, .. } = self.document.pieces[at];
            match what {
                What::Text => {
                    let words = &self.text[span.range()];
                    let lead = words.len() - words.trim_start().len();
                    blank = words[..lead].rfind(&['\n', '\r'][..]).map(|feed| (at, feed as u32 + 1)).or(blank);
                    if lead < words.len() {
                        break;
                    }
                }
                What::Characters('\n' | '\r', None) => blank = Some((at, span.end - span.start)),
                What::Characters(ch, None) if ch.is_whitespace() => {}
                What::Space | What::Nothing | What::Open(_) | What::Close(_) => {}
                _ => break,
            }
        }
        let Some((at, length)) = blank else { return };
        for index in first..at {
            let (before, behind) = self.document.pieces.split_at_mut(index);
            match behind[0].what {
                What::Text | What::Characters(..) => behind[0].what = What::Space,
                What::Close(inline) => {
                    // No words are left in it.
                    behind[0].what = What::Nothing;
                    if let Some(piece) = before.iter_mut().rev().find(|piece| piece.what == What::Open(inline)) {
                        piece.what = What::Nothing;
                    }
                }
                _ => {}
            }
        }
        let Piece { span, group, .. } = self.document.pieces[at];
        let cut = span.start + length;
        self.document.pieces[at] = Piece { span: Span { start: span.start, end: cut }, what: What::Space, group };
        if cut < span.end {
            self.document
                .pieces
                .insert(at + 1, Piece { span: Span { start: cut, end: span.end }, what: What::Text, group });
        }
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
                // A table's has its blanks for itself.
                What::Mark if self.text[span.range()].contains('|') => {}
                What::Mark if !self.text[span.range()].ends_with(' ') => return,
                What::Text | What::Mark => {
                    let cut = span.start + self.text[span.range()].trim_end_matches(is_blank).len() as u32;
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
            TokenKind::Pair { kind, open } => self.markdown_pair(token, kind, open),
            TokenKind::Escape => {
                self.show();
                self.push(span, What::Mark, GroupId::NONE);
            }
            TokenKind::LinkOpen => self.markdown_link(token),
            TokenKind::Image => self.markdown_image(token),
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
                    if end_tag || !self.formula(token, &marks) {
                        self.push(span, What::Nothing, self.script);
                    }
                } else if end_tag {
                    self.end_tag(token, &marks);
                } else {
                    self.start_tag(token, &marks);
                }
            }
        }
    }

    /// Follows what is hidden up to its end; says whether the tag is part of it.
    fn hide(&mut self, marks: &TagMarks, end_tag: bool) -> bool {
        let Some(Hidden { element, depth, inside, unseen, aria }) = &mut self.hidden else { return false };
        let (kind, same) = (marks.element.kind(), marks.element == *element);
        // What ends without an end tag of its own (HTML Standard §13.1.2.4).
        let ends = match element.kind() {
            Kind::Paragraph => kind.is_block() && (!end_tag || !same),
            Kind::Item | Kind::Row | Kind::Cell => {
                let holds = matches!(kind, Kind::List | Kind::Table);
                let ends = *inside == 0 && (same && !end_tag || holds && end_tag);
                *inside =
                    if !holds { *inside } else { (*inside + u32::from(!end_tag)).saturating_sub(u32::from(end_tag)) };
                ends
            }
            _ => false,
        };
        if ends {
            self.hidden = None;
            return false;
        }
        if same && *inside == 0 {
            *depth = if end_tag { *depth - 1 } else { *depth + 1 };
            if *depth == 0 {
                self.spoken = if *unseen && !*aria { self.seen } else { 0 };
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

    /// Whether a link leads within the page and is a sign: a heading's own address (`¶`, `#`), or the way back from a note.
    fn is_anchor(&self, start: usize, href: Option<&str>) -> bool {
        let heading = matches!(self.flow.kind, BlockKind::Heading(_));
        let behind = &self.text[start..boundary(self.text, start + ANCHOR)];
        self.html
            && href.is_none_or(|href| heading && href.contains('#'))
            && split_once(behind, "</").is_some_and(|(words, rest)| {
                let words = address::decode(words, false);
                let sign = if heading {
                    !words.contains(char::is_alphanumeric)
                } else {
                    words.trim().starts_with(&['↩', '↑', '⤴'][..])
                };
                rest.starts_with(&['a', 'A'][..]) && sign
            })
    }

    fn start_tag(&mut self, token: &Token, marks: &TagMarks) {
        let (span, element, kind) = (token.span, marks.element, marks.element.kind());
        let attributes = if marks.attributes { self.attributes(token, marks) } else { Attributes::default() };
        if matches!(element, Element::SCRIPT | Element::STYLE) {
            self.script = self.script_group(token);
            self.push(span, What::Nothing, self.script);
            return;
        }
        let mut looks = attributes.looks;
        // What the eye sees instead of words for screen readers, which are hidden too.
        if looks.has(Looks::ARIA) && self.spoken == self.seen && self.seen > 0 && self.has_words(span.end as usize) {
            looks = looks.without(Looks::ARIA);
        }
        let instead = self.html && self.instead(token, marks, &attributes);
        // What copies the code that it stands in is none of it.
        let button = self.html && element == Element::BUTTON && !looks.has(Looks::INLINE);
        let tool = button && (self.in_pre() || self.says_little(span.end as usize));
        let hidden = kind == Kind::Hidden
            || looks.is_hidden(self.plan.shown)
            || kind == Kind::Title && self.html
            || instead
            || tool
            || kind == Kind::Link && self.is_anchor(span.end as usize, attributes.href.as_deref());
        let ends = !element.is_void() && self.ends[element.index()] > 0;
        // Some end without an end tag.
        let ends_itself = matches!(kind, Kind::Paragraph | Kind::Item | Kind::Row | Kind::Cell);
        if hidden && (ends || ends_itself) {
            if kind == Kind::Title && self.title.is_none() {
                self.title = self.title_behind(span.end as usize);
            }
            self.script = self.script_group(token);
            let unseen = looks.is_hidden(false) && !looks.is_hidden(true);
            let aria = looks.has(Looks::ARIA);
            self.hidden = Some(Hidden { element, depth: 1, inside: 0, unseen, aria });
            if !instead {
                self.push(span, What::Nothing, self.script);
            }
            return;
        }
        if self.html && ends && self.restyle(token, marks, &attributes) {
            return;
        }
        match kind {
            _ if hidden && element.is_void() => {
                self.push(span, What::Nothing, GroupId::NONE);
            }
            _ if instead => {}
            Kind::Link => self.link(token, marks, attributes),
            Kind::Strong => self.open(token, marks, InlineKind::Strong),
            Kind::Emphasis => self.open(token, marks, InlineKind::Emphasis),
            Kind::Code => {
                if let Some(pre) = self.stack.iter().rposition(|open| !open.pre).map_or(Some(0), |at| Some(at + 1))
                    && !attributes.language.is_empty()
                {
                    let language = self.language(attributes.language);
                    self.stack[pre..].iter_mut().for_each(|open| open.language = language);
                    self.hide_label();
                }
                self.open(token, marks, InlineKind::Code);
            }
            Kind::Image => self.image(token, marks, attributes),
            Kind::Quotation => self.quotation(token, marks),
            Kind::Break => self.line_break(token, marks),
            Kind::Plain if looks.has(Looks::TASK) && self.html && self.current.is_none() && self.in_item() => {
                self.task = Some((self.container(), looks));
                self.push(span, What::Nothing, GroupId::NONE);
            }
            Kind::Plain | Kind::Hidden => {
                let group = self.tag_group(token, marks);
                if element == Element::BASE && self.base.is_none() {
                    self.base = attributes.href.and_then(|href| Base::new(&href));
                }
                if self.html && ends {
                    match element {
                        Element::SUP | Element::SUB if self.holds_digits(span.end as usize) => {
                            self.raised = Some(element == Element::SUP);
                        }
                        Element::RT => return self.annotation(span, group, true),
                        _ => {}
                    }
                }
                self.push(span, What::Nothing, group);
            }
            Kind::Block | Kind::Paragraph if self.in_pre() => {
                let group = self.tag_group(token, marks);
                self.new_line(span, group, false);
                self.stack.extend(self.stack.last().copied().map(|open| Open { element, ..open }));
            }
            _ => {
                self.end_block();
                let group = self.gap_group(token, marks);
                if element == Element::HR {
                    self.boundary(BlockKind::Rule, true);
                    self.show();
                    self.push(span, What::Nothing, group);
                    return self.end_open(None);
                }
                self.push(span, What::Nothing, group);
                self.opened = self.opened.saturating_add(u8::from(kind == Kind::Paragraph));
                self.open_block(element, kind, attributes, span.end);
                if kind == Kind::Item && looks.has(Looks::TASK) {
                    self.task = Some((self.container(), looks));
                }
            }
        }
        if self.html && ends && !kind.is_block() {
            self.put_style(element, looks);
        }
    }

    /// Whether words stand before the next tag.
    fn has_words(&self, start: usize) -> bool {
        self.text[start..].split('<').next().is_some_and(|words| words.contains(char::is_alphanumeric))
    }

    /// A word in a line above code, in the same element, is the name of its language.
    fn hide_label(&mut self) {
        let Some(current) = &mut self.current else { return };
        let pieces = &mut self.document.pieces[current.first..];
        let ends = |piece: &Piece| piece.what == What::Characters('\n', None);
        let is_label = |piece: &Piece| match piece.what {
            What::Text => !self.text[piece.span.range()].contains(char::is_whitespace),
            what => what == What::Nothing || ends(piece),
        };
        if pieces.len() < LABEL && pieces.iter().any(ends) && pieces.iter().all(is_label) {
            pieces.iter_mut().for_each(|piece| piece.what = What::Nothing);
            current.words = false;
        }
    }

    /// Whether a button has a word or two, or stands behind the words of a heading: it says what it does. One that opens a
    /// heading heads what it folds, and one within a sentence is a word of it.
    fn says_little(&self, start: usize) -> bool {
        let begun = self.current.as_ref().is_some_and(|current| current.words);
        if self.stack.last().is_some_and(|open| open.element.kind() == Kind::Heading) {
            return begun;
        }
        let button = &self.text[start..boundary(self.text, start + 300)];
        let Some((words, rest)) = split_once(button, "</b") else { return false };
        let behind = rest.split(&['<', '>'][..]).nth(1).unwrap_or_default();
        let goes_on = behind.starts_with(&['.', ',', ':', ';'][..]) || begun && !behind.trim_start().is_empty();
        words.split_whitespace().nth(2).is_none() && !goes_on
    }

    /// Whether an item of a list has begun, or its paragraph.
    fn in_item(&self) -> bool {
        self.stack.iter().rev().take(2).any(|open| open.element.kind() == Kind::Item)
    }

    fn open_block(&mut self, element: Element, kind: Kind, attributes: Attributes, at: u32) {
        let looks = attributes.looks;
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
            // What its style makes a block stands in a paragraph as it is.
            _ if element.kind() == Kind::Plain => {}
            _ => {
                if self.stack.last().is_some_and(|open| matches!(open.element.kind(), Kind::Paragraph | Kind::Heading))
                {
                    self.stack.pop();
                }
            }
        }
        self.drop_styles();
        let outer = self.stack.last().copied();
        let parent = outer.map_or(0, |open| open.container);
        let Container { kind: within, parent: above, depth } = self.document.containers[parent as usize];
        let mut next = 0;
        let container = match kind {
            Kind::Quote => Some(ContainerKind::Quote),
            // The terms of a list of definitions stand beside it.
            Kind::List if element == Element::DL => None,
            Kind::Table if looks.has(Looks::LAYOUT) => None,
            Kind::List => {
                next = attributes.number.unwrap_or(0);
                let marker = if element == Element::OL { looks.marker() } else { Marker::Bullet };
                Some(ContainerKind::List { marker, start: next })
            }
            Kind::Item if matches!(within, ContainerKind::List { .. }) => Some(ContainerKind::Item),
            Kind::Table => Some(ContainerKind::Table { data: looks.has(Looks::RULED) }),
            Kind::Row if matches!(within, ContainerKind::Table { .. }) => Some(ContainerKind::Row),
            Kind::Cell if within == ContainerKind::Row => {
                Some(ContainerKind::Cell { header: element == Element::TH, spans: attributes.spans })
            }
            _ => None,
        };
        let mut levelled = outer.is_some_and(|open| open.levelled);
        let container = match (container, within) {
            // Items that are lists of one, by their level, as Office on the web writes them.
            (Some(ContainerKind::Item), ContainerKind::List { marker, start }) if attributes.level > 0 => {
                levelled = true;
                self.levelled(attributes.level, above, marker, start.max(1))
            }
            (Some(ContainerKind::Item), ContainerKind::List { marker, .. }) if marker != Marker::Bullet => {
                // Its own style says more than that of the list.
                let own = looks.marker();
                let marker = if own == Marker::Decimal { marker } else { own };
                let list = self.number_item(parent, marker, attributes.number);
                self.add_container(ContainerKind::Item, list)
            }
            (Some(kind), _) if depth < DEEPEST => self.add_container(kind, parent),
            // Its list was lost: a browser shows its bullet all the same.
            (None, _) if element == Element::LI => {
                levelled = true;
                self.levelled(1, parent, Marker::Bullet, 0)
            }
            (None, _) if attributes.level > 0 && self.html => {
                levelled = true;
                let (marker, number) = self.written_mark(at as usize).unwrap_or((Marker::Bullet, 0));
                self.levelled(attributes.level, parent, marker, number)
            }
            _ => parent,
        };
        // What a page says of itself as a whole says nothing of its parts.
        let whole = !self.html || !self.plan.hints || matches!(element, Element::HTML | Element::BODY);
        let hints = if whole { 0 } else { attributes.hints | hints::of_element(element) };
        let section = self.document.sections.len() as u32;
        self.document.sections.push(Section { parent: outer.map_or(0, |open| open.section), hints: Hints(hints) });
        // Lines of code may be rows of a table, which has no head.
        let headed = kind == Kind::Table && self.text[at as usize..].trim_start().starts_with("<thead");
        let pre = kind == Kind::Pre || looks.has(Looks::FIXED) && looks.has(Looks::FEEDS) || self.in_pre() && !headed;
        let block = match kind {
            Kind::Heading => heading(element),
            Kind::Caption => BlockKind::Caption,
            Kind::Block | Kind::Paragraph if looks.has(Looks::HEADING) => {
                BlockKind::Heading(if attributes.outline > 0 { attributes.outline.min(6) } else { 1 })
            }
            _ if pre => BlockKind::Preformatted,
            _ => BlockKind::Paragraph,
        };
        let language = match attributes.language {
            none if none.is_empty() => outer.map_or(0, |open| open.language),
            language => self.language(language),
        };
        self.stack.push(Open { element, container, section, next, language, pre, levelled });
        self.boundary(block, true);
        if self.html && kind.is_block() && !matches!(block, BlockKind::Heading(_) | BlockKind::Preformatted) {
            self.put_block_style(element, looks);
        }
    }

    fn add_container(&mut self, kind: ContainerKind, parent: u32) -> u32 {
        let depth = self.document.containers[parent as usize].depth;
        if depth >= DEEPEST {
            return parent;
        }
        self.document.containers.push(Container { kind, parent, depth: depth + 1 });
        self.document.containers.len() as u32 - 1
    }

    /// The list that an item of an ordered list is in: one that jumps to another number opens another list.
    fn number_item(&mut self, list: u32, marker: Marker, number: Option<i32>) -> u32 {
        let Some(open) = self.stack.last_mut() else { return list };
        let (next, parent) = (open.next.max(1), self.document.containers[list as usize].parent);
        let number = number.unwrap_or(next);
        open.next = number.saturating_add(1);
        let containers = &mut self.document.containers;
        if number == next {
            // The first item speaks for those behind it.
            if containers.len() == list as usize + 1
                && let ContainerKind::List { marker: shown, .. } = &mut containers[list as usize].kind
            {
                *shown = marker;
            }
            return list;
        }
        let list = self.add_container(ContainerKind::List { marker, start: number }, parent);
        self.stack.last_mut().into_iter().for_each(|open| open.container = list);
        list
    }

    fn language(&mut self, language: String) -> u16 {
        let languages = &mut self.document.languages;
        let known = languages.iter().rev().take(8).position(|one| *one == language);
        match known {
            Some(behind) => (languages.len() - 1 - behind) as u16,
            None if languages.len() < usize::from(u16::MAX) => {
                languages.push(language);
                languages.len() as u16 - 1
            }
            None => 0,
        }
    }

    pub(super) fn in_pre(&self) -> bool {
        self.stack.last().is_some_and(|open| open.pre)
    }

    /// A line of preformatted text ends with a tag: at any break, else unless it has no words yet.
    fn new_line(&mut self, span: Span, group: GroupId, always: bool) {
        let shown = self.document.pieces.iter().rev().take(8).find(|piece| piece.what != What::Nothing);
        let ended = shown.is_none_or(|piece| match piece.what {
            What::Text => self.text[piece.span.range()].ends_with('\n'),
            what => what == What::Characters('\n', None),
        });
        let words = self.current.as_ref().is_some_and(|current| current.words);
        let what = if words && (always || !ended) { What::Characters('\n', None) } else { What::Nothing };
        self.push(span, what, group);
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
        if !self.styles.is_empty() && self.end_style(token, marks) {
            return;
        }
        match kind {
            Kind::Link => self.close(token, marks, InlineKind::Link),
            Kind::Strong => self.close(token, marks, InlineKind::Strong),
            Kind::Emphasis => self.close(token, marks, InlineKind::Emphasis),
            Kind::Code => self.close(token, marks, InlineKind::Code),
            Kind::Quotation => self.quotation(token, marks),
            Kind::Break => self.line_break(token, marks),
            Kind::Hidden if matches!(element, Element::SCRIPT | Element::STYLE) => {
                let group = std::mem::replace(&mut self.script, GroupId::NONE);
                let group = if group == GroupId::NONE { self.tag_group(token, marks) } else { group };
                self.push(span, What::Nothing, group);
            }
            Kind::Plain | Kind::Hidden | Kind::Image => {
                let group = self.tag_group(token, marks);
                match element {
                    Element::SUP | Element::SUB => self.raised = None,
                    Element::RT | Element::RUBY => return self.annotation(span, group, false),
                    Element::PICTURE => self.picture = None,
                    _ => {}
                }
                self.push(span, What::Nothing, group);
            }
            _ => self.end_block_tag(token, marks),
        }
    }

    fn end_block_tag(&mut self, token: &Token, marks: &TagMarks) {
        let (span, element, kind) = (token.span, marks.element, marks.element.kind());
        let table = matches!(kind, Kind::Table | Kind::Row | Kind::Cell);
        let mut opened = None;
        for (i, open) in self.stack.iter().enumerate().rev().take(REACH) {
            if open.element == element {
                opened = Some(i);
                break;
            }
            if !table && open.element.kind() == Kind::Cell {
                break;
            }
        }
        let in_pre = opened.is_some_and(|i| i > 0 && self.stack[i - 1].pre);
        if in_pre && matches!(kind, Kind::Block | Kind::Paragraph) {
            let group = self.tag_group(token, marks);
            self.new_line(span, group, false);
            return self.stack.truncate(opened.unwrap_or(0));
        }
        // The end alone of a heading ends one: it was cut out behind the start.
        if let Some(current) = self.current.as_mut().filter(|current| current.kind == BlockKind::Paragraph)
            && !self.html
            && kind == Kind::Heading
            && opened.is_none()
        {
            current.kind = heading(element);
        }
        self.end_block();
        let group = self.gap_group(token, marks);
        self.push(span, What::Nothing, group);
        self.end_open(opened);
    }

    /// A block has ended, and the element of this place in the stack with it.
    fn end_open(&mut self, opened: Option<usize>) {
        self.closed = true;
        if let Some(i) = opened {
            self.stack.truncate(i);
            self.drop_styles();
        }
        let kind = if self.in_pre() { BlockKind::Preformatted } else { BlockKind::Paragraph };
        self.boundary(kind, kind == BlockKind::Preformatted);
    }

    fn line_break(&mut self, token: &Token, marks: &TagMarks) {
        if self.in_pre() {
            let group = self.tag_group(token, marks);
            return self.new_line(token.span, group, true);
        }
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
        let end = start + find_words(&self.text[start..], "</").unwrap_or(0);
        let title = address::decode(&self.text[start..end], !self.html);
        let title = spaced(&title);
        (!title.is_empty()).then_some(title)
    }
}
