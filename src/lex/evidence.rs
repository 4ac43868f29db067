//! What speaks for markup and for damage in a text, counted over its candidates.

use super::code::Samples;
use super::reference::BACKSLASH;
use super::{Candidate, TagMarks, What};
use crate::document::InlineKind;
use crate::element::{Element, Kind};
use crate::source::{Flavour, Span};

/// What was counted: the evidence of damage in the whole text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Torn tags that cannot be words.
    pub damaged_tags: u32,
    /// Torn tags that could be words, such as `< b >`.
    pub doubtful_tags: u32,
    pub escaped_tags: u32,
    pub sound_tags: u32,
    /// Sound or escaped block tags at a block's bound.
    pub bound_tags: u32,
    /// Sound or escaped tags with an attribute.
    pub attribute_tags: u32,
    pub damaged_references: u32,
    /// References that HTML shows as such: the sides on which they touch a word,
    pub shown: u32,
    /// and how many touch none, as what is spoken of.
    pub shown_alone: u32,
    /// Tags of blocks that are written as in a string of JSON.
    pub backslashed: u32,
    /// Marks and dashes behind a word that are written so, where nothing is code.
    pub escapes: u32,
    pub debris: u32,
    /// Torn marks of Markdown, two of them for a link or what stands in braces.
    pub torn_marks: u32,
    /// What only Markdown has.
    pub written: u32,
    /// Names between angle brackets that no element has: `<file>`.
    pub placeholders: u32,
    /// Whether there are tags of a feed's items, and of what they hold.
    pub items: bool,
    pub contents: bool,
    /// In HTML, elements that only a page has, and paragraphs that no line parts. No copy of ours has any.
    pub foreign: u32,
}

impl Evidence {
    /// Whether the text is a feed: its HTML is escaped (RSS 2.0; RFC 4287 §3.1.1).
    pub fn is_feed(&self) -> bool {
        self.items && self.contents
    }

    /// Whether the text holds markup at all.
    pub fn markup(&self) -> bool {
        self.damaged()
            || self.is_feed()
            || self.bound_tags + self.attribute_tags > 0 && self.sound_tags + self.escaped_tags > self.placeholders
    }

    /// Whether the text was cut out of a page, and what stands at its ends may be left of that.
    pub fn cut_out(&self, flavour: Flavour) -> bool {
        match flavour {
            Flavour::Html => self.foreign > 0 || self.damaged(),
            Flavour::Text => self.markup(),
        }
    }

    /// Whether the text stood in a string of JSON.
    pub fn json(&self) -> bool {
        self.backslashed > 0 || self.escapes > 1
    }

    /// Whether a sound tag with a name that no element has may be a translated one.
    pub fn few_placeholders(&self) -> bool {
        self.damaged_tags + self.sound_tags + self.escaped_tags >= self.placeholders
    }

    /// Whether markup in the text is torn.
    pub fn damaged(&self) -> bool {
        self.damaged_tags + self.debris > 0 || self.doubtful_tags > 1
    }

    /// Whether HTML was escaped once more than it is read: it shows references that touch words, on three sides at least
    /// and on two for each that is spoken of.
    pub fn shows_markup(&self) -> bool {
        self.shown > 2 * self.shown_alone.max(1)
    }

    /// Counts the candidates, beside what was counted before: in code, the torn ones alone. O(candidates).
    pub(super) fn of(
        text: &str,
        flavour: Flavour,
        candidates: &[Candidate],
        code: &[Span],
        mut counts: Evidence,
    ) -> Self {
        let html = flavour == Flavour::Html;
        let mut samples = Samples(code);
        let mut torn = false;
        // Where the last paragraph ended.
        let mut ended = u32::MAX;
        for candidate in candidates {
            if samples.have(candidate) {
                continue;
            }
            let Candidate { span, what } = *candidate;
            match what {
                What::Tag(marks) => {
                    torn = marks.damaged;
                    counts.tag(&marks, html, &text[span.range()]);
                    let block = marks.element.kind().is_block() && !marks.standard;
                    counts.backslashed += u32::from(block && text[span.range()].contains('\\'));
                    let page = matches!(marks.element.kind(), Kind::Block | Kind::Plain | Kind::Hidden);
                    let paragraph = marks.element == Element::P;
                    counts.foreign += u32::from(html && (page || paragraph && !marks.end_tag && span.start == ended));
                    ended = if paragraph && marks.end_tag { span.end } else { u32::MAX };
                }
                // Nobody speaks of a script and its content.
                What::Raw => {
                    counts.attribute_tags += 1;
                    counts.damaged_tags += u32::from(torn);
                }
                What::Reference { damaged: true, doubtful: false, .. } => counts.damaged_references += 1,
                // Bare signs and spaces are escaped too often by themselves, and dashes stand between words in any case.
                What::Reference { depth: 1.., first, .. }
                    if html && !matches!(first, '&' | '<' | '>' | '\u{a0}' | '–' | '—') =>
                {
                    let before = text[..span.start as usize].ends_with(char::is_alphanumeric);
                    let after = text[span.end as usize..].starts_with(char::is_alphanumeric);
                    counts.shown += u32::from(before) + u32::from(after);
                    counts.shown_alone += u32::from(!before && !after);
                }
                What::Reference { depth: BACKSLASH, first: '‐'..='…', .. } if code.is_empty() => {
                    counts.escapes += u32::from(text[..span.start as usize].ends_with(char::is_alphabetic));
                }
                // One whose signs are parted may be a row of signs, and a sign alone one of multiplication.
                What::Pair { damaged: true, .. } => counts.torn_marks += u32::from(span.range().len() == 3),
                What::LinkOpen { damaged: true } | What::Braces => counts.torn_marks += 2,
                What::Pair { kind: InlineKind::Strong, .. } | What::LinkOpen { damaged: false } => counts.written += 1,
                What::Debris { doubtful: false } => counts.debris += 1,
                // What is left of CDATA.
                What::Comment { damaged: true } if text[span.range()].starts_with(']') => {
                    counts.debris += u32::from(!html);
                }
                _ => {}
            }
        }
        counts
    }

    fn tag(&mut self, marks: &TagMarks, html: bool, text: &str) {
        let TagMarks { element, end_tag, damaged, escaped, attributes, bound, spoken, doubtful, .. } = *marks;
        if doubtful {
            return;
        }
        if element == Element::UNKNOWN || spoken {
            self.doubtful_tags += u32::from(end_tag && damaged && !spoken);
            return;
        }
        let block = element.kind().is_block();
        if damaged {
            // A sign that is torn itself compares nothing.
            if end_tag || attributes || block && (bound || marks.after_sentence) || text.starts_with("& ") {
                self.damaged_tags += 1;
            } else {
                self.doubtful_tags += 1;
            }
            return;
        }
        *(if escaped { &mut self.escaped_tags } else { &mut self.sound_tags }) += 1;
        self.attribute_tags += u32::from(attributes && (element.kind() != Kind::Plain || escaped || !html));
        self.bound_tags += u32::from(block && bound);
        self.items |= matches!(element, Element::ITEM | Element::ENTRY);
        self.contents |= matches!(element, Element::CONTENT | Element::CONTENT_ENCODED | Element::DESCRIPTION);
    }
}
