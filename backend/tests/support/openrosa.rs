//! A real HTTP server that takes answers as ODK Central or `KoboToolbox` do, and fails as the test wants.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plays {
    Central,
    Kobo,
}

/// What it does with the next requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Works,
    /// The form takes nothing any more.
    Closed,
    /// Nothing is stored, and this status comes back, with an answer of its own kind.
    Says(u16),
    /// Nothing is stored, and a page with this status comes back.
    Page(u16),
    /// Stored, and the connection breaks before the answer.
    StoresAndBreaks,
    /// Stored, and the answer takes too long.
    StoresAndSleeps(Duration),
    /// It goes somewhere else.
    Moved,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub query: Option<String>,
    pub headers: HeaderMap,
}

/// What is stored of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub xml: Vec<u8>,
    pub files: BTreeMap<String, Vec<u8>>,
    /// How often it was created: never more than once.
    pub created: usize,
}

#[derive(Clone)]
pub struct OpenRosa {
    pub address: String,
    plays: Plays,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    stored: Arc<Mutex<BTreeMap<String, Stored>>>,
    /// Requests that are being worked on at this moment, by instance, and the most there ever were.
    at_once: Arc<Mutex<(BTreeMap<String, usize>, usize)>>,
}

impl OpenRosa {
    pub async fn start(plays: Plays) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap().to_string(),
            plays,
            mood: Arc::new(Mutex::new(Mood::Works)),
            asked: Arc::default(),
            stored: Arc::default(),
            at_once: Arc::default(),
        };
        let router = Router::new().fallback(take).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    pub fn now(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn stored(&self) -> BTreeMap<String, Stored> {
        self.stored.lock().unwrap().clone()
    }

    /// The most requests for one instance at the same time.
    pub fn most_at_once(&self) -> usize {
        self.at_once.lock().unwrap().1
    }

    fn say(&self, status: u16, sentence: &str) -> Response {
        let text = match self.plays {
            Plays::Central => format!(
                "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\" items=\"0\"><message nature=\"error\">{sentence}</message></OpenRosaResponse>"
            ),
            Plays::Kobo => format!(
                "<?xml version='1.0' encoding='UTF-8' ?><OpenRosaResponse xmlns='http://openrosa.org/http/response'><message nature=''>{sentence}</message></OpenRosaResponse>"
            ),
        };
        let kind = [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::RETRY_AFTER, "9")];
        (StatusCode::from_u16(status).unwrap(), kind, text).into_response()
    }

    /// Compares and stores, byte for byte, as both do.
    fn store(&self, xml: Vec<u8>, files: BTreeMap<String, Vec<u8>>) -> Response {
        let text = String::from_utf8(xml.clone()).unwrap();
        let Some(id) = text.split("instanceID>").nth(1).and_then(|rest| rest.split('<').next())
        else {
            return self.say(400, "Required parameter instanceID missing.");
        };
        let mut stored = self.stored.lock().unwrap();
        match stored.get_mut(id) {
            None => {
                stored.insert(id.to_owned(), Stored { xml, files, created: 1 });
                self.say(201, "full submission upload was successful!")
            }
            Some(known) if known.xml == xml => {
                known.files.extend(files);
                match self.plays {
                    Plays::Central => self.say(201, "full submission upload was successful!"),
                    Plays::Kobo => self.say(202, "Duplicate submission"),
                }
            }
            Some(_) => self.say(
                409,
                match self.plays {
                    Plays::Central => {
                        "A submission already exists with this ID, but with different XML. Resubmissions to attach additional multimedia must resubmit an identical xml_submission_file."
                    }
                    Plays::Kobo => "Duplicate submission with the same UUID",
                },
            ),
        }
    }
}

async fn take(State(server): State<OpenRosa>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    server.asked.lock().unwrap().push(Asked {
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers.clone(),
    });
    let mood = *server.mood.lock().unwrap();
    if parts.headers.get("x-openrosa-version").is_none_or(|version| version != "1.0") {
        return server.say(400, "An expected header field (X-OpenRosa-Version) did not match.");
    }
    let kind = parts.headers[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let (mut xml, mut files) = (None, BTreeMap::new());
    let boundary = multer::parse_boundary(kind).unwrap();
    let mut parts = multer::Multipart::new(body.into_data_stream(), boundary);
    while let Some(field) = parts.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        assert!(field.file_name().is_some(), "both take only parts with a file name as files");
        let bytes = field.bytes().await.unwrap().to_vec();
        if name == "xml_submission_file" {
            xml = Some(bytes);
        } else {
            files.insert(name, bytes);
        }
    }
    let Some(xml) = xml else { return server.say(400, "Required multipart POST field missing.") };
    let text = String::from_utf8_lossy(&xml).into_owned();
    let _one = AtWork::begin(&server, text);
    answer(&server, mood, xml, files).await
}

/// A request that is worked on, also one whose sender goes away in the middle.
struct AtWork {
    server: OpenRosa,
    text: String,
}

impl AtWork {
    fn begin(server: &OpenRosa, text: String) -> Self {
        let mut at_once = server.at_once.lock().unwrap();
        let now = at_once.0.entry(text.clone()).or_default();
        *now += 1;
        let now = *now;
        at_once.1 = at_once.1.max(now);
        Self { server: server.clone(), text }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        *self.server.at_once.lock().unwrap().0.get_mut(&self.text).unwrap() -= 1;
    }
}

async fn answer(
    server: &OpenRosa,
    mood: Mood,
    xml: Vec<u8>,
    files: BTreeMap<String, Vec<u8>>,
) -> Response {
    match mood {
        Mood::Works => server.store(xml, files),
        Mood::Closed => match server.plays {
            Plays::Central => server.say(409, "This form is not currently accepting submissions. Please talk to your program staff if this is unexpected."),
            Plays::Kobo => server.say(405, "Form is not active"),
        },
        Mood::Says(404) if server.plays == Plays::Central => {
            server.say(404, "The form version specified in this submission '1' does not exist.")
        }
        Mood::Says(status) => server.say(status, "no"),
        Mood::Page(status) => {
            let kind = [(header::CONTENT_TYPE, "text/html")];
            (StatusCode::from_u16(status).unwrap(), kind, "<html>Please sign in</html>").into_response()
        }
        Mood::StoresAndBreaks => {
            server.store(xml, files);
            let broken = futures_util::stream::once(async {
                Err::<Bytes, std::io::Error>(std::io::Error::other("gone"))
            });
            let mut response = Response::new(Body::from_stream(broken));
            *response.status_mut() = StatusCode::CREATED;
            response
        }
        Mood::StoresAndSleeps(time) => {
            let response = server.store(xml, files);
            tokio::time::sleep(time).await;
            response
        }
        Mood::Moved => {
            let to = [(header::LOCATION, format!("http://{}/elsewhere", server.address))];
            (StatusCode::FOUND, to).into_response()
        }
    }
}
