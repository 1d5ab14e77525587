//! Accounts, subscriptions and forms.

use serde_json::{Value, json};
use whatsapp::client::{Client, FormChange, NewForm, Override, PageQuery};

use super::{answered, metas, token};

#[tokio::test]
async fn an_account_is_looked_up() {
    let call = async |client: Client| client.account(&token(), "9").await;
    let (account, request) = metas("GET", "/{Version}/{WABA-ID}", 0, call).await;
    assert_eq!(account.message_template_namespace.as_deref(), Some("ba30dd89_2ebd_41e4_b805_f2c05ae04cc9"));
    assert!(request.query["fields"].starts_with("id,name,"));
}

#[tokio::test]
async fn apps_are_subscribed_listed_and_unsubscribed() {
    let call = async |client: Client| client.subscribed_apps(&token(), "9").await;
    let (apps, _) = metas("GET", "/{Version}/{WABA-ID}/subscribed_apps", 0, call).await;
    assert_eq!(apps[1].whatsapp_business_api_data.name, "Customer Support Bot");

    let call = async |client: Client| client.subscribe_app(&token(), "9", None).await;
    let ((), request) = metas("POST", "/{Version}/{WABA-ID}/subscribed_apps", 0, call).await;
    assert_eq!(request.json(), json!({}));
    let to = Override::new("https://example.org/hook", "V").unwrap();
    let call = async |client: Client| client.subscribe_app(&token(), "9", Some(&to)).await;
    let ((), request) = metas("POST", "/{Version}/{WABA-ID}/subscribed_apps", 1, call).await;
    assert_eq!(
        request.json(),
        json!({ "override_callback_uri": "https://example.org/hook", "verify_token": "V" })
    );

    let call = async |client: Client| client.unsubscribe_app(&token(), "9").await;
    metas("DELETE", "/{Version}/{WABA-ID}/subscribed_apps", 0, call).await;
}

fn text(part: &(String, Vec<u8>)) -> &str {
    std::str::from_utf8(&part.1).unwrap()
}

#[tokio::test]
async fn forms_are_made_filled_and_changed() {
    let form = NewForm {
        name: "Booking".into(),
        categories: vec!["OTHER".into()],
        endpoint_uri: Some("https://example.org/form".into()),
        flow_json: Some("{}".into()),
        publish: true,
        ..NewForm::default()
    };
    let call = async |client: Client| client.create_form(&token(), "9", &form).await;
    let (made, request) = metas("POST", "/{Version}/{WABA-ID}/flows", 0, call).await;
    assert_eq!(made.id.as_deref(), Some("flow-1"));
    let parts = request.parts();
    let names: Vec<_> = parts.keys().map(String::as_str).collect();
    assert_eq!(names, ["categories", "endpoint_uri", "flow_json", "name", "publish"]);
    assert_eq!(text(&parts["categories"]), r#"["OTHER"]"#);

    let call = async |client: Client| client.upload_form_json(&token(), "7", r#"{"version":"7.3"}"#).await;
    let (uploaded, request) = metas("POST", "/{Version}/{Flow-ID}/assets", 0, call).await;
    assert_eq!(uploaded.validation_errors[0].error, "INVALID_PROPERTY");
    let parts = request.parts();
    assert_eq!((text(&parts["asset_type"]), text(&parts["name"])), ("FLOW_JSON", "flow.json"));
    assert!(parts["file"].0.contains("filename=\"flow.json\"\r\nContent-Type: application/json"));
    assert_eq!(text(&parts["file"]), r#"{"version":"7.3"}"#);

    let change = FormChange { name: Some("Table".into()), ..FormChange::default() };
    let call = async |client: Client| client.change_form(&token(), "7", &change).await;
    let ((), request) = metas("POST", "/{Version}/{Flow-ID}", 0, call).await;
    assert_eq!(request.parts().keys().collect::<Vec<_>>(), ["name"]);
}

#[tokio::test]
async fn forms_are_listed_looked_up_published_withdrawn_and_deleted() {
    let page = PageQuery::default();
    let call = async |client: Client| client.forms(&token(), "9", &page).await;
    let (forms, _) = metas("GET", "/{Version}/{WABA-ID}/flows", 0, call).await;
    assert_eq!(forms.data[1].validation_errors[0].line_end, Some(46));

    let call = async |client: Client| client.form(&token(), "7").await;
    let (form, _) = metas("GET", "/{Version}/{Flow-ID}", 0, call).await;
    assert_eq!(form.id, "flow-1");
    let answer = json!({ "id": "7", "preview": { "preview_url": "https://business.facebook.com/wa/", "expires_at": "x" } });
    let (form, request) =
        answered(&answer, async |client| client.form_preview(&token(), "7", true).await).await;
    assert_eq!(form.unwrap().preview_url(), Some("https://business.facebook.com/wa/"));
    assert_eq!(request.query["fields"], "preview.invalidate(true)");

    let call = async |client: Client| client.form_assets(&token(), "7", &page).await;
    let (assets, _) = metas("GET", "/{Version}/{Flow-ID}/assets", 0, call).await;
    assert_eq!(assets.data[0].asset_type, "FLOW_JSON");

    let call = async |client: Client| client.publish_form(&token(), "7").await;
    metas("POST", "/{Version}/{Flow-ID}/publish", 0, call).await;
    let call = async |client: Client| client.deprecate_form(&token(), "7").await;
    metas("POST", "/{Version}/{Flow-ID}/deprecate", 0, call).await;
    let call = async |client: Client| client.delete_form(&token(), "7").await;
    metas("DELETE", "/{Version}/{Flow-ID}", 0, call).await;
}

#[tokio::test]
async fn a_success_that_is_none_is_unknown() {
    for answer in [json!({ "success": false }), json!({}), Value::from("ok")] {
        let (result, _) = answered(&answer, async |client| client.publish_form(&token(), "7").await).await;
        assert_eq!(result.unwrap_err().http_status(), Some(200), "{answer}");
    }
}
