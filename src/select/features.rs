//! What can be seen of a block, as small numbers that a model weighs.
//!
//! Nothing rests on one language: words of scripts without spaces are counted by their characters, and
//! letters without case say nothing of capitals.

use super::forest::UNIT;
use super::lexicon;
use crate::data::{by_place, lowercase};
use crate::document::{BlockKind, Container, ContainerKind, Document, Hints, Joint};
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
    letters: u32,
    characters: u32,
    link_characters: u32,
    commas: u32,
    digits: u32,
    cased: u32,
    capitals: u32,
    capital_letters: u32,
    small_letters: u32,
    separators: u32,
    year: bool,
    /// The number that it begins with.
    number: Option<u32>,
    address: bool,
    pub copyright: bool,
    first: First,
    /// Of its words; of its shape, where digits and runs of letters are alike; of its first letters.
    hashes: [u64; 3],
    /// How often each of them stands in the page.
    copies: [u8; 3],
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
enum First {
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
    let mut all = Vec::with_capacity(views.blocks.len());
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
            if let Some((rule, _)) = lexicon::phrase(line) {
                (facts.phrase, facts.said) = (true, Some((rule, 16)));
            } else if let Some(read) = lexicon::read(line) {
                facts.said = Some((read.rule, (read.known * 16 / read.words.max(1)).min(16) as u8));
            }
            facts.title = title_shares(&title, line);
        }
        facts.heading = match document.blocks[index].kind {
            BlockKind::Heading(level) => level,
            _ => 0,
        };
        facts.hashes = hashes(line);
        all.push(facts);
    }
    for which in 0..Facts::default().hashes.len() {
        let sorted = by_place(all.iter().map(|facts| facts.hashes[which]).collect(), |&hash| hash);
        for facts in &mut all {
            let hash = facts.hashes[which];
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

/// What a line is known by when it, or one like it, comes again: its words, its shape, its beginning (FNV-1a).
pub(crate) fn hashes(line: &str) -> [u64; 3] {
    let add = |hash: &mut u64, byte: u32| *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let [mut words, mut shape, mut beginning] = [0xcbf2_9ce4_8422_2325; 3];
    let mut before = ' ';
    for (at, ch) in line.chars().enumerate() {
        add(&mut words, ch.into());
        let kind = match ch {
            _ if ch.is_alphabetic() => 'a',
            _ if ch.is_numeric() => '0',
            _ if ch.is_whitespace() => ' ',
            _ => ch,
        };
        if kind != before || !matches!(kind, 'a' | '0' | ' ') {
            add(&mut shape, kind.into());
        }
        before = kind;
        if at < BEGINNING {
            add(&mut beginning, if kind == '0' { kind } else { ch }.into());
        }
    }
    [words, shape, beginning]
}

/// A title's words in small letters, without what the site adds behind a sign.
fn title_words(title: &str) -> Vec<String> {
    title.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).map(lowercase).collect()
}

fn title_shares(title: &[String], line: &str) -> (u8, u8) {
    if title.is_empty() {
        return (0, 0);
    }
    let (mut words, mut shared) = (0usize, 0usize);
    for word in line.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words += 1;
        let same = |other: &String| other.len() == word.len() && (*other == word || *other == lowercase(word));
        shared += usize::from(title.iter().any(same));
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
        self.hashes[0] == other.hashes[0]
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

/// A rule of the lexicon as a number that no other rule changes.
fn class(rule: Rule) -> u8 {
    match rule {
        Rule::SharePrompt => 0,
        Rule::SubscribePrompt => 1,
        Rule::CreditLine => 2,
        Rule::Navigation => 3,
        Rule::RelatedLinks => 4,
        Rule::Advertisement => 5,
        Rule::LegalNotice => 6,
        Rule::Comments => 7,
        _ => 8,
    }
}

/// A number by its size: four steps for each doubling.
fn size(value: u32) -> u8 {
    let value = value.saturating_add(1);
    let power = 31 - value.leading_zeros();
    let quarter = if power >= 2 { value >> (power - 2) & 3 } else { value << (2 - power) & 3 };
    (power * 4 + quarter) as u8
}

/// A part of a whole, of 32.
fn part(some: u32, all: u32) -> u8 {
    (u64::from(some.min(all)) * 32 / u64::from(all.max(1))) as u8
}

/// How many features a block has by itself and its place, and with what the first forest says.
pub(crate) const FIRST: usize = 117;
pub(crate) const BOTH: usize = FIRST + 40;

/// What is known of a page beside its blocks.
pub(crate) struct Page<'a> {
    pub views: &'a Views,
    pub document: &'a Document,
    pub facts: &'a [Facts],
    pub html: bool,
    /// Its markup is torn.
    pub damaged: bool,
}

/// Sums over what a section holds.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    words: u32,
    link_words: u32,
    prose: u32,
    blocks: u32,
}

const HINTS: usize = 13;
/// Farther than any hint that says something.
pub(crate) const FAR: u8 = 15;

pub(crate) struct Tree {
    sums: Vec<Sum>,
    /// How many sections up each hint was given.
    hints: Vec<[u8; HINTS]>,
    /// Steps from a section with prose to where its way up meets the best one's.
    best: u32,
}

impl Tree {
    /// How many elements up one has this hint, or `FAR`.
    pub fn hint(&self, facts: &Facts, hint: u16) -> u8 {
        self.hints[facts.section as usize][hint.trailing_zeros() as usize]
    }
}

impl Page<'_> {
    /// What the elements of the page hold. O(sections).
    pub fn tree(&self) -> Tree {
        let sections = &self.document.sections;
        let mut sums = vec![Sum::default(); sections.len()];
        let mut direct = vec![0u32; sections.len()];
        for facts in self.facts {
            let sum = &mut sums[facts.section as usize];
            sum.words += facts.words;
            sum.link_words += facts.link_words;
            sum.prose += prose(facts);
            sum.blocks += 1;
            direct[sections[facts.section as usize].parent as usize] += prose(facts);
        }
        for at in (1..sections.len()).rev() {
            let (sum, parent) = (sums[at], &mut sums[sections[at].parent as usize]);
            parent.words += sum.words;
            parent.link_words += sum.link_words;
            parent.prose += sum.prose;
            parent.blocks += sum.blocks;
        }
        let half = sums[0].prose / 2;
        let mut hints = vec![[FAR; HINTS]; sections.len()];
        for at in 1..sections.len() {
            let mut near = hints[sections[at].parent as usize].map(|steps| (steps + 1).min(FAR));
            let whole = sums[at].prose > half;
            for (hint, steps) in near.iter_mut().enumerate() {
                let bit = 1 << hint;
                // What holds most of the prose is not a menu, whatever it is called.
                if sections[at].hints.has(bit) && (!whole || bit == Hints::ARTICLE) {
                    *steps = 0;
                }
            }
            hints[at] = near;
        }
        let best = (0..direct.len()).max_by_key(|&at| (direct[at], usize::MAX - at)).unwrap_or(0) as u32;
        Tree { sums, hints, best }
    }

    fn container(&self, facts: &Facts) -> (u8, u8, u8) {
        let (mut list, mut table, mut quote) = (0, 0, 0);
        let mut at = self.document.blocks[facts.index as usize].container;
        while at != 0 {
            let Container { kind, parent, .. } = self.document.containers[at as usize];
            match kind {
                ContainerKind::List { ordered, .. } if list == 0 => list = 1 + u8::from(ordered),
                ContainerKind::Table { data } if table == 0 => table = 1 + u8::from(data),
                ContainerKind::Quote => quote = 1,
                _ => {}
            }
            at = parent;
        }
        (list, table, quote)
    }

    /// The features of every block, row after row. O(blocks and sections).
    pub fn first(&self, tree: &Tree) -> Vec<u8> {
        let (all, document) = (self.facts, self.document);
        let count = all.len();
        let words: u32 = all.iter().map(|facts| facts.words).sum();
        let total: u32 = all.iter().map(prose).sum();
        let mut words_before = vec![0u32; count + 1];
        let mut prose_before = vec![0u32; count + 1];
        let mut links_before = vec![0u32; count + 1];
        let mut said_before = vec![0u32; count + 1];
        for (at, facts) in all.iter().enumerate() {
            words_before[at + 1] = words_before[at] + facts.words;
            prose_before[at + 1] = prose_before[at] + prose(facts);
            links_before[at + 1] = links_before[at] + facts.link_words;
            said_before[at + 1] = said_before[at] + u32::from(facts.said.is_some_and(|(_, share)| share >= 12));
        }
        let within =
            |sums: &[u32], at: usize, reach: usize| sums[(at + reach + 1).min(count)] - sums[at.saturating_sub(reach)];
        // How long the run is that a block is part of.
        let runs = |holds: &dyn Fn(usize) -> bool| {
            let mut lengths = vec![0u32; count];
            let mut from = 0;
            while from < count {
                let mut to = from;
                while to < count && holds(to) {
                    to += 1;
                }
                lengths[from..to].fill((to - from) as u32);
                from = to.max(from + 1);
            }
            lengths
        };
        let short = runs(&|at| all[at].words < 9 && all[at].end != End::Sentence);
        let linked = runs(&|at| all[at].link_words * 4 >= all[at].words * 3);
        // Short lines whose like comes again, and the last line that begins comments, other stories or what the title says.
        let alike = |facts: &Facts| facts.words < 12 && facts.copies.iter().any(|&copies| copies > 3);
        let mut alike_before = vec![0u32; count + 1];
        for (at, facts) in all.iter().enumerate() {
            alike_before[at + 1] = alike_before[at] + u32::from(alike(facts));
        }
        let mut since: [Option<usize>; 4] = [None; 4];
        // Lines that give a date, and how far the numbers go of a list that goes on over them.
        let mut dates_before = vec![0u32; count + 1];
        let mut numbered = vec![0u32; count];
        let mut list = (0usize, 0u32);
        for (at, facts) in all.iter().enumerate() {
            dates_before[at + 1] = dates_before[at] + u32::from(facts.year && facts.words < 10);
            match facts.number {
                Some(1) => list = (at, 1),
                Some(number) if number == list.1 + 1 && at - list.0 < 12 => {
                    numbered[list.0..=at].fill(number);
                    list = (at, number);
                }
                _ => {}
            }
        }
        // Where the next prose is.
        let mut next = vec![count as u32; count + 1];
        for at in (0..count).rev() {
            next[at] = if prose(&all[at]) > 0 { at as u32 } else { next[at + 1] };
        }
        let (mut last_prose, mut heading, mut said): (Option<usize>, Option<usize>, Option<usize>) = (None, None, None);
        let best = self.way_up(tree.best);
        let mut rows = Vec::with_capacity(count * FIRST);
        for (at, facts) in all.iter().enumerate() {
            let row = rows.len();
            let block = &document.blocks[facts.index as usize];
            let near = |step: isize| at.checked_add_signed(step).and_then(|at| all.get(at));
            let share = |facts: &Facts| part(facts.link_words, facts.words);
            // The block itself.
            rows.push(u8::from(self.html));
            rows.push(size(facts.words));
            rows.push(share(facts));
            rows.push(size(facts.links));
            rows.push(facts.end as u8);
            rows.push(size(facts.sentences));
            rows.push(part(facts.commas * 4, facts.words));
            rows.push(facts.first as u8);
            rows.push(if facts.cased == 0 { 5 } else { part(facts.capitals, facts.cased) });
            rows.push(u8::from(facts.capital_letters > 2 && facts.small_letters == 0));
            rows.push(part(facts.digits, facts.characters));
            rows.push(part(facts.letters, facts.characters));
            rows.push(facts.separators.min(8) as u8);
            rows.push(u8::from(facts.year));
            rows.push(u8::from(facts.address) + 2 * u8::from(facts.copyright));
            rows.push(match block.kind {
                BlockKind::Paragraph | BlockKind::Rule => 0,
                BlockKind::Heading(level) => level,
                BlockKind::Caption => 7,
                BlockKind::Preformatted => 8,
            });
            let (list, table, quote) = self.container(facts);
            rows.extend([list, table, quote]);
            let joint = |facts: Option<&Facts>| {
                facts.map_or(0, |facts| 1 + u8::from(document.blocks[facts.index as usize].joint == Joint::Paragraph))
            };
            rows.extend([joint(Some(facts)), joint(near(1))]);
            rows.push(u8::from(facts.phrase));
            rows.push(facts.said.map_or(0, |(_, share)| 1 + share));
            rows.push(facts.said.map_or(0, |(rule, _)| 1 + class(rule)));
            rows.extend(facts.copies.map(|copies| copies.min(40)));
            rows.extend([facts.title.0, facts.title.1]);
            // Its place.
            rows.push(part(at as u32, count as u32));
            rows.push(part(words_before[at], words));
            rows.push(size(at as u32));
            rows.push(size((count - at - 1) as u32));
            rows.push(size(count as u32));
            rows.push(part(prose_before[at], total));
            rows.push(part(total - prose_before[at + 1], total));
            rows.push(size(total));
            rows.push(part(total, words));
            // Its neighbours.
            for step in [-1, 1, -2, 2, -3, 3] {
                let other = near(step);
                rows.push(other.map_or(0, |other| 1 + size(other.words)));
                rows.push(other.map_or(33, share));
            }
            for step in [-1, 1] {
                rows.push(near(step).map_or(6, |other| other.end as u8));
                rows.push(near(step).map_or(7, |other| other.heading));
                rows.push(near(step).and_then(|other| other.said).map_or(0, |(_, share)| 1 + share));
            }
            for reach in [2, 5, 15] {
                rows.push(size(within(&prose_before, at, reach)));
            }
            rows.push(part(within(&links_before, at, 3), within(&words_before, at, 3)));
            rows.push(part(within(&links_before, at, 10), within(&words_before, at, 10)));
            rows.push(part(within(&prose_before, at, 10), within(&words_before, at, 10)));
            rows.push(within(&said_before, at, 6).min(12) as u8);
            rows.push(last_prose.map_or(63, |last| size((at - last) as u32)));
            rows.push(if next[at + 1] as usize == count { 63 } else { size(next[at + 1] - at as u32) });
            rows.push(last_prose.map_or(0, |last| size(all[last].words)));
            rows.push(size(short[at]));
            rows.push(size(linked[at]));
            // What was said before it.
            rows.push(heading.map_or(63, |before: usize| size((at - before) as u32)));
            rows.push(heading.map_or(0, |before: usize| size(words_before[at] - words_before[before])));
            rows.push(heading.map_or(0, |before: usize| all[before].said.map_or(1, |(rule, _)| 2 + class(rule))));
            rows.push(heading.map_or(0, |before: usize| all[before].heading));
            rows.push(said.map_or(63, |before: usize| size((at - before) as u32)));
            rows.push(said.map_or(0, |before: usize| all[before].said.map_or(0, |(rule, _)| 1 + class(rule))));
            // The elements around it.
            let mut section = facts.section;
            let outside = document.sections[section as usize].parent;
            let depth = self.sections(section).count();
            rows.push(depth.min(60) as u8);
            for _ in 0..4 {
                let sum = tree.sums[section as usize];
                rows.push(part(sum.prose, total));
                rows.push(part(sum.link_words, sum.words));
                rows.push(size(sum.blocks));
                section = document.sections[section as usize].parent;
            }
            rows.push(part(tree.sums[outside as usize].prose, tree.sums[outside as usize].words));
            let (up, down) = self.meeting(outside, &best);
            rows.extend([up, down]);
            rows.extend(tree.hints[facts.section as usize]);
            rows.push(within(&dates_before, at, 4).min(8) as u8);
            rows.push(within(&dates_before, at, 12).min(20) as u8);
            rows.push(size(numbered[at]));
            rows.push(
                near(-1).map_or(0, |other| u8::from(other.number.is_some())) + 2 * u8::from(facts.number.is_some()),
            );
            rows.push(within(&alike_before, at, 2) as u8);
            rows.push(within(&alike_before, at, 8) as u8);
            rows.push(within(&alike_before, at, 25) as u8);
            rows.push(part(alike_before[at], at as u32));
            rows.push(part(alike_before[count] - alike_before[at + 1], (count - at - 1) as u32));
            let kind = match facts.said {
                _ if facts.title.0 >= 10 && facts.title.1 >= 8 => Some(3),
                Some((rule, share)) if share >= 12 && facts.words < 9 => match rule {
                    Rule::Comments => Some(0),
                    Rule::RelatedLinks => Some(1),
                    Rule::LegalNotice | Rule::SubscribePrompt => Some(2),
                    _ => None,
                },
                _ => None,
            };
            if let Some(kind) = kind {
                since[kind] = Some(at);
            }
            rows.extend(since.map(|before| before.map_or(63, |before| size((at - before) as u32))));
            rows.push(since[3].map_or(63, |before| size(words_before[at] - words_before[before])));
            debug_assert_eq!(rows.len() - row, FIRST);
            if prose(facts) > 0 {
                last_prose = Some(at);
            }
            if facts.heading > 0 {
                heading = Some(at);
            }
            if facts.said.is_some_and(|(_, share)| share >= 12) {
                said = Some(at);
            }
        }
        rows
    }

    /// The sections around one, from the inside.
    fn sections(&self, from: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(from), |&at| (at != 0).then(|| self.document.sections[at as usize].parent)).take(64)
    }

    /// Each section on the way up from one, with the steps to it; the others are far.
    fn way_up(&self, from: u32) -> Vec<u8> {
        let mut steps = vec![u8::MAX; self.document.sections.len()];
        for (at, up) in self.sections(from).zip(0u8..) {
            steps[at as usize] = up;
        }
        steps
    }

    /// Steps up from a section to where the way up from the best one meets it, and from the best one to there.
    fn meeting(&self, from: u32, best: &[u8]) -> (u8, u8) {
        let mut ways = self.sections(from).zip(0u8..).map(|(at, up)| (up, best[at as usize]));
        ways.find(|&(_, down)| down < u8::MAX).unwrap_or((63, 63))
    }

    /// The features of every block with the scores of the first forest, given row after row, since they weigh more
    /// than the text. O(blocks).
    pub fn second(&self, first: &[u8], scores: &[i32], each: &mut dyn FnMut(&[u8])) {
        let count = self.facts.len();
        let tone = |score: i32| (score * 4 / UNIT + 32).clamp(0, 63) as u8;
        let mut sums = vec![(0i64, 0i64); count + 1];
        let mut sections = vec![(0i64, 0i64); self.document.sections.len()];
        for (at, facts) in self.facts.iter().enumerate() {
            let weight = i64::from(facts.words.clamp(1, 60));
            let value = i64::from(scores[at].clamp(-4 * UNIT, 4 * UNIT)) * weight;
            sums[at + 1] = (sums[at].0 + value, sums[at].1 + weight);
            let section = &mut sections[facts.section as usize];
            *section = (section.0 + value, section.1 + weight);
        }
        for at in (1..sections.len()).rev() {
            let (value, weight) = sections[at];
            let parent = &mut sections[self.document.sections[at].parent as usize];
            *parent = (parent.0 + value, parent.1 + weight);
        }
        let mean = |(value, weight): (i64, i64)| tone((value / weight.max(1)) as i32);
        let between = |from: usize, to: usize| {
            let (from, to) = (from.min(count), to.min(count));
            (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1)
        };
        let (from, to) = self.region(scores, 0);
        let wide = self.region(scores, UNIT / 2);
        let top = self.top(scores);
        let sure = |at: &usize| scores[*at] > top / 2 && self.facts[*at].words >= 15;
        let (mut left, mut right) = (vec![None; count], vec![None; count]);
        let mut last = None;
        for (at, left) in left.iter_mut().enumerate() {
            *left = last;
            last = Some(at).filter(sure).or(last);
        }
        let mut last = None;
        for (at, right) in right.iter_mut().enumerate().rev() {
            *right = last;
            last = Some(at).filter(sure).or(last);
        }
        let mut said_before = vec![0u32; count + 1];
        for (at, facts) in self.facts.iter().enumerate() {
            said_before[at + 1] = said_before[at] + u32::from(facts.said().is_some());
        }
        let inside: u32 = (from..to).filter(|&at| scores[at] > 0).map(|at| self.facts[at].words).sum();
        let outside: u32 = (0..count).filter(|&at| scores[at] > 0).map(|at| self.facts[at].words).sum::<u32>() - inside;
        // What follows up to the next heading.
        let mut follows = vec![(0i64, 0i64); count];
        let mut after = (0i64, 0i64);
        for at in (0..count).rev() {
            follows[at] = after;
            let own = between(at, at + 1);
            after = if self.facts[at].heading > 0 { own } else { (after.0 + own.0, after.1 + own.1) };
        }
        let mut heading = 63;
        let mut rows = Vec::with_capacity(BOTH);
        for (at, facts) in self.facts.iter().enumerate() {
            rows.clear();
            rows.extend(&first[at * FIRST..(at + 1) * FIRST]);
            let near = |step: isize| {
                at.checked_add_signed(step).and_then(|at| scores.get(at)).map_or(0, |&score| 1 + tone(score))
            };
            for step in [0, -1, 1, -2, 2, -3, 3] {
                rows.push(near(step));
            }
            rows.push(mean(between(at.saturating_sub(3), at)));
            rows.push(mean(between(at + 1, at + 4)));
            rows.push(mean(between(at.saturating_sub(8), at)));
            rows.push(mean(between(at + 1, at + 9)));
            let mut section = facts.section;
            for _ in 0..4 {
                rows.push(mean(sections[section as usize]));
                section = self.document.sections[section as usize].parent;
            }
            rows.push(mean(follows[at]));
            rows.push(heading);
            rows.push(if at < from { 0 } else { 1 + u8::from(at >= to) });
            rows.push(if (from..to).contains(&at) {
                63
            } else {
                size(if at < from { from - at } else { at - to } as u32)
            });
            rows.push(size((at as u32).abs_diff(from as u32)));
            rows.push(size((at as u32).abs_diff(to as u32)));
            rows.push(part(between(from, at.clamp(from, to)).1 as u32, between(from, to).1 as u32));
            rows.push(part(inside, inside + outside));
            rows.push(size(inside));
            rows.push(size((to - from) as u32));
            for reach in [20, 50] {
                rows.push(mean(between(at.saturating_sub(reach), at + reach + 1)));
            }
            // The gap between two blocks that are surely the article's.
            let (left, right) = (left[at], right[at]);
            rows.push(left.map_or(63, |left| size((at - left) as u32)));
            rows.push(right.map_or(63, |right| size((right - at) as u32)));
            let gap = (left.map_or(0, |left| left + 1), right.unwrap_or(count));
            let inner = left.is_some() && right.is_some();
            rows.push(if inner { mean(between(gap.0, gap.1.max(gap.0))) } else { 0 });
            rows.push(if inner { size((gap.1 - gap.0.min(gap.1)) as u32) } else { 63 });
            let said = |from: usize, to: usize| said_before[to] - said_before[from];
            rows.push(if inner { part(said(gap.0.min(gap.1), gap.1), (gap.1 - gap.0.min(gap.1)) as u32) } else { 33 });
            rows.push(if at < wide.0 { 0 } else { 1 + u8::from(at >= wide.1) });
            rows.push(part(between(wide.0, wide.1).1 as u32, sums[count].1 as u32));
            rows.push(mean((sums[at].0, sums[at].1)));
            rows.push(mean((sums[count].0 - sums[at].0, sums[count].1 - sums[at].1)));
            // What the best of the page has more.
            let fall = |score: u8| (tone(top) + 32).saturating_sub(score).min(127);
            rows.push(tone(top));
            rows.push(fall(tone(scores[at])));
            rows.push(fall(mean(between(at.saturating_sub(2), at + 3))));
            rows.push(fall(mean(between(at, at + 9))));
            debug_assert_eq!(rows.len(), BOTH);
            each(&rows);
            if facts.heading > 0 {
                heading = tone(scores[at]);
            }
        }
    }

    /// The mean score of the best words of a page.
    pub fn top(&self, scores: &[i32]) -> i32 {
        const WORDS: i64 = 300;
        let mut sums = [(0i64, 0i64); 64];
        for (facts, &score) in self.facts.iter().zip(scores) {
            let (words, sum) =
                (i64::from(facts.words.min(80)), &mut sums[(score * 4 / UNIT + 32).clamp(0, 63) as usize]);
            *sum = (sum.0 + i64::from(score) * words, sum.1 + words);
        }
        let (mut sum, mut words) = (0, 0);
        for (some, count) in sums.into_iter().rev() {
            (sum, words) = (sum + some, words + count);
            if words >= WORDS {
                break;
            }
        }
        (sum / words.max(1)) as i32
    }

    /// The run of blocks whose scores, with `bias` and weighed by their words, sum to the most.
    pub fn region(&self, scores: &[i32], bias: i32) -> (usize, usize) {
        let (mut best, mut sum, mut start, mut region) = (0i64, 0i64, 0, (0, 0));
        for (at, facts) in self.facts.iter().enumerate() {
            let weight = i64::from(facts.words.clamp(2, 80));
            sum += i64::from((scores[at] + bias).clamp(-3 * UNIT, 3 * UNIT)) * weight;
            if sum <= 0 {
                (sum, start) = (0, at + 1);
            } else if sum > best {
                (best, region) = (sum, (start, at + 1));
            }
        }
        region
    }
}
