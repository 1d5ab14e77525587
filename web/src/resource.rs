//! What the server said, kept for a page and fetched again when it changes.
//!
//! A `LocalResource` of every type of answer would be the same code some twenty times over. Here there is one, of answers
//! whose type is forgotten; `Resource` remembers it for those who read.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::ApiResult;

/// An answer whose type is forgotten.
#[derive(Clone)]
pub(crate) struct Answer {
    value: Arc<dyn Any + Send + Sync>,
    is_equal: fn(&Answer, &Answer) -> bool,
}

impl Answer {
    fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self { value: Arc::new(value), is_equal: is_equal::<T> }
    }

    /// The answer, when it is of this type.
    pub(crate) fn read<T: Clone + 'static>(&self) -> Option<T> {
        self.value.downcast_ref::<T>().cloned()
    }
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.value, &other.value) || (self.is_equal)(self, other)
    }
}

fn is_equal<T: PartialEq + 'static>(one: &Answer, other: &Answer) -> bool {
    one.value.downcast_ref::<T>() == other.value.downcast_ref::<T>()
}

/// Fetches an answer.
type Fetch = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ApiResult<Answer>>>>>;

/// An answer of the server.
pub struct Resource<T> {
    of_any: LocalResource<ApiResult<Answer>>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Resource<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Resource<T> {
    /// Fetches now, and again when a signal changes that `fetch` reads.
    pub fn new<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = ApiResult<T>> + 'static,
    {
        let fetch = move || -> Pin<Box<dyn Future<Output = _>>> {
            let answer = fetch();
            Box::pin(async move { answer.await.map(Answer::new) })
        };
        Self { of_any: of_any(Box::new(fetch)), of: PhantomData }
    }

    /// The last answer; `None` before the first.
    #[must_use]
    pub fn get(&self) -> Option<ApiResult<T>> {
        let answer = self.of_any.get()?;
        answer.map(|answer| answer.read()).transpose()
    }

    /// Fetches again; what is there stays until the answer comes.
    pub fn refetch(&self) {
        self.of_any.refetch();
    }
}

impl<T> Resource<T> {
    /// The same, of a type that is forgotten.
    pub(crate) fn of_any(&self) -> LocalResource<ApiResult<Answer>> {
        self.of_any
    }
}

fn of_any(fetch: Fetch) -> LocalResource<ApiResult<Answer>> {
    LocalResource::new(fetch)
}
