//! What a text speaks of.
//!
//! Prompts are worded anew each time, and no vocabulary has them all. What belongs to a text, such as its title, says
//! what its sentences speak of; a prompt says little of it.

use super::facts::{alphanumeric_words, hash};
use crate::data::{beginning_of, is_longer, is_unspaced};

/// What the sentences of a text speak of: a bit for the hash of each word. Words that share one are taken for each
/// other, so that a line rather belongs to the text than not.
#[derive(Debug)]
pub(super) struct Topic {
    bits: Vec<u64>,
    /// Of these, what more than one sentence speaks of, if that is asked.
    again: Vec<u64>,
    /// How much of a hash is no place among them.
    shift: u32,
    /// How many words were new.
    count: usize,
}

/// How many bits there are at least for a byte of the text, up to
const BITS_PER_BYTE: usize = 4;
/// so many in all.
const MOST_BITS: usize = 1 << 16;
/// A word is known by its first letters: its end changes with its place in a sentence.
const BEGINNING: usize = 5;
/// Shorter words are about nothing.
const SHORTEST: usize = 4;

/// How much of a line is what the text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub shared: usize,
    pub all: usize,
    /// How many words the text speaks in.
    pub of: usize,
}

impl Share {
    /// Of a line about something else.
    pub const NOTHING: Share = Share { shared: 0, all: 1, of: 0 };
}

impl Topic {
    /// Of a text of so many bytes; whether its `own` sentences will be asked what the others speak of.
    pub fn new(length: usize, own: bool) -> Topic {
        let bits = (length * BITS_PER_BYTE).next_power_of_two().clamp(64, MOST_BITS);
        let again = if own { vec![0; bits / 64] } else { Vec::new() };
        Topic { bits: vec![0; bits / 64], again, shift: 64 - bits.trailing_zeros(), count: 0 }
    }

    /// Adds what a sentence speaks of. O(length).
    pub fn add(&mut self, sentence: &str) {
        let Topic { bits, again, shift, count } = self;
        if !again.is_empty() {
            each_subject(sentence, &mut |subject| {
                let (at, bit) = place(subject, *shift);
                again[at] |= bits[at] & bit;
            });
        }
        each_subject(sentence, &mut |subject| {
            let (at, bit) = place(subject, *shift);
            *count += usize::from(bits[at] & bit == 0);
            bits[at] |= bit;
        });
    }

    /// How much of a line it has; of one of its own sentences, how much the others have.
    pub fn share(&self, line: &str, own: bool) -> Share {
        let bits = if own { &self.again } else { &self.bits };
        let mut share = Share { shared: 0, all: 0, of: self.count };
        each_subject(line, &mut |subject| {
            let (at, bit) = place(subject, self.shift);
            share.shared += usize::from(bits[at] & bit > 0);
            share.all += 1;
        });
        share
    }
}

/// The place of a subject's bit.
fn place(subject: u64, shift: u32) -> (usize, u64) {
    // Fibonacci hashing: the first bits of a short word's hash are much alike.
    let place = subject.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift;
    (place as usize / 64, 1 << (place % 64))
}

/// Hashes of what a line speaks of: of words by their beginnings, and of pairs of characters in scripts without spaces.
fn each_subject(line: &str, add: &mut dyn FnMut(u64)) {
    for word in alphanumeric_words(line) {
        if word.is_ascii() {
            if word.len() >= SHORTEST && word.bytes().any(|byte| byte > b'9') {
                // Its small letters are a number.
                add(word.bytes().take(BEGINNING).fold(0, |all, byte| all << 8 | u64::from(byte | 0x20)));
            }
        } else if word.contains(is_unspaced) {
            let seconds = word[beginning_of(word, 1).len()..].chars();
            let pairs = word.char_indices().zip(seconds);
            pairs.for_each(|((at, first), second)| add(hash(&word[at..][..first.len_utf8() + second.len_utf8()])));
        } else if is_longer(word, SHORTEST - 1) && word.contains(char::is_alphabetic) {
            add(hash(beginning_of(word, BEGINNING)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(sentences: &[&str]) -> Topic {
        let mut topic = Topic::new(sentences.iter().map(|sentence| sentence.len()).sum(), true);
        sentences.iter().for_each(|sentence| topic.add(sentence));
        topic
    }

    #[test]
    fn a_title_says_what_its_text_speaks_of() {
        let text =
            "The harbours of the north were opened in May, and their boats went out to fish. 港口在五月开放,渔船出海。";
        let topic = topic(&[text]);
        for (line, shared, all) in [
            ("Northern harbours and cranes", 2, 3),
            ("Tap that bell, leave a like", 0, 4),
            ("五月开放", 3, 3),
            ("A 2 of", 0, 0),
        ] {
            assert_eq!(topic.share(line, false), Share { shared, all, of: topic.count }, "{line}");
        }
    }

    #[test]
    fn a_word_counts_once() {
        assert_eq!(topic(&["harbour", "Harbours, boats"]).count, 2);
    }

    #[test]
    fn a_sentence_says_nothing_for_itself() {
        let text = ["The harbours of the north were opened in May.", "Send your comments, your other comments too."];
        let topic = topic(&text);
        assert_eq!(topic.share(text[1], false).shared, 6);
        assert_eq!(topic.share(text[1], true).shared, 0);
    }
}
