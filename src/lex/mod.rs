//! Text to candidates: everything that may be markup, sound, damaged or doubtful, and counts of
//! each kind. Whether it is markup or words, [`judge`](crate::judge) says.

pub(crate) mod code;
mod cursor;
mod evidence;
mod json;
pub(crate) mod markdown;
pub(crate) mod marks;
pub(crate) mod reference;
pub(crate) mod standard;
pub(crate) mod tag;

use std::ops::Range;
use std::sync::LazyLock;

use crate::data::{Table, beginning_of, data_file, find, is_unspaced, last_word, lowercase};
use crate::document::InlineKind;
use crate::element::{Element, Kind};
use crate::source::{Flavour, Span, boundary};
use cursor::Cursor;
pub(crate) use cursor::narrow;
pub(crate) use evidence::Evidence;
use markdown::MarkdownLink;
use marks::Mark;
use reference::Reference;
use standard::Content;
use tag::{Attribute, Tag};

/// What may be markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub span: Span,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Tag(TagMarks),
    /// A comment, a declaration or a mark of a feed.
    Comment {
        damaged: bool,
    },
    /// The content of a script, a style or the like.
    Raw,
    Reference {
        first: char,
        second: Option<char>,
        damaged: bool,
        doubtful: bool,
        depth: u8,
    },
    /// What is left of a tag: its attributes; in doubt, of strong words.
    Debris {
        doubtful: bool,
    },
    /// The marks of a Markdown link, opening and closing.
    LinkOpen {
        damaged: bool,
    },
    LinkClose {
        damaged: bool,
    },
    /// An image of Markdown.
    Image {
        damaged: bool,
    },
    /// The marks of emphasis or code in Markdown; with the spaces that tear strong ones off.
    Pair {
        kind: InlineKind,
        damaged: bool,
        open: bool,
    },
    /// The backslash before a sign that Markdown would take as a mark.
    Escape,
    /// A mark that has lost its other half.
    Words,
    /// Attributes that kramdown writes in braces.
    Braces,
    /// The mark of a heading whose signs are parted.
    Hashes,
}

impl What {
    /// Whether it is torn, and so no sample of markup in code.
    pub fn is_torn(&self) -> bool {
        match *self {
            What::Tag(TagMarks { damaged, .. }) | What::Comment { damaged } | What::Reference { damaged, .. } => {
                damaged
            }
            _ => false,
        }
    }
}

/// A tag, with what speaks for and against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TagMarks {
    pub element: Element,
    pub end_tag: bool,
    pub damaged: bool,
    pub escaped: bool,
    pub attributes: bool,
    pub microdata: bool,
    /// Read by the standard's grammar, which its attributes follow too.
    pub standard: bool,
    /// It stands at the bound of a line, of the text or of another tag.
    pub bound: bool,
    /// Words around it speak of it.
    pub spoken: bool,
    /// A sentence has ended before it.
    pub after_sentence: bool,
    /// Half of it is lost, and it may be words.
    pub doubtful: bool,
}

/// What the lexer gives.
#[derive(Debug)]
pub(crate) struct Lexed {
    pub candidates: Vec<Candidate>,
    pub evidence: Evidence,
    /// Paragraphs of code in text, in order.
    pub code: Vec<Span>,
    /// Marks of Markdown at the starts of lines, in order.
    pub marks: Vec<Mark>,
    /// The attributes of the tags, in order.
    pub attributes: Vec<Attribute>,
}

impl Lexed {
    /// The paragraphs of code that no mark opens.
    pub fn unmarked_code(&self) -> Vec<Span> {
        let opens = |code: &Span| self.marks.binary_search_by_key(&code.start, |mark| mark.span.start).is_ok();
        self.code.iter().copied().filter(|code| !opens(code)).collect()
    }
}

/// Finds every candidate, in order, without overlaps. O(length).
pub(crate) fn lex(text: &str, flavour: Flavour) -> Lexed {
    let mut lexer = Lexer::new(text, flavour);
    lexer.run();
    let (candidates, attributes) = (lexer.candidates, lexer.attributes);
    let (code, mut marks, written) = match flavour {
        Flavour::Text => code::find(text, &candidates),
        Flavour::Html => Default::default(),
    };
    let counts = Evidence { placeholders: lexer.placeholders, written, ..Evidence::default() };
    let evidence = Evidence::of(text, flavour, &candidates, &code, counts);
    marks.retain(|mark| mark.sure || evidence.written > 0);
    Lexed { candidates, evidence, code, marks, attributes }
}

/// Finds what the HTML Standard's tokenizer finds, and no damaged forms, from one of its states on:
/// gives the candidates and where that state is left. Start tags change no state, since that is
/// the tree builder's doing.
#[cfg(feature = "conformance")]
pub(crate) fn lex_strictly(text: &str, content: Content, last_start_tag: &str) -> (Vec<Candidate>, usize) {
    let mut lexer = Lexer { strict: true, ..Lexer::new(text, Flavour::Html) };
    lexer.content_to(content, lexer.content_end(content, last_start_tag));
    let left = lexer.at;
    lexer.run();
    (lexer.candidates, left)
}

/// Finds the references in a part of the text that holds no tag.
pub(crate) fn references(text: &str, span: Span, out: &mut Vec<Candidate>) {
    let (mut at, end) = (span.start as usize, span.end as usize);
    for (place, _) in text[span.range()].match_indices(['&', '＆']) {
        let place = span.start as usize + place;
        if place >= at
            && let Some(one) = reference::tolerant(text, place).filter(|one| one.end <= end)
        {
            out.push(reference_candidate(place, one));
            at = one.end;
        }
    }
}

fn reference_candidate(at: usize, one: Reference) -> Candidate {
    let Reference { end, first, second, depth, damaged, doubtful } = one;
    Candidate { span: Span::new(at, end), what: What::Reference { first, second, damaged, doubtful, depth } }
}

/// Bytes that a candidate can start or end with.
static SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    signs[b'<' as usize] = true;
    signs[b'>' as usize] = true;
    signs[b'&' as usize] = true;
    signs[b'[' as usize] = true;
    signs[b'*' as usize] = true;
    signs[b'`' as usize] = true;
    signs[b'{' as usize] = true;
    signs[b'#' as usize] = true;
    signs[b'\\' as usize] = true;
    signs[b'_' as usize] = true;
    signs[0xEF] = true;
    signs
};

struct Lexer<'a> {
    text: &'a str,
    html: bool,
    /// No damaged forms.
    strict: bool,
    candidates: Vec<Candidate>,
    attributes: Vec<Attribute>,
    at: usize,
    placeholders: u32,
    /// Where the last candidate or lone `>` ended.
    last_end: usize,
    /// How many elements of code are open.
    code: u32,
    /// Elements whose end tag is not to be found any more.
    unclosed: Vec<Element>,
    no_comment_end: bool,
    /// How many bytes may still be looked through for the ends of tags that have none.
    patience: usize,
    /// The Markdown link that is open.
    link_end: Option<MarkdownLink>,
    /// The pairs of marks that are open, outermost first: their candidates, and where they end.
    pairs: Vec<(usize, Span)>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, flavour: Flavour) -> Self {
        Lexer {
            text,
            html: flavour == Flavour::Html,
            strict: false,
            candidates: Vec::new(),
            attributes: Vec::new(),
            at: 0,
            placeholders: 0,
            last_end: 0,
            code: 0,
            unclosed: Vec::new(),
            no_comment_end: false,
            patience: 8 * text.len(),
            link_end: None,
            pairs: Vec::new(),
        }
    }

    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let string = if self.html { None } else { json::string(self.text) };
        if let Some([start, _]) = string {
            self.push(0, start, What::Debris { doubtful: true });
        }
        while let Some(length) = bytes[self.at..].iter().position(|&byte| SIGNS[byte as usize]) {
            self.at += length;
            let at = self.at;
            if self.link_end.is_some_and(|link| link.close.start as usize <= at) {
                self.end_link();
                continue;
            }
            let found = match bytes[at] {
                b'<' => self.markup(at),
                b'&' => self.ampersand(at),
                _ if self.strict => false,
                b'>' => self.closing(at, 1),
                b'[' => !self.html && !self.in_code() && self.link(at),
                b'*' => !self.html && self.pair(at),
                b'`' => !self.html && self.pair(at),
                b'{' => !self.html && self.braces(at),
                b'#' => !self.html && self.hashes(at),
                b'\\' => !self.html && (self.ampersand(at) || self.escape(at)),
                b'_' => !self.html && (self.carriage_return(at) || self.pair(at)),
                // Full-width signs.
                _ => match bytes[at + 1..] {
                    [0xBC, 0x9C, ..] => self.markup(at),
                    [0xBC, 0x9E, ..] => !self.html && self.closing(at, 3),
                    [0xBC, 0x86, ..] => self.ampersand(at),
                    _ => false,
                },
            };
            if !found {
                self.at = at + self.text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        self.end_link();
        self.pair(self.text.len());
        if let Some([_, end]) = string.filter(|string| string[1] >= self.last_end) {
            self.push(end, self.text.len(), What::Debris { doubtful: true });
        }
    }

    /// At the opening bracket of a Markdown link.
    fn link(&mut self, at: usize) -> bool {
        let Some(link) = markdown::link(self.text, at) else { return false };
        if let Some(mark) = markdown::image(self.text, at).filter(|&mark| mark >= self.last_end) {
            return self.push(mark, link.close.end as usize, What::Image { damaged: link.damaged || mark + 1 < at });
        }
        self.link_end = Some(link);
        self.push(at, link.open.end as usize, What::LinkOpen { damaged: link.damaged })
    }

    /// At a mark of emphasis or code.
    fn pair(&mut self, at: usize) -> bool {
        // Something else took what closes a pair: what is left of a torn one is debris.
        while let Some((open, end)) = self.pairs.last().copied()
            && ((end.start as usize) < self.last_end || end.end as usize <= at)
        {
            let torn = matches!(self.candidates[open].what, What::Pair { damaged: true, .. });
            self.candidates[open].what = if torn { What::Debris { doubtful: true } } else { What::Words };
            self.pairs.pop();
        }
        let bounds = self.pairs.last().map_or(u32::MAX, |(_, end)| end.start);
        if at == self.text.len() || self.in_code() && at < bounds as usize {
            return false;
        }
        if bounds as usize <= at {
            let Some((open, end)) = self.pairs.pop() else { return false };
            let What::Pair { kind, damaged, .. } = self.candidates[open].what else { return false };
            return self.push(end.start as usize, end.end as usize, What::Pair { kind, damaged, open: false });
        }
        let Some((end, damaged)) = markdown::pair(self.text, at).filter(|(end, _)| end.end <= bounds) else {
            return false;
        };
        let kind = match (self.text.as_bytes()[at], end.range().len()) {
            (b'`', _) => InlineKind::Code,
            (_, 1) => InlineKind::Emphasis,
            _ => InlineKind::Strong,
        };
        self.pairs.push((self.candidates.len(), end));
        self.push(at, at + end.range().len(), What::Pair { kind, damaged, open: true })
    }

    /// Whether marks of code are open.
    fn in_code(&self) -> bool {
        let open = self.pairs.last().map(|&(open, _)| self.candidates[open].what);
        matches!(open, Some(What::Pair { kind: InlineKind::Code, .. }))
    }

    /// At a backslash.
    fn escape(&mut self, at: usize) -> bool {
        let sign = self.text.as_bytes().get(at + 1).is_some_and(|byte| b"*_#`.-+>|~!".contains(byte));
        let found = sign && !self.in_code() && self.push(at, at + 1, What::Escape);
        self.at += usize::from(found);
        found
    }

    /// At a brace.
    fn braces(&mut self, at: usize) -> bool {
        let Some(length) = markdown::braces(&self.text[at..]) else { return false };
        self.push(at, at + length, What::Braces)
    }

    /// At the sign of a heading, `# # Tides`.
    fn hashes(&mut self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        // The signs are looked through once in a line.
        if at > 0 && bytes[at - 1] != b'\n' || !bytes[at..].starts_with(b"# #") {
            return false;
        }
        let title = self.text[at..].trim_start_matches(&['#', ' '][..]);
        title.starts_with(char::is_alphanumeric) && self.push(at, bytes.len() - title.len(), What::Hashes)
    }

    /// At what a spreadsheet writes for a carriage return (ECMA-376, `ST_Xstring`): with others behind it, one break.
    fn carriage_return(&mut self, at: usize) -> bool {
        let (mut end, mut lines) = (at, 0);
        while let Some(rest) = self.text[end..].strip_prefix("_x000D_") {
            lines += 1;
            end = self.text.len() - rest.strip_prefix('\n').unwrap_or(rest).len();
        }
        let first = if lines > 1 { '\u{2029}' } else { '\u{2028}' };
        let (second, damaged, doubtful, depth) = (None, true, false, 0);
        lines > 0 && self.push(at, end, What::Reference { first, second, damaged, doubtful, depth })
    }

    fn end_link(&mut self) {
        if let Some(MarkdownLink { close, damaged, .. }) = self.link_end.take() {
            self.push(close.start as usize, close.end as usize, What::LinkClose { damaged });
        }
    }

    fn push(&mut self, start: usize, end: usize, what: What) -> bool {
        self.candidates.push(Candidate { span: Span::new(start, end), what });
        self.at = end;
        self.last_end = end;
        true
    }

    fn ampersand(&mut self, at: usize) -> bool {
        if self.html
            && let Some(one) = reference::standard(self.text, at, false)
            // `& amp ;` inside an escaped ampersand is damage; the standard ends at the first semicolon, or before a late one.
            && (self.strict || !(matches!(one.first, '<' | '&') && self.escaped_markup(at..one.end) || self.text[one.end..].starts_with(" ;")))
        {
            // What was escaped twice is words, unless the text is torn.
            let deep = || {
                let deep = reference::tolerant(self.text, at)?;
                (deep.depth > 0 && !(deep.doubtful && deep.damaged) && !self.strict && self.code == 0).then_some(deep)
            };
            let one = Some(one).filter(|one| one.first != '&').or_else(deep).unwrap_or(one);
            let Candidate { span, what } = reference_candidate(at, one);
            return self.push(at, span.end as usize, what);
        }
        if self.strict {
            return false;
        }
        if self.markup(at) {
            return true;
        }
        let Some(one) = reference::tolerant(self.text, at) else { return false };
        let Candidate { span, what } = reference_candidate(at, one);
        self.push(at, span.end as usize, what)
    }

    /// Whether an escaped sign of HTML may open a tag: a torn one, or one outside of code, which is words unless HTML shows
    /// more of markup. One that is written by its number is meant as a sign, and so is one without a semicolon.
    fn escaped_markup(&self, sign: Range<usize>) -> bool {
        let meant = self.text[sign.clone()].starts_with("&#") || !self.text[sign.clone()].ends_with(';');
        let is_sound =
            |tag: Tag| tag.element != Element::UNKNOWN && self.code == 0 && !self.text[tag.span.range()].contains('<');
        let is_markup = |tag: Tag| tag.damaged || is_sound(tag);
        !meant && tag::tolerant(self.text, sign.start).is_some_and(is_markup)
    }

    /// At what may be a logical `<`.
    fn markup(&mut self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let (next, after) = (bytes.get(at + 1).copied().unwrap_or(0), bytes.get(at + 2).copied().unwrap_or(0));
        let plain = bytes[at] == b'<';
        if self.html && plain {
            if next.is_ascii_alphabetic() || next == b'/' && after.is_ascii_alphabetic() {
                if self.patience > 0 {
                    let before = self.attributes.len();
                    if let Some(tag) = standard::tag(self.text, at, &mut self.attributes) {
                        if !tag.damaged || self.strict {
                            return self.tag(Tag { damaged: false, ..tag }, true);
                        }
                        let behind = self.attributes.len();
                        let torn = Cursor::inside(self.text, at)
                            .and_then(|inside| tag::behind_sign(inside, at, &mut self.attributes))
                            .or_else(|| tag::end_tag_by_name(self.text, at));
                        if let Some(torn) = torn {
                            // What it looked through is looked through again.
                            self.patience = self.patience.saturating_sub(tag.span.range().len());
                            self.attributes.drain(before..behind);
                            return self.tag(Tag { damaged: true, ..torn }, false);
                        }
                        return self.tag(Tag { damaged: false, ..tag }, true);
                    }
                    self.attributes.truncate(before);
                    // The input ends inside the tag: it was looked through to its end.
                    self.patience = self.patience.saturating_sub(self.text.len() - at);
                }
                if self.strict {
                    return self.push(at, self.text.len(), What::Raw);
                }
            } else if matches!(next, b'!' | b'?')
                || next == b'/'
                    && if self.strict {
                        at + 2 < bytes.len()
                    } else {
                        after.is_ascii() && !is_space_or_end(after) && after != b'<'
                    }
            {
                let end = standard::declaration(self.text, at).end;
                return self.push(at, end, What::Comment { damaged: false });
            }
        }
        if self.strict {
            return false;
        }
        if plain && let Some(length) = markdown::address(&self.text[at + 1..]) {
            (self.at, self.last_end) = (at + length + 2, at + length + 2);
            return true;
        }
        let Some(inside) = Cursor::inside(self.text, at) else { return false };
        let mut behind = inside;
        behind.skip_space();
        match behind.peek_char() {
            Some('!') => self.comment(at),
            Some('?') => self.instruction(at),
            _ => {
                let tag = tag::behind_sign(inside, at, &mut self.attributes);
                let known = tag.is_some_and(|tag| tag.element != Element::UNKNOWN);
                self.placeholders += u32::from(!known && tag::is_placeholder(self.text, at));
                match tag {
                    Some(tag) => self.tag(tag, false),
                    None => tag::nameless(self.text, at)
                        .is_some_and(|end| self.push(at, end, What::Debris { doubtful: true })),
                }
            }
        }
    }

    fn tag(&mut self, tag: Tag, standard: bool) -> bool {
        let (start, end) = (tag.span.start as usize, tag.span.end as usize);
        // In HTML, what the standard reads is a tag wherever it stands.
        let bound = !standard && self.is_bound(start, end);
        // A start tag that is only its name.
        let half = !(tag.closed || tag.end_tag || tag.attributes);
        // A Cyrillic letter between such signs may be one that is spoken of.
        let is_letter = || {
            let named = tag.element != Element::UNKNOWN && !(tag.end_tag || tag.attributes);
            named && self.text[start..end].contains(cursor::is_lookalike)
        };
        if (half && tag.element.kind().is_block() || is_letter()) && !self.is_bound_before(start) {
            return false;
        }
        if standard && matches!(tag.element.kind(), Kind::Pre | Kind::Code) {
            self.code = if tag.end_tag { self.code.saturating_sub(1) } else { self.code + 1 };
        }
        let marks = TagMarks {
            element: tag.element,
            end_tag: tag.end_tag,
            damaged: tag.damaged,
            escaped: tag.escaped,
            attributes: tag.attributes,
            microdata: tag.microdata,
            standard,
            bound,
            // Nobody speaks of a tag that is torn in its attributes.
            spoken: !(standard || tag.damaged && tag.attributes) && is_spoken_of(self.text, start, end),
            after_sentence: !standard
                && matches!(
                    self.before(start, &|ch| ch.is_whitespace() || is_invisible(ch)),
                    Before::Sign(ch) if ENDS_SENTENCE.contains(&ch)
                ),
            // What begins with no sign is half of one.
            doubtful: !standard && (half || !matches!(self.text.as_bytes()[start], b'<' | b'&' | b'\\' | 0xEF)),
        };
        self.push(start, end, What::Tag(marks));
        // It may be words, and what follows it as well.
        let may_be_words = self.html && tag.escaped && !tag.damaged;
        if !tag.end_tag && tag.closed && !self.strict && !may_be_words {
            self.content(tag.element, standard);
        }
        true
    }

    /// Whether nothing but white space or another tag stands on one side in the line.
    fn is_bound(&self, start: usize, end: usize) -> bool {
        self.is_bound_before(start) || self.is_bound_behind(end)
    }

    fn is_bound_before(&self, start: usize) -> bool {
        match self.before(start, &is_blank) {
            Before::Sign(ch) => FEEDS.contains(&ch),
            Before::Start | Before::Markup => true,
        }
    }

    /// What stands before a place, blanks aside, whichever way they are written.
    fn before(&self, start: usize, is_blank: &dyn Fn(char) -> bool) -> Before {
        let mut before = self.text[..start].trim_end_matches(is_blank);
        let mut candidates = self.candidates.iter().rev();
        while let Some(last) = candidates.next().filter(|last| last.span.end as usize == before.len()) {
            match last.what {
                What::Reference { first, .. } if is_blank(first) => {
                    before = self.text[..last.span.start as usize].trim_end_matches(&is_blank);
                }
                What::Reference { first, second, .. } => return Before::Sign(second.unwrap_or(first)),
                _ => return Before::Markup,
            }
        }
        before.chars().next_back().map_or(Before::Start, Before::Sign)
    }

    fn is_bound_behind(&self, end: usize) -> bool {
        let mut cursor = Cursor::new(self.text, end);
        while let Some(next) = cursor.peek().filter(|next| is_blank(next.ch)) {
            cursor.take(next);
        }
        cursor.peek_char().is_none_or(|ch| FEEDS.contains(&ch))
    }

    /// The content of an element that is not read as markup.
    fn content(&mut self, element: Element, standard: bool) {
        let content = match element {
            _ if standard => standard::content(element),
            Element::SCRIPT | Element::STYLE => Content::Rawtext,
            _ => return,
        };
        let may_give_up = !standard || content == Content::Rcdata;
        if content == Content::Data || may_give_up && self.unclosed.contains(&element) {
            return;
        }
        let end = match content {
            _ if !standard => torn_end_tag(self.text, self.at, element.name()),
            // A title that never ends would be the whole page.
            Content::Rcdata => Some(self.content_end(content, element.name())).filter(|&end| end < self.text.len()),
            _ => Some(self.content_end(content, element.name())),
        };
        let Some(end) = end else { return self.unclosed.push(element) };
        self.content_to(content, end);
    }

    /// RCDATA, RAWTEXT, script data and PLAINTEXT states: where the end tag of this name stands.
    fn content_end(&self, content: Content, name: &str) -> usize {
        match content {
            Content::Data => self.at,
            Content::Plaintext => self.text.len(),
            _ => standard::content_end(self.text, self.at, content, name),
        }
    }

    /// Reads content of such a state up to its end.
    fn content_to(&mut self, content: Content, end: usize) {
        let start = self.at;
        match content {
            Content::Rcdata => {
                let mut at = start;
                while let Some(length) = self.text[at..end].find('&') {
                    at += length;
                    match reference::standard(self.text, at, false).filter(|one| one.end <= end) {
                        Some(one) => {
                            self.candidates.push(reference_candidate(at, one));
                            at = one.end;
                        }
                        None => at += 1,
                    }
                }
            }
            Content::Data | Content::Plaintext => {}
            // What is not shown; who asks for the standard's tokens wants its words.
            Content::Rawtext | Content::ScriptData => {
                if end > start && !self.strict {
                    self.push(start, end, What::Raw);
                }
            }
        }
        self.at = end;
        self.last_end = end;
    }

    /// At `< ! …`: a comment, a declaration, or a mark of CDATA.
    fn comment(&mut self, at: usize) -> bool {
        let mut cursor = Cursor::new(self.text, at);
        cursor.eat('<');
        let spaced = cursor.skip_space();
        cursor.eat('!');
        let opened = cursor.at;
        cursor.skip_space();
        let mut dashes = 0;
        let mut behind = cursor;
        while cursor.eat('-') {
            dashes += 1;
            behind = cursor;
            cursor.skip_space();
        }
        let damaged = spaced || behind.damaged || behind.escaped > 0 || behind.at - opened != dashes;
        if dashes > 0 {
            if cursor.eat('>') {
                return self.push(at, cursor.at, What::Comment { damaged: damaged || dashes < 3 });
            }
            // A translator makes one dash of two.
            let one = dashes == 1;
            let limit = if one { behind.at + LONGEST_TORN_COMMENT } else { usize::MAX };
            let known = &self.text[..boundary(self.text, limit)];
            let end = if one || !self.no_comment_end { comment_end(known, behind.at, one) } else { None };
            return match end {
                Some(end) => {
                    let damaged = damaged || one || !known[..end].ends_with("-->");
                    self.push(at, end, What::Comment { damaged })
                }
                None if one => false,
                None => {
                    self.no_comment_end = true;
                    self.push(at, behind.at, What::Comment { damaged: true })
                }
            };
        }
        let rest = &self.text[cursor.at..];
        if let Some(end) = cdata_open(rest) {
            return self.push(at, cursor.at + end, What::Comment { damaged: true });
        }
        let is = |name: &str| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if is("doctype") || is("[if") || is("[endif") || is("entity") || is("element") {
            return self.until_sign(at, spaced);
        }
        false
    }

    /// `<?xml … ?>` and its kin.
    fn instruction(&mut self, at: usize) -> bool {
        let mut cursor = Cursor::new(self.text, at);
        cursor.eat('<');
        cursor.skip_space();
        cursor.eat('?');
        cursor.skip_space();
        cursor.peek_char().is_some_and(|ch| ch.is_ascii_alphabetic()) && self.until_sign(at, true)
    }

    fn until_sign(&mut self, at: usize, damaged: bool) -> bool {
        let bytes = self.text.as_bytes();
        let limit = bytes.len().min(at + 400);
        match bytes[at + 1..limit].iter().position(|byte| matches!(byte, b'<' | b'>')) {
            Some(length) if bytes[at + 1 + length] == b'>' => self.push(at, at + length + 2, What::Comment { damaged }),
            _ => false,
        }
    }

    /// At a `>` that no tag has claimed.
    fn closing(&mut self, at: usize, width: usize) -> bool {
        let (from, end) = (self.last_end, at + width);
        self.last_end = end;
        self.at = end;
        // Of CDATA: `]]>`, `] ]>`.
        let bracket = |text: &'a str| text.trim_end().strip_suffix(']');
        if let Some(content) = bracket(&self.text[from..at]).and_then(bracket) {
            return self.push(from + content.trim_end_matches(' ').len(), end, What::Comment { damaged: true });
        }
        if let Some(start) = tag::debris(self.text, from, end) {
            return self.push(start, end, What::Debris { doubtful: false });
        }
        match tag::half(self.text, from, end) {
            Some(tag) => self.tag(tag, false),
            None => true,
        }
    }
}

/// What stands before a place.
enum Before {
    Start,
    Markup,
    Sign(char),
}

/// What ends a line.
pub(crate) const FEEDS: &[char] = &['\n', '\r', '\u{2028}', '\u{2029}'];

/// Where the line ends that goes on at a place. By its bytes: a search for one of several characters decodes all.
pub(crate) fn feed_behind(text: &str, mut at: usize) -> usize {
    while let Some(length) = find(&text.as_bytes()[at..], [b'\n', b'\r', 0xE2]) {
        at += length;
        if text.as_bytes()[at] != 0xE2 || text[at..].starts_with(FEEDS) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// What nobody sees in a line.
fn is_blank(ch: char) -> bool {
    ch.is_whitespace() && !FEEDS.contains(&ch) || is_invisible(ch)
}

/// Characters without a shape and without a use in running text (Unicode §23.2, §23.8).
pub(crate) fn is_invisible(ch: char) -> bool {
    matches!(ch, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn is_space_or_end(byte: u8) -> bool {
    byte == 0 || byte.is_ascii_whitespace()
}

/// Signs that end a sentence, with the marks that may follow them, one of them misread.
pub(crate) const ENDS_SENTENCE: &[char] = &['\u{9d}', '.', '!', '?', '"', '”', '»', '。', '！', '？', '”', '…', ')'];

/// Words that speak of tags, before one (`the element <p>`) or after one (`the <p> tag`).
static SPOKEN: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("spoken-of.txt")));

pub(crate) fn is_spoken_of(text: &str, start: usize, end: usize) -> bool {
    let inline = |ch: char| matches!(ch, ' ' | '\u{a0}' | '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '(' | '，');
    let before = text[..start].trim_end_matches(inline);
    let word_before = match before.char_indices().rev().nth(1) {
        // Between characters of a script without spaces, a word may start anywhere.
        Some((two, ch)) if is_unspaced(ch) => &before[two..],
        _ => &before[last_word(before, char::is_alphabetic)..],
    };
    let after = text[end..].trim_start_matches(inline);
    let two = beginning_of(after, 2);
    let word_after = match two.chars().all(is_unspaced) {
        true => two,
        false => &after[..after.find(|ch: char| !ch.is_alphabetic()).unwrap_or(after.len())],
    };
    // `end. <p>Tags: …` starts a sentence with it, and so does `<p>标签：…`.
    let labels = after[word_after.len()..].starts_with(&[':', '：'][..]);
    let starts = before.ends_with(ENDS_SENTENCE) || before.is_empty() || before.ends_with(&['\n', '>', '＞', ';'][..]);
    // Where words have spaces, what stands against it is what it holds.
    let held = text[end..].starts_with(char::is_alphabetic) && !after.starts_with(is_unspaced);
    let word_after =
        if held || starts && (labels || word_after.starts_with(char::is_uppercase)) { "" } else { word_after };
    let quoted = text[..start].ends_with('`') && text[end..].starts_with('`');
    let may_be = |word: &str| !word.is_ascii() || SPOKEN.may_have(word.as_bytes());
    quoted || [word_before, word_after].into_iter().any(|word| may_be(word) && SPOKEN.has(&lowercase(word)))
}

/// Whether blanks stand on both sides, or a sign behind, or quotation marks, as of what is spoken of, not used.
pub(crate) fn is_alone(text: &str, span: Span) -> bool {
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    before.ends_with(' ') && behind.starts_with(&[' ', '.', ',', ';', ':', '?', ')', '，', '。', '、'][..])
        || before.ends_with('"') && behind.starts_with('"')
}

/// How long a comment with one dash can be.
const LONGEST_TORN_COMMENT: usize = 1000;

/// The end of a comment, sound or torn: `-->`, `- - >`, `-- >`, `–>`, and `->` where it started so.
fn comment_end(text: &str, start: usize, torn: bool) -> Option<usize> {
    let mut from = start;
    loop {
        let sign = from + text[from..].find(&['>', '＞', '&'][..])?;
        let mut cursor = Cursor::new(text, sign);
        if cursor.eat('>') {
            let before = text[start..sign].trim_end();
            let dash = before.strip_suffix('-');
            if before.ends_with(&['–', '—'][..])
                || dash.is_some_and(|rest| torn || rest.trim_end().ends_with(&['-', '–'][..]))
            {
                return Some(cursor.at);
            }
        }
        from = cursor.at.max(sign + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
}

/// `[CDATA[`, however spaced: gives its length.
fn cdata_open(rest: &str) -> Option<usize> {
    let mut want = "[cdata[".chars();
    let mut next = want.next();
    for (at, ch) in rest.char_indices() {
        if ch == ' ' {
            continue;
        }
        if Some(ch.to_ascii_lowercase()) != next {
            return None;
        }
        next = want.next();
        if next.is_none() {
            return Some(at + 1);
        }
    }
    None
}

/// Where the torn end tag of a script or a style starts.
fn torn_end_tag(text: &str, start: usize, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = start;
    loop {
        let at =
            from + bytes[from..].windows(name.len()).position(|part| part.eq_ignore_ascii_case(name.as_bytes()))?;
        let before = text[start..at].trim_end();
        let before = before.strip_suffix(&['/', '／'][..]).map(str::trim_end);
        if let Some(before) = before {
            for sign in ["<", "＜", "&lt;", "& lt;", "& lt ;", "&amp;lt;"] {
                if let Some(rest) = before.strip_suffix(sign) {
                    return Some(start + rest.len());
                }
            }
        }
        from = at + name.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, flavour: Flavour) -> Vec<&str> {
        lex(text, flavour).candidates.iter().map(|one| &text[one.span.range()]).collect()
    }

    #[test]
    fn candidates_of_a_torn_text() {
        let text = "Before < ! -- ad -- > after. < script > a < b; < / script > & lt; p & gt; 5 &amp; 6";
        let found = ["< ! -- ad -- >", "< script >", " a < b; ", "< / script >", "& lt; p & gt;", "&amp;"];
        assert_eq!(spans(text, Flavour::Text), found);
    }

    #[test]
    fn a_sound_comment_and_a_torn_one_end_where_they_close() {
        assert_eq!(spans("a<!-- b > c -->d", Flavour::Text), ["<!-- b > c -->"]);
        assert_eq!(spans("a<! - - Column 2 - - >d <! - -> e", Flavour::Text), ["<! - - Column 2 - - >", "<! - ->"]);
        assert_eq!(spans("a <!-- b", Flavour::Text), ["<!--"]);
        let dashes = ["<! - wp: paragraph ->", "<!– more –>", "<!-- b –>"];
        assert_eq!(spans(&dashes.join(" c "), Flavour::Text), dashes);
    }

    #[test]
    fn a_cyrillic_letter_is_a_tags_name_where_one_may_begin() {
        assert_eq!(spans("<р>Порт открыт.</р>\n<р>Лодки.</р>", Flavour::Text), ["<р>", "</р>", "<р>", "</р>"]);
        assert_eq!(spans("Звук <а> в слове «мама», буква <р>", Flavour::Text), [""; 0]);
    }

    #[test]
    fn html_reads_escaped_markup_in_code_as_words() {
        assert_eq!(spans("<p>&lt;p&gt;</p>", Flavour::Html), ["<p>", "&lt;p&gt;", "</p>"]);
        assert_eq!(spans("<code>&lt;p&gt;</code>", Flavour::Html), ["<code>", "&lt;", "&gt;", "</code>"]);
        assert_eq!(spans("<p>&lt;a <b> &gt;", Flavour::Html), ["<p>", "&lt;", "<b>", "&gt;"]);
        assert_eq!(spans("<p>a & lt; /p & gt;", Flavour::Html), ["<p>", "& lt; /p & gt;"]);
        // HTML allows these to do without their semicolons.
        assert_eq!(spans("<p>&ltp&gt", Flavour::Html), ["<p>", "&lt", "&gt"]);
        assert_eq!(spans("<p>&ltp&gt", Flavour::Text), ["<p>", "&ltp&gt"]);
    }

    #[test]
    fn html_that_shows_references_at_words_was_escaped_once_too_often() {
        let shows = |html: &str| lex(html, Flavour::Html).evidence.shows_markup();
        assert!(shows("<p>Lleg&amp;oacute;n a la isla por el r&amp;iacute;o.</p>"));
        assert!(shows("<p>&amp;laquo;Ja&amp;raquo;, sie &amp;mdash; &amp;laquo;Nein&amp;raquo; &amp;mdash; er.</p>"));
        assert!(shows("<p>大人&amp;yen;200、子どもは無料&amp;hellip;と言う。</p>"));
        for sound in [
            "<p>Write caf&amp;eacute; for café.</p>",
            "<p>Write “&amp;eacute;” for é and (&amp;iuml;) for ï: caf&amp;eacute;s and na&amp;iuml;ve.</p>",
            "<pre>Lleg&amp;oacute;n al r&amp;iacute;o.</pre>",
            "<p>Keep 10&amp;nbsp;km, Mr.&amp;nbsp;Jones and R&amp;amp;D together.</p>",
            "<p>For example: &lt;p&gt;One.&lt;/p&gt; &lt;p&gt;Two.&lt;/p&gt; gives two.</p>",
        ] {
            assert!(!shows(sound), "{sound}");
        }
    }

    #[test]
    fn html_whose_tags_run_into_one_another_loses_no_word() {
        let text = "<p>One.</p><p The second one.</p><p class=\"\"a b\"\">It is &quot ;so&quot ;.";
        let found = ["<p>", "</p>", "<p", "</p>", "<p class=\"\"a b\"\">", "&quot ;", "&quot ;"];
        assert_eq!(spans(text, Flavour::Html), found);
        let ended = "<p>At <b>one</b. Then it rained.</p><p>So.</p>";
        assert_eq!(spans(ended, Flavour::Html), ["<p>", "<b>", "</b", "</p>", "<p>", "</p>"]);
    }

    #[test]
    fn html_that_no_copy_of_ours_has_was_cut_out_of_a_page() {
        let cut_out = |html: &str| lex(html, Flavour::Html).evidence.cut_out(Flavour::Html);
        assert!(cut_out("<p>One.</p><p>Two.</p>") && cut_out("<div>One.</div>"));
        assert!(!cut_out("<p>One, <a href=\"x\" rel=\"noopener nofollow\">two</a>.</p>\n<p>Three.</p>"));
    }

    #[test]
    fn a_tag_that_is_spoken_of_is_no_evidence() {
        let lexed = lex("A paragraph starts with the <p> tag and ends with </p>.", Flavour::Text);
        assert!(!lexed.evidence.markup());
        assert!(lex("<p>One.</p>", Flavour::Text).evidence.markup());
        assert!(lex("<p>标签：港口", Flavour::Text).evidence.markup());
        let tagged = "落葉＜p >Tags: harbour";
        assert!(!is_spoken_of(tagged, tagged.find('＜').unwrap(), tagged.find("Tags").unwrap()));
    }
}
