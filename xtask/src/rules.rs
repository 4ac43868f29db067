//! What is made from the table of rules and committed: the package's module of it, and the page that documents it.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use cleancopy::{Family, RULES};

use crate::{npm, root};

/// Writes the files that are not what the table says.
pub fn write() -> Result<()> {
    for (path, current) in files()? {
        if fs::read_to_string(&path).ok().as_ref() != Some(&current) {
            fs::write(&path, current)?;
        }
    }
    Ok(())
}

/// Whether the committed files are what the table says.
pub fn check() -> Result<()> {
    for (path, current) in files()? {
        let committed = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        ensure!(
            committed.replace("\r\n", "\n") == current,
            "{} is not what src/rules.rs says: run `cargo xtask build` and commit it",
            path.display()
        );
    }
    Ok(())
}

fn files() -> Result<[(PathBuf, String); 2]> {
    Ok([(npm::folder().join("src/rules.ts"), typescript()?), (root().join("RULES.md"), markdown())])
}

/// As TypeScript: the ids are a type, so that a compiler knows them.
fn typescript() -> Result<String> {
    let mut families: Vec<_> = RULES.iter().map(|row| serde_json::to_string(&row.family)).collect::<Result<_, _>>()?;
    families.sort();
    families.dedup();
    let ids: Vec<_> = RULES.iter().map(|row| format!("{:?}", row.id.id())).collect();
    let mut module = format!(
        "// The table of rules: made from src/rules.rs by `cargo xtask build`, not edited here.\n\n\
         /** What kind of defect a rule is about. */\n\
         export type Family = {};\n\n\
         /** The id of a rule. */\n\
         export type RuleId =\n  | {};\n\n\
         /** One row of the table. */\n\
         export interface RuleInfo {{\n  \
           /** Its name in options and reports. */\n  \
           readonly id: RuleId;\n  \
           /** What kind of defect it is about. */\n  \
           readonly family: Family;\n  \
           /** What it does, in one sentence. */\n  \
           readonly what: string;\n  \
           /** An example before. */\n  \
           readonly before: string;\n  \
           /** The same example after. */\n  \
           readonly after: string;\n  \
           /** Whether it is on unless switched off. */\n  \
           readonly on: boolean;\n\
         }}\n\n\
         /** Every rule, by precedence. */\n\
         export const rules: readonly RuleInfo[] = [\n",
        families.join(" | "),
        ids.join("\n  | "),
    );
    for row in RULES {
        writeln!(module, "  {},", serde_json::to_string(row)?)?;
    }
    module.push_str("];\n");
    Ok(module)
}

/// As a page of documentation.
fn markdown() -> String {
    let mut page = include_str!("rules.md").to_owned();
    for (family, title) in FAMILIES {
        let _ = write!(page, "\n## {title}\n\n| rule | what it does | before | after |\n|---|---|---|---|\n");
        for row in RULES.iter().filter(|row| row.family == family) {
            let off = if row.on { "" } else { " (off)" };
            let [before, after] = [row.before, row.after].map(cell);
            let _ = writeln!(page, "| `{}`{off} | {} | {before} | {after} |", row.id, row.what);
        }
    }
    page
}

/// The families, with what the page calls them.
const FAMILIES: [(Family, &str); 6] = [
    (Family::Markup, "Markup"),
    (Family::Structure, "Structure"),
    (Family::Chaff, "What is not the article"),
    (Family::Prose, "Prose"),
    (Family::Links, "Links"),
    (Family::Own, "Your own"),
];

/// A text as code in a cell: what a table or a reader would not see is spelled out.
fn cell(text: &str) -> String {
    if text.is_empty() {
        return "*dropped*".into();
    }
    let seen: String = text
        .replace("  ", "␣␣")
        .chars()
        .map(|c| match c {
            '\n' => "↵".into(),
            '|' => "\\|".into(),
            '\u{200b}' | '\u{fffd}' => format!("U+{:04X}", c as u32),
            c => c.to_string(),
        })
        .collect();
    format!("`{seen}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_rule_once() {
        let page = markdown();
        for row in RULES {
            assert_eq!(page.matches(&format!("\n| `{}`", row.id)).count(), 1, "{}", row.id);
        }
    }

    #[test]
    fn a_cell_shows_line_ends_and_what_nobody_sees() {
        assert_eq!(cell("one\ntwo|  \u{200b}"), "`one↵two\\|␣␣U+200B`");
        assert_eq!(cell(""), "*dropped*");
    }
}
