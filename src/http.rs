//! One request to the city's server and its answer as it came; what it means is the module's to say.
use crate::i18n::language;
use gloo_net::http::RequestBuilder;

/// An answer as it came.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` as it came.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Nothing answered, or the connection broke while the answer came.
pub struct NoAnswer;

impl From<gloo_net::Error> for NoAnswer {
    fn from(_: gloo_net::Error) -> Self {
        Self
    }
}

/// Sends a request in the person's language; `body` is its content type and text.
///
/// # Errors
/// [`NoAnswer`].
pub async fn send(request: RequestBuilder, body: Option<(&str, &str)>) -> Result<Answer, NoAnswer> {
    let request = request.header("Accept-Language", language().tag());
    let built = match body {
        Some((kind, text)) => request.header("Content-Type", kind).body(text)?,
        None => request.build()?,
    };
    let answer = built.send().await?;
    let (status, retry_after) = (answer.status(), answer.headers().get("retry-after"));
    Ok(Answer { status, retry_after, body: answer.binary().await? })
}
