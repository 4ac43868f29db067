//! Which line ends are there only because a line was full.

use crate::data::{is_longer, is_one_of, is_unspaced};
use crate::lex::{feed_behind, is_invisible};

/// Lines shorter than this were not filled by a machine.
const NARROWEST: usize = 38;
/// Nor were lines longer than this.
const WIDEST: usize = 130;

/// A machine parts a word in one of so many lines, and more often; of those that have a hyphen anyway, few stand at an end.
const HYPHENATED: usize = 8;

/// What the paragraphs that are surely filled say of the others.
#[derive(Default)]
struct Known {
    /// The widest line.
    width: usize,
    /// Words that are parted at the end of a line.
    hyphens: usize,
}

/// The lines of a text that were filled.
#[derive(Default)]
pub(super) struct Wraps {
    /// The offsets of the line feeds that end them, sorted.
    pub feeds: Vec<u32>,
    /// So many of them end with a part of a word that words were parted by a machine.
    pub hyphenated: bool,
}

/// Finds them. O(length).
pub(super) fn find(text: &str) -> Wraps {
    let mut known = Known::default();
    let mut feeds = scan(text, &Known::default(), &mut known);
    if known.width > 0 || known.hyphens > 1 {
        feeds = scan(text, &known, &mut Known::default());
    }
    Wraps { hyphenated: known.hyphens > 1 && known.hyphens * HYPHENATED >= feeds.len(), feeds }
}

fn scan(text: &str, known: &Known, found: &mut Known) -> Vec<u32> {
    let mut filled = Vec::new();
    // Its lines, and where they end.
    let mut paragraph: Vec<(&str, usize)> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = feed_behind(text, start);
        let line = &text[start..end];
        // A stop alone parts paragraphs in Debian's control files (deb822).
        let blank = matches!(line.trim(), "" | ".");
        if !blank {
            paragraph.push((line, end));
        }
        // A tag stands at the end of a block.
        if blank || line.ends_with(&['>', '＞'][..]) {
            close(&mut paragraph, known, found, &mut filled);
        }
        let feed = text[end..].chars().next().map_or(1, char::len_utf8);
        start = end + if text[end..].starts_with("\r\n") { 2 } else { feed };
    }
    close(&mut paragraph, known, found, &mut filled);
    filled
}

struct Line {
    feed: u32,
    /// In columns.
    width: usize,
    /// Most of its characters have two.
    wide: bool,
    /// It ends with a sign, and it starts as a line does that goes on another.
    ended: bool,
    follows: bool,
    /// Where its words stand, behind the mark of an item.
    indent: usize,
    first_word: usize,
    starts_word: bool,
    /// It has words, and no sign of code ends it.
    goes_on: bool,
    /// Or with a letter of a script that has no others.
    starts_small: bool,
    caseless: bool,
    ends_parted: bool,
    /// It is of something else: a heading, a quotation, a table.
    apart: bool,
    /// It opens an item of a list.
    item: bool,
    /// The letter that may count it as an item.
    letter: Option<u8>,
    /// Two such lines are columns.
    tabbed: bool,
}

impl Line {
    fn new(line: &str, feed: usize) -> Self {
        let words = line.trim();
        let first = words.split(' ').next().unwrap_or_default();
        let counter = first.trim_start_matches('(').trim_end_matches(&['.', ')', ':'][..]);
        let counted = first.trim_start_matches('(').len() - counter.len();
        let numeral = counter.len() > 1 && counter.bytes().all(|byte| is_one_of(char::from(byte | 0x20), "ivx"));
        let number = counter.bytes().all(|byte| byte.is_ascii_digit()) || numeral && counted > 0;
        let sign = words.starts_with(&['-', '*', '•', '+', '–', '—'][..]);
        let bullet = sign && !is_longer(first, 1);
        let item = bullet || counted > 0 && counter.len() < 4 && number;
        let mark = if item { words.len() - words[first.len()..].trim_start().len() } else { 0 };
        let (mut length, mut width) = (0, 0);
        for ch in line.trim_end().chars() {
            let columns = columns(ch);
            (length, width) = (length + columns.min(1), width + columns);
        }
        let wide = width - length;
        let caseless = words.starts_with(is_caseless);
        Line {
            feed: feed as u32,
            width,
            wide: wide * 2 > length,
            ended: words.ends_with(|ch: char| !ch.is_alphanumeric()),
            // An item of a list, a speaker and columns have their sign among the first characters.
            follows: wide * 2 > length
                && words.starts_with(|ch: char| ch.is_alphabetic() || is_one_of(ch, "。、，」』）"))
                && words.find(&['、', '：', '．', '\u{3000}'][..]).is_none_or(|at| at == 0 || at >= 10),
            indent: line.len() - line.trim_start().len() + mark,
            first_word: first.chars().map(columns).sum(),
            goes_on: words.split_whitespace().nth(4).is_some()
                && words.ends_with(|ch: char| ch.is_alphanumeric() || is_one_of(ch, ",.;:!?-")),
            starts_word: words.starts_with(char::is_alphanumeric),
            starts_small: caseless || words.starts_with(|ch: char| ch.is_lowercase()),
            caseless,
            ends_parted: words.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic)),
            tabbed: words.contains('\t'),
            apart: sign && !bullet || words.starts_with(&['#', '>', '|'][..]),
            item,
            letter: counter.bytes().next().filter(|_| counted > 0 && counter.len() == 1),
        }
    }
}

/// Whether a letter is of a script that has no capitals, and spaces between its words: Thai, Lao, Burmese and Khmer have none.
fn is_caseless(ch: char) -> bool {
    ch > '\u{590}'
        && !matches!(ch, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        && ch.is_alphabetic()
        && !ch.is_uppercase()
        && !ch.is_lowercase()
        && !is_unspaced(ch)
}

/// How many columns a character is wide (UAX #11). One that nobody sees has none.
fn columns(ch: char) -> usize {
    match ch {
        ' '..='~' => 1,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' => 2,
        _ => usize::from(!is_invisible(ch)),
    }
}

/// Judges one paragraph, each item of a list by itself.
fn close(paragraph: &mut Vec<(&str, usize)>, known: &Known, found: &mut Known, filled: &mut Vec<u32>) {
    // Most have one line, which goes on nothing.
    if paragraph.len() < 2 {
        return paragraph.clear();
    }
    let mut lines: Vec<Line> = paragraph.drain(..).map(|(line, feed)| Line::new(line, feed)).collect();
    // Letters that follow one another count items; others are initials.
    let mut seen = [None::<usize>; 128];
    for at in 0..lines.len() {
        let Some(letter @ 1..128) = lines[at].letter.map(usize::from) else { continue };
        if let Some(before) = seen[letter - 1] {
            (lines[before].item, lines[at].item) = (true, true);
        }
        seen[letter] = Some(at);
    }
    // Below an item even one letter alone is another.
    let mut listed = false;
    for line in lines.iter_mut() {
        line.item |= listed && line.letter.is_some() && line.indent > 0;
        listed |= line.item;
    }
    // One sign or number within a paragraph is of a sentence.
    let within = lines.iter().filter(|line| line.item).count() == 1 && !lines[0].item;
    if !within && !lines.iter().any(|line| line.apart) {
        lines.chunk_by(|_, line| !line.item).for_each(|lines| judge(lines, known, found, filled));
    }
}

/// Every line but the last must be too full for the next line's first word. Those of an item hang below its words.
fn judge(lines: &[Line], known: &Known, found: &mut Known, filled: &mut Vec<u32>) {
    let width = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let parted = |pair: &&[Line]| pair[0].ends_parted && pair[1].starts_small;
    // A parted word's line was filled, however long it is.
    let filled_up =
        |pair: &[Line], limit| pair[0].width + 1 + pair[1].first_word > limit || known.hyphens > 1 && parted(&pair);
    let full = |limit| lines.windows(2).all(|pair| filled_up(pair, limit));
    let behind = lines.len().saturating_sub(1);
    if behind > 0
        && (NARROWEST..=WIDEST).contains(&width)
        && !(lines[0].item && lines.windows(2).any(|pair| pair[0].indent != pair[1].indent))
        && !lines.windows(2).any(|pair| pair[0].tabbed && pair[1].tabbed)
    {
        let small = lines.iter().skip(1).filter(|line| line.starts_small).count() * 2 >= behind;
        let parted = lines.windows(2).filter(parted).count();
        found.hyphens += parted;
        // Letters of different widths fill lines of different lengths.
        let narrow = if known.hyphens > 1 && parted > 0 { width - width / 5 } else { width };
        let alike =
            || lines.windows(2).all(|pair| pair[0].goes_on && pair[0].indent == pair[1].indent && pair[1].starts_word);
        // Sentences end where they will, not where lines do.
        let ended = || lines.iter().filter(|line| line.ended).count();
        let flows = || lines[behind].ended && (ended() - 1) * 3 <= behind;
        let caseless = lines[1].caseless;
        // Lines that nothing parts are all as wide, but for a sign that may not start one.
        let set = || {
            let goes_on = |pair: &[Line]| pair[0].wide && width - pair[0].width <= 4 && pair[1].wide && pair[1].follows;
            !caseless && flows() && lines.windows(2).all(goes_on)
        };
        // An item of two lines may as well have two parts. Without capitals, so may two lines, and more be a poem.
        let short = behind == 1 && (lines[0].item || caseless);
        if small && !short && (!caseless || flows()) && (full(width) || full(narrow) && alike())
            || small && short && width <= known.width * 11 / 10 && full(width.max(known.width))
            || behind > 1 && set()
            || !short && width <= known.width * 11 / 10 && full(width.max(known.width)) && alike()
        {
            // Two lines may be so by chance.
            found.width = found.width.max(if behind > 1 { width } else { 0 });
            filled.extend(lines[..behind].iter().map(|line| line.feed));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Vec<u32> {
        find(text).feeds
    }

    #[test]
    fn full_lines_are_joined() {
        let text = "The harbour opened in May and ships came\nfrom twelve ports to see the new pier and\nits light.";
        assert_eq!(filled(text).len(), 2);
    }

    #[test]
    fn lines_of_scripts_without_capitals_are_joined_where_sentences_run_over_their_ends() {
        let korean = "강원도의 작은 마을에서 문을 닫았던 우체국이 동네 책방으로\n다시 태어났다. 빨간 우체통은 그대로 남아 있고, 주민들은\n그 안에 읽고 싶은 책의 제목을 적어 넣는다.";
        assert_eq!(filled(korean).len(), 2);
        // As filled as those of the paragraph before.
        assert_eq!(
            filled(&format!(
                "{korean}\n\n가을에는 마당에서 낭독회가 열린다. 참가비는 없지만 의자는\n각자 가져와야 한다."
            ))
            .len(),
            3
        );
        let poem = "바람이 부는 언덕에 올라 나는 너의 이름을 불러 본다\n강물은 흐르고 배는 떠나고 종소리만 마을에 남는다\n그리운 사람아 언제 다시 이 부두로 돌아오려는가";
        assert_eq!(filled(poem).len(), 0);
    }

    #[test]
    fn what_nobody_sees_fills_no_line() {
        let text = "For the harvest to come the vintners are\ns\u{ad}u\u{ad}s\u{ad}p\u{ad}i\u{ad}c\u{ad}i\u{ad}ous. Frost in April took a third of\n";
        let text = format!("{text}the blossoms, and the summer was as dry as\nnone before.");
        assert_eq!(filled(&text).len(), 3);
    }

    #[test]
    fn a_paragraph_is_filled_as_the_others_of_its_text_are() {
        let text =
            "The harbour opened in May and ships came\nfrom twelve ports to see the new pier and\nits light.\n\n";
        let short = "Boats came from far. Could you see them?\nHe took sugar.";
        assert_eq!(filled(&format!("{text}{short}")).len(), 3);
        assert!(filled(short).is_empty());
    }

    #[test]
    fn words_that_are_parted_show_lines_of_different_lengths() {
        let text = "The harbour opened in May and ships came from\ntwelve ports to see its new pier, the nor-\nthern pier \
            and the light, and nobody\nof the old fishing company of the coun-\ncil came. It was May.";
        assert_eq!(filled(text).len(), 4);
        let text = "The harbour opened in May and ships came from twelve ports\nto see its new pier, the nor-\nthern \
            light and the coun-\ncil, which came in one boat for all of them. It was May.";
        assert_eq!(filled(text).len(), 3);
    }

    #[test]
    fn words_are_joined_where_many_are_parted() {
        let text = "The museum of lost things has two rooms above the depot. Its collec-\ntion began with a leg of wood, \
            found in 1912. If you recog-\nnise a thing of yours, you may take it home, and leave some other.";
        let clean = crate::clean(text).output;
        assert!(clean.contains("Its collection began") && clean.contains("you recognise a thing"), "{clean}");
    }

    #[test]
    fn lines_that_hang_below_the_words_of_an_item_are_joined() {
        let list = "It is told that\n1. the reading room opens at half past eight,\n   half an hour before, since pupils will wait\n   \
            at its door;\n2. each reader may take twelve books at a time\nfor a month.";
        assert_eq!(filled(list).len(), 2);
    }

    #[test]
    fn lines_of_chinese_and_japanese_are_filled_if_all_are_as_wide() {
        let text = "港の資料館は、かつての税関の建物をそのまま使って\nいる。外壁の赤れんがは一枚ずつ外して洗い、元の場\n\
            所に戻したという。工事に要した期間は二年である。";
        assert_eq!(filled(text).len(), 2);
        let verse = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n床前明月光，疑是地上霜。";
        assert!(filled(verse).is_empty());
        let lines = "一、加强组织领导，明确各级责任，确保工作落实到位；\n二、完善工作机制，健全规章制度，推动任务有序开展；\n\
            三、强化监督检查，严格考核问责，保证目标如期实现。";
        assert!(filled(lines).is_empty());
    }

    #[test]
    fn verse_and_lists_are_not() {
        assert!(filled("Roses are red\nViolets are blue\nHarbours are deep\nAnd so are you").is_empty());
        let list = "- a long item that goes on and on to the end of it\n- another long item that goes on and on too";
        assert!(filled(list).is_empty());
        let verse = "Shall I compare thee to a summer's day of old?\nThou art more lovely and more temperate by far";
        assert!(filled(verse).is_empty());
        let letters =
            "a. the owner must pay what is due for each week, and\nb. the owner must leave the berth free when\n";
        assert!(filled(letters).is_empty());
        assert!(
            filled("2. The owner must leave the berth free when asked\n   i. by post\n   ii. by telephone").is_empty()
        );
        assert!(filled("- Anna Berger, Harbour Office, the second floor\n  anna.berger@example.org").is_empty());
        let initials = "Whoever moors a boat here must show its papers to\nJ. Miller, the owner of the berth, and pay what is\n\
            due for each week.";
        assert_eq!(filled(initials).len(), 2);
    }
}
