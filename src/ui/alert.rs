//! A message that matters, with what to do next.
use super::{Icon, IconName};
use crate::ui::Content;
use leptos::prelude::*;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Information,
    /// It worked.
    Success,
    /// Something needs attention.
    Warning,
    /// Something went wrong.
    Danger,
}

impl Severity {
    const fn class(self) -> &'static str {
        match self {
            Self::Information => "kern-alert kern-alert--info",
            Self::Success => "kern-alert kern-alert--success",
            Self::Warning => "kern-alert kern-alert--warning",
            Self::Danger => "kern-alert kern-alert--danger",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Information => IconName::Information,
            Self::Success => IconName::Done,
            Self::Warning => IconName::Warning,
            Self::Danger => IconName::Danger,
        }
    }
}

/// A message. Warnings and dangers are read out at once, the others when there is a pause.
#[component]
pub fn Alert(
    /// How much it matters.
    severity: Severity,
    /// The sentence in bold.
    #[prop(into)]
    title: Signal<String>,
    /// More words, buttons.
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let role = match severity {
        Severity::Information | Severity::Success => "status",
        Severity::Warning | Severity::Danger => "alert",
    };
    view! {
        <div class=severity.class() role=role>
            <Icon name=severity.icon()/>
            <div class="kern-alert__body">
                <p class="kern-alert__title">{title}</p>
                {children.map(Content::show)}
            </div>
        </div>
    }
}
