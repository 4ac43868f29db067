//! Blanks what no pattern can ask for: regex-syntax brings the names of all Unicode properties and their values, 24 KB of
//! them, though the properties themselves are not built in. Only `\p{…}` reads them, which `src/own.rs` refuses. Zeroes
//! compress to nothing: 6 KB with brotli.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{DataKind, Operator, Parser, Payload};

/// A table of fewer names may be somebody else's.
const FEWEST: usize = 4;

/// What a row is: the addresses and lengths of a name as it is compared and as it is called, in four words.
const ROW: usize = 16;

/// Blanks the tables, and their names where nothing else points to them; gives the number of rows.
pub fn property_names(module: &mut [u8]) -> Result<usize> {
    let Found { start, range, pointers } = find(module)?;
    let data = module[range.clone()].to_vec();
    let image = Image { start, bytes: &data };
    let tables = image.tables();
    // A pointer from elsewhere into a name: the same bytes are a word of ours.
    let outside = |at: &usize| !tables.iter().any(|table| table.contains(at));
    let words = (0..data.len()).step_by(4).filter(outside).filter_map(|at| image.word(at));
    let pointers: BTreeSet<u32> = pointers.into_iter().chain(words).collect();
    let mut rows = 0;
    for table in &tables {
        for row in table.clone().step_by(ROW) {
            rows += 1;
            for name in [row, row + ROW / 2].into_iter().filter_map(|at| image.name(at)) {
                let [from, to] = [name.start, name.end].map(|at| start + at as u32);
                if pointers.range(from..to).next().is_none() {
                    module[range.start + name.start..range.start + name.end].fill(0);
                }
            }
        }
        module[range.start + table.start..range.start + table.end].fill(0);
    }
    Ok(rows)
}

struct Found {
    /// The address of the largest segment of data, and where it is in the module.
    start: u32,
    range: Range<usize>,
    /// Every number in the code that may be an address.
    pointers: Vec<u32>,
}

fn find(module: &[u8]) -> Result<Found> {
    let (mut largest, mut pointers) = (None, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    match operator? {
                        Operator::I32Const { value } => pointers.push(value as u32),
                        Operator::I32Load { memarg }
                        | Operator::I64Load { memarg }
                        | Operator::I32Load8U { memarg }
                        | Operator::I32Load16U { memarg }
                        | Operator::I32Load8S { memarg }
                        | Operator::I32Load16S { memarg }
                        | Operator::I64Load8U { memarg }
                        | Operator::I64Load16U { memarg }
                        | Operator::I64Load32U { memarg } => pointers.push(memarg.offset as u32),
                        _ => {}
                    }
                }
            }
            Payload::DataSection(section) => {
                for segment in section {
                    let segment = segment?;
                    let DataKind::Active { offset_expr, .. } = segment.kind else { continue };
                    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
                    let range = segment.range.end - segment.data.len()..segment.range.end;
                    if largest.as_ref().is_none_or(|(_, other): &(u32, Range<usize>)| other.len() < range.len()) {
                        largest = Some((value as u32, range));
                    }
                }
            }
            _ => {}
        }
    }
    let (start, range) = largest.context("the module has no data")?;
    Ok(Found { start, range, pointers })
}

/// A segment of data where it lies in memory.
struct Image<'a> {
    start: u32,
    bytes: &'a [u8],
}

impl Image<'_> {
    fn word(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(*self.bytes.get(at..)?.first_chunk()?))
    }

    /// The place of the name that an address and a length at this place say.
    fn name(&self, at: usize) -> Option<Range<usize>> {
        let from = self.word(at)?.checked_sub(self.start)? as usize;
        let range = from..from.checked_add(self.word(at + 4)? as usize)?;
        let name = self.bytes.get(range.clone())?;
        let whole = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte));
        whole.then_some(range)
    }

    /// The row at this place: its first name is in small letters and sorts behind the one before it, its second has a
    /// capital.
    fn row(&self, at: usize, before: &[u8]) -> Option<&[u8]> {
        let [name, called] = [at, at + ROW / 2].map(|at| self.name(at).map(|range| &self.bytes[range]));
        let (name, called) = (name?, called?);
        let small = name.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'.');
        (small && name > before && called.iter().any(u8::is_ascii_uppercase)).then_some(name)
    }

    /// Where the tables of names are.
    fn tables(&self) -> Vec<Range<usize>> {
        let (mut tables, mut at) = (Vec::new(), 0);
        while at < self.bytes.len() {
            let (mut end, mut before) = (at, &b""[..]);
            while let Some(name) = self.row(end, before) {
                (end, before) = (end + ROW, name);
            }
            if end - at < FEWEST * ROW {
                at += 4;
                continue;
            }
            tables.push(at..end);
            at = end;
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names and a table of them, at an address, behind a pointer of somebody else's.
    fn data(names: &[(&str, &str)]) -> Vec<u8> {
        let (mut strings, mut rows) = (Vec::new(), Vec::new());
        let texts = 64;
        for name in names.iter().flat_map(|row| [row.0, row.1]) {
            rows.extend(1000u32.wrapping_add(texts + strings.len() as u32).to_le_bytes());
            rows.extend((name.len() as u32).to_le_bytes());
            strings.extend(name.bytes());
        }
        let mut data = vec![0; texts as usize];
        data.extend(strings);
        data.resize(data.len().next_multiple_of(4), 0);
        data.extend(rows);
        data
    }

    #[test]
    fn tables_of_names_are_found_by_their_form() {
        let names = [("ahex", "ASCII_Hex"), ("bc", "Bidi"), ("kradical", "kRadical"), ("v1.1", "V1_1")];
        let bytes = data(&names);
        let tables = Image { start: 1000, bytes: &bytes }.tables();
        assert_eq!((tables.len(), &tables[0]), (1, &(bytes.len() - 4 * ROW..bytes.len())));
        for other in [&names[1..], &[("text", "text"); 5], &[("b", "B"), ("a", "A"), ("d", "D"), ("c", "C")]] {
            assert!(Image { start: 1000, bytes: &data(other) }.tables().is_empty());
        }
    }
}
