//! What is let in, and that what is let in is kept.

use std::time::{Duration, Instant};

use api::entities::app;
use api::entities::inbound_event::ContentState;
use api::entities::inbound_item::ItemState;
use api::platform::scope::Actor;
use futures_util::StreamExt;
use sea_orm::{ColumnTrait, QueryFilter};
use whatsapp::signature::{SIGNATURE_HEADER, sign};

use super::bench::Bench;
use super::seed::{self, SECRET, VERIFY_TOKEN};
use crate::support::{Kind, on_both};

on_both! {
    async fn every_fault_of_the_signature_is_401_and_leaves_no_row(kind: Kind) {
        let bench = Bench::still(kind).await;
        let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        let right = sign(SECRET.as_bytes(), body.as_bytes());
        let faults: Vec<Vec<String>> = vec![
            vec![],
            vec![String::new()],
            vec!["sha256=".into()],
            vec![right.replace("sha256=", "sha1=")],
            vec![right.trim_start_matches("sha256=").into()],
            vec![right[..right.len() - 1].into()],
            vec![format!("{right}0")],
            vec![right.replacen(|c: char| c.is_ascii_digit(), "x", 5)],
            vec![sign(b"another secret of an app", body.as_bytes())],
            vec![sign(SECRET.as_bytes(), b"another body")],
            vec![right.clone(), right.clone()],
            vec![format!("{right},{right}")],
        ];
        for headers in faults {
            let mut request = bench.client.post(&bench.url).body(body.clone());
            for header in &headers {
                request = request.header(SIGNATURE_HEADER, header);
            }
            assert_eq!(request.send().await.unwrap().status(), 401, "{headers:?}");
        }
        let elsewhere = bench.url.replace(&bench.meta_app_id, "no-such-app");
        let request = bench.client.post(elsewhere).header(SIGNATURE_HEADER, &right).body(body.clone());
        assert_eq!(request.send().await.unwrap().status(), 401);
        assert!(bench.events().await.is_empty());
        assert_eq!(bench.post(body).await, 200);
        assert_eq!(bench.events().await.len(), 1);
    }

    async fn a_handshake_is_answered_to_whoever_knows_the_token(kind: Kind) {
        let bench = Bench::still(kind).await;
        let shake = async |mode: &str, token: &str, challenge: &str| {
            let query = [("hub.mode", mode), ("hub.verify_token", token), ("hub.challenge", challenge)];
            let url = whatsapp_url(&bench.url, &query);
            let answer = bench.client.get(url).send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        assert_eq!(shake("subscribe", VERIFY_TOKEN, "1158201444").await, (200, "1158201444".into()));
        assert_eq!(shake("subscribe", "wrong", "1158201444").await.0, 403);
        assert_eq!(shake("unsubscribe", VERIFY_TOKEN, "1158201444").await.0, 403);
        assert_eq!(shake("subscribe", VERIFY_TOKEN, "<script>").await.0, 403);
        assert!(bench.admin().handshake(&bench.meta_app_id).await.unwrap().is_verified);
        for query in ["", "?hub.mode=subscribe&hub.mode=subscribe", "?hub.mode=%ff"] {
            let answer = bench.client.get(format!("{}{query}", bench.url)).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{query}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json; charset=utf-8", "{query}");
        }
    }

    async fn a_secret_that_does_not_open_is_our_fault_and_not_metas(kind: Kind) {
        let bench = Bench::still(kind).await;
        let tx = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
        let change = tx.change::<app::Entity>().set(app::Column::VerifyToken, vec![0_u8; 4]);
        assert_eq!(change.filter(app::Column::Id.eq(bench.app_id)).run().await.unwrap(), 1);
        tx.commit_pipeline().await.unwrap();
        let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        assert_eq!(bench.post_once(body).await.status(), 503, "Meta comes again");
        let query = [("hub.mode", "subscribe"), ("hub.verify_token", VERIFY_TOKEN), ("hub.challenge", "1")];
        let handshake = bench.client.get(whatsapp_url(&bench.url, &query)).send().await.unwrap();
        assert_eq!(handshake.status(), 503);
    }

    async fn a_body_is_kept_exactly_as_it_came(kind: Kind) {
        let bench = Bench::still(kind).await;
        let odd = b"{ \"entry\" : [],\t\"caf\\u00e9\":\"\xc3\xa9\" }\n".to_vec();
        let broken = b"{\"entry\":[".to_vec();
        let no_text = vec![0xff, 0x00, 0xfe];
        for body in [&odd, &broken, &no_text] {
            assert_eq!(bench.post(body.clone()).await, 200);
        }
        let events = bench.events().await;
        let kept: Vec<_> = events.iter().map(|event| event.body.clone()).collect();
        assert_eq!(kept, [odd, broken, no_text]);
        let states: Vec<_> = events.iter().map(|event| event.content_state).collect();
        use ContentState::{Accepted, Quarantined};
        assert_eq!(states, [Accepted, Quarantined, Quarantined]);
    }

    async fn what_is_too_large_is_refused_and_not_kept(kind: Kind) {
        let bench = Bench::still(kind).await;
        assert_eq!(bench.post(vec![b' '; 10 * 1024 * 1024]).await, 413);
        assert!(bench.events().await.is_empty());
    }

    async fn an_unknown_number_is_put_aside_and_answered_200(kind: Kind) {
        let bench = Bench::still(kind).await;
        let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        assert_eq!(bench.post(body.replace(&bench.phone_number_id, "999")).await, 200);
        let items = bench.items().await;
        assert_eq!(items[0].state, ItemState::Quarantined);
        assert_eq!(items[0].reason.as_deref(), Some("unknown_number"));
        bench.run_pending().await;
        assert!(bench.messages().await.is_empty());
    }

    async fn two_secrets_are_valid_while_one_is_rotated(kind: Kind) {
        let bench = Bench::still(kind).await;
        let old = "fedcba9876543210fedcba9876543210";
        seed::previous_secret(bench.db(), &bench.state().seal, bench.workspace, bench.app_id, old).await;
        for (secret, status) in [(SECRET, 200), (old, 200), ("00000000000000000000000000000000", 401)] {
            let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
            let header = sign(secret.as_bytes(), body.as_bytes());
            let request = bench.client.post(&bench.url).header(SIGNATURE_HEADER, header).body(body);
            assert_eq!(request.send().await.unwrap().status(), status, "{secret}");
        }
    }

    async fn what_cannot_be_stored_now_is_answered_503_at_once_and_comes_again(kind: Kind) {
        let bench = Bench::still(kind).await;
        let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        // SQLite has one writer; PostgreSQL is told to keep the others away.
        let hog = bench.db().across_workspaces("test").begin().await.unwrap();
        if kind == Kind::Postgres {
            hog.execute_sql("LOCK TABLE inbound_events IN ACCESS EXCLUSIVE MODE", Vec::new()).await.unwrap();
        }
        let began = Instant::now();
        let answer = bench.post_once(body.clone()).await;
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "1");
        // The promise is one of time, so nothing but time shows it: within a second; a busy machine gets another one.
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        hog.roll_back().await;
        assert_eq!(bench.post(body).await, 200);
        bench.run_pending().await;
        assert_eq!(bench.messages().await.len(), 1, "whether it was stored late or not");
    }

    async fn while_the_database_is_away_the_webhook_says_so_at_once(kind: Kind) {
        let bench = Bench::still(kind).await;
        bench.db().close().await;
        let began = Instant::now();
        let body = bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        assert_eq!(bench.post_once(body).await.status(), 503);
        // As above.
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }

    async fn what_a_disconnected_number_or_app_changes_is_known_at_once(kind: Kind) {
        let bench = Bench::still(kind).await;
        let body = || bench.envelope(bench.text("wamid.1", 1, "hi")).to_string();
        let unknown = body().replace(&bench.phone_number_id, "777");
        assert_eq!(bench.post(unknown.clone()).await, 200);
        assert_eq!(bench.items().await[0].state, ItemState::Quarantined);
        bench.another_number("777", "waba-2").await;
        let tx = bench.db().begin(Actor::System, bench.workspace).await.unwrap();
        tx.outdate_kept();
        tx.commit_pipeline().await.unwrap();
        assert_eq!(bench.post(unknown).await, 200);
        assert_eq!(bench.items().await[1].state, ItemState::Pending, "the app's numbers are read anew");
    }

    async fn many_at_once_share_commits_and_none_is_lost(kind: Kind) {
        let bench = Bench::still(kind).await;
        let posts = (0..200).map(|n| {
            let bench = &bench;
            async move { bench.post_value(bench.text(&format!("wamid.{n}"), n % 20, "hi")).await }
        });
        let answers: Vec<u16> = futures_util::stream::iter(posts).buffer_unordered(32).collect().await;
        assert!(answers.iter().all(|status| *status == 200));
        bench.run_pending().await;
        assert_eq!(bench.messages().await.len(), 200);
    }
}

fn whatsapp_url(base: &str, query: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{base}?{}", pairs.join("&").replace('<', "%3C").replace('>', "%3E"))
}
