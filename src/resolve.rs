//! Proposals to tiles and changes, free of format.
//!
//! Every byte of the input belongs to one tile. Where two changes want the same bytes, the rule
//! that stands first in the table wins, and the other loses whole. What a person keeps is taken
//! out last, so that evidence and places do not depend on it.

use std::collections::HashSet;

use crate::document::{Block, BlockKind, Container, Document, Group, GroupId, Inline, InlineId, Joint, What};
use crate::mend::Proposal;
use crate::options::Keep;
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
    Nothing,
}

/// A block and its tiles; those between two blocks are the gap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub kind: BlockKind,
    pub joint: Joint,
    pub container: u32,
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
    pub changes: Vec<Change>,
    /// The change that each group became, if it did.
    pub change_of: Vec<Option<u32>>,
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

/// Resolves. O(pieces + proposals · log proposals).
pub(crate) fn resolve(
    document: Document,
    views: &Views,
    chaff: &[GroupId],
    proposals: Vec<Proposal>,
    keep: &[Keep],
) -> Resolved {
    let Document { pieces, blocks, containers, inlines, groups, mut words } = document;
    let wanted = settle(views, proposals, &groups);
    let mut tiles: Vec<Tile> = Vec::with_capacity(pieces.len() + wanted.len());
    let mut parts: Vec<Part> = Vec::with_capacity(blocks.len());
    let mut wanted = wanted.into_iter().peekable();
    let mut next_block = 0;
    for (index, piece) in pieces.iter().enumerate() {
        while parts.last().is_some_and(|part: &Part| part.end == usize::MAX)
            && index == blocks[next_block - 1].end as usize
        {
            close_part(&mut parts, tiles.len());
        }
        if blocks.get(next_block).is_some_and(|block| block.first as usize == index) {
            parts.push(open_part(&blocks[next_block], chaff[next_block], tiles.len()));
            next_block += 1;
        }
        let dropped = parts.last().is_some_and(|part| part.end == usize::MAX && part.dropped);
        let mut from = piece.span.start;
        if !dropped {
            while let Some(one) = wanted.next_if(|one| {
                one.span.start < piece.span.end || one.span.end == one.span.start && one.span.start == piece.span.start
            }) {
                if one.span.start > from {
                    tiles.push(cut(piece.what, Span { start: from, end: one.span.start }, piece.group));
                }
                let shown = match one.text.as_ref() {
                    "" => Shown::Nothing,
                    " " => Shown::Space,
                    text => {
                        words.push(text.to_owned());
                        Shown::Words(words.len() as u32 - 1)
                    }
                };
                let start = one.span.start.max(from);
                tiles.push(Tile { span: Span { start, end: one.span.end.max(start) }, shown, group: one.group });
                from = one.span.end.max(start);
            }
        }
        if from < piece.span.end || from == piece.span.start {
            tiles.push(cut(piece.what, Span { start: from.min(piece.span.end), end: piece.span.end }, piece.group));
        }
    }
    close_part(&mut parts, tiles.len());
    let (changes, change_of) = changes(&mut tiles, groups, keep);
    Resolved { tiles, parts, containers, inlines, words, changes, change_of }
}

fn open_part(block: &Block, chaff: GroupId, first: usize) -> Part {
    Part {
        kind: block.kind,
        joint: block.joint,
        container: block.container,
        first,
        end: usize::MAX,
        dropped: chaff != GroupId::NONE,
    }
}

fn close_part(parts: &mut [Part], at: usize) {
    if let Some(part) = parts.last_mut().filter(|part| part.end == usize::MAX) {
        part.end = at;
    }
}

fn cut(what: What, span: Span, group: GroupId) -> Tile {
    let shown = match what {
        What::Text => Shown::Same,
        What::Space => Shown::Space,
        What::Characters(first, second) => Shown::Characters(first, second),
        What::Words(index) => Shown::Words(index),
        What::Open(inline) => Shown::Open(inline),
        What::Close(inline) => Shown::Close(inline),
        What::Image(inline) => Shown::Image(inline),
        What::Nothing => Shown::Nothing,
    };
    Tile { span, shown, group }
}

/// A proposal as a span of the input.
struct Wanted {
    span: Span,
    text: std::borrow::Cow<'static, str>,
    group: GroupId,
}

/// Sorts proposals by place and drops the changes that lose a conflict.
fn settle(views: &Views, proposals: Vec<Proposal>, groups: &[Group]) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = proposals
        .into_iter()
        .map(|proposal| Wanted { span: views.span(proposal.range), text: proposal.text, group: proposal.group })
        .collect();
    // Stable: what was proposed first for a place comes first.
    wanted.sort_by_key(|one| (one.span.start, one.span.end));
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
fn changes(tiles: &mut [Tile], groups: Vec<Group>, keep: &[Keep]) -> (Vec<Change>, Vec<Option<u32>>) {
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
    let keep: HashSet<Keep> = keep.iter().copied().collect();
    let is_kept = |group: GroupId| {
        let rule = groups[group.0 as usize].rule;
        first[group.0 as usize].is_none_or(|at| keep.contains(&Keep { at, rule }))
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
