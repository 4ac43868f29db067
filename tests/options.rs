//! What a person may ask for, option by option and rule by rule.

use cleancopy::{Cleaned, Cleaner, Flavour, Format, Input, Keep, Options, OptionsError, Pattern, Rule};

fn clean(input: &str, set: impl FnOnce(&mut Options)) -> Cleaned {
    let mut options = Options::default();
    set(&mut options);
    Cleaner::new(options).unwrap().clean(&Input::text(input)).unwrap()
}

fn with(rule: Rule, input: &str) -> String {
    clean(input, |options| options.rules = vec![(rule, true)]).output
}

const LOST: &str =
    "The < a href=\" https://example.org/s?q=%E6%B8%AF < a > < a href=\" https://example.org/b \"> old < / a > port";

#[test]
fn every_rule_that_is_on_does_what_its_example_says() {
    use cleancopy::RULES;
    // Examples that need more around them to be evidence, or that are about addresses and lines.
    let apart = [
        Rule::Format,
        Rule::Headline,
        Rule::Encoding,
        Rule::OwnPhrase,
        Rule::OwnPattern,
        Rule::SharePrompt,
        Rule::SubscribePrompt,
        Rule::CreditLine,
        Rule::Navigation,
        Rule::RelatedLinks,
        Rule::Advertisement,
        Rule::LegalNotice,
        Rule::Comments,
        Rule::ReadMore,
        Rule::Headline,
        Rule::SentenceStart,
        Rule::QuoteSpacing,
        Rule::Apostrophe,
        Rule::PunctuationSpacing,
        Rule::Initials,
        Rule::Hyphenation,
        Rule::LineWrap,
        Rule::LinkAddress,
        Rule::TrackingParameter,
        Rule::DropLinks,
        Rule::DropImages,
        Rule::SplitLongParagraphs,
        Rule::FirstSeenKeyword,
        Rule::InvisibleCharacter,
    ];
    for row in RULES.iter().filter(|row| !apart.contains(&row.id)) {
        assert_eq!(with(row.id, row.before), row.after, "{}", row.id);
    }
}

#[test]
fn a_rule_that_is_off_leaves_alone_what_it_would_change() {
    let off = |rule, input| clean(input, |options| options.rules = vec![(rule, false)]).output;
    assert_eq!(off(Rule::DamagedTag, "< p > Open. < / p >"), "< p > Open. < / p >");
    assert_eq!(off(Rule::Entity, "Fish &amp; chips"), "Fish &amp; chips");
    assert_eq!(off(Rule::WhiteSpace, "The  harbour"), "The  harbour");
    assert_eq!(off(Rule::QuoteSpacing, "He said: \" We sail. \""), "He said: \" We sail. \"");
    assert_eq!(off(Rule::Advertisement, "One.\n\nAdvertisement\n\nTwo."), "One.\n\nAdvertisement\n\nTwo.");
}

#[test]
fn quotation_marks_are_curled_and_straightened_when_asked() {
    assert_eq!(with(Rule::SmartQuotes, "He said \"it's late\"."), "He said “it’s late”.");
    assert_eq!(with(Rule::StraightQuotes, "He said “it’s late”."), "He said \"it's late\".");
}

#[test]
fn the_keyword_of_a_lost_link_is_put_in_when_asked() {
    assert_eq!(with(Rule::FirstSeenKeyword, LOST), "The 港 old port");
    assert_eq!(clean(LOST, |_| {}).output, "The old port");
}

#[test]
fn links_and_images_are_dropped_when_asked_and_one_can_be_taken_back() {
    let input = "<p>A <a href=\"https://example.org/b\">b</a> c <img src=\"https://example.org/d.png\" alt=\"d\">.</p>";
    let set = |options: &mut Options| {
        options.format = Format::Markdown;
        options.rules = vec![(Rule::DropLinks, true), (Rule::DropImages, true)];
    };
    let cleaned = clean(input, set);
    assert_eq!(cleaned.output, "A b c .");
    assert!(cleaned.links.is_empty());
    let link = cleaned.changes.iter().find(|change| change.rule == Rule::DropLinks).unwrap();
    let kept = clean(input, |options| {
        set(options);
        options.keep = vec![Keep { at: link.at, rule: link.rule }];
    });
    assert_eq!(kept.output, "A [b](https://example.org/b) c .");
}

#[test]
fn long_paragraphs_are_parted_when_asked() {
    let sentence = "The harbour opened in May, and ships came from twelve ports to see it. ";
    let text = sentence.repeat(24).trim_end().to_owned();
    let parted = with(Rule::SplitLongParagraphs, &text);
    assert!(parted.split("\n\n").count() > 1);
    assert_eq!(parted.replace("\n\n", " "), text);
    assert!(parted.split("\n\n").all(|part| part.len() >= 400));
}

#[test]
fn own_phrases_drop_the_lines_that_say_them() {
    let cleaned =
        clean("One.\n\nSee our “gift” guide!\n\nTwo.", |options| options.phrases = vec!["our gift guide".into()]);
    assert_eq!(cleaned.output, "One.\n\nTwo.");
    assert_eq!(cleaned.changes[0].rule, Rule::OwnPhrase);
}

/// What each pattern of the file finds in its text; the package is held against the same file.
#[test]
fn patterns_are_those_of_the_regex_crate() {
    let mut file: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(include_str!("patterns.json")).unwrap();
    let text = file.remove("text").unwrap().as_str().unwrap().to_owned();
    for (pattern, found) in file {
        let mut options = Options::default();
        options.patterns = vec![Pattern { pattern: pattern.clone(), replace: "‹$0›".into() }];
        let output = Cleaner::new(options).unwrap().clean(&Input::text(&text)).unwrap().output;
        let matches: Vec<&str> = output.split('‹').skip(1).filter_map(|rest| Some(rest.split_once('›')?.0)).collect();
        assert_eq!(serde_json::json!(matches), found, "{pattern}");
    }
}

#[test]
fn a_replacement_says_groups_by_number_and_by_name() {
    for (pattern, replace, wanted) in [
        (r"(?P<day>\d+) (?<month>May)", "$month $day, ${1}st$$ $none$1a", "Opened May 1, 1st$ ."),
        (r"\((?:x|(?i)y)([(a-c]+)(?<z>z)?", "[$1${z}]$", "Opened 1 May."),
        (r"(?<=d) 1", "", "error"),
        ("(?<day", "", "error"),
    ] {
        let mut options = Options::default();
        options.patterns = vec![Pattern { pattern: pattern.into(), replace: replace.into() }];
        let cleaned = Cleaner::new(options).map(|cleaner| cleaner.clean(&Input::text("Opened 1 May.")).unwrap().output);
        assert_eq!(cleaned.unwrap_or("error".into()), wanted, "{pattern}");
    }
}

#[test]
fn own_patterns_see_the_mended_text_and_can_be_taken_back() {
    let pattern = |from: &str, to: &str| Pattern { pattern: from.into(), replace: to.into() };
    let input = "It cost 12 < b > km < / b > of rope & amp; 3 km of chain.";
    let set =
        |options: &mut Options| options.patterns = vec![pattern(r"(\d+) km", "$1 kilometres"), pattern("&", "and")];
    let cleaned = clean(input, set);
    assert_eq!(cleaned.output, "It cost 12 kilometres of rope and 3 kilometres of chain.");
    let last = cleaned.changes.iter().rfind(|change| change.rule == Rule::OwnPattern).unwrap();
    let kept = clean(input, |options| {
        set(options);
        options.keep = vec![Keep { at: last.at, rule: last.rule }];
    });
    assert_eq!(kept.output, "It cost 12 kilometres of rope and 3 km of chain.");
}

#[test]
fn wrong_options_are_errors_that_say_what_is_wrong() {
    let error = |set: fn(&mut Options)| {
        let mut options = Options::default();
        set(&mut options);
        Cleaner::new(options).map(|_| ()).unwrap_err()
    };
    let pattern = error(|options| options.patterns = vec![Pattern { pattern: "(a".into(), replace: String::new() }]);
    assert!(matches!(&pattern, OptionsError::Pattern { .. }) && pattern.to_string().contains("(a"));
    let property =
        error(|options| options.patterns = vec![Pattern { pattern: r"a\\\p{L}".into(), replace: String::new() }]);
    assert!(property.to_string().contains(r"\p{…} is not built in"), "{property}");
    for (pattern, sound) in [
        ("(?-u)a", false),
        ("b(?i-u:a)", false),
        (r"\(?-u", true),
        ("(?-i)a(?u)b", true),
        ("[a-f&&[^b]]", false),
        ("[^]--a]", false),
        (r"[\[~~a]", false),
        (r"a && [a-z]--\[~~", true),
        ("[--/&]", true),
    ] {
        let mut options = Options::default();
        options.patterns = vec![Pattern { pattern: pattern.into(), replace: String::new() }];
        assert_eq!(Cleaner::new(options).is_ok(), sound, "{pattern}");
    }
    assert!(matches!(error(|options| options.phrases = vec!["--".into()]), OptionsError::Phrase(_)));
    assert!(matches!(error(|options| options.base_url = Some("example.org".into())), OptionsError::BaseUrl(_)));
}

#[test]
fn an_input_over_the_limit_is_an_error_with_both_sizes() {
    let mut options = Options::default();
    options.max_input = 10;
    let error = Cleaner::new(options).unwrap().clean(&Input::text("The harbour")).unwrap_err().to_string();
    assert!(error.contains("11 bytes") && error.contains("10"));
}

#[test]
fn of_two_flavours_the_one_that_says_more_is_read_and_named() {
    let text = "The pier opened.\nShips came.\nIt is lit.";
    let read = |html: &str| {
        let cleaned = Cleaner::new(Options::default()).unwrap().clean(&Input::both(text, html)).unwrap();
        (cleaned.source, cleaned.output)
    };
    let whole = "<p>The pier opened.</p><ul><li>Ships came.</li><li>It is lit.</li></ul>";
    assert_eq!(read(whole), (Flavour::Html, "The pier opened.\n\n- Ships came.\n- It is lit.".into()));
    for less in ["", "<img src=pier.png>", "<span>The pier opened. Ships came. It is lit.</span>"] {
        assert_eq!(read(less), (Flavour::Text, text.into()), "{less}");
    }
}

#[test]
fn lines_of_a_text_without_markup_keep_their_indentation() {
    let text = "The fleet:\n\n- ferries\n  - the old one\n    - its lamp\n- tugs";
    let cleaned = cleancopy::clean(text);
    assert_eq!((cleaned.output.as_str(), cleaned.changes.len()), (text, 0));
    // One blank is a stray one, and beside markup it is its source's.
    assert_eq!(cleancopy::clean("One\n two\n three").output, "One\ntwo\nthree");
    assert_eq!(cleancopy::clean("< p > One < br >\n   two < / p >").output, "One\ntwo");
}
