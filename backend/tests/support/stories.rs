//! Stories that are told on both databases.

/// Each story is a test on SQLite, and one test tells all of them on PostgreSQL.
#[macro_export]
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name($crate::support::server().await).await;
            })*
        }

        #[tokio::test]
        async fn all_on_postgresql() {
            let postgres = match $crate::support::postgres::Postgres::start() {
                Ok(postgres) => postgres,
                Err(why) => {
                    println!("skipped: {why}");
                    return;
                }
            };
            $($name($crate::support::server_with(&format!("database = \"{}\"", postgres.fresh(stringify!($name)).await), "").await).await;)*
        }
    };
}
