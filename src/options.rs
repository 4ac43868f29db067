//! What a person may ask for.

use std::fmt;

use crate::report::Change;
use crate::rules::{RULES, Rule};
use crate::source::Span;

/// The format of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Format {
    /// Plain text: a blank line between paragraphs.
    #[default]
    Text,
    /// CommonMark with the tables of GitHub Flavored Markdown.
    Markdown,
    /// Safe HTML, from an allowlist.
    Html,
}

/// How a string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Reading {
    /// As HTML if it opens as a document, or has sound block markup that outnumbers damage; else as text.
    #[default]
    Auto,
    /// As text, with markup in it where there is evidence for it.
    Text,
    /// As HTML.
    Html,
}

/// Whether an article is selected out of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Scope {
    /// Only where the input is a page.
    #[default]
    Auto,
    /// Always.
    Article,
    /// Never.
    Everything,
}

/// A pattern of the person's own, in the syntax of the `regex` crate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Pattern {
    /// What to look for, inside one block, after mending: in the syntax of the `regex` crate, without `\p{…}`,
    /// `(?-u)` and `[a--b]`.
    pub pattern: String,
    /// What to put there; `$1` is the first group.
    pub replace: String,
}

/// A change that the person took back: the rule leaves alone what starts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Keep {
    /// The span of the change's first edit ([`Change::at`](crate::Change::at)).
    pub at: Span,
    /// The change's rule.
    pub rule: Rule,
}

/// What to do, and how. Made from its default, since later versions may know more.
///
/// ```
/// use cleancopy::{Cleaner, Format, Input, Options, Pattern, Rule};
///
/// let mut options = Options::default();
/// options.format = Format::Markdown;
/// options.rules = vec![(Rule::SmartQuotes, true)];
/// options.phrases = vec!["Read our gift guide".into()];
/// options.patterns = vec![Pattern { pattern: r"(\d+) km\b".into(), replace: "$1 kilometres".into() }];
/// options.base_url = Some("https://example.org/news/".into());
///
/// let html = r#"<p>The "old" pier is 12 km away, says <a href="tides.html">the board</a>.</p><p>Read our gift guide</p>"#;
/// let cleaned = Cleaner::new(options)?.clean(&Input::html(html))?;
/// assert_eq!(
///     cleaned.output,
///     "The “old” pier is 12 kilometres away, says [the board](https://example.org/news/tides.html)."
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The format of the output.
    pub format: Format,
    /// How a string is read.
    pub input: Reading,
    /// Whether an article is selected out of a page.
    pub scope: Scope,
    /// Whether the headline, where the input has it, stands once, first.
    pub headline: bool,
    /// Rules to switch on or off, beside what [`RULES`] says.
    pub rules: Vec<(Rule, bool)>,
    /// Phrases of the person's own: each drops the lines that say it.
    pub phrases: Vec<String>,
    /// Patterns of the person's own.
    pub patterns: Vec<Pattern>,
    /// Changes that the person took back.
    pub keep: Vec<Keep>,
    /// Where the input comes from: relative addresses are made absolute with it.
    pub base_url: Option<String>,
    /// The longest input, in bytes: 64 MiB unless set otherwise.
    pub max_input: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: Format::Text,
            input: Reading::Auto,
            scope: Scope::Auto,
            headline: true,
            rules: Vec::new(),
            phrases: Vec::new(),
            patterns: Vec::new(),
            keep: Vec::new(),
            base_url: None,
            max_input: 64 << 20,
        }
    }
}

impl From<&Change> for Keep {
    fn from(change: &Change) -> Self {
        Keep { at: change.at, rule: change.rule }
    }
}

/// The rules that are on, as a set of bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Active(u64);

impl Active {
    pub fn new(choices: &[(Rule, bool)]) -> Self {
        let mut bits = 0;
        let defaults = RULES.iter().map(|row| (row.id, row.on));
        for (rule, on) in defaults.chain(choices.iter().copied()) {
            let bit = 1 << rule as u8;
            bits = if on { bits | bit } else { bits & !bit };
        }
        Active(bits)
    }

    pub fn has(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u8 != 0
    }
}

/// What is wrong with the options. It names the option as the JavaScript API does.
///
/// ```
/// use cleancopy::{Cleaner, Options};
///
/// let mut options = Options::default();
/// options.base_url = Some("example.org".into());
/// let error = Cleaner::new(options).unwrap_err().to_string();
/// assert!(error.starts_with("baseUrl: `example.org` is not an absolute address"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionsError {
    /// A pattern that is not a regular expression.
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it, and where.
        problem: String,
    },
    /// A phrase without a letter or digit in it would drop any line.
    Phrase(String),
    /// A base address that is not an absolute `http:` or `https:` address.
    BaseUrl(String),
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            OptionsError::Pattern { pattern, problem } => {
                write!(f, "patterns: `{pattern}` is not a pattern of the regex crate: {problem}")
            }
            OptionsError::Phrase(phrase) => {
                write!(f, "phrases: `{phrase}` has no letter or digit; a phrase drops every line that says it")
            }
            OptionsError::BaseUrl(url) => {
                write!(f, "baseUrl: `{url}` is not an absolute address that starts with http:// or https://")
            }
        }
    }
}

impl std::error::Error for OptionsError {}

/// Why an input was not cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputError {
    /// The input is longer than `max_input`.
    TooLong {
        /// The input's length in bytes.
        length: usize,
        /// What is allowed.
        allowed: usize,
    },
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let InputError::TooLong { length, allowed } = self;
        write!(f, "the input has {length} bytes, and maxInput allows {allowed}: raise maxInput, or clean it in parts")
    }
}

impl std::error::Error for InputError {}
