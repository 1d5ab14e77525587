//! What a message says, by its type.

use serde_json::Value;

use super::{Card, Context, Interactive, TemplateButton};
use crate::webhook::wire::{Extra, List, Member, Scalar, Wire, below};

/// What a message says: Meta's object named after the `type`. Meta: Webhooks, Reference, messages, the page of each type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Content {
    /// Plain text. Meta: messages, text.
    Text(Text),
    /// An image. Meta: messages, image.
    Image(Image),
    /// A video. Meta: messages, video.
    Video(Video),
    /// A sound or voice message. Meta: messages, audio.
    Audio(Audio),
    /// A voice message, in payloads from before 2022. Meta: On-Premises API, Webhooks.
    Voice(Audio),
    /// A file. Meta: messages, document.
    Document(Document),
    /// A sticker. Meta: messages, sticker.
    Sticker(Sticker),
    /// A place. Meta: messages, location.
    Location(Location),
    /// Cards of people. Meta: messages, contacts.
    Contacts(List<Card>),
    /// An emoji on a message. Meta: messages, reaction.
    Reaction(Reaction),
    /// A quick reply button of a template was pressed. Meta: messages, button.
    Button(TemplateButton),
    /// Something in an interactive message was pressed, chosen or filled in. Meta: messages, interactive.
    Interactive(Box<Interactive>),
    /// An order out of a catalog. Meta: messages, order.
    Order(Order),
    /// WhatsApp says something about the person. Meta: messages, system.
    System(Box<System>),
    /// An earlier message was changed. Meta: messages, edit.
    Edit(Box<Edit>),
    /// An earlier message was deleted. Meta: messages, revoke.
    Revoke(Revoke),
    /// Something that WhatsApp does not hand over. Meta: messages, unsupported.
    Unsupported(Unsupported),
    /// Nothing that is modelled: no object (`request_welcome`, `media_placeholder`), an unknown type, or a known one whose
    /// object is not what Meta documents; the object then is in the message's `extra`.
    #[default]
    None,
}

object! {
    /// `text`. Meta: Webhooks, Reference, messages, text.
    pub struct Text {
        require {
            /// The text.
            body: String = "body",
        }
    }
}

/// Makes the object of a kind of media: what all have in common, then what the kind adds.
macro_rules! media {
    ($(#[$doc:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        object! {
            $(#[$doc])*
            pub struct $name {
                /// The id to fetch it by, for seven days. Meta: Media.
                id: Option<Scalar> = "id",
                /// Its type, such as `image/jpeg`.
                mime_type: Option<String> = "mime_type",
                /// SHA-256 of its bytes, in base64.
                sha256: Option<String> = "sha256",
                /// Where to fetch it with the token, for five minutes. Meta: Media.
                url: Option<String> = "url",
                $($fields)*
            }
        }
    };
}

media! {
    /// `image`. Meta: Webhooks, Reference, messages, image.
    pub struct Image {
        /// The text below it.
        caption: Option<String> = "caption",
    }
}

media! {
    /// `video`. Meta: Webhooks, Reference, messages, video.
    pub struct Video {
        /// The text below it.
        caption: Option<String> = "caption",
    }
}

media! {
    /// `audio`. Meta: Webhooks, Reference, messages, audio.
    pub struct Audio {
        /// Whether it was recorded in WhatsApp.
        voice: Option<bool> = "voice",
    }
}

media! {
    /// `document`. Meta: Webhooks, Reference, messages, document.
    pub struct Document {
        /// The text below it.
        caption: Option<String> = "caption",
        /// Its name on the sender's device.
        filename: Option<String> = "filename",
    }
}

media! {
    /// `sticker`. Meta: Webhooks, Reference, messages, sticker.
    pub struct Sticker {
        /// Whether it moves.
        animated: Option<bool> = "animated",
    }
}

object! {
    /// `location`. Meta: Webhooks, Reference, messages, location.
    pub struct Location {
        /// Degrees north.
        latitude: Option<Scalar> = "latitude",
        /// Degrees east.
        longitude: Option<Scalar> = "longitude",
        /// What the place is called.
        name: Option<String> = "name",
        /// Its address.
        address: Option<String> = "address",
        /// Its page.
        url: Option<String> = "url",
    }
}

object! {
    /// `reaction`. Meta: Webhooks, Reference, messages, reaction.
    pub struct Reaction {
        /// The wamid of the message it is on.
        message_id: Option<Scalar> = "message_id",
        /// The emoji; absent or empty when the reaction was taken back.
        emoji: Option<String> = "emoji",
    }
}

object! {
    /// `order`. Meta: Webhooks, Reference, messages, order.
    pub struct Order {
        /// The catalog.
        catalog_id: Option<Scalar> = "catalog_id",
        /// What the person wrote with it.
        text: Option<String> = "text",
        /// What is ordered.
        product_items: List<OrderItem> = "product_items",
    }
}

object! {
    /// `order.product_items[]`. Meta: Webhooks, Reference, messages, order.
    pub struct OrderItem {
        /// The product's id at the shop.
        product_retailer_id: Option<Scalar> = "product_retailer_id",
        /// How many.
        quantity: Option<Scalar> = "quantity",
        /// The price of one.
        item_price: Option<Scalar> = "item_price",
        /// Its currency, three letters.
        currency: Option<Scalar> = "currency",
    }
}

object! {
    /// `system`. Meta: Webhooks, Reference, messages, system; Business-scoped user ids.
    pub struct System {
        /// What happened.
        kind: Option<SystemKind> = "type",
        /// The same in words.
        body: Option<String> = "body",
        /// The person's new WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// The person's new WhatsApp id, in payloads from before 2022.
        new_wa_id: Option<Scalar> = "new_wa_id",
        /// The person's new business-scoped user id.
        user_id: Option<Scalar> = "user_id",
        /// The one before.
        previous_user_id: Option<Scalar> = "previous_user_id",
        /// The person's new parent business-scoped user id.
        parent_user_id: Option<Scalar> = "parent_user_id",
        /// The one before.
        previous_parent_user_id: Option<Scalar> = "previous_parent_user_id",
        /// The hash of the person's new identity. Meta: Identity change check.
        identity: Option<Scalar> = "identity",
        /// The person's WhatsApp id before the change of identity.
        customer: Option<Scalar> = "customer",
    }
}

words! {
    /// `system.type`. Meta: Webhooks, Reference, messages, system; Business-scoped user ids.
    pub enum SystemKind {
        /// The person has a new phone number.
        UserChangedNumber = "user_changed_number",
        /// The person has a new business-scoped user id.
        UserChangedUserId = "user_changed_user_id",
        /// The person's identity changed: a new phone or app.
        CustomerIdentityChanged = "customer_identity_changed",
        /// The person's identity changed, in some payloads.
        UserIdentityChanged = "user_identity_changed",
        /// The person has a new phone number, in payloads from before 2022.
        CustomerChangedNumber = "customer_changed_number",
    }
}

object! {
    /// `edit`. Meta: Webhooks, Reference, messages, edit.
    pub struct Edit {
        /// The wamid of the message that was changed.
        original_message_id: Option<Scalar> = "original_message_id",
        /// What it says now.
        message: Option<EditedMessage> = "message",
    }
}

object! {
    /// `edit.message`. Meta: Webhooks, Reference, messages, edit.
    pub struct EditedMessage {
        /// What it says now.
        content: Content = "type",
        /// Meta's `type`.
        type_name: Option<Scalar> = "type",
        /// The message it answers.
        context: Option<Context> = "context",
    }
}

object! {
    /// `revoke`. Meta: Webhooks, Reference, messages, revoke.
    pub struct Revoke {
        /// The wamid of the message that was deleted.
        original_message_id: Option<Scalar> = "original_message_id",
    }
}

object! {
    /// `unsupported`. Meta: Webhooks, Reference, messages, unsupported.
    pub struct Unsupported {
        /// What it would have been: `poll`, `edit`, `button`, …
        kind: Option<Scalar> = "type",
    }
}

/// Where a kind of content stands: Meta's type, and how its object is taken out of the message.
macro_rules! kinds {
    ($( $variant:ident = $key:literal, )+) => {
        /// Meta's types that have an object, in the order in which a missing type is guessed.
        const KINDS: &[&str] = &[$( $key ),+];

        impl Content {
            fn read(kind: &str, members: &mut Extra) -> Self {
                match kind {
                    $( $key => <Option<_> as Member>::take(members, $key).map_or(Self::None, Self::$variant), )+
                    _ => Self::None,
                }
            }

            /// Meta's name of the object, and the object.
            fn object(&self) -> Option<(&'static str, &dyn Written)> {
                match self {
                    $( Self::$variant(object) => Some(($key, object)), )+
                    Self::None => None,
                }
            }
        }
    };
}

kinds! {
    Text = "text",
    Interactive = "interactive",
    Button = "button",
    Image = "image",
    Video = "video",
    Audio = "audio",
    Document = "document",
    Sticker = "sticker",
    Location = "location",
    Contacts = "contacts",
    Order = "order",
    Reaction = "reaction",
    System = "system",
    Edit = "edit",
    Revoke = "revoke",
    Unsupported = "unsupported",
    Voice = "voice",
}

/// The part of [`Wire`] that can be asked of any content.
trait Written {
    fn written(&self) -> Value;
    fn note_parts(&self, path: &str, found: &mut Vec<String>);
}

impl<T: Wire> Written for T {
    fn written(&self) -> Value {
        self.to_value()
    }

    fn note_parts(&self, path: &str, found: &mut Vec<String>) {
        self.note_unknown(path, found);
    }
}

impl Content {
    /// Meta's type of a message that has none: by the object that is there.
    pub(super) fn guessed_kind(&self, rest: &Extra) -> &'static str {
        let modelled = self.object().map(|(key, _)| key);
        modelled.or_else(|| KINDS.iter().find(|key| rest.contains_key(**key)).copied()).unwrap_or("unknown")
    }

    /// The `type` inside the object, where it says more than the message's.
    pub(super) fn sub_kind(&self) -> Option<&str> {
        match self {
            Self::Interactive(interactive) => interactive.kind.as_deref(),
            Self::System(system) => system.kind.as_ref().map(SystemKind::as_str),
            Self::Unsupported(unsupported) => unsupported.kind.as_deref(),
            _ => None,
        }
    }
}

impl Member for Content {
    /// `key` is where the type stands; the object stands beside it under the type's name.
    fn take(members: &mut Extra, key: &str) -> Self {
        let guessed = || KINDS.iter().find(|kind| members.contains_key(**kind)).copied();
        match members.get(key).and_then(Value::as_str).or_else(guessed).map(str::to_owned) {
            Some(kind) => Self::read(&kind, members),
            None => Self::None,
        }
    }

    fn put(&self, members: &mut Extra, _: &str) {
        if let Some((key, object)) = self.object() {
            members.insert(key.to_owned(), object.written());
        }
    }

    fn note(&self, path: &str, _: &str, found: &mut Vec<String>) {
        if let Some((key, object)) = self.object() {
            object.note_parts(&below(path, key), found);
        }
    }
}
