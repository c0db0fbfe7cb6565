//! Coordinates, for whoever has them and nothing else.
use super::Asked;
use super::ground::by_hand;
use crate::i18n::t;
use crate::ui::{Button, Icon, IconName, IntoPart, Part, dynamic};
use leptos::prelude::*;
use participation::drawing::Place;

/// The field, which is folded up.
pub fn typed(asked: Asked) -> Part {
    let words = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let set = Callback::new(move |()| {
        let place = words.with_untracked(|words| Place::typed(words));
        wrong.set(place.is_none());
        if let Some(place) = place {
            words.set(String::new());
            asked.lead(by_hand(place));
        }
    });
    let (id, hint, error) = (asked.id("-typed"), asked.id("-typed-hint"), asked.id("-typed-error"));
    let described = {
        let (hint, error) = (hint.clone(), error.clone());
        move || if wrong.get() { [&hint, " ", &error].concat() } else { hint.clone() }
    };
    view! {
        <details class="kern-accordion">
            <summary><span>{t("participation.fill.place.coordinates")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack stack--tight">
                <div class="kern-form-input">
                    <label class="kern-label" for=id.clone()>{t("participation.fill.place.coordinates.label")}</label>
                    <p class="kern-hint" id=hint>{t("participation.fill.place.coordinates.hint")}</p>
                    {dynamic(move || wrong.get().then(|| view! {
                        <p class="kern-error" id=error.clone() role="alert"><Icon name=IconName::Danger/><span>{t("participation.fill.place.coordinates.wrong")}</span></p>
                    }))}
                    <input id=id class="kern-form-input__input" type="text" autocomplete="off" spellcheck="false" dir="ltr"
                        aria-describedby=described aria-invalid=move || wrong.get().then_some("true") prop:value=words
                        on:input:target=move |event| words.set(event.target().value())
                        on:keydown=move |event| if event.key() == "Enter" { event.prevent_default(); set.run(()) }/>
                </div>
                <div><Button label=Signal::derive(t("participation.fill.place.coordinates.set")) on_press=set/></div>
            </div>
        </details>
    }
    .part()
}
