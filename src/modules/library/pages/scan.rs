//! An ISBN by camera, where the browser reads barcodes itself (Barcode Detection API). Elsewhere one types, or has a
//! scanner that does.
use crate::i18n::t;
use crate::offline::browser;
use crate::task;
use crate::ui::{Alert, Button, Dialog, Look, Severity, dynamic};
use js_sys::{Array, Reflect};
use leptos::html;
use leptos::prelude::*;
use library::isbn;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};

/// How often a picture is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Whether this browser can.
fn is_offered() -> bool {
    let has = |path: &[&str]| browser::part(path).is_some();
    has(&["BarcodeDetector"]) && has(&["navigator", "mediaDevices"])
}

/// The button, where the browser can; `found` gets the ISBN.
#[component]
pub fn Scan(found: Callback<String>) -> impl IntoView {
    is_offered().then(|| {
        let open = RwSignal::new(false);
        let begin = Callback::new(move |()| open.set(true));
        let close = Callback::new(move |()| open.set(false));
        let done = Callback::new(move |isbn: String| {
            open.set(false);
            found.run(isbn);
        });
        view! {
            <Button look=Look::Tertiary label=Signal::derive(t("library.scan")) on_press=begin/>
            <Dialog open title=Signal::derive(t("library.scan.title"))>
                <Camera found=done close/>
                <div><Button label=Signal::derive(t("library.scan.stop")) on_press=close/></div>
            </Dialog>
        }
    })
}

/// What the camera sees, until an ISBN is in it. The camera is on exactly as long as this stands.
#[component]
fn Camera(
    /// Gets the ISBN.
    found: Callback<String>,
    /// Ends it without one.
    close: Callback<()>,
) -> impl IntoView {
    let video: NodeRef<html::Video> = NodeRef::new();
    let trouble = RwSignal::new(None::<&'static str>);
    let stream = StoredValue::new_local(JsValue::UNDEFINED);
    let looking = StoredValue::new(false);
    task::begin(async move {
        let opened = open().await;
        match opened {
            Ok(camera) => {
                let kept = camera.clone();
                if stream.try_update_value(|stream| *stream = kept).is_none() {
                    // Closed while the person was asked: it must not stay on.
                    stop(&camera);
                } else if let Some(video) = video.get_untracked() {
                    // Without a picture the person sees nothing, and closes it.
                    let _ = Reflect::set(&video, &"srcObject".into(), &camera);
                    let _ = browser::call_and_wait(&video, "play", &[]).await;
                }
            }
            Err(key) => {
                trouble.try_set(Some(key));
            }
        }
    });
    let detector = StoredValue::new_local(detector());
    let look = move || {
        if looking.try_get_value() != Some(false) {
            return;
        }
        let (Some(video), Some(Some(detector))) = (video.get_untracked(), detector.try_get_value())
        else {
            return;
        };
        looking.try_set_value(true);
        task::begin(async move {
            let seen = seen(&detector, &video).await;
            // Closed meanwhile: nobody waits for it.
            if looking.try_set_value(false).is_none()
                && let Some(isbn) = seen
            {
                found.run(isbn);
            }
        });
    };
    let timer = set_interval_with_handle(look, LOOK);
    // Who looks at something else does not want to be filmed meanwhile.
    let hidden = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            close.run(());
        }
    });
    on_cleanup(move || {
        hidden.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
        stop(&stream.try_get_value().unwrap_or(JsValue::UNDEFINED));
    });
    view! {
        {dynamic(move || trouble.get().map(|key| view! {
            <Alert severity=Severity::Warning title=Signal::derive(t(key))><p>{t("library.scan.type")}</p></Alert>
        }))}
        <video node_ref=video class="scan" playsinline="playsinline" prop:muted=true aria-label=t("library.scan.picture")></video>
        <p>{t("library.scan.text")}</p>
    }
}

/// The camera at the back, where there is one; else the key of the sentence that says why not.
async fn open() -> Result<JsValue, &'static str> {
    const FAILED: &str = "library.scan.failed";
    let devices = browser::part(&["navigator", "mediaDevices"]).ok_or(FAILED)?;
    let back = browser::object(&[("facingMode", "environment".into())]);
    let wanted = browser::object(&[("video", back)]);
    browser::call_and_wait(&devices, "getUserMedia", &[wanted]).await.map_err(|why| {
        match browser::get(&why, "name").as_string().as_deref() {
            Some("NotAllowedError" | "SecurityError") => "library.scan.refused",
            Some("NotFoundError" | "OverconstrainedError") => "library.scan.noCamera",
            _ => FAILED,
        }
    })
}

/// The browser's reader of the barcodes on books.
fn detector() -> Option<JsValue> {
    let class = browser::part(&["BarcodeDetector"])?.dyn_into::<js_sys::Function>().ok()?;
    let formats = Array::of1(&"ean_13".into());
    let options = browser::object(&[("formats", formats.into())]);
    Reflect::construct(&class, &Array::of1(&options)).ok()
}

/// The first ISBN in what the camera shows now.
async fn seen(detector: &JsValue, video: &JsValue) -> Option<String> {
    // Before the first picture there is nothing to look at, and the browser says so.
    let codes =
        browser::call_and_wait(detector, "detect", std::slice::from_ref(video)).await.ok()?;
    let codes: Array = codes.dyn_into().ok()?;
    codes.iter().find_map(|code| {
        let text = browser::get(&code, "rawValue").as_string()?;
        let is_book = text.starts_with("978") || text.starts_with("979");
        isbn::read(&text).filter(|_| is_book)
    })
}

/// Switches the camera off.
fn stop(stream: &JsValue) {
    let Ok(tracks) = browser::call(stream, "getTracks", &[]) else { return };
    for track in Array::from(&tracks).iter() {
        // A track that has ended already is fine.
        let _ = browser::call(&track, "stop", &[]);
    }
}
