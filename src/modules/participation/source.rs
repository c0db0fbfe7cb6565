//! Where survey and form come from: the network, else what this device has.
use crate::http;
use crate::i18n::format;
use crate::offline::{Store, store};
use crate::ui::Freshness;
use gloo_net::http::Request;
use participation::{Definition, Item, items};

const ITEMS: &str = "/api/participation/v1/items";
/// The file of the city's package with the drawing under map questions.
pub const MAP: &str = "participation/map.json";
const KEPT_ITEMS: &str = "participation/items";

/// Why there is nothing to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Neither the network nor this device has it.
    NotHere,
    /// The city has no such survey (any more).
    Unknown,
}

/// Under which key the form of a sum is kept.
pub fn form_key(sum: &str) -> String {
    ["participation/form/", sum].concat()
}

/// All that is asked, and how fresh that is.
pub async fn all() -> Result<(Vec<Item>, Freshness), Missing> {
    if let Ok(answer) = http::send(Request::get(ITEMS), None).await
        && answer.status == 200
        && let Ok(read) = items(&answer.body)
    {
        // A device that keeps nothing still fills in while there is a network.
        let text = String::from_utf8_lossy(&answer.body);
        let _ = store::put(Store::Package, KEPT_ITEMS, &text).await;
        return Ok((read.value, Freshness::Live(format::now())));
    }
    let (items, at) = kept().await.ok_or(Missing::NotHere)?;
    Ok((items, Freshness::Saved(at)))
}

/// All that was asked when this device heard it last, and when that was.
pub async fn kept() -> Option<(Vec<Item>, i64)> {
    let kept = store::get(Store::Package, KEPT_ITEMS).await.ok().flatten()?;
    Some((items(kept.text.as_bytes()).ok()?.value, kept.at))
}

/// A survey.
pub async fn item(id: &str) -> Result<Item, Missing> {
    all().await?.0.into_iter().find(|item| item.id == id).ok_or(Missing::Unknown)
}

/// The form of a survey. A version never changes: what is kept under its sum is as good as new.
pub async fn form(definition: &Definition) -> Result<String, Missing> {
    form_at(&definition.url, &definition.sha256).await
}

/// The form at an address, by its sum.
pub async fn form_at(url: &str, sum: &str) -> Result<String, Missing> {
    let key = form_key(sum);
    if let Ok(Some(kept)) = store::get(Store::Package, &key).await {
        return Ok(kept.text);
    }
    let answer = http::send(Request::get(url), None).await.map_err(|_| Missing::NotHere)?;
    if answer.status != 200 {
        return Err(Missing::NotHere);
    }
    let text = String::from_utf8(answer.body).map_err(|_| Missing::NotHere)?;
    let _ = store::put(Store::Package, &key, &text).await;
    Ok(text)
}
