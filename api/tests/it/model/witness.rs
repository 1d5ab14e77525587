//! Who may know what: every value is stamped with its workspace, and every id belongs to the side that it was shown to first.

use std::collections::{BTreeMap, HashMap};

use super::plan::Dice;

/// What went wrong, with all there is to say.
pub type Fault = String;

/// The two workspaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Mangrove,
    Tamarind,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Mangrove, Self::Tamarind];

    pub const fn other(self) -> Self {
        match self {
            Self::Mangrove => Self::Tamarind,
            Self::Tamarind => Self::Mangrove,
        }
    }

    /// Stands in every value of this side, and in none of the other's.
    pub const fn canary(self) -> &'static str {
        match self {
            Self::Mangrove => "mangrove",
            Self::Tamarind => "tamarind",
        }
    }
}

/// Looks at everything that reaches a side.
#[derive(Default)]
pub struct Witness {
    /// Whose an id is, and where it was seen first.
    owners: HashMap<String, (Side, String)>,
    /// The ids of the sides by their prefix, the oldest first.
    ids: [BTreeMap<String, Vec<String>>; 2],
}

impl Witness {
    /// Takes note of what reached a side at some place.
    pub fn sees(&mut self, side: Side, place: &str, text: &str) -> Result<(), Fault> {
        no_canary(side, place, text)?;
        for id in ids(text) {
            match self.owners.get(id) {
                Some((owner, _)) if *owner == side => {}
                Some((owner, first)) => {
                    return Err(format!("{place}\n  shows {id}, which is of {owner:?}: {first}"));
                }
                None => {
                    self.owners.insert(id.to_owned(), (side, place.to_owned()));
                    let prefix = id.split('_').next().unwrap_or_default().to_owned();
                    self.ids[side as usize].entry(prefix).or_default().push(id.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Whose an id is.
    pub fn owner(&self, id: &str) -> Option<Side> {
        self.owners.get(id).map(|(side, _)| *side)
    }

    /// An id of each kind of a side: one of the latest, as the older ones are often of what is gone.
    pub fn some_of_each(&self, side: Side, dice: &mut Dice) -> BTreeMap<String, String> {
        let some = |(prefix, ids): (&String, &Vec<String>)| {
            let latest = &ids[ids.len().saturating_sub(6)..];
            Some((prefix.clone(), dice.any(latest)?.clone()))
        };
        self.ids[side as usize].iter().filter_map(some).collect()
    }
}

/// Refuses a text with a value of the other side.
pub fn no_canary(side: Side, place: &str, text: &str) -> Result<(), Fault> {
    let Some(at) = text.find(side.other().canary()) else { return Ok(()) };
    let from = text[..at].char_indices().rev().nth(80).map_or(0, |(n, _)| n);
    let around: String = text[from..].chars().take(200).collect();
    Err(format!("{place}\n  shows a value of {:?}: …{around}…", side.other()))
}

/// What stands for one thing: our ids, Meta's, and those of messages.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(move |c: char| !is_of_id(c)).filter(|word| is_id(word) || is_of_meta(word));
    words.chain(text.split('"').filter(|word| word.starts_with("wamid.")))
}

fn is_id(word: &str) -> bool {
    let (prefix, suffix) = word.split_once('_').unwrap_or_default();
    prefix.len() == 3 && suffix.len() == 26 && prefix.bytes().all(|letter| letter.is_ascii_lowercase())
}

/// Numbers and accounts.
fn is_of_meta(word: &str) -> bool {
    word.len() >= 15 && word.bytes().all(|digit| digit.is_ascii_digit())
}

#[test]
fn a_witness_tells_whose_a_thing_is() {
    let mut witness = Witness::default();
    let bot = "bot_01h455vb4pex5vsknk084sn02q";
    let mine =
        format!(r#"{{"id":"{bot}","waba_id":"912345678901234","message":"wamid.SGk=","name":"mangrove-1"}}"#);
    witness.sees(Side::Mangrove, "first", &mine).unwrap();
    witness.sees(Side::Mangrove, "again", &mine).unwrap();
    for theirs in [bot, "912345678901234", r#"["wamid.SGk="]"#, "é mangrove-2"] {
        assert!(witness.sees(Side::Tamarind, "there", theirs).is_err(), "{theirs}");
    }
    witness.sees(Side::Tamarind, "there", "bot_01h455vb4pex5vsknk084sn02r tamarind-1").unwrap();
    assert_eq!(witness.owner(bot), Some(Side::Mangrove));
    assert_eq!(witness.some_of_each(Side::Mangrove, &mut Dice::new(1))["bot"], bot);
}
