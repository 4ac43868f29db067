//! The JavaScript face, nothing else. Spans count UTF-16 code units here.

use js_sys::{Array, JsString, Object, Reflect, TypeError, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::data::join;
use crate::source::{Decoded, Units};
use crate::{Edit, Format, Input, Keep, Options, Pattern, RULES, Reading, Rule, Scope, Span};

/// Smaller than the standard library's by 1.5 KB of brotli, at its speed and in no more memory.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Makes panics say why on the console, in a build that has words for them: the module that is shipped traps without.
#[cfg(any(panic = "abort", panic = "unwind"))]
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// What a paste or a drop carries, as `[text, html]`. It must be read while its event lasts.
#[wasm_bindgen(js_name = readTransfer)]
pub fn read_transfer(transfer: &web_sys::DataTransfer) -> Array {
    let flavour = |kind| transfer.get_data(kind).ok().filter(|data| !data.is_empty());
    Array::of2(&flavour("text/plain").into(), &flavour("text/html").into())
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

    /// Cleans one clipboard: its text, its HTML, or both. The report has its `edits` if they are asked for.
    pub fn clean(&self, text: Option<JsString>, html: Option<JsString>, edits: bool) -> Result<JsValue, JsValue> {
        let input = Input { text: text.map(decode), html: html.map(decode) };
        let (mut cleaned, log) = self
            .0
            .run(&input, Units::Utf16, edits)
            .map_err(|error| JsValue::from(js_sys::RangeError::new(&format!("cleancopy: {error}"))))?;
        // What is long takes a flat path, and not through serde: the copy as one string, the edits as numbers.
        let output = std::mem::take(&mut cleaned.output);
        let report = to_js(&cleaned)?;
        Reflect::set(&report, &"output".into(), &output.into())?;
        if edits {
            Reflect::set(&report, &"edits".into(), &flat(log))?;
        }
        Ok(report)
    }
}

/// A string of JavaScript. A lone surrogate arrives as U+FFFD; only then is it worth a look at the units.
fn decode(string: JsString) -> Decoded<'static> {
    let decoded = String::from(&string);
    if crate::data::find_words(&decoded, "\u{fffd}").is_some() {
        let units: Vec<u16> = string.iter().collect();
        crate::source::decode_utf16(&units)
    } else {
        std::borrow::Cow::<str>::Owned(decoded).into()
    }
}

/// Edits as npm/src/edits.ts unfolds them: five numbers for each, their texts in one string, the ids of all rules.
fn flat(edits: Vec<Edit>) -> JsValue {
    let (mut numbers, mut texts, mut units) = (Vec::with_capacity(edits.len() * 5), String::new(), 0);
    for edit in edits {
        texts.push_str(&edit.text);
        units += edit.text.encode_utf16().count() as u32;
        let change = edit.change.unwrap_or(u32::MAX);
        numbers.extend([edit.span.start, edit.span.end, units, edit.rule as u32, change]);
    }
    let rules = join(&mut RULES.iter().map(|row| row.id.id()), ",");
    Array::of3(&Uint32Array::from(&numbers[..]), &texts.into(), &rules.into()).into()
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // Maps as plain objects, absent values as null: structured-clone safe.
    let plain = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);
    Ok(value.serialize(&plain)?)
}

fn wrong(message: &str) -> JsValue {
    TypeError::new(&format!("cleancopy: {message}")).into()
}

/// Reads each option by itself, so that an error can name it. (serde's derived readers would bring
/// their own wording of errors, and 12 KB of wasm.)
fn read_options(given: &JsValue) -> Result<Options, JsValue> {
    let mut options = Options::default();
    if given.is_undefined() || given.is_null() {
        return Ok(options);
    }
    for (name, value) in entries("options", given)? {
        let given = Given { name: &name, value };
        if given.value.is_undefined() {
            continue;
        }
        match given.name {
            "format" => {
                let formats = [Format::Text, Format::Markdown, Format::Html];
                options.format = formats[given.one_of(&["text", "markdown", "html"])?];
            }
            "input" => {
                let readings = [Reading::Auto, Reading::Text, Reading::Html];
                options.input = readings[given.one_of(&["auto", "text", "html"])?];
            }
            "scope" => {
                let scopes = [Scope::Auto, Scope::Article, Scope::Everything];
                options.scope = scopes[given.one_of(&["auto", "article", "everything"])?];
            }
            "headline" => options.headline = given.flag()?,
            "rules" => {
                for (id, value) in entries("rules", &given.value)? {
                    if value.is_undefined() {
                        continue;
                    }
                    let rule = id.parse::<Rule>().map_err(|error| wrong(&format!("rules: {error}")))?;
                    let choice = Given { name: &format!("rules.{id}"), value };
                    options.rules.push((rule, choice.flag()?));
                }
            }
            "phrases" => given.each("strings", &mut |one| {
                options.phrases.push(one.as_string()?);
                Some(())
            })?,
            "patterns" => given.each("{ pattern, replace }", &mut |one| {
                let [pattern, replace] = ["pattern", "replace"].map(|name| field(one, name).as_string());
                let known = Object::keys(one.dyn_ref::<Object>()?).length() == 2;
                options.patterns.push(Pattern { pattern: pattern?, replace: replace.filter(|_| known)? });
                Some(())
            })?,
            // A change has more in it than a `Keep`, and fits all the same.
            "keep" => given.each("{ at: { start, end }, rule }, with the id of a rule,", &mut |one| {
                let at = field(one, "at");
                let [start, end] = ["start", "end"].map(|name| number(&field(&at, name)));
                let rule = field(one, "rule").as_string()?.parse().ok()?;
                options.keep.push(Keep { at: Span { start: start? as u32, end: end? as u32 }, rule });
                Some(())
            })?,
            "baseUrl" => {
                options.base_url = Some(given.value.as_string().ok_or_else(|| given.wanted("an absolute address"))?);
            }
            "maxInput" => {
                options.max_input = number(&given.value).ok_or_else(|| given.wanted("a number of bytes"))? as usize;
            }
            name => {
                let known = "format, input, scope, headline, rules, phrases, patterns, keep, baseUrl, maxInput";
                return Err(wrong(&format!("`{name}` is not an option; the options are {known}")));
            }
        }
    }
    Ok(options)
}

/// A value and the option that it was given for.
struct Given<'a> {
    name: &'a str,
    value: JsValue,
}

impl Given<'_> {
    fn wanted(&self, what: &str) -> JsValue {
        wrong(&format!("{}: {what} is wanted", self.name))
    }

    /// Which of these names it is.
    fn one_of(&self, names: &[&str]) -> Result<usize, JsValue> {
        let given = self.value.as_string().unwrap_or_default();
        names.iter().position(|name| *name == given).ok_or_else(|| {
            let (last, others) = names.split_last().expect("there are names");
            self.wanted(&format!("{} or {last}", join(&mut others.iter().copied(), ", ")))
        })
    }

    fn flag(&self) -> Result<bool, JsValue> {
        self.value.as_bool().ok_or_else(|| self.wanted("true or false"))
    }

    /// Reads each value of an array; none is what it must be where one is not read.
    fn each(&self, of: &str, read: &mut dyn FnMut(&JsValue) -> Option<()>) -> Result<(), JsValue> {
        let array = self.value.dyn_ref::<Array>();
        let sound = array.is_some_and(|array| array.iter().all(|value| read(&value).is_some()));
        sound.then_some(()).ok_or_else(|| self.wanted(&format!("an array of {of}")))
    }
}

/// A field of a value; undefined where it is not an object or has none.
fn field(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A whole number that is not negative.
fn number(value: &JsValue) -> Option<f64> {
    value.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0)
}

/// The entries of a plain object.
fn entries(name: &str, value: &JsValue) -> Result<Vec<(String, JsValue)>, JsValue> {
    if !value.is_object() || Array::is_array(value) {
        return Err(wrong(&format!("{name}: an object is wanted")));
    }
    let entries = Object::entries(Object::unchecked_from_js_ref(value));
    Ok(entries
        .iter()
        .map(|entry| {
            let entry: Array = entry.unchecked_into();
            (entry.get(0).as_string().unwrap_or_default(), entry.get(1))
        })
        .collect())
}
