//! Safe HTML: these elements and attributes, and no others.
//!
//! `docs/safe-html.md` lists them. Addresses have passed the allowlist of schemes when the document was built.

use std::borrow::Cow;
use std::fmt::Write;

use super::outline::{Block, Outline};
use super::{Dialect, Mark, Said, Seam, Writer};
use crate::document::{BlockKind, ContainerKind, Inline, InlineId, InlineKind, Marker};
use crate::lex::{reference, tag};
use crate::resolve::Tile;

/// Holds the inline elements that are open in a block.
#[derive(Default)]
pub(super) struct Html {
    open: Vec<InlineId>,
}

impl Dialect for Html {
    fn between(&mut self, writer: &Writer, outline: &Outline, seam: &Seam, out: &mut String) {
        let after = seam.rest.first();
        if seam.continues() {
            let pre = after.is_some_and(|after| after.kind == BlockKind::Preformatted);
            return out.push_str(if pre { "\n" } else { "<br>\n" });
        }
        if let Some(before) = seam.before {
            let (_, end) = bounds(outline, before);
            out.push_str(end);
            for &at in seam.closed().iter().rev() {
                let (name, lines) = element(outline.kind(at));
                out.push_str(if lines { "\n</" } else { "</" });
                out.push_str(name);
                out.push('>');
            }
        }
        let Some(after) = after else { return };
        if seam.before.is_some() {
            out.push('\n');
        }
        // Cells without words keep their columns.
        let last = seam.closed().first().filter(|_| seam.inside(outline) == ContainerKind::Row);
        let column = last.map_or(0, |&cell| outline.number(cell) + 1);
        for (index, &at) in seam.opened().iter().enumerate() {
            if matches!(outline.kind(at), ContainerKind::Cell { .. }) {
                (column..outline.number(at)).for_each(|_| out.push_str("<td></td>\n"));
            }
            let (name, lines) = element(outline.kind(at));
            out.push('<');
            out.push_str(name);
            if let Some(letter) = outline.marker(at).letter() {
                let _ = write!(out, " type=\"{letter}\"");
            }
            if outline.marker(at) != Marker::Bullet
                && let Some(first) = seam.opened().get(index + 1).map(|&item| outline.number(item))
                && first > 1
            {
                let _ = write!(out, " start=\"{first}\"");
            }
            out.push_str(if lines { ">\n" } else { ">" });
        }
        match after.language {
            0 => out.push_str(bounds(outline, after).0),
            language => {
                let language = &writer.resolved.languages[usize::from(language)];
                let _ = write!(out, "<pre><code class=\"language-{language}\">");
            }
        }
    }

    fn block(&mut self, writer: &mut Writer, outline: &Outline, block: &Block) {
        let inlines = &writer.resolved.inlines;
        let pre = block.kind == BlockKind::Preformatted;
        // Preformatted text is in a `code` of its own, and a thematic break has no words.
        let bold = outline.is_bold(block);
        let marks = |inline: &Inline| match inline.kind {
            InlineKind::Code => !pre,
            InlineKind::Strong => !bold,
            _ => true,
        } && block.kind != BlockKind::Rule;
        self.open.clear();
        let tiles = writer.tiles(block);
        let reader = Writer { output: String::new(), edits: None, ..*writer };
        for (index, tile) in tiles.iter().enumerate() {
            match reader.said(tile, &mut [0; 8]) {
                Said::Words(text, exact) => {
                    let blank = writer.output.ends_with(' ');
                    let torn = |at: usize| is_torn(&reader, &text[at..], &tiles[index + 1..]);
                    writer.words(tile, text, exact, &mut marks_in(text, pre, blank, torn));
                }
                Said::Open(inline) if marks(&inlines[inline.0 as usize]) => {
                    self.open.push(inline);
                    writer.put(tile.span, &start_tag(&inlines[inline.0 as usize]), tile.group);
                }
                // An end tag whose start tag was taken back is none.
                Said::Close(inline) if self.open.last() == Some(&inline) => {
                    self.open.pop();
                    writer.put(tile.span, end_tag(&inlines[inline.0 as usize]), tile.group);
                }
                Said::Image(inline) => {
                    let Inline { href, words, .. } = &inlines[inline.0 as usize];
                    let image = format!("<img src=\"{}\" alt=\"{}\">", attribute(href), attribute(words));
                    writer.put(tile.span, &image, tile.group);
                }
                Said::Open(_) | Said::Close(_) | Said::Nothing => writer.put(tile.span, "", tile.group),
            }
        }
        while let Some(inline) = self.open.pop() {
            writer.insert(end_tag(&inlines[inline.0 as usize]));
        }
    }
}

/// The tags around a block's words.
fn bounds(outline: &Outline, block: &Block) -> (&'static str, &'static str) {
    const HEADINGS: [(&str, &str); 6] = [
        ("<h1>", "</h1>"),
        ("<h2>", "</h2>"),
        ("<h3>", "</h3>"),
        ("<h4>", "</h4>"),
        ("<h5>", "</h5>"),
        ("<h6>", "</h6>"),
    ];
    match block.kind {
        BlockKind::Heading(level) => HEADINGS[usize::from(level.clamp(1, 6)) - 1],
        BlockKind::Preformatted => ("<pre><code>", "</code></pre>"),
        BlockKind::Rule => ("<hr>", ""),
        BlockKind::Paragraph | BlockKind::Caption if outline.is_solo(block.home) => ("", ""),
        BlockKind::Paragraph | BlockKind::Caption => ("<p>", "</p>"),
    }
}

/// The element of a container, and whether its tags have lines of their own.
fn element(kind: ContainerKind) -> (&'static str, bool) {
    match kind {
        ContainerKind::Quote => ("blockquote", true),
        ContainerKind::List { marker: Marker::Bullet, .. } => ("ul", true),
        ContainerKind::List { .. } => ("ol", true),
        ContainerKind::Item => ("li", false),
        ContainerKind::Table { .. } => ("table", true),
        ContainerKind::Row => ("tr", false),
        ContainerKind::Cell { header: true, .. } => ("th", false),
        ContainerKind::Cell { .. } | ContainerKind::Document => ("td", false),
    }
}

fn start_tag(inline: &Inline) -> Cow<'static, str> {
    match inline.kind {
        InlineKind::Link => format!("<a href=\"{}\" rel=\"noopener nofollow\">", attribute(&inline.href)).into(),
        InlineKind::Strong => "<strong>".into(),
        InlineKind::Emphasis => "<em>".into(),
        InlineKind::Code => "<code>".into(),
        InlineKind::Image => "".into(),
    }
}

fn end_tag(inline: &Inline) -> &'static str {
    match inline.kind {
        InlineKind::Link => "</a>",
        InlineKind::Strong => "</strong>",
        InlineKind::Emphasis => "</em>",
        InlineKind::Code => "</code>",
        InlineKind::Image => "",
    }
}

/// Whether words would be read as a torn tag or reference if HTML held them escaped by name.
fn is_torn(writer: &Writer, words: &str, behind: &[Tile]) -> bool {
    let mut rest: String = words.chars().take(LONGEST_TORN).collect();
    for tile in behind {
        match writer.said(tile, &mut [0; 8]) {
            Said::Words(words, _) => rest.extend(words.chars().take(LONGEST_TORN)),
            Said::Nothing => {}
            _ => rest.push('<'),
        }
        if rest.len() > LONGEST_TORN {
            break;
        }
    }
    match words.starts_with('＆') {
        true => reference::tolerant(&rest, 0).is_some(),
        false => tag::tolerant(&rest, 0).is_some_and(|tag| tag.damaged),
    }
}

/// How far words are looked through for a torn tag.
const LONGEST_TORN: usize = 300;

/// References for signs; and one space for white space that only text can show, behind a blank or not.
fn marks_in(
    text: &str,
    pre: bool,
    mut blank: bool,
    torn: impl Fn(usize) -> bool,
) -> impl Iterator<Item = Mark<'static>> {
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        let behind_blank = std::mem::replace(&mut blank, byte.is_ascii_whitespace());
        let (skip, text) = match byte {
            b'<' if torn(at) => (1, "&#60;"),
            0xEF if text[at..].starts_with('＜') && torn(at) => (3, "&#65308;"),
            0xEF if text[at..].starts_with('＆') && torn(at) => (3, "&#65286;"),
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'&' => (1, "&amp;"),
            _ if pre || !blank => return None,
            _ if behind_blank => (1, ""),
            b' ' => return None,
            _ => (1, " "),
        };
        Some(Mark { at, skip, text })
    })
}

/// The value of an attribute (HTML Standard §13.3).
fn attribute(value: &str) -> Cow<'_, str> {
    if !value.bytes().any(|byte| matches!(byte, b'&' | b'"' | b'<' | b'>')) {
        return value.into();
    }
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;").into()
}
