//! What can be seen of a block among the others of its page, as small numbers that a model weighs.

use super::facts::{End, Facts, prose};
use super::forest::UNIT;
use crate::document::{BlockKind, Container, ContainerKind, Document, Hints, Joint};
use crate::read::Views;
use crate::rules::Rule;

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
    /// The section that holds most prose.
    best: u32,
}

impl Tree {
    /// How many elements up one has this hint, or `FAR`.
    pub fn hint(&self, facts: &Facts, hint: u16) -> u8 {
        self.hints[facts.section as usize][hint.trailing_zeros() as usize]
    }
}

impl<'a> Page<'a> {
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

    /// Counts what the features of blocks are read from. O(blocks and sections).
    pub fn seen(&'a self, tree: &'a Tree) -> Seen<'a> {
        let all = self.facts;
        let mut counts = Vec::with_capacity(all.len() + 1);
        let mut sum = Counts::default();
        counts.push(sum);
        for facts in all {
            sum.words += facts.words;
            sum.links += facts.link_words;
            sum.prose += prose(facts);
            sum.said += u32::from(facts.said().is_some());
            sum.alike += u32::from(facts.words < 12 && facts.copies.iter().any(|&copies| copies > 3));
            sum.dates += u32::from(facts.year && facts.words < 10);
            counts.push(sum);
        }
        // How long the run is that a block is part of.
        let runs = |holds: &dyn Fn(&Facts) -> bool| {
            let mut lengths = vec![0u32; all.len()];
            let mut from = 0;
            for run in all.chunk_by(|one, other| holds(one) == holds(other)) {
                let to = from + run.len();
                if holds(&run[0]) {
                    lengths[from..to].fill(run.len() as u32);
                }
                from = to;
            }
            lengths
        };
        // How far the numbers go of a list that goes on over some lines.
        let mut numbered = vec![0u32; all.len()];
        let mut list = (0usize, 0u32);
        for (at, facts) in all.iter().enumerate() {
            match facts.number {
                Some(1) => list = (at, 1),
                Some(number) if number == list.1 + 1 && at - list.0 < 12 => {
                    numbered[list.0..=at].fill(number);
                    list = (at, number);
                }
                _ => {}
            }
        }
        let mut next = vec![Next { prose: all.len() as u32, heading: all.len() as u32 }; all.len() + 1];
        for at in (0..all.len()).rev() {
            next[at] = next[at + 1];
            if prose(&all[at]) > 0 {
                next[at].prose = at as u32;
            }
            if all[at].heading > 0 {
                next[at].heading = at as u32;
            }
        }
        Seen {
            page: self,
            tree,
            all: sum,
            counts,
            short: runs(&|facts| facts.words < 9 && facts.end != End::Sentence),
            linked: runs(&|facts| facts.link_words * 4 >= facts.words * 3),
            numbered,
            next,
            ways: self.ways(tree.best),
        }
    }

    /// The ways of all sections. O(sections).
    fn ways(&self, best: u32) -> Vec<Way> {
        let sections = &self.document.sections;
        let mut ways = vec![Way::FAR; sections.len()];
        let mut at = best;
        for down in 0..Way::FAR.down {
            ways[at as usize] = Way { up: 0, down, depth: 0 };
            if at == 0 {
                break;
            }
            at = sections[at as usize].parent;
        }
        for at in 0..sections.len() {
            let outside = if at == 0 { Way::FAR } else { ways[sections[at].parent as usize] };
            if ways[at] == Way::FAR && outside.up < Way::FAR.up {
                ways[at] = Way { up: outside.up + 1, ..outside };
            }
            ways[at].depth = if at == 0 { 1 } else { (outside.depth + 1).min(60) };
        }
        ways
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

/// Sums over the blocks up to one.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    words: u32,
    links: u32,
    prose: u32,
    said: u32,
    /// Short lines whose like comes again.
    alike: u32,
    /// Lines that give a date.
    dates: u32,
}

impl Counts {
    /// What came since others were taken.
    fn since(self, other: Counts) -> Counts {
        Counts {
            words: self.words - other.words,
            links: self.links - other.links,
            prose: self.prose - other.prose,
            said: self.said - other.said,
            alike: self.alike - other.alike,
            dates: self.dates - other.dates,
        }
    }
}

/// How deep a section is, and how it gets to the one with most prose: steps up to one around both, and down from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    depth: u8,
    up: u8,
    down: u8,
}

impl Way {
    const FAR: Way = Way { depth: 0, up: 63, down: 63 };
}

/// Where the next prose and the next heading are, from one block on.
#[derive(Debug, Clone, Copy)]
struct Next {
    prose: u32,
    heading: u32,
}

/// The last blocks before one that read as prose, are a heading, say what they are; and those that begin comments,
/// other stories or notices, or say what the title says.
#[derive(Debug, Default)]
struct Last {
    prose: Option<usize>,
    heading: Option<usize>,
    said: Option<usize>,
    since: [Option<usize>; 4],
}

/// What was counted of a page. Rows of features weigh more than the text: each is made when it is asked for.
pub(crate) struct Seen<'a> {
    page: &'a Page<'a>,
    tree: &'a Tree,
    /// Over all blocks.
    all: Counts,
    counts: Vec<Counts>,
    short: Vec<u32>,
    linked: Vec<u32>,
    numbered: Vec<u32>,
    next: Vec<Next>,
    /// Of each section.
    ways: Vec<Way>,
}

impl Seen<'_> {
    /// The features of every block. O(blocks and sections).
    pub fn first(&self, each: &mut dyn FnMut(&[u8])) {
        let mut last = Last::default();
        let mut row = Vec::with_capacity(FIRST);
        for at in 0..self.page.facts.len() {
            row.clear();
            self.row(at, &mut last, &mut row);
            each(&row);
        }
    }

    /// The features of one block, whose turn it is.
    fn row(&self, at: usize, last: &mut Last, row: &mut Vec<u8>) {
        let &Seen { page, all, .. } = self;
        let count = page.facts.len();
        let facts = &page.facts[at];
        let (before, after, next) = (self.counts[at], self.counts[at + 1], self.next[at + 1]);
        let within =
            |reach: usize| self.counts[(at + reach + 1).min(count)].since(self.counts[at.saturating_sub(reach)]);
        let words_since = |other: usize| before.words - self.counts[other].words;
        let block = &page.document.blocks[facts.index as usize];
        let near = |step: isize| at.checked_add_signed(step).and_then(|at| page.facts.get(at));
        let share = |facts: &Facts| part(facts.link_words, facts.words);
        // The block itself.
        row.push(u8::from(page.html));
        row.push(size(facts.words));
        row.push(share(facts));
        row.push(size(facts.links));
        row.push(facts.end as u8);
        row.push(size(facts.sentences));
        row.push(part(facts.commas * 4, facts.words));
        row.push(facts.first as u8);
        row.push(if facts.cased == 0 { 5 } else { part(facts.capitals, facts.cased) });
        row.push(u8::from(facts.capital_letters > 2 && facts.small_letters == 0));
        row.push(part(facts.digits, facts.characters));
        row.push(part(facts.letters, facts.characters));
        row.push(facts.separators.min(8) as u8);
        row.push(u8::from(facts.year));
        row.push(u8::from(facts.address) + 2 * u8::from(facts.copyright));
        row.push(match block.kind {
            BlockKind::Paragraph | BlockKind::Rule => 0,
            BlockKind::Heading(level) => level,
            BlockKind::Caption => 7,
            BlockKind::Preformatted => 8,
        });
        let (list, table, quote) = page.container(facts);
        row.extend([list, table, quote]);
        let joint = |facts: Option<&Facts>| {
            facts.map_or(0, |facts| 1 + u8::from(page.document.blocks[facts.index as usize].joint == Joint::Paragraph))
        };
        row.extend([joint(Some(facts)), joint(near(1))]);
        row.push(u8::from(facts.phrase));
        row.push(facts.said.map_or(0, |(_, share)| 1 + share));
        row.push(facts.said.map_or(0, |(rule, _)| 1 + class(rule)));
        row.extend(facts.copies.map(|copies| copies.min(40)));
        row.extend([facts.title.0, facts.title.1]);
        // Its place.
        row.push(part(at as u32, count as u32));
        row.push(part(before.words, all.words));
        row.push(size(at as u32));
        row.push(size((count - at - 1) as u32));
        row.push(size(count as u32));
        row.push(part(before.prose, all.prose));
        row.push(part(all.prose - after.prose, all.prose));
        row.push(size(all.prose));
        row.push(part(all.prose, all.words));
        // Its neighbours.
        for step in [-1, 1, -2, 2, -3, 3] {
            let other = near(step);
            row.push(other.map_or(0, |other| 1 + size(other.words)));
            row.push(other.map_or(33, share));
        }
        for step in [-1, 1] {
            row.push(near(step).map_or(6, |other| other.end as u8));
            row.push(near(step).map_or(7, |other| other.heading));
            row.push(near(step).and_then(|other| other.said).map_or(0, |(_, share)| 1 + share));
        }
        for reach in [2, 5, 15] {
            row.push(size(within(reach).prose));
        }
        row.push(part(within(3).links, within(3).words));
        row.push(part(within(10).links, within(10).words));
        row.push(part(within(10).prose, within(10).words));
        row.push(within(6).said.min(12) as u8);
        row.push(last.prose.map_or(63, |before| size((at - before) as u32)));
        row.push(if next.prose as usize == count { 63 } else { size(next.prose - at as u32) });
        row.push(last.prose.map_or(0, |before| size(page.facts[before].words)));
        row.push(size(self.short[at]));
        row.push(size(self.linked[at]));
        // What was said before it.
        row.push(last.heading.map_or(63, |before| size((at - before) as u32)));
        row.push(last.heading.map_or(0, |other| size(words_since(other))));
        row.push(last.heading.map_or(0, |before| page.facts[before].said.map_or(1, |(rule, _)| 2 + class(rule))));
        row.push(last.heading.map_or(0, |before| page.facts[before].heading));
        row.push(last.said.map_or(63, |before| size((at - before) as u32)));
        row.push(last.said.map_or(0, |before| page.facts[before].said.map_or(0, |(rule, _)| 1 + class(rule))));
        // The elements around it.
        let mut section = facts.section;
        let outside = page.document.sections[section as usize].parent;
        row.push(self.ways[section as usize].depth);
        for _ in 0..4 {
            let sum = self.tree.sums[section as usize];
            row.push(part(sum.prose, all.prose));
            row.push(part(sum.link_words, sum.words));
            row.push(size(sum.blocks));
            section = page.document.sections[section as usize].parent;
        }
        row.push(part(self.tree.sums[outside as usize].prose, self.tree.sums[outside as usize].words));
        let Way { up, down, .. } = self.ways[outside as usize];
        row.extend([up, down]);
        row.extend(self.tree.hints[facts.section as usize]);
        row.push(within(4).dates.min(8) as u8);
        row.push(within(12).dates.min(20) as u8);
        row.push(size(self.numbered[at]));
        row.push(near(-1).map_or(0, |other| u8::from(other.number.is_some())) + 2 * u8::from(facts.number.is_some()));
        row.push(within(2).alike as u8);
        row.push(within(8).alike as u8);
        row.push(within(25).alike as u8);
        row.push(part(before.alike, at as u32));
        row.push(part(all.alike - after.alike, (count - at - 1) as u32));
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
            last.since[kind] = Some(at);
        }
        row.extend(last.since.map(|before| before.map_or(63, |before| size((at - before) as u32))));
        row.push(last.since[3].map_or(63, |other| size(words_since(other))));
        if prose(facts) > 0 {
            last.prose = Some(at);
        }
        if facts.heading > 0 {
            last.heading = Some(at);
        }
        if facts.said().is_some() {
            last.said = Some(at);
        }
    }

    /// The same with the scores of the first forest. O(blocks and sections).
    pub fn second(&self, scores: &[i32], each: &mut dyn FnMut(&[u8])) {
        let page = self.page;
        let count = page.facts.len();
        let tone = |score: i32| (score * 4 / UNIT + 32).clamp(0, 63) as u8;
        let mut sums = vec![(0i64, 0i64); count + 1];
        let mut sections = vec![(0i64, 0i64); page.document.sections.len()];
        for (at, facts) in page.facts.iter().enumerate() {
            let weight = i64::from(facts.words.clamp(1, 60));
            let value = i64::from(scores[at].clamp(-4 * UNIT, 4 * UNIT)) * weight;
            sums[at + 1] = (sums[at].0 + value, sums[at].1 + weight);
            let section = &mut sections[facts.section as usize];
            *section = (section.0 + value, section.1 + weight);
        }
        for at in (1..sections.len()).rev() {
            let (value, weight) = sections[at];
            let parent = &mut sections[page.document.sections[at].parent as usize];
            *parent = (parent.0 + value, parent.1 + weight);
        }
        let mean = |(value, weight): (i64, i64)| tone((value / weight.max(1)) as i32);
        let between = |from: usize, to: usize| {
            let (from, to) = (from.min(count), to.min(count));
            (sums[to].0 - sums[from].0, sums[to].1 - sums[from].1)
        };
        let (from, to) = page.region(scores, 0);
        let wide = page.region(scores, UNIT / 2);
        let top = page.top(scores);
        let sure = |at: &usize| scores[*at] > top / 2 && page.facts[*at].words >= 15;
        // The next such block.
        let mut right = vec![count as u32; count];
        for at in (1..count).rev() {
            right[at - 1] = if sure(&at) { at as u32 } else { right[at] };
        }
        let inside: u32 = (from..to).filter(|&at| scores[at] > 0).map(|at| page.facts[at].words).sum();
        let outside: u32 = (0..count).filter(|&at| scores[at] > 0).map(|at| page.facts[at].words).sum::<u32>() - inside;
        let (mut heading, mut left, mut last) = (63, None, Last::default());
        let mut row = Vec::with_capacity(BOTH);
        for (at, facts) in page.facts.iter().enumerate() {
            row.clear();
            self.row(at, &mut last, &mut row);
            let near = |step: isize| {
                at.checked_add_signed(step).and_then(|at| scores.get(at)).map_or(0, |&score| 1 + tone(score))
            };
            for step in [0, -1, 1, -2, 2, -3, 3] {
                row.push(near(step));
            }
            row.push(mean(between(at.saturating_sub(3), at)));
            row.push(mean(between(at + 1, at + 4)));
            row.push(mean(between(at.saturating_sub(8), at)));
            row.push(mean(between(at + 1, at + 9)));
            let mut section = facts.section;
            for _ in 0..4 {
                row.push(mean(sections[section as usize]));
                section = page.document.sections[section as usize].parent;
            }
            // What follows up to the next heading.
            row.push(mean(between(at + 1, self.next[at + 1].heading as usize + 1)));
            row.push(heading);
            row.push(if at < from { 0 } else { 1 + u8::from(at >= to) });
            row.push(if (from..to).contains(&at) {
                63
            } else {
                size(if at < from { from - at } else { at - to } as u32)
            });
            row.push(size((at as u32).abs_diff(from as u32)));
            row.push(size((at as u32).abs_diff(to as u32)));
            row.push(part(between(from, at.clamp(from, to)).1 as u32, between(from, to).1 as u32));
            row.push(part(inside, inside + outside));
            row.push(size(inside));
            row.push(size((to - from) as u32));
            for reach in [20, 50] {
                row.push(mean(between(at.saturating_sub(reach), at + reach + 1)));
            }
            // The gap between two blocks that are surely the article's.
            let right = Some(right[at] as usize).filter(|&right| right < count);
            row.push(left.map_or(63, |left: usize| size((at - left) as u32)));
            row.push(right.map_or(63, |right| size((right - at) as u32)));
            let gap = (left.map_or(0, |left| left + 1), right.unwrap_or(count));
            let inner = left.is_some() && right.is_some();
            row.push(if inner { mean(between(gap.0, gap.1.max(gap.0))) } else { 0 });
            row.push(if inner { size((gap.1 - gap.0.min(gap.1)) as u32) } else { 63 });
            let said = |from: usize, to: usize| self.counts[to].said - self.counts[from].said;
            row.push(if inner { part(said(gap.0.min(gap.1), gap.1), (gap.1 - gap.0.min(gap.1)) as u32) } else { 33 });
            row.push(if at < wide.0 { 0 } else { 1 + u8::from(at >= wide.1) });
            row.push(part(between(wide.0, wide.1).1 as u32, sums[count].1 as u32));
            row.push(mean((sums[at].0, sums[at].1)));
            row.push(mean((sums[count].0 - sums[at].0, sums[count].1 - sums[at].1)));
            // What the best of the page has more.
            let fall = |score: u8| (tone(top) + 32).saturating_sub(score).min(127);
            row.push(tone(top));
            row.push(fall(tone(scores[at])));
            row.push(fall(mean(between(at.saturating_sub(2), at + 3))));
            row.push(fall(mean(between(at, at + 9))));
            debug_assert_eq!(row.len(), BOTH);
            each(&row);
            if facts.heading > 0 {
                heading = tone(scores[at]);
            }
            left = Some(at).filter(sure).or(left);
        }
    }
}
