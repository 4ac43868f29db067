//! What lines that are not the article say: whole lines, labels, and words, as data.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::rules::Rule;

/// What each rule's file says.
static FILES: [(Rule, &str); 9] = [
    (Rule::SharePrompt, include_str!("../../data/chaff/share-prompt.txt")),
    (Rule::SubscribePrompt, include_str!("../../data/chaff/subscribe-prompt.txt")),
    (Rule::CreditLine, include_str!("../../data/chaff/credit-line.txt")),
    (Rule::Navigation, include_str!("../../data/chaff/navigation.txt")),
    (Rule::RelatedLinks, include_str!("../../data/chaff/related-links.txt")),
    (Rule::Advertisement, include_str!("../../data/chaff/advertisement.txt")),
    (Rule::LegalNotice, include_str!("../../data/chaff/legal-notice.txt")),
    (Rule::Comments, include_str!("../../data/chaff/comments.txt")),
    (Rule::ReadMore, include_str!("../../data/chaff/read-more.txt")),
];

const RULES: usize = FILES.len();

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// A bit for each rule that the word is strong for.
    strong: u16,
    /// A bit for each rule that uses it.
    weak: u16,
    /// It says nothing of what a line is about.
    function: bool,
}

struct Lexicon {
    lines: HashMap<&'static str, Rule>,
    labels: HashMap<&'static str, Rule>,
    words: HashMap<&'static str, Word>,
    /// Stems, which end in `*` in the files.
    stems: Vec<(&'static str, Word)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon =
        Lexicon { lines: HashMap::new(), labels: HashMap::new(), words: HashMap::new(), stems: Vec::new() };
    for (index, (rule, file)) in FILES.iter().enumerate() {
        for line in file.lines() {
            let Some((kind, rest)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else { continue };
            match kind {
                "line" => lexicon.lines.extend(rest.split(" | ").map(|phrase| (phrase, *rule))),
                // The first file that has a label keeps it.
                "label" => rest.split(" | ").for_each(|phrase| {
                    lexicon.labels.entry(phrase).or_insert(*rule);
                }),
                _ => rest.split(' ').for_each(|word| {
                    lexicon.add(word, |known| match kind {
                        "strong" => known.strong |= 1 << index,
                        _ => known.weak |= 1 << index,
                    })
                }),
            }
        }
    }
    let function = include_str!("../../data/chaff/function-words.txt");
    for word in function.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' ')) {
        lexicon.add(word, |known| known.function = true);
    }
    lexicon
});

impl Lexicon {
    fn add(&mut self, word: &'static str, mark: impl Fn(&mut Word)) {
        match word.strip_suffix('*') {
            Some(stem) => {
                let mut known = Word::default();
                mark(&mut known);
                self.stems.push((stem, known));
            }
            None => mark(self.words.entry(word).or_default()),
        }
    }

    fn word(&self, word: &str) -> Option<Word> {
        self.words
            .get(word)
            .copied()
            .or_else(|| {
                // A plural, or a possessive.
                let singular = word.strip_suffix('s').filter(|stem| stem.len() > 2 && stem.is_ascii());
                singular.and_then(|stem| self.words.get(stem).copied())
            })
            .or_else(|| self.stems.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, known)| *known))
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

/// The rule of a line that says a known phrase, or starts with a known label and a colon.
pub(super) fn phrase(line: &str) -> Option<(Rule, &'static str)> {
    let trimmed = line.trim_matches(|ch: char| !ch.is_alphanumeric() && ch != '©');
    if trimmed.len() > 200 {
        return None;
    }
    let lower = trimmed.to_lowercase();
    let lexicon = &*LEXICON;
    if let Some((&phrase, &rule)) = lexicon.lines.get_key_value(lower.as_str()) {
        return Some((rule, phrase));
    }
    let colon = lower.find([':', '：'])?;
    let label = lower[..colon].trim();
    lexicon.labels.get_key_value(label).map(|(&label, &rule)| (rule, label))
}

/// Counts a line's words. `None` for one that has none of such lines.
pub(super) fn read(line: &str) -> Option<Line> {
    let lexicon = &*LEXICON;
    let lower = line.to_lowercase();
    let mut strong = [0u32; RULES];
    let mut weak = [0u32; RULES];
    // Words of any such line, and all that say something.
    let (mut any, mut words) = (0, 0);
    let mut count = |word: Option<Word>, weight: u32| {
        let Some(word) = word else {
            words += weight;
            return;
        };
        if word.strong | word.weak == 0 {
            return;
        }
        words += weight;
        any += weight;
        for index in 0..RULES {
            let bit = 1 << index;
            strong[index] += if word.strong & bit != 0 { weight } else { 0 };
            weak[index] += if word.weak & bit != 0 && word.strong & bit == 0 { weight } else { 0 };
        }
    };
    for token in lower
        .split(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '\'' | '’' | '©')))
        .filter(|token| !token.is_empty())
    {
        if token.chars().any(crate::read::is_unspaced) {
            unspaced(lexicon, token, &mut count);
        } else {
            let token = token.trim_matches(['\'', '’']);
            if token.is_empty() || token.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let word = lexicon.word(token).or_else(|| {
                let head = token.split(['\'', '’']).next().filter(|head| head.len() < token.len())?;
                lexicon.word(head)
            });
            count(word, 2);
        }
    }
    let best = (0..RULES).max_by_key(|&index| (strong[index] * 4 + weak[index], RULES - index))?;
    if any == 0 {
        return None;
    }
    // A word of another such line counts half: prompts are mixed.
    let own = strong[best] + weak[best];
    let known = own + (any - own) / 2;
    let sentences = line.matches(['.', '!', '?', '。', '！', '？']).count() as u32;
    Some(Line { rule: FILES[best].0, known, strong: strong[best], words, sentences })
}

/// Counts the words of a script without spaces: the longest known ones, left to right.
fn unspaced(lexicon: &Lexicon, token: &str, count: &mut impl FnMut(Option<Word>, u32)) {
    let mut at = 0;
    while at < token.len() {
        let ends: Vec<usize> =
            token[at..].char_indices().skip(1).map(|(end, _)| end).chain([token.len() - at]).take(6).collect();
        let found = ends.iter().enumerate().rev().find_map(|(length, &end)| {
            lexicon.words.get(&token[at..at + end]).map(|word| (end, *word, length as u32 + 1))
        });
        match found {
            Some((end, word, length)) => {
                count(Some(word), length);
                at += end;
            }
            None => {
                count(None, 1);
                at += ends.first().copied().unwrap_or(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_and_labels_name_their_rule() {
        assert_eq!(phrase("Advertisement").map(|found| found.0), Some(Rule::Advertisement));
        assert_eq!(phrase("(Editor: Li Wei_NT4133)").map(|found| found.0), Some(Rule::CreditLine));
        assert_eq!(phrase("Read more: Ten harbours to see").map(|found| found.0), Some(Rule::ReadMore));
        assert_eq!(phrase("The harbour opened."), None);
    }

    #[test]
    fn words_of_a_prompt_are_counted() {
        let line = read("Share with friends and circle of friends with wechat QR code").unwrap();
        assert_eq!((line.rule, line.known, line.words), (Rule::SharePrompt, 14, 14));
        let line = read("长按识别二维码关注公众号").unwrap();
        assert_eq!(line.rule, Rule::SharePrompt);
        assert_eq!(line.known, line.words);
    }
}
