//! How a string is read: as HTML, or as text with markup in it.

use crate::element::{Element, Kind};
use crate::lex::tag;

/// Whether a string is HTML: it opens as a document, or it has sound block markup, its sound tags
/// outnumber the damaged, the spoken-of and those of no element (`Vec<T>`), and most of it stands
/// beside a tag: a manual has paragraphs between its samples of markup. O(length).
pub(crate) fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}');
    let opens = |name: &str| start.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    if opens("<!doctype html") || opens("<html") || opens("<?xml") && start.contains("<html") {
        return true;
    }
    let bytes = text.as_bytes();
    let (mut sound, mut blocks, mut other) = (0u32, 0u32, 0u32);
    let (mut at, mut tagged, mut bare) = (0, 0, 0);
    while let Some(length) = bytes[at..].iter().position(|&byte| byte == b'<' || byte == b'&' || byte == 0xEF) {
        at += length;
        let Some(tag) = (bytes[at] != 0xEF || text[at..].starts_with('＜')).then(|| tag::tolerant(text, at)).flatten()
        else {
            other += u32::from(tag::is_placeholder(text, at));
            at += 1;
            continue;
        };
        at = tag.span.end as usize;
        if tag.element == Element::UNKNOWN {
            continue;
        }
        if tag.damaged || tag.escaped || crate::lex::is_spoken_of(text, tag.span.start as usize, at) {
            other += 1;
        } else {
            sound += 1;
            blocks += u32::from(tag.element.kind().is_block() && tag.element.kind() != Kind::Break);
            bare += untagged(&text[tagged..tag.span.start as usize]);
            tagged = at;
        }
    }
    bare += untagged(&text[tagged..]);
    blocks > 0 && sound > other && bare < text.len() / 2
}

/// The length of the paragraphs between two tags that hold neither.
fn untagged(between: &str) -> usize {
    let first = between.find("\n\n").unwrap_or(0);
    between.rfind("\n\n").map_or(0, |last| last - first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_sound_blocks_are_html() {
        assert!(is_html(" <!DOCTYPE html><title>x"));
        assert!(is_html("<p>One.</p><p>Two.</p>"));
        assert!(!is_html("< p > One. <b>x</b>"));
        assert!(!is_html("one <b>two</b> three"));
        assert!(!is_html("A paragraph starts with the <p> tag."));
        assert!(!is_html("fn list<T>(of: Vec<T>) -> List<P>"));
        let manual =
            "A page has parts.\n\nThey are these, in this order.\n\nOne:\n\n<ul><li>x</li></ul>\n\nThe end of it.";
        assert!(!is_html(manual));
    }
}
