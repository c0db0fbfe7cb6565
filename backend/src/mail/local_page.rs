//! `/local/mails`: without a mail server, mails lie in a folder, and a newcomer on the same machine
//! can click their links here. Nobody else can: the connection must come from this machine, without
//! a proxy, under a local name.

use std::fmt::Write;
use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::read::read;
use crate::App;
use crate::config::Mail;
use crate::web::client::peer;
use crate::web::pages::{ThisCity, escape, host};

/// Mails shown at most, the newest first.
const MOST: usize = 50;

/// The page; 404 for everybody else, so that it does not even seem to exist.
pub async fn show(State(app): State<App>, ThisCity(city): ThisCity, request: Request) -> Response {
    let here = peer(request.extensions()).is_loopback()
        && !request.headers().contains_key("x-forwarded-for")
        && !request.headers().contains_key("forwarded")
        // A foreign page whose name was pointed at this machine still has its own name.
        && host(request.uri(), request.headers()).is_some_and(|host| host.is_local());
    if !here || !matches!(city.config.mail, Mail::Folder) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = page(&app.config.data.join("mails"));
    ([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

fn page(folder: &Path) -> String {
    let mut mails: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "eml"))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    mails.sort();
    let mut list = String::new();
    for (_, path) in mails.iter().rev().take(MOST) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let mail = read(&text);
        let _ = write!(
            list,
            "<article><h2>{}</h2><p>{}</p><pre>",
            escape(&mail.subject),
            escape(&mail.to)
        );
        list.push_str(&with_links(&mail.text));
        list.push_str("</pre></article>");
    }
    if list.is_empty() {
        list.push_str(
            "<p>No mails yet. Book an appointment in the app, then reload this page.</p>",
        );
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Mails written on this machine</title></head><body><main><h1>Mails written on this machine</h1>\
         <p>No mail server is configured, so nothing was sent. Only this machine can see this page.</p>{list}</main></body></html>"
    )
}

/// Our mails have each address on a line of its own.
fn with_links(text: &str) -> String {
    text.lines().fold(String::new(), |mut page, line| {
        let shown = escape(line);
        let _ = match line {
            line if line.starts_with("http://") || line.starts_with("https://") => {
                writeln!(page, "<a href=\"{shown}\">{shown}</a>")
            }
            _ => writeln!(page, "{shown}"),
        };
        page
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_become_links_and_nothing_becomes_markup() {
        assert_eq!(
            with_links("a <b>\nhttps://x/#\"><script>"),
            "a &lt;b&gt;\n<a href=\"https://x/#&quot;&gt;&lt;script&gt;\">https://x/#&quot;&gt;&lt;script&gt;</a>\n"
        );
    }
}
