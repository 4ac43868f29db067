//! What class names, ids and roles say of a block.

use std::sync::LazyLock;

use crate::data::{Table, data_file, small};
use crate::document::Hints;
use crate::element::Element;

static WORDS: LazyLock<Table<'static>> = LazyLock::new(|| Table::sections(data_file!("hints.txt"), &Hints::NAMES));

/// The hints in the names of elements.
static ELEMENTS: LazyLock<Vec<u16>> = LazyLock::new(|| Element::all().map(|element| of(element.name())).collect());

/// What an element says by its name.
pub(super) fn of_element(element: Element) -> u16 {
    ELEMENTS.get(element.index()).copied().unwrap_or(0)
}

/// The hints in a name: its parts are parted by signs, digits and inner capitals.
pub(super) fn of(name: &str) -> u16 {
    let mut hints = 0;
    let (bytes, mut at) = (name.as_bytes(), 0);
    while at < bytes.len() {
        let start = at;
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        if WORDS.may_have(&bytes[start..at]) {
            hints |= WORDS.get(&small(&name[start..at])) as u16;
        }
        at = at.max(start + 1);
    }
    hints
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
