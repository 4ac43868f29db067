//! What the tests read in `../shared`; where it is absent, they say that they were skipped.

// Each test takes what it needs of it.
#![allow(dead_code)]

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

/// A file or a folder of `../shared`.
pub fn path(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    let there = path.exists();
    if !there {
        eprintln!("SKIPPED: {} is not there", path.display());
    }
    there.then_some(path)
}

/// The text of a file.
pub fn text(name: &str) -> Option<String> {
    path(name).map(|path| std::fs::read_to_string(path).expect("it is text"))
}

/// The fields `id` and `input` of each record of a file, packed or not.
pub fn inputs(name: &str) -> Option<impl Iterator<Item = (String, String)> + use<>> {
    let path = path(name)?;
    let file = File::open(&path).expect("it can be read");
    let packed = path.extension().is_some_and(|end| end == "gz");
    let read: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    Some(BufReader::new(read).lines().map(|line| {
        let record: serde_json::Value =
            serde_json::from_str(&line.expect("the file is text")).expect("a record is JSON");
        let field = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        (field("id"), field("input"))
    }))
}
