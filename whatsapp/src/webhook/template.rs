//! What happens to message templates: status, quality, category, components.

use super::{List, Scalar};

/// Makes the struct of a field about a template: which one, then what happened.
macro_rules! template_value {
    ($(#[$doc:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        object! {
            $(#[$doc])*
            pub struct $name {
                /// The template's id.
                template_id: Option<Scalar> = "message_template_id",
                /// Its name.
                template_name: Option<Scalar> = "message_template_name",
                /// Its language.
                template_language: Option<Scalar> = "message_template_language",
                $($fields)*
            }
        }
    };
}

template_value! {
    /// Field `message_template_status_update`. Meta: Webhooks, Reference, message_template_status_update.
    pub struct TemplateStatus {
        /// The new status.
        event: Option<TemplateEvent> = "event",
        /// Why it was rejected; `NONE` when it was not.
        reason: Option<TemplateReason> = "reason",
        /// Its category.
        category: Option<TemplateCategory> = "message_template_category",
        /// When it will be disabled.
        disable_info: Option<DisableInfo> = "disable_info",
        /// Why it is paused, or no longer.
        other_info: Option<PauseInfo> = "other_info",
        /// What is wrong with its format.
        rejection_info: Option<RejectionInfo> = "rejection_info",
    }
}

words! {
    /// `message_template_status_update.event`. Meta: Webhooks, Reference, message_template_status_update; Template archival.
    pub enum TemplateEvent {
        /// It can be sent.
        Approved = "APPROVED",
        /// It was put away.
        Archived = "ARCHIVED",
        /// It is gone.
        Deleted = "DELETED",
        /// People blocked or reported it too often.
        Disabled = "DISABLED",
        /// It will be disabled.
        Flagged = "FLAGGED",
        /// The business asked to look again.
        InAppeal = "IN_APPEAL",
        /// The account has too many templates.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It cannot be changed.
        Locked = "LOCKED",
        /// It cannot be sent for a while.
        Paused = "PAUSED",
        /// Meta looks at it.
        Pending = "PENDING",
        /// It will be deleted.
        PendingDeletion = "PENDING_DELETION",
        /// It can be sent again.
        Reinstated = "REINSTATED",
        /// It was refused.
        Rejected = "REJECTED",
        /// It was taken out again.
        Unarchived = "UNARCHIVED",
    }
}

words! {
    /// `message_template_status_update.reason`. Meta: Webhooks, Reference, message_template_status_update.
    pub enum TemplateReason {
        /// It was not rejected.
        None = "NONE",
        /// It insults.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// The account may not send the category.
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
        /// It belongs to another category.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// Its format is wrong; see the rejection info.
        InvalidFormat = "INVALID_FORMAT",
        /// It advertises.
        Promotional = "PROMOTIONAL",
        /// It deceives.
        Scam = "SCAM",
        /// Its text does not fit its category.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
    }
}

words! {
    /// A template's category. Meta: Templates, Categorization.
    pub enum TemplateCategory {
        /// Marketing.
        Marketing = "MARKETING",
        /// Utility.
        Utility = "UTILITY",
        /// Authentication.
        Authentication = "AUTHENTICATION",
    }
}

object! {
    /// `disable_info`. Meta: Webhooks, Reference, message_template_status_update.
    pub struct DisableInfo {
        /// When.
        disable_date: Option<Scalar> = "disable_date",
    }
}

object! {
    /// `other_info`. Meta: Webhooks, Reference, message_template_status_update.
    pub struct PauseInfo {
        /// `FIRST_PAUSE`, `SECOND_PAUSE`, `RATE_LIMITING_PAUSE`, `UNPAUSE`, `DISABLED`.
        title: Option<Scalar> = "title",
        /// In words.
        description: Option<String> = "description",
    }
}

object! {
    /// `rejection_info`. Meta: Webhooks, Reference, message_template_status_update.
    pub struct RejectionInfo {
        /// What is wrong.
        reason: Option<String> = "reason",
        /// What to do.
        recommendation: Option<String> = "recommendation",
    }
}

template_value! {
    /// Field `message_template_quality_update`. Meta: Webhooks, Reference, message_template_quality_update.
    pub struct TemplateQuality {
        /// The score before.
        previous_quality_score: Option<QualityScore> = "previous_quality_score",
        /// The score now.
        new_quality_score: Option<QualityScore> = "new_quality_score",
    }
}

words! {
    /// A quality score. Meta: Webhooks, Reference, message_template_quality_update; Templates, Quality.
    pub enum QualityScore {
        /// Good.
        Green = "GREEN",
        /// Medium.
        Yellow = "YELLOW",
        /// Low.
        Red = "RED",
        /// Not known yet.
        Unknown = "UNKNOWN",
    }
}

template_value! {
    /// Field `template_category_update`, and `template_correct_category_detection`. Meta: Webhooks, Reference,
    /// template_category_update; Templates, Categorization.
    pub struct TemplateCategoryUpdate {
        /// The category before, when it has changed.
        previous_category: Option<TemplateCategory> = "previous_category",
        /// The category now.
        new_category: Option<TemplateCategory> = "new_category",
        /// The category it will get, when it is about to change.
        correct_category: Option<TemplateCategory> = "correct_category",
        /// When it will change, in Unix seconds.
        category_update_timestamp: Option<Scalar> = "category_update_timestamp",
    }
}

template_value! {
    /// Field `message_template_components_update`. Meta: Webhooks, Reference, message_template_components_update.
    pub struct TemplateComponents {
        /// The body.
        body: Option<String> = "message_template_element",
        /// The header, when it is a text.
        header: Option<String> = "message_template_title",
        /// The footer.
        footer: Option<String> = "message_template_footer",
        /// URL and phone buttons.
        buttons: List<TemplateButtonInfo> = "message_template_buttons",
    }
}

object! {
    /// `message_template_buttons[]`. Meta: Webhooks, Reference, message_template_components_update.
    pub struct TemplateButtonInfo {
        /// `URL`, `PHONE_NUMBER`, …
        kind: Option<Scalar> = "message_template_button_type",
        /// The label.
        text: Option<String> = "message_template_button_text",
        /// Where it leads.
        url: Option<String> = "message_template_button_url",
        /// Whom it calls.
        phone_number: Option<Scalar> = "message_template_button_phone_number",
    }
}
