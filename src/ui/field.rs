//! Form fields: label, hint, input and error belong together and know each other.
use super::{Icon, IconName};
use crate::i18n::{plural, t, text};
use crate::ui::{IntoPart, dynamic, when};
use leptos::html;
use leptos::prelude::*;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field.
    pub field: &'static str,
    /// The key of the sentence that says what to do.
    pub message: &'static str,
}

/// A text field.
#[component]
pub fn Field(
    /// Its id.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is in it.
    value: RwSignal<String>,
    /// All errors of the form; those of this field are shown.
    errors: RwSignal<Vec<FieldError>>,
    /// What somebody else says is wrong with it, in their words.
    #[prop(optional, into)]
    said: Option<Signal<Option<String>>>,
    /// A hint under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The kind of input: `text`, `email`, `tel`; `area` for several lines.
    #[prop(default = "text")]
    kind: &'static str,
    /// The token of the person's data (HTML standard, autofill).
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let message = move || {
        let own = errors.with(|all| all.iter().find(|error| error.field == id).map(|e| e.message));
        own.map(|key| text(key, &[])).or_else(|| said.and_then(|said| said.get()))
    };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        let has_hint = hint.is_some();
        move || match (has_hint, message().is_some()) {
            (true, true) => Some([&hint_id, " ", &error_id].concat()),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };
    let invalid = move || message().map(|_| "true");
    let required = (!optional).then_some("true");
    let input = if kind == "area" {
        view! {
            <textarea
                id=id name=id class="kern-form-input__input" prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                aria-describedby=described aria-invalid=invalid aria-required=required
            ></textarea>
        }
        .part()
    } else {
        let left_to_right = matches!(kind, "email" | "tel").then_some("ltr");
        view! {
            <input
                id=id name=id type=kind class="kern-form-input__input" prop:value=value
                autocomplete=autocomplete dir=left_to_right
                on:input:target=move |event| value.set(event.target().value())
                aria-describedby=described aria-invalid=invalid aria-required=required
            />
        }
        .part()
    };
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for=id>
                {label}
                {optional.then(|| view! { " " <span class="kern-label__optional">{t("field.optional")}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="kern-hint" id=hint_id>{hint}</p> })}
            {dynamic(move || message().map(|words| view! {
                <p class="kern-error" id=error_id.clone()><Icon name=IconName::Danger/><bdi>{words}</bdi></p>
            }))}
            {input}
        </div>
    }
}

/// A box to tick.
#[component]
pub fn Check(
    /// Its id.
    id: &'static str,
    /// The words beside it.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// All errors of the form; those of this field are shown.
    errors: RwSignal<Vec<FieldError>>,
) -> impl IntoView {
    let message =
        move || errors.with(|all| all.iter().find(|error| error.field == id).map(|e| e.message));
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || message().map(|_| error_id.clone())
    };
    view! {
        <div>
            {dynamic(move || message().map(|key| view! {
                <p class="kern-error" id=error_id.clone()><Icon name=IconName::Danger/><span>{t(key)}</span></p>
            }))}
            <label class="kern-form-check">
                <input
                    id=id type="checkbox" prop:checked=checked
                    on:change:target=move |event| checked.set(event.target().checked())
                    aria-describedby=described aria-invalid=move || message().map(|_| "true")
                />
                <span>{label}</span>
            </label>
        </div>
    }
}

/// All errors of a form at once, each a link to its field. Takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// The errors.
    errors: RwSignal<Vec<FieldError>>,
) -> impl IntoView {
    let heading: NodeRef<html::P> = NodeRef::new();
    Effect::new(move || {
        if errors.with(|all| !all.is_empty())
            && let Some(heading) = heading.get()
        {
            // Without the focus the summary is still on the page and still an alert.
            let _ = heading.focus();
        }
    });
    let go = |id: &'static str| {
        move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            if let Some(field) = document().get_element_by_id(id) {
                field.scroll_into_view();
                if let Ok(field) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field) {
                    let _ = field.focus();
                }
            }
        }
    };
    view! {
        {when(move || errors.with(|all| !all.is_empty()), move || view! { <div class="kern-alert kern-alert--danger" role="alert">
                <Icon name=IconName::Danger/>
                <div class="kern-alert__body">
                    <p class="kern-alert__title" tabindex="-1" node_ref=heading>
                        {dynamic(move || plural("form.errors", errors.with(|all| f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX))), &[]))}
                    </p>
                    <ul>
                        {dynamic(move || errors.get().into_iter().map(|error| view! {
                            <li><a href=format!("#{}", error.field) on:click=go(error.field)>{t(error.message)}</a></li>
                        }).collect_view())}
                    </ul>
                </div>
            </div> })}
    }
}
