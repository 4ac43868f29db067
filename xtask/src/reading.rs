//! Markdown and HTML read back as text, to hold the formats of the output against each other.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Options, Parser};

pub fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of each line that has some; the marks between them differ by format.
pub fn words_by_line(text: &str) -> Vec<String> {
    let words = |line| words_of(line).collect::<Vec<_>>().join(" ");
    text.lines().map(words).filter(|line| !line.is_empty()).collect()
}

/// Sound Markdown in text is copied, so that its addresses are not words.
pub fn of_text(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](http") {
        words += &rest[..at];
        rest = &rest[at..];
        rest = &rest[rest.find([')', ' ', '\n']).unwrap_or(rest.len())..];
    }
    words + rest
}

pub fn of_markdown(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    of_html(&html, true)
}

/// A line for each block, `br` and row, items of ordered lists with their number; white space collapses but in `pre`.
/// Counters of letters and numerals are `decimal` in Markdown, which has no others.
pub fn of_html(html: &str, decimal: bool) -> String {
    const INLINE: &[&[u8]] = &[
        b"a", b"abbr", b"b", b"cite", b"code", b"del", b"em", b"i", b"img", b"ins", b"kbd", b"mark", b"q", b"s",
        b"samp", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"u", b"var",
    ];
    let is_one_line = |name: &[u8]| matches!(name, b"td" | b"th" | [b'h', b'1'..=b'6']);
    let (mut text, mut preformatted, mut lists) = (String::new(), false, Vec::<Option<(usize, u8)>>::new());
    // The numbers of items, until the first of their words: they may stand in a paragraph of their own.
    let mut numbers = String::new();
    // Headings and rows are one line each.
    let mut one_line = false;
    let breaks = |name: &[u8], one_line| match name {
        b"td" | b"th" => "\t",
        b"br" if one_line => " ",
        _ if INLINE.contains(&name) => "",
        _ => "\n",
    };
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::String(words) => {
                let words = String::from_utf8_lossy(&words).into_owned();
                if !words.trim().is_empty() {
                    text += &std::mem::take(&mut numbers);
                }
                text += &if preformatted { words } else { words.replace(['\n', '\r'], " ") };
            }
            Token::StartTag(tag) => {
                text += breaks(&tag.name, one_line);
                one_line |= is_one_line(&tag.name);
                match tag.name.as_slice() {
                    b"pre" => preformatted = true,
                    b"ul" => lists.push(None),
                    b"ol" => {
                        let start = tag.attributes.get(b"start".as_slice());
                        let start = start.and_then(|start| str::from_utf8(start).ok()?.parse().ok()).unwrap_or(1);
                        let kind = tag.attributes.get(b"type".as_slice()).filter(|_| !decimal);
                        lists.push(Some((start, kind.map_or(b'1', |kind| kind[0]))));
                    }
                    b"li" => {
                        if let Some(Some((next, kind))) = lists.last_mut() {
                            numbers += &format!("{}. ", counter(*next, *kind));
                            *next += 1;
                        }
                    }
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                text += breaks(&tag.name, one_line);
                one_line &= !is_one_line(&tag.name);
                match tag.name.as_slice() {
                    b"li" => numbers.clear(),
                    b"pre" => preformatted = false,
                    b"ul" | b"ol" => drop(lists.pop()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    text
}

/// A number in the counter that `type` calls; those beyond 26 and 39 are in digits.
fn counter(number: usize, kind: u8) -> String {
    const TENS: [&str; 4] = ["", "x", "xx", "xxx"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let lower = match kind.to_ascii_lowercase() {
        b'a' if number <= 26 => char::from(b'a' + number as u8 - 1).to_string(),
        b'i' if number < 40 => [TENS[number / 10], ONES[number % 10]].concat(),
        _ => number.to_string(),
    };
    if kind.is_ascii_uppercase() { lower.to_uppercase() } else { lower }
}
