//! Which blocks are chaff, and what of a page is the article.

pub(crate) mod article;
mod copied;
pub(crate) mod facts;
pub(crate) mod features;
pub(crate) mod forest;
mod lexicon;
mod prompts;
mod topic;

use std::cell::OnceCell;
use std::ops::Range;

use crate::byline;
use crate::document::{BlockKind, ContainerKind, Document, GroupId, Joint, Piece, What};
use crate::lex::Evidence;
use crate::options::{Active, Keep, Scope};
use crate::own::Own;
use crate::read::Views;
use crate::report::{Reason, Side, Warning, WarningKind};
use crate::rules::Rule;
use crate::source::{Flavour, Span};
use prompts::{Place, State};
use topic::Topic;

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

/// How many blocks at each end of a text are its ends.
const FIRST: usize = 3;
const LAST: usize = 5;
/// How many blocks above a headline and below it name an author or a date.
const ABOVE: usize = 3;
const BELOW: usize = 10;

/// Marks chaff. O(length).
pub(crate) fn select(views: &Views, document: &mut Document, choice: &Choice) -> Selected {
    let mut verdicts: Vec<Option<(Rule, Reason)>> = vec![None; document.blocks.len()];
    let shown: Vec<usize> = (0..document.blocks.len()).filter(|&index| !views.blocks[index].is_empty()).collect();
    // Whether tags end paragraphs.
    let ends = document.blocks.iter().any(|block| block.closed);
    let state = match () {
        _ if choice.evidence.damaged() => State::Torn,
        _ if choice.evidence.cut_out(choice.flavour) => State::CutOut,
        _ => State::Sound,
    };
    judge_lines(views, document, &shown, choice, (state, Some(ends)), &mut verdicts);
    // Where every line would be one, what is torn counts no more.
    if shown.iter().all(|&index| verdicts[index].is_some()) {
        judge_lines(views, document, &shown, choice, (State::Sound, None), &mut verdicts);
    }
    // One credit or pointer in a sound text is its own; two of a kind, or one beside other damage, are left over.
    let found = verdicts.iter().flatten().count();
    if found == 1 && !choice.evidence.damaged() {
        let lone = |rule| matches!(rule, Rule::CreditLine | Rule::ReadMore | Rule::Comments | Rule::LegalNotice);
        for (order, &index) in shown.iter().enumerate() {
            let heading = is_heading(document, index);
            let apart = torn_off(document, &shown, order, order + 1 == shown.len(), ends).is_some();
            let left_over = |rule| {
                matches!(rule, Rule::CreditLine | Rule::LegalNotice)
                    && !heading
                    && choice.evidence.cut_out(choice.flavour)
            };
            let verdict = verdicts[index].take();
            verdicts[index] = verdict.filter(|&(rule, _)| apart || !lone(rule) || left_over(rule));
        }
    }
    let characters = views.text.chars().count();
    // Where all of it stays, headline and all, nothing is asked of them.
    let asked = article::whole(characters, choice.scope).is_none() || !choice.headline;
    let facts = if asked { facts::facts(views, document, choice.title) } else { Vec::new() };
    let page = features::Page {
        views,
        document,
        facts: &facts,
        html: choice.flavour == Flavour::Html,
        damaged: choice.evidence.damaged(),
    };
    let article = article::select(&page, characters, choice.scope, choice.headline);
    if !article.selected
        && choice.scope != Scope::Everything
        && let Some(copied) = judge_as_copied(views, document, &shown, choice, (state != State::Sound, ends))
    {
        for (verdict, copied) in verdicts.iter_mut().zip(copied) {
            *verdict = if state == State::Sound { copied } else { verdict.take().or(copied) };
        }
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
    for &index in &shown {
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
    let headline = article.headline.map(|at| line(&facts[at]).to_owned());
    let place = |block: u32| document.pieces[document.blocks[block as usize].first as usize].span.start;
    let headed =
        article.headline.map(|at| &facts[at]).filter(|facts| facts.heading == 1).map(|facts| place(facts.index));
    let (mut byline, mut date) = (None, None);
    // The line before is the word for an author.
    let mut label = false;
    if let Some(at) = article.headline {
        // Above the headline, or between it and the first paragraph.
        let above = facts[at.saturating_sub(ABOVE)..at].iter();
        let below = facts[at + 1..].iter().take(BELOW).take_while(|facts| facts.words < 25 || facts.sentences == 0);
        for facts in below.chain(above).filter(|facts| facts.words <= 20) {
            let named = if label { byline::name(line(facts)) } else { byline::author(line(facts)) };
            label = byline::names_author(line(facts));
            byline = byline.or_else(|| named.map(str::to_owned));
            date = date.or_else(|| byline::date(line(facts)));
        }
    }
    Selected {
        chaff,
        article: article.selected,
        reason: article.reason,
        headline,
        headed,
        byline,
        date,
        credits,
        warning,
    }
}

/// Judges each line by itself, by whether tags end paragraphs, or as if nothing were torn. One that is left out is
/// none of the first or the last lines: a second look at what came out finds them where they were.
fn judge_lines(
    views: &Views,
    document: &Document,
    shown: &[usize],
    choice: &Choice,
    (state, ends): (State, Option<bool>),
    verdicts: &mut [Option<(Rule, Reason)>],
) {
    let topic = OnceCell::new();
    let sentences = || shown.iter().map(|&index| views.block(index)).filter(|block| prompts::is_ended(block));
    let judge = |order: usize, end: bool, last: bool| {
        let index = shown[order];
        if !is_line(document, index) {
            return None;
        }
        let place = match ends.and_then(|ends| torn_off(document, shown, order, last, ends)) {
            Some(Place::Unopened | Place::Behind) if state == State::Sound => Place::Apart,
            Some(place) => place,
            // A heading has something below it.
            None if end && !(state == State::CutOut && order + 1 < shown.len() && is_heading(document, index)) => {
                Place::End
            }
            None if !matches!(state, State::Torn | State::Copied) && !stands_alone(document, index) => return None,
            None => Place::Middle,
        };
        let line = views.block(index);
        if state == State::Sound && shown.get(order + 1).is_some_and(|&next| goes_on(views, document, index, next)) {
            return None;
        }
        // An item of a list is no sentence anyway.
        let listed = is_item(document, index);
        let state = if listed && state == State::CutOut { State::Sound } else { state };
        let open = state != State::Sound && !prompts::is_ended(line);
        // All sentences are read for it: it is asked last.
        let share = || topic.get_or_init(|| Topic::of(sentences(), views.text.len())).share(line, false);
        let place = if open && place == Place::Unopened { prompts::place_by(share(), place, state) } else { place };
        let verdict = prompts::judge(line, place, state).or_else(|| match place {
            Place::End if open && state == State::Torn => prompts::judge(line, Place::Aside, state)
                .filter(|_| prompts::place_by(share(), place, state) == Place::Aside),
            _ if state == State::Copied => {
                copied::is_trail(line).then_some((Rule::Navigation, Reason::Apart { side: Side::Inside }))
            }
            _ if open && place.is_torn_off() && prompts::is_stray(line, place, share()) => {
                let side = if order == 0 { Side::Before } else { Side::After };
                Some((Rule::Navigation, Reason::Stray { side }))
            }
            _ => None,
        });
        verdict.filter(|(rule, _)| choice.rules.has(*rule))
    };
    let (mut from, mut to) = (0, shown.len());
    let (mut first, mut last) = (FIRST, LAST);
    // All behind is left out.
    let (mut is_last, mut found) = (true, false);
    // What was copied with a text stands at its ends too: where nothing does, the rest is not looked at.
    while from < to && (found || state != State::Copied || first + last > 0) {
        // From the end on, then from the start.
        let (order, left) = if last > 0 {
            to -= 1;
            (to, &mut last)
        } else {
            from += 1;
            (from - 1, &mut first)
        };
        is_last &= order == to;
        let verdict = judge(order, *left > 0, is_last);
        is_last &= verdict.is_some();
        found |= verdict.is_some();
        *left = left.saturating_sub(usize::from(verdict.is_none()));
        verdicts[shown[order]] = verdict;
    }
}

/// Whether a sentence goes on in the line below.
fn goes_on(views: &Views, document: &Document, index: usize, next: usize) -> bool {
    let [line, below] = [index, next].map(|index| views.block(index));
    document.blocks[next].joint == Joint::Break
        && below.starts_with(char::is_lowercase)
        && !prompts::is_ended(line)
        && [line, below].iter().all(|line| line.split_whitespace().nth(3).is_some())
}

/// Judges the lines of a text as those of one that was copied with what stood around it, if they show that it was: each by
/// itself, then from both ends up to a paragraph that stays, then between. Where it is `tagged` they must show more.
fn judge_as_copied(
    views: &Views,
    document: &Document,
    shown: &[usize],
    choice: &Choice,
    (tagged, ends): (bool, bool),
) -> Option<Vec<Option<(Rule, Reason)>>> {
    let mut verdicts = vec![None; document.blocks.len()];
    judge_lines(views, document, shown, choice, (State::Copied, Some(ends)), &mut verdicts);
    // Nothing shows it.
    verdicts.iter().flatten().next()?;
    let sentences = shown.iter().filter(|&&index| verdicts[index].is_none()).map(|&index| views.block(index));
    let topic = Topic::of(sentences.filter(|line| prompts::is_ended(line)), views.text.len());
    // A heading is above something of its own, but at the end.
    let is_asked = |index: usize, side: Side| {
        is_line(document, index) && !is_item(document, index) && (side == Side::After || !is_heading(document, index))
    };
    let verdict = |index: usize, side: Side| {
        let line = is_asked(index, side).then(|| views.block(index))?;
        let verdict = copied::judge(line, side, topic.share(line, prompts::is_ended(line)));
        verdict.filter(|(rule, _)| choice.rules.has(*rule))
    };
    let mut lines = shown.iter().filter_map(|&index| {
        let line = views.block(index);
        match &verdicts[index] {
            None => Some((line, verdict(index, Side::Inside))),
            // A text about cookies speaks of them in its lines too.
            found => copied::is_foreign(topic.share(line, false)).then(|| (line, found.clone())),
        }
    });
    if !copied::is_copied(&mut lines, tagged) {
        return None;
    }
    // Whether the line is a paragraph that stays.
    let mut judge = |index: usize, side: Side| {
        if verdicts[index].is_some() || !is_asked(index, side) {
            return false;
        }
        verdicts[index] = verdict(index, side);
        verdicts[index].is_none() && copied::is_paragraph(views.block(index))
    };
    let last = shown.iter().rposition(|&index| judge(index, Side::After)).unwrap_or(0);
    let first = shown.iter().position(|&index| judge(index, Side::Before)).unwrap_or(last);
    shown.iter().take(last).skip(first).for_each(|&index| _ = judge(index, Side::Inside));
    Some(verdicts)
}

/// Whether a block is read as a line.
fn is_line(document: &Document, index: usize) -> bool {
    matches!(document.blocks[index].kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Caption)
}

fn is_heading(document: &Document, index: usize) -> bool {
    matches!(document.blocks[index].kind, BlockKind::Heading(_))
}

/// Whether a block is one of an item of a list.
fn is_item(document: &Document, index: usize) -> bool {
    document.containers[document.blocks[index].container as usize].kind == ContainerKind::Item
}

/// Blocks without words, such as images, go with both their neighbours.
fn leave_out_bare(views: &Views, verdicts: &mut [Option<(Rule, Reason)>]) {
    let bare = |index: usize| views.blocks[index].is_empty();
    let mut before: Option<(Rule, Reason)> = None;
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

/// Whether a block is a paragraph of its own, not a line of one.
fn stands_alone(document: &Document, index: usize) -> bool {
    let joint = |index: usize| document.blocks.get(index).map(|block| block.joint);
    (index == 0 || joint(index) == Some(Joint::Paragraph)) && joint(index + 1) != Some(Joint::Break)
}

/// How many paragraphs in a row are opened at most where an end came out as a start.
const OPENED: u8 = 2;

/// Where a block stands that is torn off the text: a paragraph that is ended and not opened before it, or the last of it,
/// behind paragraphs that hold nothing or are not ended as others are (`ends`).
fn torn_off(document: &Document, shown: &[usize], order: usize, last: bool, ends: bool) -> Option<Place> {
    let block = &document.blocks[shown[order]];
    if order == 0 {
        let next = &document.blocks[*shown.get(1)?];
        let unopened = !block.tagged && next.tagged && next.closed && block.kind == BlockKind::Paragraph;
        return unopened.then_some(Place::Unopened);
    }
    match block.opened {
        _ if !last => None,
        0 => None,
        1 => (!block.closed && ends).then_some(Place::Apart),
        _ if block.opened > OPENED && !block.closed => Some(Place::Behind),
        _ => Some(Place::Apart),
    }
}

/// Drops blocks: all of a block's pieces become one change's, with the white space between it and
/// the text that stays.
fn drop_blocks(
    views: &Views,
    document: &mut Document,
    verdicts: Vec<Option<(Rule, Reason)>>,
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
