//! What the palette holds: pages and actions that are here, and bots and conversations that the server tells of.

use shared::bot::Bot;
use shared::inbox::Conversation;
use shared::{Permission, WorkspaceId};

use super::find::{fold, rank};
use crate::i18n::{account, bots, inbox, keys, palette, settings, shell, shortcuts, team};
use crate::paths;
use crate::session::CurrentWorkspace;
use crate::ui::icon::{self, Icon};

/// Most entries of a kind that are shown.
const MOST_SHOWN: usize = 7;

/// What an entry is; in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Recent,
    Page,
    Action,
    Bot,
    Conversation,
}

impl Kind {
    /// In words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Recent => palette::recent(),
            Self::Page => palette::pages(),
            Self::Action => palette::actions(),
            Self::Bot => palette::bots(),
            Self::Conversation => palette::conversations(),
        }
    }
}

/// What happens when an entry is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Go(String),
    Theme(&'static str),
    ShowKeys,
    SignOut,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) icon: Icon,
    /// The keys that do the same.
    pub(super) keys: &'static str,
    pub(super) act: Act,
}

impl Entry {
    pub(super) fn page(name: &str, icon: Icon, keys: &'static str, path: String) -> Self {
        Self { kind: Kind::Page, name: name.to_owned(), icon, keys, act: Act::Go(path) }
    }

    fn action(name: String, icon: Icon, keys: &'static str, act: Act) -> Self {
        Self { kind: Kind::Action, name, icon, keys, act }
    }

    /// What was chosen before.
    pub(super) fn recent((name, path): (String, String)) -> Self {
        Self { kind: Kind::Recent, name, icon: icon::CLOCK, keys: "", act: Act::Go(path) }
    }

    pub(super) fn bot(workspace: WorkspaceId, bot: Bot) -> Self {
        let act = Act::Go(paths::bot(workspace, bot.id, "build"));
        Self { kind: Kind::Bot, name: bot.name, icon: icon::BOT, keys: "", act }
    }

    pub(super) fn conversation(workspace: WorkspaceId, conversation: Conversation) -> Self {
        let act = Act::Go(paths::conversation(workspace, "all", conversation.id));
        let contact = conversation.contact;
        let name = [contact.name, contact.phone.unwrap_or_default()].join(" ").trim().to_owned();
        let name = if name.is_empty() { inbox::unnamed().to_owned() } else { name };
        Self { kind: Kind::Conversation, name, icon: icon::MESSAGE_CIRCLE, keys: "", act }
    }
}

/// The pages of a workspace that its member may see.
pub(super) fn pages(workspace: &CurrentWorkspace) -> Vec<Entry> {
    use Permission as P;
    let w = workspace.id;
    let main = |needed, name, icon, keys, path| (needed, Entry::page(name, icon, keys, path));
    let setting = |needed, name: &str, keys, section| {
        let name = format!("{}: {name}", settings::title());
        (needed, Entry::page(&name, icon::SLIDERS_HORIZONTAL, keys, paths::settings(w, section)))
    };
    let all = [
        main(P::WorkspaceRead, shell::home(), icon::HOUSE, "G H", paths::home(w)),
        main(P::InboxRead, shell::inbox(), icon::INBOX, "G I", paths::inbox(w)),
        main(P::BotsRead, shell::bots(), icon::BOT, "G B", paths::bots(w)),
        setting(P::WorkspaceRead, settings::business(), "G S", "business"),
        setting(P::NumbersRead, settings::numbers(), "", "numbers"),
        setting(P::MembersRead, team::title(), "", "team"),
        setting(P::WorkspaceRead, team::roles(), "", "roles"),
        setting(P::KeysManage, keys::title(), "", "api-keys"),
    ];
    all.into_iter().filter(|(needed, _)| workspace.can(*needed)).map(|(_, entry)| entry).collect()
}

/// What can be done in a workspace.
pub(super) fn workspace_actions(workspace: &CurrentWorkspace) -> Vec<Entry> {
    let new_bot = Act::Go(paths::new_bot(workspace.id));
    let new_bot = Entry::action(bots::new().to_owned(), icon::PLUS, "", new_bot);
    let allowed = workspace.can(Permission::BotsEdit).then_some(new_bot);
    allowed.into_iter().collect()
}

/// The account's pages, and what can be done anywhere.
pub(super) fn everywhere() -> Vec<Entry> {
    let page = |name: &str, icon, section| {
        Entry::page(&format!("{}: {name}", account::title()), icon, "", paths::account(section))
    };
    let action = |name: &str, icon, keys, act| Entry::action(name.to_owned(), icon, keys, act);
    vec![
        page(account::profile(), icon::USER, "profile"),
        page(account::security(), icon::LOCK, "security"),
        page(account::appearance(), icon::MONITOR, "appearance"),
        page(shortcuts::title(), icon::HASH, "shortcuts"),
        action(shell::theme_system(), icon::MONITOR, "", Act::Theme("")),
        action(shell::theme_light(), icon::SUN, "", Act::Theme("light")),
        action(shell::theme_dark(), icon::MOON, "", Act::Theme("dark")),
        action(shortcuts::show(), icon::CIRCLE_HELP, "?", Act::ShowKeys),
        action(shell::sign_out(), icon::LOG_OUT, "", Act::SignOut),
    ]
}

/// Other workspaces of the person.
pub(super) fn workspace(name: &str, id: WorkspaceId) -> Entry {
    Entry::action(palette::switch_to(name), icon::STORE, "", Act::Go(paths::home(id)))
}

/// What fits, by kind, the best first. Before anything is typed, bots and conversations are left out.
pub(super) fn fitting(all: Vec<Entry>, typed: &str) -> Vec<Entry> {
    let typed = fold(typed);
    let is_empty = typed.trim().is_empty();
    let mut found: Vec<(Kind, u8, Entry)> = all
        .into_iter()
        .filter(|entry| if is_empty { entry.kind <= Kind::Action } else { entry.kind != Kind::Recent })
        .filter_map(|entry| Some((entry.kind, rank(&fold(&entry.name), &typed)?, entry)))
        .collect();
    // Stable, so equally good ones stay in the order in which they came.
    found.sort_by_key(|(kind, rank, _)| (*kind, *rank));
    let mut n_of_kind = 0;
    let mut last = None;
    found.retain(|(kind, _, _)| {
        n_of_kind = if last == Some(*kind) { n_of_kind + 1 } else { 1 };
        last = Some(*kind);
        n_of_kind <= MOST_SHOWN
    });
    found.into_iter().map(|(_, _, entry)| entry).collect()
}
