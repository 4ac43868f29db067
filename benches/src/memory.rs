//! Peak memory of the crate as a multiple of the input, the input itself left out: the worst document of
//! each set; a line of JSON for each set and task.
//! usage: memory FOLDER

use std::path::Path;

use cleancopy_bench::{TASKS, cleaner, sets};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Below this, what does not grow with the input outweighs what does.
const SMALLEST: usize = 4096;

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of the sets");
    for set in sets(Path::new(&folder)) {
        for (task, format, scope) in TASKS {
            let cleaner = cleaner(format, scope);
            let worst = |run: &dyn Fn(&str)| {
                let documents = set.documents.iter().filter(|document| document.len() >= SMALLEST);
                documents.map(|document| peak(&|| run(document)) / document.len() as f64).fold(0.0, f64::max)
            };
            let off = worst(&|document| drop(cleaner.clean(&set.input(document))));
            let on = worst(&|document| drop(cleaner.clean_with_edits(&set.input(document))));
            println!("{}", serde_json::json!({ "set": set.name, "task": task, "off": off, "on": on }));
        }
    }
}

/// The bytes that a run takes at most, beside what was there before.
fn peak(run: &dyn Fn()) -> f64 {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    run();
    MEMORY.peak_usage().saturating_sub(before) as f64
}
