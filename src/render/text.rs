//! Plain text: a blank line between paragraphs, list marks, table cells parted by tabs.

use super::counter;
use super::outline::{Block, Outline};
use super::{Dialect, Said, Seam, Writer};
use crate::document::{BlockKind, ContainerKind, Marker};

pub(super) struct Text;

impl Dialect for Text {
    fn between(&mut self, writer: &Writer, outline: &Outline, seam: &Seam, out: &mut String) {
        let Some(after) = seam.rest.first() else { return };
        if seam.before.is_some() {
            let apart = match seam.inside(outline) {
                // A heading is one line, and so is a row.
                ContainerKind::Cell { .. } if seam.continues() => " ",
                _ if seam.continues() && matches!(after.kind, BlockKind::Heading(_)) => " ",
                _ if seam.continues() => writer.indentation(after).unwrap_or("\n"),
                ContainerKind::Row if !outline.other(seam.open[seam.common - 1]) => " ",
                ContainerKind::Row => {
                    let column = |chain: &[u32]| chain.first().map_or(0, |&cell| outline.number(cell));
                    (column(seam.closed())..column(seam.opened())).for_each(|_| out.push('\t'));
                    ""
                }
                ContainerKind::Table { .. } | ContainerKind::List { .. } => "\n",
                // A list inside an item goes on below it.
                ContainerKind::Item if !seam.opened().is_empty() => "\n",
                _ => writer.indentation(after).filter(|_| after.marked).unwrap_or("\n\n"),
            };
            out.push_str(apart);
        }
        // An item of a list in an item stands below it, further in.
        let depth = seam.open[..seam.common].iter().filter(|&&at| outline.kind(at) == ContainerKind::Item).count();
        if seam.before.is_some() && seam.opened().iter().any(|&at| outline.kind(at) == ContainerKind::Item) {
            (0..depth).for_each(|_| out.push_str("  "));
        }
        let items = seam.opened().iter().filter(|&&at| outline.kind(at) == ContainerKind::Item);
        let innermost = items.clone().next_back();
        // Of bullets on one line, one is enough.
        for item in items {
            match outline.marker(outline.list_of(*item)) {
                Marker::Bullet if Some(item) != innermost => {}
                Marker::Bullet => out.push_str("- "),
                marker => {
                    counter::write(marker, outline.number(*item), out);
                    out.push_str(". ");
                }
            }
        }
    }

    fn block(&mut self, writer: &mut Writer, _: &Outline, block: &Block) {
        for tile in writer.tiles(block) {
            match writer.said(tile, &mut [0; 8]) {
                Said::Words(_, true) => writer.keep(tile.span),
                Said::Words(text, false) => writer.put(tile.span, text, tile.group),
                // Sound Markdown stands as it is in text.
                Said::Open(inline) | Said::Close(inline) | Said::Image(inline)
                    if writer.resolved.inlines[inline.0 as usize].written =>
                {
                    writer.keep(tile.span);
                }
                _ => writer.put(tile.span, "", tile.group),
            }
        }
    }
}
