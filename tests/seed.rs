//! The model input, to the byte, in every respect that `../shared/seed` names.

#[path = "support/shared.rs"]
mod shared;

use cleancopy::{Cleaner, Format, Input, Options, WarningKind};

fn seed(name: &str) -> Option<String> {
    shared::text(&format!("seed/{name}"))
}

fn clean(input: &str, format: Format) -> cleancopy::Cleaned {
    let mut options = Options::default();
    options.format = format;
    Cleaner::new(options).unwrap().clean(&Input::text(input)).unwrap()
}

#[test]
fn the_seed_comes_out_as_text_and_markdown() {
    let (Some(input), Some(text), Some(markdown)) = (seed("input.txt"), seed("expected.txt"), seed("expected.md"))
    else {
        return;
    };
    assert_eq!(clean(&input, Format::Text).output + "\n", text);
    assert_eq!(clean(&input, Format::Markdown).output + "\n", markdown);
}

#[test]
fn the_seed_has_its_links_warnings_and_chaff_in_every_format() {
    let (Some(input), Some(expected)) = (seed("input.txt"), seed("expected.json")) else { return };
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("expected.json is JSON");
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let cleaned = clean(&input, format);
        let links: Vec<_> =
            cleaned.links.iter().map(|link| serde_json::json!({"text": link.text, "href": link.href})).collect();
        assert_eq!(serde_json::Value::from(links), expected["links"]);
        let wanted = expected["warnings"].as_array().expect("warnings are a list");
        assert_eq!(cleaned.warnings.len(), wanted.len());
        for (warning, wanted) in cleaned.warnings.iter().zip(wanted) {
            match warning.rule {
                WarningKind::LostLinkText => {
                    assert_eq!(warning.keyword.as_deref(), wanted["keyword"].as_str());
                    assert_eq!(warning.href.as_deref(), wanted["href"].as_str());
                }
                _ => assert!(input[warning.at.range().start..].starts_with(wanted["at"].as_str().expect("a place"))),
            }
        }
        let chaff = expected["chaff"].as_array().expect("chaff is a list");
        for line in chaff.iter().filter_map(|line| line.as_str()) {
            let dropped = |change: &&cleancopy::Change| input[change.at.range()].trim() == line;
            assert_eq!(cleaned.changes.iter().filter(dropped).count(), 1, "{line}");
        }
    }
}
