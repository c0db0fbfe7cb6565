//! What came out.

use crate::Texts;
use dates::Day;
use json::{Decoded, Fields, NotReadable, Read, Value};

/// The results of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// How many have answered.
    pub responses: u64,
    /// The last day that is counted in.
    pub day: Option<Day>,
    /// Groups below this are not shown.
    pub least_group: u64,
    /// Question by question.
    pub questions: Vec<QuestionResult>,
}

/// The results of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionResult {
    /// Its path in the form.
    pub path: String,
    /// What was asked.
    pub label: Texts,
    /// The matrix or group it stands in, if that has a heading.
    pub group: Texts,
    /// How many have answered it; `None` if fewer than the least group.
    pub answers: Option<u64>,
    /// What they said.
    pub tally: Tally,
}

/// What they said.
#[derive(Debug, Clone, PartialEq)]
pub enum Tally {
    /// One of several; the shares add up to 100.
    Single(Vec<OptionTally>),
    /// Any of several.
    Multiple(Vec<OptionTally>),
    /// An order; the options stand in the order that came out.
    Rank(Vec<OptionTally>),
    /// Numbers.
    Numbers {
        /// How many lie in which span.
        bins: Vec<Bin>,
        /// Their average.
        mean: Option<f64>,
    },
    /// Places, coarse.
    Points(Vec<Cell>),
    /// Approved texts, and how many were written in all.
    Texts(Vec<String>),
}

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionTally {
    /// Its value.
    pub value: String,
    /// What it says.
    pub label: Texts,
    /// How many chose it, or put it first; `None` if not shown.
    pub count: Option<u64>,
    /// Of a hundred; `None` if not shown.
    pub share: Option<f64>,
    /// The average place, 1 is the first; only in an order.
    pub place: Option<f64>,
}

/// A span of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The least.
    pub from: f64,
    /// The greatest.
    pub to: f64,
    /// How many; `None` if not shown.
    pub count: Option<u64>,
}

/// A square of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its middle, degrees.
    pub latitude: f64,
    /// Its middle, degrees.
    pub longitude: f64,
    /// How many places lie in it.
    pub count: u64,
}

/// A number of people.
fn count(fields: &mut Fields<'_, '_>, name: &str) -> Option<u64> {
    fields.get::<Option<i64>>(name).and_then(|count| u64::try_from(count).ok())
}

impl Read for OptionTally {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let tally = Self {
            value: fields.get("value"),
            label: fields.get("label"),
            count: count(&mut fields, "n"),
            share: fields.get::<Option<f64>>("pct").filter(|share| (0.0..=100.0).contains(share)),
            place: fields.get::<Option<f64>>("place").filter(|place| *place >= 1.0),
        };
        fields.are_readable().then_some(tally)
    }
}

impl Read for Bin {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let bin =
            Self { from: fields.get("from"), to: fields.get("to"), count: count(&mut fields, "n") };
        (fields.are_readable() && bin.from <= bin.to).then_some(bin)
    }
}

impl Read for Cell {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let (latitude, longitude) = (fields.get("latitude"), fields.get("longitude"));
        let count = count(&mut fields, "n")?;
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        (fields.are_readable() && on_earth).then_some(Self { latitude, longitude, count })
    }
}

/// A text; only approved ones are shown, whatever else was sent.
struct Text(Option<String>);

impl Read for Text {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let text: String = fields.get("text");
        let approved = fields.get::<Option<bool>>("approved").unwrap_or_default();
        fields.are_readable().then_some(Self(approved.then_some(text)))
    }
}

impl Read for QuestionResult {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let kind: String = fields.get("type");
        let tally = match kind.as_str() {
            "single" => Tally::Single(fields.get("options")),
            "multiple" => Tally::Multiple(fields.get("options")),
            "rank" => Tally::Rank(fields.get("options")),
            "numbers" => {
                Tally::Numbers { bins: fields.get("bins"), mean: fields.get::<Option<f64>>("mean") }
            }
            "points" => Tally::Points(fields.get("cells")),
            "texts" => Tally::Texts(
                fields.get::<Vec<Text>>("texts").into_iter().filter_map(|text| text.0).collect(),
            ),
            _ => return None,
        };
        let result = Self {
            path: fields.get("ref"),
            label: fields.get("label"),
            group: fields.get("group"),
            answers: count(&mut fields, "n"),
            tally,
        };
        fields.are_readable().then_some(result)
    }
}

impl Read for Results {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let responses = count(&mut fields, "responses")?;
        let results = Self {
            responses,
            day: fields.get::<Option<String>>("day").and_then(|day| day.parse().ok()),
            least_group: count(&mut fields, "minGroup").unwrap_or_default(),
            questions: fields.get("questions"),
        };
        fields.are_readable().then_some(results)
    }
}

/// The results, out of `GET /api/participation/v1/items/{id}/results`.
///
/// # Errors
/// The body is no JSON object with a number of `responses`.
pub fn results(body: &[u8]) -> Result<Decoded<Results>, NotReadable> {
    json::decode(body)
}
