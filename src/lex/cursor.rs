//! A reader of logical characters: `<`, `＜`, `&lt;`, `& lt ;` and `&amp;lt;` are all one `<`.

use super::is_invisible;
use super::reference::{self, ampersand};

/// Reads logical characters and remembers what it met on the way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub text: &'a str,
    /// Byte offset of what comes next.
    pub at: usize,
    /// Something on the way was torn or full-width.
    pub damaged: bool,
    /// How often what was read is escaped, at most.
    pub escaped: u8,
    /// The tag's signs are references that lost their semicolons: `&ltp&gt`.
    pub bare: bool,
}

/// A logical character, where it ends, and its condition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Logical {
    pub ch: char,
    pub end: usize,
    damaged: bool,
    escaped: u8,
}

/// A full-width form of ASCII as ASCII has it, and others as they are.
pub(crate) fn narrow(ch: char) -> char {
    match ch {
        '\u{ff01}'..='\u{ff5e}' => char::from(b'!' + (ch as u32 - 0xff01) as u8),
        _ => ch,
    }
}

/// The sign of ASCII that a mark of typographers stands for in a tag, and others as they are.
pub(super) fn plain_sign(ch: char) -> char {
    match ch {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        _ => narrow(ch),
    }
}

/// A letter of Latin that a Cyrillic one of a tag's name looks like, and others as they are.
pub(super) fn lookalike(ch: char) -> char {
    match ch {
        'а' => 'a',
        'е' => 'e',
        'і' => 'i',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        _ => ch,
    }
}

/// Whether a letter looks like one of Latin.
pub(super) fn is_lookalike(ch: char) -> bool {
    lookalike(ch) != ch
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Cursor { text, at, damaged: false, escaped: 0, bare: false }
    }

    /// A reader behind the `<` of a tag.
    pub fn inside(text: &'a str, at: usize) -> Option<Self> {
        [false, true].into_iter().find_map(|bare| {
            let mut cursor = Cursor { bare, ..Cursor::new(text, at) };
            cursor.eat('<').then_some(cursor)
        })
    }

    /// The next logical character.
    pub fn peek(&self) -> Option<Logical> {
        let bytes = self.text.as_bytes();
        let &byte = bytes.get(self.at)?;
        let plain = |ch, length, damaged| Some(Logical { ch, end: self.at + length, damaged, escaped: 0 });
        match byte {
            b'&' | b'\\' | 0xEF if byte == b'\\' || ampersand(bytes, self.at) > 0 => {
                match reference::tolerant(self.text, self.at) {
                    Some(one) if one.first.is_ascii() || one.first.is_whitespace() => {
                        Some(Logical { ch: one.first, end: one.end, damaged: one.damaged, escaped: one.depth + 1 })
                    }
                    // Full-width signs by their numbers, as the HTML that comes out has them.
                    Some(one) if matches!(one.first, '＜' | '＞') => {
                        Some(Logical { ch: narrow(one.first), end: one.end, damaged: true, escaped: one.depth + 1 })
                    }
                    _ if byte == b'\\' => plain('\\', 1, false),
                    _ if self.bare
                        && let Some((ch, end)) = reference::bare(self.text, self.at) =>
                    {
                        Some(Logical { ch, end, damaged: true, escaped: 1 })
                    }
                    _ => plain('&', ampersand(bytes, self.at), false),
                }
            }
            0..0x80 => plain(byte as char, 1, false),
            _ => {
                let ch = self.text[self.at..].chars().next()?;
                let sign = plain_sign(ch);
                plain(sign, ch.len_utf8(), sign != ch)
            }
        }
    }

    /// Goes over letters, digits and signs of addresses, which stand for themselves.
    pub fn skip_plain(&mut self) {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b':' | b'=');
        self.at +=
            self.text.as_bytes()[self.at..].iter().position(|byte| !plain(byte)).unwrap_or(self.text.len() - self.at);
    }

    pub fn peek_char(&self) -> Option<char> {
        self.peek().map(|logical| logical.ch)
    }

    pub fn take(&mut self, logical: Logical) {
        self.at = logical.end;
        self.damaged |= logical.damaged;
        self.escaped = self.escaped.max(logical.escaped);
    }

    /// Takes the next character if it is this one.
    pub fn eat(&mut self, ch: char) -> bool {
        match self.peek() {
            Some(logical) if logical.ch == ch => {
                self.take(logical);
                true
            }
            _ => false,
        }
    }

    /// Takes white space and what nobody sees, marks of direction among it, at most a screenful, and says whether there was any.
    pub fn skip_space(&mut self) -> bool {
        let (start, limit) = (self.at, self.at + 256);
        while let Some(logical) = self.peek()
            && (logical.ch.is_whitespace()
                || is_invisible(logical.ch)
                || matches!(logical.ch, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
            && self.at < limit
        {
            self.take(logical);
        }
        self.at > start
    }
}
