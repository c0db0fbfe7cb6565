//! PAIA core: what a patron sees and does.

use ::library::PatronId;
use ::library::scope::{Scope, Scopes};
use ::library::server::answer as told;
use ::library::wire::paia::{self, Documents, Fees, Notification, Notifications};
use axum::http::Method;
use axum::response::Response;
use sqlx::AnyConnection;

use super::auth::signed_in;
use super::documents;
use crate::library::account::{self, Account, Fee, Message};
use crate::library::catalogue::title::Title;
use crate::library::circulation::Circulation;
use crate::library::demo::house::money;
use crate::library::http::{Asked, good, refuse};
use crate::library::reply::{self, Problem, Reply};
use crate::library::route::Core;

/// One patron at the counter.
pub(super) struct Counter<'a> {
    pub asked: &'a Asked<'a>,
    pub circulation: &'a Circulation<'a>,
    pub account: Account,
}

/// Answers one of the methods.
pub async fn answer(
    asked: &Asked<'_>,
    circulation: &Circulation<'_>,
    patron: &PatronId,
    core: &Core,
) -> Response {
    let needed = core.scope(&asked.method);
    let mut granted = None;
    let answered = admitted(asked, circulation, patron, core, &mut granted).await;
    let mut response = match answered {
        Ok(reply) => good(reply),
        Err(problem) => refuse(asked, problem),
    };
    reply::say_paia(&mut response, granted, Some(needed));
    response
}

async fn admitted(
    asked: &Asked<'_>,
    circulation: &Circulation<'_>,
    patron: &PatronId,
    core: &Core,
    granted: &mut Option<Scopes>,
) -> Result<Reply, Problem> {
    let mut connection = asked.app.store.pool().acquire().await?;
    let session = signed_in(&mut connection, asked, circulation).await?;
    *granted = Some(session.scopes);
    let needed = core.scope(&asked.method);
    // Changing the address alone has scopes of its own, looked at there.
    let may = session.scopes.has(needed) || needed == Scope::UpdatePatron;
    if session.patron != *patron || !may {
        return Err(Problem::scope());
    }
    let account = account::by_id(&mut connection, circulation.city, patron).await?;
    let account = account.ok_or_else(Problem::not_found)?;
    let counter = Counter { asked, circulation, account };
    match core {
        Core::Patron if asked.method == Method::PATCH => {
            counter.update(&mut connection, session.scopes).await
        }
        Core::Patron => counter.patron(&mut connection).await,
        Core::Items => counter.items(&mut connection).await,
        Core::Fees => counter.fees(&mut connection).await,
        Core::Notifications => counter.notifications(&mut connection).await,
        Core::Notification(id) if asked.method == Method::DELETE => {
            let city = circulation.city;
            let known =
                account::delete_message(&mut connection, city, &counter.account.id, id).await?;
            if known { Ok(Reply::nothing()) } else { Err(Problem::not_found()) }
        }
        Core::Notification(id) => counter.notification(&mut connection, id).await,
        Core::Request | Core::Renew | Core::Cancel => {
            drop(connection);
            documents::answer(&counter, core).await
        }
    }
}

impl Counter<'_> {
    async fn patron(&self, connection: &mut AnyConnection) -> Result<Reply, Problem> {
        let Circulation { house, today, .. } = self.circulation;
        let member = self.circulation.member(connection, &self.account).await?;
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let patron = paia::Patron {
            email: said(&self.account.email),
            address: said(&self.account.address),
            kinds: ::library::wire::shapes::Many(vec![format!(
                "stadtkern:patron-type:{}",
                self.account.kind
            )]),
            note: None,
            ..told::patron(&member, &self.account.name, house, *today)
        };
        Ok(Reply::of(&patron))
    }

    /// Another e-mail or postal address. A name is changed at the desk, with a document.
    async fn update(
        &self,
        connection: &mut AnyConnection,
        scopes: Scopes,
    ) -> Result<Reply, Problem> {
        let body: serde_json::Value =
            serde_json::from_slice(&self.asked.body).map_err(|_| Problem::request())?;
        let fields = body.as_object().filter(|fields| !fields.is_empty());
        let fields = fields.ok_or_else(Problem::unprocessable)?;
        let (mut email, mut address) = (self.account.email.clone(), self.account.address.clone());
        for (field, value) in fields {
            let value = value.as_str().map(str::trim).filter(|value| value.len() <= 250);
            let value = value.ok_or_else(Problem::unprocessable)?;
            let scope = Core::field_scope(field).ok_or_else(Problem::unprocessable)?;
            if !scopes.has(Scope::UpdatePatron) && !scopes.has(scope) {
                return Err(Problem::scope());
            }
            match scope {
                Scope::UpdatePatronEmail if is_address(value) => value.clone_into(&mut email),
                Scope::UpdatePatronAddress if !value.is_empty() => value.clone_into(&mut address),
                Scope::UpdatePatronName => {
                    return Err(Problem { words: "library.error.name", ..Problem::scope() });
                }
                Scope::UpdatePatronEmail => {
                    return Err(Problem {
                        words: "library.error.email",
                        ..Problem::unprocessable()
                    });
                }
                _ => return Err(Problem::unprocessable()),
            }
        }
        sqlx::query(
            "UPDATE library_patron SET email = $3, address = $4 WHERE city = $1 AND id = $2",
        )
        .bind(self.circulation.city)
        .bind(self.account.id.expose())
        .bind(&email)
        .bind(&address)
        .execute(&mut *connection)
        .await?;
        let account = Account { email, address, ..self.account.clone() };
        Counter { account, ..*self }.patron(connection).await
    }

    async fn items(&self, connection: &mut AnyConnection) -> Result<Reply, Problem> {
        let Circulation { house, today, .. } = self.circulation;
        let member = self.circulation.member(connection, &self.account).await?;
        let editions = self.circulation.editions_of(connection, &self.account.id).await?;
        let mut doc: Vec<paia::Document> = editions
            .iter()
            .flat_map(|edition| told::documents(edition, &member, house, *today))
            .collect();
        // What is due first stands first.
        doc.sort_by(|one, other| {
            let key = |doc: &paia::Document| (doc.endtime.is_none(), doc.endtime.clone());
            key(one).cmp(&key(other))
        });
        Ok(Reply::of(&Documents { doc }))
    }

    async fn fees(&self, connection: &mut AnyConnection) -> Result<Reply, Problem> {
        let fees = account::fees(connection, self.circulation.city, &self.account.id).await?;
        let words = self.asked.words();
        let fee = |fee: &Fee| {
            let name = words.text(&format!("library.fee.{}", fee.kind), &[]);
            let title = self.circulation.catalogue.get(fee.title);
            paia::Fee {
                amount: Some(money(fee.cents).to_string()),
                date: Some(fee.day.to_string()),
                about: Some(title.map_or_else(|| name.clone(), Title::about)),
                item: None,
                edition: title.map(Title::uri),
                feetype: Some(name),
                feeid: Some(format!("stadtkern:fee:{}", fee.kind)),
                feetypeid: None,
            }
        };
        let sum: i64 = fees.iter().map(|fee| fee.cents).sum();
        let answer =
            Fees { amount: Some(money(sum).to_string()), fee: fees.iter().map(fee).collect() };
        Ok(Reply::of(&answer))
    }

    fn say(&self, message: &Message) -> Notification {
        let title = self.circulation.catalogue.get(message.title);
        let about = title.map(Title::about).unwrap_or_default();
        let key = format!("library.message.{}", message.kind);
        Notification {
            id: Some(format!("stadtkern:message/{}", message.id)),
            about: Some(
                self.asked.words().text(&key, &[("title", &about), ("name", &self.account.name)]),
            ),
            date: Some(message.day.to_string()),
            item: None,
            url: None,
        }
    }

    async fn notifications(&self, connection: &mut AnyConnection) -> Result<Reply, Problem> {
        let city = self.circulation.city;
        let messages = account::messages(connection, city, &self.account.id, None).await?;
        let notification = messages.iter().map(|message| self.say(message)).collect();
        Ok(Reply::of(&Notifications { notification }))
    }

    async fn notification(
        &self,
        connection: &mut AnyConnection,
        id: &str,
    ) -> Result<Reply, Problem> {
        let city = self.circulation.city;
        let found = account::messages(connection, city, &self.account.id, Some(id)).await?;
        let message = found.first().ok_or_else(Problem::not_found)?;
        Ok(Reply::of(&self.say(message)))
    }
}

/// Enough to tell a mail address from a slip; whether it works only a mail can say.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}
