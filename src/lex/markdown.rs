//! Links of Markdown (CommonMark §6.3) in text, sound and torn: `[tides] (https: // example.org)`.
//! And strong words whose marks are torn off (§6.2), `** tides **`, and attributes in braces.

use crate::source::Span;

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
    let paren = close + 1 + gap;
    if bytes.get(paren) != Some(&b'(') {
        return None;
    }
    let limit = bytes.len().min(paren + LONGEST_ADDRESS);
    let mut depth = 0;
    let length = bytes[paren..limit].iter().position(|&byte| {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        depth == 0 || matches!(byte, b'\n' | b'[' | b'<')
    })?;
    let end = paren + length;
    if bytes[end] != b')' {
        return None;
    }
    let address = text[paren + 1..end].trim();
    let squeezed: String = address.split_whitespace().collect();
    let lower = squeezed.to_ascii_lowercase();
    let absolute = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let spaced = address.contains(char::is_whitespace) && !address.contains('"');
    let local = gap == 0 && !spaced && squeezed.starts_with(['/', '#', '.']) && squeezed.len() > 1;
    if !absolute && !local {
        return None;
    }
    let (tail, torn) = attributes(&text[end + 1..]).map_or((0, false), |length| (length, true));
    let start = paren + 1 + text[paren + 1..end].find(address).unwrap_or(0);
    // A title stands behind the address.
    let stop = start + address.find([' ', '\t']).filter(|_| address.ends_with('"')).unwrap_or(address.len());
    let damaged = gap > 0 || spaced || torn || inner.trim() != inner;
    // Sound ones stand as they are.
    if bytes[..at].ends_with(b"!") && !(is_image && damaged) {
        return None;
    }
    let lead = inner.len() - inner.trim_start().len();
    Some(MarkdownLink {
        open: Span::new(at, at + 1 + lead),
        close: Span::new(close - (inner.len() - inner.trim_end().len()), end + 1 + tail),
        address: Span::new(start, stop),
        damaged,
    })
}

/// The longest strong words that are looked for.
const LONGEST_STRONG: usize = 300;

/// Where the marks stand that close strong words, torn off by spaces, at those that open them.
pub(crate) fn strong(text: &str, at: usize) -> Option<usize> {
    let inner = text[at..].strip_prefix("** ")?;
    if text[..at].ends_with(|ch: char| ch.is_alphanumeric() || ch == '*')
        || !inner.starts_with(|ch: char| ch.is_alphabetic() || matches!(ch, '"' | '“' | '\'' | '(' | '<' | '[' | '&'))
    {
        return None;
    }
    let length =
        inner.as_bytes().windows(3).take(LONGEST_STRONG).position(|part| part == b" **" || part[0] == b'\n')?;
    let ends = inner[length..].strip_prefix(" **")?;
    (!ends.starts_with(|ch: char| ch.is_alphanumeric() || ch == '*')).then_some(at + 3 + length + 1)
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
    let inside = rest[open + 1..end].trim_start_matches([':', ' ']);
    (inside.starts_with(char::is_alphabetic) && inside.contains('=')
        || inside.starts_with('.')
        || inside.starts_with('#'))
    .then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(strong("** The tides ** rise", 0), Some(13));
        assert_eq!(braces("{: target = \"_ blank\"} and"), Some(22));
        for text in ["** 3 ** 4", "**The** tides", "** The tides rise"] {
            assert_eq!(strong(text, 0), None, "{text}");
        }
    }

    #[test]
    fn brackets_in_prose_and_code_are_left_alone() {
        for text in ["[1] (see below)", "[i](x)", "[sic] (https is fine)", "[] (https://example.org)"] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
