//! The prose rules. Each sees views and proposes; none knows another.

mod apostrophe;
mod initials;
mod language;
mod quotes;
mod sentence;
mod spacing;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::document::{BlockKind, Document, Group, GroupId, Joint};
use crate::lex::Evidence;
use crate::options::Active;
use crate::read::Views;
use crate::report::{Reason, Warning};
use crate::rules::Rule;
use crate::source::Span;
use language::Language;

/// What a rule would put in place of a part of the views' text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub range: Range<usize>,
    pub text: Cow<'static, str>,
    pub group: GroupId,
}

/// What a rule is given: the views of what stays, the evidence, and where to put what it proposes.
pub(crate) struct Mending<'a> {
    pub views: &'a Views,
    pub document: &'a mut Document,
    pub damaged: bool,
    /// Asked for by few texts.
    language: OnceCell<Language>,
    pub proposals: Vec<Proposal>,
    pub warnings: Vec<Warning>,
}

impl Mending<'_> {
    fn language(&self) -> Language {
        *self.language.get_or_init(|| Language::of(&self.views.text))
    }

    fn group(&mut self, rule: Rule) -> GroupId {
        self.document.add_group(rule, Reason::Rule(rule))
    }

    fn caused(&mut self, rule: Rule, cause: GroupId) -> GroupId {
        self.document.groups.push(Group { rule, reason: Reason::Rule(rule), cause });
        GroupId(self.document.groups.len() as u32 - 1)
    }

    fn propose(&mut self, range: Range<usize>, text: impl Into<Cow<'static, str>>, group: GroupId) {
        self.proposals.push(Proposal { range, text: text.into(), group });
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.views.span(range)
    }
}

/// Runs every prose rule that is on over the blocks that stay. O(length).
pub(crate) fn mend(
    views: &Views,
    document: &mut Document,
    chaff: &[GroupId],
    evidence: Evidence,
    rules: Active,
) -> (Vec<Proposal>, Vec<Warning>) {
    // Prompts that are kept are read for themselves: what they say is no evidence for the rest.
    let readings = [false, true].map(|apart| runs(views, document, chaff, apart));
    let damaged = evidence.damaged() || evidence.damaged_references > 0;
    let mut mending =
        Mending { views, document, damaged, language: OnceCell::new(), proposals: Vec::new(), warnings: Vec::new() };
    // A rule sees the runs that have a sign of those that it is about.
    type Rules<'a> = [(Rule, u8, fn(&mut Mending, &[Range<usize>])); 6];
    let table: Rules = [
        (Rule::QuoteSpacing, QUOTE, quotes::mend),
        (Rule::Apostrophe, QUOTE, apostrophe::mend),
        (Rule::Initials, AMPERSAND, initials::mend),
        (Rule::PunctuationSpacing, ODD | JOINT, spacing::mend),
        (Rule::SmartQuotes, QUOTE, quotes::curl),
        (Rule::StraightQuotes, QUOTE, quotes::straighten),
    ];
    for runs in readings.iter().filter(|runs| !runs.is_empty()) {
        let kinds: Vec<u8> = runs.iter().map(|run| kinds(&views.text[run.clone()])).collect();
        for (_, wanted, propose) in table.into_iter().filter(|row| rules.has(row.0)) {
            let some: Vec<Range<usize>> =
                runs.iter().zip(&kinds).filter(|row| row.1 & wanted > 0).map(|row| row.0.clone()).collect();
            if !some.is_empty() {
                propose(&mut mending, &some);
            }
        }
    }
    if rules.has(Rule::SentenceStart) {
        sentence::mend(&mut mending, chaff);
    }
    (mending.proposals, mending.warnings)
}

// What a run has signs of.
const QUOTE: u8 = 1;
const AMPERSAND: u8 = 2;
const JOINT: u8 = 4;
/// A space beside what is no letter or digit of ASCII.
const ODD: u8 = 8;
const SPACE: u8 = 16;
/// What it takes for a space beside it to be odd.
const SIGN: u8 = 32;

/// The kinds of signs that a run has, in one pass.
fn kinds(run: &str) -> u8 {
    let (mut all, mut last) = (0, 0);
    for byte in run.bytes() {
        let kind = KINDS[byte as usize];
        all |= kind | if (last | kind) & (SPACE | SIGN) == SPACE | SIGN { ODD } else { 0 };
        last = kind;
    }
    all
}

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let of_word = byte < 128 && (byte as u8).is_ascii_alphanumeric();
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            b'"' | b'\'' | b'`' | 0xC2 | 0xE2 => QUOTE | SIGN,
            b'&' => AMPERSAND | SIGN,
            b'@' | b'-' => JOINT | SIGN,
            _ if of_word => 0,
            _ => SIGN,
        };
        byte += 1;
    }
    kinds
};

/// Parts of the views that are read in one go: blocks that follow one another by line breaks.
fn runs(views: &Views, document: &Document, chaff: &[GroupId], apart: bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open: Option<u32> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        let range = views.blocks[index].clone();
        let has_words = !matches!(block.kind, BlockKind::Preformatted | BlockKind::Rule);
        if chaff[index] != GroupId::NONE || block.apart != apart || !has_words {
            open = None;
            continue;
        }
        match runs.last_mut() {
            Some(run) if block.joint == Joint::Break && open == Some(block.container) => run.end = range.end,
            _ => runs.push(range),
        }
        open = Some(block.container);
    }
    runs
}

/// Whether a place is inside code.
fn in_code(views: &Views, at: usize) -> bool {
    let index = views.code.partition_point(|range| range.end <= at);
    views.code.get(index).is_some_and(|range| range.contains(&at))
}
