//! Looks that an element's style gives it, whatever its name: bold, italic, block, inline, line feeds
//! that break.

use super::attributes::{Attributes, Looks};
use super::{Builder, address, formula};
use crate::data::{find_words, is_unspaced, split, split_once};
use crate::document::{BlockKind, GroupId, Inline, InlineKind, What};
use crate::element::{Element, Kind};
use crate::judge::Token;
use crate::lex::TagMarks;
use crate::source::{Span, boundary};

/// An element that looks as its style says, up to its end.
pub(super) struct Style {
    element: Element,
    /// How many elements of its name are open in it.
    depth: u32,
    strong: bool,
    emphasis: bool,
    /// What line feeds were before.
    feeds: Option<bool>,
    what: Instead,
    /// It ends when fewer elements that bound blocks are open.
    floor: usize,
}

/// What an element is instead of what its name says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instead {
    Itself,
    Block,
    /// Its tags show nothing.
    Plain,
}

/// How many open elements with a style are looked through.
const REACH: usize = 8;

impl Builder<'_> {
    /// An element whose style makes another kind of it: says whether that was all of its tag.
    pub(super) fn restyle(&mut self, token: &Token, marks: &TagMarks, attributes: &Attributes) -> bool {
        let (element, looks) = (marks.element, attributes.looks);
        let what = match element.kind() {
            Kind::Plain if looks.has(Looks::BLOCK) && !self.in_pre() => Instead::Block,
            Kind::Block | Kind::Paragraph if looks.has(Looks::INLINE) => Instead::Plain,
            Kind::Strong if looks.has(Looks::LIGHT) => Instead::Plain,
            Kind::Emphasis if looks.has(Looks::UPRIGHT) => Instead::Plain,
            _ => return false,
        };
        let block = what == Instead::Block;
        let group = if block {
            self.end_block();
            self.gap_group(token, marks)
        } else {
            self.tag_group(token, marks)
        };
        self.push(token.span, What::Nothing, group);
        if block {
            let attributes = Attributes { looks, ..Attributes::default() };
            self.open_block(element, Kind::Block, attributes, token.span.end);
        }
        self.begin_style(element, 0, what);
        if !block {
            self.dress(looks, false);
        }
        true
    }

    /// Inside an element's start tag.
    pub(super) fn put_style(&mut self, element: Element, looks: Looks) {
        let dressed =
            looks.has(Looks::STRONG | Looks::EMPHASIS | Looks::FEEDS) || looks.has(Looks::COLLAPSE) && self.feeds;
        if dressed {
            self.begin_style(element, 0, Instead::Itself);
            let plain = self.flow.kind == BlockKind::Preformatted;
            self.dress(looks, plain || matches!(element.kind(), Kind::Strong));
        } else if let Some(style) = self.styles.iter_mut().rev().take(REACH).find(|style| style.element == element) {
            style.depth += 1;
        }
    }

    /// Behind the start tag of an element that bounds blocks.
    pub(super) fn put_block_style(&mut self, element: Element, looks: Looks) {
        let feeds = looks.has(Looks::FEEDS) || looks.has(Looks::COLLAPSE) && self.feeds;
        if feeds || looks.has(Looks::STRONG | Looks::EMPHASIS) {
            // Its end is that of its block: no tag of its name is counted.
            self.begin_style(element, 1 << 31, Instead::Itself);
            self.dress(looks, false);
        }
    }

    fn begin_style(&mut self, element: Element, depth: u32, what: Instead) {
        let floor = self.stack.len();
        self.styles.push(Style { element, depth, strong: false, emphasis: false, feeds: None, what, floor });
    }

    /// Puts the looks of the innermost style on.
    fn dress(&mut self, looks: Looks, strong_already: bool) {
        let strong = looks.has(Looks::STRONG) && !strong_already;
        let emphasis = looks.has(Looks::EMPHASIS);
        let feeds = looks.has(Looks::FEEDS | Looks::COLLAPSE).then_some(self.feeds);
        if feeds.is_some() {
            self.feeds = looks.has(Looks::FEEDS);
        }
        if let Some(style) = self.styles.last_mut() {
            (style.strong, style.emphasis, style.feeds) = (strong, emphasis, feeds.or(style.feeds));
        }
        for (kind, on) in [(InlineKind::Strong, strong), (InlineKind::Emphasis, emphasis)] {
            match self.looks.iter_mut().find(|look| look.kind == kind) {
                _ if !on => {}
                Some(look) => look.depth += 1,
                None => {
                    let at = self.document.pieces.last().map_or(0, |piece| piece.span.end);
                    self.put_on(Span { start: at, end: at }, GroupId::NONE, Inline::new(kind, false));
                }
            }
        }
    }

    /// At an end tag: ends the style that its element has. Says whether that was all of the tag.
    pub(super) fn end_style(&mut self, token: &Token, marks: &TagMarks) -> bool {
        let found = self.styles.iter().rev().take(REACH).position(|style| style.element == marks.element);
        let Some(behind) = found else { return false };
        let at = self.styles.len() - 1 - behind;
        let style = &mut self.styles[at];
        if style.depth > 0 {
            style.depth -= u32::from(style.depth < 1 << 31);
            return false;
        }
        let (what, floor) = (style.what, style.floor);
        match what {
            Instead::Itself => {
                self.end_styles(at);
                false
            }
            Instead::Plain => {
                self.end_styles(at);
                let group = self.tag_group(token, marks);
                self.push(token.span, What::Nothing, group);
                true
            }
            Instead::Block => {
                self.end_block();
                let group = self.gap_group(token, marks);
                self.push(token.span, What::Nothing, group);
                self.end_open(Some(floor.saturating_sub(1).min(self.stack.len())));
                true
            }
        }
    }

    /// Ends the styles of elements that have ended with a block.
    pub(super) fn drop_styles(&mut self) {
        let open = self.styles.iter().rposition(|style| style.floor <= self.stack.len()).map_or(0, |at| at + 1);
        self.end_styles(open);
    }

    fn end_styles(&mut self, from: usize) {
        while self.styles.len() > from
            && let Some(style) = self.styles.pop()
        {
            self.feeds = style.feeds.unwrap_or(self.feeds);
            for (kind, on) in [(InlineKind::Strong, style.strong), (InlineKind::Emphasis, style.emphasis)] {
                let Some(at) = self.looks.iter().position(|look| on && look.kind == kind) else { continue };
                self.looks[at].depth -= 1;
                if self.looks[at].depth == 0 {
                    let end = self.document.pieces.last().map_or(0, |piece| piece.span.end);
                    self.take_off(at, Span { start: end, end }, GroupId::NONE);
                }
            }
        }
    }

    // What is read in the place of something else

    /// The words that stand for a formula or a drawing. Says whether there are any: what it holds
    /// is hidden then.
    pub(super) fn instead(&mut self, token: &Token, marks: &TagMarks, attributes: &Attributes) -> bool {
        let end = token.span.end as usize;
        let words = match marks.element {
            Element::MATH if attributes.alt.is_empty() => self.mathml(end),
            Element::SVG if attributes.alt.is_empty() && self.text[end..].trim_start().starts_with("<title") => {
                let title = &self.text[end..];
                title.find('>').and_then(|open| self.title_behind(end + open + 1))
            }
            Element::MATH | Element::SVG => Some(attributes.alt.clone()),
            _ => None,
        };
        let Some(words) = words.filter(|words| !words.is_empty() && !attributes.looks.is_hidden(self.plan.shown))
        else {
            return false;
        };
        self.show_instead(token, marks, &words);
        true
    }

    /// A formula that is hidden, since a picture of it is seen.
    pub(super) fn formula(&mut self, token: &Token, marks: &TagMarks) -> bool {
        if !self.html || marks.element != Element::MATH || !marks.attributes {
            return false;
        }
        let words = Some(self.attributes(token, marks).alt).filter(|words| !words.is_empty());
        let words = words.or_else(|| self.mathml(token.span.end as usize)).unwrap_or_default();
        let shown = !words.is_empty();
        if shown {
            self.show_instead(token, marks, &words);
        }
        shown
    }

    pub(super) fn show_instead(&mut self, token: &Token, marks: &TagMarks, words: &str) {
        let group = self.tag_group(token, marks);
        // The style of a display is none of the formula.
        let formula = words.strip_prefix("{\\displaystyle ").and_then(|words| words.strip_suffix('}'));
        let formula = formula.unwrap_or(words);
        // A picture of it may stand behind it.
        let said = self.document.pieces.iter().rev().take(BESIDE).find_map(|piece| match piece.what {
            What::Words(index) => Some(self.document.words[index as usize] == *formula),
            What::Text if !self.text[piece.span.range()].trim().is_empty() => Some(false),
            _ => None,
        });
        if said == Some(true) {
            self.push(token.span, What::Nothing, group);
            return;
        }
        self.show();
        let what = self.document.say(formula.to_owned());
        self.push(token.span, what, group);
    }

    /// What a formula says that ends soon: in TeX, if that is there.
    fn mathml(&self, start: usize) -> Option<String> {
        let formula = &self.text[start..boundary(self.text, start + FORMULA)];
        let formula = &formula[..find_words(formula, "</math")?];
        let tex = split_once(formula, "application/x-tex").and_then(|(_, behind)| behind.split_once('>'));
        Some(match tex {
            Some((_, tex)) => address::decode(split(tex, "</").next().unwrap_or(tex), false).trim().to_owned(),
            None => formula::line(formula),
        })
    }

    /// An annotation of a ruby stands in brackets.
    pub(super) fn annotation(&mut self, span: Span, group: GroupId, opens: bool) {
        let base = self.document.pieces.iter().rev().take(8).find(|piece| piece.what == What::Text);
        let wide = base.is_some_and(|piece| self.text[piece.span.range()].ends_with(is_unspaced));
        let brackets = if wide { ['（', '）'] } else { ['(', ')'] };
        let close = self.annotated.take();
        self.annotated = opens.then_some(brackets[1]);
        let what = match close {
            _ if opens => What::Characters(brackets[0], None),
            Some(close) => What::Characters(close, None),
            None => What::Nothing,
        };
        if what != What::Nothing {
            self.show();
        }
        if let Some(close) = close.filter(|_| opens) {
            let before = Span { start: span.start, end: span.start };
            self.push(before, What::Characters(close, None), group);
        }
        self.push(span, what, group);
    }
}

/// How many pieces may stand between a formula and its picture.
const BESIDE: usize = 32;
/// How far a formula is looked through.
const FORMULA: usize = 1 << 14;
