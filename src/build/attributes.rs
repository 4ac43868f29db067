//! Attributes that a reader sees something of.

use super::looks::is_pictograph;
use super::{Builder, Plan, address, hints};
use crate::data::{Forms, Table, data_file, find, hash, small, spaced, split_once, words};
use crate::document::Marker;
use crate::element::{Element, Kind};
use crate::judge::Token;
use crate::lex::TagMarks;
use crate::lex::tag::{self, Attribute};
use std::borrow::Cow;
use std::sync::LazyLock;

#[derive(Default)]
pub(super) struct Attributes {
    pub(super) href: Option<String>,
    pub(super) src: Option<String>,
    /// How sure the address of an image is: placeholders stand in `src` of those that load late.
    pub(super) source: u8,
    /// What is read in the place of an image or a formula.
    pub(super) alt: String,
    /// Where a list starts, the number of an item.
    pub(super) number: Option<i32>,
    /// How deep the list is that a paragraph is an item of.
    pub(super) level: u8,
    /// The level of what has the role of a heading.
    pub(super) outline: u8,
    /// Columns and rows that a cell covers, beyond the first.
    pub(super) spans: (u8, u8),
    /// The language of code.
    pub(super) language: String,
    pub(super) looks: Looks,
    pub(super) hints: u16,
}

/// What styles, classes and roles say of an element's look: a bit for each part of the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looks(u32);

impl Looks {
    const HIDDEN: u32 = 1;
    const ZERO: u32 = 2;
    const CLIP: u32 = 4;
    pub const STRONG: u32 = 8;
    pub const LIGHT: u32 = 16;
    pub const EMPHASIS: u32 = 32;
    pub const UPRIGHT: u32 = 64;
    pub const BLOCK: u32 = 128;
    pub const INLINE: u32 = 256;
    pub const FEEDS: u32 = 512;
    pub const COLLAPSE: u32 = 1024;
    pub const FIXED: u32 = 2048;
    /// What no page shows: what was deleted, remarks, a list's marks.
    const IGNORED: u32 = 4096;
    pub const HEADING: u32 = 8192;
    /// The four counters of lists that are none of digits, in the order of [`Marker::LETTERS`].
    const COUNTERS: u32 = 16384;
    pub const RULED: u32 = 262144;
    /// A table that only lays out.
    pub const LAYOUT: u32 = 524288;
    /// A box to be ticked, and one that is.
    pub const TASK: u32 = 1048576;
    pub const DONE: u32 = 2097152;
    /// Hidden from screen readers alone, who have it in other words.
    pub const ARIA: u32 = 4194304;

    pub fn has(self, look: u32) -> bool {
        self.0 & look != 0
    }

    pub fn without(self, look: u32) -> Looks {
        Looks(self.0 & !look)
    }

    /// What stands before the items of a numbered list.
    pub fn marker(self) -> Marker {
        let letters = Marker::LETTERS.into_iter().enumerate();
        letters.rev().find(|(at, _)| self.has(Looks::COUNTERS << at)).map_or(Marker::Decimal, |(_, marker)| marker)
    }

    /// Whether it is hidden, also by having no size and not flowing over; or where what is hidden is to be `shown`,
    /// whether no page would show it.
    pub fn is_hidden(self, shown: bool) -> bool {
        self.has(Looks::IGNORED)
            || !shown && (self.has(Looks::HIDDEN | Looks::ARIA) || self.has(Looks::ZERO) && self.has(Looks::CLIP))
    }
}

const NAMES: [&str; 19] = [
    "hidden",
    "zero",
    "clip",
    "strong",
    "light",
    "emphasis",
    "upright",
    "block",
    "inline",
    "feeds",
    "collapse",
    "fixed",
    "ignored",
    "heading",
    "lower alpha",
    "upper alpha",
    "lower roman",
    "upper roman",
    "ruled",
];

static LOOKS: LazyLock<Table<'static>> = LazyLock::new(|| Table::sections(data_file!("looks.txt"), &NAMES));

/// The forms of the table's properties and of its classes: nearly all others are told by them.
static FORMS: LazyLock<[Forms; 2]> = LazyLock::new(|| {
    let mut forms = [Forms::default(); 2];
    for key in words(data_file!("looks.txt")) {
        let class = key.strip_prefix('.');
        let name = class.unwrap_or(key.split(':').next().unwrap_or_default());
        forms[usize::from(class.is_some())].add(name.as_bytes());
    }
    forms
});

/// Whether the table may have a property or a class of this name.
fn may_count(name: &str, class: bool) -> bool {
    FORMS[usize::from(class)].may_have(name.as_bytes())
}

/// The longest key of the table that is looked up.
const LONGEST: usize = 40;

/// What the table says of a key, in any case, written in parts.
fn look(parts: [&str; 3]) -> u32 {
    let (mut key, mut length) = ([0; LONGEST], 0);
    for part in parts {
        let Some(slot) = key.get_mut(length..length + part.len()) else { return 0 };
        slot.copy_from_slice(part.as_bytes());
        length += part.len();
    }
    key.make_ascii_lowercase();
    std::str::from_utf8(&key[..length]).map_or(0, |key| LOOKS.get(key))
}

/// What a list of classes or a style says by itself.
#[derive(Debug, Clone, Copy, Default)]
struct Said<'a> {
    value: &'a str,
    is_style: bool,
    looks: u32,
    /// The level of a list in Office.
    level: Option<u8>,
    hints: u16,
    /// One of the classes names a language.
    language: bool,
}

impl<'a> Said<'a> {
    fn classes(value: &'a str, hints: bool) -> Self {
        let mut said = Said { value, hints: if hints { hints::of(value) } else { 0 }, ..Said::default() };
        for class in value.split_ascii_whitespace() {
            if may_count(class, true) {
                said.looks |= look([".", class, ""]);
            }
            said.language |= language(class).is_some();
        }
        said
    }

    fn style(value: &'a str) -> Self {
        let mut said = Said { value, is_style: true, ..Said::default() };
        let mut rest = value;
        while let Some(colon) = find(rest.as_bytes(), [b':']) {
            let (property, behind) = (rest[..colon].trim_ascii(), &rest[colon + 1..]);
            let end = find(behind.as_bytes(), [b';']);
            let value = &behind[..end.unwrap_or(behind.len())];
            rest = end.map_or("", |end| &behind[end + 1..]);
            if !may_count(property, false) {
                continue;
            }
            let value = value.trim_ascii_start();
            let value = value.trim_start_matches(&['"', '\''][..]);
            let ends = |byte: u8| matches!(byte, b' ' | b',' | b'!' | b'"' | b'\'' | b'\n' | b'\r');
            let word = value.bytes().position(ends).map_or(value, |end| &value[..end]);
            said.looks |= look([property, ":", word.strip_suffix("px").unwrap_or(word)]);
            if property.eq_ignore_ascii_case("mso-list")
                && let Some((_, level)) = split_once(value, "level")
            {
                said.level = Some(level.bytes().next().filter(u8::is_ascii_digit).map_or(0, |digit| digit - b'0'));
            }
        }
        said
    }
}

/// The language that a class names; behind `brush:`, as SyntaxHighlighter has it, the next one is its name.
fn language(class: &str) -> Option<&str> {
    let prefixes = ["language-", "lang-", "highlight-source-", "highlight-", "mw-highlight-lang-"];
    prefixes.iter().find_map(|prefix| class.strip_prefix(prefix)).or((class == "brush:").then_some(class))
}

/// Whether a name may be a language's. It comes out as it is, so that nothing else may stand in it.
pub(super) fn is_language(name: &str) -> bool {
    name.len() < 24 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte))
}

/// What classes and styles were last found to say, behind their hash: a page has few, again and again. Empty until there
/// is one.
#[derive(Debug, Default)]
pub(super) struct Memo<'a>(Vec<Said<'a>>);

const PLACES: usize = 256;

impl<'a> Memo<'a> {
    fn read(&mut self, value: &'a str, is_style: bool, hints: bool) -> Said<'a> {
        self.0.resize(PLACES, Said::default());
        let slot = &mut self.0[hash(value) as usize % PLACES];
        if slot.value != value || slot.is_style != is_style {
            *slot = if is_style { Said::style(value) } else { Said::classes(value, hints) };
        }
        *slot
    }
}

impl Attributes {
    fn read<'a>(&mut self, name: &str, value: &'a str, marks: &TagMarks, html: bool, plan: &Plan, memo: &mut Memo<'a>) {
        let kind = marks.element.kind();
        let name = small(name);
        match (name.as_bytes(), kind) {
            (b"href", Kind::Link) => self.link(value, plan),
            (b"href", _) if marks.element == Element::BASE => self.href = Some(address::decode(value, false)),
            (b"src", Kind::Image) => self.source(value, 2, plan),
            (b"srcset" | b"data-srcset" | b"data-lazy-srcset", Kind::Image) => self.source(largest(value), 1, plan),
            (b"data-src" | b"data-original" | b"data-lazy-src" | b"data-lazy", Kind::Image) => {
                self.source(value, 3, plan)
            }
            // A name that was lost: an address speaks for itself.
            (b"", Kind::Link) if value.trim_start().starts_with("http") => self.link(value, plan),
            (b"", Kind::Image) if value.trim_start().starts_with("http") => self.source(value, 2, plan),
            (b"alt", Kind::Image) | (b"alttext", _) => self.alt = text(value),
            (b"aria-label", Kind::Hidden) if marks.element == Element::SVG => self.alt = text(value),
            (b"width", Kind::Image) if is_speck(value) => self.looks.0 |= Looks::ZERO,
            (b"height", Kind::Image) if is_speck(value) => self.looks.0 |= Looks::CLIP,
            (b"start", Kind::List) | (b"value", Kind::Item) => self.number = number(value),
            (b"type", Kind::List) => {
                let counter = Marker::LETTERS.iter().position(|marker| marker.letter() == Some(value));
                self.looks.0 |= counter.map_or(0, |at| Looks::COUNTERS << at);
            }
            (b"colspan", Kind::Cell) => self.spans.0 = more(value),
            (b"rowspan", Kind::Cell) => self.spans.1 = more(value),
            (b"border", Kind::Table) if value == "1" => self.looks.0 |= Looks::RULED,
            (b"cite", _) if marks.element == Element::DEL && value.starts_with("mailto:") => {
                self.looks.0 |= Looks::IGNORED
            }
            (b"type", _) if value == "checkbox" => self.looks.0 |= Looks::TASK,
            (b"checked", _) => self.looks.0 |= Looks::DONE,
            (b"aria-checked", _) if value == "true" => self.looks.0 |= Looks::DONE,
            (b"hidden", _) => self.looks.0 |= Looks::HIDDEN,
            // A caption is seen, whoever reads the picture's words instead.
            (b"aria-hidden", kind) if value == "true" && kind != Kind::Caption => self.looks.0 |= Looks::ARIA,
            (b"style", _) => {
                let said = memo.read(value, true, plan.hints);
                self.looks.0 |= said.looks;
                if kind != Kind::Item {
                    self.level = said.level.unwrap_or(self.level);
                }
            }
            (b"aria-level", _) => self.outline = count(value),
            (b"data-aria-level", Kind::Item) => self.level = count(value),
            (b"class", _) if html => {
                let said = memo.read(value, false, plan.hints);
                self.looks.0 |= said.looks;
                if kind.is_block() {
                    self.hints |= said.hints;
                }
                if said.language && (kind.is_block() || kind == Kind::Code) {
                    self.language(value);
                }
            }
            (b"id" | b"role", _) if html => {
                if *name == *"role" {
                    self.looks.0 |= match value {
                        "heading" => Looks::HEADING,
                        "presentation" | "none" => Looks::LAYOUT,
                        "checkbox" => Looks::TASK,
                        _ => 0,
                    };
                }
                if kind.is_block() && plan.hints {
                    self.hints |= hints::of(value);
                }
            }
            _ => {}
        }
    }

    /// A place of the page leads nowhere in a copy.
    fn link(&mut self, value: &str, plan: &Plan) {
        if !value.trim_start().starts_with('#') {
            self.href = address::mend(value, plan.base, plan.rules).or(self.href.take());
        }
    }

    fn source(&mut self, value: &str, sure: u8, plan: &Plan) {
        if sure > self.source
            && let Some(address) = address::mend(value, plan.base, plan.rules)
        {
            (self.src, self.source) = (Some(address), sure);
        }
    }

    /// The language of the last class that names one, where its name is one.
    fn language(&mut self, classes: &str) {
        for mut language in classes.split_ascii_whitespace().filter_map(language) {
            if language == "brush:" {
                let behind = split_once(classes, language).unwrap_or_default().1;
                language = behind.trim_start().split(&[' ', ';'][..]).next().unwrap_or_default();
            }
            let none = language.starts_with("plain") || ["auto", "default", "none", "text"].contains(&language);
            let named = is_language(language) && !none;
            self.language = if named { language.to_owned() } else { String::new() };
        }
    }

    /// Whether an image is a sign among words, such as an emoji.
    pub(super) fn is_sign(&self) -> bool {
        is_pictograph(&self.alt)
    }

    /// Whether an image is a formula, told in TeX.
    pub(super) fn is_formula(&self) -> bool {
        self.alt.contains('\\') && self.alt.contains(&['{', '^', '_'][..])
    }
}

fn text(value: &str) -> String {
    spaced(&address::decode(value, true))
}

/// A size that nobody sees.
fn is_speck(value: &str) -> bool {
    matches!(value.trim(), "0" | "1" | "0px" | "1px")
}

/// What a cell covers beyond itself: so little that empty cells are never most of the output.
fn more(value: &str) -> u8 {
    count(value).saturating_sub(1).min(MOST_COVERED)
}

fn number(value: &str) -> Option<i32> {
    value.trim().parse().ok()
}

fn count(value: &str) -> u8 {
    number(value).unwrap_or(0).clamp(0, 100) as u8
}

/// How many columns or rows a cell covers at most, beyond itself.
const MOST_COVERED: u8 = 20;

/// The address of the largest image of a `srcset` (HTML Standard §4.8.4.2.1).
fn largest(mut set: &str) -> &str {
    let mut best = ("", 0);
    loop {
        set = set.trim_start_matches(&[' ', '\n', '\r', '\t', ','][..]);
        let end = set.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(set.len());
        let address = set[..end].trim_end_matches(',');
        if address.is_empty() {
            return best.0;
        }
        set = &set[end..];
        let mut size = 1;
        if address.len() == end {
            let descriptor = set.split(',').next().unwrap_or_default();
            set = &set[descriptor.len()..];
            size = descriptor.trim().split(|ch: char| !ch.is_ascii_digit()).next().and_then(number).unwrap_or(1);
        }
        if size > best.1 {
            best = (address, size);
        }
    }
}

impl Builder<'_> {
    pub(super) fn attributes(&mut self, token: &Token, marks: &TagMarks) -> Attributes {
        let mut found = Attributes::default();
        let text = self.text;
        let plan = Plan { base: self.plan.base.or(self.base.as_ref()), ..*self.plan };
        let (html, memo) = (self.html, &mut self.memo);
        for &Attribute { name, value } in self.attributes.of(token.span) {
            let name = &text[name.range()];
            let name = if marks.standard { Cow::Borrowed(name) } else { tag::joined(name).into() };
            found.read(&name, &text[value.range()], marks, html, &plan, memo);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_image_of_a_set_is_taken() {
        assert_eq!(largest("a.png 1x, b.png 2x"), "b.png");
        assert_eq!(largest("a,b.png 640w,\n c.png 320w"), "a,b.png");
        assert_eq!(largest("a.png, b.png"), "a.png");
        assert_eq!(largest(" "), "");
    }

    #[test]
    fn every_part_of_the_looks_has_its_bit() {
        assert!(Looks(look(["border-left", ":", "solid"])).has(Looks::RULED));
        assert!(Looks(look([".SR-only", "", ""])).is_hidden(false));
        assert!(!Looks(look([".SR-only", "", ""])).is_hidden(true));
        assert!(Looks(look(["mso-list", ":", "Ignore"])).is_hidden(true));
        assert!(!Looks(look(["overflow", ":", "hidden"])).is_hidden(false));
        let rows = data_file!("looks.txt").lines().filter(|line| !line.starts_with('#'));
        for row in rows.flat_map(str::split_ascii_whitespace).filter(|row| !row.starts_with('.')) {
            let style = format!("color: red;\n {row}");
            assert_eq!(Said::style(&style).looks, look([row, "", ""]), "{row}");
        }
    }
}
