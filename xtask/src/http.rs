//! Just enough HTTP to ask our own backend: one GET, one answer, then the connection closes.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// An answer of the backend.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The value of `Content-Encoding`, empty when there is none.
    pub encoding: String,
    /// The body as it went over the wire, without the framing of chunks.
    pub body: Vec<u8>,
}

/// Asks for `path`, accepting `encoding` (`identity`, `gzip`, `br`).
/// `None` when nobody answers, or not with HTTP.
pub fn get(address: SocketAddr, path: &str, encoding: &str) -> Option<Answer> {
    let limit = Duration::from_secs(10);
    let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    let port = address.port();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    read(&bytes)
}

fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let body = bytes.get(end + 4..)?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |wanted: &str| {
        head.lines().skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let chunked = header("transfer-encoding").is_some_and(|value| value == "chunked");
    Some(Answer {
        status,
        encoding: header("content-encoding").unwrap_or_default(),
        body: if chunked { join_chunks(body)? } else { body.to_vec() },
    })
}

fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?.split(';').next()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(joined);
        }
        let start = end + 2;
        joined.extend_from_slice(rest.get(start..start.checked_add(size)?)?);
        rest = rest.get(start.checked_add(size)?.checked_add(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plain_answer_is_read() {
        let answer = read(b"HTTP/1.1 200 OK\r\nContent-encoding: br\r\n\r\nabc").unwrap();
        assert_eq!(answer, Answer { status: 200, encoding: "br".into(), body: b"abc".to_vec() });
    }

    #[test]
    fn chunks_are_joined() {
        let answer =
            read(b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n");
        assert_eq!(answer.unwrap().body, b"abcde");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(tail: Vec<u8>) {
            let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            bytes.extend(&tail);
            let _ = read(&bytes);
            let _ = read(&tail);
        }
    }
}
