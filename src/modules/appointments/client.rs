//! The twelve routes, one function each. They say what came, decoded, and never more.
use crate::boot;
use crate::http::{self, Answer};
use gloo_net::http::{Request, RequestBuilder};
use zms::AppointmentKey;
use zms::appointment::Appointment;
use zms::calendar::Calendar;
use zms::catalogue::Catalogue;
use zms::error::{ErrorCode, Failure};
use zms::request::{CalendarQuery, Reserve, Update, captcha_verify_body};
use zms::wire::{self, Read};

const BASE: &str = "/api/appointments/";
/// The loader asks for this one before the app runs (`FIRST_QUESTIONS` in `public/boot.js`).
const CATALOGUE: &str = "/api/appointments/offices-and-services/";

fn check<T: Read>(answer: &Answer) -> Result<wire::Decoded<T>, Failure> {
    Failure::check(answer.status, answer.retry_after.as_deref(), &answer.body)
}

fn appointment_in(answer: &Answer) -> Result<Appointment, Failure> {
    let unreadable = Failure::NotReadable { status: answer.status };
    Appointment::from_wire(check::<wire::Process>(answer)?.value).map_err(|_| unreadable)
}

async fn send(request: RequestBuilder, body: Option<String>) -> Result<Answer, Failure> {
    let body = body.as_deref().map(|text| ("application/json", text));
    http::send(request, body).await.map_err(|_| Failure::NoAnswer)
}

async fn get(route: &str, query: &str) -> Result<Answer, Failure> {
    let mark = if query.is_empty() { "/" } else { "/?" };
    send(Request::get(&[BASE, route, mark, query].concat()), None).await
}

async fn post(route: &str, body: String) -> Result<Answer, Failure> {
    send(Request::post(&[BASE, route, "/"].concat()), Some(body)).await
}

/// `GET /offices-and-services/`: the catalogue, and its text to keep.
pub async fn catalogue() -> Result<(Catalogue, String), Failure> {
    let answer = match boot::take(CATALOGUE).await {
        Some(early) if early.status != 0 => Answer {
            status: early.status,
            retry_after: early.retry_after,
            body: early.text.into_bytes(),
        },
        _ => send(Request::get(CATALOGUE), None).await?,
    };
    let catalogue = Catalogue::from_wire(check(&answer)?);
    Ok((catalogue, String::from_utf8_lossy(&answer.body).into_owned()))
}

/// `GET /available-calendar/`.
pub async fn calendar(query: &CalendarQuery) -> Result<Calendar, Failure> {
    Calendar::from_wire(check(&get("available-calendar", &query.to_query()).await?)?)
}

/// `POST /reserve-appointment/`.
pub async fn reserve(request: &Reserve) -> Result<Appointment, Failure> {
    appointment_in(&post("reserve-appointment", request.body()).await?)
}

/// `POST /update-appointment/`.
pub async fn update(request: &Update) -> Result<Appointment, Failure> {
    appointment_in(&post("update-appointment", request.body()).await?)
}

/// `POST /preconfirm-appointment/`: the mail goes out.
pub async fn preconfirm(key: &AppointmentKey) -> Result<Appointment, Failure> {
    appointment_in(&post("preconfirm-appointment", key.body()).await?)
}

/// `POST /confirm-appointment/`.
pub async fn confirm(key: &AppointmentKey) -> Result<Appointment, Failure> {
    appointment_in(&post("confirm-appointment", key.body()).await?)
}

/// `POST /cancel-appointment/`.
pub async fn cancel(key: &AppointmentKey) -> Result<Appointment, Failure> {
    appointment_in(&post("cancel-appointment", key.body()).await?)
}

/// `GET /appointment/`.
pub async fn appointment(key: &AppointmentKey) -> Result<Appointment, Failure> {
    appointment_in(&get("appointment", &key.to_query()).await?)
}

/// `GET /captcha-challenge/`: the challenge as it came.
pub async fn captcha_challenge() -> Result<Vec<u8>, Failure> {
    let answer = get("captcha-challenge", "").await?;
    if answer.status == 200 {
        Ok(answer.body)
    } else {
        Err(Failure::from_response(answer.status, answer.retry_after.as_deref(), &answer.body))
    }
}

/// `POST /captcha-verify/`: the token for a solution. A refusal comes with HTTP 200.
pub async fn captcha_verify(payload: &str) -> Result<wire::CaptchaToken, Failure> {
    let answer = post("captcha-verify", captcha_verify_body(payload)).await?;
    check::<wire::CaptchaAnswer>(&answer)?
        .value
        .accepted()
        .ok_or_else(|| Failure::Refused(vec![ErrorCode::CaptchaVerificationFailed.into()]))
}
