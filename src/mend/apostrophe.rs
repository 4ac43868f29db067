//! `apostrophe`: joins a clitic that was torn off its word, from a list, and nothing else.

use std::sync::LazyLock;

use super::language::Language;
use super::run::Run;
use super::{Mending, in_code};
use crate::data::{Table, data_file, is_one_of, last_word, lowercase};
use crate::rules::Rule;

const BEHIND: u32 = 1;
const BEFORE: u32 = 2;
const TURKISH: u32 = 4;
const DUTCH: u32 = 8;

static CLITICS: LazyLock<Table<'static>> =
    LazyLock::new(|| Table::sections(data_file!("clitics.txt"), &["behind", "before", "turkish", "dutch"]));

pub(super) fn mend(mending: &mut Mending, runs: &[Run]) {
    let language = || mending.language();
    let mut torn = Vec::new();
    for run in runs {
        let (text, start) = (&mending.views.text[run.range.clone()], run.range.start);
        for (at, _) in run.signs("'’") {
            let spaces = spaces(text, at, &language);
            if spaces.iter().any(Option::is_some) && !in_code(mending.views, start + at) {
                torn.push(spaces.map(|space| space.map(|at| start + at)));
            }
        }
    }
    if torn.len() > 1 || mending.damaged {
        for spaces in torn {
            let group = mending.group(Rule::Apostrophe);
            for at in spaces.into_iter().flatten() {
                mending.propose(at..at + 1, "", group);
            }
        }
    }
}

/// The spaces that tear the words at an apostrophe apart, in order.
pub(super) fn spaces(text: &str, at: usize, language: &dyn Fn() -> Language) -> [Option<usize>; 3] {
    const NONE: [Option<usize>; 3] = [None; 3];
    let mark = text[at..].chars().next().map_or(1, char::len_utf8);
    let (before, after) = (&text[..at], &text[at + mark..]);
    let (head, tail) = (before.trim_end_matches(' '), after.trim_start_matches(' '));
    let (left, right) = (before.len() - head.len(), after.len() - tail.len());
    let word = &head[last_word(head, char::is_alphanumeric)..];
    let length = tail.find(|ch: char| !ch.is_alphabetic()).unwrap_or(tail.len());
    // Most apostrophes stand in a word that nothing has torn.
    let whole = left + right == 0 && !word.eq_ignore_ascii_case("n");
    if whole || left > 1 || right > 1 || word.is_empty() || length == 0 {
        return NONE;
    }
    let (clitic, rest) = (lowercase(&tail[..length]), tail[length..].chars().next());
    let [left, right] = [(left > 0).then(|| at - 1), (right > 0).then_some(at + mark)];
    // `'s'` and `'d*'` are quoted.
    let ends = rest.is_none_or(|ch| {
        ch.is_whitespace() || matches!(ch, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '”' | '»' | '…' | '-')
    });
    let known = |word: &str, list| CLITICS.get(word) & list > 0;
    if ends && clitic == "t" && word.eq_ignore_ascii_case("n") {
        // `does n't`
        let verb = head[..head.len() - 1].strip_suffix(' ').filter(|verb| verb.ends_with(char::is_alphabetic));
        return verb.map_or(NONE, |verb| [Some(verb.len()), left, right]);
    }
    // `the 1990 's`, but `a 6 ' m`.
    // `I 'm`, but `ze 'm`.
    let kept = || match &*clitic {
        "t" => word.ends_with(&['n', 'N'][..]),
        "m" => word == "I",
        "n" => word.eq_ignore_ascii_case("zo"),
        _ => word.ends_with(char::is_alphabetic),
    };
    // `zes uur 's ochtends`, `in 's-Hertogenbosch`
    let next = tail[length..].trim_start_matches(' ');
    let next = &next[..next.find(|ch: char| !ch.is_alphabetic()).unwrap_or(next.len())];
    let dutch = clitic == "s" && (rest == Some('-') && right.is_none() || known(next, DUTCH));
    if dutch {
        return [right, None, None];
    }
    // `un po ' di vino`
    if word == "po" {
        return [left, None, None];
    }
    // `Сім ' я`
    let iotated = clitic.starts_with(&['я', 'ю', 'є', 'ї'][..]) && word.ends_with(char::is_alphabetic);
    let behind = ends && known(&clitic, BEHIND) && (clitic == "s" || kept());
    let irish = word == "O" && tail.starts_with(char::is_uppercase);
    let elided = clitic.starts_with(is_vowel_or_h) && known(&lowercase(word), BEFORE) && language().romance;
    let joined = (elided || iotated) && !matches!(rest, Some('\'' | '’'));
    let suffix = ends
        && word.starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit())
        && known(&clitic, TURKISH)
        && language().turkish;
    if behind && !elided || joined || suffix || irish { [left, right, None] } else { NONE }
}

/// What a Romance language elides before.
fn is_vowel_or_h(ch: char) -> bool {
    is_one_of(ch, "aeiouyhàâáäæèéêëìíîïòóôöœùúûü")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, romance: bool, turkish: bool) -> String {
        let language = Language { romance, turkish, ..Language::ANY };
        let marks: Vec<usize> = text.match_indices(['\'', '’']).map(|(at, _)| at).collect();
        let mut mended = text.to_owned();
        for at in marks.into_iter().rev() {
            for space in spaces(text, at, &|| language).into_iter().flatten().rev() {
                mended.remove(space);
            }
        }
        mended
    }

    #[test]
    fn clitics_of_english_are_joined() {
        assert_eq!(
            mended("it 's late and he did n't say; we ' ll see, don ' t", false, false),
            "it's late and he didn't say; we'll see, don't"
        );
        assert_eq!(
            mended("the boys 'hats, `rm 'd*'` and the 's' ending", false, false),
            "the boys 'hats, `rm 'd*'` and the 's' ending"
        );
        assert_eq!(
            mended("O 'Neil, six o 'clock, in the 1990 's", false, false),
            "O'Neil, six o 'clock, in the 1990's"
        );
        let dutch = "om zes uur ' s ochtends in 's-Hertogenbosch, zo ' n schuit";
        assert_eq!(mended(dutch, false, false), "om zes uur 's ochtends in 's-Hertogenbosch, zo'n schuit");
    }

    #[test]
    fn elisions_and_turkish_suffixes_are_joined() {
        assert_eq!(mended("l ' homme qu' il a vu, un po ' d'amore", true, false), "l'homme qu'il a vu, un po' d'amore");
        assert_eq!(mended("Сім ' я і п 'ять, 'я' та 'ю'", false, false), "Сім'я і п'ять, 'я' та 'ю'");
        assert_eq!(mended("İstanbul ' da ve Ankara 'nın", false, true), "İstanbul'da ve Ankara'nın");
        assert_eq!(mended("2024 ' ün, saat 15'te", false, true), "2024'ün, saat 15'te");
        assert_eq!(mended("Paris ' da", false, false), "Paris ' da");
    }
}
