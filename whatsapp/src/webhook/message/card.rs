//! Cards of people, as the phone's address book has them.

use crate::webhook::{List, Scalar};

object! {
    /// `contacts[]` of a message: one card. Meta: Webhooks, Reference, messages, contacts.
    pub struct Card {
        /// The name.
        name: Option<CardName> = "name",
        /// Phone numbers.
        phones: List<Phone> = "phones",
        /// Mail addresses.
        emails: List<Email> = "emails",
        /// Postal addresses.
        addresses: List<Address> = "addresses",
        /// Where the person works.
        organisation: Option<CardOrganisation> = "org",
        /// Web pages.
        urls: List<Website> = "urls",
        /// `YYYY-MM-DD`.
        birthday: Option<Scalar> = "birthday",
        /// What led to it: `contact_request` when the business asked for the number, else `other`. Meta: Business-scoped
        /// user ids.
        origin: Option<Scalar> = "origin",
        /// The card as vCard text. Meta: Business-scoped user ids.
        vcard: Option<String> = "vcard",
    }
}

object! {
    /// `contacts[].name`. Meta: Webhooks, Reference, messages, contacts.
    pub struct CardName {
        /// The whole name.
        formatted_name: Option<String> = "formatted_name",
        /// The first name.
        first_name: Option<String> = "first_name",
        /// The last name.
        last_name: Option<String> = "last_name",
        /// The middle name.
        middle_name: Option<String> = "middle_name",
        /// What stands before it.
        prefix: Option<String> = "prefix",
        /// What stands after it.
        suffix: Option<String> = "suffix",
    }
}

object! {
    /// `contacts[].phones[]`. Meta: Webhooks, Reference, messages, contacts.
    pub struct Phone {
        /// The number as it was saved.
        phone: Option<Scalar> = "phone",
        /// Its WhatsApp id.
        wa_id: Option<Scalar> = "wa_id",
        /// `CELL`, `HOME`, `WORK`, …
        kind: Option<Scalar> = "type",
    }
}

object! {
    /// `contacts[].emails[]`. Meta: Webhooks, Reference, messages, contacts.
    pub struct Email {
        /// The address.
        email: Option<Scalar> = "email",
        /// `HOME`, `WORK`, …
        kind: Option<Scalar> = "type",
    }
}

object! {
    /// `contacts[].addresses[]`. Meta: Webhooks, Reference, messages, contacts.
    pub struct Address {
        /// Street and house.
        street: Option<String> = "street",
        /// City.
        city: Option<String> = "city",
        /// State.
        state: Option<String> = "state",
        /// Postal code.
        zip: Option<Scalar> = "zip",
        /// Country.
        country: Option<String> = "country",
        /// Country, two letters.
        country_code: Option<Scalar> = "country_code",
        /// `HOME`, `WORK`, …
        kind: Option<Scalar> = "type",
    }
}

object! {
    /// `contacts[].org`. Meta: Webhooks, Reference, messages, contacts.
    pub struct CardOrganisation {
        /// The company.
        company: Option<String> = "company",
        /// The department.
        department: Option<String> = "department",
        /// The person's title there.
        title: Option<String> = "title",
    }
}

object! {
    /// `contacts[].urls[]`. Meta: Webhooks, Reference, messages, contacts.
    pub struct Website {
        /// The page.
        url: Option<String> = "url",
        /// `HOME`, `WORK`, …
        kind: Option<Scalar> = "type",
    }
}
