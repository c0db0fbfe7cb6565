//! Runs other programs, so that the person always sees what happens and for how long.

use std::{
    fs::File,
    io::{IsTerminal, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{failure::Failure, places};

/// How often the elapsed time is repeated where lines cannot be overwritten (logs of a CI).
const REMINDER: Duration = Duration::from_secs(30);

/// One line about what happens now and why.
pub fn say(line: &str) {
    println!("- {line}");
}

/// A command in the repository's root, without the traces `cargo run` leaves in the environment:
/// they would make Cargo rebuild crates whose build scripts look at them.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(places::root()).stdin(Stdio::null());
    for (key, _) in std::env::vars_os() {
        let Some(key) = key.to_str() else { continue };
        if key == "CARGO" || key.starts_with("CARGO_PKG_") || key.starts_with("CARGO_MANIFEST_") {
            command.env_remove(key);
        }
    }
    command
}

/// Runs a long step: its output goes to a log, the terminal shows the elapsed seconds and the
/// log's last line. The log is shown when the step fails.
///
/// # Errors
/// The program cannot be started or ends with an error; `next` is then the next step.
pub fn quietly(name: &str, command: &mut Command, next: &str) -> Result<(), Failure> {
    let folder = places::notes();
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    let path = folder.join(format!("{name}.log"));
    let log = File::create(&path).map_err(|error| Failure::file(&path, &error))?;
    let same = log.try_clone().map_err(|error| Failure::file(&path, &error))?;
    let mut child = command
        .stdout(log)
        .stderr(same)
        .spawn()
        .map_err(|error| Failure::new(format!("{name} cannot be started: {error}"), next))?;

    let started = Instant::now();
    let terminal = std::io::stdout().is_terminal();
    let mut reminded = started;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| Failure::file(&path, &error))? {
            break status;
        }
        if terminal {
            print!("\r\x1b[K  {:>3} s  {}", started.elapsed().as_secs(), last_line(&path));
            let _ = std::io::stdout().flush();
        } else if reminded.elapsed() >= REMINDER {
            println!("  {:>3} s  {}", started.elapsed().as_secs(), last_line(&path));
            reminded = Instant::now();
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    if terminal {
        print!("\r\x1b[K");
    }
    if status.success() {
        println!("  done after {}", seconds(started.elapsed()));
        return Ok(());
    }
    let text = std::fs::read(&path).unwrap_or_default();
    eprintln!("{}", String::from_utf8_lossy(&text));
    Err(Failure::new(format!("{name} failed ({status}); its whole output is above."), next))
}

/// What a program said, and whether it ended well.
pub struct Spoken {
    /// Standard output and standard error, as they came.
    pub text: String,
    /// The program ended with exit code 0.
    pub success: bool,
}

/// Runs a program whose output the person wants to see as it comes, and keeps a copy.
///
/// # Errors
/// The program cannot be started.
pub fn aloud(command: &mut Command) -> Result<Spoken, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| {
        Failure::new(
            format!("{name} cannot be started: {error}"),
            format!("Check that {name} is installed and on the PATH."),
        )
    };
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let copy = Arc::new(Mutex::new(Vec::new()));
    let listeners = [
        child.stdout.take().map(|pipe| listen(pipe, std::io::stdout(), Arc::clone(&copy))),
        child.stderr.take().map(|pipe| listen(pipe, std::io::stderr(), Arc::clone(&copy))),
    ];
    let status = child.wait().map_err(failed)?;
    for listener in listeners.into_iter().flatten() {
        // A listener ends with its pipe; one that panicked has nothing more to add.
        let _ = listener.join();
    }
    let bytes = copy.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Spoken { text: String::from_utf8_lossy(&bytes).into_owned(), success: status.success() })
}

/// What a short command prints, or `None` when it is not there or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A duration as a person reads it.
pub fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..10 => format!("{:.1} s", duration.as_secs_f32()),
        whole @ 10..120 => format!("{whole} s"),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

fn listen(
    mut pipe: impl Read + Send + 'static,
    mut terminal: impl Write + Send + 'static,
    copy: Arc<Mutex<Vec<u8>>>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut buffer = [0_u8; 8192];
        while let Ok(count @ 1..) = pipe.read(&mut buffer) {
            let heard = buffer.get(..count).unwrap_or_default();
            // A closed terminal must not end the run: its result still counts.
            let _ = terminal.write_all(heard).and_then(|()| terminal.flush());
            copy.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(heard);
        }
    })
}

fn last_line(path: &Path) -> String {
    let text = std::fs::read(path).unwrap_or_default();
    let tail = text.get(text.len().saturating_sub(600)..).unwrap_or_default();
    let tail = String::from_utf8_lossy(tail);
    let line = tail.trim_end().rsplit(['\n', '\r']).next().unwrap_or_default().trim();
    line.chars().filter(|letter| !letter.is_control()).take(70).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_duration_reads_well() {
        assert_eq!(seconds(Duration::from_millis(1230)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(75)), "75 s");
        assert_eq!(seconds(Duration::from_secs(150)), "2 min 30 s");
    }

    #[test]
    fn what_a_program_says_is_kept_with_its_end() {
        let spoken = aloud(program("sh").args(["-c", "echo one; echo two >&2; exit 3"])).unwrap();
        assert!(spoken.text.contains("one") && spoken.text.contains("two"));
        assert!(!spoken.success);
        assert!(aloud(&mut program("no-such-program-here")).is_err());
    }
}
