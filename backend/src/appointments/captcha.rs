//! The token that a solved captcha earns: bound to the address, good for five minutes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use zms::error::ErrorCode;

use crate::secret::{hex, keyed, same};
use crate::web::client::ClientAddress;

/// Seconds a token is good for.
pub const LIFETIME: i64 = 300;

/// `{"typ":"JWT","alg":"HS256"}`; no other header is accepted.
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";

#[derive(Serialize, Deserialize)]
struct Claims {
    /// A keyed hash of the address, not the address.
    ip: String,
    iat: i64,
    exp: i64,
}

/// Makes a token for this client.
pub fn token(secret: &str, client: ClientAddress, now: i64) -> String {
    let claims = Claims { ip: address(secret, client), iat: now, exp: now + LIFETIME };
    // Three plain fields always become JSON.
    let claims = serde_json::to_vec(&claims).unwrap_or_default();
    let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(keyed(secret, signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// Checks the token a client sends.
///
/// # Errors
/// `captchaMissing`, `captchaInvalid` or `captchaExpired`.
pub fn check(
    secret: &str,
    client: ClientAddress,
    token: Option<&str>,
    now: i64,
) -> Result<(), ErrorCode> {
    let token = token.filter(|token| !token.is_empty()).ok_or(ErrorCode::CaptchaMissing)?;
    let invalid = ErrorCode::CaptchaInvalid;
    let (signed, signature) = token.rsplit_once('.').ok_or(invalid)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| invalid)?;
    let claims =
        signed.strip_prefix(HEADER).and_then(|rest| rest.strip_prefix('.')).ok_or(invalid)?;
    if !same(&keyed(secret, signed.as_bytes()), &signature) {
        return Err(invalid);
    }
    let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| invalid)?;
    let claims: Claims = serde_json::from_slice(&claims).map_err(|_| invalid)?;
    if claims.exp <= now {
        return Err(ErrorCode::CaptchaExpired);
    }
    if !same(claims.ip.as_bytes(), address(secret, client).as_bytes()) {
        return Err(invalid);
    }
    Ok(())
}

fn address(secret: &str, client: ClientAddress) -> String {
    let text = format!("address {}", client.0);
    hex(&keyed(secret, text.as_bytes())).chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn client(text: &str) -> ClientAddress {
        ClientAddress(text.parse().unwrap())
    }

    #[test]
    fn only_its_owner_only_in_time_only_untouched() {
        let here = client("192.0.2.1");
        let good = token(SECRET, here, 1000);
        assert_eq!(check(SECRET, here, Some(&good), 1299), Ok(()));
        assert_eq!(check(SECRET, here, Some(&good), 1300), Err(ErrorCode::CaptchaExpired));
        assert_eq!(
            check(SECRET, client("192.0.2.2"), Some(&good), 1000),
            Err(ErrorCode::CaptchaInvalid)
        );
        assert_eq!(
            check("another secret that is long enough", here, Some(&good), 1000),
            Err(ErrorCode::CaptchaInvalid)
        );
        assert_eq!(check(SECRET, here, None, 1000), Err(ErrorCode::CaptchaMissing));
        assert_eq!(check(SECRET, here, Some(""), 1000), Err(ErrorCode::CaptchaMissing));
        for at in 0..good.len() {
            let mut bytes = good.clone().into_bytes();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            // The last digit of base64 has bits that mean nothing; refusing or reading the same is both right.
            assert!(check(SECRET, here, Some(&text), 1000).is_err(), "{at}");
        }
    }

    #[test]
    fn an_unsigned_token_is_no_token() {
        let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none"}"#);
        let claims = URL_SAFE_NO_PAD.encode(br#"{"ip":"","iat":0,"exp":99999999999}"#);
        assert_eq!(
            check(SECRET, client("::1"), Some(&format!("{none}.{claims}.")), 0),
            Err(ErrorCode::CaptchaInvalid)
        );
    }

    #[test]
    fn the_address_is_not_in_the_token() {
        let text = token(SECRET, client("192.0.2.77"), 0);
        let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap();
        assert!(!String::from_utf8(claims).unwrap().contains("192.0.2"));
    }
}
