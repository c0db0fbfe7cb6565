//! Parts of the app that are fetched when they are first needed.
//!
//! The build splits the wasm at the functions made by [`later!`] (`xtask/src/split`): what only
//! they reach stands in a file of its own, so that a page nobody opens weighs nothing on the
//! first view. The service worker keeps all of them, so this costs nothing without a network.
//! Without the feature `split`, as in tests, everything is in one file and is there at once.
use crate::i18n::{self, t};
use crate::pages::elsewhere;
use crate::task;
use crate::ui::{Alert, Button, IntoPart, Loading, Page, Part, Severity, dynamic};
use futures_util::future::join;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A part of the app could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the app could not be fetched; check the connection and try again")]
pub struct NotFetched;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// What comes of asking a part for something.
pub type Call<T> = Pin<Box<dyn Future<Output = Result<T, NotFetched>>>>;

/// A function that stands in a part; made by [`later!`].
#[derive(Debug)]
pub struct Later<A, T> {
    /// Fetches the part, no more.
    pub fetch: fn() -> Call<()>,
    /// Fetches the part if it is not there yet, and calls the function.
    pub call: fn(A) -> Call<T>,
}

// Derived they would hold only where the argument and the answer can be copied.
impl<A, T> Clone for Later<A, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<A, T> Copy for Later<A, T> {}

/// The pages of a part, by the segments of the address; `None` is "no such page".
pub type Pages = Later<Vec<String>, Option<Part>>;

/// Makes a function that stands in a part: `later!(part, pub const NAME: (Takes) -> Gives =
/// function)`. `function` and all that only it reaches are in the part.
#[macro_export]
macro_rules! later {
    ($part:ident, $(#[$about:meta])* pub const $name:ident: ($takes:ty) -> $gives:ty = $function:path) => {
        $(#[$about])*
        pub const $name: $crate::later::Later<$takes, $gives> = {
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($part, fallible, preload(fetch))]
            fn call(argument: $takes) -> Result<$gives, $crate::later::NotFetched> {
                Ok($function(argument))
            }
            #[cfg(not(feature = "split"))]
            async fn call(argument: $takes) -> Result<$gives, $crate::later::NotFetched> {
                Ok($function(argument))
            }
            #[cfg(not(feature = "split"))]
            async fn fetch() -> Result<(), $crate::later::NotFetched> {
                Ok(())
            }
            $crate::later::Later {
                fetch: || Box::pin(async { fetch().await.map_err(|_| $crate::later::NotFetched) }),
                call: |argument| Box::pin(call(argument)),
            }
        };
    };
}

/// How far a part has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Asking,
    Here,
    Lost,
}

/// Fetches a part and the texts of its module; whether both are there.
pub async fn fetch(pages: Pages, module: &'static str) -> bool {
    let (part, texts) = join((pages.fetch)(), i18n::bring_module(module)).await;
    part.is_ok() && texts.is_ok()
}

/// The page for some segments of the address, as soon as its part of the app is there, with the texts of its module
/// (`""` where the first view has them).
pub fn page(pages: Pages, module: &'static str, segments: &[&str]) -> Part {
    let segments: Vec<String> = segments.iter().map(|&segment| segment.to_owned()).collect();
    let way = RwSignal::new(Way::Asking);
    let ask = move || {
        way.set(Way::Asking);
        task::begin(async move {
            let came = fetch(pages, module).await;
            // The person may have left the page meanwhile.
            let _ = way.try_set(if came { Way::Here } else { Way::Lost });
        });
    };
    // A part that is there already is shown at once, so that going back does not flicker.
    if let Some(page) = now(pages, module, segments.clone()) {
        return page;
    }
    ask();
    dynamic(move || match way.get() {
        Way::Asking => view! { <Loading/> }.part(),
        Way::Here => now(pages, module, segments.clone()).unwrap_or_else(|| ().part()),
        Way::Lost => lost(ask),
    })
    .part()
}

/// A piece of a page that stands in a part: nothing until the part is there, nothing if it does not come.
pub fn piece(pages: Pages, module: &'static str, asked: Vec<String>) -> Part {
    if let Some(piece) = now(pages, module, asked.clone()) {
        return piece;
    }
    let here = RwSignal::new(false);
    task::begin(async move {
        if fetch(pages, module).await {
            // The page that holds it may be gone meanwhile.
            let _ = here.try_set(true);
        }
    });
    dynamic(move || here.get().then(|| now(pages, module, asked.clone()))).part()
}

/// The page of a part that is there. It is made in this very moment, because what it remembers
/// belongs to whoever asks for it.
fn now(pages: Pages, module: &'static str, asked: Vec<String>) -> Option<Part> {
    if !i18n::has_module(module) {
        return None;
    }
    match (pages.call)(asked).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(page)) => Some(page.unwrap_or_else(|| elsewhere(""))),
        Poll::Ready(Err(NotFetched)) | Poll::Pending => None,
    }
}

/// What a person sees when the part could not be fetched.
fn lost(again: impl Fn() + Send + Sync + 'static) -> Part {
    let again = Callback::new(move |()| again());
    view! {
        <Page title=Signal::derive(t("later.title"))>
            <Alert severity=Severity::Warning title=Signal::derive(t("later.lost"))>
                <p>{t("later.next")}</p>
            </Alert>
            <div><Button label=t("later.again") on_press=again/></div>
        </Page>
    }
    .part()
}
