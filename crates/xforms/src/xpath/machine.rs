//! What a machine knows of numbers: in the browser JavaScript, whose functions every engine has; natively the
//! standard library, whose tables and ways for the same were 21 of the engine's 119 KB (`cargo xtask bench forms`).

#[cfg(target_family = "wasm")]
mod functions {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = Number)]
        pub fn read(text: &str) -> f64;
        #[wasm_bindgen(js_name = String)]
        pub fn write(number: f64) -> String;
        #[wasm_bindgen(js_namespace = Math)]
        pub fn sin(angle: f64) -> f64;
        #[wasm_bindgen(js_namespace = Math)]
        pub fn cos(angle: f64) -> f64;
        #[wasm_bindgen(js_namespace = Math)]
        pub fn acos(cosine: f64) -> f64;
        #[wasm_bindgen(js_namespace = Math)]
        pub fn pow(base: f64, power: f64) -> f64;
    }
}

#[cfg(not(target_family = "wasm"))]
mod functions {
    pub fn read(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }
    pub fn write(number: f64) -> String {
        format!("{number:e}")
    }
    pub fn sin(angle: f64) -> f64 {
        angle.sin()
    }
    pub fn cos(angle: f64) -> f64 {
        angle.cos()
    }
    pub fn acos(cosine: f64) -> f64 {
        cosine.acos()
    }
    pub fn pow(base: f64, power: f64) -> f64 {
        base.powf(power)
    }
}

/// The number nearest to digits, which may have a point and a minus.
pub(super) use functions::read;
/// As few digits as say a number, perhaps with an exponent behind `e`.
pub(super) use functions::write;
pub(super) use functions::{acos, cos, sin};

/// A power as JavaScript has it: one to the power of what is no number, or without end, is no number.
pub(super) fn pow(base: f64, power: f64) -> f64 {
    #[allow(clippy::float_cmp)]
    let one = base.abs() == 1.0;
    if power.is_nan() || (one && power.is_infinite()) {
        return f64::NAN;
    }
    functions::pow(base, power)
}
