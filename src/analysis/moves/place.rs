//! Why a place changed: by the unit's own points, or by what others did.

use super::side::{Side, counted};
use crate::number::Decimal;

/// What became of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RankMove {
    /// The place in the earlier assessment.
    pub before: Option<u64>,
    /// The place in the later assessment.
    pub after: Option<u64>,
    /// The place within the group in the earlier assessment.
    pub group_before: Option<u64>,
    /// The place within the group in the later assessment.
    pub group_after: Option<u64>,
    /// Places won by its own points: with its new total among the old totals of the others.
    pub own: Option<i64>,
    /// Places won, or lost, by what others did; ties and rules of the ranking included.
    pub others: Option<i64>,
}

impl RankMove {
    /// Whether the place is another.
    pub fn is_moved(&self) -> bool {
        self.before != self.after || self.group_before != self.group_after
    }

    /// Places won; fewer than none where they were lost.
    pub fn won(&self) -> Option<i64> {
        i64::try_from(self.before?).ok()?.checked_sub(i64::try_from(self.after?).ok()?)
    }
}

/// The totals of everybody who has a place, from the lowest.
pub(super) struct Places {
    totals: Vec<Decimal>,
}

impl Places {
    pub(super) fn of(side: &Side) -> Places {
        let ranked = side.standings.iter().filter(|standing| standing.rank.is_some());
        let mut totals: Vec<Decimal> = ranked.filter_map(|standing| counted(standing.total)).collect();
        totals.sort_unstable();
        Places { totals }
    }

    /// How many totals are higher.
    fn above(&self, total: Decimal) -> usize {
        self.totals.len() - self.totals.partition_point(|other| *other <= total)
    }

    pub(super) fn rank_move(&self, before: &Side, after: &Side, (b, a): (usize, usize)) -> RankMove {
        let (Some(old), Some(new)) = (before.standing(b), after.standing(a)) else { return RankMove::default() };
        let mut found = RankMove {
            before: old.rank,
            after: new.rank,
            group_before: old.group_rank,
            group_after: new.group_rank,
            own: None,
            others: None,
        };
        let own = || {
            let (was, is) = (counted(old.total)?, counted(new.total)?);
            // Its own old total is no longer there to be above it.
            let now = self.above(is) - usize::from(was > is);
            i64::try_from(self.above(was)).ok()?.checked_sub(i64::try_from(now).ok()?)
        };
        if let Some(won) = found.won() {
            found.own = own();
            found.others = found.own.and_then(|own| won.checked_sub(own));
        }
        found
    }
}
