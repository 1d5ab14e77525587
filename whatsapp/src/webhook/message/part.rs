//! What stands beside the content of a message: what it answers, where it came from, who the sender is now.

use crate::webhook::Scalar;

object! {
    /// `context`: the message that is answered, or that this one was forwarded. Meta: Webhooks, Reference, messages.
    pub struct Context {
        /// The wamid of the answered message; absent for forwarded messages.
        id: Option<Scalar> = "id",
        /// The wamid of the answered message, in messages of a business.
        message_id: Option<Scalar> = "message_id",
        /// Who wrote the answered message.
        from: Option<Scalar> = "from",
        /// Whether the message was forwarded.
        forwarded: Option<bool> = "forwarded",
        /// Whether it was forwarded more than five times.
        frequently_forwarded: Option<bool> = "frequently_forwarded",
        /// The product it is about.
        referred_product: Option<Product> = "referred_product",
    }
}

impl Context {
    /// The wamid of the answered message.
    pub fn wamid(&self) -> Option<&str> {
        self.id.as_deref().or(self.message_id.as_deref())
    }

    /// Whether the message was forwarded, however often.
    pub fn is_forwarded(&self) -> bool {
        self.forwarded == Some(true) || self.frequently_forwarded == Some(true)
    }
}

object! {
    /// `context.referred_product`. Meta: Webhooks, Reference, messages, text.
    pub struct Product {
        /// The catalog.
        catalog_id: Option<Scalar> = "catalog_id",
        /// The product's id at the shop.
        product_retailer_id: Option<Scalar> = "product_retailer_id",
    }
}

object! {
    /// `referral`: the ad or post whose button the person pressed. Meta: Webhooks, Reference, messages, text.
    pub struct Referral {
        /// The ad's or post's address.
        source_url: Option<String> = "source_url",
        /// The ad's or post's id.
        source_id: Option<Scalar> = "source_id",
        /// What it is.
        source_type: Option<ReferralSource> = "source_type",
        /// Its text.
        body: Option<String> = "body",
        /// Its headline.
        headline: Option<String> = "headline",
        /// `image` or `video`.
        media_type: Option<Scalar> = "media_type",
        /// Its image.
        image_url: Option<String> = "image_url",
        /// Its video.
        video_url: Option<String> = "video_url",
        /// A still of its video.
        thumbnail_url: Option<String> = "thumbnail_url",
        /// The id of the click; absent for ads in Status. Meta: Conversions API.
        ctwa_clid: Option<Scalar> = "ctwa_clid",
        /// The greeting of the ad.
        welcome_message: Option<WelcomeMessage> = "welcome_message",
        /// What the advertiser gave it. Meta: Welcome message sequences.
        reference: Option<Scalar> = "ref",
    }
}

words! {
    /// `referral.source_type`. Meta: Webhooks, Reference, messages, text.
    pub enum ReferralSource {
        /// An ad.
        Ad = "ad",
        /// A post.
        Post = "post",
    }
}

object! {
    /// `referral.welcome_message`. Meta: Webhooks, Reference, messages, text.
    pub struct WelcomeMessage {
        /// The greeting.
        text: Option<String> = "text",
    }
}

object! {
    /// `identity`: the sender's phone or app changed. Meta: Postman collection, Webhooks, Show security notifications.
    pub struct Identity {
        /// Whether the business has taken note.
        acknowledged: Option<bool> = "acknowledged",
        /// When Meta saw it, in Unix milliseconds.
        created_timestamp: Option<Scalar> = "created_timestamp",
        /// Identifies the identity.
        hash: Option<String> = "hash",
    }
}
