//! Which languages' conventions a text follows, by its small words and its letters.

use std::sync::LazyLock;

use crate::data::{Table, data_file, find_words, is_unspaced, lowercase};

static SMALL: LazyLock<Table<'static>> =
    LazyLock::new(|| Table::sections(data_file!("languages.txt"), &["french", "italian", "english"]));

const ENGLISH: u32 = 4;

/// Of a hundred words, how many are small ones of a language.
const OFTEN: u32 = 8;
/// How many words it takes to say that a text is not French.
const CERTAIN: u32 = 30;
/// How many words are looked at.
const SAMPLE: u32 = 400;

/// What is known of a text's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language {
    /// Spaces stand before high signs and inside guillemets.
    pub french: bool,
    /// There are words enough to tell.
    pub certain: bool,
    pub english: bool,
    /// The decimal sign is a comma.
    pub comma: bool,
    /// Articles and pronouns are elided.
    pub romance: bool,
    /// Suffixes stand behind names.
    pub turkish: bool,
}

impl Language {
    /// Any: what may be right in some language.
    pub const ANY: Language =
        Language { french: true, certain: false, english: true, comma: false, romance: true, turkish: true };

    /// Reads a sample. O(length), for the letters of Turkish.
    pub fn of(text: &str) -> Self {
        let mut words = 0;
        let mut small = [0; 3];
        for word in text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty()).take(SAMPLE as usize) {
            let bits = if word.len() > 5 { 0 } else { SMALL.get(word) | SMALL.get(&lowercase(word)) };
            words += 1;
            small.iter_mut().enumerate().for_each(|(at, small)| *small += bits >> at & 1);
        }
        let share = small.map(|small| if small > 1 { small * 100 / words } else { 0 });
        let spaced = || ["« ", " »"].iter().all(|sign| find_words(text, sign).is_some());
        let french = share[0] >= OFTEN || share[0] * 2 >= OFTEN && spaced();
        let english = share[2] >= OFTEN;
        let turkish = || text.chars().filter(|ch| matches!(ch, 'ı' | 'ğ' | 'İ' | 'ş'));
        Language {
            french,
            certain: words >= CERTAIN,
            english,
            comma: !english && !text.contains(is_unspaced),
            romance: french || share[1] >= OFTEN,
            turkish: turkish().nth(3).is_some(),
        }
    }
}

/// Whether a word of English says little.
pub(super) fn is_small_english(word: &str) -> bool {
    SMALL.get(word) & ENGLISH > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_their_small_words_and_letters() {
        assert!(Language::of("Le port est fermé et la ville dort dans le froid !").french);
        assert!(Language::of("Il porto della città non è aperto.").romance);
        assert!(Language::of("Limanın ışıkları şehirden görülüyor, balıkçılar çalışıyor.").turkish);
        let none =
            Language { french: false, certain: false, english: false, comma: true, romance: false, turkish: false };
        let english = Language { english: true, comma: false, ..none };
        assert_eq!(Language::of("The pier is shut, and the town sleeps in the cold!"), english);
        assert_eq!(Language::of("El puerto « viejo » está cerrado y la ciudad duerme."), none);
    }
}
