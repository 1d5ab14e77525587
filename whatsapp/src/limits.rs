//! Meta's limits of what a business may send, counted in characters (Unicode scalar values) unless the name says otherwise.
//!
//! Where Meta's own pages differ, the smaller number stands here, so that nothing we let through is refused.

/// The longest body of a text message. Meta: Messages, Text messages (its OpenAPI document says 32768).
pub const TEXT_BODY_CHARS: usize = 4096;

/// The longest body of a message with reply buttons. Meta: Messages, Interactive reply buttons.
pub const BUTTONS_BODY_CHARS: usize = 1024;
/// The most reply buttons of one message. Meta: Messages, Interactive reply buttons.
pub const BUTTONS: usize = 3;
/// The longest id of a reply button. Meta: Messages, Interactive reply buttons.
pub const BUTTON_ID_CHARS: usize = 256;
/// The longest title of a reply button. Meta: Messages, Interactive reply buttons.
pub const BUTTON_TITLE_CHARS: usize = 20;

/// The longest body of a list message. Meta: Messages, Interactive list.
pub const LIST_BODY_CHARS: usize = 4096;
/// The longest label of the button that opens a list. Meta: Messages, Interactive list.
pub const LIST_BUTTON_CHARS: usize = 20;
/// The most sections of a list. Meta: Messages, Interactive list.
pub const LIST_SECTIONS: usize = 10;
/// The most rows of a list, all sections together. Meta: Messages, Interactive list.
pub const LIST_ROWS: usize = 10;
/// The longest title of a section. Meta: Messages, Interactive list.
pub const SECTION_TITLE_CHARS: usize = 24;
/// The longest id of a row. Meta: Messages, Interactive list.
pub const ROW_ID_CHARS: usize = 200;
/// The longest title of a row. Meta: Messages, Interactive list.
pub const ROW_TITLE_CHARS: usize = 24;
/// The longest description of a row. Meta: Messages, Interactive list.
pub const ROW_DESCRIPTION_CHARS: usize = 72;

/// The longest text header of an interactive message. Meta: Messages, Interactive reply buttons and list.
pub const HEADER_CHARS: usize = 60;
/// The longest footer of an interactive message. Meta: Messages, Interactive reply buttons and list.
pub const FOOTER_CHARS: usize = 60;

/// The longest `biz_opaque_callback_data`. Meta: Messages, Send messages.
pub const CALLBACK_DATA_CHARS: usize = 512;

/// The largest webhook body, in bytes; Meta itself stays under 3 MB. Meta: Webhooks, Overview.
pub const WEBHOOK_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Most changes of one webhook body. Meta: Webhooks, Overview.
pub const WEBHOOK_ITEMS: usize = 1_000;
/// The customer service window after a customer's last message, in seconds. Meta: Messages, Customer service windows.
pub const SERVICE_WINDOW_S: i64 = 24 * 60 * 60;
/// The longest `hub.challenge` we echo. Meta sends a number: Webhooks, Create a webhook endpoint.
pub const CHALLENGE_CHARS: usize = 128;
