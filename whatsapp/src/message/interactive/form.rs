//! A button that opens a form, which Meta calls a flow.

use serde_json::{Map, Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, filled, items};
use crate::message::read::{Node, Read};

/// A message with a button that opens a form. Meta: Flows, Sending a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    words: Words,
    title: String,
    form: FormRef,
    token: Option<String>,
    start: Start,
    is_draft: bool,
}

/// Which form. Meta: Flows, Sending a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormRef {
    /// By its id (`flow_id`).
    Id(String),
    /// By its name (`flow_name`).
    Name(String),
}

#[derive(Debug, Clone, PartialEq)]
enum Start {
    /// Where the form itself begins.
    Default,
    /// On a screen, with values for it.
    Screen { screen: Option<String>, data: Option<Map<String, Value>> },
    /// The form's endpoint is asked.
    Endpoint,
}

const PARAMETERS: &str = "interactive.action.parameters";

impl Form {
    /// Makes a message with a button that opens a form.
    ///
    /// # Errors
    /// When the body, the title or the form's id or name is blank, or a text is too long.
    pub fn new(words: impl Into<Words>, title: impl Into<String>, form: FormRef) -> Result<Self, LimitError> {
        let (words, title) = (words.into(), title.into());
        words.check_body(limits::BODY_CHARS)?;
        filled("interactive.action.parameters.flow_cta", &title, limits::FORM_TITLE_CHARS)?;
        let (name, value) = form.field();
        at_least(format!("{PARAMETERS}.{name}"), value, 1)?;
        Ok(Self { words, title, form, token: None, start: Start::Default, is_draft: false })
    }

    /// Adds the token that comes back with the answer and at the form's endpoint.
    ///
    /// # Errors
    /// When it is blank.
    pub fn with_token(mut self, token: impl Into<String>) -> Result<Self, LimitError> {
        let token = token.into();
        at_least(format!("{PARAMETERS}.flow_token"), &token, 1)?;
        self.token = Some(token);
        Ok(self)
    }

    /// Opens the form on a screen, with values for it.
    ///
    /// # Errors
    /// When the screen is blank, or there are values but none in them.
    pub fn on_screen(
        mut self,
        screen: Option<String>,
        data: Option<Map<String, Value>>,
    ) -> Result<Self, LimitError> {
        let place = format!("{PARAMETERS}.flow_action_payload");
        if let Some(screen) = &screen {
            at_least(format!("{place}.screen"), screen, 1)?;
        }
        if let Some(data) = &data {
            items(&format!("{place}.data"), data.len(), usize::MAX)?;
        }
        self.start = Start::Screen { screen, data };
        Ok(self)
    }

    /// Asks the form's endpoint what to show first (`data_exchange`).
    #[must_use]
    pub fn from_endpoint(mut self) -> Self {
        self.start = Start::Endpoint;
        self
    }

    /// Opens the draft; for tests by the business itself.
    #[must_use]
    pub fn as_draft(mut self) -> Self {
        self.is_draft = true;
        self
    }

    /// The texts around the button.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What the button shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Which form.
    pub fn form(&self) -> &FormRef {
        &self.form
    }

    /// The token that comes back.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let (name, value) = self.form.field();
        let mut parameters = json!({ "flow_message_version": "3", "flow_cta": self.title, name: value });
        if self.is_draft {
            parameters["mode"] = json!("draft");
        }
        if let Some(token) = &self.token {
            parameters["flow_token"] = json!(token);
        }
        match &self.start {
            Start::Default => {}
            Start::Endpoint => parameters["flow_action"] = json!("data_exchange"),
            Start::Screen { screen, data } => {
                parameters["flow_action"] = json!("navigate");
                let mut payload = Map::new();
                payload.extend(screen.iter().map(|screen| ("screen".to_owned(), json!(screen))));
                payload.extend(data.iter().map(|data| ("data".to_owned(), json!(data))));
                if !payload.is_empty() {
                    parameters["flow_action_payload"] = Value::Object(payload);
                }
            }
        }
        super::object("flow", &self.words, json!({ "name": "flow", "parameters": parameters }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let parameters = node.object("action")?.object("parameters")?;
        let form = match parameters.optional_text("flow_id")? {
            Some(id) => FormRef::Id(id),
            None => FormRef::Name(
                parameters.optional_text("flow_name")?.ok_or_else(|| parameters.missing("flow_id"))?,
            ),
        };
        let mut message = Self::new(Words::read(node)?, parameters.text("flow_cta")?, form)?;
        if let Some(token) = parameters.optional_text("flow_token")? {
            message = message.with_token(token)?;
        }
        if parameters.optional_text("mode")?.as_deref() == Some("draft") {
            message = message.as_draft();
        }
        let payload = parameters.optional_object("flow_action_payload")?;
        match parameters.optional_text("flow_action")?.as_deref() {
            Some("data_exchange") => Ok(message.from_endpoint()),
            Some("navigate") | None => match payload {
                Some(payload) => {
                    let screen = payload.optional_text("screen")?;
                    Ok(message.on_screen(screen, payload.optional_map("data")?)?)
                }
                None if parameters.get("flow_action").is_some() => Ok(message.on_screen(None, None)?),
                None => Ok(message),
            },
            Some(_) => Err(parameters.invalid_at("flow_action")),
        }
    }
}

impl FormRef {
    fn field(&self) -> (&'static str, &str) {
        match self {
            Self::Id(id) => ("flow_id", id),
            Self::Name(name) => ("flow_name", name),
        }
    }
}
