//! A release: what is published and what a stranger serves without a toolchain, with checksums, in one folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{npm, page, root, setup, target};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Makes all of it, tries both publications without publishing, and prints where it lies.
pub fn run() -> Result<()> {
    check_versions()?;
    check_changes()?;
    crate::build()?;
    page::build()?;

    let folder = target().join("release").join(VERSION);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let place = |from: &Path| fs::copy(from, folder.join(from.file_name().expect("it is a file")));

    let cargo = |arguments: &[&str]| duct::cmd(setup::cargo(), arguments).dir(root()).run();
    cargo(&["publish", "--dry-run", "--locked", "--package", "cleancopy"])
        .context("the crate cannot be published as it is")?;
    place(&target().join(format!("package/cleancopy-{VERSION}.crate")))?;

    let tarball = npm::tarball();
    npm::npm(&root(), &["publish", "--dry-run", &tarball.to_string_lossy()])?
        .run()
        .context("the package cannot be published as it is")?;
    place(&tarball)?;

    archive(&page::folder().join("dist"), &folder.join(format!("cleancopy-page-{VERSION}.tar.gz")))?;

    let sums: String = files(&folder)?.iter().map(|file| checksum(file)).collect::<Result<_>>()?;
    fs::write(folder.join("SHA256SUMS"), &sums)?;
    println!("\n{sums}\n{}", folder.display());
    Ok(())
}

/// Whether the package has the crate's version.
fn check_versions() -> Result<()> {
    for file in ["package.json", "package-lock.json"] {
        let manifest: Value = serde_json::from_str(&fs::read_to_string(npm::folder().join(file))?)?;
        let found = &manifest["version"];
        ensure!(found == VERSION, "the version in npm/{file} is {found}, and in Cargo.toml {VERSION}: make them one");
    }
    Ok(())
}

/// Whether it is written down what is new.
fn check_changes() -> Result<()> {
    let changes = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let section = changes.split("\n## ").find(|section| section.starts_with(VERSION));
    let is_filled = section.is_some_and(|section| section.lines().skip(1).any(|line| !line.trim().is_empty()));
    ensure!(is_filled, "CHANGELOG.md says nothing under `## {VERSION}`: write down what is new");
    Ok(())
}

/// A folder as one file, the same from the same files.
fn archive(folder: &Path, to: &Path) -> Result<()> {
    let mut builder = tar::Builder::new(GzEncoder::new(File::create(to)?, Compression::best()));
    builder.mode(tar::HeaderMode::Deterministic);
    for file in files(folder)? {
        builder.append_path_with_name(&file, file.strip_prefix(folder)?)?;
    }
    builder.into_inner()?.finish()?;
    Ok(())
}

/// The files of a folder and of those in it, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A line as `sha256sum --check` reads it.
fn checksum(file: &Path) -> Result<String> {
    let sum = Sha256::digest(fs::read(file)?);
    let digits: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = file.file_name().expect("it is a file").to_string_lossy();
    Ok(format!("{digits}  {name}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_agree_and_the_changelog_has_them() {
        check_versions().unwrap();
        check_changes().unwrap();
    }
}
