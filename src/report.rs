//! What comes out: the clean copy and the account of what was done.

use std::fmt;

use crate::rules::Rule;
use crate::source::{Flavour, Span};

/// A clean copy, with what was changed, found and left alone.
///
/// ```
/// let text = "< p > Ships came from < a href=\" https: // example.org / ports\" > ports < / a > . < / p >";
/// let cleaned = cleancopy::clean(text);
/// assert_eq!(cleaned.output, "Ships came from ports.");
/// assert_eq!(cleaned.links[0].href, "https://example.org/ports");
/// assert_eq!(&text[cleaned.links[0].at.range()], "ports");
/// for change in &cleaned.changes {
///     println!("{} at {}: {}", change.rule, change.at.start, change.reason);
/// }
/// ```
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Cleaned {
    /// The clean copy, in the format asked for, without a line end at its end.
    pub output: String,
    /// The flavour that was read, and in which all spans count.
    pub source: Flavour,
    /// What was changed, by place.
    pub changes: Vec<Change>,
    /// The links of the copy, by place.
    pub links: Vec<Link>,
    /// Credits and rights notices that were dropped.
    pub credits: Vec<String>,
    /// What was seen and left alone, or is lost for good, by place.
    pub warnings: Vec<Warning>,
    /// Figures, and what was decided.
    pub stats: Stats,
    /// The headline: as its heading of the first level says it, as the page's metadata do, without the site's name, or
    /// as it stands in the text.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When it was published: as ISO 8601 has it, where the page's date can be read.
    pub date: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// The language, as the page names it.
    pub language: Option<String>,
    /// The address of its lead image.
    pub image: Option<String>,
}

impl Cleaned {
    /// Every span of the report.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let changes = self.changes.iter_mut().map(|change| &mut change.at);
        let links = self.links.iter_mut().map(|link| &mut link.at);
        let warnings = self.warnings.iter_mut().map(|warning| &mut warning.at);
        changes.chain(links).chain(warnings)
    }
}

/// Edits that stand or fall together. The same in every format.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Change {
    /// The rule that made it.
    pub rule: Rule,
    /// The span of its first edit: with the rule, what [`Keep`](crate::Keep) takes.
    pub at: Span,
    /// Why.
    pub reason: Reason,
    /// The change that caused it, as an index: taken back, it takes this one with it.
    pub cause: Option<u32>,
}

/// One tile that is not the input's: replaced, dropped or inserted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Edit {
    /// What it replaces; empty for an insertion.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub span: Span,
    /// What stands there instead.
    pub text: String,
    /// The rule that decided.
    pub rule: Rule,
    /// The change that it belongs to, as an index; none where the format alone wants it.
    pub change: Option<u32>,
}

/// A link of the clean copy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address, mended.
    pub href: String,
    /// Its words in the input.
    pub at: Span,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum WarningKind {
    /// A quotation mark without its partner.
    UnbalancedQuote,
    /// A link whose words are lost.
    LostLinkText,
    /// A selection that would have kept less than a tenth of the words: all was kept.
    NothingSelected,
}

/// Something seen and left alone, or lost for good.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Warning {
    /// What it is about.
    pub rule: WarningKind,
    /// Where.
    pub at: Span,
    /// For a lost link, what its address searched for, decoded.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub keyword: Option<String>,
    /// For a lost link, its address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub href: Option<String>,
}

/// Figures, and what was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Stats {
    /// Blocks that were read.
    pub blocks: u32,
    /// Blocks that were dropped.
    pub dropped_blocks: u32,
    /// Tags that were read, sound or damaged.
    pub tags: u32,
    /// Those of them that were damaged or escaped.
    pub damaged_tags: u32,
    /// Whether an article was selected.
    pub selected: bool,
    /// Why it was, or was not.
    pub scope_reason: &'static str,
}

/// Why a change was made: values, worded by `Display`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The rule says it all.
    Rule(Rule),
    /// A tag, by its name.
    Tag(&'static str),
    /// A line that says a known phrase.
    Phrase(&'static str),
    /// A block of a page that says what it is.
    Said {
        /// Where it stands.
        side: Side,
    },
    /// A block of a page whose words are links.
    Links {
        /// How many of them.
        links: u32,
        /// Of how many.
        words: u32,
        /// Where it stands.
        side: Side,
    },
    /// A block of a page that the page's markup names.
    Named {
        /// What it calls it.
        name: &'static str,
        /// Where it stands.
        side: Side,
    },
    /// A block of a page under a heading that says what it is.
    Under {
        /// Where it stands.
        side: Side,
    },
    /// A block of a page that is no part of the text.
    Apart {
        /// Where it stands.
        side: Side,
    },
    /// A line that is torn off the text and says little of what the text speaks of.
    Stray {
        /// Where it stands.
        side: Side,
    },
    /// A line whose words are those of such lines.
    Vocabulary {
        /// How many of them.
        known: u32,
        /// Of how many that say something.
        words: u32,
        /// It stands at an end of the text.
        end: bool,
    },
}

/// Where a block stands that is not the article's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before its first paragraph.
    Before,
    /// Between its paragraphs.
    Inside,
    /// After its last paragraph.
    After,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Side::Before => "before the first paragraph",
            Side::Inside => "between paragraphs",
            Side::After => "after the last paragraph",
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Reason::Rule(rule) => f.write_str(rule.info().what),
            Reason::Tag(name) => write!(f, "a tag `{name}`"),
            Reason::Phrase(phrase) => write!(f, "the line says `{phrase}`"),
            Reason::Said { side } => write!(f, "its words are those of such lines, {side}"),
            Reason::Links { links, words, side } => write!(f, "{links} of {words} words are links, {side}"),
            Reason::Named { name, side } => write!(f, "the page's markup calls it `{name}`, {side}"),
            Reason::Under { side } => write!(f, "it stands under a heading of such lines, {side}"),
            Reason::Stray { side } => {
                write!(f, "it is torn off the text and speaks of something else, {side}")
            }
            Reason::Apart { side } => write!(f, "it is no part of the text, {side}"),
            Reason::Vocabulary { known, words, end } => {
                let place = if *end { ", at an end of the text" } else { "" };
                write!(f, "{known} of {words} words are those of such lines{place}")
            }
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Reason::Rule(rule) => to.serialize_unit_variant("Reason", *rule as u32, rule.info().what),
            _ => to.collect_str(self),
        }
    }
}
