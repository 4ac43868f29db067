//! Attributes that a reader sees something of.

use super::{Builder, Plan, address, hints};
use crate::element::Kind;
use crate::judge::Token;
use crate::lex::tag::{self, Tag};
use crate::lex::{TagMarks, standard};

#[derive(Default)]
pub(super) struct Attributes {
    pub(super) href: Option<String>,
    pub(super) src: Option<String>,
    pub(super) alt: String,
    pub(super) start: i32,
    pub(super) hidden: bool,
    pub(super) hints: u16,
}

impl Attributes {
    fn read(&mut self, name: &str, value: &str, kind: Kind, wants_hints: bool, plan: &Plan) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        // A name that was lost: an address speaks for itself.
        let lost = name.is_empty() && value.trim_start().starts_with("http");
        match kind {
            Kind::Link if is("href") || lost => {
                self.href = address::mend(value, plan.base, plan.rules).or(self.href.take())
            }
            Kind::Image if is("src") || lost => {
                self.src = address::mend(value, plan.base, plan.rules).or(self.src.take())
            }
            Kind::Image if is("data-src") || is("data-original") => {
                self.src = address::mend(value, plan.base, plan.rules).or(self.src.take());
            }
            Kind::Image if is("alt") => {
                self.alt = address::decode(value, true).split_whitespace().collect::<Vec<_>>().join(" ");
            }
            Kind::List if is("start") => self.start = value.trim().parse().unwrap_or(0),
            _ => {}
        }
        if is("hidden") || is("aria-hidden") && value == "true" || is("style") && hides(value) {
            self.hidden = true;
        } else if wants_hints && (is("class") || is("id") || is("role")) {
            self.hints |= hints::of(value);
        }
    }
}

fn hides(style: &str) -> bool {
    let says = |property: &str, wanted: &str| {
        style.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case(property)
                    && value.trim().trim_end_matches("!important").trim().eq_ignore_ascii_case(wanted)
            })
        })
    };
    style.contains(['n', 'N']) && (says("display", "none") || says("visibility", "hidden"))
}

impl Builder<'_> {
    pub(super) fn attributes(&self, token: &Token, marks: &TagMarks) -> Attributes {
        let mut found = Attributes::default();
        let text = self.text;
        let kind = marks.element.kind();
        let wants_hints = self.html && kind.is_block();
        let with = |attribute: tag::Attribute| {
            let (name, value) = (&text[attribute.name.range()], &text[attribute.value.range()]);
            found.read(name, value, kind, wants_hints, self.plan);
        };
        if marks.standard {
            standard::tag(text, token.span.start as usize, with);
        } else {
            let tag = Tag {
                span: token.span,
                element: marks.element,
                end_tag: marks.end_tag,
                damaged: marks.damaged,
                escaped: marks.escaped,
                attributes: true,
                closed: true,
                self_closing: false,
            };
            tag::each_attribute(text, &tag, with);
        }
        found
    }
}
