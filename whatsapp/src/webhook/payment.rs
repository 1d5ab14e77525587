//! Payments of order messages, and the configuration they go through.

use serde_json::Value;

use super::{List, Scalar};

object! {
    /// `statuses[].payment`. Meta: Payments API, Payment status webhooks.
    pub struct Payment {
        /// The reference the business gave the order.
        reference_id: Option<Scalar> = "reference_id",
        /// The amount.
        amount: Option<Amount> = "amount",
        /// Its currency, three letters.
        currency: Option<Scalar> = "currency",
        /// The transaction at the provider.
        transaction: Option<Transaction> = "transaction",
        /// What was given back.
        refunds: List<Value> = "refunds",
        /// The provider's receipt.
        receipt: Option<Scalar> = "receipt",
        /// What the business noted.
        notes: Option<Value> = "notes",
    }
}

object! {
    /// An amount of money: `value` divided by `offset`. Meta: Payments API.
    pub struct Amount {
        /// The amount in units of one `offset`th.
        value: Option<Scalar> = "value",
        /// Units in one of the currency, 100 for most.
        offset: Option<Scalar> = "offset",
    }
}

object! {
    /// `payment.transaction`. Meta: Payments API, Payment status webhooks.
    pub struct Transaction {
        /// Its id.
        id: Option<Scalar> = "id",
        /// The kind of provider.
        kind: Option<Scalar> = "type",
        /// `pending`, `success`, `failed`.
        status: Option<Scalar> = "status",
        /// When it began, in Unix seconds.
        created_timestamp: Option<Scalar> = "created_timestamp",
        /// When it changed, in Unix seconds.
        updated_timestamp: Option<Scalar> = "updated_timestamp",
        /// The amount.
        amount: Option<Amount> = "amount",
        /// Its currency, three letters.
        currency: Option<Scalar> = "currency",
        /// How it was paid.
        method: Option<Value> = "method",
        /// Why it failed.
        error: Option<Value> = "error",
    }
}

object! {
    /// Field `payment_configuration_update`. Meta: Webhooks, Reference, payment_configuration_update.
    pub struct PaymentConfigurationUpdate {
        /// The configuration.
        configuration_name: Option<Scalar> = "configuration_name",
        /// The provider.
        provider_name: Option<Scalar> = "provider_name",
        /// The business at the provider.
        provider_mid: Option<Scalar> = "provider_mid",
        /// `Active`, `Needs Connecting`, `Needs Testing`.
        status: Option<Scalar> = "status",
        /// When it was made, in Unix seconds.
        created_timestamp: Option<Scalar> = "created_timestamp",
        /// When it changed, in Unix seconds.
        updated_timestamp: Option<Scalar> = "updated_timestamp",
    }
}
