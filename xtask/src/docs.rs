//! The JavaScript API as pages, made from its types by TypeDoc, and committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{npm, root, target};

/// Writes the pages.
pub fn write() -> Result<()> {
    make(&pages())
}

/// Whether the committed pages are what the types say.
pub fn check() -> Result<()> {
    let made = target().join("api");
    make(&made)?;
    let [committed, current] = [pages(), made].map(|folder| files(&folder));
    ensure!(committed? == current?, "docs/api is not what npm/src says: run `cargo xtask docs` and commit it");
    Ok(())
}

fn pages() -> PathBuf {
    root().join("docs/api")
}

fn make(to: &Path) -> Result<()> {
    let docs = root().join("docs");
    npm::install(&npm::folder())?;
    npm::install(&docs)?;
    let typedoc = docs.join("node_modules/typedoc/bin/typedoc");
    duct::cmd!("node", typedoc, "--logLevel", "Warn", "--out", to)
        .dir(&docs)
        .stdout_to_stderr()
        .run()
        .context("the API cannot be documented")?;
    Ok(())
}

/// The files of a folder and of those in it, by their paths there.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path)?.replace("\r\n", "\n");
                files.insert(path.strip_prefix(folder)?.to_owned(), text);
            }
        }
    }
    Ok(files)
}
