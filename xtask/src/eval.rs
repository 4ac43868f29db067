//! `cargo xtask eval`: the figures of quality, taken with the release command on the shared
//! sets and scored by the scripts there. The gate holds them against `eval/baseline.json`.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;

use crate::{reading, root, setup, target};

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that holds bench/, cases/, seed/ and suites/
    #[arg(default_value = "../shared")]
    shared: PathBuf,
    /// Where the figures go as JSON [default: eval.json in the target folder]
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Fail if a figure fell below eval/baseline.json
    #[arg(long)]
    gate: bool,
    /// Write the figures to eval/baseline.json
    #[arg(long, conflicts_with = "gate")]
    bless: bool,
    /// Take these parts alone: seed, cases, mojibake, truths or the name of a set
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    only: Vec<String>,
}

/// What eval needs and cannot find, if anything.
pub fn missing(shared: &Path) -> Option<String> {
    let bench = shared.join("bench");
    if !bench.is_dir() {
        return Some(format!("there is no {}; give the shared folder's path", bench.display()));
    }
    python().is_none().then(|| "its scorers need Python 3; install it".into())
}

fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|name| which::which(name).is_ok())
}

/// The gate alone, for `cargo xtask test`.
pub fn gate(shared: &Path) -> Result<()> {
    run(Arguments { shared: shared.into(), json: None, gate: true, bless: false, only: Vec::new() })
}

pub fn run(arguments: Arguments) -> Result<()> {
    let shared = &arguments.shared;
    if let Some(why) = missing(shared) {
        println!("!!! SKIPPED eval: {why}");
        return Ok(());
    }
    let figures = take(shared, &arguments.only)?;
    print(&figures);

    let map: BTreeMap<&str, f64> = figures.iter().map(|figure| (figure.name.as_str(), figure.value)).collect();
    let json = serde_json::to_string_pretty(&map)? + "\n";
    fs::write(arguments.json.unwrap_or_else(|| target().join("eval.json")), &json)?;
    let baseline = root().join("eval/baseline.json");
    if arguments.bless {
        ensure!(arguments.only.is_empty(), "--bless takes every figure, and --only leaves some out");
        fs::create_dir_all(root().join("eval"))?;
        fs::write(baseline, &json)?;
    } else if arguments.gate {
        let baseline = fs::read_to_string(baseline).context("eval/baseline.json: `--bless` writes it")?;
        let baseline = serde_json::from_str(&baseline).context("eval/baseline.json is not a map of figures")?;
        hold(&map, &baseline, arguments.only.is_empty())?;
    }
    Ok(())
}

/// Fails with a line for each figure that is worse than it was.
fn hold(figures: &BTreeMap<&str, f64>, baseline: &BTreeMap<String, f64>, all: bool) -> Result<()> {
    let (mut fell, mut rose) = (Vec::new(), 0);
    for (name, before) in baseline {
        let Some(now) = figures.get(name.as_str()) else {
            if all {
                fell.push(format!("{name} was {before} and is not taken any more"));
            }
            continue;
        };
        let better = if goal(name).fewer { before - now } else { now - before };
        if better < -1e-6 {
            fell.push(format!("{name} was {before} and is {now}"));
        } else if better > 1e-6 {
            rose += 1;
        }
    }
    if rose > 0 {
        println!("{rose} figures are better than eval/baseline.json: `cargo xtask eval --bless` holds them.");
    }
    ensure!(fell.is_empty(), "figures fell below eval/baseline.json:\n  {}", fell.join("\n  "));
    Ok(())
}

struct Figure {
    name: String,
    value: f64,
}

/// What a figure is to be.
#[derive(Clone, Copy)]
struct Goal {
    reach: f64,
    aim: f64,
    fewer: bool,
}

/// The goals by name; a name stands for all that begin with it.
fn goal(name: &str) -> Goal {
    const MORE: &[(&str, f64, f64)] = &[
        ("damaged.exact.untouched", 0.998, 1.0),
        ("damaged.exact.", 0.980, 1.0),
        ("damaged.exact", 0.988, 1.0),
        ("damaged.precision", 0.985, 1.0),
        ("damaged.links", 0.98, 1.0),
        ("truths.kept", 0.999, 1.0),
        ("article-source.f1", 0.970, 0.980),
        ("article-clipboard.f1", 0.970, 0.980),
        ("article-plain.f1", 0.920, 0.940),
        ("wcxb-source.words", 0.955, 0.965),
        ("wcxb-clipboard.words", 0.950, 0.960),
        ("wcxb-plain.words", 0.925, 0.940),
        ("mojibake", 0.95, 1.0),
        // The seed, the cases and the formats.
        ("", 1.0, 1.0),
    ];
    const FEWER: &[(&str, f64, f64)] = &[
        ("damaged.chaff", 0.03, 0.0),
        ("damaged.residue", 0.0, 0.0),
        ("damaged.lost", 1.0, 0.0),
        ("damaged.untouched.edits", 0.05, 0.0),
        ("truths.edits", 0.0, 0.0),
    ];
    let of = |goals: &[(&str, f64, f64)], fewer| {
        let row = goals.iter().find(|(prefix, ..)| name.starts_with(prefix));
        row.map(|&(_, reach, aim)| Goal { reach, aim, fewer })
    };
    of(FEWER, true).or_else(|| of(MORE, false)).expect("the last row stands for all")
}

fn print(figures: &[Figure]) {
    println!("{:34} {:>8} {:>9} {:>8}", "figure", "value", "to reach", "aim");
    for Figure { name, value } in figures {
        let Goal { reach, aim, fewer } = goal(name);
        let reached = if fewer { *value <= reach } else { *value >= reach };
        println!("{name:34} {value:8.4} {reach:>9} {aim:>8}{}", if reached { "" } else { "  short" });
    }
}

/// A set of records, each cleaned in all three formats.
struct Set {
    name: &'static str,
    file: &'static str,
    options: &'static [&'static str],
    score: Score,
}

/// How the copies of a set are judged.
enum Score {
    /// By `score.py`.
    Damaged,
    /// By `score_article.py`: the row and the column of the figure, and its name.
    Article(&'static str, &'static str, &'static str),
    /// By the field `text` of the record, exactly.
    Exact,
}

const HTML: &[&str] = &["--no-headline", "--input", "html"];
const TEXT: &[&str] = &["--no-headline", "--input", "text"];
const SHINGLES: Score = Score::Article("all", "F1", "f1");
const WORDS: Score = Score::Article("article", "wordF1", "words");

/// The largest first, so that the small ones fill the other core.
const SETS: [Set; 8] = [
    Set { name: "wcxb-source", file: "bench/wcxb-dev-source.jsonl.gz", options: HTML, score: WORDS },
    Set { name: "wcxb-clipboard", file: "bench/wcxb-dev-clipboard.jsonl.gz", options: HTML, score: WORDS },
    Set { name: "article-source", file: "bench/article-source-dev.jsonl.gz", options: HTML, score: SHINGLES },
    Set { name: "wcxb-plain", file: "bench/wcxb-dev-plain.jsonl.gz", options: TEXT, score: WORDS },
    Set {
        name: "damaged",
        file: "bench/mangled-dev.jsonl.gz",
        options: &["--links", "--edits"],
        score: Score::Damaged,
    },
    Set { name: "article-clipboard", file: "bench/article-clipboard-dev.jsonl.gz", options: HTML, score: SHINGLES },
    Set { name: "article-plain", file: "bench/article-plain-dev.jsonl.gz", options: TEXT, score: SHINGLES },
    Set { name: "cases", file: "cases/cases.jsonl", options: &["--links", "--edits"], score: Score::Exact },
];

/// What stands behind a figure, to be printed above the table.
type Notes = Vec<String>;
type Part<'a> = (&'a str, Box<dyn FnOnce() -> Result<(Vec<Figure>, Notes)> + Send + 'a>);

/// Takes the figures, on as many cores as there are.
fn take(shared: &Path, only: &[String]) -> Result<Vec<Figure>> {
    let bench = &Bench::new(shared)?;
    let mut parts: Vec<Part> = SETS.iter().map(|set| -> Part { (set.name, Box::new(|| bench.set(set))) }).collect();
    parts.push(("truths", Box::new(|| bench.truths())));
    parts.push(("mojibake", Box::new(|| bench.mojibake())));
    parts.push(("seed", Box::new(|| bench.seed())));
    if let Some(unknown) = only.iter().find(|name| !parts.iter().any(|part| part.0 == **name)) {
        let names: Vec<_> = parts.iter().map(|part| part.0).collect();
        bail!("--only: there is no part {unknown}; the parts are {}", names.join(", "));
    }
    parts.retain(|(name, _)| only.is_empty() || only.iter().any(|wanted| wanted == name));
    parts.reverse();

    let (parts, results) = (Mutex::new(parts), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                // Not `while let`: its condition would hold the lock through the body.
                loop {
                    let Some((name, part)) = parts.lock().unwrap().pop() else { break };
                    results.lock().unwrap().push(part().with_context(|| format!("eval of {name}")));
                }
            });
        }
    });
    let (mut figures, mut notes) = (Vec::new(), Vec::new());
    for result in results.into_inner().unwrap() {
        let (some, said) = result?;
        figures.extend(some);
        notes.extend(said);
    }
    for note in notes {
        println!("{note}");
    }
    figures.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(figures)
}

fn figure(name: impl Into<String>, value: f64) -> Figure {
    Figure { name: name.into(), value: (value * 1e6).round() / 1e6 }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The command and the sets that it is measured on.
struct Bench<'a> {
    shared: &'a Path,
    command: PathBuf,
    /// Where the copies go, for whoever wants to look at them.
    copies: PathBuf,
}

/// What `batch` answers a record with.
#[derive(Deserialize)]
struct Copy {
    id: Value,
    text: String,
    #[serde(default)]
    edits: Vec<CopyEdit>,
}

#[derive(Deserialize)]
struct CopyEdit {
    rule: String,
}

impl Bench<'_> {
    fn new(shared: &Path) -> Result<Bench<'_>> {
        duct::cmd!(setup::cargo(), "build", "--quiet", "--release", "--bin", "cleancopy").dir(root()).run()?;
        let command = target().join("release").join(format!("cleancopy{}", std::env::consts::EXE_SUFFIX));
        let copies = target().join("eval");
        fs::create_dir_all(&copies)?;
        Ok(Bench { shared, command, copies })
    }

    /// Cleans one set and judges its copies.
    fn set(&self, set: &Set) -> Result<(Vec<Figure>, Notes)> {
        let cases = self.shared.join(set.file);
        let copy = |format| self.batch(open(&cases)?, set.name, &[set.options, &["--format", format]].concat(), format);
        let text = copy("text")?;
        let (mut figures, mut notes) = match set.score {
            Score::Damaged => (self.damaged(&cases, &text)?, Vec::new()),
            Score::Article(row, column, name) => {
                let table = self.table("score_article.py", &cases, &text)?;
                (vec![figure(format!("{}.{name}", set.name), cell(&table, row, column)?)], Vec::new())
            }
            Score::Exact => exact(set.name, &cases, &text)?,
        };
        let (agree, said) = formats(&text, &copy("markdown")?, &copy("html")?)?;
        figures.push(figure(format!("formats.{}", set.name), agree));
        notes.extend(said.map(|said| format!("formats.{}: {said}", set.name)));
        Ok((figures, notes))
    }

    /// Runs `cleancopy batch`; gives the file with its answers.
    fn batch(&self, mut records: impl Read, name: &str, options: &[&str], kind: &str) -> Result<PathBuf> {
        let copies = self.copies.join(format!("{name}.{kind}.jsonl"));
        let mut child = Command::new(&self.command)
            .arg("batch")
            .args(options)
            .stdin(Stdio::piped())
            .stdout(File::create(&copies)?)
            .spawn()
            .with_context(|| format!("running {}", self.command.display()))?;
        std::io::copy(&mut records, &mut child.stdin.take().expect("it is piped"))
            .context("the command ended early")?;
        ensure!(child.wait()?.success(), "cleancopy batch {} failed", options.join(" "));
        Ok(copies)
    }

    fn damaged(&self, cases: &Path, copies: &Path) -> Result<Vec<Figure>> {
        let table = self.table("score.py", cases, copies)?;
        let all = |column| cell(&table, "ALL", column);
        let mut figures = vec![
            figure("damaged.exact", all("exact")?),
            figure("damaged.precision", all("prec")?),
            figure("damaged.chaff", all("chaff")?),
            figure("damaged.residue", all("residue")?),
            figure("damaged.lost", all("lost")?),
            figure("damaged.links", all("links")?),
            figure("damaged.untouched.edits", cell(&table, "untouched", "edits")?),
        ];
        for (profile, row) in table.iter().filter(|(profile, _)| *profile != "ALL") {
            figures.push(figure(format!("damaged.exact.{profile}"), row["exact"]));
        }
        Ok(figures)
    }

    /// Runs a scorer and reads its table: rows by their first cell, cells by the head of their column.
    fn table(&self, scorer: &str, cases: &Path, copies: &Path) -> Result<Table> {
        let scorer = self.shared.join("bench").join(scorer);
        let python = python().context("there is no Python")?;
        let table = duct::cmd!(python, scorer, cases, copies).read()?;
        let mut rows = table.lines().map(|line| line.split_whitespace().filter(|cell| *cell != "|"));
        let head: Vec<_> = rows.next().context("the scorer printed nothing")?.skip(1).collect();
        let row = |mut cells: Box<dyn Iterator<Item = &str>>| -> Option<(String, HashMap<String, f64>)> {
            let name = cells.next()?.to_owned();
            let values = head.iter().zip(cells).filter_map(|(head, cell)| Some((head.to_string(), cell.parse().ok()?)));
            Some((name, values.collect()))
        };
        Ok(rows.filter_map(|cells| row(Box::new(cells))).collect())
    }

    /// Every truth of the article sets, given as a text: good prose, which must come through.
    fn truths(&self) -> Result<(Vec<Figure>, Notes)> {
        #[derive(Deserialize)]
        struct Case {
            truth: String,
        }
        let (mut words, mut kept, mut documents) = (0, 0, 0);
        let mut edits = BTreeMap::<String, usize>::new();
        let mut notes = Vec::new();
        for set in SETS.iter().filter(|set| set.name.ends_with("-source")) {
            let cases = self.shared.join(set.file);
            let copies = self.batch(open(&cases)?, set.name, &["--field", "truth", "--edits"], "truth")?;
            for (case, copy) in lines::<Case>(&cases)?.zip(lines::<Copy>(&copies)?) {
                let (case, copy) = (case?, copy?);
                let mut left = HashMap::<&str, usize>::new();
                reading::words_of(&copy.text).for_each(|word| *left.entry(word).or_default() += 1);
                let lost = reading::words_of(&case.truth).filter(|word| match left.get_mut(word) {
                    Some(count @ 1..) => {
                        *count -= 1;
                        false
                    }
                    _ => true,
                });
                let (all, lost) = (reading::words_of(&case.truth).count(), lost.count());
                if lost * 100 > all {
                    notes.push(format!("truths: {} lost {lost} of {all} words", copy.id));
                }
                (words, kept, documents) = (words + all, kept + all - lost, documents + 1);
                // White space in prose may be changed.
                let counted =
                    copy.edits.into_iter().filter(|edit| edit.rule != "white-space" && edit.rule != "line-wrap");
                counted.for_each(|edit| *edits.entry(edit.rule).or_default() += 1);
            }
        }
        notes.extend(edits.iter().map(|(rule, count)| format!("truths: {count} edits by {rule}")));
        let edits = edits.values().sum();
        Ok((vec![figure("truths.kept", share(kept, words)), figure("truths.edits", share(edits, documents))], notes))
    }

    /// ftfy's synthetic cases. It also straightens quotation marks, which is no concern of ours.
    fn mojibake(&self) -> Result<(Vec<Figure>, Notes)> {
        #[derive(Deserialize)]
        struct Case {
            label: String,
            original: String,
            fixed: String,
        }
        let cases: Vec<Case> = serde_json::from_reader(File::open(self.shared.join("suites/ftfy/synthetic.json"))?)?;
        let records: Vec<_> = cases
            .iter()
            .map(|case| serde_json::json!({ "id": case.label, "input": case.original }).to_string())
            .collect();
        let copies = self.batch(records.join("\n").as_bytes(), "mojibake", &["--input", "text"], "text")?;
        let mut notes = Vec::new();
        for (case, copy) in cases.iter().zip(lines::<Copy>(&copies)?) {
            let copy = copy?.text;
            // Straight quotation marks and white space as it stands are ftfy's ways, not ours.
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            if words(&copy.replace(['“', '”'], "\"").replace(['‘', '’'], "'")) != words(&case.fixed) {
                notes.push(format!("mojibake: {}: {copy:?}, not {:?}", case.label, case.fixed));
            }
        }
        Ok((vec![figure("mojibake", share(cases.len() - notes.len(), cases.len()))], notes))
    }

    /// The model input: both formats byte for byte, the links and the warnings.
    fn seed(&self) -> Result<(Vec<Figure>, Notes)> {
        let file = |name: &str| self.shared.join("seed").join(name);
        let run = |options: &[&str]| -> Result<Vec<u8>> {
            let done = Command::new(&self.command).args(options).arg(file("input.txt")).output()?;
            ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            Ok(done.stdout)
        };
        let report: Value = serde_json::from_slice(&run(&["--report", "-"])?)?;
        let expected: Value = serde_json::from_reader(File::open(file("expected.json"))?)?;
        let same = |list: &str, as_expected: &dyn Fn(&Value, &Value) -> bool| {
            let (Some(got), Some(want)) = (report[list].as_array(), expected[list].as_array()) else { return false };
            got.len() == want.len() && got.iter().zip(want).all(|(got, want)| as_expected(got, want))
        };
        let input = fs::read_to_string(file("input.txt"))?;
        let links = same("links", &|got, want| got["text"] == want["text"] && got["href"] == want["href"]);
        let warnings = same("warnings", &|got, want| {
            let at = want["at"].as_str().unwrap_or_default();
            let start = got["at"]["start"].as_u64().unwrap_or(u64::MAX) as usize;
            let here = input.get(start..).is_some_and(|rest| rest.starts_with(at));
            here && ["rule", "keyword", "href"].iter().all(|key| got[key] == want[key])
        });
        let holds = |name, holds: bool| figure(name, f64::from(u8::from(holds)));
        let figures = vec![
            holds("seed.text", run(&["--format", "text"])? == fs::read(file("expected.txt"))?),
            holds("seed.markdown", run(&["--format", "markdown"])? == fs::read(file("expected.md"))?),
            holds("seed.report", links && warnings),
        ];
        Ok((figures, Vec::new()))
    }
}

type Table = BTreeMap<String, HashMap<String, f64>>;

fn cell(table: &Table, row: &str, column: &str) -> Result<f64> {
    let value = table.get(row).and_then(|row| row.get(column));
    value.copied().with_context(|| format!("the scorer's table has no {column} for {row}"))
}

/// Opens records, packed or not.
fn open(file: &Path) -> Result<Box<dyn Read>> {
    let opened = File::open(file).with_context(|| format!("opening {}", file.display()))?;
    Ok(if file.extension().is_some_and(|end| end == "gz") {
        Box::new(MultiGzDecoder::new(opened))
    } else {
        Box::new(opened)
    })
}

pub fn lines<T: serde::de::DeserializeOwned>(file: &Path) -> Result<impl Iterator<Item = Result<T>>> {
    let lines = BufReader::new(open(file)?).lines();
    Ok(lines
        .filter(|line| !line.as_ref().is_ok_and(|line| line.is_empty()))
        .map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// How many copies are exactly their case's text; notes name the others.
fn exact(name: &str, cases: &Path, copies: &Path) -> Result<(Vec<Figure>, Notes)> {
    #[derive(Deserialize)]
    struct Case {
        text: String,
    }
    let (mut all, mut notes) = (0, Vec::new());
    for (case, copy) in lines::<Case>(cases)?.zip(lines::<Copy>(copies)?) {
        let (case, copy) = (case?, copy?);
        all += 1;
        if case.text != copy.text {
            notes.push(format!("{name}: {}: {:?}, not {:?}", copy.id, copy.text, case.text));
        }
    }
    Ok((vec![figure(name, share(all - notes.len(), all))], notes))
}

/// The share of copies that have the same words in the same lines in all three formats, and the first that differs: HTML says
/// what text does, and Markdown what HTML does.
fn formats(text: &Path, markdown: &Path, html: &Path) -> Result<(f64, Option<String>)> {
    let (mut all, mut agree, mut first) = (0, 0, None);
    for ((text, markdown), html) in lines::<Copy>(text)?.zip(lines::<Copy>(markdown)?).zip(lines::<Copy>(html)?) {
        let (text, markdown, html) = (text?, markdown?, html?);
        let said = |of: String| reading::words_by_line(&of);
        let pairs = [
            ("html", said(reading::of_html(&html.text, false)), said(reading::of_text(&text.text))),
            ("markdown", said(reading::of_markdown(&markdown.text)), said(reading::of_html(&html.text, true))),
        ];
        all += 1;
        match pairs.into_iter().find(|(_, got, want)| got != want) {
            None => agree += 1,
            Some((format, got, want)) => {
                first.get_or_insert_with(|| {
                    let at = want.iter().zip(&got).take_while(|(a, b)| a == b).count();
                    format!("{format} of {}: {:?}, not {:?}", text.id, got.get(at), want.get(at))
                });
            }
        }
    }
    Ok((share(agree, all), first))
}
