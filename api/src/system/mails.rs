//! The mail folder as a page, in development only: what would have been sent, with links that can be followed.

use std::path::Path;

use actix_web::http::header::{CACHE_CONTROL, HOST};
use actix_web::{HttpRequest, HttpResponse, get, web};
use url::{Host, Url};

use crate::platform::state::State;

/// Mails shown, the newest first.
const SHOWN: usize = 50;

/// How the page looks: like the dashboard's cards, without its files.
const STYLE: &str = "\
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif;
  color: light-dark(#17201c, #e8edea); background: light-dark(#f6f7f6, #0f1412); }
h1 { font-size: 1.5rem; } h2 { margin: 0; font-size: 1.125rem; }
article { margin-block: 1rem; padding: 1rem 1.25rem; border: 1px solid light-dark(#d5dad7, #323b37); border-radius: 10px;
  background: light-dark(#ffffff, #161c19); overflow-wrap: anywhere; }
article > p:first-of-type { margin-block: 0.25rem 1rem; font-size: 0.8125rem; color: light-dark(#48534e, #b4beb9); }
a { color: light-dark(#0b5fb0, #7db7ff); }
";

/// The page's style.
#[get("/dev/mail.css")]
pub(crate) async fn mail_style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(STYLE)
}

/// The page.
#[get("/dev/mail")]
pub(crate) async fn mail_page(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let folder = state.mailer.folder().filter(|_| host.is_some_and(|host| is_own(host, &state.public_url)));
    let Some(folder) = folder else { return HttpResponse::NotFound().finish() };
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mails · MGS WA</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/dev/mail.css\"></head><body>\
         <h1>Mails</h1><p>What this server would have sent. Reload for newer ones.</p>",
    );
    let mails = mails(folder);
    if mails.is_empty() {
        page.push_str("<p>There is none yet.</p>");
    }
    for mail in mails {
        page.push_str(&article(&mail));
    }
    page.push_str("</body></html>");
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(page)
}

/// Whether a browser asked this machine by a name that is its own. A page of anybody could let a name of theirs lead here, and
/// read the links in the mails.
fn is_own(host: &str, public_url: &Url) -> bool {
    let Ok(asked) = Url::parse(&format!("http://{host}")) else { return false };
    let is_loopback = match asked.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    is_loopback || asked.host() == public_url.host()
}

/// The texts of the mails in the folder, the newest first: their names begin with a time.
fn mails(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .collect();
    files.sort_unstable();
    files.iter().rev().take(SHOWN).filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

fn article(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap_or((mail, ""));
    let field = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name));
        escape(line.unwrap_or_default().trim())
    };
    let lines: Vec<String> = body.lines().map(linked).collect();
    format!(
        "<article><h2>{}</h2><p>To {} <br>{}</p><p>{}</p></article>",
        field("Subject:"),
        field("To:"),
        field("Date:"),
        lines.join("<br>")
    )
}

/// A line with its web addresses as links.
fn linked(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let text = escape(word);
        let is_link = word.starts_with("http://") || word.starts_with("https://");
        if is_link { format!("<a href=\"{text}\">{text}</a>") } else { text }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_read_by_a_name_of_this_machine_alone() {
        let public = Url::parse("http://wa.example:8480/").unwrap();
        for own in ["127.0.0.1:8480", "localhost", "[::1]:8480", "wa.example:8480"] {
            assert!(is_own(own, &public), "{own}");
        }
        for other in ["evil.test:8480", "127.0.0.1.evil.test", "10.0.0.1", "", "a b", "localhost.evil.test"] {
            assert!(!is_own(other, &public), "{other}");
        }
    }

    #[test]
    fn a_mail_is_shown_as_text_with_links() {
        let mail =
            "To: a@example.com\r\nSubject: Hi <b>\r\nDate: now\r\n\r\nHello <script>\r\nhttp://x/#a\"b\r\n";
        let html = article(mail);
        assert!(html.contains("<h2>Hi &lt;b&gt;</h2>"), "{html}");
        assert!(html.contains("Hello &lt;script&gt;"), "{html}");
        assert!(html.contains("<a href=\"http://x/#a&quot;b\">"), "{html}");
    }
}
