//! How the blocks that are shown nest: made once, so that formats only look.
//!
//! A list that stands in a list, outside its items, goes on the item before it, where a browser
//! shows it. A table that only lays out a page holds its blocks as the page does. Items are
//! numbered as they are shown.

use crate::document::{BlockKind, ContainerKind, Joint, Marker};
use crate::resolve::{Resolved, Shown, Tile};

/// The blocks that are shown and what holds them.
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    nodes: Vec<Node>,
}

/// A block that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub kind: BlockKind,
    pub joint: Joint,
    /// The container that it is shown in; 0 is the document.
    pub home: u32,
    /// The language of code, by place in the list.
    pub language: u16,
    /// Its tiles.
    pub first: usize,
    pub end: usize,
    /// Its marks of Markdown are words.
    pub marked: bool,
    /// Whether the format shows it; what holds an image alone counts all the same.
    visible: bool,
}

impl Block {
    /// Whether it goes on the block before it, behind a line break.
    pub fn continues(&self, before: &Block) -> bool {
        self.joint == Joint::Break
            && self.home == before.home
            && self.kind == before.kind
            && self.kind != BlockKind::Rule
    }
}

/// A container, as it is shown.
#[derive(Debug, Clone, Copy)]
struct Node {
    kind: ContainerKind,
    parent: u32,
    /// Whether a block in it has been shown.
    seen: bool,
    /// An item's number, a cell's column, the width of a table; of a list, the one that it goes on.
    number: u32,
    /// How many items of a list, cells of a row, paragraphs of an item or a cell are shown.
    count: u32,
    /// The item of a list that was shown last.
    last: u32,
    /// A list that takes the other sign, because a list stands right before it; a row that has a
    /// row of several cells beside it.
    other: bool,
}

impl Outline {
    /// Lays the blocks out. O(tiles + containers).
    pub fn new(source: &str, resolved: &Resolved, markup: bool) -> Self {
        let node = |kind, parent| Node { kind, parent, seen: false, number: 0, count: 0, last: 0, other: false };
        let nodes = resolved.containers.iter().map(|one| node(one.kind, one.parent)).collect();
        let mut outline = Outline { blocks: shown(source, resolved, markup), nodes };
        outline.number_cells();
        let (mut raw, mut chain, mut before) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows: Vec<u32> = Vec::new();
        for index in 0..outline.blocks.len() {
            let block = outline.blocks[index];
            raw.clear();
            let mut at = block.home;
            while at != 0 {
                raw.push(at);
                at = resolved.containers[at as usize].parent;
            }
            let mut home = 0;
            for &at in raw.iter().rev() {
                home = outline.enter(at, home, &before);
            }
            if block.kind == BlockKind::Caption {
                while matches!(outline.kind(home), ContainerKind::Table { .. } | ContainerKind::Row) {
                    home = outline.nodes[home as usize].parent;
                }
            }
            home = outline.item_of(home);
            outline.blocks[index].home = home;
            let goes_on = index > 0 && outline.blocks[index].continues(&outline.blocks[index - 1]);
            outline.nodes[home as usize].count += u32::from(!goes_on);
            if block.visible && !goes_on && matches!(outline.kind(home), ContainerKind::Cell { .. }) {
                let row = outline.show_cell(home);
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
            outline.chain(home, &mut chain);
            std::mem::swap(&mut chain, &mut before);
        }
        outline.mark_columns(&rows);
        outline.blocks.retain(|block| block.visible);
        outline
    }

    /// Gives cells their columns: those that a cell above or before covers are taken.
    fn number_cells(&mut self) {
        // For each table, the rows that each of its columns is still covered in.
        let mut covered: Vec<Vec<u8>> = Vec::new();
        for at in 1..self.nodes.len() {
            let Node { kind, parent, .. } = self.nodes[at];
            match kind {
                ContainerKind::Row => {
                    let table = &mut self.nodes[parent as usize];
                    if table.count == 0 {
                        covered.push(Vec::new());
                        table.count = covered.len() as u32;
                    }
                    let rows = &mut covered[table.count as usize - 1];
                    rows.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
                    self.nodes[at].last = table.count - 1;
                }
                ContainerKind::Cell { spans: (columns, rows), .. } => {
                    let row = &mut self.nodes[parent as usize];
                    let covered = &mut covered[row.last as usize];
                    let mut column = row.number as usize;
                    while covered.get(column).is_some_and(|&rows| rows > 0) {
                        column += 1;
                    }
                    let end = column + usize::from(columns) + 1;
                    row.number = end as u32;
                    if rows > 0 && end <= WIDEST {
                        covered.resize(covered.len().max(end), 0);
                        covered[column..end].fill(rows + 1);
                    }
                    self.nodes[at].number = column as u32;
                }
                _ => {}
            }
        }
        for node in &mut self.nodes {
            if matches!(node.kind, ContainerKind::Table { .. }) {
                node.count = 0;
            }
        }
    }

    /// Whether the words of a block are bold as they are: what is strong in them does not stand out.
    pub fn is_bold(&self, block: &Block) -> bool {
        matches!(block.kind, BlockKind::Heading(_))
            || matches!(self.kind(block.home), ContainerKind::Cell { header: true, .. })
    }

    /// Counts a cell that has words; gives its row.
    fn show_cell(&mut self, cell: u32) -> u32 {
        let Node { parent: row, number: column, .. } = self.nodes[cell as usize];
        self.nodes[row as usize].count += 1;
        let table = self.nodes[row as usize].parent as usize;
        self.nodes[table].number = self.nodes[table].number.max(column + 1);
        row
    }

    /// The container that stands for this one, inside the one that stands for its parent.
    fn enter(&mut self, at: u32, within: u32, before: &[u32]) -> u32 {
        let kind = self.kind(at);
        let holds = match kind {
            ContainerKind::Row => matches!(self.kind(within), ContainerKind::Table { .. }),
            ContainerKind::Cell { .. } => self.kind(within) == ContainerKind::Row,
            ContainerKind::Item => is_list(self.kind(within)),
            ContainerKind::Table { data } => data,
            ContainerKind::Document => false,
            ContainerKind::Quote | ContainerKind::List { .. } => true,
        };
        if !holds {
            return within;
        }
        if std::mem::replace(&mut self.nodes[at as usize].seen, true) {
            return if is_list(kind) && self.number(at) > 0 { self.number(at) } else { at };
        }
        let parent = if kind == ContainerKind::Item { within } else { self.item_of(within) };
        self.nodes[at as usize].parent = parent;
        let above = &mut self.nodes[parent as usize];
        match kind {
            ContainerKind::Item => {
                let ContainerKind::List { start, .. } = above.kind else { return at };
                above.last = at;
                above.count += 1;
                // CommonMark reads nine digits.
                let number = (start.max(1) as u32).saturating_add(above.count - 1).min(999_999_999);
                self.nodes[at as usize].number = number;
            }
            ContainerKind::List { marker, start } => {
                // Markdown has two kinds of lists.
                let same = |list: u32| {
                    is_list(self.kind(list)) && (self.marker(list) == Marker::Bullet) == (marker == Marker::Bullet)
                };
                let list = before.iter().copied().find(|&one| self.nodes[one as usize].parent == parent && same(one));
                let Some(list) = list else { return at };
                let last = self.number(self.nodes[list as usize].last);
                if marker != Marker::Bullet && self.marker(list) == marker && last > 0 && start == last as i32 + 1 {
                    self.nodes[at as usize].number = list;
                    return list;
                }
                self.nodes[at as usize].other = !self.nodes[list as usize].other;
            }
            _ => {}
        }
        at
    }

    /// What stands in a list but in none of its items belongs to the one before it.
    fn item_of(&self, mut home: u32) -> u32 {
        while is_list(self.kind(home)) {
            let Node { last, parent, .. } = self.nodes[home as usize];
            home = if last != 0 { last } else { parent };
        }
        home
    }

    /// Text has columns where two rows of several cells stand one below the other.
    fn mark_columns(&mut self, rows: &[u32]) {
        for pair in rows.windows(2) {
            let [above, below] = [pair[0], pair[1]].map(|row| self.nodes[row as usize]);
            if above.parent == below.parent && above.count > 1 && below.count > 1 {
                pair.iter().for_each(|&row| self.nodes[row as usize].other = true);
            }
        }
    }

    pub fn kind(&self, at: u32) -> ContainerKind {
        self.nodes[at as usize].kind
    }

    /// An item's number, a cell's column, the width of a table.
    pub fn number(&self, at: u32) -> u32 {
        self.nodes[at as usize].number
    }

    /// Whether a list takes the other sign, or a row has columns.
    pub fn other(&self, at: u32) -> bool {
        self.nodes[at as usize].other
    }

    /// Whether an item or a cell has one paragraph, which needs no element of its own.
    pub fn is_solo(&self, at: u32) -> bool {
        let Node { kind, count, .. } = self.nodes[at as usize];
        matches!(kind, ContainerKind::Item | ContainerKind::Cell { .. }) && count == 1
    }

    /// What stands before the items of a list.
    pub fn marker(&self, list: u32) -> Marker {
        match self.kind(list) {
            ContainerKind::List { marker, .. } => marker,
            _ => Marker::Bullet,
        }
    }

    /// Whether an item has a number.
    pub fn is_ordered(&self, item: u32) -> bool {
        self.marker(self.list_of(item)) != Marker::Bullet
    }

    pub fn list_of(&self, item: u32) -> u32 {
        self.nodes[item as usize].parent
    }

    /// The containers around a place, outermost first.
    pub fn chain(&self, home: u32, into: &mut Vec<u32>) {
        into.clear();
        let mut at = home;
        while at != 0 {
            into.push(at);
            at = self.nodes[at as usize].parent;
        }
        into.reverse();
    }
}

fn is_list(kind: ContainerKind) -> bool {
    matches!(kind, ContainerKind::List { .. })
}

/// Columns beyond this are not followed from row to row.
const WIDEST: usize = 32;

/// The blocks that have something to show. Where markup between two was taken back, it stays, and
/// what stands behind it goes on the block before it.
fn shown(source: &str, resolved: &Resolved, markup: bool) -> Vec<Block> {
    let tiles = &resolved.tiles;
    let is_mark = |tile: &Tile| match tile.shown {
        Shown::Mark => true,
        Shown::Image(image) => resolved.inlines[image.0 as usize].written,
        _ => false,
    };
    let literal =
        |tile: &Tile| !markup && is_mark(tile) || !resolved.is_live(tile.group) && tile.span.start < tile.span.end;
    let mut blocks: Vec<Block> = Vec::with_capacity(resolved.parts.len());
    let (mut gap, mut joint) = (0, Joint::Paragraph);
    for part in &resolved.parts {
        joint = joint.max(part.joint);
        let own = &tiles[part.first..part.end];
        let words = own.iter().any(|tile| match tile.shown {
            _ if literal(tile) => true,
            Shown::Same => !source[tile.span.range()].trim_start().is_empty(),
            Shown::Characters(first, second) => !first.is_whitespace() || second.is_some(),
            Shown::Words(index) => !resolved.words[index as usize].trim_start().is_empty(),
            _ => false,
        });
        let (kind, home) = match part.marked {
            // Its marks say in text what it is.
            Some(_) if !markup => (BlockKind::Paragraph, part.container),
            marked => marked.unwrap_or((part.kind, part.container)),
        };
        let image = own.iter().any(|tile| matches!(tile.shown, Shown::Image(_)));
        if part.dropped || !words && !image && kind != BlockKind::Rule {
            // A line of marks alone parts paragraphs.
            joint = if own.iter().any(is_mark) { Joint::Paragraph } else { joint };
            continue;
        }
        let kind = match kind {
            BlockKind::Preformatted if !words => BlockKind::Paragraph,
            kind => kind,
        };
        let visible = words || markup;
        let (language, first, end) = (part.language, part.first, part.end);
        let marked = !markup && part.marked.is_some();
        let mut block = Block { kind, joint, home, language, first, end, marked, visible };
        let goes_on = tiles[gap..part.first].iter().any(literal);
        match blocks.last_mut() {
            Some(last) if goes_on => {
                last.end = part.end;
                last.visible = true;
                if last.kind == BlockKind::Rule {
                    last.kind = kind;
                }
            }
            _ => {
                if goes_on {
                    (block.first, block.visible) = (gap, true);
                }
                blocks.push(block);
            }
        }
        gap = part.end;
        joint = if visible { Joint::Break } else { joint };
    }
    if tiles[gap..].iter().any(literal) {
        match blocks.last_mut() {
            Some(last) => {
                (last.end, last.visible) = (tiles.len(), true);
                if last.kind == BlockKind::Rule {
                    last.kind = BlockKind::Paragraph;
                }
            }
            None => blocks.push(Block {
                kind: BlockKind::Paragraph,
                joint: Joint::Paragraph,
                home: 0,
                language: 0,
                first: 0,
                end: tiles.len(),
                marked: false,
                visible: true,
            }),
        }
    }
    blocks
}
