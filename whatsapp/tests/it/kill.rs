//! `kill -9` at any moment: what was accepted is there afterwards, and every webhook still comes.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use whatsapp::client::Token;
use whatsapp::simulator::Simulator;
use whatsapp::simulator::admin::{AdminClient, NewNumber, NewPhone};

use crate::bench::{Receiver, app, config, says};

const FOLDER: &str = "WHATSAPP_TEST_SIMULATOR_FOLDER";

/// Where a folder is given, this is the simulator's process, which prints its address and is killed from outside.
#[tokio::test]
async fn a_simulator_serves_until_its_process_ends() {
    let given = std::env::var_os(FOLDER);
    let folder = tempfile::tempdir().unwrap();
    let simulator = Simulator::start(config(given.as_ref().map_or(folder.path(), Path::new))).unwrap();
    assert!(simulator.admin().unwrap().is_healthy().await);
    if given.is_some() {
        eprintln!("{}", simulator.base_url());
        std::future::pending::<()>().await;
    }
}

fn start(folder: &Path) -> (Child, AdminClient) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::a_simulator_serves_until_its_process_ends", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let base_url = lines.map(Result::unwrap).find(|line| line.starts_with("http://")).unwrap();
    (child, AdminClient::new(&base_url, Token::new("admin")).unwrap())
}

#[tokio::test]
async fn a_killed_simulator_forgets_nothing_it_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let mut receiver = Receiver::start(&[], 200);
    let number =
        NewNumber { app_id: "app".into(), phone_number_id: Some("1".into()), ..NewNumber::default() };
    let (mut written, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..4 {
        let (mut child, admin) = start(folder.path());
        admin.put_app("app", &app(&receiver.url)).await.unwrap();
        admin.put_number(&number).await.unwrap();
        let mut writing = tokio::task::JoinSet::new();
        for n in 0..4 {
            let admin = admin.clone();
            writing.spawn(async move {
                let user_id = Some(format!("US.{n}"));
                let mut written = Vec::new();
                let phone = NewPhone { user_id, ..NewPhone::default() };
                let Ok(phone) = admin.put_phone(&phone).await else { return written };
                while let Ok(message) = admin.write("1", &phone.user_id, &says("text")).await {
                    written.push(message.wamid);
                }
                written
            });
        }
        // Some have come: kill in the midst of the others.
        for _ in 0..(5 + 7 * round) {
            seen.insert(receiver.message().await.id.to_string());
        }
        child.kill().unwrap();
        child.wait().unwrap();
        written.extend(writing.join_all().await.into_iter().flatten());
    }
    let simulator = Simulator::start(config(folder.path())).unwrap();
    let stats = simulator.admin().unwrap().stats().await.unwrap();
    assert!(usize::try_from(stats.n_written).unwrap() >= written.len());
    while !seen.is_superset(&written) {
        seen.insert(receiver.message().await.id.to_string());
    }
}
