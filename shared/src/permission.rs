//! Roles and permissions: data, read by the server's extractor, the OpenAPI document and the dashboard alike.

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, from $role:ident;)*) => {
        /// What a member may do in a workspace. Each API operation of a workspace names one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Permission {
            /// Every permission, in the order of the matrix.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// The name as written in `x-permission` and in problems.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)* } }
            /// The lowest role that has it.
            #[must_use]
            pub const fn lowest_role(self) -> Role { match self { $(Self::$name => Role::$role,)* } }
            /// What it is about, as written before the dot: the group of rows in the matrix.
            #[must_use]
            pub fn group(self) -> &'static str { self.as_str().split('.').next().unwrap_or_default() }
        }
    };
}

/// What a member is in a workspace. Each role has everything the ones after it have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees what the workspace does.
    Viewer,
    /// Answers people.
    Agent,
    /// Builds bots.
    Builder,
    /// Runs the workspace.
    Admin,
    /// Owns the workspace.
    Owner,
}

impl Role {
    /// Every role, the strongest first.
    pub const ALL: &[Self] = &[Self::Owner, Self::Admin, Self::Builder, Self::Agent, Self::Viewer];

    /// The role as written in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Builder => "builder",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Whether a member of this role has `permission`.
    #[must_use]
    pub fn grants(self, permission: Permission) -> bool {
        self >= permission.lowest_role()
    }

    /// The permission it takes to give somebody `self`, to take it away, and to invite somebody into it.
    #[must_use]
    pub const fn given_by(self) -> Permission {
        match self {
            Self::Owner => Permission::OwnersManage,
            Self::Admin | Self::Builder | Self::Agent | Self::Viewer => Permission::MembersManage,
        }
    }

    /// The roles a member of this role may give and take away, the strongest first.
    pub fn gives(self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |role| self.grants(role.given_by()))
    }
}

impl Permission {
    /// Whether an API key may have it. What decides over people and keys is for people alone.
    #[must_use]
    pub const fn is_for_keys(self) -> bool {
        match self {
            Self::KeysManage | Self::MembersManage | Self::OwnersManage => false,
            Self::WorkspaceRead
            | Self::WorkspaceUpdate
            | Self::MembersRead
            | Self::NumbersRead
            | Self::NumbersManage
            | Self::BotsRead
            | Self::BotsEdit
            | Self::BotsPublish
            | Self::RunsRead
            | Self::InboxRead
            | Self::InboxReply
            | Self::SandboxUse => true,
        }
    }
}

/// By hand, because the derive does not read the `rename` that a macro has written.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Permission {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(
                "What a member may do in a workspace. Each API operation of a workspace names one.",
            ))
            .enum_values(Some(Self::ALL.iter().map(|permission| permission.as_str())))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Permission {}

impl std::str::FromStr for Permission {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|permission| permission.as_str() == text);
        known.ok_or_else(|| format!("no permission {text}"))
    }
}

impl std::str::FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text).ok_or_else(|| format!("no role {text}"))
    }
}

permissions! {
    /// See the workspace, its set-up and its live events.
    WorkspaceRead = "workspace.read", from Viewer;
    /// Change the workspace's name, time zone and language.
    WorkspaceUpdate = "workspace.update", from Admin;
    /// See who is in the team, and in which role.
    MembersRead = "members.read", from Viewer;
    /// Invite people, change roles and remove members, owners apart.
    MembersManage = "members.manage", from Admin;
    /// Make owners, change and remove them, and hand the workspace over.
    OwnersManage = "owners.manage", from Owner;
    /// See the numbers and their state.
    NumbersRead = "numbers.read", from Viewer;
    /// Connect, rename and disconnect numbers.
    NumbersManage = "numbers.manage", from Admin;
    /// See, make, change and revoke API keys.
    KeysManage = "keys.manage", from Admin;
    /// See bots, drafts, versions and starters.
    BotsRead = "bots.read", from Viewer;
    /// Create bots and change their drafts.
    BotsEdit = "bots.edit", from Builder;
    /// Publish, pause and resume bots.
    BotsPublish = "bots.publish", from Builder;
    /// See runs and their event logs.
    RunsRead = "runs.read", from Agent;
    /// See conversations and messages.
    InboxRead = "inbox.read", from Agent;
    /// Answer people, mark as read, close and hand back.
    InboxReply = "inbox.reply", from Agent;
    /// Write to a sandbox number with the sandbox phone.
    SandboxUse = "sandbox.use", from Builder;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_has_every_permission_and_a_viewer_changes_nothing() {
        for permission in Permission::ALL {
            assert!(Role::Owner.grants(*permission));
        }
        let viewer: Vec<_> =
            Permission::ALL.iter().filter(|p| Role::Viewer.grants(**p)).map(|p| p.as_str()).collect();
        assert_eq!(viewer, ["workspace.read", "members.read", "numbers.read", "bots.read"]);
    }

    #[test]
    fn an_owner_gives_every_role_an_admin_all_but_owner_and_nobody_else_any() {
        let given = |role: Role| role.gives().map(Role::as_str).collect::<Vec<_>>();
        assert_eq!(given(Role::Owner), ["owner", "admin", "builder", "agent", "viewer"]);
        assert_eq!(given(Role::Admin), ["admin", "builder", "agent", "viewer"]);
        for role in [Role::Builder, Role::Agent, Role::Viewer] {
            assert!(given(role).is_empty(), "{role:?}");
        }
    }

    #[test]
    fn the_matrix_keeps_its_groups_together() {
        let mut groups: Vec<_> = Permission::ALL.iter().map(|permission| permission.group()).collect();
        groups.dedup();
        let mut distinct = groups.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(groups.len(), distinct.len(), "{groups:?}");
    }
}
