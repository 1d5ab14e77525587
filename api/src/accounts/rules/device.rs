//! What a browser calls itself, in words that its owner recognises.

/// Browsers, the most particular first: each also names the ones it is made from.
const BROWSERS: &[(&str, &str)] = &[
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("curl/", "curl"),
];
/// Systems, the most particular first.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// The browser with its main version; `None` when it is none of those people use.
pub(crate) fn browser(user_agent: &str) -> Option<String> {
    let (mark, name) = BROWSERS.iter().find(|(mark, _)| user_agent.contains(mark))?;
    if *name == "Safari" && !user_agent.contains("Safari/") {
        return None;
    }
    let (_, rest) = user_agent.split_once(mark)?;
    let version: String = rest.chars().take_while(char::is_ascii_digit).take(4).collect();
    Some(if version.is_empty() { (*name).to_owned() } else { format!("{name} {version}") })
}

/// The operating system; `None` when it does not say.
pub(crate) fn system(user_agent: &str) -> Option<&'static str> {
    SYSTEMS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
}

/// Whether somebody signs in with something, or from somewhere, that they have not signed in with or from before; never at
/// their first time. Each is what a browser calls itself and its network.
pub(crate) fn is_new<'a>(
    (user_agent, network): (&str, &str),
    before: impl Iterator<Item = (&'a str, &'a str)>,
) -> bool {
    // Without the version: an update makes no new browser.
    let kind = |user_agent: &str| {
        let browser =
            browser(user_agent).map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned());
        (browser, system(user_agent))
    };
    // The very first sign-in is no news.
    let (mut is_first, mut is_kind_known, mut is_network_known) = (true, false, false);
    for (their_agent, their_network) in before {
        is_first = false;
        is_kind_known |= kind(their_agent) == kind(user_agent);
        is_network_known |= their_network == network;
    }
    let is_known = is_first || (is_kind_known && is_network_known);
    !is_known
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const CHROME: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36";

    #[test]
    fn browsers_and_systems_are_named_as_people_know_them() {
        let words = |text: &str| format!("{:?} {:?}", browser(text), system(text));
        let cases = [
            (FIREFOX, r#"Some("Firefox 140") Some("Windows")"#),
            (CHROME, r#"Some("Chrome 138") Some("Android")"#),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
                r#"Some("Edge 138") Some("Windows")"#,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                r#"Some("Safari 18") Some("iPhone")"#,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                r#"Some("Safari 18") Some("macOS")"#,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                r#"Some("Samsung Internet 27") Some("Android")"#,
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
                r#"Some("Chrome 138") Some("ChromeOS")"#,
            ),
            ("curl/8.5.0", r#"Some("curl 8") None"#),
            ("", "None None"),
            ("Version/1", "None None"),
        ];
        for (text, wanted) in cases {
            assert_eq!(words(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_new_browser_or_a_new_network_is_noticed_and_an_update_is_not() {
        let updated = FIREFOX.replace("140", "141");
        let before = [(FIREFOX, "203.0.113.0/24"), (CHROME, "198.51.100.0/24")];
        let is_new = |agent: &str, network: &str| is_new((agent, network), before.into_iter());
        assert!(!is_new(FIREFOX, "203.0.113.0/24"));
        assert!(!is_new(&updated, "198.51.100.0/24"));
        assert!(is_new("curl/8", "203.0.113.0/24"));
        assert!(is_new(FIREFOX, "192.0.2.0/24"));
        assert!(!super::is_new((FIREFOX, "192.0.2.0/24"), std::iter::empty()), "the first time");
    }
}
