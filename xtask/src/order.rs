//! The order of the functions: each beside the one that it is most like. brotli tells what it has seen by how far back it
//! was, so that what is alike costs less when it is near. 2.4 KB.

use std::collections::HashMap;

use anyhow::Result;
use walrus::Module;
use wasmparser::{Parser, Payload};

/// How many bytes are alike, to count as such.
const ALIKE: usize = 5;
/// What more functions have is everywhere anyway.
const COMMON: usize = 600;

/// Names the functions of a module so that they are sorted by name.
pub fn name(bytes: &[u8], module: &mut Module) -> Result<()> {
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::CodeSectionEntry(body) = payload? {
            bodies.push(&bytes[body.range()]);
        }
    }
    let mut places = vec![0; bodies.len()];
    order(&bodies).into_iter().enumerate().for_each(|(place, index)| places[index] = place + 1);
    // What is imported comes first.
    let imported = module.funcs.iter().count() - bodies.len();
    let places = std::iter::repeat_n(0, imported).chain(places);
    module.funcs.iter_mut().zip(places).for_each(|(function, place)| function.name = Some(format!("{place:06}")));
    Ok(())
}

/// The largest first, behind each the one that has most of its parts, and of those before it, less the further they are; a
/// part that few have counts more. O(n² + bytes).
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    let mut parts: Vec<Vec<&[u8]>> = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let mut own: Vec<&[u8]> = body.windows(ALIKE).collect();
        own.sort_unstable();
        own.dedup();
        own.iter().for_each(|part| having.entry(part).or_default().push(index));
        parts.push(own);
    }
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|&index| std::cmp::Reverse(bodies[index].len()));
    let mut ordered = Vec::new();
    let (mut next, mut alike) = (0, vec![0; bodies.len()]);
    while !left.is_empty() {
        let index = left.remove(next);
        ordered.push(index);
        alike.iter_mut().for_each(|alike| *alike = *alike * 4 / 5);
        for having in parts[index].iter().map(|part| &having[part]).filter(|having| having.len() <= COMMON) {
            having.iter().for_each(|&other| alike[other] += (1 << 20) / having.len().isqrt());
        }
        // The first of several.
        next = (0..left.len()).rev().max_by_key(|&at| alike[left[at]]).unwrap_or(0);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let bodies = [&b"a pier"[..], b"the harbour of the town", b"by a pier", b"a harbour of its own", b"by a pie"];
        assert_eq!(order(&bodies), [1, 3, 2, 4, 0]);
    }
}
