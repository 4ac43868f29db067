//! What class names, ids and roles say of a block.

use std::sync::LazyLock;

use crate::data::{Table, data_file};
use crate::document::Hints;

static WORDS: LazyLock<Table<'static>> = LazyLock::new(|| Table::sections(data_file!("hints.txt"), &Hints::NAMES));

/// The hints in a name: its parts are parted by signs, digits and inner capitals.
pub(super) fn of(name: &str) -> u16 {
    let mut hints = 0;
    let mut rest = name.as_bytes();
    while !rest.is_empty() {
        let capitals = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let end = capitals + rest[capitals..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        hints |= word(&rest[..end]);
        rest = &rest[end.max(1)..];
    }
    hints
}

fn word(part: &[u8]) -> u16 {
    if !WORDS.may_have(part) {
        return 0;
    }
    let mut lower = [0; 16];
    let Some(lower) = lower.get_mut(..part.len()) else { return 0 };
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
