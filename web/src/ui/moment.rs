//! A time as people read it, with the exact one on hover and for machines.

use leptos::prelude::*;
use shared::Time;

use crate::format;

/// How a time is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MomentStyle {
    /// How long ago, up to seven days.
    #[default]
    Relative,
    /// The time for today, the weekday within a week, else the date.
    Short,
    /// The time of day.
    TimeOfDay,
}

/// A `<time>`.
#[component]
pub fn Moment(
    /// When.
    #[prop(into)]
    at: Signal<Time>,
    /// How it is written.
    #[prop(optional)]
    style: MomentStyle,
) -> impl IntoView {
    let text = move || match style {
        MomentStyle::Relative => format::relative(at.get()),
        MomentStyle::Short => format::short(at.get()),
        MomentStyle::TimeOfDay => format::time_of_day(at.get()),
    };
    view! { <time datetime=move || at.get().to_rfc3339() title=move || format::exact(at.get())>{text}</time> }
}
