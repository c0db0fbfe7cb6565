//! The generator: the same titles every time, apart from the years of what is new.

use std::collections::BTreeSet;

use super::chance::{below, pick};
use super::shelves::{Shelf, Shelves};
use crate::library::catalogue::isbn;
use crate::library::catalogue::title::{Format, Title};

/// All titles of the demo in a given year.
pub fn generate(shelves: &Shelves, year: i32) -> Vec<Title> {
    let mut titles = Vec::new();
    classics(shelves, year, &mut titles);
    for shelf in &shelves.shelf {
        fill(shelves, shelf, year, &mut titles);
    }
    titles
}

fn next_number(titles: &[Title]) -> u32 {
    u32::try_from(titles.len()).unwrap_or(u32::MAX).saturating_add(1)
}

fn classics(shelves: &Shelves, year: i32, titles: &mut Vec<Title>) {
    for (title, author, language, subject) in &shelves.classics.works {
        let editions = if language == "de" { 3 } else { 2 };
        for edition in 0..editions {
            let number = next_number(titles);
            let format = match edition {
                2 => Format::Audiobook,
                1 if language == "de" => Format::Ebook,
                _ => Format::Book,
            };
            let shelf = Shelf {
                count: 1,
                format,
                language: language.clone(),
                mark: if language == "de" {
                    "SL Klassiker".to_owned()
                } else {
                    "FS Klassiker".to_owned()
                },
                subjects: vec![subject.clone(), "Klassiker".to_owned()],
                patterns: Vec::new(),
                subtitle: None,
                summary: None,
                series: None,
                volumes: 0,
            };
            let mut made = dress(shelves, &shelf, number, year, title.clone());
            made.authors = vec![author.clone()];
            made.mark = mark(&shelf, author, title);
            titles.push(made);
        }
    }
}

fn fill(shelves: &Shelves, shelf: &Shelf, year: i32, titles: &mut Vec<Title>) {
    let patterns = u32::try_from(shelf.patterns.len()).unwrap_or(1).max(1);
    let mut known = BTreeSet::new();
    let mut made = 0;
    // Every combination of every pattern is reached before the limit, so that a short file ends too.
    for index in 0..shelf.count.saturating_mul(patterns).saturating_mul(40) {
        if made == shelf.count {
            return;
        }
        let number = next_number(titles);
        let made_now = match &shelf.series {
            Some(series) => Some(of_series(shelves, shelf, series, index, number, year)),
            None => single(shelves, shelf, index, number, year),
        };
        let Some(title) = made_now else { continue };
        if known.insert((title.whole(), title.year, title.series.clone())) {
            titles.push(title);
            made += 1;
        }
    }
}

/// A title that belongs to no series; `None` once a pattern has no words left.
fn single(shelves: &Shelves, shelf: &Shelf, index: u32, number: u32, year: i32) -> Option<Title> {
    let patterns = u32::try_from(shelf.patterns.len()).unwrap_or(1).max(1);
    let filled = shelves.fill(pick_pattern(shelf, index % patterns)?, index / patterns);
    // Once all combinations of the title are used, other subtitles make other titles.
    let round = index / patterns / filled.combinations;
    let chance = if round == 0 { below(1 << 16, &[number, 3]) } else { 0 };
    let subtitle = shelf.subtitle.as_ref().map(|words| shelves.fill(words, round + chance));
    if round > 0 && subtitle.as_ref().is_none_or(|subtitle| round >= subtitle.combinations) {
        return None;
    }
    let title = dress(shelves, shelf, number, year, filled.text);
    Some(Title { subtitle: subtitle.map(|subtitle| subtitle.text), ..title })
}

fn pick_pattern(shelf: &Shelf, index: u32) -> Option<&String> {
    shelf.patterns.get(usize::try_from(index).ok()?)
}

/// A volume of a work in several, or an issue of a magazine.
fn of_series(
    shelves: &Shelves,
    shelf: &Shelf,
    series: &str,
    index: u32,
    number: u32,
    year: i32,
) -> Title {
    let volume = index % shelf.volumes.max(1);
    let work = index / shelf.volumes.max(1);
    let names = shelves.lists.get(series).map(Vec::as_slice).unwrap_or_default();
    let place = usize::try_from(work).unwrap_or(0).checked_rem(names.len()).unwrap_or(0);
    let name = names.get(place).cloned().unwrap_or_default();
    let part = pick_pattern(shelf, 0).map(|pattern| {
        // Parts in their order, not mixed.
        let list = pattern.trim_matches(['{', '}']);
        let parts = shelves.lists.get(list).map(Vec::as_slice).unwrap_or_default();
        let plain =
            (pattern.matches('{').count() == 1).then(|| parts.get(usize::try_from(volume).ok()?));
        plain.flatten().cloned().unwrap_or_else(|| shelves.fill(pattern, index).text)
    });
    let first = dress(shelves, shelf, number, year, part.unwrap_or_default());
    // Everything of one work has the same makers.
    let makers = dress(shelves, shelf, 900_000 + work, year, String::new());
    let mut title = Title { authors: makers.authors, publisher: makers.publisher, ..first };
    if shelf.format == Format::Magazine {
        let issue = 12 - volume;
        title.title = format!("{name} {issue}/{year}");
        title.mark = format!("{} {name}", shelf.mark);
        title.year = year;
        title.series = None;
        title.authors = Vec::new();
        title.isbn = None;
        "84 Seiten".clone_into(&mut title.extent);
        title.copies.truncate(1);
    } else {
        title.mark = mark(shelf, title.authors.first().unwrap_or(&name), &name);
        title.mark = format!("{} {}", title.mark, volume + 1);
        title.year =
            year - 1 - i32::try_from(shelf.volumes - volume.min(shelf.volumes)).unwrap_or(0) / 2;
        title.series = Some((name, format!("Band {}", volume + 1)));
    }
    title
}

/// Everything but the title.
fn dress(shelves: &Shelves, shelf: &Shelf, number: u32, year: i32, title: String) -> Title {
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
fn mark(shelf: &Shelf, author: &str, title: &str) -> String {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::demo::shelves;

    #[test]
    fn about_three_thousand_titles_the_same_every_time() {
        let shelves = shelves::read().unwrap();
        let titles = generate(&shelves, 2026);
        assert_eq!(titles, generate(&shelves, 2026));
        assert!((3000..3500).contains(&titles.len()), "{}", titles.len());
        for (at, title) in (1..).zip(&titles) {
            assert_eq!(title.number, at);
            assert!(!title.title.is_empty() && !title.title.contains('{'), "{title:?}");
            assert!(title.isbn.as_ref().is_none_or(|isbn| isbn::read(isbn).is_some()), "{title:?}");
            assert_eq!(title.copies.is_empty(), title.link.is_some(), "{title:?}");
            assert_eq!(title.mark.is_empty(), title.link.is_some(), "{title:?}");
            assert!((1990..=2026).contains(&title.year));
        }
        let isbns: BTreeSet<_> = titles.iter().filter_map(|title| title.isbn.as_ref()).collect();
        assert_eq!(isbns.len(), titles.iter().filter(|title| title.isbn.is_some()).count());
        let of = |wanted: Format| titles.iter().filter(|title| title.format == wanted).count();
        for shelf in &shelves.shelf {
            assert!(of(shelf.format) >= usize::try_from(shelf.count).unwrap(), "{}", shelf.mark);
        }
    }

    #[test]
    fn volumes_of_one_work_belong_together() {
        let titles = generate(&shelves::read().unwrap(), 2026);
        let volumes: Vec<_> = titles
            .iter()
            .filter(|title| {
                title.series.as_ref().is_some_and(|(name, _)| name == "Moonlight Library")
            })
            .collect();
        assert_eq!(volumes.len(), 12);
        let makers: BTreeSet<_> = volumes.iter().map(|volume| &volume.authors).collect();
        assert_eq!(makers.len(), 1);
        assert_eq!(volumes.first().unwrap().whole(), "Moonlight Library. Band 1: Der Anfang");
    }
}
