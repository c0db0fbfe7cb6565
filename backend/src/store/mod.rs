//! The database: SQLite in one file, or PostgreSQL by its address; the same queries on both.
//!
//! Everything that must survive is here and nothing is shared between processes but this. Times
//! are seconds since the epoch; what does not end is [`FOREVER`], so no column is ever null.

mod migrations;

use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{Any, AnyPool, Row, Transaction};

/// A moment that never comes.
pub const FOREVER: i64 = i64::MAX;

/// Which database it is; only the few places that must know ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// The database. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
}

/// The database cannot be opened; says what to do.
#[derive(Debug, thiserror::Error)]
#[error("database: {problem}. {remedy}")]
pub struct OpenError {
    problem: String,
    remedy: &'static str,
}

impl Store {
    /// Opens `database` (empty: `stadtkern.db` in the data folder) and brings it to this version.
    ///
    /// # Errors
    /// When it cannot be reached, or was written by a newer version.
    pub async fn open(database: &str, data: &Path) -> Result<Self, OpenError> {
        install_default_drivers();
        let (kind, url) = if database.is_empty() {
            std::fs::create_dir_all(data).map_err(|error| OpenError {
                problem: format!("the folder {} cannot be made ({error})", data.display()),
                remedy: "Name a folder this user may write to with --data",
            })?;
            (Kind::Sqlite, format!("sqlite:{}?mode=rwc", data.join("stadtkern.db").display()))
        } else if database.starts_with("sqlite:") {
            let creates = database.contains("mode=");
            let mark = if database.contains('?') { '&' } else { '?' };
            (
                Kind::Sqlite,
                if creates { database.to_owned() } else { format!("{database}{mark}mode=rwc") },
            )
        } else {
            (Kind::Postgres, database.to_owned())
        };
        let problem = |error: sqlx::Error| OpenError {
            problem: error.to_string(),
            remedy: "Check the address, that the server runs, and that this user may use it",
        };
        let pool = AnyPoolOptions::new()
            .max_connections(if kind == Kind::Sqlite { 8 } else { 16 })
            .acquire_timeout(Duration::from_secs(15))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if kind == Kind::Sqlite {
                        for pragma in ["PRAGMA busy_timeout = 15000", "PRAGMA synchronous = FULL"] {
                            sqlx::query(pragma).execute(&mut *connection).await?;
                        }
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .map_err(problem)?;
        let store = Self { pool, kind };
        if kind == Kind::Sqlite {
            store.write_ahead().await.map_err(problem)?;
        }
        migrations::run(&store).await?;
        Ok(store)
    }

    /// Readers and the writer no longer wait for each other. Kept in the file; another process that
    /// starts at the same time may hold it for a moment.
    async fn write_ahead(&self) -> Result<(), sqlx::Error> {
        let mut tries = 0;
        loop {
            match sqlx::query("PRAGMA journal_mode = WAL").execute(&self.pool).await {
                Ok(_) => return Ok(()),
                Err(error) if tries < 50 && is_transient(&error) => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// For reading, and for single statements.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// A transaction that writes. SQLite takes its one write lock at once, so that it never fails
    /// in the middle.
    ///
    /// # Errors
    /// When the database is gone or busy for too long.
    pub async fn write(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.kind {
            Kind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Kind::Postgres => self.pool.begin().await,
        }
    }

    /// Whether it answers.
    pub async fn is_ready(&self) -> bool {
        let asked = sqlx::query("SELECT 1").execute(&self.pool);
        matches!(tokio::time::timeout(Duration::from_secs(3), asked).await, Ok(Ok(_)))
    }

    /// A secret that all processes share: made by the first one that asks.
    ///
    /// # Errors
    /// When the database or the system's random numbers fail.
    pub async fn shared_secret(&self, name: &str) -> Result<String, sqlx::Error> {
        let fresh = crate::secret::random_hex::<32>()
            .map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))?;
        sqlx::query("INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(fresh)
            .execute(&self.pool)
            .await?;
        sqlx::query("SELECT value FROM secret WHERE name = $1")
            .bind(name)
            .fetch_one(&self.pool)
            .await?
            .try_get("value")
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Whether the same transaction may succeed when it is tried again: a deadlock, a serialisation
/// conflict, a busy file.
pub fn is_transient(error: &sqlx::Error) -> bool {
    let Some(database) = error.as_database_error() else { return false };
    let code = database.code();
    matches!(code.as_deref(), Some("40P01" | "40001" | "5" | "6" | "261" | "517"))
        || database.message().contains("database is locked")
}
