//! Pages in chunks, so that the first load holds the shell and what was asked for, and not the rest.
//!
//! One call of `lazy_pages!` is one chunk; what several chunks need comes in chunks of its own that the splitter makes. The
//! router fetches a chunk before it shows a page of it; until then the page before stays. A chunk that cannot be fetched is
//! said so in the page's place (`missing`), and fetched again.

mod missing;

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos_router::{ChooseView, PossibleRouteMatch};
use wasm_split_helpers::SplitLoaderError;

pub(crate) use missing::LazyContent;

/// Whether a chunk came.
pub(crate) type Fetched = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;
/// A page of a chunk, once that is here.
pub(crate) type Drawn = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

/// A page in a chunk.
#[derive(Clone, Copy)]
pub struct LazyPage {
    /// Fetches its chunk.
    pub(crate) fetch: fn() -> Fetched,
    /// Draws a page of the chunk.
    pub(crate) draw: fn(u8) -> Drawn,
    /// Which page of the chunk it is.
    pub(crate) index: u8,
}

impl LazyPage {
    /// Draws the page, when its chunk is here.
    fn now(self) -> Option<AnyView> {
        match pin!((self.draw)(self.index)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(view) => view.ok(),
            Poll::Pending => None,
        }
    }
}

/// What a route shows. One type for all routes: the router's code is made anew for each.
#[derive(Clone, Copy)]
pub enum RouteView {
    /// A page or a frame that is here from the start.
    Eager(fn() -> AnyView),
    /// A page that comes in a chunk.
    Lazy(LazyPage),
}

impl ChooseView for RouteView {
    async fn choose(self) -> AnyView {
        let page = match self {
            Self::Eager(draw) => return draw(),
            Self::Lazy(page) => page,
        };
        let view = match (page.fetch)().await {
            Ok(()) => page.now(),
            Err(_) => None,
        };
        view.unwrap_or_else(|| view! { <missing::MissingPage page /> }.into_any())
    }

    async fn preload(&self) {}
}

/// The path of a route. One type for all routes, as above.
pub type RoutePath = Arc<dyn PossibleRouteMatch + Send + Sync>;

/// Forgets of which segments a path is made.
pub(crate) fn at(path: impl PossibleRouteMatch + Send + Sync + 'static) -> RoutePath {
    Arc::new(path)
}

/// Puts pages in a chunk of this name and makes a constant of each: `in home_pages: HOME => HomePage` is used as `view=HOME`.
macro_rules! lazy_pages {
    (in $chunk:ident: $($(#[$doc:meta])* $route:ident => $page:ident;)*) => {
        pub(crate) use $chunk::{$($route),*};

        mod $chunk {
            use super::*;

            #[allow(clippy::enum_variant_names, reason = "pages are called pages")]
            enum Index { $($page),* }

            #[wasm_split_helpers::wasm_split($chunk, fallible, preload(fetch))]
            fn draw(index: u8) -> Result<leptos::prelude::AnyView, wasm_split_helpers::SplitLoaderError> {
                $(if index == Index::$page as u8 {
                    return Ok(leptos::prelude::IntoAny::into_any($page()));
                })*
                Ok(leptos::prelude::IntoAny::into_any(()))
            }

            $(
                $(#[$doc])*
                pub(crate) const $route: $crate::lazy::RouteView =
                    $crate::lazy::RouteView::Lazy($crate::lazy::LazyPage {
                        fetch: || Box::pin(fetch()),
                        draw: |index| Box::pin(draw(index)),
                        index: Index::$page as u8,
                    });
            )*
        }
    };
}

/// Makes a constant of a view that is here from the start: `SHELL => WorkspaceShell` is used as `view=SHELL`.
macro_rules! eager_pages {
    ($($(#[$doc:meta])* $route:ident => $page:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) const $route: $crate::lazy::RouteView =
            $crate::lazy::RouteView::Eager(|| leptos::prelude::IntoAny::into_any($page()));
    )*};
}

pub(crate) use {eager_pages, lazy_pages};
