//! What a difference on a leaf is worth in the total.

use std::collections::BTreeMap;

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::NodeId;
use crate::scoring::Supposing;

/// How much higher the totals of some units are, in the mean, than if they had earned at this rate on the leaf; none
/// where a unit has no total. Everything that follows is computed by the rubric.
pub(super) fn of(supposing: &mut Supposing<'_>, units: &[usize], leaf: NodeId, rate: Decimal) -> Option<Decimal> {
    let assessment = supposing.assessment();
    let mut sum = Decimal::ZERO;
    for unit in units {
        let points = rate.checked_mul(assessment.open(leaf, *unit).get()?)?;
        let supposed = BTreeMap::from([(leaf, number::guard(points, GUARD_DIGITS))]);
        let then = supposing.suppose(*unit, &supposed, false).total.get()?;
        sum = sum.checked_add(assessment.total(*unit).get()?.checked_sub(then)?)?;
    }
    Some(number::guard(sum.checked_div(Decimal::from(units.len()))?, GUARD_DIGITS))
}
