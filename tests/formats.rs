//! What the three formats write for the same structure.

use cleancopy::{Cleaner, Format, Input, Options, Reading};

fn render(html: &str, format: Format) -> String {
    let mut options = Options::default();
    (options.format, options.input) = (format, Reading::Html);
    Cleaner::new(options).unwrap().clean(&Input::text(html)).unwrap().output
}

fn markdown(html: &str) -> String {
    render(html, Format::Markdown)
}

#[test]
fn what_markdown_would_read_is_escaped_and_no_more() {
    for (html, wanted) in [
        ("<p>1. May", "1\\. May"),
        ("<p># a", "\\# a"),
        ("<p>- a", "\\- a"),
        ("<p>a *b* [c] `d` _e_", "a \\*b\\* [c] \\`d\\` \\_e\\_"),
        ("<p>[c](d) and [e]: f", "[c\\](d) and [e\\]: f"),
        ("<p>&lt;p> &amp;amp; x", "\\<p> \\&amp; x"),
        ("<p>a<br>---", "a\\\n\\---"),
        ("<p>Wow!<a href=/x>b</a>", "Wow\\![b](/x)"),
        ("<h2>1. C #</h2>", "## 1. C \\#"),
        ("<p>1.5 km, #1, -5 and 3 * 4", "1.5 km, #1, -5 and 3 * 4"),
        ("<p>snake_case & Sons; a < b", "snake_case & Sons; a < b"),
        ("<p>AT&T - (so) [1] they said! C:\\dir", "AT&T - (so) [1] they said! C:\\dir"),
    ] {
        assert_eq!(markdown(html), wanted);
    }
}

#[test]
fn marks_of_emphasis_stand_where_they_open_and_close() {
    for (html, wanted) in [
        ("<p>a<b> bold </b>c", "a **bold** c"),
        ("<p>un<b>believ</b>able", "un**believ**able"),
        ("<p><b>注意：</b>内容", "**注意**：内容"),
        ("<p>so<i>“x”</i>so", "so“*x*”so"),
        ("<p>so<i>“”</i>so", "so“”so"),
        ("<p><b>one <i>two</b> three</i>", "**one *two*** *three*"),
        ("<p><b>a</b><b>b</b>", "**ab**"),
        ("<p>x<b><a href=/y>z</a></b>x", "x[**z**](/y)x"),
        ("<p><code>a <a href=/y>b</a> c</code>", "`a` [`b`](/y) `c`"),
        ("<p><code>a`b</code><code>c</code>", "``a`bc``"),
        ("<p><code>`a`</code>", "`` `a` ``"),
    ] {
        assert_eq!(markdown(html), wanted);
    }
}

#[test]
fn lists_nest_by_the_width_of_their_marks() {
    let list = "<ul><li>one<ol start=9><li>x<li>y<p>z</ol><li>two</ul><ul><li>other</ul>";
    assert_eq!(markdown(list), "- one\n\n  9. x\n  10. y\n\n      z\n- two\n\n* other");
    assert_eq!(render(list, Format::Text), "- one\n  9. x\n  10. y\n\nz\n- two\n\n- other");
}

#[test]
fn items_have_the_counter_of_their_list_where_a_format_has_it() {
    let list = "<ol type=a start=3><li>x<ol type=I><li>y<li value=4>z</ol><li>w</ol>";
    assert_eq!(render(list, Format::Text), "c. x\n  I. y\n  IV. z\nd. w");
    assert_eq!(markdown(list), "3. x\n   1. y\n   4) z\n4. w");
    let styled =
        "<ol><li style='list-style-type:lower-alpha'>x</li><li style='list-style-type:lower-alpha'>y</li></ol>";
    assert_eq!(render(styled, Format::Text), "a. x\nb. y");
    assert_eq!(render(styled, Format::Html), "<ol type=\"a\">\n<li>x</li>\n<li>y</li>\n</ol>");
    assert_eq!(markdown(styled), "1. x\n2. y");
    // What came out goes in again as it is.
    assert_eq!(cleancopy::clean("a. x\nb. y").output, "a. x\nb. y");
}

#[test]
fn a_list_outside_the_items_of_a_list_goes_on_the_item_before_it() {
    let list = "<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>";
    assert_eq!(markdown(list), "1. a\n   - b\n2. c");
    assert_eq!(render(list, Format::Html), "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ol>");
}

#[test]
fn items_have_one_number_in_all_formats_though_one_holds_an_image_alone() {
    let list = "<ol><li><img src=a.png><li>Travel</ol>";
    assert_eq!(markdown(list), "1. ![](a.png)\n2. Travel");
    assert_eq!(render(list, Format::Text), "2. Travel");
}

#[test]
fn a_page_that_is_hidden_under_a_dialog_or_until_its_scripts_run_is_seen() {
    let page = "<div aria-hidden=true><p>The pier opened in May, and ships came.</div><p>Accept?";
    assert_eq!(render(page, Format::Text), "The pier opened in May, and ships came.\n\nAccept?");
    let streamed =
        "<template id=B:0></template><div hidden id=S:0><p>The pier opened in May.</div><script>$RC('B:0')</script>";
    assert_eq!(render(streamed, Format::Text), "The pier opened in May.");
    let deleted = "<del cite=mailto:ann>The pier opened in May, and ships came.</del> It closed.";
    assert_eq!(render(deleted, Format::Text), "It closed.");
    let icon = "<p><span aria-hidden=true>★</span> The pier opened.<li hidden>x<li>y";
    assert_eq!(render(icon, Format::Text), "The pier opened.\n\n- y");
}

#[test]
fn what_the_eye_sees_in_the_place_of_words_for_screen_readers_is_read() {
    for (html, wanted) in [
        ("<p>4 min<span aria-hidden=true>·</span>Jan 5", "4 min Jan 5"),
        ("<p>15<span class=sr-only> minutes</span></span> <span aria-hidden=true>mins</span> of it", "15 mins of it"),
        (
            "<p>Press <button>OK</button>. A <button>tide</button> is water.<p><button>Ann</button>: hi",
            "Press OK. A tide is water.\n\nAnn: hi",
        ),
        ("<p>The tide. <button>Copy</button> <button>Share</button></p>", "The tide."),
        ("<h2>Tides<span class=sr-only>Link</span><span aria-hidden=true>#</span></h2>", "Tides"),
        (
            "<h1>Queue<button>Copy item path</button></h1><h2><button>What is a quay?</button></h2>",
            "Queue\n\nWhat is a quay?",
        ),
    ] {
        assert_eq!(render(html, Format::Text), wanted, "{html}");
    }
}

#[test]
fn digits_and_their_signs_are_raised() {
    let html = "<p>10<sup>−3</sup> m<sup>2</sup>s<sup>-1</sup> CO<sub>2</sub><sup>+</sup> 2<sup>n+1</sup> a<sup>[1]</sup> 21<sup>st</sup>";
    assert_eq!(render(html, Format::Text), "10⁻³ m²s⁻¹ CO₂⁺ 2ⁿ⁺¹ a[1] 21st");
}

#[test]
fn data_and_items_are_no_prompts() {
    let table = "<table><tr><th>Party<th>Share<tr><td>Green<td>9%</table>";
    assert_eq!(render(table, Format::Text), "Party\tShare\nGreen\t9%");
    // A table that only lays out holds lines like any other.
    let layout = "< table > < tr > < td > < p > The pier opened in May. < / p > < p > It is old. < / p > < / td > \
        < / tr > < tr > < td > (Editor-in-charge: SN117) < / td > < / tr > < / table >";
    assert_eq!(cleancopy::clean(layout).output, "The pier opened in May.\n\nIt is old.");
    let list = "<ol><li>Next<li>Share<li>Save</ol><ul><li>Share on Facebook<li>Harbour news</ul>";
    assert_eq!(render(list, Format::Text), "1. Next\n2. Share\n3. Save\n\n- Harbour news");
    let related =
        "<p>The pier opened.</p><p>Related stories:</p><ul><li><a href=/a>Ten walks</a><li>Why tides rise</ul>";
    assert_eq!(render(related, Format::Text), "The pier opened.");
    let share =
        "<p>The pier opened.</p><h3>Share this:</h3><ul><li><a href=/t>Twitter</a><li><a href=/m>Mastodon</a></ul>";
    assert_eq!(render(share, Format::Text), "The pier opened.");
    let before = "<p>Related stories:</p><p>The pier opened.</p><ul><li>One<li>Two<li>Three<li>Four<li>Five</ul>";
    assert_eq!(render(before, Format::Text), "The pier opened.\n\n- One\n- Two\n- Three\n- Four\n- Five");
}

#[test]
fn the_name_of_a_language_above_code_is_none_of_it() {
    let code = "<pre><div>python</div><div><button>Copy</button></div><code class=language-python>x = 1</code></pre>";
    assert_eq!(markdown(code), "```python\nx = 1\n```");
    assert_eq!(markdown("<pre>$ <code class=language-sh>ls</code></pre>"), "```sh\n$ ls\n```");
}

#[test]
fn a_table_with_a_head_is_none_of_code_and_one_of_lines_is() {
    let table = "<pre class=x><table><thead><tr><th>Plant<th>Water</thead><tbody><tr><td>Basil<td>daily</table></pre>";
    assert_eq!(render(table, Format::Text), "Plant\tWater\nBasil\tdaily");
    let lines = "<pre><code><table><tr><td>if x:<tr><td>  y</table></code></pre>";
    assert!(markdown(lines).starts_with("```\nif x:"));
}

#[test]
fn what_the_eye_sees_is_read_though_it_is_a_button_or_a_caption_that_no_screen_reader_says() {
    let slack =
        "<p><button class='c-link--button c-message__sender_button'>Ana Petrov</button> <a>10:42</a></p><p>It is late.";
    assert_eq!(render(slack, Format::Text), "Ana Petrov 10:42\n\nIt is late.");
    let figure = "<figure><img src=a.png alt=x><figcaption aria-hidden=true>The lock in April.</figcaption></figure><p>It is late.";
    assert_eq!(render(figure, Format::Text), "The lock in April.\n\nIt is late.");
}

#[test]
fn cells_keep_their_columns() {
    let table = "<table><caption>Cap<tr><th>A<th>B|C<tr><td>1<br>2<td>3<tr><td><td>x<tr><td>y<td>z</table>";
    assert_eq!(markdown(table), "Cap\n\n| A | B\\|C |\n| --- | --- |\n| 1 2 | 3 |\n| | x |\n| y | z |");
    assert_eq!(render(table, Format::Text), "Cap\n\nA\tB|C\n1 2\t3\nx\ny z");
}

#[test]
fn preformatted_text_has_a_fence_longer_than_any_inside() {
    let pre = "<blockquote><pre>\n\n  <code>a ``` b\n c</code>\n\n</pre></blockquote>";
    assert_eq!(markdown(pre), "> ````\n>   a ``` b\n>  c\n> ````");
    assert_eq!(render(pre, Format::Text), "  a ``` b\n c");
}

#[test]
fn what_is_bold_already_has_no_marks_of_its_own() {
    assert_eq!(markdown("<h2><strong>The pier</strong></h2><p><b>It</b> is lit."), "## The pier\n\n**It** is lit.");
    let table = "<table><tr><th><p><b>Lamp</b></th><th>Light</th></tr><tr><td><b>1</b></td><td>2</td></tr></table>";
    assert_eq!(markdown(table), "| Lamp | Light |\n| --- | --- |\n| **1** | 2 |");
}

#[test]
fn highlighters_name_the_language_of_code_in_their_own_ways() {
    for (class, fence) in [
        ("highlight highlight-source-shell", "```shell"),
        ("highlight-python notranslate", "```python"),
        ("lang-auto", "```"),
        ("highlight-default", "```"),
    ] {
        assert_eq!(
            markdown(&format!("<div class=\"{class}\"><pre>pump --dry</pre></div>")),
            format!("{fence}\npump --dry\n```")
        );
    }
}

#[test]
fn what_a_clipboard_writes_before_its_html_and_the_indentation_of_paragraphs_are_no_words() {
    let html =
        "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000400\r\n<html><p>\u{3000}\u{3000}老码头开放了。<p>一 二";
    assert_eq!(render(html, Format::Text), "老码头开放了。\n\n一 二");
}

#[test]
fn code_shows_misread_characters_as_it_says_them() {
    let html = "<p>It comes out as <code>cafÃ©</code>, and this cafÃ© is mended.<pre>cafÃ©</pre>";
    assert_eq!(render(html, Format::Text), "It comes out as cafÃ©, and this café is mended.\n\ncafÃ©");
}
