//! A small HTTP server on 127.0.0.1 that writes down what it is asked and answers what it was told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use whatsapp::client::{Client, ClientConfig};

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// The number of the connection.
    pub connection: usize,
}

impl Request {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The parts of a multipart body: name, then head and value.
    pub fn parts(&self) -> BTreeMap<String, (String, Vec<u8>)> {
        let boundary = self.headers["content-type"].split_once("boundary=").unwrap().1;
        let body = String::from_utf8_lossy(&self.body).into_owned();
        let close = format!("--{boundary}--\r\n");
        let inner = body.strip_suffix(&close).expect("the body ends with its boundary");
        let open = format!("--{boundary}\r\n");
        // What stands before the first boundary is no part of the body (RFC 2046, 5.1.1).
        let parts = inner.split(&open).skip(1);
        let part = |part: &str| {
            let (head, value) = part.strip_suffix("\r\n").unwrap().split_once("\r\n\r\n").unwrap();
            let name = head.split_once("name=\"").unwrap().1.split_once('"').unwrap().0;
            (name.to_owned(), (head.to_owned(), value.as_bytes().to_vec()))
        };
        parts.map(part).collect()
    }
}

/// What is answered: status line, more header lines, body.
pub struct Reply(pub &'static str, pub String, pub Vec<u8>);

pub struct Server {
    pub base_url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers the replies in turn, the last one for ever.
    pub fn new(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (written, replies) = (Arc::clone(&requests), Arc::new(replies));
        std::thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                let (written, replies) = (Arc::clone(&written), Arc::clone(&replies));
                std::thread::spawn(move || serve(stream.unwrap(), connection, &written, &replies));
            }
        });
        Self { base_url, requests }
    }

    pub fn json(answer: &Value) -> Self {
        Self::new(vec![Reply("200 OK", String::new(), answer.to_string().into_bytes())])
    }

    pub fn client(&self) -> Client {
        Client::new(&ClientConfig { base_url: self.base_url.clone(), ..ClientConfig::default() }).unwrap()
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request there was.
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

fn serve(stream: TcpStream, connection: usize, written: &Mutex<Vec<Request>>, replies: &[Reply]) {
    let mut out = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(mut request) = read(&mut reader) {
        request.connection = connection;
        let at = {
            let mut written = written.lock().unwrap();
            written.push(request);
            written.len() - 1
        };
        let Reply(status, headers, body) = &replies[at.min(replies.len() - 1)];
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
        if out.write_all(head.as_bytes()).and_then(|()| out.write_all(body)).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let line = |reader: &mut BufReader<TcpStream>| {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
        Some(line.trim_end().to_owned())
    };
    let first = line(reader)?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((target.as_str(), ""));
    let mut request = Request { method, path: path.to_owned(), query: pairs(query), ..Request::default() };
    loop {
        let line = line(reader)?;
        let Some((name, value)) = line.split_once(": ") else { break };
        request.headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = request.headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    request.body = vec![0; length];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    };
    query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

fn decode(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}
