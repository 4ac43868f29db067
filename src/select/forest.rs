//! Small numbers to a score: sums over trees that ask one question at each level.
//!
//! `cargo xtask train` writes the forests; all arithmetic is on integers.

use std::sync::LazyLock;

use super::features::{BOTH, LANES, Rows};

/// Trees that share a depth; each level of a tree holds one feature against one limit.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    bias: i32,
    depth: usize,
    /// The feature and the limit of each level, tree after tree.
    questions: Vec<(u8, u8)>,
    leaves: Vec<i8>,
}

/// The forests of the selector: one by what is seen of a block, and those by what its neighbours got from the one before.
pub(crate) static FORESTS: LazyLock<[Forest; STAGES]> = LazyLock::new(|| {
    let mut data = &include_bytes!("../../data/article.forest")[..];
    [(); STAGES].map(|()| Forest::read(&mut data))
});

/// How many forests there are.
pub(crate) const STAGES: usize = 2;

/// Scores are log-odds in this unit.
pub(crate) const UNIT: i32 = 256;

/// Leaves are in this many of it.
pub(crate) const STEP: i32 = 16;

impl Forest {
    /// Reads a forest: the number of trees, their depth, the bias, and for each tree its questions and leaves.
    pub fn read(data: &mut &[u8]) -> Forest {
        let mut take = |count: usize| {
            let (head, rest) = data.split_at_checked(count).unwrap_or((&[], &[]));
            *data = rest;
            head
        };
        let &[trees, depth, low, high] = take(4) else { return Forest::default() };
        let depth = depth as usize;
        let (mut questions, mut leaves) = (Vec::new(), Vec::new());
        for _ in 0..trees {
            questions.extend(take(2 * depth).chunks_exact(2).map(|pair| (pair[0], pair[1])));
            leaves.extend(take(1 << depth).iter().map(|&leaf| leaf as i8));
        }
        Forest { bias: i16::from_le_bytes([low, high]).into(), depth, questions, leaves }
    }

    /// The log-odds of each block that it is the article's: tree after tree over some blocks at once, so that a question
    /// is asked of all of them in a few instructions.
    pub fn scores(&self, rows: &Rows) -> Vec<i32> {
        let Forest { bias, depth, questions, leaves } = self;
        let mut scores = Vec::with_capacity(rows.count);
        for columns in rows.columns.chunks_exact(BOTH) {
            let mut sums = [0i32; LANES];
            for (questions, leaves) in questions.chunks_exact((*depth).max(1)).zip(leaves.chunks_exact(1 << depth)) {
                let mut at = [0u8; LANES];
                for &(feature, limit) in questions {
                    let column = &columns[feature as usize];
                    at.iter_mut().zip(column).for_each(|(at, &value)| *at = *at << 1 | u8::from(value > limit));
                }
                sums.iter_mut().zip(at).for_each(|(sum, at)| *sum += i32::from(leaves[at as usize]));
            }
            scores.extend(sums.iter().take(rows.count - scores.len()).map(|sum| bias + STEP * sum));
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
        for forest in &*FORESTS {
            assert!(forest.questions.len() >= 20 * forest.depth);
            assert_eq!(forest.leaves.len(), (forest.questions.len() / forest.depth) << forest.depth);
        }
    }
}
