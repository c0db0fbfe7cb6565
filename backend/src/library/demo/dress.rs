//! Everything of a title but its name: makers, year, publisher, extent, shelf mark, copies.

use super::chance::{below, pick};
use super::shelves::{Shelf, Shelves};
use crate::library::catalogue::title::{Format, Title};
use ::library::isbn;

/// Everything but the title.
pub(super) fn dress(
    shelves: &Shelves,
    shelf: &Shelf,
    number: u32,
    year: i32,
    title: String,
) -> Title {
    let author = author(shelves, &shelf.language, number);
    let second = (below(7, &[number, 11]) == 0)
        .then(|| self::author(shelves, &shelf.language, number + 5000));
    let publishers = shelves.publishers.get(&shelf.language).map(Vec::as_slice).unwrap_or_default();
    let old = below(100, &[number, 13]);
    // Most of what a library has is of the last years.
    let age = if old < 60 { below(5, &[number, 17]) } else { below(30, &[number, 17]) };
    let networked = shelf.format.kind().is_none();
    let has_isbn = matches!(
        shelf.format,
        Format::Book
            | Format::Comic
            | Format::Audiobook
            | Format::Ebook
            | Format::Eaudio
            | Format::Reference
    );
    let mark = mark(shelf, &author, &title);
    let id = format!("{number:05}");
    Title {
        number,
        subtitle: None,
        authors: if matches!(shelf.format, Format::Film | Format::Game | Format::Console) {
            Vec::new()
        } else {
            std::iter::once(author).chain(second).collect()
        },
        format: shelf.format,
        language: shelf.language.clone(),
        series: None,
        subjects: shelf.subjects.clone(),
        isbn: has_isbn
            .then(|| isbn::with_check_digit(&format!("{}{number:06}", group(&shelf.language))))
            .flatten(),
        year: year - i32::try_from(age).unwrap_or(0),
        publisher: pick(publishers, &[number, 19]).cloned().unwrap_or_default(),
        extent: extent(shelf.format, number),
        mark,
        summary: shelf.summary.as_ref().map(|summary| shelves.fill(summary, number).text),
        link: networked.then(|| format!("https://onleihe.musterstadt.example/{id}")),
        copies: if networked { Vec::new() } else { copies(shelf.format, number) },
        title,
    }
}

/// Prefix, group and an invented publisher: six digits.
fn group(language: &str) -> &'static str {
    match language {
        "en" => "978190",
        "fr" => "978290",
        "ru" => "978590",
        "zh" => "978790",
        "es" => "978849",
        "it" => "978889",
        "pl" => "978839",
        "tr" => "978975",
        "uk" => "978966",
        "el" => "978960",
        "ar" => "978995",
        _ => "978398",
    }
}

fn author(shelves: &Shelves, language: &str, number: u32) -> String {
    let people = shelves.people.get(language);
    let name =
        |names: Option<&[String]>, salt| pick(names.unwrap_or_default(), &[number, salt]).cloned();
    let first = name(people.map(|people| people.first.as_slice()), 23).unwrap_or_default();
    let last = name(people.map(|people| people.last.as_slice()), 29).unwrap_or_default();
    match language {
        "zh" => format!("{last}{first}"),
        "ar" => format!("{last}، {first}"),
        _ => format!("{last}, {first}"),
    }
}

/// Beginning of the shelf, then of the name or the title, as on the spine.
pub(super) fn mark(shelf: &Shelf, author: &str, title: &str) -> String {
    if shelf.mark.is_empty() || shelf.format.kind().is_none() {
        return String::new();
    }
    let fiction = matches!(shelf.mark.get(..2), Some("SL" | "FS" | "JF" | "HB"));
    let word = if fiction { author } else { title };
    let start: String = word.chars().filter(|c| c.is_alphabetic()).take(4).collect();
    format!("{} {start}", shelf.mark)
}

fn extent(format: Format, number: u32) -> String {
    let some = |from: u32, to: u32| from + below(to - from, &[number, 31]);
    match format {
        Format::Book | Format::Ebook => format!("{} Seiten", some(96, 640)),
        Format::Reference => format!("{} Seiten", some(400, 1200)),
        Format::Comic => format!("{} Seiten", some(160, 224)),
        Format::Magazine => "84 Seiten".to_owned(),
        Format::Audiobook => format!("{} CDs ({} min)", some(3, 9), some(210, 690)),
        Format::Eaudio => format!("{} min", some(210, 690)),
        Format::Music => format!("1 CD ({} min)", some(38, 76)),
        Format::Film => format!("1 DVD ({} min)", some(78, 146)),
        Format::Game => format!("{}–{} Spieler, ab {} Jahren", some(1, 3), some(4, 7), some(6, 12)),
        Format::Console => "1 Spiel".to_owned(),
    }
}

/// The branches that have it; the central one has most.
fn copies(format: Format, number: u32) -> Vec<usize> {
    let chance = |salt| below(100, &[number, salt]);
    if format == Format::Reference {
        return vec![0];
    }
    let mut copies = Vec::new();
    for (branch, salt, often) in [(0, 37, 88), (1, 41, 34), (2, 43, 30), (3, 47, 14), (0, 53, 22)] {
        if chance(salt) < often {
            copies.push(branch);
        }
    }
    if copies.is_empty() {
        copies.push(0);
    }
    copies
}
