//! Words and white space: what of a text stays as it is, collapses, breaks a line or is not seen.

use super::{Builder, formula};
use crate::data::{Table, find_pair, find_words, is_longer, last_word, lowercase};
use crate::document::{BlockKind, GroupId, Joint, What};
use crate::judge::Token;
use crate::lex::is_invisible;
use crate::rules::Rule;
use crate::source::Span;

impl Builder<'_> {
    pub(super) fn reference(&mut self, token: &Token, first: char, second: Option<char>) {
        if self.hidden.is_some() {
            self.push(token.span, What::Nothing, GroupId::NONE);
            return;
        }
        let group = match token.rule {
            Some(rule) => self.rule_group(rule),
            None => GroupId::NONE,
        };
        let preformatted = self.is_preformatted();
        let what = match first {
            '\u{2028}' => return self.space(token.span, 1, group),
            '\u{2029}' => return self.space(token.span, 2, group),
            _ if is_invisible(first) => What::Nothing,
            '\u{a0}' if preformatted => What::Characters(' ', None),
            _ if first.is_whitespace() && !preformatted => What::Space,
            _ => What::Characters(first, second),
        };
        if matches!(what, What::Characters(..)) {
            self.show();
        }
        self.push(token.span, what, group);
    }

    /// Text between two tokens: marks of Markdown stand in it outside every element.
    pub(super) fn text(&mut self, mut start: usize, end: usize) {
        while let Some(&mark) = self.marks.first().filter(|mark| mark.span.end as usize <= end) {
            self.marks = &self.marks[1..];
            let from = mark.span.start as usize;
            if from >= start && self.stack.is_empty() {
                self.paragraphs(start, from);
                start = if self.mark(mark) { mark.span.end as usize } else { from };
            }
        }
        self.paragraphs(start, end);
    }

    /// Text between two marks: code stands in it as preformatted blocks, outside every element.
    fn paragraphs(&mut self, mut start: usize, end: usize) {
        while let Some(&code) = self.code.first().filter(|code| code.start as usize <= end) {
            let (from, to) = ((code.start as usize).max(start), (code.end as usize).min(end));
            if code.start as usize >= start && self.stack.is_empty() {
                self.run(start, from);
                start = from;
                self.boundary(BlockKind::Preformatted, true);
            }
            if code.end as usize > end {
                break;
            }
            if self.flow.kind == BlockKind::Preformatted && self.stack.is_empty() {
                self.run(start, to.max(start));
                start = to.max(start);
                self.boundary(BlockKind::Paragraph, false);
            }
            self.code = &self.code[1..];
        }
        self.run(start, end);
    }

    fn run(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        if let Some(hidden) = &self.hidden {
            let words = &self.text[start..end];
            self.unseen += if hidden.unseen { words.trim().len() } else { 0 };
            // A sign between two words.
            if hidden.aria && !words.contains(char::is_alphanumeric) {
                return self.space(Span::new(start, end), 0, GroupId::NONE);
            }
            self.push(Span::new(start, end), What::Nothing, GroupId::NONE);
            return;
        }
        if self.html && start == 0 && end < self.text.len() && is_clipboard_header(self.text) {
            self.push(Span::new(start, end), What::Nothing, GroupId::NONE);
            return;
        }
        let bytes = self.text.as_bytes();
        let mut at = start;
        // Where the words begin that are not yet pushed.
        let mut words = start;
        while at < end {
            // Most white space is a space between two words; one that opens words is none.
            if at > words || NOTABLE[usize::from(bytes[at])] == 0 {
                let Some(length) = find_pair(&bytes[at..end], &NOTABLE, &BEHIND) else { break };
                at += length;
            }
            let Some(run) = self.notable(at, end, words < at) else {
                at += 1;
                continue;
            };
            self.flush(words, at);
            at = run.end;
            words = at;
            match run.what {
                Notable::Space { feeds } => self.space(Span::new(run.start, run.end), feeds, GroupId::NONE),
                Notable::Invisible => {
                    let group = self.rule_group(Rule::InvisibleCharacter);
                    self.push(Span::new(run.start, run.end), What::Nothing, group);
                }
                Notable::Ligature => {
                    let letters =
                        self.text[run.start..].chars().next().map_or(0, |ch| ch as usize).wrapping_sub(LIGATURES);
                    let letters =
                        ["ff", "fi", "fl", "ffi", "ffl", "st", "st"].get(letters).copied().unwrap_or_default();
                    let group = self.rule_group(Rule::Encoding);
                    self.show();
                    let what = self.document.say(letters.to_owned());
                    self.push(Span::new(run.start, run.end), what, group);
                }
                Notable::Lone => {
                    let group = self.rule_group(Rule::Encoding);
                    self.show();
                    self.push(
                        Span::new(run.start, run.end),
                        What::Characters(char::REPLACEMENT_CHARACTER, None),
                        group,
                    );
                }
            }
        }
        self.flush(words, end);
    }

    pub(super) fn is_preformatted(&self) -> bool {
        self.current.as_ref().map_or(self.flow.kind, |current| current.kind) == BlockKind::Preformatted
    }

    fn flush(&mut self, mut start: usize, end: usize) {
        if self.is_preformatted() && self.joint == Joint::Paragraph {
            // Blank lines before preformatted text are none of it.
            let words = &self.text[start..end];
            let blank =
                words[..words.len() - words.trim_start().len()].rfind(&['\n', '\r'][..]).map_or(0, |feed| feed + 1);
            if blank > 0 {
                self.push(Span::new(start, start + blank), What::Space, GroupId::NONE);
                start += blank;
            }
        }
        if self.html && self.current.as_ref().is_none_or(|block| !block.words) && !self.is_preformatted() {
            // Full-width spaces that open a paragraph are its indentation.
            let words = &self.text[start..end];
            let indent = words.len() - words.trim_start().len();
            if words.starts_with('\u{3000}') {
                self.push(Span::new(start, start + indent), What::Nothing, GroupId::NONE);
                start += indent;
            }
        }
        if start < end && self.raised.is_some_and(|above| self.raise(start, end, above)) {
            return;
        }
        if start < end {
            self.show();
            self.seen += end - start;
            self.push(Span::new(start, end), What::Text, GroupId::NONE);
        }
    }

    /// Whether digits and their signs alone stand in an element that has begun: `[1]` is a note.
    pub(super) fn holds_digits(&self, start: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..];
        let bytes = &bytes[..bytes.len().min(RAISED)];
        let Some(end) = bytes.windows(4).position(|part| part.eq_ignore_ascii_case(b"</su")) else { return false };
        let (mut digits, mut in_tag) = (false, false);
        for byte in &bytes[..end] {
            match byte {
                b'<' => in_tag = true,
                b'>' => in_tag = false,
                _ if in_tag => {}
                // A minus has three.
                b'0'..=b'9' | b'n' | b'+' | b'-' | 0xE2 | 0x88 | 0x92 => digits = true,
                _ => return false,
            }
        }
        digits
    }

    /// Digits above or below the line: there are characters for them. Says whether these are such.
    fn raise(&mut self, start: usize, end: usize, above: bool) -> bool {
        let digits = &self.text[start..end];
        let raised = |ch| formula::raised_character(ch, above);
        if is_longer(digits, 3) || digits.chars().any(|ch| raised(ch).is_none()) {
            return false;
        }
        for (at, ch) in digits.char_indices() {
            self.show();
            let what = What::Characters(raised(ch).unwrap_or_default(), None);
            self.push(Span::new(start + at, start + at + ch.len_utf8()), what, GroupId::NONE);
        }
        true
    }

    /// White space that does not stay as it is, or a character nobody sees, at a notable byte.
    fn notable(&mut self, at: usize, end: usize, pending: bool) -> Option<Run> {
        let text = self.text;
        let preformatted = self.is_preformatted();
        let ch = text[at..].chars().next()?;
        // Behind words of the block, though they may still have to be pushed.
        let mark = self.document.pieces.last().is_some_and(|piece| piece.what == What::Mark);
        let inside = pending || !mark && self.current.as_ref().is_some_and(|current| current.words);
        if is_invisible(ch) {
            let behind = text[at + ch.len_utf8()..end].chars().next();
            let blank = if pending { text[..at].ends_with(char::is_whitespace) } else { self.is_behind_blank() };
            let keep = ch == '\u{feff}' && inside && !preformatted && !blank
                || ch == '\u{200b}'
                    && behind.is_some_and(|ch| {
                        ('\u{e00}'..'\u{1100}').contains(&ch) || ('\u{1780}'..'\u{1800}').contains(&ch)
                    });
            if keep || !self.plan.rules.has(Rule::InvisibleCharacter) {
                return None;
            }
            let end = at + ch.len_utf8() + if ch == '\u{1b}' { control_sequence(&text[at + 1..end]) } else { 0 };
            return Some(Run { start: at, end, what: Notable::Invisible });
        }
        if ch == char::REPLACEMENT_CHARACTER {
            let lone = self.plan.lone.binary_search(&(at as u32)).is_ok();
            return lone.then_some(Run { start: at, end: at + 3, what: Notable::Lone });
        }
        if is_ligature(ch) && !preformatted && self.plan.rules.has(Rule::Encoding) {
            let end = at + ch.len_utf8();
            let in_word = text[..at].ends_with(char::is_alphabetic) || text[end..].starts_with(char::is_alphabetic);
            // A font that has them sets all words so; a few are spoken of.
            let set = *self.ligatures.get_or_insert_with(|| text.matches(is_ligature).nth(4).is_some());
            return (set && in_word).then_some(Run { start: at, end, what: Notable::Ligature });
        }
        if !is_space(ch, self.html) || preformatted {
            return None;
        }
        let (mut stop, mut count, mut feeds) = (at, 0, 0);
        let mut chars = text[at..end].chars().peekable();
        let mut tabs = 0;
        while let Some(ch) = chars.next_if(|&ch| is_space(ch, self.html)) {
            stop += ch.len_utf8();
            count += 1;
            tabs += usize::from(ch == '\t');
            feeds += usize::from(match ch {
                '\n' | '\u{2028}' => true,
                '\r' => chars.peek() != Some(&'\n'),
                _ => false,
            });
            feeds += usize::from(ch == '\u{2029}') * 2;
        }
        let unseen = text[stop..end].chars().next().is_some_and(is_invisible);
        let edge = !pending || stop == end || unseen;
        if !edge && count == 1 && matches!(ch, ' ' | '\u{a0}' | '\u{202f}' | '\u{3000}') {
            return None;
        }
        // A lone no-break space stays at an edge too.
        let lone = count == 1 && matches!(ch, '\u{a0}' | '\u{202f}');
        if lone && at > 0 && stop < text.len() && inside && (pending || !self.is_behind_blank()) {
            return None;
        }
        let column = tabs > 0 && text[at..stop].bytes().all(|byte| matches!(byte, b'\t' | b' '));
        // Behind a no-break space, what nobody sees between them, it is part of one blank.
        let apart = pending || !self.is_behind_blank();
        if column && inside && apart && stop < end && !self.html && !self.flow.tagged && self.is_column(at) {
            return None;
        }
        Some(Run { start: at, end: stop, what: Notable::Space { feeds } })
    }

    /// Whether the last words end in white space that stays.
    fn is_behind_blank(&self) -> bool {
        let shown = self.document.pieces.iter().rev().take(8).find(|piece| piece.what != What::Nothing);
        shown.is_some_and(|piece| {
            piece.what == What::Text && self.text[piece.span.range()].ends_with(char::is_whitespace)
        })
    }

    /// Whether tabs in this line are columns: a line beside it has some too.
    fn is_column(&mut self, at: usize) -> bool {
        if at >= self.column.0 {
            let unseen = |ch: char| ch.is_whitespace() || is_invisible(ch);
            let tabbed = |line: &str| line.trim_matches(unseen).contains('\t');
            let (before, after) = self.text.split_at(at);
            let end = at + first_line(after).len();
            let before = &before[..at - last_line(before).len()];
            let before = before.strip_suffix("\r\n").or(before.strip_suffix(FEEDS)).unwrap_or("");
            let after = &self.text[end..];
            let after = after.strip_prefix("\r\n").or(after.strip_prefix(FEEDS)).unwrap_or("");
            let (before, after) = (last_line(before), first_line(after));
            self.column = (end, tabbed(before) || tabbed(after));
        }
        self.column.1
    }

    fn space(&mut self, span: Span, feeds: usize, group: GroupId) {
        let breaks =
            !self.html && feeds == 1 && !self.flow.tagged || self.feeds || self.flow.kind == BlockKind::Preformatted;
        let blank = feeds > 1 && (!self.html || self.feeds || self.plan.blank_lines && self.stack.is_empty());
        if blank {
            self.boundary(BlockKind::Paragraph, false);
        } else if breaks && self.current.is_some() && feeds == 1 {
            if self.wrapped(span.start as usize, span.end as usize) {
                return self.join_lines(span);
            }
            self.end_block();
            self.joint = self.joint.max(Joint::Break);
        }
        self.push(span, What::Space, group);
    }

    /// Whether the line that ends here was filled.
    fn wrapped(&mut self, start: usize, end: usize) -> bool {
        while self.wraps.feeds.get(self.next_wrap).is_some_and(|&feed| (feed as usize) < start) {
            self.next_wrap += 1;
        }
        self.wraps.feeds.get(self.next_wrap).is_some_and(|&feed| (feed as usize) < end)
    }

    fn join_lines(&mut self, span: Span) {
        // A soft hyphen is shown at the end of a line, and says that its word goes on.
        if self.text[..span.start as usize].ends_with('\u{ad}') {
            let group = self.rule_group(Rule::Hyphenation);
            self.push(span, What::Nothing, group);
            return;
        }
        let hyphen = self.document.pieces.last().copied().filter(|piece| {
            piece.what == What::Text && piece.span.end == span.start && self.text[..span.start as usize].ends_with('-')
        });
        let Some(piece) = hyphen else {
            let group = self.rule_group(Rule::LineWrap);
            self.push(span, What::Space, group);
            return;
        };
        let before = &self.text[..span.start as usize - 1];
        let head = last_word(before, char::is_alphabetic);
        let behind = &self.text[span.end as usize..];
        let tail = behind.find(|ch: char| !ch.is_alphabetic()).unwrap_or(behind.len());
        // A dash is no hyphen, nor is the hyphen of a number.
        let parts = head < before.len() && tail > 0;
        let (head, tail) = (&before[head..], &behind[..tail]);
        let whole = self.plan.rules.has(Rule::Hyphenation)
            && parts
            && (self.wraps.hyphenated && tail.starts_with(char::is_lowercase)
                || self.has_word(&format!("{head}{tail}")));
        if !whole {
            let group = self.rule_group(Rule::LineWrap);
            let what = if before.ends_with(' ') { What::Space } else { What::Nothing };
            self.push(span, what, group);
            return;
        }
        let group = self.rule_group(Rule::Hyphenation);
        let cut = span.start - 1;
        if piece.span.start == cut {
            self.document.pieces.pop();
        } else if let Some(last) = self.document.pieces.last_mut() {
            last.span.end = cut;
        }
        self.push(Span { start: cut, end: span.start }, What::Nothing, group);
        self.push(span, What::Nothing, group);
    }

    /// Whether the text has a word elsewhere, in any case.
    fn has_word(&mut self, word: &str) -> bool {
        let text = self.text;
        let words = self.words.get_or_insert_with(|| {
            let words = text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty());
            Table::new(&mut words.map(|word| (word, 1)))
        });
        words.has(word) || words.has(&lowercase(word))
    }
}

/// How far the end of what stands above or below the line is looked for.
const RAISED: usize = 300;

enum Notable {
    Space { feeds: usize },
    Invisible,
    Ligature,
    Lone,
}

/// The first of the ligatures that fonts set for Latin letters, and PDFs give back (Unicode, Alphabetic Presentation Forms).
const LIGATURES: usize = 0xFB00;

fn is_ligature(ch: char) -> bool {
    (LIGATURES..LIGATURES + 7).contains(&(ch as usize))
}

struct Run {
    start: usize,
    end: usize,
    what: Notable,
}

/// The length of what follows an escape to set a terminal's colours (ECMA-48 §8.3.117).
fn control_sequence(behind: &str) -> usize {
    let Some(rest) = behind.strip_prefix('[') else { return 0 };
    let end = rest.find(|ch: char| !ch.is_ascii_digit() && ch != ';').filter(|&end| end < 20);
    end.filter(|&end| rest[end..].starts_with(&['m', 'K'][..])).map_or(0, |end| end + 2)
}

/// What ends a line.
const FEEDS: &[char] = &['\n', '\r', '\u{2028}'];

fn first_line(text: &str) -> &str {
    text.split(FEEDS).next().unwrap_or_default()
}

fn last_line(text: &str) -> &str {
    text.rsplit(FEEDS).next().unwrap_or_default()
}

/// Bytes that white space and invisible characters start with: a bit for each way to go on.
static NOTABLE: [u8; 256] = {
    let mut notable = [0; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        notable[byte] = 1;
        byte += 1;
    }
    notable[0x7F] = 1;
    notable[b' ' as usize] = 2;
    // U+0080 to U+00BF, U+2000 and on, U+3000, ligatures, U+FEFF and U+FFFD.
    notable[0xC2] = 4;
    notable[0xE2] = 8;
    notable[0xE3] = 16;
    notable[0xEF] = 32;
    notable
};

/// How they go on: a space matters where another may follow.
static BEHIND: [u8; 256] = {
    let mut behind = [1; 256];
    let mut byte = 0;
    while byte < 256 {
        behind[byte] |= match byte {
            0x80 => 4 | 8 | 16,
            0x81 => 4 | 8,
            0x82..=0xA0 | 0xAD => 4,
            0xAC | 0xBB | 0xBF => 32,
            _ if NOTABLE[byte] > 0 => 2,
            _ => 0,
        };
        byte += 1;
    }
    behind
};

fn is_space(ch: char, html: bool) -> bool {
    match ch {
        ' ' | '\t' | '\n' | '\r' | '\u{c}' => true,
        '\u{a0}' | '\u{202f}' => true,
        '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{3000}' | '\u{2000}'..='\u{200a}' => !html,
        _ => false,
    }
}

/// Whether HTML starts with what Windows writes before that of a clipboard (CF_HTML).
fn is_clipboard_header(text: &str) -> bool {
    text.starts_with("Version:") && find_words(text, "StartHTML:").is_some()
}
