//! What waits for what on PostgreSQL: two that change the same take their locks in one order, and neither is refused.

use api::entities::user;
use api::platform::scope::Actor;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;

use crate::support::{Kind, TestApp};

/// Returns when so many transactions of this test's database wait for a lock.
async fn until_waiting(app: &TestApp, n: i64) {
    let sql = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
               WHERE NOT granted AND datname = current_database()";
    let peek = app.database.peek().await;
    loop {
        let row = peek.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
        if row.unwrap().try_get_by_index::<i64>(0).unwrap() >= n {
            return;
        }
    }
}

/// The newest link of a mail with this subject.
fn token(app: &TestApp, subject: &str) -> String {
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.contains(&format!("Subject: {subject}"))).expect(subject);
    let link = mail.split_whitespace().find(|word| word.contains('#')).expect(mail);
    link.split_once('#').unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_verified_while_its_password_is_reset() {
    if !Kind::Postgres.is_available() {
        return;
    }
    let app = TestApp::new(Kind::Postgres).await;
    let browser = app.anyone();
    let email = "asha@example.com";
    let sign_up = json!({"name": "Asha Patel", "email": email, "phone": "+919812345678",
                         "business_name": "Maa Bakery", "password": "correct horse battery staple"});
    assert_eq!(browser.post("/api/v1/sign-up", sign_up).await.status, 202);
    assert_eq!(browser.post("/api/v1/password-reset-mails", json!({"email": email})).await.status, 202);
    app.run_jobs().await;
    let verify = json!({"token": token(&app, "Verify your address")});
    let reset = json!({"token": token(&app, "Set a new password"), "password": "seven green lanterns"});
    // Whoever holds the user makes both wait there, the reset first.
    let holder = app.db().begin_global(Actor::System).await.unwrap();
    let rows = holder.find::<user::Entity>().locked().all().await.unwrap();
    assert_eq!(rows.len(), 1);
    let act = async {
        let reset = browser.post("/api/v1/password-reset", reset);
        let verify = async {
            until_waiting(&app, 1).await;
            browser.post("/api/v1/verify", verify).await
        };
        tokio::join!(reset, verify)
    };
    let release = async {
        until_waiting(&app, 2).await;
        drop(holder);
    };
    let ((reset, verify), ()) = tokio::join!(act, release);
    assert_eq!(reset.status, 204, "{reset}");
    assert!(
        verify.status == 200 || verify.to_string() == "422 link_invalid",
        "before the reset or after it: {verify}"
    );
    app.run_jobs().await;
}
