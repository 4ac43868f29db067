//! `cargo xtask train`: the selector's forests, learned from the shared sets of pages.
//!
//! Boosted oblivious trees (one question for all nodes of a level), on log loss. The second forest sees
//! what the first says of a block's neighbours; it learns from scores that the first gave to pages it had
//! not seen. Pages of one site are never on both sides of a fold. The same sets give the same file: every
//! choice of chance comes from a seed.

use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Result, ensure};
use cleancopy::train::{FEATURES, Page, STAGES, STEP, UNIT};
use serde::Deserialize;

use crate::eval::lines;
use crate::root;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that holds bench/
    #[arg(default_value = "../shared")]
    shared: PathBuf,
    /// Learn from the part for development, and take the figures of the part that is kept apart
    #[arg(long, conflicts_with = "write")]
    apart: bool,
    /// Learn from all pages and write data/article.forest
    #[arg(long)]
    write: bool,
    /// Print so many of the worst pages of each set
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Print every block of this page, with its truth and its score
    #[arg(long, value_name = "SET/ID")]
    show: Vec<String>,
    /// Print how much each feature is worth
    #[arg(long)]
    gains: bool,
    /// Write the scores of all blocks to this file, to look at
    #[arg(long)]
    dump: Option<PathBuf>,
    /// What all chance comes from
    #[arg(long, default_value_t = 3)]
    seed: u64,
    #[arg(long, default_value_t = 64)]
    trees: usize,
    #[arg(long, default_value_t = 5)]
    depth: usize,
    #[arg(long, default_value_t = 0.1)]
    rate: f64,
    #[arg(long, default_value_t = 4.0)]
    ridge: f64,
}

/// Folds of cross-validation; the pages kept apart are one more.
const FOLDS: usize = 5;
/// What a page that is no article counts, and an article without its page: all of it is to be kept.
const OTHERS: f64 = 0.3;
const TEXTS: f64 = 0.5;

struct Set {
    name: &'static str,
    file: &'static str,
    html: bool,
    /// Whether the figure counts words or shingles.
    words: bool,
}

const SETS: [Set; 6] = [
    Set { name: "article-source", file: "article-source-dev", html: true, words: false },
    Set { name: "article-clipboard", file: "article-clipboard-dev", html: true, words: false },
    Set { name: "article-plain", file: "article-plain-dev", html: false, words: false },
    Set { name: "wcxb-source", file: "wcxb-dev-source", html: true, words: true },
    Set { name: "wcxb-clipboard", file: "wcxb-dev-clipboard", html: true, words: true },
    Set { name: "wcxb-plain", file: "wcxb-dev-plain", html: false, words: true },
];

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    truth: String,
    input: String,
}

/// A page with what is known of it.
struct Case {
    id: String,
    set: usize,
    fold: usize,
    /// Whether it counts in the figures.
    counts: bool,
    truth: String,
    page: Page,
    labels: Vec<bool>,
    weights: Vec<f64>,
    /// Features for the first forest and for both.
    rows: [Vec<u8>; 2],
}

pub fn run(arguments: Arguments) -> Result<()> {
    if cfg!(debug_assertions) {
        let given = std::env::args_os().skip(1);
        let done = Command::new("cargo")
            .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
            .args(given)
            .current_dir(root())
            .status()?;
        ensure!(done.success(), "the release build of the trainer failed");
        return Ok(());
    }
    let mut cases = load(&arguments.shared)?;
    let learn = |stage: usize, cases: &[Case], leave: &[usize]| {
        let sees: Vec<&Case> = cases.iter().filter(|case| !leave.contains(&case.fold)).collect();
        grow(&sees, stage.min(1), arguments.seed + stage as u64, &arguments)
    };
    // A forest learns from what the one before says of pages that it has not seen.
    let apart: &[usize] = if arguments.apart { &[FOLDS] } else { &[] };
    let mut data = Vec::new();
    for stage in 0..STAGES - 1 {
        if arguments.write {
            data.extend(learn(stage, &cases, &[]).data());
        }
        let mut next = vec![Vec::new(); cases.len()];
        for fold in 0..=FOLDS {
            let forest = learn(stage, &cases, &[&[fold][..], apart].concat());
            for (case, next) in cases.iter().zip(&mut next).filter(|(case, _)| case.fold == fold) {
                *next = case.page.second(&forest.scores(&case.rows[stage.min(1)], FEATURES[stage.min(1)]));
            }
        }
        cases.iter_mut().zip(next).for_each(|(case, next)| case.rows[1] = next);
    }
    if arguments.write {
        data.extend(learn(STAGES - 1, &cases, &[]).data());
        fs::write(root().join("data/article.forest"), &data)?;
        println!("data/article.forest: {} bytes", data.len());
        return Ok(());
    }
    let test: Vec<usize> = if arguments.apart { vec![FOLDS] } else { (0..=FOLDS).collect() };
    let mut scored: Vec<(usize, Vec<i32>)> = Vec::new();
    let mut gains = vec![0.0; FEATURES[1]];
    for &fold in &test {
        let forest = learn(STAGES - 1, &cases, &[&[fold][..], apart].concat());
        forest.gains.iter().for_each(|&(feature, gain)| gains[feature] += gain);
        for (at, case) in cases.iter().enumerate().filter(|(_, case)| case.fold == fold) {
            scored.push((at, forest.scores(&case.rows[1], FEATURES[1])));
        }
    }
    if arguments.gains {
        let mut order: Vec<_> = gains.into_iter().enumerate().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        println!("last forest: {:?}", order.iter().map(|(f, g)| format!("{f}:{g:.0}")).collect::<Vec<_>>());
    }
    if let Some(file) = &arguments.dump {
        let mut out = String::new();
        for (at, scores) in &scored {
            let case = &cases[*at];
            let blocks: Vec<_> = case
                .page
                .blocks()
                .zip(&case.labels)
                .zip(scores)
                .map(|((text, &label), score)| serde_json::json!([text, label, score]))
                .collect();
            out += &serde_json::json!({"set": SETS.get(case.set).map_or("text", |set| set.name), "id": case.id, "counts": case.counts, "truth": case.truth, "blocks": blocks}).to_string();
            out.push('\n');
        }
        fs::write(file, out)?;
    }
    report(&cases, &scored, &arguments);
    Ok(())
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(text)
}

fn load(shared: &Path) -> Result<Vec<Case>> {
    let mut sites: HashMap<String, String> = HashMap::new();
    let mut cases = Vec::new();
    for (set, Set { file, html, .. }) in SETS.iter().enumerate() {
        for record in lines::<Record>(&shared.join(format!("bench/{file}.jsonl.gz")))? {
            let Record { id, kind, truth, input } = record?;
            let site = sites.entry(id.clone()).or_insert_with(|| site(&input).unwrap_or(&id).to_owned());
            let part = hash(site);
            let fold = if part.is_multiple_of(3) { FOLDS } else { (part / 3) as usize % FOLDS };
            let counts = kind.as_deref().is_none_or(|kind| kind == "article");
            let page = Page::read(&input, *html);
            let blocks: Vec<&str> = page.blocks().collect();
            let (labels, mut weights) = label(&blocks, &truth);
            if !counts {
                weights.iter_mut().for_each(|weight| *weight *= OTHERS);
            }
            if counts && SETS[set].name.ends_with("-source") {
                let page = Page::read(&truth, false);
                let labels = vec![true; page.blocks().count()];
                let weights = weigh(&page.blocks().map(words_of).collect::<Vec<_>>(), words_of(&truth).len());
                let weights = weights.into_iter().map(|weight| weight * TEXTS).collect();
                let rows = [page.first(), Vec::new()];
                let (id, truth) = (id.clone(), truth.clone());
                cases.push(Case { id, set: SETS.len(), fold, counts: false, truth, page, labels, weights, rows });
            }
            let first = page.first();
            cases.push(Case { id, set, fold, counts, truth, page, labels, weights, rows: [first, Vec::new()] });
        }
    }
    let rows: usize = cases.iter().map(|case| case.labels.len()).sum();
    println!("{} pages, {rows} blocks", cases.len());
    Ok(cases)
}

/// The host that a page names as its own.
fn site(page: &str) -> Option<&str> {
    let end = (0..=page.len().min(200_000)).rev().find(|&at| page.is_char_boundary(at))?;
    let head = &page[..end];
    let tag = |name: &str| {
        let at = head.find(name)?;
        let start = head[..at].rfind('<')?;
        let tag = &head[start..start + head[start..].find('>')?];
        let host = &tag[tag.find("://")? + 3..];
        host.split(['/', '"', '\'', '?']).next()
    };
    tag("\"canonical\"").or_else(|| tag("og:url"))
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether each block is the truth's, and what that weighs. Long blocks take their place in the truth
/// first; short ones must fit between their neighbours.
fn label(blocks: &[&str], truth: &str) -> (Vec<bool>, Vec<f64>) {
    const LENGTH: usize = 4;
    let truth = words_of(truth);
    let mut places: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, shingle) in truth.windows(LENGTH).enumerate() {
        places.entry(shingle).or_default().push(at);
    }
    let blocks: Vec<Vec<String>> = blocks.iter().map(|block| words_of(block)).collect();
    let mut order: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].len() >= LENGTH).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(blocks[at].len().min(40)));
    let mut used = vec![false; truth.len()];
    let mut found: Vec<Option<(usize, usize)>> = vec![None; blocks.len()];
    let mut labels = vec![false; blocks.len()];
    for at in order {
        let words = &blocks[at];
        let mut covered = vec![false; words.len()];
        let mut taken = Vec::new();
        for (from, shingle) in words.windows(LENGTH).enumerate() {
            let free = places.get(shingle).and_then(|places| {
                let behind = taken.last().copied().unwrap_or(0);
                let free = |place: &&usize| !used[**place];
                places.iter().filter(free).find(|&&place| place >= behind).or_else(|| places.iter().find(free))
            });
            if let Some(&place) = free {
                taken.push(place);
                covered[from..from + LENGTH].fill(true);
            }
        }
        let covered = covered.iter().filter(|&&covered| covered).count();
        if covered * 2 >= words.len() && covered > 0 {
            labels[at] = true;
            let middle = taken[taken.len() / 2];
            let reach = |place: &&usize| place.abs_diff(middle) <= words.len();
            let near: Vec<&usize> = taken.iter().filter(reach).collect();
            found[at] = Some((**near.iter().min().unwrap(), **near.iter().max().unwrap() + LENGTH));
            taken.iter().for_each(|&place| used[place] = true);
        }
    }
    let mut next = vec![None; blocks.len() + 1];
    for at in (0..blocks.len()).rev() {
        next[at] = found[at].map(|found| found.0).or(next[at + 1]);
    }
    let mut before = 0;
    for at in 0..blocks.len() {
        if let Some((_, end)) = found[at] {
            before = end;
        } else if !blocks[at].is_empty() && blocks[at].len() < LENGTH {
            let end = next[at + 1].unwrap_or((before + 12).min(truth.len())).min(truth.len());
            let start = before.saturating_sub(1);
            let hit = (start < end)
                .then(|| truth[start..end].windows(blocks[at].len()).position(|words| words == blocks[at]))
                .flatten();
            if let Some(hit) = hit {
                labels[at] = true;
                before = start + hit + blocks[at].len();
            }
        }
    }
    let weights = weigh(&blocks, truth.len());
    (labels, weights)
}

/// What each block matters to the page's figure; a truth that is a small part of its page is less sure.
fn weigh(blocks: &[Vec<String>], truth: usize) -> Vec<f64> {
    let all: usize = blocks.iter().map(Vec::len).sum();
    let whole = truth.max(all / 3) as f64;
    let floor = (40.0 / blocks.len() as f64).clamp(0.02, 0.3);
    let weight = |words: &Vec<String>| {
        if truth < 50 { 0.0 } else { (words.len() as f64 * 100.0 / whole).clamp(floor, 6.0) }
    };
    blocks.iter().map(weight).collect()
}

// Growing

/// The questions of the levels, and the leaves.
type Tree = (Vec<(u8, u8)>, Vec<i8>);

struct Forest {
    bias: i32,
    depth: usize,
    trees: Vec<Tree>,
    gains: Vec<(usize, f64)>,
}

impl Forest {
    fn scores(&self, rows: &[u8], width: usize) -> Vec<i32> {
        let score = |row: &[u8]| {
            let leaf = |questions: &[(u8, u8)]| {
                questions
                    .iter()
                    .fold(0, |leaf, &(feature, limit)| leaf << 1 | usize::from(row[feature as usize] > limit))
            };
            self.bias
                + STEP * self.trees.iter().map(|(questions, leaves)| i32::from(leaves[leaf(questions)])).sum::<i32>()
        };
        rows.chunks_exact(width).map(score).collect()
    }

    fn data(&self) -> Vec<u8> {
        let mut data = vec![self.trees.len() as u8, self.depth as u8];
        data.extend((self.bias as i16).to_le_bytes());
        for (questions, leaves) in &self.trees {
            data.extend(questions.iter().flat_map(|&(feature, limit)| [feature, limit]));
            data.extend(leaves.iter().map(|&leaf| leaf as u8));
        }
        data
    }
}

/// Numbers that look like chance (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
}

const BINS: usize = 128;

fn grow(cases: &[&Case], which: usize, seed: u64, arguments: &Arguments) -> Forest {
    let (width, depth) = (FEATURES[which], arguments.depth);
    let count: usize = cases.iter().map(|case| case.labels.len()).sum();
    let mut columns = vec![vec![0u8; count]; width];
    let mut at = 0;
    for case in cases {
        for row in case.rows[which].chunks_exact(width) {
            row.iter().zip(&mut columns).for_each(|(&value, column)| column[at] = value.min(BINS as u8 - 1));
            at += 1;
        }
    }
    let labels: Vec<f32> =
        cases.iter().flat_map(|case| case.labels.iter().map(|&label| f32::from(u8::from(label)))).collect();
    let weights: Vec<f32> = cases.iter().flat_map(|case| case.weights.iter().map(|&weight| weight as f32)).collect();
    let owner: Vec<u32> =
        cases.iter().enumerate().flat_map(|(at, case)| std::iter::repeat_n(at as u32, case.labels.len())).collect();
    let (positive, all) = labels.iter().zip(&weights).fold((0.0f64, 0.0f64), |(positive, all), (&label, &weight)| {
        (positive + f64::from(label * weight), all + f64::from(weight))
    });
    let bias = ((positive / (all - positive)).ln() * f64::from(UNIT)).round() as i32;
    let mut forest = Forest { bias, depth, trees: Vec::new(), gains: Vec::new() };
    let mut scores = vec![bias; count];
    let mut chance = Chance(seed);
    for _ in 0..arguments.trees {
        let in_tree: Vec<bool> = cases.iter().map(|_| chance.next() % 10 < 9).collect();
        let features: Vec<usize> = (0..width).filter(|_| chance.next() % 100 < 50).collect();
        // Of blocks that are surely chaff, a quarter stands for all.
        let sure = |row: usize| labels[row] == 0.0 && scores[row] < -2 * UNIT;
        let sampled: Vec<u32> = (0..count as u32)
            .filter(|&row| {
                let row = row as usize;
                in_tree[owner[row] as usize] && weights[row] > 0.0 && (!sure(row) || chance.next().is_multiple_of(4))
            })
            .collect();
        let slopes: Vec<(f32, f32)> = sampled
            .iter()
            .map(|&row| {
                let row = row as usize;
                let p = 1.0 / (1.0 + (-scores[row] as f32 / UNIT as f32).exp());
                let weight = if sure(row) { 4.0 * weights[row] } else { weights[row] };
                ((labels[row] - p) * weight, (p * (1.0 - p)).max(1e-3) * weight)
            })
            .collect();
        let mut leaf = vec![0u8; sampled.len()];
        let mut questions = Vec::new();
        for level in 0..depth {
            let leaves = 1usize << level;
            let best = |features: &[usize]| {
                let mut best = (f64::NEG_INFINITY, 0usize, 0u8);
                let mut sums = vec![(0f32, 0f32); leaves * BINS];
                for &feature in features {
                    sums.fill((0.0, 0.0));
                    let column = &columns[feature];
                    for ((&row, &(slope, bend)), &leaf) in sampled.iter().zip(&slopes).zip(&leaf) {
                        let sum = &mut sums[leaf as usize * BINS + column[row as usize] as usize];
                        sum.0 += slope;
                        sum.1 += bend;
                    }
                    let mut gains = [0f64; BINS];
                    for sums in sums.chunks_exact(BINS) {
                        let total = sums
                            .iter()
                            .fold((0f64, 0f64), |all, sum| (all.0 + f64::from(sum.0), all.1 + f64::from(sum.1)));
                        let worth = |slope: f64, bend: f64| slope * slope / (bend + arguments.ridge);
                        let mut low = (0f64, 0f64);
                        for (bin, sum) in sums.iter().enumerate() {
                            low = (low.0 + f64::from(sum.0), low.1 + f64::from(sum.1));
                            gains[bin] +=
                                worth(low.0, low.1) + worth(total.0 - low.0, total.1 - low.1) - worth(total.0, total.1);
                        }
                    }
                    for (bin, &gain) in gains.iter().enumerate().take(BINS - 1) {
                        if gain > best.0 {
                            best = (gain, feature, bin as u8);
                        }
                    }
                }
                best
            };
            let (left, right) = features.split_at(features.len() / 2);
            let (a, b) = thread::scope(|scope| {
                let other = scope.spawn(|| best(right));
                (best(left), other.join().expect("the search does not panic"))
            });
            let (gain, feature, limit) = if b.0 > a.0 { b } else { a };
            forest.gains.push((feature, gain));
            questions.push((feature as u8, limit));
            for (leaf, &row) in leaf.iter_mut().zip(&sampled) {
                *leaf = *leaf << 1 | u8::from(columns[feature][row as usize] > limit);
            }
        }
        let mut sums = vec![(0f64, 0f64); 1 << depth];
        for (&leaf, &(slope, bend)) in leaf.iter().zip(&slopes) {
            sums[leaf as usize].0 += f64::from(slope);
            sums[leaf as usize].1 += f64::from(bend);
        }
        let value = |&(slope, bend): &(f64, f64)| {
            (slope / (bend + arguments.ridge) * arguments.rate * f64::from(UNIT / STEP)).round().clamp(-127.0, 127.0)
                as i8
        };
        let leaves: Vec<i8> = sums.iter().map(value).collect();
        for (row, score) in scores.iter_mut().enumerate() {
            let leaf = questions
                .iter()
                .fold(0, |leaf, &(feature, limit)| leaf << 1 | usize::from(columns[feature as usize][row] > limit));
            *score += STEP * i32::from(leaves[leaf]);
        }
        forest.trees.push((questions, leaves));
    }
    forest
}

// Figures

/// Precision and recall by shingles of words, and F1 by words, as `score_article.py` has them.
fn figures(truth: &str, copy: &str) -> (Option<f64>, Option<f64>, f64) {
    let words = |text: &str| -> Vec<String> {
        text.split(|ch: char| !(ch.is_alphanumeric() || ch == '_'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (truth, copy) = (words(truth), words(copy));
    let bag = |words: &[String], length: usize| {
        let mut bag: HashMap<Vec<String>, i32> = HashMap::new();
        let length = length.min(words.len()).max(1);
        words.windows(length).for_each(|shingle| *bag.entry(shingle.to_vec()).or_default() += 1);
        bag
    };
    let common = |a: &HashMap<Vec<String>, i32>, b: &HashMap<Vec<String>, i32>| -> f64 {
        a.iter().map(|(shingle, &count)| count.min(*b.get(shingle).unwrap_or(&0))).sum::<i32>().into()
    };
    let size = |bag: &HashMap<Vec<String>, i32>| f64::from(bag.values().sum::<i32>());
    let (a, b) = (bag(&truth, 4), bag(&copy, 4));
    let both = common(&a, &b);
    let precision = (size(&b) > 0.0).then(|| both / size(&b));
    let recall = (size(&a) > 0.0).then(|| both / size(&a));
    let lower = |words: &[String]| bag(&words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>(), 1);
    let (a, b) = (lower(&truth), lower(&copy));
    let words = if truth.is_empty() || copy.is_empty() {
        f64::from(u8::from(truth.is_empty() && copy.is_empty()))
    } else {
        2.0 * common(&a, &b) / (size(&a) + size(&b))
    };
    (precision, recall, words)
}

fn report(cases: &[Case], scored: &[(usize, Vec<i32>)], arguments: &Arguments) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    println!(
        "{:18} {:>5} {:>7} {:>7} {:>7} {:>7} | {:>7} {:>7}",
        "set", "pages", "P", "R", "F1", "words", "best F1", "words"
    );
    for (set, Set { name, words, .. }) in SETS.iter().enumerate() {
        let (mut p, mut r, mut w, mut best_p, mut best_r, mut best_w) =
            (vec![], vec![], vec![], vec![], vec![], vec![]);
        let mut worst = Vec::new();
        for (at, scores) in scored {
            let case = &cases[*at];
            if case.set != set {
                continue;
            }
            let keep = case.page.choose(scores);
            let text = |keep: &[bool]| -> String {
                let kept = case.page.blocks().zip(keep).filter(|(_, keep)| **keep).map(|(block, _)| block);
                kept.collect::<Vec<_>>().join("\n")
            };
            let (precision, recall, score) = figures(&case.truth, &text(&keep));
            if arguments.show.contains(&format!("{name}/{}", case.id)) {
                println!("== {name}/{} P {precision:?} R {recall:?} words {score:.3}", case.id);
                for (((block, label), keep), score) in case.page.blocks().zip(&case.labels).zip(&keep).zip(scores) {
                    let start: String = block.chars().take(110).collect();
                    println!(
                        "{} {} {:6.1} {start}",
                        u8::from(*label),
                        u8::from(*keep),
                        f64::from(*score) / f64::from(UNIT)
                    );
                }
            }
            if !case.counts {
                continue;
            }
            p.extend(precision);
            r.extend(recall);
            w.push(score);
            let (precision_best, recall_best, score_best) = figures(&case.truth, &text(&case.labels));
            best_p.extend(precision_best);
            best_r.extend(recall_best);
            best_w.push(score_best);
            let f1 = |p: Option<f64>, r: Option<f64>| match (p, r) {
                (Some(p), Some(r)) if p + r > 0.0 => 2.0 * p * r / (p + r),
                _ => 0.0,
            };
            let (own, most) =
                if *words { (score, score_best) } else { (f1(precision, recall), f1(precision_best, recall_best)) };
            worst.push((own, most, precision.unwrap_or(0.0), recall.unwrap_or(0.0), case.id.as_str()));
        }
        let f1 = |p: &[f64], r: &[f64]| 2.0 * mean(p) * mean(r) / (mean(p) + mean(r));
        println!(
            "{name:18} {:5} {:7.4} {:7.4} {:7.4} {:7.4} | {:7.4} {:7.4}",
            w.len(),
            mean(&p),
            mean(&r),
            f1(&p, &r),
            mean(&w),
            f1(&best_p, &best_r),
            mean(&best_w)
        );
        worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (own, most, p, r, id) in worst.iter().take(arguments.worst) {
            println!("    {own:.3} of {most:.3} P {p:.3} R {r:.3} {name}/{id}");
        }
    }
}
