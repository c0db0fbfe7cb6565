//! A file as it goes over the wire: its bytes in up to three encodings, and the answer to a GET.

use std::io::Write;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::range::{self, Part};
use crate::secret::hex;

/// How long a browser may keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The name holds a hash of the content: for ever.
    Forever,
    /// Ask each time whether it changed.
    Ask,
}

/// Bytes with their type and tag. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Asset {
    media_type: &'static str,
    tag: String,
    /// One weak tag for all encodings, where others must name exactly this content.
    one_tag: bool,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    /// Takes the bytes and compresses what is worth it, once.
    pub fn new(media_type: &'static str, plain: Bytes) -> Self {
        let worth_it = plain.len() > 512 && compresses(media_type);
        let brotli = worth_it.then(|| brotli(&plain));
        let gzip = worth_it.then(|| gzip(&plain));
        Self::precompressed(media_type, plain, brotli, gzip)
    }

    /// Takes the bytes and what a build step already compressed.
    pub fn precompressed(
        media_type: &'static str,
        plain: Bytes,
        brotli: Option<Bytes>,
        gzip: Option<Bytes>,
    ) -> Self {
        let smaller = |other: &Bytes| other.len() < plain.len();
        let brotli = brotli.filter(smaller);
        let gzip = gzip.filter(smaller);
        let tag = hex(Sha256::digest(&plain).get(..8).unwrap_or_default());
        Self { media_type, tag, one_tag: false, plain, brotli, gzip }
    }

    /// With one tag, whatever the encoding: for what other answers refer to.
    #[must_use]
    pub fn with_one_tag(self) -> Self {
        Self { one_tag: true, ..self }
    }

    /// With a tag that is known already, as one that others name.
    #[must_use]
    pub fn tagged(self, tag: &str) -> Self {
        Self { tag: tag.to_owned(), ..self }
    }

    /// The tag of the content in an encoding, as it stands in `ETag`.
    pub fn tag(&self, encoding: Option<&str>) -> String {
        match encoding {
            _ if self.one_tag => format!("W/\"{}\"", self.tag),
            // A strong tag names the exact bytes, so each encoding has its own.
            Some(encoding) => format!("\"{}-{encoding}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        }
    }

    /// The uncompressed bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.plain
    }

    /// Answers a GET or HEAD: encoding by `Accept-Encoding`, 304 by `If-None-Match`.
    pub fn answer(&self, method: &Method, request: &HeaderMap, keep: Keep) -> Response {
        // A part of a compressed file helps nobody.
        let part = request.contains_key(header::RANGE) && method == Method::GET;
        let wanted = if part { Wanted::default() } else { Wanted::read(request) };
        let (body, encoding) = match (&self.brotli, &self.gzip) {
            (Some(body), _) if wanted.brotli => (body, Some("br")),
            (_, Some(body)) if wanted.gzip => (body, Some("gzip")),
            _ => (&self.plain, None),
        };
        let tag = self.tag(encoding);
        let bare = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
        let unchanged = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .any(|known| known == "*" || bare(known) == bare(&tag));
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        let control = match keep {
            Keep::Forever => "public, max-age=31536000, immutable",
            Keep::Ask => "no-cache",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        let strong = Some(tag.as_str()).filter(|tag| !tag.starts_with("W/"));
        let part = if part { range::wanted(request, body.len(), strong) } else { Part::Whole };
        send(&mut response, body, part, method);
        response
    }
}

/// Puts the body, or a part of it, into the answer.
fn send(response: &mut Response, body: &Bytes, part: Part, method: &Method) {
    let headers = response.headers_mut();
    let says = |headers: &mut HeaderMap, text: String| {
        if let Ok(text) = HeaderValue::from_str(&text) {
            headers.insert(header::CONTENT_RANGE, text);
        }
    };
    let body = match part {
        Part::Whole => body.clone(),
        Part::Bytes(first, last) => {
            says(headers, format!("bytes {first}-{last}/{}", body.len()));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            body.slice(first..=last)
        }
        Part::Outside => {
            says(headers, format!("bytes */{}", body.len()));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            Bytes::new()
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, body.len().into());
    if method != Method::HEAD {
        *response.body_mut() = Body::from(body);
    }
}

/// The media type by the name's ending; what is not listed is not interpreted by a browser.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn compresses(media_type: &str) -> bool {
    !(media_type.starts_with("font/")
        || (media_type.starts_with("image/")
            && !media_type.starts_with("image/svg")
            && media_type != "image/x-icon"))
}

fn brotli(plain: &[u8]) -> Bytes {
    // The strongest level costs seconds on a megabyte; such files come precompressed from the build.
    let quality = if plain.len() < 128 * 1024 { 11 } else { 6 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    match brotli::BrotliCompress(&mut &*plain, &mut packed, &parameters) {
        Ok(_) => packed.into(),
        // Writing to memory does not fail; if it did, the plain bytes are never smaller than themselves and win.
        Err(_) => Bytes::copy_from_slice(plain),
    }
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(plain)
        .and_then(|()| encoder.finish())
        .map_or_else(|_| Bytes::copy_from_slice(plain), Bytes::from)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    brotli: bool,
    gzip: bool,
}

impl Wanted {
    fn read(request: &HeaderMap) -> Self {
        let mut wanted = Self::default();
        for value in request.get_all(header::ACCEPT_ENCODING) {
            for part in value.to_str().unwrap_or_default().split(',') {
                let (name, parameter) = part.split_once(';').unwrap_or((part, ""));
                let refused = parameter.trim().strip_prefix("q=").is_some_and(|weight| {
                    weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
                });
                match name.trim().to_ascii_lowercase().as_str() {
                    "br" => wanted.brotli = !refused,
                    "gzip" | "x-gzip" => wanted.gzip = !refused,
                    _ => {}
                }
            }
        }
        wanted
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn request(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn text() -> Asset {
        Asset::new("text/css; charset=utf-8", Bytes::from("a { color: red }\n".repeat(100)))
    }

    #[test]
    fn the_best_encoding_the_browser_names() {
        for (accepts, encoding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip, br;q=0", Some("gzip")),
            ("br; q=0.0, gzip;q=0", None),
            ("identity", None),
        ] {
            let response = text().answer(
                &Method::GET,
                &request(&[(header::ACCEPT_ENCODING, accepts)]),
                Keep::Ask,
            );
            assert_eq!(
                response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap()),
                encoding,
                "{accepts}"
            );
            assert_eq!(response.headers()[header::VARY], "Accept-Encoding");
        }
    }

    #[test]
    fn each_encoding_has_its_own_tag_and_knows_it_again() {
        let with_br = [(header::ACCEPT_ENCODING, "br")];
        let first = text().answer(&Method::GET, &request(&with_br), Keep::Ask);
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let same = text().answer(
            &Method::GET,
            &request(&[with_br[0].clone(), (header::IF_NONE_MATCH, &tag)]),
            Keep::Ask,
        );
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        let weak = format!("\"x\", W/{tag}");
        let same = text().answer(
            &Method::GET,
            &request(&[with_br[0].clone(), (header::IF_NONE_MATCH, &weak)]),
            Keep::Ask,
        );
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        let plain =
            text().answer(&Method::GET, &request(&[(header::IF_NONE_MATCH, &tag)]), Keep::Ask);
        assert_eq!(plain.status(), StatusCode::OK);
    }

    #[test]
    fn one_tag_for_all_encodings_where_others_refer_to_it() {
        let asset = text().with_one_tag();
        let tag = |accepts| {
            let request = request(&[(header::ACCEPT_ENCODING, accepts)]);
            let answer = asset.answer(&Method::GET, &request, Keep::Ask);
            answer.headers()[header::ETAG].to_str().unwrap().to_owned()
        };
        assert_eq!(tag("br"), tag("identity"));
        assert_eq!(tag("br"), asset.tag(None));
        let known =
            request(&[(header::IF_NONE_MATCH, &tag("br")), (header::ACCEPT_ENCODING, "gzip")]);
        let same = asset.answer(&Method::GET, &known, Keep::Ask);
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn a_part_is_never_compressed() {
        let asked = [(header::ACCEPT_ENCODING, "br, gzip"), (header::RANGE, "bytes=2-5")];
        let part = text().answer(&Method::GET, &request(&asked), Keep::Ask);
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(part.headers()[header::CONTENT_RANGE], "bytes 2-5/1700");
        assert_eq!(part.headers()[header::CONTENT_LENGTH], "4");
        assert!(!part.headers().contains_key(header::CONTENT_ENCODING));
        let outside = request(&[(header::RANGE, "bytes=9999-")]);
        let outside = text().answer(&Method::GET, &outside, Keep::Ask);
        assert_eq!(outside.status(), StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(outside.headers()[header::CONTENT_RANGE], "bytes */1700");
    }

    #[test]
    fn pictures_are_not_compressed_again() {
        let picture = Asset::new("image/png", Bytes::from(vec![0; 4096]));
        let response = picture.answer(
            &Method::HEAD,
            &request(&[(header::ACCEPT_ENCODING, "br")]),
            Keep::Forever,
        );
        assert_eq!(response.headers()[header::CONTENT_LENGTH], "4096");
        assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }
}
