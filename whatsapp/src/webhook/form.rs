//! What happens to forms (WhatsApp Flows): status, errors and latency of their endpoint, versions that end.

use super::{List, Scalar};

object! {
    /// Field `flows`. Meta: Flows, Webhooks.
    pub struct FormEvent {
        /// What happened; says which of the members are there.
        event: Option<FormEventKind> = "event",
        /// In words.
        message: Option<String> = "message",
        /// The form.
        flow_id: Option<Scalar> = "flow_id",
        /// The status before.
        old_status: Option<FormStatus> = "old_status",
        /// The status now.
        new_status: Option<FormStatus> = "new_status",
        /// What will happen to it.
        warning: Option<String> = "warning",
        /// Whether the alert begins or ends.
        alert_state: Option<AlertState> = "alert_state",
        /// What was crossed, in the measure of the event.
        threshold: Option<Scalar> = "threshold",
        /// Share of requests that failed, in percent.
        error_rate: Option<Scalar> = "error_rate",
        /// Which errors they were.
        errors: List<FormError> = "errors",
        /// Half of the requests took at most this long, in milliseconds.
        p50_latency: Option<Scalar> = "p50_latency",
        /// Nine of ten requests took at most this long, in milliseconds.
        p90_latency: Option<Scalar> = "p90_latency",
        /// How many requests there were.
        requests_count: Option<Scalar> = "requests_count",
        /// Share of health checks that were answered, in percent.
        availability: Option<Scalar> = "availability",
    }
}

words! {
    /// `flows.event`. Meta: Flows, Webhooks.
    pub enum FormEventKind {
        /// The form has another status.
        StatusChange = "FLOW_STATUS_CHANGE",
        /// Too many errors on phones.
        ClientErrorRate = "CLIENT_ERROR_RATE",
        /// Too many errors of the endpoint.
        EndpointErrorRate = "ENDPOINT_ERROR_RATE",
        /// The endpoint is slow.
        EndpointLatency = "ENDPOINT_LATENCY",
        /// The endpoint does not answer.
        EndpointAvailability = "ENDPOINT_AVAILABILITY",
        /// The form's version ends soon.
        VersionExpiry = "FLOW_VERSION_EXPIRY_WARNING",
    }
}

words! {
    /// A form's status. Meta: Flows, Lifecycle.
    pub enum FormStatus {
        /// Being made.
        Draft = "DRAFT",
        /// In use.
        Published = "PUBLISHED",
        /// No longer sent.
        Deprecated = "DEPRECATED",
        /// Not sent: its endpoint fails.
        Blocked = "BLOCKED",
        /// Sent ten times an hour: its endpoint fails.
        Throttled = "THROTTLED",
    }
}

words! {
    /// `flows.alert_state`. Meta: Flows, Webhooks.
    pub enum AlertState {
        /// It begins.
        Activated = "ACTIVATED",
        /// It ends.
        Deactivated = "DEACTIVATED",
    }
}

object! {
    /// `flows.errors[]`. Meta: Flows, Webhooks; Flows, Error codes.
    pub struct FormError {
        /// Which.
        error_type: Option<Scalar> = "error_type",
        /// Its share, in percent.
        error_rate: Option<Scalar> = "error_rate",
        /// How often.
        error_count: Option<Scalar> = "error_count",
    }
}
