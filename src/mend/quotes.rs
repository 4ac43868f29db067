//! `quote-spacing`: the space on the right side of quotation marks.
//!
//! The marks of a run are read left to right. Each may open, close, or stand for itself (inches,
//! a lost partner), at a cost that grows with how little it looks the part. The cheapest reading
//! wins (Viterbi), and where two readings cost the same, the one with fewer edits.

use std::ops::Range;
use std::sync::LazyLock;

use super::apostrophe::spaces;
use super::language::Language;
use super::run::Run;
use super::{Mending, in_code};
use crate::data::{Table, data_file, find_words, is_unspaced, last_word};
use crate::report::{Warning, WarningKind};
use crate::rules::Rule;

/// A quotation mark and what stands beside it.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    length: usize,
    before: Side,
    after: Side,
    after_sentence: bool,
    /// A colon stands before it, which introduces a quotation.
    after_colon: bool,
    /// A word stands before it that no quotation ends with: `a`, `the`, `of`.
    after_article: bool,
    /// A dash or a bracket beside it has its own space on the far side.
    loose_before: bool,
    loose_after: bool,
}

/// What stands on one side of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The bound of the run, or a line feed.
    Edge,
    Space,
    Letter,
    Digit,
    /// A sign that a quotation follows or precedes: brackets, dashes, other marks.
    Opening,
    /// A sign that ends words.
    Closing,
    /// A letter or sign of a script without spaces.
    Unspaced,
}

impl Side {
    fn of(ch: Option<char>) -> Side {
        match ch {
            None | Some('\n') => Side::Edge,
            Some(' ' | '\u{a0}' | '\u{202f}') => Side::Space,
            Some(
                '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '«' | '=' | '¿' | '¡' | '*' | '_' | '|' | '"',
            ) => Side::Opening,
            Some(ch) if ch.is_ascii_digit() => Side::Digit,
            Some(ch) if is_unspaced(ch) => Side::Unspaced,
            Some(ch) if ch.is_alphanumeric() => Side::Letter,
            Some('\'' | '’' | '$' | '€' | '£' | '#' | '@' | '&' | '<' | '\\') => Side::Letter,
            Some(_) => Side::Closing,
        }
    }

    fn is_blank(self) -> bool {
        matches!(self, Side::Edge | Side::Space)
    }

    fn is_sign(self) -> bool {
        matches!(self, Side::Opening | Side::Closing)
    }
}

/// The part that a mark plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Opens,
    Closes,
    /// Stands for itself.
    Alone,
    /// Opens, and gives up the mark that was open.
    Restarts,
}

// Costs, in twentieths of a displaced mark.
const DISPLACED: u32 = 20;
/// In a sound text, more is owed to a mark that looks like a closing one behind a comma or a stop.
const CLOSED: u32 = 18;
/// Where other marks of the text are displaced.
const DISPLACED_AGAIN: u32 = 15;
const ARTICLE: u32 = 36;
/// A quotation inside another of the same mark: a short one is likelier than a long one.
const NESTED_SHORT: u32 = 34;
/// Where marks are displaced, two that look nested are likelier to be two quotations.
const NESTED_AGAIN: u32 = 41;
const NESTED_LONG: u32 = 48;
/// In bytes.
const SHORT: usize = 48;
const ALONE: u32 = 38;
/// In a sound text, quotations go on over paragraphs.
const ALONE_SOUND: u32 = 25;
const INCH: u32 = 4;

/// What a reading costs, by what is known of the text.
#[derive(Debug, Clone, Copy)]
struct Costs {
    displaced: u32,
    alone: u32,
    /// For an opening mark behind a comma or a stop.
    closed: u32,
    nested_short: u32,
}

impl Costs {
    fn new(damaged: bool, again: bool) -> Self {
        Costs {
            displaced: if again { DISPLACED_AGAIN } else { DISPLACED },
            alone: if damaged { ALONE } else { ALONE_SOUND },
            closed: if damaged { 0 } else { CLOSED },
            nested_short: if again { NESTED_AGAIN } else { NESTED_SHORT },
        }
    }
}

impl Mark {
    /// What it costs to read the mark as an opening one.
    fn opening(&self, costs: &Costs) -> u32 {
        let displaced = costs.displaced;
        let inch = if self.before == Side::Digit { displaced } else { 0 };
        match (self.before, self.after) {
            (Side::Unspaced, _) => 2,
            // ` "word`
            (before, after) if !after.is_blank() && (before.is_blank() || before == Side::Opening) => 0,
            // ` " word`
            (before, Side::Space) if before.is_blank() || before == Side::Opening => 8,
            // `word," word`
            (Side::Closing, Side::Space) if !self.after_colon => displaced + costs.closed,
            // `word" word`
            (_, Side::Space) => displaced + inch,
            // `word,"word`
            (Side::Closing, after) if !after.is_blank() => 24,
            // `word"word`
            (_, after) if !after.is_blank() => 12 + inch,
            _ => ALONE * 2,
        }
    }

    /// What it costs to read the mark as a closing one.
    fn closing(&self, costs: &Costs) -> u32 {
        let displaced = costs.displaced;
        let article = if self.after_article { ARTICLE } else { 0 };
        article
            + match (self.before, self.after) {
                (before, Side::Unspaced) if !before.is_blank() => 2,
                // `word" `
                (before, after) if !before.is_blank() && (after.is_blank() || after.is_sign()) => 0,
                // `word " `
                (Side::Space, after) if after.is_blank() || after == Side::Closing => 8,
                // `word. "word`
                (Side::Space, _) if self.after_sentence => displaced - 6,
                // `word "word`
                (Side::Space, _) => displaced,
                // `word,"word`
                (Side::Closing, _) => 4,
                // `word"word`
                (before, _) if !before.is_blank() => 12,
                _ => ALONE * 2,
            }
    }

    fn alone(&self, costs: &Costs) -> u32 {
        if self.before == Side::Digit && !matches!(self.after, Side::Closing) { INCH } else { costs.alone }
    }

    /// Whether a space stands on the wrong side, read as this part.
    fn is_displaced(&self, part: Part) -> bool {
        match part {
            Part::Opens | Part::Restarts => self.after == Side::Space,
            Part::Closes => self.before == Side::Space,
            Part::Alone => false,
        }
    }
}

pub(super) fn mend(mending: &mut Mending, runs: &[Run]) {
    let (mut pairs, mut begun, mut french) = (Vec::new(), Vec::new(), Vec::new());
    for run in runs {
        curly(mending, run, &mut pairs, &mut begun);
    }
    // Straight marks that close „ are none of the others.
    let closing = |mark: &Mark| pairs.iter().any(|(_, closing): &(Mark, Mark)| closing.at == mark.at);
    let straight: Vec<Vec<Mark>> = runs
        .iter()
        .map(|run| {
            let marks = marks(mending, run, "\"").into_iter().map(|(_, mark)| mark);
            marks.filter(|mark| !closing(mark)).collect()
        })
        .collect();
    // A text whose marks are displaced elsewhere is read with that in mind.
    let again = mending.damaged
        && straight.iter().any(|marks| {
            let read = parts(marks, &Costs::new(true, false));
            marks.iter().zip(read).any(|(mark, part)| mark.is_displaced(part))
        });
    // A mark behind a space at the end of a paragraph opens nothing.
    let closes = |marks: &&Vec<Mark>| marks.last().is_some_and(|mark| mark.after == Side::Edge);
    let again =
        again || straight.iter().filter(closes).any(|marks| all_displaced(marks, &Costs::new(false, true)).is_some());
    let costs = Costs::new(mending.damaged, again);
    for marks in &straight {
        settle(mending, marks, &costs, &mut pairs);
    }
    for run in runs {
        if mending.damaged {
            single(mending, run, &mut pairs);
        }
        let pointed = run.signs("«»").next().is_some();
        if pointed && mending.guillemets_are_close(run.range.clone()) {
            guillemets(mending, run, &mut pairs);
        } else if pointed && mending.language().french {
            guillemets(mending, run, &mut french);
        }
    }
    stuck(mending, &french);
    for run in runs {
        penn(mending, run);
    }
    // A mark whose space stands behind a sentence's end, and is missed before the next word, counts double.
    let displaced: usize = pairs
        .iter()
        .map(|&(opening, closing)| {
            let [first, last] = displaced(mending, opening, closing);
            let moved = closing.after_sentence && matches!(closing.after, Side::Letter | Side::Digit);
            usize::from(first) + usize::from(last) * (1 + usize::from(moved))
        })
        .sum();
    if mending.damaged || displaced > 1 && displaced * RARE >= pairs.len() {
        for (opening, closing) in pairs {
            pair(mending, opening, closing);
        }
        for mark in begun.into_iter().filter(|mark| mark.is_displaced(Part::Opens)) {
            let (inner, group) = (mark.at + mark.length, mending.group(Rule::QuoteSpacing));
            mending.propose(inner..inner + space_at(mending, inner), "", group);
        }
    }
}

/// In a sound text, one displaced mark among so many quotations is a slip, and a style no rule is about.
const RARE: usize = 5;

/// `smart-quotes`: curls marks in pairs, and apostrophes inside words.
pub(super) fn curl(mending: &mut Mending, runs: &[Run]) {
    for run in runs {
        let marks: Vec<Mark> = marks(mending, run, "\"").into_iter().map(|(_, mark)| mark).collect();
        let mut open: Vec<Mark> = Vec::new();
        for (mark, part) in marks.iter().zip(parts(&marks, &Costs::new(false, false))) {
            match (part, open.pop()) {
                (Part::Closes, Some(opening)) => {
                    let group = mending.group(Rule::SmartQuotes);
                    mending.propose(opening.at..opening.at + 1, "“", group);
                    mending.propose(mark.at..mark.at + 1, "”", group);
                }
                (Part::Opens, outer) => {
                    open.extend(outer);
                    open.push(*mark);
                }
                (Part::Restarts, _) => open = vec![*mark],
                (_, outer) => open.extend(outer),
            }
        }
        let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
        let inner: Vec<usize> = run
            .signs("'")
            .map(|(at, _)| at)
            .filter(|&at| {
                let letter = |ch: Option<char>| ch.is_some_and(char::is_alphabetic);
                letter(text[..at].chars().next_back()) && letter(text[at + 1..].chars().next())
            })
            .filter(|&at| !in_code(mending.views, start + at))
            .collect();
        for at in inner {
            let group = mending.group(Rule::SmartQuotes);
            mending.propose(start + at..start + at + 1, "’", group);
        }
    }
}

/// `straight-quotes`: makes curly marks straight.
pub(super) fn straighten(mending: &mut Mending, runs: &[Run]) {
    for run in runs {
        for (ch, mark) in marks(mending, run, "“”„‟‘’‚‛") {
            let straight = if matches!(ch, '“' | '”' | '„' | '‟') { "\"" } else { "'" };
            let group = mending.group(Rule::StraightQuotes);
            mending.propose(mark.at..mark.at + mark.length, straight, group);
        }
    }
}

/// Words that a quotation does not end with.
static ARTICLES: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("articles.txt")));

/// The marks of a run that are among some.
fn marks(mending: &Mending, run: &Run, wanted: &'static str) -> Vec<(char, Mark)> {
    let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
    let outside = run.signs(wanted).filter(|&(at, _)| !in_code(mending.views, start + at));
    let read = |(at, ch): (usize, char)| {
        let head = text[..at].trim_end_matches(' ');
        let word = last_word(head, char::is_alphabetic);
        let mut ahead = text[at + ch.len_utf8()..].chars();
        let mut behind = text[..at].chars().rev();
        let (before, after) = (behind.next(), ahead.next());
        let is_dash = |side| matches!(side, Some('-' | '–' | '—'));
        let mark = Mark {
            at: start + at,
            length: ch.len_utf8(),
            before: Side::of(before),
            after: Side::of(after),
            after_sentence: head.ends_with(&['.', '!', '?', ',', '…', '。', '！', '？'][..]),
            after_colon: before == Some(':'),
            after_article: head.len() - word <= 5 && ARTICLES.has(&head[word..]),
            loose_before: is_dash(before) && behind.next() == Some(' '),
            loose_after: if is_dash(after) { ahead.next() == Some(' ') } else { after == Some('(') },
        };
        (ch, mark)
    };
    outside.map(read).collect()
}

/// Straight marks: which opens and which closes, their shapes tell.
fn settle(mending: &mut Mending, marks: &[Mark], costs: &Costs, pairs: &mut Vec<(Mark, Mark)>) {
    let mut open: Vec<Mark> = Vec::new();
    let mut lost: Vec<Mark> = Vec::new();
    let read = all_displaced(marks, costs).unwrap_or_else(|| parts(marks, costs));
    for (mark, part) in marks.iter().zip(read) {
        match part {
            Part::Opens => open.push(*mark),
            Part::Restarts => {
                lost.append(&mut open);
                open.push(*mark);
            }
            Part::Closes => {
                pairs.extend(open.pop().map(|opening| (opening, *mark)));
            }
            Part::Alone if mark.alone(costs) > INCH => lost.push(*mark),
            Part::Alone => {}
        }
    }
    lost.append(&mut open);
    for mark in lost {
        let at = mending.span(mark.at..mark.at + mark.length);
        mending.warnings.push(Warning { rule: WarningKind::UnbalancedQuote, at, keyword: None, href: None });
    }
}

/// The reading in which every mark is displaced, where each that opens is stuck to a word before it, or others are
/// displaced too. However many there are, it is one fault.
fn all_displaced(marks: &[Mark], costs: &Costs) -> Option<Vec<Part>> {
    let turns = [Part::Opens, Part::Closes].into_iter().cycle();
    let stuck = |mark: &Mark, part| {
        let also = mark.before == Side::Closing && costs.displaced < DISPLACED;
        part == Part::Closes || mark.before == Side::Letter || also
    };
    let all = marks.len().is_multiple_of(2)
        && marks.iter().zip(turns.clone()).all(|(mark, part)| mark.is_displaced(part) && stuck(mark, part));
    all.then(|| turns.take(marks.len()).collect())
}

/// The cheapest reading of the marks, over how many are open: none, one, or one inside another.
fn parts(marks: &[Mark], costs: &Costs) -> Vec<Part> {
    const STATES: usize = 3;
    const NEVER: u32 = u32::MAX / 2;
    let mut totals = [0, NEVER, NEVER];
    let mut back: Vec<[(usize, Part); STATES]> = Vec::with_capacity(marks.len());
    for (index, mark) in marks.iter().enumerate() {
        let short = marks.get(index + 1).is_some_and(|next| next.at - mark.at < SHORT && next.closing(costs) <= 8);
        let mut next = [NEVER; STATES];
        let mut from = [(0, Part::Alone); STATES];
        let mut relax = |state: usize, cost: u32, previous: usize, part: Part| {
            if cost < next[state] {
                (next[state], from[state]) = (cost, (previous, part));
            }
        };
        for (state, &cost) in totals.iter().enumerate() {
            if cost >= NEVER {
                continue;
            }
            relax(state, cost + mark.alone(costs), state, Part::Alone);
            if state + 1 < STATES {
                let nested = match (state, short) {
                    (0, _) => 0,
                    (_, true) => costs.nested_short,
                    (_, false) => NESTED_LONG,
                };
                relax(state + 1, cost + mark.opening(costs) + nested, state, Part::Opens);
            }
            if state > 0 {
                relax(state - 1, cost + mark.closing(costs), state, Part::Closes);
                relax(1, cost + mark.opening(costs) + costs.alone * state as u32, state, Part::Restarts);
            }
        }
        totals = next;
        back.push(from);
    }
    let mut state = (0..STATES).min_by_key(|&state| totals[state] + costs.alone * state as u32).unwrap_or(0);
    let mut parts: Vec<Part> = back
        .iter()
        .rev()
        .map(|from| {
            let (previous, part) = from[state];
            state = previous;
            part
        })
        .collect();
    parts.reverse();
    parts
}

/// Which marks of a quotation have a space on their inner side. A no-break space in a sound text was set there.
fn displaced(mending: &Mending, opening: Mark, closing: Mark) -> [bool; 2] {
    let text = &mending.views.text;
    let set = |space: Option<char>| !mending.damaged && space != Some(' ');
    [
        opening.is_displaced(Part::Opens) && !set(text[opening.at + opening.length..].chars().next()),
        closing.is_displaced(Part::Closes) && !set(text[..closing.at].chars().next_back()),
    ]
}

/// Puts the spaces of a quotation on the outer sides.
fn pair(mending: &mut Mending, opening: Mark, closing: Mark) {
    let [first, last] = displaced(mending, opening, closing);
    if !first && !last || closing.at < opening.at + opening.length + 2 {
        return;
    }
    let group = mending.group(Rule::QuoteSpacing);
    if first {
        if matches!(opening.before, Side::Letter | Side::Digit | Side::Closing) || opening.loose_before {
            mending.propose(opening.at..opening.at, " ", group);
        }
        let inner = opening.at + opening.length;
        let space = space_at(mending, inner);
        let outer = opening.at - space_before(mending, opening.at);
        if parts_unspaced(mending, outer..inner + space) {
            mending.propose(outer..opening.at, "", group);
        }
        mending.propose(inner..inner + space, "", group);
    }
    if last {
        let inner = space_before(mending, closing.at);
        mending.propose(closing.at - inner..closing.at, "", group);
        let outer = closing.at + closing.length;
        let space = space_at(mending, outer);
        if parts_unspaced(mending, closing.at - inner..outer + space) {
            mending.propose(outer..outer + space, "", group);
        }
        // A Korean particle sticks to what it is of.
        let particle = mending.views.text[outer..].starts_with(|ch| ('\u{ac00}'..='\u{d7a3}').contains(&ch));
        if matches!(closing.after, Side::Letter | Side::Digit) && !particle || closing.loose_after {
            mending.propose(outer..outer, " ", group);
        }
    }
}

/// Whether a part of the text, with spaces at both ends, parts characters of a script that has none.
fn parts_unspaced(mending: &Mending, part: Range<usize>) -> bool {
    let text = &mending.views.text;
    let spaced = text[part.clone()].starts_with(' ') && text[part.clone()].ends_with(' ');
    let [before, after] = [text[..part.start].chars().next_back(), text[part.end..].chars().next()];
    spaced && [before, after].into_iter().all(|ch| ch.is_some_and(is_unspaced))
}

fn space_at(mending: &Mending, at: usize) -> usize {
    mending.views.text[at..].chars().next().map_or(0, char::len_utf8)
}

fn space_before(mending: &Mending, at: usize) -> usize {
    mending.views.text[..at].chars().next_back().map_or(0, char::len_utf8)
}

/// Curly marks say themselves which opens and which closes; some close „ with a straight one.
fn curly(mending: &Mending, run: &Run, pairs: &mut Vec<(Mark, Mark)>, begun: &mut Vec<Mark>) {
    if run.signs("“”„‘").next().is_none() {
        return;
    }
    let mut open: Option<(char, Mark)> = None;
    let mut found = Vec::new();
    // Swedish and Finnish open and close with the same mark.
    let opens = |mark: &Mark| {
        let head = mending.views.text[run.range.start..mark.at].trim_end_matches(' ');
        (mark.before.is_blank() || mark.before == Side::Opening) && !head.ends_with(|ch: char| ch.is_ascii_digit())
    };
    let alone = run.signs("“„\"").next().is_none() && {
        let marks = marks(mending, run, "”");
        marks.len().is_multiple_of(2) && marks.iter().step_by(2).all(|(_, mark)| opens(mark))
    };
    for (ch, mark) in marks(mending, run, "“”„\"") {
        match (ch, open) {
            ('”', None) if alone => open = Some((ch, mark)),
            ('”', Some((_, opening))) | ('“' | '"', Some(('„', opening))) => {
                found.push((opening, mark));
                open = None;
            }
            // `”word“`: some write them the other way round.
            ('”', None) if (mark.before.is_blank() || mark.before == Side::Opening) && !mark.after.is_blank() => {
                return;
            }
            ('”', None) | ('"', _) => {}
            _ => open = Some((ch, mark)),
        }
    }
    // Of single marks, those that are no apostrophe: both have their space inside.
    let mut inner: Option<Mark> = None;
    for (ch, mark) in marks(mending, run, "‘’") {
        match inner.take() {
            _ if ch == '‘' => inner = Some(mark).filter(|mark| mark.is_displaced(Part::Opens)),
            Some(opening) if mark.is_displaced(Part::Closes) => found.push((opening, mark)),
            _ => {}
        }
    }
    // The next paragraph goes on with it.
    begun.extend(open.map(|(_, mark)| mark).filter(|mark| mark.before == Side::Edge));
    pairs.append(&mut found);
}

/// Guillemets, whichever way they point: the first one opens.
fn guillemets(mending: &Mending, run: &Run, pairs: &mut Vec<(Mark, Mark)>) {
    let mut open: Option<(char, Mark)> = None;
    for (ch, mark) in marks(mending, run, "«»") {
        match open {
            Some((opener, opening)) if opener != ch => {
                pairs.push((opening, mark));
                open = None;
            }
            _ => open = Some((ch, mark)),
        }
    }
}

/// French guillemets that have their spaces inside, and none outside.
fn stuck(mending: &mut Mending, pairs: &[(Mark, Mark)]) {
    let sides = |&(opening, closing): &(Mark, Mark)| {
        [
            (opening.before == Side::Letter && opening.after == Side::Space).then_some(opening.at),
            (closing.after == Side::Letter && closing.before == Side::Space).then_some(closing.at + closing.length),
        ]
    };
    let places: Vec<usize> = pairs.iter().flat_map(sides).flatten().collect();
    for &at in places.iter().filter(|_| places.len() > 1) {
        let group = mending.group(Rule::QuoteSpacing);
        mending.propose(at..at, " ", group);
    }
}

/// Single marks that no word of any language has as its apostrophe.
fn single(mending: &Mending, run: &Run, pairs: &mut Vec<(Mark, Mark)>) {
    let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
    let mut open: Option<Mark> = None;
    for (_, mark) in marks(mending, run, "'") {
        if spaces(text, mark.at - start, &|| Language::ANY).iter().any(Option::is_some) {
            continue;
        }
        let starts = mark.before.is_blank() || mark.before == Side::Opening;
        let ends = mark.after.is_blank() || mark.after == Side::Closing;
        match open.take() {
            // `' word 'word`
            Some(opening) if ends || opening.after == Side::Space && mark.before == Side::Space => {
                pairs.push((opening, mark))
            }
            Some(opening) => open = Some(opening),
            None if starts => open = Some(mark),
            None => {}
        }
    }
}

/// Two back-ticks and two apostrophes, each between spaces, are how the Penn Treebank writes quotation marks.
fn penn(mending: &mut Mending, run: &Run) {
    const OPENS: &str = "`` ";
    const CLOSES: &str = " \'\'";
    if run.signs("`").next().is_none() {
        return;
    }
    let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(length) = find_words(&text[from..], OPENS) {
        let opening = from + length;
        let inner = opening + OPENS.len();
        let Some(closing) = find_words(&text[inner..], CLOSES).map(|length| inner + length) else { break };
        from = closing + CLOSES.len();
        if !in_code(mending.views, start + opening) {
            found.push([start + opening, start + closing]);
        }
    }
    for [opening, closing] in found {
        let group = mending.group(Rule::QuoteSpacing);
        mending.propose(opening..opening + OPENS.len(), "\"", group);
        mending.propose(closing..closing + CLOSES.len(), "\"", group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        read_in(text, false)
    }

    fn read_in(text: &str, damaged: bool) -> String {
        let chars: Vec<char> = text.chars().collect();
        let marks: Vec<Mark> = text
            .char_indices()
            .filter(|(_, ch)| *ch == '"')
            .map(|(at, _)| {
                let index = text[..at].chars().count();
                let last = text[..at].trim_end().chars().next_back();
                Mark {
                    at,
                    length: 1,
                    before: Side::of(index.checked_sub(1).map(|i| chars[i])),
                    after: Side::of(chars.get(index + 1).copied()),
                    after_sentence: matches!(last, Some('.' | '!' | '?' | ',')),
                    after_colon: text[..at].ends_with(':'),
                    after_article: text[..at].trim_end().ends_with(" a"),
                    loose_before: false,
                    loose_after: false,
                }
            })
            .collect();
        parts(&marks, &Costs::new(damaged, false))
            .iter()
            .map(|part| match part {
                Part::Opens => '(',
                Part::Closes => ')',
                Part::Alone => '.',
                Part::Restarts => '[',
            })
            .collect()
    }

    #[test]
    fn marks_that_are_displaced_one_and_all_are_one_fault() {
        let text = "He called it\" a fine old pier \"in May, and\" a ruin \"in June; then\" none of it \"was left.";
        let mended = "He called it \"a fine old pier\" in May, and \"a ruin\" in June; then \"none of it\" was left.";
        assert_eq!(crate::clean(text).output, mended);
        let text = "The pilot said:\" We leave at dawn. \"Then he took his cap.";
        assert_eq!(crate::clean(text).output, "The pilot said: \"We leave at dawn.\" Then he took his cap.");
    }

    #[test]
    fn guillemets_have_their_spaces_inside_in_french_alone() {
        let text = "El puerto « viejo » de la ciudad está cerrado desde hace más de cuarenta años, y nadie en el \
            barrio sabe por qué « tanto tiempo » ha pasado sin que la autoridad del puerto diga nada de ello a la gente.";
        assert!(crate::clean(text).output.contains("«viejo»"));
        let text = "Le maire a promis une piscine« avant la fin »et un gymnase« dans la foulée »pour les enfants.";
        let mended =
            "Le maire a promis une piscine « avant la fin » et un gymnase « dans la foulée » pour les enfants.";
        assert_eq!(crate::clean(text).output, mended);
    }

    #[test]
    fn a_paragraph_that_goes_on_keeps_its_opening_mark_close() {
        let text = "“ We left. It rained.\n\n“ Then he smelled it. ”";
        assert_eq!(crate::clean(text).output, "“We left. It rained.\n\n“Then he smelled it.”");
    }

    #[test]
    fn displaced_marks_are_read_in_pairs() {
        assert_eq!(read("the\" Blue Harbour summit \"that opened"), "()");
        assert_eq!(read("a billion,\" now half of it, and more this year. \" According"), "()");
        assert_eq!(read("He said: \" We sail at dawn. \""), "()");
        assert_eq!(read("He said: \"We sail at dawn. \"Then he left."), "()");
        assert_eq!(read_in("\" One. \"he said.\" Two? \"", true), "()()");
        assert_eq!(read_in("\"It has a \" no events \" policy.\"", true), "(())");
    }

    #[test]
    fn curly_marks_that_stand_the_other_way_round_are_left_alone() {
        for text in ["The word ”pier“ is old.", "The pier (”bank“ in the log) is old and ”long“."] {
            assert_eq!(crate::clean(&format!("< p > {text} < / p >")).output, text);
        }
    }

    #[test]
    fn one_curly_mark_opens_and_closes_in_swedish() {
        let text = "< p > ” Vi har ingen stjärna ”, sade hon. ” Vi har tjugo. ” Han log. < / p >";
        assert_eq!(crate::clean(text).output, "”Vi har ingen stjärna”, sade hon. ”Vi har tjugo.” Han log.");
    }

    #[test]
    fn sound_marks_are_read_as_they_stand() {
        assert_eq!(read("the terms \"port\" and \"harbour\" differ"), "()()");
        assert_eq!(read("(\"Port\") - \"harbour\"."), "()()");
    }

    #[test]
    fn a_mark_without_its_partner_stays_alone() {
        // The quotation goes on from the paragraph before, and into the next.
        assert_eq!(read("at all times,\" he said, \"maybe you will"), "..");
        let open = "\"We go with \"a\" and \"b\" So. \"After it, we went";
        assert_eq!(read(open), ".()().");
        assert_eq!(read("a 12\" pipe and a 14\" board"), "..");
    }
}
