//! `cargo xtask`: builds, serves and tests everything, on a machine that has Rust and Node.
//!
//! The way to the page: `setup` sees to the tools, `wasm` makes the module, `npm` the
//! package around it, `page` the page on top of that. `test` runs all of it and every check.

mod bench;
mod blank;
mod differences;
mod docs;
mod eval;
mod hosts;
mod npm;
mod order;
mod page;
mod reading;
mod release;
mod rules;
mod setup;
mod snip;
mod test;
mod train;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, serves and tests everything")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes the module and the npm package, and prints what they weigh
    Build {
        /// Print also what each part of the module costs
        #[arg(long)]
        parts: bool,
    },
    /// Builds the page and serves it
    Serve {
        #[arg(long, default_value_t = 4173)]
        port: u16,
        /// Serve the page that is in www/dist, as a release carries it
        #[arg(long)]
        prebuilt: bool,
    },
    /// Checks the format and lints
    Check,
    /// Measures speed and memory, beside peers
    Bench(bench::Arguments),
    /// Takes the figures of quality, and holds them against the baseline
    Eval(eval::Arguments),
    /// Makes the pages of the JavaScript API
    Docs,
    /// Tries the package in every host, from its tarball, and prints the table
    Hosts {
        /// Those whose names hold one of these words; all without any
        names: Vec<String>,
    },
    /// Makes a release: the tarball, the crate and the built page with their checksums
    Release,
    /// Learns the selector's forests from the shared sets
    Train(train::Arguments),
    /// Runs every test
    Test {
        /// Run these parts alone
        #[arg(long, value_name = "PART")]
        only: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is well; an error says what is not, where the command has not said so itself.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Build { parts } => {
            build()?;
            wasm::weigh(parts)?;
        }
        Command::Serve { port, prebuilt } => {
            setup::node()?;
            if !prebuilt {
                build()?;
                page::build()?;
            }
            page::serve(port)?;
        }
        Command::Bench(arguments) => bench::run(arguments)?,
        Command::Eval(arguments) => eval::run(arguments)?,
        Command::Train(arguments) => train::run(arguments)?,
        Command::Docs => docs::write()?,
        Command::Hosts { names } => {
            build()?;
            return hosts::run(&names);
        }
        Command::Release => release::run()?,
        Command::Check => return test::run(&["format".into(), "lint".into()]),
        Command::Test { only } => return test::run(&only),
    }
    Ok(true)
}

/// The package, with all that it needs.
fn build() -> Result<()> {
    setup::node()?;
    npm::install(&npm::folder())?;
    rules::write()?;
    npm::clear()?;
    wasm::build()?;
    npm::compile()?;
    npm::pack()
}

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the project").to_owned()
}

/// The folder that cargo builds in: we run from its folder `debug`.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows its path");
    program.ancestors().nth(2).expect("cargo runs programs from its target folder").to_owned()
}
