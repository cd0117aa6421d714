//! Laws of lists, bonus and penalties, effects and quotas, each held against a plain model of what the words say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;

use kaohe::diagnostic::Source;
use kaohe::number::{Decimal, guard};
use kaohe::program::Program;
use kaohe::rubric::Rubric;
use kaohe::scoring::{self, Assessment, Cell};
use kaohe::table::{EntryTable, FieldColumn, Origin, State, Table, Unit};
use proptest::prelude::*;

fn compile(text: &str) -> Arc<Program> {
    let source = Arc::new(Source { name: "law.toml".into(), text: text.to_owned() });
    let mut problems = Vec::new();
    let program = Rubric::parse(source, &mut problems).compile(&mut problems);
    Arc::new(program.unwrap_or_else(|| panic!("{problems:?}\n{text}")))
}

fn units(groups: &[usize]) -> Vec<Unit> {
    let unit = |(i, group): (usize, &usize)| Unit {
        id: i.to_string(),
        name: format!("单位{i}"),
        group: *group,
        ..Unit::default()
    };
    groups.iter().enumerate().map(unit).collect()
}

fn column(cells: impl Iterator<Item = Option<Decimal>>) -> FieldColumn {
    let cells: Vec<Option<Decimal>> = cells.collect();
    FieldColumn {
        values: cells.iter().map(|cell| cell.unwrap_or_default()).collect(),
        states: cells.iter().map(|cell| if cell.is_some() { State::Known } else { State::Missing }).collect(),
        origins: vec![Origin::default(); cells.len()],
        texts: Vec::new(),
    }
}

/// Points of a node.
fn points(assessment: &Assessment, id: &str, unit: usize) -> Cell {
    assessment.points(assessment.program.find_node(id).unwrap(), unit)
}

const HEAD: &str = "id = \"law\"\ntitle = \"律\"\nperiod = \"0\"\nedition = \"1\"\nmissing = \"error\"\nnot_applicable = \"leave-out\"\n\
                    rescale = \"section\"\nrounding = { leaf = \"none\", section = \"none\", total = \"none\", mode = \"half-up\" }\n\
                    ranking = { ties = \"competition\" }\n";

/// An entry: its number in tenths, its key, whether it is to be counted.
type Entry = (i64, u8, bool);

/// The functions over lists, each as a leaf of its own.
const FUNCTIONS: [(&str, &str); 8] = [
    ("count", "count(l)"),
    ("sum", "sum(l, x, keep)"),
    ("mean", "mean(l, x)"),
    ("min", "min(l, x)"),
    ("max", "max(l, x)"),
    ("best", "best_per(l, k, x, keep)"),
    ("trim", "trimmed_mean(l, x, 1)"),
    ("peers", "sum(l, by.count(k))"),
];

fn list_rubric() -> Arc<Program> {
    let mut text = format!(
        "{HEAD}[lists.l]\nlabel = \"明细\"\nno_rows = \"none\"\n[lists.l.columns]\nx = {{ label = \"数\", kind = \"number\" }}\n\
         k = {{ label = \"键\", kind = \"number\" }}\nkeep = {{ label = \"计入\", kind = \"yes-no\" }}\n[[sections]]\nid = \"1\"\ntitle = \"节\"\n"
    );
    for (id, formula) in FUNCTIONS {
        text += &format!(
            "[[sections.indicators]]\nid = \"{id}\"\ntitle = \"项\"\npoints = 1000000\nscore.formula = \"{formula}\"\n"
        );
    }
    compile(&text)
}

fn list_table(rows: &[Vec<Entry>]) -> Table {
    let mut table = Table::empty(units(&vec![0; rows.len()]), vec![String::new()], 0);
    let flat: Vec<(u32, Entry)> =
        (0_u32..).zip(rows).flat_map(|(unit, entries)| entries.iter().map(move |entry| (unit, *entry))).collect();
    let yes = |yes: bool| if yes { Decimal::ONE } else { Decimal::ZERO };
    table.lists.push(EntryTable {
        units: flat.iter().map(|(unit, _)| *unit).collect(),
        columns: vec![
            column(flat.iter().map(|(_, (x, ..))| Some(Decimal::new(*x, 1)))),
            column(flat.iter().map(|(_, (_, k, _))| Some(Decimal::from(*k)))),
            column(flat.iter().map(|(_, (.., keep))| Some(yes(*keep)))),
        ],
        states: vec![State::Known; rows.len()],
    });
    table
}

/// What a function gives, worked out entry by entry; `None` where it does not apply.
fn model(function: &str, own: &[Entry], all: &[Vec<Entry>]) -> Option<Decimal> {
    let x = |entry: &Entry| Decimal::new(entry.0, 1);
    let mean =
        |values: &[Decimal]| (!values.is_empty()).then(|| values.iter().sum::<Decimal>() / Decimal::from(values.len()));
    let mut values: Vec<Decimal> = own.iter().map(x).collect();
    values.sort_unstable();
    match function {
        "count" => Some(Decimal::from(own.len())),
        "sum" => Some(own.iter().filter(|entry| entry.2).map(x).sum()),
        "mean" => mean(&values),
        "min" => values.first().copied(),
        "max" => values.last().copied(),
        "trim" => mean(values.get(1..values.len().max(2) - 1).unwrap_or_default()),
        "best" => {
            let mut best: BTreeMap<u8, Decimal> = BTreeMap::new();
            for entry in own.iter().filter(|entry| entry.2) {
                let slot = best.entry(entry.1).or_insert(x(entry));
                *slot = x(entry).max(*slot);
            }
            Some(best.into_values().sum())
        }
        _ => {
            let alike = |key: u8| all.iter().flatten().filter(|entry| entry.1 == key).count();
            Some(own.iter().map(|entry| Decimal::from(alike(entry.1))).sum())
        }
    }
}

/// Bonus of two items under a cap, a penalty under a cap, a section that may be emptied, a ceiling on the total.
const STRUCTURE: &str = "[fields]\na = { label = \"甲\", kind = \"number\" }\nb = { label = \"乙\", kind = \"number\" }\n\
    c = { label = \"丙\", kind = \"number\" }\nd = { label = \"丁\", kind = \"number\" }\ne = { label = \"戊\", kind = \"number\" }\n\
    [[sections]]\nid = \"1\"\ntitle = \"一\"\ncoefficient = 1.1\nindicators = [{ id = \"1.1\", title = \"甲\", points = 60, score.formula = \"a\" }, { id = \"1.2\", title = \"乙\", points = 40, score.formula = \"b\" }]\n\
    [[bonus]]\nid = \"J\"\ntitle = \"加分\"\nat_most = 8\nitems = [{ id = \"J1\", title = \"丙\", points = 6, score.formula = \"c\" }, { id = \"J2\", title = \"丁\", points = 6, score.formula = \"d\" }]\n\
    [[bonus]]\nid = \"H\"\ntitle = \"取高\"\ncombine = \"highest\"\nitems = [{ id = \"H1\", title = \"丙\", points = 6, score.formula = \"c\" }, { id = \"H2\", title = \"丁\", points = 3, score.formula = \"d\" }]\n\
    [[penalties]]\nid = \"K\"\ntitle = \"扣分\"\nitems = [{ id = \"K1\", title = \"戊\", points = 10, score.formula = \"e\" }]\n\
    [[effects]]\nid = \"E1\"\nwhen = \"points('1.1') < 10\"\nthen = { zero = \"1\" }\nsay = \"甲项过低\"\n\
    [[effects]]\nid = \"E2\"\nwhen = \"e >= 8\"\nthen = { total_at_most = 50 }\nsay = \"戊项过高\"\n";

fn quota_rubric(ties: &str, round: &str) -> Arc<Program> {
    compile(&format!(
        "{HEAD}groups = [\"东\", \"西\"]\n[grading]\ngrades = [{{ name = \"A\", min = 60 }}, {{ name = \"B\", min = 30 }}, {{ name = \"C\" }}]\n\
         quota = [{{ grade = \"A\", at_most = \"30%\", within = \"group\", ties = \"{ties}\", round = \"{round}\" }}]\n[fields]\n\
         s = {{ label = \"分\", kind = \"number\" }}\n[[sections]]\nid = \"1\"\ntitle = \"一\"\n\
         indicators = [{{ id = \"1.1\", title = \"分\", points = 100, score.formula = \"s\" }}]\n"
    ))
}

fn of_fields(program: &Arc<Program>, groups: &[usize], columns: Vec<Vec<i64>>) -> Assessment {
    let mut table = Table::empty(units(groups), vec!["东".into(), "西".into()], columns.len());
    table.fields = columns.into_iter().map(|cells| column(cells.into_iter().map(|v| Some(Decimal::from(v))))).collect();
    scoring::score(Arc::clone(program), Arc::new(table))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every function over a list gives what its words say, for every unit, whoever else has entries.
    #[test]
    fn functions_over_lists_do_what_they_say(rows in prop::collection::vec(prop::collection::vec((0i64..500, 0u8..4, any::<bool>()), 0..7), 1..6)) {
        let program = list_rubric();
        let assessment = scoring::score(Arc::clone(&program), Arc::new(list_table(&rows)));
        for (unit, own) in rows.iter().enumerate() {
            for (function, _) in FUNCTIONS {
                let found = points(&assessment, function, unit);
                match model(function, own, &rows) {
                    Some(wanted) => prop_assert_eq!(found.get(), Some(guard(wanted, 9)), "{} of {:?}", function, own),
                    None => prop_assert_eq!(found.state, State::NotApplicable, "{} of {:?}", function, own),
                }
            }
            let of = |function: &str| points(&assessment, function, unit).value;
            prop_assert!(of("best") <= of("sum"), "the best of each is no more than all");
            prop_assert!(own.is_empty() || (of("min") <= of("mean") && of("mean") <= of("max")));
            prop_assert!(own.len() < 3 || (of("min") <= of("trim") && of("trim") <= of("max")));
        }
    }

    /// Sections by their coefficients, plus bonus and minus penalties within their caps, after effects and ceilings.
    #[test]
    fn the_total_is_what_its_parts_make_it(values in prop::collection::vec((0i64..=60, 0i64..=40, 0i64..=9, 0i64..=9, 0i64..=12), 1..6)) {
        let program = compile(&format!("{HEAD}{STRUCTURE}"));
        let columns = vec![
            values.iter().map(|v| v.0).collect(),
            values.iter().map(|v| v.1).collect(),
            values.iter().map(|v| v.2).collect(),
            values.iter().map(|v| v.3).collect(),
            values.iter().map(|v| v.4).collect(),
        ];
        let assessment = of_fields(&program, &vec![0; values.len()], columns);
        for (unit, (a, b, c, d, e)) in values.into_iter().enumerate() {
            let earned = Decimal::new((a + b) * 11, 1);
            let section = if a < 10 { Decimal::ZERO } else { earned };
            let bonus = (c.min(6) + d.min(6)).min(8) + c.min(6).max(d.min(3));
            let total = section + Decimal::from(bonus) - Decimal::from(e.min(10));
            let total = if e >= 8 { total.min(Decimal::from(50)) } else { total };
            prop_assert_eq!(assessment.total(unit).get(), Some(total));
            prop_assert_eq!(points(&assessment, "1", unit).get(), Some(section));
            prop_assert_eq!(assessment.cell(program.outcome.full, unit).get(), Some(Decimal::ONE_HUNDRED));
        }
    }

    /// A quota is kept, nobody is passed over for a lower total, and whoever is beyond it gets the next grade.
    #[test]
    fn a_quota_is_kept_in_the_order_of_the_ranking(scores in prop::collection::vec((0usize..2, 40i64..100), 1..20), all_in in any::<bool>(), up in any::<bool>()) {
        let (ties, round) = (if all_in { "all-in" } else { "all-out" }, if up { "up" } else { "down" });
        let program = quota_rubric(ties, round);
        let groups: Vec<usize> = scores.iter().map(|(group, _)| *group).collect();
        let assessment = of_fields(&program, &groups, vec![scores.iter().map(|(_, score)| *score).collect()]);
        for group in 0..2 {
            let members: Vec<usize> = (0..scores.len()).filter(|unit| groups[*unit] == group).collect();
            let places = if up { (members.len() * 3).div_ceil(10) } else { members.len() * 3 / 10 };
            let reach: Vec<usize> = members.iter().copied().filter(|unit| scores[*unit].1 >= 60).collect();
            let first: Vec<usize> = members.iter().copied().filter(|unit| assessment.grade(*unit) == Some(0)).collect();
            if all_in {
                prop_assert!(first.len() >= places.min(reach.len()));
            } else {
                prop_assert!(first.len() <= places);
            }
            let least = first.iter().map(|unit| scores[*unit].1).min();
            for unit in reach.iter().filter(|unit| !first.contains(unit)) {
                prop_assert_eq!(assessment.grade(*unit), Some(1));
                prop_assert!(least.is_none_or(|least| scores[*unit].1 < least));
                prop_assert_eq!(assessment.effects(*unit).count(), 1);
            }
        }
    }
}
