//! Whether HTML is what `docs/safe-html.md` allows: its list is the one that counts.

use std::collections::BTreeMap;

use html5gum::{Error, Token, Tokenizer};

const LIST: &str = include_str!("../../docs/safe-html.md");

/// The attributes of each element that is allowed.
pub fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut allowed = BTreeMap::new();
    for row in LIST.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').collect();
        for element in quoted(cells[1]) {
            allowed.insert(element, quoted(cells[2]).collect());
        }
    }
    allowed
}

/// What stands in a text between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Says what is not allowed, if anything; or what does not nest.
pub fn check(html: &str) -> Result<(), String> {
    let allowed = allowed();
    let schemes = LIST.lines().find(|line| line.contains("of one of these schemes")).expect("the list names schemes");
    let schemes: Vec<&str> = quoted(schemes).collect();
    let mut open: Vec<String> = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let Some(attributes) = allowed.get(name.as_str()) else {
                    return Err(format!("an element {name} in {html:?}"));
                };
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(value));
                    let sound = match attribute.as_ref() {
                        "href" | "src" => is_safe(&value, &schemes),
                        "rel" => value == "noopener nofollow",
                        "start" => value.bytes().all(|byte| byte.is_ascii_digit()),
                        "class" => value.strip_prefix("language-").is_some_and(is_name),
                        _ => true,
                    };
                    if !sound || !attributes.contains(&attribute.as_ref()) {
                        return Err(format!("{name} with {attribute}={value:?} in {html:?}"));
                    }
                }
                if !matches!(name.as_str(), "hr" | "br" | "img") {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if open.pop().as_ref() != Some(&name) {
                    return Err(format!("an end tag {name} without its start tag in {html:?}"));
                }
            }
            Token::String(_) => {}
            // Controls are no danger.
            Token::Error(error)
                if matches!(
                    error.value,
                    Error::UnexpectedNullCharacter
                        | Error::ControlCharacterInInputStream
                        | Error::NoncharacterInInputStream
                ) => {}
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {
                return Err(format!("{token:?} in {html:?}"));
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} not closed in {html:?}")) }
}

/// Whether an address is relative or of a scheme that is allowed.
fn is_safe(address: &str, schemes: &[&str]) -> bool {
    address.split_once(':').is_none_or(|(scheme, _)| {
        schemes.contains(&scheme)
            || scheme.contains(['/', '?', '#'])
            || !scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
    })
}

fn is_name(name: &str) -> bool {
    name.chars().all(|ch| ch.is_ascii_alphanumeric() || "+#-_.".contains(ch))
}
