//! MB/s of the crate, with the log off and on, and of a peer, in turns; a line of JSON for each set and task.
//! usage: speed FOLDER ROUNDS

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use cleancopy::{Format, Scope};
use cleancopy_bench::{Set, TASKS, cleaner, sets};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (folder, rounds) = (Path::new(&arguments[1]), arguments[2].parse().expect("a number of rounds"));
    let sets = sets(folder);
    // Text has no peer of its own kind: it is held against HTML of the size of a paste.
    let clipboard = sets.iter().find(|set| set.name == "clipboard").expect("it is one of the sets");
    for set in &sets {
        for (task, format, scope) in TASKS {
            let peers: &[(&str, fn(&str))] = match task {
                "text" => &[("lol_html", strip)],
                "html" => &[("ammonia", |html| drop(black_box(ammonia::clean(html))))],
                "markdown" => &[("htmd", |html| drop(black_box(htmd::convert(html)))), ("html2text", render)],
                _ => &[("dom_smoothie", select)],
            };
            let cleaner = cleaner(format, scope);
            for (peer, run) in peers {
                let speeds = in_turns(
                    rounds,
                    [
                        (set, &|document| drop(black_box(cleaner.clean(&set.input(document))))),
                        (set, &|document| drop(black_box(cleaner.clean_with_edits(&set.input(document))))),
                        (if set.html { set } else { clipboard }, run),
                    ],
                );
                print(set, task, speeds, peer);
            }
        }
    }
    // One page of 20 MB, beside the pages that it was made of.
    let pages = clipboard.documents.concat();
    let page = Set { name: "page", html: true, documents: vec![pages.repeat(20_000_000_usize.div_ceil(pages.len()))] };
    let cleaner = cleaner(Format::Text, Scope::Article);
    let speeds = in_turns(
        rounds,
        [
            (&page, &|document| drop(black_box(cleaner.clean(&page.input(document))))),
            (&page, &|document| drop(black_box(cleaner.clean_with_edits(&page.input(document))))),
            (clipboard, &|document| drop(black_box(cleaner.clean(&page.input(document))))),
        ],
    );
    print(&page, "article", speeds, "its parts");
}

/// A line of JSON: with the log off and on, and the peer's.
fn print(set: &Set, task: &str, [off, on, theirs]: [f64; 3], peer: &str) {
    let row = serde_json::json!({
        "set": set.name, "task": task, "off": off, "on": on,
        "peer": peer, "peerSpeed": theirs, "ratio": off / theirs,
    });
    println!("{row}");
}

/// What is run on each document of a set.
type Run<'a> = (&'a Set, &'a dyn Fn(&str));

/// Runs each over its set, A B C A B C …; the median MB/s of each.
fn in_turns<const N: usize>(rounds: usize, runs: [Run; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..rounds {
        for ((set, run), times) in runs.iter().zip(&mut times) {
            let start = Instant::now();
            set.documents.iter().for_each(|document| run(document));
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let mut runs = runs.iter();
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        let bytes: usize = runs.next().map_or(0, |(set, _)| set.documents.iter().map(String::len).sum());
        bytes as f64 / 1e6 / times[times.len() / 2]
    })
}

/// Every tag taken out, what is between them kept.
fn strip(html: &str) {
    let tags = lol_html::element!("*", |element| {
        element.remove_and_keep_content();
        Ok(())
    });
    let settings = lol_html::RewriteStrSettings::new().append_element_content_handler(tags);
    black_box(lol_html::rewrite_str(html, settings).expect("every string is HTML"));
}

/// Text with the marks of Markdown, wrapped at a column that no line reaches.
fn render(html: &str) {
    let _ = black_box(html2text::from_read(html.as_bytes(), 10_000));
}

fn select(html: &str) {
    // It finds no article in some pages, which takes as long.
    let _ = black_box(dom_smoothie::Readability::new(html, None, None).and_then(|mut page| page.parse()));
}
