//! What is done, drawn from a seed: a seed is a story that can be told again, and so is every part of it.

use super::witness::Side;

/// Throws the same numbers for the same seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Splitmix64.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(n).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn any<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| &of[self.below(of.len())])
    }
}

/// What somebody does, or tries to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Look,
    CreateBot,
    ChangeBot,
    ChangeDraft,
    PublishBot,
    SwitchBot,
    DeleteBot,
    ChangeNumber,
    WriteFromPhone,
    TapOnPhone,
    Answer,
    ChangeConversation,
    Invite,
    Hire,
    ChangeTeam,
    ChangeKeys,
    ChangeSettings,
    AskTwice,
    Listen,
    Wait,
    // From here on with what belongs to the other side.
    TheirIds,
    TheirWorkspace,
    TheirCursor,
    TheirKey,
    TheirPlaceInTheStream,
    TheirLink,
}

/// How often each is drawn, in 400.
const WEIGHTS: &[(Act, usize)] = &[
    (Act::Look, 76),
    (Act::CreateBot, 14),
    (Act::ChangeBot, 10),
    (Act::ChangeDraft, 24),
    (Act::PublishBot, 24),
    (Act::SwitchBot, 14),
    (Act::DeleteBot, 3),
    (Act::ChangeNumber, 8),
    (Act::WriteFromPhone, 12),
    (Act::TapOnPhone, 6),
    (Act::Answer, 14),
    (Act::ChangeConversation, 20),
    (Act::Invite, 14),
    (Act::Hire, 5),
    (Act::ChangeTeam, 10),
    (Act::ChangeKeys, 10),
    (Act::ChangeSettings, 12),
    (Act::AskTwice, 6),
    (Act::Listen, 2),
    (Act::Wait, 1),
    (Act::TheirIds, 45),
    (Act::TheirWorkspace, 24),
    (Act::TheirCursor, 24),
    (Act::TheirKey, 18),
    (Act::TheirPlaceInTheStream, 2),
    (Act::TheirLink, 2),
];

impl Act {
    pub fn all() -> impl Iterator<Item = Self> {
        WEIGHTS.iter().map(|(act, _)| *act)
    }

    fn drawn(dice: &mut Dice) -> Self {
        let mut left = dice.below(WEIGHTS.iter().map(|(_, weight)| weight).sum());
        for (act, weight) in WEIGHTS {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *act,
            }
        }
        Self::Look
    }
}

/// One act of one side; the seed decides its details.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub side: Side,
    pub act: Act,
    pub seed: u64,
}

pub fn plan(seed: u64, n_steps: usize) -> Vec<Step> {
    let mut dice = Dice::new(seed);
    let mut step = || {
        let side = if dice.one_in(2) { Side::Mangrove } else { Side::Tamarind };
        Step { side, act: Act::drawn(&mut dice), seed: dice.roll() }
    };
    (0..n_steps).map(|_| step()).collect()
}
