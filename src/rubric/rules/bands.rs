//! 分档(层差)法: the first band that holds the value gives its points.
//!
//! 10万元以上(含)得5分,5-10万(含5万)得2.5分 … 少于3万不得分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{Branch, Expr, Operand, Sentence};
use crate::rubric::workshop::Number;
use crate::rubric::workshop::{LeafWork, Lowered};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "bands", title: both("分档法", "bands"), shape: Shape::Rows(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("一档", "a band"),
    keys: &[
        Key::optional("at_least", Kind::Number, "不低于(含)", "this value and above"),
        Key::optional("above", Kind::Number, "高于(不含)", "above this value"),
        Key::optional("at_most", Kind::Number, "不高于(含)", "this value and below"),
        Key::optional("below", Kind::Number, "低于(不含)", "below this value"),
        Key::required("points", Kind::Number, "得分", "the points of this band"),
    ],
};

/// Which values a bound lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    AtLeast,
    Above,
    AtMost,
    Below,
}

const SIDES: [(Side, &str); 4] =
    [(Side::AtLeast, "at_least"), (Side::Above, "above"), (Side::AtMost, "at_most"), (Side::Below, "below")];

impl Side {
    fn upwards(self) -> bool {
        matches!(self, Side::AtLeast | Side::Above)
    }

    fn holds(self, value: Expr, bound: Expr) -> Expr {
        match self {
            Side::AtLeast => bound.at_most(value),
            Side::Above => bound.less(value),
            Side::AtMost => value.at_most(bound),
            Side::Below => value.less(bound),
        }
    }

    fn phrase(self, bound: Operand, points: Operand) -> Phrase<Operand> {
        match self {
            Side::AtLeast => Phrase::BandAtLeast { bound, points },
            Side::Above => Phrase::BandAbove { bound, points },
            Side::AtMost => Phrase::BandAtMost { bound, points },
            Side::Below => Phrase::BandBelow { bound, points },
        }
    }
}

struct Band {
    side: Option<(Side, Number)>,
    points: Number,
}

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let Settings::Rows(rows) = settings else { return None };
    leaf.context.bounded(rows.len(), both("档", "bands"), &leaf.spot)?;
    let (value, quantity) = leaf.number_value()?;
    let bands: Vec<Option<Band>> = rows.iter().enumerate().map(|(i, row)| band(leaf, row, i, rows.len())).collect();
    let bands: Vec<Band> = bands.into_iter().collect::<Option<_>>()?;
    let Some((rest, bounded)) = bands.split_last().filter(|(rest, _)| rest.side.is_none()) else {
        leaf.report(RubricProblem::BandsWithoutRest, &leaf.spot);
        return None;
    };
    for (_, bound) in bounded.iter().filter_map(|band| band.side.as_ref()) {
        leaf.comparable(&quantity, bound)?;
    }
    in_order(leaf, bounded)?;
    report_turn(leaf, &bands);
    let mut raw = rest.points.expr.clone();
    let mut rule = Sentence::default();
    for band in bounded.iter().rev() {
        let (side, bound) = band.side.as_ref()?;
        raw = band.points.expr.clone().when(side.holds(value.expr.clone(), bound.expr.clone()), raw);
    }
    let mut branches = Vec::new();
    for band in bounded {
        let (side, bound) = band.side.as_ref()?;
        let says = side.phrase(leaf.beside_value(bound), band.points.operand());
        rule.phrases.push(says.clone());
        let holds = side.holds(value.expr.clone(), bound.expr.clone());
        branches.push(Branch { holds, says, spot: bound.spot.clone() });
    }
    let says = Phrase::BandRest { points: rest.points.operand() };
    rule.phrases.push(says.clone());
    branches.push(Branch { holds: Expr::ONE, says, spot: rest.points.spot.clone() });
    let points = Operand { expr: raw.clone(), ..rest.points.operand() };
    let target = bounded.first().and_then(|band| band.side.as_ref()).map(|(_, bound)| leaf.beside_value(bound));
    Some(
        Lowered::new(raw, rule, Phrase::BandsReason { value: value.operand, points })
            .aiming_at(target)
            .branching(branches),
    )
}

fn band(leaf: &mut LeafWork<'_, '_, '_>, row: &Section<'_>, position: usize, count: usize) -> Option<Band> {
    let prefix = format!("{}.", position + 1);
    let points = leaf.required(row, &prefix, "points")?;
    leaf.within_full(&points)?;
    let written: Vec<(Side, &str)> = SIDES.iter().copied().filter(|(_, key)| row.has(key)).collect();
    let side = match written.as_slice() {
        [(side, key)] => Some((*side, leaf.required(row, &prefix, key)?)),
        [] if position + 1 == count => None,
        several => {
            leaf.report(RubricProblem::BandBounds { found: several.len() }, &row.spot);
            return None;
        }
    };
    Some(Band { side, points })
}

/// Points that rise and fall along the bands: a better value would earn less.
fn report_turn(leaf: &LeafWork<'_, '_, '_>, bands: &[Band]) {
    let points: Option<Vec<Decimal>> = bands.iter().map(|band| band.points.constant(None)).collect();
    let Some(points) = points else { return };
    let (mut rises, mut falls) = (false, false);
    for (pair, band) in points.windows(2).zip(bands.iter().skip(1)) {
        let [before, after] = pair else { continue };
        rises |= before < after;
        falls |= before > after;
        if rises && falls {
            leaf.report(RubricProblem::BandPointsTurn { id: leaf.id.to_owned() }, &band.points.spot);
            return;
        }
    }
}

/// A later band must hold values that the earlier ones do not: bounds in one direction, each reaching further.
fn in_order(leaf: &LeafWork<'_, '_, '_>, bands: &[Band]) -> Option<()> {
    let sides: Vec<&(Side, Number)> = bands.iter().filter_map(|band| band.side.as_ref()).collect();
    for pair in sides.windows(2) {
        let [(before, first), (after, second)] = pair else { continue };
        let reaches = |a: Decimal, b: Decimal| match (before.upwards(), after.upwards()) {
            (true, true) => b < a || (b == a && (*before, *after) == (Side::Above, Side::AtLeast)),
            (false, false) => b > a || (b == a && (*before, *after) == (Side::Below, Side::AtMost)),
            _ => false,
        };
        let turned = before.upwards() != after.upwards();
        let unreached = first.constant(None).zip(second.constant(None)).is_some_and(|(a, b)| !reaches(a, b));
        if turned || unreached {
            leaf.report(RubricProblem::BandsOutOfOrder, &second.spot);
            return None;
        }
    }
    Some(())
}
