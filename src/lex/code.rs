//! Paragraphs of a text that are no prose: code, commands, tables and drawings of signs.
//!
//! Their white space, quotes and brackets mean something, so that no rule of prose holds in them,
//! and what looks like markup in them is a sample of it.

use super::marks::{Line, Mark, Reader};
use super::{Candidate, What};
use crate::data::{self, find_words};
use crate::document::InlineKind;
use crate::element::Element;
use crate::source::Span;

/// Tells which candidates, asked in order, are samples of markup: those in code that are not torn.
pub(crate) struct Samples<'a>(pub &'a [Span]);

impl Samples<'_> {
    pub fn have(&mut self, candidate: &Candidate) -> bool {
        while let [first, rest @ ..] = self.0
            && first.end <= candidate.span.start
        {
            self.0 = rest;
        }
        let in_code = self.0.first().is_some_and(|code| code.start <= candidate.span.start);
        in_code && !candidate.what.is_torn()
    }
}

/// One in so many signs makes lines code.
const SHARE: usize = 10;
/// Fewer than one mark in so many characters makes none.
const FEW: usize = 8;
/// Fewer characters say nothing.
const LEAST: usize = 12;

/// Finds them: each span runs from the start of its first line to the end of its last. Gives also the marks of Markdown
/// around them, and how many signs of it. O(length).
pub(super) fn find(text: &str, candidates: &[Candidate]) -> (Vec<Span>, Vec<Mark>, u32) {
    let mut finder = Finder::default();
    let words = |what| match what {
        What::Tag(marks) => marks.element == Element::UNKNOWN,
        What::Pair { damaged, kind, .. } => !damaged && kind != InlineKind::Code,
        _ => matches!(what, What::Escape | What::Words),
    };
    // What stands between two marks of code makes no block of it.
    let mut in_code = false;
    let mut candidates = candidates.iter().filter(|one| !words(one.what)).peekable();
    // Inside `pre` everything is code already.
    let mut pre = 0u32;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let mut from = at;
        let mut signs = Signs::default();
        while let Some(candidate) = candidates.next_if(|candidate| (candidate.span.start as usize) < end) {
            if let What::Tag(marks) = candidate.what
                && marks.element == Element::PRE
            {
                pre = if marks.end_tag { pre.saturating_sub(1) } else { pre + 1 };
            }
            if !in_code {
                signs.count(&text[from..from.max(candidate.span.start as usize)], from == at);
            }
            in_code = matches!(candidate.what, What::Pair { kind: InlineKind::Code, open: true, .. });
            from = candidate.span.end as usize;
        }
        if from < end {
            signs.count(&text[from..end], from == at);
        }
        let span = Span::new(at, at + line.trim_end().len());
        if from < end && line.trim().is_empty() {
            finder.close();
        }
        if pre > 0 {
            finder.paragraph.in_pre = true;
        } else {
            match finder.marks.read(text, at, span.end as usize) {
                _ if span.is_empty() => {}
                Line::Words => finder.paragraph.add(span, line, &signs),
                Line::Row => finder.paragraph = Paragraph::default(),
                Line::Fence => {
                    finder.opened = Some((finder.paragraph, finder.code.len(), finder.code.last().copied()));
                    finder.paragraph.add(span, line, &signs);
                }
                Line::Code(code) => finder.fenced(code),
            }
        }
        at = end;
    }
    finder.close();
    (finder.code, finder.marks.marks, finder.marks.signs)
}

/// What was counted in a line.
#[derive(Default)]
struct Signs {
    /// Signs that code is full of.
    signs: usize,
    /// ASCII punctuation of any kind.
    marks: usize,
    /// All that is not white space.
    solid: usize,
}

impl Signs {
    /// Counts a part of a line: the one that starts it has its marks of quoting and speaking left out.
    fn count(&mut self, part: &str, first: bool) {
        let bytes = part.as_bytes();
        let (mut solid, mut marks, mut signs) = (0, 0, 0);
        // As long as no sum is more than a byte can hold.
        for bytes in bytes.chunks(255) {
            let sums = bytes.iter().map(|&byte| COUNTS[usize::from(byte)]).sum::<u32>();
            let [all, punctuation, sure, _] = sums.to_le_bytes().map(usize::from);
            (solid, marks, signs) = (solid + all, marks + punctuation, signs + sure);
        }
        self.solid += solid;
        if signs == 0 && marks * FEW < solid && !has_doubtful_sign(bytes) {
            // Prose, as most parts are: no word of it has a sign.
            self.marks += marks;
            return;
        }
        let words = if first { unquoted(part) } else { part };
        let (mut start, mut marks) = (0, 0);
        for (at, &byte) in words.as_bytes().iter().enumerate() {
            marks += usize::from(byte.is_ascii_punctuation());
            if byte.is_ascii_whitespace() {
                self.word(&words[start..at], marks);
                (start, marks) = (at + 1, 0);
            }
        }
        self.word(&words[start..], marks);
    }

    /// Counts a word that has so many marks.
    fn word(&mut self, word: &str, marks: usize) {
        let bytes = word.as_bytes();
        // An address, or a line across.
        if marks == 0
            || find_words(word, "://").is_some()
            || word.contains('@') && word.contains('.')
            || bytes.len() > 2 && bytes.iter().all(|&byte| byte == bytes[0])
        {
            return;
        }
        self.marks += marks;
        self.signs += (0..bytes.len()).filter(|&at| is_sign(bytes, at)).count();
    }
}

/// Whether code is full of what stands at a place: some signs, a bracket behind a name, the dashes of an option.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match bytes[at] {
        b'(' => before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        b'-' => before.is_none_or(|byte| byte.is_ascii_whitespace()) && bytes.get(at + 1) == Some(&b'-'),
        byte => COUNTS[usize::from(byte)] & SIGN > 0,
    }
}

/// Whether a sign stands in a part that is one at some places alone.
fn has_doubtful_sign(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(length) = data::find(&bytes[at..], [b'(', b'-']) {
        at += length;
        if is_sign(bytes, at) {
            return true;
        }
        at += 1;
    }
    false
}

/// A line without the marks that say who is quoted or who speaks, and those of an item and its box to be ticked.
fn unquoted(line: &str) -> &str {
    let line = line.trim_start_matches(&['>', '|', ' ', '\t'][..]);
    let line = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    for (open, close) in [('<', '>'), ('[', ']')] {
        if let Some(rest) = line.strip_prefix(open)
            && let Some(end) = rest.find(close).filter(|&end| end < 24)
        {
            return &rest[end + 1..];
        }
    }
    line
}

/// What starts a character that is no white space and no control counts as one, and in the next bytes so do ASCII
/// punctuation and signs that code is full of.
const SOLID: u32 = 1;
const MARK: u32 = 1 << 8;
const SIGN: u32 = 1 << 16;

static COUNTS: [u32; 256] = {
    let mut counts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        counts[byte] = match byte as u8 {
            0..=b' ' | 0x80..0xC0 => 0,
            mark if mark.is_ascii_punctuation() => SOLID | MARK,
            _ => SOLID,
        };
        byte += 1;
    }
    let signs = b"{}[]<>=;|\\^_`$~";
    let mut i = 0;
    while i < signs.len() {
        counts[signs[i] as usize] |= SIGN;
        i += 1;
    }
    counts
};

/// A run of lines without a blank one.
#[derive(Default, Clone, Copy)]
struct Paragraph {
    span: Option<Span>,
    lines: usize,
    signs: usize,
    marks: usize,
    solid: usize,
    indented: bool,
    /// How far its last line is indented, and whether it opens a block of code, as `def x():` and `if (x) {` do.
    indent: usize,
    opens: bool,
    /// A line stands in such a block.
    nested: bool,
    /// It starts with the prompt of a shell or the like.
    prompt: bool,
    in_pre: bool,
}

/// How much a paragraph looks like code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    Prose,
    /// Code if it stands between code.
    Doubtful,
    Code,
}

impl Paragraph {
    fn add(&mut self, span: Span, line: &str, signs: &Signs) {
        let indented = line.starts_with(&['\t', ' '][..]) && (line.starts_with('\t') || line.starts_with("  "));
        let words = line.trim_start();
        let prompt = ["$ ", ">>> ", "```", "~~~"].iter().any(|prompt| words.starts_with(prompt));
        match &mut self.span {
            Some(whole) => whole.end = span.end,
            None => (self.span, self.indented, self.prompt) = (Some(span), true, prompt),
        }
        self.indented &= indented;
        let indent = line.len() - words.len();
        self.nested |= self.opens && indent > self.indent;
        self.indent = indent;
        let words = words.trim_end();
        self.opens = words.ends_with('{') || words.ends_with("):");
        self.lines += 1;
        self.signs += signs.signs;
        self.marks += signs.marks;
        self.solid += signs.solid;
    }

    fn look(&self) -> Look {
        let Paragraph { lines, signs, marks, solid, .. } = *self;
        if self.in_pre {
            return Look::Prose;
        }
        let share = if lines > 1 { SHARE } else { SHARE * 2 / 3 };
        let dense = signs * share >= solid || lines > 1 && marks * 3 >= solid;
        if self.prompt || solid >= LEAST && signs > 2 && (dense || self.nested) {
            Look::Code
        } else if self.indented || signs * 2 * SHARE >= solid {
            Look::Doubtful
        } else {
            Look::Prose
        }
    }
}

#[derive(Default)]
struct Finder {
    marks: Reader,
    code: Vec<Span>,
    paragraph: Paragraph,
    /// Paragraphs since the last one of code, all of them doubtful.
    doubtful: Option<usize>,
    /// Where a block of code may have begun: the paragraph before it, how many were found, and the last of them.
    opened: Option<(Paragraph, usize, Option<Span>)>,
}

impl Finder {
    /// Ends a paragraph.
    fn close(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let Some(span) = paragraph.span else { return };
        match (paragraph.look(), self.code.last_mut()) {
            (Look::Code, Some(last)) if self.doubtful.is_some() => {
                last.end = span.end;
                self.marks.drop_from(last.start);
                self.doubtful = Some(0);
            }
            (Look::Code, _) => {
                self.code.push(span);
                self.marks.drop_from(span.start);
                self.doubtful = Some(0);
            }
            (Look::Doubtful, _) => self.doubtful = self.doubtful.map(|count| count + 1).filter(|&count| count < 3),
            (Look::Prose, _) => self.doubtful = None,
        }
    }

    /// Marks of Markdown say what is code.
    fn fenced(&mut self, span: Span) {
        if let Some((paragraph, found, last)) = self.opened.take() {
            self.code.truncate(found);
            self.code.last_mut().zip(last).into_iter().for_each(|(code, last)| *code = last);
            self.paragraph = paragraph;
            self.close();
        }
        self.code.push(span);
        (self.paragraph, self.doubtful) = (Paragraph::default(), None);
    }
}

#[cfg(test)]
mod tests {
    use crate::lex::lex;
    use crate::source::Flavour;

    fn code(text: &str) -> Vec<&str> {
        lex(text, Flavour::Text).code.iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn code_between_paragraphs_is_found_with_its_blank_lines() {
        let text = "Add the two like this:\n\n    fn add(a: u32, b: u32) -> u32 {\n        a + b\n    }\n\n    let sum = add(1, 2);\n\nThat is all there is to it.";
        assert_eq!(code(text), [&text[24..text.len() - 29]]);
        let block = "def plain(text, limit):\n    for tag, sign in signs:\n        text = text.replace(tag, sign)\n    return text";
        assert_eq!(code(block), [block]);
        assert!(code("Copyright:\n  1999 Ann <ann@a.example>\n  2001 Ben <ben@b.example>").is_empty());
        assert_eq!(code("Install it first.\n\n  $ apt install harbour\n\nThen start it."), ["  $ apt install harbour"]);
    }

    #[test]
    fn tables_and_drawings_of_signs_are_code() {
        let table = "+------+------+\n| port | flag |\n+------+------+\n| 8080 | on   |\n+------+------+";
        assert_eq!(code(table), [table]);
        let cat = " /\\_/\\ \n( o.o )\n > ^ <";
        assert_eq!(code(cat), [cat]);
    }

    #[test]
    fn prose_chats_letters_and_torn_markup_are_not() {
        for text in [
            "The harbour (built in 1911) has two piers [1]; one of them is closed.\nThe other is open [2].",
            "<anna> are you there? ;-)\n<ben> yes! :-)\n<anna> [x] works <3",
            "> He wrote that it was late.\n> So it was.",
            "A title of two lines\n====================",
            "< p > One < b > word < / b > here. < / p >\n< p > Two. < / p >",
            "See https://example.org/a?b=c&d=e\nand https://example.org/f?g=h&i=j",
        ] {
            assert!(code(text).is_empty(), "{text}");
        }
    }
}
