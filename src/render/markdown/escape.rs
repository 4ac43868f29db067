//! Where a backslash must stand (CommonMark §2.4, §4, §5, §6), and no more.

/// What surrounds words that are to be escaped.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// A mark of ours stands right before the sign, or right behind it.
    pub mark_before: bool,
    pub mark_behind: bool,
    /// That mark opens a link.
    pub link_behind: bool,
    pub in_link: bool,
    pub in_cell: bool,
    /// The line starts with a bracket.
    pub bracket_first: bool,
    /// A `>` is still to come.
    pub sign_to_come: bool,
}

/// Signs that may need one.
pub(super) static SIGNS: [bool; 128] = {
    let mut signs = [false; 128];
    let mut rest: &[u8] = b"\\`*_[]<&~|!";
    while let [sign, behind @ ..] = rest {
        signs[*sign as usize] = true;
        rest = behind;
    }
    signs
};

/// Whether the sign at this place in the words would be read as markup.
pub(super) fn is_read(text: &str, at: usize, place: Place) -> bool {
    let bytes = text.as_bytes();
    let before = || text[..at].chars().next_back();
    let behind = bytes.get(at + 1).copied();
    let is_blank = |ch: Option<char>| ch.is_none_or(char::is_whitespace);
    let is_word = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
    match bytes[at] {
        b'`' => true,
        b'\\' => place.mark_behind || behind.is_none_or(|byte| byte.is_ascii_punctuation() || byte == b'\n'),
        // A run between blanks opens nothing; an underscore inside a word is none either.
        sign @ (b'*' | b'_') => {
            let next = text[at + 1..].chars().next();
            let blank = is_blank(before()) && is_blank(next);
            let inside = sign == b'_' && is_word(before()) && is_word(next);
            place.mark_before || place.mark_behind || !blank && !inside
        }
        b'[' => place.in_link,
        b']' => place.in_link || behind == Some(b'(') || behind == Some(b':') && place.bracket_first,
        b'!' => place.link_behind,
        b'<' => {
            (at == 0 || place.sign_to_come)
                && behind.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
        }
        b'&' => is_reference(&bytes[at + 1..]),
        b'~' => behind == Some(b'~') || at > 0 && bytes[at - 1] == b'~',
        b'|' => place.in_cell,
        _ => false,
    }
}

/// Whether a name or a number and a semicolon stand here.
pub(super) fn is_reference(behind: &[u8]) -> bool {
    let length = behind.iter().take(34).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    length > 0 && behind.get(length) == Some(&b';')
}

/// The sign that would open a block at the start of a line, if there is one.
pub(super) fn line_start(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    let only = |signs: &[u8]| bytes.iter().all(|byte| signs.contains(byte));
    match bytes.first()? {
        b'#' => {
            let run = bytes.iter().take_while(|&&byte| byte == b'#').count();
            (run <= 6 && blank(run)).then_some(0)
        }
        b'>' => Some(0),
        b'-' | b'+' | b'*' if blank(1) => Some(0),
        // A thematic break, the line below a heading, and the row below a table's first.
        b'-' | b'|' | b':' if only(b"-:| ") => Some(0),
        b'_' if only(b"_ ") => Some(0),
        b'=' if only(b"= ") => Some(0),
        b'~' if line.starts_with("~~~") => Some(0),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')')) && blank(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// The signs at the end of a heading that would be taken for its close (CommonMark §4.2).
pub(super) fn heading_end(text: &str) -> Option<usize> {
    let words = text.trim_end_matches('#');
    (words.len() < text.len() && (words.is_empty() || words.ends_with(&[' ', '\t'][..]))).then_some(words.len())
}
