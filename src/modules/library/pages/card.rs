//! The card: hidden until asked for, then large and black on white, with the screen kept awake.
use super::super::account::{self, KeptCard};
use super::super::changes;
use super::super::state::{self, use_library};
use super::parts::{focus, parameter};
use crate::i18n::{t, text};
use crate::navigation;
use crate::offline::browser;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, Dialog, IconName, IntoPart, Look, Page, Part, QrCode, Severity,
    dynamic, when,
};
use leptos::prelude::*;
use library::barcode::{Barcode, QUIET, Symbology};
use library::scope::Scope;
use std::fmt::Write;
use wasm_bindgen::JsValue;

/// The page.
#[component]
pub fn CardPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let id = parameter("id");
    let card = Memo::new(move |_| {
        let id = id.get()?;
        state.cards.with(|all| all.iter().find(|card| card.id.0 == id).cloned())
    });
    let open = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let title = move || {
        card.with(|card| {
            card.as_ref().map_or_else(|| text("library.card", &[]), |card| card.name.clone())
        })
    };
    let show = Callback::new(move |()| {
        open.set(true);
        focus("#card-shown>button");
    });
    let hide = Callback::new(move |()| {
        open.set(false);
        focus("#card-hidden>button");
    });
    let leave = Callback::new(move |()| asking.set(true));
    let sign_out = Callback::new(move |()| {
        asking.set(false);
        let Some(card) = card.get_untracked() else { return };
        task::begin(async move {
            account::sign_out(&card.id).await;
            navigation::replace("/library/account");
        });
    });
    let keep = Callback::new(move |()| asking.set(false));
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || state.restored.get())>
            {when(move || state.restored.get() && card.with(Option::is_none), || view! {
                <Alert severity=Severity::Warning title=Signal::derive(t("library.card.unknown"))>
                    <p><a href="/library/account">{t("library.account")}</a></p>
                </Alert>
            })}
            {when(move || card.with(Option::is_some) && !open.get(), move || view! {
                <p>{t("library.card.hidden")}</p>
                <div id="card-hidden" class="row"><Button look=Look::Primary icon=IconName::Library label=Signal::derive(t("library.card.show")) on_press=show/></div>
                <Own card/>
                <div class="row"><Button look=Look::Danger icon=IconName::Delete label=Signal::derive(t("library.signOut")) on_press=leave/></div>
            })}
            {dynamic(move || {
                let card = card.get().filter(|_| open.get())?;
                awake(open);
                Some(view! {
                    <div class="library-card">
                        {state.settings.with(|settings| settings.symbology).map(|symbology| drawn(symbology, &card.number))}
                        <p class="library-card__number" dir="ltr">{card.number.clone()}</p>
                        <p>{t("library.card.bright")}</p>
                        <div id="card-shown"><Button label=Signal::derive(t("library.card.hide")) on_press=hide/></div>
                    </div>
                })
            })}
            <Dialog open=asking title=Signal::derive(t("library.signOut.question"))>
                <p>{t("library.signOut.text")}</p>
                <div class="row">
                    <Button look=Look::Danger label=Signal::derive(t("library.signOut")) on_press=sign_out/>
                    <Button label=Signal::derive(t("library.signOut.keep")) on_press=keep/>
                </div>
            </Dialog>
        </Page>
    }
}

/// What the library lets this person change by themselves.
#[component]
fn Own(
    /// Whose.
    card: Memo<Option<KeptCard>>,
) -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        let id = card.get()?.id;
        let scopes = account::session(state, &id)?.scopes;
        let link = |scope, page: &str, label: &'static str| {
            changes::may(scopes, scope).then(|| {
                let href = ["/library/", page, "?id=", &id.0].concat();
                view! { <ButtonLink href label=Signal::derive(t(label))/> }
            })
        };
        Some(view! {
            <div class="row">
                {link(Scope::ChangePassword, "password", "library.password")}
                {link(Scope::UpdatePatronEmail, "email", "library.email")}
            </div>
        })
    })
}

/// The barcode with whole device pixels a module, as wide as the screen allows; a code too wide for it is said to be.
fn drawn(symbology: Symbology, number: &str) -> Part {
    if symbology == Symbology::Qr {
        return view! { <QrCode of=number.to_owned() label=Signal::derive(t("library.card.code"))/> }.part();
    }
    let ratio = window().device_pixel_ratio().max(1.0);
    // The card goes from edge to edge of the page's column, which on a phone is the screen.
    let column = document().query_selector("main").ok().flatten();
    let width = column.map_or(320.0, |column| f64::from(column.client_width()));
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a screen's width fits"
    )]
    let pixels = (width * ratio) as u32;
    match Barcode::fitting(symbology, number, pixels) {
        Ok((code, module)) if module > 0 => {
            let modules = code.modules();
            let mut path = String::new();
            for (start, width) in code.bars() {
                // Writing into a String cannot fail.
                let _ = write!(path, "M{start} 0h{width}v1h-{width}z");
            }
            let size = f64::from(modules * module) / ratio;
            view! {
                <svg
                    class="library-card__code" viewBox=format!("0 0 {modules} 1") preserveAspectRatio="none" width=format!("{size}")
                    role="img" aria-label=t("library.card.code") shape-rendering="crispEdges" data-quiet=QUIET
                ><path d=path></path></svg>
            }
            .part()
        }
        Ok(_) => view! { <p role="status">{text("library.card.turn", &[])}</p> }.part(),
        Err(why) => view! { <p role="status">{text(why.message_key(), &[])}</p> }.part(),
    }
}

/// Keeps the screen awake while the card is open, where the browser can (Screen Wake Lock).
fn awake(open: RwSignal<bool>) {
    let lock = StoredValue::new_local(JsValue::UNDEFINED);
    task::begin(async move {
        let Some(wake) = browser::part(&["navigator", "wakeLock"]) else { return };
        let Ok(held) = browser::call_and_wait(&wake, "request", &["screen".into()]).await else {
            return;
        };
        if open.try_get_untracked() == Some(true) {
            lock.try_update_value(|lock| *lock = held);
        } else {
            let _ = browser::call_and_wait(&held, "release", &[]).await;
        }
    });
    on_cleanup(move || {
        let held = lock.try_get_value().unwrap_or(JsValue::UNDEFINED);
        if held.is_object() {
            // The browser lets go by itself when the page is hidden.
            let _ = browser::call(&held, "release", &[]);
        }
    });
}
