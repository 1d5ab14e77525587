//! The business: name, time zone, main language.

use leptos::prelude::*;
use shared::Permission;
use shared::workspace::{Workspace, WorkspacePatch};

use crate::api;
use crate::features::access::name_field;
use crate::format;
use crate::i18n::{access, settings};
use crate::load::Load;
use crate::resource::Resource;
use crate::session::{use_session, use_workspace};
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::card::Card;
use crate::ui::field::{Field, Select, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::page::PageHeader;
use crate::ui::save_bar::SaveBar;
use crate::ui::skeleton::{Skeleton, SkeletonShape};
use crate::ui::toast::use_toasts;

/// Languages of customers that can be chosen; their names come from the browser.
const LANGUAGES: [&str; 24] = [
    "ar", "bn", "de", "en", "es", "fr", "gu", "he", "hi", "id", "it", "ja", "kn", "ml", "mr", "nl", "pa",
    "pl", "pt", "sw", "ta", "te", "tr", "ur",
];

/// Name, time zone and language of the workspace.
#[component]
pub fn BusinessPage() -> impl IntoView {
    let workspace = use_workspace();
    let data = Resource::new(move || api::workspace(workspace.id));
    view! {
        <PageHeader title=settings::business() section=settings::title() />
        <Load
            resource=data
            failed=settings::business_not_loaded()
            skeleton=|| view! { <Skeleton shape=SkeletonShape::Form count=3 /> }
            let:business
        >
            <BusinessForm business=business.get_untracked() />
        </Load>
    }
}

/// Value and label of each time zone; one that the browser does not know stays choosable.
fn zones(current: &str) -> Vec<(String, String)> {
    let mut zones = format::time_zones();
    if !zones.iter().any(|zone| zone == current) {
        zones.push(current.to_owned());
    }
    zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))).collect()
}

fn languages(current: &str) -> Vec<(String, String)> {
    let mut tags: Vec<&str> = LANGUAGES.to_vec();
    if !tags.contains(&current) {
        tags.push(current);
    }
    let mut languages: Vec<_> =
        tags.into_iter().map(|tag| (tag.to_owned(), format::language_name(tag))).collect();
    languages.sort_by(|a, b| a.1.cmp(&b.1));
    languages
}

/// The form's fields, filled from what was saved.
#[derive(Clone, Copy)]
struct Fields {
    saved: RwSignal<Workspace>,
    name: Field,
    time_zone: Field,
    language: Field,
}

impl Fields {
    fn new(saved: Workspace) -> Self {
        Self {
            name: name_field("name", saved.name.clone(), access::business_missing()),
            time_zone: Field::free("time_zone", saved.time_zone.clone()),
            language: Field::free("language", saved.language.clone()),
            saved: RwSignal::new(saved),
        }
    }

    fn is_changed(&self) -> bool {
        self.saved.with(|saved| {
            saved.name != self.name.trimmed()
                || saved.time_zone != self.time_zone.value.get()
                || saved.language != self.language.value.get()
        })
    }

    fn reset(&self) {
        self.saved.with_untracked(|saved| {
            self.name.reset(saved.name.clone());
            self.time_zone.reset(saved.time_zone.clone());
            self.language.reset(saved.language.clone());
        });
    }

    fn body(&self) -> WorkspacePatch {
        WorkspacePatch {
            name: Some(self.name.trimmed_untracked()),
            time_zone: Some(self.time_zone.value.get_untracked()),
            language: Some(self.language.value.get_untracked()),
        }
    }
}

#[component]
fn BusinessForm(business: Workspace) -> impl IntoView {
    let (workspace, session, toasts) = (use_workspace(), use_session(), use_toasts());
    let (zones, languages) = (zones(&business.time_zone), languages(&business.language));
    let fields = Fields::new(business);
    let form = Form::new([fields.name, fields.time_zone, fields.language]);
    let save = Action::new_local(move |body: &WorkspacePatch| {
        let body = body.clone();
        async move {
            match api::update_workspace(workspace.id, &body).await {
                Ok(saved) => {
                    fields.saved.set(saved);
                    fields.reset();
                    session.reload();
                    toasts.done(settings::business_saved());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let blocked = workspace.blocked(Permission::WorkspaceUpdate);
    let is_changed = Memo::new(move |_| fields.is_changed());
    let discard = move |()| {
        fields.reset();
        form.clear();
    };
    view! {
        {move || blocked.get().map(|why| view! { <Banner tone=Tone::Info>{why}</Banner> })}
        <fieldset disabled=move || blocked.with(Option::is_some)>
            <Card title=settings::about_business()>
                <FormView form on_submit=move |()| { save.dispatch_local(fields.body()); }>
                    <TextField field=fields.name label=access::business_name() autocomplete="organization" />
                    <Select field=fields.time_zone label=settings::time_zone() options=zones help=Some(settings::time_zone_help().to_owned()) />
                    <Select field=fields.language label=settings::language() options=languages help=Some(settings::language_help().to_owned()) />
                    <SaveBar shown=is_changed busy=save.pending() on_discard=discard />
                </FormView>
            </Card>
        </fieldset>
    }
}
