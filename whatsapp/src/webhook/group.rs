//! Groups: made, deleted, suspended, their people and their settings.

use super::contact::Errors;
use super::{List, Scalar};

number_value! {
    /// Fields `group_lifecycle_update`, `group_participants_update`, `group_settings_update` and `group_status_update`.
    /// Meta: Groups, Webhooks.
    pub struct Groups {
        /// What happened to which group.
        groups: List<Group> = "groups",
    }
}

object! {
    /// `groups[]`. Meta: Groups, Webhooks.
    pub struct Group {
        /// The group.
        group_id: Option<Scalar> = "group_id",
        /// What happened; says which of the members are there.
        kind: Option<GroupEvent> = "type",
        /// When, in Unix seconds.
        timestamp: Option<Scalar> = "timestamp",
        /// The request that made it happen.
        request_id: Option<Scalar> = "request_id",
        /// The group's name.
        subject: Option<String> = "subject",
        /// What the group is about.
        description: Option<String> = "description",
        /// The link to join by.
        invite_link: Option<String> = "invite_link",
        /// Whether people join at once, or ask.
        join_approval_mode: Option<Scalar> = "join_approval_mode",
        /// Why people came or went: `invite_link`, …
        reason: Option<Scalar> = "reason",
        /// Who did it: `business` or `participant`.
        initiated_by: Option<Scalar> = "initiated_by",
        /// Who came.
        added_participants: List<Participant> = "added_participants",
        /// Who went.
        removed_participants: List<Participant> = "removed_participants",
        /// Who could not be removed or added.
        failed_participants: List<Participant> = "failed_participants",
        /// The request to join.
        join_request_id: Option<Scalar> = "join_request_id",
        /// Who asks to join.
        wa_id: Option<Scalar> = "wa_id",
        /// Who asks to join, by business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// Who asks to join, by parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// The new picture.
        profile_picture: Option<GroupSetting> = "profile_picture",
        /// The new name.
        group_subject: Option<GroupSetting> = "group_subject",
        /// The new description.
        group_description: Option<GroupSetting> = "group_description",
        /// What went wrong.
        errors: Errors = "errors",
    }
}

words! {
    /// `groups[].type`. Meta: Groups, Webhooks; the OpenAPI document writes the third pair the other way round.
    pub enum GroupEvent {
        /// A group was made.
        Create = "group_create",
        /// A group was deleted.
        Delete = "group_delete",
        /// People came.
        ParticipantsAdd = "group_participants_add",
        /// People went.
        ParticipantsRemove = "group_participants_remove",
        /// People came, as the OpenAPI document writes it.
        AddParticipants = "group_add_participants",
        /// People went, as the OpenAPI document writes it.
        RemoveParticipants = "group_remove_participants",
        /// Somebody asks to join.
        JoinRequestCreated = "group_join_request_created",
        /// Somebody no longer asks.
        JoinRequestRevoked = "group_join_request_revoked",
        /// Name, description or picture changed.
        SettingsUpdate = "group_settings_update",
        /// The group is suspended.
        Suspend = "group_suspend",
        /// It no longer is.
        SuspendCleared = "group_suspend_cleared",
    }
}

object! {
    /// `added_participants[]` and the like. Meta: Groups, Webhooks.
    pub struct Participant {
        /// The person as the business named them.
        input: Option<Scalar> = "input",
        /// The person's WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// The person's business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The person's parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// Why it did not work for this one.
        errors: Errors = "errors",
    }
}

object! {
    /// `profile_picture`, `group_subject`, `group_description`: a setting that was to be changed. Meta: Groups, Webhooks.
    pub struct GroupSetting {
        /// The new text.
        text: Option<String> = "text",
        /// The picture's type.
        mime_type: Option<String> = "mime_type",
        /// SHA-256 of the picture, in base64.
        sha256: Option<String> = "sha256",
        /// Whether it was changed.
        update_successful: Option<bool> = "update_successful",
        /// Why not.
        errors: Errors = "errors",
    }
}
