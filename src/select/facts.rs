//! What can be seen of a block by itself.
//!
//! Nothing rests on one language: words of scripts without spaces are counted by their characters, and
//! letters without case say nothing of capitals.

use super::lexicon;
use crate::data::{Forms, is_unspaced, skip_small};
use crate::document::{BlockKind, ContainerKind, Document};
use crate::read::Views;
use crate::rules::Rule;

/// What is counted in one block.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts {
    /// Its index in the document.
    pub index: u32,
    pub section: u32,
    pub words: u32,
    pub link_words: u32,
    pub links: u32,
    pub sentences: u32,
    pub end: End,
    /// The rule that its words speak for, and how much of them, of 16.
    pub said: Option<(Rule, u8)>,
    /// It says a known phrase.
    pub phrase: bool,
    pub heading: u8,
    /// It begins an item of a list.
    pub listed: bool,
    characters: u32,
    link_characters: u32,
    digits: u32,
    /// Words that begin with a letter that has two cases, and those that begin with a capital.
    pub cased: u32,
    pub capitals: u32,
    separators: u32,
    pub year: bool,
    address: bool,
    pub copyright: bool,
    /// Its first letter is a small one.
    pub starts_small: bool,
    /// Of its words.
    hash: u64,
    /// How often its words stand in the page; its shape, where digits and runs of letters are alike; its first letters.
    pub copies: [u8; 3],
    /// How much of it the title says, and how much of the title it says, of 16.
    pub title: (u8, u8),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    #[default]
    None,
    Sentence,
    Colon,
    Ellipsis,
    Comma,
    Other,
}

/// Words outside links of a block that reads as sentences.
pub(crate) fn prose(facts: &Facts) -> u32 {
    let reads = facts.sentences > 0 && facts.words >= 10 || facts.words >= 40;
    if reads && facts.link_words * 2 < facts.words { facts.words - facts.link_words } else { 0 }
}

/// Longer lines are not asked what they say, in bytes.
const LONGEST: usize = 200;

/// Counts what is in every block with words. O(length).
pub(crate) fn facts(views: &Views, document: &Document, title: Option<&str>) -> Vec<Facts> {
    let mut all: Vec<Facts> = Vec::with_capacity(views.blocks.len());
    let mut known = Vec::with_capacity(views.blocks.len());
    let title = title.map(Title::new).unwrap_or_default();
    let mut link = 0;
    for (index, range) in views.blocks.iter().enumerate() {
        if range.is_empty() {
            continue;
        }
        let line = &views.text[range.clone()];
        let mut facts = Facts { index: index as u32, section: document.blocks[index].section, ..Facts::default() };
        let shape = facts.count(line);
        while let Some((part, _)) = views.links.get(link).filter(|(part, _)| (part.start as usize) < range.end) {
            let part = part.start as usize..part.end as usize;
            link += 1;
            if part.start >= range.start {
                facts.links += 1;
                facts.link_characters += views.text[part].chars().filter(|ch| !ch.is_whitespace()).count() as u32;
            }
        }
        facts.link_words = (u64::from(facts.words) * u64::from(facts.link_characters.min(facts.characters)) * 2 + 1)
            .div_ceil(2 * u64::from(facts.characters.max(1)))
            .min(u64::from(facts.words)) as u32;
        if facts.link_characters == 0 {
            facts.link_words = 0;
        }
        if line.len() <= LONGEST {
            let lower = lexicon::small(line);
            if let Some((rule, _)) = lexicon::phrase(&lower, false) {
                (facts.phrase, facts.said) = (true, Some((rule, 16)));
            } else if let Some(read) = lexicon::read(&lower) {
                facts.said = Some((read.rule, (read.known * 16 / read.words.max(1)).min(16) as u8));
            }
            facts.title = title.shares(&lower);
        }
        facts.heading = match document.blocks[index].kind {
            BlockKind::Heading(level) => level,
            _ => 0,
        };
        let [whole, beginning] = hashes(line);
        facts.hash = whole;
        known.push([whole, shape, beginning]);
        all.push(facts);
    }
    // How often each hash came, behind its last bits.
    let mut counts = vec![(0, 0); (2 * known.len()).next_power_of_two()];
    for which in 0..Facts::default().copies.len() {
        counts.fill((0, 0));
        for hashes in &known {
            let count = count_of(&mut counts, hashes[which]);
            *count = (hashes[which], count.1.saturating_add(1));
        }
        for (facts, hashes) in all.iter_mut().zip(&known) {
            facts.copies[which] = count_of(&mut counts, hashes[which]).1;
        }
    }
    let mut item = u32::MAX;
    for facts in &mut all {
        let container = document.blocks[facts.index as usize].container;
        facts.listed = container != item && matches!(document.containers[container as usize].kind, ContainerKind::Item);
        item = container;
    }
    all
}

/// How many places are looked at for a hash: lines that are made to share their last bits are counted as one.
const PROBES: usize = 64;

/// The count of a hash, among a power of two of which half are free.
fn count_of(counts: &mut [(u64, u8)], hash: u64) -> &mut (u64, u8) {
    let last = counts.len() - 1;
    let free = |at: &usize| counts[*at].1 == 0 || counts[*at].0 == hash;
    let place = |probe: usize| (hash as usize).wrapping_add(probe) & last;
    let at = (0..PROBES).map(place).find(free).unwrap_or(place(0));
    &mut counts[at]
}

/// How many letters a line's beginning is.
const BEGINNING: usize = 12;

/// FNV-1a over words, with the upper half mixed in, since a product carries nothing down.
fn add(hash: u64, word: u64) -> u64 {
    let hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    hash ^ hash >> 32
}

const HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// `a` for a letter, `0` for a digit, a space for white space; any other character stands for itself.
fn class(ch: char) -> char {
    match ch {
        'a'..='z' | 'A'..='Z' => 'a',
        '0'..='9' => '0',
        // Most signs that are no ASCII: the tables of Unicode are a long way.
        '!'..='~' | '\u{2010}'..='\u{2027}' => ch,
        _ if ch.is_whitespace() => ' ',
        _ if ch.is_alphabetic() => 'a',
        _ if ch.is_numeric() => '0',
        _ => ch,
    }
}

/// What a word is known by, in any case.
pub(crate) fn hash(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(HASH, |hash, byte| add(hash, byte.to_ascii_lowercase().into()));
    }
    word.chars().flat_map(char::to_lowercase).fold(HASH, |hash, ch| add(hash, ch.into()))
}

/// What a line is known by when it, or one that begins like it, comes again; in its beginning all digits are alike.
fn hashes(line: &str) -> [u64; 2] {
    let (words, rest) = line.as_bytes().as_chunks();
    let whole = words.iter().fold(HASH, |hash, &word| add(hash, u64::from_le_bytes(word)));
    let whole = rest.iter().fold(whole, |hash, &byte| add(hash, byte.into()));
    let beginning = line.chars().take(BEGINNING).map(|ch| if ch.is_numeric() { '0' } else { ch });
    [whole, beginning.fold(HASH, |hash, ch| add(hash, ch.into()))]
}

/// A title's words in small letters, without what the site adds behind a sign.
#[derive(Default)]
struct Title {
    words: Vec<String>,
    forms: Forms,
}

impl Title {
    fn new(title: &str) -> Title {
        let words: Vec<String> = alphanumeric_words(title).map(lexicon::small).collect();
        let mut forms = Forms::default();
        words.iter().for_each(|word| forms.add(word.as_bytes()));
        Title { words, forms }
    }

    /// How much of a line in small letters it says, and how much of it the line says, of 16.
    fn shares(&self, line: &str) -> (u8, u8) {
        let all = self.words.len();
        if all == 0 {
            return (0, 0);
        }
        let (mut words, mut shared) = (0usize, 0usize);
        for word in alphanumeric_words(line) {
            words += 1;
            shared += usize::from(self.forms.may_have(word.as_bytes()) && self.words.iter().any(|other| other == word));
        }
        ((shared * 16 / words.max(1)) as u8, (shared.min(all) * 16 / all) as u8)
    }
}

/// Letters and digits of ASCII, and what begins or continues other characters.
const ASCII: u8 = 1;
const OTHER: u8 = 2;

static OF_WORDS: [u8; 256] = {
    let mut of_words = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        of_words[byte] = (byte as u8).is_ascii_alphanumeric() as u8;
        byte += 1;
    }
    of_words
};

/// The words of a text: most are ASCII, and told without decoding them.
pub(super) fn alphanumeric_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.bytes().position(|byte| OF_WORDS[usize::from(byte)] > 0)?..];
        if !rest.as_bytes()[0].is_ascii() {
            rest = &rest[rest.find(char::is_alphanumeric)?..];
        }
        let length = match rest.bytes().position(|byte| OF_WORDS[usize::from(byte)] != ASCII) {
            Some(ascii) if !rest.as_bytes()[ascii].is_ascii() => {
                rest.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(rest.len())
            }
            ascii => ascii.unwrap_or(rest.len()),
        };
        let word;
        (word, rest) = rest.split_at(length);
        Some(word)
    })
}

impl Facts {
    /// The rule of a block that says what it is.
    pub fn said(&self) -> Option<Rule> {
        self.said.filter(|&(_, share)| self.phrase || share >= 12).map(|(rule, _)| rule)
    }

    /// Whether the page's title says it, and little else.
    pub fn is_titled(&self) -> bool {
        self.title.0 >= 12 && self.title.1 >= 6
    }

    /// Whether it has the same words.
    pub fn same(&self, other: &Facts) -> bool {
        self.hash == other.hash
    }

    /// Whether it could be a headline by its form: a line that is no date, no name and no label.
    pub fn is_line(&self) -> bool {
        !self.address
            && !self.copyright
            && self.separators == 0
            && self.digits * 6 < self.characters
            && !matches!(self.end, End::Colon | End::Comma)
    }

    /// Counts what is in a line. Gives what its shape is known by, where digits and runs of letters are alike.
    fn count(&mut self, line: &str) -> u64 {
        let (mut shape, mut kind) = (HASH, ' ');
        let mut unspaced = 0u32;
        // The last sign that was no closing quote or bracket.
        let mut last = ' ';
        // A number, and how many figures it has.
        let mut number = (0u32, 0);
        let is_year = |number: (u32, u32)| number.1 == 4 && (1900..2100).contains(&number.0);
        let mut rest = line.chars();
        while let Some(ch) = rest.next() {
            let before = std::mem::replace(&mut kind, class(ch));
            if kind != before || !matches!(kind, 'a' | '0' | ' ') {
                shape = add(shape, kind.into());
            }
            if number.1 > 0 && !ch.is_ascii_digit() {
                self.year |= is_year(number);
                number = (0, 0);
            }
            if kind == ' ' {
                self.sentences += u32::from(matches!(before, '.' | '!' | '?' | '…'));
                continue;
            }
            if self.characters == 0 {
                self.starts_small = ch.is_lowercase();
            }
            self.characters += 1;
            match kind {
                'a' => {
                    last = ch;
                    if is_unspaced(ch) {
                        unspaced += 1;
                    } else if !matches!(before, 'a' | '0' | '\'' | '’') {
                        self.words += 1;
                        self.cased += u32::from(ch.is_lowercase() || ch.is_uppercase());
                        self.capitals += u32::from(ch.is_uppercase());
                    }
                    // Most letters go on with a word.
                    if ch.is_ascii() {
                        self.characters += skip_small(&mut rest) as u32;
                    }
                }
                '0' => {
                    last = ch;
                    if let Some(digit) = ch.to_digit(10) {
                        self.digits += 1;
                        number = (number.0.saturating_mul(10).saturating_add(digit), number.1 + 1);
                    }
                    self.words += u32::from(!matches!(before, 'a' | '0' | '.' | ',' | ':'));
                }
                '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '）' | '」' | '』' | '“' => {
                    self.separators += u32::from(ch == '»');
                }
                _ => {
                    last = ch;
                    match ch {
                        '。' | '！' | '？' | '؟' | '۔' | '।' => self.sentences += 1,
                        '|' | '·' | '•' | '›' | '→' | '/' | '▸' | '▶' => self.separators += 1,
                        '©' => self.copyright = true,
                        _ => {}
                    }
                    self.address |= match ch {
                        '/' => before == ':' && rest.as_str().starts_with('/'),
                        '.' => line[..line.len() - rest.as_str().len()].ends_with("www."),
                        _ => ch == '@',
                    };
                }
            }
        }
        self.year |= is_year(number);
        self.words += unspaced.div_ceil(2);
        self.end = match last {
            '.' | '!' | '?' => {
                self.sentences += 1;
                if line.trim_end().ends_with("...") { End::Ellipsis } else { End::Sentence }
            }
            '。' | '！' | '？' | '؟' | '۔' | '।' => End::Sentence,
            ':' | '：' => End::Colon,
            '…' => End::Ellipsis,
            ',' | '，' | '、' | ';' | '–' | '—' | '-' => End::Comma,
            _ if last.is_alphanumeric() => End::None,
            _ => End::Other,
        };
        shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(hashes: &[u64]) -> Vec<u8> {
        let mut counts = vec![(0, 0); (2 * hashes.len()).next_power_of_two()];
        for &hash in hashes {
            let count = count_of(&mut counts, hash);
            *count = (hash, count.1.saturating_add(1));
        }
        hashes.iter().map(|&hash| count_of(&mut counts, hash).1).collect()
    }

    #[test]
    fn copies_are_counted_whatever_bits_they_share() {
        assert_eq!(counted(&[7, 1 << 40 | 7, 7, 3]), [2, 1, 2, 1]);
        // A page that is made for it costs no more than so many probes a line.
        let alike: Vec<u64> = (0..1000).map(|high| high << 32).collect();
        assert_eq!(counted(&alike)[1], 1);
    }

    #[test]
    fn lines_are_alike_in_their_shape_or_their_beginning() {
        let shape = |line| Facts::default().count(line);
        assert_eq!(shape("12 May 2019, 10:45"), shape("3 June 2021, 9:05"));
        assert_ne!(shape("12 May 2019"), shape("12-May-2019"));
        assert_eq!(hashes("Posted at 10:45 by Ann")[1], hashes("Posted at 23:59 by Ben")[1]);
        assert_ne!(hashes("The harbour")[0], hashes("The harbours")[0]);
    }

    #[test]
    fn a_line_is_counted_by_its_words_and_signs() {
        let mut facts = Facts::default();
        facts.count("In 1998 the Harbour of Ports opened. See https://example.org | © us");
        assert_eq!((facts.cased, facts.capitals, facts.sentences), (11, 4, 1));
        assert!(facts.year && facts.address && facts.copyright && !facts.starts_small);
        assert_eq!(facts.end, End::None);
    }
}
