//! Safe HTML: these elements and attributes, and no others.
//!
//! `p h1`–`h6 pre code ul ol(start) li blockquote table tr th td hr br strong em a(href, rel) img(src, alt)`
//!
//! Addresses have passed the allowlist of schemes when the document was built.

use super::{Dialect, Words, Writer, chain, inline_kind, kind, shared};
use crate::document::{BlockKind, ContainerKind, InlineId, InlineKind, Joint};
use crate::resolve::{Part, Resolved};
use crate::source::Span;

pub(super) struct Html {
    /// Containers whose only content is one block: an item or a cell without a paragraph of its own.
    solo: Vec<bool>,
}

impl Html {
    pub fn new(resolved: &Resolved) -> Self {
        let mut count = vec![0u32; resolved.containers.len()];
        for part in resolved.parts.iter().filter(|part| !part.dropped) {
            count[part.container as usize] += if part.joint == Joint::Paragraph { 2 } else { 1 };
        }
        // A list inside an item does not give it a second paragraph.
        let solo = count.iter().zip(&resolved.containers).map(|(&count, container)| {
            matches!(container.kind, ContainerKind::Item | ContainerKind::Cell { .. }) && count <= 3
        });
        Html { solo: solo.collect() }
    }

    fn start(&self, part: &Part, out: &mut String) {
        match part.kind {
            BlockKind::Heading(level) => {
                out.push_str("<h");
                out.push((b'0' + level) as char);
                out.push('>');
            }
            BlockKind::Preformatted => out.push_str("<pre><code>"),
            BlockKind::Rule => out.push_str("<hr>"),
            BlockKind::Paragraph | BlockKind::Caption if self.solo[part.container as usize] => {}
            BlockKind::Paragraph | BlockKind::Caption => out.push_str("<p>"),
        }
    }

    fn end(&self, part: &Part, out: &mut String) {
        match part.kind {
            BlockKind::Heading(level) => {
                out.push_str("</h");
                out.push((b'0' + level) as char);
                out.push('>');
            }
            BlockKind::Preformatted => out.push_str("</code></pre>"),
            BlockKind::Rule => {}
            BlockKind::Paragraph | BlockKind::Caption if self.solo[part.container as usize] => {}
            BlockKind::Paragraph | BlockKind::Caption => out.push_str("</p>"),
        }
    }
}

fn name(kind: ContainerKind) -> Option<&'static str> {
    Some(match kind {
        ContainerKind::Quote => "blockquote",
        ContainerKind::List { ordered: true, .. } => "ol",
        ContainerKind::List { .. } => "ul",
        ContainerKind::Item => "li",
        ContainerKind::Table { data: true } => "table",
        ContainerKind::Row => "tr",
        ContainerKind::Cell { header: true } => "th",
        ContainerKind::Cell { .. } => "td",
        ContainerKind::Document | ContainerKind::Table { data: false } => return None,
    })
}

/// The element of a container: none for the parts of a table that only lays out a page.
fn element(resolved: &Resolved, at: u32) -> Option<&'static str> {
    let container = resolved.containers[at as usize];
    let mut up = at;
    if matches!(container.kind, ContainerKind::Row | ContainerKind::Cell { .. }) {
        while up != 0 && !matches!(kind(resolved, up), ContainerKind::Table { .. }) {
            up = resolved.containers[up as usize].parent;
        }
        if kind(resolved, up) != (ContainerKind::Table { data: true }) {
            return None;
        }
    }
    name(container.kind)
}

impl Dialect for Html {
    fn shows(&self, part: &Part, images: bool) -> bool {
        images || super::is_rule(part)
    }

    fn between(&mut self, resolved: &Resolved, before: Option<&Part>, after: Option<&Part>, joint: Joint) -> String {
        let old = before.map_or(Vec::new(), |part| chain(resolved, part));
        let open = after.map_or(Vec::new(), |part| chain(resolved, part));
        if let (Some(before), Some(after)) = (before, after)
            && joint == Joint::Break
            && old == open
            && before.kind == after.kind
            && !super::is_rule(after)
        {
            return if after.kind == BlockKind::Preformatted { "\n".to_owned() } else { "<br>\n".to_owned() };
        }
        let common = shared(&old, &open);
        let mut out = String::new();
        if let Some(before) = before {
            self.end(before, &mut out);
        }
        for &at in old[common..].iter().rev() {
            if let Some(name) = element(resolved, at) {
                if matches!(name, "ul" | "ol" | "blockquote" | "table") {
                    out.push('\n');
                }
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
        }
        let Some(after) = after else { return out };
        if before.is_some() {
            out.push('\n');
        }
        for &at in &open[common..] {
            if let Some(name) = element(resolved, at) {
                out.push('<');
                out.push_str(name);
                if let ContainerKind::List { ordered: true, start } = kind(resolved, at)
                    && start > 1
                {
                    out.push_str(&format!(" start=\"{start}\""));
                }
                out.push('>');
                if matches!(name, "ul" | "ol" | "blockquote" | "table") {
                    out.push('\n');
                }
            }
        }
        self.start(after, &mut out);
        out
    }

    fn words(&self, writer: &mut Writer, words: Words, _: &Part, _: bool) {
        match words {
            Words::Same(span) => {
                let text = &writer.source[span.range()];
                let mut from = span.start;
                for (at, sign) in text.match_indices(['<', '>', '&']) {
                    let start = span.start + at as u32;
                    writer.keep(Span { start: from, end: start });
                    from = start + 1;
                    writer.put(Span { start, end: from }, escape(sign), crate::document::GroupId::NONE);
                }
                writer.keep(Span { start: from, end: span.end });
            }
            Words::Other(span, text, group) if text.contains(['<', '>', '&']) => {
                writer.put(span, &escaped(text), group);
            }
            Words::Other(span, text, group) => writer.put(span, text, group),
        }
    }

    fn open(&mut self, resolved: &Resolved, inline: InlineId) -> String {
        match inline_kind(resolved, inline) {
            InlineKind::Link => {
                let href = escaped(&resolved.inlines[inline.0 as usize].href).replace('"', "&quot;");
                format!("<a href=\"{href}\" rel=\"noopener nofollow\">")
            }
            InlineKind::Strong => "<strong>".to_owned(),
            InlineKind::Emphasis => "<em>".to_owned(),
            InlineKind::Code => "<code>".to_owned(),
            _ => String::new(),
        }
    }

    fn close(&mut self, resolved: &Resolved, inline: InlineId) -> String {
        match inline_kind(resolved, inline) {
            InlineKind::Link => "</a>",
            InlineKind::Strong => "</strong>",
            InlineKind::Emphasis => "</em>",
            InlineKind::Code => "</code>",
            _ => "",
        }
        .to_owned()
    }

    fn marks_stick(&self) -> bool {
        true
    }

    fn image(&self, resolved: &Resolved, inline: InlineId) -> String {
        let one = &resolved.inlines[inline.0 as usize];
        let attribute = |value: &str| escaped(value).replace('"', "&quot;");
        format!("<img src=\"{}\" alt=\"{}\">", attribute(&one.href), attribute(&one.words))
    }
}

fn escape(sign: &str) -> &'static str {
    match sign {
        "<" => "&lt;",
        ">" => "&gt;",
        _ => "&amp;",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
