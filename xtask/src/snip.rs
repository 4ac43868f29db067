//! Snips what is never called, though the linker cannot know: bodies of functions become a trap, and the optimiser then
//! leaves out what they alone call. 4 KB with brotli. What is called and comes to nothing says so at once: 1.4 KB more.

use walrus::ir::{MemArg, StoreKind};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, InstrSeqBuilder, LocalId, Module};

/// Parts of the names of such functions, `…` between two, and of what they do.
const NEVER_CALLED: [&str; 31] = [
    // Closures that JavaScript calls, and tasks that wait for it: the core hands over none. js-sys brings one for each of its
    // methods that takes one.
    "7convert8closures",
    "6js_sys7futures4jspi",
    // Classes of Unicode properties: `src/own.rs` refuses `\p{…}`.
    "parse_unicode_class",
    "hir_unicode_class",
    // Classes within classes, one without the other: it refuses them.
    "13push_class_op",
    "17ClassUnicodeRangeE10difference",
    "17ClassUnicodeRangeE9intersect",
    // Names of groups: it gives them numbers.
    "18parse_capture_name",
    "10SmallIndex…11RandomStateE6insert",
    "10SmallIndex…11RandomStateE12contains_key",
    // Classes of bytes: it refuses `(?-u)`.
    "10ClassBytes4push",
    "10ClassBytes6negate",
    "10ClassBytes16case_fold_simple",
    "15ClassBytesRangeE10difference",
    "15ClassBytesRangeE9intersect",
    "15ClassBytesRangeNvYB10_NtNtBa_3cmp10PartialOrd2lt",
    "hir_perl_byte_class",
    "bytes_fold_and_negate",
    "class_literal_byte",
    // Numbers that start with a 0: they are an option.
    "11parse_octal",
    // Sets of patterns: there are none.
    "which_overlapping_matches",
    // Searches that ask less than where a match is.
    "Strategy8is_match",
    "Strategy11search_half",
    "Strategy12memory_usage",
    // What makes the best of the starts that LITERALS never gives.
    "14PreferenceTrie",
    "7literal7LiteralNvYB10_NtNtBa_3cmp10PartialOrd2lt",
    "7literal7LiteralE8dedup_by",
    "7literal7LiteralE14extend_trusted",
    "3Seq15min_literal_len",
    // Automata that read backwards, or are made as small as can be.
    "10range_trieNtB5_10NextInsert3new",
    "15Utf8SuffixEntryNtB3_12SpecFromElem9from_elem",
];

/// Parts of the names of functions that find nothing to do, and have no result: classes of bytes are empty, since
/// `src/own.rs` refuses `(?-u)`.
const NOTHING_TO_DO: [&str; 2] = ["15ClassBytesRangeE12canonicalize", "15ClassBytesRangeE5union"];

/// `regex_syntax::hir::literal::Extractor::extract`: what a pattern's matches begin with. `regex` is built without the
/// searches that such a start would narrow, and asks for it all the same.
const LITERALS: &str = "9Extractor7extract";

/// Snips them; gives the parts of which no function has its name any more.
pub fn never_called(module: &mut Module) -> Vec<&'static str> {
    let mut gone = Vec::new();
    for part in NEVER_CALLED.into_iter().chain(NOTHING_TO_DO) {
        let has = |name: &str| part.split('…').try_fold(name, |rest, part| Some(rest.split_once(part)?.1)).is_some();
        let named = module.funcs.iter_local().filter(|(id, _)| has(name(module, *id)));
        let found: Vec<FunctionId> = named.map(|(id, _)| id).collect();
        if found.is_empty() {
            gone.push(part);
        }
        for id in found {
            snip(module, id, |body, _| {
                if !NOTHING_TO_DO.contains(&part) {
                    body.unreachable();
                }
            });
        }
    }
    let extract = module.funcs.iter_local().map(|(id, _)| id).find(|&id| name(module, id).ends_with(LITERALS));
    if extract.is_none_or(|id| !says_none(module, id)) {
        gone.push(LITERALS);
    }
    gone
}

/// Makes a function that writes its result, an `Option<Vec<_>>`, behind its first argument, write `None`: the capacity that
/// no vector has. Says whether it has the arguments of one.
fn says_none(module: &mut Module, id: FunctionId) -> bool {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let memory = module.memories.iter().next().filter(|_| parameters.len() == 3 && results.is_empty());
    let Some(memory) = memory.map(|memory| memory.id()) else { return false };
    let place = MemArg { align: 4, offset: 0 };
    snip(module, id, |body, arguments| {
        body.local_get(arguments[0]).i32_const(i32::MIN).store(memory, StoreKind::I32 { atomic: false }, place);
    });
    true
}

fn name(module: &Module, id: FunctionId) -> &str {
    module.funcs.get(id).name.as_deref().unwrap_or_default()
}

/// Gives a function another body, which is handed the function's arguments.
fn snip(module: &mut Module, id: FunctionId, write: impl FnOnce(&mut InstrSeqBuilder, &[LocalId])) {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let arguments: Vec<LocalId> = parameters.iter().map(|&kind| module.locals.add(kind)).collect();
    write(&mut builder.func_body(), &arguments);
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}
