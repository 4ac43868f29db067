//! What a machine with Rust and Node still lacks, found or installed (CONTRACT, section 8).
//!
//! Each function looks first and is quick when all is there. System packages are
//! installed only by root on Debian and its kin, and announced; anyone else gets an
//! error of one line with the command to run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use duct::{Expression, cmd};
use which::which;

const WASM: &str = "wasm32-unknown-unknown";

/// How long `rustup` may take before its server counts as out of reach.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(90);

/// Debian's compiler, whose sources the standard library for wasm is built from.
const DEBIAN_RUST: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// Says that Node is wanted, and which.
pub const NODE_WANTED: &str =
    "Node.js 20.16 or newer with npm is wanted: install it from nodejs.org or your system's packages";

/// Checks that Node is there and recent enough.
pub fn node() -> Result<()> {
    let version = cmd!("node", "--print", "process.versions.node").read().context(NODE_WANTED)?;
    let mut parts = version.split('.').map_while(|part| part.parse::<u32>().ok());
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    ensure!(found >= (20, 16), "{NODE_WANTED} (found {version})");
    Ok(())
}

/// What compiles for wasm. Either builds the standard library from its sources, for size.
pub enum WasmToolchain {
    /// The active toolchain, with the library's sources.
    Active,
    /// Debian's compiler, with Debian's sources.
    Debian,
}

impl WasmToolchain {
    /// Finds one, or installs one.
    pub fn find() -> Result<Self> {
        if has_library_sources()? {
            return Ok(Self::Active);
        }
        if !has_debian_rust() {
            eprintln!("setup: the Rust toolchain has no sources of its standard library; asking rustup for them");
            if add_rustup_sources() && has_library_sources()? {
                return Ok(Self::Active);
            }
            eprintln!("setup: rustup did not give them; Debian has a compiler with its sources");
            install(&DEBIAN_RUST, "run `rustup component add rust-src`")?;
            ensure!(has_debian_rust(), "{} were installed, and yet do not give a compiler", DEBIAN_RUST.join(", "));
        }
        let version = cmd!("/usr/bin/rustc", "--version").read()?;
        let minor = version.split('.').nth(1).and_then(|minor| minor.parse::<u32>().ok());
        let wanted = env!("CARGO_PKG_RUST_VERSION");
        let least = wanted.split('.').nth(1).and_then(|minor| minor.parse().ok());
        ensure!(
            minor >= least,
            "Debian's compiler is `{version}`, and {wanted} is wanted: run `apt-get update && apt-get install rustc-web`"
        );
        Ok(Self::Debian)
    }

    /// `cargo rustc` for wasm, with these arguments.
    pub fn cargo_rustc(&self, arguments: &[&str]) -> Expression {
        let rustc = ["rustc", "--target", WASM].iter().chain(&BUILD_STD).chain(arguments).map(OsString::from);
        let command = match self {
            Self::Active => duct::cmd(cargo(), rustc),
            Self::Debian => duct::cmd("/usr/bin/cargo", rustc)
                .env("RUSTC", "/usr/bin/rustc")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "lld-22"),
        };
        command.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", SMALL)
    }
}

/// A standard library that is built for size: 12 KB of brotli less than the one that is shipped.
const BUILD_STD: [&str; 2] = ["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"];

/// A panic is a trap and says nothing: 26 KB of brotli less, and no path of the machine that built the module. The
/// package says what to do, the native command where it was. LLVM does alone what rustc would do before it: 0.6 KB less, and
/// as fast. Unstable flags, as `-Zbuild-std` is.
const SMALL: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zmir-opt-level=0";

/// The cargo that runs us.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn has_library_sources() -> Result<bool> {
    let root = cmd!("rustc", "--print", "sysroot").read().context("rustc is wanted")?;
    Ok(Path::new(&root).join("lib/rustlib/src/rust/library").is_dir())
}

fn add_rustup_sources() -> bool {
    let Ok(running) =
        cmd!("rustup", "component", "add", "rust-src").env("RUST_BACKTRACE", "0").stdout_to_stderr().start()
    else {
        return false;
    };
    match running.wait_timeout(RUSTUP_PATIENCE) {
        Ok(Some(_)) => true,
        Ok(None) => running.kill().is_err(),
        Err(_) => false,
    }
}

fn has_debian_rust() -> bool {
    ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/lld-22", "/usr/lib/rustlib/src/rust/library"]
        .iter()
        .all(|path| Path::new(path).exists())
}

/// A Chromium, Chrome or Edge that is installed, else Debian's; none where neither is to be had.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    install(&["chromium"], "install Chromium, Chrome or Edge, or name one in CHROMIUM")?;
    find_chromium().context("chromium was installed, and yet is not found: name it in CHROMIUM")
}

fn find_chromium() -> Option<PathBuf> {
    let names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];
    let places = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = places.iter().map(PathBuf::from).filter(|path| path.exists());
    named.into_iter().chain(names.iter().filter_map(|name| which(name).ok())).chain(known).next()
}

/// Installs Debian's packages, if we may; else says what to do.
fn install(packages: &[&str], otherwise: &str) -> Result<()> {
    let line = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if which("apt-get").is_err() {
        bail!("{otherwise}");
    }
    if cmd!("id", "-u").read()?.trim() != "0" {
        bail!("{otherwise}, or `sudo {line}`");
    }
    eprintln!("setup: installing Debian's {} (as root: {line})", packages.join(", "));
    let apt = |arguments: &[&str]| {
        let quiet = ["--quiet", "--yes", "--no-remove", "--no-install-recommends"].iter().chain(arguments);
        duct::cmd("apt-get", quiet).env("DEBIAN_FRONTEND", "noninteractive").stdout_to_stderr().run()
    };
    apt(&["update"]).with_context(|| format!("Debian's list of packages cannot be fetched: {otherwise}"))?;
    apt(&[&["install"], packages].concat()).with_context(|| format!("`{line}` failed: {otherwise}"))?;
    Ok(())
}
