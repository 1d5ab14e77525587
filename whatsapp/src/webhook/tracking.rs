//! What Meta notices in chats by itself: purchases and leads after a click on an ad.

use serde_json::Value;

use super::{List, Scalar};

number_value! {
    /// Fields `automatic_events` and `tracking_events`. Meta: Automatic events API; of the second only the name is documented.
    pub struct TrackedEvents {
        /// What was noticed.
        automatic_events: List<TrackedEvent> = "automatic_events",
        /// The same, under the other field.
        tracking_events: List<TrackedEvent> = "tracking_events",
    }
}

object! {
    /// `automatic_events[]`. Meta: Automatic events API.
    pub struct TrackedEvent {
        /// The wamid of the message it was noticed in.
        id: Option<Scalar> = "id",
        /// What was noticed.
        event_name: Option<TrackedEventName> = "event_name",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The click that led to it.
        ctwa_clid: Option<Scalar> = "ctwa_clid",
        /// Amount and currency of a purchase.
        custom_data: Option<Value> = "custom_data",
    }
}

words! {
    /// `automatic_events[].event_name`. Meta: Automatic events API.
    pub enum TrackedEventName {
        /// Somebody left what a business needs to come back to them.
        LeadSubmitted = "LeadSubmitted",
        /// Somebody bought something.
        Purchase = "Purchase",
    }
}
