//! 排名法: points by place in the cohort.
//!
//! 在全市排名1-5名的依次赋予60分、57分、54分、51分、48分; 第二位得满分的95%,以后按5%依次递减;
//! 排名倒数第1名、第2名、第3名的分别计2分、1.9分、1.8分,倒数第4名及以上的,每进1名扣0.1分; 第1名得满分,其余按比例得分.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{Cohort, CohortFunction, Expr, Operand, Order, Quantity, Sentence, Ties, Within};
use crate::rubric::workshop::{LeafWork, Lowered, Number};
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "rank", title: both("排名法", "rank"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("排名法", "the rule `rank`"),
    keys: &[
        Key::optional(
            "first",
            Kind::OneOf(&["highest", "lowest"]),
            "最高者还是最低者为第1名",
            "whether the highest or the lowest value is first",
        ),
        Key::optional(
            "within",
            Kind::OneOf(&["group", "all"]),
            "在组内还是在全体中排名",
            "ranked within the group or among all",
        ),
        Key::optional("table", Kind::Numbers, "第1名、第2名……的得分", "points of the first place, the second, …"),
        Key::optional(
            "step",
            Kind::Number,
            "以后每低一名少得的分或满分的百分比",
            "points, or share of full points, less for each further place",
        ),
        Key::optional(
            "rest",
            Kind::Number,
            "table 之后的名次得的分;不写为0分",
            "points of the places after the table; none when left out",
        ),
        Key::optional(
            "proportional",
            Kind::YesNo,
            "第1名得满分,其余按与第1名的比例得分",
            "full points for the first, the others in proportion to it",
        ),
    ],
};

/// What decides the points of a place.
enum Scale {
    Table(Vec<Number>, Number),
    /// Points of the first places, then so many less for each further place.
    Steps(Vec<Number>, Number),
    Proportional,
}

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let (value, _) = leaf.number_value()?;
    let (first, within) = (section.one_of("first"), section.one_of("within"));
    for (key, open, usual) in [("first", first.is_none(), "highest"), ("within", within.is_none(), "group")] {
        if open && !section.has(key) {
            leaf.undecided(section, key, &KEYS, usual);
        }
    }
    let scale = scale(leaf, section);
    let (order, lowest) = match first?.text.as_str() {
        "lowest" => (Order::LowFirst, true),
        _ => (Order::HighFirst, false),
    };
    let within = if within?.text == "all" { Within::All } else { Within::Group };
    let of = value.column;
    let rank = CohortFunction::Rank { order, ties: Ties::Competition, then: Vec::new() };
    let rank = Expr::Column(leaf.cohort("rank", Cohort { function: rank, of, within }));
    let best = if lowest { CohortFunction::Min } else { CohortFunction::Max };
    let full = leaf.full.expr.clone();
    let mut rule = Sentence::of(if lowest { Phrase::RankLowest } else { Phrase::RankHighest });
    rule.phrases.push(if within == Within::All { Phrase::RankAll } else { Phrase::RankGroup });
    let mut places = |table: &[Number]| {
        for (position, points) in table.iter().enumerate() {
            rule.phrases.push(Phrase::RankPlace { place: place(position + 1), points: points.operand() });
        }
    };
    let raw = match scale? {
        Scale::Table(table, rest) => {
            places(&table);
            rule.phrases.push(Phrase::BandRest { points: rest.operand() });
            by_table(&rank, &table, rest.expr.clone())
        }
        Scale::Steps(table, step) => {
            places(&table);
            let last = table.last().map_or(full.clone(), |points| points.expr.clone());
            let place_of_last = Decimal::from(table.len().max(1));
            let less =
                if step.quantity == Quantity::Percent { step.expr.clone().times(full) } else { step.expr.clone() };
            rule.phrases.push(Phrase::RankStep { step: step.operand() });
            let further = rank.clone().minus(Expr::Constant(place_of_last));
            by_table(&rank, &table, last.minus(further.times(less)))
        }
        Scale::Proportional => {
            rule.phrases.push(Phrase::RankProportional);
            let best = Expr::Column(leaf.cohort("best", Cohort { function: best, of, within }));
            let value = value.expr.clone();
            let share = if lowest { best.over(value) } else { value.over(best) };
            // The best earns full points also where it is zero, and no share can be told.
            full.clone().when(rank.clone().equals(Expr::ONE), share.times(full))
        }
    };
    let rank = Operand { expr: rank, quantity: Quantity::Plain, words: None };
    Some(Lowered::new(raw, rule, Phrase::RankReason { value: value.operand, rank }))
}

fn scale(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>) -> Option<Scale> {
    let written = section.numbers("table");
    leaf.context.bounded(written.len(), both("名次", "places"), &section.spot)?;
    let table: Vec<Option<Number>> = written
        .iter()
        .enumerate()
        .map(|(position, setting)| {
            let points = leaf.setting(&format!("table.{}", position + 1), setting)?;
            leaf.within_full(&points)?;
            Some(points)
        })
        .collect();
    let table: Vec<Number> = table.into_iter().collect::<Option<_>>()?;
    let step = leaf.optional(section, "", "step")?;
    if let Some(step) = &step {
        leaf.positive("step", step)?;
    }
    match (table.is_empty(), step, section.yes_no("proportional") == Some(true)) {
        (_, Some(step), false) => Some(Scale::Steps(table, step)),
        (false, None, false) => {
            let rest = leaf.optional(section, "", "rest")?;
            let nothing = || Number::structural(Decimal::ZERO, Quantity::Plain, &leaf.spot);
            Some(Scale::Table(table, rest.unwrap_or_else(nothing)))
        }
        (true, None, true) => Some(Scale::Proportional),
        _ => {
            leaf.report(RubricProblem::RankScale, &section.spot);
            None
        }
    }
}

fn place(place: usize) -> Operand {
    Operand { expr: Expr::Constant(Decimal::from(place)), quantity: Quantity::Plain, words: None }
}

fn by_table(rank: &Expr, table: &[Number], rest: Expr) -> Expr {
    table.iter().enumerate().rev().fold(rest, |rest, (position, points)| {
        points.expr.clone().when(rank.clone().equals(Expr::code(position + 1)), rest)
    })
}
