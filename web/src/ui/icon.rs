//! Icons: Lucide's shapes (lucide.dev) as path data, only those in use; each shape of an icon is turned into one path.
//!
//! Lucide is licensed under ISC, Copyright (c) 2026 Lucide Icons and Contributors; icons derived from Feather are under MIT,
//! Copyright (c) 2013-present Cole Bemis. The licence texts stand in `LICENSE-lucide.txt` beside this file.

use leptos::prelude::*;

/// The shape of an icon on a grid of 24 × 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    path: &'static str,
    /// Points along the line of reading, and is mirrored from right to left.
    is_directed: bool,
}

impl Icon {
    const fn new(path: &'static str) -> Self {
        Self { path, is_directed: false }
    }

    const fn directed(path: &'static str) -> Self {
        Self { path, is_directed: true }
    }
}

/// Draws an icon in the colour of the text. It says nothing to a screen reader: a word stands beside it, or its control has a name.
#[component]
pub fn IconView(
    /// Which icon.
    #[prop(into)]
    icon: Signal<Icon>,
    /// 16 px instead of 20 px.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            class:icon--small=small
            class:icon--directed=move || icon.get().is_directed
            viewBox="0 0 24 24"
            aria-hidden="true"
            focusable="false"
        >
            <path d=move || icon.get().path />
        </svg>
    }
}

/// Lucide `house`.
pub const HOUSE: Icon = Icon::new(
    "M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
);
/// Lucide `inbox`.
pub const INBOX: Icon = Icon::new(
    "M22 12 16 12 14 15 10 15 8 12 2 12M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z",
);
/// Lucide `bot`.
pub const BOT: Icon = Icon::new(
    "M12 8V4H8M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2zM2 14h2M20 14h2M15 13v2M9 13v2",
);
/// Lucide `sliders-horizontal`.
pub const SLIDERS_HORIZONTAL: Icon =
    Icon::new("M10 5H3M12 19H3M14 3v4M16 17v4M21 12h-9M21 19h-5M21 5h-7M8 10v4M8 12H3");
/// Lucide `check`.
pub const CHECK: Icon = Icon::new("M20 6 9 17l-5-5");
/// Lucide `check-check`.
pub const CHECK_CHECK: Icon = Icon::new("M18 6 7 17l-5-5M22 10l-7.5 7.5L13 16");
/// Lucide `chevron-down`.
pub const CHEVRON_DOWN: Icon = Icon::new("M6 9l6 6 6-6");
/// Lucide `chevron-right`.
pub const CHEVRON_RIGHT: Icon = Icon::directed("M9 18l6-6-6-6");
/// Lucide `chevron-left`.
pub const CHEVRON_LEFT: Icon = Icon::directed("M15 18l-6-6 6-6");
/// Lucide `chevron-up`.
pub const CHEVRON_UP: Icon = Icon::new("M18 15l-6-6-6 6");
/// Lucide `chevrons-up-down`.
pub const CHEVRONS_UP_DOWN: Icon = Icon::new("M7 15l5 5 5-5M7 9l5-5 5 5");
/// Lucide `x`.
pub const X: Icon = Icon::new("M18 6 6 18M6 6l12 12");
/// Lucide `plus`.
pub const PLUS: Icon = Icon::new("M5 12h14M12 5v14");
/// Lucide `minus`.
pub const MINUS: Icon = Icon::new("M5 12h14");
/// Lucide `search`.
pub const SEARCH: Icon = Icon::new("M21 21l-4.34-4.34M3 11a8 8 0 1 0 16 0a8 8 0 1 0 -16 0");
/// Lucide `circle-alert`.
pub const CIRCLE_ALERT: Icon =
    Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M12 8L12 12M12 16L12.01 16");
/// Lucide `triangle-alert`.
pub const TRIANGLE_ALERT: Icon =
    Icon::new("M21.73 18l-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01");
/// Lucide `octagon-alert`.
pub const OCTAGON_ALERT: Icon = Icon::new(
    "M12 16h.01M12 8v4M15.312 2a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586l-4.688-4.688A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2z",
);
/// Lucide `info`.
pub const INFO: Icon = Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M12 16v-4M12 8h.01");
/// Lucide `circle-check`.
pub const CIRCLE_CHECK: Icon = Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M16 9l-5.5 5.5L8 12");
/// Lucide `circle-x`.
pub const CIRCLE_X: Icon = Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M15 9l-6 6M9 9l6 6");
/// Lucide `clock`.
pub const CLOCK: Icon = Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M12 6v6l4 2");
/// Lucide `pencil`.
pub const PENCIL: Icon = Icon::new(
    "M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497zM15 5l4 4",
);
/// Lucide `trash`.
pub const TRASH: Icon = Icon::new(
    "M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2",
);
/// Lucide `copy`.
pub const COPY: Icon = Icon::new(
    "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-10a2 2 0 0 1 2 -2zM4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2",
);
/// Lucide `ellipsis`.
pub const ELLIPSIS: Icon = Icon::new(
    "M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M18 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M4 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
);
/// Lucide `eye`.
pub const EYE: Icon = Icon::new(
    "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0M9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
);
/// Lucide `eye-off`.
pub const EYE_OFF: Icon = Icon::new(
    "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49M14.084 14.158a3 3 0 0 1-4.242-4.242M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143M2 2l20 20",
);
/// Lucide `log-out`.
pub const LOG_OUT: Icon = Icon::directed("M16 17l5-5-5-5M21 12H9M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4");
/// Lucide `sun`.
pub const SUN: Icon = Icon::new(
    "M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M12 2v2M12 20v2M4.93 4.93l1.41 1.41M17.66 17.66l1.41 1.41M2 12h2M20 12h2M6.34 17.66l-1.41 1.41M19.07 4.93l-1.41 1.41",
);
/// Lucide `moon`.
pub const MOON: Icon = Icon::new(
    "M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401",
);
/// Lucide `monitor`.
pub const MONITOR: Icon = Icon::new(
    "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-10a2 2 0 0 1 2 -2zM8 21L16 21M12 17L12 21",
);
/// Lucide `store`.
pub const STORE: Icon = Icon::new(
    "M15 21v-5a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v5M17.774 10.31a1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.451 0 1.12 1.12 0 0 0-1.548 0 2.5 2.5 0 0 1-3.452 0 1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.77-3.248l2.889-4.184A2 2 0 0 1 7 2h10a2 2 0 0 1 1.653.873l2.895 4.192a2.5 2.5 0 0 1-3.774 3.244M4 10.95V19a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8.05",
);
/// Lucide `message-square`.
pub const MESSAGE_SQUARE: Icon = Icon::new(
    "M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z",
);
/// Lucide `message-circle`.
pub const MESSAGE_CIRCLE: Icon = Icon::new(
    "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719",
);
/// Lucide `message-circle-question-mark`.
pub const MESSAGE_CIRCLE_QUESTION_MARK: Icon = Icon::new(
    "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01",
);
/// Lucide `headphones`.
pub const HEADPHONES: Icon = Icon::new(
    "M3 14h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a9 9 0 0 1 18 0v7a2 2 0 0 1-2 2h-1a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2h3",
);
/// Lucide `shield-check`.
pub const SHIELD_CHECK: Icon = Icon::new(
    "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4",
);
/// Lucide `globe`.
pub const GLOBE: Icon = Icon::new(
    "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20M2 12h20",
);
/// Lucide `mail`.
pub const MAIL: Icon = Icon::new(
    "M22 7l-8.991 5.727a2 2 0 0 1-2.009 0L2 7M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2z",
);
/// Lucide `lock`.
pub const LOCK: Icon = Icon::new(
    "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM7 11V7a5 5 0 0 1 10 0v4",
);
/// Lucide `refresh-cw`.
pub const REFRESH_CW: Icon = Icon::new(
    "M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8M21 3v5h-5M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16M8 16H3v5",
);
/// Lucide `external-link`.
pub const EXTERNAL_LINK: Icon =
    Icon::directed("M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6");
/// Lucide `arrow-left`.
pub const ARROW_LEFT: Icon = Icon::directed("M12 19l-7-7 7-7M19 12H5");
/// Lucide `arrow-right`.
pub const ARROW_RIGHT: Icon = Icon::directed("M5 12h14M12 5l7 7-7 7");
/// Lucide `arrow-up`.
pub const ARROW_UP: Icon = Icon::new("M5 12l7-7 7 7M12 19V5");
/// Lucide `arrow-down`.
pub const ARROW_DOWN: Icon = Icon::new("M12 5v14M19 12l-7 7-7-7");
/// Lucide `panel-left`.
pub const PANEL_LEFT: Icon =
    Icon::new("M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2zM9 3v18");
/// Lucide `smartphone`.
pub const SMARTPHONE: Icon =
    Icon::new("M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-16a2 2 0 0 1 2 -2zM12 18h.01");
/// Lucide `phone`.
pub const PHONE: Icon = Icon::new(
    "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384",
);
/// Lucide `user`.
pub const USER: Icon =
    Icon::new("M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M8 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0");
/// Lucide `users`.
pub const USERS: Icon = Icon::new(
    "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M16 3.128a4 4 0 0 1 0 7.744M22 21v-2a4 4 0 0 0-3-3.87M5 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
);
/// Lucide `key-round`.
pub const KEY_ROUND: Icon = Icon::new(
    "M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4zM16.5 7.5h.01",
);
/// Lucide `send`.
pub const SEND: Icon = Icon::directed(
    "M14.536 21.686a.5.5 0 0 0 .937-.024l6.5-19a.496.496 0 0 0-.635-.635l-19 6.5a.5.5 0 0 0-.024.937l7.93 3.18a2 2 0 0 1 1.112 1.11zM21.854 2.147l-10.94 10.939",
);
/// Lucide `list`.
pub const LIST: Icon = Icon::directed("M3 5h.01M3 12h.01M3 19h.01M8 5h13M8 12h13M8 19h13");
/// Lucide `list-ordered`.
pub const LIST_ORDERED: Icon = Icon::new(
    "M11 5h10M11 12h10M11 19h10M4 4h1v5M4 9h2M6.5 20H3.4c0-1 2.6-1.925 2.6-3.5a1.5 1.5 0 0 0-2.6-1.02",
);
/// Lucide `file-text`.
pub const FILE_TEXT: Icon = Icon::new(
    "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5M10 9H8M16 13H8M16 17H8",
);
/// Lucide `calendar`.
pub const CALENDAR: Icon = Icon::new(
    "M8 2v3M16 2v3M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2zM3 9h18",
);
/// Lucide `tag`.
pub const TAG: Icon = Icon::new(
    "M12.586 2.586A2 2 0 0 0 11.172 2H4a2 2 0 0 0-2 2v7.172a2 2 0 0 0 .586 1.414l8.704 8.704a2.426 2.426 0 0 0 3.42 0l6.58-6.58a2.426 2.426 0 0 0 0-3.42zM7 7.5a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0",
);
/// Lucide `pause`.
pub const PAUSE: Icon = Icon::new(
    "M15 3h3a1 1 0 0 1 1 1v16a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1zM6 3h3a1 1 0 0 1 1 1v16a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1z",
);
/// Lucide `play`.
pub const PLAY: Icon =
    Icon::new("M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z");
/// Lucide `download`.
pub const DOWNLOAD: Icon = Icon::new("M12 15V3M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4M7 10l5 5 5-5");
/// Lucide `upload`.
pub const UPLOAD: Icon = Icon::new("M12 3v12M17 8l-5-5-5 5M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4");
/// Lucide `undo-2`.
pub const UNDO_2: Icon =
    Icon::directed("M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11");
/// Lucide `redo-2`.
pub const REDO_2: Icon =
    Icon::directed("M15 14l5-5-5-5M20 9H9.5A5.5 5.5 0 0 0 4 14.5A5.5 5.5 0 0 0 9.5 20H13");
/// Lucide `link`.
pub const LINK: Icon = Icon::new(
    "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71",
);
/// Lucide `hash`.
pub const HASH: Icon = Icon::new("M4 9L20 9M4 15L20 15M10 3L8 21M16 3L14 21");
/// Lucide `split`.
pub const SPLIT: Icon = Icon::new("M16 3h5v5M8 3H3v5M12 22v-8.3a4 4 0 0 0-1.172-2.872L3 3M15 9l6-6");
/// Lucide `flag`.
pub const FLAG: Icon = Icon::new(
    "M4 22V4a1 1 0 0 1 .4-.8A6 6 0 0 1 8 2c3 0 5 2 7.333 2q2 0 3.067-.8A1 1 0 0 1 20 4v10a1 1 0 0 1-.4.8A6 6 0 0 1 16 16c-3 0-5-2-8-2a6 6 0 0 0-4 1.528",
);
/// Lucide `zap`.
pub const ZAP: Icon = Icon::new(
    "M15.914 4a1.5 1.5 0 00-2.474-1.561l-9 9A1.5 1.5 0 005.5 14h4.002a.5.5 0 01.471.666L8.086 20a1.5 1.5 0 002.475 1.56l9-9A1.5 1.5 0 0018.5 10h-3.997a.5.5 0 01-.472-.667z",
);
/// Lucide `wifi-off`.
pub const WIFI_OFF: Icon = Icon::new(
    "M12 20h.01M8.5 16.429a5 5 0 0 1 7 0M5 12.859a10 10 0 0 1 5.17-2.69M19 12.859a10 10 0 0 0-2.007-1.523M2 8.82a15 15 0 0 1 4.177-2.643M22 8.82a15 15 0 0 0-11.288-3.764M2 2l20 20",
);
/// Lucide `reply`.
pub const REPLY: Icon = Icon::directed("M20 18v-2a4 4 0 0 0-4-4H4M9 17l-5-5 5-5");
/// Lucide `rotate-ccw-clock`.
pub const ROTATE_CCW_CLOCK: Icon =
    Icon::new("M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5M12 7v5l4 2");
/// Lucide `rotate-ccw`.
pub const ROTATE_CCW: Icon = Icon::new("M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8M3 3v5h5");
/// Lucide `building`.
pub const BUILDING: Icon = Icon::new(
    "M12 10h.01M12 14h.01M12 6h.01M16 10h.01M16 14h.01M16 6h.01M8 10h.01M8 14h.01M8 6h.01M9 22v-3a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v3M6 2h12a2 2 0 0 1 2 2v16a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-16a2 2 0 0 1 2 -2z",
);
/// Lucide `paperclip`.
pub const PAPERCLIP: Icon = Icon::new(
    "M16 6l-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551",
);
/// Lucide `square-pen`.
pub const SQUARE_PEN: Icon = Icon::new(
    "M12 3H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-7M18.375 2.625a1 1 0 0 1 3 3l-9.013 9.014a2 2 0 0 1-.853.505l-2.873.84a.5.5 0 0 1-.62-.62l.84-2.873a2 2 0 0 1 .506-.852z",
);
/// Lucide `variable`.
pub const VARIABLE: Icon = Icon::new("M8 21s-4-3-4-9 4-9 4-9M16 3s4 3 4 9-4 9-4 9M15 9L9 15M9 9L15 15");
/// Lucide `grip-vertical`.
pub const GRIP_VERTICAL: Icon = Icon::new(
    "M8 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M8 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M8 19a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M14 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M14 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M14 19a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
);
/// Lucide `bookmark`.
pub const BOOKMARK: Icon = Icon::new(
    "M17 3a2 2 0 0 1 2 2v15a1 1 0 0 1-1.496.868l-4.512-2.578a2 2 0 0 0-1.984 0l-4.512 2.578A1 1 0 0 1 5 20V5a2 2 0 0 1 2-2z",
);
/// Lucide `corner-down-right`.
pub const CORNER_DOWN_RIGHT: Icon = Icon::directed("M15 10l5 5-5 5M4 4v7a4 4 0 0 0 4 4h12");
/// Lucide `circle-dot`.
pub const CIRCLE_DOT: Icon =
    Icon::new("M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0");
/// Lucide `circle-question-mark`.
pub const CIRCLE_HELP: Icon =
    Icon::new("M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01");
/// Lucide `text-cursor-input`.
pub const TEXT_CURSOR_INPUT: Icon = Icon::new(
    "M12 20h-1a2 2 0 0 1-2-2 2 2 0 0 1-2 2H6M13 8h7a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-7M5 16H4a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h1M6 4h1a2 2 0 0 1 2 2 2 2 0 0 1 2-2h1M9 6v12",
);
/// Lucide `star`.
pub const STAR: Icon = Icon::new(
    "M11.525 2.295a.53.53 0 0 1 .95 0l2.31 4.679a2.123 2.123 0 0 0 1.595 1.16l5.166.756a.53.53 0 0 1 .294.904l-3.736 3.638a2.123 2.123 0 0 0-.611 1.878l.882 5.14a.53.53 0 0 1-.771.56l-4.618-2.428a2.122 2.122 0 0 0-1.973 0L6.396 21.01a.53.53 0 0 1-.77-.56l.881-5.139a2.122 2.122 0 0 0-.611-1.879L2.16 9.795a.53.53 0 0 1 .294-.906l5.165-.755a2.122 2.122 0 0 0 1.597-1.16z",
);
/// Lucide `clipboard-list`.
pub const CLIPBOARD_LIST: Icon = Icon::new(
    "M9 2h6a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-6a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1zM16 4h2a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h2M12 11h4M12 16h4M8 11h.01M8 16h.01",
);
