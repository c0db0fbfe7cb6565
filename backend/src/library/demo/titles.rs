//! The generator: the same titles every time, apart from the years of what is new.

use std::collections::BTreeSet;

use super::chance::below;
use super::dress::{dress, mark};
use super::shelves::{Shelf, Shelves};
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::demo::shelves;
    use ::library::isbn;

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
