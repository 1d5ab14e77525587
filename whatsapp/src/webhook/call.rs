//! Calls: those that begin and end, and how they are answered.

use serde_json::Value;

use super::contact::Errors;
use super::message::Audio;
use super::{List, Scalar};

number_value! {
    /// Field `calls`. Meta: Calling, Webhooks.
    pub struct Calls {
        /// Calls that begin and end.
        calls: List<Call> = "calls",
        /// How calls of the business are answered.
        statuses: List<CallStatus> = "statuses",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

object! {
    /// `calls[]`. Meta: Calling, User-initiated and business-initiated calls; Call recording.
    pub struct Call {
        /// The call's id (`wacid.…`).
        id: Option<Scalar> = "id",
        /// What happened.
        event: Option<CallEvent> = "event",
        /// Who calls.
        from: Option<Scalar> = "from",
        /// Who calls, by business-scoped user id.
        from_user_id: Option<Scalar> = "from_user_id",
        /// Who calls, by parent business-scoped user id.
        from_parent_user_id: Option<Scalar> = "from_parent_user_id",
        /// Who is called.
        to: Option<Scalar> = "to",
        /// Who is called, by business-scoped user id.
        to_user_id: Option<Scalar> = "to_user_id",
        /// Who is called, by parent business-scoped user id.
        to_parent_user_id: Option<Scalar> = "to_parent_user_id",
        /// Who began it.
        direction: Option<CallDirection> = "direction",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The offer or answer.
        session: Option<CallSession> = "session",
        /// The offer or answer, as it was written before `session`.
        connection: Option<Value> = "connection",
        /// How it ended: `COMPLETED`, `FAILED`.
        status: Option<Scalar> = "status",
        /// When it was taken, in Unix seconds.
        start_time: Option<Scalar> = "start_time",
        /// When it ended, in Unix seconds.
        end_time: Option<Scalar> = "end_time",
        /// How long it was, in seconds.
        duration: Option<Scalar> = "duration",
        /// The recording.
        call_recording: Option<CallRecording> = "call_recording",
        /// What was given as `biz_opaque_callback_data` when it was begun.
        biz_opaque_callback_data: Option<Scalar> = "biz_opaque_callback_data",
        /// What the link or button that led to it says.
        cta_payload: Option<Scalar> = "cta_payload",
        /// The link that led to it says.
        deeplink_payload: Option<Scalar> = "deeplink_payload",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

words! {
    /// `calls[].event`. Meta: Calling, Webhooks; Call recording.
    pub enum CallEvent {
        /// It begins.
        Connect = "connect",
        /// It ended.
        Terminate = "terminate",
        /// Its recording can be fetched.
        RecordingAvailable = "call_recording_available",
    }
}

words! {
    /// `calls[].direction`. Meta: Calling, Webhooks.
    pub enum CallDirection {
        /// The person called.
        UserInitiated = "USER_INITIATED",
        /// The business called.
        BusinessInitiated = "BUSINESS_INITIATED",
    }
}

object! {
    /// `calls[].session`: what WebRTC needs. Meta: Calling, Webhooks.
    pub struct CallSession {
        /// `offer` or `answer`.
        sdp_type: Option<Scalar> = "sdp_type",
        /// The session description (RFC 8866).
        sdp: Option<String> = "sdp",
    }
}

object! {
    /// `calls[].call_recording`. Meta: Calling, Call recording.
    pub struct CallRecording {
        /// `audio`.
        kind: Option<Scalar> = "type",
        /// The recording.
        audio: Option<Audio> = "audio",
    }
}

object! {
    /// `statuses[]` of calls. Meta: Calling, Business-initiated calls.
    pub struct CallStatus {
        /// The call's id.
        id: Option<Scalar> = "id",
        /// `call`.
        kind: Option<Scalar> = "type",
        /// How it was answered.
        status: Option<CallState> = "status",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// Who was called.
        recipient_id: Option<Scalar> = "recipient_id",
        /// Who was called, by business-scoped user id.
        recipient_user_id: Option<Scalar> = "recipient_user_id",
        /// Who was called, by parent business-scoped user id.
        parent_recipient_user_id: Option<Scalar> = "parent_recipient_user_id",
        /// What was given as `biz_opaque_callback_data` when it was begun.
        biz_opaque_callback_data: Option<Scalar> = "biz_opaque_callback_data",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

words! {
    /// `statuses[].status` of calls. Meta: Calling, Business-initiated calls.
    pub enum CallState {
        /// It rings.
        Ringing = "RINGING",
        /// It was taken.
        Accepted = "ACCEPTED",
        /// It was refused.
        Rejected = "REJECTED",
    }
}
