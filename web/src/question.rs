//! What is asked before something that cannot be undone, and then done.

use leptos::prelude::*;

use crate::api::{ApiError, ApiResult};
use crate::ui::asked::open_while_asked;
use crate::ui::dialog::AlertDialog;

/// The words of a question.
#[derive(Debug, Default)]
pub struct Words {
    /// The question, naming the thing.
    pub title: String,
    /// What changes for whom, and whether it can be undone.
    pub text: String,
    /// The verb, and the noun where it is needed.
    pub confirm: &'static str,
}

/// Asks, then does it; what went wrong stands in the dialog.
#[component]
pub fn Question<T, Act, Done>(
    /// About what; `None`: closed.
    asked: RwSignal<Option<T>>,
    /// How it is asked.
    words: fn(&T) -> Words,
    /// Does it, and takes `asked` back when it is done.
    act: Act,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    Act: Fn(T) -> Done + 'static,
    Done: Future<Output = ApiResult<()>> + 'static,
{
    let run = Action::new_local(move |what: &T| act(what.clone()));
    let open = open_while_asked(asked, move || run.value().set(None));
    let of = move |read: fn(Words) -> String| {
        Signal::derive(move || read(asked.with(|asked| asked.as_ref().map(words).unwrap_or_default())))
    };
    let error = move || run.value().get().and_then(Result::err).map(|error: ApiError| error.message());
    view! {
        <AlertDialog
            open
            title=of(|words| words.title)
            text=of(|words| words.text)
            confirm=of(|words| words.confirm.to_owned())
            busy=run.pending()
            error=Signal::derive(error)
            on_confirm=move |()| if let Some(what) = asked.get_untracked() { run.dispatch_local(what); }
        />
    }
}
