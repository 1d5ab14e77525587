//! A fork by conditions.

use serde::{Deserialize, Serialize};

use super::{Label, Next, Output, OutputKind};
use crate::definition::StepId;
use crate::turn::Turn;

/// Takes the first branch whose condition holds. Outputs: one per branch, then `otherwise`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DecideEnding))]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// Looked at in order.
    pub branches: Vec<Branch>,
    /// Where the run goes when no condition holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<StepId>,
}

/// One condition and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DecideBranch))]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Unique in its step, for example `c1`.
    pub id: String,
    /// What the editor calls it. Contacts never see it.
    pub label: String,
    /// An expression without braces, for example `contact.fields.size == "M"`.
    pub condition: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepId>,
}

impl Decide {
    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        self.branches
            .iter()
            .map(|b| Output {
                id: &b.id,
                kind: OutputKind::Branch,
                label: Label::Name(&b.label),
                to: b.to.as_ref(),
            })
            .chain([Output::fixed(OutputKind::Otherwise, "Otherwise", &self.otherwise)])
            .collect()
    }

    pub(super) fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        self.branches.iter_mut().map(|b| &mut b.to).chain([&mut self.otherwise]).collect()
    }

    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        match self.branches.iter().find(|branch| turn.condition(&branch.condition)) {
            Some(branch) => {
                Next::Take { output: branch.id.clone(), kind: OutputKind::Branch, to: branch.to.clone() }
            }
            None => Next::take(OutputKind::Otherwise, &self.otherwise),
        }
    }
}
