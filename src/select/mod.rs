//! Which blocks are chaff.

use crate::document::{Document, GroupId};
use crate::read::Views;

/// What was selected.
pub(crate) struct Selected {
    /// The change that drops each block, or none.
    pub chaff: Vec<GroupId>,
    pub article: bool,
    pub reason: &'static str,
}

pub(crate) fn select(_views: &Views, document: &mut Document) -> Selected {
    Selected { chaff: vec![GroupId::NONE; document.blocks.len()], article: false, reason: "" }
}
