//! Trip ids, put together again when somebody asks for them.

use super::Timetable;
use crate::file::{File, OpenError, Section, unfold};
use crate::id_template::{LINE, NUMBER, Rule, SERVICE, TEXT};
use std::fmt::Write;
use std::sync::OnceLock;

/// What ids are made of.
#[derive(Debug)]
pub struct TripIds {
    template: Vec<u32>,
    /// Text of each template, and where its rules begin.
    templates: Vec<(u32, u32)>,
    rules: Vec<Rule>,
    service: Vec<u32>,
    /// Folded differences, as in the file.
    differences: Vec<u32>,
    /// For each trip where its numbers begin, and all numbers; made when first needed.
    numbers: OnceLock<(Vec<u32>, Vec<u32>)>,
}

impl TripIds {
    /// Reads and checks them; ids of trips are rarely needed, so the numbers wait.
    pub fn open(
        file: &File,
        texts: &super::Texts,
        trips: usize,
        services: usize,
    ) -> Result<Self, OpenError> {
        let template = file.exactly(Section::TripIdTemplate, trips)?;
        let template_texts = file.column(Section::TemplateText, trips)?;
        let rules = file.column(Section::TemplateRule, 1 << 24)?;
        let service = file.exactly(Section::ServiceId, services)?;
        let wrong = OpenError::Section(Section::TemplateText);
        if template_texts.iter().chain(&service).any(|text| *text as usize >= texts.len()) {
            return Err(wrong);
        }
        let mut templates = Vec::with_capacity(template_texts.len());
        let mut first = 0_u32;
        let mut holes = Vec::with_capacity(template_texts.len());
        for text in template_texts {
            templates.push((text, first));
            let content = texts.get(text);
            let numbers =
                if content.starts_with(TEXT) { 0 } else { content.matches(NUMBER).count() };
            let numbers = u32::try_from(numbers).map_err(|_| wrong)?;
            holes.push(numbers);
            first = first.checked_add(numbers).ok_or(wrong)?;
        }
        let rules: Option<Vec<Rule>> = rules.into_iter().map(Rule::unpack).collect();
        let rules = rules.filter(|rules| rules.len() == first as usize);
        let rules = rules.ok_or(OpenError::Section(Section::TemplateRule))?;
        let mut sum = 0_usize;
        for template in &template {
            sum += *holes.get(*template as usize).ok_or(wrong)? as usize;
        }
        let differences = file.exactly(Section::TripIdNumbers, sum)?;
        Ok(Self { template, templates, rules, service, differences, numbers: OnceLock::new() })
    }

    fn rules_of(&self, template: u32) -> &[Rule] {
        let at = template as usize;
        let first = self.templates.get(at).map_or(0, |(_, first)| *first as usize);
        let end = self.templates.get(at + 1).map_or(self.rules.len(), |(_, first)| *first as usize);
        self.rules.get(first..end).unwrap_or_default()
    }

    fn numbers(&self, timetable: &Timetable) -> &(Vec<u32>, Vec<u32>) {
        self.numbers.get_or_init(|| {
            let mut first = Vec::with_capacity(self.template.len());
            let mut sum = 0_usize;
            let mut most = 0;
            for template in &self.template {
                first.push(u32::try_from(sum).unwrap_or(u32::MAX));
                let count = self.rules_of(*template).len();
                most = most.max(count);
                sum += count;
            }
            let mut numbers = vec![0_u32; sum];
            let mut differences = self.differences.iter();
            for at in 0..most {
                let mut before = vec![0_u32; self.templates.len()];
                for (trip, template) in self.template.iter().enumerate() {
                    let Some(rule) = self.rules_of(*template).get(at) else { continue };
                    let Some(before) = before.get_mut(*template as usize) else { continue };
                    let start = timetable.trips.get(trip).map_or(0, |row| row.start);
                    let difference = differences.next().copied().unwrap_or(0);
                    let expected = rule.expect.number(start, *before);
                    *before = expected.wrapping_add_signed(unfold(difference));
                    let place = first.get(trip).map(|first| *first as usize + at);
                    if let Some(number) = place.and_then(|place| numbers.get_mut(place)) {
                        *number = *before;
                    }
                }
            }
            (first, numbers)
        })
    }

    /// The id of a trip; empty if there is no such trip.
    pub fn get(&self, timetable: &Timetable, trip: u32, line: &str) -> String {
        let mut id = String::new();
        let Some(template) = self.template.get(trip as usize) else { return id };
        let text = self
            .templates
            .get(*template as usize)
            .map_or("", |(text, _)| timetable.texts.get(*text));
        if let Some(plain) = text.strip_prefix(TEXT) {
            id.push_str(plain);
            return id;
        }
        let (first, numbers) = self.numbers(timetable);
        let from = first.get(trip as usize).map_or(0, |first| *first as usize);
        let mut values =
            numbers.get(from..).unwrap_or_default().iter().zip(self.rules_of(*template));
        for character in text.chars() {
            match character {
                SERVICE => {
                    let service = timetable.trips.get(trip as usize).map_or(0, |row| row.service);
                    let text = self.service.get(service as usize).copied().unwrap_or(0);
                    id.push_str(timetable.texts.get(text));
                }
                LINE => id.push_str(line),
                NUMBER => {
                    if let Some((value, rule)) = values.next() {
                        // Writing to a string cannot fail.
                        let _ = write!(id, "{value:0digits$}", digits = usize::from(rule.digits));
                    }
                }
                other => id.push(other),
            }
        }
        id
    }
}
