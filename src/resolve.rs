//! Proposals to tiles and changes, free of format.
//!
//! Every byte of the input belongs to one tile. Where two changes want the same bytes, the rule
//! that stands first in the table wins, and the other loses whole. What a person keeps is taken
//! out last, so that evidence and places do not depend on it.

use std::borrow::Cow;

use crate::data::by_place;
use crate::document::{Block, BlockKind, Container, Document, Group, GroupId, Inline, InlineId, Joint, Piece, What};
use crate::mend::Proposal;
use crate::options::Keep;
use crate::own::Own;
use crate::read::Views;
use crate::report::Change;
use crate::rules::Rule;
use crate::source::Span;

/// A part of the input and what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tile {
    pub span: Span,
    pub shown: Shown,
    pub group: GroupId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The input's own words.
    Same,
    Space,
    Characters(char, Option<char>),
    /// Words of the list.
    Words(u32),
    Open(InlineId),
    Close(InlineId),
    Image(InlineId),
    /// A space where images are shown, and in text if that is `written`.
    Apart {
        written: bool,
    },
    /// The input's own words in text, and nothing where markup is shown.
    Mark,
    Nothing,
}

/// A block and its tiles; those between two blocks are the gap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub kind: BlockKind,
    pub joint: Joint,
    pub container: u32,
    pub language: u16,
    /// What it is where markup is shown, if text shows its marks.
    pub marked: Option<(BlockKind, u32)>,
    pub first: usize,
    pub end: usize,
    pub dropped: bool,
}

/// What is decided.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub tiles: Vec<Tile>,
    pub parts: Vec<Part>,
    pub containers: Vec<Container>,
    pub inlines: Vec<Inline>,
    pub words: Vec<String>,
    pub languages: Vec<String>,
    pub changes: Vec<Change>,
    /// The change that each group became, if it did.
    pub change_of: Vec<Option<u32>>,
    /// About how many bytes are shown.
    pub shown: usize,
}

impl Resolved {
    /// Whether a tile stays as the input has it because its change was taken back or lost.
    pub fn is_live(&self, group: GroupId) -> bool {
        group == GroupId::NONE || self.change_of[group.0 as usize].is_some()
    }

    /// The rule of the change that a group became; else what the format wants.
    pub fn rule(&self, group: GroupId) -> Rule {
        self.change_of[group.0 as usize].map_or(Rule::Format, |change| self.changes[change as usize].rule)
    }
}

/// What is asked of a document.
pub(crate) struct Asked<'a> {
    /// By the rules, on the views.
    pub proposals: Vec<Proposal>,
    /// By rules that know the place in the input.
    pub insertions: Vec<Wanted>,
    /// By the person, on the resolved text.
    pub own: &'a Own,
    /// What the person took back.
    pub keep: &'a [Keep],
}

/// Resolves. O(pieces + proposals · log proposals).
pub(crate) fn resolve(source: &str, document: Document, views: Views, chaff: &[GroupId], asked: Asked) -> Resolved {
    let Asked { proposals, insertions, own, keep } = asked;
    let Document { pieces, blocks, containers, inlines, mut groups, mut words, languages, sections: _ } = document;
    // The same bytes, since both have one size.
    let mut tiles: Vec<Tile> = pieces.into_iter().map(tile).collect();
    let mut parts: Vec<Part> = blocks.iter().zip(chaff).map(|(block, &chaff)| part(block, chaff)).collect();
    let wanted = settle(&views, proposals, insertions, &groups);
    let shown = views.text.len() + views.text.len() / 8;
    drop(views);
    overlay(&mut tiles, &mut parts, wanted, &mut words);
    let wanted = own.proposals(source, &tiles, &parts, &words, &mut groups);
    overlay(&mut tiles, &mut parts, wanted, &mut words);
    let rules: Vec<Rule> = groups.iter().map(|group| group.rule).collect();
    let (changes, change_of) = changes(&tiles, groups, keep);
    drop_asked(&mut tiles, &rules, &change_of);
    Resolved { tiles, parts, containers, inlines, words, languages, changes, change_of, shown }
}

/// Puts what is wanted over the tiles: those that it touches are cut, those inside it are gone,
/// but for marks of looks, which go on around it.
fn overlay(tiles: &mut Vec<Tile>, parts: &mut [Part], wanted: Vec<Wanted>, words: &mut Vec<String>) {
    if wanted.is_empty() {
        return;
    }
    let old = std::mem::take(tiles);
    tiles.reserve(old.len() + wanted.len() * 2);
    let mut wanted = wanted.into_iter().peekable();
    let mut bounds = parts.iter_mut().flat_map(|part| [&mut part.first, &mut part.end]).peekable();
    // Up to where the input is covered by what was put over it.
    let mut covered = 0;
    for (index, tile) in old.iter().enumerate() {
        while let Some(bound) = bounds.next_if(|bound| **bound == index) {
            *bound = tiles.len();
        }
        let Span { start, end } = tile.span;
        let mut from = start.max(covered).min(end);
        while let Some(one) =
            wanted.next_if(|one| one.span.start < end || one.span.is_empty() && one.span.start == start)
        {
            if one.span.start > from {
                tiles.push(Tile { span: Span { start: from, end: one.span.start }, ..*tile });
            }
            let shown = match one.text.as_ref() {
                "" => Shown::Nothing,
                " " => Shown::Space,
                text => {
                    words.push(text.to_owned());
                    Shown::Words(words.len() as u32 - 1)
                }
            };
            let put = Span { start: one.span.start.max(covered), end: one.span.end.max(covered) };
            tiles.push(Tile { span: put, shown, group: one.group });
            covered = put.end;
            from = covered.min(end);
        }
        if from < end || start == end {
            let span = Span { start: from.max(covered.min(end)), end };
            let span = if start == end { Span { start: start.max(covered), end: end.max(covered) } } else { span };
            tiles.push(Tile { span, ..*tile });
        } else if matches!(tile.shown, Shown::Open(_) | Shown::Close(_)) {
            tiles.push(Tile { span: Span { start: covered, end: covered }, ..*tile });
        }
    }
    for bound in bounds {
        *bound = tiles.len();
    }
}

fn part(block: &Block, chaff: GroupId) -> Part {
    Part {
        kind: block.kind,
        joint: block.joint,
        container: block.container,
        language: block.language,
        marked: block.marked,
        first: block.first as usize,
        end: block.end as usize,
        dropped: chaff != GroupId::NONE,
    }
}

fn tile(piece: Piece) -> Tile {
    let shown = match piece.what {
        What::Text => Shown::Same,
        What::Space => Shown::Space,
        What::Characters(first, second) => Shown::Characters(first, second),
        What::Words(index) => Shown::Words(index),
        What::Open(inline) => Shown::Open(inline),
        What::Close(inline) => Shown::Close(inline),
        What::Image(inline) => Shown::Image(inline),
        What::Apart { written } => Shown::Apart { written },
        What::Mark => Shown::Mark,
        What::Nothing => Shown::Nothing,
    };
    Tile { span: piece.span, shown, group: piece.group }
}

/// What is wanted in the place of a span of the input.
pub(crate) struct Wanted {
    pub span: Span,
    pub text: Cow<'static, str>,
    pub group: GroupId,
}

/// Sorts proposals by place and drops the changes that lose a conflict.
fn settle(views: &Views, proposals: Vec<Proposal>, insertions: Vec<Wanted>, groups: &[Group]) -> Vec<Wanted> {
    let mut wanted = insertions;
    wanted.extend(proposals.into_iter().map(|proposal| Wanted {
        span: views.span(proposal.range),
        text: proposal.text,
        group: proposal.group,
    }));
    // What was proposed first for a place comes first, and what is inserted before what is replaced.
    let mut wanted = by_place(wanted, |one| u64::from(one.span.start) << 1 | u64::from(!one.span.is_empty()));
    let mut lost = vec![false; groups.len()];
    let mut last: Option<(u32, Span, GroupId)> = None;
    for one in &wanted {
        if lost[one.group.0 as usize] {
            continue;
        }
        match last {
            Some((end, span, group))
                if group != one.group && (one.span.start < end || one.span == span) && !lost[group.0 as usize] =>
            {
                let loses = groups[one.group.0 as usize].rule >= groups[group.0 as usize].rule;
                lost[if loses { one.group } else { group }.0 as usize] = true;
                if !loses {
                    last = Some((one.span.end, one.span, one.group));
                }
            }
            _ => last = Some((one.span.end, one.span, one.group)),
        }
    }
    wanted.retain(|one| !lost[one.group.0 as usize]);
    // A change that proposes the same bytes twice says the same.
    wanted.dedup_by(|b, a| a.group == b.group && a.span == b.span);
    wanted
}

/// The changes, by place, and which group each was. A group that a person keeps, or whose cause
/// is gone, is no change: its tiles are the input's.
fn changes(tiles: &[Tile], groups: Vec<Group>, keep: &[Keep]) -> (Vec<Change>, Vec<Option<u32>>) {
    // The first run of neighbouring tiles of each group: its first edit, in any format.
    let mut first: Vec<Option<Span>> = vec![None; groups.len()];
    let mut order: Vec<GroupId> = Vec::new();
    let mut before = GroupId::NONE;
    for tile in tiles.iter() {
        let group = tile.group;
        if group != GroupId::NONE {
            let slot = &mut first[group.0 as usize];
            match slot {
                None => {
                    *slot = Some(tile.span);
                    order.push(group);
                }
                Some(span) if before == group && span.end == tile.span.start => span.end = tile.span.end,
                Some(_) => {}
            }
        }
        before = group;
    }
    let mut change_of = vec![None; groups.len()];
    let mut changes: Vec<Change> = Vec::with_capacity(order.len());
    let key = |at: Span, rule: Rule| u128::from(at.start) << 64 | u128::from(at.end) << 32 | rule as u128;
    let mut kept: Vec<u128> = keep.iter().map(|keep| key(keep.at, keep.rule)).collect();
    kept.sort_unstable();
    let is_kept = |group: GroupId| {
        let rule = groups[group.0 as usize].rule;
        first[group.0 as usize].is_none_or(|at| kept.binary_search(&key(at, rule)).is_ok())
    };
    for &id in &order {
        let group = &groups[id.0 as usize];
        let cause_gone = group.cause != GroupId::NONE && is_kept(group.cause);
        if is_kept(id) || cause_gone {
            continue;
        }
        let Some(at) = first[id.0 as usize] else { continue };
        change_of[id.0 as usize] = Some(changes.len() as u32);
        changes.push(Change { rule: group.rule, at, reason: group.reason.clone(), cause: None });
    }
    for &id in &order {
        if let Some(index) = change_of[id.0 as usize] {
            let cause = groups[id.0 as usize].cause;
            changes[index as usize].cause = change_of[cause.0 as usize];
        }
    }
    (changes, change_of)
}

/// Links and images that are not wanted show nothing; one that was taken back is a link again, not
/// its tag's text.
fn drop_asked(tiles: &mut [Tile], rules: &[Rule], change_of: &[Option<u32>]) {
    for tile in tiles {
        let group = tile.group.0 as usize;
        if matches!(rules[group], Rule::DropLinks | Rule::DropImages) {
            match change_of[group] {
                Some(_) => tile.shown = Shown::Nothing,
                None => tile.group = GroupId::NONE,
            }
        }
    }
}
