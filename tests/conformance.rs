//! The HTML Standard's tokenizer, held against html5lib's tests in `../shared/suites`.

#[path = "support/shared.rs"]
mod shared;

use std::fs;

use cleancopy::conformance::{Doctype, State, Token, tokenize};
use serde_json::Value;

const STATES: [(&str, State); 6] = [
    ("Data state", State::Data),
    ("PLAINTEXT state", State::Plaintext),
    ("RCDATA state", State::Rcdata),
    ("RAWTEXT state", State::Rawtext),
    ("Script data state", State::ScriptData),
    ("CDATA section state", State::CdataSection),
];

/// Undoes `\uHHHH` in what is escaped twice; none where it says half of a surrogate pair.
fn text(value: &Value, escaped_twice: bool) -> Option<String> {
    let text = value.as_str().unwrap_or_default();
    if !escaped_twice {
        return Some(text.to_owned());
    }
    let mut units = Vec::new();
    let mut parts = text.split("\\u");
    units.extend(parts.next().unwrap_or_default().encode_utf16());
    for part in parts {
        units.push(u16::from_str_radix(part.get(..4)?, 16).ok()?);
        units.extend(part[4..].encode_utf16());
    }
    String::from_utf16(&units).ok()
}

/// The tokens that a test wants.
fn wanted(output: &Value, escaped_twice: bool) -> Option<Vec<Token>> {
    let text = |value: &Value| text(value, escaped_twice);
    let optional = |value: &Value| if value.is_null() { Some(None) } else { text(value).map(Some) };
    let mut tokens = Vec::new();
    for token in output.as_array()? {
        let name = text(&token[1]);
        tokens.push(match token[0].as_str()? {
            "DOCTYPE" => Token::Doctype(Doctype {
                name: optional(&token[1])?,
                public: optional(&token[2])?,
                system: optional(&token[3])?,
                quirks: !token[4].as_bool()?,
            }),
            "StartTag" => {
                let mut attributes = Vec::new();
                for (name, value) in token[2].as_object()? {
                    attributes.push((text(&Value::from(name.as_str()))?, text(value)?));
                }
                attributes.sort();
                Token::StartTag(name?, attributes, token[3].as_bool() == Some(true))
            }
            "EndTag" => Token::EndTag(name?),
            "Comment" => Token::Comment(name?),
            "Character" => Token::Characters(name?),
            other => panic!("a token of the kind {other}"),
        });
    }
    Some(tokens)
}

#[test]
fn every_test_of_the_tokenizer_passes_in_each_of_its_states() {
    let Some(folder) = shared::path("suites/html5lib-tokenizer") else { return };
    let files = fs::read_dir(folder).expect("the folder can be read");
    let (mut runs, mut surrogates, mut wrong) = (0, 0, Vec::new());
    for file in files.map(|file| file.expect("the folder can be read").path()) {
        // The tests of `xmlViolation.test` have another name: they are of XML.
        if file.extension().is_none_or(|end| end != "test") || file.ends_with("xmlViolation.test") {
            continue;
        }
        let suite: Value = serde_json::from_str(&fs::read_to_string(&file).expect("a suite is text")).expect("JSON");
        for test in suite["tests"].as_array().expect("a list of tests") {
            let escaped_twice = test["doubleEscaped"].as_bool() == Some(true);
            let states = match test["initialStates"].as_array() {
                Some(states) => states.iter().filter_map(Value::as_str).collect(),
                None => vec!["Data state"],
            };
            let (Some(input), Some(wanted)) =
                (text(&test["input"], escaped_twice), wanted(&test["output"], escaped_twice))
            else {
                surrogates += states.len();
                continue;
            };
            for name in states {
                let (_, state) = STATES.iter().find(|(other, _)| *other == name).expect("a state of the standard");
                let mut found = tokenize(&input, *state, test["lastStartTag"].as_str().unwrap_or_default());
                for token in &mut found {
                    if let Token::StartTag(_, attributes, _) = token {
                        attributes.sort();
                    }
                }
                runs += 1;
                if found != wanted {
                    wrong.push(format!("{name} {input:?}\n  wanted {wanted:?}\n  got    {found:?}"));
                }
            }
        }
    }
    println!("{runs} runs, {surrogates} left out for lone surrogates");
    assert!(runs > 7000, "only {runs} runs");
    assert!(wrong.is_empty(), "{} of {runs} runs are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
