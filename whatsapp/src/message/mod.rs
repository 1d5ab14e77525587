//! What a business sends: `POST /{version}/{phone_number_id}/messages` and its answer.
//!
//! A [`Message`] that exists keeps Meta's limits: every constructor checks them and says which field broke which limit. It
//! serialises to exactly the JSON that Graph takes, and is read back from it with the same checks. Nested parts such as
//! [`Button`] are plain data; the content they become part of checks them. Meta: Messages, Send messages.
//!
//! Not here: messages to groups, payments (`order_details`, `order_status`), calls and pins.

mod contacts;
mod content;
mod interactive;
pub(crate) mod limit;
mod media;
mod place;
mod read;
mod receipt;
mod request;
mod response;
mod template;
mod text;

pub use contacts::{
    ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl, Contacts,
};
pub use content::{Content, ContentError};
pub use interactive::{
    AddressRequest, AddressValues, Button, Buttons, CardAction, Cards, Carousel, Catalog, ContactInfoRequest,
    Form, FormRef, Header, Link, List, LocationRequest, MediaCard, Product, ProductCard, ProductList,
    ProductSection, Row, SavedAddress, Section, Words,
};
pub use limit::{LimitError, Rule};
pub use media::{Audio, Document, Image, Media, Sticker, Video};
pub use place::Location;
pub use receipt::Receipt;
pub use request::{Message, Recipient};
pub use response::{Accepted, SendResponse, SentTo};
pub use template::{Component, HeaderValue, Parameter, TapTarget, Template, TemplateButton, TemplateCard};
pub use text::{Reaction, Text};
