//! What `cargo xtask train` sees of a page. No part of the interface.

use crate::document::Document;
use crate::options::Active;
use crate::read::Views;
use crate::select::{article, facts, features, forest};
use crate::source::Flavour;
use crate::{build, judge, lex, read};

/// How many features the first forest sees, and the second.
pub const FEATURES: [usize; 2] = [features::FIRST, features::BOTH];

/// How many forests there are.
pub const STAGES: usize = forest::STAGES;

/// The unit of scores, and the step of leaves.
pub const UNIT: i32 = forest::UNIT;
/// How much a leaf counts.
pub const STEP: i32 = forest::STEP;

/// A page, read.
pub struct Page {
    views: Views,
    document: Document,
    facts: Vec<facts::Facts>,
    html: bool,
}

impl Page {
    /// Reads a page.
    pub fn read(text: &str, html: bool) -> Page {
        let rules = Active::new(&[]);
        let flavour = if html { Flavour::Html } else { Flavour::Text };
        let lexed = lex::lex(text, flavour);
        let tokens = judge::judge(text, &lexed, flavour, rules);
        let plan = build::Plan {
            flavour,
            blank_lines: true,
            rules,
            base: None,
            code: &lexed.unmarked_code(),
            marks: &lexed.marks,
            attributes: &lexed.attributes,
            shown: false,
            hints: true,
            lone: &[],
        };
        let built = build::build(text, &tokens, &plan);
        let mut document = built.document;
        let views = read::read(text, &mut document, flavour, lexed.evidence.markup(), rules);
        let facts = facts::facts(&views, &document, built.title.as_deref());
        Page { views, document, facts, html }
    }

    fn page(&self) -> features::Page<'_> {
        features::Page {
            views: &self.views,
            document: &self.document,
            facts: &self.facts,
            html: self.html,
            damaged: false,
        }
    }

    /// The words of each block that has some.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(|facts| self.views.block(facts.index as usize))
    }

    /// The features of each block for the first forest, row after row.
    pub fn first(&self) -> Vec<u8> {
        let page = self.page();
        page.seen(&page.tree()).first().list(FEATURES[0])
    }

    /// The same with the scores of the first, for the second.
    pub fn second(&self, scores: &[i32]) -> Vec<u8> {
        let page = self.page();
        let tree = page.tree();
        let seen = page.seen(&tree);
        let mut rows = seen.first();
        seen.second(scores, &mut rows);
        rows.list(FEATURES[1])
    }

    /// Which blocks stay by the scores of the second.
    pub fn choose(&self, scores: &[i32]) -> Vec<bool> {
        article::choose(&self.page(), scores).unwrap_or_else(|| vec![true; scores.len()])
    }
}
