//! The JavaScript face, nothing else. Spans count UTF-16 code units here.

use js_sys::{JsString, Object, Reflect, TypeError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::source::Units;
use crate::{Input, Options, Rule};

/// Makes panics say where and why on the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// What a paste or a drop carries, as `[text, html]`. It must be read while its event lasts.
#[wasm_bindgen(js_name = readTransfer)]
pub fn read_transfer(transfer: &web_sys::DataTransfer) -> js_sys::Array {
    let flavour = |kind| transfer.get_data(kind).ok().filter(|data| !data.is_empty());
    let (text, html) = (flavour("text/plain"), flavour("text/html"));
    // With nothing in it, it is an empty text.
    let text = if html.is_none() { Some(text.unwrap_or_default()) } else { text };
    [text, html].into_iter().map(|data| data.map_or(JsValue::UNDEFINED, JsValue::from)).collect()
}

/// Options, compiled once, to clean many inputs.
#[wasm_bindgen]
pub struct Cleaner(crate::Cleaner);

#[wasm_bindgen]
impl Cleaner {
    /// Compiles the options. A wrong one is a `TypeError` that names it and what is allowed.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Cleaner, JsValue> {
        let cleaner = crate::Cleaner::new(read_options(&options)?).map_err(|error| wrong(&error.to_string()))?;
        Ok(Cleaner(cleaner))
    }

    /// Cleans one clipboard: its text, its HTML, or both.
    pub fn clean(&self, text: Option<JsString>, html: Option<JsString>) -> Result<JsValue, JsValue> {
        let (mut cleaned, _) = self.run(text, html, false)?;
        // The copy takes a flat path: as one string, not through serde.
        let output = std::mem::take(&mut cleaned.output);
        let report = to_js(&cleaned)?;
        Reflect::set(&report, &"output".into(), &output.into())?;
        Ok(report)
    }

    /// The edits of [`clean`](Self::clean), sorted; made anew at each call.
    pub fn edits(&self, text: Option<JsString>, html: Option<JsString>) -> Result<JsValue, JsValue> {
        to_js(&self.run(text, html, true)?.1)
    }
}

impl Cleaner {
    fn run(
        &self,
        text: Option<JsString>,
        html: Option<JsString>,
        log: bool,
    ) -> Result<(crate::Cleaned, Vec<crate::Edit>), JsValue> {
        let mut input = Input::default();
        for (flavour, string) in [(&mut input.text, text), (&mut input.html, html)] {
            *flavour = string.map(|string| {
                let decoded = String::from(&string);
                // A lone surrogate arrives as U+FFFD; only then is it worth a look at the units.
                if decoded.contains(char::REPLACEMENT_CHARACTER) {
                    let units: Vec<u16> = string.iter().collect();
                    crate::source::decode_utf16(&units)
                } else {
                    std::borrow::Cow::<str>::Owned(decoded).into()
                }
            });
        }
        self.0.run(&input, Units::Utf16, log).map_err(|error| js_sys::RangeError::new(&error.to_string()).into())
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // Maps as plain objects, absent values as null: structured-clone safe.
    let plain = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    Ok(value.serialize(&plain)?)
}

fn wrong(message: &str) -> JsValue {
    TypeError::new(&format!("cleancopy: {message}")).into()
}

/// Reads each option by itself, so that an error can name it.
fn read_options(given: &JsValue) -> Result<Options, JsValue> {
    let mut options = Options::default();
    if given.is_undefined() || given.is_null() {
        return Ok(options);
    }
    if !given.is_object() {
        return Err(wrong("options: an object is wanted"));
    }
    for entry in Object::entries(Object::unchecked_from_js_ref(given)) {
        let entry: js_sys::Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if value.is_undefined() {
            continue;
        }
        match name.as_str() {
            "format" => options.format = read(&name, value, "text, markdown or html")?,
            "input" => options.input = read(&name, value, "auto, text or html")?,
            "scope" => options.scope = read(&name, value, "auto, article or everything")?,
            "headline" => options.headline = read(&name, value, "true or false")?,
            "rules" => options.rules = read_rules(&value)?,
            "phrases" => options.phrases = read(&name, value, "an array of strings")?,
            "patterns" => options.patterns = read(&name, value, "an array of { pattern, replace }")?,
            "keep" => options.keep = read(&name, value, "an array of { at: { start, end }, rule }")?,
            "baseUrl" => options.base_url = read(&name, value, "an absolute address")?,
            "maxInput" => options.max_input = read(&name, value, "a number of bytes")?,
            _ => {
                let known = "format, input, scope, headline, rules, phrases, patterns, keep, baseUrl, maxInput";
                return Err(wrong(&format!("`{name}` is not an option; the options are {known}")));
            }
        }
    }
    Ok(options)
}

fn read<T: DeserializeOwned>(name: &str, value: JsValue, allowed: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| wrong(&format!("{name}: {allowed} is wanted ({error})")))
}

fn read_rules(value: &JsValue) -> Result<Vec<(Rule, bool)>, JsValue> {
    let mut rules = Vec::new();
    if !value.is_object() {
        return Err(wrong("rules: an object of { id: true or false } is wanted"));
    }
    for entry in Object::entries(Object::unchecked_from_js_ref(value)) {
        let entry: js_sys::Array = entry.unchecked_into();
        let id = entry.get(0).as_string().unwrap_or_default();
        let rule = id.parse::<Rule>().map_err(|error| wrong(&format!("rules: {error}")))?;
        let on = entry.get(1).as_bool().ok_or_else(|| wrong(&format!("rules: `{id}` takes true or false")))?;
        rules.push((rule, on));
    }
    Ok(rules)
}
