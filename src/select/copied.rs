//! Texts that were copied with what stood around them on their page, and the lines that are the page's.
//!
//! One such line in a sound text may be its own. Several, of several kinds, speak for each other: beside them any line
//! needs less to be one, and outside the paragraphs what ends no sentence and speaks of something else needs nothing.

use super::lexicon::{self, Line};
use super::lines::Verdict;
use super::prompts::{LONGEST, is_ended};
use super::topic::Share;
use crate::byline;
use crate::data::find_words;
use crate::report::{Reason, Side};
use crate::rules::Rule;

/// A sentence that is shorter, in bytes, may be a prompt's as well as a text's.
const PARAGRAPH: usize = 60;

/// The longest line that has the form of a trail or a menu, in bytes, and its longest part, in words.
const LONGEST_TRAIL: usize = 160;
const LONGEST_PART: usize = 4;
/// What stands between the parts.
const SIGNS: &str = "› » > | · • → /";

/// Whether a line is a paragraph of a text, if it is none of a page's.
pub(super) fn is_paragraph(line: &str) -> bool {
    line.len() >= PARAGRAPH && is_ended(line)
}

/// Whether a line has the form of a trail (`Home › News › Sea`) or of a menu (`Terms | Privacy | Contact`).
pub(super) fn is_trail(line: &str) -> bool {
    if line.len() > LONGEST_TRAIL || is_ended(line) {
        return false;
    }
    let (mut parts, mut words) = (1, 0);
    for word in line.split_whitespace() {
        let sign = find_words(SIGNS, word).is_some();
        if sign && words == 0 || !sign && words == LONGEST_PART {
            return false;
        }
        parts += usize::from(sign);
        words = if sign { 0 } else { words + 1 };
    }
    parts > 2 && words > 0
}

/// Whether lines show that their text was copied with what stood around it: sentences, and beside them lines that are
/// left out, of several kinds. Those that would be left out of a copied text alone count too, and are its own as well.
/// Among tags a few are what was put into an article, and more are wanted.
pub(super) fn is_copied(lines: &mut dyn Iterator<Item = (&str, Verdict)>, tagged: bool) -> bool {
    let (mut points, mut kinds) = (0, 0u32);
    // Paragraphs, shorter sentences and what is none.
    let (mut paragraphs, mut ended, mut open) = (0, 0, 0);
    for (line, verdict) in lines {
        let doubtful = matches!(verdict, Some((_, Reason::Said { .. })));
        match &verdict {
            // Names, and what a manual says of its parts.
            Some((Rule::CreditLine | Rule::LegalNotice | Rule::Navigation, _)) if doubtful => {}
            Some((rule, reason)) => {
                points += match reason {
                    Reason::Phrase(_) => 2,
                    Reason::Vocabulary { known: 5.., .. } if is_ended(line) => 2,
                    _ => 1,
                };
                kinds |= 1 << *rule as u32;
            }
            None => {}
        }
        if verdict.is_none() || doubtful {
            open += usize::from(!is_ended(line));
            ended += usize::from(is_ended(line));
            paragraphs += usize::from(is_paragraph(line));
        }
    }
    // Names and notices stand in licences and lists as well.
    let own = kinds & !(1 << Rule::CreditLine as u32 | 1 << Rule::LegalNotice as u32) > 0;
    let kinds = kinds.count_ones();
    let enough = if tagged { kinds > 3 } else { points > 3 || points == 3 && kinds > 1 };
    enough && own && paragraphs > 1 && paragraphs * 2 >= open && points * if tagged { 2 } else { 6 } >= ended + open
}

/// Whether a line speaks of something else than the sentences that stay.
pub(super) fn is_foreign(share: Share) -> bool {
    share.shared * 3 <= share.all
}

/// Judges a line of a copied text; what it `share`s with it is asked last.
pub(super) fn judge(line: &str, side: Side, share: &dyn Fn() -> Share) -> Verdict {
    let ended = is_ended(line);
    if line.starts_with(|ch: char| {
        ch.is_numeric() || ch.is_lowercase() || matches!(ch, '-' | '–' | '—' | '*' | '“' | '"' | '«' | '„' | '「')
    }) {
        return None;
    }
    let stray = |Share { shared, all, .. }| match side {
        Side::Before => shared == 0 && line.split_whitespace().count() <= 3,
        Side::Inside => false,
        Side::After => line.contains(char::is_alphabetic) && (shared * 3 < all || all == 0),
    };
    // Before the paragraphs stand a title and an author as well.
    if !ended && side != Side::Inside && byline::author(line).is_none() && stray(share()) {
        return Some((Rule::Navigation, Reason::Apart { side }));
    }
    // What introduces something is its text's own.
    if line.len() > LONGEST || line.ends_with(':') {
        return None;
    }
    let Line { rule, known, strong, words, .. } = lexicon::read_up_to(&lexicon::small(line), 120, true)?;
    let percent = known * 100 / words;
    let enough = if ended {
        let least = if side != Side::After {
            50
        } else if strong > 2 {
            25
        } else {
            33
        };
        strong > 1 && percent >= least && rule != Rule::CreditLine && is_foreign(share())
    } else {
        let least = if side == Side::Inside && line.len() >= PARAGRAPH { 45 } else { 25 };
        let (some, many) = (strong > 1 && percent >= least, side != Side::After && percent >= 45);
        (some || many) && {
            let Share { shared, all, .. } = share();
            shared * 2 < all || some && shared * 2 == all
        }
    };
    enough.then_some((rule, Reason::Said { side }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OTHER: Share = Share { shared: 0, all: 4, of: 100 };

    fn judge(line: &str, side: Side, share: Share) -> Verdict {
        super::judge(line, side, &|| share)
    }

    #[test]
    fn trails_and_menus_are_told_by_their_form() {
        for line in
            ["Home › News › Sea", "Acasă » Actualitate » Maramureș", "Terms of use | Privacy | Contact", "A / B / C"]
        {
            assert!(is_trail(line), "{line}");
        }
        for line in
            ["Culture | News", "He said: yes | no | perhaps.", "and/or/not", "The first of many parts | two | three"]
        {
            assert!(!is_trail(line), "{line}");
        }
    }

    #[test]
    fn several_lines_of_several_kinds_beside_paragraphs_show_a_copy() {
        let prompt = |rule| Some((rule, Reason::Phrase("share")));
        let (share, notice) = (prompt(Rule::SharePrompt), prompt(Rule::LegalNotice));
        let text = "The harbour of the town was opened to the ships of the north in May.";
        let copied = |verdicts: &[&Verdict], paragraphs: usize, open: usize| {
            let verdicts = verdicts.iter().map(|&verdict| ("Share", verdict.clone()));
            let own = std::iter::repeat_n((text, None), paragraphs);
            is_copied(&mut verdicts.chain(own).chain(std::iter::repeat_n(("A heading", None), open)), false)
        };
        let said = |rule| Some((rule, Reason::Said { side: Side::Inside }));
        assert!(copied(&[&share, &said(Rule::SubscribePrompt)], 4, 2));
        assert!(!copied(&[&share, &said(Rule::Navigation)], 4, 2));
        // They are no less lines of a text that is hardly one.
        assert!(!copied(&[&share, &said(Rule::SubscribePrompt)], 2, 4));
        assert!(copied(&[&share, &notice], 4, 2));
        assert!(copied(&[&share, &share], 4, 2));
        // One may be the text's own, notices stand in licences, and lists are no articles.
        assert!(!copied(&[&share], 4, 2));
        assert!(!copied(&[&notice, &notice], 4, 2));
        assert!(!copied(&[&share, &notice], 1, 2));
        assert!(!copied(&[&share, &notice], 3, 12));
        assert!(!copied(&[&share, &notice], 40, 2));
    }

    #[test]
    fn outside_the_paragraphs_what_speaks_of_something_else_needs_no_words_of_prompts() {
        assert!(judge("Weitere Geschichten aus dem Norden", Side::After, OTHER).is_some());
        assert!(judge("Jaa", Side::Before, OTHER).is_some());
        for (line, side) in [
            ("Weitere Geschichten aus dem Norden", Side::Inside),
            // A title, more likely.
            ("Weitere Geschichten aus dem Norden", Side::Before),
            ("By Lea Marin", Side::After),
            ("- 200 g of barley", Side::After),
            ("and the sea", Side::After),
            ("“No,” she said", Side::After),
            (");", Side::After),
        ] {
            assert_eq!(judge(line, side, OTHER), None, "{line}");
        }
        let same = Share { shared: 3, ..OTHER };
        assert_eq!(judge("Weitere Geschichten aus dem Norden", Side::After, same), None);
    }

    #[test]
    fn a_sentence_needs_some_of_their_words_and_between_paragraphs_half() {
        let line = "If you liked this story, share it with a friend and join our newsletter.";
        assert!(judge(line, Side::Inside, OTHER).is_some() && judge(line, Side::After, OTHER).is_some());
        let line = "The boats share the quay with the ferry, and in May they make room for the fishermen of the north.";
        for side in [Side::Before, Side::Inside, Side::After] {
            assert_eq!(judge(line, side, OTHER), None, "{side:?}");
        }
        // A text that asks for comments elsewhere too speaks of them.
        let line = "The harbour office asks for your comments and will publish the answers on its page.";
        assert!(judge(line, Side::After, OTHER).is_some());
        assert_eq!(judge(line, Side::After, Share { shared: 2, ..OTHER }), None);
    }
}
