use std::io::Read;
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let mut o = cleancopy::Options::default();
    match std::env::args().nth(1).as_deref() { Some("markdown") => o.format = cleancopy::Format::Markdown, Some("html") => o.format = cleancopy::Format::Html, _ => {} }
    let (c, e) = cleancopy::Cleaner::new(o).unwrap().clean_with_edits(&cleancopy::Input::text(s)).unwrap();
    println!("{}", c.output);
    if std::env::args().nth(2).is_some() { for x in e { eprintln!("{x:?}") } for x in c.changes { eprintln!("{x:?}") } for x in c.links { eprintln!("{x:?}") } for w in c.warnings {eprintln!("{w:?}")} }
}
