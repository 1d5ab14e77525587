//! Templates: what is made of parts is Meta's JSON, and each operation.

use serde_json::{Value, json};
use whatsapp::client::{Client, PageQuery, TemplateChange, TemplateFilter, TemplateName};
use whatsapp::message::{LimitError, Rule};
use whatsapp::template::{
    App, CardPart, Category, FormOf, HeaderPart, NewTemplate, OneTimeCode, Part, PartButton, TemplateText,
};

use super::{metas, token};

fn body(text: &str) -> Part {
    Part::Body(text.into())
}

fn marketing(parts: Vec<Part>) -> Result<NewTemplate, LimitError> {
    NewTemplate::new("promo_1", "en_US", Category::Marketing, parts)
}

fn graph(template: NewTemplate) -> Value {
    serde_json::to_value(template).unwrap()
}

fn url(text: &str, url: &str, example: Option<&str>) -> PartButton {
    PartButton::Url { text: text.into(), url: url.into(), example: example.map(str::to_owned) }
}

#[tokio::test]
async fn templates_are_listed_looked_up_made_and_changed() {
    let filter = TemplateFilter {
        name: Some("hello_world".into()),
        status: Some("APPROVED".into()),
        category: Some(Category::Utility),
        ..TemplateFilter::default()
    };
    let page = PageQuery { limit: Some(50), after: None };
    let call = async |client: Client| client.templates(&token(), "9", &filter, &page).await;
    let (templates, request) = metas("GET", "/{Version}/{WABA-ID}/message_templates", 0, call).await;
    assert_eq!(templates.data[0].components.len(), 3);
    assert_eq!(
        (request.query["category"].as_str(), request.query["status"].as_str()),
        ("UTILITY", "APPROVED")
    );
    assert!(!request.query.contains_key("language"));

    let call = async |client: Client| client.template(&token(), "7").await;
    let (template, _) = metas("GET", "/{Version}/{TEMPLATE_ID}", 0, call).await;
    assert_eq!(template.id, "920070352646140");

    let new = marketing(vec![body("Hello")]).unwrap();
    let call = async |client: Client| client.create_template(&token(), "9", &new).await;
    let (made, request) = metas("POST", "/{Version}/{WABA-ID}/message_templates", 0, call).await;
    assert_eq!((made.id.as_str(), made.status.as_str()), ("template-1", "PENDING"));
    assert_eq!(request.json(), graph(new));

    let change = TemplateChange { components: Some(vec![body("Hi")]), ..TemplateChange::default() };
    let call = async |client: Client| client.change_template(&token(), "7", &change).await;
    let ((), request) = metas("POST", "/{Version}/{TEMPLATE_ID}", 0, call).await;
    assert_eq!(request.json(), json!({ "components": [{ "type": "BODY", "text": "Hi" }] }));
}

#[tokio::test]
async fn templates_are_deleted_by_name_by_one_and_by_ids() {
    for (which, query) in [
        (TemplateName::All("a".into()), vec![("name", "a")]),
        (TemplateName::One { name: "a".into(), id: "7".into() }, vec![("hsm_id", "7"), ("name", "a")]),
        (TemplateName::Ids(vec!["7".into(), "8".into()]), vec![("hsm_ids", r#"["7","8"]"#)]),
    ] {
        let call = async |client: Client| client.delete_templates(&token(), "9", &which).await;
        let ((), request) = metas("DELETE", "/{Version}/{WABA-ID}/message_templates", 0, call).await;
        let query = query.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(request.query, query);
    }
}

#[test]
fn a_marketing_template_has_metas_json() {
    let header = TemplateText::counted("Our {{1}} is on!", ["Summer Sale"]);
    let text = TemplateText::counted("Until {{1}} use {{2}} on all.", ["the end of August", "25OFF"]);
    let template = marketing(vec![
        Part::Header(HeaderPart::Text(header)),
        Part::Body(text),
        Part::Footer("Bye".into()),
        Part::Buttons(vec![
            PartButton::QuickReply("Stop".into()),
            url("Shop", "https://example.org/{{1}}", Some("https://example.org/a")),
            PartButton::PhoneNumber { text: "Call".into(), phone_number: "+15550051310".into() },
            PartButton::CopyCode("25OFF".into()),
        ]),
    ]);
    assert_eq!(
        graph(template.unwrap().with_ttl(120).unwrap()),
        json!({ "name": "promo_1", "language": "en_US", "category": "MARKETING", "message_send_ttl_seconds": 120,
            "components": [
            { "type": "HEADER", "format": "TEXT", "text": "Our {{1}} is on!", "example": { "header_text": ["Summer Sale"] } },
            { "type": "BODY", "text": "Until {{1}} use {{2}} on all.",
                "example": { "body_text": [["the end of August", "25OFF"]] } },
            { "type": "FOOTER", "text": "Bye" },
            { "type": "BUTTONS", "buttons": [
                { "type": "QUICK_REPLY", "text": "Stop" },
                { "type": "URL", "text": "Shop", "url": "https://example.org/{{1}}", "example": ["https://example.org/a"] },
                { "type": "PHONE_NUMBER", "text": "Call", "phone_number": "+15550051310" },
                { "type": "COPY_CODE", "example": "25OFF" }] }] })
    );
}

#[test]
fn named_places_have_metas_json() {
    let named = TemplateText::named("Hi {{first_name}}, welcome {{first_name}}!", [("first_name", "Pablo")]);
    let template = graph(marketing(vec![Part::Body(named)]).unwrap());
    assert_eq!(template["parameter_format"], "NAMED");
    assert_eq!(
        template["components"][0]["example"],
        json!({ "body_text_named_params": [{ "param_name": "first_name", "example": "Pablo" }] })
    );
}

#[test]
fn a_one_time_code_has_metas_json() {
    let app = App { package_name: "com.example".into(), signature_hash: "K8a/AINcGX7".into() };
    let code = PartButton::OneTimeCode(OneTimeCode::ZeroTap { apps: vec![app] });
    let parts = vec![
        Part::CodeBody { add_security_recommendation: true },
        Part::CodeExpiration { minutes: 5 },
        Part::Buttons(vec![code]),
    ];
    let template = NewTemplate::new("code", "en_US", Category::Authentication, parts).unwrap();
    assert_eq!(
        graph(template)["components"],
        json!([{ "type": "BODY", "add_security_recommendation": true },
            { "type": "FOOTER", "code_expiration_minutes": 5 },
            { "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "ZERO_TAP", "zero_tap_terms_accepted": true,
                "supported_apps": [{ "package_name": "com.example", "signature_hash": "K8a/AINcGX7" }] }] }])
    );
}

#[test]
fn offers_forms_and_cards_have_metas_json() {
    let offer = Part::LimitedTimeOffer { text: "Expiring offer!".into(), has_expiration: true };
    let form = PartButton::Form {
        text: "Sign up".into(),
        form: FormOf::Id("7".into()),
        navigate_screen: Some("WELCOME".into()),
    };
    let header = Part::Header(HeaderPart::Image("4::aW".into()));
    let template = graph(marketing(vec![header, offer, body("b"), Part::Buttons(vec![form])]).unwrap());
    assert_eq!(
        template["components"][0],
        json!({ "type": "HEADER", "format": "IMAGE",
        "example": { "header_handle": ["4::aW"] } })
    );
    assert_eq!(
        template["components"][1]["limited_time_offer"],
        json!({ "text": "Expiring offer!", "has_expiration": true })
    );
    assert_eq!(
        template["components"][3]["buttons"][0],
        json!({ "type": "FLOW", "text": "Sign up", "flow_id": "7", "flow_action": "navigate", "navigate_screen": "WELCOME" })
    );

    let card = CardPart { header: HeaderPart::Product, body: None, buttons: vec![PartButton::Product] };
    let template = graph(marketing(vec![body("b"), Part::Carousel(vec![card; 2])]).unwrap());
    assert_eq!(
        template["components"][1]["cards"][1],
        json!({ "components": [{ "type": "HEADER", "format": "PRODUCT" },
            { "type": "BUTTONS", "buttons": [{ "type": "SPM", "text": "View" }] }] })
    );
}

type Row = (&'static str, Rule, usize, fn(usize) -> Result<NewTemplate, LimitError>);

fn texts() -> Vec<Row> {
    vec![
        ("name", Rule::MaxChars, 512, |n| {
            NewTemplate::new("x".repeat(n), "en", Category::Utility, vec![body("b")])
        }),
        ("components[0].text", Rule::MaxChars, 1024, |n| marketing(vec![body(&"x".repeat(n))])),
        ("components[0].text", Rule::MaxChars, 60, |n| {
            marketing(vec![Part::Header(HeaderPart::Text("x".repeat(n).as_str().into())), body("b")])
        }),
        ("components[1].text", Rule::MaxChars, 60, |n| {
            marketing(vec![body("b"), Part::Footer("x".repeat(n))])
        }),
        ("components[1].buttons", Rule::MaxItems, 10, |n| {
            marketing(vec![body("b"), Part::Buttons(vec![PartButton::QuickReply("x".into()); n])])
        }),
        ("components[1].buttons[0].text", Rule::MaxChars, 25, |n| {
            marketing(vec![body("b"), Part::Buttons(vec![PartButton::QuickReply("x".repeat(n))])])
        }),
        ("components[1].buttons[URL]", Rule::MaxItems, 2, |n| {
            marketing(vec![body("b"), Part::Buttons(vec![url("x", "https://a", None); n])])
        }),
        ("components[1].buttons[0].url", Rule::MaxChars, 2000, |n| {
            let address = format!("https://{}", "a".repeat(n - 8));
            marketing(vec![body("b"), Part::Buttons(vec![url("x", &address, None)])])
        }),
    ]
}

fn parts() -> Vec<Row> {
    vec![
        ("components[1].buttons[0].phone_number", Rule::MaxChars, 20, |n| {
            let button = PartButton::PhoneNumber { text: "x".into(), phone_number: "1".repeat(n) };
            marketing(vec![body("b"), Part::Buttons(vec![button])])
        }),
        ("components[1].buttons[PHONE_NUMBER]", Rule::MaxItems, 1, |n| {
            let button = PartButton::PhoneNumber { text: "x".into(), phone_number: "1".into() };
            marketing(vec![body("b"), Part::Buttons(vec![button; n])])
        }),
        ("components[1].buttons[0].example", Rule::MaxChars, 20, |n| {
            marketing(vec![body("b"), Part::Buttons(vec![PartButton::CopyCode("x".repeat(n))])])
        }),
        ("components[0].limited_time_offer.text", Rule::MaxChars, 16, |n| {
            marketing(vec![Part::LimitedTimeOffer { text: "x".repeat(n), has_expiration: false }, body("b")])
        }),
        ("components[0].text", Rule::MaxChars, 600, |n| {
            let offer = Part::LimitedTimeOffer { text: "x".into(), has_expiration: false };
            marketing(vec![body(&"x".repeat(n)), offer])
        }),
        ("components[1].cards", Rule::MaxItems, 10, |n| {
            let card =
                CardPart { header: HeaderPart::Product, body: None, buttons: vec![PartButton::Product] };
            marketing(vec![body("b"), Part::Carousel(vec![card; n])])
        }),
        ("components[1].code_expiration_minutes", Rule::MaxValue, 90, |n| {
            let parts = vec![
                Part::CodeBody { add_security_recommendation: false },
                Part::CodeExpiration { minutes: n.try_into().unwrap() },
            ];
            NewTemplate::new("code", "en", Category::Authentication, parts)
        }),
    ]
}

#[test]
fn limits_of_templates_let_the_longest_pass_and_name_the_field_of_one_more() {
    for (field, rule, limit, make) in [texts(), parts()].concat() {
        assert!(make(limit).is_ok(), "{field} {limit}: {:?}", make(limit));
        assert_eq!(make(limit + 1), Err(LimitError { field: field.into(), rule, limit, actual: limit + 1 }));
    }
}

#[test]
fn texts_that_meta_refuses_are_refused_here() {
    let text = |text: &str, examples: &[&str]| {
        marketing(vec![Part::Body(TemplateText::counted(text, examples.iter().copied()))])
    };
    let refused: Vec<(&str, Result<NewTemplate, LimitError>)> = vec![
        ("a capital in the name", NewTemplate::new("Promo", "en", Category::Utility, vec![body("b")])),
        ("no body", marketing(vec![Part::Footer("f".into())])),
        ("two bodies", marketing(vec![body("a"), body("b")])),
        ("a place at the beginning", text("{{1}} is here", &["a"])),
        ("a place at the end", text("here is {{1}}", &["a"])),
        ("no example", text("a {{1}} b", &[])),
        ("an example too many", text("a b", &["x"])),
        ("places out of order", text("a {{2}} b", &["x"])),
    ];
    for (what, result) in refused {
        assert!(result.is_err(), "{what}");
    }
}

#[test]
fn buttons_and_parts_that_meta_refuses_are_refused_here() {
    let reply = || PartButton::QuickReply("x".into());
    let link = || url("x", "https://a", None);
    let buttons = |buttons| marketing(vec![body("b"), Part::Buttons(buttons)]);
    let card = |header| CardPart { header, body: None, buttons: vec![reply()] };
    let refused: Vec<(&str, Result<NewTemplate, LimitError>)> = vec![
        ("replies apart", buttons(vec![reply(), link(), reply()])),
        ("a variable inside a link", buttons(vec![url("x", "https://a/{{1}}/b", Some("https://a/c/b"))])),
        ("a link without its example", buttons(vec![url("x", "https://a/{{1}}", None)])),
        ("a code in marketing", marketing(vec![Part::CodeBody { add_security_recommendation: true }])),
        ("no code in authentication", NewTemplate::new("a", "en", Category::Authentication, vec![body("b")])),
        (
            "cards that differ",
            marketing(vec![
                body("b"),
                Part::Carousel(vec![card(HeaderPart::Product), card(HeaderPart::Image("h".into()))]),
            ]),
        ),
        (
            "a document beside an offer",
            marketing(vec![
                Part::Header(HeaderPart::Document("h".into())),
                Part::LimitedTimeOffer { text: "x".into(), has_expiration: true },
                body("b"),
            ]),
        ),
    ];
    for (what, result) in refused {
        assert!(result.is_err(), "{what}");
    }
    assert!(buttons(vec![reply(), reply(), link()]).is_ok());
    assert!(buttons(vec![link(), reply(), reply()]).is_ok());
}
