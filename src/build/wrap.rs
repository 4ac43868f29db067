//! Which line ends are there only because a line was full.

use crate::lex::feed_behind;

/// Lines shorter than this were not filled by a machine.
const NARROWEST: usize = 38;
/// Nor were lines longer than this.
const WIDEST: usize = 130;

/// The offsets of the line feeds that end filled lines, sorted. O(length).
pub(super) fn filled(text: &str) -> Vec<u32> {
    let mut filled = Vec::new();
    let mut paragraph: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = feed_behind(text, start);
        let line = &text[start..end];
        if line.trim().is_empty() {
            close(&mut paragraph, &mut filled);
        } else {
            paragraph.push(Line::new(line, end));
            // A tag stands at the end of a block.
            if line.ends_with(['>', '＞']) {
                close(&mut paragraph, &mut filled);
            }
        }
        let feed = text[end..].chars().next().map_or(1, char::len_utf8);
        start = end + if text[end..].starts_with("\r\n") { 2 } else { feed };
    }
    close(&mut paragraph, &mut filled);
    filled
}

struct Line {
    feed: u32,
    width: usize,
    first_word: usize,
    starts_small: bool,
    /// It opens something of its own: a list item, a heading.
    apart: bool,
    /// Two such lines are columns.
    tabbed: bool,
}

impl Line {
    fn new(line: &str, feed: usize) -> Self {
        let words = line.trim();
        let first = words.split(' ').next().unwrap_or_default();
        let mark = first.trim_end_matches(['.', ')', ':']);
        let numbered = mark.len() < first.len() && mark.len() < 4 && mark.bytes().all(|byte| byte.is_ascii_digit());
        Line {
            feed: feed as u32,
            width: line.trim_end().chars().count(),
            first_word: first.chars().count(),
            starts_small: words.starts_with(|ch: char| ch.is_lowercase()),
            tabbed: words.contains('\t'),
            apart: numbered || words.starts_with(['-', '*', '•', '#', '>', '|', '+', '–', '—']),
        }
    }
}

/// Judges one paragraph: every line but the last must be too full for the next line's first word.
fn close(lines: &mut Vec<Line>, filled: &mut Vec<u32>) {
    let width = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let full = |pair: &[Line]| pair[0].width + 1 + pair[1].first_word > width;
    let behind = lines.len().saturating_sub(1);
    let small = lines.iter().skip(1).filter(|line| line.starts_small).count();
    if behind > 0
        && (NARROWEST..=WIDEST).contains(&width)
        && small * 2 >= behind
        && !lines.iter().any(|line| line.apart)
        && !lines.windows(2).any(|pair| pair[0].tabbed && pair[1].tabbed)
        && lines.windows(2).all(full)
    {
        filled.extend(lines[..behind].iter().map(|line| line.feed));
    }
    lines.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_lines_are_joined() {
        let text = "The harbour opened in May and ships came\nfrom twelve ports to see the new pier and\nits light.";
        assert_eq!(filled(text).len(), 2);
    }

    #[test]
    fn verse_and_lists_are_not() {
        assert!(filled("Roses are red\nViolets are blue\nHarbours are deep\nAnd so are you").is_empty());
        let list = "- a long item that goes on and on to the end of it\n- another long item that goes on and on too";
        assert!(filled(list).is_empty());
        let verse = "Shall I compare thee to a summer's day of old?\nThou art more lovely and more temperate by far";
        assert!(filled(verse).is_empty());
    }
}
