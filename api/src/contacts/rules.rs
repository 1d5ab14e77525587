//! Who wrote: which identities are one person. Pure; the result does not depend on the order in which messages arrive.
//!
//! Every business-scoped user id is a person of its own. A WhatsApp id (phone) belongs to the user id it was last seen with,
//! by Meta's clock; until it is seen with one, it is a person of its own, who is merged then.

use std::collections::{HashMap, HashSet};

use shared::Time;
use uuid::Uuid;

use super::fields::set_field;
use super::person::{Identity, Name, Person, Sighting};
use crate::entities::contact_identity::IdentityKind;

/// The people of a batch: what is stored about them, and what the batch's messages make of it.
#[derive(Debug, Default)]
pub struct Book {
    identities: HashMap<Name, Identity>,
    people: HashMap<Uuid, Person>,
    changed_identities: HashSet<Name>,
    changed_people: HashSet<Uuid>,
    stored: HashSet<Uuid>,
    merged: HashMap<Uuid, Uuid>,
    merges: Vec<(Uuid, Uuid)>,
}

impl Book {
    /// Takes what is stored. Every identity of every person given must be given, too.
    pub fn new(people: Vec<Person>, identities: Vec<(Name, Identity)>) -> Self {
        Self {
            stored: people.iter().map(|person| person.id).collect(),
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            identities: identities.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The person of a sighting, who is made, completed, or merged by it. `None` when it names nobody.
    pub fn resolve(&mut self, seen: &Sighting) -> Option<Uuid> {
        let name = |kind, value: &Option<String>| {
            value.clone().map(|value| Name { number_id: seen.number_id, kind, value })
        };
        let user_id = name(IdentityKind::Bsuid, &seen.bsuid);
        let phone = name(IdentityKind::WaId, &seen.wa_id);
        let contact = match (user_id, phone) {
            (Some(user_id), Some(phone)) => self.both(seen, user_id, phone),
            (Some(name), None) | (None, Some(name)) => self.owner(seen, name),
            (None, None) => return None,
        };
        self.name(contact, seen);
        Some(contact)
    }

    /// The person, after merges.
    pub fn person(&self, contact: Uuid) -> Option<&Person> {
        self.people.get(&self.now(contact))
    }

    /// The person, after merges, to change it.
    pub fn person_mut(&mut self, contact: Uuid) -> Option<&mut Person> {
        let contact = self.now(contact);
        self.changed_people.insert(contact);
        self.people.get_mut(&contact)
    }

    /// Everybody there is.
    pub fn contacts(&self) -> Vec<Uuid> {
        self.people.keys().copied().collect()
    }

    /// Whom a contact has become by merges.
    pub fn now(&self, mut contact: Uuid) -> Uuid {
        while let Some(into) = self.merged.get(&contact) {
            contact = *into;
        }
        contact
    }

    /// Stored contacts that are to be merged: (from, into), in order.
    pub fn merges(&self) -> &[(Uuid, Uuid)] {
        &self.merges
    }

    /// People that were made or changed.
    pub fn changed_people(&self) -> impl Iterator<Item = &Person> {
        self.changed_people.iter().filter_map(|id| self.people.get(id))
    }

    /// Identities that were made or moved.
    pub fn changed_identities(&self) -> impl Iterator<Item = (&Name, &Identity)> {
        self.changed_identities.iter().filter_map(|name| self.identities.get_key_value(name))
    }

    fn owner(&mut self, seen: &Sighting, name: Name) -> Uuid {
        match self.identities.get(&name) {
            Some(identity) => identity.contact_id,
            None => {
                let contact = self.new_person(seen);
                self.give(seen, name, contact, None);
                contact
            }
        }
    }

    fn both(&mut self, seen: &Sighting, user_id: Name, phone: Name) -> Uuid {
        let of_phone = self.identities.get(&phone).map(|identity| (identity.contact_id, identity.linked_at));
        let of_user_id = self.identities.get(&user_id).map(|identity| identity.contact_id);
        let rival = of_phone.and_then(|(contact, _)| self.user_id(contact, seen.number_id));
        let contact = match (of_user_id, of_phone) {
            (Some(contact), _) => contact,
            // The phone was known before its user id: the person gets it.
            (None, Some((contact, _))) if rival.is_none() => contact,
            (None, _) => self.new_person(seen),
        };
        if of_user_id.is_none() {
            self.give(seen, user_id.clone(), contact, None);
        }
        match (of_phone, rival) {
            (Some((other, _)), None) if other != contact => {
                self.merge(other, contact);
                self.give(seen, phone, contact, Some(seen.at));
            }
            (Some((other, linked_at)), Some(rival)) if other != contact => {
                if (linked_at, rival.as_str()) < (Some(seen.at), user_id.value.as_str()) {
                    self.give(seen, phone, contact, Some(seen.at));
                    self.set_phone(other);
                }
            }
            (Some((_, linked_at)), _) if linked_at >= Some(seen.at) => {}
            _ => self.give(seen, phone, contact, Some(seen.at)),
        }
        contact
    }

    fn user_id(&self, contact: Uuid, number_id: Uuid) -> Option<String> {
        self.identities
            .iter()
            .find(|(name, identity)| {
                name.kind == IdentityKind::Bsuid
                    && name.number_id == number_id
                    && identity.contact_id == contact
            })
            .map(|(name, _)| name.value.clone())
    }

    fn new_person(&mut self, seen: &Sighting) -> Uuid {
        let id = Uuid::now_v7();
        let person = Person {
            id,
            workspace_id: seen.workspace_id,
            name: String::new(),
            username: None,
            phone: None,
            language: None,
            fields: serde_json::json!({}),
            name_at: None,
            created_at: seen.received_at,
        };
        self.people.insert(id, person);
        self.changed_people.insert(id);
        id
    }

    fn give(&mut self, seen: &Sighting, name: Name, contact: Uuid, linked_at: Option<Time>) {
        let identity = self.identities.entry(name.clone()).or_insert_with(|| Identity {
            id: Uuid::now_v7(),
            workspace_id: seen.workspace_id,
            contact_id: contact,
            linked_at: None,
            created_at: seen.received_at,
        });
        identity.contact_id = contact;
        identity.linked_at = identity.linked_at.max(linked_at);
        let is_phone = name.kind == IdentityKind::WaId;
        self.changed_identities.insert(name);
        if is_phone {
            self.set_phone(contact);
        }
    }

    /// A person's phone is the one last seen with them.
    fn set_phone(&mut self, contact: Uuid) {
        let newest = self
            .identities
            .iter()
            .filter(|(name, identity)| name.kind == IdentityKind::WaId && identity.contact_id == contact)
            .map(|(name, identity)| (identity.linked_at, &name.value))
            .max()
            .map(|(_, value)| value)
            .filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()))
            .map(|value| format!("+{value}"));
        if let Some(person) = self.people.get_mut(&contact)
            && person.phone != newest
        {
            person.phone = newest;
            self.changed_people.insert(contact);
        }
    }

    /// The newest message names the person; of two at the same moment, the later name in the alphabet.
    fn name(&mut self, contact: Uuid, seen: &Sighting) {
        let Some((name, username)) = &seen.profile else { return };
        if let Some(person) = self.people.get_mut(&contact)
            && (person.name_at, &person.name, &person.username) < (Some(seen.at), name, username)
        {
            (person.name, person.username) = (name.clone(), username.clone());
            person.name_at = Some(seen.at);
            self.changed_people.insert(contact);
        }
    }

    fn merge(&mut self, from: Uuid, into: Uuid) {
        for (name, identity) in self.identities.iter_mut().filter(|(_, identity)| identity.contact_id == from)
        {
            identity.contact_id = into;
            self.changed_identities.insert(name.clone());
        }
        self.changed_people.remove(&from);
        self.merged.insert(from, into);
        if self.stored.contains(&from) {
            self.merges.push((from, into));
        }
        let Some(gone) = self.people.remove(&from) else { return };
        if let Some(person) = self.people.get_mut(&into) {
            absorb(person, gone);
            self.changed_people.insert(into);
        }
    }
}

/// What a merged person leaves to the one they turned out to be.
fn absorb(person: &mut Person, gone: Person) {
    if (person.name_at, &person.name, &person.username) < (gone.name_at, &gone.name, &gone.username) {
        (person.name, person.username, person.name_at) = (gone.name, gone.username, gone.name_at);
    }
    person.language = person.language.take().or(gone.language);
    person.created_at = person.created_at.min(gone.created_at);
    if let (Some(fields), serde_json::Value::Object(others)) = (person.fields.as_object_mut(), gone.fields) {
        for (key, value) in others {
            if !fields.contains_key(&key) {
                set_field(fields, key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn sighting(user_id: Option<u8>, phone: Option<u8>, at: u8) -> Sighting {
        Sighting {
            number_id: Uuid::nil(),
            workspace_id: Uuid::nil(),
            bsuid: user_id.map(|n| format!("US.{n}")),
            wa_id: phone.map(|n| format!("1650{n}")),
            profile: Some((format!("name {at}"), None)),
            at: time(at),
            received_at: time(0),
        }
    }

    fn time(at: u8) -> Time {
        Time::from_timestamp(1_700_000_000 + i64::from(at), 0).unwrap()
    }

    type Partition = BTreeSet<(BTreeSet<String>, Option<String>)>;

    /// Who is who: each person's identities and phone.
    fn partition(book: &Book) -> Partition {
        let people = book.people.values().map(|person| {
            let own = book.identities.iter().filter(|(_, identity)| identity.contact_id == person.id);
            (own.map(|(name, _)| name.value.clone()).collect(), person.phone.clone())
        });
        people.collect()
    }

    fn people_of(sightings: &[Sighting]) -> Partition {
        let mut book = Book::default();
        for seen in sightings {
            book.resolve(seen);
        }
        partition(&book)
    }

    fn sightings() -> impl Strategy<Value = Vec<Sighting>> {
        let one = (prop::option::of(0..3_u8), prop::option::of(0..3_u8), 0..20_u8)
            .prop_map(|(user_id, phone, at)| sighting(user_id, phone, at));
        prop::collection::vec(one, 0..10)
    }

    proptest! {
        #[test]
        fn any_order_of_the_same_messages_gives_the_same_people(
            (one, other) in sightings().prop_flat_map(|set| (Just(set.clone()), Just(set).prop_shuffle()))
        ) {
            prop_assert_eq!(people_of(&one), people_of(&other));
        }

        #[test]
        fn no_identity_is_lost_and_none_has_two_owners(set in sightings()) {
            let given: BTreeSet<String> =
                set.iter().flat_map(|seen| seen.bsuid.iter().chain(&seen.wa_id)).cloned().collect();
            let kept: Vec<String> = people_of(&set).into_iter().flat_map(|(own, _)| own).collect();
            prop_assert_eq!(kept.len(), given.len());
            prop_assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), given);
        }
    }

    #[test]
    fn a_person_without_a_phone_is_known_by_the_user_id_alone() {
        let mut book = Book::default();
        let contact = book.resolve(&sighting(Some(1), None, 1)).unwrap();
        assert_eq!(book.person(contact).unwrap().phone, None);
        assert_eq!(book.resolve(&sighting(None, None, 2)), None);
    }

    #[test]
    fn a_phone_seen_with_a_user_id_becomes_the_same_person() {
        let mut book = Book::default();
        let by_phone = book.resolve(&sighting(None, Some(1), 1)).unwrap();
        let by_both = book.resolve(&sighting(Some(1), Some(1), 2)).unwrap();
        assert_eq!(by_phone, by_both, "the person keeps their conversation");
        assert!(book.merges().is_empty());
    }

    #[test]
    fn two_stored_contacts_that_turn_out_to_be_one_are_merged() {
        let mut first = Book::default();
        let phone = first.resolve(&sighting(None, Some(1), 1)).unwrap();
        let user_id = first.resolve(&sighting(Some(1), None, 2)).unwrap();
        let mut book =
            Book::new(first.people.into_values().collect(), first.identities.into_iter().collect());
        book.resolve(&sighting(Some(1), Some(1), 3));
        assert_eq!(book.merges(), [(phone, user_id)]);
        assert_eq!(book.now(phone), user_id);
        assert_eq!(book.person(phone).unwrap().phone.as_deref(), Some("+16501"));
    }

    #[test]
    fn the_newest_message_by_metas_clock_names_the_person() {
        let mut book = Book::default();
        let contact = book.resolve(&sighting(Some(1), None, 9)).unwrap();
        book.resolve(&sighting(Some(1), None, 3));
        assert_eq!(book.person(contact).unwrap().name, "name 9");
    }

    #[test]
    fn a_phone_moves_to_the_user_id_it_was_last_seen_with() {
        let mut book = Book::default();
        let old = book.resolve(&sighting(Some(1), Some(1), 1)).unwrap();
        let new = book.resolve(&sighting(Some(2), Some(1), 2)).unwrap();
        assert_ne!(old, new);
        assert_eq!(book.person(old).unwrap().phone, None);
        assert_eq!(book.person(new).unwrap().phone.as_deref(), Some("+16501"));
    }
}
