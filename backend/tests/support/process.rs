//! Real server processes that share a database and can be killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Api;
use super::postgres::free_port;

/// One server process that can be killed and started again at the same address.
pub struct Process {
    pub port: u16,
    config: PathBuf,
    child: Option<Child>,
}

impl Process {
    pub fn start(place: &Path, database: &str) -> Self {
        Self::start_with(place, database, "")
    }

    /// With more in the city's table.
    pub fn start_with(place: &Path, database: &str, more: &str) -> Self {
        let port = free_port();
        let config = place.join(format!("process-{port}.toml"));
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\ndata = \"data\"\ndatabase = \"{database}\"\nrequests_per_minute = 1000000\nlog = \"error\"\n[[city]]\npackage = \"cities/musterstadt\"\nhosts = [\"127.0.0.1\"]\n{more}\n"
        );
        std::fs::write(&config, text).unwrap();
        let mut process = Self { port, config, child: None };
        process.run();
        process
    }

    pub fn run(&mut self) {
        let child = Command::new(env!("CARGO_BIN_EXE_stadtkern-backend"))
            .arg("--config")
            .arg(&self.config)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // `kill` is SIGKILL: no handler, no flush, no goodbye.
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A small generator of our own: a run can be repeated.
pub fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap()
}

/// Waits until it answers.
pub async fn ready(api: &Api) {
    for _ in 0..400 {
        if api
            .send(axum::http::Method::GET, "/health/ready", &[], "")
            .await
            .is_ok_and(|answer| answer.status == 200)
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a process did not start");
}
