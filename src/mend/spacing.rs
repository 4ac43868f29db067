//! `punctuation-spacing`: no space before a sign that closes, none after one that opens.
//!
//! One odd space is a style; two of a kind, or one beside other damage, are damage, unless they are
//! lost among signs that are set right. Before `;`, `:`, `!` and `?` French sets a space, and some
//! set one inside brackets, so that these need a witness of another kind.

use std::ops::Range;

use super::{Mending, in_code};
use crate::read::is_unspaced;
use crate::rules::Rule;

/// A space that does not belong.
struct Odd {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Never,
    /// Right in French.
    French,
    /// Right in French, and in a table's `Name : value`.
    Colon,
    /// The inside of a bracket.
    Bracket,
}

pub(super) fn mend(mending: &mut Mending, runs: &[Range<usize>]) {
    let mut odd = Vec::new();
    for run in runs {
        find(mending, run, &mut odd);
    }
    let count = |kind| odd.iter().filter(|one| one.kind == kind).count();
    let (never, colons) = (count(Kind::Never), count(Kind::Colon));
    let french = count(Kind::French) + colons;
    let damaged = mending.damaged;
    let never = if never > 0 || damaged { never + count(Kind::Bracket) } else { 0 };
    let right = mending.views.text.matches([',', '.', ')']).count().saturating_sub(never);
    let act = never >= 2 && (damaged || never * 10 >= right) || never == 1 && (damaged || french > 0);
    let act_french = act && !is_french(&mending.views.text);
    for one in odd {
        let acts = match one.kind {
            Kind::Never | Kind::Bracket => act,
            Kind::French => act_french,
            Kind::Colon => act_french && (damaged || never >= colons),
        };
        if acts {
            let group = mending.group(Rule::PunctuationSpacing);
            mending.propose(one.range, "", group);
        }
    }
}

fn find(mending: &Mending, run: &Range<usize>, odd: &mut Vec<Odd>) {
    let text = &mending.views.text;
    let bytes = text.as_bytes();
    let mut from = run.start;
    while let Some(length) = bytes[from..run.end].iter().position(|&byte| byte == b' ') {
        let at = from + length;
        from = at + 1;
        let before = text[run.start..at].chars().next_back();
        let after = text[from..run.end].chars().next();
        let (Some(before), Some(after)) = (before, after) else { continue };
        let behind = text[from + after.len_utf8()..run.end].chars().next();
        let ends = behind.is_none_or(|ch| ch.is_whitespace() || matches!(ch, '"' | '”' | '’' | '\'' | ')' | '»'));
        let word = before.is_alphanumeric() || matches!(before, ')' | ']' | '"' | '”' | '’' | '\'' | '%' | '»');
        // An ellipsis of spaced dots.
        let dots = text[from..run.end].starts_with(". .");
        let smiley = matches!(after, ':' | ';') && behind == Some(')');
        // Signs that stand in columns.
        let column = !mending.damaged && mending.span(at..from).range().len() > 1;
        if dots || smiley || column || in_code(mending.views, at) {
            continue;
        }
        let mut push = |kind| odd.push(Odd { range: at..from, kind });
        match after {
            ',' | '.' if word && ends => push(Kind::Never),
            ')' | ']' if word || matches!(before, '.' | ',' | '!' | '?') => push(Kind::Bracket),
            ';' | '!' | '?' if word && ends => push(Kind::French),
            ':' if word && ends => push(Kind::Colon),
            '，' | '。' | '；' | '：' | '！' | '？' | '、' | '）' | '》' | '」' if is_unspaced(before) => {
                push(Kind::Never)
            }
            _ if matches!(before, '(' | '[') && after.is_alphanumeric() => push(Kind::Bracket),
            _ if matches!(before, '（' | '《' | '「') && is_unspaced(after) => push(Kind::Never),
            _ => {}
        }
    }
}

/// Whether a text is French: its small words, or quotation marks with spaces inside.
fn is_french(text: &str) -> bool {
    const SMALL: [&str; 14] =
        ["le", "la", "les", "des", "une", "est", "dans", "pour", "que", "qui", "et", "du", "sur", "pas"];
    let (mut small, mut words) = (0, 0);
    for word in text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty()).take(2000) {
        words += 1;
        small += usize::from(SMALL.contains(&word.to_lowercase().as_str()));
    }
    small * 12 > words && small > 1 || text.contains("« ") && text.contains(" »")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_is_known_by_its_small_words() {
        assert!(is_french("Le port est fermé et la ville dort dans le froid !"));
        assert!(!is_french("The pier is shut, and the town sleeps in the cold!"));
    }
}
