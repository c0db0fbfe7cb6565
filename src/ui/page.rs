//! What every page has: a heading that takes the focus, a title, a place to announce things.
use crate::city;
use crate::navigation;
use crate::ui::Content;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A page. Its heading takes the focus when the person came here from another page, so that a
/// screen reader says where they are; the window's title follows the language.
#[component]
pub fn Page(
    /// The heading, and the window's title.
    #[prop(into)]
    title: Signal<String>,
    /// A sentence under the heading.
    #[prop(optional, into)]
    lead: Option<Signal<String>>,
    /// Whether everything on it can be used now; read by measurements.
    #[prop(optional, into)]
    usable: Option<Signal<bool>>,
    /// The content.
    children: Content,
) -> impl IntoView {
    Effect::new(move || document().set_title(&[&title.get(), " – ", &city::name()].concat()));
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            navigation::arrived();
        }
    });
    view! {
        <div class="page" data-usable=move || usable.is_none_or(|usable| usable.get()).then_some("true")>
            <div class="page__head">
                <h1 tabindex="-1">{title}</h1>
                {lead.map(|lead| view! { <p class="muted">{lead}</p> })}
            </div>
            {children.show()}
        </div>
    }
}

/// Puts the focus on the heading of the page.
pub fn focus_heading() {
    focus_quietly(document().query_selector("main h1").ok().flatten());
}

/// Puts the focus on the element with an id, without scrolling.
pub fn focus(id: &str) {
    focus_quietly(document().get_element_by_id(id));
}

fn focus_quietly(element: Option<web_sys::Element>) {
    let element = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let quietly = web_sys::FocusOptions::new();
        quietly.set_prevent_scroll(true);
        // What cannot take the focus leaves it where it was: nothing is lost.
        let _ = element.focus_with_options(&quietly);
    }
}

/// Scrolls no further than needed to show an element.
pub fn bring_into_view(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Says something to people who do not see the change; waits for a pause in the reading.
pub fn announce(words: &str) {
    if let Some(region) = document().get_element_by_id("announcements") {
        region.set_text_content(None);
        let words = words.to_owned();
        // Emptied first and filled a moment later: the same words twice are said twice.
        set_timeout(
            move || region.set_text_content(Some(&words)),
            std::time::Duration::from_millis(60),
        );
    }
}
