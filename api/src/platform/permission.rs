//! Permissions as types, so that a handler's signature says which one it needs: `Cx<BotsPublish>`.

use shared::Permission;

/// A permission as a type.
pub trait Requires: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("Requires [`Permission::", stringify!($name), "`].")]
            #[derive(Debug)]
            pub enum $name {}

            impl Requires for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )*

        /// A permission by the name of its type.
        #[must_use]
        pub fn by_type_name(name: &str) -> Option<Permission> {
            match name {
                $(stringify!($name) => Some(Permission::$name),)*
                _ => None,
            }
        }
    };
}

permissions! {
    WorkspaceRead WorkspaceUpdate MembersRead MembersManage OwnersManage NumbersRead NumbersManage BotsRead BotsEdit BotsPublish RunsRead InboxRead InboxReply
    SandboxUse KeysManage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_a_type() {
        for permission in Permission::ALL {
            assert_eq!(by_type_name(&format!("{permission:?}")), Some(*permission));
        }
    }
}
