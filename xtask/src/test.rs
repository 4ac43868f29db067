//! Every check, as parts that pass, fail or are skipped, each with its time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::{Result, ensure};
use duct::Expression;

use crate::{docs, eval, npm, page, root, rules, setup, target, wasm};

/// One part: its name, whether it wants the package to be built, and what it does.
struct Part {
    name: &'static str,
    needs_build: bool,
    run: fn() -> Result<Outcome>,
}

enum Outcome {
    Passed,
    /// Why.
    Skipped(String),
}
use Outcome::{Passed, Skipped};

const PARTS: &[Part] = &[
    Part { name: "format", needs_build: false, run: format },
    Part { name: "lint", needs_build: false, run: lint },
    Part { name: "unit", needs_build: false, run: unit },
    Part { name: "doc", needs_build: false, run: doc },
    Part { name: "build", needs_build: false, run: build },
    Part { name: "package", needs_build: true, run: package },
    Part { name: "examples", needs_build: true, run: examples },
    Part { name: "page", needs_build: true, run: page },
    Part { name: "gate", needs_build: false, run: gate },
];

/// Runs the parts, or those named, and says whether all passed. The last line counts them.
pub fn run(only: &[String]) -> Result<bool> {
    for name in only {
        let known: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        ensure!(known.contains(&name.as_str()), "`{name}` is not a part; the parts are {}", known.join(", "));
    }
    let wanted = |part: &&Part| only.is_empty() || only.iter().any(|name| name == part.name);
    let (mut lines, mut failed, mut skipped) = (Vec::new(), Vec::new(), 0);
    for part in PARTS.iter().filter(wanted) {
        eprintln!("\n=== {} ===", part.name);
        let start = Instant::now();
        let outcome = match part.needs_build && failed.contains(&"build") {
            true => Ok(Skipped("the build failed".into())),
            false => (part.run)(),
        };
        let result = match outcome {
            Ok(Passed) => "passed".to_owned(),
            Ok(Skipped(why)) => {
                skipped += 1;
                eprintln!("!!! SKIPPED {}: {why}", part.name);
                format!("SKIPPED: {why}")
            }
            Err(error) => {
                failed.push(part.name);
                eprintln!("!!! FAILED {}: {error:#}", part.name);
                "FAILED".to_owned()
            }
        };
        lines.push(format!("{:<10}{:>7.1} s  {result}", part.name, start.elapsed().as_secs_f32()));
    }
    println!("\n{}\n", lines.join("\n"));
    let passed = lines.len() - failed.len() - skipped;
    let and_skipped = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    println!("{passed} passed, {} failed{and_skipped}", failed.len());
    Ok(failed.is_empty())
}

fn cargo(arguments: &[&str]) -> Expression {
    duct::cmd(setup::cargo(), arguments).dir(root())
}

fn format() -> Result<Outcome> {
    cargo(&["fmt", "--all", "--check"]).run()?;
    cargo(&["fmt", "--check", "--manifest-path", "benches/Cargo.toml"]).run()?;
    Ok(Passed)
}

/// The crate as the command has it, as JavaScript has it, and bare.
fn lint() -> Result<Outcome> {
    for features in [&["--workspace"][..], &["--features", "wasm"], &["--no-default-features"]] {
        let warnings = ["--", "--deny", "warnings"];
        cargo(&[&["clippy", "--quiet", "--all-targets"], features, &warnings].concat()).run()?;
    }
    Ok(Passed)
}

fn unit() -> Result<Outcome> {
    let runner = if which::which("cargo-nextest").is_ok() { ["nextest", "run"] } else { ["test", "--all-targets"] };
    cargo(&[&runner[..], &["--workspace", "--no-fail-fast"]].concat()).run()?;
    Ok(Passed)
}

fn doc() -> Result<Outcome> {
    cargo(&["test", "--doc"]).run()?;
    cargo(&["doc", "--quiet", "--no-deps", "--lib"]).env("RUSTDOCFLAGS", "--deny warnings").run()?;
    docs::check()?;
    Ok(Passed)
}

fn build() -> Result<Outcome> {
    rules::check()?;
    crate::build()?;
    wasm::weigh(true)?;
    Ok(Passed)
}

/// The tarball, installed into an empty folder: in Node, beside the native command, under the page's Vite, and in a
/// browser. `cargo xtask hosts` tries it everywhere else.
fn package() -> Result<Outcome> {
    cargo(&["build", "--bin", "cleancopy"]).run()?;
    npm::install(&root().join("tests"))?;
    npm::install(&page::folder())?;
    node_tests("package")
}

/// The examples, in editors of a browser and in Node.
fn examples() -> Result<Outcome> {
    npm::install(&root().join("examples"))?;
    npm::install(&root().join("tests"))?;
    node_tests("examples")
}

/// The page in a browser.
fn page() -> Result<Outcome> {
    page::build()?;
    if browser()?.is_none() {
        return Ok(Skipped("there is no browser".into()));
    }
    npm::install(&root().join("tests"))?;
    node_tests("page")
}

/// The figures of quality, none below the baseline.
fn gate() -> Result<Outcome> {
    let shared = root().join("../shared");
    match eval::missing(&shared) {
        Some(why) => Ok(Skipped(why)),
        None => eval::gate(&shared).map(|()| Passed),
    }
}

/// Runs tests/<folder>/*.test.*, told where the things are that they need.
fn node_tests(folder: &str) -> Result<Outcome> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root().join("tests").join(folder))? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().contains(".test.")) {
            files.push(path);
        }
    }
    files.sort();
    let arguments =
        ["--test".into(), "--test-reporter=spec".into()].into_iter().chain(files.into_iter().map(Into::into));
    let mut tests = duct::cmd("node", arguments.collect::<Vec<std::ffi::OsString>>())
        .dir(root())
        .env("CLEANCOPY_COMMAND", target().join("debug").join(format!("cleancopy{}", std::env::consts::EXE_SUFFIX)))
        .env("CLEANCOPY_TARBALL", npm::tarball());
    if let Some(path) = browser()? {
        tests = tests.env("CHROMIUM", path);
    }
    match shared() {
        Some(path) => tests = tests.env("CLEANCOPY_SHARED", path),
        None => eprintln!("!!! SKIPPED what needs ../shared: there is no such folder"),
    }
    tests.run()?;
    Ok(Passed)
}

/// The folder with the seed, the cases and the benchmark, where there is one beside the project.
pub fn shared() -> Option<PathBuf> {
    let path = root().join("../shared");
    path.is_dir().then_some(path)
}

/// A browser to test in. CI fails without one.
fn browser() -> Result<Option<&'static Path>> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    if FOUND.get().is_none() {
        let found = match setup::chromium() {
            Ok(path) => Some(path),
            Err(error) if std::env::var_os("CI").is_some() => return Err(error),
            Err(error) => {
                eprintln!("!!! SKIPPED what needs a browser: {error:#}");
                None
            }
        };
        FOUND.get_or_init(|| found);
    }
    Ok(FOUND.get().and_then(Option::as_deref))
}
