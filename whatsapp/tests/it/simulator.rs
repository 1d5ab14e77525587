//! The simulator over real HTTP: what phones write arrives, what is sent gets its statuses, nothing is forgotten.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;
use whatsapp::message::{Button, Buttons, Content as Sent, Message, Recipient, Text};
use whatsapp::simulator::Simulator;
use whatsapp::simulator::admin::{AcceptedCount, Faults, Handshake, NewPhone, PhoneContent, PhoneMessage};
use whatsapp::webhook::{Content, InboundMessage, Item, State};

use crate::bench::{Bench, PATIENCE, Receiver, app, config, says};

#[tokio::test]
async fn what_a_phone_writes_arrives_signed() {
    let mut bench = Bench::new().await;
    let wamid = bench.write("good \"morning\" ö 😀").await;
    let event = bench.receiver.event().await;
    assert_eq!(event.waba_id.as_deref(), Some(bench.number.waba_id.as_str()));
    assert_eq!(event.phone_number_id.as_deref(), Some(bench.number.phone_number_id.as_str()));
    let contact = event.contact.unwrap();
    assert_eq!(contact.profile_name(), Some("Ann"));
    assert_eq!(
        (contact.wa_id.as_deref(), contact.user_id.as_deref()),
        (bench.phone.wa_id.as_deref(), Some(bench.phone.user_id.as_str()))
    );
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!(message.id, wamid);
    assert_eq!(
        (message.from.as_deref(), message.from_user_id.as_deref()),
        (bench.phone.wa_id.as_deref(), Some(bench.phone.user_id.as_str()))
    );
    assert_eq!(message.text(), Some("good \"morning\" ö 😀"));
    assert!(message.timestamp.is_some());
}

#[tokio::test]
async fn replies_and_other_kinds_arrive_in_metas_shape() {
    let mut bench = Bench::new().await;
    let mut write = async |content: PhoneContent| {
        let message = PhoneMessage { content, reply_to: Some("wamid.Q".into()) };
        bench.admin.write(&bench.number.phone_number_id, &bench.phone.user_id, &message).await.unwrap();
        let message = bench.receiver.message().await;
        assert_eq!(message.context.as_ref().unwrap().wamid(), Some("wamid.Q"));
        message
    };
    let chosen = |message: &InboundMessage| {
        message.choice().map(|choice| format!("{} {} {}", message.kind(), choice.id, choice.title))
    };
    let (id, title) = ("a".to_owned(), "A".to_owned());
    let button = write(PhoneContent::ButtonReply { id: id.clone(), title: title.clone() }).await;
    assert_eq!(chosen(&button).as_deref(), Some("interactive.button_reply a A"));
    let row = write(PhoneContent::ListReply { id, title, description: Some("first".into()) }).await;
    assert_eq!(chosen(&row).as_deref(), Some("interactive.list_reply a A"));
    let Content::Interactive(told) = &row.content else { panic!("{row:?}") };
    assert_eq!(told.list_reply.as_ref().unwrap().description.as_deref(), Some("first"));
    let image = PhoneContent::Other { message_type: "image".into(), object: json!({ "id": "1" }) };
    let image = write(image).await;
    assert!(matches!(&image.content, Content::Image(image) if image.id.as_deref() == Some("1")), "{image:?}");
}

#[tokio::test]
async fn a_sent_message_is_sent_delivered_and_read_in_this_order() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    let wamid = bench.send(&bench.text("welcome").with_callback_data("attempt-1").unwrap()).await;
    let mut states = Vec::new();
    for _ in 0..2 {
        let status = bench.receiver.status().await;
        assert_eq!(status.wamid, wamid);
        assert_eq!(status.biz_opaque_callback_data.as_deref(), Some("attempt-1"));
        assert_eq!(
            (status.recipient_phone(), status.recipient_user()),
            (bench.phone.wa_id.as_deref(), Some(bench.phone.user_id.as_str()))
        );
        states.push(status.state);
    }
    let read = bench.admin.read_up(&bench.number.phone_number_id, &bench.phone.user_id).await.unwrap();
    assert_eq!(read.n_read, 1);
    states.push(bench.receiver.status().await.state);
    assert_eq!(states, [State::Sent, State::Delivered, State::Read]);
    let read = bench.admin.read_up(&bench.number.phone_number_id, &bench.phone.user_id).await.unwrap();
    assert_eq!(read.n_read, 0);
}

#[tokio::test]
async fn a_webhook_is_posted_until_it_is_answered_200() {
    let mut bench = Bench::with_receiver(Receiver::start(&[500, 404, 201, 302], 200)).await;
    bench.write("first").await;
    bench.write("second").await;
    let mut bodies = Vec::new();
    for _ in 0..5 {
        bodies.push(bench.receiver.next().await.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "nothing overtakes the first one");
    assert_eq!(bench.receiver.message().await.text(), Some("second"));
}

#[tokio::test]
async fn a_restart_forgets_neither_messages_nor_webhooks() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    bench.receiver.answer(503);
    let wamid = bench.send(&bench.text("kept")).await;
    bench.write("waits").await;
    bench.receiver.next().await;
    bench.simulator.stop().await;
    bench.receiver.stop().await;

    let mut receiver = Receiver::start(&[], 200);
    let simulator = Simulator::start(config(bench.folder.path())).unwrap();
    let admin = simulator.admin().unwrap();
    admin.put_app("app", &app(&receiver.url)).await.unwrap();
    let sent = receiver.status().await;
    assert_eq!((&*sent.wamid, sent.state), (wamid.as_str(), State::Sent));
    assert_eq!(receiver.status().await.state, State::Delivered);
    assert_eq!(receiver.message().await.text(), Some("waits"));
    let stats = admin.stats().await.unwrap();
    assert_eq!(
        stats.accepted.iter().map(|count| (count.body.as_str(), count.n)).collect::<Vec<_>>(),
        [("kept", 1)]
    );
    assert_eq!(stats.n_written, 2);
    let again = admin.write(&bench.number.phone_number_id, &bench.phone.user_id, &says("new")).await.unwrap();
    assert_ne!(again.wamid, wamid);
}

#[tokio::test]
async fn the_order_of_each_phone_is_kept_among_many() {
    let mut bench = Bench::with_receiver(Receiver::start(&[500, 200, 500, 500, 200, 500], 200)).await;
    let mut writing = tokio::task::JoinSet::new();
    for n in 0..12 {
        let (admin, id) = (bench.admin.clone(), bench.number.phone_number_id.clone());
        writing.spawn(async move {
            let phone =
                admin.put_phone(&NewPhone { name: format!("P{n}"), ..NewPhone::default() }).await.unwrap();
            for text in 0..8 {
                admin.write(&id, &phone.user_id, &says(&text.to_string())).await.unwrap();
            }
        });
    }
    writing.join_all().await;
    let mut texts: HashMap<String, Vec<u32>> = HashMap::new();
    while texts.len() < 12 || texts.values().any(|texts| texts.last() != Some(&7)) {
        let message = bench.receiver.message().await;
        let texts = texts.entry(message.from_user_id.as_deref().unwrap().to_owned()).or_default();
        texts.push(message.text().unwrap().parse().unwrap());
        texts.dedup();
    }
    for texts in texts.values() {
        assert_eq!(*texts, (0..8).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_conversation_shows_both_sides_and_waits_for_news() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    let (id, phone) = (bench.number.phone_number_id.clone(), bench.phone.user_id.clone());
    let since = bench.admin.conversation(&id, &phone, 0, Duration::ZERO).await.unwrap().cursor;
    let (admin, at, person) = (bench.admin.clone(), id.clone(), phone.clone());
    let waiting = tokio::spawn(async move {
        let mut cursor = since;
        loop {
            let news = admin.conversation(&at, &person, cursor, PATIENCE).await.unwrap();
            if let Some(message) = news.messages.into_iter().find(|message| message.is_from_business) {
                return message;
            }
            cursor = news.cursor;
        }
    });
    let buttons = Buttons::new("Sure?", vec![Button::new("yes", "Yes")]).unwrap();
    let to = Recipient::Phone(bench.phone.wa_id.clone().unwrap());
    let wamid = bench.send(&Message::new(to, buttons.clone()).with_reply_to("wamid.Q")).await;
    let shown = waiting.await.unwrap();
    assert_eq!(
        (shown.wamid, shown.state.as_str(), shown.reply_to.as_deref()),
        (wamid, "delivered", Some("wamid.Q"))
    );
    assert_eq!(Sent::from_graph(&shown.content).unwrap(), Sent::Buttons(buttons));
    let all = bench.admin.conversation(&id, &phone, 0, Duration::ZERO).await.unwrap();
    assert_eq!(
        all.messages.iter().map(|message| message.is_from_business).collect::<Vec<_>>(),
        [false, true]
    );
}

#[tokio::test]
async fn a_long_thread_begins_with_its_newest_messages_and_goes_back_from_there() {
    let mut bench = Bench::new().await;
    let mut written = Vec::new();
    for n in 0..7 {
        written.push(bench.write(&n.to_string()).await);
    }
    // The oldest is the one that changed last.
    bench.receiver.message().await;
    bench.client.mark_read(&bench.token(), &bench.number.phone_number_id, &written[0]).await.unwrap();
    let (admin, number) = (&bench.admin, &bench.number.phone_number_id);
    let thread = async |before: Option<&str>| {
        let thread = admin.thread(number, &bench.phone.user_id, before, 3).await.unwrap();
        let wamids: Vec<_> = thread.messages.into_iter().map(|message| message.wamid).collect();
        (wamids, thread.has_older)
    };
    assert_eq!(thread(None).await, (written[4..].to_vec(), true));
    assert_eq!(thread(Some(&written[4])).await, (written[1..4].to_vec(), true));
    assert_eq!(thread(Some(&written[1])).await, (written[..1].to_vec(), false));
    assert_eq!(thread(Some("wamid.none")).await, (Vec::new(), false));
    let oldest = admin.message(number, &bench.phone.user_id, &written[0]).await.unwrap().unwrap();
    assert_eq!((oldest.wamid, oldest.state.as_str()), (written[0].clone(), "read"));
    assert_eq!(admin.message(number, &bench.phone.user_id, "wamid.none").await.unwrap(), None);
}

#[tokio::test]
async fn the_business_marks_a_phones_messages_as_read() {
    let mut bench = Bench::new().await;
    let (first, second) = (bench.write("one").await, bench.write("two").await);
    bench.receiver.message().await;
    bench.receiver.message().await;
    bench.client.mark_read(&bench.token(), &bench.number.phone_number_id, &second).await.unwrap();
    let shown = bench
        .admin
        .conversation(&bench.number.phone_number_id, &bench.phone.user_id, 0, Duration::ZERO)
        .await;
    let shown: Vec<_> =
        shown.unwrap().messages.into_iter().map(|message| (message.wamid, message.state)).collect();
    assert_eq!(shown, [(first, "read".into()), (second, "read".into())]);
}

#[tokio::test]
async fn a_phone_with_a_hidden_number_is_known_by_its_user_id_alone() {
    let mut bench = Bench::new().await;
    let phone = NewPhone {
        name: "Bo".into(),
        username: Some("@bo".into()),
        is_number_hidden: true,
        ..NewPhone::default()
    };
    let phone = bench.admin.put_phone(&phone).await.unwrap();
    assert_eq!(phone.wa_id, None);
    bench.admin.write(&bench.number.phone_number_id, &phone.user_id, &says("hi")).await.unwrap();
    let event = bench.receiver.event().await;
    assert_eq!(event.contact.unwrap().username(), Some("@bo"));
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!((&message.from, message.from_user_id.as_deref()), (&None, Some(phone.user_id.as_str())));
    let answer = Message::new(Recipient::UserId(phone.user_id.clone()), Text::new("hello").unwrap());
    let sent = bench.client.send(&bench.token(), &bench.number.phone_number_id, &answer).await.unwrap();
    assert_eq!((&sent.contacts[0].wa_id, &sent.contacts[0].user_id), (&None, &Some(phone.user_id.clone())));
    let status = bench.receiver.status().await;
    assert_eq!((status.recipient_phone(), status.recipient_user()), (None, Some(phone.user_id.as_str())));
}

#[tokio::test]
async fn a_number_shows_what_graph_shows() {
    let bench = Bench::new().await;
    let number = bench.client.phone_number(&bench.token(), &bench.number.phone_number_id).await.unwrap();
    assert_eq!(number.id, bench.number.phone_number_id);
    assert_eq!(number.display_phone_number, bench.number.display_phone_number);
    assert_eq!(number.verified_name, "Shop");
}

#[tokio::test]
async fn a_handshake_succeeds_with_the_right_token_only() {
    let bench = Bench::new().await;
    assert_eq!(
        bench.admin.handshake("app").await.unwrap(),
        Handshake { is_verified: true, status: Some(200) }
    );
    let mut wrong = app(&bench.receiver.url);
    wrong.verify_token = "other".into();
    bench.admin.put_app("app", &wrong).await.unwrap();
    assert_eq!(
        bench.admin.handshake("app").await.unwrap(),
        Handshake { is_verified: false, status: Some(403) }
    );
}

#[tokio::test]
async fn a_webhook_can_be_doubled_on_request() {
    let mut bench = Bench::new().await;
    bench.admin.put_faults(&Faults { double_webhooks: 1, ..Faults::default() }).await.unwrap();
    bench.write("once").await;
    let first = bench.receiver.message().await;
    assert_eq!(bench.receiver.message().await.id, first.id);
}

#[tokio::test]
async fn the_stats_count_alike_messages() {
    let mut bench = Bench::new().await;
    bench.open_window().await;
    let message = bench.text("twice").with_callback_data("attempt").unwrap();
    bench.send(&message).await;
    bench.send(&message).await;
    let expected = AcceptedCount {
        phone_number_id: bench.number.phone_number_id.clone(),
        to: bench.phone.wa_id.clone().unwrap(),
        body: "twice".into(),
        callback_data: Some("attempt".into()),
        n: 2,
    };
    assert_eq!(bench.admin.stats().await.unwrap().accepted, [expected]);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_ids() {
    let (one, other) = (Bench::new().await, Bench::new().await);
    assert_eq!(one.number, other.number);
    assert_eq!(one.phone, other.phone);
    assert_eq!(one.write("x").await, other.write("y").await);
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let bench = Bench::with_receiver(Receiver::start(&[], 500)).await;
    bench.write("secret").await;
    bench.admin.delete_phone(&bench.phone.user_id).await.unwrap();
    assert!(bench.admin.phone(&bench.phone.user_id).await.is_err());
    let stats = bench.admin.stats().await.unwrap();
    assert_eq!((stats.n_written, stats.n_webhooks_waiting), (0, 0));
    bench.admin.delete_number(&bench.number.phone_number_id).await.unwrap();
    assert!(bench.admin.delete_number(&bench.number.phone_number_id).await.is_err());
}
