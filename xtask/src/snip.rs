//! Snips what is never called, though the linker cannot know: bodies of functions become a trap, and the optimiser then
//! leaves out what they alone call. 2 KB with brotli.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalId, Module};

/// Parts of the names of such functions, and of what they do.
const NEVER_CALLED: [&str; 3] = [
    // Classes of Unicode properties: `src/own.rs` refuses `\p{…}`.
    "parse_unicode_class",
    "hir_unicode_class",
    // Sets of patterns: there are none.
    "which_overlapping_matches",
];

/// Snips them; gives the parts of which no function has its name any more.
pub fn never_called(module: &mut Module) -> Vec<&'static str> {
    let mut gone = Vec::new();
    for part in NEVER_CALLED {
        let named = module.funcs.iter_local().filter(|(id, _)| name(module, *id).contains(part));
        let found: Vec<FunctionId> = named.map(|(id, _)| id).collect();
        if found.is_empty() {
            gone.push(part);
        }
        for id in found {
            snip(module, id);
        }
    }
    gone
}

fn name(module: &Module, id: FunctionId) -> &str {
    module.funcs.get(id).name.as_deref().unwrap_or_default()
}

fn snip(module: &mut Module, id: FunctionId) {
    let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
    let (parameters, results) = (parameters.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    let arguments: Vec<LocalId> = parameters.iter().map(|&kind| module.locals.add(kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}
