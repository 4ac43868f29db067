//! Elements: their names, and how a reader sees them.

use std::sync::LazyLock;

use crate::data::{Table, data_file, small};

/// How a reader sees an element (HTML Standard §15.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A block of its own, without a look of its own.
    Block,
    Paragraph,
    Heading,
    List,
    Item,
    Quote,
    Pre,
    Table,
    Row,
    Cell,
    Caption,
    Rule,
    Break,
    Title,
    Link,
    Strong,
    Emphasis,
    Code,
    Quotation,
    Image,
    /// Inline, without a look that text keeps.
    Plain,
    /// Not seen by a reader.
    Hidden,
}

impl Kind {
    /// Whether its tags bound a block.
    pub fn is_block(self) -> bool {
        self as u8 <= Kind::Title as u8
    }
}

struct Row {
    name: &'static str,
    kind: Kind,
    void: bool,
}

/// An element, by its place in the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element(u16);

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| data_file!("elements.txt").lines().filter_map(row).collect());

/// The place of each name, counted from one.
static NAMES: LazyLock<Table<'static>> =
    LazyLock::new(|| Table::new(&mut ROWS.iter().zip(1..).map(|(row, place)| (row.name, place))));

fn row(line: &'static str) -> Option<Row> {
    let mut fields = line.split(' ');
    let name = fields.next().filter(|name| !name.is_empty() && !name.starts_with('#'))?;
    let kind = match fields.next()? {
        "block" => Kind::Block,
        "paragraph" => Kind::Paragraph,
        "heading" => Kind::Heading,
        "list" => Kind::List,
        "item" => Kind::Item,
        "quote" => Kind::Quote,
        "pre" => Kind::Pre,
        "table" => Kind::Table,
        "row" => Kind::Row,
        "cell" => Kind::Cell,
        "caption" => Kind::Caption,
        "rule" => Kind::Rule,
        "break" => Kind::Break,
        "title" => Kind::Title,
        "link" => Kind::Link,
        "strong" => Kind::Strong,
        "emphasis" => Kind::Emphasis,
        "code" => Kind::Code,
        "quotation" => Kind::Quotation,
        "image" => Kind::Image,
        "plain" => Kind::Plain,
        "hidden" => Kind::Hidden,
        other => unreachable!("elements.txt names the kind {other}"),
    };
    Some(Row { name, kind, void: fields.next() == Some("void") })
}

/// The longest name that is looked up.
pub(crate) const LONGEST: usize = 18;

impl Element {
    /// An element that no row names: in HTML, inline and plain.
    pub const UNKNOWN: Element = Element(u16::MAX);
    pub const A: Element = known("a");
    pub const BASE: Element = known("base");
    pub const BODY: Element = known("body");
    pub const BUTTON: Element = known("button");
    pub const CONTENT: Element = known("content");
    pub const CONTENT_ENCODED: Element = known("content:encoded");
    pub const DEL: Element = known("del");
    pub const DESCRIPTION: Element = known("description");
    pub const DL: Element = known("dl");
    pub const ENTRY: Element = known("entry");
    pub const GUID: Element = known("guid");
    pub const HR: Element = known("hr");
    pub const HTML: Element = known("html");
    pub const IFRAME: Element = known("iframe");
    pub const ITEM: Element = known("item");
    pub const LINK: Element = known("link");
    pub const MATH: Element = known("math");
    pub const META: Element = known("meta");
    pub const NOEMBED: Element = known("noembed");
    pub const NOFRAMES: Element = known("noframes");
    pub const NOSCRIPT: Element = known("noscript");
    pub const LI: Element = known("li");
    pub const OL: Element = known("ol");
    pub const P: Element = known("p");
    pub const PICTURE: Element = known("picture");
    pub const PLAINTEXT: Element = known("plaintext");
    pub const PRE: Element = known("pre");
    pub const RT: Element = known("rt");
    pub const RUBY: Element = known("ruby");
    pub const SCRIPT: Element = known("script");
    pub const SOURCE: Element = known("source");
    pub const SPAN: Element = known("span");
    pub const STRONG: Element = known("strong");
    pub const STYLE: Element = known("style");
    pub const SUB: Element = known("sub");
    pub const SUP: Element = known("sup");
    pub const SVG: Element = known("svg");
    pub const TEXTAREA: Element = known("textarea");
    pub const TH: Element = known("th");
    pub const TIME: Element = known("time");
    pub const TITLE: Element = known("title");
    pub const XMP: Element = known("xmp");

    /// Looks a name up, in any case.
    pub fn named(name: &str) -> Option<Element> {
        let (_, place) = NAMES.first(&small(name))?;
        Some(Element(place as u16 - 1))
    }

    /// All that are known.
    pub fn all() -> impl ExactSizeIterator<Item = Element> {
        (0..ROWS.len()).map(|place| Element(place as u16))
    }

    /// A place in a table of elements; that of the unknown is its own.
    pub fn index(self) -> usize {
        (self.0 as usize).min(ROWS.len())
    }

    pub fn name(self) -> &'static str {
        ROWS.get(self.0 as usize).map_or("", |row| row.name)
    }

    pub fn kind(self) -> Kind {
        ROWS.get(self.0 as usize).map_or(Kind::Plain, |row| row.kind)
    }

    pub fn is_void(self) -> bool {
        ROWS.get(self.0 as usize).is_some_and(|row| row.void)
    }
}

/// The element of a name that the data file has, found when this is compiled.
const fn known(name: &str) -> Element {
    let (file, name) = (data_file!("elements.txt").as_bytes(), name.as_bytes());
    let (mut at, mut row) = (0, 0);
    loop {
        let mut length = 0;
        while length < name.len() && file[at + length] == name[length] {
            length += 1;
        }
        if length == name.len() && file[at + length] == b' ' {
            return Element(row);
        }
        while file[at] != b'\n' {
            at += 1;
        }
        (at, row) = (at + 1, row + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Element::named("BlockQuote").unwrap().name(), "blockquote");
        assert_eq!(Element::named("svg"), Some(Element::SVG));
        assert_eq!(Element::named("String"), None);
        assert_eq!(Element::named("a-name-that-is-far-too-long"), None);
    }

    #[test]
    fn every_row_is_found_by_its_name() {
        for row in ROWS.iter() {
            assert_eq!(Element::named(row.name).unwrap().name(), row.name);
            assert!(row.name.len() <= LONGEST);
        }
    }
}
