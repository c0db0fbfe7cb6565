//! Buttons, and links that look like them.
use super::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How a button looks, which says how much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one next step of a page.
    Primary,
    /// Another good choice.
    #[default]
    Secondary,
    /// A quiet choice.
    Tertiary,
    /// Takes something away.
    Danger,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "kern-btn kern-btn--primary",
            Self::Secondary => "kern-btn kern-btn--secondary",
            Self::Tertiary => "kern-btn kern-btn--tertiary",
            Self::Danger => "kern-btn kern-btn--danger",
        }
    }
}

/// A button. While it is busy it stays in reach of the keyboard and does nothing.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it waits for an answer.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// What it does.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=look.class()
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {icon.map(|name| view! { <Icon name/> })}
            <span>{label}</span>
        </button>
    }
}

/// A link within the app that looks like a button.
#[component]
pub fn ButtonLink(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <a href=href class=look.class()>
            {icon.map(|name| view! { <Icon name/> })}
            <span>{label}</span>
        </a>
    }
}
