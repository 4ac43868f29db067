//! Addresses of links and images: read, mended, made absolute, and only of schemes that are safe.

use std::sync::LazyLock;

use crate::data::{Table, data_file, find, find_words, join, small, split, split_once};
use crate::lex::{self, reference};
use crate::options::Active;
use crate::rules::Rule;

/// Where the input comes from: what relative addresses are resolved against.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    /// `https:`
    scheme: String,
    /// `//example.org`
    authority: String,
    /// `/a/b`, without query and fragment.
    path: String,
}

impl Base {
    /// Reads an absolute `http:` or `https:` address.
    pub fn new(url: &str) -> Option<Self> {
        let url = url.trim();
        let length = url.find(':')?;
        let scheme = url[..length + 1].to_ascii_lowercase();
        let rest = url[length + 1..].strip_prefix("//").filter(|_| scheme == "http:" || scheme == "https:")?;
        let host = rest.find(&['/', '?', '#'][..]).unwrap_or(rest.len());
        if host == 0 {
            return None;
        }
        let path = &rest[host..];
        let path = &path[..path.find(&['?', '#'][..]).unwrap_or(path.len())];
        Some(Base { scheme, authority: format!("//{}", &rest[..host]), path: path.to_owned() })
    }

    /// Resolves a relative reference (RFC 3986 §5.2).
    fn resolve(&self, address: &str) -> String {
        let Base { scheme, authority, path } = self;
        if address.starts_with("//") {
            return format!("{scheme}{address}");
        }
        if address.starts_with('#') || address.is_empty() {
            return format!("{scheme}{authority}{path}{address}");
        }
        if address.starts_with('?') {
            return format!("{scheme}{authority}{path}{address}");
        }
        let end = address.find(&['?', '#'][..]).unwrap_or(address.len());
        let (relative, tail) = address.split_at(end);
        let folder = &path[..path.rfind(&['/'][..]).map_or(0, |at| at + 1)];
        let whole = if relative.starts_with('/') { relative.to_owned() } else { format!("{folder}{relative}") };
        let mut parts: Vec<&str> = Vec::new();
        let mut segments = whole.split('/').skip(usize::from(whole.starts_with('/'))).peekable();
        while let Some(segment) = segments.next() {
            let last = segments.peek().is_none();
            match segment {
                "." if last => parts.push(""),
                "." => {}
                ".." => {
                    parts.pop();
                    if last {
                        parts.push("");
                    }
                }
                _ => parts.push(segment),
            }
        }
        format!("{scheme}{authority}/{}{tail}", join(&mut parts.into_iter(), "/"))
    }
}

/// Schemes that an address may have. Others run script, or reach into the machine.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "ftp", "sms"];

/// Decodes the references in an attribute's value: as the HTML Standard does, and torn ones.
pub(crate) fn decode(value: &str, torn: bool) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = 0;
    while let Some(length) = value.as_bytes()[rest..].iter().position(|&byte| byte == b'&' || byte == b'\\') {
        out.push_str(&value[rest..rest + length]);
        let at = rest + length;
        let one = reference::tolerant(value, at).filter(|one| torn && !one.doubtful);
        let standard = || reference::standard(value, at, true).filter(|_| value[at..].starts_with('&'));
        match one.or_else(standard) {
            Some(one) => {
                out.push(one.first);
                out.extend(one.second);
                rest = one.end;
            }
            None => {
                out.push_str(&value[at..at + 1]);
                rest = at + 1;
            }
        }
    }
    out.push_str(&value[rest..]);
    out
}

/// Mends an address: references, white space, a torn scheme. `None` where it is not a safe one.
pub(crate) fn mend(value: &str, base: Option<&Base>, rules: Active) -> Option<String> {
    let mut address = if signs(value) & (UNSOUND | REFERENCE) == 0 { value.to_owned() } else { repair(value, rules) };
    if rules.has(Rule::TrackingParameter) && signs(&address) & QUERY > 0 {
        address = without_tracking(without_redirect(address));
    }
    if address.is_empty() {
        return None;
    }
    let colon = find(address.as_bytes(), [b':']);
    let scheme = colon.map(|at| &address[..at]).filter(|scheme| {
        scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    match scheme {
        Some(scheme) => {
            let length = scheme.len();
            // `example.org:8080/x` is no scheme, but what has none of the letters of one is left out all the same.
            let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
            let mut address = known.then_some(address)?;
            address[..length].make_ascii_lowercase();
            Some(address)
        }
        None => match base {
            Some(base) => Some(base.resolve(&address)),
            None => Some(address),
        },
    }
}

/// What the signs of an address say of it: one is in none, it may have a reference, it has a query.
const UNSOUND: u8 = 1;
const REFERENCE: u8 = 2;
const QUERY: u8 = 4;

static SIGNS: [u8; 256] = {
    let mut signs = [UNSOUND; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        signs[byte as usize] = match byte {
            b'"' | b'\'' | b'<' | b'>' | b'\\' => UNSOUND,
            b'&' => REFERENCE,
            b'?' => QUERY,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

fn signs(address: &str) -> u8 {
    address.bytes().fold(0, |all, byte| all | SIGNS[usize::from(byte)])
}

/// Whether the blanks of an address stand between words of its path, as in the name of a file: what tears addresses puts
/// them beside signs.
fn parts_words(address: &str) -> bool {
    let mut parts = address.split(' ');
    let first = parts.next().unwrap_or_default();
    first.ends_with(char::is_alphanumeric)
        && (find_words(first, "//").is_none() || first.matches('/').count() > 2)
        && parts.all(|part| part.starts_with(char::is_alphanumeric))
}

/// An address without its references and what does not belong to one.
fn repair(value: &str, rules: Active) -> String {
    let decoded = decode(value, true);
    if signs(&decoded) & UNSOUND == 0 {
        return decoded;
    }
    // White space around an address, and line feeds in it, never belong to it (URL Standard §4.4).
    let decoded = decoded.trim_matches(|ch: char| ch.is_whitespace() || ch.is_control());
    let mut address: String =
        decoded.chars().filter(|ch| !matches!(ch, '\t' | '\n' | '\r') && !ch.is_control()).collect();
    if rules.has(Rule::LinkAddress) {
        if parts_words(&address) {
            address = address.replace(' ', "%20");
        }
        address = address.chars().filter(|ch| !ch.is_whitespace() && *ch != '\u{200b}').map(narrow).collect();
        // As strings of JSON escape it.
        let unescaped = join(&mut split(&address, "\\/"), "/");
        address = unescaped.trim_matches(&['"', '\'', '“', '”', '‘', '’', '<', '>'][..]).to_owned();
    }
    address
}

static TRACKING: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("tracking-parameters.txt")));

/// Takes the parameters off that only say where a reader came from.
fn without_tracking(address: String) -> String {
    let Some((path, rest)) = address.split_once('?') else { return address };
    let (query, fragment) = rest.split_once('#').map_or((rest, None), |(query, fragment)| (query, Some(fragment)));
    let tracks = |pair: &&str| TRACKING.has(&small(pair.split('=').next().unwrap_or(pair)));
    if !query.split('&').any(|pair| tracks(&pair)) {
        return address;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracks(pair)).collect();
    let mut out = path.to_owned();
    for (index, pair) in kept.iter().enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(pair);
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// Where an address leads that only counts the click.
fn without_redirect(address: String) -> String {
    let aim = || {
        let (place, query) = address.split_once('?').filter(|(_, query)| find_words(query, "http").is_some())?;
        let place = split_once(place, "://")?.1.trim_end_matches('/');
        let inner = place.split_once('.')?.1;
        let rows = data_file!("redirects.txt").lines().filter_map(|row| row.split_once(' '));
        let mut names = rows.filter(|row| row.0 == place || row.0 == inner).map(|row| row.1);
        names.find_map(|name| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
            percent_decode(value).filter(|aim| aim.starts_with("http"))
        })
    };
    aim().unwrap_or(address)
}

/// Full-width signs of an address, as translators write them.
fn narrow(ch: char) -> char {
    match ch {
        '：' | '／' | '．' | '？' | '＝' | '＆' | '＃' | '％' | '－' | '＿' => lex::narrow(ch),
        _ => ch,
    }
}

/// Names of query parameters that hold what was searched for.
static KEYWORDS: LazyLock<Table<'static>> = LazyLock::new(|| Table::words(data_file!("keyword-parameters.txt")));

/// What an address searches for, decoded.
pub(crate) fn keyword(address: &str) -> Option<String> {
    let query = address.split_once('?')?.1;
    let query = query.split('#').next().unwrap_or(query);
    let value = query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let known = KEYWORDS.has(&small(name));
        (known && !value.is_empty()).then_some(value)
    })?;
    let decoded = percent_decode(value)?;
    let words = decoded.trim();
    words.contains(char::is_alphabetic).then(|| words.to_owned())
}

/// Percent-decodes (URL Standard §1.3), with `+` for a space. `None` where that is no UTF-8.
fn percent_decode(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        decoded.push(match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                (high * 16 + low) as u8
            }
            (b'+', ..) => b' ',
            _ => byte,
        });
        at += 1;
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(value: &str, base: Option<&Base>) -> Option<String> {
        super::mend(value, base, Active::new(&[]))
    }

    #[test]
    fn a_blank_between_words_of_a_path_is_part_of_it_and_one_beside_a_sign_is_torn() {
        for (value, wanted) in [
            ("https://example.org/a/My File.pdf", "https://example.org/a/My%20File.pdf"),
            ("My File.pdf", "My%20File.pdf"),
            (" https://example.org/a ", "https://example.org/a"),
            ("https: // example.org / a", "https://example.org/a"),
            ("https://exam ple.org/a", "https://example.org/a"),
        ] {
            assert_eq!(mend(value, None).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn tracking_parameters_are_taken_off() {
        let address = mend("https://example.org/a?utm_source=x&id=7&fbclid=y#top", None);
        assert_eq!(address.as_deref(), Some("https://example.org/a?id=7#top"));
    }

    #[test]
    fn addresses_that_only_count_a_click_are_left_out() {
        for address in [
            "https://www.google.com/url?sa=t&q=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&utm_source=x",
            "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&data=05",
        ] {
            assert_eq!(mend(address, None).as_deref(), Some("https://example.org/a?b=1"));
        }
        let search = "https://www.google.com/search?q=http";
        assert_eq!(mend(search, None).as_deref(), Some(search));
        let script = "https://l.facebook.com/l.php?u=javascript:alert(1)//http";
        assert_eq!(mend(script, None).as_deref(), Some(script));
    }

    #[test]
    fn torn_addresses_are_mended() {
        for (torn, whole) in [
            (" https: //example.org/a b / c ", "https://example.org/ab/c"),
            ("HTTPS://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
            ("https：//example.org", "https://example.org"),
            ("/a/b", "/a/b"),
        ] {
            assert_eq!(mend(torn, None).as_deref(), Some(whole));
        }
    }

    #[test]
    fn schemes_that_run_script_are_left_out() {
        for bad in
            ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "&#106;avascript:x"]
        {
            assert_eq!(mend(bad, None), None, "{bad}");
        }
    }

    #[test]
    fn relative_addresses_are_resolved() {
        let base = Base::new("https://example.org/a/b?c").unwrap();
        for (relative, whole) in [
            ("d", "https://example.org/a/d"),
            ("/d?e", "https://example.org/d?e"),
            ("../d", "https://example.org/d"),
            ("//other.org/d", "https://other.org/d"),
            ("#f", "https://example.org/a/b#f"),
        ] {
            assert_eq!(mend(relative, Some(&base)).as_deref(), Some(whole));
        }
        assert!(Base::new("example.org").is_none());
    }

    #[test]
    fn the_keyword_of_a_search_is_decoded() {
        let address = "https://news.example.org/search?from=1&keyword=%E4%B8%AD%E5%9B%BD";
        assert_eq!(keyword(address).as_deref(), Some("中国"));
        assert_eq!(keyword("https://example.org/?page=2"), None);
    }
}
