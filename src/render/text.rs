//! Plain text: a blank line between paragraphs, list marks, table cells parted by tabs.

use super::{Dialect, Words, Writer, chain, kind, shared};
use crate::document::{ContainerKind, InlineId, Joint};
use crate::resolve::{Part, Resolved};

pub(super) struct Text;

impl Dialect for Text {
    fn shows(&self, _: &Part, _: bool) -> bool {
        false
    }

    fn between(&mut self, resolved: &Resolved, before: Option<&Part>, after: Option<&Part>, joint: Joint) -> String {
        let Some(after) = after else { return String::new() };
        let open = chain(resolved, after);
        let Some(before) = before else { return marks(resolved, &open) };
        let old = chain(resolved, before);
        let common = shared(&old, &open);
        let inside = open.get(common.wrapping_sub(1)).map(|&at| kind(resolved, at));
        let both = old.len() > common && open.len() > common;
        let mut between = match inside {
            Some(ContainerKind::Row) if both => "\t",
            Some(ContainerKind::Table { data: true }) if both => "\n",
            Some(ContainerKind::List { .. }) if both => "\n",
            // A list inside an item goes on below it.
            Some(ContainerKind::Item) if open.len() > common => "\n",
            _ if joint == Joint::Break && old == open => "\n",
            _ => "\n\n",
        }
        .to_owned();
        if let Some(table) = open.iter().find(|&&at| matches!(kind(resolved, at), ContainerKind::Table { data: false }))
            && old.contains(table)
            && between == "\t"
        {
            between = "\n\n".to_owned();
        }
        between.push_str(&marks(resolved, &open[common..]));
        between
    }

    fn words(&self, writer: &mut Writer, words: Words, _: &Part, _: bool) {
        match words {
            Words::Same(span) => writer.keep(span),
            Words::Other(span, text, group) => writer.put(span, text, group),
        }
    }

    fn open(&mut self, _: &Resolved, _: InlineId) -> String {
        String::new()
    }

    fn close(&mut self, _: &Resolved, _: InlineId) -> String {
        String::new()
    }

    fn reads_markdown(&self) -> bool {
        false
    }

    fn image(&self, _: &Resolved, _: InlineId) -> String {
        String::new()
    }
}

/// The mark of the innermost item that opens here.
fn marks(resolved: &Resolved, open: &[u32]) -> String {
    let item = open.iter().rev().find(|&&at| kind(resolved, at) == ContainerKind::Item);
    item.map_or(String::new(), |&at| super::item_mark(resolved, at))
}
