//! Elements: their names, and how a reader sees them.

use std::sync::LazyLock;

use crate::data::{Table, data_file};

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
pub(crate) const LONGEST: usize = 16;

impl Element {
    /// An element that no row names: in HTML, inline and plain.
    pub const UNKNOWN: Element = Element(u16::MAX);

    /// Looks a name up, in any case.
    pub fn named(name: &str) -> Option<Element> {
        let mut lower = [0; LONGEST];
        let lower = lower.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        let row = NAMES.get(std::str::from_utf8(lower).ok()?);
        (row > 0).then(|| Element(row as u16 - 1))
    }

    /// How many there are, the unknown left out.
    pub fn count() -> usize {
        ROWS.len()
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

    pub fn is(self, name: &str) -> bool {
        self.name() == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert!(Element::named("BlockQuote").unwrap().is("blockquote"));
        assert_eq!(Element::named("String"), None);
        assert_eq!(Element::named("a-name-that-is-far-too-long"), None);
    }

    #[test]
    fn every_row_is_found_by_its_name() {
        for row in ROWS.iter() {
            assert!(Element::named(row.name).unwrap().is(row.name));
            assert!(row.name.len() <= LONGEST);
        }
    }
}
