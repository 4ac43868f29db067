//! The page: built by Vite, served by Vite's preview with the headers of its configuration.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use duct::cmd;

use crate::{npm, root};

/// The page's folder.
pub fn folder() -> PathBuf {
    root().join("www")
}

/// Checks the page's types and bundles it to www/dist. Wants the package to be built.
pub fn build() -> Result<()> {
    npm::install(&folder())?;
    npm::npm(&folder(), &["run", "--silent", "build"])?.stdout_to_stderr().run().context("the page does not build")?;
    Ok(())
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
