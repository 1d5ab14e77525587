//! Statuses of what the business sent.

use serde_json::Value;

use super::payment::Payment;
use super::{ErrorInfo, List, Scalar, Wire};

object! {
    /// A status of a sent message; they come late, doubled and in any order. Meta: Webhooks, Reference, messages, status.
    pub struct Status {
        require {
            /// The wamid of the message that was sent.
            wamid: Scalar = "id",
            /// What happened to it.
            state: State = "status",
        }
        /// `payment` when it is about the payment of an order message, `call` for calls; else absent.
        kind: Option<Scalar> = "type",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The recipient's phone number without `+`, or the group; see [`Status::recipient_phone`].
        recipient_id: Option<Scalar> = "recipient_id",
        /// The recipient's business-scoped user id; see [`Status::recipient_user`].
        recipient_user_id: Option<Scalar> = "recipient_user_id",
        /// The recipient's parent business-scoped user id, as Meta's samples write it.
        parent_recipient_user_id: Option<Scalar> = "parent_recipient_user_id",
        /// The same, as Meta's text writes it.
        recipient_parent_user_id: Option<Scalar> = "recipient_parent_user_id",
        /// The same, as Meta's samples of early 2026 write it.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// `group` for a message to a group, else absent.
        recipient_type: Option<Scalar> = "recipient_type",
        /// The group it was sent to, as Meta's OpenAPI document writes it.
        group_id: Option<Scalar> = "group_id",
        /// The person in the group, by phone number.
        recipient_participant_id: Option<Scalar> = "recipient_participant_id",
        /// The same, as Meta's page on groups writes it.
        participant_recipient_id: Option<Scalar> = "participant_recipient_id",
        /// The person in the group, by business-scoped user id.
        recipient_participant_user_id: Option<Scalar> = "recipient_participant_user_id",
        /// The same, in the other order of words.
        participant_recipient_user_id: Option<Scalar> = "participant_recipient_user_id",
        /// The person in the group, by parent business-scoped user id.
        recipient_participant_parent_user_id: Option<Scalar> = "recipient_participant_parent_user_id",
        /// The recipient's identity; only with the identity check. Meta: Identity change check.
        recipient_identity_key_hash: Option<Scalar> = "recipient_identity_key_hash",
        /// The business number, in statuses of payments.
        from: Option<Scalar> = "from",
        /// What was given as `biz_opaque_callback_data` when it was sent.
        biz_opaque_callback_data: Option<Scalar> = "biz_opaque_callback_data",
        /// The conversation it was counted to; up to v23.0, later only inside a free entry point.
        conversation: Option<Conversation> = "conversation",
        /// What it costs; with `sent`, and with the first of `delivered` and `read`.
        pricing: Option<Pricing> = "pricing",
        /// The payment of an order message.
        payment: Option<Payment> = "payment",
        /// Why it failed.
        errors: List<ErrorInfo> = "errors",
    }
}

words! {
    /// What happened to a sent message, or to the payment of one. Meta: Webhooks, Reference, messages, status; Payments API.
    pub enum State {
        /// One tick: it left Meta's servers.
        Sent = "sent",
        /// Two ticks: it is on the phone.
        Delivered = "delivered",
        /// It was read.
        Read = "read",
        /// It will not be delivered; see the errors.
        Failed = "failed",
        /// A voice message was played.
        Played = "played",
        /// The person deleted it; in older payloads.
        Deleted = "deleted",
        /// It names a product that is not for sale; in older payloads.
        Warning = "warning",
        /// Of a payment: not decided yet.
        Pending = "pending",
        /// Of a payment: done.
        Captured = "captured",
    }
}

object! {
    /// `conversation`. Meta: Webhooks, Reference, messages, status; Pricing, Conversation-based pricing.
    pub struct Conversation {
        /// Its id.
        id: Option<Scalar> = "id",
        /// When it ends, in Unix seconds; with `sent` only.
        expiration_timestamp: Option<Scalar> = "expiration_timestamp",
        /// What opened it.
        origin: Option<ConversationOrigin> = "origin",
        /// What it costs, where the page on groups puts it.
        pricing: Option<Pricing> = "pricing",
    }
}

object! {
    /// `conversation.origin`. Meta: Webhooks, Reference, messages, status.
    pub struct ConversationOrigin {
        /// The category.
        kind: Option<PricingCategory> = "type",
    }
}

object! {
    /// `pricing`. Meta: Webhooks, Reference, messages, status; Pricing.
    pub struct Pricing {
        /// Whether it is charged; Meta will take it away, `kind` and `category` stay.
        billable: Option<bool> = "billable",
        /// How it is charged.
        model: Option<PricingModel> = "pricing_model",
        /// At which rate.
        kind: Option<PricingKind> = "type",
        /// As what.
        category: Option<PricingCategory> = "category",
    }
}

words! {
    /// `pricing.pricing_model`. Meta: Webhooks, Reference, messages, status.
    pub enum PricingModel {
        /// Per message, since 1 July 2025.
        PerMessage = "PMP",
        /// Per conversation, before.
        PerConversation = "CBP",
        /// Per notification, before 2022.
        PerNotification = "NBP",
    }
}

words! {
    /// `pricing.type`. Meta: Webhooks, Reference, messages, status.
    pub enum PricingKind {
        /// The category's rate.
        Regular = "regular",
        /// Free, within the customer service window.
        FreeCustomerService = "free_customer_service",
        /// Free, after a click on an ad.
        FreeEntryPoint = "free_entry_point",
    }
}

words! {
    /// `pricing.category` and `conversation.origin.type`. Meta: Webhooks, Reference, messages, status; Pricing.
    pub enum PricingCategory {
        /// Authentication.
        Authentication = "authentication",
        /// Authentication, at the international rate, as `pricing` writes it.
        AuthenticationInternational = "authentication-international",
        /// The same, as `conversation` writes it.
        AuthenticationInternationalOrigin = "authentication_international",
        /// Marketing.
        Marketing = "marketing",
        /// Marketing, by the Marketing Messages API.
        MarketingLite = "marketing_lite",
        /// Utility.
        Utility = "utility",
        /// An answer, no template.
        Service = "service",
        /// After a click on an ad.
        ReferralConversion = "referral_conversion",
        /// An answer of Meta's own AI.
        GeneralPurposeAi = "general_purpose_ai",
        /// Opened by the business, before June 2023.
        BusinessInitiated = "business_initiated",
        /// Opened by the person, before June 2023.
        UserInitiated = "user_initiated",
    }
}

impl Status {
    /// A status out of its JSON, as it was kept; `None` when it is none.
    pub fn from_raw(raw: &Value) -> Option<Self> {
        Self::from_value(raw.clone()).ok()
    }

    /// Whether it is about the message itself, not about the payment of an order.
    pub fn is_of_message(&self) -> bool {
        self.kind.as_deref() != Some("payment")
    }

    /// When it happened, in Unix seconds; `None` when Meta gave nothing readable.
    pub fn timestamp_s(&self) -> Option<i64> {
        self.timestamp.as_ref().and_then(Scalar::as_i64)
    }

    /// The phone number of the person who got it, without `+`; in a group the participant's, in both of Meta's spellings.
    pub fn recipient_phone(&self) -> Option<&str> {
        first([&self.recipient_participant_id, &self.participant_recipient_id, &self.recipient_id])
    }

    /// The business-scoped user id of the person who got it; in a group the participant's, in both of Meta's spellings.
    pub fn recipient_user(&self) -> Option<&str> {
        first([
            &self.recipient_participant_user_id,
            &self.participant_recipient_user_id,
            &self.recipient_user_id,
        ])
    }

    /// The parent business-scoped user id of the person who got it, in all of Meta's spellings.
    pub fn recipient_parent(&self) -> Option<&str> {
        let own = first([
            &self.parent_recipient_user_id,
            &self.recipient_parent_user_id,
            &self.recipient_participant_parent_user_id,
        ]);
        own.or(self.parent_user_id.as_deref())
    }
}

fn first<const N: usize>(spellings: [&Option<Scalar>; N]) -> Option<&str> {
    spellings.into_iter().find_map(Option::as_deref)
}
