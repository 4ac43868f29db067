//! The package in every host that it promises to fit into: tests/hosts/hosts.mjs, told where the things are.

use anyhow::Result;

use crate::{npm, root, setup, target};

/// Runs the hosts whose names hold one of these words, and says whether everything in the table works.
pub fn run(names: &[String]) -> Result<bool> {
    let tests = root().join("tests");
    npm::install(&tests)?;
    let script = tests.join("hosts/hosts.mjs").into_os_string();
    let arguments = std::iter::once(script).chain(names.iter().map(Into::into));
    let hosts = duct::cmd("node", arguments)
        .env("CHROMIUM", setup::chromium()?)
        .env("CLEANCOPY_TARBALL", npm::tarball())
        .env("CLEANCOPY_HOSTS", target().join("hosts"));
    Ok(hosts.unchecked().run()?.status.success())
}
