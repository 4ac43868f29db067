//! Lists of words in data files: one or more a line, `#` for comments, `*` at the end of a stem.

/// A list of words, made once.
#[derive(Debug)]
pub(crate) struct Words {
    /// Sorted.
    words: Vec<&'static str>,
    stems: Vec<&'static str>,
}

impl Words {
    /// Reads a file's text.
    pub fn read(file: &'static str) -> Self {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        let all = lines.flat_map(|line| line.split(' ')).filter(|word| !word.is_empty());
        let (stems, mut words): (Vec<_>, Vec<_>) = all.partition(|word| word.ends_with('*'));
        words.sort_unstable();
        Words { words, stems: stems.iter().map(|stem| stem.trim_end_matches('*')).collect() }
    }

    /// Whether a word, as it is written, is in the list.
    pub fn has(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok() || self.stems.iter().any(|stem| word.starts_with(stem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_stems_are_found() {
        let words = Words::read("# a comment\nthe of\nutm_*\n");
        assert!(words.has("of") && words.has("utm_source"));
        assert!(!words.has("comment") && !words.has("utm"));
    }
}
