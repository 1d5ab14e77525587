//! One message: sender, text, time and status in reading order, with its buttons or its list.

use leptos::prelude::*;
use shared::Time;

use super::format::Formatted;
use crate::format;
use crate::i18n::common;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{self, IconView};

/// Whose message it is, seen from the screen's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The other side: at the start, white.
    In,
    /// This side: at the end, green.
    Out,
}

/// How far a message of this side got. Each has a name, not only a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// On its way.
    Sending,
    /// Left.
    Sent,
    /// On the phone.
    Delivered,
    /// Seen.
    Read,
    /// Did not go.
    Failed,
    /// Nobody knows.
    Unknown,
}

/// A row of a list message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BubbleRow {
    /// What comes back when it is chosen.
    pub id: String,
    /// Its label.
    pub title: String,
    /// A second line.
    pub description: String,
    /// The section it belongs to; empty when there is one only.
    pub section: String,
}

/// What a bubble shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BubbleContent {
    /// Above the text.
    pub header: Option<String>,
    /// The text, with WhatsApp's marks.
    pub text: String,
    /// Below the text.
    pub footer: Option<String>,
    /// Id and label of reply buttons.
    pub buttons: Vec<(String, String)>,
    /// The label that opens the list, and its rows.
    pub list: Option<(String, Vec<BubbleRow>)>,
}

impl BubbleContent {
    /// A plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Tick {
    fn name(self) -> &'static str {
        match self {
            Self::Sending => common::tick_sending(),
            Self::Sent => common::tick_sent(),
            Self::Delivered => common::tick_delivered(),
            Self::Read => common::tick_read(),
            Self::Failed => common::tick_failed(),
            Self::Unknown => common::tick_unknown(),
        }
    }

    const fn icon(self) -> icon::Icon {
        match self {
            Self::Sending => icon::CLOCK,
            Self::Sent => icon::CHECK,
            Self::Delivered | Self::Read => icon::CHECK_CHECK,
            Self::Failed => icon::CIRCLE_ALERT,
            Self::Unknown => icon::CIRCLE_HELP,
        }
    }
}

/// One message of a thread, an `<li>`. With `on_choose` its buttons and rows can be pressed.
#[component]
pub fn Bubble(
    /// Whose it is.
    side: Side,
    /// Who wrote it, for screen readers and, when `named`, for everybody.
    #[prop(into)]
    sender: String,
    /// Shows the sender above the text.
    #[prop(optional)]
    named: bool,
    /// What it holds.
    content: BubbleContent,
    /// When it was written.
    #[prop(optional, into)]
    at: Option<Time>,
    /// How far it got, for messages of this side.
    #[prop(optional, into)]
    tick: MaybeProp<Tick>,
    /// Called with the id of the button or row that was pressed.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
) -> impl IntoView {
    let class = if side == Side::In { "bubble bubble--in" } else { "bubble bubble--out" };
    let sender_class = if named { "bubble__sender" } else { "visually-hidden" };
    let BubbleContent { header, text, footer, buttons, list } = content;
    let has_failed = move || tick.get() == Some(Tick::Failed);
    let buttons: Vec<_> =
        buttons.into_iter().map(|(id, label)| view! { <ChoiceButton id label on_choose /> }).collect();
    view! {
        <li class=class>
            <div class="bubble__box" class:bubble__box--failed=has_failed>
                <span class=sender_class>{sender}<span class="visually-hidden">": "</span></span>
                {header.map(|header| view! { <span class="bubble__header" dir="auto">{header}</span> })}
                <Formatted text />
                {footer.map(|footer| view! { <span class="bubble__footer" dir="auto">{footer}</span> })}
                <span class="bubble__meta">
                    {at.map(|at| view! { <time datetime=at.to_rfc3339() title=format::exact(at)>{format::time_of_day(at)}</time> })}
                    {move || tick.get().map(|tick| view! {
                        <span class="bubble__tick" class:bubble__tick--read=tick == Tick::Read title=tick.name()>
                            <IconView icon=tick.icon() small=true />
                            <span class="bubble__tick-name">{tick.name()}</span>
                        </span>
                    })}
                </span>
            </div>
            {buttons}
            {list.map(|(label, rows)| view! { <ListButton label rows on_choose /> })}
        </li>
    }
}

#[component]
fn ChoiceButton(id: String, label: String, on_choose: Option<Callback<String>>) -> impl IntoView {
    match on_choose {
        Some(on_choose) => view! {
            <button class="bubble__button" type="button" dir="auto" on:click=move |_| on_choose.run(id.clone())>{label}</button>
        }
        .into_any(),
        None => view! { <span class="bubble__button" dir="auto">{label}</span> }.into_any(),
    }
}

/// The button of a list message; pressed, it opens the rows in a sheet.
#[component]
fn ListButton(label: String, rows: Vec<BubbleRow>, on_choose: Option<Callback<String>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let title = label.clone();
    let rows = StoredValue::new(rows);
    let choose = move |id: String| {
        open.set(false);
        if let Some(on_choose) = on_choose {
            on_choose.run(id);
        }
    };
    let items = move || {
        let mut section = String::new();
        rows.with_value(|rows| {
            rows.iter()
                .map(|row| {
                    let heading = (row.section != section).then(|| row.section.clone());
                    section.clone_from(&row.section);
                    let (row, id) = (row.clone(), row.id.clone());
                    let is_off = on_choose.is_none();
                    view! {
                        {heading.map(|heading| view! { <li class="bubble__section" dir="auto">{heading}</li> })}
                        <li>
                            <button class="bubble__row" type="button" disabled=is_off dir="auto" on:click=move |_| choose(id.clone())>
                                <span>{row.title}</span>
                                <span class="hint">{row.description}</span>
                            </button>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <button class="bubble__button" type="button" dir="auto" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <IconView icon=icon::LIST small=true />
            {label}
        </button>
        <Dialog open title=title><ul class="bubble__rows">{items}</ul></Dialog>
    }
}
