//! Who asks: the address of the connection, or the one a trusted proxy names.
//!
//! The address is used for limits and to bind a captcha; it is never logged and never stored, and
//! where it must be told apart later only a keyed hash of it is kept.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::App;

/// The client's address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

// No `Debug` that prints it: it must not slip into a log.
impl std::fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientAddress(..)")
    }
}

impl ClientAddress {
    /// From the connection's address and, when that is a trusted proxy, the last address in
    /// `X-Forwarded-For` that is not one.
    pub fn find(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> Self {
        let peer = peer.to_canonical();
        let is_trusted =
            |address: &IpAddr| trusted.iter().any(|known| known.to_canonical() == *address);
        if !is_trusted(&peer) {
            return Self(peer);
        }
        let mut client = peer;
        let named: Vec<_> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for text in named.into_iter().rev() {
            // An entry nobody can read may have been written by the client: stop before it.
            let Ok(address) = text.trim().parse::<IpAddr>() else { break };
            client = address.to_canonical();
            if !is_trusted(&client) {
                break;
            }
        }
        Self(client)
    }

    /// The part that belongs to one household: an IPv6 client owns at least a /64.
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
            }
        }
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.extensions, &parts.headers, app))
    }
}

impl ClientAddress {
    /// Of a request whose connection the server noted.
    pub fn of(extensions: &axum::http::Extensions, headers: &HeaderMap, app: &App) -> Self {
        let peer = peer(extensions);
        Self::find(peer, headers, &app.config.proxy.trusted)
    }
}

/// The address at the other end of the connection.
pub fn peer(extensions: &axum::http::Extensions) -> IpAddr {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        // Without a connection (a test that calls the router) everybody shares one limit.
        .map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip().to_canonical())
}

/// The languages of `Accept-Language`, best first.
pub fn languages(headers: &HeaderMap) -> Vec<String> {
    let text = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut all: Vec<(f32, String)> = text
        .split(',')
        .take(20)
        .map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .and_then(|weight| weight.parse().ok())
                .unwrap_or(1.0);
            (weight, tag.trim().to_owned())
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    all.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn find(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        ClientAddress::find(peer.parse().unwrap(), &headers, &["127.0.0.1".parse().unwrap()])
            .0
            .to_string()
    }

    #[test]
    fn only_a_trusted_proxy_may_name_the_client() {
        assert_eq!(find("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(find("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(find("::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(find("127.0.0.1", &["6.6.6.6, 198.51.100.1", "127.0.0.1"]), "198.51.100.1");
        assert_eq!(find("127.0.0.1", &["198.51.100.1, junk"]), "127.0.0.1");
        assert_eq!(find("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn an_ipv6_household_is_one_client() {
        let at = |text: &str| ClientAddress(text.parse().unwrap()).network();
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
    }

    #[test]
    fn languages_in_the_persons_order() {
        let mut headers = HeaderMap::new();
        assert_eq!(languages(&headers), [""]);
        headers.insert(header::ACCEPT_LANGUAGE, "de;q=0.5, uk-UA, en;q=0.8".parse().unwrap());
        assert_eq!(languages(&headers), ["uk-UA", "en", "de"]);
    }
}
