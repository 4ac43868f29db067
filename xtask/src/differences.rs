//! Writes tables as differences, which the module sums up as it starts. Where rows of words rise (code points, addresses
//! of what is in order), each word without the word of the row before repeats itself, as with the filter Sub of PNG
//! (section 9.2): 10 KB with brotli, most of them tables of `regex-syntax`.

use std::ops::Range;

use anyhow::{Context, Result};
use walrus::ir::{BinaryOp, LoadKind, MemArg, StoreKind, Value};
use walrus::{ConstExpr, DataKind, FunctionBuilder, FunctionId, MemoryId, Module, ValType};

/// The lengths of the rows that are looked for, in words.
const ROWS: [usize; 3] = [1, 2, 3];

/// Words that are tried together.
const BLOCK: usize = 256;

/// A word, in bytes.
const WORD: usize = 4;

/// What differences must save of a block, in bytes: a call takes some.
const LEAST: f64 = 24.0;

/// A table: its words, and how many of them are a row.
#[derive(Debug, PartialEq)]
struct Table {
    words: Range<usize>,
    row: usize,
}

/// Writes the tables of the module as differences; gives how many there are.
pub fn write(module: &mut Module) -> Result<usize> {
    let segments = module.data.iter().map(|segment| (segment.value.len(), segment.id()));
    let (_, id) = segments.max().context("the module has no data")?;
    let segment = module.data.get_mut(id);
    let DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(start)) } = segment.kind else {
        anyhow::bail!("the data of the module has no fixed place");
    };
    let odd = (start as usize).wrapping_neg() % WORD;
    let (words, _) = segment.value[odd..].as_chunks::<WORD>();
    let mut words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let tables = tables(&words);
    for table in &tables {
        let differences = differences(&words[table.words.clone()], table.row);
        words[table.words.clone()].copy_from_slice(&differences);
    }
    for (bytes, word) in segment.value[odd..].chunks_exact_mut(WORD).zip(&words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    let first = start + odd as i32;
    sum_up_at_start(module, memory, first, &tables);
    Ok(tables.len())
}

/// The tables that are shorter as differences: blocks that stand together and have rows of the same length.
fn tables(words: &[u32]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for start in (0..words.len()).step_by(BLOCK) {
        let block = start..words.len().min(start + BLOCK);
        let whole = weight(&words[block.clone()]);
        let rows = ROWS.map(|row| (weight(&differences(&words[block.clone()], row)), row));
        let (least, row) = rows.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).expect("there are rows");
        if least + LEAST > whole {
            continue;
        }
        match tables.last_mut() {
            Some(table) if table.row == row && table.words.end == block.start => table.words.end = block.end,
            _ => tables.push(Table { words: block, row }),
        }
    }
    tables
}

/// Each word without the word of the row before; the first row as it is.
fn differences(words: &[u32], row: usize) -> Vec<u32> {
    let before = std::iter::repeat_n(&0, row).chain(words);
    words.iter().zip(before).map(|(word, before)| word.wrapping_sub(*before)).collect()
}

/// What the bytes say at least, in bytes (Shannon 1948, section 6).
fn weight(words: &[u32]) -> f64 {
    let mut counts = [0_u32; 256];
    words.iter().flat_map(|word| word.to_le_bytes()).for_each(|byte| counts[usize::from(byte)] += 1);
    let all = (words.len() * WORD) as f64;
    let bits =
        counts.iter().filter(|count| **count > 0).map(|&count| f64::from(count) * (all / f64::from(count)).log2());
    bits.sum::<f64>() / 8.0
}

/// Has the module sum up the differences before anything else runs.
fn sum_up_at_start(module: &mut Module, memory: MemoryId, first: i32, tables: &[Table]) {
    let sum = sum(module, memory);
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    let mut body = builder.func_body();
    let address = |word: usize| first + (word * WORD) as i32;
    for Table { words, row } in tables {
        body.i32_const(address(words.start + row))
            .i32_const(address(words.end))
            .i32_const((row * WORD) as i32)
            .call(sum);
    }
    if let Some(start) = module.start {
        body.call(start);
    }
    module.start = Some(builder.finish(vec![], &mut module.funcs));
}

/// A function that adds to each word from an address to another the word that is so many bytes before it.
fn sum(module: &mut Module, memory: MemoryId) -> FunctionId {
    let [at, end, row] = [(); 3].map(|()| module.locals.add(ValType::I32));
    let (load, store) = (LoadKind::I32 { atomic: false }, StoreKind::I32 { atomic: false });
    let place = MemArg { align: WORD as u32, offset: 0 };
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32; 3], &[]);
    builder.func_body().loop_(None, |body| {
        let again = body.id();
        body.local_get(at).local_get(at).load(memory, load, place);
        body.local_get(at).local_get(row).binop(BinaryOp::I32Sub).load(memory, load, place);
        body.binop(BinaryOp::I32Add).store(memory, store, place);
        body.local_get(at).i32_const(WORD as i32).binop(BinaryOp::I32Add).local_tee(at);
        body.local_get(end).binop(BinaryOp::I32LtU).br_if(again);
    });
    builder.finish(vec![at, end, row], &mut module.funcs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a character, where its forms stand, and how many they are.
    fn rising(rows: u32) -> Vec<u32> {
        (0..rows).flat_map(|row| [0x41 + row * 3 % 5 + row * 5, 0x10_0000 + row * 8, 1 + row % 2]).collect()
    }

    fn text(words: usize) -> Vec<u32> {
        let letters = b"the harbour was quiet, and nobody came to mend the boats before the winter; ".iter().cycle();
        let bytes: Vec<u8> = letters.take(words * WORD).copied().collect();
        bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
    }

    #[test]
    fn tables_of_rising_rows_are_found_with_the_length_of_their_rows_and_text_is_left() {
        let words = [text(BLOCK), rising(BLOCK as u32), text(2 * BLOCK)].concat();
        assert_eq!(tables(&words), [Table { words: BLOCK..4 * BLOCK, row: 3 }]);
    }

    #[test]
    fn differences_added_up_are_the_words_again() {
        for row in ROWS {
            let words = rising(7);
            let mut sums = differences(&words, row);
            for at in row..sums.len() {
                sums[at] = sums[at].wrapping_add(sums[at - row]);
            }
            assert_eq!(sums, words);
        }
    }

    #[test]
    fn what_runs_first_comes_before_what_ran_first() -> Result<()> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(1026));
        let bytes: Vec<u8> = [0, 0].into_iter().chain(rising(400).into_iter().flat_map(u32::to_le_bytes)).collect();
        module.data.add(DataKind::Active { memory, offset }, bytes.clone());
        let start = FunctionBuilder::new(&mut module.types, &[], &[]).finish(vec![], &mut module.funcs);
        module.start = Some(start);
        assert_eq!(write(&mut module)?, 1);
        assert!(module.start.is_some_and(|now| now != start));
        let written = &module.data.iter().next().context("no data")?.value;
        assert!(written.len() == bytes.len() && *written != bytes);
        wasmparser::validate(&module.emit_wasm())?;
        Ok(())
    }
}
