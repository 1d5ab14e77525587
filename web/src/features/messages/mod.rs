//! Messages as bubbles, for every page that shows some: the inbox, runs and the sandbox phone.

use leptos::prelude::*;
use shared::inbox::{Author, Message, MessageContent, MessageStatus};

use crate::i18n::bubbles;
use crate::ui::icon::{self, IconView};
use crate::ui::phone::{Bubble, BubbleContent, BubbleRow, Side, Tick};

/// What a bubble shows of a message.
#[must_use]
pub fn bubble_content(content: &MessageContent) -> BubbleContent {
    match content {
        MessageContent::Text { text } => BubbleContent::text(text.clone()),
        MessageContent::Reply { title, .. } => BubbleContent::text(title.clone()),
        MessageContent::Unsupported { type_name } => BubbleContent::text(unsupported(type_name)),
        MessageContent::Buttons { header, text, footer, buttons } => BubbleContent {
            header: header.clone(),
            text: text.clone(),
            footer: footer.clone(),
            buttons: buttons.iter().map(|choice| (choice.id.clone(), choice.title.clone())).collect(),
            list: None,
        },
        MessageContent::List { header, text, footer, button, sections } => {
            let rows = sections.iter().flat_map(|section| {
                section.rows.iter().map(|row| BubbleRow {
                    id: row.id.clone(),
                    title: row.title.clone(),
                    description: row.description.clone().unwrap_or_default(),
                    section: section.title.clone(),
                })
            });
            BubbleContent {
                header: header.clone(),
                text: text.clone(),
                footer: footer.clone(),
                buttons: Vec::new(),
                list: Some((button.clone(), rows.collect())),
            }
        }
    }
}

/// A type that is stored but not shown, in words.
fn unsupported(type_name: &str) -> String {
    match type_name {
        "sticker" => bubbles::sticker().to_owned(),
        "image" => bubbles::image().to_owned(),
        "audio" => bubbles::audio().to_owned(),
        "video" => bubbles::video().to_owned(),
        "document" => bubbles::document().to_owned(),
        "location" => bubbles::location().to_owned(),
        "contacts" => bubbles::contacts().to_owned(),
        "reaction" => bubbles::reaction().to_owned(),
        other => bubbles::unsupported(other),
    }
}

/// The tick of a message of this side; none for what came in.
#[must_use]
pub fn tick(status: MessageStatus) -> Option<Tick> {
    match status {
        MessageStatus::Received => None,
        MessageStatus::Queued | MessageStatus::Sending => Some(Tick::Sending),
        MessageStatus::Accepted | MessageStatus::Sent => Some(Tick::Sent),
        MessageStatus::Delivered => Some(Tick::Delivered),
        MessageStatus::Read => Some(Tick::Read),
        MessageStatus::Failed => Some(Tick::Failed),
        MessageStatus::Unknown => Some(Tick::Unknown),
    }
}

/// Who wrote a message, seen from the team.
fn sender(author: Author, contact: &str) -> String {
    match author {
        Author::Contact => contact.to_owned(),
        Author::Bot => bubbles::bot().to_owned(),
        Author::Member => bubbles::team().to_owned(),
    }
}

/// A text with a full stop, unless it ends in a mark of its own: WhatsApp's reasons come with and without.
fn sentence(text: String) -> String {
    let is_whole =
        text.trim_end().ends_with(|last: char| last.is_ascii_punctuation() || "…。！？؟।".contains(last));
    if is_whole { text } else { format!("{}.", text.trim_end()) }
}

/// A message as the team sees it: the contact at the start, bot and team at the end; a failure says why and what to do.
#[component]
pub fn MessageBubble(
    /// The message.
    message: Message,
    /// The contact's name.
    #[prop(into)]
    contact: String,
    /// Below the reason of a failure: what can be done about it here.
    #[prop(optional, into)]
    remedy: ViewFn,
) -> impl IntoView {
    let side = if message.author == Author::Contact { Side::In } else { Side::Out };
    let is_bot = message.author == Author::Bot;
    let failure = message.failure.clone();
    let is_unknown = message.status == MessageStatus::Unknown && failure.is_none();
    let note = if message.status == MessageStatus::Failed {
        "bubble-note bubble-note--failed"
    } else {
        "bubble-note"
    };
    view! {
        <Bubble
            side
            sender=sender(message.author, &contact)
            named=is_bot
            content=bubble_content(&message.content)
            at=message.at
            tick=MaybeProp::from(tick(message.status))
        />
        {failure.map(|failure| view! {
            <li class=note>
                <IconView icon=icon::CIRCLE_ALERT small=true />
                <span>
                    {sentence(failure.meaning)}" "{failure.what_to_do}
                    {failure.code.map(|code| view! { " "<small>{bubbles::code(&code.to_string())}</small> })}
                </span>
                {remedy.run()}
            </li>
        })}
        {is_unknown.then(|| view! {
            <li class="bubble-note"><IconView icon=icon::CIRCLE_HELP small=true /><span>{bubbles::unknown()}</span></li>
        })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::inbox::{Choice, ListSection};

    #[test]
    fn rows_know_their_section() {
        let row = |id: &str| Choice { id: id.into(), title: id.into(), description: None };
        let sections = vec![
            ListSection { title: "Bread".into(), rows: vec![row("r1")] },
            ListSection { title: "Cake".into(), rows: vec![row("r2"), row("r3")] },
        ];
        let content = MessageContent::List {
            header: None,
            text: "Choose".into(),
            footer: None,
            button: "Open".into(),
            sections,
        };
        let (_, rows) = bubble_content(&content).list.unwrap();
        let shown: Vec<_> = rows.iter().map(|row| (row.id.as_str(), row.section.as_str())).collect();
        assert_eq!(shown, [("r1", "Bread"), ("r2", "Cake"), ("r3", "Cake")]);
    }

    #[test]
    fn a_reason_is_a_whole_sentence() {
        assert_eq!(sentence("Something went wrong".into()), "Something went wrong.");
        assert_eq!(sentence("It was refused.".into()), "It was refused.");
    }

    #[test]
    fn what_came_in_has_no_tick_and_what_went_out_always_one() {
        assert_eq!(tick(MessageStatus::Received), None);
        assert_eq!(tick(MessageStatus::Accepted), Some(Tick::Sent));
        assert_eq!(tick(MessageStatus::Unknown), Some(Tick::Unknown));
    }
}
