//! What the simulator refuses, in Graph's words, and faults on request.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use whatsapp::client::{Client, ClientConfig, NotSent, SendError, Token, Unknown};
use whatsapp::error::Class;
use whatsapp::message::{Message, Recipient, Text};
use whatsapp::simulator::admin::{AdminClient, AdminError, ErrorFault, Faults};
use whatsapp::webhook::State;

use crate::bench::Bench;

/// Posts JSON with the number's token; answers status, code, subcode.
async fn post(bench: &Bench, path: &str, body: &Value) -> (u16, i64, Option<i64>) {
    call(bench, Method::POST, path, Some(&bench.number.token), body.to_string()).await
}

async fn call(
    bench: &Bench,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: String,
) -> (u16, i64, Option<i64>) {
    let request = reqwest::Client::new().request(method, format!("{}{path}", bench.simulator.base_url()));
    let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
    let answer = request.body(body).send().await.unwrap();
    let status = answer.status().as_u16();
    let error = &answer.json::<Value>().await.unwrap()["error"];
    assert!(
        error["message"].is_string() && error["type"].is_string() && error["fbtrace_id"].is_string(),
        "{error}"
    );
    (status, error["code"].as_i64().unwrap(), error["error_subcode"].as_i64())
}

fn text(to: &str, body: &str) -> Value {
    json!({ "messaging_product": "whatsapp", "to": to, "type": "text", "text": { "body": body } })
}

#[tokio::test]
async fn refusals_have_graphs_envelope_and_codes() {
    let bench = Bench::new().await;
    let messages = format!("/v25.0/{}/messages", bench.number.phone_number_id);
    let fine = text("+1 (201) 555-0000", "hi");
    let with = |name: &str, value: Value| {
        let mut body = fine.clone();
        body[name] = value;
        body
    };
    let long_title = json!({ "type": "button", "body": { "text": "b" }, "action": { "buttons": [
        { "type": "reply", "reply": { "id": "1", "title": "x".repeat(21) } }] } });
    let mut buttons = with("interactive", long_title);
    buttons["type"] = json!("interactive");
    let cases = [
        (with("messaging_product", Value::Null), (400, 100)),
        (with("messaging_product", json!("sms")), (400, 131009)),
        (with("to", Value::Null), (400, 100)),
        (with("to", json!("ann")), (400, 131009)),
        (with("to", json!(7)), (400, 131009)),
        (with("to", json!(bench.number.display_phone_number)), (400, 131021)),
        (with("text", Value::Null), (400, 131008)),
        (with("text", json!({ "body": "" })), (400, 131009)),
        (with("text", json!({ "body": "x".repeat(4097) })), (400, 100)),
        (with("type", json!("telepathy")), (400, 131051)),
        (with("biz_opaque_callback_data", json!("x".repeat(513))), (400, 131009)),
        (buttons, (400, 131009)),
        (json!([]), (400, 100)),
        (
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.unknown" }),
            (400, 131009),
        ),
    ];
    for (body, expected) in cases {
        let (status, code, _) = post(&bench, &messages, &body).await;
        assert_eq!((status, code), expected, "{body}");
    }
    assert_eq!(call(&bench, Method::POST, &messages, Some(&bench.number.token), "{".into()).await.1, 100);
    let huge = " ".repeat(300_000);
    assert_eq!(call(&bench, Method::POST, &messages, Some(&bench.number.token), huge).await.1, 100);
    assert!(bench.admin.stats().await.unwrap().accepted.is_empty());
}

#[tokio::test]
async fn tokens_ids_and_paths_are_checked() {
    let bench = Bench::new().await;
    let fine = text("12015550000", "hi");
    let id = &bench.number.phone_number_id;
    let messages = format!("/v25.0/{id}/messages");
    assert_eq!(call(&bench, Method::POST, &messages, None, fine.to_string()).await, (401, 190, None));
    assert_eq!(
        call(&bench, Method::POST, &messages, Some("wrong"), fine.to_string()).await,
        (401, 190, None)
    );
    assert_eq!(post(&bench, "/v25.0/42/messages", &fine).await, (400, 100, Some(33)));
    assert_eq!(post(&bench, "/v25.0/42/nonsense", &fine).await.1, 2500);
    assert_eq!(post(&bench, &format!("/x/{id}/messages"), &fine).await.1, 2500);
    assert_eq!(
        call(&bench, Method::DELETE, &messages, Some(&bench.number.token), String::new()).await.1,
        100
    );
    // Without a version, as some clients call it; with the token in the query.
    let url = format!("{}/{id}/messages?access_token={}", bench.simulator.base_url(), bench.number.token);
    assert_eq!(reqwest::Client::new().post(url).body(fine.to_string()).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn outside_the_window_a_message_fails_with_131047() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    bench.admin.close_window(&bench.number.phone_number_id, &bench.phone.user_id).await.unwrap();
    let wamid = bench.send(&bench.text("too late").with_callback_data("a").unwrap()).await;
    let status = bench.receiver.status().await;
    assert_eq!((&*status.wamid, status.state), (wamid.as_str(), State::Failed));
    assert_eq!(status.errors[0].code(), 131047);
    assert_eq!(status.biz_opaque_callback_data.as_deref(), Some("a"));
}

#[tokio::test]
async fn a_message_to_nobody_fails_with_131026() {
    let mut bench = Bench::new().await;
    let message = Message::new(Recipient::Phone("+49 30 123".into()), Text::new("hi").unwrap());
    bench.send(&message).await;
    let status = bench.receiver.status().await;
    assert_eq!((status.state, status.errors[0].code()), (State::Failed, 131026));
    assert_eq!(status.recipient_id.as_deref(), Some("4930123"));
    bench.send(&Message::new(Recipient::UserId("US.nobody".into()), Text::new("hi").unwrap())).await;
    assert_eq!(bench.receiver.status().await.recipient_user_id.as_deref(), Some("US.nobody"));
}

#[tokio::test]
async fn an_error_on_request_holds_for_the_next_sends_and_sends_nothing() {
    let bench = Bench::new().await;
    let error = ErrorFault { code: 130429, http_status: 429, n_sends: 2 };
    bench.admin.put_faults(&Faults { error: Some(error), ..Faults::default() }).await.unwrap();
    for _ in 0..2 {
        let failed = bench
            .client
            .send(&bench.token(), &bench.number.phone_number_id, &bench.text("x"))
            .await
            .unwrap_err();
        let SendError::NotSent(not_sent) = failed else { panic!("{failed}") };
        assert_eq!(not_sent.class(), Class::Throttle);
        assert!(not_sent.is_retryable());
    }
    assert!(bench.admin.stats().await.unwrap().accepted.is_empty());
    bench.send(&bench.text("x")).await;
}

#[tokio::test]
async fn a_dropped_answer_is_unknown_to_the_sender_and_told_by_statuses() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    bench.admin.put_faults(&Faults { drop_answers: 1, ..Faults::default() }).await.unwrap();
    let message = bench.text("perhaps").with_callback_data("attempt-9").unwrap();
    let failed =
        bench.client.send(&bench.token(), &bench.number.phone_number_id, &message).await.unwrap_err();
    assert!(matches!(failed, SendError::Unknown(_)), "{failed}");
    assert_eq!(bench.receiver.status().await.biz_opaque_callback_data.as_deref(), Some("attempt-9"));
    assert_eq!(bench.admin.stats().await.unwrap().accepted[0].n, 1);
}

#[tokio::test]
async fn a_slow_answer_is_unknown_to_the_sender() {
    let bench = Bench::new().await;
    bench.admin.put_faults(&Faults { latency_ms: 60_000, ..Faults::default() }).await.unwrap();
    let timeout = Duration::from_millis(200);
    let hasty = ClientConfig { base_url: bench.simulator.base_url(), timeout, ..ClientConfig::default() };
    let sent = Client::new(&hasty)
        .unwrap()
        .send(&bench.token(), &bench.number.phone_number_id, &bench.text("x"))
        .await;
    assert_eq!(sent, Err(SendError::Unknown(Unknown::Timeout)));
}

#[tokio::test]
async fn a_withdrawn_token_asks_for_a_new_connection() {
    let bench = Bench::new().await;
    let sent = bench.client.send(&Token::new("old"), &bench.number.phone_number_id, &bench.text("x")).await;
    let Err(SendError::NotSent(not_sent @ NotSent::Graph { status: 401, .. })) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(not_sent.class(), Class::ReAuthenticate);
}

#[tokio::test]
async fn the_admin_api_asks_for_its_token() {
    let bench = Bench::new().await;
    for token in ["", "wrong"] {
        let stranger = AdminClient::new(&bench.simulator.base_url(), Token::new(token)).unwrap();
        assert!(stranger.is_healthy().await);
        assert!(matches!(stranger.stats().await, Err(AdminError::Refused { status: 401, .. })));
    }
}
