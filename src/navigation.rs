//! Moving between pages as a person expects: focus on the heading, scroll kept on the way back.
//!
//! The router changes what is shown; the browser would leave the focus on a link that is gone
//! (WCAG 2.4.3), and forgets how far a page was scrolled when its content came later.
use crate::ui::focus_heading;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wasm_bindgen::prelude::*;

thread_local! {
    static VISITED: Cell<bool> = const { Cell::new(false) };
    static WAY_BACK: Cell<bool> = const { Cell::new(false) };
    static SCROLLED: RefCell<HashMap<String, f64>> = RefCell::new(HashMap::new());
}

/// Begins to remember how far each page is scrolled; called once.
pub fn watch() {
    if let Ok(history) = window().history() {
        // We put the page where it was ourselves, after its content is there.
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    let remember = || {
        let height = window().scroll_y().unwrap_or_default();
        SCROLLED.with_borrow_mut(|all| all.insert(address(), height));
    };
    listen("scrollend", remember);
    listen("popstate", || WAY_BACK.set(true));
    // A click that leads on happens before the address changes: the height still belongs to it.
    listen("click", move || {
        WAY_BACK.set(false);
        remember();
    });
}

fn listen(event: &str, then: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(then);
    let options = web_sys::AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    // The listeners live as long as the page.
    let _ = window().add_event_listener_with_callback_and_add_event_listener_options(
        event,
        listener.as_ref().unchecked_ref(),
        &options,
    );
    listener.forget();
}

fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// A page stands: puts focus and scroll where they belong. The very first page keeps both, for
/// the browser has just announced it itself.
pub fn arrived() {
    if !VISITED.replace(true) {
        return;
    }
    let back = WAY_BACK.replace(false);
    request_animation_frame(move || {
        focus_heading();
        let height = SCROLLED.with_borrow(|all| all.get(&address()).copied());
        let height = height.filter(|_| back).unwrap_or_default();
        window().scroll_to_with_x_and_y(0.0, height);
        if back {
            // Lists filled from the device stand one frame later.
            request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, height));
        }
    });
}

/// Whether the device says it has a network; it may still be wrong.
pub fn online() -> RwSignal<bool> {
    thread_local! { static ONLINE: Cell<Option<RwSignal<bool>>> = const { Cell::new(None) }; }
    if let Some(known) = ONLINE.get() {
        return known;
    }
    let signal = RwSignal::new(window().navigator().on_line());
    ONLINE.set(Some(signal));
    listen("online", move || signal.set(true));
    listen("offline", move || signal.set(false));
    signal
}

type Go = Box<dyn Fn(&str, bool)>;

thread_local! { static GO: RefCell<Option<Go>> = const { RefCell::new(None) }; }

/// Learns from the router how to go somewhere; called once, inside of it.
pub fn learn() {
    let navigate = leptos_router::hooks::use_navigate();
    let go: Go = Box::new(move |address, replace| {
        let options = leptos_router::NavigateOptions { replace, ..Default::default() };
        navigate(address, options);
    });
    GO.set(Some(go));
}

/// One part of the query of the address that stands in the window now.
pub fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Opens a page of this app.
pub fn go(address: &str) {
    GO.with_borrow(|go| go.iter().for_each(|go| go(address, false)));
}

/// Opens a page in the place of this one, so that Back does not lead here again.
pub fn replace(address: &str) {
    GO.with_borrow(|go| go.iter().for_each(|go| go(address, true)));
}

/// The page has turned into another part of the same thing: shows its beginning.
pub fn top() {
    request_animation_frame(|| {
        focus_heading();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
}
