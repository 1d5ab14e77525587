//! Cursors of lists: opaque to callers, typed and authenticated for us.
//!
//! A cursor is the sort key of the last row of a page with an HMAC over the list, its filters and the workspace. One that was
//! altered, made for another list or taken from another workspace is refused, so a key never reaches a query unchecked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::{Page, PageQuery, UserId, WorkspaceId};
use subtle::ConstantTimeEq as _;

use super::ring::hmac_sha256;
use super::seal::SealKey;

/// Bytes of the authentication tag.
const TAG_BYTES: usize = 16;
/// Longest cursor that is looked at, in characters.
const MAX_CHARS: usize = 600;

/// Makes and reads cursors with a key of this installation.
#[derive(Clone)]
pub struct Cursors {
    key: SealKey,
}

/// A list as its cursors know it.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// Whose rows it holds.
    pub workspace: WorkspaceId,
    /// Its name with everything that filters it, such as `bots` or `conversations:open`.
    pub name: &'a str,
}

impl<'a> List<'a> {
    /// A list that belongs to a person, whatever the workspace. Ids of users and workspaces are never the same.
    #[must_use]
    pub const fn of_user(user: UserId, name: &'a str) -> Self {
        Self { workspace: WorkspaceId(user.uuid()), name }
    }
}

/// Which rows of a list are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<K> {
    /// Rows a page, 1 to 200.
    pub limit: usize,
    /// The sort key of the row before the page; `None` for the first page.
    pub after: Option<K>,
}

impl<K> Wanted<K> {
    /// Rows a query fetches: one more than the page holds, to see whether another follows.
    #[must_use]
    pub fn rows(&self) -> u64 {
        u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1)
    }
}

/// Why a page cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The cursor is not one this list gave.
    #[error("the cursor is not one this list gave")]
    Cursor,
    /// The limit is out of range.
    #[error("limit must be 1 to 200")]
    Limit,
}

impl Cursors {
    /// Cursors of an installation with this key.
    #[must_use]
    pub fn new(key: SealKey) -> Self {
        Self { key }
    }

    /// Reads which page a request asks for.
    ///
    /// # Errors
    /// When the limit is out of range or the cursor is not of this list.
    pub fn wanted<K: DeserializeOwned>(
        &self,
        list: List<'_>,
        query: &PageQuery,
    ) -> Result<Wanted<K>, PageError> {
        let limit = query.limit.unwrap_or(PageQuery::DEFAULT_LIMIT);
        if !(1..=PageQuery::MAX_LIMIT).contains(&limit) {
            return Err(PageError::Limit);
        }
        let after = query.cursor.as_deref().map(|cursor| self.open(list, cursor)).transpose()?;
        Ok(Wanted { limit: usize::from(limit), after })
    }

    /// Makes a page of the rows a query gave when it was asked for one more than the limit.
    pub fn page<K: Serialize, T>(
        &self,
        list: List<'_>,
        wanted: &Wanted<K>,
        mut rows: Vec<T>,
        key: impl FnOnce(&T) -> K,
    ) -> Page<T> {
        let has_more = rows.len() > wanted.limit;
        rows.truncate(wanted.limit);
        let last = rows.last().filter(|_| has_more);
        let next_cursor = last.and_then(|row| self.seal(list, &key(row)));
        Page { items: rows, next_cursor }
    }

    fn seal<K: Serialize>(&self, list: List<'_>, key: &K) -> Option<String> {
        let mut bytes = serde_json::to_vec(key).ok()?;
        let tag = self.tag(list, &bytes);
        bytes.extend_from_slice(&tag);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    fn open<K: DeserializeOwned>(&self, list: List<'_>, cursor: &str) -> Result<K, PageError> {
        let read = || {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().filter(|_| cursor.len() <= MAX_CHARS)?;
            let (key, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG_BYTES)?)?;
            let is_ours: bool = self.tag(list, key).as_slice().ct_eq(tag).into();
            is_ours.then(|| serde_json::from_slice(key).ok()).flatten()
        };
        read().ok_or(PageError::Cursor)
    }

    fn tag(&self, list: List<'_>, key: &[u8]) -> [u8; TAG_BYTES] {
        let name_len = u64::try_from(list.name.len()).unwrap_or(u64::MAX).to_be_bytes();
        let workspace = list.workspace.uuid();
        let parts = [workspace.as_bytes().as_slice(), &name_len, list.name.as_bytes(), key];
        let mut tag = [0; TAG_BYTES];
        for (to, from) in tag.iter_mut().zip(hmac_sha256(self.key.expose(), &parts)) {
            *to = from;
        }
        tag
    }
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_key(key: u8) -> Cursors {
        Cursors::new(SealKey::new([key; 32]))
    }

    fn query(cursor: Option<&str>, limit: Option<u16>) -> PageQuery {
        PageQuery { cursor: cursor.map(str::to_owned), limit }
    }

    #[test]
    fn a_cursor_leads_to_the_next_page_and_the_last_page_has_none() {
        let (cursors, list) = (with_key(7), List { workspace: WorkspaceId::new(), name: "bots" });
        let first: Wanted<u32> = cursors.wanted(list, &query(None, Some(2))).unwrap();
        let page = cursors.page(list, &first, vec![1, 2, 3], |row| *row);
        assert_eq!(page.items, [1, 2]);
        let cursor = page.next_cursor.unwrap();
        let second: Wanted<u32> = cursors.wanted(list, &query(Some(&cursor), Some(2))).unwrap();
        assert_eq!(second.after, Some(2));
        assert_eq!(cursors.page(list, &second, vec![3], |row| *row).next_cursor, None);
    }

    #[test]
    fn a_cursor_of_another_list_workspace_or_installation_is_refused() {
        let (cursors, workspace) = (with_key(7), WorkspaceId::new());
        let list = List { workspace, name: "bots" };
        let cursor = cursors.seal(list, &5).unwrap();
        let of = |cursors: &Cursors, list, text: &str| cursors.wanted::<u32>(list, &query(Some(text), None));
        assert!(of(&cursors, list, &cursor).is_ok());
        assert!(of(&cursors, List { workspace, name: "runs" }, &cursor).is_err());
        assert!(of(&cursors, List { workspace: WorkspaceId::new(), name: "bots" }, &cursor).is_err());
        assert!(of(&with_key(8), list, &cursor).is_err());
        for text in ["", "AAAA", "§", &cursor[1..], &"A".repeat(700)] {
            assert_eq!(of(&cursors, list, text), Err(PageError::Cursor), "{text}");
        }
    }

    #[test]
    fn a_limit_is_1_to_200() {
        let (cursors, list) = (with_key(7), List { workspace: WorkspaceId::new(), name: "bots" });
        for limit in [0, 201, u16::MAX] {
            assert_eq!(cursors.wanted::<u32>(list, &query(None, Some(limit))), Err(PageError::Limit));
        }
        assert_eq!(cursors.wanted::<u32>(list, &query(None, None)).unwrap().limit, 50);
    }
}
