//! What a page says of itself: JSON-LD, Open Graph and other `<meta>`, microdata, `<time>`.

use std::sync::LazyLock;

use crate::build::{Base, decode, mend};
use crate::byline;
use crate::data::{Table, data_file, find_words, places, spaced, split, words};
use crate::element::Element;
use crate::judge::{Token, TokenKind};
use crate::lex::reference;
use crate::lex::standard::Attributes;
use crate::lex::tag::Attribute;
use crate::options::Active;
use crate::source::boundary;

/// What is known of a page, by `FIELDS`.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    found: [Option<(u32, String)>; 6],
}

/// The fields, as data/metadata.txt has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Byline,
    Date,
    Site,
    Language,
    Image,
}

const FIELDS: [Field; 6] = [Field::Title, Field::Byline, Field::Date, Field::Site, Field::Language, Field::Image];

/// The field of each name, and behind it its rank.
static NAMES: LazyLock<Table<'static>> = LazyLock::new(|| {
    let rows = data_file!("metadata.txt").lines().enumerate().flat_map(|(field, line)| {
        words(line).skip(1).enumerate().map(move |(rank, name)| (name, (field as u32) << 8 | rank as u32))
    });
    Table::new(&mut rows.into_iter())
});

/// What an element shows is trusted less than what `<meta>` says, and JSON-LD more.
const LINKED_DATA: u32 = 0;
const META: u32 = 1 << 8;
const SHOWN: u32 = 2 << 8;

impl Metadata {
    /// What is known of a field.
    pub fn take(&mut self, field: Field) -> Option<String> {
        self.found[field as usize].take().map(|(_, value)| value)
    }

    /// Takes what a property says, unless a better one has spoken.
    fn offer(&mut self, name: &str, trust: u32, value: &str) {
        let name = name.to_ascii_lowercase();
        let Some((_, row)) = NAMES.first(&name) else { return };
        self.set(FIELDS[(row >> 8) as usize], trust + (row & 0xFF), value);
    }

    fn set(&mut self, field: Field, rank: u32, value: &str) {
        let found = &mut self.found[field as usize];
        if value.len() > 2000 || found.as_ref().is_some_and(|&(best, _)| best <= rank) {
            return;
        }
        let mut value = spaced(&decode(value, true));
        match field {
            Field::Byline => {
                let name = byline::author(&value).unwrap_or(&value);
                value = name.trim_start_matches(|ch: char| !ch.is_alphanumeric()).to_owned();
            }
            // What is not written as ISO 8601 has it.
            Field::Date if value.as_bytes().get(4) != Some(&b'-') => value = byline::date(&value).unwrap_or(value),
            Field::Title => value = without_site(&value).to_owned(),
            _ => {}
        }
        let address = find_words(&value, "://").is_some();
        let fits = match field {
            Field::Title | Field::Site => !value.is_empty(),
            // A profile's address is no name.
            Field::Byline => {
                value.contains(char::is_alphabetic) && !address && value.len() < 200 && !byline::names_author(&value)
            }
            Field::Date => value.bytes().filter(u8::is_ascii_digit).count() >= 5 && value.len() < 60,
            Field::Language => value.len() >= 2 && value.len() < 20,
            Field::Image => address || value.starts_with('/'),
        };
        if fits {
            *found = Some((rank, value));
        }
    }
}

/// Reads what a page says of itself. O(tokens and what stands in them).
pub(crate) fn read(
    text: &str,
    tokens: &[Token],
    attributes: &[Attribute],
    base: Option<&Base>,
    rules: Active,
) -> Metadata {
    let mut metadata = Metadata::default();
    let mut attributes = Attributes(attributes);
    for (at, token) in tokens.iter().enumerate() {
        let TokenKind::StartTag(marks) = token.kind else { continue };
        if !marks.attributes || !marks.standard {
            continue;
        }
        let element = marks.element;
        let named = matches!(element, Element::HTML | Element::META | Element::TIME | Element::SCRIPT);
        if !named && !marks.microdata {
            continue;
        }
        let end = token.span.end as usize;
        let (mut name, mut content, mut language, mut kind) = (None, None, None, None);
        for attribute in attributes.of(token.span) {
            let value = &text[attribute.value.range()];
            let is = |wanted: &str| text[attribute.name.range()].eq_ignore_ascii_case(wanted);
            if is("property") || is("name") || is("itemprop") || is("http-equiv") || is("rel") && value == "author" {
                name = name.or(Some(value));
            } else if is("content") || is("datetime") {
                content = Some(value);
            } else if is("lang") {
                language = Some(value);
            } else if is("type") {
                kind = Some(value);
            }
        }
        if element == Element::SCRIPT {
            if kind.is_some_and(|kind| find_words(kind, "ld+json").is_some()) {
                let next =
                    tokens.get(at + 1..).and_then(|rest| rest.iter().find(|next| !matches!(next.kind, TokenKind::Raw)));
                let until = next.map_or(text.len(), |next| next.span.start as usize);
                linked_data(&text[end..until], &mut metadata);
            }
        } else if element == Element::HTML {
            metadata.set(Field::Language, SHOWN, language.unwrap_or_default());
        } else if element == Element::META {
            if let (Some(name), Some(content)) = (name, content) {
                metadata.offer(name, META, content);
            }
        } else if let Some(name) = name {
            metadata.offer(name, SHOWN, content.unwrap_or_else(|| first_words(&text[end..])));
        } else if element == Element::TIME {
            metadata.set(Field::Date, SHOWN + 0xFF, content.unwrap_or_else(|| first_words(&text[end..])));
        }
    }
    if let Some((_, image)) = &mut metadata.found[Field::Image as usize] {
        match mend(image, base, rules) {
            Some(address) => *image = address,
            None => metadata.found[Field::Image as usize] = None,
        }
    }
    metadata
}

/// The longest part of a title: the others name the site and its parts.
fn without_site(title: &str) -> &str {
    let parts = || split(title, " | ").map(str::trim);
    let longest = parts().map(str::len).max();
    parts().find(|part| Some(part.len()) == longest).unwrap_or(title)
}

/// How far around a headline its author is looked for, in bytes.
const AROUND: usize = 8 << 10;

/// The author whom an element near a headline shows that its class or address calls one.
pub(crate) fn author_around(text: &str, at: usize) -> Option<String> {
    let near = &text[boundary(text, at.saturating_sub(AROUND))..boundary(text, at + AROUND)];
    ["author", "byline"].iter().find_map(|word| {
        places(near, word).find_map(|place| {
            let tag = near[..place].rfind(&['<', '>'][..]).filter(|&tag| near[tag..].starts_with('<'))?;
            let name = byline::name(first_words(&near[tag + near[tag..].find('>')? + 1..]))?;
            // One word is a label, too, where words are spaced.
            (name.contains(' ') || !name.is_ascii()).then(|| decode(name, true))
        })
    })
}

/// The first words behind a tag, past the tags that follow it at once.
fn first_words(mut rest: &str) -> &str {
    for _ in 0..8 {
        let Some(at) = rest.find('<') else { break };
        if !rest[..at].trim().is_empty() {
            return rest[..at].trim();
        }
        let Some(end) = rest[at..].find('>') else { break };
        rest = &rest[at + end + 1..];
    }
    ""
}

/// How deep JSON-LD is read.
const DEEPEST: usize = 24;

/// Reads what JSON-LD says of its article: strings, each with the keys that lead to it. What is no JSON says nothing.
fn linked_data(json: &str, metadata: &mut Metadata) {
    // The key of each value that is open; empty in an array's place and at the root.
    let mut keys: Vec<String> = vec![String::new()];
    let mut rest = json;
    while let Some(at) = rest.find(&['"', '{', '[', '}', ']', ','][..]) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'{' | b'[' => {
                if keys.len() > DEEPEST {
                    return;
                }
                // In an array, the key is the one that leads to it.
                let key = if sign == b'[' { keys.last().cloned() } else { None };
                keys.push(key.unwrap_or_default());
            }
            b'}' | b']' => {
                keys.pop();
                if keys.is_empty() {
                    return;
                }
            }
            b',' => {}
            _ => {
                let Some((string, behind)) = string(rest) else { return };
                rest = behind;
                let value = rest.trim_start();
                let open = keys.len() - 1;
                if let Some(value) = value.strip_prefix(':') {
                    keys[open] = string;
                    rest = value;
                } else {
                    said(&keys, &string, metadata);
                }
            }
        }
    }
}

/// One string of JSON, unescaped, and what stands behind it.
fn string(json: &str) -> Option<(String, &str)> {
    let (mut out, mut at) = (String::new(), 0);
    loop {
        let mut ch = json[at..].chars().next()?;
        at += ch.len_utf8();
        match ch {
            '"' => return Some((out, &json[at..])),
            '\\' => {
                ch = json[at..].chars().next()?;
                let escaped;
                (escaped, at) = match ch {
                    // Half a pair is no character.
                    'u' => reference::escape(json, at - 1)
                        .or_else(|| json.is_char_boundary(at + 5).then_some((char::REPLACEMENT_CHARACTER, at + 5)))?,
                    'n' | 't' | 'r' | 'b' | 'f' => (' ', at + 1),
                    _ => (ch, at + ch.len_utf8()),
                };
                ch = escaped;
            }
            _ => {}
        }
        out.push(ch);
    }
}

/// Takes a string of JSON-LD that is a property of the page's article, or of a thing that is one.
fn said(keys: &[String], value: &str, metadata: &mut Metadata) {
    let mut path = keys.iter().map(String::as_str).filter(|key| !key.is_empty()).collect::<Vec<_>>();
    path.dedup();
    path.retain(|key| !matches!(*key, "@graph" | "mainEntity"));
    match path[..] {
        [key @ ("headline" | "datePublished" | "inLanguage" | "author" | "thumbnailUrl" | "image")]
        | [key @ ("author" | "publisher"), "name"]
        | [key @ "image", "url"] => {
            // A publisher is often the company behind a site.
            metadata.offer(key, if key == "publisher" { SHOWN } else { LINKED_DATA }, value);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cleaned, Cleaner, Input, Options};

    fn clean(html: &str) -> Cleaned {
        Cleaner::new(Options::default()).unwrap().clean(&Input::html(html)).unwrap()
    }

    #[test]
    fn linked_data_speaks_first() {
        let cleaned = clean(
            r#"<html lang="pt-BR"><head><title>Cais reabre | O Porto</title>
            <meta property="og:title" content="Cais reabre (vídeo)"><meta property="og:site_name" content="O Porto">
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList",
            "itemListElement":[{"name":"Home"}]},{"@type":"NewsArticle","headline":"Cais reabre ap\u00f3s \"seis\" anos",
            "author":[{"@type":"Person","name":"Ana Lima","url":"https://example.com/ana"}],
            "publisher":{"name":"O Porto SA"},"image":{"url":"https://example.com/cais.jpg"},
            "datePublished":"2024-05-06T07:08:09-03:00","comment":{"author":{"name":"Zé"},"datePublished":"2024-06-01"}}]}
            </script></head><body><p>O cais reabriu.</p></body></html>"#,
        );
        assert_eq!(cleaned.title.as_deref(), Some("Cais reabre após \"seis\" anos"));
        assert_eq!(cleaned.byline.as_deref(), Some("Ana Lima"));
        assert_eq!(cleaned.date.as_deref(), Some("2024-05-06T07:08:09-03:00"));
        assert_eq!(cleaned.site.as_deref(), Some("O Porto"));
        assert_eq!(cleaned.language.as_deref(), Some("pt-BR"));
        assert_eq!(cleaned.image.as_deref(), Some("https://example.com/cais.jpg"));
    }

    #[test]
    fn microdata_and_time_speak_where_nothing_else_does() {
        let cleaned = clean(
            "<article><h1 itemprop=headline>Pier opens</h1><p>By <span itemprop=\"author\"><a href=/a><b>Lea Marin</b></a>\
             </span>, <time datetime=\"2023-02-01\">1 February</time></p><p>The pier opened.</p></article>",
        );
        assert_eq!(cleaned.title.as_deref(), Some("Pier opens"));
        assert_eq!(cleaned.byline.as_deref(), Some("Lea Marin"));
        assert_eq!(cleaned.date.as_deref(), Some("2023-02-01"));
    }

    #[test]
    fn a_title_loses_its_site_a_byline_its_label_and_a_date_its_words() {
        let cleaned = clean(
            "<meta property=og:title content='The pier opens | News | Harbour Post'><meta name=author content='By Lea Marin'>\
             <meta name=date content='May 3rd, 2024'><p>The pier opened.</p>",
        );
        assert_eq!(cleaned.title.as_deref(), Some("The pier opens"));
        assert_eq!(cleaned.byline.as_deref(), Some("Lea Marin"));
        assert_eq!(cleaned.date.as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn a_string_of_json_is_read_with_its_escapes() {
        for (written, said) in [
            (r"The pier \ud83d\udea2 opens", "The pier 🚢 opens"),
            (r"Half \ud83d a pair", "Half \u{fffd} a pair"),
            (r"A \/ B \u00e9\u4e2d", "A / B é中"),
        ] {
            let html =
                format!("<script type=application/ld+json>{{\"headline\": \"{written}\"}}</script><p>Words.</p>");
            assert_eq!(clean(&html).title.as_deref(), Some(said));
        }
    }

    #[test]
    fn what_is_no_json_says_nothing() {
        for json in
            ["{\"headline\": \"", "]}}\"headline\":\"x\"", "{\"author\": \"\\ud83d\\", "{{{\"image\" \"x\"", "\"\\"]
        {
            let cleaned = clean(&format!("<script type=application/ld+json>{json}</script><p>Words.</p>"));
            assert_eq!((cleaned.title, cleaned.byline, cleaned.image), (None, None, None), "{json}");
        }
    }

    #[test]
    fn a_profile_is_no_name_and_a_script_no_picture() {
        let cleaned = clean(
            "<meta property=article:author content=https://example.com/ana><meta property=og:image content='javascript:x://'>\
             <p>Words.</p>",
        );
        assert_eq!((cleaned.byline, cleaned.image), (None, None));
    }
}
