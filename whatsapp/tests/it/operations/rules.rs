//! What holds for every call: nothing secret is shown, nothing is endless, ids stay ids.

use std::time::Duration;

use serde_json::json;
use whatsapp::client::{
    Automation, Client, ClientConfig, MediaFile, NotSent, Override, Page, PageQuery, ProfileChange,
    SendError, TemplateFilter, Token, Unknown, all_pages,
};
use whatsapp::limits;

use super::server::{Reply, Server};
use super::token;

const CANARY: &str = "EAAcanary0123456789";

fn reply(status: &'static str, body: &str) -> Reply {
    Reply(status, String::new(), body.as_bytes().to_vec())
}

#[tokio::test]
async fn an_error_carries_code_subcode_trace_and_status() {
    let body = r##"{"error":{"message":"(#100) Invalid parameter","type":"OAuthException","code":100,"error_subcode":2388024,
        "fbtrace_id":"Az8","error_data":{"details":"exists"},"is_transient":false}}"##;
    let server = Server::new(vec![reply("400 Bad Request", body)]);
    let error = server.client().form(&token(), "7").await.unwrap_err();
    let graph = error.graph().unwrap();
    assert_eq!((graph.code, graph.subcode, graph.fbtrace_id.as_deref()), (100, Some(2_388_024), Some("Az8")));
    assert_eq!(error.http_status(), Some(400));
    assert!(error.to_string().ends_with("(http 400)"), "{error}");
}

#[tokio::test]
async fn a_token_stands_in_no_error_and_no_debug() {
    let canary = Token::new(CANARY);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let servers = [
        Server::new(vec![reply("500 Internal Server Error", "<html>")]),
        Server::new(vec![reply("400 Bad Request", r#"{"error":{"code":190,"message":"expired"}}"#)]),
        Server::new(vec![reply("200 OK", "[")]),
    ];
    let slow = ClientConfig { timeout: Duration::from_millis(200), ..ClientConfig::default() };
    let hanging = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut clients: Vec<Client> = servers.iter().map(Server::client).collect();
    for address in [closed, hanging.local_addr().unwrap()] {
        let config = ClientConfig { base_url: format!("http://{address}"), ..slow.clone() };
        clients.push(Client::new(&config).unwrap());
    }
    for client in clients {
        let debugged = client.debug_token(&canary, &canary).await.unwrap_err();
        let exchanged = client.exchange_code("5", &canary, &canary).await.unwrap_err();
        let listed = client.account(&canary, "9").await.unwrap_err();
        for error in [debugged, exchanged, listed] {
            let shown = format!("{error} {error:?} {client:?} {canary:?}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
    let webhook = Override::new("https://a", CANARY).unwrap();
    assert!(!format!("{webhook:?}").contains("canary"));
}

#[tokio::test]
async fn a_call_that_lasts_too_long_is_given_up() {
    let hanging = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", hanging.local_addr().unwrap());
    let config = ClientConfig { base_url, timeout: Duration::from_millis(100), ..ClientConfig::default() };
    let result = Client::new(&config).unwrap().account(&token(), "9").await;
    assert_eq!(result, Err(SendError::Unknown(Unknown::Timeout)));
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = Server::json(&json!({ "id": "9" }));
    let client = server.client();
    for _ in 0..3 {
        client.account(&token(), "9").await.unwrap();
    }
    assert!(server.requests().iter().all(|request| request.connection == 0));
}

#[tokio::test]
async fn lists_may_be_longer_than_other_answers_but_not_endless() {
    let long = |n: usize| {
        let body = format!(r#"{{"data":[{{"id":"{}"}}]}}"#, "x".repeat(n));
        Server::new(vec![reply("200 OK", &body)])
    };
    let list = async |server: Server| {
        server.client().templates(&token(), "9", &TemplateFilter::default(), &PageQuery::default()).await
    };
    assert_eq!(list(long(1_000_000)).await.unwrap().data[0].id.len(), 1_000_000);
    assert_eq!(list(long(9_000_000)).await, Err(SendError::Unknown(Unknown::BadAnswer { status: 200 })));
    let account = long(1_000_000).client().account(&token(), "9").await;
    assert_eq!(account, Err(SendError::Unknown(Unknown::BadAnswer { status: 200 })));
}

#[tokio::test]
async fn pages_are_followed_to_the_end_to_a_limit_and_never_in_a_circle() {
    let page = |ids: &[&str], after: &str, next: bool| {
        let data: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
        let mut page = json!({ "data": data, "paging": { "cursors": { "before": "x", "after": after } } });
        if next {
            page["paging"]["next"] = json!("https://graph.facebook.com/next?access_token=secret");
        }
        reply("200 OK", &page.to_string())
    };
    let fetch = async |replies: Vec<Reply>, most| {
        let server = Server::new(replies);
        let (client, token) = (server.client(), token());
        let forms = all_pages(most, |query| {
            let (client, token) = (client.clone(), token.clone());
            async move { client.forms(&token, "9", &query).await }
        });
        let ids: Vec<String> = forms.await.unwrap().into_iter().map(|form| form.id).collect();
        let asked =
            server.requests().iter().map(|request| request.query.get("after").cloned()).collect::<Vec<_>>();
        (ids.join(" "), asked)
    };
    let all = || vec![page(&["a", "b"], "1", true), page(&["c"], "2", true), page(&["d"], "3", false)];
    let (ids, asked) = fetch(all(), 100).await;
    assert_eq!((ids.as_str(), asked), ("a b c d", vec![None, Some("1".into()), Some("2".into())]));
    let (ids, asked) = fetch(all(), 2).await;
    assert_eq!((ids.as_str(), asked.len()), ("a b", 1));
    let (ids, _) = fetch(vec![page(&["a"], "1", true)], 100).await;
    assert_eq!(ids, "a a", "the same cursor again ends it");
    let empty: Page<String> = serde_json::from_value(json!({ "data": [] })).unwrap();
    assert_eq!(empty.after(), None);
}

#[tokio::test]
async fn ids_stay_one_part_of_the_path() {
    let server = Server::json(&json!({ "id": "9" }));
    let client = server.client();
    for id in ["", " ", ".", ".."] {
        let result = client.account(&token(), id).await;
        assert!(matches!(result, Err(SendError::NotSent(NotSent::Request { .. }))), "{id:?}");
    }
    assert!(server.requests().is_empty());
    client.account(&token(), "9/../8?fields=x#y").await.unwrap();
    assert_eq!(server.request().path, "/v25.0/9%2F..%2F8%3Ffields=x%23y");
}

#[tokio::test]
async fn what_breaks_a_limit_is_not_sent() {
    let server = Server::json(&json!({ "success": true }));
    let client = server.client();
    let profile = ProfileChange { description: Some("x".repeat(257)), ..ProfileChange::default() };
    let automation = Automation { prompts: vec!["x".into(); 5], ..Automation::default() };
    let results = [
        client.set_pin(&token(), "1", "12345").await,
        client.register(&token(), "1", "12345a", None).await,
        client.change_business_profile(&token(), "1", &profile).await,
        client.set_automation(&token(), "1", &automation).await,
        client.create_message_link(&token(), "1", &"x".repeat(141), None).await.map(drop),
        client.upload_form_json(&token(), "7", &"x".repeat(limits::FORM_JSON_BYTES + 1)).await.map(drop),
    ];
    for result in results {
        assert!(matches!(result, Err(SendError::NotSent(NotSent::Request { .. }))), "{result:?}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn files_profiles_and_chats_keep_metas_limits() {
    let file =
        |kind: &str, n: usize| MediaFile::new("f", kind, vec![0; n]).map(drop).map_err(|error| error.field);
    for (kind, most) in [
        ("image/jpeg", limits::IMAGE_BYTES),
        ("image/webp", limits::ANIMATED_STICKER_BYTES),
        ("audio/ogg; codecs=opus", limits::AUDIO_BYTES),
        ("video/mp4", limits::VIDEO_BYTES),
        ("application/pdf", limits::DOCUMENT_BYTES),
    ] {
        assert_eq!(file(kind, most), Ok(()), "{kind}");
        assert_eq!(file(kind, most + 1), Err("file".into()), "{kind}");
    }
    assert_eq!(file("image", 1), Err("file.type".into()));
    assert_eq!(file("image/png\r\nX: y", 1), Err("file.type".into()));
    assert_eq!(file("image/png", 0), Err("file".into()));
    let about =
        |n: usize| ProfileChange { about: Some("x".repeat(n)), ..ProfileChange::default() }.check().is_ok();
    assert_eq!([about(0), about(1), about(139), about(140)], [false, true, true, false]);
    let prompts = |n: usize, chars: usize| {
        Automation { prompts: vec!["x".repeat(chars); n], ..Automation::default() }.check().is_ok()
    };
    assert_eq!([prompts(4, 80), prompts(5, 80), prompts(4, 81)], [true, false, false]);
    assert!(Override::new(format!("https://{}", "a".repeat(192)), "v").is_ok());
    assert!(Override::new(format!("https://{}", "a".repeat(193)), "v").is_err());
}
