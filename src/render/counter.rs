//! The numbers of items in text, in the counter of their list (CSS Counter Styles §6).

use std::fmt::Write;

use crate::document::Marker;

/// Writes a number, from 1 on; in digits where the letters have none for it.
pub(super) fn write(marker: Marker, number: u32, out: &mut String) {
    let start = out.len();
    let mut rest = number;
    match marker {
        Marker::LowerAlpha | Marker::UpperAlpha => {
            while rest > 0 {
                out.insert(start, char::from(b'a' + ((rest - 1) % 26) as u8));
                rest = (rest - 1) / 26;
            }
        }
        Marker::LowerRoman | Marker::UpperRoman if number < 4000 => {
            for (value, sign) in ROMAN {
                while rest >= value {
                    out.push_str(sign);
                    rest -= value;
                }
            }
        }
        _ => {
            let _ = write!(out, "{number}");
        }
    }
    if matches!(marker, Marker::UpperAlpha | Marker::UpperRoman) {
        out[start..].make_ascii_uppercase();
    }
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_letters_and_numerals() {
        let written = |marker| {
            [1, 4, 36, 37, 703, 1994, 4000].map(|number| {
                let mut out = String::from("x");
                write(marker, number, &mut out);
                out
            })
        };
        assert_eq!(written(Marker::LowerAlpha), ["xa", "xd", "xaj", "xak", "xaaa", "xbxr", "xewv"]);
        let numerals = ["xI", "xIV", "xXXXVI", "xXXXVII", "xDCCIII", "xMCMXCIV", "x4000"];
        assert_eq!(written(Marker::UpperRoman), numerals);
        assert_eq!(written(Marker::Decimal)[5], "x1994");
    }
}
