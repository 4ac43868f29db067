//! Blocks to views: the readable text of each block as one string, with a map back to the input.
//!
//! Collapsible white space is settled here, because what is shown of it depends on the words on
//! both sides of it, not on the piece that it stands in.

mod code_page;
mod mojibake;

use std::ops::Range;

use crate::data::{find, is_unspaced};
use crate::document::{Block, Document, GroupId, InlineId, InlineKind, Joint, Piece, What};
use crate::options::Active;
use crate::report::Reason;
use crate::rules::Rule;
use crate::source::{Flavour, Span};

/// The views of all blocks in one string, each followed by a line feed.
#[derive(Debug, Default)]
pub(crate) struct Views {
    pub text: String,
    /// The part of the text that is each block's.
    pub blocks: Vec<Range<usize>>,
    /// Where each visible piece begins in the text.
    parts: Vec<Part>,
    /// The words of each link, in order.
    pub links: Vec<(Range<u32>, InlineId)>,
    /// Code in running text.
    pub code: Vec<Range<usize>>,
    /// Where a tag has left a sentence without the space behind it, or a high sign with one before it, and its change.
    pub parted: Vec<(usize, GroupId)>,
    /// The text was cut into tokens: most of its commas and stops stand behind a space.
    pub tokenized: bool,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    view: u32,
    span: Span,
    /// The view has the input's bytes.
    exact: bool,
}

impl Views {
    /// Room for what a document says, and no more.
    fn room(document: &mut Document) -> Views {
        document.pieces.shrink_to_fit();
        let said = |piece: &Piece| match piece.what {
            What::Text | What::Mark => piece.span.range().len(),
            What::Space => 1,
            What::Characters(first, second) => first.len_utf8() + second.map_or(0, char::len_utf8),
            What::Words(words) => document.words[words as usize].len(),
            What::Open(_) | What::Close(_) | What::Image(_) | What::Apart { .. } | What::Nothing => 0,
        };
        let blocks = document.blocks.len();
        let length = blocks + document.pieces.iter().map(said).sum::<usize>();
        Views { text: String::with_capacity(length), blocks: Vec::with_capacity(blocks), ..Views::default() }
    }

    /// The words of a block.
    pub fn block(&self, index: usize) -> &str {
        &self.text[self.blocks[index].clone()]
    }

    /// The span of the input that a part of the text was read from. Where a piece reads otherwise
    /// than it is written, the whole piece. O(log pieces).
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.locate(range.start, false);
        let end = if range.is_empty() { start } else { self.locate(range.end, true) };
        Span::new(start, end.max(start))
    }

    /// Whether a part of the text is the input's own bytes, in one piece. O(log pieces).
    pub fn is_exact(&self, range: Range<usize>) -> bool {
        let index = self.parts.partition_point(|part| part.view as usize <= range.start).saturating_sub(1);
        self.parts
            .get(index)
            .is_some_and(|part| part.exact && range.end <= part.view as usize + part.span.range().len())
    }

    fn locate(&self, at: usize, end: bool) -> usize {
        // An end belongs to the piece before it.
        let key = if end { at.saturating_sub(1) } else { at };
        let index = self.parts.partition_point(|part| part.view as usize <= key).saturating_sub(1);
        let Some(part) = self.parts.get(index) else { return 0 };
        let into = at.saturating_sub(part.view as usize);
        match part.exact {
            true => part.span.start as usize + into.min((part.span.end - part.span.start) as usize),
            false if end || into > 0 => part.span.end as usize,
            false => part.span.start as usize,
        }
    }
}

/// Reads every block; in a text without `markup`, lines keep their indentation. O(length).
pub(crate) fn read(text: &str, document: &mut Document, flavour: Flavour, markup: bool, rules: Active) -> Views {
    if rules.has(Rule::Mojibake) {
        mojibake::mend(text, document, flavour);
    }
    let mut reader = Reader { text, flavour, markup, rules, views: Views::room(document) };
    for index in 0..document.blocks.len() {
        let block = document.blocks[index];
        let parted = reader.settle(document, block.first as usize..block.end as usize);
        reader.view(document, index, parted);
    }
    reader.gaps(document);
    reader.views.tokenized = is_tokenized(reader.views.text.as_bytes());
    reader.views
}

/// How many torn signs say that a text was cut into tokens.
const TOKENIZED: usize = 4;

fn is_tokenized(text: &[u8]) -> bool {
    let (mut torn, mut signs, mut rest) = (0, 0, text);
    while let Some(at) = find(rest, [b',', b'.']) {
        // A comma or a stop alone behind a word.
        let (before, behind) = rest.split_at(at);
        let alone = behind.get(1).is_none_or(u8::is_ascii_whitespace)
            && matches!(before, [.., word, b' '] if word.is_ascii_alphanumeric() || !word.is_ascii());
        torn += usize::from(alone);
        signs += 1;
        rest = &behind[1..];
    }
    torn >= TOKENIZED && torn * 2 > signs
}

/// The tags between two words.
#[derive(Debug, Clone, Copy, Default)]
struct Touch {
    group: GroupId,
    inside_end: bool,
    inside_start: bool,
    /// Spaces before the last of them.
    spaces: usize,
}

struct Reader<'a> {
    text: &'a str,
    flavour: Flavour,
    markup: bool,
    rules: Active,
    views: Views,
}

impl Reader<'_> {
    /// Settles which white space of a block is shown: one space between words, none at its ends. Gives the pieces before
    /// which a tag has left none, or one that is right in French alone.
    fn settle(&mut self, document: &mut Document, pieces: Range<usize>) -> Vec<(usize, GroupId)> {
        let mut parted = Vec::new();
        let mut before: Option<char> = None;
        let mut run: Vec<usize> = Vec::new();
        let mut touching = Touch::default();
        let mut ended = false;
        let mut images = false;
        for at in pieces.clone() {
            let piece = document.pieces[at];
            let (first, last) = match piece.what {
                What::Space => {
                    run.push(at);
                    continue;
                }
                What::Open(_) | What::Close(_) | What::Image(_) | What::Apart { .. } | What::Nothing => {
                    images |= matches!(piece.what, What::Image(_));
                    if is_tag(document, piece.group) {
                        touching.group = touching.group.max(piece.group);
                        // A space before a tag that closes, or behind one that opens, is inside it.
                        touching.inside_end = matches!(piece.what, What::Close(_)) && !run.is_empty();
                        touching.inside_start |= matches!(piece.what, What::Open(_)) && run.is_empty();
                        touching.spaces = run.len();
                    }
                    continue;
                }
                // But for a backslash, it has white space of its own.
                What::Mark if self.text[piece.span.range()] != *"\\" => (None, None),
                What::Text | What::Mark => {
                    let words = &self.text[piece.span.range()];
                    let mut ends = words.chars();
                    // Behind a word it closes: German quotes `„x“`.
                    let german = |before: Option<char>| before.is_some_and(|before| !opens(before));
                    let last = ends.next_back().map(|ch| if ch == '“' && german(ends.next_back()) { '”' } else { ch });
                    (words.chars().next(), last)
                }
                What::Characters(first, second) => (Some(first), second.or(Some(first))),
                What::Words(index) => {
                    let words = &document.words[index as usize];
                    (words.chars().next(), words.chars().next_back())
                }
            };
            if rule(document, touching.group) == Some(Rule::DamagedTag)
                && run.is_empty()
                && ended
                && first.is_some_and(char::is_uppercase)
            {
                parted.push((at, touching.group));
            }
            if self.show_space(document, &mut run, touching, before, first) && first.is_some_and(is_high) {
                parted.push((at, touching.group));
            }
            touching = Touch::default();
            before = last;
            ended = piece.what == What::Text && ends_sentence(&self.text[piece.span.range()]);
        }
        // White space at the block's end belongs to the gap behind it.
        for at in run {
            document.pieces[at].what = What::Nothing;
        }
        if images {
            self.part_images(document, pieces);
        }
        parted
    }

    /// Parts images from the words beside them where white space stands between that the words do not show.
    fn part_images(&self, document: &mut Document, pieces: Range<usize>) {
        // The image or the words before, whether its place in text is written there, and the white space behind.
        let (mut before, mut blank) = (None, None);
        for at in pieces {
            let piece = document.pieces[at];
            let image = match piece.what {
                What::Open(_) | What::Close(_) => continue,
                What::Image(_) if rule(document, piece.group) == Some(Rule::DropImages) => continue,
                What::Nothing | What::Apart { .. } => {
                    if self.text[piece.span.range()].starts_with(&[' ', '\n', '\t', '\r'][..]) {
                        blank = blank.or(Some(at));
                    }
                    continue;
                }
                What::Space => {
                    (before, blank) = (None, None);
                    continue;
                }
                What::Image(image) => Some(document.inlines[image.0 as usize].written),
                _ => None,
            };
            if let (Some(before), Some(blank)) = (before, blank.take())
                && let Some(written) = image.or(before)
            {
                document.pieces[blank].what = What::Apart { written };
            }
            before = Some(image);
            blank = None;
        }
    }

    /// Settles one run of white space; whether a space is shown that tags touch.
    fn show_space(
        &mut self,
        document: &mut Document,
        run: &mut Vec<usize>,
        touching: Touch,
        before: Option<char>,
        after: Option<char>,
    ) -> bool {
        let torn = touching.group != GroupId::NONE;
        // The only space stands inside the tag, and a sign right outside it.
        let inside_end = touching.inside_end && touching.spaces == run.len();
        let inside_start = touching.inside_start && !run.is_empty();
        let shown = match (before, after) {
            (None, _) | (_, None) => false,
            // A no-break space that stays is space enough.
            (Some('\u{a0}' | '\u{202f}'), _) | (_, Some('\u{a0}' | '\u{202f}')) => false,
            (Some(before), Some(after)) => {
                !(torn
                    && (closes(after) && !is_high(after) || opens(before) || is_unspaced(before) && is_unspaced(after)))
                    && (!inside_end || after.is_alphanumeric())
                    && !(inside_start && matches!(before, '-' | '–' | '—' | '/' | '"' | '\''))
                    && !(is_unspaced(before) && is_unspaced(after) && run.iter().any(|&at| self.is_left(document, at)))
            }
        };
        for (i, &at) in run.iter().enumerate() {
            let piece = document.pieces[at];
            let written = &self.text[piece.span.range()];
            if i == 0 && shown && (written == " " || piece.group != GroupId::NONE) {
                continue;
            }
            if piece.group == GroupId::NONE {
                let group = self.space_group(document, touching.group);
                document.pieces[at].group = group;
                if group == GroupId::NONE && self.flavour == Flavour::Text {
                    // The rule is off: the space stays as it is.
                    document.pieces[at].what = What::Text;
                    continue;
                }
            }
            if i > 0 || !shown {
                document.pieces[at].what = What::Nothing;
            }
        }
        let shown = shown && torn && !run.is_empty();
        run.clear();
        shown
    }

    /// Whether white space is left of a line end or of a torn reference, and parts no words that are written without.
    fn is_left(&self, document: &Document, at: usize) -> bool {
        let piece = document.pieces[at];
        self.text[piece.span.range()].contains('\n') || rule(document, piece.group) == Some(Rule::DamagedEntity)
    }

    fn space_group(&self, document: &mut Document, touching: GroupId) -> GroupId {
        if touching != GroupId::NONE {
            return touching;
        }
        if self.flavour == Flavour::Text && self.rules.has(Rule::WhiteSpace) {
            document.add_group(Rule::WhiteSpace, Reason::Rule(Rule::WhiteSpace))
        } else {
            GroupId::NONE
        }
    }

    /// Writes a block's view.
    fn view(&mut self, document: &mut Document, index: usize, parted: Vec<(usize, GroupId)>) {
        let block = document.blocks[index];
        let views = &mut self.views;
        let start = views.text.len();
        let mut link = None;
        let mut code = None;
        let mut parted = parted.into_iter().peekable();
        for (index, piece) in (block.first as usize..).zip(&document.pieces[block.first as usize..block.end as usize]) {
            let view = views.text.len();
            views.parted.extend(parted.next_if(|one| one.0 == index).map(|(_, group)| (view, group)));
            let mut exact = false;
            match piece.what {
                What::Text | What::Mark => {
                    views.text.push_str(&self.text[piece.span.range()]);
                    exact = true;
                }
                What::Space => views.text.push(' '),
                What::Characters(first, second) => {
                    views.text.push(first);
                    views.text.extend(second);
                }
                What::Words(words) => views.text.push_str(&document.words[words as usize]),
                What::Open(inline) => match document.inlines[inline.0 as usize].kind {
                    InlineKind::Link => link = Some((view, inline)),
                    InlineKind::Code => code = Some(view),
                    _ => {}
                },
                What::Close(inline) => match document.inlines[inline.0 as usize].kind {
                    InlineKind::Link => {
                        views.links.extend(link.take().map(|(from, inline)| (from as u32..view as u32, inline)));
                    }
                    InlineKind::Code => views.code.extend(code.take().map(|from| from..view)),
                    _ => {}
                },
                What::Image(_) | What::Apart { .. } | What::Nothing => {}
            }
            if views.text.len() > view {
                views.parts.push(Part { view: view as u32, span: piece.span, exact });
            }
        }
        views.blocks.push(start..views.text.len());
        views.text.push('\n');
    }

    /// Gives the white space between blocks to the change that made the gap, or to none.
    fn gaps(&mut self, document: &mut Document) {
        let mut from = 0;
        for index in 0..=document.blocks.len() {
            let block = document.blocks.get(index).copied();
            let to = block.map_or(document.pieces.len(), |block| block.first as usize);
            while from > 0 && self.is_free(&document.pieces[from - 1]) {
                from -= 1;
            }
            self.gap(document, from..to, index, block);
            from = block.map_or(to, |block| block.end as usize);
        }
    }

    /// Whether a piece is white space that shows nothing and is no change's yet.
    fn is_free(&self, piece: &Piece) -> bool {
        piece.what == What::Nothing
            && piece.group == GroupId::NONE
            && self.text[piece.span.range()].trim_start().is_empty()
    }

    fn gap(&mut self, document: &mut Document, pieces: Range<usize>, index: usize, block: Option<Block>) {
        let owner =
            document.pieces[pieces.clone()].iter().map(|piece| piece.group).find(|&group| is_tag(document, group));
        let group = match owner {
            Some(group) => group,
            None if self.flavour == Flavour::Html => return,
            None => {
                let (Some(first), Some(last)) =
                    (document.pieces[pieces.clone()].first(), document.pieces[pieces.clone()].last())
                else {
                    return;
                };
                let written = &self.text[first.span.start as usize..last.span.end as usize];
                let joint = block.map(|block| block.joint);
                let wanted = match joint {
                    Some(_) if index == 0 => "",
                    Some(Joint::Break) => "\n",
                    Some(Joint::Paragraph) => "\n\n",
                    None => "",
                };
                // How far a line is indented says something, such as how deep an item is in its list.
                let indented = block.is_some_and(|block| {
                    let marked = block.marked.is_some();
                    index > 0 && (marked || block.joint == Joint::Break) && is_indented(written, marked)
                });
                if written == wanted || !self.rules.has(Rule::WhiteSpace) || indented && !self.markup {
                    return;
                }
                document.add_group(Rule::WhiteSpace, Reason::Rule(Rule::WhiteSpace))
            }
        };
        for piece in &mut document.pieces[pieces] {
            if piece.what == What::Space && piece.group == GroupId::NONE || self.is_free(piece) {
                (piece.what, piece.group) = (What::Nothing, group);
            }
        }
    }
}

fn rule(document: &Document, group: GroupId) -> Option<Rule> {
    (group != GroupId::NONE).then(|| document.groups[group.0 as usize].rule)
}

/// Whether words end with a sentence: a stop behind small letters.
fn ends_sentence(words: &str) -> bool {
    let small = |words: &str| words.chars().rev().take(2).filter(|ch| ch.is_lowercase()).count() == 2;
    words.strip_suffix(&['.', '!', '?'][..]).is_some_and(small)
}

fn is_tag(document: &Document, group: GroupId) -> bool {
    matches!(rule(document, group), Some(Rule::DamagedTag | Rule::EscapedTag | Rule::Tag | Rule::DamagedMarkdown))
}

/// Whether a line feed is followed by blanks alone, more than a stray one; before what a mark has opened, a blank line may be.
pub(crate) fn is_indented(before: &str, marked: bool) -> bool {
    let blanks = before.strip_prefix(if marked && before.starts_with("\n\n") { "\n\n" } else { "\n" });
    blanks.is_some_and(|blanks| blanks != " " && blanks.bytes().all(|byte| matches!(byte, b' ' | b'\t')))
}

/// Signs before which French sets a space.
pub(crate) fn is_high(ch: char) -> bool {
    matches!(ch, ';' | ':' | '!' | '?')
}

/// Signs that stand right behind a word.
pub(crate) fn closes(ch: char) -> bool {
    matches!(
        ch,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '”'
            | '’'
            | '%'
            | '…'
            | '，'
            | '。'
            | '；'
            | '：'
            | '！'
            | '？'
            | '、'
            | '）'
            | '】'
            | '」'
            | '』'
            | '》'
            | '؟'
            | '،'
            | '؛'
    )
}

/// Signs that stand right before a word.
pub(crate) fn opens(ch: char) -> bool {
    matches!(ch, '(' | '[' | '{' | '“' | '‘' | '„' | '（' | '【' | '「' | '『' | '《' | '¿' | '¡')
}
