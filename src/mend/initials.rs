//! `initials`: joins well-known initials that an escaped ampersand has parted, beside other damage.

use std::sync::LazyLock;

use super::Mending;
use super::run::Run;
use crate::data::{Table, data_file, last_word};
use crate::rules::Rule;

static INITIALS: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("initials.txt")));

pub(super) fn mend(mending: &mut Mending, runs: &[Run]) {
    if !mending.damaged {
        return;
    }
    for run in runs {
        let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
        for (at, _) in run.signs("&") {
            let (Some(before), Some(behind)) = (text[..at].strip_suffix(' '), text[at + 1..].strip_prefix(' ')) else {
                continue;
            };
            let head = last_word(before, char::is_alphanumeric);
            let length = behind.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(behind.len());
            if INITIALS.has(&format!("{}&{}", &before[head..], &behind[..length])) {
                let (at, group) = (start + at, mending.group(Rule::Initials));
                mending.propose(at - 1..at, "", group);
                mending.propose(at + 1..at + 2, "", group);
            }
        }
    }
}
