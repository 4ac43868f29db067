//! The HTML Standard's tokenizer (§13.2.5), as spans. Functions are named
//! after the states that they run through.

use super::tag::{Attribute, Tag};
use crate::data::find;
use crate::element::Element;
use crate::source::Span;

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Tag open, end tag open, tag name and attribute states (§13.2.5.6 to §13.2.5.40), at `<` or `</`
/// before a letter. Adds its attributes to those `found`. `None` where the input ends inside the tag.
pub(crate) fn tag(text: &str, at: usize, found: &mut Vec<Attribute>) -> Option<Tag> {
    let bytes = text.as_bytes();
    let end_tag = bytes[at + 1] == b'/';
    let name = at + 1 + usize::from(end_tag);
    let name = name..name_end(bytes, name)?;
    let element = Element::named(&text[name.clone()]).unwrap_or(Element::UNKNOWN);
    let (mut attributes, mut microdata, mut damaged) = (false, false, false);
    let (end, self_closing) = attributes_behind(text, name.end, |attribute| {
        attributes = true;
        found.push(attribute);
        // Unexpected-character-in-attribute-name parse errors: words and the next tag, or marks that are doubled.
        let name = &bytes[attribute.name.range()];
        damaged |= name.contains(&b'<') || name.ends_with(b"\"\"");
        microdata |= match name {
            b"itemprop" => true,
            b"rel" => bytes[attribute.value.range()] == *b"author",
            _ => false,
        };
    })?;
    let span = Span::new(at, end);
    let (escaped, closed) = (false, true);
    Some(Tag { span, element, end_tag, damaged, escaped, attributes, microdata, closed, self_closing })
}

/// The attributes of a text's tags, in order, for who goes through its tags in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attributes<'a>(pub &'a [Attribute]);

impl<'a> Attributes<'a> {
    /// Those of a tag that is none before the last one that was asked for. O(attributes), all calls together.
    pub fn of(&mut self, tag: Span) -> &'a [Attribute] {
        let before = self.0.iter().take_while(|one| one.name.start < tag.start).count();
        self.0 = &self.0[before..];
        &self.0[..self.0.iter().take_while(|one| one.name.start < tag.end).count()]
    }
}

/// Tag name state (§13.2.5.8).
fn name_end(bytes: &[u8], name: usize) -> Option<usize> {
    Some(name + bytes[name..].iter().position(|&byte| is_space(byte) || byte == b'/' || byte == b'>')?)
}

/// From the before attribute name state to the end of the tag, and whether it closes itself.
fn attributes_behind(text: &str, from: usize, mut with: impl FnMut(Attribute)) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut i = from;
    loop {
        // Before attribute name, after attribute value (quoted), self-closing start tag.
        let before = i;
        i += bytes[i..].iter().position(|&byte| !is_space(byte) && byte != b'/')?;
        if bytes[i] == b'>' {
            return Some((i + 1, i > before && bytes[i - 1] == b'/'));
        }
        // Attribute name: a leading `=` belongs to it.
        let start = i;
        i += 1;
        i += bytes[i..].iter().position(|&byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='))?;
        let name = Span::new(start, i);
        // After attribute name.
        let after = i + bytes[i..].iter().position(|&byte| !is_space(byte))?;
        if bytes[after] != b'=' {
            with(Attribute { name, value: Span::new(i, i) });
            continue;
        }
        // Before attribute value.
        i = after + 1;
        i += bytes[i..].iter().position(|&byte| !is_space(byte))?;
        let value = match bytes[i] {
            quote @ (b'"' | b'\'') => {
                let start = i + 1;
                let end = start + find(&bytes[start..], [quote])?;
                i = end + 1;
                Span::new(start, end)
            }
            b'>' => Span::new(i, i),
            _ => {
                let start = i;
                i += bytes[i..].iter().position(|&byte| is_space(byte) || byte == b'>')?;
                Span::new(start, i)
            }
        };
        with(Attribute { name, value });
    }
}

/// A comment, or what is read as one: what it says, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Comment {
    pub says: Span,
    pub end: usize,
}

/// Markup declaration open and bogus comment states (§13.2.5.41, §13.2.5.42), at `<!`, `<?` or
/// `</` before what is no letter.
pub(crate) fn declaration(text: &str, at: usize) -> Comment {
    let bytes = text.as_bytes();
    if bytes[at..].starts_with(b"<!--") {
        return comment(bytes, at + 4);
    }
    let start = at + 1 + usize::from(bytes[at + 1] != b'?');
    match find(&bytes[start..], [b'>']) {
        Some(length) => Comment { says: Span::new(start, start + length), end: start + length + 1 },
        None => Comment { says: Span::new(start, bytes.len()), end: bytes.len() },
    }
}

/// Comment states (§13.2.5.43 to §13.2.5.52), behind `<!--`.
fn comment(bytes: &[u8], start: usize) -> Comment {
    // `<!-->` and `<!--->` are whole.
    for whole in [&b">"[..], b"->"] {
        if bytes[start..].starts_with(whole) {
            return Comment { says: Span::new(start, start), end: start + whole.len() };
        }
    }
    // `--!>` closes too, with its dashes inside the comment or those that open it.
    let closes = |end: usize, marks: &[&[u8]]| {
        marks.iter().find(|mark| bytes[start..end].ends_with(mark)).map(|mark| mark.len())
    };
    let mut i = start;
    while let Some(length) = find(&bytes[i..], [b'>']) {
        let end = i + length;
        if let Some(mark) = closes(end, &[b"--", b"--!"]) {
            return Comment { says: Span::new(start, end - mark), end: end + 1 };
        }
        i = end + 1;
    }
    let mark = closes(bytes.len(), &[b"--!", b"--", b"-"]).unwrap_or(0);
    Comment { says: Span::new(start, bytes.len() - mark), end: bytes.len() }
}

/// What an element's content is read as (§13.2.6.2 and §13.2.6.4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Data,
    /// Character references are read, tags are not.
    Rcdata,
    Rawtext,
    ScriptData,
    Plaintext,
}

pub(crate) fn content(element: Element) -> Content {
    match element {
        Element::TITLE | Element::TEXTAREA => Content::Rcdata,
        Element::STYLE | Element::XMP | Element::IFRAME | Element::NOEMBED | Element::NOFRAMES | Element::NOSCRIPT => {
            Content::Rawtext
        }
        Element::SCRIPT => Content::ScriptData,
        Element::PLAINTEXT => Content::Plaintext,
        _ => Content::Data,
    }
}

/// RCDATA, RAWTEXT and script data states (§13.2.5.2 to §13.2.5.31): where the content that
/// starts here ends, at its appropriate end tag or the input's end.
pub(crate) fn content_end(text: &str, start: usize, content: Content, name: &str) -> usize {
    let (bytes, name) = (text.as_bytes(), name.as_bytes());
    let script = content == Content::ScriptData;
    // Script data escaped, and double escaped inside it.
    let (mut escaped, mut double) = (None, false);
    let mut i = start;
    while i < bytes.len() {
        match bytes[i] {
            b'<' => {
                let end_tag = bytes.get(i + 1) == Some(&b'/');
                let name_at = i + 1 + usize::from(end_tag);
                if end_tag && !double && is_named(bytes, name_at, name) {
                    return i;
                }
                if script {
                    if escaped.is_none() && bytes[i..].starts_with(b"<!--") {
                        escaped = Some(i + 2);
                    } else if escaped.is_some() && is_named(bytes, name_at, b"script") {
                        double = !end_tag;
                    }
                }
            }
            b'>' if escaped.is_some_and(|from| i >= from + 2 && bytes[i - 2..i] == *b"--") => {
                (escaped, double) = (None, false);
            }
            _ => {}
        }
        // Only these mean something.
        i += 1;
        let rest = &bytes[i..];
        let next = if escaped.is_some() { find(rest, [b'<', b'>']) } else { find(rest, [b'<']) };
        i += next.unwrap_or(rest.len());
    }
    bytes.len()
}

/// Whether a tag's name is this one, in any case, and ends there. No tag has an empty one.
fn is_named(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    !name.is_empty()
        && bytes.get(at..at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && bytes.get(at + name.len()).is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_a_quoted_value_does_not_end_a_tag() {
        let text = "<a title='5 > 4' href=x>y";
        let mut found = Vec::new();
        let tag = tag(text, 0, &mut found).unwrap();
        let seen = found.iter().map(|one| (&text[one.name.range()], &text[one.value.range()])).collect::<Vec<_>>();
        assert_eq!(&text[tag.span.range()], "<a title='5 > 4' href=x>");
        assert_eq!(seen, [("title", "5 > 4"), ("href", "x")]);
    }

    #[test]
    fn a_tag_that_the_input_ends_in_is_none() {
        assert_eq!(tag("<a href=\"x", 0, &mut Vec::new()), None);
    }

    #[test]
    fn each_tag_has_its_own_attributes() {
        let text = "<p a b><br><i c>";
        let mut found = Vec::new();
        let tags = [0, 7, 11].map(|at| tag(text, at, &mut found).unwrap().span);
        let mut attributes = Attributes(&found);
        assert_eq!(tags.map(|tag| attributes.of(tag).len()), [2, 0, 1]);
        assert_eq!(Attributes(&found).of(tags[2]).len(), 1);
    }

    #[test]
    fn comments_end_as_the_standard_says() {
        for text in ["<!-->", "<!--->", "<!-- a > b -->", "<!-- a --!>", "<!DOCTYPE html>", "<?xml?>"] {
            assert_eq!(declaration(text, 0).end, text.len(), "{text}");
        }
    }

    #[test]
    fn a_script_in_a_comment_in_a_script_hides_its_end_tag() {
        let end = |text| content_end(text, 0, Content::ScriptData, "script");
        let text = "a<!--<script></script>--></script>";
        assert_eq!(end(text), text.len() - 9);
        assert_eq!(end("x < y</script >"), 5);
        assert_eq!(end("x</scripts>"), 11);
    }
}
