//! What can be seen of a block by itself.
//!
//! Nothing rests on one language: words of scripts without spaces are counted by their characters, and
//! letters without case say nothing of capitals.

use super::lexicon;
use crate::data::by_place;
use crate::document::{BlockKind, ContainerKind, Document};
use crate::read::{Views, is_unspaced};
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
    pub letters: u32,
    pub characters: u32,
    link_characters: u32,
    pub commas: u32,
    pub digits: u32,
    pub cased: u32,
    pub capitals: u32,
    pub capital_letters: u32,
    pub small_letters: u32,
    pub separators: u32,
    pub year: bool,
    /// The number that it begins with.
    pub number: Option<u32>,
    pub address: bool,
    pub copyright: bool,
    pub first: First,
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

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum First {
    #[default]
    Small,
    Capital,
    Digit,
    Quote,
    Sign,
    Uncased,
}

/// Words outside links of a block that reads as sentences.
pub(crate) fn prose(facts: &Facts) -> u32 {
    let reads = facts.sentences > 0 && facts.words >= 10 || facts.words >= 40;
    if reads && facts.link_words * 2 < facts.words { facts.words - facts.link_words } else { 0 }
}

/// Counts what is in every block with words. O(length).
pub(crate) fn facts(views: &Views, document: &Document, title: Option<&str>) -> Vec<Facts> {
    let mut all: Vec<Facts> = Vec::with_capacity(views.blocks.len());
    let mut known = Vec::with_capacity(views.blocks.len());
    let title = title.map(title_words).unwrap_or_default();
    let mut link = 0;
    for (index, range) in views.blocks.iter().enumerate() {
        if range.is_empty() {
            continue;
        }
        let line = &views.text[range.clone()];
        let mut facts = Facts { index: index as u32, section: document.blocks[index].section, ..Facts::default() };
        facts.count(line);
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
        if line.len() <= 200 {
            let lower = lexicon::small(line);
            if let Some((rule, _)) = lexicon::phrase(&lower) {
                (facts.phrase, facts.said) = (true, Some((rule, 16)));
            } else if let Some(read) = lexicon::read(&lower) {
                facts.said = Some((read.rule, (read.known * 16 / read.words.max(1)).min(16) as u8));
            }
            facts.title = title_shares(&title, &lower);
        }
        facts.heading = match document.blocks[index].kind {
            BlockKind::Heading(level) => level,
            _ => 0,
        };
        let hashes = hashes(line);
        facts.hash = hashes[0];
        known.push(hashes);
        all.push(facts);
    }
    for which in 0..Facts::default().copies.len() {
        let sorted = by_place(known.iter().map(|hashes| hashes[which]).collect(), |&hash| hash);
        for (facts, hashes) in all.iter_mut().zip(&known) {
            let hash = hashes[which];
            let from = sorted.partition_point(|&other| other < hash);
            let copies = sorted[from..].iter().take(u8::MAX.into()).take_while(|&&other| other == hash).count();
            facts.copies[which] = copies as u8;
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

/// How many letters a line's beginning is.
const BEGINNING: usize = 12;

/// FNV-1a, over characters.
fn add(hash: &mut u64, ch: char) {
    *hash = (*hash ^ u64::from(ch)).wrapping_mul(0x0100_0000_01b3);
}

const HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// What a word is known by, in any case.
pub(crate) fn hash(word: &str) -> u64 {
    let mut hash = HASH;
    word.chars().flat_map(char::to_lowercase).for_each(|ch| add(&mut hash, ch));
    hash
}

/// What a line is known by when it, or one like it, comes again: its words, its shape, its beginning.
fn hashes(line: &str) -> [u64; 3] {
    let [mut words, mut shape, mut beginning] = [HASH; 3];
    let mut before = ' ';
    for (at, ch) in line.chars().enumerate() {
        add(&mut words, ch);
        let kind = match ch {
            _ if ch.is_alphabetic() => 'a',
            _ if ch.is_numeric() => '0',
            _ if ch.is_whitespace() => ' ',
            _ => ch,
        };
        if kind != before || !matches!(kind, 'a' | '0' | ' ') {
            add(&mut shape, kind);
        }
        before = kind;
        if at < BEGINNING {
            add(&mut beginning, if kind == '0' { kind } else { ch });
        }
    }
    [words, shape, beginning]
}

/// A title's words in small letters, without what the site adds behind a sign.
fn title_words(title: &str) -> Vec<String> {
    title.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).map(lexicon::small).collect()
}

/// For a line in small letters.
fn title_shares(title: &[String], line: &str) -> (u8, u8) {
    if title.is_empty() {
        return (0, 0);
    }
    let (mut words, mut shared) = (0usize, 0usize);
    for word in line.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words += 1;
        shared += usize::from(title.iter().any(|other| other == word));
    }
    ((shared * 16 / words.max(1)) as u8, (shared.min(title.len()) * 16 / title.len()) as u8)
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

    /// Whether its first letter is a small one.
    pub fn starts_small(&self) -> bool {
        self.first == First::Small
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

    fn count(&mut self, line: &str) {
        let mut before = ' ';
        let mut unspaced = 0u32;
        // The last sign that was no closing quote or bracket.
        let mut last = ' ';
        let mut number = 0u32;
        let mut figures = 0;
        let mut started = false;
        for ch in line.chars() {
            // Most characters go on with a word.
            if ch.is_ascii_lowercase() && before.is_ascii_alphabetic() {
                self.characters += 1;
                self.letters += 1;
                self.small_letters += 1;
                (before, last) = (ch, ch);
                continue;
            }
            if ch.is_whitespace() {
                if figures == 4 && (1900..2100).contains(&number) {
                    self.year = true;
                }
                (number, figures) = (0, 0);
                if matches!(before, '.' | '!' | '?' | '…') {
                    self.sentences += 1;
                }
                before = ch;
                continue;
            }
            if !started {
                started = true;
                self.first = match ch {
                    _ if ch.is_numeric() => First::Digit,
                    _ if ch.is_uppercase() => First::Capital,
                    _ if ch.is_lowercase() => First::Small,
                    _ if ch.is_alphabetic() => First::Uncased,
                    '"' | '“' | '”' | '‘' | '\'' | '«' | '„' | '「' | '『' | '(' | '¿' | '¡' | '[' => {
                        First::Quote
                    }
                    _ => First::Sign,
                };
            }
            self.characters += 1;
            if figures > 0 && self.number.is_none() && self.characters as usize == figures as usize + 1 {
                self.number = matches!(ch, '.' | ')' | ':' | '、' | '．').then_some(number);
            }
            if ch.is_ascii_digit() {
                self.digits += 1;
                number = number.saturating_mul(10).saturating_add(ch as u32 - '0' as u32);
                figures += 1;
            } else if figures > 0 {
                if figures == 4 && (1900..2100).contains(&number) {
                    self.year = true;
                }
                (number, figures) = (0, 0);
            }
            if ch.is_alphabetic() {
                self.letters += 1;
                let upper = ch.is_uppercase();
                self.capital_letters += u32::from(upper);
                self.small_letters += u32::from(ch.is_lowercase());
                if is_unspaced(ch) {
                    unspaced += 1;
                } else if !before.is_alphanumeric() && !matches!(before, '\'' | '’') {
                    self.words += 1;
                    if upper || ch.is_lowercase() {
                        self.cased += 1;
                        self.capitals += u32::from(upper);
                    }
                }
            } else if ch.is_numeric() {
                if !before.is_alphanumeric() && !matches!(before, '.' | ',' | ':') {
                    self.words += 1;
                }
            } else {
                match ch {
                    ',' | '，' | '、' | '،' => self.commas += 1,
                    '。' | '！' | '？' | '؟' | '۔' | '।' => self.sentences += 1,
                    '|' | '·' | '•' | '»' | '›' | '→' | '/' | '▸' | '▶' => self.separators += 1,
                    '©' => self.copyright = true,
                    '@' => self.address = true,
                    _ => {}
                }
            }
            if !matches!(ch, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '）' | '」' | '』' | '“') {
                last = ch;
            }
            before = ch;
        }
        if figures == 4 && (1900..2100).contains(&number) {
            self.year = true;
        }
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
        self.address |= line.contains("://") || line.contains("www.");
    }
}
