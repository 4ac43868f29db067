//! Which tables are data, and which only lay out a page.

use crate::document::{BlockKind, Container, ContainerKind, Document, Joint};

/// A table is data if it has rows of two cells or more, and nothing in a cell but one run of words.
pub(super) fn mark_data(document: &mut Document) {
    let containers = &mut document.containers;
    let table_of = |containers: &[Container], mut at: u32| -> u32 {
        while at != 0 && !matches!(containers[at as usize].kind, ContainerKind::Table { .. }) {
            at = containers[at as usize].parent;
        }
        at
    };
    let mut rows = vec![0u32; containers.len()];
    let mut blocks = vec![0u32; containers.len()];
    let mut layout = vec![false; containers.len()];
    for at in 1..containers.len() as u32 {
        let Container { kind, parent, .. } = containers[at as usize];
        match kind {
            ContainerKind::Cell { .. } => rows[parent as usize] += 1,
            ContainerKind::Row => {}
            _ => layout[table_of(containers, parent) as usize] = true,
        }
    }
    for block in &document.blocks {
        let container = containers[block.container as usize].kind;
        blocks[block.container as usize] += u32::from(block.joint == Joint::Paragraph);
        let plain = matches!(container, ContainerKind::Cell { .. }) && block.kind == BlockKind::Paragraph
            || block.kind == BlockKind::Caption;
        if !plain || blocks[block.container as usize] > 1 {
            layout[table_of(containers, block.container) as usize] = true;
        }
    }
    let mut wide = vec![0u32; containers.len()];
    for at in 1..containers.len() {
        if containers[at].kind == ContainerKind::Row && rows[at] > 1 {
            wide[table_of(containers, at as u32) as usize] += 1;
        }
    }
    for at in 1..containers.len() {
        if matches!(containers[at].kind, ContainerKind::Table { .. }) {
            containers[at].kind = ContainerKind::Table { data: !layout[at] && wide[at] > 1 };
        }
    }
}
