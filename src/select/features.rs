//! What can be seen of a block among the others of its page, as small numbers that a model weighs.

use super::facts::{Facts, prose};
use super::forest::UNIT;
use crate::document::{Container, ContainerKind, Document, Hints, Joint, Marker};
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
    quotient(f64::from(some.min(all)) * 32.0, f64::from(all.max(1))) as u8
}

/// A whole quotient. Numbers of 40 bits are exact in floating point, and quotients of theirs too far from the next whole
/// number to be rounded to it; a division of integers takes several times as long.
fn quotient(some: f64, all: f64) -> i32 {
    (some / all) as i32
}

/// How many features a block has by itself and its place, and with what the first forest says.
pub(crate) const FIRST: usize = 76;
pub(crate) const BOTH: usize = FIRST + 29;

/// What is known of a page beside its blocks.
pub(crate) struct Page<'a> {
    pub views: &'a Views,
    pub document: &'a Document,
    pub facts: &'a [Facts],
    pub html: bool,
    /// Its markup is torn.
    pub damaged: bool,
}

/// Whether most of a block is links, or it has no words.
fn is_linked(facts: &Facts) -> bool {
    facts.link_words * 4 >= facts.words * 3
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

/// What boxes between paragraphs are called, and whether most of their words must be links: a box of shares need not be one
/// to share in.
const BOXES: [(u16, bool); 4] =
    [(Hints::SHARE, true), (Hints::RELATED, true), (Hints::COMMENT, true), (Hints::SUBSCRIBE, false)];
/// How many elements up from what holds a block its box may be.
const NEAR: u8 = 2;
/// How many words a box holds at most.
const LARGEST_BOX: u32 = 60;

pub(crate) struct Tree {
    sums: Vec<Sum>,
    /// How many sections up each hint was given.
    hints: Vec<[u8; HINTS]>,
    /// The section that holds most prose.
    best: u32,
}

impl Tree {
    /// How many elements up from a section one has this hint, or `FAR`.
    pub fn hint(&self, section: u32, hint: u16) -> u8 {
        self.hints[section as usize][hint.trailing_zeros() as usize]
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

    /// Whether a block stands in a small box that is called what stands between the paragraphs of an article. What its own
    /// element is called says what it is about.
    pub fn is_boxed(&self, tree: &Tree, facts: &Facts) -> bool {
        let parent = |at: u32| self.document.sections[at as usize].parent;
        let inner = parent(facts.section);
        let is_box = |&(hint, linked): &(u16, bool)| {
            let steps = tree.hint(inner, hint);
            if steps > NEAR {
                return false;
            }
            let mut at = inner;
            (0..steps).for_each(|_| at = parent(at));
            let Sum { words, link_words, .. } = tree.sums[at as usize];
            words <= LARGEST_BOX && (!linked || link_words * 2 >= words)
        };
        BOXES.iter().any(is_box)
    }

    /// The innermost list around a block, and the innermost table.
    fn container(&self, facts: &Facts) -> (u8, u8) {
        let (mut list, mut table) = (0, 0);
        let mut at = self.document.blocks[facts.index as usize].container;
        while at != 0 {
            let Container { kind, parent, .. } = self.document.containers[at as usize];
            match kind {
                ContainerKind::List { marker, .. } if list == 0 => list = 1 + u8::from(marker != Marker::Bullet),
                ContainerKind::Table { data } if table == 0 => table = 1 + u8::from(data),
                _ => {}
            }
            at = parent;
        }
        (list, table)
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
        // How long the run of links is that a block is part of.
        let mut linked = vec![0u32; all.len()];
        let mut from = 0;
        for run in all.chunk_by(|one, other| is_linked(one) == is_linked(other)) {
            let to = from + run.len();
            if is_linked(&run[0]) {
                linked[from..to].fill(run.len() as u32);
            }
            from = to;
        }
        let mut next = vec![all.len() as u32; all.len() + 1];
        for at in (0..all.len()).rev() {
            next[at] = if prose(&all[at]) > 0 { at as u32 } else { next[at + 1] };
        }
        Seen { page: self, tree, all: sum, counts, linked, next, ways: self.ways(tree.best) }
    }

    /// The ways of all sections. O(sections).
    fn ways(&self, best: u32) -> Vec<Way> {
        let sections = &self.document.sections;
        let mut ways = vec![Way::FAR; sections.len()];
        let mut at = best;
        for down in 0..Way::FAR.down {
            ways[at as usize] = Way { up: 0, down };
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

/// How a section gets to the one with most prose: steps up to one around both, and down from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    up: u8,
    down: u8,
}

impl Way {
    const FAR: Way = Way { up: 63, down: 63 };
}

/// The last blocks before one that read as prose, are a heading, say what they are; and those that begin other
/// stories or notices.
#[derive(Debug, Default)]
struct Last {
    prose: Option<usize>,
    heading: Option<usize>,
    said: Option<usize>,
    related: Option<usize>,
    notice: Option<usize>,
}

/// How many blocks are scored at once.
pub(crate) const LANES: usize = 16;

/// The features of all blocks: of so many blocks at a time, a column for each feature.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub columns: Vec<[u8; LANES]>,
    pub count: usize,
}

impl Rows {
    fn new(count: usize) -> Rows {
        Rows { columns: vec![[0; LANES]; count.div_ceil(LANES) * BOTH], count }
    }

    /// The first features of each block, row after row.
    #[cfg(feature = "train")]
    pub fn list(&self, width: usize) -> Vec<u8> {
        let cell = |at: usize| self.columns[at / width / LANES * BOTH + at % width][at / width % LANES];
        (0..self.count * width).map(cell).collect()
    }

    /// The row of one block, from a feature on.
    fn row(&mut self, at: usize, next: usize) -> Row<'_> {
        Row { columns: &mut self.columns[at / LANES * BOTH..][..BOTH], lane: at % LANES, next }
    }
}

/// A row that is being filled.
struct Row<'a> {
    columns: &'a mut [[u8; LANES]],
    lane: usize,
    next: usize,
}

impl Row<'_> {
    fn push(&mut self, value: u8) {
        self.columns[self.next][self.lane] = value;
        self.next += 1;
    }

    fn extend(&mut self, values: impl IntoIterator<Item = u8>) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

/// What was counted of a page.
pub(crate) struct Seen<'a> {
    page: &'a Page<'a>,
    tree: &'a Tree,
    /// Over all blocks.
    all: Counts,
    counts: Vec<Counts>,
    /// How long the run of links is that a block is part of.
    linked: Vec<u32>,
    /// Where the next prose is, from one block on.
    next: Vec<u32>,
    /// Of each section.
    ways: Vec<Way>,
}

impl Seen<'_> {
    /// The features of every block. O(blocks and sections).
    pub fn first(&self) -> Rows {
        let mut rows = Rows::new(self.page.facts.len());
        let mut last = Last::default();
        for at in 0..self.page.facts.len() {
            self.row(at, &mut last, &mut rows.row(at, 0));
        }
        rows
    }

    /// The features of one block, whose turn it is.
    fn row(&self, at: usize, last: &mut Last, row: &mut Row) {
        let &Seen { page, all, .. } = self;
        let count = page.facts.len();
        let facts = &page.facts[at];
        let (before, after, next) = (self.counts[at], self.counts[at + 1], self.next[at + 1]);
        let within =
            |reach: usize| self.counts[(at + reach + 1).min(count)].since(self.counts[at.saturating_sub(reach)]);
        let near = |step: isize| at.checked_add_signed(step).and_then(|at| page.facts.get(at));
        let share = |facts: &Facts| part(facts.link_words, facts.words);
        // The block itself.
        row.push(size(facts.words));
        row.push(share(facts));
        row.push(facts.end as u8);
        row.push(if facts.cased == 0 { 33 } else { part(facts.capitals, facts.cased) });
        row.push(u8::from(facts.year));
        let (list, table) = page.container(facts);
        row.extend([list, table]);
        row.push(
            near(1).map_or(0, |next| 1 + u8::from(page.document.blocks[next.index as usize].joint == Joint::Paragraph)),
        );
        row.push(facts.said.map_or(0, |(_, share)| 1 + share));
        row.extend(facts.copies.map(|copies| copies.min(40)));
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
        row.push(near(-1).map_or(33, share));
        row.push(near(1).map_or(0, |other| 1 + size(other.words)));
        row.push(near(-3).map_or(0, |other| 1 + size(other.words)));
        row.push(near(1).map_or(6, |other| other.end as u8));
        row.push(near(1).and_then(|other| other.said).map_or(0, |(_, share)| 1 + share));
        for reach in [2, 5, 15] {
            row.push(size(within(reach).prose));
        }
        row.push(part(within(3).links, within(3).words));
        row.push(part(within(10).links, within(10).words));
        row.push(part(within(10).prose, within(10).words));
        row.push(within(6).said.min(12) as u8);
        row.push(last.prose.map_or(63, |before| size((at - before) as u32)));
        row.push(if next as usize == count { 63 } else { size(next - at as u32) });
        row.push(size(self.linked[at]));
        // What was said before it.
        row.push(last.heading.map_or(63, |before| size((at - before) as u32)));
        row.push(last.heading.map_or(0, |before| page.facts[before].said.map_or(1, |(rule, _)| 2 + class(rule))));
        row.push(last.heading.map_or(0, |before| page.facts[before].heading));
        row.push(last.said.map_or(63, |before| size((at - before) as u32)));
        row.push(last.said.map_or(0, |before| page.facts[before].said.map_or(0, |(rule, _)| 1 + class(rule))));
        // The elements around it.
        let mut section = facts.section;
        let outside = page.document.sections[section as usize].parent;
        for _ in 0..4 {
            let sum = self.tree.sums[section as usize];
            row.push(part(sum.prose, all.prose));
            row.push(part(sum.link_words, sum.words));
            row.push(size(sum.blocks));
            section = page.document.sections[section as usize].parent;
        }
        row.push(part(self.tree.sums[outside as usize].prose, self.tree.sums[outside as usize].words));
        let Way { up, down } = self.ways[outside as usize];
        row.extend([up, down]);
        row.extend(self.tree.hints[facts.section as usize]);
        row.push(within(4).dates.min(8) as u8);
        row.push(within(12).dates.min(20) as u8);
        row.push(within(25).alike as u8);
        row.push(part(before.alike, at as u32));
        row.push(part(all.alike - after.alike, (count - at - 1) as u32));
        if let Some((rule, 12..)) = facts.said
            && facts.words < 9
        {
            match rule {
                Rule::RelatedLinks => last.related = Some(at),
                Rule::LegalNotice | Rule::SubscribePrompt => last.notice = Some(at),
                _ => {}
            }
        }
        row.push(last.related.map_or(63, |before| size((at - before) as u32)));
        row.push(last.notice.map_or(63, |before| size((at - before) as u32)));
        debug_assert_eq!(row.next, FIRST);
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

    /// Adds what the scores of the first forest say. O(blocks and sections).
    pub fn second(&self, scores: &[i32], rows: &mut Rows) {
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
        let mean = |(value, weight): (i64, i64)| tone(quotient(value as f64, weight.max(1) as f64));
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
        // What the best of the page has more.
        let fall = |score: u8| (tone(top) + 32).saturating_sub(score).min(127);
        let (mut heading, mut left) = (63, None);
        for (at, facts) in page.facts.iter().enumerate() {
            let mut row = rows.row(at, FIRST);
            for step in [0, -1, 1] {
                let near = at.checked_add_signed(step).and_then(|at| scores.get(at));
                row.push(near.map_or(0, |&score| 1 + tone(score)));
            }
            row.push(mean(between(at.saturating_sub(3), at)));
            row.push(mean(between(at + 1, at + 4)));
            row.push(mean(between(at + 1, at + 9)));
            let mut section = facts.section;
            for _ in 0..4 {
                row.push(mean(sections[section as usize]));
                section = page.document.sections[section as usize].parent;
            }
            row.push(heading);
            row.push(if at < from { 0 } else { 1 + u8::from(at >= to) });
            row.push(if (from..to).contains(&at) {
                63
            } else {
                size(if at < from { from - at } else { at - to } as u32)
            });
            row.push(size((at as u32).abs_diff(from as u32)));
            row.push(part(between(from, at.clamp(from, to)).1 as u32, between(from, to).1 as u32));
            row.push(part(inside, inside + outside));
            row.push(size(inside));
            row.push(size((to - from) as u32));
            row.push(mean(between(at.saturating_sub(20), at + 21)));
            // The gap between two blocks that are surely the article's.
            let right = Some(right[at] as usize).filter(|&right| right < count);
            row.push(right.map_or(63, |right| size((right - at) as u32)));
            let gap = left.map(|left: usize| left + 1).zip(right).map(|(from, to)| (from.min(to), to));
            row.push(gap.map_or(0, |(from, to)| mean(between(from, to))));
            let said = |from: usize, to: usize| self.counts[to].said - self.counts[from].said;
            row.push(gap.map_or(33, |(from, to)| part(said(from, to), (to - from) as u32)));
            row.push(if at < wide.0 { 0 } else { 1 + u8::from(at >= wide.1) });
            row.push(part(between(wide.0, wide.1).1 as u32, sums[count].1 as u32));
            row.push(mean(sums[at]));
            row.push(tone(top));
            row.push(fall(tone(scores[at])));
            row.push(fall(mean(between(at.saturating_sub(2), at + 3))));
            row.push(fall(mean(between(at, at + 9))));
            debug_assert_eq!(row.next, BOTH);
            if facts.heading > 0 {
                heading = tone(scores[at]);
            }
            left = Some(at).filter(sure).or(left);
        }
    }
}
