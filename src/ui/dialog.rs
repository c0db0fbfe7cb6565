//! A question that must be answered first: the browser's own modal dialog.
use crate::ui::{ContentAgain, when};
use leptos::html;
use leptos::prelude::*;

/// A modal dialog. The browser keeps the focus inside and gives it back; Escape closes.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What is asked, and the buttons.
    children: ContentAgain,
) -> impl IntoView {
    let element: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            if !dialog.open() {
                // It can only fail when it is not in the page; then nobody waits for it.
                let _ = dialog.show_modal();
            }
        } else {
            dialog.close();
        }
    });
    // The browser says so a moment later: opened again in between, it is open.
    let closed = move |_| {
        if element.get_untracked().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=element
            class="kern-dialog"
            aria-labelledby="dialog-title"
            on:close=closed
        >
            {when(move || open.get(), move || view! { <div class="kern-dialog__content">
                    <h2 id="dialog-title">{title}</h2>
                    {children.show()}
                </div> })}
        </dialog>
    }
}
