//! What lines that are not the article say: whole lines, labels, and words, as data.

use std::sync::LazyLock;

use crate::data::{self, Table, data_file, find, skip_small, split, split_once, words};
use crate::rules::Rule;

/// What each rule's file says.
static FILES: [(Rule, &str); 9] = [
    (Rule::SharePrompt, data_file!("chaff/share-prompt.txt")),
    (Rule::SubscribePrompt, data_file!("chaff/subscribe-prompt.txt")),
    (Rule::CreditLine, data_file!("chaff/credit-line.txt")),
    (Rule::Navigation, data_file!("chaff/navigation.txt")),
    (Rule::RelatedLinks, data_file!("chaff/related-links.txt")),
    (Rule::Advertisement, data_file!("chaff/advertisement.txt")),
    (Rule::LegalNotice, data_file!("chaff/legal-notice.txt")),
    (Rule::Comments, data_file!("chaff/comments.txt")),
    (Rule::ReadMore, data_file!("chaff/read-more.txt")),
];

const RULES: usize = FILES.len();

/// What is known of a word: a bit for each rule that it is strong for, one for each rule that uses
/// it, and one if it says nothing of what a line is about.
const WEAK: u32 = 12;
const FUNCTION: u32 = 1 << 24;
/// It says too little in sound prose.
const TORN: u32 = 1 << 25;
/// It names what a page is made with, and nothing that a text speaks of: it counts three times.
const TOOL: u32 = 1 << 26;

struct Lexicon {
    /// Phrases and labels, with the place of their rule.
    lines: Table<'static>,
    labels: Table<'static>,
    /// What is said around a title: a word, with or without an article, and a phrase.
    frames: Vec<(&'static str, &'static str)>,
    words: Table<'static>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (mut lines, mut labels, mut known) = (Vec::new(), Vec::new(), Vec::new());
    let mut frames = Vec::new();
    for (index, (_, file)) in FILES.iter().enumerate() {
        let index = index as u32;
        for line in file.lines() {
            let Some((kind, rest)) = split_once(line, ": ") else { continue };
            let (kind, torn) = kind.strip_suffix(" where torn").map_or((kind, 0), |kind| (kind, TORN));
            match kind {
                "line" => lines.extend(split(rest, " | ").map(|phrase| (phrase, torn | index))),
                "frame" => frames.extend(split(rest, " | ").filter_map(|frame| split_once(frame, " … "))),
                "label" => labels.extend(split(rest, " | ").map(|phrase| (phrase, index))),
                "strong" => known.extend(words(rest).map(|word| (word, torn | 1 << index))),
                "tool" => known.extend(words(rest).map(|word| (word, TOOL | 1 << index))),
                _ => known.extend(words(rest).map(|word| (word, torn | 1 << (index + WEAK)))),
            }
        }
    }
    known.extend(words(data_file!("chaff/function-words.txt")).map(|word| (word, FUNCTION)));
    Lexicon {
        lines: Table::new(&mut lines.into_iter()),
        labels: Table::new(&mut labels.into_iter()),
        frames,
        words: Table::new(&mut known.into_iter()),
    }
});

impl Lexicon {
    fn known(&self, word: &str, torn: bool) -> u32 {
        let bits = self.words.get(word);
        if torn || bits & TORN == 0 { bits & !TORN } else { 0 }
    }

    fn word(&self, word: &str, torn: bool) -> u32 {
        let bits = self.known(word, torn);
        if bits > 0 {
            return bits;
        }
        // A plural; in Arabic, a word with its article and what is written in one with it.
        let bare = match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && stem.is_ascii() => stem,
            _ if word.is_ascii() => return 0,
            _ => {
                let word = word.strip_prefix(&['و', 'ب', 'ل'][..]).unwrap_or(word);
                word.strip_prefix("ال").unwrap_or(word)
            }
        };
        if bare.len() < word.len() { self.known(bare, torn) } else { 0 }
    }
}

/// What a line says, by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// The rule that it speaks for most.
    pub rule: Rule,
    /// Words that such lines use.
    pub known: u32,
    /// Of these, what such lines are about.
    pub strong: u32,
    /// Words that say something.
    pub words: u32,
    /// Sentences that it ends.
    pub sentences: u32,
}

/// In bytes, no line is longer that says a phrase, with what it counts; what follows a label is no longer either.
const LONGEST: usize = 100;

/// In bytes, a phrase that is no longer says nothing of the sentence behind it.
const SENTENCE: usize = 24;

/// The rule of a line in [`small`] letters that says a known phrase, or starts with a known label and a colon; where a
/// text is `torn`, some phrases more.
pub(super) fn phrase(line: &str, torn: bool) -> Option<(Rule, &'static str)> {
    let lower = line.trim_matches(|ch: char| !ch.is_alphanumeric() && ch != '©');
    let wide = if lower.is_ascii() { None } else { lower.find('：').or_else(|| lower.find('】')) };
    let colon = find(lower.as_bytes(), [b':']).into_iter().chain(wide).min();
    if lower.len() > if colon.is_none() { LONGEST } else { 2 * LONGEST } {
        return None;
    }
    let lexicon = &*LEXICON;
    // `3 minute read`, `214 comments`, `Listen to this article (3:42)`, `Leave a comment (12 replies)`
    let counts = |ch: char| ch.is_ascii_digit() || matches!(ch, ' ' | ',' | '.' | ':' | '(');
    let told = find(lower.as_bytes(), [b'('])
        .and_then(|_| lower.rfind(&['('][..]))
        .filter(|&at| lower[at + 1..].starts_with(|ch: char| ch.is_ascii_digit()));
    let counted = lower[..told.unwrap_or(lower.len())].trim_matches(counts);
    let named = |(phrase, rule): (&'static str, u32)| (FILES[(rule & !TORN) as usize].0, phrase);
    if let Some(line) = lexicon.lines.first(counted).filter(|line| torn || line.1 & TORN == 0) {
        return Some(named(line));
    }
    // The first sentence says it.
    if let Some((sentence, _)) = split_once(lower, ". ").or_else(|| lower.split_once('。'))
        && let Some(line) = lexicon.lines.first(sentence).filter(|line| line.0.len() > SENTENCE)
    {
        return Some(named(line));
    }
    let label = lower[..colon?].trim();
    // The heading of a list of other texts is the label of one.
    let heads = |line: &(&'static str, u32)| matches!(named(*line).0, Rule::RelatedLinks | Rule::ReadMore);
    lexicon.labels.first(label).or_else(|| lexicon.lines.first(label).filter(heads)).map(named)
}

/// What a line says around the title of a text that stands somewhere else, before the name of that place.
pub(super) fn frame(line: &str) -> Option<&'static str> {
    let says = |phrase: &str| {
        split_once(line, phrase).is_some_and(|(_, name)| !name.trim_start().starts_with(char::is_lowercase))
    };
    // Few lines begin so: the phrase is searched for in these alone.
    let mut words = line.split(&[' ', '\'', '’'][..]).take(2).map(data::lowercase);
    let found = words.find_map(|word| LEXICON.frames.iter().find(|(start, phrase)| word == *start && says(phrase)));
    found.map(|(_, phrase)| *phrase)
}

/// In small letters: the Turkish capital leaves its dot behind, and Arabic is written with its vowels or without.
pub(super) fn small(text: &str) -> String {
    let mut lower = data::lowercase(text);
    if !lower.is_ascii() {
        lower.retain(|ch| !matches!(ch, '\u{307}' | '\u{64b}'..='\u{652}'));
    }
    lower
}

/// A line in [`small`] letters without the words of a page in brackets that it ends with: `(Opens in new window)`.
pub(super) fn without_note(line: &str) -> &str {
    let at = line.ends_with(&[')', '）'][..]).then(|| line.rfind(&['(', '（'][..])).flatten();
    let says = |at: &usize| matches!(phrase(&line[*at..], false), Some((Rule::Navigation, _)));
    at.filter(|at| *at > 0 && says(at)).map_or(line, |at| &line[..at])
}

/// Counts the words of a line in [`small`] letters. `None` for one that has none of such lines.
pub(super) fn read(line: &str) -> Option<Line> {
    read_up_to(line, u32::MAX, false)
}

/// The same, with what counts where a text is `torn` or cut out of a page if it is, but `None` as soon as more words than so many say something else.
pub(super) fn read_up_to(line: &str, most: u32, torn: bool) -> Option<Line> {
    let lexicon = &*LEXICON;
    let mut strong = [0u32; RULES];
    let mut weak = [0u32; RULES];
    // Words of any such line, and all that say something.
    let (mut any, mut other) = (0, 0);
    let mut count = |bits: u32, weight: u32| {
        if bits == FUNCTION {
            return other;
        }
        if bits == 0 {
            other += weight;
            return other;
        }
        any += weight;
        for index in 0..RULES {
            let (is_strong, is_weak) = (bits >> index & 1, bits >> (index as u32 + WEAK) & 1);
            strong[index] += is_strong * weight;
            weak[index] += (is_weak & !is_strong) * weight;
        }
        other
    };
    let (mut token, mut sentences) = (Token::default(), 0);
    let (mut rest, mut ended) = (line.chars(), false);
    while !ended {
        let at = line.len() - rest.as_str().len();
        let ch = rest.next();
        ended = ch.is_none();
        let kind = ch.map_or(0, Token::kind);
        if kind > 0 {
            token.start = if token.kinds == 0 { at } else { token.start };
            token.kinds |= kind;
            token.kinds |= if skip_small(&mut rest) > 0 { Token::LETTER } else { 0 };
            continue;
        }
        sentences += u32::from(matches!(ch, Some('.' | '!' | '?' | '。' | '！' | '？')));
        let Token { start, kinds } = std::mem::take(&mut token);
        if kinds & Token::UNSPACED > 0 {
            unspaced(lexicon, &line[start..at], torn, &mut |bits, weight| _ = count(bits, weight));
        } else if kinds & Token::LETTER > 0 {
            let word = &line[start..at];
            let word = if kinds & Token::APOSTROPHE > 0 { word.trim_matches(APOSTROPHES) } else { word };
            let bits = match lexicon.word(word, torn) {
                // A possessive.
                0 if kinds & Token::APOSTROPHE > 0 => {
                    word.split_once(APOSTROPHES).map_or(0, |(head, _)| lexicon.word(head, torn))
                }
                bits => bits,
            };
            if count(bits, if bits & TOOL > 0 { 6 } else { 2 }) > most {
                return None;
            }
        }
    }
    if any == 0 {
        return None;
    }
    let words = any + other;
    let best = (0..RULES).max_by_key(|&index| (strong[index] * 4 + weak[index], RULES - index))?;
    // A word of another such line counts half: prompts are mixed.
    let own = strong[best] + weak[best];
    let known = own + (any - own) / 2;
    Some(Line { rule: FILES[best].0, known, strong: strong[best], words, sentences })
}

const APOSTROPHES: &[char] = &['\'', '’'];

/// What is between signs and spaces: where it starts, and of what kinds of characters it is, in bits.
#[derive(Default)]
struct Token {
    start: usize,
    kinds: u8,
}

impl Token {
    const LETTER: u8 = 1;
    const DIGIT: u8 = 2;
    const APOSTROPHE: u8 = 4;
    const UNSPACED: u8 = 8;

    /// The kind of a character, 0 for what is in no word.
    fn kind(ch: char) -> u8 {
        match ch {
            'a'..='z' | 'A'..='Z' | '©' => Token::LETTER,
            '0'..='9' => Token::DIGIT,
            '\'' | '’' => Token::APOSTROPHE,
            // Most signs that are no ASCII: the tables of Unicode are a long way.
            '\0'..='\x7f' | '\u{2010}'..='\u{2027}' => 0,
            _ if !ch.is_alphanumeric() => 0,
            _ if crate::data::is_unspaced(ch) => Token::UNSPACED,
            _ => Token::LETTER,
        }
    }
}

/// Counts the words of a script without spaces: the longest known ones, left to right.
fn unspaced(lexicon: &Lexicon, token: &str, torn: bool, count: &mut impl FnMut(u32, u32)) {
    let mut at = 0;
    while at < token.len() {
        let (mut ends, mut most) = ([at; 6], 0);
        for ch in token[at..].chars().take(ends.len()) {
            ends[most] = ends[most.saturating_sub(1)] + ch.len_utf8();
            most += 1;
        }
        let found = (1..=most).rev().find_map(|length| {
            let bits = lexicon.known(&token[at..ends[length - 1]], torn);
            (bits > 0).then_some((length, bits))
        });
        let (length, bits) = found.unwrap_or((1, 0));
        count(bits, length as u32);
        at = ends[length - 1];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_counts_in_torn_texts_alone_and_in_all() {
        let of = |torn: bool| {
            let lines = FILES.iter().flat_map(|(_, file)| file.lines()).filter_map(|line| line.split_once(": "));
            lines.filter(move |line| line.0.ends_with(" torn") == torn && !line.0.starts_with('l'))
        };
        let some: Vec<&str> = of(false).flat_map(|line| words(line.1)).collect();
        let sound = Table::new(&mut some.iter().map(|&word| (word, 1)));
        let stems: Vec<&str> = some.into_iter().filter(|word| word.ends_with('*')).collect();
        for word in of(true).flat_map(|line| words(line.1)) {
            let start = word.trim_end_matches('*');
            let hides = start.len() < word.len() && stems.iter().any(|stem| stem.starts_with(start));
            assert!(!hides && (start.len() < word.len() || !sound.has(word)), "{word}");
        }
    }

    #[test]
    fn phrases_and_labels_name_their_rule() {
        let phrase = |line| phrase(&small(line), false);
        assert_eq!(phrase("Advertisement").map(|found| found.0), Some(Rule::Advertisement));
        assert_eq!(phrase("(Editor: Li Wei_NT4133)").map(|found| found.0), Some(Rule::CreditLine));
        assert_eq!(phrase("Read more: Ten harbours to see").map(|found| found.0), Some(Rule::ReadMore));
        assert_eq!(phrase("3 minute read").map(|found| found.1), Some("minute read"));
        assert_eq!(phrase("Leave a comment (12 replies)").map(|found| found.0), Some(Rule::Comments));
        assert_eq!(phrase("أضف تعليقًا").map(|found| found.0), Some(Rule::Comments));
        assert_eq!(phrase("The harbour opened."), None);
    }

    #[test]
    fn words_that_say_little_count_where_a_text_is_torn() {
        let line = "in your inbox each month, monthly or digital";
        let known = |torn| read_up_to(line, u32::MAX, torn).map(|line| line.known);
        assert!(known(true) > known(false));
    }

    #[test]
    fn each_kind_is_one_sorted_line() {
        for (rule, file) in FILES {
            let kinds: Vec<(&str, &str)> = file.lines().filter_map(|line| line.split_once(": ")).collect();
            for (at, (kind, rest)) in kinds.iter().enumerate() {
                assert!(kinds[..at].iter().all(|(other, _)| other != kind), "{rule:?}: {kind} twice");
                let items = rest.split(if rest.contains(" | ") { " | " } else { " " });
                assert!(items.is_sorted_by(|one, next| one < next), "{rule:?}: {kind}");
            }
        }
    }

    #[test]
    fn words_of_a_prompt_are_counted() {
        let line = read("share with friends and circle of friends with wechat qr code").unwrap();
        assert_eq!((line.rule, line.known, line.words), (Rule::SharePrompt, 14, 14));
        let line = read("长按识别二维码关注公众号").unwrap();
        assert_eq!(line.rule, Rule::SharePrompt);
        assert_eq!(line.known, line.words);
    }
}
