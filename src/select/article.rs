//! The article out of the page: whether the input is one, which run of blocks is the article, and why
//! each block that is left out is not.

use super::facts::{self, End, Facts, prose};
use super::features::{FAR, Page, Tree};
use super::forest::{UNIT, forests};
use crate::data::{by_place, is_longer};
use crate::document::Hints;
use crate::options::Scope;
use crate::report::{Reason, Side};
use crate::rules::Rule;

/// Shorter texts are no pages, in characters.
const SHORTEST: usize = 1500;

/// What was decided about a page.
#[derive(Debug)]
pub(crate) struct Article {
    /// Why blocks are left out, by their index in the document.
    pub left_out: Vec<(u32, Rule, Reason)>,
    /// Whether an article was selected.
    pub selected: bool,
    /// The selection would have kept less than a tenth.
    pub nothing: bool,
    /// Why.
    pub reason: &'static str,
    /// The headline, and the short lines around it, by their place among the blocks that have words.
    pub headline: Option<usize>,
}

/// Why all of it stays, whatever it says.
pub(crate) fn whole(characters: usize, scope: Scope) -> Option<&'static str> {
    match scope {
        Scope::Everything => Some("everything was asked for"),
        Scope::Auto if characters < SHORTEST => Some("a text under 1,500 characters is no page"),
        _ => None,
    }
}

/// Selects the article, where the scope wants it. O(blocks and sections).
pub(crate) fn select(page: &Page, characters: usize, scope: Scope, headline: bool) -> Article {
    let mut article = Article { left_out: Vec::new(), selected: false, nothing: false, reason: "", headline: None };
    let mut keep = vec![true; page.facts.len()];
    if let Some(reason) = whole(characters, scope) {
        article.reason = reason;
    } else if scope == Scope::Auto && !may_be_page(page) {
        article.reason = NO_PAGE;
    } else {
        let (scores, tree) = scores(page);
        let mut chosen = choose(page, &scores);
        if let Some(chosen) = &mut chosen {
            drop_boxes(page, &tree, chosen);
        }
        let (from, to) = bounds(chosen.as_deref().unwrap_or(&keep));
        if scope == Scope::Article {
            article.selected = true;
            article.reason = "the article was asked for";
        } else {
            article.selected = page_signs(page, &tree, from, to, &mut article);
        }
        match chosen {
            _ if !article.selected => {}
            Some(chosen) => {
                keep = chosen;
                explain(page, &tree, &keep, &mut article.left_out);
            }
            None => {
                article.selected = false;
                article.nothing = true;
                article.reason = "the article would have been less than a tenth of the words";
            }
        }
    }
    place_headline(page, &keep, headline, &mut article);
    article
}

/// The log-odds of each block that it is the article's.
fn scores(page: &Page) -> (Vec<i32>, Tree) {
    let [first, second] = forests();
    let tree = page.tree();
    let seen = page.seen(&tree);
    let mut rows = seen.first();
    let scores = first.scores(&rows);
    seen.second(&scores, &mut rows);
    let scores = second.scores(&rows);
    (scores, tree)
}

/// How far below zero a score may be: what is doubtful stays.
const DOUBT: i32 = UNIT / 2;

/// Scores worse than this say that a block is none of the article's.
const HOPELESS: i32 = -2 * UNIT;

/// How many blocks of links in a row are a menu.
const MENU: usize = 3;

/// So many words between the headline and the text are no byline.
const APART: i64 = 90;

/// Which blocks stay: what scores well, in one run. A page where little does is of an odd kind, and judged
/// with less rigour; none where a tenth of its words, those of menus aside, cannot be had.
pub(crate) fn choose(page: &Page, scores: &[i32]) -> Option<Vec<bool>> {
    let heading = heading(page);
    let mut scores = scores.to_vec();
    // What a page is about never stands above its headline alone.
    if let Some(at) = heading.filter(|&at| page.facts[at].is_titled())
        && page.region(&scores, DOUBT).1 <= at
    {
        scores[..at].fill(3 * HOPELESS);
    }
    let has_text = page.facts.iter().any(is_text);
    let all = words(page.facts.iter().filter(|facts| !has_text || is_text(facts)));
    let mut chosen = Vec::new();
    let mut kept = 0;
    // Beside a text that surely is one, what is doubtful is more likely a teaser.
    let rigour = (page.top(&scores) - 2 * UNIT).max(0) / 4;
    for step in 1..5 {
        let bias = if step == 1 { DOUBT - rigour } else { DOUBT * step };
        let (from, to) = page.region(&scores, bias);
        chosen = (0..scores.len()).map(|at| (from..to).contains(&at) && scores[at] + bias > 0).collect();
        drop_menus(page, &mut chosen);
        if let Some(heading) = heading {
            add_under(page, heading, &mut chosen);
        }
        kept = chosen_words(page, &chosen);
        if kept * 20 >= all {
            break;
        }
    }
    // Then the best of the others.
    let rest: Vec<usize> = (0..scores.len()).filter(|&at| !chosen[at] && scores[at] > HOPELESS).collect();
    let mut rest = by_place(rest, |&at| (i64::from(i32::MAX) - i64::from(scores[at])) as u64).into_iter();
    while kept * 10 < all {
        let at = rest.next()?;
        chosen[at] = true;
        kept += words([&page.facts[at]]);
    }
    Some(chosen)
}

fn chosen_words(page: &Page, chosen: &[bool]) -> i64 {
    words(page.facts.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(facts, _)| facts))
}

/// Takes menus off the ends of what is chosen: runs of links before its first text and behind its last.
fn drop_menus(page: &Page, chosen: &mut [bool]) {
    let is_prose = |&at: &usize| chosen[at] && is_text(&page.facts[at]) && page.facts[at].words >= 15;
    let Some(first) = (0..chosen.len()).find(is_prose) else { return };
    let last = (first..chosen.len()).rfind(is_prose).unwrap_or(first);
    let is_run = |run: &[Facts]| run.iter().all(linked);
    let is_menu = |at: usize| page.facts[at.saturating_sub(MENU - 1)..].windows(MENU).take(MENU).any(is_run);
    for at in (0..first).chain(last + 1..chosen.len()) {
        chosen[at] &= !(linked(&page.facts[at]) && is_menu(at));
    }
}

/// Drops what stands in boxes between paragraphs, unless they hold much: then they are what the page is about.
fn drop_boxes(page: &Page, tree: &Tree, chosen: &mut [bool]) {
    let boxed: Vec<bool> =
        chosen.iter().zip(page.facts).map(|(&chosen, facts)| chosen && page.is_boxed(tree, facts)).collect();
    if chosen_words(page, &boxed) * 4 < chosen_words(page, chosen) {
        chosen.iter_mut().zip(boxed).for_each(|(chosen, boxed)| *chosen &= !boxed);
    }
}

/// Adds what stands between a heading and what is chosen, where it is much: goods, stories and threads are no
/// article, score badly, and are what the page is about all the same.
fn add_under(page: &Page, heading: usize, chosen: &mut [bool]) {
    let (above, below) = chosen.split_at(heading + 1);
    let Some(first) = below.iter().position(|&chosen| chosen).map(|at| heading + 1 + at) else { return };
    if above[..heading].contains(&true) {
        return;
    }
    let between = heading + 1..first;
    let apart = words(&page.facts[between.clone()]);
    if apart >= APART && apart * 2 > chosen_words(page, chosen) {
        for at in between {
            chosen[at] = page.facts[at].said().is_none();
        }
    }
}

/// The run that holds all that stays.
fn bounds(keep: &[bool]) -> (usize, usize) {
    let from = keep.iter().position(|&keep| keep).unwrap_or(keep.len());
    let to = keep.iter().rposition(|&keep| keep).map_or(from, |last| last + 1);
    (from, to)
}

/// Whether the input is a page: a menu in its markup, or signs of a page on both sides of the text.
fn page_signs(page: &Page, tree: &Tree, from: usize, to: usize, article: &mut Article) -> bool {
    let menu = page.facts.iter().enumerate().filter(|(at, facts)| {
        !(from..to).contains(at) && linked(facts) && tree.hint(facts.section, Hints::NAVIGATION) < FAR
    });
    if menu.map(|(_, facts)| facts.links).sum::<u32>() >= 2 {
        article.reason = "a page: its markup has a menu";
        return true;
    }
    let (before, inside, after) = (&page.facts[..from], &page.facts[from..to], &page.facts[to..]);
    // A prompt or two at each end are dropped as what they are.
    let both = [before, after].into_iter().all(|side| side.len() >= 2) && before.len() + after.len() >= AROUND;
    let said = inside.iter().filter(|facts| facts.said().is_some()).count();
    // A text whose own lines are like that is a manual or a list.
    let points = Signs::of(before.iter().chain(after)).points(before.len(), words(inside)) - i64::from(log(said));
    // Between them must be a text.
    let text = inside.iter().map(|facts| i64::from(prose(facts))).sum::<i64>() * 4 >= words(inside);
    let is_page = both && text && points >= least(page);
    article.reason =
        if is_page { "a page: menus, prompts or notices stand before the text and behind it" } else { NO_PAGE };
    is_page
}

const NO_PAGE: &str = "no page: neither a menu, nor signs of a page before the text and behind it";

/// Whether all its lines together say enough for a page: if not, none of them has to be scored.
fn may_be_page(page: &Page) -> bool {
    let links = page.facts.iter().filter(|facts| linked(facts)).map(|facts| facts.links).sum::<u32>();
    links >= 2 || Signs::of(page.facts.iter()).most(page.facts.len()) >= least(page)
}

/// How much the lines around a text say at least for a page.
fn least(page: &Page) -> i64 {
    if page.damaged { 14 } else { 8 }
}

/// How many lines stand around the text of a page at least.
const AROUND: usize = 10;

fn words<'a>(blocks: impl IntoIterator<Item = &'a Facts>) -> i64 {
    blocks.into_iter().map(|facts| i64::from(facts.words)).sum()
}

/// How many bits a number has.
fn log(number: usize) -> u32 {
    usize::BITS - number.leading_zeros()
}

/// What a kind of line is worth as a sign of a page: where one says a known phrase, and where it uses such words.
const SIGNS: [(Rule, i64, i64); 8] = [
    (Rule::SharePrompt, 5, 1),
    (Rule::LegalNotice, 5, 3),
    (Rule::RelatedLinks, 4, 0),
    (Rule::SubscribePrompt, 3, 1),
    (Rule::CreditLine, 3, 0),
    (Rule::Advertisement, 3, 1),
    (Rule::Comments, 2, 1),
    (Rule::ReadMore, 2, 0),
];

/// How often a line stands in a list of records at least.
const RECORDS: u8 = 20;

/// How many words a line has at least that goes on a sentence: labels of menus are shorter.
const GOES_ON: u32 = 5;

/// How many lines of a page say at most whose it is.
const OWNERS: i64 = 3;

/// Signs of a page in what stands around the text.
#[derive(Debug, Default)]
struct Signs {
    /// The rules of lines that say a known phrase, and of those that use such words, in bits.
    phrases: u64,
    said: u64,
    /// Lines that say a known phrase.
    count: usize,
    copyright: i64,
    /// The longest run of lines that are links.
    links: usize,
    lines: i64,
    /// Of these, how many end a sentence, and how many go on one: they begin with a small letter, and have some words.
    ends: i64,
    small: i64,
    /// Sentences of notices, and parts of them, as licences are full of.
    notices: i64,
    /// Lines that come again and again, as those of records do.
    again: i64,
    words: i64,
}

impl Signs {
    fn of<'a>(blocks: impl Iterator<Item = &'a Facts>) -> Signs {
        let mut signs = Signs::default();
        let mut links = 0;
        for facts in blocks {
            let long = facts.words >= GOES_ON;
            signs.notices += i64::from(long && facts.said() == Some(Rule::LegalNotice));
            if let Some((rule, share)) = facts.said {
                let bit = 1 << rule as u8;
                signs.phrases |= if facts.phrase { bit } else { 0 };
                signs.said |= if share >= 12 { bit } else { 0 };
                signs.count += usize::from(facts.phrase);
            }
            signs.copyright += i64::from(facts.copyright);
            links = if linked(facts) { links + 1 } else { 0 };
            signs.links = signs.links.max(links);
            signs.lines += 1;
            signs.ends += i64::from(!matches!(facts.end, End::None | End::Other));
            signs.small += i64::from(facts.starts_small && long);
            signs.again += i64::from(facts.copies[2] >= RECORDS);
            signs.words += i64::from(facts.words);
        }
        signs
    }

    /// How much they say for a page at most, with `before` lines before the text; no less where there are more of them.
    fn most(&self, before: usize) -> i64 {
        let kinds = SIGNS.iter().map(|&(rule, phrase, said)| match 1 << rule as u8 {
            bit if self.phrases & bit > 0 => phrase,
            bit if self.said & bit > 0 => said,
            _ => 0,
        });
        // Licences and changelogs have nothing but notices and names.
        let page = |&(rule, ..): &(Rule, i64, i64)| {
            !matches!(rule, Rule::LegalNotice | Rule::CreditLine) && (self.phrases | self.said) >> rule as u8 & 1 == 1
        };
        if self.links == 0 && !SIGNS.iter().any(page) {
            return 0;
        }
        let more = if self.copyright > 0 { 5 } else { 0 } + if self.links >= 4 { 4 } else { 0 };
        kinds.sum::<i64>() + more + before.min(30) as i64 / 8 + i64::from(log(self.count + 1)) - 1
    }

    /// The same for lines beside a text of `inside` words, less what says that they are none of a page's.
    fn points(&self, before: usize, inside: i64) -> i64 {
        let lines = self.lines.max(1);
        // Sentences, and lines in small letters, speak of a text that goes on there, records of a list.
        let less = self.ends * 10 / lines
            + self.small * 10 / lines
            + self.again * 12 / lines
            + self.notices
            + (self.copyright - OWNERS).max(0)
            + self.words * 5 / (self.words + inside + 1);
        self.most(before) - less
    }
}

/// Whether less than half of a block is links.
fn is_text(facts: &Facts) -> bool {
    facts.link_words * 2 < facts.words
}

/// Whether most of a block is links.
fn linked(facts: &Facts) -> bool {
    facts.links > 0 && facts.link_words * 4 >= facts.words * 3
}

/// Says of each block that is left out what it is.
fn explain(page: &Page, tree: &Tree, keep: &[bool], left_out: &mut Vec<(u32, Rule, Reason)>) {
    let (from, to) = bounds(keep);
    let mut heading: Option<Rule> = None;
    for (at, facts) in page.facts.iter().enumerate() {
        let said = facts.said();
        if facts.heading > 0 || said.is_some() && facts.phrase {
            heading = said;
        }
        if keep[at] {
            continue;
        }
        let side = if at < from {
            Side::Before
        } else if at >= to {
            Side::After
        } else {
            Side::Inside
        };
        let named = [
            (Hints::COMMENT, Rule::Comments, "comment"),
            (Hints::SHARE, Rule::SharePrompt, "share"),
            (Hints::RELATED, Rule::RelatedLinks, "related"),
            (Hints::ADVERTISEMENT, Rule::Advertisement, "advertisement"),
            (Hints::SUBSCRIBE, Rule::SubscribePrompt, "subscribe"),
            (Hints::NOTICE, Rule::LegalNotice, "notice"),
            (Hints::NAVIGATION, Rule::Navigation, "nav"),
            (Hints::FOOTER, Rule::Navigation, "footer"),
            (Hints::META, Rule::CreditLine, "meta"),
        ];
        let named = named
            .iter()
            .map(|&(hint, rule, name)| (tree.hint(facts.section, hint), rule, name))
            .filter(|&(steps, ..)| steps < FAR)
            .min_by_key(|&(steps, ..)| steps);
        let linked = facts.link_words * 2 > facts.words;
        let (rule, reason) = match (said, named, heading) {
            (Some(rule), ..) => (rule, Reason::Said { side }),
            (None, Some((_, rule, name)), _) => (rule, Reason::Named { name, side }),
            (None, None, Some(rule)) if side != Side::Before => (rule, Reason::Under { side }),
            _ if facts.copyright => (Rule::LegalNotice, Reason::Said { side }),
            _ if linked && side != Side::Before => {
                (Rule::RelatedLinks, Reason::Links { links: facts.link_words, words: facts.words, side })
            }
            _ if linked => (Rule::Navigation, Reason::Links { links: facts.link_words, words: facts.words, side }),
            _ if side == Side::After && facts.words > 20 => (Rule::RelatedLinks, Reason::Apart { side }),
            _ => (Rule::Navigation, Reason::Apart { side }),
        };
        left_out.push((facts.index, rule, reason));
    }
}

/// The heading of the first level that says what the page is: the first that its title says, or that could.
fn heading(page: &Page) -> Option<usize> {
    let firsts = || (0..page.facts.len()).filter(|&at| page.facts[at].heading == 1);
    let alone = firsts().count() == 1;
    let could = |&at: &usize| alone || page.facts[at].words > 2 && !linked(&page.facts[at]);
    firsts().find(|&at| page.facts[at].is_titled()).or_else(|| firsts().find(could))
}

/// How far before the first prose a headline may stand, in blocks.
const REACH: usize = 25;

/// Puts the headline first, once, or leaves it out.
fn place_headline(page: &Page, keep: &[bool], wanted: bool, article: &mut Article) {
    let Some(at) = headline(page, keep) else { return };
    article.headline = Some(at);
    let facts = &page.facts[at];
    if article.selected {
        // Short lines before it are the site's.
        let site = (0..at).filter(|&before| keep[before] && prose(&page.facts[before]) == 0);
        let reason = Reason::Apart { side: Side::Before };
        article.left_out.extend(site.map(|before| (page.facts[before].index, Rule::Navigation, reason.clone())));
    }
    if wanted {
        article.left_out.retain(|&(index, ..)| index != facts.index);
    } else if keep[at] && (article.selected || page.facts[..at].iter().all(|before| before.said().is_some())) {
        // Of a text that is no page, what stands between its paragraphs is a heading of its own.
        article.left_out.push((facts.index, Rule::Headline, Reason::Rule(Rule::Headline)));
    }
    for (other, copy) in page.facts.iter().enumerate() {
        if other > at && article.selected && keep[other] && copy.same(facts) {
            article.left_out.push((copy.index, Rule::Headline, Reason::Rule(Rule::Headline)));
        }
    }
    // What still stands between the two is kept: only what is said twice goes.
    article.left_out = by_place(std::mem::take(&mut article.left_out), |&(index, ..)| u64::from(index));
}

/// The block that is the headline: by the title or a heading; in plain text by what the text goes on to speak of.
fn headline(page: &Page, keep: &[bool]) -> Option<usize> {
    let prose = |at: usize| keep[at] && (page.facts[at].words >= 15 && page.facts[at].sentences > 0);
    let first = (0..page.facts.len()).find(|&at| prose(at)).unwrap_or((bounds(keep).0 + 3).min(page.facts.len()));
    let line = |at: usize| page.views.block(page.facts[at].index as usize);
    let sure = |facts: &Facts| facts.heading == 1 || facts.is_titled();
    let could = |&at: &usize| {
        let facts = &page.facts[at];
        // What is sure may use the words of prompts, and stand far from its text.
        let prompt = if sure(facts) { facts.phrase } else { facts.said.is_some_and(|(_, share)| share >= 10) };
        (2..=40).contains(&facts.words) && !facts.listed && !prompt && (sure(facts) || first - at <= REACH)
    };
    let lines: Vec<usize> = (0..first).filter(could).collect();
    let spoken = if page.html {
        Vec::new()
    } else {
        spoken(lines.iter().map(|&at| line(at)), (first..keep.len()).filter(|&at| prose(at)).map(line))
    };
    let worth = |at: usize| -> u32 {
        let facts = &page.facts[at];
        let heading = match facts.heading {
            0 => 0,
            1 => 40,
            2 => 12,
            _ => 4,
        };
        let near = (REACH - (first - at).min(REACH)) as u32;
        if page.html {
            let titled =
                if facts.is_titled() { 40 } else { 0 } + if sure(facts) { u32::from(facts.title.1) } else { 0 };
            return if titled + heading < 30 { 0 } else { (titled + heading) * 2 + near };
        }
        // A question may be one.
        if !facts.is_line() || facts.end == End::Sentence && line(at).trim_end().ends_with(&['.', '。'][..]) {
            return heading;
        }
        let (mut words, mut again, mut often) = (0, 0, 0);
        for word in long_words(line(at)) {
            let times = spoken.binary_search_by_key(&word, |&(other, _)| other).map_or(0, |place| spoken[place].1);
            words += 1;
            again += u32::from(times > 0);
            often += (log(times + 1) - 1).min(3);
        }
        1 + 4 * heading + 4 * often.min(18) + 40 * again / words.max(1) + near + 2 * facts.words.min(14)
    };
    lines.into_iter().map(|at| (worth(at), at)).filter(|&(worth, _)| worth > 0).max().map(|(_, at)| at)
}

/// The longer words of some lines, sorted, and how often a text uses each.
fn spoken<'a>(lines: impl Iterator<Item = &'a str>, text: impl Iterator<Item = &'a str>) -> Vec<(u64, usize)> {
    let mut spoken: Vec<_> =
        by_place(lines.flat_map(long_words).collect(), |&word| word).into_iter().map(|word| (word, 0)).collect();
    spoken.dedup();
    for word in text.take(BODY).flat_map(long_words) {
        if let Ok(place) = spoken.binary_search_by_key(&word, |&(other, _)| other) {
            spoken[place].1 += 1;
        }
    }
    spoken
}

/// How many paragraphs say what a text speaks of.
const BODY: usize = 40;

/// What the longer words of a line are known by, in any case.
fn long_words(line: &str) -> impl Iterator<Item = u64> {
    let words = line.split(|ch: char| !ch.is_alphanumeric()).filter(|word| is_longer(word, 3));
    words.map(facts::hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_licences_are_full_of_speaks_against_a_page() {
        let signs = || {
            let kinds = 1 << Rule::SharePrompt as u64 | 1 << Rule::LegalNotice as u64;
            Signs { phrases: kinds, count: 4, lines: 40, words: 120, copyright: 1, ..Signs::default() }
        };
        let page = signs().points(20, 400);
        let notices = Signs { notices: 9, ..signs() };
        let owners = Signs { copyright: 9, ..signs() };
        let wrapped = Signs { small: 12, ..signs() };
        for licence in [notices, owners, wrapped] {
            assert!(licence.points(20, 400) < page, "{licence:?}");
        }
    }
}
