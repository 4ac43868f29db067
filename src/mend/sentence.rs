//! `sentence-start`: a capital for a sentence that a translator took for the rest of the prompt
//! before it, where that prompt was dropped and a torn tag stood between.

use std::sync::LazyLock;

use super::Mending;
use crate::data::{Table, data_file};
use crate::document::GroupId;
use crate::rules::Rule;

/// Words that a sentence starts with, and that are written small elsewhere.
static SMALL: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("sentence-words.txt")));

pub(super) fn mend(mending: &mut Mending, chaff: &[GroupId]) {
    for index in 1..mending.document.blocks.len() {
        let (cause, kept) = (chaff[index - 1], chaff[index] == GroupId::NONE);
        if cause == GroupId::NONE || !kept || !mending.document.blocks[index].touched {
            continue;
        }
        let range = mending.views.blocks[index].clone();
        let text = &mending.views.text[range.clone()];
        let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
        let length = text[start..].find(|ch: char| !ch.is_alphanumeric()).unwrap_or(text.len() - start);
        let word = &text[start..start + length];
        let Some(first) = word.chars().next() else { continue };
        let at = range.start + start;
        // A letter that was mended is no letter that a translator wrote small.
        if SMALL.has(word) && mending.views.is_exact(at..at + first.len_utf8()) {
            let Some(capital) = capital(first) else { continue };
            let group = mending.caused(Rule::SentenceStart, cause);
            mending.propose(at..at + first.len_utf8(), capital.to_string(), group);
        }
    }
}

/// The capital of a small letter of Latin, Greek or Cyrillic: the one whose small letter it is.
/// (Unicode's table of capitals would weigh more than all of the prose rules.)
fn capital(small: char) -> Option<char> {
    ('A'..='\u{52f}').find(|&ch| ch != small && ch.to_lowercase().eq([small]))
}
