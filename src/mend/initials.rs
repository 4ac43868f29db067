//! `initials`: joins well-known initials that an escaped ampersand or a tokenizer has parted, beside other damage.

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
        let stops = run.spaces().filter(|&at| text[..at].ends_with('.')).map(|at| at - 1);
        for at in run.signs("&").map(|(at, _)| at).chain(stops) {
            let (sign, tail) = text[at..].split_at(1);
            let (Some(behind), head) = (tail.strip_prefix(' '), text[..at].trim_end_matches(' ')) else { continue };
            let left = at - head.len();
            let first = &head[last_word(head, char::is_alphanumeric)..];
            let length = behind.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(behind.len());
            // A stop has none before it, where a translator set it.
            if left > 1 || left == 0 && sign == "&" || first.len() + length > 4 {
                continue;
            }
            if INITIALS.has(&[first, sign, &behind[..length]].concat()) {
                let (at, group) = (start + at, mending.group(Rule::Initials));
                mending.propose(at - left..at, "", group);
                mending.propose(at + 1..at + 2, "", group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_with_stops_are_joined_where_they_are_known() {
        let text = "< p > At 5 p . m . , the U. S. ship of R. B. Gray left . Ships , boats & R & D . < / p >";
        let mended = "At 5 p.m., the U.S. ship of R. B. Gray left. Ships, boats & R&D.";
        assert_eq!(crate::clean(text).output, mended);
        assert_eq!(
            crate::clean("The U. S. ship left at 5 p. m. today.").output,
            "The U. S. ship left at 5 p. m. today."
        );
    }
}
