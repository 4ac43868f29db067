//! Damaged text, composed: what a translator, a tokenizer or a scraper leaves of an article.

use proptest::prelude::*;
use proptest::sample::select;

const WORDS: &[&str] = &[
    "harbour",
    "The",
    "pier",
    "opened",
    "May",
    "isn't",
    "Blue",
    "R",
    "D",
    "12",
    "3.5",
    "港口",
    "开放了",
    "Häfen",
    "été",
    "мост",
    "ميناء",
    "港",
    "😀",
    "e\u{301}",
    "a*b",
    "snake_case",
    "C#",
    "AT&T",
    "x<y",
    "1.",
    "U+00DF",
    "p",
    "tag",
    "nor-",
    "thern",
];

const SIGNS: &[&str] = &[
    ". ",
    ", ",
    " , ",
    " .",
    "? ",
    "!",
    "\" ",
    " \"",
    "\"",
    " \" ",
    "“",
    "”",
    " “ ",
    "«",
    " »",
    "'s ",
    " 's ",
    "’",
    "(",
    " )",
    "：",
    "，",
    "。",
    "「",
    "」",
    "- ",
    " - ",
    "—",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~~",
    "# ",
    "#",
    "> ",
    "|",
    " | ",
    "\\",
    "!",
    "[",
    "]",
    "](",
    "[1]",
    "[x](https://example.org/a_(b))",
    "[tides] (https: // example.org)",
    "+ ",
    "---",
    "===",
    "1. ",
    "12) ",
    "&",
    "<",
    ">",
    "= ",
    "\\|",
    "{: target = \"_ blank\"}",
    ";",
];

const BLANKS: &[&str] = &[
    " ", " ", " ", "  ", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\t", " \n ", "\u{a0}", "\u{3000}", "\u{2028}",
    "\u{2029}", "\u{b}", "\u{c}", "\u{85}", "\u{2003}", "\0", "\u{200b}", "\u{feff}", "\u{ad}", "\u{fffd}", "\u{fffc}",
];

const ELEMENTS: &[&str] = &[
    "p",
    "p",
    "p",
    "b",
    "strong",
    "i",
    "em",
    "code",
    "a",
    "br",
    "h1",
    "h3",
    "ul",
    "ol",
    "li",
    "li",
    "blockquote",
    "pre",
    "div",
    "span",
    "table",
    "caption",
    "tr",
    "td",
    "td",
    "th",
    "hr",
    "q",
    "img",
    "article",
    "nav",
    "script",
    "style",
    "noscript",
    "template",
    "title",
    "textarea",
    "button",
    "sup",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "unknown",
    "svg",
    "iframe",
];

const ATTRIBUTES: &[&str] = &[
    " href=\"https://example.org/a?b=1&amp;c=2\"",
    " href=\" https: // example.org/q?keyword=%E6%B8%AF \"",
    " href=/a_b",
    " href='x|y'",
    " href=\"javascript:alert(1)\"",
    " target = \"_ blank\"",
    " class=\"share nav\"",
    " style=\"display:none\"",
    " hidden",
    " start=\"3\"",
    " start=999999999",
    " src=\"pier.jpg\" alt=\"The [old] pier | `x`\"",
    " src=\"data:text/html,x\"",
    " title=\"5 > 4\"",
    " onclick=\"alert(1)\"",
    " href=\"https://example.org",
    " \"_ blank\"",
    " href=\"https://example.org/?utm_source=x\"",
];

const ENTITIES: &[&str] = &[
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&#39;",
    "&#x27;",
    "& amp;",
    "& lt ;",
    "& gt",
    "&lt",
    "& # 39;",
    "&amp;nbsp;",
    "&amp;amp;lt;",
    "&copy",
    "＆lt；",
    "& Nbsp;",
    "&rsquo ;",
    "&#0;",
    "&#10;",
    "&#x1F600;",
    "&hellip;",
    "&bogus;",
    "&#xD800;",
    "&#8203;",
    "&NotEqualTilde;",
];

const ASIDES: &[&str] = &[
    "<!-- ad -->",
    "< ! -- ad -- >",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE html>",
    "]] >",
    "<script>if (a < b) track(\"<p>\")</script>",
    "< script > x < / script >",
    "<style>p{}</style>",
    "<div hidden>gone</div>",
    "<noscript><p>x</p></noscript>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\" target = \"_ blank\" >",
];

const LINES: &[&str] = &[
    "\nShare with friends by QR code\n",
    "< p > Open in the app < / p >",
    "\n\nAdvertisement\n\n",
    "(Editor: Li Wei)",
    "<p>Read more: Ten harbours</p>",
    "\nAll rights reserved.\n",
    "\n\nSubscribe to our newsletter\n\n",
    "< p > scan the code to share < / p > on May 2 the pier opened. ",
    "\nThe harbour opened in May and ships came\nfrom twelve ports to see the new pier and\nits light.\n",
];

const MOJIBAKE: &[&str] = &["cafÃ©", "â€œnewâ€\u{9d}", " pierâ€™s", " ÃƒÂ©tÃ©", "ðŸ˜€", "Ã la", "Â 5"];

const WHOLES: &[&str] = &[
    "<table><tr><th>Year<th>Ships<tr><td>2020<td>a|b<tr><td><td>7</table>",
    "<ul><li>one<ul><li>two</ul><li>three</ul>",
    "<ol start=3><li><p>one<p>more<li>two<ol><li>x</ol></ol>",
    "<pre>\n a\n\n  `b` ``` <b>c</b>\r\nd\n</pre>",
    "a\tb\nc\td\n",
    "<p><b>one <i>two</b> three</i></p>",
    "<a href=https://example.org/x><b>“Wow!”</b></a>so",
    "<b>注意：</b>内容",
    "<h2>One<br>two #</h2>",
    "<blockquote><p>Sea<hr></blockquote>",
    "<ul><li><hr><li><h2>x</h2></ul>",
    "<code>a`b</code><code>c</code>",
    "< b > bold < / b > ",
    "&lt;p&gt;The &lt;b&gt;pier&lt;/b&gt;&lt;/p&gt;",
    "＜p＞The pier＜／p＞",
    "<a href=\"https://example.org\"> </a>",
    r#"<p>The \"pier\"<br \/>opened.\r\n\r\nIn May\u2026\n<a href=\"https:\/\/example.org\/a\">so<\/a><\/p>"#,
    r"\u003cp\u003ecaf\u00e9 \ud83d\ude00\u003c/p\u003e \\u003cb\\u003e\\n",
    "< fuerte > bold < / fuerte > and <сильный>so</сильный> < párrafo > It opened. < / párrafo >",
    "<! - wp: paragraph -> <p> one </ p> <!– /wp:paragraph –>",
];

fn one_of(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(list).prop_map(str::to_owned)
}

/// A tag in one of its conditions.
fn tag() -> impl Strategy<Value = String> {
    (select(ELEMENTS), prop::option::weighted(0.3, select(ATTRIBUTES)), any::<bool>(), 0..16u8).prop_map(
        |(name, attribute, end, style)| {
            let attribute = attribute.filter(|_| !end).unwrap_or("");
            let slash = if end { "/" } else { "" };
            let sound = format!("<{slash}{name}{attribute}>");
            match style {
                0 => format!("< {slash} {name}{attribute} >"),
                1 => format!("<{slash}{}{attribute} >", name.to_uppercase()),
                2 => sound.replace('<', "&lt;").replace('>', "&gt;"),
                3 => sound.replace('<', "& lt; ").replace('>', "& gt;"),
                4 => sound.replace('<', "＜").replace('>', "＞"),
                5 => format!("<{slash}{name}{attribute}"),
                6 => format!("< {slash}{} >", name.chars().map(|ch| format!("{ch} ")).collect::<String>()),
                7 => sound.replace('<', "&lt").replace('>', "&gt").replace('"', "&quot"),
                8 => format!("< {slash} {name}. {attribute}>"),
                // In Cyrillic, and in another language.
                9 => format!("<{slash}а{attribute}>"),
                10 => format!("< {slash} bir{attribute} >"),
                _ => sound,
            }
        },
    )
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => one_of(WORDS),
        8 => one_of(BLANKS),
        4 => one_of(SIGNS),
        8 => tag(),
        2 => one_of(ENTITIES),
        1 => one_of(ASIDES),
        1 => one_of(LINES),
        1 => one_of(MOJIBAKE),
        2 => one_of(WHOLES),
    ]
}

/// Text with every kind of damage in it.
pub fn damaged() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// Strings of all kinds of characters, markup more often than chance has it.
pub fn arbitrary() -> impl Strategy<Value = String> {
    let sign = select("<>&;\"'`*_[]()#-=/\\| \n\t\r\u{a0}\u{3000}\0\u{200b}".chars().collect::<Vec<_>>());
    let ch = prop_oneof![3 => any::<char>(), 3 => sign, 3 => prop::char::range('a', 'p'), 1 => prop::char::range('\u{80}', '\u{2ff}')];
    prop::collection::vec(ch, 0..120).prop_map(String::from_iter)
}

/// Code units of UTF-16 in any order.
pub fn units() -> impl Strategy<Value = Vec<u16>> {
    let unit = prop_oneof![any::<u16>(), 0xD800u16..0xE000, 0x20u16..0x7F, Just(0x3C), Just(0x3E)];
    prop::collection::vec(unit, 0..120)
}

const SENTENCES: &[&str] = &[
    "The harbour opened in May, and ships came from twelve ports.",
    "“We sail at dawn,” she said; “the tide won't wait.”",
    "It cost $3.50 (a third of the old price) at 9:30 a.m.",
    "Die Häfen öffneten im Mai – und alle kamen.",
    "Les ports ont ouvert en mai : « Enfin ! » dit-elle.",
    "El puerto abrió en mayo. ¿Quién lo diría?",
    "港口在五月开放，来自十二个港口的船只前来参观。",
    "「明日出港する」と彼女は言った。",
    "Порт открылся в мае, и пришли корабли.",
    "افتتح الميناء في مايو، وجاءت السفن.",
    "Liman mayısta açıldı; gemiler geldi.",
    "부두는 5월에 문을 열었다.",
    "ท่าเรือเปิดในเดือนพฤษภาคม",
    "She wrote \"port\" on the crate, and he read it aloud.",
    "If a < b and b > c, then AT&T's 5 * 3 is 15.",
];

/// Good prose in several scripts.
pub fn prose() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(select(SENTENCES), 1..5).prop_map(|sentences| sentences.join(" "));
    prop::collection::vec(paragraph, 1..8).prop_map(|paragraphs| paragraphs.join("\n\n"))
}

/// Each of these once broke an invariant.
pub const FOUND: &[&str] = &[
    "<p\" ＜q＞",
    "<  script >＆lt；\n&lt;script&gt;alert(1)&lt;/script&gt;",
    "< p r e  >&#10;harbour",
    "harbour ,  )",
    "<  pre >\t< / b >\nShare with friends by QR code\n",
    "<  pre >\r< / b >\nShare with friends by QR code\n",
    "harbour\n＜p href=\"https://example.org/a?b=1&amp;c=2\"＞. snake_casesnake_case_",
    "harbour\nsnake_case＆lt；snake_case_",
    "!Â\t¡",
    "harbour</br[x](https://example.org/a_(b))harbour",
    "a\0\u{a0}!",
    "- \0<  p >",
    "<pre><b> </b>\nharbour</pre>",
    "<a href=\"https://example.org\"> </a>&#10;harbour& lt; /p& gt;harbour___",
    "May<а \"_ blank\"><  img src=\"pier.jpg\" >Blue  ",
    "\t. \n\t",
    "\u{3000}\u{feff}",
    "<b>a\tb\nc\td\n",
    ". \tcafÃ©a\tb\nc\td\n",
    "harbour\t\u{a0}a\tb\nc\td\n",
    "&amp;nbsp;&lt;br&gt;harbour",
    ". &lt;br&gt;\u{2028}",
    "&amp;amp;lt;",
    "&quot;& lt; p& gt;. ",
    "＆lt；? ",
    "harbour\u{a0}&amp;nbsp;harbour",
    "<p港口â€œnewâ€\u{9d}",
    "< p \"Hello there\" he said <b>so</b>",
    "â€œnewâ€\u{9d}& lt; br& gt;harbour",
    "& lt; script& gt;<  p ></script>",
    "<TITLE ><pre>& Nbsp;",
    "< p r e  >&amp;amp;lt;& Nbsp;",
    "<  pre >[x](https://example.org/a_(b))openedharbour\u{2028}harbour",
    "<b><blockquote><p>Sea<hr></blockquote>",
    "harbour<  b >\u{a0}& lt; p& gt;",
    "<  a href=\"https://example.org/a?b=1&amp;c=2\" ><  hr >harbourharbour",
    "< b > bold < / b > <HR >< p > scan the code to share < / p > on May 2 the pier opened. ",
    "< p > scan the code to share < / p > on May 2 the pier opened. ",
    "(Editor: Li Wei)<  b >＜p＞The pier＜／p＞",
    "& lt; p& gt;\nAll rights reserved.\nharbour<  b ><table><tr><th>Year<th>Ships<tr><td>2020<td>a|b</table>",
    "< p > Open in the app < / p >ÃƒÂ©<p>it opened.",
    " \" cafÃ©\r\n(Editor: Li Wei)&quot;& lt; p& gt;",
    "harbour< / script >\nAll rights reserved.\nharbour",
    "harbour\u{85}<  p >harbour",
    "“\u{85}& lt; br& gt;cafÃ©",
    "<pâ€œnewâ€\u{9d}&gt;",
    "<p< p  >tag& lt; /p& gt;<table><tr><th>Year",
    "＜p＞The pier＜／p＞tag\0harbour",
    "＜unknown href=\" https: // example.org/q?keyword=%E6%B8%AF \"＞> ",
    "harbour<hr>(Editor: Li Wei)",
    "pier\nAll rights reserved.\n<  div >\nShare with friends by QR code\n",
    "\nAll rights reserved.\npier<H1 >\n\nSubscribe to our newsletter\n\n",
    "<a href=\"https://example.org\"> </a>\u{feff}",
    "<a href=\"https://example.org\"> </a>\u{a0}harbour",
    "’\u{a0}<  img >\u{a0}&amp;harbour＜p＞The pier＜／p＞",
    "<  pre ><  hr >. ’\u{a0}< p > Open in the app < / p >harbour",
    "aÂ\na",
    "\u{80}¥¡",
    "(\tÂ 5＜p＞The pier＜／p＞",
    "<  pre ></br\rharbour",
    "<h1&#39;< b > bold < / b > &gt;a\tb\nc\td\n",
    "<h2>One</h2><  p >harbour\u{2029}\nThe harbour opened in May and ships came\nfrom twelve ports to see the new pier and\nits light.\n",
];
