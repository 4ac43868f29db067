//! Text in one code page that was read as in another: `Ksi±¿ka`, `doesnÕt`, `Ìóçåé`.
//!
//! Evidence is the alphabets of languages. A sound text has the letters of one of them, and beside its letters what may
//! stand there; where that explains too little, but would all if the same bytes were read in the page that such a
//! language was written in, that page was meant.

use std::ops::Range;

use super::mojibake::{Neighbour, page, pairs, row};
use crate::data::data_file;
use crate::source::boundary;

/// How the bytes of a text were read, and how they were meant.
pub(super) struct Misread {
    was: usize,
    meant: Vec<char>,
}

impl Misread {
    /// What was meant by a character.
    pub fn mend(&self, ch: char) -> char {
        let byte = if ch.is_ascii() { 0 } else { row(ch)[self.was] };
        let meant = usize::from(byte).checked_sub(0x80).and_then(|at| self.meant.get(at));
        meant.copied().filter(|&meant| meant != '.').unwrap_or(ch)
    }

    /// What to put where.
    pub fn repairs(&self, words: &str) -> Vec<(Range<usize>, String)> {
        let mut repairs: Vec<(Range<usize>, String)> = Vec::new();
        for (at, ch) in words.char_indices() {
            let (end, meant) = (at + ch.len_utf8(), self.mend(ch));
            match repairs.last_mut() {
                _ if meant == ch => {}
                Some((range, text)) if range.end == at => {
                    range.end = end;
                    text.push(meant);
                }
                _ => repairs.push((at..end, meant.to_string())),
            }
        }
        repairs
    }
}

/// A text is read as of these pages, the first of the file.
const READ: usize = 4;

/// The place of its page.
const MACINTOSH: usize = 1;

/// How much of a text is asked, in bytes.
pub(super) const ASKED: usize = 1 << 14;

/// Letters above are of no alphabet.
const LAST: usize = 0x460;

/// How many letters of an alphabet are its vowels, at most.
const VOWELS: usize = 14;

/// What a text has beyond ASCII.
struct Signs {
    counts: Vec<u32>,
    letters: usize,
    /// How many of them stand behind another letter.
    joined: usize,
    /// What neighbours cost that no language writes side by side.
    beside: usize,
}

impl Signs {
    fn of(pairs: &mut dyn Iterator<Item = (char, char)>) -> Signs {
        let mut signs = Signs { counts: vec![0; LAST], letters: 0, joined: 0, beside: 0 };
        for (last, ch) in pairs {
            let sign = Neighbour::new(ch);
            if !ch.is_ascii() && sign.is_letter() {
                signs.letters += 1;
                signs.joined += usize::from(last.is_alphabetic());
                let small = ch.to_lowercase().next().unwrap_or(ch);
                if let Some(count) = signs.counts.get_mut(small as usize) {
                    *count += 1;
                }
            }
            signs.beside += sign.cost(Neighbour::new(last)) as usize;
        }
        signs
    }

    /// How often letters stand there, small and capital.
    fn count<'a>(&'a self, letters: &'a str) -> impl Iterator<Item = usize> + 'a {
        letters.chars().map(|ch| self.counts[ch as usize % LAST] as usize)
    }

    /// What an alphabet does not explain.
    fn cost(&self, letters: &str) -> usize {
        self.beside + 2 * self.letters.saturating_sub(self.count(letters).sum())
    }
}

fn alphabets() -> impl Iterator<Item = (&'static str, &'static str)> {
    data_file!("alphabets.txt").lines().filter_map(|line| line.split_once(' '))
}

/// Whether a text was read in another code page than its own. O(length).
pub(super) fn misread(words: &str) -> Option<Misread> {
    let words = &words[..boundary(words, ASKED)];
    let mut read_in: Vec<usize> = (0..READ).collect();
    for (_, ch) in pairs(words).filter(|(_, ch)| !ch.is_ascii()) {
        read_in.retain(|&page| row(ch)[page] > 0);
        // None has all the characters of most scripts.
        read_in.first()?;
    }
    let stands = Signs::of(&mut pairs(words));
    let explained = |cost: usize| cost < 6 || cost * 8 < stands.letters;
    // Few texts are asked for the best of all. What stands alone is no word: `'ù' 'ú'`.
    if stands.joined * 4 <= stands.letters
        || explained(stands.beside + 2 * stands.letters)
        || alphabets().any(|(_, letters)| explained(stands.cost(letters)))
    {
        return None;
    }
    let cost = alphabets().map(|(_, letters)| stands.cost(letters)).min()?;
    let dense = stands.letters * 32 >= words.bytes().filter(u8::is_ascii_alphabetic).count();
    if !dense && stands.beside < 6 {
        return None;
    }
    let mut best: Option<((usize, usize, usize), Misread)> = None;
    for was in read_in {
        for (places, letters) in alphabets() {
            for meant in places.chars().filter_map(|place| place.to_digit(16)).map(|place| place as usize) {
                let reading = Misread { was, meant: page(meant).chars().collect() };
                let read = Signs::of(&mut pairs(words).map(|(last, ch)| (reading.mend(last), reading.mend(ch))));
                let kinds = read.count(letters).filter(|&count| count > 0).count();
                let changed = read.counts.iter().zip(&stands.counts).filter(|(read, stands)| read != stands).count();
                // Of the Macintosh, quotation marks alone are enough.
                let torn = stands.beside >= 6 && (kinds >= 3 || meant == MACINTOSH);
                let enough = changed >= 3 && (torn || kinds >= 4 && dense);
                // What one alphabet has as signs, another may have as letters; of two scripts that have a letter for each
                // byte, the one with more vowels was meant.
                let vowels: usize = read.count(letters).take(VOWELS).sum();
                let rank = (read.cost(letters), read.letters, words.len() - vowels);
                if enough && rank.0 * 8 <= cost && best.as_ref().is_none_or(|best| rank < best.0) {
                    best = Some((rank, reading));
                }
            }
        }
    }
    Some(best?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text looks like that was written in one page and read in another.
    fn mistaken(words: &str, meant: usize, was: usize) -> String {
        let read =
            |byte: usize| page(was).chars().nth(byte).filter(|&ch| ch != '.').or(char::from_u32(0x80 + byte as u32));
        let byte = |ch: char| page(meant).chars().position(|other| other == ch && ch != '.');
        words.chars().map(|ch| byte(ch).and_then(read).unwrap_or(ch)).collect()
    }

    const TEXTS: [(&[usize], &str); 9] = [
        (
            &[2, 8],
            "Książka o zaginionej wyspie leżała na strychu przez sześćdziesiąt lat. Znalazł ją żołnierz, który szukał czegoś innego.",
        ),
        (
            &[2, 8],
            "A gyűlés előtt már megtelt a kultúrház. Az erdő sorsáról lesz szó, és a jegyző megint elfelejtette a térképet. Ötven fűrész és tűzifa őket fűti, öt könyv füstölög.",
        ),
        (&[2, 8], "Příliš žluťoučký kůň úpěl ďábelské ódy, a to v celém přístavu."),
        (
            &[9],
            "Kasabanın tek saatçisi dün dükkânını kapattı. Kırk yıl boyunca aynı çayı içmiş, oğlu boşaltırken şaştı.",
        ),
        (
            &[3, 10],
            "Музей часов открыли в бывшей бане. Экспонаты собирал один человек, и все они идут, хотя и показывают разное время.",
        ),
        (&[3], "Музей годинників відкрили в колишній лазні. Їх збирав один чоловік, і всі вони йдуть."),
        (&[4], "Το μουσείο των ρολογιών άνοιξε σε ένα παλιό λουτρό. Όλα δείχνουν διαφορετική ώρα."),
        (
            &[1],
            "The new café doesn’t serve after four. “People stay too long,” says the owner. It’s the third—the others aren’t open, and they won’t be.",
        ),
        (
            &[1],
            "Die Bürger hörten schöne Klänge über den Dächern; für Künstler völlig gewöhnliche Töne, größer als früher.",
        ),
    ];

    #[test]
    fn what_was_read_in_another_page_is_told_by_the_alphabet_that_it_would_have() {
        for (pages, words) in TEXTS {
            for &meant in pages {
                let mistaken = mistaken(words, meant, 0);
                let reading = misread(&mistaken).unwrap_or_else(|| panic!("{meant} {mistaken}"));
                assert_eq!(mistaken.chars().map(|ch| reading.mend(ch)).collect::<String>(), words, "{meant}");
            }
        }
    }

    #[test]
    fn a_sound_text_has_the_letters_of_one_language_and_some_names() {
        for (_, words) in TEXTS {
            assert!(misread(words).is_none(), "{words}");
        }
        for words in [
            "Le café où Åsa, Søren, São Paulo, Müller et señor Peña étaient allés à l’été, près de la forêt, était fermé.",
            "The beam is 5 m³ ± 2 %, ¼ of a×b, and x±y or c³ are µ-values of the ½ day at 20 °C.",
            "Hann sá það í gær að þau ætluðu öll út á sjó og svo kæmi hún með þýðinguna.",
            "Tá sé níos fearr, agus é féin ag dul go dtí an trá.",
            "Ja sam ђак, љубим њиве и чекам џем; ћутим, а ѕвезда сија.",
            "El señor Peña vivió aquí. São João, coração e pão. Ça va? Größe, façade, naïve, Ærø.",
        ] {
            assert!(misread(words).is_none(), "{words}");
        }
    }
}
