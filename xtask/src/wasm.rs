//! The module and its glue: compiled, bound, optimised, weighed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use duct::cmd;
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::setup::WasmToolchain;
use crate::{npm, root, target};

/// What the module may weigh at most, compressed with brotli.
const BUDGET: usize = 210_000;

/// The features that Rust's target has; the optimiser must know them.
const FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/// Builds the module and its glue, and writes them to npm/dist.
pub fn build() -> Result<()> {
    let toolchain = WasmToolchain::find()?;
    let arguments = ["--lib", "--profile", "wasm", "--no-default-features", "--features", "wasm"];
    toolchain
        .cargo_build(&arguments)
        .env("CARGO_TARGET_DIR", target())
        .dir(root())
        .run()
        .context("the wasm build failed")?;

    let compiled = target().join("wasm32-unknown-unknown/wasm/cleancopy.wasm");
    // Done already for this very module, by this very program?
    let (bytes, done) = (fs::read(&compiled)?, folder().join("compiled.wasm"));
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    if fs::read(&done).ok().as_ref() != Some(&bytes) || modified(&done) < modified(&std::env::current_exe()?) {
        bind(&compiled)?;
        optimise()?;
        fs::write(done, bytes)?;
    }

    let dist = npm::folder().join("dist");
    fs::create_dir_all(&dist)?;
    let bytes = fs::read(module())?;
    let binary = base64::engine::general_purpose::STANDARD.encode(&bytes);
    fs::write(dist.join("binary.js"), format!("export const binary = \"{binary}\";\n"))?;
    fs::write(dist.join("cleancopy.wasm"), bytes)?;
    fs::copy(folder().join("cleancopy.js"), dist.join("glue.js"))?;
    Ok(())
}

/// Where the steps leave their files.
fn folder() -> PathBuf {
    target().join("module")
}

/// The module as it is shipped.
fn module() -> PathBuf {
    folder().join("cleancopy.wasm")
}

/// The same with the names of its functions.
fn named_module() -> PathBuf {
    folder().join("named.wasm")
}

fn bind(compiled: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .typescript(false)
        // The façade names the file itself, so that a bundler does not ship it beside the one that is inside.
        .omit_default_module_path(true)
        // After a panic the module is started anew.
        .reset_state_function(true)
        .generate(folder())
}

fn optimise() -> Result<()> {
    let optimiser = npm::folder().join("node_modules/binaryen/bin/wasm-opt");
    let wasm_opt = |from: &Path, to: &Path, how: &[&str]| {
        let features = FEATURES.iter().map(|feature| format!("--enable-{feature}").into());
        let arguments = [optimiser.clone().into(), from.into(), "--output".into(), to.into()];
        duct::cmd("node", arguments.into_iter().chain(features).chain(how.iter().map(std::ffi::OsString::from))).run()
    };
    // Measured: a body that is inlined into its only caller compresses worse than one that is called (6 KB of brotli).
    let small = ["-Oz", "--converge", "--flatten", "--rereloop", "-Oz", "--converge", "-ocimfs", "20", "--debuginfo"];
    wasm_opt(&folder().join("cleancopy_bg.wasm"), &named_module(), &small)?;
    wasm_opt(&named_module(), &module(), &["--strip-debug", "--strip-producers"])?;
    Ok(())
}

/// Prints what everything weighs; an error if the module is over its budget.
pub fn weigh() -> Result<()> {
    let dist = npm::folder().join("dist");
    let facade = ["api.js", "glue.js", "rules.js"];
    let rows = [
        ("cleancopy.wasm", vec!["cleancopy.wasm"]),
        ("cleancopy/wasm, without the module", [&["wasm.js"], &facade[..]].concat()),
        ("cleancopy, the module inside", [&["index.js", "binary.js"], &facade[..]].concat()),
    ];
    println!("\n{:<44}{:>10}{:>10}", "size in bytes", "raw", "brotli");
    let mut weight = None;
    for (label, files) in rows {
        let bytes = files.iter().map(|file| fs::read(dist.join(file))).collect::<Result<Vec<_>, _>>()?.concat();
        let compressed = brotli(&bytes)?;
        println!("{label:<44}{:>10}{compressed:>10}", bytes.len());
        weight = weight.or(Some(compressed));
    }

    println!("\nof the module, by the names of its functions:");
    for (part, bytes) in parts(&fs::read(named_module())?)? {
        println!("  {part:<42}{bytes:>10}");
    }
    println!();
    let weight = weight.unwrap_or_default();
    ensure!(weight <= BUDGET, "the module weighs {weight} bytes with brotli, and {BUDGET} are allowed");
    Ok(())
}

/// The length after brotli, which Node has built in.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let program = "process.stdout.write(String(zlib.brotliCompressSync(fs.readFileSync(0)).length))";
    Ok(cmd!("node", "--eval", program).stdin_bytes(bytes).read()?.parse()?)
}

/// The bytes of code of each crate, the largest first, and the bytes that are not code.
/// A generic function counts for the crate that wrote it, an inlined one for its caller.
fn parts(module: &[u8]) -> Result<Vec<(&str, usize)>> {
    let (mut imports, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imports += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(subsections) = section.as_known() else { continue };
                for subsection in subsections {
                    let Name::Function(functions) = subsection? else { continue };
                    for function in functions {
                        let function = function?;
                        names.insert(function.index, function.name);
                    }
                }
            }
            _ => {}
        }
    }
    let mut parts = BTreeMap::new();
    for (index, bytes) in bodies.iter().enumerate() {
        let name = names.get(&(imports + index as u32)).copied().unwrap_or_default();
        *parts.entry(crate_of(name)).or_insert(0) += bytes;
    }
    let code: usize = bodies.iter().sum();
    let (mut large, small): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, bytes)| bytes * 100 >= code);
    large.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    large.push(("smaller ones", small.iter().map(|(_, bytes)| bytes).sum()));
    let stripped = fs::metadata(self::module())?.len() as usize;
    large.push(("tables, texts and types", stripped.saturating_sub(code)));
    Ok(large)
}

/// The crate that a function belongs to: the first path in its name, as in `<&a[hash]::B as c::D>::e`.
fn crate_of(name: &str) -> &str {
    if name.ends_with(" multivalue shim") || name.contains("::maybe_catch_unwind") {
        return "cleancopy"; // an export, inlined into wasm-bindgen's wrapper
    }
    let before_path = name.split_once("::").map_or("", |(before, _)| before);
    let before_hash =
        before_path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(before_path, |(path, _)| path);
    let start = before_hash.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
    match &before_hash[start..] {
        "core" | "alloc" | "std" | "hashbrown" | "dlmalloc" | "__rustc" => "the standard library",
        "regex" | "regex_automata" | "regex_syntax" => "regex",
        "" => "of no crate",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_first_path_in_its_name() {
        let names = [
            ("cleancopy::lex::tags::h0123456789abcdef", "cleancopy"),
            ("<regex_automata::meta::Core as core::fmt::Debug>::fmt", "regex"),
            ("<&u64 as core[c5930c85a12de822]::fmt::Debug>::fmt", "the standard library"),
            ("<[cleancopy::Edit] as serde_core::ser::Serialize>::serialize", "cleancopy"),
            ("cleaner_edits multivalue shim", "cleancopy"),
            ("F64 -> Externref", "of no crate"),
        ];
        for (name, crate_name) in names {
            assert_eq!(crate_of(name), crate_name, "{name}");
        }
    }
}
