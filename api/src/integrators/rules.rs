//! What a key may be called, may do, and where it may be used from.

use chrono::TimeDelta;
use shared::key::{
    ApiKeyState, KEY_DEFAULT_DAYS, KEY_MAX_ADDRESSES, KEY_MAX_DAYS, KEY_NAME_MAX_CHARS, NewApiKey,
};
use shared::{FieldError, Permission, Role, Time};

use super::Error;
use crate::entities::api_key;
use crate::platform::network::Network;

/// Live keys of a workspace.
pub(super) const KEYS: u64 = 100;
/// How long the secret before a rotation still works.
pub(super) const ROTATION: TimeDelta = TimeDelta::hours(24);

/// What a key is to be: checked and tidied; what is `None` stays.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) name: Option<String>,
    pub(super) scopes: Option<Vec<Permission>>,
    pub(super) addresses: Option<Vec<String>>,
}

/// Checks a name, scopes and addresses for a key of a member with this role; tells all faults at once.
pub(super) fn checked(
    role: Role,
    name: Option<&str>,
    scopes: Option<&[Permission]>,
    addresses: Option<&[String]>,
) -> Result<Checked, Error> {
    let mut errors = Vec::new();
    let name = name.and_then(|given| match checked_name(given) {
        Ok(name) => Some(name),
        Err(fault) => {
            errors.push(wrong("/name", fault));
            None
        }
    });
    let scopes = scopes.map(|scopes| checked_scopes(role, scopes, &mut errors));
    let addresses = addresses.map(|addresses| checked_addresses(addresses, &mut errors));
    if errors.is_empty() { Ok(Checked { name, scopes, addresses }) } else { Err(Error::Invalid(errors)) }
}

/// How long a new key lives.
pub(super) fn lifetime(new: &NewApiKey) -> Result<TimeDelta, Error> {
    let days = new.expires_in_days.unwrap_or(KEY_DEFAULT_DAYS);
    if (1..=KEY_MAX_DAYS).contains(&days) {
        return Ok(TimeDelta::days(days.into()));
    }
    Err(Error::Invalid(vec![wrong("/expires_in_days", format!("give 1 to {KEY_MAX_DAYS} days"))]))
}

/// How a key stands; `has_maker` says whether whoever made it is a member still.
pub(super) fn state(row: &api_key::Model, has_maker: bool, now: Time) -> ApiKeyState {
    match row.revoked_at {
        Some(_) => ApiKeyState::Revoked,
        None if now >= row.expires_at => ApiKeyState::Expired,
        None if !has_maker => ApiKeyState::Orphaned,
        None => ApiKeyState::Active,
    }
}

/// Scopes as they are stored; one that this version does not know is no scope.
pub(super) fn scopes(row: &api_key::Model) -> Vec<Permission> {
    serde_json::from_value::<Vec<String>>(row.scopes.clone())
        .unwrap_or_default()
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect()
}

/// Each once, in the order of the matrix.
fn checked_scopes(role: Role, scopes: &[Permission], errors: &mut Vec<FieldError>) -> Vec<Permission> {
    if scopes.is_empty() {
        errors.push(wrong("/scopes", "give at least one permission".into()));
    }
    for (index, scope) in scopes.iter().enumerate() {
        let pointer = format!("/scopes/{index}");
        if !scope.is_for_keys() {
            errors.push(wrong(&pointer, format!("{} is for people alone", scope.as_str())));
        } else if !role.grants(*scope) {
            errors.push(wrong(&pointer, format!("your role lacks {}", scope.as_str())));
        }
    }
    Permission::ALL.iter().copied().filter(|permission| scopes.contains(permission)).collect()
}

fn checked_addresses(addresses: &[String], errors: &mut Vec<FieldError>) -> Vec<String> {
    if addresses.len() > KEY_MAX_ADDRESSES {
        errors.push(wrong("/addresses", format!("give at most {KEY_MAX_ADDRESSES}")));
    }
    let mut networks = Vec::new();
    for (index, text) in addresses.iter().enumerate() {
        match text.trim().parse::<Network>() {
            Ok(network) => networks.push(network.to_string()),
            Err(fault) => errors.push(wrong(&format!("/addresses/{index}"), fault)),
        }
    }
    networks
}

fn checked_name(given: &str) -> Result<String, String> {
    if given.trim().chars().count() > KEY_NAME_MAX_CHARS {
        return Err(format!("give 1 to {KEY_NAME_MAX_CHARS} characters"));
    }
    shared::name::name(given).map_err(str::to_owned)
}

fn wrong(pointer: &str, detail: String) -> FieldError {
    FieldError { pointer: pointer.into(), code: "wrong".into(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(result: Result<Checked, Error>) -> Vec<String> {
        match result {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.pointer).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_key_never_has_what_its_maker_lacks_nor_what_is_for_people() {
        let scopes = |role, scopes: &[Permission]| checked(role, None, Some(scopes), None);
        let both = [Permission::BotsPublish, Permission::BotsRead, Permission::BotsRead];
        let ordered = Some(vec![Permission::BotsRead, Permission::BotsPublish]);
        assert_eq!(scopes(Role::Builder, &both).unwrap().scopes, ordered);
        assert_eq!(pointers(scopes(Role::Viewer, &both)), ["/scopes/0"]);
        assert_eq!(pointers(scopes(Role::Owner, &[Permission::KeysManage])), ["/scopes/0"]);
        assert_eq!(pointers(scopes(Role::Owner, &[])), ["/scopes"]);
        for permission in Permission::ALL {
            for role in Role::ALL {
                let may = scopes(*role, &[*permission]).is_ok();
                assert_eq!(
                    may,
                    role.grants(*permission) && permission.is_for_keys(),
                    "{role:?} {permission:?}"
                );
            }
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let addresses = ["10.0.0.0/8".to_owned(), "nowhere".to_owned()];
        let result = checked(Role::Owner, Some(" "), Some(&[]), Some(&addresses));
        assert_eq!(pointers(result), ["/name", "/scopes", "/addresses/1"]);
        let fine = checked(Role::Owner, Some(" Shop "), None, Some(&addresses[..1])).unwrap();
        assert_eq!(
            (fine.name.as_deref(), fine.addresses),
            (Some("Shop"), Some(vec!["10.0.0.0/8".to_owned()]))
        );
        let days = |days| {
            lifetime(&NewApiKey {
                name: String::new(),
                scopes: Vec::new(),
                expires_in_days: days,
                addresses: Vec::new(),
            })
        };
        assert_eq!(days(None), Ok(TimeDelta::days(90)));
        assert_eq!(days(Some(365)), Ok(TimeDelta::days(365)));
        assert!(days(Some(0)).is_err() && days(Some(366)).is_err());
    }
}
