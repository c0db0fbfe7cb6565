//! The routes of the library, one function each. They say what came, decoded, and never more.
use crate::http::{self, Answer};
use gloo_net::http::{Request, RequestBuilder};
use library::Uri;
use library::availability::{Holdings, holdings};
use library::branch::{Branch, branches};
use library::catalogue::{Found, Record};
use library::document::Document;
use library::door::{self, Permission};
use library::failure::{Code, Failure};
use library::occupancy::{self, Occupancy};
use library::outcome::Action;
use library::patron::{Fees, Notification, Patron};
use library::request::{self, Call, Cover, CoverSize, Method, Paia, Search, Wanted};
use library::scope::{Scopes, Session};
use library::settings::Settings;
use library::wire;
use library::wire::shapes::Secret;

const CATALOGUE: &str = "/api/library/catalogue";
const AVAILABILITY: &str = "/api/library/daia";
const BRANCHES: &str = "/api/library/branches";
const DOOR: &str = "/api/library/door";
const OCCUPANCY: &str = "/api/library/occupancy";
const COVERS: &str = "/api/library/covers/show";
const CORE: &str = "/api/library/paia/core";
const AUTH: &str = "/api/library/paia/auth";

fn check<T: json::Read>(answer: &Answer) -> Result<T, Failure> {
    Failure::check(answer.status, answer.retry_after.as_deref(), &answer.body)
        .map(|decoded| decoded.value)
}

async fn send(call: &Call) -> Result<Answer, Failure> {
    let request: RequestBuilder = match call.method {
        Method::Get => Request::get(&call.url),
        Method::Post => Request::post(&call.url),
        Method::Patch => Request::patch(&call.url),
        Method::Delete => Request::delete(&call.url),
    };
    let request = match &call.token {
        Some(token) => request.header("Authorization", &["Bearer ", token.expose()].concat()),
        None => request,
    };
    http::send(request, call.body.content()).await.map_err(|_| Failure::NoAnswer)
}

const fn get(url: String, token: Option<Secret>) -> Call {
    Call { method: Method::Get, url, body: request::Body::None, token }
}

/// A search in the catalogue.
pub async fn search(search: &Search) -> Result<Found, Failure> {
    let answer = send(&request::search(CATALOGUE, search)).await?;
    check::<wire::vufind::Answer>(&answer).map(Found::from_wire)
}

/// One record; `None` if the catalogue does not know it.
pub async fn record(id: &str, language: &str) -> Result<Option<Record>, Failure> {
    let answer = send(&request::record(CATALOGUE, &[id], &[], language)).await?;
    let found = match check::<wire::vufind::Answer>(&answer) {
        Ok(found) => Found::from_wire(found),
        // How VuFind says that there is no such record.
        Err(Failure::Refused { code: Code::InvalidRequest | Code::NotFound, .. }) => {
            return Ok(None);
        }
        Err(failure) => return Err(failure),
    };
    Ok(found.records.into_iter().find(|record| record.id == id))
}

/// Which copies there are of some records, and how they are.
pub async fn availability(ids: &[&str]) -> Result<Vec<Holdings>, Failure> {
    let answer = send(&request::availability(AVAILABILITY, ids, None)).await?;
    check::<wire::daia::Availabilities>(&answer).map(holdings)
}

/// The branches with their hours, and their text to keep.
pub async fn all_branches() -> Result<(Vec<Branch>, String), Failure> {
    let answer = send(&get(BRANCHES.to_owned(), None)).await?;
    let all = check::<wire::branches::Branches>(&answer).map(branches)?;
    Ok((all, String::from_utf8_lossy(&answer.body).into_owned()))
}

/// How full the branches are that somebody counts.
pub async fn occupancies() -> Result<Vec<Occupancy>, Failure> {
    let answer = send(&get(OCCUPANCY.to_owned(), None)).await?;
    check::<wire::occupancy::Occupancies>(&answer).map(occupancy::occupancies)
}

/// What the door of a branch will say to this person.
pub async fn door(session: &Session, branch: &str) -> Result<Permission, Failure> {
    let url = [DOOR, "?branch=", &request::percent_encode(branch)].concat();
    let answer = send(&get(url, Some(session.token.clone()))).await?;
    door::permission(answer.status, answer.retry_after.as_deref(), &answer.body)
}

/// The branches out of a text that was kept.
pub fn kept_branches(text: &str) -> Option<Vec<Branch>> {
    Failure::check::<wire::branches::Branches>(200, None, text.as_bytes())
        .ok()
        .map(|decoded| branches(decoded.value))
}

/// What the city says of its library; it comes with the city's package.
pub async fn settings() -> Option<Settings> {
    let address = crate::city::file("library/settings.json");
    let answer = Request::get(&address).send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    library::settings::settings(&answer.text().await.ok()?)
}

/// The address of a record's cover.
pub fn cover(record: &Record, size: CoverSize) -> String {
    Cover { record: record.id.clone(), isbn: record.isbn.clone(), size }.url(COVERS)
}

fn paia() -> Paia {
    Paia::new(CORE, AUTH)
}

/// Signing in.
pub async fn login(number: &str, password: &Secret) -> Result<wire::paia::Login, Failure> {
    let answer = send(&paia().login(number, password, Scopes::wanted())).await?;
    check::<wire::paia::Login>(&answer).map_err(Failure::at_sign_in)
}

/// Signing out.
pub async fn logout(session: &Session) -> Result<(), Failure> {
    let answer = send(&paia().logout(session)).await?;
    Failure::check_done(answer.status, answer.retry_after.as_deref(), &answer.body)
}

/// The patron.
pub async fn patron(session: &Session) -> Result<Patron, Failure> {
    let answer = send(&paia().patron(session)).await?;
    check::<wire::paia::Patron>(&answer).map(Patron::from_wire)
}

/// Loans, reservations, orders.
pub async fn items(session: &Session) -> Result<Vec<Document>, Failure> {
    let answer = send(&paia().items(session)).await?;
    check::<wire::paia::Documents>(&answer).map(Document::all)
}

/// Fees.
pub async fn fees(session: &Session) -> Result<Fees, Failure> {
    let answer = send(&paia().fees(session)).await?;
    check::<wire::paia::Fees>(&answer).map(Fees::from_wire)
}

/// Messages.
pub async fn notifications(session: &Session) -> Result<Vec<Notification>, Failure> {
    let answer = send(&paia().notifications(session)).await?;
    let all = check::<wire::paia::Notifications>(&answer)?;
    Ok(all.notification.into_iter().filter_map(Notification::from_wire).collect())
}

/// Removes a message.
pub async fn delete_notification(session: &Session, id: &Uri) -> Result<(), Failure> {
    let answer = send(&paia().delete_notification(session, id)).await?;
    Failure::check_done(answer.status, answer.retry_after.as_deref(), &answer.body)
}

/// Another password, for the card with this number.
pub async fn change_password(
    session: &Session,
    number: &str,
    old: &Secret,
    new: &Secret,
) -> Result<(), Failure> {
    let answer = send(&paia().change_password(session, number, old, new)).await?;
    Failure::check_done(answer.status, answer.retry_after.as_deref(), &answer.body)
}

/// Another e-mail address.
pub async fn change_email(session: &Session, email: &str) -> Result<(), Failure> {
    let answer = send(&paia().change_email(session, email)).await?;
    Failure::check_done(answer.status, answer.retry_after.as_deref(), &answer.body)
}

/// Renews, reserves or cancels; the documents as they are afterwards.
pub async fn documents(
    session: &Session,
    action: Action,
    wanted: &[Wanted],
) -> Result<Vec<Document>, Failure> {
    let call = match action {
        Action::Renew => paia().renew(session, wanted),
        Action::Request => paia().request(session, wanted),
        Action::Cancel => paia().cancel(session, wanted),
    };
    check::<wire::paia::Documents>(&send(&call).await?).map(Document::all)
}
