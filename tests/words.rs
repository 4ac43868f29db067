//! The page says every reason of the core in its own languages.

use std::fs;

use cleancopy::{Reason, Side};

/// The reasons as the page's tables have them: values numbered, parts between commas.
fn parts(reason: &Reason) -> Vec<String> {
    let (mut template, mut values) = (String::new(), 0);
    let text = reason.to_string();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '`' => rest[1..].find('`').expect("backticks come in pairs") + 2,
            '0'..='9' => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()),
            _ => {
                template.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
        };
        values += 1;
        template += &if first == '`' { format!("`{{{values}}}`") } else { format!("{{{values}}}") };
        rest = &rest[end..];
    }
    template.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_reason_has_words_in_every_language_of_the_page() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/src/words");
    let tables = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let tables: Vec<String> = tables.collect();
    let mut reasons = vec![Reason::Tag("p"), Reason::Phrase("share, or like")];
    for side in [Side::Before, Side::Inside, Side::After] {
        reasons.extend([
            Reason::Said { side },
            Reason::Links { links: 2, words: 13, side },
            Reason::Named { name: "nav", side },
            Reason::Under { side },
            Reason::Apart { side },
            Reason::Stray { side },
        ]);
    }
    reasons.extend([false, true].map(|end| Reason::Vocabulary { known: 2, words: 13, end }));
    for reason in &reasons {
        for part in parts(reason) {
            for table in &tables {
                assert!(table.contains(&format!("\"{part}\":")), "no words for `{part}`");
            }
        }
    }
}
