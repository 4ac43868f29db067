//! The lexer's standard part as the HTML Standard's tokenizer, for the conformance tests. No part
//! of the interface.
//!
//! The lexer gives spans; what tokens say is read off them here, as the standard says it (§13.2.5).

use crate::build::decode;
use crate::lex::standard::{self, Content};
use crate::lex::{self, What};

/// A token of the standard; neighbouring characters are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Its name, identifiers and force-quirks flag.
    Doctype(Doctype),
    /// Its name, attributes and self-closing flag.
    StartTag(String, Vec<(String, String)>, bool),
    /// Its name.
    EndTag(String),
    /// What it says.
    Comment(String),
    /// Text.
    Characters(String),
}

/// What a doctype says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doctype {
    /// `html`, as a rule.
    pub name: Option<String>,
    /// The public identifier.
    pub public: Option<String>,
    /// The system identifier.
    pub system: Option<String>,
    /// The force-quirks flag.
    pub quirks: bool,
}

/// A state that tokenizing may start in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// §13.2.5.1
    Data,
    /// §13.2.5.5
    Plaintext,
    /// §13.2.5.2
    Rcdata,
    /// §13.2.5.3
    Rawtext,
    /// §13.2.5.4
    ScriptData,
    /// §13.2.5.69
    CdataSection,
}

/// Reads a text from a state on. Start tags change no state: that is the tree builder's doing.
pub fn tokenize(text: &str, state: State, last_start_tag: &str) -> Vec<Token> {
    // Preprocessing the input stream (§13.2.3.5).
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut tokens = Tokens::default();
    let (content, start) = match state {
        State::Data => (Content::Data, 0),
        State::Plaintext => (Content::Plaintext, 0),
        State::Rcdata => (Content::Rcdata, 0),
        State::Rawtext => (Content::Rawtext, 0),
        State::ScriptData => (Content::ScriptData, 0),
        State::CdataSection => {
            let end = text.find("]]>").unwrap_or(text.len());
            tokens.characters(&text[..end]);
            (Content::Data, text.len().min(end + 3))
        }
    };
    let text = &text[start..];
    let (candidates, left) = lex::lex_strictly(text, content, last_start_tag);
    let mut at = 0;
    let words = |tokens: &mut Tokens, from: usize, to: usize| {
        let inside = to.min(left).max(from);
        tokens.characters(&replace_null(&text[from..inside]));
        tokens.characters(&text[inside..to]);
    };
    for candidate in candidates {
        let span = candidate.span.range();
        words(&mut tokens, at, span.start);
        at = span.end;
        match candidate.what {
            What::Tag(_) => tokens.0.push(tag(text, span.start)),
            What::Comment { .. } if text[span.clone()] == *"</>" => {}
            What::Comment { .. } => tokens.0.push(comment(text, span.start)),
            What::Reference { first, second, .. } => {
                tokens.characters(first.encode_utf8(&mut [0; 4]));
                second.into_iter().for_each(|second| tokens.characters(second.encode_utf8(&mut [0; 4])));
            }
            // The input ended inside a tag.
            What::Raw => {}
            What::Debris { .. }
            | What::Image { .. }
            | What::Pair { .. }
            | What::Escape
            | What::Words
            | What::LinkOpen { .. }
            | What::LinkClose { .. }
            | What::Braces
            | What::Hashes => unreachable!("a damaged form"),
        }
    }
    words(&mut tokens, at, text.len());
    tokens.0
}

#[derive(Default)]
struct Tokens(Vec<Token>);

impl Tokens {
    fn characters(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Token::Characters(before)) => before.push_str(text),
            _ => self.0.push(Token::Characters(text.to_owned())),
        }
    }
}

fn replace_null(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn tag(text: &str, at: usize) -> Token {
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    let tag = standard::tag(text, at, &mut found).expect("the lexer has read it");
    for attribute in found {
        let name = replace_null(&text[attribute.name.range()]).to_ascii_lowercase();
        // The first of two with one name counts.
        if attributes.iter().all(|(other, _)| *other != name) {
            attributes.push((name, decode(&replace_null(&text[attribute.value.range()]), false)));
        }
    }
    let written = &text[at + 1 + usize::from(tag.end_tag)..tag.span.end as usize];
    let name = written.split(|ch| SPACE.contains(&ch) || matches!(ch, '/' | '>')).next().unwrap_or_default();
    let name = replace_null(name).to_ascii_lowercase();
    if tag.end_tag { Token::EndTag(name) } else { Token::StartTag(name, attributes, tag.self_closing) }
}

fn comment(text: &str, at: usize) -> Token {
    let says = &text[standard::declaration(text, at).says.range()];
    let is_doctype =
        text[at..].starts_with("<!") && says.get(..7).is_some_and(|name| name.eq_ignore_ascii_case("doctype"));
    match is_doctype && !text[at..].starts_with("<!--") {
        true => Token::Doctype(doctype(&replace_null(&says[7..]), text[..at].len() + 2 + says.len() < text.len())),
        false => Token::Comment(replace_null(says)),
    }
}

const SPACE: [char; 4] = ['\t', '\n', '\u{c}', ' '];

/// DOCTYPE states (§13.2.5.53 to §13.2.5.68), behind the keyword.
fn doctype(says: &str, closed: bool) -> Doctype {
    let mut doctype = Doctype { quirks: !closed, ..Doctype::default() };
    let says = says.trim_start_matches(SPACE);
    if says.is_empty() {
        doctype.quirks = true;
        return doctype;
    }
    let (name, rest) = says.split_at(says.find(SPACE).unwrap_or(says.len()));
    doctype.name = Some(name.to_ascii_lowercase());
    // After DOCTYPE name.
    let rest = rest.trim_start_matches(SPACE);
    let keyword = rest.get(..6).map(str::to_ascii_lowercase).unwrap_or_default();
    let mut rest = match (keyword.as_str(), rest) {
        (_, "") => return doctype,
        ("public", _) => match identifier(&rest[6..], &mut doctype.public) {
            Some(rest) => rest,
            None => {
                doctype.quirks = true;
                return doctype;
            }
        },
        ("system", _) => &rest[6..],
        _ => {
            doctype.quirks = true;
            return doctype;
        }
    };
    rest = rest.trim_start_matches(SPACE);
    if rest.is_empty() && keyword == "public" {
        return doctype;
    }
    match identifier(rest, &mut doctype.system) {
        // What stands behind the system identifier is of no account, the input's end among it.
        Some(behind) => doctype.quirks &= behind.trim_matches(SPACE).is_empty(),
        None => doctype.quirks = true,
    }
    doctype
}

/// An identifier in its marks; gives what is behind it, or none where it is missing or not closed.
fn identifier<'a>(rest: &'a str, into: &mut Option<String>) -> Option<&'a str> {
    let rest = rest.trim_start_matches(SPACE);
    let quote = rest.chars().next().filter(|ch| matches!(ch, '"' | '\''))?;
    let (says, behind) = rest[1..].split_once(quote).map_or((&rest[1..], None), |(says, behind)| (says, Some(behind)));
    *into = Some(says.to_owned());
    behind
}
