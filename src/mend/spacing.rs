//! `punctuation-spacing`: no space before a sign that closes, none after one that opens.
//!
//! One odd space is a style; two of a kind, or one beside other damage, are damage, unless they are
//! lost among signs that are set right. Before `;`, `:`, `!` and `?` French sets a space, and some
//! set one inside brackets, so that these need a witness of another kind.

use std::ops::Range;

use super::language::is_small_english;
use super::run::Run;
use super::{Mending, in_code};
use crate::data::{is_one_of, is_unspaced, last_word};
use crate::read::{closes, opens};
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
    /// On one side of a sign inside a number.
    Number,
    /// Behind a sign that surely is inside one, and one that may end a sentence.
    Decimal,
    Fraction,
    /// Behind a sign that may as well part a list: in numbers where others are torn.
    Part,
    /// Between a currency and its number, and a number, or a whole one, and its percent sign.
    Currency,
    Percent,
    WholePercent,
    /// On both sides of the colon of a time of day or a ratio.
    Ratio,
    /// On the wrong side of a comma, or of another sign, which is stuck to the next word.
    Displaced,
    DisplacedToo,
    /// On both sides of a hyphen.
    Hyphen,
    /// Inside a time of day, and around the slashes that start an address.
    Time,
    Address,
    /// Between characters of a script that has no spaces.
    Segment,
}

pub(super) fn mend(mending: &mut Mending, runs: &[Run]) {
    let mut odd = Vec::new();
    // Runs that have torn hyphens.
    let mut hyphenated = 0;
    for run in runs {
        let before = odd.len();
        find(mending, run, &mut odd);
        hyphenated += usize::from(odd[before..].iter().any(|one: &Odd| one.kind == Kind::Hyphen));
        tokens(mending, run);
        if mending.damaged {
            clinging(mending, run);
        }
    }
    let count = |kind| odd.iter().filter(|one| one.kind == kind).count();
    let displaced = count(Kind::Displaced);
    // One is a style.
    let displaced = if mending.views.tokenized && displaced == 1 { 2 } else { displaced };
    let (never, colons) = (count(Kind::Never) + if displaced > 1 { displaced } else { 0 }, count(Kind::Colon));
    let french = count(Kind::French) + colons;
    let (damaged, addresses) = (mending.damaged, count(Kind::Address));
    let (decimals, fractions) = (count(Kind::Decimal), count(Kind::Fraction));
    let (sure, parts) = (decimals + count(Kind::Time) + count(Kind::Number), count(Kind::Part));
    let numbers = sure > 2 || sure + fractions > 0 && sure + fractions + parts > 4;
    let hyphens = count(Kind::Hyphen);
    let hyphens = (mending.views.tokenized && hyphens > 0 || damaged && hyphens > 3 && hyphens >= 3 * hyphenated)
        && mending.language().english
        && !mending.views.text.as_bytes().windows(3).any(is_hyphenated);
    let never = if damaged { never + count(Kind::Bracket) } else { never };
    let segmented = count(Kind::Segment) > 0 && is_segmented(&mending.views.text);
    let signs = || mending.views.text.bytes().filter(|byte| matches!(byte, b',' | b'.' | b')')).count();
    let frequent = || never * 10 >= signs().saturating_sub(never);
    let act = never + french.min(1) >= 2 && frequent() || never >= 1 && damaged;
    let act_french = (act || damaged && french > 1 && mending.language().certain) && !mending.language().french;
    for one in odd {
        let acts = match one.kind {
            Kind::Never | Kind::Bracket => act,
            Kind::French => act_french,
            Kind::Colon => act_french && (damaged || never >= colons),
            Kind::Number | Kind::Ratio => act && (damaged || numbers),
            Kind::Displaced => displaced > 1,
            Kind::DisplacedToo => displaced > 1 && !mending.language().french,
            Kind::Hyphen => hyphens,
            Kind::Time | Kind::Decimal | Kind::Currency => damaged || numbers,
            Kind::Fraction => damaged && decimals + fractions > 1 || numbers,
            Kind::Part => numbers,
            Kind::Percent => numbers || mending.views.tokenized,
            Kind::WholePercent => mending.views.tokenized && mending.language().english,
            Kind::Address => damaged || addresses > 1,
            Kind::Segment => segmented,
        };
        if acts {
            let group = mending.group(Rule::PunctuationSpacing);
            let sign = one.range.end;
            let behind = sign + mending.views.text[sign..].chars().next().map_or(1, char::len_utf8);
            match one.kind {
                Kind::Displaced | Kind::DisplacedToo => mending.propose(behind..behind, " ", group),
                Kind::Hyphen => mending.propose(behind..behind + 1, "", group),
                _ => {}
            }
            mending.propose(one.range, "", group);
        }
    }
}

fn find(mending: &Mending, run: &Run, odd: &mut Vec<Odd>) {
    let (text, run, spaces) = (&mending.views.text, &run.range, run.spaces());
    let bytes = text.as_bytes();
    for at in spaces.map(|at| run.start + at).filter(|&at| at > run.start && at + 1 < run.end) {
        let (before, after) = (bytes[at - 1], bytes[at + 1]);
        // Most stand behind a comma or a stop.
        let number = matches!(before, b'.' | b',') && after.is_ascii_digit();
        if after.is_ascii_alphanumeric() && !number && !matches!(before, b'(' | b'[' | b':' | b'/' | b'$' | 0x80..) {
            continue;
        }
        let from = at + 1;
        let before = text[run.start..at].chars().next_back();
        let after = text[from..run.end].chars().next();
        let (Some(before), Some(after)) = (before, after) else { continue };
        let behind = text[from + after.len_utf8()..run.end].chars().next();
        let ends = behind.is_none_or(|ch| ch.is_whitespace() || matches!(ch, '"' | '”' | '“' | '’' | '\'' | ')' | '»'));
        let word = before.is_alphanumeric() || is_one_of(before, ")]\"”“’‘'%»«");
        // An ellipsis of spaced dots.
        let dots = text[from..run.end].starts_with(". .");
        let smiley = matches!(after, ':' | ';') && behind == Some(')');
        if dots || smiley || in_code(mending.views, at) {
            continue;
        }
        let mut push = |kind| odd.push(Odd { range: at..from, kind });
        let (words, rest) = (&text[run.start..at], &text[from..run.end]);
        match after {
            ',' | '.' | ':' if inside_number(words, rest, &|| mending.language().comma) => {
                let kinds = if after == ':' { [Kind::Ratio; 2] } else { [Kind::Never, Kind::Number] };
                if behind == Some(' ') {
                    push(kinds[0]);
                    odd.push(Odd { range: from + 1..from + 2, kind: kinds[1] });
                } else {
                    push(kinds[1]);
                }
            }
            ',' | '.' | '،' | '؛' | '؟' if word && ends => push(Kind::Never),
            ',' if before == '.' && ends => push(Kind::Never),
            ',' | '.' | ';' | ':' | '?' | '!' | '،' | '؛' | '؟'
                if before.is_alphabetic() && !before.is_uppercase() && behind.is_some_and(char::is_alphabetic) =>
            {
                push(if matches!(after, ',' | '،') { Kind::Displaced } else { Kind::DisplacedToo });
            }
            '-' if is_torn_hyphen(words, rest) => push(Kind::Hyphen),
            ')' | ']' if word || matches!(before, '.' | ',' | '!' | '?') => push(Kind::Bracket),
            ';' | '!' | '?' if word && ends => push(Kind::French),
            ':' if word && ends => push(Kind::Colon),
            _ if is_unspaced(after) && closes(after) && (is_unspaced(before) || before == '”') => push(Kind::Never),
            _ if number => odd.extend(decimal(words, rest).map(|kind| Odd { range: at..from, kind })),
            '%' if before.is_ascii_digit() && !is_operator(rest) => {
                odd.extend(percent(words).map(|kind| Odd { range: at..from, kind }))
            }
            '0'..='9' if matches!(before, '$' | '£') => {
                let amount = words.trim_end_matches(&['$', '£'][..]);
                if !amount.ends_with(char::is_alphanumeric) {
                    push(Kind::Currency);
                }
            }
            '0'..='9' if before == ':' => {
                odd.extend(time(words, rest).map(|kind| Odd { range: at..from, kind }));
            }
            _ if starts_address(words, rest) => push(Kind::Address),
            _ if matches!(before, '¿' | '¡') && after.is_alphanumeric() => push(Kind::Never),
            _ if matches!(before, '(' | '[')
                && (after.is_alphanumeric() || mending.damaged && is_one_of(after, "\"'“„«")) =>
            {
                push(Kind::Bracket);
            }
            _ if is_unspaced(after) && opens(after) && is_unspaced(before) && before.is_alphanumeric() => {
                push(Kind::Never);
            }
            _ if is_unspaced(before) && opens(before) && after.is_alphanumeric() => push(Kind::Never),
            _ if is_unspaced(before) && is_unspaced(after) => {
                // A sign with a space on its other side, too, where no tag has taken it.
                let parted = || text[run.start..at - before.len_utf8()].ends_with(' ');
                let torn = is_one_of(before, "，、") || mending.damaged && matches!(before, '」' | '』');
                let torn = torn || !before.is_alphanumeric() && parted();
                push(if torn { Kind::Never } else { Kind::Segment });
            }
            _ => {}
        }
    }
}

/// Whether a spaced sign stands inside a number: `5 , 000`, `3 .5`, `10 : 30`; `2 , 5` where a comma is the decimal sign.
fn inside_number(before: &str, behind: &str, comma: &dyn Fn() -> bool) -> bool {
    let is_digit = |ch: char| ch.is_ascii_digit();
    let head = before.len() - last_word(before, is_digit);
    let tail = behind[1..].strip_prefix(' ').unwrap_or(&behind[1..]);
    let length = tail.find(|ch| !is_digit(ch)).unwrap_or(tail.len());
    let (left, right) = (&before[..before.len() - head], &tail[length..]);
    let is_letter = |ch: char| ch.is_alphanumeric() && !is_unspaced(ch);
    let whole = !left.ends_with(is_letter) && !right.starts_with(is_letter);
    // `1 , 2 , 3` is a list.
    let list = || {
        left.strip_suffix(" , ").is_some_and(|left| left.ends_with(is_digit))
            || right.starts_with(" , ") && right[3..].starts_with(is_digit)
    };
    whole
        && (1..4).contains(&head)
        && match behind.as_bytes()[0] {
            b',' => length == 3 || (1..3).contains(&length) && !list() && comma(),
            b'.' => (1..3).contains(&length) || length == 3 && comma(),
            _ => length == 2 && head < 3,
        }
}

/// Whether a space stands behind a sign inside a number, where no list is numbered: `0. 5`, `$9. 99`, `40, 000`, `3. 7%`;
/// `7. 2 knots` may end a sentence.
fn decimal(before: &str, behind: &str) -> Option<Kind> {
    let is_digit = |ch: char| ch.is_ascii_digit();
    let (whole, point) = (before[..before.len() - 1].trim_end_matches(is_digit), before.ends_with('.'));
    let length = before.len() - 1 - whole.len();
    let rest = behind.trim_start_matches(is_digit);
    let part = &behind[..behind.len() - rest.len()];
    let zero = &before[whole.len()..] == "0.";
    let priced = whole.trim_end().ends_with(&['$', '€', '£', '¥'][..]);
    let unspaced = rest.starts_with(is_unspaced);
    if !(1..4).contains(&length)
        || !whole.ends_with(&[' ', '(', '~', '$', '€', '£', '¥'][..]) && !whole.ends_with(is_unspaced)
        || !unspaced && rest.starts_with(char::is_alphanumeric)
    {
        return None;
    }
    let goes_on = || {
        rest.starts_with(&[',', ';', ')'][..])
            || rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
    };
    match part.len() {
        3 if part == "000" => Some(Kind::Decimal),
        3 if !point => Some(Kind::Part),
        1 | 2 if point && (zero || priced || unspaced || rest.trim_start().starts_with('%')) => Some(Kind::Decimal),
        1 | 2 if point && goes_on() => Some(Kind::Fraction),
        _ => None,
    }
}

/// Whether a sign of percent is one of a remainder, or of a format: `7 % 3`, `7 %d`.
fn is_operator(sign: &str) -> bool {
    let behind = &sign[1..];
    behind.starts_with(char::is_alphabetic) || behind.trim_start().starts_with(|ch: char| ch.is_ascii_digit())
}

/// Where a point is the decimal sign, a percent sign has no space. Behind a torn one, it is as torn.
fn percent(before: &str) -> Option<Kind> {
    let is_digit = |ch: char| ch.is_ascii_digit();
    let lead = before.trim_end_matches(is_digit).trim_end_matches(' ');
    let Some(whole) = lead.strip_suffix('.') else { return Some(Kind::WholePercent) };
    let torn = before.len() - whole.len() > 3 && before[whole.len()..].contains(' ') || whole.ends_with(' ');
    let number = whole.trim_end_matches(' ').ends_with(is_digit);
    number.then_some(if torn { Kind::Decimal } else { Kind::Percent })
}

/// Whether a spaced hyphen joins two words of English, `half - past`, and is no dash: beside one stands a word that says
/// little.
fn is_torn_hyphen(before: &str, behind: &str) -> bool {
    let Some(behind) = behind.strip_prefix("- ") else { return false };
    let first = &before[last_word(before, char::is_alphanumeric)..];
    let second = &behind[..behind.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(behind.len())];
    let lead = &before[..before.len() - first.len()];
    let all = |word: &str, is: fn(char) -> bool| !word.is_empty() && word.chars().all(is);
    let words = all(second, char::is_alphabetic) && (all(first, char::is_alphabetic) || all(first, char::is_numeric));
    let cased = second.starts_with(char::is_lowercase) || first.starts_with(char::is_lowercase);
    let apart = (lead.is_empty() || lead.ends_with(&[' ', '"', '“', '('][..]))
        && !behind[second.len()..].starts_with(&['(', '_', '='][..]);
    // `once - in - a - lifetime`
    let chain = behind[second.len()..].starts_with(" - ") || lead.ends_with(" - ");
    words && cased && apart && (chain || ![first, second].into_iter().any(is_small_english))
}

/// Whether a hyphen stands between two letters.
fn is_hyphenated(part: &[u8]) -> bool {
    part[1] == b'-' && part[0].is_ascii_alphabetic() && part[2].is_ascii_alphabetic()
}

/// Whether a space parts the hours from the minutes: `03: 00`. A numbered heading has no zero in front: `3: 10 ways`.
fn time(before: &str, behind: &str) -> Option<Kind> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = &before[last_word(&before[..before.len() - 1], |ch| ch.is_alphanumeric())..before.len() - 1];
    let zero = hours.starts_with('0') || behind.starts_with('0');
    let is_time = digits(hours) == hours.len() && (1..3).contains(&hours.len()) && digits(behind) == 2;
    is_time.then_some(if zero { Kind::Time } else { Kind::Part })
}

/// Whether a space stands before or behind the slashes of `https: // example.org`.
fn starts_address(before: &str, behind: &str) -> bool {
    let (scheme, goes_on) = match before.strip_suffix("//") {
        // `http:// URLs` are spoken of.
        Some(before) => (before.trim_end(), behind.split(' ').next().is_some_and(|host| host.find('.') > Some(0))),
        None => (before, behind.starts_with("//")),
    };
    goes_on && (scheme.ends_with("http:") || scheme.ends_with("https:"))
}

/// Whether a text without spaces in its script was cut into words: one pair of characters in four is parted.
fn is_segmented(text: &str) -> bool {
    let (mut parted, mut joined) = (0, 0);
    let mut last = [' '; 2];
    for ch in text.chars() {
        if is_unspaced(ch) {
            joined += usize::from(is_unspaced(last[1]));
            parted += usize::from(last[1] == ' ' && is_unspaced(last[0]));
        }
        last = [last[1], ch];
    }
    parted >= 8 && parted * 3 >= joined
}

/// Quotations that cling to the sign before them: `Il dit :« Je viens. »`. German has `»Ja.« Er`.
fn clinging(mending: &mut Mending, run: &Run) {
    for (at, _) in run.signs("«") {
        let at = run.range.start + at;
        let (before, behind) = mending.views.text.split_at(at);
        let opens = behind['«'.len_utf8()..].starts_with(char::is_alphabetic) || mending.language().french;
        if opens && before.ends_with(&['.', ',', ';', ':', '!', '?'][..]) && !in_code(mending.views, at) {
            let group = mending.group(Rule::PunctuationSpacing);
            mending.propose(at..at, " ", group);
        }
    }
}

/// What tokenizers write for signs: a joint between two at-signs (Moses), by name too, brackets by name (Penn Treebank).
fn tokens(mending: &mut Mending, run: &Run) {
    let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    for (sign, _) in run.signs("@") {
        let Some(at) = sign.checked_sub(1).filter(|_| text[..sign].ends_with(' ')) else { continue };
        let joint = ["-", ",", ".", "/", ":"]
            .into_iter()
            .find(|sign| text[at + 2..].strip_prefix(sign).is_some_and(|rest| rest.starts_with("@ ")));
        found.extend(joint.map(|joint| (at..at + 5, joint)));
    }
    // Parts of words, `sub@@ word`, and an escaped slash.
    let parts = run
        .signs("@")
        .map(|(at, _)| at)
        .filter(|&at| text[at..].starts_with("@@ ") && text[..at].ends_with(char::is_alphabetic));
    let parts: Vec<usize> = parts.collect();
    if parts.len() > 2 || mending.views.tokenized {
        found.extend(parts.into_iter().map(|at| (at..at + 3, "")));
    }
    for (at, _) in run.signs("\\") {
        if mending.damaged && text[at + 1..].starts_with('/') && text[..at].ends_with(char::is_alphanumeric) {
            found.push((at..at + 1, ""));
        }
    }
    for (at, _) in run.signs("-") {
        let [before, behind] = [&text[..at], &text[at + 1..]];
        let joints = ["##AT##", "# # AT # #"].into_iter();
        let mut parts = joints.filter_map(|joint| {
            let before = before.trim_end_matches(' ').strip_suffix(joint)?.trim_end_matches(' ');
            Some((before, behind.trim_start_matches(' ').strip_prefix(joint)?.trim_start_matches(' ')))
        });
        if let Some((before, behind)) = parts.next() {
            found.push((before.len()..text.len() - behind.len(), "-"));
        }
        let name = text.get(at + 1..at + 5).unwrap_or("");
        let Some(&(_, sign)) = BRACKETS.iter().find(|(known, _)| *known == name) else { continue };
        let (before, behind) = (&text[..at], &text[at + 5..]);
        // One that is spoken of stands in quotation marks.
        if !(before.is_empty() || before.ends_with(' ')) || !(behind.is_empty() || behind.starts_with(' ')) {
            continue;
        }
        let opens = name.starts_with('L');
        let space = usize::from(if opens { behind.starts_with(' ') } else { before.ends_with(' ') });
        let stop = !opens
            && behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(&[',', '.', ';', ':', '!', '?'][..]));
        found.push(match opens {
            true => (at..at + 5 + space, sign),
            false => (at - space..at + 5 + usize::from(stop), sign),
        });
    }
    for (range, sign) in found {
        // The blanks around a sign may be outside.
        if !in_code(mending.views, start + range.start.midpoint(range.end)) {
            let group = mending.group(Rule::PunctuationSpacing);
            mending.propose(start + range.start..start + range.end, sign, group);
        }
    }
}

const BRACKETS: [(&str, &str); 6] =
    [("LRB-", "("), ("RRB-", ")"), ("LSB-", "["), ("RSB-", "]"), ("LCB-", "{"), ("RCB-", "}")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_is_joined_to_the_quotation_that_it_opens_with() {
        let cleaned = crate::clean("< p > A comment starts with ( \"#\" ) and ends with the line. < / p >");
        assert_eq!(cleaned.output, "A comment starts with (\"#\") and ends with the line.");
    }

    #[test]
    fn a_stop_is_joined_to_the_last_word_of_a_german_quotation_too() {
        let cleaned = crate::clean("< p > Er sagte: „Jetzt stehen sie Schlange .“ < / p >");
        assert_eq!(cleaned.output, "Er sagte: „Jetzt stehen sie Schlange.“");
        let cleaned = crate::clean("< p > „Nur Beton.“ < b > Er < / b > ging. < / p >");
        assert_eq!(cleaned.output, "„Nur Beton.“ Er ging.");
    }

    #[test]
    fn a_quotation_that_clings_to_the_sign_before_it_is_parted_from_it() {
        let clean = |text: &str| crate::clean(&format!("< p > {text} < / p >")).output;
        let french = "Il l’a dit dans une lettre :« Je viens avec elle. » Et c’est vrai.« Bon », dit-elle.";
        let mended = "Il l’a dit dans une lettre : « Je viens avec elle. » Et c’est vrai. « Bon », dit-elle.";
        assert_eq!(clean(french), mended);
        assert_eq!(clean("Он сказал:«Иду.»"), "Он сказал: «Иду.»");
        assert_eq!(clean("Er sagte: »Ja.« Dann ging er."), "Er sagte: »Ja.« Dann ging er.");
    }

    #[test]
    fn behind_a_torn_tag_french_keeps_the_space_before_a_high_sign() {
        let clean = |text: &str| crate::clean(&format!("< p > {text} < / p >")).output;
        let french =
            "Rien n’est < b > jeté < / b > : les fanes deviennent une soupe, et le reste est pour < b > elle < / b > .";
        assert_eq!(clean(french), "Rien n’est jeté : les fanes deviennent une soupe, et le reste est pour elle.");
        assert_eq!(clean("Nothing is < b > lost < / b > : it is a soup."), "Nothing is lost: it is a soup.");
    }

    #[test]
    fn signs_of_a_script_without_spaces_have_none_on_either_side() {
        let cleaned = crate::clean("< p > 船 ， 明天走 。 他说 ： \" 走吧 \" ， 她 \" 走 \" 了 。 < / p >");
        assert_eq!(cleaned.output, "船，明天走。他说：\"走吧\"，她\"走\"了。");
        // Behind a comma; between sentences it is a style.
        let cleaned = crate::clean("船来了， 人走了。 天黑了、 灯亮了。");
        assert_eq!(cleaned.output, "船来了，人走了。 天黑了、灯亮了。");
    }

    #[test]
    fn signs_inside_numbers_are_told_from_those_behind_them() {
        let inside_number = |before, behind, comma: bool| inside_number(before, behind, &|| comma);
        assert!(inside_number("about 5", ", 000 people", false));
        assert!(inside_number("by 3", ". 5 percent", false) && inside_number("at 10", ": 30.", false));
        assert!(!inside_number("in 1911", ", 000", false) && !inside_number("in 2010", ", 30 ships", false));
        assert!(!inside_number("on pier 5", ".Then", false));
        assert!(inside_number("nur 3", ", 8 Meter", true) && !inside_number("piers 3", ", 8 and 9", false));
        assert!(!inside_number("Stege 1", ", 2 , 3", true) && inside_number("rund 1", ". 250 . 000", true));
    }

    #[test]
    fn a_decimal_is_told_from_the_end_of_a_sentence() {
        for (before, behind) in
            [("it was 0.", "5 knots"), ("for $9.", "99."), ("some 40,", "000 men"), ("海拔3.", "7公里")]
        {
            assert!(decimal(before, behind) == Some(Kind::Decimal), "{before} {behind}");
        }
        assert!(decimal("at 7.", "2 knots") == Some(Kind::Fraction));
        for (before, behind) in [
            ("in 1911.", "12 boats"),
            ("3.", "7 ways"),
            ("piers 4.", "12 Boats"),
            ("on 1,", "3 and 5"),
            ("pier 4.", "300 men"),
        ] {
            assert!(decimal(before, behind).is_none(), "{before} {behind}");
        }
        let text = "< p > It was 7. 2 knots at dawn. < / p >";
        assert_eq!(crate::clean(text).output, "It was 7. 2 knots at dawn.");
    }

    #[test]
    fn numbers_are_joined_where_some_are_surely_torn() {
        let text = "It opened at 9: 30 with 7, 412. 6 points, up 1. 3 %, and $ 48. 25 for 0. 4 % of it.";
        let mended = "It opened at 9:30 with 7,412.6 points, up 1.3%, and $48.25 for 0.4% of it.";
        assert_eq!(crate::clean(text).output, mended);
        for text in ["The ratio is 3 : 4 : 5, or 5 : 12 : 13.", "See chapter 9: 30 ways, and 7, 412 of them."] {
            assert_eq!(crate::clean(text).output, text);
        }
    }

    #[test]
    fn a_text_that_was_cut_into_tokens_has_its_numbers_and_hyphens_joined() {
        let text = "The ship , a well - made one , left at 5 : 30 with 1 , 200 men . It is once - in - a - lifetime , \
            said one - and the others were not .";
        let mended = "The ship, a well-made one, left at 5:30 with 1,200 men. It is once-in-a-lifetime, said one - and the \
            others were not.";
        assert_eq!(crate::clean(text).output, mended);
        let text = "Der Pegel lag bei 3 , 8 Metern , um 14 : 20 Uhr bei 62 , 5 Prozent , nicht bei 60 % .";
        let mended = "Der Pegel lag bei 3,8 Metern, um 14:20 Uhr bei 62,5 Prozent, nicht bei 60 %.";
        assert_eq!(crate::clean(text).output, mended);
        let text = "The level , which was low , stood at 60 % of what it was , and that is little .";
        assert!(crate::clean(text).output.contains("60% of what"));
        let text = "The rest , which is 7 % 3 , is 1 , and the ship , which is old , was there .";
        assert!(crate::clean(text).output.contains("7 % 3"));
    }

    #[test]
    fn a_sign_that_clings_to_the_next_word_is_put_behind_its_own() {
        let text = "It opened ,then it closed .All left ,of course ;why ?Nobody knows .";
        assert_eq!(crate::clean(text).output, "It opened, then it closed. All left, of course; why? Nobody knows.");
        let text = "وصل القطار ،ثم غادر ،وبقي الناس .";
        assert_eq!(crate::clean(text).output, "وصل القطار، ثم غادر، وبقي الناس.");
        let text = "Support for !SHM and .NET, as ?P< is.";
        assert_eq!(crate::clean(text).output, text);
    }

    #[test]
    fn a_time_and_the_start_of_an_address_are_joined_in_a_torn_text() {
        let text = "At 03: 00 and 9: 05, see https: // example.org/x . Chapter 3: 10 ways.";
        let mended = "At 03:00 and 9:05, see https://example.org/x. Chapter 3: 10 ways.";
        assert_eq!(crate::clean(&format!("< p > {text} < / p >")).output, mended);
        let text = "At 03: 00, see https: //example.org/x.";
        assert_eq!(crate::clean(text).output, text);
    }

    #[test]
    fn a_text_that_was_cut_into_words_is_told_from_one_in_columns() {
        assert!(is_segmented("他们 明天 早上 从 这里 走 , 我们 后天 走 。"));
        assert!(!is_segmented(
            "床前明月光 疑是地上霜 举头望明月 低头思故乡 床前明月光 疑是地上霜 举头望明月 低头思故乡 完"
        ));
    }
}
