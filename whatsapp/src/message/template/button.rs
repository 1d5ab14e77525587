//! Values for a template's buttons.

use serde_json::{Map, Value, json};

use crate::limits;
use crate::message::interactive::{ProductSection, check_sections};
use crate::message::limit::{at_least, filled};
use crate::message::read::{Node, Read};
use crate::message::{ContentError, LimitError};

/// What a button of a template needs when the message is sent. Meta: Templates, Components, and the page of the button.
///
/// Buttons that call a number, and those whose link or code is fixed, need nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateButton {
    /// A quick reply: what comes back when it is pressed.
    QuickReply(String),
    /// A link: what takes the place of its variable. A one-time code goes here too, whatever its button does.
    Url(String),
    /// A coupon: the code that is copied.
    CopyCode(String),
    /// A form.
    Form {
        /// Comes back with the answer; Meta's default is `unused`.
        token: Option<String>,
        /// Values for the first screen.
        data: Option<Map<String, Value>>,
    },
    /// Opens the catalog.
    Catalog {
        /// The `product_retailer_id` of the product whose image is shown.
        thumbnail: Option<String>,
    },
    /// Shows several products.
    Products {
        /// The `product_retailer_id` of the product whose image is shown.
        thumbnail: String,
        /// The products.
        sections: Vec<ProductSection>,
    },
    /// Starts a call.
    VoiceCall {
        /// For how long, in minutes.
        ttl_minutes: Option<u32>,
        /// Comes back with the call.
        payload: Option<String>,
    },
    /// Shows an order and its payment, as Meta's payments pages describe them.
    OrderDetails(Map<String, Value>),
}

impl TemplateButton {
    pub(super) fn check(&self, place: &str) -> Result<(), LimitError> {
        let first = format!("{place}.parameters[0]");
        let action = format!("{first}.action");
        match self {
            Self::QuickReply(payload) => at_least(format!("{first}.payload"), payload, 1),
            Self::Url(text) => filled(format!("{first}.text").as_str(), text, limits::TEMPLATE_LINK_CHARS),
            Self::CopyCode(code) => {
                filled(format!("{first}.coupon_code").as_str(), code, limits::COUPON_CHARS)
            }
            Self::Form { token: Some(token), .. } => at_least(format!("{action}.flow_token"), token, 1),
            Self::Catalog { thumbnail: Some(id) } => {
                at_least(format!("{action}.thumbnail_product_retailer_id"), id, 1)
            }
            Self::Products { thumbnail, sections } => {
                at_least(format!("{action}.thumbnail_product_retailer_id"), thumbnail, 1)?;
                check_sections(&action, sections)
            }
            Self::VoiceCall { payload: Some(payload), .. } => {
                at_least(format!("{place}.parameters[].payload"), payload, 1)
            }
            Self::Form { .. } | Self::Catalog { .. } | Self::VoiceCall { .. } | Self::OrderDetails(_) => {
                Ok(())
            }
        }
    }

    fn sub_type(&self) -> &'static str {
        match self {
            Self::QuickReply(_) => "quick_reply",
            Self::Url(_) => "url",
            Self::CopyCode(_) => "copy_code",
            Self::Form { .. } => "flow",
            Self::Catalog { .. } => "catalog",
            Self::Products { .. } => "mpm",
            Self::VoiceCall { .. } => "voice_call",
            Self::OrderDetails(_) => "order_details",
        }
    }

    pub(super) fn graph(&self, index: u8) -> Value {
        let mut object = json!({ "type": "button", "sub_type": self.sub_type(), "index": index.to_string() });
        let parameters = self.parameters();
        if !parameters.is_empty() {
            object["parameters"] = Value::Array(parameters);
        }
        object
    }

    fn parameters(&self) -> Vec<Value> {
        let action = |action: Map<String, Value>| vec![json!({ "type": "action", "action": action })];
        match self {
            Self::QuickReply(payload) => vec![json!({ "type": "payload", "payload": payload })],
            Self::Url(text) => vec![json!({ "type": "text", "text": text })],
            Self::CopyCode(code) => vec![json!({ "type": "coupon_code", "coupon_code": code })],
            Self::Form { token: None, data: None } | Self::Catalog { thumbnail: None } => Vec::new(),
            Self::Form { token, data } => action(some([
                ("flow_token", token.as_ref().map(|token| json!(token))),
                ("flow_action_data", data.as_ref().map(|data| json!(data))),
            ])),
            Self::Catalog { thumbnail } => action(some([
                ("thumbnail_product_retailer_id", thumbnail.as_ref().map(|id| json!(id))),
                ("", None),
            ])),
            Self::Products { thumbnail, sections } => action(some([
                ("thumbnail_product_retailer_id", Some(json!(thumbnail))),
                ("sections", Some(sections.iter().map(ProductSection::graph).collect())),
            ])),
            Self::VoiceCall { ttl_minutes, payload } => {
                let ttl = ttl_minutes.map(|ttl| json!({ "type": "ttl_minutes", "ttl_minutes": ttl }));
                let payload = payload.as_ref().map(|text| json!({ "type": "payload", "payload": text }));
                ttl.into_iter().chain(payload).collect()
            }
            Self::OrderDetails(order) => action(some([("order_details", Some(json!(order))), ("", None)])),
        }
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let parameters = node.optional_items("parameters")?;
        let first = || parameters.first().ok_or_else(|| node.missing("parameters"));
        let action = || parameters.first().map(|first| first.object("action")).transpose();
        let thumbnail = "thumbnail_product_retailer_id";
        Ok(match node.word("sub_type")?.as_str() {
            "quick_reply" => Self::QuickReply(first()?.text("payload")?),
            "url" => Self::Url(first()?.text("text")?),
            "copy_code" => Self::CopyCode(first()?.text("coupon_code")?),
            "flow" => match action()? {
                Some(action) => Self::Form {
                    token: action.optional_text("flow_token")?,
                    data: action.optional_map("flow_action_data")?,
                },
                None => Self::Form { token: None, data: None },
            },
            "catalog" => {
                let id = action()?.map(|action| action.optional_text(thumbnail)).transpose()?;
                Self::Catalog { thumbnail: id.flatten() }
            }
            "mpm" => {
                let action = first()?.object("action")?;
                let sections = action.list("sections", ProductSection::read)?;
                Self::Products { thumbnail: action.text(thumbnail)?, sections }
            }
            "voice_call" => voice_call(&parameters)?,
            "order_details" => {
                let action = first()?.object("action")?;
                Self::OrderDetails(action.optional_map("order_details")?.unwrap_or_default())
            }
            kind => return Err(ContentError::Unsupported { kind: format!("template button {kind}") }),
        })
    }
}

fn voice_call(parameters: &[Node<'_>]) -> Read<TemplateButton> {
    let (mut ttl_minutes, mut payload) = (None, None);
    for parameter in parameters {
        if parameter.word("type")? == "ttl_minutes" {
            let minutes = parameter.integer("ttl_minutes")?;
            ttl_minutes = Some(u32::try_from(minutes).map_err(|_| parameter.invalid_at("ttl_minutes"))?);
        } else {
            payload = Some(parameter.text("payload")?);
        }
    }
    Ok(TemplateButton::VoiceCall { ttl_minutes, payload })
}

fn some(fields: [(&str, Option<Value>); 2]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
