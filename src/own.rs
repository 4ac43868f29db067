//! What a person asked for in their own words: phrases that drop a line, and patterns.
//!
//! Phrases are compared by their letters and digits alone, so that mending does not matter to
//! them. Patterns see the text of one block at a time as it will be shown.

use std::ops::Range;

use regex::Regex;

use crate::data::{by_place, find_words};
use crate::document::{Group, GroupId};
use crate::options::{Options, OptionsError};
use crate::report::Reason;
use crate::resolve::{Part, Shown, Tile, Wanted};
use crate::rules::Rule;
use crate::source::Span;

/// Phrases and patterns, compiled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    phrases: Vec<String>,
    patterns: Vec<(Regex, Vec<Replacement>)>,
}

/// A part of what is put in the place of a match: words, or what a group holds.
#[derive(Debug, Clone)]
enum Replacement {
    Words(String),
    Group(usize),
}

impl Own {
    pub fn new(options: &Options) -> Result<Self, OptionsError> {
        let mut own = Own::default();
        for phrase in &options.phrases {
            let bare = bare(phrase);
            if bare.is_empty() {
                return Err(OptionsError::Phrase(phrase.clone()));
            }
            own.phrases.push(bare);
        }
        for pattern in &options.patterns {
            let wrong = |problem| OptionsError::Pattern { pattern: pattern.pattern.clone(), problem };
            let (numbered, names) = numbered(&pattern.pattern).map_err(|problem| wrong(problem.to_owned()))?;
            let regex = Regex::new(&numbered).map_err(|error| wrong(error.to_string()))?;
            own.patterns.push((regex, replacements(&pattern.replace, &names)));
        }
        Ok(own)
    }

    /// Whether a line says one of the phrases.
    pub fn drops(&self, line: &str) -> bool {
        if self.phrases.is_empty() {
            return false;
        }
        let line = bare(line);
        self.phrases.iter().any(|phrase| find_words(&line, phrase).is_some())
    }

    /// What the patterns would put in the blocks that stay, in order: each match is a change of its own.
    pub fn proposals(
        &self,
        source: &str,
        tiles: &[Tile],
        parts: &[Part],
        words: &[String],
        groups: &mut Vec<Group>,
    ) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        if self.patterns.is_empty() {
            return wanted;
        }
        for part in parts.iter().filter(|part| !part.dropped) {
            let block = Block::new(source, &tiles[part.first..part.end], words);
            for (range, with) in self.matches(&block.text) {
                let (span, text) = block.take(range, &with);
                groups.push(Group {
                    rule: Rule::OwnPattern,
                    reason: Reason::Rule(Rule::OwnPattern),
                    cause: GroupId::NONE,
                });
                let group = GroupId(groups.len() as u32 - 1);
                // Two matches in one replaced tile: the first has taken it.
                if wanted.last().is_none_or(|last: &Wanted| last.span.end <= span.start) {
                    wanted.push(Wanted { span, text: text.into(), group });
                }
            }
        }
        wanted
    }

    /// The matches of all patterns, without overlaps: where two want the same words, the first pattern wins.
    fn matches(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut matches: Vec<(Range<usize>, String)> = Vec::new();
        for (regex, replace) in &self.patterns {
            for found in regex.captures_iter(text) {
                let range = found.get_match().range();
                let mut with = String::new();
                for part in replace {
                    with.push_str(match part {
                        Replacement::Words(words) => words,
                        Replacement::Group(group) => found.get(*group).map_or("", |group| group.as_str()),
                    });
                }
                if with != text[range.clone()] {
                    matches.push((range, with));
                }
            }
        }
        let mut matches = by_place(matches, |found| found.0.start as u64);
        let mut end = 0;
        matches.retain(|(range, _)| {
            let free = range.start >= end;
            end = if free { range.end } else { end };
            free
        });
        matches
    }
}

/// The names that groups had, with their numbers.
type Names<'a> = Vec<(&'a str, usize)>;

/// A pattern whose groups have numbers alone, with the names that they had: what `regex` looks names up in weighs 1 KB of
/// wasm. Or what it asks for that is not built in: `\p{…}` but for three properties of Unicode, whose names would weigh 6 KB,
/// bytes instead of characters, 2 KB, and one class without another, 1 KB.
fn numbered(pattern: &str) -> Result<(String, Names<'_>), &'static str> {
    let (mut out, mut names, mut groups) = (String::new(), Vec::new(), 0);
    // How many classes are open, and where the first character of the last one is.
    let (mut escaped, mut classes, mut first) = (false, 0_u32, 0);
    // Up to where it is written.
    let mut done = 0;
    for (at, ch) in pattern.char_indices() {
        let was_escaped = escaped;
        escaped = !escaped && ch == '\\';
        let behind = &pattern[at..];
        match ch {
            'p' | 'P' if was_escaped => {
                return Err("\\p{…} is not built in; \\w, \\d, \\s and ranges such as [а-я] are");
            }
            _ if was_escaped => {}
            '[' => (classes, first) = (classes + 1, at + 1),
            '^' if at == first => first += 1,
            _ if at == first && classes > 0 => {}
            ']' => classes = classes.saturating_sub(1),
            '&' | '-' | '~' if classes > 0 && behind[1..].starts_with(ch) => {
                return Err("&&, -- and ~~ in a class are not built in; ranges such as [a-z] are");
            }
            '(' if classes == 0 => {
                let flags = behind.strip_prefix("(?").unwrap_or_default();
                let name = flags.strip_prefix('P').unwrap_or(flags).strip_prefix('<');
                if let Some(name) = name.filter(|name| !name.starts_with(&['=', '!'][..])) {
                    let length = name.find('>').ok_or("the name of a group has no `>`")?;
                    groups += 1;
                    names.push((&name[..length], groups));
                    out.push_str(&pattern[done..at + 1]);
                    done = pattern.len() - name.len() + length + 1;
                }
                groups += usize::from(flags.is_empty());
                let flags = &flags[..flags.find(|ch: char| !ch.is_ascii_alphabetic() && ch != '-').unwrap_or(0)];
                if flags.split_once('-').is_some_and(|(_, off)| off.contains('u')) {
                    return Err("(?-u) is not built in; ranges such as [a-z] are");
                }
            }
            _ => {}
        }
    }
    out.push_str(&pattern[done..]);
    Ok((out, names))
}

/// The parts of a replacement, in the syntax of `regex`: `$1`, `$name`, `${1}`, and `$$` for the sign.
fn replacements(replace: &str, names: &Names) -> Vec<Replacement> {
    let (mut parts, mut rest) = (Vec::new(), replace);
    while let Some((words, behind)) = rest.split_once('$') {
        parts.push(Replacement::Words(words.to_owned()));
        let length = behind.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_').unwrap_or(behind.len());
        let braced = behind.strip_prefix('{').and_then(|behind| behind.split_once('}'));
        let (name, behind) = braced.unwrap_or(behind.split_at(length));
        let named = || names.iter().find(|known| known.0 == name).map(|known| known.1);
        rest = behind;
        if braced.is_none() && length == 0 {
            parts.push(Replacement::Words("$".to_owned()));
            rest = behind.strip_prefix('$').unwrap_or(behind);
        } else {
            parts.extend(name.parse().ok().or_else(named).map(Replacement::Group));
        }
    }
    parts.push(Replacement::Words(rest.to_owned()));
    parts
}

/// A phrase or a line by its letters and digits.
fn bare(text: &str) -> String {
    text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of a block as it will be shown, and which tile each part of it is.
struct Block<'a> {
    tiles: &'a [Tile],
    text: String,
    /// Where each tile's words start.
    starts: Vec<usize>,
}

impl<'a> Block<'a> {
    fn new(source: &str, tiles: &'a [Tile], words: &[String]) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(tiles.len());
        for tile in tiles {
            starts.push(text.len());
            match tile.shown {
                Shown::Same | Shown::Mark => text.push_str(&source[tile.span.range()]),
                Shown::Space => text.push(' '),
                Shown::Characters(first, second) => {
                    text.push(first);
                    text.extend(second);
                }
                Shown::Words(index) => text.push_str(&words[index as usize]),
                Shown::Open(_) | Shown::Close(_) | Shown::Image(_) | Shown::Apart { .. } | Shown::Nothing => {}
            }
        }
        Block { tiles, text, starts }
    }

    /// The span of the input that a part of the text stands for, and what to put there: a tile
    /// that is the input's own is cut, another is taken whole.
    fn take(&self, range: Range<usize>, with: &str) -> (Span, String) {
        let first = self.starts.partition_point(|&start| start <= range.start).saturating_sub(1);
        let last = if range.is_empty() {
            first
        } else {
            self.starts.partition_point(|&start| start < range.end).saturating_sub(1)
        };
        let (head, tail) = (self.tiles[first], self.tiles[last]);
        let end_of_last = self.starts.get(last + 1).copied().unwrap_or(self.text.len());
        let is_same = |shown| matches!(shown, Shown::Same | Shown::Mark);
        let (mut start, mut before) = (head.span.start, &self.text[self.starts[first]..range.start]);
        if is_same(head.shown) {
            (start, before) = (start + before.len() as u32, "");
        }
        let (mut end, mut after) = (tail.span.end, &self.text[range.end..end_of_last]);
        if is_same(tail.shown) {
            (end, after) = (end - after.len() as u32, "");
        }
        (Span { start, end: end.max(start) }, format!("{before}{with}{after}"))
    }
}
