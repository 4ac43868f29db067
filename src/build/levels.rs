//! Lists whose items say how deep they are, instead of nesting: Word's paragraphs, the lists of one
//! item of Office on the web, and items whose list was lost.

use super::Builder;
use crate::data::find_words;
use crate::document::{ContainerKind, Marker};
use crate::source::boundary;

/// The list and its last item at each level, outermost first.
#[derive(Default)]
pub(super) struct Levels {
    open: Vec<Level>,
    /// What holds the outermost.
    parent: u32,
}

struct Level {
    list: u32,
    item: u32,
    /// The number of the next item: 0 of bullets.
    next: i32,
}

impl Levels {
    /// What holds them.
    pub fn parent(&self) -> u32 {
        self.parent
    }

    /// The last item of a level, from 1 on.
    pub fn item(&self, level: usize) -> u32 {
        self.open.get(level - 1).map_or(self.parent, |level| level.item)
    }

    /// Something else follows.
    pub fn end(&mut self) {
        self.open.clear();
    }
}

impl Builder<'_> {
    /// The container of an item at a level, with the number that it shows: 0 where it has none that can be read.
    pub(super) fn levelled(&mut self, level: u8, parent: u32, marker: Marker, number: i32) -> u32 {
        if self.levels.parent != parent {
            self.levels.end();
            self.levels.parent = parent;
        }
        self.levels.open.truncate(usize::from(level));
        if self.levels.open.len() == usize::from(level)
            && let Some(last) = self.levels.open.last()
        {
            // A number that follows goes on the list, and so does one that cannot be read. One that text shows must stay
            // though those before it are left out: it opens a list, which the outline puts to the one before.
            let goes_on = match marker {
                Marker::Bullet => last.next == 0,
                _ => last.next > 0 && self.html && (number == last.next || number == 0),
            };
            if !goes_on {
                self.levels.open.pop();
            }
        }
        if self.levels.open.len() < usize::from(level) {
            let outer = self.levels.open.last().map_or(parent, |level| level.item);
            let start = number.max(1);
            let list = self.add_container(ContainerKind::List { marker, start }, outer);
            self.levels.open.push(Level { list, item: list, next: if marker == Marker::Bullet { 0 } else { start } });
        }
        let at = self.levels.open.len() - 1;
        let item = self.add_container(ContainerKind::Item, self.levels.open[at].list);
        let level = &mut self.levels.open[at];
        level.item = item;
        if level.next > 0 {
            level.next = level.next.saturating_add(1);
        }
        item
    }

    /// What Word writes before an item's words, and its number: 0 where it is no decimal one.
    pub(super) fn written_mark(&self, start: usize) -> Option<(Marker, i32)> {
        let behind = &self.text[start..boundary(self.text, start + LONGEST)];
        let mark = &behind[find_words(behind, "mso-list:")?..];
        let mark = &mark[mark.find('>')? + 1..];
        let mark = mark[..mark.find('<')?].trim().trim_start_matches('(');
        let counter = mark.trim_end_matches(&['.', ')', ':', '、', '．'][..]);
        if counter.len() == mark.len() || counter.is_empty() {
            return None;
        }
        let last = counter.rsplit(&['.'][..]).next().unwrap_or_default();
        Some(last.parse().map_or((letters(last), 0), |number| (Marker::Decimal, number)))
    }
}

/// The counter of a list by its first: `i` is a numeral, and so is what only numerals are made of.
fn letters(counter: &str) -> Marker {
    let numeral = |byte: u8| matches!(byte | 0x20, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
    let roman = counter.len() > 1 || counter.eq_ignore_ascii_case("i");
    if roman && !counter.bytes().all(numeral) {
        return Marker::Decimal;
    }
    match counter.as_bytes() {
        [b'a'..=b'z', ..] => [Marker::LowerAlpha, Marker::LowerRoman][usize::from(roman)],
        [b'A'..=b'Z', ..] => [Marker::UpperAlpha, Marker::UpperRoman][usize::from(roman)],
        _ => Marker::Decimal,
    }
}

/// How far the mark of an item may be from its start tag.
const LONGEST: usize = 1500;
