//! `apostrophe`: joins a clitic that was torn off its word, from a list, and nothing else.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Mending, in_code};
use crate::data::{Table, data_file};
use crate::rules::Rule;

/// Clitics of English behind an apostrophe. `t` belongs to a word in `n`.
static CLITICS: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("clitics.txt")));

pub(super) fn mend(mending: &mut Mending, runs: &[Range<usize>]) {
    let mut torn = Vec::new();
    for run in runs {
        find(mending, run, &mut torn);
    }
    if torn.len() > 1 || mending.damaged {
        for range in torn {
            let group = mending.group(Rule::Apostrophe);
            let marked = range.len() > 1;
            mending.propose(range.start..range.start + 1, "", group);
            if marked {
                mending.propose(range.end - 1..range.end, "", group);
            }
        }
    }
}

fn find(mending: &Mending, run: &Range<usize>, torn: &mut Vec<Range<usize>>) {
    let text = &mending.views.text[run.clone()];
    for (at, mark) in text.char_indices().filter(|(_, ch)| matches!(ch, '\'' | '’')) {
        if in_code(mending.views, run.start + at) {
            continue;
        }
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        let spaced_before = before.ends_with(' ');
        let spaced_after = after.starts_with(' ');
        let head = before.trim_end_matches(' ');
        let tail = after.trim_start_matches(' ');
        let length = tail.find(|ch: char| !ch.is_alphabetic()).unwrap_or(tail.len());
        let clitic = &tail[..length];
        let last = head.chars().next_back();
        // `'s'` and `'d*'` are quoted.
        let ends = tail[length..].chars().next().is_none_or(|ch| {
            ch.is_whitespace() || matches!(ch, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '”' | '»' | '…')
        });
        let fits = ends
            && CLITICS.has(&clitic.to_ascii_lowercase())
            && last.is_some_and(char::is_alphabetic)
            && (clitic != "t" || last == Some('n'))
            && before.len() - head.len() <= 1
            && after.len() - tail.len() <= 1;
        if !fits {
            continue;
        }
        let start = run.start + at;
        match (spaced_before, spaced_after) {
            (true, false) => torn.push(start - 1..start),
            // `isn' t`: only where the apostrophe sticks to its word.
            (false, true) => torn.push(start + mark.len_utf8()..start + mark.len_utf8() + 1),
            // `it ' s`
            (true, true) => torn.push(start - 1..start + mark.len_utf8() + 1),
            _ => {}
        }
    }
}
