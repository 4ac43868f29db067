//! The npm package: the façade compiled, all of it packed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use duct::Expression;

use crate::{root, setup, target};

/// The package's folder.
pub fn folder() -> PathBuf {
    root().join("npm")
}

/// Where [`pack`] puts the tarball.
pub fn tarball() -> PathBuf {
    target().join("package").join(concat!("cleancopy-", env!("CARGO_PKG_VERSION"), ".tgz"))
}

/// `npm` with these arguments, in a folder. On Windows through Node, since `npm` is a batch file there.
pub fn npm(folder: &Path, arguments: &[&str]) -> Result<Expression> {
    let npm = which::which("npm").context(setup::NODE_WANTED)?;
    let script = npm.with_file_name("node_modules/npm/bin/npm-cli.js");
    let (program, first) =
        if cfg!(windows) && script.exists() { (PathBuf::from("node"), Some(script)) } else { (npm, None) };
    let arguments = first.into_iter().map(Into::into).chain(arguments.iter().map(std::ffi::OsString::from));
    Ok(duct::cmd(program, arguments).dir(folder))
}

/// Installs what a folder's lock file names, if that was not done since the file last changed.
pub fn install(folder: &Path) -> Result<()> {
    let modified = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    if modified("node_modules/.package-lock.json") < modified("package-lock.json") {
        npm(folder, &["ci", "--no-audit", "--no-fund"])?.stdout_to_stderr().run()?;
    }
    Ok(())
}

/// Empties npm/dist, so that nothing old is packed.
pub fn clear() -> Result<()> {
    let dist = folder().join("dist");
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    Ok(())
}

/// Compiles the façade to npm/dist, beside the module that is there.
pub fn compile() -> Result<()> {
    let compiler = folder().join("node_modules/typescript/bin/tsc");
    duct::cmd!("node", compiler, "--project", folder()).stdout_to_stderr().run().context("npm/src does not compile")?;
    duct::cmd!("node", folder().join("bundle.mjs")).run().context("npm/dist cannot be bundled")?;
    Ok(())
}

/// Packs npm/ into [`tarball`].
pub fn pack() -> Result<()> {
    let to = target().join("package");
    fs::create_dir_all(&to)?;
    // npm packs what lies in its folder.
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(licence), folder().join(licence))?;
    }
    npm(&folder(), &["pack", "--silent", "--pack-destination", &to.to_string_lossy()])?.stdout_null().run()?;
    ensure!(tarball().exists(), "the version in npm/package.json is not {}", env!("CARGO_PKG_VERSION"));
    Ok(())
}
