//! Functions over the unit's group (`cohort.`) and over everyone (`all.`).

use super::super::parser::Syntax;
use super::super::{Cohort, CohortFunction, Expr, Order, Quantity, Ties, Within};
use super::functions::Function;
use super::{Type, Typed, Work};
use crate::number::Decimal;
use crate::words::rubric::RubricProblem;

impl Work<'_, '_> {
    pub(super) fn cohort(&mut self, function: &Function, arguments: &[Syntax], whole: &Syntax) -> Option<Typed> {
        // A cohort is one of units, also where the expression speaks of entries.
        let scope = self.scope.take();
        let typed = self.of_cohort(function, arguments, whole);
        self.scope = scope;
        typed
    }

    fn of_cohort(&mut self, function: &Function, arguments: &[Syntax], whole: &Syntax) -> Option<Typed> {
        let name = function.name;
        let (cohort, what) = name.split_once('.')?;
        let (x, share) = match (what, arguments) {
            ("percentile", [x, share]) => (x, Some(share)),
            (what, [x]) if what != "percentile" => (x, None),
            _ => return self.wrong_count(function, arguments, whole),
        };
        let (expr, quantity) = self.number(x)?;
        let share = match share {
            Some(share) => Some(self.percentile_share(name, share)?),
            None => None,
        };
        let spot = self.spot.within(x.span.clone());
        let of = self.builder.column_of(format!("of({})", self.path), expr, &spot);
        let within = if cohort == "cohort" { Within::Group } else { Within::All };
        let mut column = |function| Expr::Column(self.builder.cohort(name, Cohort { function, of, within }, &spot));
        let like_x = Type::Number(quantity);
        let plain = Type::Number(Quantity::Plain);
        let (expr, kind) = match what {
            "mean" => (column(CohortFunction::Mean), like_x),
            "sum" => (column(CohortFunction::Sum), like_x),
            "min" => (column(CohortFunction::Min), like_x),
            "max" => (column(CohortFunction::Max), like_x),
            "median" => (column(CohortFunction::Median), like_x),
            "stdev" => (column(CohortFunction::StdevSample), like_x),
            "stdevp" => (column(CohortFunction::StdevPopulation), like_x),
            "percentile" => (column(share?), like_x),
            "count" => (column(CohortFunction::Count), plain),
            "share" => (Expr::Column(of).over(column(CohortFunction::Sum)), Type::Number(Quantity::Ratio)),
            _ => {
                let then = Vec::new();
                (column(CohortFunction::Rank { order: Order::HighFirst, ties: Ties::Competition, then }), plain)
            }
        };
        Some(Typed { expr, kind })
    }

    fn percentile_share(&mut self, name: &str, share: &Syntax) -> Option<CohortFunction> {
        let (value, parameter) = self.plain_number(name, share)?;
        match parameter {
            Expr::Parameter(id) if (Decimal::ZERO..=Decimal::ONE).contains(&value) => {
                Some(CohortFunction::Percentile(id))
            }
            _ => self.fail(share, RubricProblem::PlainNumber { name: name.to_owned() }),
        }
    }
}
