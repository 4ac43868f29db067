//! Which lines of a text are none of the article: each by itself and by where it stands, or as those of a copy.

use std::cell::RefCell;
use std::ops::Range;

use super::copied;
use super::prompts::{self, Place, State, is_ended};
use super::topic::{Share, Topic};
use crate::data::{split, split_once};
use crate::document::{BlockKind, ContainerKind, Document, Joint};
use crate::options::Active;
use crate::read::Views;
use crate::report::{Reason, Side};
use crate::rules::Rule;

/// By which rule a line is left out, and why; none if it stays.
pub(super) type Verdict = Option<(Rule, Reason)>;

/// How many lines at each end of a text are its ends.
const FIRST: usize = 3;
const LAST: usize = 5;

/// How many paragraphs in a row are opened at most where an end came out as a start.
const OPENED: u8 = 2;

/// Of a line that speaks of something else than the text before or behind it.
fn stray(order: usize) -> (Rule, Reason) {
    let side = if order == 0 { Side::Before } else { Side::After };
    (Rule::Navigation, Reason::Stray { side })
}

/// The lines of a text.
pub(super) struct Lines<'a> {
    views: &'a Views,
    document: &'a Document,
    rules: Active,
    /// The blocks that show something, in order.
    pub shown: Vec<usize>,
    /// Whether tags end paragraphs.
    ends: bool,
    /// What the first of them speak of, as many as were read: it is asked last.
    topic: RefCell<Option<(Topic, usize)>>,
}

impl<'a> Lines<'a> {
    pub fn new(views: &'a Views, document: &'a Document, rules: Active) -> Self {
        let shown = (0..document.blocks.len()).filter(|&index| !views.blocks[index].is_empty()).collect();
        let ends = document.blocks.iter().any(|block| block.closed);
        Lines { views, document, rules, shown, ends, topic: RefCell::new(None) }
    }

    /// Judges each line by itself, by whether tags end paragraphs (`torn`), or as if nothing were torn. One that is left out
    /// is none of the first or the last lines: a second look at what came out finds them where they were.
    pub fn judge(&self, state: State, torn: bool, verdicts: &mut [Verdict]) {
        let (mut from, mut to) = (0, self.shown.len());
        let (mut first, mut last) = (FIRST, LAST);
        // All behind is left out.
        let (mut is_last, mut found) = (true, false);
        // Items of a list at the end that nothing has headed yet, if nothing else is behind it.
        let mut items = Some(Vec::new());
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
            let apart = if torn { self.torn_off(order, is_last) } else { None };
            let verdict = self.verdict(order, *left > 0, is_last, apart, state);
            is_last &= verdict.is_some();
            found |= verdict.is_some();
            *left = left.saturating_sub(usize::from(verdict.is_none()));
            match &verdict {
                _ if order < to => {}
                Some((Rule::RelatedLinks | Rule::ReadMore | Rule::SharePrompt, _))
                    if !self.is_item(self.shown[order]) =>
                {
                    items.take().into_iter().flatten().for_each(|item: usize| verdicts[item] = verdict.clone());
                }
                None if self.is_item(self.shown[order]) => {
                    items.iter_mut().for_each(|items| items.push(self.shown[order]))
                }
                None => items = None,
                Some(_) => {}
            }
            verdicts[self.shown[order]] = verdict;
        }
        // Nothing else asks for it.
        self.topic.take();
    }

    /// Where a line stands that is to be judged, among the first or the last ones (`end`), and torn off the text or not.
    fn place(&self, order: usize, end: bool, apart: Option<Place>, state: State) -> Option<Place> {
        let index = self.shown[order];
        if !self.is_line(index) {
            return None;
        }
        let line = self.views.block(index);
        let sound = !matches!(state, State::Torn | State::Copied);
        // A heading has something below it.
        let heads = || order + 1 < self.shown.len() && (self.is_heading(index) || line.starts_with('#'));
        let place = match apart {
            Some(Place::Unopened | Place::Behind) if state == State::Sound => Place::Apart,
            Some(place) => place,
            None if end && !(sound && heads()) => Place::End,
            None if sound && !self.stands_alone(index) => return None,
            None => Place::Middle,
        };
        // A word of a list may be one of its own.
        let is_word = || !line.trim_start_matches(|ch: char| !ch.is_alphanumeric()).contains(' ');
        let is_prose = state == State::Sound && (self.goes_on(order) || self.is_item(index) && is_word());
        (!is_prose).then_some(place)
    }

    /// Judges one line.
    fn verdict(&self, order: usize, end: bool, last: bool, apart: Option<Place>, state: State) -> Verdict {
        let place = self.place(order, end, apart, state)?;
        let index = self.shown[order];
        let line = self.views.block(index);
        // An item of a list is no sentence anyway.
        let state = if state == State::CutOut && self.is_item(index) { State::Sound } else { state };
        let open = state != State::Sound && !is_ended(line);
        let share = |place: Place| self.share(line, place);
        let judge = |place: Place| prompts::judge(line, place, state);
        let judge_part = |part: &str| prompts::judge(part, place, state);
        // Most prompts are ones at any end: what they speak of need not be read.
        let unopened = open && place == Place::Unopened;
        let end = unopened.then(|| judge(Place::End)).flatten();
        let place = if unopened && end.is_none() { prompts::place_by(share(place), place, state) } else { place };
        let verdict = end.or_else(|| judge(place)).or_else(|| match place {
            Place::End if open && state == State::Torn => {
                let aside = || prompts::place_by(share(place), place, state) == Place::Aside;
                let is_stray = || self.is_alone(order, last) && prompts::is_stray(line, place, share(place));
                judge(Place::Aside).filter(|_| aside()).or_else(|| is_stray().then(|| stray(order)))
            }
            // It is judged as one at an end. In a torn text fewer words of prompts do, and fewer may be of what it is about.
            Place::Middle if open && state != State::Copied && self.is_between(order) => {
                let (place, other) = match state {
                    State::Torn => (Place::Aside, Place::End),
                    _ => (Place::End, Place::Apart),
                };
                judge(place).filter(|_| prompts::is_stray(line, other, share(other)))
            }
            _ if state == State::Copied => {
                self.is_trail(order).then_some((Rule::Navigation, Reason::Apart { side: Side::Inside }))
            }
            _ if open && place.is_torn_off() && prompts::is_stray(line, place, share(place)) => Some(stray(order)),
            _ => None,
        });
        // Several in one line.
        let each = || {
            let (first, rest) = split_once(line, ". ")?;
            let verdict = judge_part(first)?;
            split(rest, ". ").all(|part| judge_part(part).is_some()).then_some(verdict)
        };
        let several = state == State::Torn && place != Place::Middle;
        let verdict = if several { verdict.or_else(each) } else { verdict };
        verdict.filter(|(rule, _)| self.rules.has(*rule))
    }

    /// Judges the lines as those of a text that was copied with what stood around it, if they show that it was: each by
    /// itself, then from both ends up to a paragraph that stays, then between. Where it is `tagged` they must show more.
    pub fn judge_as_copied(&self, tagged: bool) -> Option<Vec<Verdict>> {
        let mut verdicts = vec![None; self.document.blocks.len()];
        self.judge(State::Copied, true, &mut verdicts);
        // Nothing shows it.
        verdicts.iter().flatten().next()?;
        let verdict = |index: usize, side: Side, share: &dyn Fn(&str, bool) -> Share| {
            let line = self.is_asked(index, side).then(|| self.views.block(index))?;
            let verdict = copied::judge(line, side, &|| share(line, is_ended(line)));
            verdict.filter(|(rule, _)| self.rules.has(*rule))
        };
        let shows = |share: &dyn Fn(&str, bool) -> Share| {
            let mut lines = self.shown.iter().filter_map(|&index| {
                let line = self.views.block(index);
                match &verdicts[index] {
                    None => Some((line, verdict(index, Side::Inside, share))),
                    // A text about cookies speaks of them in its lines too.
                    found => copied::is_foreign(share(line, false)).then(|| (line, found.clone())),
                }
            });
            copied::is_copied(&mut lines, tagged)
        };
        // Whatever the text speaks of, they show no more than if it were of something else.
        if !shows(&|_, _| Share::NOTHING) {
            return None;
        }
        let mut topic = Topic::new(self.views.text.len(), true);
        self.read(0..self.shown.len(), &|index| verdicts[index].is_none(), &mut topic);
        let share = |line: &str, own| topic.share(line, own);
        if !shows(&share) {
            return None;
        }
        // Whether the line is a paragraph that stays.
        let mut judge = |index: usize, side: Side| {
            if verdicts[index].is_some() || !self.is_asked(index, side) {
                return false;
            }
            verdicts[index] = verdict(index, side, &share);
            verdicts[index].is_none() && copied::is_paragraph(self.views.block(index))
        };
        let last = self.shown.iter().rposition(|&index| judge(index, Side::After)).unwrap_or(0);
        let first = self.shown.iter().position(|&index| judge(index, Side::Before)).unwrap_or(last);
        self.shown.iter().take(last).skip(first).for_each(|&index| _ = judge(index, Side::Inside));
        Some(verdicts)
    }

    /// How much of a line is what the sentences speak of, read as far as it takes to say whether it is enough in a place.
    fn share(&self, line: &str, place: Place) -> Share {
        let mut topic = self.topic.borrow_mut();
        let (topic, read) = topic.get_or_insert_with(|| (Topic::new(self.views.text.len(), false), 0));
        loop {
            let share = topic.share(line, false);
            if *read == self.shown.len() || place.is_of_text(share) {
                return share;
            }
            // As much again.
            let end = self.shown.len().min(2 * *read + 2);
            self.read(*read..end, &|_| true, topic);
            *read = end;
        }
    }

    /// Reads what the sentences of some lines speak of that stay.
    fn read(&self, orders: Range<usize>, stays: &dyn Fn(usize) -> bool, topic: &mut Topic) {
        for &index in &self.shown[orders] {
            let line = self.views.block(index);
            if stays(index) && is_ended(line) {
                topic.add(line);
            }
        }
    }

    /// Whether a line is asked if it is what was copied with the text. A heading is above something of its own, but at the
    /// end.
    fn is_asked(&self, index: usize, side: Side) -> bool {
        self.is_line(index) && !self.is_item(index) && (side == Side::After || !self.is_heading(index))
    }

    /// Whether a line is the first one and no heading, or the `last` that stays, and beside it stands a sentence: one of
    /// several lines may be of a list.
    fn is_alone(&self, order: usize, last: bool) -> bool {
        let index = self.shown[order];
        !self.is_item(index)
            && match order.checked_sub(1) {
                None => !self.is_heading(index) && self.is_sentence(1),
                Some(before) => last && self.is_sentence(before),
            }
    }

    /// Whether a line that heads nothing stands between two sentences.
    fn is_between(&self, order: usize) -> bool {
        let index = self.shown[order];
        self.document.blocks[index].kind == BlockKind::Paragraph
            && !self.is_item(index)
            && !self
                .views
                .block(index)
                .starts_with(|ch: char| ch.is_numeric() || matches!(ch, '"' | '“' | '«' | '„' | '「'))
            && order > 0
            && [order - 1, order + 1].iter().all(|&order| self.is_sentence(order))
    }

    /// Whether a line has the form of a trail or a menu, and is no row of a table: three in a row are rows.
    fn is_trail(&self, order: usize) -> bool {
        let trail =
            |order: usize| self.shown.get(order).is_some_and(|&index| copied::is_trail(self.views.block(index)));
        let rows = |mut orders: Range<usize>| orders.all(trail);
        trail(order) && !(order.saturating_sub(2)..=order).any(|first| rows(first..first + 3))
    }

    fn is_sentence(&self, order: usize) -> bool {
        self.shown.get(order).is_some_and(|&index| is_ended(self.views.block(index)))
    }

    /// Whether a sentence goes on in the line below.
    fn goes_on(&self, order: usize) -> bool {
        let Some(&next) = self.shown.get(order + 1) else { return false };
        let [line, below] = [self.shown[order], next].map(|index| self.views.block(index));
        self.document.blocks[next].joint == Joint::Break
            && below.starts_with(char::is_lowercase)
            && !is_ended(line)
            && [line, below].iter().all(|line| line.split_whitespace().nth(3).is_some())
    }

    /// Where a block stands that is torn off the text: a paragraph that is ended and not opened before it, or the `last` of
    /// it, behind paragraphs that hold nothing or are not ended as others are.
    pub fn torn_off(&self, order: usize, last: bool) -> Option<Place> {
        let block = |order: usize| self.shown.get(order).map(|&index| &self.document.blocks[index]);
        let (block, next) = (block(order)?, block(order + 1));
        if order == 0 {
            let unopened = !block.tagged && block.kind == BlockKind::Paragraph;
            return next.filter(|next| unopened && next.tagged && next.closed).map(|_| Place::Unopened);
        }
        match block.opened {
            _ if !last => None,
            0 => None,
            1 => (!block.closed && self.ends).then_some(Place::Apart),
            _ if block.opened > OPENED && !block.closed => Some(Place::Behind),
            _ => Some(Place::Apart),
        }
    }

    /// Whether a block is a paragraph of its own, not a line of one.
    fn stands_alone(&self, index: usize) -> bool {
        let joint = |index: usize| self.document.blocks.get(index).map(|block| block.joint);
        (index == 0 || joint(index) == Some(Joint::Paragraph)) && joint(index + 1) != Some(Joint::Break)
    }

    /// Whether a block is read as a line: what stands in a table of data is none.
    fn is_line(&self, index: usize) -> bool {
        let containers = &self.document.containers;
        let is_data = || {
            let row = containers[self.document.blocks[index].container as usize].parent as usize;
            matches!(containers[containers[row].parent as usize].kind, ContainerKind::Table { data: true })
        };
        matches!(self.document.blocks[index].kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Caption)
            && !(matches!(self.container(index), ContainerKind::Cell { .. }) && is_data())
    }

    pub fn is_heading(&self, index: usize) -> bool {
        matches!(self.document.blocks[index].kind, BlockKind::Heading(_))
    }

    /// Whether a block is one of an item of a list.
    fn is_item(&self, index: usize) -> bool {
        self.container(index) == ContainerKind::Item
    }

    /// What holds a block.
    fn container(&self, index: usize) -> ContainerKind {
        self.document.containers[self.document.blocks[index].container as usize].kind
    }
}
