//! Candidates to tokens: what is markup and what is words.
//!
//! Evidence belongs to the text, not to the place: once a text holds a damaged tag, a tag at a
//! block's bound or a tag with an attribute, every known tag in it is markup, save those that are
//! spoken of. In a text with none, bare tags are words, and a sound reference gives its character.

use crate::document::InlineKind;
use crate::element::Element;
use crate::lex::code::Samples;
use crate::lex::{self, Candidate, Evidence, Lexed, TagMarks, What, reference};
use crate::options::Active;
use crate::rules::Rule;
use crate::source::{Flavour, Span};

/// A piece of markup. What stands between two tokens is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// The rule whose change it is; none for sound markup of HTML.
    pub rule: Option<Rule>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    StartTag(TagMarks),
    EndTag(TagMarks),
    Comment,
    Raw,
    Reference(char, Option<char>),
    Debris,
    LinkOpen,
    LinkClose,
    Image,
    Pair { kind: InlineKind, open: bool },
    Escape,
}

/// Decides on each candidate. O(candidates).
pub(crate) fn judge(text: &str, lexed: &Lexed, flavour: Flavour, rules: Active) -> Vec<Token> {
    let html = flavour == Flavour::Html;
    let known = |one: &Candidate| matches!(one.what, What::Tag(marks) if marks.element != Element::UNKNOWN);
    let (damaged, markup) = (lexed.evidence.damaged(), lexed.evidence.markup());
    let mut judge = Judge {
        text,
        evidence: lexed.evidence,
        damaged,
        markup,
        html,
        speaks: !html && !markup && lexed.candidates.iter().any(known),
        rules,
        tokens: Vec::with_capacity(lexed.candidates.len()),
        last_is_markup: false,
    };
    let feed = !html && lexed.evidence.is_feed();
    // Inline elements that are open, by name, to know a translated name by its partner.
    let mut open: Vec<(Element, Span)> = Vec::new();
    let candidates = &lexed.candidates;
    let mut samples = Samples(&lexed.code);
    let mut in_code = false;
    for (i, candidate) in candidates.iter().enumerate() {
        if let What::Pair { kind: InlineKind::Code, open, .. } = candidate.what {
            in_code = open;
        } else if in_code && !damaged {
            // What stands between backticks is a sample, too.
            continue;
        }
        // In a torn text, no code is sure to be one.
        let sound = matches!(candidate.what, What::Pair { damaged: false, .. } | What::Escape);
        if samples.have(candidate) && (sound || !damaged) {
            continue;
        }
        let What::Tag(mut marks) = candidate.what else {
            judge.other(candidate);
            continue;
        };
        if feed && !marks.escaped && matches!(marks.element, Element::UNKNOWN | Element::LINK) {
            marks.element = of_feed(text, candidate.span, &marks, &candidates[i + 1..], &open);
        }
        let torn = marks.damaged || marks.escaped || lexed.evidence.few_placeholders();
        if marks.element == Element::UNKNOWN && (torn || marks.standard) {
            marks.element = translated(text, candidate.span, &marks, &candidates[i + 1..], &open);
            marks.damaged |= !marks.escaped && (!marks.standard || marks.element != Element::UNKNOWN);
        }
        let element = marks.element;
        let behind = &candidates[i + 1..];
        // What may be words needs its other half.
        if marks.doubtful && !element.kind().is_block() {
            let is_open = open.iter().any(|open| open.0 == element);
            let mut same = tags(behind).filter(|tag| tag.0.element == element);
            if is_open != marks.end_tag || !marks.end_tag && same.next().is_none_or(|tag| !tag.0.end_tag) {
                continue;
            }
        }
        // One with attributes, or torn, whose end tag comes next is used, too.
        if marks.spoken && damaged {
            marks.spoken = !tags(behind).next().is_some_and(|(end, _)| {
                end.element == element && end.end_tag && (marks.attributes || marks.damaged || end.damaged)
            });
        }
        if element != Element::UNKNOWN && !element.is_void() {
            match open.iter().rposition(|open| open.0 == element) {
                // What ends an open element is used, whatever is spoken of beside it.
                Some(at) if marks.end_tag => {
                    open.truncate(at);
                    marks.spoken = false;
                }
                _ if !marks.end_tag && !marks.spoken && open.len() < 64 => open.push((element, candidate.span)),
                _ => {}
            }
        }
        judge.tag(candidate.span, marks);
    }
    judge.tokens
}

/// The element that a tag stands for which only feeds have: one that holds words alone is none of the article.
fn of_feed(text: &str, span: Span, marks: &TagMarks, behind: &[Candidate], open: &[(Element, Span)]) -> Element {
    let ends = |(tag, _): (TagMarks, Span)| tag.end_tag && matches!(tag.element, Element::UNKNOWN | Element::LINK);
    let is_data = match marks.end_tag {
        true => open.last().is_some_and(|open| open.0 == Element::GUID),
        false => !text[span.range()].ends_with("/>") && tags(behind).next().is_some_and(ends),
    };
    if is_data { Element::GUID } else { Element::SPAN }
}

/// How many tags behind a start tag its end tag is looked for.
const PARTNER: usize = 16;

/// The next tags.
fn tags(behind: &[Candidate]) -> impl Iterator<Item = (TagMarks, Span)> {
    let tag = |candidate: &Candidate| match candidate.what {
        What::Tag(marks) => Some((marks, candidate.span)),
        _ => None,
    };
    behind.iter().filter_map(tag).take(PARTNER)
}

/// The element that a tag with an unknown name stands for: its partner's, if the next tag ends what nothing has opened (a
/// block's, at a bound alone), or the innermost open one, if it is an end tag itself. Two that have the same name are a
/// paragraph where they hold one, else strong words. Of two sound ones, HTML says what they are.
fn translated(text: &str, span: Span, marks: &TagMarks, behind: &[Candidate], open: &[(Element, Span)]) -> Element {
    let letters = |span: Span| text[span.range()].chars().filter(|ch| ch.is_alphabetic());
    let same = |other: Span| letters(span).eq(letters(other));
    let torn = marks.damaged || marks.escaped;
    if marks.end_tag {
        let fits = |element: Element| !marks.standard && (torn || !element.kind().is_block());
        let partner = open.last().filter(|&&(element, start)| fits(element) || same(start));
        return partner.map_or(Element::UNKNOWN, |partner| partner.0);
    }
    if torn
        && let Some((TagMarks { element, end_tag: true, .. }, _)) = tags(behind).next()
        && element != Element::UNKNOWN
        && (!element.kind().is_block() || marks.damaged && marks.bound)
        && open.iter().all(|open| open.0 != element)
    {
        return element;
    }
    let is_partner = |marks: TagMarks| marks.end_tag && marks.element == Element::UNKNOWN;
    let partner = tags(behind).find(|&(marks, at)| is_partner(marks) && same(at));
    let Some((partner, at)) = partner.filter(|(partner, _)| !(partner.standard && marks.standard)) else {
        // Whatever it is, its attributes are no words.
        return if torn && marks.attributes { Element::SPAN } else { Element::UNKNOWN };
    };
    let rest = text[at.end as usize..].trim_start_matches(' ');
    let ends = partner.after_sentence && (rest.is_empty() || rest.starts_with(&['<', '＜', '&', '\n'][..]));
    let inside = open.iter().any(|open| open.0 == Element::P);
    if marks.bound && ends && !inside { Element::P } else { Element::STRONG }
}

struct Judge<'a> {
    text: &'a str,
    evidence: Evidence,
    /// Markup in the text is torn; or there is some.
    damaged: bool,
    markup: bool,
    html: bool,
    /// The tags in the text are words: it speaks of markup.
    speaks: bool,
    rules: Active,
    tokens: Vec<Token>,
    last_is_markup: bool,
}

impl Judge<'_> {
    fn tag(&mut self, span: Span, marks: TagMarks) {
        let rule = self.tag_rule(&marks);
        let is_markup = marks.standard
            || marks.element != Element::UNKNOWN
                && !marks.spoken
                && rule.is_none_or(|rule| self.rules.has(rule))
                && (self.evidence.json() || !self.text[span.range()].contains('\\'))
                && match () {
                    _ if marks.damaged || self.html && !marks.escaped => self.damaged,
                    _ if self.html => self.reads_escaped(),
                    _ => self.markup,
                };
        self.last_is_markup = is_markup;
        if is_markup {
            let kind = if marks.end_tag { TokenKind::EndTag(marks) } else { TokenKind::StartTag(marks) };
            self.tokens.push(Token { span, kind, rule });
        } else {
            // Words: but each reference in them gives its character.
            let mut references = Vec::new();
            lex::references(self.text, span, &mut references);
            for reference in &references {
                self.other(reference);
            }
        }
    }

    /// Whether what HTML shows of markup is read once more.
    fn reads_escaped(&self) -> bool {
        self.damaged || self.evidence.shows_markup()
    }

    fn tag_rule(&self, marks: &TagMarks) -> Option<Rule> {
        match marks {
            TagMarks { damaged: true, .. } => Some(Rule::DamagedTag),
            TagMarks { escaped: true, .. } => Some(Rule::EscapedTag),
            TagMarks { standard: true, .. } => None,
            _ => Some(Rule::Tag),
        }
    }

    fn other(&mut self, candidate: &Candidate) {
        let span = candidate.span;
        let token = |kind, rule| Token { span, kind, rule };
        let outer = || reference::standard(self.text, span.start as usize, false);
        let text = &self.text[span.range()];
        let token = match candidate.what {
            // `<!doctype html>` and `<?xml … ?>` are spoken of in a text that holds no markup.
            What::Comment { damaged } if !(self.html || self.markup) && is_declaration(text, damaged) => return,
            What::Comment { damaged } => token(TokenKind::Comment, (damaged || !self.html).then_some(Rule::Comment)),
            // The content of a tag that is words is words.
            What::Raw if !self.last_is_markup => return,
            What::Raw => token(TokenKind::Raw, (!self.html).then_some(Rule::Script)),
            What::Debris { .. } if self.damaged || self.evidence.json() => {
                token(TokenKind::Debris, Some(Rule::DamagedTag))
            }
            What::Debris { .. } | What::Words | What::Tag(_) => return,
            // Sound Markdown is markup in Markdown and HTML, and stands as it is in text.
            What::LinkOpen { damaged } => token(TokenKind::LinkOpen, damaged.then_some(Rule::DamagedMarkdown)),
            What::LinkClose { damaged } => token(TokenKind::LinkClose, damaged.then_some(Rule::DamagedMarkdown)),
            What::Image { damaged } => token(TokenKind::Image, damaged.then_some(Rule::DamagedMarkdown)),
            What::Pair { damaged: true, kind, .. }
                if self.evidence.torn_marks < 4 && (kind == InlineKind::Emphasis || !self.damaged) =>
            {
                return;
            }
            What::Hashes if !self.damaged && self.evidence.torn_marks < 4 => {
                return;
            }
            // Backticks around words are marks of code in any text that is not torn.
            What::Pair { damaged: false, kind, .. }
                if self.evidence.written == 0 && (kind != InlineKind::Code || self.damaged) =>
            {
                return;
            }
            What::Escape if self.evidence.written == 0 => return,
            What::Pair { kind, open, damaged } => {
                token(TokenKind::Pair { kind, open }, damaged.then_some(Rule::DamagedMarkdown))
            }
            What::Escape => token(TokenKind::Escape, None),
            What::Braces | What::Hashes => token(TokenKind::Comment, Some(Rule::DamagedMarkdown)),
            What::Reference { depth: reference::BACKSLASH, .. } if !self.evidence.json() => return,
            // Escaped to be spoken of, or in sound HTML: one escape is undone, if the standard reads it.
            What::Reference { depth: depth @ 1.., damaged, .. }
                if (self.html && !self.reads_escaped()
                    || depth == 1 && !damaged && self.speaks && lex::is_alone(self.text, span))
                    && outer().is_some() =>
            {
                let Some(outer) = outer() else { return };
                let span = Span::new(span.start as usize, outer.end);
                let kind = TokenKind::Reference(outer.first, outer.second);
                Token { span, kind, rule: (!self.html).then_some(Rule::Entity) }
            }
            What::Reference { first, second, damaged: true, doubtful, .. } => {
                if doubtful && self.evidence.damaged_references == 0 && !self.damaged {
                    return;
                }
                token(TokenKind::Reference(first, second), Some(Rule::DamagedEntity))
            }
            What::Reference { depth: 0, .. } if self.speaks && lex::is_alone(self.text, span) => return,
            What::Reference { first, second, depth, .. } => {
                let rule = (!self.html).then_some(if depth > 0 { Rule::DamagedEntity } else { Rule::Entity });
                token(TokenKind::Reference(first, second), rule)
            }
        };
        if token.rule.is_none_or(|rule| self.rules.has(rule)) {
            self.tokens.push(token);
        }
    }
}

/// Whether what is read as a comment is a declaration or an instruction.
fn is_declaration(text: &str, damaged: bool) -> bool {
    match text.as_bytes() {
        [b'<', b'?', ..] => true,
        [b'<', b'!', next, ..] => !damaged && *next != b'-',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        let lexed = lex::lex(text, Flavour::Text);
        judge(text, &lexed, Flavour::Text, Active::new(&[])).iter().map(|token| &text[token.span.range()]).collect()
    }

    #[test]
    fn bare_tags_in_a_sentence_are_words() {
        assert!(tokens("A paragraph starts with the <p> tag and ends with </p>.").is_empty());
        assert!(tokens("If a < b and b > c, use x<y; then 3 > 2.").is_empty());
    }

    #[test]
    fn what_a_feed_says_of_its_items_is_hidden_and_their_html_is_read() {
        let feed = "<rss version=\"2.0\"><channel><title>News</title><language>en</language><item><title>Late</title>\
            <link>https://a.example</link><dc:creator>Ann</dc:creator><author><name>Ann</name></author>\
            <description>&lt;p&gt;The ferry is &lt;b&gt;late&lt;/b&gt;.&lt;/p&gt;</description>\
            <content:encoded><![CDATA[<p>It is. [&#8230;]</p> [1]]]></content:encoded></item></channel></rss>";
        assert_eq!(crate::clean(feed).output, "News\n\nLate\n\nThe ferry is late.\n\nIt is. […]\n\n[1]");
        // What ends itself holds nothing.
        let atom = "<feed><entry><title>Late</title><author><uri/></author><link href=\"/a\"/></entry><entry>\
            <content>The ferry is late.</content></entry></feed>";
        assert_eq!(crate::clean(atom).output, "Late\n\nThe ferry is late.");
        // A table of DocBook is none.
        let table = "<p>One.</p> <row><entry>A</entry><entry><para>B</para></entry></row>";
        assert_eq!(crate::clean(table).output, "One.\n\nA\n\nB");
    }

    #[test]
    fn declarations_are_words_in_a_text_without_markup() {
        assert!(tokens("A page starts with <!doctype html>, a feed with <?xml version='1.0'?>.").is_empty());
        assert_eq!(tokens("<?xml version='1.0'?> < p > One. < / p >").len(), 3);
        assert_eq!(tokens("One. <!-- ad --> Two."), ["<!-- ad -->"]);
    }

    #[test]
    fn what_stands_between_backticks_is_a_sample_where_nothing_is_torn() {
        assert_eq!(tokens("It drops `<b>`, `<!-- notes -->` and `&nbsp;`."), ["`"; 6]);
        assert!(tokens("< p > It drops `&nbsp;`. < / p >").contains(&"&nbsp;"));
    }

    #[test]
    fn a_tag_whose_sign_is_torn_is_torn_for_sure() {
        assert_eq!(tokens("It is & lt;b&gt;late&lt;/b&gt;."), ["& lt;b&gt;", "&lt;/b&gt;"]);
        assert!(tokens("If a < b > c, it is late.").is_empty());
    }

    #[test]
    fn one_damaged_tag_makes_every_tag_markup() {
        assert_eq!(tokens("un< b >believ</ b >able <em>x</em>"), ["< b >", "</ b >", "<em>", "</em>"]);
    }

    #[test]
    fn a_translated_name_is_known_by_its_partner() {
        assert_eq!(tokens("& lt; güçlü & gt; çağrıdır & lt; / strong & gt;").len(), 2);
        assert_eq!(tokens("< p > Uno. < / p > < párrafo > Dos. < / P >").len(), 4);
        assert_eq!(tokens("< p > Uno. < / p > con el < archivo > dado. < / P >").len(), 3);
    }

    #[test]
    fn a_name_that_opens_and_closes_is_a_translated_one_in_a_torn_text_alone() {
        let pair = "The < fuerte > harbour < / fuerte > and <сильный>ships</сильный>.";
        assert_eq!(tokens(&format!("< p > {pair} < / p >")).len(), 6);
        assert!(tokens("A <file>name</file> and a List<String>.").is_empty());
        let samples = "< br / > <Project> <PropertyGroup>x</PropertyGroup> <Version>y</Version> </Project>";
        assert_eq!(tokens(samples), ["< br / >"]);
    }

    #[test]
    fn a_torn_tag_of_no_element_is_one_by_its_attributes() {
        let text = "< p >On < portée class = \"date\" > 5 May < / span > and < Card id = \"x\" >.< / p >";
        assert_eq!(tokens(text).len(), 5);
    }

    #[test]
    fn a_name_torn_in_letters_is_one_before_an_attribute_too() {
        assert_eq!(tokens("< d i v class = 'a b' > < p >It closed.< / p >").len(), 3);
        assert!(tokens("At < d i v e class = 1 it ended.").is_empty());
    }

    #[test]
    fn marks_whose_signs_are_parted_are_some_beside_torn_links_alone() {
        let text = "# # The pier\n\nIt is * * closed * * and _ _ dark _ _ now, and * * * so * * *.";
        assert_eq!(tokens(text).len(), 0);
        let link = "See the [map] (https: // example.org / map) and the [plan] (https: // example.org / plan).";
        assert_eq!(tokens(&format!("{text} {link}")).len(), 9);
        assert_eq!(tokens("见[港口] （https: // example.org / map）。").len(), 2);
        assert_eq!(tokens("见[1]（https://example.org/map）。").len(), 0);
        let title = "The [map ](https: //example. org / map \"Opens in a new window\").";
        assert_eq!(crate::clean(title).links[0].href, "https://example.org/map");
    }

    #[test]
    fn torn_links_of_markdown_speak_for_its_torn_marks() {
        assert_eq!(tokens("The [pier] (https: // example.org / pier) is ** closed ** now.").len(), 4);
        assert!(tokens("The pier is ** closed ** now.").is_empty());
        let links = "See the [map] (https: // example.org / map) and the [plan] (https: // example.org / plan).";
        assert_eq!(tokens(&format!("It is * closed *, __ dark __ and _ cold _. {links}")).len(), 10);
        let product = "It is width * height * depth.";
        assert!(tokens(product).is_empty());
        assert_eq!(tokens(&format!("* one * two\n4 * a * b {links}")).len(), 4);
    }

    #[test]
    fn a_word_for_tags_beside_one_that_is_used_is_a_word() {
        let text =
            "< p >The < em >old< / em > elements of <a href=\"https://example.org/\">piers</a> and elements.< / p >";
        assert_eq!(
            tokens(text),
            ["< p >", "< em >", "< / em >", "<a href=\"https://example.org/\">", "</a>", "< / p >"]
        );
    }

    #[test]
    fn a_torn_pair_is_used_whatever_word_stands_beside_it() {
        assert_eq!(tokens("< p >Einen Tag < b > lang < / b > ruhen.< / p >").len(), 4);
        assert_eq!(tokens("< p >The <b> tag and the </b> tag make words bold.< / p >").len(), 2);
    }

    #[test]
    fn half_an_inline_tag_is_one_beside_its_other_half() {
        assert_eq!(tokens("< p >The < em old /em> pier.< / p >"), ["< p >", "< em", "/em>", "< / p >"]);
        assert_eq!(tokens("< p >On the /em> side < em it is.< / p >"), ["< p >", "< / p >"]);
        assert!(tokens("One <em two and three /em> four.").is_empty());
    }

    #[test]
    fn what_stands_behind_a_backslash_is_json_beside_a_tag_that_is_written_so() {
        let text = r#"<p>One \"two\".<\/p>\r\n"#;
        assert_eq!(tokens(text), ["<p>", r#"\""#, r#"\""#, r"<\/p>", r"\r\n"]);
        assert!(tokens(r"Go to C:\new and press \n.").is_empty());
    }

    #[test]
    fn references_that_are_spoken_of_are_undone_once() {
        let text = "In HTML, write &lt;p&gt; for a paragraph and &amp;nbsp; for a space.";
        assert_eq!(tokens(text), ["&lt;", "&gt;", "&amp;"]);
        let html = |text: &str| {
            let lexed = lex::lex(text, Flavour::Html);
            judge(text, &lexed, Flavour::Html, Active::new(&[])).iter().map(|token| token.span).collect::<Vec<_>>()
        };
        assert_eq!(html("&amp;nbsp;"), [Span::new(0, 5)]);
        assert_eq!(html("&lt;b&gt;"), [Span::new(0, 4), Span::new(5, 9)]);
        assert_eq!(html("&amp;nbsp;< p >")[0], Span::new(0, 10));
        // Torn as it is, the standard reads none.
        assert_eq!(html("& amp; nbsp;"), [Span::new(0, 12)]);
    }
}
