//! The table of rules: the one place that names them.
//!
//! Options, the documentation, the page's list and the TypeScript types are
//! made from [`RULES`]. The order of the table is the order of precedence:
//! where two proposals want the same bytes, the rule that stands first wins.

use std::fmt;
use std::str::FromStr;

/// What kind of defect a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Family {
    /// Tags, comments, scripts and character references.
    Markup,
    /// Paragraphs, lines, white space and characters nobody sees.
    Structure,
    /// What is not the article.
    Chaff,
    /// Words, quotation marks and punctuation.
    Prose,
    /// Addresses of links.
    Links,
    /// What the person asked for.
    Own,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RuleInfo {
    /// The rule.
    pub id: Rule,
    /// What kind of defect it is about.
    pub family: Family,
    /// What it does, in one sentence.
    pub what: &'static str,
    /// An example before. (Not in the wasm module: the package has the table as data of its own.)
    #[cfg(not(target_family = "wasm"))]
    pub before: &'static str,
    /// The same example after.
    #[cfg(not(target_family = "wasm"))]
    pub after: &'static str,
    /// Whether it is on unless switched off.
    pub on: bool,
}

macro_rules! rules {
    ($( $name:ident $id:literal $family:ident $on:ident $what:literal $before:literal => $after:literal; )*) => {
        /// One kind of change. Shown and read by its id, such as `quote-spacing`.
        ///
        /// ```
        /// use cleancopy::Rule;
        ///
        /// let rule: Rule = "quote-spacing".parse()?;
        /// assert_eq!(rule, Rule::QuoteSpacing);
        /// assert_eq!(rule.info().what, "Puts the space on the right side of quotation marks.");
        /// # Ok::<(), cleancopy::UnknownRule>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Rule { $( #[doc = $what] $name, )* }

        /// Every rule, by precedence.
        pub const RULES: &[RuleInfo] = &[ $( RuleInfo {
            id: Rule::$name,
            family: Family::$family,
            what: $what,
            #[cfg(not(target_family = "wasm"))]
            before: $before,
            #[cfg(not(target_family = "wasm"))]
            after: $after,
            on: rules!(@ $on),
        }, )* ];

        impl Rule {
            /// The id, as options and reports write it.
            pub const fn id(self) -> &'static str { match self { $( Rule::$name => $id, )* } }
        }
    };
    (@ on) => { true };
    (@ off) => { false };
}

rules! {
    OwnPhrase "own-phrase" Own on "Drops a line that says one of your own phrases." "Read our gift guide" => "";
    OwnPattern "own-pattern" Own on "Replaces what one of your own patterns matches." "12 km" => "12 kilometres";
    DamagedTag "damaged-tag" Markup on "Reads a tag that was torn, spaced out or half lost." "< p > Open. < / P >" => "Open.";
    EscapedTag "escaped-tag" Markup on "Reads a tag that was escaped once or more." "&lt;p&gt;Open.&lt;/p&gt;" => "Open.";
    Tag "tag" Markup on "Reads a sound tag that stands in text." "<p>Open.</p>" => "Open.";
    Comment "comment" Markup on "Drops comments, sound or torn." "Open<! -- ad -->." => "Open.";
    Script "script" Markup on "Drops scripts, styles and what is hidden." "<script>track()</script>Open." => "Open.";
    DamagedMarkdown "damaged-markdown" Markup on "Reads Markdown links and emphasis that were torn." "[tides] (https: // example.org)" => "tides";
    DamagedEntity "damaged-entity" Markup on "Reads a character reference that was torn, doubled or capitalised." "isn& # 39; t" => "isn't";
    Entity "entity" Markup on "Reads a sound character reference that stands in text." "Fish &amp; chips" => "Fish & chips";
    Mojibake "mojibake" Prose on "Mends text whose bytes were read in the wrong encoding." "cafÃ©" => "café";
    SharePrompt "share-prompt" Chaff on "Drops prompts to share, follow or open an app." "Share with friends by QR code" => "";
    SubscribePrompt "subscribe-prompt" Chaff on "Drops prompts to subscribe, sign up or support." "Sign up for our newsletter" => "";
    CreditLine "credit-line" Chaff on "Drops editors' and sources' credits, and lists them in the report." "(Editor: Li Wei)" => "";
    Navigation "navigation" Chaff on "Drops menus, breadcrumbs and buttons." "Home / World / Full text" => "";
    RelatedLinks "related-links" Chaff on "Drops lists of other stories." "You might also like" => "";
    Advertisement "advertisement" Chaff on "Drops advertisements and their labels." "Advertisement" => "";
    LegalNotice "legal-notice" Chaff on "Drops copyright, cookie and liability notices." "All rights reserved." => "";
    Comments "comments" Chaff on "Drops readers' comments and calls for them." "This article has 214 comments" => "";
    ReadMore "read-more" Chaff on "Drops pointers to other texts." "Read more: Ten harbours" => "";
    Headline "headline" Chaff on "Drops the headline where it is not wanted, and what repeats it." "Ten harbours" => "";
    Paragraph "paragraph" Structure on "Parts or joins paragraphs." "one.<br><br>two" => "one.\n\ntwo";
    LineWrap "line-wrap" Structure on "Joins lines that were filled to a width." "ships came\nfrom ports" => "ships came from ports";
    Hyphenation "hyphenation" Structure on "Joins a word that a line end cut." "nor-\nthern" => "northern";
    QuoteSpacing "quote-spacing" Prose on "Puts the space on the right side of quotation marks." "the\" port \"that" => "the \"port\" that";
    Apostrophe "apostrophe" Prose on "Joins a clitic that was torn off its word." "it 's" => "it's";
    Initials "initials" Prose on "Joins well-known initials." "R & D" => "R&D";
    PunctuationSpacing "punctuation-spacing" Prose on "Takes out spaces that do not belong at punctuation." "the pier , the dock" => "the pier, the dock";
    SentenceStart "sentence-start" Prose on "Gives a sentence its capital back where a prompt before it was dropped." "on May 2" => "On May 2";
    WhiteSpace "white-space" Structure on "Collapses runs of white space." "The  harbour" => "The harbour";
    InvisibleCharacter "invisible-character" Structure on "Drops characters that nobody sees." "in\u{200b}May" => "inMay";
    Encoding "encoding" Structure on "Replaces what is not a character, and ligatures by their letters." "ﬁve ﬁne oﬃces on ﬁrst ﬂoors" => "five fine offices on first floors";
    LinkAddress "link-address" Links on "Mends the address of a link." "https: // example.org" => "https://example.org";
    TrackingParameter "tracking-parameter" Links on "Takes tracking parameters off addresses." "example.org/?utm_source=x" => "example.org/";
    SmartQuotes "smart-quotes" Prose off "Turns straight quotation marks into curly ones." "\"port\"" => "“port”";
    StraightQuotes "straight-quotes" Prose off "Turns curly quotation marks into straight ones." "“port”" => "\"port\"";
    DropLinks "drop-links" Links off "Drops links and keeps their words." "[tides](https://example.org)" => "tides";
    DropImages "drop-images" Links off "Drops images." "![pier](pier.jpg)" => "";
    SplitLongParagraphs "split-long-paragraphs" Structure off "Parts paragraphs of more than 1,200 characters at a sentence." "one … two" => "one …\n\ntwo";
    FirstSeenKeyword "first-seen-keyword" Links off "Puts the keyword of a lost link where its words are missing." "the  president" => "the 中国 president";
    Format "format" Structure on "Writes sound markup in the format asked for." "<b>old</b>" => "**old**";
}

impl Rule {
    /// The rule's row.
    pub const fn info(self) -> &'static RuleInfo {
        &RULES[self as usize]
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A name that is no rule's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule(pub String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "`{}` is not a rule; the rules are ", self.0)?;
        for (i, row) in RULES.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { ", " }, row.id)?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownRule {}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, UnknownRule> {
        RULES.iter().map(|row| row.id).find(|rule| rule.id() == id).ok_or_else(|| UnknownRule(id.to_owned()))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // As a variant, since its name is made a string of JavaScript once.
        to.serialize_unit_variant("Rule", *self as u32, self.id())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Rule {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<str>::deserialize(from)?;
        id.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_reads_back_as_its_rule() {
        for row in RULES {
            assert_eq!(row.id.id().parse(), Ok(row.id));
            assert_eq!(row.id.info().what, row.what);
        }
    }

    #[test]
    fn an_unknown_id_is_answered_with_the_list() {
        let error = "quotes".parse::<Rule>().unwrap_err().to_string();
        assert!(error.contains("`quotes`") && error.contains("quote-spacing"));
    }
}
