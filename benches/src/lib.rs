//! What the benchmarks share: the sets that `cargo xtask bench` wrote, and the ways to clean them.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use cleancopy::{Cleaner, Format, Input, Options, Scope};

/// Documents of one kind.
pub struct Set {
    pub name: &'static str,
    pub html: bool,
    pub documents: Vec<String>,
}

/// Reads the sets from a folder.
pub fn sets(folder: &Path) -> Vec<Set> {
    let set = |name, html| {
        let file = File::open(folder.join(name).with_extension("json")).expect("`cargo xtask bench` wrote the sets");
        Set { name, html, documents: serde_json::from_reader(BufReader::new(file)).expect("an array of strings") }
    };
    vec![set("seed", false), set("damaged", false), set("clipboard", true), set("source", true)]
}

impl Set {
    pub fn input<'a>(&self, document: &'a str) -> Input<'a> {
        if self.html { Input::html(document) } else { Input::text(document) }
    }
}

/// What is asked for: everything as text, as HTML and as Markdown, the article as text.
pub const TASKS: [(&str, Format, Scope); 4] = [
    ("text", Format::Text, Scope::Everything),
    ("html", Format::Html, Scope::Everything),
    ("markdown", Format::Markdown, Scope::Everything),
    ("article", Format::Text, Scope::Article),
];

pub fn cleaner(format: Format, scope: Scope) -> Cleaner {
    let mut options = Options::default();
    options.format = format;
    options.scope = scope;
    Cleaner::new(options).expect("the options are sound")
}
