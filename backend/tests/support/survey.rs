//! Surveys of a test city, and answers as the app sends them.

use std::path::Path;
use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use xforms::{Form, Moment, Session, Start};

use super::{Answer, Api};

/// A survey with everything: conditions, matrix, rank, places, photo.
pub const SURVEY: &str = include_str!("../../../crates/xforms/tests/forms/city-survey.xml");

/// One question.
pub const POLL: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Bank</h:title><model><itext>
<translation lang="Deutsch (de)" default="true()"><text id="q"><value>Wo soll die **Bank** stehen?</value></text><text id="a"><value>Markt</value></text><text id="b"><value>Park</value></text></translation>
<translation lang="English (en)"><text id="q"><value>Where shall the bench be?</value></text><text id="a"><value>Market</value></text><text id="b"><value>Park</value></text></translation>
</itext><instance><data id="bench" version="1"><where/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/where" type="string" required="true()"/><bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head>
<h:body><select1 ref="/data/where"><label ref="jr:itext('q')"/><item><label ref="jr:itext('a')"/><value>market</value></item><item><label ref="jr:itext('b')"/><value>park</value></item></select1></h:body></h:html>"#;

/// An item that is open for ever, with changes.
pub fn item(id: &str, kind: &str, version: &str, more: &Value) -> Value {
    let mut item = json!({
        "id": id, "kind": kind, "title": {"de": id}, "version": version,
        "phases": [{"id": "ask", "title": {"de": "Befragung"}, "from": "2020-01-01"}],
        "results": {"policy": "after-submit"}
    });
    for (name, value) in more.as_object().unwrap() {
        item[name] = value.clone();
    }
    item
}

/// Writes what the city asks into a package.
pub fn write(place: &Path, items: &[Value]) {
    let folder = place.join("cities/musterstadt/participation");
    std::fs::create_dir_all(&folder).unwrap();
    for item in items {
        let (Some(id), Some(version)) = (item["id"].as_str(), item["version"].as_str()) else {
            continue;
        };
        let forms = folder.join("forms").join(id);
        std::fs::create_dir_all(&forms).unwrap();
        let form = if item["kind"] == "poll" { POLL } else { SURVEY };
        std::fs::write(forms.join(format!("{version}.xml")), form).unwrap();
    }
    std::fs::write(folder.join("items.json"), json!({ "items": items }).to_string()).unwrap();
}

/// `uuid:…` with a number in it.
pub fn instance(number: u64) -> String {
    format!("uuid:00000000-0000-4000-8000-{number:012x}")
}

/// A vote in the poll.
pub fn vote(value: &str, instance: &str) -> String {
    format!(
        "<data id=\"bench\" version=\"1\"><where>{value}</where><meta><instanceID>{instance}</instanceID></meta></data>"
    )
}

/// An answer to the survey, made by the engine.
pub fn answer(values: &[(&str, &str)], instance: &str) -> String {
    let form = Arc::new(Form::read(SURVEY).unwrap());
    let now = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };
    let mut session =
        Session::start(form.clone(), Start { now, seed: 1, instance_id: instance.to_owned() });
    for (path, value) in values {
        session.set(form.question_at(path).unwrap(), value).unwrap();
    }
    session.finish(now).write(&form)
}

/// The body of a request: name, media type, content of each part.
pub fn multipart(parts: &[(&str, &str, &str)]) -> String {
    let part = |(name, kind, content): &(&str, &str, &str)| {
        format!(
            "--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n{content}\r\n"
        )
    };
    parts.iter().map(part).collect::<String>() + "--xx--\r\n"
}

impl Api {
    /// Sends an answer with more parts; as the app does, or with an error of the connection.
    pub async fn try_answer(
        &self,
        item: &str,
        version: &str,
        key: &str,
        parts: &[(&str, &str, &str)],
    ) -> Result<Answer, String> {
        let path = format!("/api/participation/v1/items/{item}/versions/{version}/responses");
        let headers =
            [("content-type", "multipart/form-data; boundary=xx"), ("idempotency-key", key)];
        self.send(Method::POST, &path, &headers, &multipart(parts)).await
    }

    /// Sends an answer without files.
    pub async fn answer(&self, item: &str, version: &str, key: &str, xml: &str) -> Answer {
        self.try_answer(item, version, key, &[("xml_submission_file", "text/xml", xml)])
            .await
            .unwrap()
    }

    /// The items.
    pub async fn items(&self) -> Value {
        self.get("/api/participation/v1/items").await.json()
    }
}
