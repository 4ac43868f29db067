//! Small numbers to a score: sums over trees that ask one question at each level.
//!
//! `cargo xtask train` writes the forests; all arithmetic is on integers.

use super::features::{BOTH, LANES, Rows};

/// Trees that share a depth, as the file of data has them: the feature and the limit of each question, and a leaf for
/// each row of answers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forest<'a> {
    bias: i32,
    depth: usize,
    trees: &'a [u8],
}

/// The forests of the selector: one by what is seen of a block, one by what its neighbours got from that.
pub(crate) fn forests() -> [Forest<'static>; STAGES] {
    let mut data = &include_bytes!("../../data/article.forest")[..];
    [(); STAGES].map(|()| Forest::read(&mut data))
}

/// How many forests there are.
pub(crate) const STAGES: usize = 2;

/// Scores are log-odds in this unit.
pub(crate) const UNIT: i32 = 256;

/// Leaves are in this many of it.
pub(crate) const STEP: i32 = 16;

impl<'a> Forest<'a> {
    /// Reads a forest: the number of its trees, their depth, the bias in two bytes, and the trees.
    pub fn read(data: &mut &'a [u8]) -> Forest<'a> {
        let Some((&[count, depth, low, high], rest)) = data.split_first_chunk() else { return Forest::default() };
        let mut forest = Forest { bias: i16::from_le_bytes([low, high]).into(), depth: depth.into(), trees: &[] };
        (forest.trees, *data) = rest.split_at_checked(usize::from(count) * forest.tree()).unwrap_or_default();
        forest
    }

    /// How many bytes a tree has.
    fn tree(&self) -> usize {
        2 * self.depth + (1 << self.depth)
    }

    /// The log-odds of each block that it is the article's: tree after tree over some blocks at once, so that a question
    /// is asked of all of them in a few instructions.
    pub fn scores(&self, rows: &Rows) -> Vec<i32> {
        let mut scores = Vec::with_capacity(rows.count);
        for columns in rows.columns.chunks_exact(BOTH) {
            let mut sums = [0i32; LANES];
            for tree in self.trees.chunks_exact(self.tree()) {
                let (questions, leaves) = tree.split_at(2 * self.depth);
                let mut at = [0u8; LANES];
                for question in questions.chunks_exact(2) {
                    let (column, limit) = (&columns[usize::from(question[0])], question[1]);
                    at.iter_mut().zip(column).for_each(|(at, &value)| *at = *at << 1 | u8::from(value > limit));
                }
                sums.iter_mut().zip(at).for_each(|(sum, at)| *sum += i32::from(leaves[usize::from(at)] as i8));
            }
            scores.extend(sums.iter().take(rows.count - scores.len()).map(|sum| self.bias + STEP * sum));
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_sums_the_leaves_that_its_questions_lead_to() {
        let mut data = &[2, 1, 5, 0, 0, 10, 1, 2, 1, 20, 16, 254][..];
        let forest = Forest::read(&mut data);
        let mut rows = Rows { columns: vec![[0; LANES]; BOTH], count: 2 };
        rows.columns[0][..2].copy_from_slice(&[11, 10]);
        rows.columns[1][..2].copy_from_slice(&[20, 21]);
        assert_eq!(forest.scores(&rows), [5 + STEP * (2 + 16), 5 + STEP * (1 - 2)]);
        assert!(data.is_empty());
    }

    #[test]
    fn all_forests_are_whole() {
        for forest in forests() {
            assert!(forest.trees.len() >= 20 * forest.tree());
        }
    }
}
