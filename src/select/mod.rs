//! Which blocks are chaff, and what of a page is the article.

pub(crate) mod article;
mod copied;
pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod forest;
mod lexicon;
mod lines;
mod prompts;
mod topic;

use std::ops::Range;

use crate::byline;
use crate::document::{Document, GroupId, Piece, What};
use crate::lex::Evidence;
use crate::options::{Active, Keep, Scope};
use crate::own::Own;
use crate::read::Views;
use crate::report::{Reason, Warning, WarningKind};
use crate::rules::Rule;
use crate::source::{Flavour, Span};
use lines::{Lines, Verdict};
use prompts::State;

/// What was selected.
pub(crate) struct Selected {
    /// The change that drops each block, or none.
    pub chaff: Vec<GroupId>,
    pub article: bool,
    pub reason: &'static str,
    /// The headline, its author and its date, as they stand in the text.
    pub headline: Option<String>,
    /// Where the headline stands, where it is a heading of the first level.
    pub headed: Option<u32>,
    pub byline: Option<String>,
    pub date: Option<String>,
    /// Credits and notices that were dropped.
    pub credits: Vec<String>,
    /// What was selected was too little.
    pub warning: Option<Warning>,
}

/// What selection depends on.
pub(crate) struct Choice<'a> {
    pub evidence: Evidence,
    pub flavour: Flavour,
    pub title: Option<&'a str>,
    pub scope: Scope,
    pub headline: bool,
    pub rules: Active,
    pub own: &'a Own,
    pub keep: &'a [Keep],
}

/// How many blocks above a headline and below it name an author or a date.
const ABOVE: usize = 3;
const BELOW: usize = 10;

/// Marks chaff. O(length).
pub(crate) fn select(views: &Views, document: &mut Document, choice: &Choice) -> Selected {
    let mut verdicts: Vec<Verdict> = vec![None; document.blocks.len()];
    let damaged = choice.evidence.damaged() || views.tokenized;
    let state = match () {
        _ if damaged => State::Torn,
        _ if choice.evidence.cut_out(choice.flavour) => State::CutOut,
        _ => State::Sound,
    };
    let lines = Lines::new(views, document, choice.rules);
    let shown = &lines.shown;
    lines.judge(state, true, &mut verdicts);
    // Where every line would be one, what is torn counts no more.
    if shown.iter().all(|&index| verdicts[index].is_some()) {
        lines.judge(State::Sound, false, &mut verdicts);
    }
    if !damaged && verdicts.iter().flatten().count() == 1 {
        keep_lone(&lines, state == State::CutOut, &mut verdicts);
    }
    let characters = views.text.chars().count();
    // Where all of it stays, headline and all, nothing is asked of them.
    let asked = article::whole(characters, choice.scope).is_none() || !choice.headline;
    let facts = if asked { facts::facts(views, document, choice.title) } else { Vec::new() };
    let page = features::Page { views, document, facts: &facts, html: choice.flavour == Flavour::Html, damaged };
    let article = article::select(&page, characters, choice.scope, choice.headline);
    if (!article.selected || choice.flavour == Flavour::Text)
        && choice.scope != Scope::Everything
        && let Some(mut copied) = lines.judge_as_copied(state != State::Sound)
    {
        if article.selected {
            // What an article is about is known by more than the words that it shares.
            let apart = |(_, reason): &mut (Rule, Reason)| matches!(reason, Reason::Apart { .. });
            copied.iter_mut().for_each(|copied| _ = copied.take_if(apart));
        }
        if article.selected || state != State::Sound {
            let first = verdicts.iter_mut().zip(&mut copied);
            first.for_each(|(verdict, copied)| *copied = verdict.take().or(copied.take()));
        }
        verdicts = copied;
    }
    for (index, rule, reason) in article.left_out {
        let verdict = &mut verdicts[index as usize];
        if verdict.is_none() && choice.rules.has(rule) {
            *verdict = Some((rule, reason));
        }
    }
    if article.selected {
        leave_out_bare(views, &mut verdicts);
    }
    for &index in shown {
        let asked = choice.rules.has(Rule::OwnPhrase) && choice.own.drops(views.block(index));
        if asked {
            verdicts[index] = Some((Rule::OwnPhrase, Reason::Rule(Rule::OwnPhrase)));
        }
    }
    // Words are never all chaff.
    if shown.iter().all(|&index| verdicts[index].is_some()) {
        verdicts.fill(None);
    }
    let mut credits = Vec::new();
    let chaff = drop_blocks(views, document, verdicts, choice.keep, &mut credits);
    let end = document.pieces.last().map_or(0, |piece| piece.span.end);
    let warning = article.nothing.then_some(Warning {
        rule: WarningKind::NothingSelected,
        at: Span { start: 0, end },
        keyword: None,
        href: None,
    });
    let line = |facts: &facts::Facts| views.block(facts.index as usize);
    let place = |block: u32| document.pieces[document.blocks[block as usize].first as usize].span.start;
    let top = article.headline.map(|at| &facts[at]);
    let (byline, date) = article.headline.map_or((None, None), |at| signed(views, &facts, at));
    Selected {
        chaff,
        article: article.selected,
        reason: article.reason,
        headline: top.map(|facts| line(facts).to_owned()),
        headed: top.filter(|facts| facts.heading == 1).map(|facts| place(facts.index)),
        byline,
        date,
        credits,
        warning,
    }
}

/// One credit or pointer in a sound text is its own; two of a kind, or one beside other damage, are left over, and a credit
/// is where the text was cut out of a page.
fn keep_lone(lines: &Lines, cut_out: bool, verdicts: &mut [Verdict]) {
    let Some(order) = lines.shown.iter().position(|&index| verdicts[index].is_some()) else { return };
    let index = lines.shown[order];
    let left_over = cut_out && !lines.is_heading(index);
    let apart = lines.torn_off(order, order + 1 == lines.shown.len()).is_some();
    verdicts[index].take_if(|(rule, _)| match rule {
        Rule::CreditLine | Rule::LegalNotice => !apart && !left_over,
        Rule::ReadMore | Rule::Comments => !apart,
        _ => false,
    });
}

/// The author and the date of an article, as the lines above its headline say, or those between it and the first
/// paragraph. O(1).
fn signed(views: &Views, facts: &[facts::Facts], headline: usize) -> (Option<String>, Option<String>) {
    let (mut byline, mut date) = (None, None);
    // The line before is the word for an author.
    let mut label = false;
    let above = facts[headline.saturating_sub(ABOVE)..headline].iter();
    let below = facts[headline + 1..].iter().take(BELOW).take_while(|facts| facts.words < 25 || facts.sentences == 0);
    for facts in below.chain(above).filter(|facts| facts.words <= 20) {
        let line = views.block(facts.index as usize);
        let named = if label { byline::name(line) } else { byline::author(line) };
        label = byline::names_author(line);
        byline = byline.or_else(|| named.map(str::to_owned));
        date = date.or_else(|| byline::date(line));
    }
    (byline, date)
}

/// Blocks without words, such as images, go with both their neighbours.
fn leave_out_bare(views: &Views, verdicts: &mut [Verdict]) {
    let bare = |index: usize| views.blocks[index].is_empty();
    let mut before: Verdict = None;
    let mut from = 0;
    while from < verdicts.len() {
        if !bare(from) {
            before = verdicts[from].clone();
            from += 1;
            continue;
        }
        let to = (from..verdicts.len()).find(|&index| !bare(index)).unwrap_or(verdicts.len());
        let after = verdicts.get(to).cloned().flatten();
        let fate = match (from == 0, to == verdicts.len()) {
            (true, _) => after,
            (_, true) => before.clone(),
            _ => before.clone().and(after),
        };
        verdicts[from..to].fill(fate);
        from = to;
    }
}

/// Drops blocks: all of a block's pieces become one change's, with the white space between it and
/// the text that stays.
fn drop_blocks(
    views: &Views,
    document: &mut Document,
    verdicts: Vec<Verdict>,
    keep: &[Keep],
    credits: &mut Vec<String>,
) -> Vec<GroupId> {
    let first_kept = verdicts.iter().position(Option::is_none).unwrap_or(verdicts.len());
    let mut chaff = vec![GroupId::NONE; verdicts.len()];
    // Where each change starts; one that starts in a dropped block goes with it, whole.
    if verdicts.iter().all(Option::is_none) {
        return chaff;
    }
    let mut starts = vec![usize::MAX; document.groups.len()];
    for (at, piece) in document.pieces.iter().enumerate().rev().filter(|(_, piece)| !piece.span.is_empty()) {
        starts[piece.group.0 as usize] = at;
    }
    let mut taken = vec![GroupId::NONE; document.groups.len()];
    for (index, verdict) in verdicts.into_iter().enumerate() {
        let Some((rule, reason)) = verdict else { continue };
        let pieces = with_gap(document, index, index < first_kept);
        let at =
            Span { start: document.pieces[pieces.start].span.start, end: document.pieces[pieces.end - 1].span.end };
        if keep.contains(&Keep { at, rule }) {
            document.blocks[index].apart = true;
            continue;
        }
        let group = document.add_group(rule, reason);
        for piece in &mut document.pieces[pieces.clone()] {
            if piece.group != GroupId::NONE && starts.get(piece.group.0 as usize).is_some_and(|at| pieces.contains(at))
            {
                taken[piece.group.0 as usize] = group;
            }
            (piece.what, piece.group) = (What::Nothing, group);
        }
        if matches!(rule, Rule::CreditLine | Rule::LegalNotice) {
            credits.push(views.block(index).to_owned());
        }
        chaff[index] = group;
    }
    for piece in &mut document.pieces {
        if let Some(&group) = taken.get(piece.group.0 as usize).filter(|&&group| group != GroupId::NONE) {
            (piece.what, piece.group) = (What::Nothing, group);
        }
    }
    chaff
}

/// The pieces of a block, with those of the gap behind it (before the first block that stays) or
/// before it, unless a tag stands there.
fn with_gap(document: &Document, index: usize, leading: bool) -> Range<usize> {
    let block = document.blocks[index];
    let (mut start, mut end) = (block.first as usize, block.end as usize);
    // White space at its end may belong to the change of the gap behind it.
    let behind = document.pieces.get(end).map_or(GroupId::NONE, |piece| piece.group);
    while behind != GroupId::NONE && end > start + 1 && document.pieces[end - 1].group == behind {
        end -= 1;
    }
    let blank = |pieces: &[Piece]| {
        pieces.iter().all(|piece| {
            let rule = document.groups[piece.group.0 as usize].rule;
            matches!(piece.what, What::Space | What::Nothing)
                && (piece.group == GroupId::NONE && piece.what == What::Space || rule == Rule::WhiteSpace)
        })
    };
    if leading {
        let stop = document.blocks.get(index + 1).map_or(document.pieces.len(), |next| next.first as usize);
        if blank(&document.pieces[end..stop]) {
            end = stop;
        }
    } else {
        let from = index.checked_sub(1).map_or(0, |before| document.blocks[before].end as usize);
        if blank(&document.pieces[from..start]) {
            start = from;
        }
    }
    start..end
}
