//! A small real HTTP server that plays somebody else's: for each path it answers what the test wants now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What it does when it is asked.
#[derive(Clone)]
pub enum Reply {
    /// Status, more header lines, body.
    Say(u16, &'static str, Vec<u8>),
    /// Closes the connection without a word.
    Reset,
    /// Begins an answer and goes away.
    Half,
    /// Keeps the connection and says nothing.
    Silence,
    /// The answer inside, later.
    Slow(Duration, Box<Self>),
}

impl Reply {
    pub fn json(body: &serde_json::Value) -> Self {
        Self::Say(200, "content-type: application/json\r\n", body.to_string().into_bytes())
    }
    pub fn html() -> Self {
        Self::Say(200, "content-type: text/html\r\n", b"<html>Please sign in</html>".to_vec())
    }
    pub fn bytes(body: &[u8]) -> Self {
        Self::Say(200, "", body.to_vec())
    }
    pub fn status(status: u16) -> Self {
        Self::Say(status, "", Vec::new())
    }
}

/// A running one.
pub struct Upstream {
    pub address: String,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    /// It knows nothing yet: every path is 404.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let replies: Arc<Mutex<HashMap<String, Reply>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (now, log) = (replies.clone(), asked.clone());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(stream, now.clone(), log.clone()));
            }
        });
        Self { address, replies, asked }
    }

    /// What it answers from now on to a path, whatever stands behind its `?`.
    pub fn on(&self, path: &str, reply: Reply) {
        self.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// The requests so far, whole: the first line and the headers in small letters.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The requests for a path.
    pub fn asked_for(&self, path: &str) -> usize {
        let is_it = |asked: &&String| asked.split([' ', '?']).nth(1) == Some(path);
        self.asked().iter().filter(is_it).count()
    }
}

async fn answer(
    mut stream: TcpStream,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut head = Vec::new();
    let mut buffer = [0; 8192];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(length) if length > 0 => head.extend_from_slice(&buffer[..length]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let (first, rest) = head.split_once("\r\n").unwrap();
    log.lock().unwrap().push(format!("{first}\r\n{}", rest.to_lowercase()));
    let path = first.split([' ', '?']).nth(1).unwrap_or_default();
    let mut reply = replies.lock().unwrap().get(path).cloned().unwrap_or(Reply::status(404));
    while let Reply::Slow(wait, then) = reply {
        tokio::time::sleep(wait).await;
        reply = *then;
    }
    match reply {
        Reply::Say(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} x\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body).await;
        }
        Reply::Half => {
            let _ =
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"stop").await;
        }
        Reply::Reset => stream.set_zero_linger().unwrap(),
        Reply::Silence => tokio::time::sleep(Duration::from_mins(1)).await,
        Reply::Slow(..) => {}
    }
}
