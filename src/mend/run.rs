//! The parts of the views that are read in one go, with the places in them that rules are about: one pass finds them all.

use std::ops::Range;

use crate::data::{find_pair, is_one_of};
use crate::document::{BlockKind, Document, GroupId, Joint};
use crate::read::Views;

/// Blocks that follow one another by line breaks.
#[derive(Debug, Clone)]
pub(super) struct Run<'a> {
    pub range: Range<usize>,
    signs: &'a [(u32, char)],
    spaces: &'a [u32],
}

impl Run<'_> {
    /// Where some of the noted signs stand, from the run's start on.
    pub fn signs(&self, wanted: &'static str) -> impl Iterator<Item = (usize, char)> {
        self.signs.iter().filter(|sign| is_one_of(sign.1, wanted)).map(|&(at, ch)| (at as usize, ch))
    }

    /// The odd spaces: those beside what is no letter or digit of ASCII, from the run's start on.
    pub fn spaces(&self) -> impl Iterator<Item = usize> {
        self.spaces.iter().map(|&at| at as usize)
    }

    /// Whether no rule has anything to do here.
    fn is_plain(&self) -> bool {
        self.signs.is_empty() && self.spaces.is_empty()
    }
}

/// The places of all runs, one run behind the other.
#[derive(Default)]
pub(super) struct Places {
    signs: Vec<(u32, char)>,
    spaces: Vec<u32>,
    /// The runs, and where the places of each end.
    runs: Vec<(Range<usize>, [usize; 2])>,
}

impl Places {
    /// Finds the runs of the blocks that stay, read by themselves or not, and what is in them. O(length).
    pub fn new(views: &Views, document: &Document, chaff: &[GroupId], apart: bool) -> Self {
        let mut places = Places::default();
        for range in ranges(views, document, chaff, apart) {
            places.note(&views.text[range.clone()]);
            places.runs.push((range, [places.signs.len(), places.spaces.len()]));
        }
        places
    }

    /// The runs that have any.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let mut from = [0; 2];
        let runs = self.runs.iter().map(|(range, to)| {
            let [signs, spaces] = std::mem::replace(&mut from, *to);
            Run { range: range.clone(), signs: &self.signs[signs..to[0]], spaces: &self.spaces[spaces..to[1]] }
        });
        runs.filter(|run| !run.is_plain()).collect()
    }

    fn note(&mut self, run: &str) {
        let (bytes, mut at, mut last) = (run.as_bytes(), 0, None);
        while let Some(length) = find_pair(&bytes[at..], &KINDS, &BESIDE) {
            at += length;
            let kind = KINDS[usize::from(bytes[at])];
            // A space beside a sign, on either side.
            let space = at + usize::from(kind & SPACE == 0);
            if bytes.get(space) == Some(&b' ') && last != Some(space) {
                self.spaces.push(space as u32);
                last = Some(space);
            }
            if kind & NOTED > 0 {
                self.signs.extend(run[at..].chars().next().filter(|&ch| is_noted(ch)).map(|ch| (at as u32, ch)));
            }
            at += 1;
        }
    }
}

/// Signs that some rule is about.
fn is_noted(ch: char) -> bool {
    ch.is_ascii() || matches!(ch, '«' | '»' | '‘'..='‟')
}

const SPACE: u8 = 1;
/// What it takes for a space beside it to be odd.
const SIGN: u8 = 2;
/// The first byte of a sign that may be noted.
const NOTED: u8 = 4;

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let of_word = byte < 128 && (byte as u8).is_ascii_alphanumeric();
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            b'"' | b'\'' | b'`' | b'&' | b'@' | b'-' | b'\\' | 0xC2 | 0xE2 => SIGN | NOTED,
            _ if of_word => 0,
            _ => SIGN,
        };
        byte += 1;
    }
    kinds
};

/// What it takes beside each kind to look at them.
static BESIDE: [u8; 256] = {
    let mut beside = [NOTED; 256];
    let mut byte = 0;
    while byte < 256 {
        if KINDS[byte] & SPACE > 0 {
            beside[byte] |= SIGN;
        }
        if KINDS[byte] & SIGN > 0 {
            beside[byte] |= SPACE;
        }
        byte += 1;
    }
    beside
};

/// Blocks that follow one another by line breaks are one run.
fn ranges(views: &Views, document: &Document, chaff: &[GroupId], apart: bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open: Option<u32> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        let range = views.blocks[index].clone();
        let has_words = !matches!(block.kind, BlockKind::Preformatted | BlockKind::Rule);
        if chaff[index] != GroupId::NONE || block.apart != apart || !has_words {
            open = None;
            continue;
        }
        match runs.last_mut() {
            Some(run) if block.joint == Joint::Break && open == Some(block.container) => run.end = range.end,
            _ => runs.push(range),
        }
        open = Some(block.container);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_odd_spaces_are_found_in_one_pass() {
        let text = "a “b” – it 's , 5 % of «c»- d";
        let mut places = Places::default();
        places.note(text);
        let signs: String = places.signs.iter().map(|sign| sign.1).collect();
        assert_eq!(signs, "“”'«»-");
        assert!(places.signs.iter().all(|&(at, ch)| text[at as usize..].starts_with(ch)));
        let around = |at: &u32| {
            text[..*at as usize].chars().next_back().into_iter().chain(text[*at as usize + 1..].chars().next())
        };
        let odd: Vec<String> = places.spaces.iter().map(|at| around(at).collect()).collect();
        assert_eq!(odd, ["a“", "”–", "–i", "t'", "s,", ",5", "5%", "%o", "f«", "-d"]);
    }

    #[test]
    fn a_space_at_the_same_place_of_the_run_before_is_another() {
        let mut places = Places::default();
        ["Boats , ", "Ships ,"].into_iter().for_each(|run| places.note(run));
        assert_eq!(places.spaces, [5, 7, 5]);
        let mut places = Places::default();
        ["Boats ,", "Ships ,"].into_iter().for_each(|run| places.note(run));
        assert_eq!(places.spaces, [5, 5]);
    }
}
