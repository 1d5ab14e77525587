//! The value of a change, by its field.

use serde_json::Value;

use super::account::{AccountAlert, AccountReview, AccountUpdate, BusinessCapability, PartnerSolution};
use super::call::Calls;
use super::contact::Errors;
use super::echo::{AppState, Echoes, History};
use super::form::FormEvent;
use super::group::Groups;
use super::message::InboundMessage;
use super::number::{AccountSettings, NumberName, NumberQuality, Security, UsernameUpdate};
use super::payment::PaymentConfigurationUpdate;
use super::person::{UserIdUpdates, UserPreferences};
use super::routing::{ConversationContext, Handover, Standby};
use super::status::Status;
use super::template::{TemplateCategoryUpdate, TemplateComponents, TemplateQuality, TemplateStatus};
use super::tracking::TrackedEvents;
use super::{List, Wire};

number_value! {
    /// Field `messages`. Meta: Webhooks, Reference, messages.
    pub struct Messages {
        /// What people wrote.
        messages: List<InboundMessage> = "messages",
        /// What became of messages of the business.
        statuses: List<Status> = "statuses",
        /// Errors that belong to no message.
        errors: Errors = "errors",
        /// What was talked about before the app got the word. Meta: Conversation routing.
        conversation_context: Option<ConversationContext> = "conversation_context",
    }
}

/// Makes the enum of values: field, variant, type.
macro_rules! values {
    ($( $(#[$doc:meta])* $variant:ident($type:ty) = $($field:literal)|+, )+) => {
        /// The value of a change, by its field. Meta: Webhooks, Reference.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ChangeValue {
            $( $(#[$doc])* $variant(Box<$type>), )+
            /// A field that this crate does not know, or a value that is no object, as it came.
            Unknown(Value),
        }

        impl ChangeValue {
            /// Reads the value of the named field.
            fn of_field(field: &str, value: Value) -> Self {
                match field {
                    $( $($field)|+ => Wire::from_value(value).map_or_else(Self::Unknown, Self::$variant), )+
                    _ => Self::Unknown(value),
                }
            }

            /// The variant's name, as in `account_update` for [`ChangeValue::AccountUpdate`]: Meta's field (the first, where
            /// several share a type), or `unknown`.
            pub fn field(&self) -> &'static str {
                match self {
                    $( Self::$variant(_) => [$($field),+][0], )+
                    Self::Unknown(_) => "unknown",
                }
            }

            pub(super) fn to_value(&self) -> Value {
                match self {
                    $( Self::$variant(value) => value.to_value(), )+
                    Self::Unknown(value) => value.clone(),
                }
            }

            pub(super) fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
                match self {
                    $( Self::$variant(value) => value.note_unknown(path, found), )+
                    Self::Unknown(_) => found.push(path.to_owned()),
                }
            }
        }
    };
}

values! {
    /// What people wrote, and what became of messages of the business.
    Messages(Messages) = "messages",
    /// What the business sent by another app.
    Echoes(Echoes) = "smb_message_echoes" | "message_echoes",
    /// Chats from before the number came to the Cloud API.
    History(History) = "history",
    /// The address book of the business app.
    AppState(AppState) = "smb_app_state_sync",
    /// Copies of what goes through the app that has the word.
    Standby(Standby) = "standby",
    /// Another app has the word.
    Handover(Handover) = "messaging_handovers",
    /// What people want to get.
    UserPreferences(UserPreferences) = "user_preferences",
    /// New ids of people.
    UserIdUpdates(UserIdUpdates) = "user_id_update",
    /// Calls.
    Calls(Calls) = "calls",
    /// A group was made or deleted.
    GroupLifecycle(Groups) = "group_lifecycle_update",
    /// People came to a group or went.
    GroupParticipants(Groups) = "group_participants_update" | "group_participant_update",
    /// A group's settings changed.
    GroupSettings(Groups) = "group_settings_update",
    /// A group was suspended, or no longer is.
    GroupStatus(Groups) = "group_status_update",
    /// Status of a template.
    TemplateStatus(TemplateStatus) = "message_template_status_update",
    /// Quality of a template.
    TemplateQuality(TemplateQuality) = "message_template_quality_update",
    /// Category of a template.
    TemplateCategory(TemplateCategoryUpdate) = "template_category_update" | "template_correct_category_detection",
    /// Components of a template.
    TemplateComponents(TemplateComponents) = "message_template_components_update",
    /// Forms and their endpoints.
    Forms(FormEvent) = "flows",
    /// The name of a number.
    NumberName(NumberName) = "phone_number_name_update",
    /// Quality and limit of a number.
    NumberQuality(NumberQuality) = "phone_number_quality_update",
    /// The user name of a number.
    Username(UsernameUpdate) = "business_username_updates" | "phone_number_username_update",
    /// The PIN of a number.
    Security(Security) = "security",
    /// Settings of a number.
    AccountSettings(AccountSettings) = "account_settings_update",
    /// The account.
    AccountUpdate(AccountUpdate) = "account_update",
    /// Alerts of the account.
    AccountAlert(AccountAlert) = "account_alerts",
    /// Meta's review of the account.
    AccountReview(AccountReview) = "account_review_update",
    /// What the business may do.
    BusinessCapability(BusinessCapability) = "business_capability_update",
    /// Multi-partner solutions.
    PartnerSolution(PartnerSolution) = "partner_solutions",
    /// What payments go through.
    PaymentConfiguration(PaymentConfigurationUpdate) = "payment_configuration_update",
    /// Purchases and leads.
    TrackedEvents(TrackedEvents) = "automatic_events" | "tracking_events",
}

/// Members by which a value without a field is known.
const TELLING: [(&str, &str); 10] = [
    ("messages", "messages"),
    ("statuses", "messages"),
    ("message_echoes", "smb_message_echoes"),
    ("user_preferences", "user_preferences"),
    ("waba_info", "account_update"),
    ("violation_info", "account_update"),
    ("ban_info", "account_update"),
    ("restriction_info", "account_update"),
    ("new_quality_score", "message_template_quality_update"),
    ("flow_id", "flows"),
];

impl ChangeValue {
    /// Reads the value of a change. Without a field (some senders leave it out) the members tell which it is; a quality
    /// score under the field of statuses is a quality score, as Meta's own sample has it.
    pub fn read(field: Option<&str>, value: Value) -> Self {
        let told = TELLING.iter().find(|(member, _)| value.get(member).is_some()).map(|(_, field)| *field);
        match (field, told) {
            (Some("message_template_status_update"), Some("message_template_quality_update")) => {
                Self::of_field("message_template_quality_update", value)
            }
            (Some(field), _) | (None, Some(field)) => Self::of_field(field, value),
            (None, None) => Self::Unknown(value),
        }
    }
}
