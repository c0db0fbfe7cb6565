//! Mails through a real mail server: `aiosmtpd` from PyPI, started by the test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
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
        Self::start_with(port, &[])
    }

    fn start_with(port: u16, arguments: &[&OsStr]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let child = Command::new("python3")
            .args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}")])
            .args(arguments)
            .args(["-c", "aiosmtpd.handlers.Mailbox"])
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

/// An authority of our own and a certificate that it signed for `localhost`.
struct Certificates(tempfile::TempDir);

impl Certificates {
    fn new() -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        made.make("authority", "CA:TRUE", &[]);
        let (authority, key) = (made.path("authority.pem"), made.path("authority.key"));
        let signed_by = [
            "-CA".as_ref(),
            authority.as_os_str(),
            "-CAkey".as_ref(),
            key.as_os_str(),
            "-addext".as_ref(),
            "subjectAltName=DNS:localhost".as_ref(),
        ];
        made.make("server", "CA:FALSE", &signed_by);
        made
    }

    fn make(&self, name: &str, constraints: &str, more: &[&OsStr]) {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
            .args(["-nodes", "-days", "2", "-subj", &format!("/CN={name}")])
            .args(["-addext", &format!("basicConstraints=critical,{constraints}")])
            .arg("-keyout")
            .arg(self.path(&format!("{name}.key")))
            .arg("-out")
            .arg(self.path(&format!("{name}.pem")))
            .args(more)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn openssl_is_missing() -> bool {
    let there = Command::new("openssl")
        .arg("version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        println!("skipped: the openssl command is absent (Debian: openssl)");
    }
    !there
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
    city_with(port, security, "").await
}

async fn city_with(port: u16, security: &str, more: &str) -> Server {
    let smtp = format!(
        "[city.smtp]\nhost = \"localhost\"\nport = {port}\nsecurity = \"{security}\"\n{more}"
    );
    server_with("", &smtp).await
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

/// With STARTTLS, and with TLS from the first byte: a server that takes nothing without it.
#[tokio::test]
async fn a_mail_goes_encrypted_to_a_server_whose_authority_the_city_names() {
    if missing() || openssl_is_missing() {
        return;
    }
    let certificates = Certificates::new();
    let authority = format!("authority = {:?}", certificates.path("authority.pem"));
    for (security, certificate, key) in
        [("starttls", "--tlscert", "--tlskey"), ("tls", "--smtpscert", "--smtpskey")]
    {
        let port = free_port();
        let (signed, secret) = (certificates.path("server.pem"), certificates.path("server.key"));
        let protected =
            [certificate.as_ref(), signed.as_os_str(), key.as_ref(), secret.as_os_str()];
        let mail_server = MailServer::start_with(port, &protected);

        // A stranger's certificate is none: somebody may be listening in between.
        let stranger = city(port, security).await;
        let key = stranger.api.filled_in(1, "fremd@example.org").await;
        assert_eq!(stranger.api.post("confirm-appointment", &key).await.status, 200);
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert_eq!((waiting(&stranger).await, mail_server.mails().len()), (1, 0), "{security}");

        let server = city_with(port, security, &authority).await;
        let key = server.api.filled_in(1, "erika@example.org").await;
        server.api.post("preconfirm-appointment", &key).await;
        let mails = mail_server.wait_for(1).await;
        assert!(mails[0].contains("X-RcptTo: erika@example.org"), "{security}: {}", mails[0]);
        assert_eq!(mail_server.mails().len(), 1, "{security}");
    }
}
