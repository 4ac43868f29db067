//! Who wrote a text and when, by what a line says.

use std::sync::LazyLock;

use crate::data::{Table, data_file, find_words, lowercase, words};

/// Words that name an author have 16, months their number.
static WORDS: LazyLock<Table<'static>> = LazyLock::new(|| {
    let rows = data_file!("bylines.txt")
        .lines()
        .enumerate()
        .flat_map(|(month, line)| words(line).map(move |word| (word, if month == 0 { AUTHOR } else { month as u32 })));
    Table::new(&mut rows.into_iter())
});

const AUTHOR: u32 = 16;

/// The author whom a line names: `By Lea Marin`, `Autor: Juan Mar`, `作者：李伟`.
pub(crate) fn author(line: &str) -> Option<&str> {
    let line = line.trim_matches(|ch: char| !ch.is_alphanumeric());
    let (first, rest) = line.split_once(&[' ', ':', '：', '/', '\u{a0}'][..])?;
    let rest = rest.trim_start_matches(&[' ', ':', '：', '/'][..]);
    // `Words by`, `Written by`.
    if names_author(first) { name(rest.strip_prefix("by ").unwrap_or(rest)) } else { None }
}

/// The name that a line begins with, where nothing else speaks for one.
pub(crate) fn name(line: &str) -> Option<&str> {
    let name = line.split(&['|', '•', '·', '—', ';', '(', '（', ',', '，', '\u{a0}'][..]).next()?.trim();
    let capital = name.chars().next().is_some_and(|ch| ch.is_alphabetic() && !ch.is_lowercase());
    let some = (1..=5).contains(&name.split_whitespace().count()) && name.chars().count() <= 40;
    let sentence = name.ends_with(&['.', '。'][..]);
    let label = || name.split_whitespace().any(names_author);
    (capital && some && !sentence && !name.contains(char::is_numeric) && !label()).then_some(name)
}

/// Whether a line is a word that names an author, and the name stands behind it.
pub(crate) fn names_author(line: &str) -> bool {
    WORDS.get(&lowercase(line.trim_end_matches(&[':', '：'][..]))) & AUTHOR > 0
}

/// The date that a line gives, as year, month and day.
pub(crate) fn date(line: &str) -> Option<String> {
    let lower = lowercase(line);
    let tokens: Vec<&str> = lower
        .split(|ch: char| !ch.is_alphanumeric() || matches!(ch, '年' | '月' | '日'))
        .filter(|token| !token.is_empty())
        .take(40)
        .collect();
    let number = |at: usize, least: u32, most: u32| -> Option<u32> {
        let token = tokens.get(at)?;
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
        let plain = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        // As `i32`, which others parse too: each type weighs 0.1 KB of wasm.
        let number = digits.parse::<i32>().ok()? as u32;
        (plain && (least..=most).contains(&number)).then_some(number)
    };
    let year = |at| number(at, 1900, 2099);
    let day = |at| number(at, 1, 31);
    (0..tokens.len()).find_map(|at| {
        let found = if let (Some(y), Some(m), Some(d)) = (year(at), number(at + 1, 1, 12), day(at + 2)) {
            (y, m, d)
        } else if let (Some(d), Some(m), Some(y)) = (day(at), number(at + 1, 1, 12), year(at + 2))
            && find_words(line, &format!("{}.", tokens[at])).is_some()
        {
            (y, m, d)
        } else {
            let month = Some(WORDS.get(tokens[at])).filter(|month| (1..=12).contains(month))?;
            // `3 de mayo de 2024`, `3. Mai 2024`, `May 3rd, 2024`.
            let of = usize::from(tokens.get(at + 1).is_some_and(|token| matches!(*token, "de" | "of")));
            let before = |back: usize| at.checked_sub(back).and_then(day);
            match before(1).or_else(|| before(2)) {
                Some(d) if year(at + 1 + of).is_some() => (year(at + 1 + of)?, month, d),
                _ => (year(at + 2)?, month, day(at + 1)?),
            }
        };
        Some(format!("{}-{:02}-{:02}", found.0, found.1, found.2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_ten_languages() {
        for line in [
            "Published on May 3rd, 2024 at 5 pm",
            "3 May 2024",
            "2024-05-03 10:15",
            "2024年5月3日 星期五",
            "Viernes, 3 de mayo de 2024",
            "3 de maio de 2024",
            "Publié le 3 mai 2024",
            "Freitag, 3. Mai 2024, 10:15 Uhr",
            "03.05.2024",
            "3 мая 2024 года",
            "3 مايو 2024",
            "3 Mayıs 2024 Cuma",
        ] {
            assert_eq!(date(line).as_deref(), Some("2024-05-03"), "{line}");
        }
        for line in ["Market 2024", "May I come in?", "Room 3, 2024 guests", "1.2 million in 2024"] {
            assert_eq!(date(line), None, "{line}");
        }
    }

    #[test]
    fn authors_are_read_where_a_line_names_one() {
        for (line, name) in [
            ("By Lea Marin", "Lea Marin"),
            ("By Lea Marin | 3 May 2024", "Lea Marin"),
            ("Written by Lea Marin", "Lea Marin"),
            ("Von Jan Hafer", "Jan Hafer"),
            ("作者：李伟", "李伟"),
            ("Автор: Анна Морская", "Анна Морская"),
        ] {
            assert_eq!(author(line), Some(name), "{line}");
        }
        assert!(names_author("By") && names_author("Autor:") && !names_author("Lea"));
        assert_eq!(name("Lea Marin\u{a0} | 3 May"), Some("Lea Marin"));
        for label in ["About the Author", "Autor", "3 May", "It closed."] {
            assert_eq!(name(label), None, "{label}");
        }
        for line in ["By the sea", "De 3 a 5 horas", "Por ahora no.", "The author: a life"] {
            assert_eq!(author(line), None, "{line}");
        }
    }
}
