//! The fields for a picture and for any other file.
use super::questions::Field;
use super::shrink;
use super::state::Filling;
use crate::i18n::{format, text};
use crate::offline::browser;
use crate::task;
use crate::ui::{Button, Icon, IconName, IntoPart, Look, Part, announce, bytes_address, dynamic};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use xforms::{Asks, QuestionId};

/// The largest file where the city says nothing, in bytes.
pub const MOST: u64 = 8_000_000;

/// A picture or file that belongs to a question.
pub fn field(filling: Filling, question: QuestionId, asks: &Asks, field: &Field) -> Part {
    let Field { id, described, invalid, locked } = field.clone();
    let (most_pixels, accept) = match asks {
        Asks::Photo { max_pixels } => (Some(*max_pixels), "image/*".to_owned()),
        Asks::File { accept } => (None, accept.clone()),
        _ => return ().part(),
    };
    let busy = RwSignal::new(false);
    let wrong: RwSignal<Option<&'static str>> = RwSignal::new(None);
    let name =
        Memo::new(move |_| filling.session.with(|session| session.field(question).to_owned()));
    let chosen = move |event: leptos::ev::Event| {
        let Some(file) = first(&event) else { return };
        wrong.set(None);
        busy.set(true);
        task::begin(async move {
            let made = match most_pixels {
                Some(most) => shrink::small(&file, most)
                    .await
                    .map(|bytes| (bytes, "jpg".to_owned()))
                    .map_err(shrink::NoPicture::key),
                None => any(&file, filling.most_bytes()).await,
            };
            // The person may have left the page meanwhile.
            let _ = busy.try_set(false);
            match made {
                Ok((bytes, ending)) => {
                    filling.attach(question, bytes, &ending);
                    announce(&text("participation.photo.there", &[]));
                }
                Err(key) => {
                    let _ = wrong.try_set(Some(key));
                }
            }
        });
    };
    let remove = Callback::new(move |()| filling.detach(question));
    let there = move || {
        let name = name.get();
        (!name.is_empty()).then(|| {
            view! {
                <div class="row">
                    {most_pixels.map(|_| preview(filling, &name))}
                    {most_pixels.is_none().then(|| view! { <bdi>{name.clone()}</bdi> })}
                    <Button look=Look::Tertiary label=Signal::derive(crate::i18n::t("participation.photo.remove")) on_press=remove/>
                </div>
            }
        })
    };
    let hint = if most_pixels.is_some() {
        "participation.photo.hint"
    } else {
        "participation.photo.file-hint"
    };
    #[allow(clippy::cast_precision_loss, reason = "megabytes")]
    let hint = text(hint, &[("size", &format::size(filling.most_bytes() as f64))]);
    view! {
        <p class="kern-hint">{hint}</p>
        <input class="kern-form-input__input" type="file" id=id accept=accept prop:disabled=locked
            aria-describedby=described aria-invalid=invalid on:change=chosen/>
        <p class="muted" role="status">{dynamic(move || busy.get().then(|| text("participation.photo.busy", &[])))}</p>
        {dynamic(move || wrong.get().map(|key| view! {
            <p class="kern-error" role="alert"><Icon name=IconName::Danger/><span>{text(key, &[])}</span></p>
        }))}
        {dynamic(there)}
    }
    .part()
}

/// The first of the files that were chosen.
fn first(event: &leptos::ev::Event) -> Option<JsValue> {
    let target = JsValue::from(event.target()?);
    let files = browser::get(&target, "files");
    let file = browser::get(&files, "0");
    (!file.is_undefined()).then_some(file)
}

/// A file as it is, if it is not too large. Its name stays here: it may say who somebody is.
#[allow(clippy::cast_precision_loss, reason = "megabytes")]
async fn any(file: &JsValue, most: u64) -> Result<(Vec<u8>, String), &'static str> {
    if browser::get(file, "size").as_f64().unwrap_or(0.0) > most as f64 {
        return Err("participation.photo.file-too-large");
    }
    let name = browser::get(file, "name").as_string().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let plain =
        (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let bytes = shrink::bytes(file).await.map_err(|_| "participation.photo.unreadable")?;
    Ok((bytes, if plain { ending } else { "bin".to_owned() }))
}

/// The picture as it will be sent.
fn preview(filling: Filling, name: &str) -> Part {
    let address: RwSignal<Option<String>> = RwSignal::new(None);
    let name = name.to_owned();
    task::begin(async move {
        let Some(bytes) = filling.file(&name).await else { return };
        let made = bytes_address(&bytes, "image/jpeg");
        if let Some(late) = address.try_set(Some(made))
            && let Some(made) = late
        {
            let _ = web_sys::Url::revoke_object_url(&made);
        }
    });
    on_cleanup(move || {
        if let Some(Some(made)) = address.try_get_untracked() {
            let _ = web_sys::Url::revoke_object_url(&made);
        }
    });
    dynamic(move || {
        address.get().map(|made| {
            view! { <img class="preview" src=made alt=text("participation.photo.preview", &[])/> }
        })
    })
    .part()
}
