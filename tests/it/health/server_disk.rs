//! The disk of PostgreSQL's server.

use axum::http::{Method, StatusCode};
use salesbook::db::Db;
use serde_json::json;

use super::{codes, look, refuse, run};
use crate::support::app::{Multipart, TestApp, Who};
use crate::support::speech::call;

/// The server's own disk, as PostgreSQL tells of it: 53100 in the middle of a transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_of_the_server_is_told_as_such() {
    crate::support::db::on_postgresql(|db: Db| async move {
        let app = TestApp::new(db.clone()).await;
        let manager = app.sign_in(Who::Manager).await;
        look(&app).await.ok();
        refuse(&db, "53100").await;
        for table in ["unanswered_queries", "drafts", "recordings"] {
            let exists: i64 = {
                let mut tx = db.read().await.unwrap();
                tx.query("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1")
                    .bind(table)
                    .scalar()
                    .await
                    .unwrap()
            };
            if exists == 1 {
                let sql = format!("CREATE TRIGGER refused BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()");
                run(&db, Box::leak(sql.into_boxed_str()) as &'static str).await;
            }
        }
        let ready = look(&app).await.expect(StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(codes(&ready, "database"), ["database-full"]);
        let form = Multipart::default().file("file", "call.wav", &call(8));
        let answer = manager.upload("/api/v1/recordings", form).await;
        answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
        let draft = json!({ "form": "/plans/1", "base": "7f", "turn": 1, "fields": [{ "name": "a", "value": "б" }] });
        let answer = manager.json(Method::PUT, "/api/v1/drafts/01K0ZC3QJ5V0T5N6V8W2M4X7RD", &draft).await;
        answer.problem(StatusCode::INSUFFICIENT_STORAGE, "disk-full");
    })
    .await;
}
