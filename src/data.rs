//! Words in data files, and order by place.
//!
//! One table serves all files and one sort all orders: each further type that is sorted or hashed
//! weighs some kilobytes of wasm.

use std::borrow::Cow;
use std::str::Chars;

/// A file of `data/` without the comments at its head: they are for its readers, and weigh 1.4 KB of wasm.
macro_rules! data_file {
    ($path:literal) => {{
        const FILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $path));
        const BODY: [u8; $crate::data::body(FILE)] = *FILE.as_bytes().last_chunk().unwrap();
        const { if let Ok(body) = str::from_utf8(&BODY) { body } else { panic!() } }
    }};
}
pub(crate) use data_file;

/// The length of a file's text behind its head of lines that start with `#`.
pub(crate) const fn body(file: &str) -> usize {
    let (bytes, mut at) = (file.as_bytes(), 0);
    while bytes[at] == b'#' {
        while bytes[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    bytes.len() - at
}

/// Words and what is known of each, in bits. A word ending in `*` stands for its stem.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    /// Each word with its least value, and all its bits.
    rows: Vec<(&'a str, u32, u32)>,
    /// Where a word's row is, and more of its hash above it: 0 where there is none.
    slots: Vec<u32>,
    forms: Forms,
    /// Sorted too; none starts with another.
    stems: Vec<(&'a str, u32)>,
    /// A bit for the two bytes that a stem starts with: few words share one.
    heads: [u64; HEADS / 64],
}

const HEADS: usize = 1024;

/// A row's place in its slot. The bits above tell most words that are not in the table without a look at the rows.
const PLACE: u32 = (1 << 18) - 1;

/// The place of a word's bit among `heads`.
fn head(word: &str) -> Option<usize> {
    let &[first, second] = word.as_bytes().first_chunk()?;
    Some((usize::from(first) * 37 + usize::from(second)) % HEADS)
}

impl<'a> Table<'a> {
    pub fn new(words: &mut dyn Iterator<Item = (&'a str, u32)>) -> Self {
        let (mut stems, mut all): (Vec<_>, Vec<_>) = words.partition(|(word, _)| word.ends_with('*'));
        stems.iter_mut().for_each(|(stem, _)| *stem = stem.trim_end_matches('*'));
        all.sort_unstable();
        stems.sort_unstable();
        let mut slots = vec![0; (all.len() * 2).next_power_of_two()];
        let mut rows: Vec<(&str, u32, u32)> = Vec::with_capacity(all.len());
        let mut forms = Forms::default();
        for (word, value) in all {
            match rows.last_mut() {
                Some(last) if last.0 == word => last.2 |= value,
                _ => {
                    let hash = hash(word);
                    let mut slot = hash as usize & (slots.len() - 1);
                    while slots[slot] > 0 {
                        slot = (slot + 1) & (slots.len() - 1);
                    }
                    rows.push((word, value, value));
                    slots[slot] = hash & !PLACE | rows.len() as u32;
                    forms.add(word.as_bytes());
                }
            }
        }
        let (mut heads, mut shortest) = ([0; HEADS / 64], Vec::<(&str, u32)>::new());
        for (stem, value) in stems {
            if shortest.last().is_none_or(|(shorter, _)| !stem.starts_with(shorter)) {
                let head = head(stem).expect("a stem has two bytes");
                heads[head / 64] |= 1 << (head % 64);
                shortest.push((stem, value));
            }
        }
        Table { rows, slots, forms, stems: shortest, heads }
    }

    /// The words of a file, one or more a line.
    pub fn words(file: &'a str) -> Self {
        Table::new(&mut words(file).map(|word| (word, 1)))
    }

    /// The words of a file in parts, each headed by `# name`: a bit for each name, by its place.
    pub fn sections(file: &'a str, names: &[&str]) -> Self {
        let (mut rows, mut bit) = (Vec::new(), 0);
        for line in file.lines() {
            match line.strip_prefix("# ") {
                Some(heading) => bit = names.iter().position(|&name| name == heading).map_or(0, |at| 1 << at),
                None => rows.extend(words(line).map(|word| (word, bit))),
            }
        }
        Table::new(&mut rows.into_iter())
    }

    /// Whether it may have a word, in any case, stems aside.
    pub fn may_have(&self, word: &[u8]) -> bool {
        self.forms.may_have(word)
    }

    fn row(&self, word: &str) -> Option<&(&'a str, u32, u32)> {
        let hash = hash(word);
        let mut slot = hash as usize & (self.slots.len() - 1);
        while let at @ 1.. = self.slots[slot] {
            if (at ^ hash) & !PLACE == 0 {
                let row = &self.rows[(at & PLACE) as usize - 1];
                if is_same(row.0, word) {
                    return Some(row);
                }
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// All bits of a word: 0 where it is not in the table. O(length).
    pub fn get(&self, word: &str) -> u32 {
        self.row(word).map_or_else(|| self.stem(word), |row| row.2)
    }

    /// Whether a word, as it is written, is in the table.
    pub fn has(&self, word: &str) -> bool {
        self.get(word) > 0
    }

    /// A word as the table has it, with its least value.
    pub fn first(&self, word: &str) -> Option<(&'a str, u32)> {
        self.row(word).map(|row| (row.0, row.1))
    }

    fn stem(&self, word: &str) -> u32 {
        if head(word).is_none_or(|head| self.heads[head / 64] >> (head % 64) & 1 == 0) {
            return 0;
        }
        let before = self.stems.partition_point(|&(stem, _)| (beginning(stem), stem) <= (beginning(word), word));
        before.checked_sub(1).map(|at| self.stems[at]).filter(|(stem, _)| word.starts_with(stem)).map_or(0, |row| row.1)
    }
}

/// Whether two words are the same one, mostly without a call: few are longer than eight bytes.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match (one.first_chunk::<4>(), one.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                other.starts_with(first) && other.ends_with(last) && (one.len() <= 8 || one[4..] == other[4..])
            }
            _ => one.iter().eq(other),
        }
}

/// The first four bytes of a word, in its order.
fn beginning(word: &str) -> u32 {
    match word.as_bytes().first_chunk() {
        Some(&first) => u32::from_be_bytes(first),
        None => word.bytes().fold(0, |all, byte| all << 8 | u32::from(byte)) << (8 * (4 - word.len())),
    }
}

/// The lengths of some words, by their first letter: most others are told by them, in any case.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forms([u64; 32]);

impl Forms {
    pub fn add(&mut self, word: &[u8]) {
        self.0[Self::letter(word)] |= Self::length(word);
    }

    /// Whether the word may be one of them.
    pub fn may_have(&self, word: &[u8]) -> bool {
        self.0[Self::letter(word)] & Self::length(word) > 0
    }

    fn letter(word: &[u8]) -> usize {
        word.first().map_or(0, |byte| usize::from(byte & 31))
    }

    fn length(word: &[u8]) -> u64 {
        1 << word.len().min(63)
    }
}

/// Of a word's length, its first four bytes and its last four (Fibonacci hashing).
pub(crate) fn hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(&first), Some(&last)) => (u32::from_le_bytes(first), u32::from_le_bytes(last)),
        _ => (bytes.iter().fold(0, |all, &byte| all << 8 | u32::from(byte)), 0),
    };
    let mixed = (first ^ last.rotate_left(11) ^ bytes.len() as u32).wrapping_mul(0x9e37_79b9);
    mixed ^ mixed >> 15
}

/// The words of a file's text.
pub(crate) fn words(file: &str) -> impl Iterator<Item = &str> {
    file.split_ascii_whitespace()
}

/// Of eight bytes, the highest bit of each that is this one, up to the first (Mycroft's test for a zero in a word).
fn zeros(bytes: [u8; 8], byte: u8) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let word = u64::from_le_bytes(bytes) ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

/// Where one of some bytes is first.
#[inline(never)]
pub(crate) fn find<const N: usize>(bytes: &[u8], wanted: [u8; N]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks();
    for (at, &word) in words.iter().enumerate() {
        // What is wrongly marked stands behind what is rightly: the first of all is right.
        let zeros = wanted.iter().fold(0, |all, &byte| all | zeros(word, byte));
        if zeros > 0 {
            return Some(8 * at + zeros.trailing_zeros() as usize / 8);
        }
    }
    Some(8 * words.len() + rest.iter().position(|other| wanted.contains(other))?)
}

/// Where two neighbours first stand that have a bit in common, each in its table; the last is taken to end its line.
pub(crate) fn find_pair(bytes: &[u8], first: &[u8; 256], second: &[u8; 256]) -> Option<usize> {
    let is = |one: u8, other: u8| first[usize::from(one)] & second[usize::from(other)] > 0;
    let pairs = bytes.windows(2).position(|pair| is(pair[0], pair[1]));
    pairs.or_else(|| bytes.last().filter(|&&last| is(last, b'\n')).map(|_| bytes.len() - 1))
}

/// How many bytes of ASCII there are before others.
pub(crate) fn ascii_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks();
    let high = |word: &[u8; 8]| u64::from_le_bytes(*word) & u64::from_le_bytes([0x80; 8]);
    match words.iter().position(|word| high(word) > 0) {
        Some(at) => 8 * at + high(&words[at]).trailing_zeros() as usize / 8,
        None => 8 * words.len() + rest.iter().take_while(|byte| byte.is_ascii()).count(),
    }
}

/// Whether a character is one of some. (`str::contains` searches for it as for words.)
pub(crate) fn is_one_of(ch: char, signs: &str) -> bool {
    signs.chars().any(|sign| sign == ch)
}

/// Where words first stand in a text. What `str::find` has for long needles weighs 1 KB of wasm; ours are short.
pub(crate) fn find_words(text: &str, words: &str) -> Option<usize> {
    let (bytes, words) = (text.as_bytes(), words.as_bytes());
    let mut at = 0;
    loop {
        at += find(&bytes[at..], [*words.first()?])?;
        if bytes[at..].starts_with(words) {
            return Some(at);
        }
        at += 1;
    }
}

/// Where words stand in a text, one behind the other.
pub(crate) fn places<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let place = at + find_words(&text[at..], words)?;
        at = place + words.len();
        Some(place)
    })
}

/// What stands before the first of some words, and what behind them.
pub(crate) fn split_once<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    find_words(text, words).map(|at| (&text[..at], &text[at + words.len()..]))
}

/// The parts of a text between some words.
pub(crate) fn split<'a>(text: &'a str, words: &'static str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (part, behind) = split_once(text, words).map_or((text, None), |(part, behind)| (part, Some(behind)));
        rest = behind;
        Some(part)
    })
}

/// Parts with a sign between each two. (What the standard library has for it weighs 0.3 KB of wasm.)
pub(crate) fn join(parts: &mut dyn Iterator<Item = &str>, sign: &str) -> String {
    let mut joined = String::from(parts.next().unwrap_or_default());
    for part in parts {
        joined.push_str(sign);
        joined.push_str(part);
    }
    joined
}

/// Words with one space between each two, whatever stood there.
pub(crate) fn spaced(words: &str) -> String {
    join(&mut words.split_whitespace(), " ")
}

/// A text in small letters, each by itself: what `str::to_lowercase` knows of a final sigma weighs 1 KB of wasm.
pub(crate) fn lowercase(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (ascii, others) = rest.split_at(ascii_length(rest.as_bytes()));
        lower.push_str(ascii);
        let mut others = others.chars();
        let Some(other) = others.next() else { break };
        lower.extend(other.to_lowercase());
        rest = others.as_str();
    }
    lower.make_ascii_lowercase();
    lower
}

/// Goes over the small letters of ASCII that come next, most of them a word's: how many they were.
pub(crate) fn skip_small(rest: &mut Chars) -> usize {
    let small = rest.as_str().bytes().take_while(u8::is_ascii_lowercase).count();
    *rest = rest.as_str()[small..].chars();
    small
}

/// A name in small letters of ASCII, as most are.
pub(crate) fn small(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}

/// The first characters of a text, as many as there are of so many. (What `Chars::nth` does for long ways weighs 0.2 KB of
/// wasm.)
pub(crate) fn beginning_of(text: &str, count: usize) -> &str {
    let mut rest = text.chars();
    for _ in 0..count {
        rest.next();
    }
    &text[..text.len() - rest.as_str().len()]
}

/// Whether a text is longer than so many characters.
pub(crate) fn is_longer(text: &str, count: usize) -> bool {
    beginning_of(text, count).len() < text.len()
}

/// Where the word starts that a text ends with; its end where it ends with none.
pub(crate) fn last_word(text: &str, is_word: impl Fn(char) -> bool) -> usize {
    let before = text.char_indices().rev().find(|&(_, ch)| !is_word(ch));
    before.map_or(0, |(at, ch)| at + ch.len_utf8())
}

/// Letters of scripts that are written without spaces, and their signs.
pub(crate) fn is_unspaced(ch: char) -> bool {
    matches!(ch, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        && !matches!(ch, '\u{3130}'..='\u{318f}')
}

/// Puts things in the order of their places, equal ones as they were. O(n log n).
pub(crate) fn by_place<T>(mut things: Vec<T>, place: impl Fn(&T) -> u64) -> Vec<T> {
    let swaps = swaps(things.len(), &|at| place(&things[at]));
    swaps.into_iter().for_each(|(to, from)| things.swap(to, from));
    things
}

/// The swaps that put places in order, from the first on. Not generic, since it is the larger part.
fn swaps(length: usize, place: &dyn Fn(usize) -> u64) -> Vec<(usize, usize)> {
    // A place in the upper half, an index in the lower.
    let mut order: Vec<u128> = (0..length).map(|index| u128::from(place(index)) << 64 | index as u128).collect();
    if order.is_sorted() {
        return Vec::new();
    }
    order.sort_unstable();
    let mut swaps = Vec::new();
    // Each cycle of the permutation, once.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = order[at] as u64 as usize;
            order[at] = at as u128;
            if from == start {
                break;
            }
            swaps.push((at, from));
            at = from;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_stems_are_found() {
        let table = Table::words("the of\nutm_*\n");
        assert!(table.has("of") && table.has("utm_source"));
        assert!(!table.has("them") && !table.has("utm"));
    }

    #[test]
    fn a_file_starts_behind_its_comments() {
        assert_eq!(data_file!("articles.txt").find('#'), None);
        assert_eq!(body("# a\n# b\nc # d\n"), "c # d\n".len());
    }

    #[test]
    fn what_is_known_of_a_word_twice_is_put_together() {
        let table = Table::new(&mut [("a", 4), ("b", 1), ("a", 2)].into_iter());
        assert_eq!((table.get("a"), table.first("a")), (6, Some(("a", 2))));
        assert_eq!((table.get("c"), table.first("c")), (0, None));
    }

    #[test]
    fn a_byte_is_found_wherever_it_is() {
        let text = b"harbours\x00and\xffboats/pier";
        for (at, &byte) in text.iter().enumerate() {
            assert_eq!(find(text, [byte]), text.iter().position(|&other| other == byte), "{at}");
            assert_eq!(find(&text[..at], [b'/']), text[..at].iter().position(|&other| other == b'/'), "{at}");
        }
    }

    #[test]
    fn what_is_no_ascii_ends_what_is() {
        let text = "harbours and boats";
        for at in 0..=text.len() {
            assert_eq!(ascii_length(format!("{}é{}", &text[..at], &text[at..]).as_bytes()), at);
            assert_eq!(ascii_length(&text.as_bytes()[..at]), at);
        }
    }

    #[test]
    fn two_neighbours_are_found_that_go_together() {
        let (mut first, mut second) = ([0; 256], [0; 256]);
        (first[usize::from(b'a')], second[usize::from(b'b')], second[usize::from(b'\n')]) = (1, 3, 1);
        assert_eq!(find_pair(b"ba aab", &first, &second), Some(4));
        assert_eq!(
            (find_pair(b"bba", &first, &second), find_pair(b"bab"[..1].as_ref(), &first, &second)),
            (Some(2), None)
        );
    }

    #[test]
    fn the_last_word_of_a_text_is_found() {
        assert_eq!(last_word("one «deux", char::is_alphabetic), "one «".len());
        assert_eq!(last_word("one", char::is_alphabetic), 0);
        assert_eq!(last_word("one ", char::is_alphabetic), 4);
    }

    #[test]
    fn equal_places_keep_their_order() {
        assert_eq!(
            by_place(vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')], |one| one.0),
            [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]
        );
    }
}
