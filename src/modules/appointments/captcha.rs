//! Proof of work instead of a captcha: solved here, in the background, without a third party.
use super::client;
use crate::i18n::format;
use wasm_bindgen_futures::JsFuture;
use zms::altcha::{Challenge, Progress, Solver, payload};
use zms::error::{ErrorCode, Failure};
use zms::wire::CaptchaToken;

/// Steps between two looks at the clock: about a hundredth of a second on an old phone.
const STEPS: u32 = 4;

/// Solves a challenge of the city's system and has the solution accepted.
pub async fn solve() -> Result<CaptchaToken, Failure> {
    let refused = |_| Failure::Refused(vec![ErrorCode::CaptchaVerificationError.into()]);
    let challenge = Challenge::decode(&client::captcha_challenge().await?).map_err(refused)?;
    let mut solver = Solver::new(&challenge, format::now()).map_err(refused)?;
    let mut breath = js_sys::Date::now();
    loop {
        match solver.run(STEPS) {
            Progress::Solved(solution) => {
                return client::captcha_verify(&payload(&challenge, &solution)).await;
            }
            Progress::GaveUp => {
                return Err(Failure::Refused(vec![ErrorCode::CaptchaVerificationError.into()]));
            }
            Progress::Tried(_) => {}
        }
        // The page must answer while this runs: a pause after each frame's worth of work.
        if js_sys::Date::now() - breath > 12.0 {
            pause().await;
            breath = js_sys::Date::now();
        }
    }
}

/// Lets everything else that waits have its turn.
async fn pause() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        // Without the pause the work only goes on at once.
        let _ = web_sys::window().map(|window| window.set_timeout_with_callback(&resolve));
    });
    let _ = JsFuture::from(turn).await;
}
