//! `stadtkern-backend`: reads flags and configuration, starts, waits for the signal to stop.

use std::path::Path;
use std::process::ExitCode;

use backend::arguments::{Arguments, HELP};
use backend::config::{Config, LogLevel, Secrets};
use backend::participation::staff;
use tracing_subscriber::filter::LevelFilter;

/// Something in the configuration is wrong; another start would end the same way.
const WRONG_CONFIGURATION: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => return refuse(&problem),
    };
    if arguments.help {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let command = arguments.is_command.then(|| staff::Command::parse(&arguments.survey));
    let command = match command.transpose() {
        Ok(command) => command,
        Err(problem) => return refuse(&problem.to_string()),
    };
    let config = match configuration(&arguments) {
        Ok(config) => config,
        Err(problem) => return refuse(&problem),
    };
    let level = match config.log {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        // Of a command its own words are enough.
        _ if command.is_some() => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return refuse(&format!("the system refuses threads ({error}). Raise its limits"));
        }
    };
    let ended = match command {
        Some(command) => runtime.block_on(carry_out(config, &command)),
        None => runtime.block_on(run(config, arguments.check)),
    };
    // A large timetable that is being compiled must not hold the end up.
    runtime.shutdown_background();
    ended
}

fn configuration(arguments: &Arguments) -> Result<Config, String> {
    let usual = Path::new("stadtkern.toml");
    let path = arguments.config.as_deref().or_else(|| usual.exists().then_some(usual));
    let mut config =
        Config::load(path, &Secrets::from_environment()).map_err(|error| error.to_string())?;
    if let Some(listen) = arguments.listen {
        config.listen = listen;
    }
    if let Some(dist) = &arguments.dist {
        config.dist.clone_from(dist);
    }
    if let Some(data) = &arguments.data {
        config.data.clone_from(data);
    }
    Ok(config)
}

async fn run(config: Config, check: bool) -> ExitCode {
    if check {
        return match backend::open(config).await {
            Ok(_) => {
                println!("configuration, city packages and database are fine");
                ExitCode::SUCCESS
            }
            Err(error) => refuse(&error.to_string()),
        };
    }
    let running = match backend::start(config).await {
        Ok(running) => running,
        Err(error) => return refuse(&error.to_string()),
    };
    // The one line a tool waits for, so it goes to standard output.
    println!("listening on http://{}", running.address);
    stop_signal().await;
    tracing::info!("stopping");
    running.stop().await;
    ExitCode::SUCCESS
}

/// A command for staff: what it found goes to standard output, what to know about it to standard error.
async fn carry_out(config: Config, command: &staff::Command) -> ExitCode {
    let app = match backend::open(config).await {
        Ok(app) => app,
        Err(error) => return refuse(&error.to_string()),
    };
    let mut told = staff::Told::new(std::io::stdout().lock(), std::io::stderr().lock());
    let done = command.carry_out(&app, &mut told).await;
    drop(told);
    app.store.close().await;
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("stadtkern-backend: {problem}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}

fn refuse(problem: &str) -> ExitCode {
    eprintln!("stadtkern-backend: {problem}");
    ExitCode::from(WRONG_CONFIGURATION)
}
