//! The log accounts for every byte, in every format and reading, and HTML that came out can run nothing.
//!
//! `cargo +nightly fuzz run account`
#![no_main]

use cleancopy::{Cleaner, Format, Input, Options, Reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for format in [Format::Text, Format::Markdown, Format::Html] {
        for input in [Reading::Text, Reading::Html] {
            let mut options = Options::default();
            (options.format, options.input) = (format, input);
            let cleaner = Cleaner::new(options).expect("the options are sound");
            let (cleaned, edits) = cleaner.clean_with_edits(&Input::text(text)).expect("the input is short");
            let mut replayed = text.to_owned();
            for edit in edits.iter().rev() {
                replayed.replace_range(edit.span.range(), &edit.text);
            }
            assert_eq!(replayed, cleaned.output);
            if format == Format::Html {
                let lower = cleaned.output.to_ascii_lowercase();
                assert!(!["<script", "<iframe", "<style", "<a href=\"javascript:"].iter().any(|bad| lower.contains(bad)));
            }
        }
    }
});
