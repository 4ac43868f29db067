//! What programs put on a clipboard, in our own words with their real structure: each comes out as
//! it should, in each format.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

#[path = "support/safe.rs"]
mod safe;

use cleancopy::{Cleaner, Format, Input, Options};

const FORMATS: [(Format, &str); 3] = [(Format::Text, "txt"), (Format::Markdown, "md"), (Format::Html, "safe.html")];

#[test]
fn every_paste_comes_out_as_a_person_would_write_it() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pastes");
    let read = |name: String| fs::read_to_string(folder.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = files.filter_map(|file| file.strip_suffix(".safe.html").map(str::to_owned)).collect();
    assert!(names.len() > 7, "{names:?}");
    let mut wrong = String::new();
    let mut written = BTreeSet::new();
    for name in &names {
        let paste = read(format!("{name}.html"));
        for (format, end) in FORMATS {
            let mut options = Options::default();
            options.format = format;
            let output = Cleaner::new(options).unwrap().clean(&Input::html(&paste)).unwrap().output;
            if format == Format::Html {
                safe::check(&output).unwrap();
                let elements = safe::allowed()
                    .into_keys()
                    .filter(|name| ["<NAME>", "<NAME "].iter().any(|tag| output.contains(&tag.replace("NAME", name))));
                written.extend(elements);
            }
            let wanted = read(format!("{name}.{end}"));
            if output != wanted.trim_end() {
                wrong += &format!("=== {name}.{end} ===\n{output}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    // Nothing is on the list that is not written.
    assert!(written.into_iter().eq(safe::allowed().into_keys()));
}
