//! A picture made small, and nothing left of it but the picture: drawn anew, it has no place, no time and no camera.
use crate::offline::browser;
use js_sys::{Function, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::JsValue;

/// The longer side where the form says nothing, in pixels.
const USUAL: u32 = 1600;
/// How much of a picture's finer detail is kept; 1 is all.
const QUALITY: f64 = 0.82;
/// What a phone can still draw, in bytes of the file.
const MOST: f64 = 40_000_000.0;

/// Why a picture cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    /// The browser cannot read it.
    Unreadable,
    /// It is larger than a phone can draw.
    TooLarge,
}

impl NoPicture {
    /// The key of the sentence that says what to do.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unreadable => "participation.photo.unreadable",
            Self::TooLarge => "participation.photo.too-large",
        }
    }
}

/// The picture as a JPEG whose longer side is at most `most` pixels.
///
/// # Errors
/// [`NoPicture`].
pub async fn small(file: &JsValue, most: Option<u32>) -> Result<Vec<u8>, NoPicture> {
    if browser::get(file, "size").as_f64().unwrap_or(0.0) > MOST {
        return Err(NoPicture::TooLarge);
    }
    drawn(file, most.unwrap_or(USUAL)).await.map_err(|_| NoPicture::Unreadable)
}

async fn drawn(file: &JsValue, most: u32) -> Result<Vec<u8>, JsValue> {
    let window = JsValue::from(js_sys::global());
    // The way a phone was held is in what is about to be left out.
    let upright = browser::object(&[("imageOrientation", "from-image".into())]);
    let bitmap =
        browser::call_and_wait(&window, "createImageBitmap", &[file.clone(), upright]).await?;
    let side = |name: &str| browser::get(&bitmap, name).as_f64().unwrap_or(0.0);
    let (width, height) = (side("width"), side("height"));
    let scale = (f64::from(most.max(1)) / width.max(height).max(1.0)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas = JsValue::from(document().create_element("canvas")?);
    for (name, side) in [("width", width), ("height", height)] {
        js_sys::Reflect::set(&canvas, &name.into(), &side.into())?;
    }
    let context = browser::call(&canvas, "getContext", &["2d".into()])?;
    // A JPEG has no clear places.
    js_sys::Reflect::set(&context, &"fillStyle".into(), &"#fff".into())?;
    let whole = [JsValue::from(0), JsValue::from(0), width.into(), height.into()];
    browser::call(&context, "fillRect", &whole)?;
    let [left, top, width, height] = whole;
    browser::call(&context, "drawImage", &[bitmap.clone(), left, top, width, height])?;
    let _ = browser::call(&bitmap, "close", &[]);
    let blob = browser::event(|done: &Function, _| {
        let _ =
            browser::call(&canvas, "toBlob", &[done.into(), "image/jpeg".into(), QUALITY.into()]);
    })
    .await?;
    bytes(&blob).await
}

/// The bytes of a file or blob.
///
/// # Errors
/// What the browser says, when it cannot read it.
pub async fn bytes(blob: &JsValue) -> Result<Vec<u8>, JsValue> {
    let buffer = browser::call_and_wait(blob, "arrayBuffer", &[]).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
