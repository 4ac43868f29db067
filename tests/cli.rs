//! The command as a person or a script meets it: what goes in, what comes out, and the exit status.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

fn spawn(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleancopy"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn cleancopy(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = spawn(arguments);
    // An error here means that the command ended without reading, which some tests want.
    let _ = child.stdin.take().unwrap().write_all(input.as_ref());
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    str::from_utf8(&output.stderr).unwrap()
}

fn rows(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A file of one test, by its path.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn standard_input_is_cleaned_and_the_copy_ends_with_one_line_end() {
    for arguments in [&[][..], &["-"]] {
        let done = cleancopy(arguments, "< p > The harbour opened. < / p > < p > It closed. < / p >");
        assert_eq!(out(&done), "The harbour opened.\n\nIt closed.\n");
        assert_eq!((err(&done), done.status.code()), ("", Some(0)));
    }
}

#[test]
fn an_empty_copy_writes_nothing() {
    let done = cleancopy(&[], "");
    assert_eq!((out(&done), done.status.code()), ("", Some(0)));
}

#[test]
fn several_files_are_parted_by_a_blank_line_and_an_empty_one_adds_none() {
    let (one, none, two) = (file("one.txt", "The pier."), file("none.txt", ""), file("two.txt", "The quay."));
    let done = cleancopy(&[&one, &none, &two], "");
    assert_eq!(out(&done), "The pier.\n\nThe quay.\n");
}

#[test]
fn the_format_is_text_unless_markdown_or_html_is_asked_for() {
    let text = "< p > The <b>old</b> pier. < / p >";
    assert_eq!(out(&cleancopy(&[], text)), "The old pier.\n");
    assert_eq!(out(&cleancopy(&["--format", "markdown"], text)), "The **old** pier.\n");
    assert_eq!(out(&cleancopy(&["--format=html"], text)), "<p>The <strong>old</strong> pier.</p>\n");
}

#[test]
fn a_file_that_ends_in_html_is_read_as_html_unless_input_says_otherwise() {
    // A line end is a break in text, a space in HTML.
    let words = "The pier\nopened.";
    let (html, text) = (file("words.HTML", words), file("words.txt", words));
    assert_eq!(out(&cleancopy(&[&html], "")), "The pier opened.\n");
    assert_eq!(out(&cleancopy(&[&text], "")), "The pier\nopened.\n");
    assert_eq!(out(&cleancopy(&[&html, "--input", "text"], "")), "The pier\nopened.\n");
    assert_eq!(out(&cleancopy(&[&text, "--input", "html"], "")), "The pier opened.\n");
}

#[test]
fn rules_are_switched_off_by_a_minus_and_on_without_one() {
    let text = "He said: \" We sail at dawn. \"";
    assert_eq!(out(&cleancopy(&[], text)), "He said: \"We sail at dawn.\"\n");
    assert_eq!(out(&cleancopy(&["--rules", "-quote-spacing"], text)), format!("{text}\n"));
    assert_eq!(out(&cleancopy(&["--rules=-quote-spacing,quote-spacing"], text)), "He said: \"We sail at dawn.\"\n");
}

#[test]
fn phrases_and_patterns_of_ones_own_are_applied() {
    let text = "The pier is 12 km long.\n\nRead our gift guide";
    let arguments = ["--phrase", "gift guide", "--pattern", r"(\d+) km", "--replace", "$1 kilometres"];
    assert_eq!(out(&cleancopy(&arguments, text)), "The pier is 12 kilometres long.\n");
}

#[test]
fn a_report_goes_beside_the_copy_and_holds_the_edits() {
    let report = file("report.json", "");
    let done = cleancopy(&["--report", &report], "é < p > The pier. < / p >");
    assert_eq!(out(&done), "é\n\nThe pier.\n");
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["file"], "-");
    assert_eq!(report["output"], "é\n\nThe pier.");
    assert_eq!(report["source"], "text");
    for list in ["changes", "links", "credits", "warnings", "edits"] {
        assert!(report[list].is_array(), "{list}");
    }
    assert!(report["stats"].is_object());
}

#[test]
fn the_edits_of_a_report_applied_to_the_bytes_give_the_copy() {
    let input = "é 😀 < p > He said : \" We sail. \" < / p > < p > The < b > old < / b > pier , too . < / p >";
    for format in ["text", "markdown", "html"] {
        let report = &rows(&cleancopy(&["--format", format, "--report", "-"], input))[0];
        let (mut copy, mut at) = (String::new(), 0);
        for edit in report["edits"].as_array().unwrap() {
            let place = |name: &str| edit[name].as_u64().unwrap() as usize;
            copy += &input[at..place("start")];
            copy += edit["text"].as_str().unwrap();
            at = place("end");
        }
        copy += &input[at..];
        assert_eq!(copy, report["output"].as_str().unwrap());
    }
}

#[test]
fn a_report_to_standard_output_takes_the_place_of_the_copies_one_line_for_each_file() {
    let (one, gone) = (file("reported.txt", "The pier."), "no-such-file.txt");
    let done = cleancopy(&[&one, gone, "--report", "-"], "");
    let rows = rows(&done);
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["file"], &rows[0]["output"]), (&json!(one), &json!("The pier.")));
    assert_eq!(rows[1]["file"], gone);
    assert!(rows[1]["error"].is_string());
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn a_report_that_cannot_be_written_is_named() {
    let done = cleancopy(&["--report", "no-such-folder/report.json"], "The pier.");
    assert!(err(&done).contains("no-such-folder/report.json"), "{}", err(&done));
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn a_missing_file_is_named_and_the_others_are_cleaned() {
    let one = file("there.txt", "The pier.");
    let done = cleancopy(&["no-such-file.txt", &one], "");
    assert_eq!(out(&done), "The pier.\n");
    assert!(err(&done).contains("no-such-file.txt"), "{}", err(&done));
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn a_file_that_is_not_utf8_is_read_and_the_report_says_how() {
    let done = cleancopy(&["--report", "-"], b"Le caf\xE9 du ch\xE2teau a \xE9t\xE9 ferm\xE9 \xE0 midi.");
    assert!(done.status.success(), "{}", err(&done));
    let report: Value = serde_json::from_str(out(&done)).unwrap();
    assert_eq!(report["output"], "Le café du château a été fermé à midi.");
    assert_eq!(report["encoding"], json!({ "name": "windows-1252", "by": "detection", "lossy": false }));
    assert!(err(&done).contains("read as windows-1252"), "{}", err(&done));
}

#[test]
fn an_input_over_the_limit_is_an_error_that_says_both_sizes() {
    let done = cleancopy(&["--max-input", "5"], "The pier.");
    assert!(err(&done).contains('9') && err(&done).contains('5'), "{}", err(&done));
    assert_eq!((out(&done), done.status.code()), ("", Some(1)));
}

#[test]
fn wrong_usage_says_what_is_allowed_and_ends_with_status_2() {
    let wrong: [(&[&str], &str); 9] = [
        (&["--format", "pdf"], "markdown"),
        (&["--input", "word"], "auto"),
        (&["--scope", "page"], "everything"),
        (&["--rules", "quotes"], "quote-spacing"),
        (&["--no-such-flag"], "--no-such-flag"),
        (&["--pattern", "a", "--pattern", "b", "--replace", "c"], "--replace"),
        (&["--pattern", "a(", "--replace", ""], "a("),
        (&["--base-url", "harbour"], "https://"),
        (&["batch", "--max-input", "many"], "many"),
    ];
    for (arguments, answer) in wrong {
        let done = cleancopy(arguments, "The pier.");
        assert!(err(&done).contains(answer), "{arguments:?}: {}", err(&done));
        assert_eq!((out(&done), done.status.code()), ("", Some(2)), "{arguments:?}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let help = cleancopy(&["--help"], "");
    assert!(out(&help).contains("--report") && out(&help).contains("Exit status"));
    assert_eq!(out(&cleancopy(&["-V"], "")), concat!("cleancopy ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn rules_lists_every_rule_with_whether_it_is_on() {
    let list = cleancopy(&["rules"], "");
    assert_eq!(out(&list).lines().count(), cleancopy::RULES.len());
    assert!(out(&list).lines().any(|line| line.starts_with("smart-quotes") && line.contains(" off ")));
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = spawn(&["batch"]);
    drop(child.stdout.take());
    let _ = child.stdin.take().unwrap().write_all("{\"input\":\"The pier.\"}\n".repeat(50_000).as_bytes());
    let done = child.wait_with_output().unwrap();
    assert_eq!((err(&done), done.status.code()), ("", Some(0)));
}

#[test]
fn batch_answers_each_line_in_order_with_its_id_as_it_was() {
    let lines = r#"{"id":"a/1","input":"< p > One. < / p >","more":[1]}

{"input":"Two.","id":12345678901234567890123}
{"input":""}"#;
    let done = cleancopy(&["batch"], lines);
    assert_eq!(
        out(&done),
        "{\"id\":\"a/1\",\"text\":\"One.\"}\n{\"id\":12345678901234567890123,\"text\":\"Two.\"}\n{\"text\":\"\"}\n"
    );
    assert_eq!((err(&done), done.status.code()), ("", Some(0)));
}

#[test]
fn batch_answers_a_line_before_the_next_one_comes() {
    let mut child = spawn(&["batch"]);
    let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (answers, answered) = mpsc::channel();
    thread::spawn(move || BufReader::new(output).lines().try_for_each(|line| answers.send(line.unwrap())));
    for text in ["One.", "Two."] {
        writeln!(input, "{{\"input\":\"{text}\"}}").unwrap();
        // Without an answer the test would hang.
        let answer = answered.recv_timeout(Duration::from_secs(60)).expect("an answer");
        assert_eq!(answer, format!("{{\"text\":\"{text}\"}}"));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn batch_gives_the_same_answers_in_order_however_many_jobs_there_are() {
    let line =
        |id: usize| json!({"id": id, "input": "< p > The harbour opened. < / p > ".repeat(id % 7 * 4)}).to_string();
    let lines: Vec<String> = (0..60).map(|id| if id % 9 == 4 { "nope".to_owned() } else { line(id) }).collect();
    let [one, four] = ["1", "4"].map(|jobs| cleancopy(&["batch", "--links", "--jobs", jobs], lines.join("\n")));
    assert_eq!(rows(&one).len(), 60);
    assert_eq!((out(&one), err(&one), one.status), (out(&four), err(&four), four.status));
    let none = cleancopy(&["batch", "--jobs", "0"], "");
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("--jobs"), "{}", err(&none));
}

#[test]
fn batch_takes_another_field_and_both_flavours_of_a_clipboard() {
    let done = cleancopy(&["batch", "--field", "body"], "{\"body\":\"One.\",\"input\":\"no\"}");
    assert_eq!(rows(&done), [json!({ "text": "One." })]);
    let both = r#"{"input":{"text":"The old pier.","html":"<p>The <b>old</b> pier.</p>"}}"#;
    let done = cleancopy(&["batch", "--format", "markdown"], both);
    assert_eq!(rows(&done), [json!({ "text": "The **old** pier." })]);
}

#[test]
fn batch_adds_links_and_edits_where_asked() {
    let line =
        json!({ "id": 1, "input": "See < a href = \" https://example.org/tides \" > the tides < / a > ." }).to_string();
    let plain = rows(&cleancopy(&["batch"], &line)).remove(0);
    assert_eq!(plain, json!({ "id": 1, "text": "See the tides." }));
    let full = rows(&cleancopy(&["batch", "--links", "--edits"], &line)).remove(0);
    assert_eq!(full["links"], json!([["the tides", "https://example.org/tides"]]));
    let edits = full["edits"].as_array().unwrap();
    assert!(!edits.is_empty());
    for edit in edits {
        assert!(edit["start"].as_u64() <= edit["end"].as_u64() && edit["text"].is_string() && edit["rule"].is_string());
    }
}

#[test]
fn batch_reads_half_of_a_surrogate_pair_as_a_replacement_character() {
    let done = cleancopy(&["batch", "--edits"], "{\"input\":\"The \\\"pier\\\"\\u0021 \\ud800 \\ud83d\\ude00\"}");
    let row = rows(&done).remove(0);
    assert_eq!(row["text"], "The \"pier\"! \u{fffd} 😀");
    assert!(row["edits"].as_array().unwrap().iter().any(|edit| edit["rule"] == "encoding"), "{row}");
}

#[test]
fn batch_reports_a_bad_line_by_its_number_and_goes_on() {
    let bad = [
        ("nope", "not a JSON object"),
        ("[1]", "not a JSON object"),
        ("{\"id\":7}", "no field `input`"),
        ("{\"id\":7,\"input\":5}", "neither a string nor"),
        ("{\"id\":7,\"input\":{\"text\":5}}", "neither a string nor"),
        ("{\"id\":7,\"input\":{}}", "neither a string nor"),
        ("{\"id\":7,\"input\":{\"text\":null}}", "neither a string nor"),
        ("{\"id\":7,\"input\":[\"One.\"]}", "neither a string nor"),
        ("{\"id\":7,\"input\":\"far too long for the limit\"}", "26"),
    ];
    for (line, problem) in bad {
        let lines = format!("{{\"id\":1,\"input\":\"One.\"}}\n\n{line}\n{{\"id\":2,\"input\":\"Two.\"}}\n");
        let done = cleancopy(&["batch", "--max-input", "20"], lines);
        let rows = rows(&done);
        assert_eq!((&rows[0], &rows[2]), (&json!({ "id": 1, "text": "One." }), &json!({ "id": 2, "text": "Two." })));
        assert_eq!(rows[1]["line"], 3);
        assert_eq!(rows[1].get("id"), line.contains("id").then_some(&json!(7)));
        assert!(rows[1]["error"].as_str().unwrap().contains(problem), "{}", rows[1]);
        assert!(err(&done).contains("line 3") && err(&done).contains(problem), "{}", err(&done));
        assert_eq!(done.status.code(), Some(1));
    }
}

#[test]
fn batch_reports_a_line_that_is_not_utf8_and_goes_on() {
    let done = cleancopy(&["batch"], b"{\"input\":\"caf\xe9\"}\n{\"input\":\"Two.\"}\n");
    assert_eq!(rows(&done)[1], json!({ "text": "Two." }));
    assert!(err(&done).contains("line 1"), "{}", err(&done));
    assert_eq!(done.status.code(), Some(1));
}
