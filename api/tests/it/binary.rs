//! `mgs-wa` itself, as a process: what it prints, what it logs, how it stops.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than anything here takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

struct Running {
    child: Child,
    url: String,
    stderr: ChildStderr,
    folder: tempfile::TempDir,
}

fn command() -> (Command, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mgs-wa"));
    command.current_dir(folder.path()).env_clear().env("MGS_LISTEN", "127.0.0.1:0");
    (command, folder)
}

fn start(log: &str) -> Running {
    let (mut command, folder) = command();
    command.env("MGS_LOG", log).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let line = lines.find(|line| line.trim_start().starts_with("Open")).expect("the address is printed");
    let url = line.split_whitespace().last().unwrap().trim_end_matches('/').to_owned();
    // The pipe stays open until the process ends.
    std::thread::spawn(move || lines.for_each(drop));
    let stderr = child.stderr.take().unwrap();
    Running { child, url, stderr, folder }
}

/// A browser with its cookies.
struct Browser {
    client: reqwest::Client,
    url: String,
    cookies: String,
}

impl Browser {
    async fn call(&mut self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let request = self.client.request(method, format!("{}/api/v1{path}", self.url));
        let request = request.header("x-mgs-request", "1").header("origin", &self.url);
        let request = request.header("cookie", &self.cookies);
        let answer = match body {
            Value::Null => request.send().await.unwrap(),
            body => {
                let request = request.header("content-type", "application/json");
                request.body(body.to_string()).send().await.unwrap()
            }
        };
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookies: Vec<_> = cookies.filter_map(|c| c.to_str().unwrap().split(';').next()).collect();
        if !cookies.is_empty() {
            self.cookies = cookies.join("; ");
        }
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default()
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        self.call(reqwest::Method::POST, path, body).await
    }

    async fn get(&mut self, path: &str) -> Value {
        self.call(reqwest::Method::GET, path, Value::Null).await
    }

    /// Reads until what is read holds the text: another process, which tells nobody when it is done, so it is asked.
    async fn shows(&mut self, path: &str, text: &str) -> Value {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let shown = self.get(path).await;
            if shown.to_string().contains(text) {
                return shown;
            }
            assert!(tokio::time::Instant::now() < end, "waited too long for {text} at {path}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// What stands behind `#` in the first mail; the server tells nobody when it has written it, so the folder is asked.
async fn mailed_token(folder: &Path) -> String {
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        let mails = std::fs::read_dir(folder).into_iter().flatten().map(|mail| mail.unwrap().path());
        let texts = mails.filter_map(|mail| std::fs::read_to_string(mail).ok());
        let token = texts.flat_map(|text| {
            text.split_whitespace().find_map(|word| Some(word.split_once("/verify#")?.1.to_owned()))
        });
        if let Some(token) = token.into_iter().next() {
            return token;
        }
        assert!(tokio::time::Instant::now() < end, "waited too long for a mail");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl Running {
    /// Asks it to stop, and gives its exit code and what it logged.
    fn stop(mut self) -> (Option<i32>, String) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        let mut log = String::new();
        self.stderr.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_json_and_holds_nothing_of_a_person() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let running = start("trace,hyper=off,h2=off,mio=off,polling=off");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let canaries = [
        "Canaria Birdsong",
        "canary@example.com",
        "4915550001111",
        "Yellow Feather Ltd",
        "tweet tweet little one",
    ];
    let post = |path: &str, body: Value| {
        let request =
            client.post(format!("{}/api/v1{path}?q=canaryquery", running.url)).header("x-mgs-request", "1");
        let request = request.header("origin", &running.url).header("content-type", "application/json");
        request.body(body.to_string()).send()
    };
    let [name, email, phone, business, password] = canaries;
    let sign_up = json!({"name": name, "email": email, "phone": format!("+{phone}"), "business_name": business, "password": password});
    assert_eq!(post("/sign-up", sign_up.clone()).await.unwrap().status(), 202);
    assert_eq!(post("/sign-up", sign_up).await.unwrap().status(), 202);
    let sign_in = json!({"email": email, "password": password});
    assert_eq!(post("/sign-in", sign_in).await.unwrap().status(), 403);
    assert_eq!(
        post("/sign-in", json!({"email": email, "password": password, "more": name})).await.unwrap().status(),
        422
    );
    let cookie = "__Host-mgs_refresh=ses_01h455vb4pex5vsknk084sn02q.canarytoken";
    let me = client
        .get(format!("{}/api/v1/me", running.url))
        .header("cookie", cookie)
        .header("user-agent", "canaryagent");
    assert_eq!(me.send().await.unwrap().status(), 401);

    let (code, log) = tokio::task::spawn_blocking(|| running.stop()).await.unwrap();
    assert_eq!(code, Some(0));
    let requests: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .filter(|line: &Value| line["message"] == "request")
        .collect();
    assert!(requests.iter().any(|line| line["route"] == "/api/v1/sign-up" && line["status"] == 202), "{log}");
    for canary in canaries.iter().chain(&["canaryquery", "canarytoken", "canaryagent", "$argon2id"]) {
        let line = log.lines().find(|line| line.contains(canary));
        assert!(line.is_none(), "{canary}: {line:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_customers_and_agents_write_is_in_no_log() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let running = start("trace,hyper=off,h2=off,mio=off,polling=off");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut browser = Browser { client, url: running.url.clone(), cookies: String::new() };
    let (name, asked, answered) = ("Canaria Birdsong", "where do finches live", "finches live in hedges");
    let sign_up = json!({"name": name, "email": "canary@example.com", "phone": "+4915550001111",
        "business_name": "Yellow Feather Ltd", "password": "tweet tweet little one"});
    browser.post("/sign-up", sign_up).await;
    let token = mailed_token(&running.folder.path().join("mgs-wa-data/mail")).await;
    let me = browser.post("/verify", json!({"token": token})).await;
    let at = format!("/workspaces/{}", me["workspaces"][0]["workspace_id"].as_str().unwrap());
    let number = browser.post(&format!("{at}/numbers/sandbox"), json!({})).await;
    let bot = browser.post(&format!("{at}/bots"), json!({"starter": "menu"})).await;
    let publish = format!("{at}/bots/{}/publish", bot["id"].as_str().unwrap());
    browser.post(&publish, json!({"revision": 1})).await;

    let phone = format!("{at}/numbers/{}/phone", number["id"].as_str().unwrap());
    let digits = browser.get(&phone).await["phone"].as_str().unwrap().replace(['+', ' '], "");
    browser.post(&format!("{phone}/messages"), json!({"kind": "text", "text": "hi"})).await;
    browser.shows(&phone, r#""is_mine":false"#).await;
    browser.post(&format!("{phone}/messages"), json!({"kind": "text", "text": asked})).await;
    let conversations = browser.shows(&format!("{at}/conversations"), name).await;
    let conversation = format!("{at}/conversations/{}", conversations["items"][0]["id"].as_str().unwrap());
    browser.shows(&format!("{conversation}/messages"), asked).await;
    browser.post(&format!("{conversation}/messages"), json!({"text": answered})).await;
    browser.shows(&phone, answered).await;

    let (code, log) = tokio::task::spawn_blocking(|| running.stop()).await.unwrap();
    assert_eq!(code, Some(0));
    let has_webhook =
        |line: &str| line.contains(r#""/webhooks/meta/{app}""#) && line.contains(r#""status":200"#);
    assert!(log.lines().any(has_webhook), "the message came in by the webhook: {log}");
    for canary in [name, asked, answered, digits.as_str()] {
        let line = log.lines().find(|line| line.contains(canary));
        assert!(line.is_none(), "{canary}: {line:?}");
    }
}

#[test]
fn the_first_commands_make_a_data_folder_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    for first in [["keys", "init"].as_slice(), &["migrate"]] {
        let (mut command, folder) = command();
        let output = command.env("MGS_DATA_DIR", "var/data").args(first).output().unwrap();
        assert!(output.status.success(), "{first:?}: {}", String::from_utf8_lossy(&output.stderr));
        let mode = std::fs::metadata(folder.path().join("var/data")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{first:?}");
    }
}

#[test]
fn what_is_wrong_is_said_in_a_sentence_and_the_exit_code() {
    let run = |change: &dyn Fn(&mut Command)| {
        let (mut command, _folder) = command();
        change(&mut command);
        let output = command.output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (ok, _, err) = run(&|c| {
        c.env("MGS_ENV", "production");
    });
    assert!(!ok && err.contains("needs public_url"), "{err}");
    let (ok, _, err) = run(&|c| {
        c.env("MGS_SIGN_UP", "nobody");
    });
    assert!(!ok && err.contains("sign_up") && err.contains("nobody"), "{err}");
    let (ok, _, err) = run(&|c| {
        c.args(["--config", "gone.toml"]);
    });
    assert!(!ok && err.contains("gone.toml"), "{err}");
    let production = |c: &mut Command| {
        c.env("MGS_ENV", "production").env("MGS_PUBLIC_URL", "https://wa.example.com");
        c.env("MGS_SMTP_URL", "smtps://u:hunter2@mail.example.com").env("MGS_MAIL_FROM", "a@example.com");
    };
    let (ok, _, err) = run(&|c| production(c));
    assert!(!ok && err.contains("no key ring"), "{err}");
    let (ok, _, err) = run(&|c| {
        production(c);
        c.env("MGS_LISTN", "127.0.0.1:1");
    });
    assert!(!ok && err.contains("MGS_LISTN"), "{err}");
    let (ok, _, err) = run(&|c| {
        c.env("MGS_LISTN", "127.0.0.1:1").arg("--print-config");
    });
    assert!(!ok && err.contains("MGS_LISTN"), "in development, too: {err}");
    let (ok, _, err) = run(&|c| {
        c.env("MGS_TEST_POSTGRES", "postgres://localhost").arg("--print-config");
    });
    assert!(ok, "a name of the tests is nobody's mistake: {err}");
    let (ok, out, _) = run(&|c| {
        production(c);
        c.arg("--print-config");
    });
    assert!(
        ok && out.contains("smtp_url = \"smtps://u:***@mail.example.com\"") && !out.contains("hunter2"),
        "{out}"
    );
    let (ok, out, _) = run(&|c| {
        c.arg("openapi");
    });
    assert!(ok && out == api::openapi::text());
}
