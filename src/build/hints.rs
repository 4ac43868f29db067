//! What class names, ids and roles say of a block.

use std::sync::LazyLock;

use crate::data::{Table, data_file};
use crate::document::Hints;

static WORDS: LazyLock<Table<'static>> = LazyLock::new(|| Table::sections(data_file!("hints.txt"), &Hints::NAMES));

/// The hints in a name: its parts are parted by signs, digits and inner capitals.
pub(super) fn of(name: &str) -> u16 {
    let mut hints = 0;
    let bytes = name.as_bytes();
    let mut start = 0;
    for i in 0..=bytes.len() {
        let ends = i == bytes.len()
            || !bytes[i].is_ascii_alphabetic()
            || i > start && bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase();
        if ends {
            hints |= word(&bytes[start..i]);
            start = if i < bytes.len() && bytes[i].is_ascii_alphabetic() { i } else { i + 1 };
        }
    }
    hints
}

fn word(part: &[u8]) -> u16 {
    let mut lower = [0; 16];
    let Some(lower) = lower.get_mut(..part.len()).filter(|_| part.len() > 1) else { return 0 };
    lower.copy_from_slice(part);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).map_or(0, |lower| WORDS.get(lower) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_names_are_read() {
        assert_eq!(of("main-nav__list"), Hints::NAVIGATION | Hints::ARTICLE);
        assert_eq!(of("articleBody"), Hints::ARTICLE);
        assert_eq!(of("shareholder"), 0);
    }
}
