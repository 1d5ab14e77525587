//! Sign-up: email and password, then name, phone and business. One account is made at the end.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::account::{SignUp, SignUpPolicy};

use super::layout::AccessFrame;
use super::password::{PasswordField, new_password};
use super::{email_field, international, mailed_to, name_field, phone_field};
use crate::api;
use crate::format;
use crate::i18n::access;
use crate::resource::Resource;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::{Field, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::states::EmptyState;
use crate::ui::steps::Stepper;

/// What is asked, in two steps.
#[derive(Clone, Copy)]
struct Fields {
    email: Field,
    password: Field,
    name: Field,
    phone: Field,
    business_name: Field,
}

impl Fields {
    fn new() -> Self {
        Self {
            email: email_field(""),
            password: new_password(),
            name: name_field("name", "", access::name_missing()),
            phone: phone_field(""),
            business_name: name_field("business_name", "", access::business_missing()),
        }
    }

    fn body(&self) -> SignUp {
        let phone = self.phone.trimmed_untracked();
        SignUp {
            name: self.name.trimmed_untracked(),
            email: self.email.trimmed_untracked(),
            phone: international(&phone).unwrap_or(phone),
            business_name: self.business_name.trimmed_untracked(),
            password: self.password.value.get_untracked(),
            time_zone: format::browser_time_zone(),
        }
    }
}

/// Makes an account.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let instance = Resource::new(api::instance);
    let is_closed = move || {
        instance.get().and_then(Result::ok).is_some_and(|instance| instance.sign_up == SignUpPolicy::Invite)
    };
    let step = RwSignal::new(0_usize);
    let title = move || if step.get() == 0 { access::create_account() } else { access::about_you() };
    let note = move || if step.get() == 0 { access::step_1_note() } else { access::step_2_note() };
    view! {
        <AccessFrame
            title
            note
            above=move || view! {
                <Stepper steps=vec![access::step_account().to_owned(), access::step_business().to_owned()] current=step />
            }
            below=|| view! { <p>{access::have_account()}" "<A href="/sign-in">{access::sign_in()}</A></p> }
        >
            <Show
                when=move || !is_closed()
                fallback=|| view! {
                    <EmptyState icon=crate::ui::icon::LOCK title=access::closed_title() text=access::closed_text() />
                }
            >
                <SignUpForm step />
            </Show>
        </AccessFrame>
    }
}

#[component]
fn SignUpForm(step: RwSignal<usize>) -> impl IntoView {
    let fields = Fields::new();
    let account = Form::new([fields.email, fields.password]);
    let business = Form::new([fields.name, fields.phone, fields.business_name]);
    let navigate = StoredValue::new(use_navigate());
    let mailed_to = mailed_to();
    let sign_up = Action::new_local(move |body: &SignUp| {
        let body = body.clone();
        async move {
            match api::sign_up(&body).await {
                Ok(()) => {
                    mailed_to.set(body.email);
                    navigate.with_value(|navigate| navigate("/check-mail", NavigateOptions::default()));
                }
                Err(error) => {
                    let faults = error.fields();
                    let is_first =
                        faults.iter().any(|(pointer, _)| pointer == "/email" || pointer == "/password");
                    step.set(usize::from(!is_first));
                    if is_first { account } else { business }.refuse(&faults, error.message());
                }
            }
        }
    });
    let go = move |to: usize| {
        step.set(to);
        let first = if to == 0 { fields.email } else { fields.name };
        // The other part is shown before the next frame.
        request_animation_frame(move || crate::ui::focus_id(&first.id()));
    };
    view! {
        <div hidden=move || step.get() != 0>
            <FormView form=account on_submit=move |()| go(1)>
                <TextField field=fields.email label=access::email() kind="email" autocomplete="email" />
                <PasswordField field=fields.password label=access::password() autocomplete="new-password" judged=true />
                <Button kind=ButtonKind::Primary submit=true>{access::continue_()}</Button>
            </FormView>
        </div>
        <div hidden=move || step.get() != 1>
            <FormView form=business on_submit=move |()| { sign_up.dispatch_local(fields.body()); }>
                <TextField field=fields.name label=access::your_name() autocomplete="name" />
                <TextField
                    field=fields.phone
                    label=access::phone()
                    help=Some(access::phone_help().to_owned())
                    kind="tel"
                    autocomplete="tel"
                    placeholder="+91 98123 45678"
                />
                <TextField field=fields.business_name label=access::business_name() autocomplete="organization" />
                <Button kind=ButtonKind::Primary submit=true busy=sign_up.pending()>{access::create()}</Button>
                <Button kind=ButtonKind::Quiet on_click=move |_| go(0)>{access::back()}</Button>
            </FormView>
        </div>
    }
}
