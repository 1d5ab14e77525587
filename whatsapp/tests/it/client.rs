//! The client against servers that answer badly: it always knows whether it knows.

use std::io::{Read, Write};
use std::net::TcpListener;

use whatsapp::client::{ANSWER_BYTES, Client, ClientConfig, ClientError, NotSent, SendError, Token, Unknown};
use whatsapp::error::Class;
use whatsapp::message::{Message, Recipient, SendResponse, Text};

use crate::bench::client;

/// A server that reads one request, writes these bytes and closes.
fn answering(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut part = [0; 4096];
        while !request.ends_with(b"}}") {
            let n = stream.read(&mut part).unwrap();
            request.extend_from_slice(&part[..n]);
        }
        let _ = stream.write_all(&bytes);
    });
    format!("http://{address}")
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

async fn send_to(base_url: &str) -> Result<SendResponse, SendError> {
    let message = Message::new(Recipient::Phone("1".into()), Text::new("x").unwrap());
    client(base_url).send(&Token::new("t"), "1", &message).await
}

async fn send(answer: Vec<u8>) -> Result<SendResponse, SendError> {
    send_to(&answering(answer)).await
}

fn unknown(status: u16) -> Result<SendResponse, SendError> {
    Err(SendError::Unknown(Unknown::BadAnswer { status }))
}

#[tokio::test]
async fn a_success_with_an_id_is_sent() {
    let sent = send(http("200 OK", "", r#"{"messages":[{"id":"wamid.A"}]}"#)).await.unwrap();
    assert_eq!(sent.wamid(), Some("wamid.A"));
}

#[tokio::test]
async fn a_success_without_an_id_is_unknown() {
    for body in ["", "{}", "<html>", r#"{"messages":[]}"#, r#"{"messages":[{}]}"#] {
        assert_eq!(send(http("200 OK", "", body)).await, unknown(200), "{body}");
    }
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"messages\"".to_vec();
    assert_eq!(send(cut).await, unknown(200));
    assert_eq!(send(http("200 OK", "", &" ".repeat(ANSWER_BYTES + 1))).await, unknown(200));
}

#[tokio::test]
async fn a_server_error_without_graphs_words_is_unknown() {
    assert_eq!(send(http("502 Bad Gateway", "", "<html>")).await, unknown(502));
    assert_eq!(send(http("500 Internal Server Error", "", "")).await, unknown(500));
}

#[tokio::test]
async fn graphs_own_errors_are_not_sent_whatever_their_status() {
    let body = |code: i64| format!(r#"{{"error":{{"message":"m","code":{code}}}}}"#);
    for (status, code, class) in [
        ("500 Internal Server Error", 131000, Class::Retry),
        ("503 Service Unavailable", 2, Class::Retry),
        ("400 Bad Request", 131056, Class::Throttle),
        ("400 Bad Request", 100, Class::Permanent),
        ("429 Too Many Requests", 100, Class::Throttle),
    ] {
        let Err(SendError::NotSent(not_sent)) = send(http(status, "Retry-After: 7\r\n", &body(code))).await
        else {
            panic!("{status} {code}")
        };
        assert_eq!(not_sent.class(), class, "{status} {code}");
        assert_eq!(not_sent.retry_after().unwrap().as_secs(), 7);
    }
}

#[tokio::test]
async fn refusals_without_graphs_words_and_redirects_are_not_sent() {
    for (answer, status, class) in [
        (http("404 Not Found", "", "<html>"), 404, Class::Permanent),
        (http("429 Too Many Requests", "", ""), 429, Class::Throttle),
        (http("302 Found", "Location: http://127.0.0.1:1/\r\n", ""), 302, Class::Permanent),
    ] {
        let Err(SendError::NotSent(not_sent)) = send(answer).await else { panic!("{status}") };
        assert_eq!(not_sent, NotSent::Refused { status, retry_after: None });
        assert_eq!(not_sent.class(), class);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_unknown() {
    assert!(matches!(send(Vec::new()).await, Err(SendError::Unknown(Unknown::Broken { .. }))));
    assert!(matches!(send(b"HTTP/1.1 200".to_vec()).await, Err(SendError::Unknown(Unknown::Broken { .. }))));
}

#[tokio::test]
async fn a_refused_connection_is_not_sent_and_worth_a_retry() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let Err(SendError::NotSent(not_sent)) = send_to(&base_url).await else { panic!("sent") };
    assert!(matches!(not_sent, NotSent::Unreachable { .. }));
    assert!(not_sent.is_retryable());
}

#[test]
fn what_is_no_address_of_a_graph_api_is_refused() {
    let new = |base_url: &str, version: &str| {
        Client::new(&ClientConfig {
            base_url: base_url.into(),
            version: version.into(),
            ..ClientConfig::default()
        })
    };
    for (base_url, version) in
        [("", "v25.0"), ("ftp://x", "v25.0"), ("graph", "v25.0"), ("http://x", "v25.0/y")]
    {
        assert!(matches!(new(base_url, version), Err(ClientError::Address(_))), "{base_url} {version}");
    }
}

#[test]
fn a_token_is_never_printed() {
    assert_eq!(format!("{:?}", Token::new("EAAsecret")), "Token(…)");
}
