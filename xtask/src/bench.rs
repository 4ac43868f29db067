//! `cargo xtask bench`: speed and memory on the shared sets, natively and in Node, beside a peer in the
//! same run. The measuring itself is in benches/, which brings the peers.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use duct::Expression;
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};

use crate::{npm, root, setup, target};

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder that holds bench/ and seed/
    #[arg(default_value = "../shared")]
    shared: PathBuf,
    /// How often each is run; the median counts
    #[arg(long, default_value_t = 7)]
    rounds: usize,
}

/// What the package is held against in Node.
const PEERS: [&str; 5] = ["sanitize-html", "turndown", "jsdom", "dompurify", "@mozilla/readability"];

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Speed {
    set: String,
    task: String,
    off: f64,
    on: f64,
    peer: String,
    peer_speed: f64,
    ratio: f64,
}

#[derive(Serialize, Deserialize)]
struct Memory {
    set: String,
    task: String,
    off: f64,
    on: f64,
}

#[derive(Serialize)]
struct Results {
    native: Vec<Speed>,
    node: Vec<Speed>,
    memory: Vec<Memory>,
}

pub fn run(arguments: Arguments) -> Result<()> {
    let shared = &arguments.shared;
    if !shared.join("bench").is_dir() {
        println!("!!! SKIPPED bench: there is no {}; give the shared folder's path.", shared.join("bench").display());
        return Ok(());
    }
    crate::build()?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    write_sets(shared, &folder)?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
    let install = ["install", "--silent", "--no-audit", "--no-fund"];
    npm::npm(&folder, &[&install[..], &PEERS].concat())?.stdout_to_stderr().run()?;

    let rounds = arguments.rounds.to_string();
    let native = |bin, rounds: Option<&str>| {
        let mut arguments = vec!["run", "--quiet", "--release", "--bin", bin, "--"];
        let folder = folder.to_string_lossy();
        arguments.push(&folder);
        arguments.extend(rounds);
        duct::cmd(setup::cargo(), arguments)
            .dir(root().join("benches"))
            .env("CARGO_TARGET_DIR", target().join("benches"))
    };
    let entry = npm::folder().join("dist/index.js");
    let results = Results {
        native: rows(native("speed", Some(&rounds)))?,
        node: rows(duct::cmd!("node", root().join("benches/node.mjs"), entry, &folder, &rounds))?,
        memory: rows(native("memory", None))?,
    };
    print(&results);
    fs::write(target().join("bench.json"), serde_json::to_string_pretty(&results)? + "\n")?;
    Ok(())
}

/// Writes each set as a JSON array of strings, which both benchmarks read.
fn write_sets(shared: &Path, folder: &Path) -> Result<()> {
    let write = |name: &str, documents: Vec<String>| -> Result<()> {
        Ok(fs::write(folder.join(name).with_extension("json"), serde_json::to_vec(&documents)?)?)
    };
    let seed = fs::read_to_string(shared.join("seed/input.txt"))?;
    write("seed", vec![seed.repeat(1_000_000 / seed.len())])?;
    write("damaged", inputs(&shared.join("bench/mangled-dev.jsonl.gz"))?)?;
    write("clipboard", inputs(&shared.join("bench/article-clipboard-dev.jsonl.gz"))?)?;
    write("source", inputs(&shared.join("bench/article-source-dev.jsonl.gz"))?)
}

fn inputs(file: &Path) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Record {
        input: String,
    }
    let opened = File::open(file).with_context(|| format!("opening {}", file.display()))?;
    let lines = BufReader::new(MultiGzDecoder::new(opened)).lines();
    lines.map(|line| Ok(serde_json::from_str::<Record>(&line?)?.input)).collect()
}

/// Runs a benchmark, which prints a row of JSON a line.
fn rows<Row: serde::de::DeserializeOwned>(benchmark: Expression) -> Result<Vec<Row>> {
    benchmark.read()?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn print(results: &Results) {
    let Results { native, node, memory } = results;
    println!("MB/s: text and html with everything kept, article selected; the ratio is log off to peer.");
    println!(
        "{:7} {:10} {:8} {:>8} {:>8}  {:13} {:>8} {:>6} {:>10}",
        "", "set", "task", "log off", "log on", "peer", "", "ratio", "of native"
    );
    for (place, rows) in [("native", native), ("node", node)] {
        for row in rows {
            let Some(native) = native.iter().find(|native| native.set == row.set && native.task == row.task) else {
                continue;
            };
            let Speed { set, task, off, on, peer, peer_speed, ratio } = row;
            println!(
                "{place:7} {set:10} {task:8} {off:8.1} {on:8.1}  {peer:13} {peer_speed:8.1} {ratio:6.2} {:10.2}",
                off / native.off
            );
        }
    }
    println!("\nPeak memory, as a multiple of the input, of the worst document:");
    println!("{:10} {:8} {:>8} {:>8}", "set", "task", "log off", "log on");
    for Memory { set, task, off, on } in memory {
        println!("{set:10} {task:8} {off:8.1} {on:8.1}");
    }
}
