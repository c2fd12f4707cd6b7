//! A fresh, migrated database for each test: a temporary SQLite file and, when `TEST_POSTGRES_URL` is set
//! (`.ci/postgres run …` sets it), a schema of its own on that server, dropped afterwards.

use std::future::Future;

use salesbook::db::Db;

/// Tests on every backend: `on_both!(a, b);` makes `a::sqlite` and `a::postgresql` of `async fn a(db: Db)`, and so on. A
/// test that is left out of the list is a function nobody calls: the compiler says so.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::support::db::on_sqlite(super::$name).await;
            }

            #[cfg(feature = "postgres")]
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                crate::support::db::on_postgresql(super::$name).await;
            }
        })+
    };
}
pub(crate) use on_both;

/// Runs `test` on a temporary SQLite file.
pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open_file(&folder.path().join("test.db")).await.unwrap();
    db.migrate().await.unwrap();
    test(db.clone()).await;
    db.close().await;
}

/// Runs `test` in a schema of its own on the server of `TEST_POSTGRES_URL`; without the variable it says so and
/// passes, but where `CI` is set it fails.
#[cfg(feature = "postgres")]
pub async fn on_postgresql<F>(test: impl FnOnce(Db) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    with_schema(async |url| {
        let db = Db::connect(&url, 12).await.unwrap();
        db.migrate().await.unwrap();
        let result = tokio::spawn(test(db.clone())).await;
        // A failed test may have left transactions open in its tasks; the schema goes all the same.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(5), db.close()).await;
        result
    })
    .await;
}

/// The same for a test that gives the address of its empty schema to others.
#[cfg(feature = "postgres")]
pub async fn at_postgresql<F>(test: impl FnOnce(String) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    with_schema(async |url| tokio::spawn(test(url)).await).await;
}

/// Where PostgreSQL is. A pipeline that has none has failed: half of the suite would pass without having run.
#[cfg(feature = "postgres")]
#[expect(clippy::disallowed_methods, reason = "the tests' only settings")]
fn address() -> Option<String> {
    let address = std::env::var("TEST_POSTGRES_URL").ok();
    assert!(
        address.is_some() || std::env::var("CI").is_err(),
        "TEST_POSTGRES_URL is not set: start the tests by `make test` or `.ci/postgres run`"
    );
    if address.is_none() {
        eprintln!("skipped: TEST_POSTGRES_URL is not set");
    }
    address
}

#[cfg(feature = "postgres")]
async fn with_schema(test: impl AsyncFnOnce(String) -> Result<(), tokio::task::JoinError>) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);

    let Some(url) = address() else { return };
    let schema = format!(
        "test_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let server = sqlx::PgPool::connect(&url).await.unwrap();
    let prepare = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(prepare))
        .execute(&server)
        .await
        .unwrap();

    let join = if url.contains('?') { '&' } else { '?' };
    let result = test(format!("{url}{join}options=-c%20search_path%3D{schema}")).await;

    let drop = format!("DROP SCHEMA {schema} CASCADE");
    let dropping = sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&server);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(5), dropping).await;
    if let Err(failed) = result {
        std::panic::resume_unwind(failed.into_panic());
    }
}
