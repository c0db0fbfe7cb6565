//! Covers of the demo: a colour, a shape, title and author. Drawn as SVG from the title alone.

use std::fmt::Write;

use super::Size;
use crate::library::catalogue::title::{Format, Title};
use crate::library::demo::chance::below;

/// Background and what stands on it; white is readable on each (7:1 or more).
const COLOURS: [(&str, &str); 10] = [
    ("#0a4d68", "#0f6f94"),
    ("#7a1f2b", "#a23543"),
    ("#2f4b26", "#47703a"),
    ("#4a2c6d", "#6b4396"),
    ("#5b3a1a", "#835626"),
    ("#1d3557", "#2f5484"),
    ("#6b2346", "#923463"),
    ("#114b45", "#1b6f66"),
    ("#3d3d3d", "#5c5c5c"),
    ("#54330b", "#7a4c13"),
];

/// Letters of a line of the title.
const LINE: usize = 12;
const MOST_LINES: usize = 5;

/// The picture.
pub fn cover(title: &Title, size: Size) -> String {
    let scale = match size {
        Size::Small => 1,
        Size::Medium => 2,
        Size::Large => 4,
    };
    // Games and discs are square.
    let height = match title.format {
        Format::Game | Format::Music | Format::Audiobook | Format::Eaudio => 120,
        _ => 170,
    };
    let pick = usize::try_from(below(10, &[title.number, 101])).unwrap_or(0);
    let (ground, shape) = COLOURS.get(pick).copied().unwrap_or(("#333", "#555"));
    let direction = if title.language == "ar" { "rtl" } else { "ltr" };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 120 {height}\" \
         direction=\"{direction}\" lang=\"{}\"><rect width=\"120\" height=\"{height}\" fill=\"{ground}\"/>",
        120 * scale,
        height * scale,
        title.language,
    );
    shapes(&mut svg, title.number, height, shape);
    let words = match &title.series {
        Some((name, number)) => format!("{name} {}", number.trim_start_matches("Band ")),
        None => title.title.clone(),
    };
    let anchor = "text-anchor=\"middle\" font-family=\"sans-serif\" fill=\"#fff\"";
    for (at, line) in lines(&words).iter().enumerate() {
        // A long word is made narrower rather than cut.
        let narrow = if line.chars().count() > LINE {
            " textLength=\"112\" lengthAdjust=\"spacingAndGlyphs\""
        } else {
            ""
        };
        // Writing to a text cannot fail.
        let _ = write!(
            svg,
            "<text x=\"60\" y=\"{}\" font-size=\"13\" font-weight=\"bold\" {anchor}{narrow}>{}</text>",
            30 + 17 * at,
            escaped(line)
        );
    }
    if let Some(author) = title.authors.first() {
        let name: String = author.chars().take(24).collect();
        let y = height - 10;
        let _ = write!(
            svg,
            "<text x=\"60\" y=\"{y}\" font-size=\"8\" {anchor}>{}</text>",
            escaped(&name)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn shapes(svg: &mut String, number: u32, height: u32, colour: &str) {
    for at in 0..3 {
        let (x, y) =
            (below(120, &[number, 103, at]), height / 2 + below(height / 2, &[number, 107, at]));
        let size = 12 + below(30, &[number, 109, at]);
        let _ = match below(3, &[number, 113]) {
            0 => write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{size}\" fill=\"{colour}\"/>"),
            1 => write!(
                svg,
                "<rect x=\"0\" y=\"{y}\" width=\"120\" height=\"{}\" fill=\"{colour}\"/>",
                size / 3
            ),
            _ => {
                write!(svg, "<path d=\"M{x} {y}l{size} {size}h-{}z\" fill=\"{colour}\"/>", size * 2)
            }
        };
    }
}

/// Words in lines, the last one cut where there are too many.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word: String = word.chars().take(LINE + 6).collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < LINE => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::library::demo::{shelves, titles};

    #[test]
    fn every_title_fits_on_its_cover() {
        for title in titles::generate(&shelves::read().unwrap(), 2026) {
            let svg = cover(&title, Size::Medium);
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>") && svg.len() < 4000);
            assert_eq!(svg.matches('&').count(), svg.matches("&amp;").count());
            let words = if title.series.is_some() { String::new() } else { title.title.clone() };
            assert!(lines(&words).iter().all(|line| line.chars().count() <= LINE + 7), "{words}");
        }
    }
}
