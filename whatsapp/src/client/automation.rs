//! Ice breakers and commands. Meta: Business phone numbers, Conversational components.

use serde::{Deserialize, Serialize};

use super::{Client, SendError, Token};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{filled, items_between, unique};

/// What a chat offers before anybody writes. Meta: Conversational components.
///
/// Meta took the welcome message away on 27 March 2026; it stands here for older numbers' answers only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Automation {
    /// Ice breakers: texts that a new customer can send with one press.
    pub prompts: Vec<String>,
    /// Commands: what a customer sees after typing `/`.
    pub commands: Vec<Command>,
    /// Whether Meta tells of a chat that was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_welcome_message: Option<bool>,
}

/// A command. Meta: Conversational components.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Command {
    /// Its name, without `/`.
    pub command_name: String,
    /// What it does.
    pub command_description: String,
}

impl Automation {
    /// Checks Meta's limits.
    ///
    /// # Errors
    /// When a text or a number of items breaks a limit, or two commands share a name.
    pub fn check(&self) -> Result<(), LimitError> {
        items_between("prompts", self.prompts.len(), 0, limits::ICE_BREAKERS)?;
        for (at, prompt) in self.prompts.iter().enumerate() {
            filled(format!("prompts[{at}]").as_str(), prompt, limits::ICE_BREAKER_CHARS)?;
        }
        items_between("commands", self.commands.len(), 0, limits::COMMANDS)?;
        let field = |at: usize, part: &str| format!("commands[{at}].{part}");
        for (at, command) in self.commands.iter().enumerate() {
            let (name, hint) = (&command.command_name, &command.command_description);
            filled(field(at, "command_name").as_str(), name, limits::COMMAND_NAME_CHARS)?;
            filled(field(at, "command_description").as_str(), hint, limits::COMMAND_HINT_CHARS)?;
        }
        let names = self.commands.iter().map(|command| command.command_name.as_str());
        unique(names, |at| field(at, "command_name"))
    }
}

impl Client {
    /// Asks what a number's chats offer. Meta: Conversational components.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn automation(&self, token: &Token, phone_number_id: &str) -> Result<Automation, SendError> {
        #[derive(Deserialize)]
        struct Number {
            #[serde(default)]
            conversational_automation: Automation,
        }
        let fields = [("fields", Some("conversational_automation".to_owned()))];
        let number: Number = self.get(token, &[phone_number_id]).query(fields).answer().await?;
        Ok(number.conversational_automation)
    }

    /// Sets what a number's chats offer, all of it. Meta: Conversational components.
    ///
    /// # Errors
    /// As [`Client::send`]; not sent when it breaks a limit.
    pub async fn set_automation(
        &self,
        token: &Token,
        phone_number_id: &str,
        automation: &Automation,
    ) -> Result<(), SendError> {
        automation.check()?;
        self.post(token, &[phone_number_id, "conversational_automation"]).json(automation).success().await
    }
}
