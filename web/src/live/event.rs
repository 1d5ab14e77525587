//! Reads live events. What serde makes of the tagged enum is five times this, on every page.

use serde::Deserialize;
use shared::live::LiveEvent;
use shared::{BotId, ConversationId, NumberId, RunId};

/// An event as it is written: its kind, and what it is about.
#[derive(Deserialize)]
struct Written<'a> {
    kind: &'a str,
    bot_id: Option<&'a str>,
    conversation_id: Option<&'a str>,
    number_id: Option<&'a str>,
    run_id: Option<&'a str>,
}

/// The event; `None` when it is none that this version of the page knows.
pub(super) fn read(json: &str) -> Option<LiveEvent> {
    let written: Written<'_> = serde_json::from_str(json).ok()?;
    let bot = || written.bot_id?.parse::<BotId>().ok();
    let number = || written.number_id?.parse::<NumberId>().ok();
    Some(match written.kind {
        "conversation_changed" => LiveEvent::ConversationChanged {
            conversation_id: written.conversation_id?.parse::<ConversationId>().ok()?,
            number_id: number()?,
        },
        "bot_changed" => LiveEvent::BotChanged { bot_id: bot()? },
        "run_changed" => {
            LiveEvent::RunChanged { run_id: written.run_id?.parse::<RunId>().ok()?, bot_id: bot()? }
        }
        "number_changed" => LiveEvent::NumberChanged { number_id: number()? },
        "workspace_changed" => LiveEvent::WorkspaceChanged {},
        "team_changed" => LiveEvent::TeamChanged {},
        "reset" => LiveEvent::Reset {},
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use shared::live::LiveEvent;
    use shared::{BotId, ConversationId, NumberId, RunId};

    use super::read;

    #[test]
    fn every_event_is_read_as_the_server_writes_it() {
        let (bot_id, number_id) = (BotId::new(), NumberId::new());
        let all = [
            LiveEvent::ConversationChanged { conversation_id: ConversationId::new(), number_id },
            LiveEvent::BotChanged { bot_id },
            LiveEvent::RunChanged { run_id: RunId::new(), bot_id },
            LiveEvent::NumberChanged { number_id },
            LiveEvent::WorkspaceChanged {},
            LiveEvent::TeamChanged {},
            LiveEvent::Reset {},
        ];
        for event in all {
            // Names every kind, so that a new one is added above.
            match event {
                LiveEvent::ConversationChanged { .. }
                | LiveEvent::BotChanged { .. }
                | LiveEvent::RunChanged { .. }
                | LiveEvent::NumberChanged { .. }
                | LiveEvent::WorkspaceChanged {}
                | LiveEvent::TeamChanged {}
                | LiveEvent::Reset {} => {}
            }
            let json = serde_json::to_string(&event).unwrap();
            assert_eq!(read(&json), Some(event), "{json}");
        }
    }

    #[test]
    fn an_event_of_a_newer_server_is_unknown() {
        assert_eq!(read(r#"{"kind":"weather_changed"}"#), None);
        assert_eq!(read(r#"{"kind":"bot_changed"}"#), None);
        assert_eq!(read(r#"{"kind":"bot_changed","bot_id":"num_01h455vb4pex5vsknk084sn02q"}"#), None);
    }
}
