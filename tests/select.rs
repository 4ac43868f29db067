//! The article out of the page, in ten languages and as HTML and plain text, and texts that are left whole.

use cleancopy::{Cleaned, Cleaner, Format, Input, Keep, Options, Rule, Scope, WarningKind};

/// Pages of our own: one story as ten papers might tell it, with what stands around it.
const PAGES: [(&str, &str); 10] = [
    ("ar", include_str!("pages/ar.txt")),
    ("de", include_str!("pages/de.txt")),
    ("en", include_str!("pages/en.txt")),
    ("es", include_str!("pages/es.txt")),
    ("fr", include_str!("pages/fr.txt")),
    ("ja", include_str!("pages/ja.txt")),
    ("pt", include_str!("pages/pt.txt")),
    ("ru", include_str!("pages/ru.txt")),
    ("tr", include_str!("pages/tr.txt")),
    ("zh", include_str!("pages/zh.txt")),
];

/// The lines of a page's part.
fn part<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let lines = page.lines().skip_while(|line| line.strip_prefix("# ") != Some(name)).skip(1);
    lines.take_while(|line| !line.starts_with("# ")).collect()
}

/// The page as it lies on the clipboard after select-all and copy.
fn plain(page: &str) -> String {
    let lines = |name| part(page, name).join("\n");
    let paragraphs = part(page, "article").join("\n\n");
    [&lines("before"), &lines("headline"), &lines("meta"), &paragraphs, &lines("after")]
        .map(String::as_str)
        .join("\n\n")
}

fn html(language: &str, page: &str) -> String {
    let each = |name, as_html: fn(&str) -> String| part(page, name).into_iter().map(as_html).collect::<String>();
    let link = |line: &str| format!("<li><a href=\"/page\">{line}</a></li>");
    let paragraph = |line: &str| format!("<p>{line}</p>");
    format!(
        "<!doctype html><html lang={language}><head><title>{headline}</title></head><body>\
         <header><nav><ul>{}</ul></nav></header><main><h1>{headline}</h1><div class=byline>{}</div>{}</main>\
         <footer><ul>{}</ul></footer></body></html>",
        each("before", link),
        each("meta", paragraph),
        each("article", paragraph),
        each("after", link),
        headline = part(page, "headline")[0],
    )
}

fn clean(input: &Input, change: impl FnOnce(&mut Options)) -> Cleaned {
    let mut options = Options::default();
    change(&mut options);
    Cleaner::new(options).unwrap().clean(input).unwrap()
}

/// The copy is the headline, perhaps its author and date, and the article.
fn assert_article(language: &str, page: &str, cleaned: &Cleaned) {
    assert!(cleaned.stats.selected, "{language}: {}", cleaned.stats.scope_reason);
    let copy: Vec<&str> = cleaned.output.lines().filter(|line| !line.is_empty()).collect();
    let headline = part(page, "headline");
    assert_eq!(copy[..1], headline, "{language}: the headline stands first");
    let meta = part(page, "meta");
    let rest: Vec<&str> = copy[1..].iter().copied().filter(|line| !meta.contains(line)).collect();
    assert_eq!(rest, part(page, "article"), "{language}");
    assert_eq!(cleaned.title.as_deref(), Some(headline[0]), "{language}");
    assert_eq!(cleaned.date.as_deref(), Some("2024-05-03"), "{language}");
    assert!(cleaned.byline.is_some(), "{language}");
}

#[test]
fn the_article_is_found_in_plain_text_in_ten_languages() {
    for (language, page) in PAGES {
        assert_article(language, page, &clean(&Input::text(plain(page)), |_| {}));
    }
}

#[test]
fn the_article_is_found_in_html_in_ten_languages() {
    for (language, page) in PAGES {
        let cleaned = clean(&Input::html(html(language, page)), |_| {});
        assert_article(language, page, &cleaned);
        assert_eq!(cleaned.language.as_deref(), Some(language));
    }
}

#[test]
fn a_menu_of_two_links_makes_a_page() {
    let text: Vec<&str> = PAGES[2..5].iter().flat_map(|(_, page)| part(page, "article")).collect();
    let paragraphs: String = text.iter().map(|line| format!("<p>{line}</p>")).collect();
    let menu = "<ul><li><a href=/>Front</a></li><li><a href=/towns>Towns</a></li></ul>";
    let cleaned = clean(&Input::html(format!("<nav>{menu}</nav><article>{paragraphs}</article>")), |_| {});
    assert!(cleaned.stats.selected, "{}", cleaned.stats.scope_reason);
    assert_eq!(cleaned.output, text.join("\n\n"));
}

#[test]
fn an_article_without_its_page_is_left_whole_in_ten_languages() {
    for (language, page) in PAGES {
        let article = part(page, "article").join("\n\n");
        for scope in [Scope::Auto, Scope::Article] {
            let cleaned = clean(&Input::text(&*article), |options| options.scope = scope);
            assert_eq!(cleaned.output, article, "{language}");
        }
    }
}

#[test]
fn a_heading_far_above_its_text_is_the_headline_and_the_sites_name_is_none() {
    let (_, page) = PAGES[2];
    let [article, before, after] = ["article", "before", "after"].map(|name| part(page, name));
    let item = |line: &&str| format!("<li><a href=/page>{line}</a></li>");
    let contents: String = (0..40).map(|at| format!("<li><a href=#{at}>Part {at}</a></li>")).collect();
    let html = format!(
        "<title>Ten quays to see - Harbour Post</title><nav><ul>{}</ul></nav><h1>Harbour Post</h1><h1>Ten quays to see</h1>\
         <p><a href=/authors/lea><span class=author-name>Lea Marin</span></a></p><ul>{contents}</ul>{}<ul>{}</ul>",
        before.iter().map(item).collect::<String>(),
        article.iter().map(|line| format!("<p>{line}</p>")).collect::<String>(),
        after.iter().map(item).collect::<String>(),
    );
    let cleaned = clean(&Input::html(html), |_| {});
    assert_eq!(cleaned.output.lines().next(), Some("Ten quays to see"), "{}", cleaned.output);
    assert_eq!(cleaned.title.as_deref(), Some("Ten quays to see"));
    assert_eq!(cleaned.byline.as_deref(), Some("Lea Marin"));
}

#[test]
fn goods_under_the_headline_stay_beside_a_text_told_at_length() {
    let link = |name: &str| format!("<li><a href=/{name}>{name}</a>");
    let menu = ["Start", "Rooms", "Garden", "Sale"].map(link).concat();
    let goods: String =
        (1..100).map(|at| format!("<li><a href=/{at}><h3>Lamp {at}</h3></a><p>€ {at}9.00</p>")).collect();
    let text = [
        "Our lamps are made in a small works by the river, where forty people bend, paint and wire them by hand. Every \
         one of them is lit for a day before it leaves the house, and comes with ten years of repairs.",
        "The first of them was a present. In the winter of 1931, when the mill had no work, Ada Wick bent one from the \
         rail of a broken bed for her brother, who read at night, and the neighbours soon asked her for more.",
        "Today her granddaughters run the works. They still sell by post, they still answer every letter, and they \
         have never yet thrown away a lamp that somebody sent back to be mended.",
    ];
    let about = text.map(|text| format!("<p>{text}</p>")).concat();
    let page = format!(
        "<!doctype html><title>Lamps for reading | Wick & Daughters</title><nav><ul>{menu}</ul></nav>\
         <h1>Lamps for reading</h1><ul>{goods}</ul><div><h2>About us</h2>{about}</div><footer>© 2031</footer>"
    );
    let cleaned = clean(&Input::html(page), |options| options.scope = Scope::Article);
    let copy: Vec<&str> = cleaned.output.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(copy[..3], ["Lamps for reading", "- Lamp 1", "€ 19.00"], "{}", cleaned.output);
    assert!(copy.contains(&"- Lamp 99") && text.iter().all(|text| copy.contains(text)), "{}", cleaned.output);
    assert!(!copy.contains(&"Sale"));
}

#[test]
fn a_text_that_stands_wholly_above_the_headline_is_none_of_the_pages() {
    let countries = ["Norway", "Japan", "Chile", "Kenya", "Ireland", "Poland", "Canada", "Vietnam", "Greece", "Peru"];
    let offer = |country: &str| {
        format!(
            "<p>Orders to {country} of fifty euros or more are sent free of charge. For dates, see our page on posting."
        )
    };
    let terms = "Whoever buys three lamps at once pays a tenth less for each of them, save for those on sale. The offer ends with \
                 the month and cannot be joined with others, and we may end it sooner where stocks run out.";
    let page = format!(
        "<!doctype html><title>Terms of the spring sale | Wick</title>{}<nav><ul>{}</ul></nav>\
         <h1>Terms of the spring sale</h1><p>{terms}",
        countries.map(offer).concat(),
        (1..200).map(|at| format!("<li><a href=/{at}>Lamps for room {at}</a>")).collect::<String>()
    );
    let cleaned = clean(&Input::html(page), |options| options.scope = Scope::Article);
    assert_eq!(cleaned.output, format!("Terms of the spring sale\n\n{terms}"));
}

#[test]
fn a_small_box_that_is_called_what_no_article_holds_is_left_out_of_one() {
    let [before, after] = [
        "The harbour froze last night, and the ferry stayed at its pier for the first time in years, \
        while the crew played cards below.",
        "The ice should break by noon, the master said, unless the wind turns to \
        the north again, as it did in the winter before this one.",
    ];
    let of = |inside: &str| {
        let paragraphs = |text: &str| format!("<p>{text}</p>").repeat(7);
        let html = format!(
            "<nav><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li><li><a href=/c>Jobs</a></li></ul></nav>\
             <article><h1>Ice in the harbour</h1>{}{inside}{}</article><footer><p>© The Pier</p></footer>",
            paragraphs(before),
            paragraphs(after)
        );
        let cleaned = clean(&Input::html(&html), |_| {});
        assert!(cleaned.stats.selected);
        cleaned.output
    };
    let words = "<h3 class=box__title>Mornings at sea</h3><p>Five stories from the coast, each day at seven.</p>";
    assert!(!of(&format!("<aside class=newsletter-box>{words}</aside>")).contains("Five stories"));
    let story = "<p><a href=/mornings>Mornings at sea</a></p><p>A diary</p>";
    assert!(!of(&format!("<div class='mb-4 related-story'><div>{story}</div></div>")).contains("Mornings"));
    // What an element is called itself says what it is about.
    assert!(of("<p class=teaser>Mornings at sea are cold.</p>").contains("Mornings"));
    assert!(of(&format!("<div class=story-box>{words}</div>")).contains("Five stories"));
    assert!(of(&format!("<section id=related-work>{words}</section>")).contains("Five stories"));
    // A heading is called after what it heads, and what is long is none.
    assert!(of("<h2 id=newsletter>Mornings at sea</h2>").contains("Mornings"));
    assert!(of(&format!("<div class=newsletter>{}</div>", words.repeat(6))).contains("Five stories"));
}

#[test]
fn a_prompt_between_two_sentences_of_a_page_is_left_out_and_another_line_stays() {
    let sentences = [
        "The tower stood empty since 1979, and the children of the town knew it better than the mayor did.",
        "Its five floors hold twenty people each, since the stairs are narrow and nobody wants to wait.",
        "The books are ordered by their height, which began as a joke of the architect and proved handy.",
        "The repair took three winters and swallowed half of what the county had laid aside for roofs.",
        "Eight hundred came on the first day, so that the queue reached the railway station by noon.",
        "A neighbour carried tea to those outside, and the youngest of the new members was four years old.",
        "It opens daily except on Mondays, and somebody fetches each volume for those who cannot climb.",
        "The noise that the street had feared never came, because the courtyard is full of silent folk.",
        "A telescope will be put on the roof in autumn, where the old tank used to drip on the stairs.",
        "It was named the seventh floor, although the tower has no sixth one and will never get it.",
    ];
    let of = |line: &str| {
        let [above, below] = [&sentences[..5], &sentences[5..]].map(|some| format!("<p>{}</p>", some.join("</p><p>")));
        clean(&Input::html(format!("<div>{above}<div>{line}</div>{below}</div>")), |_| {}).output.contains(line)
    };
    for line in ["Подпишитесь на наш канал в Telegram", "Share this article on Facebook", "关注我们的微信公众号"]
    {
        assert!(!of(line), "{line}");
    }
    for line in ["Photographs from the attic", "What the architect will share", "1. Share this on Facebook"] {
        assert!(of(line), "{line}");
    }
}

#[test]
fn an_archive_of_months_is_no_part_of_the_short_text_behind_it() {
    let months: String =
        (1..150).map(|month| format!("<li><a href=/{month}>Month {month} ({})</a>", 300 - month)).collect();
    let text = "The clinic on Mill Lane was broken into during the night, and two of its five cars were damaged. \
                Their batteries are gone and the windows of one are broken. Patients who were to be seen this \
                morning will be called by the staff, who hope to drive again in the afternoon.";
    let page = format!("<!doctype html><title>Cars of the clinic damaged</title><ul>{months}</ul><p>{text}<p>Back");
    let cleaned = clean(&Input::html(page), |options| options.scope = Scope::Article);
    assert!(cleaned.output.starts_with(&text[..40]), "{}", cleaned.output);
}

#[test]
fn without_its_headline_the_copy_starts_with_the_text() {
    let (language, page) = PAGES[2];
    let cleaned = clean(&Input::html(html(language, page)), |options| options.headline = false);
    assert!(cleaned.output.lines().all(|line| line != part(page, "headline")[0]), "{}", cleaned.output);
    assert_eq!(cleaned.title.as_deref(), Some(part(page, "headline")[0]));
}

#[test]
fn without_its_headline_a_text_that_is_no_page_keeps_the_headings_inside_it() {
    let opening = "A line of introduction";
    let text = format!("{opening}\n\nHow the mill was built\n\nThe mill was built when the mill pond froze over.");
    for (text, left) in
        [(text.as_str(), text.as_str()), (&text[opening.len() + 2..], &text[text.rfind("The mill").unwrap()..])]
    {
        assert_eq!(clean(&Input::text(text), |options| options.headline = false).output, left);
    }
}

#[test]
fn each_block_that_is_left_out_says_why_and_can_be_taken_back() {
    let (language, page) = PAGES[2];
    let html = html(language, page);
    let cleaned = clean(&Input::html(&*html), |_| {});
    let change = cleaned.changes.iter().find(|change| html[change.at.range()].contains(">World<")).unwrap();
    assert_eq!(change.rule, Rule::Navigation);
    assert!(change.reason.to_string().ends_with(", before the first paragraph"), "{}", change.reason);
    let keep = Keep { at: change.at, rule: change.rule };
    assert!(clean(&Input::html(&*html), |options| options.keep = vec![keep]).output.contains("World"));
}

#[test]
fn everything_stays_where_everything_is_asked_for() {
    let (language, page) = PAGES[2];
    let cleaned = clean(&Input::html(html(language, page)), |options| options.scope = Scope::Everything);
    assert!(!cleaned.stats.selected && cleaned.output.contains("Culture"));
}

/// A text of one kind, long enough to be a page.
fn repeat(lines: &[&str]) -> String {
    let once = lines.join("\n");
    (0..).map(|at| once.replace('#', &at.to_string())).take(2000 / once.len() + 2).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_no_page_is_left_whole() {
    let kinds: [(&str, &[&str]); 7] = [
        (
            "a chat",
            &["Ana, 10:#1", "Did you share the photo? I'd love to comment", "Ben, 10:#2", "Next week!", "Home now", ""],
        ),
        (
            "a mail",
            &[
                "From: Ana <ana@example.com>",
                "Subject: Re: the # boats",
                "",
                "Dear Ben,",
                "",
                "I read more about the boats last night, and I would like to share them with the others. Shall we meet?",
                "",
                "Contact me at home.",
                "",
            ],
        ),
        (
            "a poem",
            &[
                "The harbour sleeps, the # gulls are gone,",
                "  the lantern turns, and turns again,",
                "the tide comes home",
                "",
            ],
        ),
        (
            "code",
            &[
                "def search_#(menu, comment):",
                "    # print the next comment",
                "    for user in menu:",
                "        continue",
                "    return home",
                "",
            ],
        ),
        ("a list", &["Bread", "Butter #", "Home-made jam", "Newsletter paper", "Comments for the printer", "Salt", ""]),
        (
            "a manual",
            &[
                "#.1. Printing",
                "",
                "Use the menu to print a page. The next section says more about it, and about comments.",
                "",
                "Settings",
                "",
                "COMMENT",
                "",
                "The",
                "",
                "Sets the comment of an entry. See also the section on searching.",
                "",
            ],
        ),
        (
            "answers in a forum",
            &[
                "Posted by ben#",
                "",
                "I had the same fault after the update. Taking the cable out and putting it back again was enough for me.",
                "",
                "Reply",
                "",
            ],
        ),
    ];
    for (kind, lines) in kinds {
        let text = repeat(lines);
        let cleaned = clean(&Input::text(&*text), |_| {});
        assert!(!cleaned.stats.selected, "{kind}: {}", cleaned.stats.scope_reason);
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&cleaned.output), words(&text), "{kind}");
    }
}

#[test]
fn a_text_that_was_cut_into_tokens_was_taken_out_of_a_page() {
    let prompts = ["Twittern Teilen Mailen", "Jetzt den kostenlosen Newsletter abonnieren"];
    let text = |space: &str| {
        let story = "Wer durch das Moor geht , hört nichts , dann die Gänse , die auf den Feldern schlafen .";
        [prompts[0], story, prompts[1]].join("\n\n").replace(" ,", &format!("{space},"))
    };
    let stays = |text: &str| cleancopy::clean(text).output.contains(prompts[0]);
    assert!(!stays(&text(" ")) && stays(&text("")));
}

#[test]
fn a_line_beside_a_torn_text_that_speaks_of_something_else_goes_and_one_of_several_stays() {
    let paragraphs = part(PAGES[2].1, "article");
    let [one, other] = ["Every penny keeps the presses rolling", "Propelled by volunteers and coffee"];
    let clean = |lines: &[&str]| cleancopy::clean(&format!("< p > {} < / p >", lines.join(" < / p > < p > "))).output;
    let text = clean(&paragraphs);
    assert_eq!(clean(&[&paragraphs[..], &[one]].concat()), text);
    assert_eq!(clean(&[&[one][..], &paragraphs].concat()), text);
    let list = clean(&[&paragraphs[..], &[one, other]].concat());
    assert!(list.contains(one) && list.contains(other), "{list}");
    // Between paragraphs it may head what is below it.
    let sentences: Vec<&str> = paragraphs.iter().flat_map(|line| line.split_inclusive(". ")).collect();
    let (before, behind) = sentences.split_at(sentences.len() / 2);
    let between = |line| clean(&[before, &[line], behind].concat());
    assert!(between(one).contains(one));
    let prompt = "Propelled by followers on Telegram and coffee";
    assert!(!between(prompt).contains(prompt));
}

#[test]
fn a_list_of_records_is_no_page_whatever_its_lines_say() {
    let record =
        |at: usize| format!("Commit {at}f4\nAuthor: Ann Lee\nDate: Tue Oct 4 2016, {at}:24\n\nMove the boat {at}\n");
    let list: Vec<String> = (10..70).map(record).collect();
    let story = "The harbour was built in stone, and nobody knows by whom. Its boats went out at night and came home. \
                 We tell its story here, since the log below says little of it, and since many have asked us for it. ";
    let text = [
        &list[..30].join("\n"),
        &story.repeat(3),
        &list[30..].join("\n"),
        "Copyright © 2016 Ann Lee. All rights reserved",
    ]
    .join("\n\n");
    let cleaned = clean(&Input::text(&*text), |_| {});
    assert!(!cleaned.stats.selected, "{}", cleaned.stats.scope_reason);
}

#[test]
fn a_selection_of_next_to_nothing_keeps_everything_and_warns() {
    let links: String = (0..600).map(|at| format!("<li><a href=/{at}>Log in {at}</a></li>")).collect();
    let html = format!("<header><nav class=menu><ul>{links}</ul></nav></header>");
    let cleaned = clean(&Input::html(html), |options| options.scope = Scope::Article);
    assert!(cleaned.output.contains("Log in 0") && cleaned.output.contains("Log in 599"));
    assert!(cleaned.warnings.iter().any(|warning| warning.rule == WarningKind::NothingSelected), "{:?}", cleaned.stats);
}

#[test]
fn lines_before_the_first_tag_and_behind_empty_paragraphs_are_torn_off_the_text() {
    let text = "< p > The crew said that the boats would leave at dawn. < / p > < p > Nobody on the pier slept that \
                night, and the wind rose until the ropes sang. < / p >";
    let clean = |text: &str| cleancopy::clean(text).output;
    let alone = clean(text);
    let end = text.strip_suffix("< / p >").unwrap();
    let prompt = "Every morning in the Coast Finance APP";
    assert_eq!(clean(&format!("{prompt} < / p > {text}")), alone);
    assert_eq!(clean(&format!("{end} < p > < p > < p > {prompt} < p > < p > < p > {prompt}, again")), alone);
    // Where an end came out as a start, two are opened in a row.
    assert_eq!(clean(&format!("{end} < p > < p > {prompt}")), format!("{alone}\n\n{prompt}"));
    assert_eq!(clean(&format!("{end} < p > < p > < p > Maria Lopez, Vigo")), format!("{alone}\n\nMaria Lopez, Vigo"));
}

#[test]
fn the_end_alone_of_a_heading_ends_one() {
    let mut options = Options::default();
    options.format = Format::Markdown;
    let text = "The harbour of the old town < / h2 > < p > The crew said that the boats would leave at dawn. < / p >";
    let cleaned = Cleaner::new(options).unwrap().clean(&Input::text(text)).unwrap();
    assert_eq!(cleaned.output, "## The harbour of the old town\n\nThe crew said that the boats would leave at dawn.");
}

/// A short article as it is pasted from a page as text, with what the page puts between its paragraphs.
const COPIED: &str = "Home › Life › Sea
Save

The keeper who mends nets

In the winter the keeper of the old light mends the nets of the whole village, one boat after the other.

Advertisement

He learned it from his aunt, who had no boat of her own and was paid in mackerel and in stories.

Enjoying this piece? Sign up for our weekly newsletter and never miss a story.

Next year a school on the mainland will send him three pupils and a new lamp for the long evenings.

Follow us on Instagram
Weiteres aus der Region";

#[test]
fn a_sound_text_loses_what_was_copied_with_it_if_several_lines_show_that_it_was() {
    let cleaned = clean(&Input::text(COPIED), |_| {});
    let paragraphs: Vec<&str> = COPIED.split('\n').filter(|line| line.len() > 90 || line.contains("nets")).collect();
    assert_eq!(cleaned.output, paragraphs.join("\n\n"));
    assert_eq!(clean(&Input::text(&cleaned.output), |_| {}).output, cleaned.output);
    // One line alone may be the text's own.
    let one = [&paragraphs[..2], &["Weiteres aus der Region"], &paragraphs[2..]].concat().join("\n\n");
    assert_eq!(clean(&Input::text(&one), |_| {}).output, one);
}

#[test]
fn a_text_whose_markup_is_torn_loses_as_much_of_what_was_copied_with_it() {
    let sound = clean(&Input::text(COPIED), |_| {}).output;
    for (open, close) in [("< P > ", " < / P >"), ("<p>", "</p>")] {
        let torn: Vec<String> =
            COPIED.lines().filter(|line| !line.is_empty()).map(|line| format!("{open}{line}{close}")).collect();
        assert_eq!(clean(&Input::text(torn.join("\n")), |_| {}).output, sound, "{open}");
    }
    // A heading stands above something of its own.
    let html = format!(
        "<p>{}</p><h2>Premier mois</h2><p>The boats came with the tide, and the quay was full of them until the night.</p>",
        sound.replace("\n\n", "</p><p>")
    );
    let html = format!("{html}<p>Follow us on Mastodon</p><p>Subscribe to our newsletter</p><p>Read more</p>");
    assert!(
        clean(&Input::text(html), |_| {})
            .output
            .ends_with("Premier mois\n\nThe boats came with the tide, and the quay was full of them until the night.")
    );
}

#[test]
fn rows_of_a_table_are_no_trails_of_a_page() {
    let text = "This note says which numbers the harbour office has given to the boats that lie at its quays. It is kept by the clerk.\n\
        \n\
        The numbers were given in the order in which their owners asked for one, and none of them is given twice. Whoever wants another must write to the office.\n\
        \n\
        Numbers of boats:\n\
        \x20  101 | Anna | owned by Brandt\n\
        \x20  102 | Berta | mended twice\n\
        \x20  103 | Clara | from the island\n\
        \x20  104 | Dora | at the inner quay\n\
        \x20  105 | Emma | owned by nobody\n\
        \n\
        The next number to be given is 106. It is for the ferry, which comes back from the yard in May.";
    let copy = cleancopy::clean(text).output;
    assert_eq!(copy.matches(" | ").count(), 10, "{copy}");
}

#[test]
fn a_form_for_comments_that_was_copied_with_a_text_is_left_out() {
    let (text, _) = COPIED.split_once("\n\nFollow us").unwrap();
    let text = text.lines().filter(|line| line.len() > 90).collect::<Vec<_>>().join("\n\n");
    for form in [
        "Schreibe einen Kommentar\nDeine E-Mail-Adresse wird nicht veröffentlicht. Felder mit * sind nötig\n\
         Meinen Namen und meine E-Mail-Adresse für den nächsten Kommentar in diesem Browser speichern.\n\
         Diese Website verwendet Akismet gegen Spam. Erfahre, was mit den Daten deiner Kommentare geschieht.",
        "Geef een reactie\nJe e-mailadres wordt niet gepubliceerd. Velden met * zijn nodig\n\
         Deze site gebruikt Akismet tegen spam. Lees hoe de gegevens van je reactie worden verwerkt.",
    ] {
        let cleaned = clean(&Input::text(format!("{text}\n\n{form}")), |_| {});
        assert_eq!(cleaned.output, text, "{form}");
    }
    // A text may speak of what keeps others away.
    let spoken = format!("{text}\n\nA program called Akismet kept the spam from the harbour's page for nine years.");
    assert_eq!(clean(&Input::text(&spoken), |_| {}).output, spoken);
}

#[test]
fn a_heading_of_one_word_with_something_below_it_is_none_of_a_menu() {
    let html = "<div><h2>Subscribe</h2><p>It was a verb of the post office, once, and nobody minded.</p><h2>Share</h2>\
                <p>Bread was shared, and so were rooms.</p></div>";
    let text = "Subscribe\n\nIt was a verb of the post office, once, and nobody minded.\n\nShare\n\nBread was shared, and so were rooms.";
    assert_eq!(clean(&Input::html(html), |_| {}).output, text);
}
