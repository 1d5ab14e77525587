//! Typing is one change for people: ops that set the same thing one after the other can be kept as one.

use super::Op;

impl Op {
    /// The one op that does what this one and then the next one do, if they set the same thing. `None`: keep both.
    ///
    /// The inverse of the first takes both back. When a pause means a new change is for the caller to say.
    pub fn merge(&self, next: &Op) -> Option<Op> {
        let same = match (self, next) {
            (Self::RenameStep { step: a, .. }, Self::RenameStep { step: b, .. })
            | (Self::SetPosition { step: a, .. }, Self::SetPosition { step: b, .. }) => a == b,
            (
                Self::ReplaceItem { step: a, index: i, item: x },
                Self::ReplaceItem { step: b, index: j, item: y },
            ) => a == b && i == j && x.kind() == y.kind(),
            (Self::SetEnding { step: a, ending: x }, Self::SetEnding { step: b, ending: y }) => {
                a == b && x.kind() == y.kind() && x.has_same_outputs(y)
            }
            (
                Self::SetText { step: a, field: f, language: k, .. },
                Self::SetText { step: b, field: g, language: l, .. },
            ) => a == b && f == g && k == l,
            (Self::SetTriggers { triggers: a }, Self::SetTriggers { triggers: b }) => a.len() == b.len(),
            _ => false,
        };
        same.then(|| next.clone())
    }
}
