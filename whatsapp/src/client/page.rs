//! Lists in pages.

use std::future::Future;

use serde::Deserialize;

use super::SendError;

/// Which part of a list. Meta: Graph API, Paginated results.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageQuery {
    /// At most so many items; `None` leaves it to Meta.
    pub limit: Option<u16>,
    /// The cursor of [`Page::after`]; `None` begins at the beginning.
    pub after: Option<String>,
}

impl PageQuery {
    pub(super) fn pairs(&self) -> [(&'static str, Option<String>); 2] {
        [("limit", self.limit.map(|limit| limit.to_string())), ("after", self.after.clone())]
    }
}

/// A part of a list. Meta: Graph API, Paginated results.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Page<T> {
    /// The items.
    #[serde(default = "Vec::new")]
    pub data: Vec<T>,
    /// Where it goes on.
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Paging {
    #[serde(default)]
    cursors: Option<Cursors>,
    #[serde(default)]
    next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Cursors {
    #[serde(default)]
    after: Option<String>,
}

impl<T> Page<T> {
    /// The cursor of the next page; `None` when this is the last one: Meta names a cursor there too, but no next page.
    pub fn after(&self) -> Option<&str> {
        let paging = self.paging.as_ref().filter(|paging| paging.next.is_some())?;
        paging.cursors.as_ref()?.after.as_deref().filter(|after| !after.is_empty())
    }
}

/// Fetches page after page until the list ends or holds `most` items. Meta: Graph API, Paginated results.
///
/// # Errors
/// The first error of a page.
pub async fn all_pages<T, F, P>(most: usize, mut page: F) -> Result<Vec<T>, SendError>
where
    F: FnMut(PageQuery) -> P,
    P: Future<Output = Result<Page<T>, SendError>>,
{
    let (mut all, mut query) = (Vec::new(), PageQuery::default());
    loop {
        let next = page(query.clone()).await?;
        let after = next.after().map(str::to_owned);
        all.extend(next.data);
        // The same cursor again would never end.
        if all.len() >= most || after.is_none() || after == query.after {
            all.truncate(most);
            return Ok(all);
        }
        query.after = after;
    }
}
