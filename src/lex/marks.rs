//! Marks of sound Markdown that make blocks of lines (CommonMark §4, §5; GFM §4.10): they are markup in Markdown and
//! HTML, and stand as they are in text.

use crate::data::find_words;
use crate::source::Span;

/// A mark, with the blank behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub span: Span,
    pub what: What,
    /// The number of its line.
    pub line: u32,
    /// How far its line is indented, in columns.
    pub indent: u16,
    /// It is one, whatever else the text holds.
    pub sure: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Heading(u8),
    /// It makes a heading of the line above it.
    Underline(u8),
    /// An item of a list, with its number.
    Item(Option<u16>),
    Quote,
    Rule,
    /// The line that opens a block of code, and the one that closes it.
    Fence,
    FenceEnd,
    /// What stands before the first cell of a row, and before another.
    Row {
        first: bool,
    },
    Cell,
    /// It says nothing that another has not said.
    Other,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Words,
    /// A row of a table: the one above its delimiter row is one too.
    Row,
    /// It may open a block of code.
    Fence,
    /// It closes a block of code.
    Code(Span),
}

/// Reads marks, line by line.
#[derive(Default)]
pub(super) struct Reader {
    pub marks: Vec<Mark>,
    /// What only Markdown has: deeper headings, blocks of code, tables.
    pub signs: u32,
    line: u32,
    above: Above,
    fence: Option<Fence>,
    in_table: bool,
}

/// The line above: its marks from one on, and how many lines without a blank one it ends.
#[derive(Default, Clone, Copy)]
struct Above {
    start: usize,
    end: usize,
    mark: usize,
    lines: u32,
}

struct Fence {
    span: Span,
    indent: usize,
    /// The first mark in it.
    mark: usize,
}

impl Reader {
    /// Reads a line, without what is blank at its end.
    pub fn read(&mut self, text: &str, start: usize, end: usize) -> Line {
        self.line += 1;
        let words = text[start..end].trim_start_matches(&[' ', '\t'][..]);
        let from = end - words.len();
        let mut indent = usize::from(columns(&text[start..from]));
        let here = Above { start: from, end, mark: self.marks.len(), lines: self.above.lines + 1 };
        let above = std::mem::replace(&mut self.above, if words.is_empty() { Above::default() } else { here });
        // A title that a blank line follows.
        self.signs += u32::from(
            words.is_empty() && self.line == 2 && self.marks.iter().any(|mark| mark.what == What::Heading(1)),
        );
        if let Some(kind) = self.fenced(text, start..from, end) {
            return kind;
        }
        if self.in_table && words.contains('|') {
            self.row(text, from, end, false);
            return Line::Row;
        }
        let over = &text[above.start..above.end];
        self.in_table = over.contains('|') && is_delimiter(words) && cells(over).count() == cells(words).count();
        if self.in_table {
            self.marks.truncate(above.mark);
            self.line -= 1;
            self.row(text, above.start, above.end, true);
            self.line += 1;
            self.signs += 1;
            self.add(from, end, What::Other, indent, true);
            return Line::Row;
        }
        if let Some(&sign) = words.as_bytes().first().filter(|&&sign| is_line(words, sign)) {
            // Below one line of words, a heading's underline.
            let level = if sign == b'=' { 1 } else { 2 };
            let title = over.chars().count();
            if above.lines == 1 && matches!(sign, b'=' | b'-') && !words.contains(' ') && above.mark == self.marks.len()
            {
                self.add(from, end, What::Underline(level), indent, title.abs_diff(words.len()) < 3);
            } else if sign != b'=' {
                self.add(from, end, What::Rule, indent, above.lines == 0);
            }
            return Line::Words;
        }
        let mut at = from;
        for _ in 0..MOST {
            let rest = &text[at..end];
            let Some((what, length)) = mark(rest) else { break };
            let behind = rest[length..].trim_start_matches(' ');
            if behind.chars().next().is_none_or(char::is_whitespace) && (what != What::Quote || !behind.is_empty()) {
                break;
            }
            let sure = self.goes_on(what);
            self.add(at, at + length, what, indent, sure);
            at = end - behind.len();
            indent = if what == What::Quote { 0 } else { indent } + (rest.len() - behind.len() - 1);
            if let What::Heading(level) = what {
                self.signs += u32::from(above.lines == 0 && level > 1);
                let title = behind.trim_end_matches('#');
                if title.len() < behind.len() && title.ends_with(' ') {
                    self.add(at + title.trim_end().len(), end, What::Other, indent, false);
                }
                break;
            }
        }
        Line::Words
    }

    /// What stands from a place on is code.
    pub fn drop_from(&mut self, start: u32) {
        self.marks.truncate(self.marks.partition_point(|mark| mark.span.start < start));
    }

    fn add(&mut self, start: usize, end: usize, what: What, indent: usize, sure: bool) {
        let indent = indent.min(usize::from(u16::MAX)) as u16;
        self.marks.push(Mark { span: Span::new(start, end), what, line: self.line, indent, sure });
    }

    /// Whether a mark goes on what one of the lines above has begun: both are sure then.
    fn goes_on(&mut self, what: What) -> bool {
        let line = self.line;
        let follows = |before: What| match (before, what) {
            (What::Quote, What::Quote) | (What::Item(None), What::Item(None)) => true,
            (What::Item(Some(one)), What::Item(Some(next))) => one + 1 == next,
            _ => false,
        };
        let reach = if matches!(what, What::Item(Some(_))) { 8 } else { 2 };
        let near = self.marks.iter_mut().rev().take_while(|mark| mark.line + reach >= line);
        let mut twins = near.filter(|mark| mark.line < line && follows(mark.what));
        twins.next().map(|twin| twin.sure = true).is_some()
    }

    /// Follows blocks of code.
    fn fenced(&mut self, text: &str, blank: std::ops::Range<usize>, end: usize) -> Option<Line> {
        let words = &text[blank.end..end];
        let sign = *words.as_bytes().first().filter(|sign| matches!(sign, b'`' | b'~'))?;
        let length = words.bytes().take_while(|&byte| byte == sign).count();
        let open = self.fence.as_ref().map(|fence| &text[fence.span.range()]);
        match open {
            None if length > 2 && !words[length..].contains('`') => {
                let (span, indent) = (Span::new(blank.end, end), blank.len());
                self.fence = Some(Fence { span, indent, mark: self.marks.len() });
                Some(Line::Fence)
            }
            Some(open)
                if length == words.len() && words.starts_with(open.trim_end_matches(|ch| ch != sign as char)) =>
            {
                let Fence { span, indent, mark } = self.fence.take()?;
                self.marks.truncate(mark);
                self.signs += 1;
                let body = span.end as usize..blank.start;
                let feed = if text[body.clone()].ends_with("\r\n") { 2 } else { 1 };
                let mut at = body.start + text[body.clone()].find('\n').unwrap_or(0) + 1;
                self.add(span.start as usize, at, What::Fence, indent, true);
                // What its lines are indented as it is itself.
                for line in text[at..body.end].split_inclusive('\n') {
                    let blank = line.bytes().take(indent).take_while(|&byte| byte == b' ').count();
                    if blank > 0 {
                        self.add(at, at + blank, What::Other, indent, true);
                    }
                    at += line.len();
                }
                let start = if body.end > body.start + feed { body.end - feed } else { body.end };
                let last = self.marks.last().map_or(0, |mark| mark.span.end as usize);
                self.add(start.max(last), end, What::FenceEnd, indent, true);
                Some(Line::Code(Span { end: end as u32, ..span }))
            }
            _ => None,
        }
    }

    /// The marks of a row.
    fn row(&mut self, text: &str, start: usize, end: usize, first: bool) {
        let mut at = start;
        for (index, cell) in cells(&text[start..end]).enumerate() {
            let what = if index == 0 { What::Row { first } } else { What::Cell };
            self.add(at, start + cell.start, what, 0, true);
            at = start + cell.end;
        }
        self.add(at, end, What::Other, 0, true);
    }
}

/// Marks of one line that are read.
const MOST: usize = 8;

/// The mark that words start with, and its length with the blank behind it.
fn mark(words: &str) -> Option<(What, usize)> {
    let bytes = words.as_bytes();
    let (what, length) = match *bytes.first()? {
        b'>' => return Some((What::Quote, 1 + usize::from(bytes.get(1) == Some(&b' ')))),
        b'-' | b'*' | b'+' => (What::Item(None), 1),
        b'#' => {
            let level = bytes.iter().take_while(|&&byte| byte == b'#').count();
            (What::Heading(level.min(7) as u8), level)
        }
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            bytes.get(digits).filter(|sign| digits < 4 && matches!(sign, b'.' | b')'))?;
            let number = words.bytes().take(digits).fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
            (What::Item(Some(number)), digits + 1)
        }
        _ if words.starts_with('•') => (What::Item(None), '•'.len_utf8()),
        _ => return None,
    };
    (bytes.get(length) == Some(&b' ') && length < 7).then_some((what, length + 1))
}

/// Whether a line is drawn of one sign.
fn is_line(words: &str, sign: u8) -> bool {
    let signs = words.bytes().filter(|&byte| byte == sign).count();
    matches!(sign, b'-' | b'*' | b'_' | b'=') && signs > 2 && words.bytes().all(|byte| byte == sign || byte == b' ')
}

/// Whether a line is the delimiter row of a table.
fn is_delimiter(words: &str) -> bool {
    words.contains('|')
        && find_words(words, "--").is_some()
        && words.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// The cells of a row, without what is blank around them.
fn cells(row: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = usize::from(row.starts_with('|'));
    let end = row.len() - usize::from(row.len() > 1 && row.ends_with('|') && !row.ends_with("\\|"));
    std::iter::from_fn(move || {
        let rest = row.get(at..end)?;
        let sign = (0..rest.len()).find(|&at| rest.as_bytes()[at] == b'|' && !rest[..at].ends_with('\\'));
        let cell = &rest[..sign.unwrap_or(rest.len())];
        let start = at + cell.len() - cell.trim_start().len();
        let range = start..at + cell.trim_end().len().max(start - at);
        at = sign.map_or(end, |sign| at + sign) + 1;
        Some(range)
    })
}

/// How far blanks indent.
pub(crate) fn columns(blank: &str) -> u16 {
    blank.bytes().fold(0, |columns: u16, byte| columns.saturating_add(if byte == b'\t' { 4 } else { 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::lex;
    use crate::source::Flavour;

    fn marks(text: &str) -> Vec<(What, &str)> {
        lex(text, Flavour::Text).marks.iter().map(|mark| (mark.what, &text[mark.span.range()])).collect()
    }

    #[test]
    fn two_items_or_lines_of_a_quotation_are_sure() {
        let item = |mark| (What::Item(None), mark);
        assert_eq!(marks("- Boots\n- A coat\n  - with a hood"), [item("- "); 3]);
        assert_eq!(marks("4. Boots\n5. A coat"), [(What::Item(Some(4)), "4. "), (What::Item(Some(5)), "5. ")]);
        assert_eq!(marks("> The sea\n> is calm."), [(What::Quote, "> "); 2]);
        for text in [
            "- A coat, he said.",
            "3. May was cold.\n5. May was warm.",
            "> Read more",
            "1911. The pier\n1912. The light",
        ] {
            assert_eq!(marks(text), [], "{text}");
        }
    }

    #[test]
    fn one_sign_of_markdown_makes_the_others_sure() {
        assert_eq!(marks("# Boots\n# Coats\n\n# Bread"), []);
        assert_eq!(marks("# Boots\n\nA coat."), [(What::Heading(1), "# ")]);
        let (title, item) = ((What::Heading(2), "## "), (What::Item(None), "* "));
        assert_eq!(marks("## Boots ##\n\n* **One**"), [title, (What::Other, " ##"), item]);
        assert_eq!(marks("#hashtag and **bold**\n\n####### seven"), []);
    }

    #[test]
    fn a_line_of_signs_underlines_a_title_or_parts_paragraphs() {
        assert_eq!(marks("The pier\n========\n\nIt is old."), [(What::Underline(1), "========")]);
        assert_eq!(marks("It is old.\n\n* * *\n\nIt is new."), [(What::Rule, "* * *")]);
        assert_eq!(marks("Two lines\nof words\n---------"), []);
    }

    #[test]
    fn a_block_of_code_is_one_with_its_end_and_holds_no_marks() {
        let code = "```rust\n- a\n\n- b\n```";
        assert_eq!(marks(code), [(What::Fence, "```rust\n"), (What::FenceEnd, "\n```")]);
        assert_eq!(marks("~~~\n~~~"), [(What::Fence, "~~~\n"), (What::FenceEnd, "~~~")]);
        assert_eq!(marks("```\n- a\n\n```js\n"), []);
    }

    #[test]
    fn a_table_has_a_delimiter_row_of_as_many_cells() {
        let table = "| a |b\\|c |\n|---|:-:|\n|  | d |";
        let words: Vec<&str> = marks(table).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["| ", " |", " |", "|---|:-:|", "|  ", "| ", " |"]);
        for text in ["a | b\n--|--|--", "a | b\n-----", "one\n|--|"] {
            assert!(!marks(text).iter().any(|(what, _)| matches!(what, What::Row { .. })), "{text}");
        }
    }
}
