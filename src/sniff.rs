//! How a string is read: as HTML, or as text with markup in it. And which flavour of two.

use crate::data::find_words;
use crate::element::{Element, Kind};
use crate::lex::standard::{self, Content};
use crate::lex::{self, Candidate, Lexed, TagMarks, What};
use crate::options::Reading;
use crate::source::Flavour;

/// What a string is read as, and what it is lexed to: as it is `asked`, or as what it is. O(length).
pub(crate) fn flavour(text: &str, source: Flavour, asked: Reading) -> (Flavour, Lexed) {
    let flavour = match (source, asked) {
        (_, Reading::Text) => Flavour::Text,
        (Flavour::Text, Reading::Auto) if !is_document(text) => Flavour::Text,
        _ => Flavour::Html,
    };
    let lexed = lex::lex(text, flavour);
    if (flavour, asked) != (Flavour::Text, Reading::Auto) {
        return (flavour, lexed);
    }
    let Some(tags) = html_tags(text, &lexed) else { return (flavour, lexed) };
    // One is kept at a time.
    drop(lexed);
    let lexed = lex::lex(text, Flavour::Html);
    // A quote that never closes takes tags and words with it.
    if known_tags(text, &lexed) >= tags {
        return (Flavour::Html, lexed);
    }
    drop(lexed);
    (flavour, lex::lex(text, flavour))
}

/// Whether a string opens as a document of HTML.
fn is_document(text: &str) -> bool {
    let start = text.trim_start_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}');
    let opens = |name: &str| start.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    opens("<!doctype html") || opens("<html") || opens("<?xml") && find_words(start, "<html").is_some()
}

/// How many sound tags a string has that was read as text, if it is HTML: it has sound block markup, its sound tags
/// outnumber the damaged, the spoken-of and those of no element (`Vec<T>`), and most of it stands beside a tag: a manual has
/// paragraphs between its samples of markup. O(length).
fn html_tags(text: &str, lexed: &Lexed) -> Option<usize> {
    let (mut sound, mut blocks, mut other) = (Vec::new(), false, lexed.evidence.placeholders);
    for candidate in &lexed.candidates {
        match candidate.what {
            // Torn in its attributes: the standard may read words into them, whatever it is called.
            What::Tag(marks) if marks.damaged && marks.attributes => other += 3,
            What::Tag(TagMarks { element: Element::UNKNOWN, .. }) => {}
            What::Tag(marks) if marks.damaged || marks.escaped || marks.spoken => other += 1,
            What::Tag(marks) => {
                sound.push(candidate.span);
                let block = marks.element.kind().is_block() && marks.element.kind() != Kind::Break;
                blocks = blocks || block && (marks.bound || marks.attributes || !lex::is_alone(text, candidate.span));
            }
            _ => {}
        }
    }
    // Lines that Markdown marks have breaks of their own.
    if !blocks || lexed.evidence.is_feed() || sound.len() <= other as usize + lexed.marks.len() {
        return None;
    }
    let mut at = 0;
    let bare =
        sound.iter().map(|span| untagged(&text[std::mem::replace(&mut at, span.end as usize)..span.start as usize]));
    let bare = bare.sum::<usize>() + untagged(&text[at..]);
    (bare < text.len() / 2).then_some(sound.len())
}

/// How many tags have a name of HTML, with those that a browser without scripts would show (HTML Standard §4.12.2).
fn known_tags(text: &str, lexed: &Lexed) -> usize {
    let (mut known, mut raw) = (0, false);
    for Candidate { span, what } in &lexed.candidates {
        match *what {
            What::Tag(TagMarks { element, .. }) => {
                known += usize::from(element != Element::UNKNOWN);
                raw = element == Element::NOSCRIPT;
            }
            What::Raw if raw && (span.end as usize) < text.len() => known += text[span.range()].matches('<').count(),
            _ => {}
        }
    }
    known
}

/// The length of the paragraphs between two tags that hold neither.
fn untagged(between: &str) -> usize {
    let mut pairs = between.as_bytes().windows(2);
    let is_blank = |pair: &[u8]| pair == b"\n\n";
    pairs.position(is_blank).map_or(0, |_| pairs.rposition(is_blank).map_or(0, |last| last + 1))
}

/// Whether the HTML of a clipboard says less than its text: most words are not in it, or the lines
/// are not, or it only shows the markup that the text is. O(length).
pub(crate) fn is_worse(html: &str, text: &str) -> bool {
    let seen = Seen::new(html);
    let words = letters(text);
    let lines = text.lines().filter(|line| !line.trim_start().is_empty()).count();
    let is_markup = || {
        let (flavour, lexed) = flavour(text, Flavour::Text, Reading::Auto);
        flavour == Flavour::Html || lexed.evidence.markup()
    };
    seen.letters * 2 < words || lines > 2 && seen.breaks == 0 || !seen.structure && is_markup()
}

/// What the HTML of a clipboard has.
#[derive(Default)]
struct Seen {
    letters: usize,
    /// Tags that part its words, if any were before.
    breaks: usize,
    /// Links, lists, headings, emphasis: what text has not.
    structure: bool,
}

impl Seen {
    fn new(html: &str) -> Self {
        let mut seen = Seen::default();
        let mut at = 0;
        let mut attributes = Vec::new();
        while let Some(length) = html[at..].find('<') {
            attributes.clear();
            seen.letters += letters(&html[at..at + length]);
            at += length + 1;
            if html[at..].starts_with(&['!', '?'][..]) {
                at = standard::declaration(html, at - 1).end;
                continue;
            }
            if !html[at..].trim_start_matches('/').starts_with(|ch: char| ch.is_ascii_alphabetic()) {
                continue;
            }
            let Some(tag) = standard::tag(html, at - 1, &mut attributes) else { break };
            at = tag.span.end as usize;
            let kind = tag.element.kind();
            let content = standard::content(tag.element);
            if !tag.end_tag && content != Content::Data {
                at = standard::content_end(html, at, content, tag.element.name());
            }
            let plain = matches!(kind, Kind::Block | Kind::Paragraph | Kind::Break | Kind::Pre);
            seen.breaks += usize::from(kind.is_block() && seen.letters > 0 || kind == Kind::Pre);
            seen.structure |= !plain && !matches!(kind, Kind::Plain | Kind::Hidden | Kind::Title | Kind::Code);
        }
        seen.letters += letters(html.get(at..).unwrap_or_default());
        seen
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|ch| ch.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_that_says_less_than_the_text_is_worse() {
        let text = "The harbour opened.\nShips came.\nIt is lit.";
        for html in [
            "<meta charset=utf-8>",
            "<img src=x>",
            "<style>p { color: harbour opened ships came it is lit }</style><p>The",
            "<span>The harbour opened.\nShips came.\nIt is lit.</span>",
        ] {
            assert!(is_worse(html, text), "{html}");
        }
        let shown = "<div><span>&lt; p &gt;The harbour opened. &lt; /p &gt;</span></div>";
        assert!(is_worse(shown, "< p >The harbour opened. < /p >"));
    }

    #[test]
    fn html_with_the_words_and_their_structure_is_not() {
        let text = "The harbour opened.\nShips came.\nIt is lit.";
        assert!(!is_worse("<p>The harbour opened.<p>Ships came.<br>It is <b>lit</b>.", text));
        assert!(!is_worse("<pre>The harbour opened.\nShips came.\nIt is lit.</pre>", text));
        let spoken = "<h1>Tags</h1><p>The <code>&lt;p class=x&gt;</code> tag.";
        assert!(!is_worse(spoken, "Tags\nThe <p class=x> tag."));
    }

    fn is_html(text: &str) -> bool {
        flavour(text, Flavour::Text, Reading::Auto).0 == Flavour::Html
    }

    #[test]
    fn documents_and_sound_blocks_are_html() {
        assert!(is_html(" <!DOCTYPE html><title>x"));
        assert!(is_html("<p>One.</p><p>Two.</p>"));
        assert!(!is_html("< p > One. <b>x</b>"));
        assert!(!is_html("An <item> without <title> in line 8:\n  expected \"</channel>\""));
        assert!(!is_html("one <b>two</b> three"));
        assert!(!is_html("A paragraph starts with the <p> tag."));
        assert!(!is_html("A paragraph begins with <p> and ends with </p>. Many forget the second half."));
        assert!(!is_html("<p>The <a href=\"https://a.example/log>log</a> is long.</p><p class=\"x>It is old.</p>"));
        assert!(!is_html(
            "<sezione id=\"x><p>One.</p>\n<p>Two, <una href=\"https://a.example>three</una>.</p></sezione>"
        ));
        assert!(!is_html("fn list<T>(of: Vec<T>) -> List<P>"));
        assert!(is_html("<p>One.</p><noscript><p><img src=\"a.png\"></p></noscript>"));
        assert!(!is_html("- one\n- two\n- three\n\n<p align=\"center\">Logo</p>"));
        let manual = "Parts.\n\nA page has parts.\n\nThey are written in this order.\n\n<ul><li>x</li></ul>\n\nSo.";
        assert!(!is_html(manual));
    }
}
