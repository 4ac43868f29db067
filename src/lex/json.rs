//! What stands around a text that was a string of JSON (RFC 8259 §7): the keys that lead to it, and what follows.

use crate::data::{find, is_one_of};

/// Where the string begins, behind its mark, and where it ends, before the other: `"content": "…", "id": 7}`.
pub(super) fn string(text: &str) -> Option<[usize; 2]> {
    let opens = text.trim_start().starts_with(&['{', '[', '"'][..]);
    let lead = text.find(|ch| !is_around(ch)).filter(|_| opens)?;
    let key = text.as_bytes()[..lead].windows(2).rposition(|signs| signs == b"\":")?;
    let start = text.len() - text[key + 2..].trim_start().strip_prefix('"')?.len();
    // Another string beside it is a text as well.
    let others = |part: &str| {
        let count = |signs: &[u8]| part.as_bytes().windows(signs.len()).filter(|part| *part == signs).count();
        count(b"\"") > 2 * count(b"\":") + 1
    };
    // Behind a backslash stands a mark of its own.
    let behind = text[start..].trim_end_matches(is_around);
    let from = start + behind.len() + usize::from(behind.ends_with('\\'));
    let end = find(&text.as_bytes()[from..], [b'"']).map_or(text.len(), |length| from + length);
    let alone = !others(&text[..start]) && !others(&text[end..]);
    alone.then_some([start, end])
}

/// Whether a character may stand around a string: in a key, another value, or between them.
fn is_around(ch: char) -> bool {
    ch.is_whitespace() || ch.is_ascii_alphanumeric() || is_one_of(ch, "{}[],:.-_\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_stands_behind_its_keys() {
        for (text, wanted) in [
            (r#""content": "<p>The pier.<\/p>""#, Some("<p>The pier.<\\/p>")),
            (
                r#"{"id":7,"content":{"rendered":"<p>A \"pier\".<\/p>\n","protected":false}}"#,
                Some(r#"<p>A \"pier\".<\/p>\n"#),
            ),
            (
                r#""body_html": "<p>Tides",
"#,
                Some("<p>Tides"),
            ),
            (r#""body": "<p>Tides and"#, Some("<p>Tides and")),
            (r#"{"a": "Tides", "b": "<p>The pier.<\/p>"}"#, None),
            (r#"{"b": "<p>The pier.<\/p>", "c": "Tides"}"#, None),
            (r#""The pier" is "old"."#, None),
            (r#"He said: "yes": "no""#, None),
            ("[1] \"x\"", None),
        ] {
            assert_eq!(string(text).map(|[start, end]| &text[start..end]), wanted, "{text}");
        }
    }
}
