//! PAIA passed on: listed methods, listed fields, listed scopes.

use ::library::PatronId;
use ::library::request::percent_encode;
use ::library::scope::{Scope, Scopes};
use ::library::server::{credentials, document_requests};
use ::library::wire::paia::Login;
use ::library::wire::shapes::Secret;
use ::library::write::to_text;
use axum::http::Method;
use axum::response::Response;

use super::{Outgoing, Upstream, outage, pass_on};
use crate::library::http::{Asked, refuse};
use crate::library::reply::Problem;
use crate::library::route::{Auth, Core};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

impl Upstream {
    /// PAIA auth. What was sent is read and written anew as the form the standard asks for: a field that we do not
    /// know goes nowhere.
    pub(super) async fn auth(&self, asked: &Asked<'_>, method: Auth) -> Response {
        let Ok(sent) = credentials(&asked.body) else { return refuse(asked, Problem::request()) };
        let text = |secret: &Option<Secret>| secret.as_ref().map(|s| s.expose().to_owned());
        let scope = (method == Auth::Login).then(|| self.wanted(sent.scope.as_deref()).to_string());
        let fields = [
            ("grant_type", sent.grant_type.clone().filter(|_| method == Auth::Login)),
            ("username", text(&sent.username)),
            ("password", text(&sent.password)),
            ("patron", text(&sent.patron)),
            ("scope", scope),
            ("old_password", text(&sent.old_password)),
            ("new_password", text(&sent.new_password)),
        ];
        let form: Vec<String> = fields
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", percent_encode(value.as_ref()?))))
            .collect();
        let outgoing = Outgoing {
            method: Method::POST,
            address: format!("{}/{}", self.system.paia_auth, method.path()),
            body: Some((FORM, form.join("&"))),
            with_token: method != Auth::Login,
        };
        match self.send(asked, outgoing).await {
            Ok(mut answer) => {
                // A token that may more than the city lists is told as one that may what is listed.
                if method == Auth::Login
                    && let Ok(read) = json::decode::<Login>(&answer.body)
                {
                    let granted = read.value.scope.as_deref().map(Scopes::parse);
                    let scope = granted.unwrap_or(self.system.scopes).and(self.system.scopes);
                    let login = Login { scope: Some(scope.to_string()), ..read.value };
                    answer.body = to_text(&login).into();
                }
                pass_on(answer)
            }
            Err(problem) => outage(asked, problem),
        }
    }

    /// The scopes to ask for: of those wanted the ones that the city lists.
    fn wanted(&self, wanted: Option<&str>) -> Scopes {
        let wanted = wanted.filter(|text| !text.trim().is_empty()).map(Scopes::parse);
        wanted.unwrap_or(self.system.scopes).and(self.system.scopes)
    }

    /// PAIA core.
    pub(super) async fn core(&self, asked: &Asked<'_>, patron: &PatronId, core: &Core) -> Response {
        let changes = *core == Core::Patron && asked.method == Method::PATCH;
        // Changing one field alone has a scope of its own, looked at below.
        if !changes && !self.system.scopes.has(core.scope(&asked.method)) {
            return refuse(asked, Problem::scope());
        }
        if asked.token().is_none() {
            return refuse(asked, Problem::token());
        }
        let body = match core {
            Core::Request | Core::Renew | Core::Cancel => match document_requests(&asked.body) {
                // Half of what was sent is not what was meant.
                Ok(read) if read.skipped == 0 => Some((JSON, to_text(&read.value))),
                _ => return refuse(asked, Problem::unprocessable()),
            },
            Core::Patron if changes => match self.fields(&asked.body) {
                Ok(fields) => Some((JSON, fields)),
                Err(problem) => return refuse(asked, problem),
            },
            _ => None,
        };
        // A head is an answer without its body, which the server that answers us takes care of.
        let method = if asked.method == Method::HEAD { Method::GET } else { asked.method.clone() };
        let outgoing = Outgoing {
            method,
            address: format!(
                "{}/{}{}",
                self.system.paia_core,
                percent_encode(patron.expose()),
                core.path()
            ),
            body,
            with_token: true,
        };
        match self.send(asked, outgoing).await {
            Ok(answer) => pass_on(answer),
            Err(problem) => outage(asked, problem),
        }
    }

    /// The fields of the patron that are to change, where the city lets people change each of them.
    fn fields(&self, body: &[u8]) -> Result<String, Problem> {
        let value: serde_json::Value =
            serde_json::from_slice(body).map_err(|_| Problem::request())?;
        let fields = value.as_object().filter(|fields| !fields.is_empty());
        for field in fields.ok_or_else(Problem::unprocessable)?.keys() {
            let scope = Core::field_scope(field).ok_or_else(Problem::unprocessable)?;
            if !self.system.scopes.has(Scope::UpdatePatron) && !self.system.scopes.has(scope) {
                return Err(Problem::scope());
            }
        }
        Ok(value.to_string())
    }
}
