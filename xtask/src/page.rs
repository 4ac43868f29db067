//! The page: built by Vite, weighed, served by Vite's preview with the headers of its configuration.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use duct::cmd;

use crate::{npm, root, wasm};

/// What may come over the network until a paste is clean, compressed with brotli: page and module.
const BUDGET: usize = 250_000;

/// The page's folder.
pub fn folder() -> PathBuf {
    root().join("www")
}

/// Checks the page's types and bundles it to www/dist, within its budget. Wants the package to be built.
pub fn build() -> Result<()> {
    npm::install(&folder())?;
    npm::npm(&folder(), &["run", "--silent", "build"])?.stdout_to_stderr().run().context("the page does not build")?;
    weigh()
}

/// Prints what the page weighs; an error if it is over its budget.
fn weigh() -> Result<()> {
    let dist = folder().join("dist");
    let (mut weight, mut later) = (0, 0);
    for file in files(&dist)? {
        let bytes = wasm::brotli(&fs::read(&file)?)?;
        // The icons of an installed page, and what is asked for when it is wanted.
        let is_later = file.starts_with(dist.join("assets/later")) || file.extension().is_some_and(|end| end == "png");
        *if is_later { &mut later } else { &mut weight } += bytes;
    }
    eprintln!("page and module weigh {weight} bytes with brotli, of {BUDGET}, and {later} what may be wanted later");
    ensure!(weight <= BUDGET, "page and module weigh {weight} bytes with brotli, and {BUDGET} are allowed");
    Ok(())
}

/// The files in a folder and in those below it.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// Serves www/dist until it is stopped; Vite prints the address.
pub fn serve(port: u16) -> Result<()> {
    ensure!(
        folder().join("dist/index.html").exists(),
        "www/dist holds no page: run `cargo xtask serve` without --prebuilt, or unpack a release here"
    );
    npm::install(&folder())?;
    let vite = folder().join("node_modules/vite/bin/vite.js");
    cmd!("node", vite, "preview", "--strictPort", "--port", port.to_string())
        .dir(folder())
        .run()
        .with_context(|| format!("the page cannot be served on port {port}: is it taken? Try --port"))?;
    Ok(())
}
