//! CommonMark with GitHub's tables. What Markdown would take as markup is escaped, and no more.

use super::{Dialect, Words, Writer, chain, inline_kind, item_mark, kind, shared};
use crate::document::{BlockKind, ContainerKind, InlineId, InlineKind, Joint};
use crate::resolve::{Part, Resolved};
use crate::source::Span;

#[derive(Default)]
pub(super) struct Markdown {
    /// Whether the row that is written is the first of its table.
    heading: Option<(u32, usize)>,
    in_code: bool,
}

impl Dialect for Markdown {
    fn shows(&self, part: &Part, images: bool) -> bool {
        images || super::is_rule(part)
    }

    fn between(&mut self, resolved: &Resolved, before: Option<&Part>, after: Option<&Part>, joint: Joint) -> String {
        let old = before.map_or(Vec::new(), |part| chain(resolved, part));
        let open = after.map_or(Vec::new(), |part| chain(resolved, part));
        let common = shared(&old, &open);
        let mut out = String::new();
        if let Some(before) = before {
            if before.kind == BlockKind::Preformatted {
                out.push('\n');
                out.push_str(&prefix(resolved, &old, old.len()));
                out.push_str("```");
            }
            self.leave(resolved, &old[common..], &mut out);
        }
        let Some(after) = after else { return out };
        let row = data_row(resolved, &open);
        if before.is_some() {
            let inside = common.checked_sub(1).map(|at| kind(resolved, open[at]));
            let both = old.len() > common && open.len() > common;
            let continued = prefix(resolved, &open, common);
            let line = format!("\n{continued}");
            let blank = format!("\n{}\n{continued}", continued.trim_end());
            let same = old == open && before.is_some_and(|before| before.kind == after.kind);
            match inside {
                Some(ContainerKind::Row) if both && row.is_some() => out.push_str(" | "),
                Some(ContainerKind::Table { data: true }) if both => out.push_str(&line),
                Some(ContainerKind::List { .. }) if both => out.push_str(&line),
                Some(ContainerKind::Item) if open.len() > common && row.is_none() => out.push_str(&line),
                _ if joint == Joint::Break && same => match after.kind {
                    BlockKind::Preformatted => return line,
                    BlockKind::Paragraph if row.is_none() => return format!("\\{line}"),
                    _ => return " ".to_owned(),
                },
                _ => out.push_str(&blank),
            }
        }
        let mut at = common;
        // Items that open here write their marks; deeper ones on the same line.
        while at < open.len() {
            match kind(resolved, open[at]) {
                ContainerKind::Quote => out.push_str("> "),
                ContainerKind::Item => out.push_str(&self.mark(resolved, open[at])),
                ContainerKind::Table { data: true } => self.heading = Some((open[at], 0)),
                ContainerKind::Row if row.is_some() => out.push_str("| "),
                ContainerKind::Cell { .. } if row.is_some() => {
                    if let Some((_, cells)) = &mut self.heading {
                        *cells += 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        match after.kind {
            BlockKind::Heading(level) => {
                (0..level).for_each(|_| out.push('#'));
                out.push(' ');
            }
            BlockKind::Preformatted => {
                out.push_str("```\n");
                out.push_str(&prefix(resolved, &open, open.len()));
            }
            BlockKind::Rule => out.push_str("---"),
            _ => {}
        }
        out
    }

    fn words(&self, writer: &mut Writer, words: Words, part: &Part, fresh: bool) {
        let resolved = writer.resolved;
        let pre = part.kind == BlockKind::Preformatted;
        let indent = if pre { prefix(resolved, &chain(resolved, part), usize::MAX) } else { String::new() };
        let cell = matches!(kind(resolved, part.container), ContainerKind::Cell { .. });
        let (text, place) = match words {
            Words::Same(span) => (&writer.source[span.range()], Ok(span)),
            Words::Other(span, text, group) => (text, Err((span, group))),
        };
        let mut escaped: Vec<(usize, &str)> = Vec::new();
        if pre {
            if !indent.is_empty() {
                escaped.extend(text.match_indices('\n').map(|(at, _)| (at + 1, indent.as_str())));
            }
        } else {
            let before = writer.output.chars().next_back();
            escapes(text, fresh, before, self.in_code, cell, &mut escaped);
        }
        match place {
            Ok(span) => {
                let mut from = span.start;
                for (at, insert) in escaped {
                    let stop = span.start + at as u32;
                    writer.keep(Span { start: from, end: stop });
                    writer.insert(insert);
                    from = stop;
                }
                writer.keep(Span { start: from, end: span.end });
            }
            Err((span, group)) if escaped.is_empty() => writer.put(span, text, group),
            Err((span, group)) => {
                let mut out = String::with_capacity(text.len() + escaped.len());
                let mut from = 0;
                for (at, insert) in escaped {
                    out.push_str(&text[from..at]);
                    out.push_str(insert);
                    from = at;
                }
                out.push_str(&text[from..]);
                writer.put(span, &out, group);
            }
        }
    }

    fn open(&mut self, resolved: &Resolved, inline: InlineId) -> String {
        match inline_kind(resolved, inline) {
            InlineKind::Link => "[",
            InlineKind::Strong => "**",
            InlineKind::Emphasis => "*",
            InlineKind::Code => {
                self.in_code = true;
                "`"
            }
            _ => "",
        }
        .to_owned()
    }

    fn close(&mut self, resolved: &Resolved, inline: InlineId) -> String {
        let one = &resolved.inlines[inline.0 as usize];
        match one.kind {
            InlineKind::Link => format!("]({})", destination(&one.href)),
            InlineKind::Strong => "**".to_owned(),
            InlineKind::Emphasis => "*".to_owned(),
            InlineKind::Code => {
                self.in_code = false;
                "`".to_owned()
            }
            _ => String::new(),
        }
    }

    fn image(&self, resolved: &Resolved, inline: InlineId) -> String {
        let one = &resolved.inlines[inline.0 as usize];
        let words = one.words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        format!("![{words}]({})", destination(&one.href))
    }

    fn marks_stick(&self) -> bool {
        true
    }
}

impl Markdown {
    /// Ends what ends here: the rows of tables.
    fn leave(&mut self, resolved: &Resolved, closed: &[u32], out: &mut String) {
        for &at in closed.iter().rev() {
            if kind(resolved, at) == ContainerKind::Row && data_row(resolved, &[at]).is_some() {
                out.push_str(" |");
                if let Some((table, cells)) = self.heading.take() {
                    let depth = resolved.containers[table as usize].parent;
                    let mut above = Vec::new();
                    let mut up = depth;
                    while up != 0 {
                        above.push(up);
                        up = resolved.containers[up as usize].parent;
                    }
                    above.reverse();
                    out.push('\n');
                    out.push_str(&prefix(resolved, &above, above.len()));
                    out.push('|');
                    (0..cells).for_each(|_| out.push_str(" --- |"));
                }
            }
        }
    }

    /// An item's mark. A list right behind another takes another sign, or the two would be one.
    fn mark(&self, resolved: &Resolved, item: u32) -> String {
        let mark = item_mark(resolved, item);
        let list = resolved.containers[item as usize].parent;
        let parent = resolved.containers[list as usize].parent;
        let lists = resolved.containers[..list as usize]
            .iter()
            .rev()
            .take_while(|one| one.kind != ContainerKind::Document)
            .take(64)
            .filter(|one| one.parent == parent && matches!(one.kind, ContainerKind::List { .. }))
            .count();
        if lists % 2 == 1 { mark.replace("- ", "* ").replace(". ", ") ") } else { mark }
    }
}

/// What a line inside these containers starts with.
fn prefix(resolved: &Resolved, chain: &[u32], take: usize) -> String {
    let mut prefix = String::new();
    for &at in chain.iter().take(take) {
        match kind(resolved, at) {
            ContainerKind::Quote => prefix.push_str("> "),
            ContainerKind::Item => (0..item_mark(resolved, at).len()).for_each(|_| prefix.push(' ')),
            _ => {}
        }
    }
    prefix
}

/// The row of a data table that a block is in.
fn data_row(resolved: &Resolved, chain: &[u32]) -> Option<u32> {
    let row = *chain.iter().rev().find(|&&at| kind(resolved, at) == ContainerKind::Row)?;
    let table = resolved.containers[row as usize].parent;
    matches!(kind(resolved, table), ContainerKind::Table { data: true }).then_some(row)
}

/// A link's destination (CommonMark §6.3): in angle brackets where it has to be.
fn destination(href: &str) -> String {
    let mut depth = 0i32;
    let balanced = href.chars().all(|ch| {
        depth += i32::from(ch == '(') - i32::from(ch == ')');
        depth >= 0
    }) && depth == 0;
    if balanced && !href.contains(['\\', '<', '>']) {
        href.to_owned()
    } else {
        format!("<{}>", href.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E"))
    }
}

/// Where a backslash must stand (CommonMark §2.4), and no more.
fn escapes(text: &str, fresh: bool, before: Option<char>, code: bool, cell: bool, out: &mut Vec<(usize, &str)>) {
    let bytes = text.as_bytes();
    if code {
        // A backtick inside code cannot be escaped; a bar in a table's cell can.
        if cell {
            out.extend(text.match_indices('|').map(|(at, _)| (at, "\\")));
        }
        return;
    }
    if fresh {
        line_start(text, out);
    }
    for (at, &byte) in bytes.iter().enumerate() {
        let previous =
            if at == 0 { before.map_or(b' ', |ch| if ch.is_ascii() { ch as u8 } else { b'x' }) } else { bytes[at - 1] };
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let escape = match byte {
            b'\\' => next.is_ascii_punctuation(),
            b'`' | b'[' | b']' => true,
            // A run between blanks opens nothing.
            b'*' => !(previous.is_ascii_whitespace() && next.is_ascii_whitespace()),
            // Inside a word it is no mark.
            b'_' => {
                !(is_word(previous) && is_word(next)) && !(previous.is_ascii_whitespace() && next.is_ascii_whitespace())
            }
            b'<' => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
            b'&' => bytes[at + 1..].iter().take(34).position(|&byte| byte == b';').is_some_and(|length| {
                length > 0
                    && bytes[at + 1..at + 1 + length].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            }),
            b'~' => next == b'~' || previous == b'~',
            b'|' => cell,
            b'!' => next == b'[',
            _ => false,
        };
        if escape && out.last().is_none_or(|last| last.0 < at || at == 0 && last.0 != 0) {
            out.push((at, "\\"));
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Signs that open a block at the start of a line (CommonMark §4, §5).
fn line_start(text: &str, out: &mut Vec<(usize, &str)>) {
    let bytes = text.as_bytes();
    let lead = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = &bytes[lead..];
    let blank = |at: usize| rest.get(at).is_none_or(|byte| byte.is_ascii_whitespace());
    match rest.first() {
        Some(b'#') => {
            let run = rest.iter().take_while(|&&byte| byte == b'#').count();
            if run <= 6 && blank(run) {
                out.push((lead, "\\"));
            }
        }
        Some(b'>') => out.push((lead, "\\")),
        Some(b'-' | b'+') if blank(1) || rest[1..].iter().all(|byte| matches!(byte, b'-' | b' ')) => {
            out.push((lead, "\\"))
        }
        Some(b'*') if blank(1) => out.push((lead, "\\")),
        Some(b'=') if rest.iter().all(|byte| matches!(byte, b'=' | b' ')) => out.push((lead, "\\")),
        Some(b'~') if rest.starts_with(b"~~~") => out.push((lead, "\\")),
        Some(b'0'..=b'9') => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits <= 9 && matches!(rest.get(digits), Some(b'.' | b')')) && blank(digits + 1) {
                out.push((lead + digits, "\\"));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut places = Vec::new();
        escapes(text, true, None, false, false, &mut places);
        let mut out = text.to_owned();
        for (at, insert) in places.into_iter().rev() {
            out.insert_str(at, insert);
        }
        out
    }

    #[test]
    fn what_markdown_would_read_is_escaped() {
        for (text, wanted) in [
            ("1. May", "1\\. May"),
            ("# a", "\\# a"),
            ("- a", "\\- a"),
            ("a *b* [c] `d`", "a \\*b\\* \\[c\\] \\`d\\`"),
            ("<p> &amp; x", "\\<p> \\&amp; x"),
        ] {
            assert_eq!(escaped(text), wanted);
        }
    }

    #[test]
    fn prose_stays_readable() {
        for text in ["1.5 km, #1, -5 and 3 * 4", "snake_case & Sons; a < b", "AT&T - (so) they said!", "C:\\dir"] {
            assert_eq!(escaped(text), text);
        }
    }
}
