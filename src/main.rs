//! The command: files or standard input in, clean copy out. `batch` does the
//! same for JSON Lines. `npm/src/cli.ts` is the same command over WebAssembly.

mod decode;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use cleancopy::{Cleaned, Cleaner, Edit, Format, Input, Options, Pattern, RULES, Reading, Rule, Scope};
use decode::{By, Decoding, decode};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde::de::value::{Error as ValueError, StringDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::value::RawValue;

/// Broken article text in, clean copy out.
///
/// Reads text or HTML from the files, or from standard input, and writes the
/// clean copies to standard output, parted by a blank line. Files that end in
/// .html or .htm are read as HTML unless --input says otherwise. What is not
/// UTF-8 is read by its byte-order mark, the charset that it declares, or
/// detection; the report says which.
#[derive(Parser)]
#[command(name = "cleancopy", version, args_conflicts_with_subcommands = true, after_help = NOTES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// Files to clean; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Write what was done as JSON, one object a line for each file; with `-`, to standard output in place of the copy
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    #[command(flatten)]
    cleaning: Cleaning,
}

const NOTES: &str = "\
A copy ends with one line end; an empty copy writes nothing.
Spans, in reports and edits, count bytes of the input (UTF-16 code units where the command comes from npm).
Exit status: 0 all done, 1 something failed and the rest is done, 2 wrong usage.";

#[derive(Subcommand)]
enum Command {
    /// Clean JSON Lines: one object a line in, {"id", "text"} a line out, in order
    ///
    /// Memory depends on the longest lines, one for each job. A line that cannot be cleaned is reported with its number, answered with
    /// {"id", "line", "error"}, and does not stop the rest. Blank lines are passed over.
    #[command(after_help = NOTES)]
    Batch(Batch),

    /// List the rules, each with whether it is on and what it does
    Rules,
}

#[derive(Args)]
struct Batch {
    /// The field that holds the input: a string, or an object {text, html}
    #[arg(long, value_name = "NAME", default_value = "input")]
    field: String,

    /// Add the links: "links": [[text, address], …]
    #[arg(long)]
    links: bool,

    /// Add the edits: "edits": [{start, end, text, rule, change}, …]
    #[arg(long)]
    edits: bool,

    /// How many lines are cleaned at once
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=MOST_JOBS))]
    jobs: u16,

    #[command(flatten)]
    cleaning: Cleaning,
}

/// More threads than any machine has cores.
const MOST_JOBS: i64 = 999;

/// The options of the crate, as flags.
#[derive(Args)]
struct Cleaning {
    /// Format of the copy
    #[arg(long, default_value = "text", value_parser = choice::<Format>(["text", "markdown", "html"]))]
    format: Format,

    /// How the input is read
    #[arg(long, default_value = "auto", value_parser = choice::<Reading>(["auto", "text", "html"]))]
    input: Reading,

    /// Whether an article is selected out of a page
    #[arg(long, default_value = "auto", value_parser = choice::<Scope>(["auto", "article", "everything"]))]
    scope: Scope,

    /// Do not put the headline first
    #[arg(long)]
    no_headline: bool,

    /// Rules to switch on or, after a minus, off: `smart-quotes,-initials`
    #[arg(long, value_name = "RULES", value_delimiter = ',', allow_hyphen_values = true, value_parser = rule_choice)]
    rules: Vec<(Rule, bool)>,

    /// Drop the lines that say this; may be repeated
    #[arg(long = "phrase", value_name = "PHRASE", allow_hyphen_values = true)]
    phrases: Vec<String>,

    /// Replace what this regular expression matches within a block; may be repeated, each with its --replace
    #[arg(long = "pattern", value_name = "REGEX", allow_hyphen_values = true)]
    patterns: Vec<String>,

    /// What the --pattern in the same place is replaced with; $1 is its first group
    #[arg(long = "replace", value_name = "TEXT", allow_hyphen_values = true)]
    replacements: Vec<String>,

    /// Where the input comes from: relative addresses are made absolute with it
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// The longest input, in bytes [default: 64 MiB]
    #[arg(long, value_name = "BYTES")]
    max_input: Option<usize>,
}

/// Reads one of a few names as the type that spells them so.
fn choice<T: DeserializeOwned + Clone + Send + Sync + 'static>(
    names: [&'static str; 3],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(names).try_map(|name| {
        let name: StringDeserializer<ValueError> = name.into_deserializer();
        T::deserialize(name)
    })
}

fn rule_choice(choice: &str) -> Result<(Rule, bool), cleancopy::UnknownRule> {
    match choice.strip_prefix('-') {
        Some(id) => Ok((id.parse()?, false)),
        None => Ok((choice.parse()?, true)),
    }
}

impl Cleaning {
    /// Compiles the options; wrong ones are wrong usage, and end here.
    fn cleaner(self) -> (Cleaner, Reading) {
        if self.patterns.len() != self.replacements.len() {
            wrong_usage(&format!(
                "--pattern is given {} times and --replace {}: each takes one (an empty one drops what matches)",
                self.patterns.len(),
                self.replacements.len()
            ));
        }
        let pairs = self.patterns.into_iter().zip(self.replacements);
        let mut options = Options::default();
        options.format = self.format;
        options.input = self.input;
        options.scope = self.scope;
        options.headline = !self.no_headline;
        options.rules = self.rules;
        options.phrases = self.phrases;
        options.patterns = pairs.map(|(pattern, replace)| Pattern { pattern, replace }).collect();
        options.base_url = self.base_url;
        options.max_input = self.max_input.unwrap_or(options.max_input);
        match Cleaner::new(options) {
            Ok(cleaner) => (cleaner, self.input),
            Err(error) => wrong_usage(&in_flags(&error.to_string())),
        }
    }
}

/// An error of the library, which names its options, by the flags of the command.
fn in_flags(error: &str) -> String {
    let flags = [("baseUrl:", "--base-url:"), ("patterns:", "--pattern:"), ("phrases:", "--phrase:")];
    let flag = flags.iter().find_map(|(option, flag)| Some([flag, error.strip_prefix(option)?].concat()));
    flag.unwrap_or_else(|| error.replace("maxInput", "--max-input"))
}

fn wrong_usage(message: &str) -> ! {
    Cli::command().error(ErrorKind::ValueValidation, message).exit()
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Some(Command::Batch(batch)) => clean_lines(batch),
        Some(Command::Rules) => list_rules(),
        None => clean_files(cli),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads has seen enough: no fault.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cleancopy: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a report says of one file.
#[derive(Serialize)]
struct Report<'a> {
    file: Cow<'a, str>,
    #[serde(flatten)]
    result: Account,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Account {
    Done {
        encoding: Decoding,
        #[serde(flatten)]
        cleaned: Box<Cleaned>,
        edits: Vec<Edit>,
    },
    Failed {
        error: String,
    },
}

/// Cleans files one after another; says whether each could be.
fn clean_files(mut cli: Cli) -> io::Result<bool> {
    let (cleaner, reading) = cli.cleaning.cleaner();
    if cli.files.is_empty() {
        cli.files.push("-".into());
    }
    let mut out = io::stdout().lock();
    let report_to_stdout = cli.report.as_deref() == Some(Path::new("-"));
    let mut report_file = match &cli.report {
        Some(path) if !report_to_stdout => Some(File::create(path).map_err(|error| in_file(path, error))?),
        _ => None,
    };
    let (mut fine, mut gap) = (true, "");
    for file in &cli.files {
        let cleaned = read_file(file, reading)
            .and_then(|(input, decoding)| Ok((run(&cleaner, &input, cli.report.is_some())?, decoding)));
        let result = match cleaned {
            Ok(((cleaned, edits), encoding)) => {
                if !report_to_stdout && !cleaned.output.is_empty() {
                    writeln!(out, "{gap}{}", cleaned.output)?;
                    gap = "\n";
                }
                Account::Done { encoding, cleaned: Box::new(cleaned), edits }
            }
            Err(error) => {
                eprintln!("cleancopy: {}: {error}", file.display());
                fine = false;
                Account::Failed { error }
            }
        };
        let line = Report { file: file.to_string_lossy(), result };
        match &mut report_file {
            Some(report) => write_line(report, &line)?,
            None if report_to_stdout => write_line(&mut out, &line)?,
            None => {}
        }
    }
    Ok(fine)
}

fn in_file(file: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    out.write_all(&line)
}

fn run(cleaner: &Cleaner, input: &Input, with_edits: bool) -> Result<(Cleaned, Vec<Edit>), String> {
    let done = match with_edits {
        true => cleaner.clean_with_edits(input),
        false => cleaner.clean(input).map(|cleaned| (cleaned, Vec::new())),
    };
    done.map_err(|error| in_flags(&error.to_string()))
}

fn read_file(file: &Path, reading: Reading) -> Result<(Input<'static>, Decoding), String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        if io::stdin().is_terminal() {
            let end = if cfg!(windows) { "Ctrl+Z and Enter" } else { "Ctrl+D" };
            eprintln!("Paste the text, then press {end}.");
        }
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| error.to_string())?;
    let (text, decoding) = decode(bytes);
    if decoding.by == By::Detection || decoding.lossy {
        let lost = if decoding.lossy { ", with some bytes lost" } else { "" };
        eprintln!("cleancopy: {}: read as {}{lost}", file.display(), decoding.name);
    }
    let is_html = |end: &OsStr| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm");
    let html = reading == Reading::Auto && file.extension().is_some_and(is_html);
    Ok((if html { Input::html(text) } else { Input::text(text) }, decoding))
}

/// What `batch` answers a line with.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Done {
        text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        links: Option<Vec<(String, String)>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        edits: Option<Vec<Edit>>,
    },
    Failed {
        line: u64,
        error: String,
    },
}

/// A line of standard input, and its number.
struct Line {
    number: u64,
    json: Vec<u8>,
}

/// The answer to a line as it is written, and the line's number and what is wrong with it where it could not be cleaned.
struct Answered {
    row: io::Result<Vec<u8>>,
    fault: Option<(u64, String)>,
}

/// What an answer holds.
struct Wanted {
    field: String,
    links: bool,
    edits: bool,
}

/// Cleans JSON Lines; says whether each could be. The jobs get the lines in turn, and their answers are written in turn: they
/// stay in order, and as many lines are in memory as there are jobs, a few times over.
fn clean_lines(batch: Batch) -> io::Result<bool> {
    let Batch { field, links, edits, jobs, cleaning } = batch;
    let common = Arc::new((cleaning.cleaner().0, Wanted { field, links, edits }));
    let progress = progress_bar();
    let (mut lines, mut answers, mut threads) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..jobs {
        let (line, to_clean) = sync_channel(1);
        let (cleaned, answer) = sync_channel(1);
        let common = Arc::clone(&common);
        threads.push(thread::spawn(move || {
            let (cleaner, wanted) = &*common;
            // None is sent where nobody listens any more.
            to_clean.into_iter().try_for_each(|line| cleaned.send(clean_line(cleaner, wanted, &line)))
        }));
        lines.push(line);
        answers.push(answer);
    }
    let reader = {
        let progress = progress.clone();
        thread::spawn(move || read_lines(&lines, &progress))
    };
    let fine = write_answers(&answers, &progress)?;
    progress.finish_and_clear();
    // A panic of a job is one of the command; the others need not wait for their turn.
    drop(answers);
    threads.into_iter().for_each(|job| drop(job.join().expect("a line is cleaned")));
    reader.join().expect("lines are read").map(|()| fine)
}

/// Deals out the lines of standard input.
fn read_lines(jobs: &[SyncSender<Line>], progress: &ProgressBar) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin());
    let mut jobs = jobs.iter().cycle();
    for number in 1.. {
        let mut json = Vec::new();
        let length = input.read_until(b'\n', &mut json)?;
        progress.inc(length as u64);
        if length == 0 {
            break;
        }
        if !json.trim_ascii().is_empty() && jobs.next().is_none_or(|job| job.send(Line { number, json }).is_err()) {
            break;
        }
    }
    Ok(())
}

fn clean_line(cleaner: &Cleaner, wanted: &Wanted, line: &Line) -> Answered {
    let record = serde_json::from_slice::<Record>(&line.json).ok();
    let id = record.as_ref().and_then(|record| record.get("id").copied());
    let cleaned = read_record(record.as_ref(), &wanted.field).and_then(|input| run(cleaner, &input, wanted.edits));
    let (outcome, fault) = match cleaned {
        Ok((cleaned, edits)) => {
            let links = || cleaned.links.into_iter().map(|link| (link.text, link.href)).collect();
            let edits = wanted.edits.then_some(edits);
            (Outcome::Done { text: cleaned.output, links: wanted.links.then(links), edits }, None)
        }
        Err(error) => (Outcome::Failed { line: line.number, error: error.clone() }, Some((line.number, error))),
    };
    let mut row = Vec::new();
    Answered { row: write_line(&mut row, &Answer { id, outcome }).map(|()| row), fault }
}

/// Writes the answers of the jobs in turn, until the one whose turn it is has no more.
fn write_answers(jobs: &[Receiver<Answered>], progress: &ProgressBar) -> io::Result<bool> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut fine = true;
    for job in jobs.iter().cycle() {
        let answered = match job.try_recv() {
            Ok(answered) => answered,
            Err(_) => {
                // Before it waits for more, whoever feeds it line by line has every answer.
                out.flush()?;
                let Ok(answered) = job.recv() else { break };
                answered
            }
        };
        if let Some((line, error)) = answered.fault {
            progress.suspend(|| eprintln!("cleancopy: line {line}: {error}"));
            fine = false;
        }
        out.write_all(&answered.row?)?;
    }
    Ok(fine)
}

/// A bar on standard error, which draws only on a terminal.
fn progress_bar() -> ProgressBar {
    // Where standard input is a file, its length is known.
    match fs::metadata("/dev/stdin") {
        Ok(file) if file.is_file() => ProgressBar::new(file.len()).with_style(
            ProgressStyle::with_template("{wide_bar} {bytes} of {total_bytes}, {eta} left").expect("sound"),
        ),
        _ => ProgressBar::no_length()
            .with_style(ProgressStyle::with_template("{spinner} {bytes}, {binary_bytes_per_sec}").expect("sound")),
    }
}

/// An object of JSON whose values are not read yet.
type Record<'a> = HashMap<String, &'a RawValue>;

fn read_record(record: Option<&Record>, field: &str) -> Result<Input<'static>, String> {
    let record = record.ok_or("not a JSON object: each line holds one, such as {\"id\": 1, \"input\": \"…\"}")?;
    let value = record.get(field).ok_or_else(|| format!("no field `{field}`: --field names the one to clean"))?;
    read_input(value)
        .ok_or_else(|| format!("field `{field}` is neither a string nor an object {{text, html}} of strings"))
}

fn read_input(json: &RawValue) -> Option<Input<'static>> {
    if let Ok(text) = serde_json::from_str::<String>(json.get()) {
        return Some(Input::text(text));
    }
    let (text, html) = match serde_json::from_str::<Record>(json.get()) {
        Ok(flavours) => {
            let flavour = |name| flavours.get(name).copied().filter(|json| json.get() != "null");
            (flavour("text"), flavour("html"))
        }
        // A string after all, with half of a surrogate pair in it, or no input.
        Err(_) => (Some(json), None),
    };
    text.or(html)?;
    let (text, html) = (text.map(utf16), html.map(utf16));
    if text == Some(None) || html == Some(None) {
        return None;
    }
    Some(Input::utf16(text.flatten().as_deref(), html.flatten().as_deref()))
}

/// A string of JSON in UTF-16: JSON may hold half of a surrogate pair, which no Rust string can.
fn utf16(json: &RawValue) -> Option<Vec<u16>> {
    let mut chars = json.get().strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut units = Vec::new();
    while let Some(char) = chars.next() {
        let char = match char {
            '\\' => match chars.next()? {
                'u' => {
                    let (digits, rest) = chars.as_str().split_at_checked(4)?;
                    units.push(u16::from_str_radix(digits, 16).ok()?);
                    chars = rest.chars();
                    continue;
                }
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                same => same,
            },
            char => char,
        };
        units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
    }
    Some(units)
}

fn list_rules() -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let width = RULES.iter().map(|row| row.id.id().len()).max().unwrap_or(0);
    for row in RULES {
        writeln!(out, "{:width$}  {:3}  {}", row.id.id(), if row.on { "on" } else { "off" }, row.what)?;
    }
    Ok(true)
}
