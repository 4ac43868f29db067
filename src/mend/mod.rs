//! The prose rules. Each sees views and proposes; none knows another.

mod apostrophe;
mod initials;
mod language;
mod quotes;
mod run;
mod sentence;
mod spacing;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::data::find_words;
use crate::document::{Document, Group, GroupId};
use crate::lex::Evidence;
use crate::options::Active;
use crate::read::{Views, is_high};
use crate::report::{Reason, Warning};
use crate::rules::Rule;
use crate::source::Span;
use language::Language;
use run::{Places, Run};

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

    /// Whether no space belongs inside the guillemets of a part. In a sound text, the part may be French by itself.
    fn guillemets_are_close(&self, part: Range<usize>) -> bool {
        let high = [" !", " ?", " :", " ;"];
        let other =
            |part: &str| !Language::of(part).french && !high.into_iter().any(|sign| find_words(part, sign).is_some());
        let Language { french, certain, .. } = self.language();
        !french && (self.damaged || certain && other(&self.views.text[part]))
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
    let readings = [false, true].map(|apart| Places::new(views, document, chaff, apart));
    let damaged = evidence.damaged() || evidence.damaged_references > 0 || views.tokenized;
    let mut mending =
        Mending { views, document, damaged, language: OnceCell::new(), proposals: Vec::new(), warnings: Vec::new() };
    type Rules = [(Rule, fn(&mut Mending, &[Run])); 6];
    let table: Rules = [
        (Rule::QuoteSpacing, quotes::mend),
        (Rule::Apostrophe, apostrophe::mend),
        (Rule::Initials, initials::mend),
        (Rule::PunctuationSpacing, spacing::mend),
        (Rule::SmartQuotes, quotes::curl),
        (Rule::StraightQuotes, quotes::straighten),
    ];
    for places in &readings {
        let runs = places.runs();
        for (_, propose) in table.into_iter().filter(|row| rules.has(row.0) && !runs.is_empty()) {
            propose(&mut mending, &runs);
        }
    }
    for &(at, group) in &views.parted {
        if !views.text[at..].starts_with(is_high) {
            mending.propose(at..at, " ", group);
        } else if !mending.language().french {
            mending.propose(at - 1..at, "", group);
        }
    }
    if rules.has(Rule::SentenceStart) {
        sentence::mend(&mut mending, chaff);
    }
    (mending.proposals, mending.warnings)
}

/// Whether a place is inside code.
fn in_code(views: &Views, at: usize) -> bool {
    let index = views.code.partition_point(|range| range.end <= at);
    views.code.get(index).is_some_and(|range| range.contains(&at))
}
