//! Which tables are data, and which only lay out a page.

use crate::document::{BlockKind, Container, ContainerKind, Document, Joint};

/// A table is data if it has rows of two cells or more, and nothing in a cell but words: one run of
/// them, or more where rules or headings of columns say that it is a table.
pub(super) fn mark_data(document: &mut Document) {
    let containers = &mut document.containers;
    let mut cells = vec![0u32; containers.len()];
    let mut blocks = vec![0u32; containers.len()];
    // Of tables: whether they lay out, have rules or headings, and how many rows of several cells.
    let mut layout = vec![false; containers.len()];
    let mut ruled = vec![false; containers.len()];
    let mut wide = vec![0u32; containers.len()];
    // The table that each container is in, itself if it is one.
    let mut table = vec![0u32; containers.len()];
    for at in 1..containers.len() {
        let Container { kind, parent, .. } = containers[at];
        let outer = table[parent as usize] as usize;
        table[at] = outer as u32;
        match kind {
            ContainerKind::Cell { header, .. } => {
                cells[parent as usize] += 1;
                wide[outer] += u32::from(cells[parent as usize] == 2);
                ruled[outer] |= header;
            }
            ContainerKind::Row => {}
            ContainerKind::Table { data } => {
                layout[outer] = true;
                (table[at], ruled[at]) = (at as u32, data);
            }
            _ => layout[outer] = true,
        }
    }
    for block in &document.blocks {
        let home = block.container as usize;
        let outer = table[home] as usize;
        blocks[home] += u32::from(block.joint == Joint::Paragraph);
        let simple = ruled[outer] || blocks[home] < 2 && block.kind == BlockKind::Paragraph;
        let plain = matches!(containers[home].kind, ContainerKind::Cell { .. }) && simple;
        layout[outer] |= !plain && block.kind != BlockKind::Caption
            || matches!(block.kind, BlockKind::Preformatted | BlockKind::Rule);
    }
    // A row of headings is one in itself.
    let is_data = |at: usize| !layout[at] && wide[at] + u32::from(ruled[at]) > 1;
    // A cell holds words: its paragraphs are lines of them.
    blocks.fill(0);
    for block in &mut document.blocks {
        let home = block.container as usize;
        if ruled[table[home] as usize] && is_data(table[home] as usize) && block.kind != BlockKind::Caption {
            block.kind = BlockKind::Paragraph;
            if std::mem::replace(&mut blocks[home], 1) > 0 {
                block.joint = Joint::Break;
            }
        }
    }
    for (at, container) in containers.iter_mut().enumerate() {
        if let ContainerKind::Table { data } = &mut container.kind {
            *data = is_data(at);
        }
    }
}
