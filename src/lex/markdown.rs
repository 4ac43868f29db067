//! Links of Markdown (CommonMark §6.3) in text, sound and torn: `[tides] (https: // example.org)`.
//! And strong words whose marks are torn off (§6.2), `** tides **`, and attributes in braces.

use super::narrow;
use crate::data::{is_one_of, is_unspaced};
use crate::source::{Span, boundary};

/// A link: its marks, and where its address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MarkdownLink {
    pub open: Span,
    /// From the bracket that closes to the end, with the attributes that kramdown writes behind.
    pub close: Span,
    pub address: Span,
    pub damaged: bool,
}

/// The longest words and the longest address that are looked for.
const LONGEST_WORDS: usize = 300;
const LONGEST_ADDRESS: usize = 1000;

/// Where the mark stands that makes a torn link an image (§6.4), `! [tides] (https: // example.org/x.png)`: alone.
pub(crate) fn image(text: &str, bracket: usize) -> Option<usize> {
    let before = text[..bracket].trim_end_matches(' ').strip_suffix('!')?;
    let alone = before.chars().next_back().is_none_or(|ch| ch.is_whitespace() || ch == '>');
    (alone && bracket - before.len() < 3).then_some(before.len())
}

/// The length of an address between angle brackets (CommonMark §6.5), behind the first of them.
pub(crate) fn address(rest: &str) -> Option<usize> {
    let absolute = rest.starts_with("https://") || rest.starts_with("http://");
    let end = rest.find(|ch: char| ch.is_whitespace() || matches!(ch, '<' | '>' | '"'))?;
    (absolute && rest[end..].starts_with('>')).then_some(end)
}

/// Reads a link at a bracket.
pub(crate) fn link(text: &str, at: usize) -> Option<MarkdownLink> {
    let bytes = text.as_bytes();
    let is_image = image(text, at).is_some();
    let words = &bytes[at + 1..bytes.len().min(at + 1 + LONGEST_WORDS)];
    let length = words
        .iter()
        .position(|byte| matches!(byte, b'[' | b']' | b'<' | b'\n'))
        .filter(|&length| words[length] == b']')?;
    let close = at + 1 + length;
    let inner = &text[at + 1..close];
    if inner.trim().is_empty() && !is_image {
        return None;
    }
    let gap = bytes[close + 1..].iter().take(2).take_while(|&&byte| byte == b' ').count();
    let open = close + 1 + gap;
    let behind = &text[open..boundary(text, open + LONGEST_ADDRESS)];
    // Translators into Chinese and Japanese make the brackets wide.
    let wide = behind.starts_with('（');
    let mut depth = 0;
    let (length, bracket) = behind.char_indices().find(|&(_, ch)| {
        depth += i32::from(narrow(ch) == '(') - i32::from(narrow(ch) == ')');
        depth == 0 || matches!(ch, '\n' | '[' | '<')
    })?;
    if length == 0 || narrow(bracket) != ')' {
        return None;
    }
    let (paren, end) = (open + if wide { '（'.len_utf8() } else { 1 }, open + length + bracket.len_utf8());
    let address = text[paren..open + length].trim();
    // A title stands behind the address.
    let title = address.find('"').filter(|&title| title > 0 && address.ends_with('"'));
    let address = address[..title.unwrap_or(address.len())].trim_end();
    let squeezed: String = address.chars().filter(|ch| !ch.is_whitespace()).map(narrow).collect();
    let lower = squeezed.to_ascii_lowercase();
    let absolute = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let spaced = address.contains(char::is_whitespace);
    let named = || squeezed.contains(&['/', '#', '.'][..]) && !text[..at].ends_with(char::is_alphanumeric);
    let local = gap == 0 && !spaced && squeezed.len() > 1 && (squeezed.starts_with(&['/', '#', '.'][..]) || named());
    // Between wide brackets a sound address is one that prose gives.
    if !absolute && (wide || !local) || wide && !spaced {
        return None;
    }
    let (tail, torn) = attributes(&text[end..]).map_or((0, false), |length| (length, true));
    let start = paren + (address.as_ptr() as usize - text[paren..].as_ptr() as usize);
    let damaged = gap > 0 || spaced || torn || inner.trim() != inner;
    // What its mark stands close to is no image.
    if bytes[..at].ends_with(b"!") && !is_image {
        return None;
    }
    let lead = inner.len() - inner.trim_start().len();
    Some(MarkdownLink {
        open: Span::new(at, at + 1 + lead),
        close: Span::new(close - (inner.len() - inner.trim_end().len()), end + tail),
        address: Span::new(start, start + address.len()),
        damaged,
    })
}

/// The longest words that are looked for between two marks.
const LONGEST_PAIR: usize = 600;

/// Where the marks stand that close emphasis (CommonMark §6.2) or code (§6.1) in its line, at those that open it; and
/// whether spaces tear them off, as they do in `** tides **`.
pub(crate) fn pair(text: &str, at: usize) -> Option<(Span, bool)> {
    let bytes = text.as_bytes();
    let sign = bytes[at];
    let run = |from: usize| bytes[from..].iter().take(4).take_while(|&&byte| byte == sign).count();
    // Chinese and Japanese writing has no blanks around words.
    let joins = |ch: char| ch.is_alphanumeric() && !is_unspaced(ch) || ch == sign as char;
    let in_address = |ch: char| is_one_of(ch, "/=&?#%.@~\\+$<");
    // A space may part the two signs of a mark.
    let is_parted = |from: usize| {
        sign != b'`' && run(from) == 1 && bytes[from + 1..].starts_with(&[b' ', sign]) && run(from + 2) == 1
    };
    let parted = is_parted(at);
    let length = if parted { 3 } else { run(at) };
    let start = at + length;
    // Marks between quotation marks are spoken of.
    let quoted =
        |from: usize, to: usize| text[..from].ends_with(&['"', '\''][..]) && bytes.get(to) == Some(&bytes[from - 1]);
    let torn = text[start..].strip_prefix(' ');
    let torn_off = |words: &str| words.starts_with(|ch: char| ch.is_alphabetic() || is_one_of(ch, "\"“'(<[&"));
    // One sign at a line's start is an item's, and behind a number one of multiplication.
    let other = |ch: char| ch == '\n' || ch == sign as char || ch.is_numeric() || is_one_of(ch, ")]");
    let alone = || text[..at].trim_end_matches(' ').chars().next_back().is_none_or(other);
    let apart = sign != b'`' && (length == 2 || length == 1 && !alone());
    let damaged = (parted || apart) && torn.is_some_and(torn_off);
    if length > 3
        || parted && (!damaged || text[..at].trim_end_matches(' ').ends_with(sign as char))
        || quoted(at, start)
        || text[..at].ends_with(|ch| joins(ch) || sign != b'`' && in_address(ch))
        || text[start..].starts_with(char::is_whitespace) && !damaged
        || sign == b'_' && length > 1 && !damaged
    {
        return None;
    }
    let limit = bytes.len().min(start + LONGEST_PAIR);
    let mut from = start;
    loop {
        from += bytes.get(from..limit)?.iter().position(|byte| matches!(byte, b'\n') || *byte == sign)?;
        if bytes[from] == b'\n' {
            return None;
        }
        let closes = if parted { is_parted(from) } else { run(from) == length };
        let blank = text[..from].ends_with(|ch: char| ch.is_whitespace() || ch == '\\' && sign != b'`');
        let stop = from + if closes { length } else { run(from) };
        if from > start
            && if damaged { text[..from].ends_with(' ') } else { !blank }
            && closes
            && !text[stop..].starts_with(joins)
            && !quoted(from, stop)
        {
            // A quotation between a backtick and an apostrophe is none.
            let apostrophes = bytes[start..from].iter().filter(|&&byte| byte == b'\'').count();
            let sound = sign != b'`' || apostrophes % 2 == 0;
            return sound.then_some((Span::new(from - usize::from(damaged), stop), damaged));
        }
        from = stop;
    }
}

/// Attributes in braces, as kramdown writes them, `{: target = "_ blank"}`: gives their length.
pub(crate) fn braces(rest: &str) -> Option<usize> {
    let colon = rest.as_bytes().get(1..3)?;
    (colon[0] == b':' || colon == b" :").then(|| attributes(rest)).flatten()
}

/// Attributes in braces behind a link, as kramdown writes them: gives their length.
fn attributes(rest: &str) -> Option<usize> {
    let open = rest.find(|ch: char| ch != ' ').filter(|&at| at <= 2 && rest[at..].starts_with('{'))?;
    let end = rest.as_bytes().iter().take(120).position(|&byte| byte == b'}')?;
    let inside = rest[open + 1..end].trim_start_matches(&[':', ' '][..]);
    (inside.starts_with(char::is_alphabetic) && inside.contains('=')
        || inside.starts_with('.')
        || inside.starts_with('#'))
    .then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_side_by_side_are_two_pairs() {
        assert_eq!(pair("*one* *two*", 0), Some((Span::new(4, 5), false)));
        assert_eq!(pair("* * one * * two * *", 0), Some((Span::new(7, 11), true)));
        assert_eq!(pair("* * * one * * *", 0), None);
    }

    #[test]
    fn marks_are_torn_off_by_spaces_alone() {
        for blank in ["\u{a0}", "\u{3000}", "\u{2003}"] {
            assert_eq!(pair(&format!("** tides{blank}**"), 0), None);
        }
    }

    fn address(text: &str) -> Option<(&str, bool)> {
        link(text, 0).map(|link| (&text[link.address.range()], link.damaged))
    }

    #[test]
    fn torn_links_are_read() {
        assert_eq!(address("[tides] (https: // example.org/tides)"), Some(("https: // example.org/tides", true)));
        assert_eq!(
            address("[log ](https://example.org/log) {: target = \"_ blank\"}"),
            Some(("https://example.org/log", true))
        );
        assert_eq!(address("[log](https://example.org/a_(b))"), Some(("https://example.org/a_(b)", false)));
        assert_eq!(address("[log](/log \"The log\")"), Some(("/log", false)));
    }

    #[test]
    fn an_image_has_its_mark_alone() {
        for (text, mark) in [("See ! [a] (b)", Some(4)), ("![a] (b)", Some(0)), ("Ships! [a] (b)", None)] {
            assert_eq!(image(text, text.find('[').unwrap()), mark, "{text}");
        }
    }

    #[test]
    fn torn_strong_words_and_attributes_are_found() {
        assert_eq!(pair("** The tides ** rise", 0), Some((Span::new(12, 15), true)));
        assert_eq!(braces("{: target = \"_ blank\"} and"), Some(22));
        for text in ["** 3 ** 4", "** The tides rise", "**The tides ** rise"] {
            assert_eq!(pair(text, 0), None, "{text}");
        }
    }

    #[test]
    fn sound_pairs_stand_close_to_their_words() {
        let words =
            |text| pair(text, text.find(['*', '_', '`']).unwrap()).map(|(close, _)| &text[..close.end as usize]);
        for text in ["The **old *grey* pier**", "*old*", "_old_", "`a*b`", "``a`b``", "这是**重点**"] {
            assert_eq!(words(text), Some(text));
        }
        for text in [
            "2*3*4",
            "2 * b * c",
            "f(*a, **b)",
            "__init__",
            "`foo' and `bar'",
            "(`foo',`bar')",
            "old_pier_light",
            "\"**\", \"**\"",
            "x/*y*/",
        ] {
            assert_eq!(words(text), None, "{text}");
        }
    }

    #[test]
    fn brackets_in_prose_and_code_are_left_alone() {
        for text in ["[1] (see below)", "[i](x)", "[sic] (https is fine)", "[] (https://example.org)"] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
