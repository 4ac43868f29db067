//! Broken article text in, clean copy out: repaired, explained and reversible.
//!
//! Text that was scraped, machine-translated or copied from a web page arrives with its markup
//! torn, prompts stuck to both ends, and quotation marks with the space on the wrong side.
//! [`clean`] mends it, and says of every change what it did and why:
//!
//! ```
//! let cleaned = cleancopy::clean("< p > during the\" Blue Harbour summit \"that opened. < / p >");
//! assert_eq!(cleaned.output, "during the \"Blue Harbour summit\" that opened.");
//! assert_eq!(cleaned.changes.len(), 3);
//! ```
//!
//! # What goes in
//!
//! [`clean`] takes a text. A [`Cleaner`] is made once from [`Options`] (another format, rules to switch on or off, phrases
//! and patterns of your own) and cleans many an [`Input`]: text, HTML, or both flavours of one clipboard.
//!
//! # What comes out
//!
//! [`Cleaned`] is the copy and the account of it: the changes with their reasons, the links, the credits that were
//! dropped, and warnings of what was left alone. [`Cleaner::clean_with_edits`] also gives every edit; applied to the
//! input they give exactly the output. A [`Change`] is taken back by a [`Keep`], an input to the next clean:
//!
//! ```
//! use cleancopy::{Cleaner, Input, Keep, Options, Rule};
//!
//! let text = "< p > the\" old pier \"that opened. < / p >";
//! let quotes = cleancopy::clean(text).changes.into_iter().find(|change| change.rule == Rule::QuoteSpacing);
//! let mut options = Options::default();
//! options.keep = quotes.iter().map(Keep::from).collect();
//! let cleaned = Cleaner::new(options)?.clean(&Input::text(text))?;
//! assert_eq!(cleaned.output, "the\" old pier \"that opened.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//!
//! It is no browser's parser: a document is a nesting of blocks in the order of the source. It fetches nothing, and knows
//! no site by name. Good prose comes out as it went in.
//!
//! # Features
//!
//! `cli`, on by default, is the command and what it needs; a library wants `default-features = false`. `serde` makes
//! options and results serializable. `wasm` is the JavaScript face, for the npm package alone.
//!
//! # The way of the data
//!
//! One direction, each step a plain function:
//! `lex` → `judge` → `build` → `read` → `select` → `mend` → `resolve` → `render`.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod build;
mod byline;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod data;
mod document;
mod element;
mod judge;
mod lex;
mod mend;
mod metadata;
mod options;
mod own;
mod read;
mod render;
mod report;
mod resolve;
mod rules;
mod select;
mod sniff;
mod source;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;
#[cfg(feature = "wasm")]
mod wasm;

use build::{Base, Plan};
use metadata::{Field, Metadata};
use options::Active;
use own::Own;
use resolve::{Asked, Wanted};
use select::Choice;
use source::{Decoded, Units};

pub use options::{Format, InputError, Keep, Options, OptionsError, Pattern, Reading, Scope};
pub use report::{Change, Cleaned, Edit, Link, Reason, Side, Stats, Warning, WarningKind};
pub use rules::{Family, RULES, Rule, RuleInfo, UnknownRule};
pub use source::{Flavour, Input, Span, Utf16};

/// Cleans a text with the defaults and without a limit. Linear in its length.
///
/// A text of 4 GiB or more is more than a [`Span`] can count: it comes back as it is.
pub fn clean(text: &str) -> Cleaned {
    let options = Options { max_input: MOST, ..Options::default() };
    let cleaner = Cleaner { active: Active::new(&[]), base: None, own: Own::default(), options };
    match cleaner.clean(&Input::text(text)) {
        Ok(cleaned) => cleaned,
        Err(InputError::TooLong { .. }) => Cleaned { output: text.to_owned(), ..Cleaned::default() },
    }
}

/// The longest input that spans can count.
const MOST: usize = u32::MAX as usize - 1;

/// Options, compiled once, to clean many inputs.
///
/// ```
/// use cleancopy::{Cleaner, Format, Input, Options};
///
/// let mut options = Options::default();
/// options.format = Format::Markdown;
/// let cleaner = Cleaner::new(options)?;
/// let cleaned = cleaner.clean(&Input::text("< p > The < b > old < / b > pier < / p >"))?;
/// assert_eq!(cleaned.output, "The **old** pier");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cleaner {
    options: Options,
    active: Active,
    base: Option<Base>,
    own: Own,
}

impl Cleaner {
    /// Compiles the options.
    ///
    /// # Errors
    ///
    /// A pattern that is no regular expression, a phrase that would drop any line, or a base
    /// address that is not absolute.
    pub fn new(options: Options) -> Result<Self, OptionsError> {
        let base = match &options.base_url {
            Some(url) => Some(Base::new(url).ok_or_else(|| OptionsError::BaseUrl(url.clone()))?),
            None => None,
        };
        let own = Own::new(&options)?;
        Ok(Cleaner { active: Active::new(&options.rules), base, own, options })
    }

    /// Cleans one input. Linear in its length.
    ///
    /// # Errors
    ///
    /// An input longer than [`Options::max_input`].
    pub fn clean(&self, input: &Input) -> Result<Cleaned, InputError> {
        Ok(self.run(input, Units::Bytes, false)?.0)
    }

    /// Cleans one input and gives every edit, sorted by place. Applied to the flavour that
    /// [`Cleaned::source`] names, they give exactly the output:
    ///
    /// ```
    /// use cleancopy::{Cleaner, Input, Options};
    ///
    /// let text = "Fish &amp; chips";
    /// let (cleaned, edits) = Cleaner::new(Options::default())?.clean_with_edits(&Input::text(text))?;
    /// let mut replayed = text.to_owned();
    /// for edit in edits.iter().rev() {
    ///     replayed.replace_range(edit.span.range(), &edit.text);
    /// }
    /// assert_eq!(replayed, cleaned.output);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An input longer than [`Options::max_input`].
    pub fn clean_with_edits(&self, input: &Input) -> Result<(Cleaned, Vec<Edit>), InputError> {
        self.run(input, Units::Bytes, true)
    }

    pub(crate) fn run(&self, input: &Input, units: Units, log: bool) -> Result<(Cleaned, Vec<Edit>), InputError> {
        let none = Decoded { text: "".into(), lone: Vec::new() };
        let allowed = self.options.max_input.min(MOST);
        let (source, decoded) = match (&input.html, &input.text) {
            (Some(html), Some(text))
                if self.options.input == Reading::Text
                    || self.options.input == Reading::Auto
                        && html.text.len().max(text.text.len()) <= allowed
                        && sniff::is_worse(&html.text, &text.text) =>
            {
                (Flavour::Text, text)
            }
            (Some(html), _) => (Flavour::Html, html),
            (None, Some(text)) => (Flavour::Text, text),
            (None, None) => (Flavour::Text, &none),
        };
        let text: &str = &decoded.text;
        if text.len() > allowed {
            return Err(InputError::TooLong { length: text.len(), allowed });
        }
        let utf16 = (units == Units::Utf16).then(|| Utf16::new(text));
        let mut keep = self.options.keep.clone();
        if let Some(utf16) = &utf16 {
            for keep in &mut keep {
                keep.at = Span { start: utf16.byte(keep.at.start), end: utf16.byte(keep.at.end) };
            }
        }
        let (reading, lexed) = sniff::flavour(text, source, self.options.input);
        let tokens = judge::judge(text, &lexed, reading, self.active);
        let code = lexed.unmarked_code();
        let lex::Lexed { evidence, marks, candidates, attributes, .. } = lexed;
        drop(candidates);
        let plan = Plan {
            flavour: reading,
            blank_lines: source == Flavour::Text,
            rules: self.active,
            base: self.base.as_ref(),
            code: &code,
            marks: &marks,
            attributes: &attributes,
            shown: false,
            hints: self.options.scope != Scope::Everything || !self.options.headline,
            lone: &decoded.lone,
        };
        let built = build::build(text, &tokens, &plan);
        let mut said = match reading {
            Flavour::Html => metadata::read(text, &tokens, &attributes, self.base.as_ref(), self.active),
            Flavour::Text => Metadata::default(),
        };
        drop((tokens, attributes));
        let (mut document, mut warnings) = (built.document, built.warnings);
        let views = read::read(text, &mut document, reading, evidence.markup(), self.active);
        let choice = Choice {
            evidence,
            flavour: reading,
            title: built.title.as_deref(),
            scope: self.options.scope,
            headline: self.options.headline,
            rules: self.active,
            own: &self.own,
            keep: &keep,
        };
        let selected = select::select(&views, &mut document, &choice);
        let (proposals, found) = mend::mend(&views, &mut document, &selected.chaff, evidence, self.active);
        warnings.extend(found);
        warnings.extend(selected.warning);
        let warnings = data::by_place(warnings, |warning| u64::from(warning.at.start));
        let keywords =
            if self.active.has(Rule::FirstSeenKeyword) { keywords(&warnings, &mut document) } else { vec![] };
        let links = if self.active.has(Rule::DropLinks) { vec![] } else { links(&views, &document, &selected.chaff) };
        let asked = Asked { proposals, insertions: keywords, own: &self.own, keep: &keep };
        let resolved = resolve::resolve(text, document, views, &selected.chaff, asked);
        let rendered = render::render(text, &resolved, self.options.format, log);
        let stats = Stats {
            blocks: resolved.parts.len() as u32,
            dropped_blocks: resolved.parts.iter().filter(|part| part.dropped).count() as u32,
            tags: built.tags,
            damaged_tags: built.damaged_tags,
            selected: selected.article,
            scope_reason: selected.reason,
        };
        // A headline is what readers call a page; what it says of itself is often written for search engines.
        let (first, second) = if selected.headed.is_some() {
            (selected.headline, said.take(Field::Title))
        } else {
            (said.take(Field::Title), selected.headline)
        };
        let title = first.or(second).or(built.title);
        let around = || metadata::author_around(text, selected.headed? as usize);
        let mut cleaned = Cleaned {
            output: rendered.output,
            source,
            changes: resolved.changes,
            links,
            credits: selected.credits,
            warnings,
            stats,
            title,
            byline: said.take(Field::Byline).or(selected.byline).or_else(around),
            date: said.take(Field::Date).or(selected.date),
            site: said.take(Field::Site),
            language: said.take(Field::Language),
            image: said.take(Field::Image),
        };
        let mut edits = rendered.edits;
        if let Some(utf16) = &utf16 {
            cleaned.spans_mut().for_each(|span| *span = utf16.span(*span));
            edits.iter_mut().for_each(|edit| edit.span = utf16.span(edit.span));
        }
        Ok((cleaned, edits))
    }
}

/// `first-seen-keyword`: what a lost link searched for, where its words are missing.
fn keywords(warnings: &[Warning], document: &mut document::Document) -> Vec<Wanted> {
    let lost = warnings.iter().filter_map(|warning| Some((warning.at.start, warning.keyword.as_ref()?)));
    lost.map(|(at, keyword)| {
        let rule = Rule::FirstSeenKeyword;
        let group = document.add_group(rule, Reason::Rule(rule));
        Wanted { span: Span { start: at, end: at }, text: format!("{keyword} ").into(), group }
    })
    .collect()
}

/// The links of the blocks that stay, with their words.
fn links(views: &read::Views, document: &document::Document, chaff: &[document::GroupId]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(views.links.len());
    let mut last = None;
    for (range, inline) in &views.links {
        let range = range.start as usize..range.end as usize;
        let block = views.blocks.partition_point(|block| block.end < range.start);
        if chaff.get(block).is_some_and(|&group| group != document::GroupId::NONE) {
            continue;
        }
        let text = &views.text[range.clone()];
        let words = text.trim();
        let start = range.start + (text.len() - text.trim_start().len());
        let at = views.span(start..start + words.len());
        match links.last_mut() {
            // One link over several blocks.
            Some(link) if last == Some(*inline) => {
                link.text = format!("{} {words}", link.text).trim().to_owned();
                link.at.end = at.end;
            }
            _ => {
                let href = document.inlines[inline.0 as usize].href.to_string();
                links.push(Link { text: words.to_owned(), href, at });
            }
        }
        last = Some(*inline);
    }
    links
}

/// The README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
