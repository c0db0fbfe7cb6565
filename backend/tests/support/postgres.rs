//! A private PostgreSQL cluster in a temporary folder, when the Debian package is installed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Runs until it is dropped.
pub struct Postgres {
    server: Child,
    pub url: String,
    _folder: tempfile::TempDir,
}

/// A port that nobody uses at the moment.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Debian keeps the programs of each version in a folder of its own.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

/// PostgreSQL refuses to run as root; then it runs as its own user.
fn command(program: &Path, root: bool) -> Command {
    if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

impl Postgres {
    /// The address of a new, empty database.
    pub async fn fresh(&self, name: &str) -> String {
        sqlx::any::install_default_drivers();
        let pool = sqlx::AnyPool::connect(&self.url).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
        self.url.replace("/postgres?", &format!("/{name}?"))
    }

    /// Starts one, or says why not.
    pub fn start() -> Result<Self, String> {
        let bin = programs().ok_or("PostgreSQL is not installed (Debian package postgresql)")?;
        let root = Command::new("id")
            .arg("-u")
            .output()
            .map_err(|error| error.to_string())?
            .stdout
            .starts_with(b"0\n");
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        if root {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status()
                .map_err(|error| error.to_string())?;
            if !owned.success() {
                return Err("there is no user postgres".to_owned());
            }
        }
        let data = folder.path().join("data");
        let made = command(&bin.join("initdb"), root)
            .current_dir("/")
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "-D",
            ])
            .arg(&data)
            .output()
            .map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let port = free_port();
        let server = command(&bin.join("postgres"), root)
            .current_dir("/")
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=100",
                "-k",
            ])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
        let running = Self { server, url, _folder: folder };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(running);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err("PostgreSQL did not start in ten seconds".to_owned())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The signal goes to runuser, which hands it on; a fast shutdown is SIGINT, SIGTERM waits for nobody here either.
        let _ = Command::new("kill").args(["-INT", &self.server.id().to_string()]).status();
        std::thread::sleep(Duration::from_millis(300));
        let _ = Command::new("kill").args(["-TERM", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}
