//! Pages as chunks of their own, so that the first load holds the shell and the page that was asked for, and no other.
//!
//! The router loads a chunk before it shows its page; until then the page before stays.

/// Makes a route of each page: `Settings => SettingsPage` is used as `view={Lazy::<Settings>::new()}`.
macro_rules! lazy_pages {
    ($($(#[$doc:meta])* $route:ident => $page:ident;)*) => {$(
        $(#[$doc])*
        pub struct $route;

        #[leptos_router::lazy_route]
        impl leptos_router::LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_route: Self) -> leptos::prelude::AnyView {
                leptos::prelude::IntoAny::into_any($page())
            }
        }
    )*};
}

pub(crate) use lazy_pages;
