//! Prompts, credits and notices: lines that are not the article wherever they stand.
//!
//! A line is judged by what it is: its place, its length, how much of it is the vocabulary of such
//! lines, and whether it reads as sentences. A known phrase is one feature of it.

use super::lexicon::{self, Line};
use super::topic::Share;
use crate::data::is_longer;
use crate::report::Reason;
use crate::rules::Rule;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the end, and torn off the text.
    Apart,
    /// Before the text, ended and not opened: no paragraph, and perhaps a title.
    Unopened,
    /// At the end, behind paragraphs that are opened and hold nothing: no paragraph.
    Behind,
    /// Among the first or the last lines of a torn text, no sentence, and about something else.
    Aside,
    /// Among the first or the last lines.
    End,
    Middle,
}

impl Place {
    pub fn is_torn_off(self) -> bool {
        matches!(self, Place::Apart | Place::Unopened | Place::Behind)
    }

    /// Whether a line that stands there speaks enough of what the text does, however much more of it is read: enough for
    /// all that asks below.
    pub fn is_of_text(self, Share { shared, all, .. }: Share) -> bool {
        all > 0
            && match self {
                Place::Behind => shared * 3 >= all * 2,
                Place::Apart | Place::Unopened => shared * 2 >= all,
                _ => shared * 4 > all,
            }
    }
}

/// How whole the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Sound,
    /// Out of a page, of which something may be left at its ends.
    CutOut,
    /// Copied with what stood around it and between its paragraphs.
    Copied,
    /// Its markup is torn.
    Torn,
}

/// In characters, how long a line is at most that a sign of copyright opens.
const NOTICE: usize = 120;

/// How much of a line must be the vocabulary of prompts where it is torn off a torn text, in percent.
const FEWEST: u32 = 20;

/// The longest line that can be a prompt, in bytes.
pub(super) const LONGEST: usize = 260;

/// A text with fewer words says too little of what it speaks of.
const TOPIC: usize = 50;

/// The longest line that is left out for what it does not speak of, in words.
const LONGEST_STRAY: usize = 20;

/// The place of a line that ends no sentence, by how much it speaks of what the text does.
pub(super) fn place_by(share: Share, place: Place, state: State) -> Place {
    let Share { shared, all, of } = share;
    match place {
        // A title, more likely. A short text need not speak of what its last lines do.
        Place::Unopened if all >= 2 && shared * 2 >= all => Place::End,
        Place::End if all >= 2 && shared * 4 <= all && of >= TOPIC && state == State::Torn => Place::Aside,
        _ => place,
    }
}

/// Whether a line that ends no sentence is torn off and speaks of something else, whatever it says: prompts are worded
/// anew each time.
pub(super) fn is_stray(line: &str, place: Place, share: Share) -> bool {
    let Share { shared, all, of } = share;
    let other = match place {
        Place::Behind => of >= TOPIC && (shared * 3 < all * 2 || all == 0),
        Place::Apart => of >= TOPIC && all >= 2 && shared * 2 < all,
        // The title of a short text need not be in it.
        Place::Unopened => of >= 2 * TOPIC && all >= 2 && shared * 2 < all,
        Place::End => of >= 2 * TOPIC && all >= 2 && shared * 5 < all,
        _ => false,
    };
    other
        && !line.ends_with(&['!', '?', '！', '？', '"', '”', '»', '」', '』', '…'][..])
        && line.len() <= LONGEST
        && line.split_whitespace().count() <= LONGEST_STRAY
        && !is_name(line)
}

/// Whether a line may be a name, with which a letter is signed: a few words in capitals.
fn is_name(line: &str) -> bool {
    line.split_whitespace().count() <= 4 && line.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

/// Judges one line.
pub(super) fn judge(line: &str, place: Place, state: State) -> Option<(Rule, Reason)> {
    // The lines of a copied text are judged as those of a torn one.
    let state = if state == State::Copied { State::Torn } else { state };
    let damaged = state == State::Torn;
    if line.len() > LONGEST {
        return None;
    }
    let whole = lexicon::small(line);
    let lower = lexicon::without_note(&whole);
    // A menu's word may head a short text; where markup is torn it is debris.
    let fits = |rule: Rule| damaged || place.is_torn_off() || rule != Rule::Navigation;
    if let Some((rule, phrase)) = lexicon::phrase(lower, damaged)
        && fits(rule)
        && says_no_more(rule, line, place, damaged)
        && (damaged || place != Place::Middle || says_enough(rule, phrase, line))
        && !is_call(line)
    {
        return Some((rule, Reason::Phrase(phrase)));
    }
    if damaged && lower.len() < whole.len() {
        return Some((Rule::Navigation, Reason::Phrase("opens in new window")));
    }
    if place != Place::Middle
        && let Some(phrase) = lexicon::frame(line)
    {
        return Some((Rule::RelatedLinks, Reason::Phrase(phrase)));
    }
    // Whoever holds the rights, in whatever language they are reserved.
    if state != State::Sound && is_copyright(lower) && !is_longer(lower, NOTICE) {
        return Some((Rule::LegalNotice, Reason::Phrase("©")));
    }
    if damaged && is_signed(line) {
        return Some((Rule::CreditLine, Reason::Phrase("_")));
    }
    // In percent: how much of the line must be the vocabulary of such lines. Few of them end as a sentence does.
    let ended = is_ended(line);
    let wanted = match (place, state, ended) {
        (Place::Unopened | Place::Behind, _, false) | (Place::Apart, State::Torn, false) | (Place::Aside, ..) => FEWEST,
        (Place::Apart, _, false) | (Place::End, State::Torn, false) => 40,
        (Place::Apart | Place::Unopened | Place::Behind, _, true) | (Place::End, State::Torn, true) => 60,
        (Place::End, State::CutOut, false) => 50,
        (Place::Middle, State::Torn, false) => 70,
        (Place::End, ..) => 78,
        (Place::Middle, State::Torn, true) => 80,
        (Place::Middle, ..) => 92,
    };
    let longest = if place == Place::Middle { 32 } else { 60 };
    let Line { rule, known, strong, words, sentences } =
        lexicon::read_up_to(lower, longest * (100 - wanted) / 100, state != State::Sound)?;
    // Many that they are about make up for words that are not known.
    let wanted = if strong >= 8 && damaged { wanted.min(50) } else { wanted };
    // Two words are too few to be sure, and the entries of a menu are no sentences anyway.
    let wanted = match state {
        _ if ended || wanted == FEWEST || (known >= 6 || strong >= 4) && rule != Rule::Navigation => wanted,
        State::Torn => wanted + 20,
        State::CutOut => wanted + 30,
        State::Sound | State::Copied => wanted,
    };
    // Two words name what a manual or an index is about; signs between them make a menu of it.
    let index = !damaged && (place == Place::Middle || rule == Rule::Navigation);
    let (least, most) = match place {
        Place::Behind if !ended => (2, 3),
        _ => (if index { 6 } else { 4 }, 2),
    };
    let menu = || !damaged && line.matches(&['|', '«', '»', '·', '›'][..]).count() >= 2;
    // Torn off the text, or no sentence at an end of a torn one, a line that says nothing but such words needs none
    // that it is about; before the text it may be a title, behind what holds nothing one word is enough.
    let bare = match place {
        Place::Unopened if !ended => known >= 4,
        Place::Behind if !ended => known >= 2,
        Place::Apart | Place::Unopened | Place::Behind | Place::Aside => known * 3 >= words * 2,
        Place::End => state != State::Sound && !ended && known * 4 >= words * 3,
        Place::Middle => false,
    };
    let strong = if bare && (words >= 8 || place.is_torn_off() && !ended) { strong.max(2) } else { strong };
    let enough =
        known * 100 >= words * wanted && words >= least && words <= longest && strong >= 2 && sentences <= most;
    // A menu has no sentences: `Read the log.` is one. `Found an error? Write to us`
    let enough = enough && (rule != Rule::Navigation || sentences == 0 || damaged && !ended || place.is_torn_off());
    // One strong word among many weak ones says little.
    let wordy =
        rule == Rule::LegalNotice || matches!(place, Place::End | Place::Aside) && state != State::Sound && !ended;
    let about = place.is_torn_off()
        || strong * if wordy { 12 } else { 8 } >= words
        || wordy && strong > 0 && known * 4 >= words * 3;
    (enough && about && !menu() && !is_call(line))
        .then(|| (rule, Reason::Vocabulary { known: known / 2, words: words / 2, end: place != Place::Middle }))
}

/// Whether a line ends as a sentence does. Prompts call and ask too: that is one before a closing quotation mark alone.
pub(super) fn is_ended(line: &str) -> bool {
    let quoted = line.trim_end_matches(&['"', '”', '»', '」', '』', ' ', '\u{a0}', '\u{202f}'][..]);
    let calls = quoted.len() < line.len() && quoted.ends_with(&['!', '?', '！', '？', '…'][..]);
    calls || quoted.trim_end_matches(&[')', '"', '”', '»'][..]).ends_with(&['.', '。', ':', '：'][..])
}

/// Whether a line opens with the sign of copyright, or `(c)` and a year: a clause of a contract may be the third.
fn is_copyright(line: &str) -> bool {
    let year = || line.strip_prefix("(c) ").and_then(|rest| rest.as_bytes().first_chunk::<4>());
    line.starts_with(&['©', 'ⓒ'][..]) || year().is_some_and(|year| year.iter().all(u8::is_ascii_digit))
}

/// Whether a line names who edited it, with a number: `Redacción: Ana Ruiz _ NT207`.
fn is_signed(line: &str) -> bool {
    let number = line.trim_end_matches(&[')', '）', ']', '】', '.'][..]);
    let letters = number.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let name = letters.trim_end_matches(|ch: char| ch.is_ascii_uppercase());
    let is_numbered = name.len() < letters.len() && letters.len() < number.len();
    let name =
        name.trim_end_matches(' ').strip_suffix('_').filter(|name| is_numbered && name.contains(&[':', '：'][..]));
    name.is_some_and(|name| name.ends_with(|ch: char| ch == ' ' || ch.is_alphabetic() && !ch.is_uppercase()))
}

/// Whether a line calls a function: `print(line)`.
fn is_call(line: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase();
    line.as_bytes()
        .windows(3)
        .any(|part| is_letter(part[0]) && part[1] == b'(' && (is_letter(part[2]) || part[2] == b'"'))
}

/// Whether a phrase in the middle of a sound text can be no heading or entry of its own: more than a word, or a
/// label of advertisements by itself.
fn says_enough(rule: Rule, phrase: &str, line: &str) -> bool {
    let alone = rule == Rule::Advertisement && line.len() == phrase.len() && !line.starts_with(char::is_lowercase);
    phrase.contains(' ') || phrase.contains(crate::data::is_unspaced) || alone
}

/// Whether a line that starts with a label is one: short, and not a sentence of its own.
fn says_no_more(rule: Rule, line: &str, place: Place, damaged: bool) -> bool {
    let Some(colon) = line.find(&[':', '：'][..]) else { return true };
    let rest = line[colon..].trim_start_matches(&[':', '：', ' '][..]).trim_end_matches(&[')', ']', '）', '】'][..]);
    let words =
        rest.split_whitespace().count().max(rest.chars().filter(|&ch| crate::data::is_unspaced(ch)).count() / 3);
    let sentence = rest.ends_with(&['.', '。', '!', '?', '"', '”'][..]) && words > 4;
    match rule {
        // A name or a few follow.
        Rule::CreditLine => {
            words <= if place != Place::Middle || damaged { 12 } else { 6 }
                && !sentence
                && (words > 0 || line.len() < 40)
        }
        Rule::LegalNotice => {
            words <= 30 && lexicon::read(&lexicon::small(line)).is_some_and(|line| line.known * 3 >= line.words * 2)
        }
        _ => words <= 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(line: &str) -> Option<Rule> {
        judge(line, Place::End, State::Sound).map(|found| found.0)
    }

    #[test]
    fn what_stands_in_brackets_behind_a_prompt_says_that_it_is_one() {
        let judged = |line, state| judge(line, Place::End, state).map(|found| found.0);
        assert_eq!(rule("Haz clic para compartir en Mastodon (Se abre en una ventana nueva)"), Some(Rule::SharePrompt));
        assert_eq!(judged("Ausdrucken (Wird in neuem Fenster geöffnet)", State::Copied), Some(Rule::Navigation));
        for line in ["The harbour plan of 1911 (opens in new window)", "The old pier (see below)", "Like this:"] {
            assert_eq!(judged(line, State::Sound), None, "{line}");
        }
        assert_eq!(judged("Like this:", State::Copied), Some(Rule::SharePrompt));
    }

    #[test]
    fn a_question_within_quotation_marks_ends_a_sentence() {
        for line in [
            "It closed.",
            "He asked: “Why?”",
            "孙子说：“啊？”",
            "Il cria : « Assez ! »",
            "館長は「本当か？」",
            "(It closed.)",
        ] {
            assert!(is_ended(line), "{line}");
        }
        for line in ["Like this story?", "Share it now!", "Read more…", "Press “Like”", "Subscribe (it is free!)"]
        {
            assert!(!is_ended(line), "{line}");
        }
    }

    #[test]
    fn what_stands_around_the_title_of_a_text_elsewhere_is_known_at_the_ends() {
        for line in [
            "The post Ten harbours to see appeared first on Coast Weekly.",
            "L’article Dix ports est apparu en premier sur La Côte.",
            "Запись Десять гаваней впервые появилась Берег.",
        ] {
            assert_eq!(rule(line), Some(Rule::RelatedLinks), "{line}");
            assert_eq!(judge(line, Place::Middle, State::Sound), None, "{line}");
        }
        for line in [
            "The post of harbour master appeared first on the roll in 1840.",
            "The lamppost appeared first on Main Street.",
            "La entrada se debe primero entregar al portero.",
        ] {
            assert_eq!(rule(line), None, "{line}");
        }
    }

    #[test]
    fn prompts_in_several_languages_are_known() {
        for (line, wanted) in [
            ("Scan the code to follow our official account", Rule::SharePrompt),
            ("Suscríbete a nuestro boletín", Rule::SubscribePrompt),
            ("点击下方分享到朋友圈", Rule::SharePrompt),
            ("Alle Rechte vorbehalten", Rule::LegalNotice),
            ("(Editor: Li Wei)", Rule::CreditLine),
        ] {
            assert_eq!(rule(line), Some(wanted), "{line}");
        }
    }

    #[test]
    fn where_markup_is_torn_a_line_that_ends_no_sentence_needs_fewer_of_their_words() {
        for line in [
            "Escanea este código para unirte a nuestro canal",
            "Abonnez-vous et recevez chaque matin nos meilleures histoires du port",
            "Нажмите на колокольчик и включите уведомления",
            "Vielleicht gefällt Ihnen: teilen Sie den Beitrag mit Freunden",
        ] {
            assert!(judge(line, Place::End, State::Torn).is_some(), "{line}");
            assert_eq!(
                judge(&format!("{line}, said the old man of the harbour."), Place::End, State::Torn),
                None,
                "{line}"
            );
        }
        for line in ["The friends of the old pier", "Line three", "A code on the crates told the crew"] {
            assert_eq!(judge(line, Place::End, State::Torn), None, "{line}");
        }
    }

    #[test]
    fn a_line_where_no_paragraph_is_needs_fewer_of_their_words_and_to_end_no_sentence() {
        let is_prompt = |line, place| judge(line, place, State::Torn).is_some();
        for line in ["Every morning in the Coast Finance APP", "打开APP,体验更佳"] {
            assert!(is_prompt(line, Place::Unopened) && is_prompt(line, Place::Behind), "{line}");
            assert!(!is_prompt(line, Place::Apart), "{line}");
        }
        // A title, as likely as not.
        let line = "Ten boats and their crews";
        assert!(is_prompt(line, Place::Behind) && !is_prompt(line, Place::Unopened));
        for line in ["Maria Lopez, Vigo", "All the boats of the harbour open their doors."] {
            assert!(!is_prompt(line, Place::Unopened) && !is_prompt(line, Place::Behind), "{line}");
        }
    }

    #[test]
    fn what_is_torn_off_and_speaks_of_something_else_goes_and_a_title_stays() {
        let other = Share { shared: 0, all: 4, of: 400 };
        let same = Share { shared: 3, ..other };
        for place in [Place::Unopened, Place::Behind, Place::Apart] {
            assert!(is_stray("Happy cooking, your Ben", place, other), "{place:?}");
            for line in ["Happy cooking!", &"harbour ".repeat(21)] {
                assert!(!is_stray(line, place, other), "{place:?} {line}");
            }
            assert!(!is_stray("Ten boats and their crews", place, same), "{place:?}");
            // A few sentences need not have all that they are about.
            assert!(!is_stray("Happy cooking, your Ben", place, Share { of: 20, ..other }), "{place:?}");
        }
        // Nothing but its place says it.
        let little = Share { shared: 1, ..other };
        assert!(is_stray("Happy cooking, your Ben", Place::End, other) && !is_stray("x", Place::End, little));
        assert!(!is_stray("Happy cooking, your Ben", Place::Middle, other));
        assert!(!is_stray("Ben Miller", Place::End, other));
        assert_eq!(place_by(same, Place::Unopened, State::Torn), Place::End);
        assert_eq!(place_by(other, Place::End, State::Torn), Place::Aside);
        assert_eq!(place_by(other, Place::End, State::CutOut), Place::End);
    }

    #[test]
    fn a_letter_in_brackets_is_the_sign_of_copyright_before_a_year() {
        let notice = |line| judge(line, Place::End, State::Torn).map(|found| found.0);
        assert_eq!(notice("(c) 2024 Brask Post Ltd."), Some(Rule::LegalNotice));
        assert_eq!(notice("(c) 30 days after the boat is sold"), None);
        assert_eq!(notice("(c) the crew of the boat"), None);
    }

    #[test]
    fn what_says_little_but_words_of_prompts_needs_few_that_it_is_about() {
        let line = "Point your phone's WeChat at the code below, and the web page can be shared to Moments";
        assert!(judge(line, Place::End, State::Torn).is_some());
        assert_eq!(judge(line, Place::Middle, State::Torn), None);
        assert_eq!(
            judge(
                "Turn your boat's bow to the pier below, and the web of ropes can be shared",
                Place::End,
                State::Torn
            ),
            None
        );
    }

    #[test]
    fn a_number_behind_a_name_signs_it_in_any_language() {
        for line in ["(Rédacteur en chef : Wang Jun _ NT207)", "Sorumlu: Li Wei_NT4133", "采编：王军_B204"] {
            assert_eq!(judge(line, Place::Middle, State::Torn).map(|found| found.0), Some(Rule::CreditLine), "{line}");
        }
        for line in
            ["The key: MAX_SIZE", "They call it A_12", "Route: A 12", "* configure.ac: Add AC_PROG_CC_C99", "a: b_C."]
        {
            assert!(!is_signed(line), "{line}");
        }
    }

    #[test]
    fn what_was_cut_out_of_a_page_has_prompts_at_its_ends_alone() {
        let line = "Share this story with the people you care about";
        assert!(judge(line, Place::End, State::CutOut).is_some());
        assert_eq!(judge(line, Place::End, State::Sound), None);
        assert_eq!(judge(line, Place::Middle, State::CutOut), None);
        for line in ["First line", "The friends of the old pier", "print(line, file=out)"] {
            assert_eq!(judge(line, Place::End, State::CutOut), None, "{line}");
        }
    }

    #[test]
    fn the_heading_of_a_list_of_other_texts_is_the_label_of_one() {
        for line in ["Das könnte Sie auch interessieren: Der Leuchtturm", "İlginizi çekebilir: Deniz feneri"] {
            assert!(rule(line).is_some(), "{line}");
        }
        assert_eq!(rule("Home: a place to be"), None);
    }

    #[test]
    fn arabic_words_are_known_with_their_article_too() {
        assert_eq!(
            judge("تتمة المقال بعد الإعلان", Place::End, State::Torn).map(|found| found.0),
            Some(Rule::Advertisement)
        );
    }

    #[test]
    fn a_word_or_two_in_the_middle_of_a_sound_text_are_its_own() {
        for line in ["COMMENT", "Next: Standard targets", "Mailing lists", "CREATE SUBSCRIPTION", "advertising", "Tag"]
        {
            assert_eq!(judge(line, Place::Middle, State::Sound), None, "{line}");
        }
        for line in ["Advertisement", "Story continues below", "阅读更多", "Read more: Ten harbours to see"] {
            assert!(judge(line, Place::Middle, State::Sound).is_some(), "{line}");
        }
    }

    #[test]
    fn a_short_sentence_is_no_entry_of_a_menu() {
        for line in ["Read the log.", "Open the file ."] {
            assert_eq!(judge(line, Place::Middle, State::Torn), None, "{line}");
        }
        assert_eq!(judge("Log in Home Search", Place::End, State::Torn).map(|found| found.0), Some(Rule::Navigation));
    }

    #[test]
    fn the_words_of_a_prompt_in_a_sentence_are_prose() {
        for line in [
            "Share with friends what you learned, the teacher said. Click here, she said, and read more.",
            "The source of the river lies in the hills.",
            "He comments on the news every morning for a small station.",
        ] {
            assert_eq!(rule(line), None, "{line}");
        }
    }
}
