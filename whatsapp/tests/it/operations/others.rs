//! What Meta's document leaves out, after Meta's pages: tokens, sign-up, resumable uploads, downloads, figures.

use serde_json::json;
use whatsapp::client::{
    AnalyticsQuery, Client, DownloadError, Granularity, MediaFile, MediaInfo, PricingQuery, TemplateQuery,
    Token, UploadSession,
};

use super::meta::assert_path;
use super::server::{Reply, Server};
use super::{answered, token};

#[tokio::test]
async fn a_token_is_looked_up() {
    // Meta: Access tokens; Graph API, Debug token.
    let answer = json!({ "data": { "app_id": "5", "type": "SYSTEM_USER", "application": "A", "expires_at": 0,
        "data_access_expires_at": 0, "is_valid": true, "issued_at": 1_700_000_000, "user_id": "3",
        "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
        "granular_scopes": [{ "scope": "whatsapp_business_management", "target_ids": ["9"] }] } });
    let call = async |client: Client| client.debug_token(&token(), &Token::new("EAA&x=y")).await;
    let (debugged, request) = answered(&answer, call).await;
    let debugged = debugged.unwrap();
    assert!(debugged.is_valid && debugged.expires_at == 0);
    assert_eq!(debugged.granular_scopes[0].target_ids, ["9"]);
    assert_path(&request.path, "/{Version}/debug_token");
    assert_eq!((request.method.as_str(), request.headers["authorization"].as_str()), ("GET", "Bearer T"));
    assert_eq!(request.query, [("input_token".to_owned(), "EAA&x=y".to_owned())].into());
}

#[tokio::test]
async fn a_code_becomes_a_token() {
    // Meta: Embedded Signup, Onboarding customers as a Tech Provider.
    let call =
        async |client: Client| client.exchange_code("5", &Token::new("secret"), &Token::new("code")).await;
    let (business, request) =
        answered(&json!({ "access_token": "EAAJB", "token_type": "bearer" }), call).await;
    assert_eq!(business.unwrap().expose(), "EAAJB");
    assert_path(&request.path, "/{Version}/oauth/access_token");
    assert_eq!((request.method.as_str(), request.headers.get("authorization")), ("GET", None));
    let query = [("client_id", "5"), ("client_secret", "secret"), ("code", "code")];
    assert_eq!(request.query, query.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[tokio::test]
async fn a_file_is_uploaded_in_a_session_and_taken_up_again() {
    // Meta: Graph API, Resumable Upload API.
    let reply = |body: &str| Reply("200 OK", String::new(), body.as_bytes().to_vec());
    let server = Server::new(vec![
        reply(r#"{"id":"upload:MTph==?sig=ARZ%2Fq"}"#),
        reply(r#"{"h":"4::aW"}"#),
        reply(r#"{"id":"upload:MTph==","file_offset":3}"#),
        reply(r#"{"h":"4::aX"}"#),
    ]);
    let file = MediaFile::new("logo.png", "image/png", b"abcdef".to_vec()).unwrap();
    let client = server.client();
    assert_eq!(client.upload_handle(&token(), "5", &file).await.unwrap(), "4::aW");
    let session = UploadSession::new("upload:MTph==?sig=ARZ%2Fq");
    assert_eq!(client.upload_offset(&token(), &session).await.unwrap(), 3);
    assert_eq!(client.upload(&token(), &session, &file, 3).await.unwrap(), "4::aX");

    let [begin, whole, asked, rest] = server.requests().try_into().unwrap();
    assert_path(&begin.path, "/{Version}/{App-ID}/uploads");
    let query = [("file_length", "6"), ("file_name", "logo.png"), ("file_type", "image/png")];
    assert_eq!(begin.query, query.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    assert_eq!(begin.headers["authorization"], "Bearer T");
    for (request, method, offset, body) in [
        (&whole, "POST", Some("0"), &b"abcdef"[..]),
        (&asked, "GET", None, b""),
        (&rest, "POST", Some("3"), b"def"),
    ] {
        assert_eq!((request.method.as_str(), request.path.as_str()), (method, "/v25.0/upload:MTph=="));
        assert_eq!(request.query["sig"], "ARZ/q");
        assert_eq!(request.headers["authorization"], "OAuth T");
        assert_eq!(request.headers.get("file_offset").map(String::as_str), offset);
        assert_eq!(request.body, body);
    }
}

/// SHA-256 of `pictures`, which is another file.
const OTHER: &str = "752f502ee3ac574467c34d2881aabe52eac51a2491d707bf11b09d2b9f0d4546";

fn picture(server: &Server, sha256: &str) -> MediaInfo {
    MediaInfo {
        id: "7".into(),
        url: format!("{}/attachments/?mid=7", server.base_url),
        mime_type: "image/png".into(),
        sha256: sha256.into(),
        file_size: None,
    }
}

fn serving(bytes: &[u8]) -> Server {
    Server::new(vec![Reply("200 OK", "Content-Type: image/png\r\n".into(), bytes.to_vec())])
}

#[tokio::test]
async fn a_file_is_fetched_within_its_limit_and_its_hash_compared() {
    let server = serving(b"picture");
    let file = server.client().download_media(&token(), &picture(&server, ""), 7).await.unwrap();
    assert_eq!((file.bytes.as_slice(), file.mime_type.as_deref()), (&b"picture"[..], Some("image/png")));
    let request = server.request();
    assert_eq!((request.path.as_str(), request.query["mid"].as_str()), ("/attachments/", "7"));
    assert_eq!(request.headers["authorization"], "Bearer T");

    let fetch = async |sha256: &str, limit| {
        let server = serving(b"picture");
        server.client().download_media(&token(), &picture(&server, sha256), limit).await
    };
    assert!(fetch(&file.sha256.to_uppercase(), 100).await.is_ok());
    assert_eq!(file.sha256, "2cea274d0bedc39ec4ab6ba9e59ec889e3ed6fb56a1cf088a64d9b383378dc97");
    assert!(fetch("LOonTQvtw57Eq2up5Z7IiePtb7VqHPCIpk2bODN43Jc=", 100).await.is_ok());
    assert_eq!(fetch(OTHER, 100).await, Err(DownloadError::Hash));
    assert_eq!(fetch("", 6).await, Err(DownloadError::TooLarge { limit: 6 }));
    let announced = MediaInfo { file_size: Some(7), ..picture(&server, "") };
    let result = server.client().download_media(&token(), &announced, 6).await;
    assert_eq!(result, Err(DownloadError::TooLarge { limit: 6 }));
    assert_eq!(server.requests().len(), 1, "a size that is too large is not even asked for");
}

#[tokio::test]
async fn a_token_is_shown_to_no_stranger_and_an_expired_address_says_so() {
    let (server, stranger) = (serving(b"picture"), serving(b"picture"));
    for url in [
        format!("{}/a", stranger.base_url),
        "https://example.org/a".into(),
        "http://lookaside.fbsbx.com/a".into(),
        "https://fbsbx.com.example.org/a".into(),
        "https://evilfbsbx.com/a".into(),
        "file:///etc/passwd".into(),
        String::new(),
    ] {
        let media = MediaInfo { url: url.clone(), ..picture(&server, "") };
        let result = server.client().download_media(&token(), &media, 100).await;
        assert_eq!(result, Err(DownloadError::Address), "{url}");
    }
    assert!(stranger.requests().is_empty());
    let gone = Server::new(vec![Reply("404 Not Found", String::new(), Vec::new())]);
    let result = gone.client().download_media(&token(), &picture(&gone, ""), 100).await;
    let Err(DownloadError::Call(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.http_status(), Some(404));
}

fn range() -> AnalyticsQuery {
    AnalyticsQuery {
        start: 1_700_000_000,
        end: 1_700_086_400,
        granularity: Granularity::Day,
        phone_numbers: vec!["16505550111".into()],
    }
}

#[tokio::test]
async fn messages_conversations_and_prices_are_counted() {
    // Meta: Analytics.
    let answer = json!({ "id": "9", "analytics": { "phone_numbers": ["16505550111"], "granularity": "DAY",
        "data_points": [{ "start": 1, "end": 2, "sent": 196_093, "delivered": 179_715 }] } });
    let (counted, request) =
        answered(&answer, async |client| client.analytics(&token(), "9", &range()).await).await;
    assert_eq!(counted.unwrap().data_points[0].figure("sent"), Some(196_093.0));
    assert_path(&request.path, "/{Version}/{WABA-ID}");
    assert_eq!(
        request.query["fields"],
        r#"analytics.start(1700000000).end(1700086400).granularity(DAY).phone_numbers(["16505550111"])"#
    );

    let query = PricingQuery {
        range: range(),
        metric_types: vec!["COST".into()],
        dimensions: vec!["COUNTRY".into(), "PHONE".into()],
    };
    let points =
        json!({ "data": [{ "data_points": [{ "start": 1, "end": 2, "cost": 0.5, "country": "DE" }] }] });
    let rest = r#".start(1700000000).end(1700086400).granularity(DAILY).phone_numbers(["16505550111"]).metric_types(["COST"]).dimensions(["COUNTRY","PHONE"])"#;
    let answer = json!({ "id": "9", "conversation_analytics": points });
    let call = async |client: Client| client.conversation_analytics(&token(), "9", &query).await;
    let (counted, request) = answered(&answer, call).await;
    assert_eq!(counted.unwrap().data_points[0].figure("cost"), Some(0.5));
    assert_eq!(request.query["fields"], format!("conversation_analytics{rest}"));
    let answer = json!({ "id": "9", "pricing_analytics": points });
    let call = async |client: Client| client.pricing_analytics(&token(), "9", &query).await;
    let (counted, request) = answered(&answer, call).await;
    assert_eq!(counted.unwrap().data_points[0].values["country"], "DE");
    assert_eq!(request.query["fields"], format!("pricing_analytics{rest}"));
}

#[tokio::test]
async fn templates_are_counted_and_counting_is_switched_on() {
    // Meta: Analytics, Template analytics.
    let query = |n: usize| TemplateQuery {
        start: 1,
        end: 2,
        template_ids: vec!["7".into(); n],
        metric_types: vec!["SENT".into(), "READ".into()],
    };
    let answer = json!({ "data": [{ "granularity": "DAILY", "data_points": [{ "template_id": "7", "start": 1, "end": 2, "sent": 3 }] }],
        "paging": { "cursors": { "before": "a", "after": "b" } } });
    let call = async |client: Client| client.template_analytics(&token(), "9", &query(2)).await;
    let (counted, request) = answered(&answer, call).await;
    assert_eq!(counted.unwrap()[0].data_points[0].figure("sent"), Some(3.0));
    assert_path(&request.path, "/{Version}/{WABA-ID}/template_analytics");
    assert_eq!(
        (request.query["template_ids"].as_str(), request.query["metric_types"].as_str()),
        ("[7,7]", "SENT,READ")
    );
    let server = Server::json(&answer);
    assert!(server.client().template_analytics(&token(), "9", &query(11)).await.is_err());
    assert!(server.requests().is_empty());

    let call = async |client: Client| client.enable_template_analytics(&token(), "9").await;
    let (enabled, request) = answered(&json!({ "id": "9" }), call).await;
    enabled.unwrap();
    assert_eq!(
        (request.method.as_str(), request.query["is_enabled_for_insights"].as_str()),
        ("POST", "true")
    );
}
