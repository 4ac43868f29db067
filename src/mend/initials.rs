//! `initials`: joins well-known initials that an escaped ampersand has parted, beside other damage.

use std::ops::Range;
use std::sync::LazyLock;

use super::Mending;
use crate::data::{Table, data_file, last_word};
use crate::rules::Rule;

static INITIALS: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("initials.txt")));

pub(super) fn mend(mending: &mut Mending, runs: &[Range<usize>]) {
    if !mending.damaged {
        return;
    }
    for run in runs {
        let text = &mending.views.text[run.clone()];
        let mut found = Vec::new();
        for (at, _) in text.match_indices(" & ") {
            let head = last_word(&text[..at], char::is_alphanumeric);
            let tail = &text[at + 3..];
            let length = tail.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(tail.len());
            let whole = format!("{}&{}", &text[head..at], &tail[..length]);
            if INITIALS.has(&whole) {
                found.push(run.start + at);
            }
        }
        for at in found {
            let group = mending.group(Rule::Initials);
            mending.propose(at..at + 1, "", group);
            mending.propose(at + 2..at + 3, "", group);
        }
    }
}
