//! A formula of MathML as a line of text (MathML Core §3): `(√(a+b))/2`, `x²`.

use super::address;

/// An element that is open: its name, where what it says begins, and how many children it had.
struct Open<'a> {
    name: &'a str,
    start: usize,
    children: u32,
}

/// What is nested deeper is read as if it were not.
const DEEPEST: usize = 32;

/// What the inside of a `math` element says. O(length).
pub(super) fn line(mathml: &str) -> String {
    let mut said = String::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = mathml;
    loop {
        let at = rest.find('<').unwrap_or(rest.len());
        // Invisible signs stand between factors.
        let words = address::decode(rest[..at].trim(), false);
        said.extend(words.chars().filter(|ch| !('\u{2061}'..='\u{2064}').contains(ch)));
        let Some((tag, behind)) = rest[at..].split_once('>') else { break };
        rest = behind;
        let tag = &tag[1..];
        let (tag, ends) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(&[' ', '\n', '/'][..]).next().unwrap_or_default();
        if !ends && open.len() < DEEPEST {
            open.push(Open { name, start: said.len(), children: 0 });
        }
        // What is not closed ends with what it stands in.
        let closed = open.iter().rposition(|open| open.name == name).filter(|_| ends || tag.ends_with('/'));
        close(&mut open, closed.unwrap_or(usize::MAX), &mut said);
    }
    close(&mut open, 0, &mut said);
    said
}

/// Closes elements down to one: what each says is put as its parent has it.
fn close(open: &mut Vec<Open>, down_to: usize, said: &mut String) {
    while open.len() > down_to
        && let Some(Open { name, start, .. }) = open.pop()
    {
        let text = said.split_off(start);
        let (around, child) = open.last_mut().map_or(("", 0), |open| {
            open.children += 1;
            (open.name, open.children)
        });
        let text = if name == "msqrt" { format!("√{}", whole(&text)) } else { text };
        *said += &match (around, child) {
            ("mfrac", 1) => whole(&text) + "/",
            ("mfrac", _) => whole(&text),
            ("mroot", 2) => format!("^(1/{text})"),
            ("msup", 2) | ("msubsup" | "munderover", 3) => raised(&text, true),
            ("msub" | "munder" | "msubsup" | "munderover", 2) => raised(&text, false),
            ("mtr", 2..) => format!(", {text}"),
            ("mtable", 2..) => format!("; {text}"),
            _ => text,
        };
    }
}

/// In brackets, if it is more than a number or a name.
fn whole(text: &str) -> String {
    if text.contains(|ch: char| !ch.is_alphanumeric() && ch != '.') { format!("({text})") } else { text.to_owned() }
}

const LINE: &str = "0123456789n−-+";
const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻⁻⁺";
const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉ₙ₋₋₊";

/// Above or below the line, if there are characters for it; else behind a sign.
fn raised(text: &str, above: bool) -> String {
    let raised: Option<String> = text.chars().map(|ch| raised_character(ch, above)).collect();
    raised.unwrap_or_else(|| format!("{}{}", if above { '^' } else { '_' }, whole(text)))
}

/// A character above or below the line.
pub(super) fn raised_character(ch: char, above: bool) -> Option<char> {
    let characters = if above { ABOVE } else { BELOW };
    LINE.chars().zip(characters.chars()).find(|pair| pair.0 == ch).map(|pair| pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_read_as_it_would_be_written_in_a_line() {
        for (mathml, wanted) in [
            ("<mi>x</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>", "x=1/2"),
            ("<msup><mi>r</mi><mrow><mo>−</mo><mn>2</mn></mrow></msup>", "r⁻²"),
            ("<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup>", "e^iπ"),
            ("<msub><mi>a</mi><mrow><mi>n</mi><mo>+</mo><mi>k</mi></mrow></msub>", "a_(n+k)"),
            (
                "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
                "∑_(i=0)ⁿi",
            ),
            ("<mfrac><msqrt><mi>a</mi><mo>&lt;</mo><mi>b</mi></msqrt><mi>c</mi></mfrac>", "(√(a<b))/c"),
            (
                "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd>0</mtd></mtr></mtable>",
                "1, 0; 0",
            ),
            ("<mi>f</mi><mo>&#x2061;</mo><mspace width='1em'/><mi>x", "fx"),
            ("</mrow><msup><mi>x</mi>", "x"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
        ] {
            assert_eq!(line(mathml), wanted);
        }
    }
}
