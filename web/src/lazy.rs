//! Pages in chunks, so that the first load holds the shell and what was asked for, and not the rest.
//!
//! Pages of one chunk come together; each chunk more multiplies the small ones that the splitter makes of what chunks share, so
//! there are few: `access`, `home` (with settings and account), `work` (bots, inbox, phone), `editor`. The router loads a chunk
//! before it shows a page of it; until then the page before stays.

/// Makes a route of each page: `in home: Settings => SettingsPage` is used as `view={Lazy::<Settings>::new()}`.
macro_rules! lazy_pages {
    (in $chunk:ident: $($(#[$doc:meta])* $route:ident => $page:ident;)*) => {$(
        $(#[$doc])*
        pub struct $route;

        impl leptos_router::LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_route: Self) -> leptos::prelude::AnyView {
                // The chunk is named by the word and the place of this attribute: one chunk for all pages with the word.
                #[leptos::lazy($chunk)]
                #[allow(non_snake_case)]
                fn $route() -> leptos::prelude::AnyView {
                    leptos::prelude::IntoAny::into_any($page())
                }
                $route().await
            }
        }
    )*};
}

pub(crate) use lazy_pages;
