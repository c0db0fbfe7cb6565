//! Starts and stops the built backend.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, ExitStatus},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{failure::Failure, http, places, run};

const PATIENCE: Duration = Duration::from_secs(20);

/// Where the backend's own lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// To the person who started it.
    Terminal,
    /// To `target/xtask/backend.log`, so that they do not drown a result.
    File,
}

/// A running backend; stopped when this value goes.
pub struct Backend {
    child: Arc<Mutex<Child>>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Backend {
    /// Starts it with its data in `data` and waits until it says that it is ready.
    ///
    /// # Errors
    /// The port is taken, or the program ends or stays silent.
    pub fn start(port: u16, data: &Path, log: Log) -> Result<Self, Failure> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let address = free(wanted).ok_or_else(|| {
            Failure::new(
                format!("Something else listens on port {port} already."),
                format!("Stop it, or choose another port: --port {}.", port.saturating_add(1)),
            )
        })?;
        let mut command = run::program(places::backend());
        command.args(["--listen", &address.to_string(), "--dist"]).arg(places::dist());
        command.arg("--data").arg(data);
        if log == Log::File {
            let path = places::notes().join("backend.log");
            let lines = std::fs::create_dir_all(places::notes())
                .and_then(|()| File::create(&path))
                .and_then(|file| Ok((file.try_clone()?, file)));
            let (one, other) = lines.map_err(|error| Failure::file(&path, &error))?;
            command.stdout(one).stderr(other);
        }
        let child = command.spawn().map_err(|error| Failure::file(&places::backend(), &error))?;
        let backend = Self { child: Arc::new(Mutex::new(child)), address };
        backend.wait_until_ready()?;
        Ok(backend)
    }

    /// The address a person opens.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Asks the program to end, as Ctrl-C and `systemctl stop` do, from any thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let child = Arc::clone(&self.child);
        move || terminate(&mut child.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until it ends by itself or is told to.
    pub fn wait(&self) -> Option<ExitStatus> {
        loop {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn ended(&self) -> Option<ExitStatus> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.try_wait().ok().flatten()
    }

    fn wait_until_ready(&self) -> Result<(), Failure> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.ended() {
                return Err(Failure::new(
                    format!("The backend ended at once ({status})."),
                    "Read what it says above or in target/xtask/backend.log.",
                ));
            }
            if http::get(self.address, "/health/ready", "identity").is_some_and(|a| a.status == 200)
            {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::new(
            format!("The backend is not ready after {} s.", PATIENCE.as_secs()),
            "Read what it says above or in target/xtask/backend.log.",
        ))
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        terminate(&mut child);
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(5) {
            if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // It did not listen; nothing of it may stay behind. A process that is gone cannot be killed.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Rust's own `kill` gives a program no chance to finish its work; `kill -TERM` does.
fn terminate(child: &mut Child) {
    if matches!(child.try_wait(), Ok(None)) {
        let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    }
}

/// The address itself when it is free; port 0 stands for any free one.
fn free(address: SocketAddr) -> Option<SocketAddr> {
    TcpListener::bind(address).ok()?.local_addr().ok()
}
