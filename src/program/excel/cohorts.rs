//! Functions over cohorts: statistics stand once a group, and places come from sorted columns.
//!
//! A place is found by a search in a sorted column: of n units, those no better than one are as many as the position of
//! the last value at or below its own. Where several keys decide, the positions by the first are the digits of a number
//! to which those by the next are appended, and that is sorted in turn; so is a group's place among the groups.

use super::calculation::{Computed, Content, FIRST, Half, Input};
use super::value::Value;
use super::writer::{Held, Scope, Writer};
use crate::number::GUARD_DIGITS;
use crate::program::{Cohort, CohortFunction, ColumnId, Order, Ties, Within};

impl Writer<'_> {
    /// Defines a column that is a function over a cohort.
    pub(super) fn cohort(&mut self, id: ColumnId, cohort: &Cohort) {
        self.at.clone_from(&self.program.columns[id.index()].name);
        match &cohort.function {
            CohortFunction::Rank { order, ties, then } => self.rank(id, cohort, *order, *ties, then),
            _ => self.statistic(id, cohort),
        }
    }

    /// The columns of a value and its state among the units.
    fn unit_columns(&mut self, id: ColumnId) -> (usize, Option<usize>) {
        if let Some(held) = self.places.get(&id).filter(|held| held.scope == Scope::Units) {
            return (held.value, held.state);
        }
        let value = self.column(Scope::Units, id).into_number();
        let name = self.program.columns[id.index()].name.clone();
        let held = self.push(Scope::Units, &name, value, Computed::Column(id));
        self.places.insert(id, held);
        (held.value, held.state)
    }

    fn statistic(&mut self, id: ColumnId, cohort: &Cohort) {
        let (value, state) = self.unit_columns(cohort.of);
        let from = Scope::Groups;
        let mut conditions = Vec::new();
        if cohort.within == Within::Group {
            let group = self.input_position(Scope::Units, &Input::Group, Half::Value);
            let own = self.input(from, &Input::Position, Half::Value);
            conditions.push(format!("({}={own})", self.range(from, Scope::Units, group)));
        }
        if let Some(state) = state {
            conditions.push(format!("({}=0)", self.range(from, Scope::Units, state)));
        }
        let values = format!("ROUND({},{GUARD_DIGITS})", self.range(from, Scope::Units, value));
        let conditions = conditions.join("*");
        let chosen =
            |yes: &str| if conditions.is_empty() { yes.to_owned() } else { format!("IF({conditions},{yes},\"\")") };
        let known = chosen(&values);
        // What is passed over is a text, which these functions pass over in turn.
        let count = format!("COUNT({known})");
        let (formula, least) = match cohort.function {
            CohortFunction::Count | CohortFunction::Rank { .. } => (count.clone(), 0),
            CohortFunction::Sum => (format!("SUM({known})"), 0),
            CohortFunction::Mean => (format!("AVERAGE({known})"), 1),
            CohortFunction::Min => (format!("MIN({known})"), 1),
            CohortFunction::Max => (format!("MAX({known})"), 1),
            CohortFunction::StdevSample => (format!("STDEV({known})"), 2),
            CohortFunction::StdevPopulation => (format!("STDEVP({known})"), 1),
            CohortFunction::Median => (format!("MEDIAN({known})"), 1),
            CohortFunction::Percentile(share) => (format!("PERCENTILE({known},{})", self.parameter(share).text), 1),
        };
        let content = |formula: String| match cohort.within {
            Within::Group => Content::EachArray(formula),
            Within::All => Content::FirstArray(formula),
        };
        let name = match cohort.within {
            Within::Group => self.program.columns[id.index()].name.clone(),
            Within::All => format!("all {}", self.program.columns[id.index()].name),
        };
        let formula = if least == 0 { formula } else { format!("IF({count}<{least},0,{formula})") };
        let position = self.add(from, &name, content(formula), Half::Value, Computed::Nothing);
        let state = (least > 0).then(|| {
            let formula = format!("IF({count}<{least},2,0)");
            self.add(from, &name, content(formula), Half::State, Computed::Nothing)
        });
        let held = Held { scope: from, value: position, state, whole: cohort.within == Within::All };
        self.places.insert(id, held);
    }

    /// A sorted column of the numbers among these; texts and blanks stand at its end.
    fn sorted(&mut self, of: usize) -> usize {
        let of = self.range(Scope::Units, Scope::Units, of);
        let formula = format!("IFERROR(SMALL({of},ROW({of})-{}),\"\")", FIRST - 1);
        let name = self.helper();
        self.add(Scope::Units, &name, Content::Whole(formula), Half::Value, Computed::Nothing)
    }

    fn helper_column(&mut self, formula: String) -> usize {
        let name = self.helper();
        self.add(Scope::Units, &name, Content::Each(formula), Half::Value, Computed::Nothing)
    }

    /// A column's numbers with each unit's standing among them: how many are no greater; 0 where there is no number.
    fn standing(&mut self, of: usize) -> (usize, usize) {
        let sorted = self.sorted(of);
        let own = Self::cell(of);
        let range = self.range(Scope::Units, Scope::Units, sorted);
        let standing = self.helper_column(format!("IF(ISNUMBER({own}),MATCH({own},{range},1),0)"));
        (sorted, standing)
    }

    /// How many units are no better by a key: the greatest standing is the best.
    fn standing_by(&mut self, id: ColumnId, order: Order) -> usize {
        if let Some(position) = self.standings.get(&(id, order)) {
            return *position;
        }
        let (value, state) = self.unit_columns(id);
        let sign = if order == Order::HighFirst { "" } else { "-" };
        let key = format!("{sign}ROUND({},{GUARD_DIGITS})", Self::cell(value));
        let key = match state {
            Some(state) => format!("IF({}=0,{key},\"\")", Self::cell(state)),
            None => key,
        };
        let key = self.helper_column(key);
        let (_, standing) = self.standing(key);
        self.standings.insert((id, order), standing);
        standing
    }

    fn rank(&mut self, id: ColumnId, cohort: &Cohort, order: Order, ties: Ties, then: &[(ColumnId, Order)]) {
        let units = self.rows(Scope::Units);
        let base = units + 1;
        let mut standing = self.standing_by(cohort.of, order);
        let mut finer: Vec<String> = Vec::new();
        for (key, order) in then {
            finer.push(Self::cell(self.standing_by(*key, *order)));
        }
        if ties == Ties::Ordinal {
            // The order of the roster decides at last.
            finer.push(format!("({units}-{})", self.input(Scope::Units, &Input::Position, Half::Value)));
        }
        for finer in finer {
            let own = Self::cell(standing);
            let joined = self.helper_column(format!("IF({own}>0,{own}*{base}+{finer},\"\")"));
            (_, standing) = self.standing(joined);
        }
        let own = Self::cell(standing);
        let placed = match cohort.within {
            Within::All => self.helper_column(format!("IF({own}>0,{own},\"\")")),
            Within::Group => {
                let group = self.input(Scope::Units, &Input::Group, Half::Value);
                self.helper_column(format!("IF({own}>0,{group}*{base}+{own},\"\")"))
            }
        };
        let sorted = self.sorted(placed);
        let range = self.range(Scope::Units, Scope::Units, sorted);
        let own = Self::cell(placed);
        let best = match cohort.within {
            Within::All => format!("COUNT({range})"),
            Within::Group => {
                let group = self.input(Scope::Units, &Input::Group, Half::Value);
                format!("MATCH({group}*{base}+{units},{range},1)")
            }
        };
        let place = match ties {
            Ties::Competition | Ties::Ordinal => format!("{best}-MATCH({own},{range},1)+1"),
            Ties::Dense => {
                let steps = self.steps(sorted);
                let steps = self.range(Scope::Units, Scope::Units, steps);
                format!("INDEX({steps},{best})-INDEX({steps},MATCH({own},{range},1))+1")
            }
        };
        let (_, state) = self.unit_columns(cohort.of);
        let text = format!("IF(ISNUMBER({own}),{place},0)");
        let value = Value { state: state.map(Self::cell), depth: 4, ..Value::number(text) };
        let name = self.program.columns[id.index()].name.clone();
        let held = self.push(Scope::Units, &name, value, Computed::Column(id));
        self.places.insert(id, held);
    }

    /// How many different numbers a sorted column has up to each row.
    fn steps(&mut self, sorted: usize) -> usize {
        let name = self.helper();
        let own = Self::cell(sorted);
        let position = self.units.len();
        let (before, above) = (Self::cell_above(position), Self::cell_above(sorted));
        let text = format!("IF(ROW()={FIRST},1,{before}+IF({own}={above},0,1))");
        self.add(Scope::Units, &name, Content::Each(text), Half::Value, Computed::Nothing)
    }
}
