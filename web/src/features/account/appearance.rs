//! How the dashboard looks and which language it speaks, in this browser.

use leptos::prelude::*;

use crate::i18n::{self, account};
use crate::preference::{DENSITY, MOTION, Preference, THEME};
use crate::ui::card::Card;
use crate::ui::choice::RadioGroup;
use crate::ui::page::PageHeader;

/// Language, theme, density and motion.
#[component]
pub fn AppearancePage() -> impl IntoView {
    let themes =
        [("", account::theme_system()), ("light", account::theme_light()), ("dark", account::theme_dark())];
    let densities = [("", account::density_comfortable()), ("compact", account::density_compact())];
    let motions = [("", account::motion_system()), ("reduced", account::motion_reduced())];
    view! {
        <PageHeader title=account::appearance() section=account::title() note=account::appearance_note() />
        <Card title=account::language()>
            <LanguageChoice />
        </Card>
        <Card title=account::theme()>
            <PreferenceChoice preference=THEME legend=account::theme_legend() options=themes.to_vec() />
        </Card>
        <Card title=account::density()>
            <PreferenceChoice preference=DENSITY legend=account::density_legend() options=densities.to_vec() />
        </Card>
        <Card title=account::motion()>
            <PreferenceChoice preference=MOTION legend=account::motion_legend() options=motions.to_vec() />
        </Card>
    }
}

/// One thing about the look; a choice is shown at once.
#[component]
fn PreferenceChoice(
    preference: Preference,
    legend: &'static str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let value = RwSignal::new(preference.stored().to_owned());
    Effect::watch(move || value.get(), move |choice, _, _| preference.choose(choice), false);
    let options = options.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())).collect();
    view! { <RadioGroup value legend options /> }
}

/// The browser's language or one of ours; a choice loads the page anew.
#[component]
fn LanguageChoice() -> impl IntoView {
    let value = RwSignal::new(i18n::choice().unwrap_or_default());
    let choose = |choice: &String| i18n::choose(Some(choice.as_str()).filter(|tag| !tag.is_empty()));
    Effect::watch(move || value.get(), move |choice, _, _| choose(choice), false);
    let mut options = vec![(String::new(), account::language_browser().to_owned())];
    options.extend(i18n::languages());
    view! { <RadioGroup value legend=account::language_legend() options languages=true /> }
}
