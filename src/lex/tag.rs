//! One grammar for tags, sound and torn, over logical characters.
//!
//! A tag never eats words: where a quotation mark does not close, or closes
//! only after what cannot be an attribute's value, the tag ends before them.

use std::sync::LazyLock;

use super::cursor::{Cursor, is_lookalike, lookalike, narrow, plain_sign};
use crate::data::{Table, data_file, last_word, small, words};
use crate::element::{Element, LONGEST};
use crate::source::Span;

/// What is known of attributes by their names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Address = 1,
    Plain,
    Bare,
}

static ATTRIBUTES: LazyLock<Table<'static>> = LazyLock::new(|| {
    let (mut rows, mut known) = (Vec::new(), Known::Plain);
    for line in data_file!("attributes.txt").lines() {
        match line.strip_prefix("# ").and_then(|comment| comment.split(':').next()) {
            Some("address") => known = Known::Address,
            Some("plain") => known = Known::Plain,
            Some("bare") => known = Known::Bare,
            Some(_) => {}
            None => rows.extend(words(line).map(|name| (name, known as u32))),
        }
    }
    Table::new(&mut rows.into_iter())
});

fn attribute(name: &str) -> Option<Known> {
    match ATTRIBUTES.first(&small(name))?.1 {
        known if known == Known::Address as u32 => Some(Known::Address),
        known if known == Known::Bare as u32 => Some(Known::Bare),
        _ => Some(Known::Plain),
    }
}

/// A tag as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub span: Span,
    /// [`Element::UNKNOWN`] for a name that no table has.
    pub element: Element,
    pub end_tag: bool,
    /// Not as the HTML Standard writes it.
    pub damaged: bool,
    pub escaped: bool,
    /// It has an attribute.
    pub attributes: bool,
    /// An attribute says what its element holds of the page: `itemprop`, or `rel=author`.
    pub microdata: bool,
    /// It has its `>`.
    pub closed: bool,
    /// It ends in `/>`.
    pub self_closing: bool,
}

/// An attribute's name and value as spans of the text. The name may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub name: Span,
    pub value: Span,
}

/// What a run of attributes came to.
struct Run {
    any: bool,
    closed: bool,
    damaged: bool,
}

/// What stands between a tag's `<` and its name.
struct Start {
    /// `<<p>>`: written twice at both ends.
    doubled: bool,
    spaced: bool,
    /// `<\p>`: in the place of the slash.
    backslash: bool,
    end_tag: bool,
}

/// Reads on from a tag's `<` to its name.
fn start(cursor: &mut Cursor) -> Start {
    let doubled = cursor.eat('<');
    let mut spaced = cursor.skip_space();
    let slash = cursor.eat('/');
    let backslash = !slash && cursor.eat('\\');
    let end_tag = slash || backslash;
    if end_tag {
        spaced |= cursor.skip_space();
    }
    Start { doubled, spaced, backslash, end_tag }
}

/// Reads a tag at a logical `<`, or says that there is none.
pub(crate) fn tolerant(text: &str, at: usize) -> Option<Tag> {
    behind_sign(Cursor::inside(text, at)?, at, &mut Vec::new())
}

/// The same from behind its `<` on, with its attributes in order; a nameless one has an empty name.
pub(super) fn behind_sign(cursor: Cursor, at: usize, found: &mut Vec<Attribute>) -> Option<Tag> {
    let before = found.len();
    let tag = read(cursor, at, found);
    let end = tag.map_or(0, |tag| tag.span.end);
    // What stands behind a tag that ended before it is words.
    let own = found[before..].iter().take_while(|one| one.name.start < end).count();
    found.truncate(before + own);
    tag
}

/// Reads one, with what may be its attributes.
fn read(mut cursor: Cursor, at: usize, found: &mut Vec<Attribute>) -> Option<Tag> {
    let (text, first) = (cursor.text, found.len());
    let Start { doubled, spaced, backslash, end_tag } = start(&mut cursor);
    let name_at = cursor.at;
    let (mut element, mut name_torn) = name(&mut cursor)?;
    let translated = element == Element::UNKNOWN && (spaced || !text[name_at..cursor.at].is_ascii());
    // `< P. >` ends a sentence for a translator.
    let mut dotted = cursor;
    if dotted.eat('.') && ends_tag(dotted) {
        (cursor, name_torn) = (dotted, true);
    }
    let named = cursor;
    let half = || Tag { span: Span::new(at, behind_cut(text, named.at)), element, end_tag, ..torn() };
    cursor.skip_space();
    if end_tag && !doubled && is_half_end_tag(element, named, cursor) {
        return Some(half());
    }
    let behind = cursor;
    let run = attributes(&mut cursor, found);
    let names = |is: &dyn Fn(&str) -> bool| found[first..].iter().any(|one| is(&text[one.name.range()]));
    // `< Abschnitt Klasse = "Artikel" >`
    let quoted = || found[first..].iter().all(|one| text[..one.value.start as usize].ends_with(is_quotation_mark));
    let Some(run) = run.filter(|run| run.closed || run.any && cursor.at > behind.at) else {
        return (!doubled && is_half(element, end_tag, named, behind)).then(half);
    };
    // `<а href="…">`, `< bir href = "…" >`
    if translated && run.closed && names(&|name| name.eq_ignore_ascii_case("href")) {
        (element, name_torn) = (Element::A, true);
    }
    if element == Element::UNKNOWN
        && (run.any && !(translated && (names(&|name| attribute(name).is_some()) || spaced && quoted()))
            || !run.closed
            || backslash)
        || doubled && !cursor.eat('>')
    {
        return None;
    }
    let damaged = spaced || doubled || backslash || name_torn || cursor.damaged || run.damaged || !run.closed;
    // `<<<<<<< A` marks a conflict in code.
    if damaged && text[..at].ends_with("<<") {
        return None;
    }
    let end = if run.closed { cursor.at } else { behind_cut(text, cursor.at.max(named.at)) };
    Some(Tag {
        span: Span::new(at, end),
        element,
        end_tag,
        damaged,
        escaped: cursor.escaped > 0,
        attributes: run.any,
        microdata: false,
        closed: run.closed,
        self_closing: false,
    })
}

/// An end tag of HTML that runs into words and the next tag, as what its name alone says.
pub(crate) fn end_tag_by_name(text: &str, at: usize) -> Option<Tag> {
    let name = text[at..].strip_prefix("</")?;
    let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let element = Element::named(name)?;
    Some(Tag { span: Span::new(at, at + 2 + name.len()), element, end_tag: true, ..torn() })
}

/// Where a tag ends that the end of the text has cut in the middle of an attribute's name: `< p styl`.
fn behind_cut(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let name = rest.trim_start();
    let cut = rest.len() < 20
        && name.len() > 1
        && data_file!("attributes.txt").lines().any(|line| words(line).any(|known| known.starts_with(name)));
    if cut { text.len() } else { at }
}

/// What all torn tags without attributes are.
fn torn() -> Tag {
    Tag {
        span: Span::new(0, 0),
        element: Element::UNKNOWN,
        end_tag: false,
        damaged: true,
        escaped: false,
        attributes: false,
        microdata: false,
        closed: false,
        self_closing: false,
    }
}

/// Whether an end tag ends with its name: another tag follows, or a line end.
fn is_half_end_tag(element: Element, named: Cursor, behind: Cursor) -> bool {
    element != Element::UNKNOWN
        && named.escaped == 0
        && match behind.peek_char() {
            None | Some('<') => true,
            Some('>') => false,
            _ => named.text[named.at..behind.at].contains(super::FEEDS),
        }
}

/// Whether a tag ends with its name where words follow. A letter alone behind a `<` may be a number's.
fn is_half(element: Element, end_tag: bool, named: Cursor, behind: Cursor) -> bool {
    let leads = end_tag || element.kind().is_block() || element.name().len() > 1;
    element != Element::UNKNOWN && named.escaped == 0 && leads && behind.at > named.at && behind.peek_char().is_some()
}

/// Whether a name of an element or an attribute has it.
fn is_of_name(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || ch == '-'
}

/// What is left of a tag in front of the `>` that ends at `end`: `/ p >`, or `p >` where a line starts, or behind
/// another tag.
pub(crate) fn half(text: &str, from: usize, end: usize) -> Option<Tag> {
    let before = text[from..end].trim_end_matches(&['>', '＞'][..]).trim_end();
    let name = from + last_word(before, is_of_name);
    let element = Element::named(&text[name..from + before.len()])?;
    let lead = text[from..name].trim_end();
    let line = text[..name].trim_end_matches(&[' ', '\t'][..]);
    let slash = lead.strip_suffix('/');
    let start = match slash {
        Some(lead) if !lead.ends_with(char::is_alphanumeric) => from + lead.len(),
        None if element.name().len() > 1 || element.kind().is_block() => {
            Some(name).filter(|_| lead.is_empty() || line.ends_with('\n'))?
        }
        _ => return None,
    };
    let tag = Tag { span: Span::new(start, end), element, end_tag: slash.is_some(), closed: true, ..torn() };
    (!tag.end_tag || !element.is_void()).then_some(tag)
}

/// Whether a `<` opens a name for something to be put in: `<file>`, `Vec<T>`, in the place of a tag.
pub(crate) fn is_placeholder(text: &str, at: usize) -> bool {
    let name = &text.as_bytes()[at + 1..];
    let length = name.iter().take(32).position(|&byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b' '));
    length.is_some_and(|length| length > 0 && name[length] == b'>' && name[0].is_ascii_alphabetic())
}

/// Where a tag ends of which the signs alone are left, `< / >` or `</>`, or that the end of the text has cut, `</di`;
/// `<>` says that two things differ.
pub(crate) fn nameless(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor::inside(text, at)?;
    let Start { spaced, end_tag, .. } = start(&mut cursor);
    let rest = &text[cursor.at..];
    if end_tag && rest.len() < LONGEST && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(text.len());
    }
    ((spaced || end_tag) && cursor.eat('>')).then_some(cursor.at)
}

/// Reads left-over attributes up to the `>` that ends exactly at `end`; gives where they start.
pub(crate) fn debris(text: &str, from: usize, end: usize) -> Option<usize> {
    let slice = &text[from..end];
    let equals = slice.find(&['=', '＝'][..])?;
    let before = slice[..equals].trim_end();
    let name_at = last_word(before, is_of_name);
    // At the start of the text, the tag may be cut in the middle of a value or of a name.
    let is_value = |value: &str| value.is_empty() || value.ends_with('"') && !value.contains(' ');
    let opens = slice[equals..].trim_start_matches(&['=', '＝', ' '][..]).starts_with('"');
    let cut = from == 0 && opens && is_value(before[..name_at].trim_end());
    if !cut {
        attribute(&before[name_at..])?;
    }
    // `car.name = …`, `=>`, `->` and `>>>` are code.
    let code_before = before[..name_at].ends_with(&['.', '_', '$', '@'][..]);
    if code_before || slice.ends_with("=>") || slice.ends_with("->") || text[end..].starts_with('>') {
        return None;
    }
    let lead = before[..name_at].trim_end();
    // A whole tag, whose name no element has.
    let named = last_word(lead, is_of_name);
    if named > 0 && named < lead.len() && lead[..named].ends_with('<') {
        return None;
    }
    let start = match lead.chars().next_back() {
        _ if cut => 0,
        Some(quote @ ('"' | '”' | '＂')) => lead.len() - quote.len_utf8(),
        _ => name_at,
    };
    let mut cursor = Cursor::new(text, from + name_at);
    let run = attributes(&mut cursor, &mut Vec::new())?;
    (run.closed && run.any && cursor.at == end).then_some(from + start)
}

/// Reads an element's name: in one piece, or torn by spaces (`h 1`, `d i v`).
/// Says whether it was torn.
fn name(cursor: &mut Cursor) -> Option<(Element, bool)> {
    let bytes = cursor.text.as_bytes();
    let start = cursor.at;
    let mut letters = [0u8; LONGEST];
    let (mut length, mut i) = (0, start);
    while let Some(ch) = cursor.text[i..].chars().next() {
        let letter = lookalike(narrow(ch));
        if !is_of_name(letter) && letter != ':' {
            break;
        }
        *letters.get_mut(length)? = letter as u8;
        length += 1;
        i += ch.len_utf8();
    }
    // `<p港口` is no `p`.
    let whole = Element::named(std::str::from_utf8(&letters[..length]).ok()?)
        .filter(|_| !cursor.text[i..].starts_with(char::is_alphanumeric))
        .map(|element| (element, cursor.text[start..i].contains(is_lookalike)));
    // `h 1` is found below; `s p a n` begins with an element's name too.
    if whole.is_some() && (length > 1 || !torn_further(*cursor, i)) {
        cursor.at = i;
        return whole;
    }
    if length > 0 {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b':';
        let mut end = i;
        for _ in 0..LONGEST {
            let mut next = Cursor { at: end, ..*cursor };
            if !next.skip_space() {
                break;
            }
            let part = bytes[next.at..].iter().take(LONGEST).take_while(|&&byte| is_part(byte)).count();
            if part == 0 || length + part > LONGEST {
                break;
            }
            letters[length..length + part].copy_from_slice(&bytes[next.at..next.at + part]);
            length += part;
            end = next.at + part;
            let follows = Cursor { at: end, ..*cursor };
            if let Some(element) = std::str::from_utf8(&letters[..length]).ok().and_then(Element::named)
                && (ends_tag(follows) || names_attribute(follows))
            {
                cursor.at = end;
                return Some((element, true));
            }
        }
    }
    // `a h r e f`: not the name is torn.
    let torn = std::str::from_utf8(letters.get(i - start..length).unwrap_or_default()).ok()?;
    if whole.is_some() && attribute(torn).is_some() {
        cursor.at = i;
        return whole;
    }
    // A name in letters that no table has: translated, perhaps.
    let mut end = start;
    let mut count = 0;
    for ch in cursor.text[start..].chars().take_while(|ch| ch.is_alphabetic()) {
        end += ch.len_utf8();
        count += 1;
        if count > 20 {
            return None;
        }
    }
    if count < 2 && end <= start + 1 {
        return None;
    }
    cursor.at = end;
    Some((Element::UNKNOWN, false))
}

fn torn_further(cursor: Cursor, at: usize) -> bool {
    let mut next = Cursor { at, ..cursor };
    let spaced = next.skip_space();
    let mut letters = next.text[next.at..].chars();
    spaced
        && letters.next().is_some_and(|ch| ch.is_ascii_alphanumeric())
        && !letters.next().is_some_and(char::is_alphanumeric)
}

/// Whether the name of an attribute follows.
fn names_attribute(mut cursor: Cursor) -> bool {
    cursor.skip_space();
    let name = attribute_name(&mut cursor);
    let known = attribute(&cursor.text[name.range()]).is_some();
    cursor.skip_space();
    let valued = cursor.eat('=');
    cursor.skip_space();
    known || !name.is_empty() && valued && cursor.peek_char() == Some('"')
}

/// Whether nothing but the end of a tag follows.
fn ends_tag(mut cursor: Cursor) -> bool {
    cursor.skip_space();
    cursor.eat('/');
    cursor.skip_space();
    cursor.peek_char() == Some('>')
}

/// Reads attributes up to the tag's end. `None` where what stands there is words.
fn attributes(cursor: &mut Cursor, found: &mut Vec<Attribute>) -> Option<Run> {
    let mut run = Run { any: false, closed: false, damaged: false };
    // Words without a value so far: the parts of a torn name, or prose. And where the first of them starts.
    // A name torn in letters has more of them.
    let (mut words, mut first, mut letters) = (0, 0, true);
    // A value without a name may be words in quotation marks: it counts once more of the tag follows.
    let mut nameless = false;
    // Where the tag ends if prose follows.
    let mut safe = *cursor;
    loop {
        cursor.skip_space();
        let next = cursor.peek();
        match next.map(|next| next.ch) {
            Some('/') => cursor.at = next?.end,
            Some('>') if run.any || words == 0 => {
                cursor.take(next?);
                run.closed = true;
                run.any |= nameless;
                return Some(run);
            }
            Some('<') if run.any || words == 0 && !nameless => {
                if words > 0 || nameless {
                    *cursor = safe;
                }
                return Some(run);
            }
            Some('"' | '\'') => {
                // A value whose name is lost, or the other half of a doubled mark.
                let name = Span::new(cursor.at, cursor.at);
                let value = value(cursor, None);
                run.damaged = true;
                nameless = true;
                words = 0;
                found.push(Attribute { name, value });
            }
            Some(ch) if is_name_character(ch) && !ch.is_numeric() => {
                let mut name = attribute_name(cursor);
                let mut known = attribute(&cursor.text[name.range()]);
                first = if words > 0 { first } else { name.start };
                let mut after = *cursor;
                after.skip_space();
                if after.eat('=') {
                    after.skip_space();
                    *cursor = after;
                    let whole = Span { start: first, ..name };
                    if words > 0
                        && let Some(torn) = attribute(&joined(&cursor.text[whole.range()]))
                    {
                        (name, known) = (whole, Some(torn));
                    }
                    run.damaged |= words > 0;
                    run.any = true;
                    (words, nameless) = (0, false);
                    found.push(Attribute { name, value: value(cursor, known) });
                    safe = *cursor;
                } else if known == Some(Known::Bare) {
                    found.push(Attribute { name, value: Span::new(cursor.at, cursor.at) });
                } else {
                    // `data - src`
                    words += u32::from(cursor.text[name.range()] != *"-");
                    letters &= name.range().len() == 1;
                    if words > if letters { 10 } else { 3 } {
                        *cursor = safe;
                        return run.any.then_some(run);
                    }
                }
            }
            _ => {
                *cursor = safe;
                return run.any.then_some(run);
            }
        }
    }
}

/// A name without the blanks that tear it, in letters of ASCII.
pub(crate) fn joined(name: &str) -> String {
    name.chars().filter(|ch| !ch.is_whitespace()).map(narrow).collect()
}

/// With the marks of vowels that scripts of India and Thailand have.
fn is_name_character(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | ':' | '@' | '-' | '.' | '*' | '#' | '\u{900}'..='\u{e7f}')
}

fn is_quotation_mark(ch: char) -> bool {
    matches!(plain_sign(ch), '"' | '\'')
}

fn attribute_name(cursor: &mut Cursor) -> Span {
    let start = cursor.at;
    while let Some(next) = cursor.peek()
        && is_name_character(next.ch)
        && cursor.at - start < 64
    {
        cursor.take(next);
    }
    Span::new(start, cursor.at)
}

/// Reads an attribute's value, as far as it can be one.
fn value(cursor: &mut Cursor, known: Option<Known>) -> Span {
    let Some(open) = cursor.peek().filter(|next| matches!(next.ch, '"' | '\'')) else {
        return unquoted(cursor);
    };
    cursor.take(open);
    let quote = open.ch;
    // Two apostrophes for a quotation mark, as tokenizers write it, or two marks for one, as tables do (RFC 4180 §2).
    let mut after = *cursor;
    let doubled = (quote == '\'' || known.is_some()) && after.eat(quote) && !is_end_or_attribute(after);
    if doubled {
        *cursor = after;
    }
    let start = cursor.at;
    let mut scan = *cursor;
    // The first sign of a tag inside the value.
    let mut sign: Option<Cursor> = None;
    // Behind a sign that ends a tag stood one that starts another.
    let mut ended = false;
    let mut first_space = None;
    loop {
        if sign.is_none() {
            scan.skip_plain();
        }
        let Some(next) = scan.peek() else { break };
        let at = scan.at;
        let mut after = scan;
        after.take(next);
        if next.ch == quote && (!doubled || after.eat(quote)) {
            if sign.is_some() && (!follows_value(after) || ended) {
                break;
            }
            let address = &scan.text[start..at];
            let end = match known {
                Some(Known::Address) => start + prose_in_address(address).min(name_behind(address)),
                _ => at,
            };
            if end < at {
                *cursor = Cursor { at: end, damaged: true, ..scan };
                return Span::new(start, end);
            }
            *cursor = after;
            return Span::new(start, at);
        }
        match next.ch {
            '<' | '>' => {
                ended |= next.ch == '<' && sign.is_some_and(|sign| sign.peek_char() == Some('>'));
                sign = sign.or(Some(scan));
                if known == Some(Known::Address) {
                    break;
                }
            }
            ch if ch.is_ascii_whitespace() => first_space = first_space.or(Some(scan)),
            _ => {}
        }
        if sign.is_some_and(|sign| at > sign.at + LONGEST_BEHIND_SIGN) {
            break;
        }
        scan.take(next);
    }
    // It never closes: it ends at the first sign of a tag, else with its first word.
    let lead = scan.text[start..].len() - scan.text[start..].trim_start().len();
    let stop = sign.or(first_space.filter(|space| space.at > start + lead)).unwrap_or(scan);
    let stop_at = match sign {
        Some(sign) if known == Some(Known::Address) => prose_in_address(&scan.text[start..sign.at]) + start,
        Some(sign) => sign.at,
        None => scan.text[start + lead..].find(char::is_whitespace).map_or(stop.at, |at| start + lead + at),
    };
    *cursor = Cursor { at: stop_at, damaged: true, ..*cursor };
    Span::new(start, stop_at)
}

/// How far a value that holds `<` or `>` is looked through for its closing mark.
const LONGEST_BEHIND_SIGN: usize = 300;

/// Whether the tag ends, or another attribute follows.
fn is_end_or_attribute(mut cursor: Cursor) -> bool {
    cursor.skip_space();
    let name = attribute_name(&mut cursor);
    cursor.skip_space();
    match cursor.peek_char() {
        None | Some('>' | '=') => true,
        next => name.is_empty() && next == Some('/'),
    }
}

/// Whether what stands behind a closing mark can stand behind a value.
fn follows_value(mut cursor: Cursor) -> bool {
    let spaced = cursor.skip_space();
    match cursor.peek_char() {
        Some('>' | '/') => true,
        Some(ch) if spaced && ch.is_alphabetic() => {
            attribute_name(&mut cursor);
            cursor.skip_space();
            cursor.eat('=')
        }
        _ => false,
    }
}

fn unquoted(cursor: &mut Cursor) -> Span {
    let start = cursor.at;
    while let Some(next) = cursor.peek()
        && !next.ch.is_ascii_whitespace()
        && !matches!(next.ch, '<' | '>')
    {
        cursor.take(next);
    }
    Span::new(start, cursor.at)
}

/// Where the name of another attribute begins at an address's end: the mark that closes it opens that one's value.
fn name_behind(address: &str) -> usize {
    let name = address.trim_end().strip_suffix('=').and_then(|value| value.trim_end().rsplit_once(char::is_whitespace));
    // Translated, perhaps.
    let is_name = |before: &str, name: &str| {
        attribute(name).is_some() || name.chars().all(char::is_alphabetic) && !before.contains('?')
    };
    name.filter(|(before, name)| is_name(before, name)).map_or(address.len(), |(before, _)| before.len())
}

/// Where prose begins in an address whose mark did not close: three words in a
/// row that neither hold nor touch a sign of an address.
fn prose_in_address(address: &str) -> usize {
    let mut run = 0;
    let mut run_start = 0;
    let mut touched = true;
    let mut words = address.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        let sign = |ch: char| {
            ch.is_ascii_punctuation() && !matches!(ch, ',' | '\'' | '"' | '!' | ')' | '(' | ';') || ch.is_ascii_digit()
        };
        let touches = words.peek().is_some_and(|next| next.starts_with(sign));
        if touched || touches || word.trim_end_matches('.').contains(sign) {
            run = 0;
        } else {
            if run == 0 {
                run_start = word.as_ptr() as usize - address.as_ptr() as usize;
            }
            run += 1;
            if run == 3 {
                return address[..run_start].trim_end().len();
            }
        }
        touched = word.ends_with(sign) && !word.ends_with('.');
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_tag_that_lost_its_end_is_none_of_its_attributes() {
        let text = "<p class=\"x\" hidden ships came from twelve ports to see.\n<p>They stayed.";
        assert_eq!(crate::clean(text).output, "hidden ships came from twelve ports to see.\n\nThey stayed.");
    }

    fn read(text: &str) -> Option<(&'static str, bool, &str)> {
        tolerant(text, 0).map(|tag| (tag.element.name(), tag.end_tag, &text[tag.span.end as usize..]))
    }

    #[test]
    fn code_is_no_debris() {
        for text in ["car.name = 'a'\n>", "the_type = Field()\n>", "name => value", "type = call(info->"] {
            assert_eq!(debris(text, 0, text.find('>').unwrap() + 1), None, "{text}");
        }
        assert_eq!(tolerant("stream<<p> out", 6), None);
        assert_eq!(tolerant("<<<<<<< A\nlines\n=======\n>>>>>>> B", 6), None);
    }

    #[test]
    fn torn_tags_are_read_whole() {
        for (text, name, end_tag) in [
            ("< p >", "p", false),
            ("< / P >", "p", true),
            ("</ p>", "p", true),
            ("< /h\n 1 >", "h1", true),
            ("< / d i v >", "div", true),
            ("＜／p＞", "p", true),
            // In Cyrillic.
            ("<р>", "p", false),
            ("<а href=\"https://example.org/port\">", "a", false),
            ("<\\p>", "p", true),
            ("<</p>>", "p", true),
            ("<<a href=\"https://example.org/port\">>", "a", false),
            ("& lt; / strong & gt;", "strong", true),
            ("&lt/p&gt", "p", true),
            ("& lt p & gt", "p", false),
            ("&lta href=&quothttps://example.org/&quot&gt", "a", false),
            ("< / P. >", "p", true),
            ("&amp;lt;/p&amp;gt;", "p", true),
            ("< a target = \"_ blank\" href=\" https://example.org/port \">", "a", false),
            ("< a \"_ blank\" href=\" https://example.org/port \">", "a", false),
            ("< ul classNam e = ' spa c e - y - 2 ' >", "ul", false),
            ("< a href= '' http : //www.example.com/x '' >", "a", false),
            ("<a href=\"\"http://example.org/x\"\" title=\"\">", "a", false),
            ("< a h r e f = \"http://example.org/x\" >", "a", false),
            ("<\n/p\n>", "p", true),
            ("<a title=\"5 > 4\">", "a", false),
            ("< br / >", "br", false),
            ("< / o : p >", "o:p", true),
            // With marks of direction.
            ("<\u{200f} h1 / \u{200f}>", "h1", false),
            ("< span style = \"color: # 333333\" >", "span", false),
        ] {
            assert_eq!(read(text), Some((name, end_tag, "")), "{text}");
        }
    }

    #[test]
    fn a_link_whose_name_was_translated_is_known_by_its_address() {
        for text in ["<а href=\"https://example.org/\">", "< bir href = \"https://example.org/\" >"] {
            assert_eq!(read(text), Some(("a", false, "")), "{text}");
        }
        assert_eq!(read("<Link-To href=\"/about\">"), None);
        assert_eq!(read("< portée class = \"date\" >"), Some((Element::UNKNOWN.name(), false, "")));
    }

    #[test]
    fn a_tag_that_the_bounds_of_the_text_have_cut_is_one() {
        for text in ["< p styl", "<ul cla", "<a class=\"x\" hre"] {
            assert_eq!(tolerant(text, 0).map(|tag| tag.span.range().len()), Some(text.len()), "{text}");
        }
        assert_eq!(tolerant("< p stylish", 0).map(|tag| tag.span.end), Some(3));
        assert_eq!((nameless("</di", 0), nameless("a <b", 2)), (Some(4), None));
        for text in ["ener\" data-track=\"x\">", "ss=\"x\" data-v-4>", "rticle\" itemprop=\"y\">"] {
            assert_eq!(debris(text, 0, text.len()), Some(0), "{text}");
        }
        for text in ["so x=\"y\">", "x＝y>"] {
            assert_eq!(debris(text, 0, text.len()), None, "{text}");
        }
    }

    #[test]
    fn references_without_a_semicolon_are_signs_in_a_tag_that_starts_with_one_alone() {
        let text = "<a href=\"https://example.org/?a=1&gtm=2&lt=3\">old";
        assert_eq!(read(text), Some(("a", false, "old")));
        assert_eq!(read("& Ltd. > 3"), None);
    }

    #[test]
    fn a_tag_that_lost_its_end_ends_with_its_name() {
        for (text, name, end_tag, rest) in [
            ("</p <p>One", "p", true, " <p>One"),
            ("</em and so on", "em", true, " and so on"),
            ("< p The harbour opened.</p>", "p", false, " The harbour opened.</p>"),
            ("<strong 港口", "strong", false, " 港口"),
        ] {
            assert_eq!(read(text), Some((name, end_tag, rest)), "{text}");
        }
    }

    #[test]
    fn a_tag_that_lost_its_start_is_known_by_its_slash_or_its_place() {
        let half = |text: &str| half(text, 0, text.len()).map(|tag| (tag.element.name(), tag.end_tag));
        assert_eq!(half("It opened. / p >"), Some(("p", true)));
        assert_eq!(half("the old /em>"), Some(("em", true)));
        assert_eq!(half("One.\np >"), Some(("p", false)));
        for text in ["x >", "a/b>", "Home > Video >", "one p >"] {
            assert_eq!(half(text), None, "{text}");
        }
    }

    #[test]
    fn no_word_after_an_open_quotation_mark_is_lost() {
        for (text, rest) in [
            ("< a href=\" https://example.org/?q=%E6%B8%AF < a > old", "< a > old"),
            ("<a href=\"https://example.org>harbour</a> and \"so\" on", "harbour</a> and \"so\" on"),
            (
                "< a href=\" https://example.org/x the harbour has opened, \"she said",
                " the harbour has opened, \"she said",
            ),
        ] {
            assert_eq!(read(text).map(|tag| tag.2.trim_start()), Some(rest.trim_start()), "{text}");
        }
    }

    #[test]
    fn an_address_whose_mark_did_not_close_ends_before_the_next_attribute() {
        let copy = crate::clean("< a href = \" https://example.org/x target = \"_ blank\" > The pier < / a > opened.");
        assert_eq!(copy.output, "The pier opened.");
        assert_eq!(copy.links[0].href, "https://example.org/x");
    }

    #[test]
    fn words_are_no_tags() {
        for text in [
            "< b and c > d",
            "<y; then 3 > 2",
            "<3 harbours",
            "<- arrows",
            "<ann@example.org>",
            "<https://example.org/>",
            "<K, V>",
            "< 5 and 6 > 3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_no_element_has_may_be_a_translated_one() {
        for (text, end_tag) in [("< fuerte >", false), ("</сильный>", true), ("<段落>", false), ("<п>", false)]
        {
            assert_eq!(read(text), Some((Element::UNKNOWN.name(), end_tag, "")), "{text}");
        }
    }

    #[test]
    fn attributes_without_their_tag_are_found() {
        let text = "The harbour\" target = \"_ blank\" > opened";
        let end = text.find('>').unwrap() + 1;
        assert_eq!(debris(text, 0, end), Some(11));
        assert_eq!(debris("if x = \"5\" > y", 0, 12), None);
        assert_eq!(debris("Press <g id=\"1\">", 0, 16), None);
    }
}
