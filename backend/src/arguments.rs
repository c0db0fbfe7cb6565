//! The command line: few flags, each with a sentence when it is wrong.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What `--help` prints.
pub const HELP: &str = "\
stadtkern-backend: serves the app, the city packages and their services on one origin

  --config FILE    the configuration (default: stadtkern.toml when it exists,
                   otherwise the demo city on this machine only)
  --listen ADDR    address and port, over the configuration (default 127.0.0.1:8080)
  --dist FOLDER    the built app, over the configuration (default dist)
  --data FOLDER    where the database and written mails live (default data)
  --check          read configuration and city packages, say what is wrong, and stop
  --help           this text

For staff, with --config and --data as above, and --city NAME where there are several:

  survey export ITEM --format csv|json [--version V] [--files FOLDER]
                   all answers on standard output, their files into the folder
  survey texts ITEM [--all]
                   what people wrote and nobody has read yet; with --all also what was decided
  survey texts approve|reject ITEM ID...
                   shows these texts in the results, or does not
  survey codes ITEM [--count N]
                   makes codes for taking part, shown this once; without --count says how many there are
  survey add FORM.xml|FORM.xlsx --item ITEM --version V
                   checks a form and puts it into the city's package
";

/// The flags as given; what is absent comes from the configuration.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
    /// `--dist`
    pub dist: Option<PathBuf>,
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--check`
    pub check: bool,
    /// `--help`
    pub help: bool,
    /// `survey`: a command for staff instead of the server.
    pub is_command: bool,
    /// The words after `survey`, with its own flags.
    pub survey: Vec<String>,
}

impl Arguments {
    /// Reads the flags (without the program's name).
    ///
    /// # Errors
    /// A sentence that names the flag and what it wants.
    pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut found = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let (flag, joined) = match word.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (word, None),
            };
            match flag.as_str() {
                "--help" | "-h" => found.help = true,
                "--check" => found.check = true,
                "--config" | "--listen" | "--dist" | "--data" => {
                    let value = joined
                        .or_else(|| words.next())
                        .ok_or_else(|| format!("{flag} needs a value after it; see --help"))?;
                    match flag.as_str() {
                        "--config" => found.config = Some(value.into()),
                        "--dist" => found.dist = Some(value.into()),
                        "--data" => found.data = Some(value.into()),
                        _ => {
                            found.listen = Some(value.parse().map_err(|_| {
                                format!("--listen: \"{value}\" is no address with port; write for example 127.0.0.1:8080 or [::]:80")
                            })?);
                        }
                    }
                }
                "survey" if !found.is_command => found.is_command = true,
                _ if found.is_command => {
                    found
                        .survey
                        .push(joined.map_or(flag.clone(), |value| format!("{flag}={value}")));
                }
                _ => return Err(format!("{flag} is not known; see --help")),
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(|&w| w.to_owned()))
    }

    #[test]
    fn both_ways_to_give_a_value() {
        let spaced = parse(&["--listen", "127.0.0.1:1", "--dist", "d"]).unwrap();
        let joined = parse(&["--listen=127.0.0.1:1", "--dist=d"]).unwrap();
        assert_eq!(spaced, joined);
        assert_eq!(spaced.dist, Some("d".into()));
    }

    #[test]
    fn a_command_keeps_its_own_words_wherever_the_flags_stand() {
        let words = ["survey", "export", "--data", "d", "a=b", "--format=csv", "--config=c"];
        let found = parse(&words).unwrap();
        assert!(found.is_command);
        assert_eq!(found.survey, ["export", "a=b", "--format=csv"]);
        assert_eq!((found.data, found.config), (Some("d".into()), Some("c".into())));
        assert!(parse(&["export"]).is_err());
    }

    #[test]
    fn a_wrong_flag_says_what_to_do() {
        assert!(parse(&["--port"]).unwrap_err().contains("--help"));
        assert!(parse(&["--listen", "8080"]).unwrap_err().contains("127.0.0.1:8080"));
        assert!(parse(&["--data"]).unwrap_err().contains("needs a value"));
    }
}
