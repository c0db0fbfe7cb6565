//! Pictures beside texts, from the media of the form. One that cannot be had leaves nothing behind.
use super::state::Filling;
use crate::ui::{IntoPart, Part, when};
use leptos::prelude::*;
use xforms::{Wording, markdown};

/// What a text says without its marks; where there is only a picture, the name of that.
pub fn name(wording: &Wording) -> String {
    let words = markdown::plain(&wording.text);
    if !words.trim().is_empty() {
        return words;
    }
    let image = wording.image.as_deref().unwrap_or_default();
    let stem = image.rsplit_once('.').map_or(image, |(stem, _)| stem);
    stem.replace(['_', '-'], " ")
}

/// A picture. The words beside it say what it is about.
pub fn picture(filling: Filling, image: &str) -> Part {
    let form = filling.head.with_untracked(|head| head.form.clone());
    let Some(folder) = folder(&form) else { return ().part() };
    let name: String = js_sys::encode_uri_component(image).into();
    let address = [folder, "media/", &name].concat();
    let there = RwSignal::new(true);
    when(move || there.get(), move || {
        view! { <img class="survey-picture" src=address.clone() alt="" on:error=move |_| there.set(false)/> }
    })
    .part()
}

/// Where a version of a survey lies: beside its form are its media.
fn folder(form: &str) -> Option<&str> {
    form.strip_suffix("form.xml").filter(|folder| folder.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_picture_alone_has_a_name() {
        let wording = |text: &str, image: Option<&str>| Wording {
            text: text.to_owned(),
            image: image.map(str::to_owned),
        };
        assert_eq!(name(&wording("**Trees**", Some("t.png"))), "Trees");
        assert_eq!(name(&wording(" ", Some("old_trees.jpg"))), "old trees");
        assert_eq!(name(&wording("", None)), "");
    }

    #[wasm_bindgen_test]
    fn media_are_beside_the_form() {
        assert_eq!(folder("/api/items/a/versions/1/form.xml"), Some("/api/items/a/versions/1/"));
        assert_eq!(folder("/api/items/a/versions/1/form"), None);
    }
}
