//! What happens to a number: its name, quality, user name, PIN and settings.

use serde_json::Value;

use super::account::Decision;
use super::{List, Scalar};

object! {
    /// Field `phone_number_name_update`. Meta: Webhooks, Reference, phone_number_name_update.
    pub struct NumberName {
        /// The number.
        display_phone_number: Option<Scalar> = "display_phone_number",
        /// What Meta decided.
        decision: Option<Decision> = "decision",
        /// The name that was asked for.
        requested_verified_name: Option<String> = "requested_verified_name",
        /// Why not.
        rejection_reason: Option<Scalar> = "rejection_reason",
    }
}

object! {
    /// Field `phone_number_quality_update`. Meta: Webhooks, Reference, phone_number_quality_update; Messaging limits.
    pub struct NumberQuality {
        /// The number.
        display_phone_number: Option<Scalar> = "display_phone_number",
        /// What happened.
        event: Option<NumberQualityEvent> = "event",
        /// The limit before: `TIER_2K`, …
        old_limit: Option<Scalar> = "old_limit",
        /// The limit now.
        current_limit: Option<Scalar> = "current_limit",
        /// The limit of the portfolio now.
        max_daily_conversations_per_business: Option<Scalar> = "max_daily_conversations_per_business",
    }
}

words! {
    /// `phone_number_quality_update.event`. Meta: Webhooks, Reference, phone_number_quality_update.
    pub enum NumberQualityEvent {
        /// The number is new.
        Onboarding = "ONBOARDING",
        /// It may send a thousand messages a second.
        ThroughputUpgrade = "THROUGHPUT_UPGRADE",
        /// Its quality is low; before October 2025.
        Flagged = "FLAGGED",
        /// Its quality is good again; before October 2025.
        Unflagged = "UNFLAGGED",
        /// Its limit went up.
        Upgrade = "UPGRADE",
        /// Its limit went down.
        Downgrade = "DOWNGRADE",
    }
}

object! {
    /// Field `business_username_updates`. Meta: Business-scoped user ids, Business usernames.
    pub struct UsernameUpdate {
        /// The number.
        display_phone_number: Option<Scalar> = "display_phone_number",
        /// Its user name.
        username: Option<Scalar> = "username",
        /// `approved`, `reserved`, `deleted`.
        status: Option<Scalar> = "status",
    }
}

object! {
    /// Field `security`. Meta: Webhooks, Reference, security.
    pub struct Security {
        /// The number.
        display_phone_number: Option<Scalar> = "display_phone_number",
        /// What was done with its two-step PIN.
        event: Option<SecurityEvent> = "event",
        /// Who did it, by id in Meta Business Suite.
        requester: Option<Scalar> = "requester",
    }
}

words! {
    /// `security.event`. Meta: Webhooks, Reference, security.
    pub enum SecurityEvent {
        /// The PIN was changed or set.
        PinChanged = "PIN_CHANGED",
        /// Somebody asked to turn it off.
        PinResetRequest = "PIN_RESET_REQUEST",
        /// It was turned off.
        PinResetSuccess = "PIN_REQUEST_SUCCESS",
    }
}

object! {
    /// Field `account_settings_update`. Meta: Webhooks, Reference, account_settings_update; Calling, Settings.
    pub struct AccountSettings {
        /// Always `whatsapp`.
        messaging_product: Option<String> = "messaging_product",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// Which settings; `PHONE_NUMBER_SETTINGS`.
        kind: Option<Scalar> = "type",
        /// The settings of a number.
        phone_number_settings: Option<NumberSettings> = "phone_number_settings",
    }
}

object! {
    /// `phone_number_settings`. Meta: Calling, Settings.
    pub struct NumberSettings {
        /// The number.
        phone_number_id: Option<Scalar> = "phone_number_id",
        /// How it can be called.
        calling: Option<CallSettings> = "calling",
    }
}

object! {
    /// `phone_number_settings.calling`. Meta: Calling, Settings.
    pub struct CallSettings {
        /// `ENABLED` or `DISABLED`.
        status: Option<Scalar> = "status",
        /// Whether chats show the button: `DEFAULT`, `DISABLE_ALL`.
        call_icon_visibility: Option<Scalar> = "call_icon_visibility",
        /// Whether whoever calls permits to be called back.
        callback_permission_status: Option<Scalar> = "callback_permission_status",
        /// When it can be called.
        call_hours: Option<CallHours> = "call_hours",
        /// Where calls go instead of the API.
        sip: Option<Value> = "sip",
        /// Video calls.
        video: Option<Value> = "video",
        /// What Meta restricted.
        restrictions: Option<Value> = "restrictions",
    }
}

object! {
    /// `calling.call_hours`. Meta: Calling, Settings.
    pub struct CallHours {
        /// `ENABLED` or `DISABLED`.
        status: Option<Scalar> = "status",
        /// The time zone, `Europe/Warsaw`.
        timezone_id: Option<Scalar> = "timezone_id",
        /// Hours of the week.
        weekly_operating_hours: List<WeeklyHours> = "weekly_operating_hours",
        /// Days with other hours.
        holiday_schedule: List<Holiday> = "holiday_schedule",
    }
}

object! {
    /// `weekly_operating_hours[]`. Meta: Calling, Settings.
    pub struct WeeklyHours {
        /// `MONDAY`, …
        day_of_week: Option<Scalar> = "day_of_week",
        /// `HHMM`.
        open_time: Option<Scalar> = "open_time",
        /// `HHMM`.
        close_time: Option<Scalar> = "close_time",
    }
}

object! {
    /// `holiday_schedule[]`. Meta: Calling, Settings.
    pub struct Holiday {
        /// `YYYY-MM-DD`.
        date: Option<Scalar> = "date",
        /// `HHMM`.
        start_time: Option<Scalar> = "start_time",
        /// `HHMM`.
        end_time: Option<Scalar> = "end_time",
    }
}
