//! Markdown, read by a CommonMark parser of another hand, is what the HTML output is: the same
//! blocks in the same places, with the same words, links and emphasis.

#[path = "support/shared.rs"]
mod shared;

use std::fs;
use std::path::Path;

use cleancopy::{Cleaner, Format, Input, Options};
use html5gum::{Token, Tokenizer};
use pulldown_cmark::Parser;

/// What one block says: where it stands and what it is, its text, and its letters by their looks.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Block {
    place: String,
    text: String,
    looks: Vec<(String, String)>,
}

/// Reads the blocks of HTML.
fn blocks(html: &str) -> Vec<Block> {
    let (mut blocks, mut block) = (Vec::new(), Block::default());
    // Containers with what is counted in them, and the looks that are on.
    let mut containers: Vec<(String, u32)> = Vec::new();
    let mut looks: Vec<String> = Vec::new();
    let (mut kind, mut preformatted) = (String::new(), false);
    for Ok(token) in Tokenizer::new(html) {
        let attribute = |name: &str| match &token {
            Token::StartTag(tag) => {
                tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
            }
            _ => None,
        };
        match &token {
            Token::String(text) => say(&mut block, &String::from_utf8_lossy(text), &looks, preformatted),
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match name.as_str() {
                    "strong" | "em" => looks.push(name),
                    "code" if preformatted => kind = format!("pre {}", attribute("class").unwrap_or_default()),
                    "code" => looks.push(name),
                    "a" => looks.push(format!("a {}", address(&attribute("href").unwrap_or_default()))),
                    "img" => {
                        let (src, alt) = (attribute("src").unwrap_or_default(), attribute("alt").unwrap_or_default());
                        say(&mut block, &format!(" [{} {alt}] ", address(&src)), &looks, false);
                    }
                    "br" => say(&mut block, if preformatted { "\n" } else { " " }, &looks, preformatted),
                    "tbody" | "thead" => {}
                    _ => {
                        end(&mut blocks, &mut block, &containers, &kind);
                        match name.as_str() {
                            "hr" => {
                                block.text.push('-');
                                end(&mut blocks, &mut block, &containers, "hr");
                            }
                            "ul" | "ol" | "blockquote" | "table" | "tr" | "li" | "td" | "th" => {
                                let number = containers.last_mut().map_or(0, |(_, count)| {
                                    *count += 1;
                                    *count
                                });
                                // Markdown's first row is always one of headings.
                                let name = if name == "th" { "td".to_owned() } else { name };
                                let start = attribute("start").unwrap_or_default();
                                let numbered = matches!(name.as_str(), "li" | "tr" | "td");
                                let number = if numbered { number.to_string() } else { start };
                                containers.push((format!("{name}{number}"), 0));
                                kind.clear();
                            }
                            "pre" => (preformatted, kind) = (true, name),
                            "p" => kind.clear(),
                            _ => kind = name,
                        }
                    }
                }
            }
            Token::EndTag(tag) => match tag.name.as_slice() {
                b"strong" | b"em" | b"a" => drop(looks.pop()),
                b"code" if !preformatted => drop(looks.pop()),
                b"code" | b"tbody" | b"thead" => {}
                name => {
                    end(&mut blocks, &mut block, &containers, &kind);
                    kind.clear();
                    preformatted = false;
                    if matches!(name, b"ul" | b"ol" | b"blockquote" | b"table" | b"tr" | b"li" | b"td" | b"th") {
                        containers.pop();
                    }
                }
            },
            _ => {}
        }
    }
    end(&mut blocks, &mut block, &containers, &kind);
    blocks
}

fn say(block: &mut Block, text: &str, looks: &[String], preformatted: bool) {
    for ch in text.chars() {
        let ch = if ch.is_ascii_whitespace() && !preformatted { ' ' } else { ch };
        if ch != ' ' || preformatted || !block.text.ends_with(' ') {
            block.text.push(ch);
        }
    }
    let letters: String = text.chars().filter(|ch| ch.is_alphanumeric()).collect();
    if preformatted || letters.is_empty() {
        return;
    }
    // Which look encloses which, and how often one is put on, shows nothing.
    let mut looks = looks.to_vec();
    looks.sort();
    looks.dedup();
    // Markdown has no emphasis inside code.
    let code = looks.iter().any(|look| look == "code");
    looks.retain(|look| !code || !matches!(look.as_str(), "em" | "strong"));
    let looks = looks.join(" ");
    match block.looks.last_mut() {
        Some((last, said)) if *last == looks => said.push_str(&letters),
        _ => block.looks.push((looks, letters)),
    }
}

fn end(blocks: &mut Vec<Block>, block: &mut Block, containers: &[(String, u32)], kind: &str) {
    let mut block = std::mem::take(block);
    block.text = block.text.trim().to_owned();
    if !block.text.is_empty() {
        let places: Vec<&str> = containers.iter().map(|(name, _)| name.as_str()).collect();
        block.place = format!("{} {kind}", places.join(" ")).trim().to_owned();
        blocks.push(block);
    }
}

/// An address with its escapes undone, since the parser writes some of its own.
fn address(href: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let [byte, behind @ ..] = rest {
        let hex = behind.get(..2).and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        match hex {
            Some(hex) if *byte == b'%' => (bytes, rest) = (push(bytes, hex), &behind[2..]),
            _ => (bytes, rest) = (push(bytes, *byte), behind),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push(mut bytes: Vec<u8>, byte: u8) -> Vec<u8> {
    bytes.push(byte);
    bytes
}

fn output(input: &Input, format: Format) -> String {
    let mut options = Options::default();
    options.format = format;
    Cleaner::new(options).unwrap().clean(input).unwrap().output
}

/// The first block that the formats differ in, if any.
fn difference(input: &Input) -> Option<String> {
    let (read, html) = (read(&output(input, Format::Markdown)), blocks(&output(input, Format::Html)));
    let at = (0..read.len().max(html.len())).find(|&at| read.get(at) != html.get(at))?;
    Some(format!("Markdown: {:#?}\nHTML: {:#?}", read.get(at), html.get(at)))
}

/// Fails if more than so many of the inputs differ; shows the first few.
fn hold<'a>(name: &str, inputs: impl Iterator<Item = Input<'a>>) {
    let (mut all, mut different) = (0, Vec::new());
    for input in inputs {
        all += 1;
        different.extend(difference(&input).map(|what| format!("{name} {all}: {what}")));
    }
    assert!(all > 0, "{name} has inputs");
    assert!(
        different.is_empty(),
        "{} of {all}:\n{}",
        different.len(),
        different.iter().take(5).cloned().collect::<Vec<_>>().join("\n")
    );
}

/// What a CommonMark parser makes of Markdown.
fn read(markdown: &str) -> Vec<Block> {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, pulldown_cmark::Options::ENABLE_TABLES));
    blocks(&html)
}

#[test]
fn sound_markdown_is_copied_in_text_and_markup_elsewhere() {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown/answer.md")).unwrap();
    let input = Input::text(source.replace("\r\n", "\n"));
    assert_eq!(output(&input, Format::Text), source.trim_end());
    for (ours, theirs) in blocks(&output(&input, Format::Html)).iter().zip(&read(&source)) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(read(&output(&input, Format::Markdown)), read(&source));
}

#[test]
fn a_block_of_code_has_the_name_of_a_language_and_no_other() {
    let html = |name: &str| output(&Input::text(format!("```{name}\nx = 1\n```")), Format::Html);
    assert_eq!(html("c++ title=x"), "<pre><code class=\"language-c++\">x = 1</code></pre>");
    for name in ["\"><img/src=x/onerror=alert(1)>", "\"onclick=x", "<b>", &"x".repeat(30)] {
        assert_eq!(html(name), "<pre><code>x = 1</code></pre>", "{name}");
    }
}

#[test]
fn every_paste_is_the_same_in_markdown_and_in_html() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pastes");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|end| end == "html"));
    hold("pastes", files.map(|file| Input::html(fs::read_to_string(file).unwrap())));
}

#[test]
fn what_differs_is_seen() {
    let html = "<ol start=\"3\"><li>a <em>b</em></li></ol><pre><code>x\ny</code></pre>";
    for other in [
        "<ol><li>a <em>b</em></li></ol><pre><code>x\ny</code></pre>",
        "<ol start=\"3\"><li>a b</li></ol><pre><code>x\ny</code></pre>",
        "<ol start=\"3\"><li>a <em>b</em></li></ol><pre><code>x y</code></pre>",
        "<ol start=\"3\"><li>a <em>b!</em></li></ol><pre><code>x\ny</code></pre>",
        "<p>a <em>b</em></p><pre><code>x\ny</code></pre>",
        "<ol start=\"3\"><li>a <em>b</em></li></ol>",
    ] {
        assert_ne!(blocks(other), blocks(html), "{other}");
    }
    assert_eq!(blocks("<p>a <strong>b</strong><br>\nc</p>"), blocks("<p>a <strong>b</strong> c"));
}

#[test]
fn every_case_is_the_same_in_markdown_and_in_html() {
    let Some(cases) = shared::inputs("cases/cases.jsonl") else { return };
    hold("cases", cases.map(|(_, input)| Input::text(input)));
}

#[test]
fn copies_of_the_benchmark_are_the_same_in_markdown_and_in_html() {
    // Enough of each set to meet what pages do, and few enough for a build without optimisation.
    let most = if cfg!(debug_assertions) { 40 } else { usize::MAX };
    for (set, html) in [
        ("mangled-dev", false),
        ("article-source-dev", true),
        ("article-clipboard-dev", true),
        ("article-plain-dev", false),
        ("wcxb-dev-source", true),
        ("wcxb-dev-clipboard", true),
        ("wcxb-dev-plain", false),
    ] {
        let Some(inputs) = shared::inputs(&format!("bench/{set}.jsonl.gz")) else { return };
        hold(set, inputs.take(most).map(|(_, input)| if html { Input::html(input) } else { Input::text(input) }));
    }
}
