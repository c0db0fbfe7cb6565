//! The words after a command, sorted into flags and the rest.

use crate::failure::Failure;

/// The words given to one command.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    words: Vec<String>,
    switches: Vec<String>,
    values: Vec<(String, String)>,
}

impl Arguments {
    /// Sorts `words`. `switches` stand alone (`--no-build`), `valued` take the next word or what
    /// follows `=` (`--port 8080`, `--port=8080`).
    ///
    /// # Errors
    /// A flag that is in neither list, or one whose value is missing.
    pub fn parse(words: Vec<String>, switches: &[&str], valued: &[&str]) -> Result<Self, Failure> {
        let mut found = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                found.words.push(word);
                continue;
            }
            let (name, given) = match word.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (word, None),
            };
            if valued.contains(&name.as_str()) {
                let value = given.or_else(|| words.next()).ok_or_else(|| {
                    Failure::new(
                        format!("{name} needs a value."),
                        format!("Write it behind the flag: {name} VALUE."),
                    )
                })?;
                found.values.push((name, value));
            } else if switches.contains(&name.as_str()) && given.is_none() {
                found.switches.push(name);
            } else {
                let known: Vec<&str> = switches.iter().chain(valued).copied().collect();
                return Err(Failure::new(
                    format!("{name} is not known here."),
                    if known.is_empty() {
                        "This command takes no flags.".to_owned()
                    } else {
                        format!("Known flags: {}.", known.join(", "))
                    },
                ));
            }
        }
        Ok(found)
    }

    /// Whether a switch was given.
    pub fn has(&self, switch: &str) -> bool {
        self.switches.iter().any(|given| given == switch)
    }

    /// The value of a flag; the last one counts.
    pub fn value(&self, flag: &str) -> Option<&str> {
        self.values.iter().rev().find(|(name, _)| name == flag).map(|(_, value)| value.as_str())
    }

    /// The value of a flag as a number, or `default`.
    ///
    /// # Errors
    /// The value is no number of this kind.
    pub fn number<N: std::str::FromStr>(&self, flag: &str, default: N) -> Result<N, Failure> {
        let Some(value) = self.value(flag) else { return Ok(default) };
        value.parse().map_err(|_| {
            Failure::new(
                format!("{flag} {value}: this is no number that fits."),
                "Give a whole number.",
            )
        })
    }

    /// The words that are no flags, in order.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    fn parse(line: &str) -> Result<Arguments, Failure> {
        let words = line.split_whitespace().map(str::to_owned).collect();
        Arguments::parse(words, &["--no-build"], &["--port", "--data"])
    }

    #[test]
    fn values_stand_behind_a_space_or_an_equals_sign() {
        let given = parse("size --port 81 --data=/tmp/x --no-build").unwrap();
        assert_eq!(given.words(), ["size"]);
        assert_eq!(given.number("--port", 8080).unwrap(), 81);
        assert_eq!(given.value("--data"), Some("/tmp/x"));
        assert!(given.has("--no-build"));
    }

    #[test]
    fn the_last_value_counts_and_a_default_stands_in() {
        assert_eq!(parse("--port 1 --port 2").unwrap().number("--port", 8080).unwrap(), 2);
        assert_eq!(parse("").unwrap().number("--port", 8080).unwrap(), 8080);
    }

    #[test]
    fn a_wrong_flag_is_named_with_the_right_ones() {
        let failure = parse("--prot 81").unwrap_err().to_string();
        assert!(failure.contains("--prot") && failure.contains("--port"), "{failure}");
        assert!(parse("--port").is_err());
        assert!(parse("--port many").unwrap().number("--port", 8080_u16).is_err());
        assert!(parse("--no-build=yes").is_err());
    }
}
