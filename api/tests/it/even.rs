//! Whether answers take as long for an account that is there as for one that is not: measured and printed, not judged.
//!
//! `MGS_EVEN_RUNS=100 cargo test -p api --all-features --test it -- even --nocapture` says it well; without the variable a few
//! runs show that the answers are the same. That they cost the same work is a test of its own.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::Role;

use crate::accounts::{a_verified_user, sign_up};
use crate::support::{Actor, Answer, Kind, TestApp, on_both, setting};
use crate::team::{PASSWORD, latest_token};

/// What is sent to an address, and where.
type Call<'a> = (&'static str, String, &'a dyn Fn(&str) -> Value);

/// The times of one call, to the known and to unknown addresses, each sorted.
#[derive(Default)]
struct Times([Vec<Duration>; 2]);

impl Times {
    fn print(&mut self, kind: Kind, name: &str) {
        self.0.iter_mut().for_each(|times| times.sort_unstable());
        let [known, unknown] = &self.0;
        let [a, b] = [known, unknown].map(|times| times[times.len() / 2].as_secs_f64() * 1_000.0);
        let off = (a / b - 1.0) * 100.0;
        println!(
            "{kind:?} {name}: known {a:.2} ms, unknown {b:.2} ms, {off:+.1} % (medians of {})",
            known.len()
        );
    }
}

fn n_runs() -> usize {
    setting("MGS_EVEN_RUNS").and_then(|n| n.parse().ok()).unwrap_or(2)
}

async fn timed(browser: &Actor<'_>, path: &str, body: Value, times: &mut Vec<Duration>) -> Answer {
    let start = Instant::now();
    let answer = browser.post(path, body).await;
    times.push(start.elapsed());
    answer
}

on_both! {
    async fn known_and_unknown_accounts_are_answered_alike_and_the_times_are_printed(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (admin, browser) = (acme.member(Role::Admin).await.user.unwrap(), app.anyone());
        a_verified_user(&app, "known@example.com").await;
        let calls: [Call<'_>; 4] = [
            ("sign-in", "/api/v1/sign-in".into(), &|email| json!({"email": email, "password": "not the right password"})),
            ("sign-up", "/api/v1/sign-up".into(), &sign_up),
            ("forgot", "/api/v1/password-reset-mails".into(), &|email| json!({"email": email})),
            ("invite", acme.url("/invitations"), &|email| json!({"email": email, "role": "viewer"})),
        ];
        for (name, path, body) in &calls {
            let mut times = Times::default();
            for n in 0..n_runs() {
                // Nobody has to wait for the runs before, and the workspace may mail again.
                app.clock.advance(TimeDelta::hours(25));
                let admin = app.signed_in(admin).await;
                let who = if *name == "invite" { &admin } else { &browser };
                let unknown = format!("{name}-{n}@example.com");
                // Which one comes first changes, so that neither always finds things warm.
                let mut answers = Vec::new();
                for side in if n % 2 == 0 { [0, 1] } else { [1, 0] } {
                    let email = if side == 0 { "known@example.com" } else { &unknown };
                    let answer = timed(who, path, body(email), &mut times.0[side]).await;
                    assert!(answer.status < 500, "{name}: {answer}");
                    answers.push(answer.status);
                    app.run_jobs().await;
                }
                assert_eq!(answers[0], answers[1], "{name}");
                revoke_all(&admin, &acme.url("/invitations")).await;
            }
            times.print(kind, name);
        }
    }

    // By the link from their own mail: whoever has it is told whether their address has an account. It is measured all the same.
    async fn an_invitation_is_accepted_in_about_the_same_time_with_and_without_an_account(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (admin, browser) = (acme.member(Role::Admin).await.user.unwrap(), app.anyone());
        a_verified_user(&app, "known@example.com").await;
        let mut times = Times::default();
        for n in 0..n_runs() {
            app.clock.advance(TimeDelta::hours(25));
            let admin = app.signed_in(admin).await;
            for (side, email) in [(0, "known@example.com".to_owned()), (1, format!("new-{n}@example.com"))] {
                admin.post(&acme.url("/invitations"), json!({"email": email, "role": "viewer"})).await;
                app.run_jobs().await;
                let body = json!({"token": latest_token(&app), "name": "Ravi Kumar", "password": PASSWORD});
                let answer = timed(&browser, "/api/v1/invitations/sign-up", body, &mut times.0[side]).await;
                assert_eq!(answer.status, [409, 200][side], "{answer}");
            }
            revoke_all(&admin, &acme.url("/invitations")).await;
        }
        times.print(kind, "accept an invitation");
    }
}

async fn revoke_all(admin: &Actor<'_>, url: &str) {
    for invitation in admin.get(url).await.value()["items"].as_array().unwrap() {
        let id = invitation["id"].as_str().unwrap();
        assert_eq!(admin.delete(&format!("{url}/{id}")).await.status, 204);
    }
}
