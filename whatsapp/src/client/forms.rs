//! Forms, which Meta calls flows: make, fill with screens, publish, withdraw, look at. Meta: Flows, Flows API.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::multipart::Multipart;
use super::{Client, Page, PageQuery, SendError, Token};
use crate::limits;
use crate::message::limit::{at_least, bytes};

const FIELDS: &str = "id,name,categories,status,validation_errors,json_version,data_api_version,endpoint_uri,\
    health_status,preview";

/// A form. Meta: Flows, Flows API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `DRAFT`, `PUBLISHED`, `DEPRECATED`, `BLOCKED` or `THROTTLED`.
    pub status: String,
    /// What it is for, such as `LEAD_GENERATION`.
    pub categories: Vec<String>,
    /// What keeps it from being published.
    pub validation_errors: Vec<FormProblem>,
    /// The version of its JSON.
    pub json_version: Option<String>,
    /// The version its endpoint speaks.
    pub data_api_version: Option<String>,
    /// Where its endpoint is.
    pub endpoint_uri: Option<String>,
    /// Where it can be tried.
    pub preview: Option<Map<String, Value>>,
    /// What is not modelled here.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Form {
    /// The page on which it can be tried.
    pub fn preview_url(&self) -> Option<&str> {
        self.preview.as_ref()?.get("preview_url")?.as_str()
    }
}

/// What is wrong with a form. Meta: Flows, Flow JSON, Validation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct FormProblem {
    /// Such as `INVALID_PROPERTY`.
    pub error: String,
    /// Such as `FLOW_JSON_ERROR`.
    pub error_type: String,
    /// In words.
    pub message: String,
    /// The first line.
    pub line_start: Option<u32>,
    /// The last line.
    pub line_end: Option<u32>,
    /// The first column.
    pub column_start: Option<u32>,
    /// The last column.
    pub column_end: Option<u32>,
}

/// What became of an upload or a new form. Meta: Flows, Flows API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct FormUploaded {
    /// The id of a new form.
    pub id: Option<String>,
    /// Whether it was taken; a draft is taken with problems.
    pub success: Option<bool>,
    /// What keeps it from being published.
    pub validation_errors: Vec<FormProblem>,
}

/// A form to be made. Meta: Flows, Flows API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewForm {
    /// Its name, one of its kind in the account.
    pub name: String,
    /// What it is for, at least one, such as `OTHER`.
    pub categories: Vec<String>,
    /// The form it is a copy of.
    pub clone_flow_id: Option<String>,
    /// Where its endpoint is.
    pub endpoint_uri: Option<String>,
    /// Its screens.
    pub flow_json: Option<String>,
    /// Whether it is published at once; the screens are needed then.
    pub publish: bool,
}

/// What is to be changed of a form; what is `None` stays as it is. Meta: Flows, Flows API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub categories: Option<Vec<String>>,
    /// Where its endpoint is.
    pub endpoint_uri: Option<String>,
    /// The app its endpoint belongs to.
    pub application_id: Option<String>,
}

/// A file of a form. Meta: Flows, Flows API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct FormAsset {
    /// `flow.json`.
    pub name: String,
    /// `FLOW_JSON`.
    pub asset_type: String,
    /// Where it is.
    pub download_url: String,
}

impl Client {
    /// Makes a form. Meta: Flows, Flows API, Create.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when the name is blank or the screens are larger than [`limits::FORM_JSON_BYTES`].
    pub async fn create_form(
        &self,
        token: &Token,
        waba_id: &str,
        form: &NewForm,
    ) -> Result<FormUploaded, SendError> {
        at_least("name", &form.name, 1)?;
        let json = form.flow_json.as_deref().unwrap_or_default();
        bytes("flow_json", json.len(), limits::FORM_JSON_BYTES)?;
        let body = Multipart::around(json.as_bytes()).text("name", &form.name);
        let body = body.text("categories", &Value::from(form.categories.clone()).to_string());
        let body = body.maybe("clone_flow_id", form.clone_flow_id.as_deref());
        let body = body.maybe("endpoint_uri", form.endpoint_uri.as_deref());
        let body = body.maybe("flow_json", form.flow_json.as_deref());
        let (content_type, body) = body.maybe("publish", form.publish.then_some("true")).finish();
        self.post(token, &[waba_id, "flows"]).body(&content_type, body).long().answer().await
    }

    /// Uploads the screens of a draft. Meta: Flows, Flows API, Update Flow JSON.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when they are larger than [`limits::FORM_JSON_BYTES`]. Problems in the screens are no
    /// error: they stand in the answer.
    pub async fn upload_form_json(
        &self,
        token: &Token,
        form_id: &str,
        json: &str,
    ) -> Result<FormUploaded, SendError> {
        bytes("file", json.len(), limits::FORM_JSON_BYTES)?;
        let (content_type, body) = Multipart::around(json.as_bytes())
            .text("name", "flow.json")
            .text("asset_type", "FLOW_JSON")
            .file("file", "flow.json", "application/json", json.as_bytes())
            .finish();
        let call = self.post(token, &[form_id, "assets"]).timeout(self.transfer_timeout);
        call.body(&content_type, body).long().answer().await
    }

    /// Lists the files of a form. Meta: Flows, Flows API, List assets.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn form_assets(
        &self,
        token: &Token,
        form_id: &str,
        page: &PageQuery,
    ) -> Result<Page<FormAsset>, SendError> {
        self.get(token, &[form_id, "assets"]).query(page.pairs()).long().answer().await
    }

    /// Changes what a form is called and where its endpoint is. Meta: Flows, Flows API, Update.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn change_form(
        &self,
        token: &Token,
        form_id: &str,
        change: &FormChange,
    ) -> Result<(), SendError> {
        let categories = change.categories.clone().map(|categories| Value::from(categories).to_string());
        let (content_type, body) = Multipart::around(b"")
            .maybe("name", change.name.as_deref())
            .maybe("categories", categories.as_deref())
            .maybe("endpoint_uri", change.endpoint_uri.as_deref())
            .maybe("application_id", change.application_id.as_deref())
            .finish();
        self.post(token, &[form_id]).body(&content_type, body).success().await
    }

    /// Publishes a draft; from then on its screens stay as they are. Meta: Flows, Flows API, Publish.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn publish_form(&self, token: &Token, form_id: &str) -> Result<(), SendError> {
        self.post(token, &[form_id, "publish"]).success().await
    }

    /// Withdraws a published form. Meta: Flows, Flows API, Deprecate.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn deprecate_form(&self, token: &Token, form_id: &str) -> Result<(), SendError> {
        self.post(token, &[form_id, "deprecate"]).success().await
    }

    /// Deletes a draft. Meta: Flows, Flows API, Delete.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn delete_form(&self, token: &Token, form_id: &str) -> Result<(), SendError> {
        self.delete(token, &[form_id]).success().await
    }

    /// Lists the forms of an account. Meta: Flows, Flows API, List.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn forms(
        &self,
        token: &Token,
        waba_id: &str,
        page: &PageQuery,
    ) -> Result<Page<Form>, SendError> {
        self.get(token, &[waba_id, "flows"]).query(page.pairs()).long().answer().await
    }

    /// Asks for a form, with the page on which it can be tried. Meta: Flows, Flows API, Details.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn form(&self, token: &Token, form_id: &str) -> Result<Form, SendError> {
        self.get(token, &[form_id]).query([("fields", Some(FIELDS.to_owned()))]).long().answer().await
    }

    /// Asks for the page on which a form can be tried; a new one ends the old one. Meta: Flows, Flows API, Preview.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn form_preview(&self, token: &Token, form_id: &str, is_new: bool) -> Result<Form, SendError> {
        let fields = format!("preview.invalidate({is_new})");
        self.get(token, &[form_id]).query([("fields", Some(fields))]).answer().await
    }
}
