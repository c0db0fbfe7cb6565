//! A host name as it stands in a `Host` header, compared without its port.

use std::fmt;

/// Lower-case host name or address literal, without port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(String);

impl HostName {
    /// Reads a `Host` header or a configured host; `None` when it is neither name nor address.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let name = if let Some(rest) = text.strip_prefix('[') {
            let (inside, after) = rest.split_once(']')?;
            inside.parse::<std::net::Ipv6Addr>().ok()?;
            port_or_nothing(after)?;
            format!("[{inside}]")
        } else {
            let (name, port) = match text.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (text.as_str(), None),
            };
            if let Some(port) = port {
                port_or_nothing(&format!(":{port}"))?;
            }
            let name = name.strip_suffix('.').unwrap_or(name);
            let labels_fine = !name.is_empty()
                && name.len() <= 253
                && name.split('.').all(|label| {
                    !label.is_empty()
                        && label.len() <= 63
                        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                });
            if !labels_fine {
                return None;
            }
            name.to_owned()
        };
        Some(Self(name))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it means this machine, where a browser treats http as safe.
    pub fn is_local(&self) -> bool {
        matches!(self.0.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || self.0.ends_with(".localhost")
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn port_or_nothing(text: &str) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    text.strip_prefix(':')?.parse::<u16>().ok().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        HostName::parse(text).map(|host| host.to_string())
    }

    #[test]
    fn port_case_and_final_dot_do_not_matter() {
        assert_eq!(name("App.Musterstadt.DE:8443").as_deref(), Some("app.musterstadt.de"));
        assert_eq!(name("musterstadt.de.").as_deref(), Some("musterstadt.de"));
        assert_eq!(name("[::1]:8080").as_deref(), Some("[::1]"));
    }

    #[test]
    fn nonsense_is_no_host() {
        for text in [
            "",
            ":80",
            "a b",
            "a/b",
            "a..b",
            "a:b",
            "[::1",
            "[x]",
            "evil@host",
            "a:1:2",
            "ä.de",
            "[::1]x",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
