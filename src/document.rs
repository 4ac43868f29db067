//! The document: blocks of inlines, all of them spans of the input.
//!
//! [`build`](crate::build) makes it, [`read`](crate::read) settles it, and
//! [`resolve`](crate::resolve) turns its pieces into tiles.

use crate::report::Reason;
use crate::rules::Rule;
use crate::source::Span;

/// A whole input, as pieces that cover it, and what they make up.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Every byte of the input belongs to one piece; in order.
    pub pieces: Vec<Piece>,
    /// Blocks, in order; what stands between two of them is their gap.
    pub blocks: Vec<Block>,
    pub containers: Vec<Container>,
    /// The elements that bound blocks; the first is the document.
    pub sections: Vec<Section>,
    pub inlines: Vec<Inline>,
    /// What stands or falls together; the first is none.
    pub groups: Vec<Group>,
    /// What pieces of words say that are written otherwise.
    pub words: Vec<String>,
    /// The languages of code; the first is none.
    pub languages: Vec<String>,
}

impl Document {
    /// What a piece is that says these words.
    pub fn say(&mut self, words: String) -> What {
        self.words.push(words);
        What::Words(self.words.len() as u32 - 1)
    }

    pub fn add_group(&mut self, rule: Rule, reason: Reason) -> GroupId {
        self.groups.push(Group { rule, reason, cause: GroupId::NONE });
        GroupId(self.groups.len() as u32 - 1)
    }
}

/// A part of the input, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub span: Span,
    pub what: What,
    pub group: GroupId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Words as they are.
    Text,
    /// White space that collapses to one space, or to none.
    Space,
    /// Words that are written otherwise: a character reference.
    Characters(char, Option<char>),
    /// Words that are written otherwise, by place in the document's list.
    Words(u32),
    Open(InlineId),
    Close(InlineId),
    Image(InlineId),
    /// White space between an image and words, which shows where images do: in text too if this one does.
    Apart {
        written: bool,
    },
    /// Sound Markdown: words in text, and markup where markup is shown.
    Mark,
    /// Markup that shows nothing, and what nobody sees.
    Nothing,
}

/// Index of a [`Group`]; 0 is none: what the format alone wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct GroupId(pub u32);

impl GroupId {
    pub const NONE: GroupId = GroupId(0);
}

/// Index of an [`Inline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InlineId(pub u32);

/// A change in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub rule: Rule,
    pub reason: Reason,
    pub cause: GroupId,
}

/// A run of words with one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inline {
    pub kind: InlineKind,
    /// The address of a link or an image, mended; the words of an image.
    pub href: Box<str>,
    pub words: Box<str>,
    /// Its tag was torn.
    pub damaged: bool,
    /// Its marks are sound Markdown, which stands as it is in text.
    pub written: bool,
}

impl Inline {
    /// A look without an address.
    pub fn new(kind: InlineKind, damaged: bool) -> Self {
        Inline { kind, href: "".into(), words: "".into(), damaged, written: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InlineKind {
    Link,
    Strong,
    Emphasis,
    Code,
    Image,
}

/// A block: what is read as one run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub joint: Joint,
    /// Index of its container; 0 is the document.
    pub container: u32,
    /// Its pieces.
    pub first: u32,
    pub end: u32,
    /// Index of the innermost element around it.
    pub section: u32,
    /// A torn tag stood in its gap.
    pub touched: bool,
    /// A tag opened it.
    pub tagged: bool,
    /// Paragraphs that were opened in its gap: more than one are empty ones.
    pub opened: u8,
    /// An end tag stood in its gap.
    pub closed: bool,
    /// The language of code, by place in the document's list.
    pub language: u16,
    /// It was taken for chaff, and a person keeps it: it is read for itself.
    pub apart: bool,
    /// What its marks of Markdown make it, and in which container, where markup is shown.
    pub marked: Option<(BlockKind, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Paragraph,
    Heading(u8),
    Preformatted,
    Caption,
    /// A thematic break: a block without words.
    Rule,
}

/// How a block follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Joint {
    Break,
    Paragraph,
}

/// What holds blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Container {
    pub kind: ContainerKind,
    pub parent: u32,
    pub depth: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContainerKind {
    Document,
    Quote,
    List {
        marker: Marker,
        start: i32,
    },
    Item,
    /// Whether it is one, or only lays out a page; while it is built, whether it has rules or headings.
    Table {
        data: bool,
    },
    Row,
    Cell {
        header: bool,
        /// Columns and rows that it covers, beyond the first.
        spans: (u8, u8),
    },
}

/// What stands before an item of a list (CSS Counter Styles §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Bullet,
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

impl Marker {
    pub const LETTERS: [Marker; 4] = [Marker::LowerAlpha, Marker::UpperAlpha, Marker::LowerRoman, Marker::UpperRoman];

    /// What the attribute `type` of a list calls a counter of letters or numerals.
    pub fn letter(self) -> Option<&'static str> {
        match self {
            Marker::Bullet | Marker::Decimal => None,
            Marker::LowerAlpha => Some("a"),
            Marker::UpperAlpha => Some("A"),
            Marker::LowerRoman => Some("i"),
            Marker::UpperRoman => Some("I"),
        }
    }
}

/// An element that bounds blocks, as evidence of what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Section {
    pub parent: u32,
    pub hints: Hints,
}

/// What an element says of what it holds, by its name and class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints(pub u16);

impl Hints {
    pub const NAVIGATION: u16 = 1;
    pub const FOOTER: u16 = 2;
    pub const SHARE: u16 = 8;
    pub const RELATED: u16 = 16;
    pub const COMMENT: u16 = 32;
    pub const ADVERTISEMENT: u16 = 64;
    pub const ARTICLE: u16 = 256;
    pub const META: u16 = 512;
    pub const NOTICE: u16 = 1024;
    pub const SUBSCRIBE: u16 = 4096;

    /// What the data calls them, in the order of their bits.
    pub const NAMES: [&str; 13] = [
        "navigation",
        "footer",
        "aside",
        "share",
        "related",
        "comment",
        "advertisement",
        "header",
        "article",
        "meta",
        "notice",
        "control",
        "subscribe",
    ];

    pub fn has(self, hint: u16) -> bool {
        self.0 & hint != 0
    }
}
