//! Templates: list, look at, make, change, delete. Meta: Templates, Template management.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Client, Page, PageQuery, SendError, Token};
use crate::limits;
use crate::message::limit::items;
use crate::template::{Category, NewTemplate, Part};

const FIELDS: &str = "id,name,language,status,category,sub_category,components,parameter_format,quality_score,\
    rejected_reason,previous_category,correct_category,message_send_ttl_seconds";

/// A template as Graph shows it. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct StoredTemplate {
    /// Its id.
    pub id: String,
    /// Its name; the same in every language.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Such as `APPROVED`, `PENDING` or `REJECTED`.
    pub status: String,
    /// `MARKETING`, `UTILITY` or `AUTHENTICATION`.
    pub category: String,
    /// `POSITIONAL` or `NAMED`.
    pub parameter_format: Option<String>,
    /// Its parts, in Meta's JSON.
    pub components: Vec<Value>,
    /// What people think of it: `score` and `date`.
    pub quality_score: Option<Map<String, Value>>,
    /// Why it was refused; `NONE` where it was not.
    pub rejected_reason: Option<String>,
    /// The category before Meta changed it.
    pub previous_category: Option<String>,
    /// The category Meta is going to give it.
    pub correct_category: Option<String>,
    /// What is not modelled here.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Which templates to list. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TemplateFilter {
    /// Of this name.
    pub name: Option<String>,
    /// With this in name or texts.
    pub name_or_content: Option<String>,
    /// Of this state, such as `APPROVED`.
    pub status: Option<String>,
    /// Of this category.
    pub category: Option<Category>,
    /// In this language.
    pub language: Option<String>,
    /// Of this quality, such as `GREEN`.
    pub quality_score: Option<String>,
}

/// What became of a new template. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct CreatedTemplate {
    /// Its id.
    pub id: String,
    /// `PENDING`, `APPROVED` or `REJECTED`.
    pub status: String,
    /// The category Meta gave it.
    pub category: String,
}

/// What is to be changed of a template; what is `None` stays as it is. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TemplateChange {
    /// All its parts anew.
    pub components: Option<Vec<Part>>,
    /// Its category; not of an approved one.
    pub category: Option<Category>,
    /// How long Meta tries to deliver it, in seconds.
    pub message_send_ttl_seconds: Option<i64>,
}

/// Which templates to delete. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateName {
    /// Every language of a name; the name is blocked for 30 days.
    All(String),
    /// One of them.
    One {
        /// Its name.
        name: String,
        /// Its id.
        id: String,
    },
    /// Several by their ids, at most [`limits::TEMPLATES_DELETED`].
    Ids(Vec<String>),
}

#[derive(Serialize)]
struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    components: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Category>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_send_ttl_seconds: Option<i64>,
}

impl Client {
    /// Lists the templates of an account. Meta: Templates, Template management.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn templates(
        &self,
        token: &Token,
        waba_id: &str,
        filter: &TemplateFilter,
        page: &PageQuery,
    ) -> Result<Page<StoredTemplate>, SendError> {
        let query = [
            ("fields", Some(FIELDS.to_owned())),
            ("name", filter.name.clone()),
            ("name_or_content", filter.name_or_content.clone()),
            ("status", filter.status.clone()),
            ("category", filter.category.map(|category| category.as_str().to_owned())),
            ("language", filter.language.clone()),
            ("quality_score", filter.quality_score.clone()),
        ];
        let call = self.get(token, &[waba_id, "message_templates"]).query(query);
        call.query(page.pairs()).long().answer().await
    }

    /// Asks for a template. Meta: Templates, Template management.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn template(&self, token: &Token, template_id: &str) -> Result<StoredTemplate, SendError> {
        self.get(token, &[template_id]).query([("fields", Some(FIELDS.to_owned()))]).long().answer().await
    }

    /// Makes a template and submits it. Meta: Templates, Template management; a hundred an hour.
    ///
    /// # Errors
    /// As [`Client::send`]; a second one of the same name and language is refused.
    pub async fn create_template(
        &self,
        token: &Token,
        waba_id: &str,
        template: &NewTemplate,
    ) -> Result<CreatedTemplate, SendError> {
        self.post(token, &[waba_id, "message_templates"]).json(template).answer().await
    }

    /// Changes a template and submits it again. Meta: Templates, Template management; an approved one once a day.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when a part breaks a limit.
    pub async fn change_template(
        &self,
        token: &Token,
        template_id: &str,
        change: &TemplateChange,
    ) -> Result<(), SendError> {
        let components = match &change.components {
            Some(parts) => Some(crate::template::components(parts)?),
            None => None,
        };
        let (category, message_send_ttl_seconds) = (change.category, change.message_send_ttl_seconds);
        let body = Change { components, category, message_send_ttl_seconds };
        self.post(token, &[template_id]).json(&body).success().await
    }

    /// Deletes templates. Meta: Templates, Template management.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when there are no ids or too many.
    pub async fn delete_templates(
        &self,
        token: &Token,
        waba_id: &str,
        which: &TemplateName,
    ) -> Result<(), SendError> {
        let query = match which {
            TemplateName::All(name) => vec![("name", Some(name.clone()))],
            TemplateName::One { name, id } => {
                vec![("hsm_id", Some(id.clone())), ("name", Some(name.clone()))]
            }
            TemplateName::Ids(ids) => {
                items("hsm_ids", ids.len(), limits::TEMPLATES_DELETED)?;
                vec![("hsm_ids", Some(json!(ids).to_string()))]
            }
        };
        self.delete(token, &[waba_id, "message_templates"]).query(query).success().await
    }
}
