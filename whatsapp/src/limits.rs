//! Meta's limits of what a business may send and set up: the one list of them in this crate.
//!
//! The unit stands in the name: characters are Unicode scalar values, a bare plural counts items. Where Meta's OpenAPI
//! document says another number than the page of the documentation, the page wins and the constant says so.

/// The longest body of a text message. Meta: Messages, Text messages (its OpenAPI document says 32768).
pub const TEXT_BODY_CHARS: usize = 4096;

/// The longest caption of an image, video or document. Meta: Messages, Image, Video, Document messages.
pub const CAPTION_CHARS: usize = 1024;
/// The most contacts of one message. Meta: Messages, Contacts messages (its OpenAPI document says 5).
pub const CONTACTS: usize = 257;
/// The largest latitude, north or south, in degrees. Meta: Messages, Location messages.
pub const LATITUDE_DEGREES: usize = 90;
/// The largest longitude, east or west, in degrees. Meta: Messages, Location messages.
pub const LONGITUDE_DEGREES: usize = 180;

/// The longest body of an interactive message that is neither a list nor one with reply buttons. Meta: Messages, Interactive.
pub const BODY_CHARS: usize = 1024;
/// The longest body of a message with reply buttons. Meta: Messages, Interactive reply buttons.
pub const BUTTONS_BODY_CHARS: usize = 1024;
/// The most reply buttons of one message. Meta: Messages, Interactive reply buttons.
pub const BUTTONS: usize = 3;
/// The longest id of a reply button. Meta: Messages, Interactive reply buttons.
pub const BUTTON_ID_CHARS: usize = 256;
/// The longest title of a reply button. Meta: Messages, Interactive reply buttons.
pub const BUTTON_TITLE_CHARS: usize = 20;

/// The longest body of a list message. Meta: Messages, Interactive list (its OpenAPI document says 1024).
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

/// The longest label of a button that opens a link. Meta: Messages, Interactive call-to-action URL.
pub const LINK_TITLE_CHARS: usize = 20;
/// The longest label of the button that opens a form. Meta: Flows, Sending a flow.
pub const FORM_TITLE_CHARS: usize = 30;
/// The most sections of a product list. Meta: Catalogs, Share products.
pub const PRODUCT_SECTIONS: usize = 10;
/// The most products of a product list, all sections together. Meta: Catalogs, Share products.
pub const PRODUCTS: usize = 30;
/// The fewest cards of a carousel. Meta: Messages, Interactive media carousel; Templates, Carousel.
pub const CARDS_MIN: usize = 2;
/// The most cards of a carousel. Meta: Messages, Interactive media carousel; Templates, Carousel.
pub const CARDS: usize = 10;
/// The longest text of a card. Meta: Messages, Interactive media carousel; Templates, Carousel.
pub const CARD_BODY_CHARS: usize = 160;
/// The most line breaks in the text of a card. Meta: Messages, Interactive media carousel.
pub const CARD_BODY_LINE_BREAKS: usize = 2;
/// The longest id of a quick reply on a card. Meta: Messages, Interactive media carousel.
pub const CARD_BUTTON_ID_CHARS: usize = 20;

/// The longest `biz_opaque_callback_data`. Meta: Messages, Send messages.
pub const CALLBACK_DATA_CHARS: usize = 512;

/// The longest name of a template. Meta: Templates, Components.
pub const TEMPLATE_NAME_CHARS: usize = 512;
/// The longest text header of a template. Meta: Templates, Components.
pub const TEMPLATE_HEADER_CHARS: usize = 60;
/// The longest body of a template, and so of any one value in it. Meta: Templates, Components.
pub const TEMPLATE_BODY_CHARS: usize = 1024;
/// The longest body of a template with a limited-time offer. Meta: Templates, Limited-time offer.
pub const TEMPLATE_OFFER_BODY_CHARS: usize = 600;
/// The longest footer of a template. Meta: Templates, Components.
pub const TEMPLATE_FOOTER_CHARS: usize = 60;
/// The most buttons of a template. Meta: Templates, Components.
pub const TEMPLATE_BUTTONS: usize = 10;
/// The longest label of a template's button. Meta: Templates, Components.
pub const TEMPLATE_BUTTON_CHARS: usize = 25;
/// The most buttons of a template that open a link. Meta: Templates, Components.
pub const TEMPLATE_LINKS: usize = 2;
/// The longest link of a template's button. Meta: Templates, Components.
pub const TEMPLATE_LINK_CHARS: usize = 2000;
/// The longest phone number of a template's button. Meta: Templates, Components.
pub const TEMPLATE_PHONE_CHARS: usize = 20;
/// The longest coupon code; 15 before 3 December 2025. Meta: Templates, Coupon codes; Changelog.
pub const COUPON_CHARS: usize = 20;
/// The longest text of a limited-time offer. Meta: Templates, Limited-time offer.
pub const OFFER_CHARS: usize = 16;
/// The most buttons of a card in a template. Meta: Templates, Carousel.
pub const TEMPLATE_CARD_BUTTONS: usize = 2;
/// The longest validity of a one-time code, in minutes; the shortest is 1. Meta: Templates, Authentication templates.
pub const CODE_EXPIRATION_MINUTES: usize = 90;
/// The most apps a one-time code is handed to. Meta: Templates, Authentication templates.
pub const CODE_APPS: usize = 5;
/// The exact length of an app's signing key hash. Meta: Templates, Authentication templates.
pub const APP_SIGNATURE_CHARS: usize = 11;
/// The most templates deleted by id in one call. Meta: Templates, Template management.
pub const TEMPLATES_DELETED: usize = 100;
/// The most templates of one analytics call. Meta: Analytics, Template analytics.
pub const TEMPLATES_ANALYSED: usize = 10;

/// The largest audio file, in bytes. Meta: Media, Supported media types.
pub const AUDIO_BYTES: usize = 16 * 1024 * 1024;
/// The largest document, in bytes. Meta: Media, Supported media types.
pub const DOCUMENT_BYTES: usize = 100 * 1024 * 1024;
/// The largest image, in bytes. Meta: Media, Supported media types.
pub const IMAGE_BYTES: usize = 5 * 1024 * 1024;
/// The largest still sticker, in bytes. Meta: Media, Supported media types.
pub const STICKER_BYTES: usize = 100 * 1024;
/// The largest animated sticker, in bytes. Meta: Media, Supported media types.
pub const ANIMATED_STICKER_BYTES: usize = 500 * 1024;
/// The largest video, in bytes. Meta: Media, Supported media types.
pub const VIDEO_BYTES: usize = 16 * 1024 * 1024;

/// The exact length of a two-step verification PIN. Meta: Business phone numbers, Two-step verification.
pub const PIN_DIGITS: usize = 6;
/// The longest `about` of a business profile. Meta: Business profiles.
pub const PROFILE_ABOUT_CHARS: usize = 139;
/// The longest address of a business profile. Meta: Business profiles.
pub const PROFILE_ADDRESS_CHARS: usize = 256;
/// The longest description of a business profile. Meta: its OpenAPI document; older pages say 512.
pub const PROFILE_DESCRIPTION_CHARS: usize = 256;
/// The longest email address of a business profile. Meta: Business profiles.
pub const PROFILE_EMAIL_CHARS: usize = 128;
/// The most websites of a business profile. Meta: Business profiles.
pub const PROFILE_WEBSITES: usize = 2;
/// The longest website of a business profile. Meta: Business profiles.
pub const PROFILE_WEBSITE_CHARS: usize = 256;
/// The longest callback address of a webhook override. Meta: Webhooks, Override.
pub const OVERRIDE_URL_CHARS: usize = 200;
/// The longest message that a QR code or short link fills in. Meta: QR codes.
pub const PREFILLED_CHARS: usize = 140;
/// The most ice breakers of a number. Meta: Business phone numbers, Conversational components.
pub const ICE_BREAKERS: usize = 4;
/// The longest ice breaker. Meta: Business phone numbers, Conversational components.
pub const ICE_BREAKER_CHARS: usize = 80;
/// The most commands of a number. Meta: Business phone numbers, Conversational components.
pub const COMMANDS: usize = 30;
/// The longest name of a command. Meta: Business phone numbers, Conversational components.
pub const COMMAND_NAME_CHARS: usize = 32;
/// The longest hint of a command. Meta: Business phone numbers, Conversational components.
pub const COMMAND_HINT_CHARS: usize = 256;
/// The largest Flow JSON of a form, in bytes. Meta: Flows, Flow JSON.
pub const FORM_JSON_BYTES: usize = 10 * 1024 * 1024;

/// The largest webhook body, in bytes; Meta itself stays under 3 MB. Meta: Webhooks, Overview.
pub const WEBHOOK_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Most changes of one webhook body. Meta: Webhooks, Overview.
pub const WEBHOOK_ITEMS: usize = 1_000;
/// The customer service window after a customer's last message, in seconds. Meta: Messages, Customer service windows.
pub const SERVICE_WINDOW_S: i64 = 24 * 60 * 60;
/// The longest `hub.challenge` we echo. Meta sends a number: Webhooks, Create a webhook endpoint.
pub const CHALLENGE_CHARS: usize = 128;
