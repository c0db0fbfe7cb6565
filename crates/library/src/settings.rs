//! What a city says about its library because no interface does: how cards are printed, what is renewed.
//!
//! A file of the city's package, `library/settings.json`; everything in it is optional.

use crate::barcode::Symbology;
use crate::renew::Rules;
use json::{Fields, Read, Value};

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// How cards are printed; `None` if the city does not say, then no barcode is drawn.
    pub symbology: Option<Symbology>,
    /// The rules for renewing.
    pub rules: Rules,
    /// Whether somebody counts how full branches are.
    pub occupancy: bool,
    /// Whether "may I enter?" is answered.
    pub door: bool,
}

impl Read for Settings {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let read = Self {
            symbology: fields
                .get::<Option<String>>("card")
                .as_deref()
                .and_then(Symbology::from_name),
            rules: fields.get::<Option<Rules>>("rules").unwrap_or_default(),
            occupancy: fields.get::<Option<bool>>("occupancy").unwrap_or_default(),
            door: fields.get::<Option<bool>>("door").unwrap_or_default(),
        };
        fields.are_readable().then_some(read)
    }
}

/// The settings out of a text; `None` if it holds none.
#[must_use]
pub fn settings(text: &str) -> Option<Settings> {
    json::decode(text.as_bytes()).ok().map(|decoded| decoded.value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_not_said_does_not_hold() {
        assert_eq!(settings("{}"), Some(Settings::default()));
        assert_eq!(settings(r#"{"card":"wax"}"#).unwrap().symbology, None);
        for bad in ["", "[]", "null", "<html>"] {
            assert_eq!(settings(bad), None, "{bad}");
        }
        let said = settings(r#"{"card":"code39","door":true,"rules":{"mostRenewals":2}}"#).unwrap();
        assert!(said.door && !said.occupancy);
        assert_eq!(said.symbology, Some(Symbology::Code39));
        assert_eq!(said.rules.most_renewals, Some(2));
    }
}
