//! The module and its glue: compiled, snipped, bound, blanked, written as differences, optimised, ordered, weighed.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use duct::cmd;
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::setup::WasmToolchain;
use crate::{blank, differences, npm, order, root, snip, target};

/// What the module may weigh at most, compressed with brotli.
const BUDGET: usize = 210_000;

/// What the JavaScript around it may weigh, compressed with brotli.
const FACADE_BUDGET: usize = 4_000;

/// How far a function is inlined. An instruction and a call cost three times what LLVM says, and so does the threshold: what
/// has one caller, which LLVM always counts as 15,000 cheaper, is inlined up to a third of the length. It is 0.7 KB of brotli
/// less, and LLVM sees more code of `regex` that nothing calls. Measured at LLVM's own costs, beside a threshold of 8: 25
/// for some 12 % more speed and 1 KB, 40 for 15 % and 3 KB, 60 for 22 % and 6 KB, 120 for 34 % and 20 KB, `opt-level = "s"`
/// for 30 % and 23 KB.
const INLINING: &str = "-Cllvm-args=-inline-threshold=24 -inline-instr-cost=15 -inline-call-penalty=75";

/// The features that Rust's target has; the optimiser must know them.
const FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/// Builds the module and its glue, and writes them to npm/dist.
pub fn build() -> Result<()> {
    let toolchain = WasmToolchain::find()?;
    // As one crate type alone: with a library for Rust beside it there is no optimisation over all crates.
    let build = ["--lib", "--crate-type", "cdylib", "--profile", "wasm", "--no-default-features", "--features", "wasm"];
    let arguments = [build.as_slice(), &["--", INLINING]].concat();
    toolchain
        .cargo_rustc(&arguments)
        .env("CARGO_TARGET_DIR", target())
        .dir(root())
        .run()
        .context("the wasm build failed")?;

    let compiled = target().join("wasm32-unknown-unknown/wasm/cleancopy.wasm");
    // Done already for this very module, by this very program?
    let (bytes, done) = (fs::read(&compiled)?, folder().join("compiled.wasm"));
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    if fs::read(&done).ok().as_ref() != Some(&bytes) || modified(&done) < modified(&std::env::current_exe()?) {
        snip(&compiled)?;
        bind()?;
        blank()?;
        subtract()?;
        optimise()?;
        fs::write(done, bytes)?;
    }

    let dist = npm::folder().join("dist");
    fs::create_dir_all(&dist)?;
    let bytes = fs::read(module())?;
    fs::write(dist.join("binary.js"), format!("export const binary = \"{}\";\n", pack(&bytes)))?;
    fs::copy(module(), dist.join("cleancopy.wasm"))?;
    fs::copy(folder().join("cleancopy.js"), dist.join("glue.js"))?;
    Ok(())
}

/// Where the steps leave their files.
fn folder() -> PathBuf {
    target().join("module")
}

/// The module without what is never called.
fn snipped_module() -> PathBuf {
    folder().join("snipped.wasm")
}

/// The module as wasm-bindgen leaves it.
fn bound_module() -> PathBuf {
    folder().join("cleancopy_bg.wasm")
}

/// The module as it is shipped.
fn module() -> PathBuf {
    folder().join("cleancopy.wasm")
}

/// With the names of its functions.
fn named_module() -> PathBuf {
    folder().join("named.wasm")
}

/// With names that say the order of its functions.
fn ordered_module() -> PathBuf {
    folder().join("ordered.wasm")
}

fn snip(compiled: &Path) -> Result<()> {
    let mut module = walrus::Module::from_file(compiled)?;
    for name in snip::never_called(&mut module) {
        println!("!!! No function has {name} in its name any more: it is shipped (xtask/src/snip.rs).");
    }
    fs::create_dir_all(folder())?;
    module.emit_wasm_file(snipped_module())
}

fn bind() -> Result<()> {
    Bindgen::new()
        .input_path(snipped_module())
        .out_name("cleancopy")
        .web(true)?
        .typescript(false)
        // The façade names the file itself, so that a bundler does not ship it beside the one that is inside.
        .omit_default_module_path(true)
        // After a panic the module is started anew.
        .reset_state_function(true)
        .generate(folder())?;
    rename()
}

/// Gives what the module and its glue know each other by a short name: a hash in each compresses to nothing less.
fn rename() -> Result<()> {
    let (mut module, glue) = (walrus::Module::from_file(bound_module())?, folder().join("cleancopy.js"));
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name).filter(|name| name.starts_with("__"));
    let mut names = BTreeMap::new();
    for name in imports.chain(exports) {
        let short = format!("_{}", names.len());
        names.insert(std::mem::replace(name, short.clone()), short);
    }
    let is_part = |ch: char| ch.is_ascii_alphanumeric() || ch == '_';
    let mut renamed = String::new();
    for word in fs::read_to_string(&glue)?.split_inclusive(|ch| !is_part(ch)) {
        let bare = word.trim_end_matches(|ch| !is_part(ch));
        renamed += names.get(bare).map_or(bare, String::as_str);
        renamed += &word[bare.len()..];
    }
    module.emit_wasm_file(bound_module())?;
    Ok(fs::write(glue, renamed)?)
}

fn blank() -> Result<()> {
    let mut module = fs::read(bound_module())?;
    if blank::property_names(&mut module)? == 0 {
        println!("!!! The names of Unicode properties are not found any more: they are shipped (xtask/src/blank.rs).");
    }
    Ok(fs::write(bound_module(), module)?)
}

fn subtract() -> Result<()> {
    let mut module = walrus::Module::from_file(bound_module())?;
    if differences::write(&mut module)? == 0 {
        println!("!!! No table is shorter as differences any more (xtask/src/differences.rs).");
    }
    module.emit_wasm_file(bound_module())
}

fn optimise() -> Result<()> {
    let optimiser = npm::folder().join("node_modules/binaryen/bin/wasm-opt");
    let wasm_opt = |from: &Path, to: &Path, how: &str| {
        let features = FEATURES.iter().map(|feature| format!("--enable-{feature}").into());
        let arguments = [optimiser.clone().into(), from.into(), "--output".into(), to.into()];
        duct::cmd("node", arguments.into_iter().chain(features).chain(how.split(' ').map(std::ffi::OsString::from)))
            .run()
    };
    // Measured: a body that is inlined into its only caller compresses worse than one that is called (6 KB of brotli),
    // and data that is cut at its zeroes worse than whole data (0.6 KB). The lowest addresses are the far end of the
    // stack: no pointer comes to them.
    let small = "-Oz --converge -ocimfs 10 --skip-pass=memory-packing --skip-pass=local-cse --low-memory-unused";
    // How an address is aligned is a hint that engines leave unused: said nowhere, functions are more alike (1.1 KB).
    // What a function may do is told of once, so that more of what its callers do around it is known to be free (0.2 KB).
    let effects = "--generate-global-effects";
    let named = format!(
        "{effects} --merge-similar-functions --flatten --dfo -Oz --flatten --rereloop --dealign {small} {effects} --debuginfo"
    );
    wasm_opt(&bound_module(), &named_module(), &named)?;
    // Once more without the names: a module that keeps them is written less tightly.
    let bytes = fs::read(named_module())?;
    let mut named = walrus::Module::from_buffer(&bytes)?;
    order::name(&bytes, &mut named)?;
    named.emit_wasm_file(ordered_module())?;
    // Blocks and locals that are simple already need no more of it (0.4 KB).
    let strip =
        "--skip-pass=merge-blocks --skip-pass=simplify-locals --strip-debug --strip-producers --strip-target-features";
    wasm_opt(&ordered_module(), &module(), &format!("{small} {effects} --reorder-functions-by-name {strip}"))?;
    Ok(())
}

/// Bytes as npm/src/unpack.ts reads them: one printable character for each of the most frequent, two for the others;
/// before them what each stands for. It is ASCII that no string, template or script has to escape, a fifth shorter
/// than base64, and compresses like the bytes themselves, since each byte has a character of its own.
fn pack(bytes: &[u8]) -> String {
    const SHIFTS: [&str; 3] = ["", "|", "~"];
    let characters: Vec<char> = (' '..='~').filter(|c| !"\"$<\\`|~".contains(*c)).collect();
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    let mut meanings: Vec<u8> = (0..=u8::MAX).collect();
    meanings.sort_by_key(|&byte| std::cmp::Reverse(counts[usize::from(byte)]));
    // What stands for itself compresses better, where the module holds text.
    let (frequent, rare) = meanings.split_at_mut(characters.len());
    rare.sort();
    for (i, &character) in characters.iter().enumerate() {
        if let Some(at) = frequent.iter().position(|&byte| byte == character as u8) {
            frequent.swap(i, at);
        }
    }
    let mut words = vec![String::new(); 256];
    for (i, &byte) in meanings.iter().enumerate() {
        words[usize::from(byte)] = format!("{}{}", SHIFTS[i / characters.len()], characters[i % characters.len()]);
    }
    let key = meanings.iter().map(|byte| format!("{byte:02x}"));
    key.chain(bytes.iter().map(|&byte| words[usize::from(byte)].clone())).collect()
}

/// Prints what everything weighs, and if asked what each part of the module costs; an error if something is over its
/// budget.
pub fn weigh(with_parts: bool) -> Result<()> {
    let dist = npm::folder().join("dist");
    let facade = ["cleaner.js", "compiled.js", "edits.js", "glue.js", "input.js"];
    let [inlined, served] = [["index.js", "unpack.js"].as_slice(), &["wasm.js"]].map(|own| [own, &facade].concat());
    let worker = ["worker.js", "edits.js", "input.js", "unpack.js", "thread-source.js"];
    let rows = [
        ("cleancopy.wasm", Some(BUDGET), vec!["cleancopy.wasm"]),
        ("façade of cleancopy", Some(FACADE_BUDGET), inlined.clone()),
        ("façade of cleancopy/wasm", Some(FACADE_BUDGET), served),
        ("façade of cleancopy/worker", Some(FACADE_BUDGET), worker.to_vec()),
        ("the table of rules, where it is imported", None, vec!["rules.js"]),
        ("cleancopy, the module inside", None, [inlined, vec!["binary.js"]].concat()),
    ];
    println!("\n{:<44}{:>10}{:>10}{:>10}", "size in bytes", "raw", "brotli", "allowed");
    let mut over = Vec::new();
    for (label, budget, files) in rows {
        let bytes = files.iter().map(|file| fs::read(dist.join(file))).collect::<Result<Vec<_>, _>>()?.concat();
        let compressed = brotli(&bytes)?;
        let allowed = budget.map_or(String::new(), |budget| budget.to_string());
        println!("{label:<44}{:>10}{compressed:>10}{allowed:>10}", bytes.len());
        if budget.is_some_and(|budget| compressed > budget) {
            over.push(label);
        }
    }
    println!();
    if with_parts {
        println!("{:<44}{:>10}{:>10}", "what the module would be shorter without", "raw", "brotli");
        for Part { name, bytes, compressed } in parts()? {
            println!("  {name:<42}{bytes:>10}{compressed:>10}");
        }
        println!();
    }
    ensure!(over.is_empty(), "more than is allowed: {}", over.join(", "));
    Ok(())
}

/// The length after brotli, which Node has built in.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let program = "process.stdout.write(String(zlib.brotliCompressSync(fs.readFileSync(0)).length))";
    Ok(cmd!("node", "--eval", program).stdin_bytes(bytes).read()?.parse()?)
}

/// A part of the module, and how much shorter the module is when it is cut out.
struct Part {
    name: &'static str,
    bytes: usize,
    compressed: usize,
}

/// The code of each crate and the lists of data/. A generic function counts for the crate that wrote it, an inlined one
/// for its caller; tables and texts that are in no list for the last row.
fn parts() -> Result<Vec<Part>> {
    // The last pass may put functions together and in another order; before it, they have their names.
    let module = fs::read(named_module())?;
    let names = function_names(&module)?;
    let mut cuts: Vec<(&str, Vec<Range<usize>>)> =
        ["regex", "cleancopy", "the standard library", "other crates"].map(|name| (name, Vec::new())).into();
    let mut data = 0..0;
    let (mut index, mut code, mut unshipped) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(&module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    index += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let name = crate_of(names.get(&index).copied().unwrap_or_default());
                let part = cuts.iter().position(|(part, _)| *part == name).unwrap_or(3);
                cuts[part].1.push(body.range());
                code.push(body.range());
                index += 1;
            }
            Payload::DataSection(section) => data = section.range(),
            Payload::CustomSection(section) => unshipped.push(section.range()),
            _ => {}
        }
    }
    let lists = [
        ("entities", &["references.txt", "common-references.txt"][..]),
        ("phrases", &["chaff"]),
        ("model", &["article.forest"]),
        ("code pages, tags, clitics and other lists", &["."]),
    ];
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (name, paths) in lists {
        let mut found = Vec::new();
        for path in paths {
            for file in files(&root().join("data").join(path))? {
                found.extend(places(&module, &data, &file, &taken));
            }
        }
        taken.extend(found.iter().cloned());
        cuts.push((name, found));
    }
    let shipped = without(&module, &unshipped);
    let whole = brotli(&shipped)?;
    let all: Vec<_> = [unshipped.clone(), code, taken].concat();
    let mut parts = Vec::new();
    for (name, ranges) in cuts {
        let rest = without(&module, &[unshipped.clone(), ranges].concat());
        parts.push(Part { name, bytes: shipped.len() - rest.len(), compressed: whole.saturating_sub(brotli(&rest)?) });
    }
    let rest = without(&module, &all);
    parts.push(Part { name: "other tables, texts and types", bytes: rest.len(), compressed: brotli(&rest)? });
    Ok(parts)
}

/// The names of the functions, by index.
fn function_names(module: &[u8]) -> Result<BTreeMap<u32, &str>> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            let Name::Function(functions) = subsection? else { continue };
            for function in functions {
                let function = function?;
                names.insert(function.index, function.name);
            }
        }
    }
    Ok(names)
}

/// A file, or the files of a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
    let mut files: Vec<_> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Where a file of data stands in the module: its lines, whatever parts them there.
fn places(module: &[u8], data: &Range<usize>, file: &Path, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let Ok(bytes) = fs::read(file) else { return vec![] };
    let lines: Vec<&[u8]> = match std::str::from_utf8(&bytes) {
        Ok(text) => text.lines().filter(|line| line.len() > 1 && !line.starts_with('#')).map(str::as_bytes).collect(),
        // In pieces, since a run of zeros is left out of the module.
        Err(_) => bytes.chunks(32).collect(),
    };
    let find = |line: &[u8], from: usize| {
        let at = module[from..data.end].windows(line.len()).position(|window| window == line)? + from;
        Some(at..at + line.len())
    };
    // The first line may stand anywhere; each further one a little after the one before.
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in lines {
        let from = found.last().map_or(data.start, |last| last.end);
        let near = data.end.min(from + if found.is_empty() { data.len() } else { 256 });
        let place = find(line, from).filter(|place| place.end <= near);
        found.extend(place.filter(|place| !taken.iter().any(|other| other.contains(&place.start))));
    }
    found
}

/// The module with parts of it cut out.
fn without(module: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut sorted: Vec<_> = ranges.iter().collect();
    sorted.sort_by_key(|range| range.start);
    let (mut rest, mut at) = (Vec::new(), 0);
    for range in sorted {
        rest.extend_from_slice(&module[at..range.start.max(at)]);
        at = range.end.max(at);
    }
    rest.extend_from_slice(&module[at..]);
    rest
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
    fn packed_bytes_need_no_escape_in_a_script() {
        let bytes: Vec<u8> = (0..=u8::MAX).chain(*b"the most frequent bytes </script> `${x}` \\").collect();
        let packed = pack(&bytes);
        assert!(packed.chars().all(|c| (' '..='~').contains(&c) && !"\"$<\\`".contains(c)), "{packed}");
        assert!(packed.ends_with(|c| c != '|' && c != '~'));
    }

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
