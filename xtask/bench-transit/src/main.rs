//! The native steps of `cargo xtask bench transit`; each prints one line of JSON.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match bench_transit::run(&words) {
        Ok(answer) => {
            println!("{answer}");
            std::process::ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprintln!("{trouble}");
            std::process::ExitCode::FAILURE
        }
    }
}
