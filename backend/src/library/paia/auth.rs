//! PAIA auth: sign in, sign out, change the password.

use ::library::scope::{Scope, Scopes};
use ::library::server::{credentials, request::Credentials};
use ::library::wire::paia::{Done, Login};
use ::library::wire::shapes::Secret;
use axum::response::Response;
use sqlx::AnyConnection;

use crate::library::account::{self, Account, password, session};
use crate::library::circulation::Circulation;
use crate::library::demo::Demo;
use crate::library::http::{Asked, good, refuse};
use crate::library::reply::{self, Problem, Reply};
use crate::library::route::Auth;

/// Characters of a new password.
const SHORTEST_PASSWORD: usize = 8;
/// No password is longer; hashing it costs.
const LONGEST_PASSWORD: usize = 200;

/// Answers one of the methods.
pub async fn answer(
    asked: &Asked<'_>,
    demo: &Demo,
    circulation: &Circulation<'_>,
    method: Auth,
) -> Response {
    let answered = match credentials(&asked.body) {
        Err(_) => Err(Problem::request()),
        Ok(sent) => match method {
            Auth::Login => login(asked, demo, circulation, &sent).await,
            Auth::Logout => logout(asked, circulation, &sent).await,
            Auth::Change => change(asked, demo, circulation, &sent).await,
            // Nobody reads the demo's mail; a real library does this at the desk.
            Auth::Reset => Err(Problem::new(
                ::library::failure::Code::NotImplemented,
                "library.error.notImplemented",
            )),
        },
    };
    match answered {
        Ok((reply, granted)) => {
            let mut response = good(reply);
            reply::say_paia(&mut response, granted, None);
            response
        }
        Err(problem) => refuse(asked, problem),
    }
}

type Answered = Result<(Reply, Option<Scopes>), Problem>;

fn said(field: Option<&Secret>) -> Option<&str> {
    field.map(Secret::expose).filter(|text| !text.is_empty() && text.len() <= LONGEST_PASSWORD)
}

async fn login(
    asked: &Asked<'_>,
    demo: &Demo,
    circulation: &Circulation<'_>,
    sent: &Credentials,
) -> Answered {
    // Both mean the same here: a person with a card.
    if !matches!(sent.grant_type.as_deref(), Some("password" | "client_credentials")) {
        return Err(Problem::request());
    }
    let (Some(card), Some(given)) = (said(sent.username.as_ref()), said(sent.password.as_ref()))
    else {
        return Err(Problem::request());
    };
    let card = card.trim();
    let mut connection = asked.app.store.pool().acquire().await?;
    let account = check(&mut connection, asked, demo, circulation, card, given).await?;
    if said(sent.patron.as_ref()).is_some_and(|patron| patron != account.id.expose()) {
        return Err(Problem::credentials());
    }
    let member = circulation.member(&mut connection, &account).await?;
    let wanted = sent.scope.as_deref().filter(|scope| !scope.trim().is_empty());
    let scopes = circulation.house.scopes(&member, wanted, circulation.today);
    if scopes == Scopes::default() {
        return Err(Problem::scope());
    }
    let token =
        session::begin(&mut connection, circulation.city, &account.id, scopes, asked.now).await?;
    let answer = Login {
        patron: account.id.expose().to_owned(),
        access_token: Secret::new(token),
        token_type: Some("Bearer".to_owned()),
        scope: Some(scopes.to_string()),
        expires_in: Some(session::LIFETIME),
    };
    Ok((Reply::of(&answer), Some(scopes)))
}

/// The account with this card, if the password is right.
async fn check(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    demo: &Demo,
    circulation: &Circulation<'_>,
    card: &str,
    given: &str,
) -> Result<Account, Problem> {
    demo.attempts.begin(card, asked.now).map_err(Problem::too_many)?;
    let found = account::by_card(connection, circulation.city, card).await?;
    let kept = found.as_ref().map(|account| account.password.clone());
    let given = given.to_owned();
    let right =
        tokio::task::spawn_blocking(move || password::is_right(kept.as_deref(), &given)).await;
    match (found, right) {
        (Some(account), Ok(true)) => {
            demo.attempts.succeed(card);
            Ok(account)
        }
        _ => Err(Problem::credentials()),
    }
}

async fn logout(asked: &Asked<'_>, circulation: &Circulation<'_>, sent: &Credentials) -> Answered {
    let mut connection = asked.app.store.pool().acquire().await?;
    let session = signed_in(&mut connection, asked, circulation).await?;
    if said(sent.patron.as_ref()).is_some_and(|patron| patron != session.patron.expose()) {
        return Err(Problem::scope());
    }
    session::end(&mut connection, &session).await?;
    let done = Done { patron: Some(session.patron.expose().to_owned()), message: None };
    Ok((Reply::of(&done), None))
}

/// Who a request's token belongs to.
pub(in crate::library) async fn signed_in(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    circulation: &Circulation<'_>,
) -> Result<session::Session, Problem> {
    let token = asked.token().ok_or_else(Problem::token)?;
    let found = session::find(connection, circulation.city, token.expose(), asked.now).await?;
    found.ok_or_else(Problem::token)
}

async fn change(
    asked: &Asked<'_>,
    demo: &Demo,
    circulation: &Circulation<'_>,
    sent: &Credentials,
) -> Answered {
    let mut connection = asked.app.store.pool().acquire().await?;
    let session = signed_in(&mut connection, asked, circulation).await?;
    if !session.scopes.has(Scope::ChangePassword) {
        return Err(Problem::scope());
    }
    let (Some(patron), Some(card), Some(old), Some(new)) = (
        said(sent.patron.as_ref()),
        said(sent.username.as_ref()),
        said(sent.old_password.as_ref()),
        said(sent.new_password.as_ref()),
    ) else {
        return Err(Problem::request());
    };
    if patron != session.patron.expose() {
        return Err(Problem::scope());
    }
    let account = check(&mut connection, asked, demo, circulation, card.trim(), old).await?;
    if account.id != session.patron {
        return Err(Problem::credentials());
    }
    if new.chars().count() < SHORTEST_PASSWORD {
        return Err(Problem { words: "library.error.password", ..Problem::unprocessable() });
    }
    let new = new.to_owned();
    let kept = tokio::task::spawn_blocking(move || password::keep(&new)).await;
    let Ok(Ok(kept)) = kept else { return Err(Problem::unavailable()) };
    sqlx::query("UPDATE library_patron SET password = $3 WHERE city = $1 AND id = $2")
        .bind(circulation.city)
        .bind(account.id.expose())
        .bind(kept)
        .execute(&mut *connection)
        .await?;
    session::end_others(&mut connection, circulation.city, &session).await?;
    let done = Done { patron: Some(account.id.expose().to_owned()), message: None };
    Ok((Reply::of(&done), Some(session.scopes)))
}
