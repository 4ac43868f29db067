//! Looks of words that go over words and blocks: links, emphasis, code. And images.
//!
//! A look that is on when a block ends is put on again in the next one, and looks that end in the
//! wrong order are closed and opened again, so that they nest.

use super::attributes::Attributes;
use super::{Builder, address};
use crate::document::{GroupId, Inline, InlineId, InlineKind, What};
use crate::element::Element;
use crate::judge::Token;
use crate::lex::{TagMarks, markdown};
use crate::report::{Reason, Warning, WarningKind};
use crate::rules::Rule;
use crate::source::Span;

/// A look of words that is on: its inline, how often it was put on, and where.
pub(super) struct Look {
    pub(super) inline: InlineId,
    pub(super) kind: InlineKind,
    pub(super) group: GroupId,
    pub(super) depth: u32,
    /// Its opening piece in this block.
    pub(super) piece: usize,
    /// Whether words were seen since, in this block and at all.
    pub(super) words_here: bool,
    pub(super) words: bool,
    pub(super) at: Span,
    /// How often it was put on again.
    pub(super) again: u32,
}

impl Builder<'_> {
    pub(super) fn open(&mut self, token: &Token, marks: &TagMarks, kind: InlineKind) {
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
        let group = self.tag_group(token, marks);
        self.put_on(token.span, group, Inline::new(kind, marks.damaged));
    }

    fn link_group(&mut self, token: &Token, marks: &TagMarks) -> GroupId {
        if self.plan.rules.has(Rule::DropLinks) {
            self.rule_group(Rule::DropLinks)
        } else {
            self.tag_group(token, marks)
        }
    }

    pub(super) fn put_on(&mut self, at: Span, group: GroupId, inline: Inline) {
        self.begin_block();
        let kind = inline.kind;
        self.document.inlines.push(inline);
        let inline = InlineId(self.document.inlines.len() as u32 - 1);
        let piece = self.push(at, What::Open(inline), group);
        self.looks.push(Look { inline, kind, group, depth: 1, piece, words_here: false, words: false, at, again: 0 });
    }

    pub(super) fn close(&mut self, token: &Token, marks: &TagMarks, kind: InlineKind) {
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
    pub(super) fn take_off(&mut self, at: usize, span: Span, group: GroupId) {
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
            self.put_on_again(at, span.end);
        }
    }

    /// Puts the looks from one on again. A link that goes on and on is let go before its address,
    /// written each time, outweighs its words.
    pub(super) fn put_on_again(&mut self, from: usize, at: u32) {
        let mut i = from;
        while let Some(Look { inline, kind, group, again, at: start, .. }) = self.looks.get(i) {
            let (inline, group) = (*inline, *group);
            let weight = *again as usize * self.document.inlines[inline.0 as usize].href.len();
            if *kind == InlineKind::Link && weight > 4 * (at - start.start) as usize + 1024 {
                self.looks.remove(i);
                continue;
            }
            let piece = self.push(Span { start: at, end: at }, What::Open(inline), group);
            let look = &mut self.looks[i];
            (look.piece, look.words_here, look.again) = (piece, false, look.again + 1);
            i += 1;
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
                href: Some(inline.href.to_string()),
            });
        }
    }

    pub(super) fn link(&mut self, token: &Token, marks: &TagMarks, attributes: Attributes) {
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
        let inline = Inline { href: href.into(), ..Inline::new(InlineKind::Link, marks.damaged) };
        let group = self.link_group(token, marks);
        self.put_on(token.span, group, inline);
    }

    /// The opening bracket of a Markdown link.
    pub(super) fn markdown_link(&mut self, token: &Token) {
        let link = markdown::link(self.text, token.span.start as usize);
        let address =
            link.and_then(|link| address::mend(&self.text[link.address.range()], self.plan.base, self.plan.rules));
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
        let inline = Inline { href: href.into(), written, ..Inline::new(InlineKind::Link, damaged) };
        self.put_on(token.span, group, inline);
    }

    pub(super) fn markdown_image(&mut self, token: &Token) {
        let start = token.span.start as usize;
        let bracket = start + self.text[start..].find('[').unwrap_or(0);
        let dropped = self.plan.rules.has(Rule::DropImages).then_some(Rule::DropImages);
        let group = dropped.or(token.rule).map_or(GroupId::NONE, |rule| self.rule_group(rule));
        let link = markdown::link(self.text, bracket);
        let picture = link.and_then(|link| {
            let href = address::mend(&self.text[link.address.range()], self.plan.base, self.plan.rules)?;
            let words = self.text[bracket + 1..].split(']').next()?;
            Some((href, words.trim().to_owned()))
        });
        // In code it is a sample.
        if group == GroupId::NONE && (picture.is_none() || self.is_preformatted()) {
            self.show();
            self.push(token.span, What::Text, group);
            return;
        }
        self.picture_of(token.span, group, picture, token.rule.is_some());
    }

    /// Shows an image, if its address is known and its place has any.
    fn picture_of(&mut self, span: Span, group: GroupId, picture: Option<(String, String)>, damaged: bool) {
        let written = !self.html && group == GroupId::NONE;
        // Markdown has no picture inside code.
        let Some((href, words)) = picture.filter(|_| !self.is_preformatted()) else {
            self.push(span, What::Nothing, group);
            return;
        };
        self.show();
        let (href, words) = (href.into(), words.into());
        self.document.inlines.push(Inline { href, words, written, ..Inline::new(InlineKind::Image, damaged) });
        let inline = InlineId(self.document.inlines.len() as u32 - 1);
        self.push(span, What::Image(inline), group);
    }

    /// The marks of emphasis or code in Markdown.
    pub(super) fn markdown_pair(&mut self, token: &Token, kind: InlineKind, open: bool) {
        let written = token.rule.is_none();
        let at = self.looks.iter().position(|look| look.kind == kind);
        let inline = at.map(|at| &self.document.inlines[self.looks[at].inline.0 as usize]);
        match at {
            Some(at) if !open && inline.is_some_and(|inline| inline.written == written) => {
                self.take_off(at, token.span, self.looks[at].group);
            }
            None if open => {
                let group = token.rule.map_or(GroupId::NONE, |rule| self.rule_group(rule));
                self.put_on(token.span, group, Inline { written, ..Inline::new(kind, !written) });
            }
            _ if written => {
                self.show();
                self.push(token.span, What::Text, GroupId::NONE);
            }
            _ => {
                self.push(token.span, What::Space, GroupId::NONE);
            }
        }
    }

    pub(super) fn image(&mut self, token: &Token, marks: &TagMarks, attributes: Attributes) {
        if marks.element == Element::SOURCE {
            self.picture = self.picture.take().or(attributes.src);
            self.push(token.span, What::Nothing, GroupId::NONE);
            return;
        }
        let dropped = self.plan.rules.has(Rule::DropImages);
        let group = if dropped { self.rule_group(Rule::DropImages) } else { self.tag_group(token, marks) };
        if attributes.is_sign() {
            self.show();
            let what = self.document.say(attributes.alt);
            self.push(token.span, what, group);
            return;
        }
        if attributes.is_formula() {
            return self.show_instead(token, marks, &attributes.alt);
        }
        let picture = self.picture.take();
        let alt = attributes.alt;
        let picture = attributes.src.or(picture).map(|href| (href, alt));
        self.picture_of(token.span, group, picture, marks.damaged);
    }

    /// `<q>` shows as quotation marks.
    pub(super) fn quotation(&mut self, token: &Token, marks: &TagMarks) {
        let group = self.tag_group(token, marks);
        self.show();
        self.push(token.span, What::Characters('"', None), group);
    }
}

/// Whether a text is one sign or few that are no letters: an emoji, an arrow.
pub(super) fn is_pictograph(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() < 10
        && text.chars().all(|ch| !ch.is_alphanumeric() && (ch >= '\u{2190}' || ch == '\u{200d}' || ch == '\u{a9}'))
}
