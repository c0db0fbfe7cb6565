//! Mails through a real mail server: `aiosmtpd` from PyPI, started by the test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use support::postgres::free_port;
use support::{Server, server_with};

/// Keeps what it gets in a Maildir; ends when it is dropped.
struct MailServer {
    child: Child,
    folder: tempfile::TempDir,
}

impl MailServer {
    fn start(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let child = Command::new("python3")
            .args([
                "-m",
                "aiosmtpd",
                "-n",
                "-l",
                &format!("127.0.0.1:{port}"),
                "-c",
                "aiosmtpd.handlers.Mailbox",
            ])
            .arg(folder.path().join("box"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { child, folder };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("aiosmtpd did not start");
    }

    fn mails(&self) -> Vec<String> {
        let read = |folder: &Path| -> Vec<String> {
            std::fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
                .collect()
        };
        read(&self.folder.path().join("box/new"))
    }

    async fn wait_for(&self, count: usize) -> Vec<String> {
        for _ in 0..200 {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} mails did not arrive, {} did", self.mails().len());
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn missing() -> bool {
    let there = Command::new("python3")
        .args(["-c", "import aiosmtpd"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        println!("skipped: python3 with aiosmtpd is absent (pip install aiosmtpd)");
    }
    !there
}

async fn city(port: u16, security: &str) -> Server {
    server_with(
        "",
        &format!("[city.smtp]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\""),
    )
    .await
}

async fn waiting(server: &Server) -> i64 {
    backend::mail::outbox::waiting(&server.running.app.store).await.unwrap()
}

#[tokio::test]
async fn the_three_mails_arrive() {
    if missing() {
        return;
    }
    let port = free_port();
    let mail_server = MailServer::start(port);
    let server = city(port, "none").await;
    let key = server.api.filled_in(1, "erika@example.org").await;
    server.api.post("preconfirm-appointment", &key).await;
    let mails = mail_server.wait_for(1).await;
    assert!(mails[0].contains("X-RcptTo: erika@example.org"), "{}", mails[0]);
    assert!(mails[0].contains("From: Musterstadt <termine@musterstadt.example>"), "{}", mails[0]);
    server.api.post("confirm-appointment", &key).await;
    let mails = mail_server.wait_for(2).await;
    assert!(mails.iter().any(|mail| mail.contains("text/calendar") && mail.contains("termin.ics")));
    server.api.post("cancel-appointment", &key).await;
    mail_server.wait_for(3).await;
    for _ in 0..100 {
        if waiting(&server).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a sent mail still waits");
}

#[tokio::test]
async fn a_mail_outlives_an_outage_of_its_server() {
    if missing() {
        return;
    }
    let port = free_port();
    let server = city(port, "none").await;
    let key = server.api.filled_in(1, "erika@example.org").await;
    assert_eq!(
        server.api.post("confirm-appointment", &key).await.status,
        200,
        "an outage of the mail server is not the citizen's"
    );
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(waiting(&server).await, 1);
    let mail_server = MailServer::start(port);
    server.running.app.clock.advance(3600);
    assert_eq!(mail_server.wait_for(1).await.len(), 1);
}

#[tokio::test]
async fn without_the_promised_encryption_nothing_is_sent() {
    if missing() {
        return;
    }
    let port = free_port();
    let mail_server = MailServer::start(port);
    let server = city(port, "starttls").await;
    let key = server.api.filled_in(1, "erika@example.org").await;
    assert_eq!(server.api.post("confirm-appointment", &key).await.status, 200);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!((waiting(&server).await, mail_server.mails().len()), (1, 0));
}
