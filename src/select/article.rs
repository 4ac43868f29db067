//! The article out of the page: whether the input is one, which run of blocks is the article, and why
//! each block that is left out is not.

use super::features::{BOTH, End, FAR, FIRST, Facts, Page, Tree};
use super::forest::{FORESTS, UNIT};
use crate::data::by_place;
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
    let mut article = Article { left_out: Vec::new(), selected: false, nothing: false, reason: "" };
    let mut keep = vec![true; page.facts.len()];
    if let Some(reason) = whole(characters, scope) {
        article.reason = reason;
    } else {
        let (scores, tree) = scores(page);
        let chosen = choose(page, &scores);
        let (from, to) = bounds(&chosen);
        let is_page = scope == Scope::Article || page_signs(page, &tree, from, to, &mut article);
        let chosen = if is_page { at_least_a_tenth(page, &scores, chosen) } else { None };
        if is_page && chosen.is_none() {
            article.nothing = true;
            article.reason = "the article would have been less than a tenth of the words";
        } else if let Some(chosen) = chosen {
            article.selected = true;
            if scope == Scope::Article {
                article.reason = "the article was asked for";
            }
            keep = chosen;
            explain(page, &tree, &keep, &mut article.left_out);
        }
    }
    place_headline(page, &keep, headline, &mut article);
    article
}

/// The log-odds of each block that it is the article's.
fn scores(page: &Page) -> (Vec<i32>, Tree) {
    let [first, second] = &*FORESTS;
    let tree = page.tree();
    let rows = page.first(&tree);
    let scores: Vec<i32> = rows.chunks_exact(FIRST).map(|row| first.score(row)).collect();
    let rows = page.second(&rows, &scores);
    (rows.chunks_exact(BOTH).map(|row| second.score(row)).collect(), tree)
}

/// Which blocks stay: what scores well, in one run.
pub(crate) fn choose(page: &Page, scores: &[i32]) -> Vec<bool> {
    let (from, to) = page.region(scores);
    (0..scores.len()).map(|at| (from..to).contains(&at) && scores[at] > 0).collect()
}

/// Scores worse than this say that a block is none of the article's.
const HOPELESS: i32 = -3 * UNIT;

/// Adds the best of the other blocks where too little was chosen.
fn at_least_a_tenth(page: &Page, scores: &[i32], mut chosen: Vec<bool>) -> Option<Vec<bool>> {
    let all: u64 = page.facts.iter().map(|facts| u64::from(facts.words)).sum();
    let kept = page.facts.iter().zip(&chosen).filter(|(_, chosen)| **chosen);
    let mut kept: u64 = kept.map(|(facts, _)| u64::from(facts.words)).sum();
    if kept * 10 >= all {
        return Some(chosen);
    }
    let rest: Vec<usize> = (0..chosen.len()).filter(|&at| !chosen[at] && scores[at] > HOPELESS).collect();
    // The best first.
    for at in by_place(rest, |&at| (i64::from(i32::MAX) - i64::from(scores[at])) as u64) {
        chosen[at] = true;
        kept += u64::from(page.facts[at].words);
        if kept * 10 >= all {
            return Some(chosen);
        }
    }
    None
}

/// The run that holds all that stays.
fn bounds(keep: &[bool]) -> (usize, usize) {
    let from = keep.iter().position(|&keep| keep).unwrap_or(keep.len());
    let to = keep.iter().rposition(|&keep| keep).map_or(from, |last| last + 1);
    (from, to)
}

/// Whether the input is a page: a menu in its markup, or signs of a page on both sides of the text.
fn page_signs(page: &Page, tree: &Tree, from: usize, to: usize, article: &mut Article) -> bool {
    let menu =
        page.facts.iter().enumerate().filter(|(at, facts)| {
            !(from..to).contains(at) && linked(facts) && tree.hint(facts, Hints::NAVIGATION) < FAR
        });
    if menu.count() >= 3 {
        article.reason = "a page: its markup has a menu";
        return true;
    }
    let (before, inside, after) = (&page.facts[..from], &page.facts[from..to], &page.facts[to..]);
    let [first, second] = [before, after].map(Signs::of);
    let words = |blocks: &[Facts]| -> u32 { blocks.iter().map(|facts| facts.words).sum() };
    let weight = first.weight + second.weight;
    // Where the text is the smaller part, or signs are few, what stands around it must be little but such lines.
    let small = words(inside) * 2 < words(before) + words(after);
    let dense = first.said_share().min(second.said_share()) >= 4
        && first.said_share() + second.said_share() >= first.ends_share() + second.ends_share() + 5;
    let menus = [&first, &second].iter().all(|side| side.said_share() >= 4 || side.ends_share() <= 10);
    let enough =
        if page.damaged { weight >= 9 && dense } else { weight >= 7 && menus && !small || weight >= 5 && dense };
    let is_page = first.weight.min(second.weight) >= 2 && enough;
    article.reason = if is_page {
        "a page: menus, links or notices stand before the text and behind it"
    } else {
        "no page: neither a menu, nor signs of a page before the text and behind it"
    };
    is_page
}

/// Signs of a page in what stands on one side of the text.
#[derive(Debug, Default)]
struct Signs {
    /// Kinds of lines that say what they are, and runs of links and of short lines by their length.
    weight: u32,
    /// Lines that say what they are, of how many, and how many of these end a sentence.
    said: usize,
    lines: usize,
    ends: usize,
}

impl Signs {
    fn of(blocks: &[Facts]) -> Signs {
        let mut signs = Signs { lines: blocks.len(), ..Signs::default() };
        let (mut kinds, mut links, mut short) = (0u64, 0, 0);
        let (mut most_links, mut most_short) = (0, 0);
        for facts in blocks {
            let said = facts.said().or(facts.copyright.then_some(Rule::LegalNotice));
            if let Some(rule) = said {
                signs.said += 1;
                // Articles have credits of their own.
                kinds |= u64::from(rule != Rule::CreditLine) << rule as u8;
            }
            let open = matches!(facts.end, End::None | End::Other);
            signs.ends += usize::from(!open);
            links = if linked(facts) { links + 1 } else { 0 };
            short = if open && (1..7).contains(&facts.words) { short + 1 } else { 0 };
            (most_links, most_short) = (most_links.max(links), most_short.max(short));
        }
        let run = match most_short {
            0..4 => 0,
            4 => 1,
            5..8 => 2,
            8..16 => 3,
            _ => 4,
        };
        signs.weight = kinds.count_ones() + run + if most_links >= 4 { 3 } else { 0 };
        signs
    }

    /// How many of a hundred lines say what they are.
    fn said_share(&self) -> usize {
        self.said * 100 / self.lines.max(1)
    }

    /// How many of a hundred lines end a sentence.
    fn ends_share(&self) -> usize {
        self.ends * 100 / self.lines.max(1)
    }
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
            .map(|&(hint, rule, name)| (tree.hint(facts, hint), rule, name))
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

/// How far before the first prose a headline may stand, in blocks.
const REACH: usize = 25;

/// Puts the headline first, once, or leaves it out.
fn place_headline(page: &Page, keep: &[bool], wanted: bool, article: &mut Article) {
    let Some(at) = headline(page, keep) else { return };
    let facts = &page.facts[at];
    if wanted {
        article.left_out.retain(|&(index, ..)| index != facts.index);
    } else if keep[at] {
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

/// The block that is the headline: by the title or a first heading; in plain text by its form and place.
fn headline(page: &Page, keep: &[bool]) -> Option<usize> {
    let prose = |at: usize| keep[at] && (page.facts[at].words >= 15 && page.facts[at].sentences > 0);
    let first = (0..page.facts.len()).find(|&at| prose(at)).unwrap_or(page.facts.len().min(3));
    let fits = |facts: &Facts| {
        (2..=40).contains(&facts.words) && facts.said.is_none_or(|(_, share)| share < 10) && !facts.listed
    };
    let worth = |at: usize| -> u32 {
        let facts = &page.facts[at];
        if !fits(facts) {
            return 0;
        }
        let (said, covered) = facts.title;
        let titled = if said >= 12 && covered >= 6 { 40 + u32::from(covered) } else { 0 };
        let heading = match facts.heading {
            0 => 0,
            1 => 40,
            2 => 12,
            _ => 4,
        };
        let plain = !page.html && facts.words >= 4 && facts.end != End::Sentence && facts.is_line();
        let form = if plain { 20 + facts.words.min(14) } else { 0 };
        if titled + heading + form < 30 && page.html || titled + heading + form == 0 {
            return 0;
        }
        (titled + heading + form) * 4 + (REACH - (first - at).min(REACH)) as u32
    };
    let from = first.saturating_sub(REACH);
    (from..first).filter(|&at| worth(at) > 0).max_by_key(|&at| (worth(at), at))
}
