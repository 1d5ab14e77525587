//! Messages, media, numbers, profile, blocking, links, automation, commerce: what hangs on a number.

use serde_json::json;
use whatsapp::client::{
    Automation, Client, CodeMethod, Command, ImageFormat, MediaFile, NewNumber, Override, PageQuery,
    ProfileChange, UserRef, Vertical,
};
use whatsapp::message::{Message, Recipient, Text};

use super::{answered, metas, number, token};

#[tokio::test]
async fn messages_are_sent_and_read() {
    let message = Message::new(Recipient::Phone("+16505551234".into()), Text::new("hi").unwrap());
    let expected = serde_json::to_value(&message).unwrap();
    let call = async |client: Client| client.send(&token(), "1", &message).await;
    let (sent, request) = metas("POST", &number("/messages"), 0, call).await;
    assert!(sent.wamid().is_some());
    assert_eq!(request.json(), expected);
    assert_eq!(request.headers["content-type"], "application/json");
    assert!(request.headers["user-agent"].starts_with("mgs-whatsapp/"));

    let success = json!({ "success": true });
    let (read, request) =
        answered(&success, async |client| client.mark_read(&token(), "1", "wamid.A").await).await;
    read.unwrap();
    assert_eq!(
        request.json(),
        json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A" })
    );
    let (typing, request) =
        answered(&success, async |client| client.show_typing(&token(), "1", "wamid.A").await).await;
    typing.unwrap();
    assert_eq!(request.json()["typing_indicator"], json!({ "type": "text" }));
}

#[tokio::test]
async fn files_are_uploaded_looked_up_and_deleted() {
    let file = MediaFile::new("a \"b\".png", "image/png", b"--x\r\n\x00\x01".to_vec()).unwrap();
    let call = async |client: Client| client.upload_media(&token(), "1", &file).await;
    let (id, request) = metas("POST", &number("/media"), 1, call).await;
    assert_eq!(id, "4490709327384033");
    let parts = request.parts();
    assert_eq!(parts["messaging_product"].1, b"whatsapp");
    assert_eq!(parts["type"].1, b"image/png");
    assert!(parts["file"].0.contains("filename=\"a %22b%22.png\"\r\nContent-Type: image/png"));
    assert_eq!(parts["file"].1, b"--x\r\n\x00\x01");

    let call = async |client: Client| client.media(&token(), "7", Some("1")).await;
    let (media, request) = metas("GET", "/{Version}/{Media-ID}", 0, call).await;
    assert_eq!((media.file_size, media.mime_type.as_str()), (Some(303_833), "image/jpeg"));
    assert_eq!(request.query["phone_number_id"], "1");

    let call = async |client: Client| client.delete_media(&token(), "7", None).await;
    let ((), request) = metas("DELETE", "/{Version}/{Media-ID}", 0, call).await;
    assert!(request.query.is_empty());
}

#[tokio::test]
async fn numbers_are_listed_looked_up_and_added() {
    let page = PageQuery { limit: Some(2), after: Some("A+/=".into()) };
    let call = async |client: Client| client.phone_numbers(&token(), "9", &page).await;
    let (numbers, request) = metas("GET", "/{Version}/{WABA-ID}/phone_numbers", 0, call).await;
    assert!(!numbers.data.is_empty() && numbers.data.iter().all(|number| !number.id.is_empty()));
    assert_eq!((request.query["limit"].as_str(), request.query["after"].as_str()), ("2", "A+/="));

    let call = async |client: Client| client.phone_number(&token(), "1").await;
    let (found, request) = metas("GET", &number(""), 0, call).await;
    assert_eq!(found.verified_name, "Jaspers Market");
    assert_eq!(found.quality_rating.as_deref(), Some("GREEN"));
    assert!(request.query["fields"].split(',').any(|field| field == "throughput"));

    let new =
        NewNumber { cc: "1".into(), phone_number: "5551234".into(), verified_name: "Lucky Shrub".into() };
    let call = async |client: Client| client.add_phone_number(&token(), "9", &new).await;
    let (id, request) = metas("POST", "/{Version}/{WABA-ID}/phone_numbers", 0, call).await;
    assert!(!id.is_empty());
    assert_eq!(
        request.json(),
        json!({ "cc": "1", "phone_number": "5551234", "verified_name": "Lucky Shrub" })
    );
}

#[tokio::test]
async fn a_number_is_verified_registered_and_taken_away() {
    let call = async |client: Client| client.request_code(&token(), "1", CodeMethod::Voice, "en_US").await;
    let ((), request) = metas("POST", &number("/request_code"), 0, call).await;
    assert_eq!(request.json(), json!({ "code_method": "VOICE", "language": "en_US" }));

    let call = async |client: Client| client.verify_code(&token(), "1", "123-830").await;
    let ((), request) = metas("POST", &number("/verify_code"), 0, call).await;
    assert_eq!(request.json(), json!({ "code": "123830" }));
    // Meta's Postman collection shows an id in place of success.
    let code = async |client: Client| client.verify_code(&token(), "1", "123830").await;
    assert_eq!(answered(&json!({ "id": "1" }), code).await.0, Ok(()));
    assert!(answered(&json!({ "success": false }), code).await.0.is_err());

    let call = async |client: Client| client.register(&token(), "1", "123456", Some("DE")).await;
    let ((), request) = metas("POST", &number("/register"), 0, call).await;
    assert_eq!(
        request.json(),
        json!({ "messaging_product": "whatsapp", "pin": "123456", "data_localization_region": "DE" })
    );

    let call = async |client: Client| client.deregister(&token(), "1").await;
    metas("POST", &number("/deregister"), 0, call).await;

    let call = async |client: Client| client.set_pin(&token(), "1", "654321").await;
    let ((), request) = metas("POST", &number(""), 1, call).await;
    assert_eq!(request.json(), json!({ "pin": "654321" }));

    let to = Override::new("https://example.org/hook", "V").unwrap();
    let call = async |client: Client| client.set_number_webhook(&token(), "1", Some(&to)).await;
    let ((), request) = metas("POST", &number(""), 1, call).await;
    let configuration = json!({ "override_callback_uri": "https://example.org/hook", "verify_token": "V" });
    assert_eq!(request.json(), json!({ "webhook_configuration": configuration }));
}

#[tokio::test]
async fn the_profile_is_read_in_both_shapes_and_changed() {
    let call = async |client: Client| client.business_profile(&token(), "1").await;
    let (wrapped, _) = metas("GET", &number("/whatsapp_business_profile"), 0, call).await;
    assert_eq!((wrapped.vertical.as_deref(), wrapped.websites.len()), (Some("RESTAURANT"), 2));
    let bare =
        json!({ "data": [{ "about": "Hi", "websites": ["https://a"], "messaging_product": "whatsapp" }] });
    let (bare, _) = answered(&bare, async |client| client.business_profile(&token(), "1").await).await;
    assert_eq!(bare.unwrap().about.as_deref(), Some("Hi"));

    let change = ProfileChange {
        about: Some("Succulents".into()),
        vertical: Some(Vertical::ProfServices),
        websites: Some(vec!["https://a".into()]),
        profile_picture_handle: Some("4::aW".into()),
        ..ProfileChange::default()
    };
    let call = async |client: Client| client.change_business_profile(&token(), "1", &change).await;
    let ((), request) = metas("POST", &number("/whatsapp_business_profile"), 0, call).await;
    assert_eq!(
        request.json(),
        json!({ "messaging_product": "whatsapp", "about": "Succulents", "vertical": "PROF_SERVICES",
            "websites": ["https://a"], "profile_picture_handle": "4::aW" })
    );
}

#[tokio::test]
async fn links_are_made_changed_listed_and_deleted() {
    let call =
        async |client: Client| client.create_message_link(&token(), "1", "Hi!", Some(ImageFormat::Svg)).await;
    let (link, request) = metas("POST", &number("/message_qrdls"), 0, call).await;
    assert_eq!(link.deep_link_url, "https://wa.me/message/ANED2T5QRU7HG1");
    assert!(link.qr_image_url.is_some());
    assert_eq!(request.json(), json!({ "prefilled_message": "Hi!", "generate_qr_image": "SVG" }));

    let code = "WOMVT6TJ2BP7A1";
    let call = async |client: Client| client.change_message_link(&token(), "1", code, "Hello").await;
    let (_, request) = metas("POST", &number("/message_qrdls"), 1, call).await;
    assert_eq!(request.json(), json!({ "code": code, "prefilled_message": "Hello" }));

    let page = PageQuery::default();
    let call = async |client: Client| client.message_links(&token(), "1", None, &page).await;
    let (links, request) = metas("GET", &number("/message_qrdls"), 0, call).await;
    assert_eq!((links.data.len(), links.after()), (3, None));
    assert_eq!(request.query["fields"], "code,prefilled_message,deep_link_url");

    let call = async |client: Client| client.message_link(&token(), "1", code, Some(ImageFormat::Png)).await;
    let (link, request) = metas("GET", &number("/message_qrdls/{QR-Code-ID}"), 0, call).await;
    assert_eq!(link.prefilled_message, "Show me Cyber Monday deals!");
    assert!(request.query["fields"].ends_with("qr_image_url.format(PNG)"));

    let call = async |client: Client| client.delete_message_link(&token(), "1", code).await;
    let ((), request) = metas("DELETE", &number("/message_qrdls/{QR-Code-ID}"), 0, call).await;
    assert!(request.path.ends_with(code));
}

#[tokio::test]
async fn people_are_blocked_listed_and_unblocked() {
    let page = PageQuery { limit: Some(100), after: None };
    let call = async |client: Client| client.blocked_users(&token(), "1", &page).await;
    let (blocked, _) = metas("GET", &number("/block_users"), 0, call).await;
    assert_eq!(blocked.data[0].wa_id.as_deref(), Some("16505551234"));

    let users = [UserRef::Phone("+16505551234".into()), UserRef::UserId("US.134".into())];
    let body = json!({ "messaging_product": "whatsapp",
        "block_users": [{ "user": "+16505551234" }, { "user_id": "US.134" }] });
    let call = async |client: Client| client.block_users(&token(), "1", &users).await;
    let (outcome, request) = metas("POST", &number("/block_users"), 0, call).await;
    assert_eq!(outcome.added_users[0].input.as_deref(), Some("+16505551234"));
    assert_eq!(request.json(), body);

    let call = async |client: Client| client.unblock_users(&token(), "1", &users).await;
    let (outcome, request) = metas("DELETE", &number("/block_users"), 0, call).await;
    assert_eq!(outcome.removed_users.len(), 1);
    assert_eq!(request.json(), body);
}

#[tokio::test]
async fn ice_breakers_commands_and_commerce_are_set_and_read() {
    let command = Command { command_name: "help".into(), command_description: "Get help".into() };
    let automation = Automation {
        prompts: vec!["Where are you?".into()],
        commands: vec![command],
        ..Automation::default()
    };
    let call = async |client: Client| client.set_automation(&token(), "1", &automation).await;
    let ((), request) = metas("POST", &number("/conversational_automation"), 0, call).await;
    assert_eq!(
        request.json(),
        json!({ "prompts": ["Where are you?"],
            "commands": [{ "command_name": "help", "command_description": "Get help" }] })
    );
    let answer = json!({ "id": "1", "conversational_automation": request.json() });
    let (read, request) = answered(&answer, async |client| client.automation(&token(), "1").await).await;
    assert_eq!(read.unwrap(), automation);
    assert_eq!(request.query["fields"], "conversational_automation");

    let call = async |client: Client| client.commerce_settings(&token(), "1").await;
    let (settings, _) = metas("GET", &number("/whatsapp_commerce_settings"), 0, call).await;
    assert_eq!(settings.is_cart_enabled, Some(true));
    let call = async |client: Client| client.set_commerce_settings(&token(), "1", Some(false), None).await;
    let ((), request) = metas("POST", &number("/whatsapp_commerce_settings"), 0, call).await;
    assert_eq!(request.query, [("is_cart_enabled".to_owned(), "false".to_owned())].into());
}
