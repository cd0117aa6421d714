//! What moved between two assessments adds up to the last digit, on random pairs of rubrics and data.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod random;

use std::fmt::Write;
use std::sync::Arc;

use kaohe::analysis::moves::{self, Cause, Moves, Side, UnitMove, counted, items};
use kaohe::number::Decimal;
use kaohe::program::{Part, Step};
use kaohe::scoring::Otherwise;
use kaohe::table::{AdjustedBy, Adjustment, Origin, Table};
use proptest::prelude::*;
use random::{Given, RandomLeaf, compile, given, leaf, score, table};

/// Fields that every random rubric declares, whether a leaf reads them or not.
const FIELDS: usize = 16;

/// A rubric, of which another can be made.
#[derive(Debug, Clone)]
struct Frame {
    sections: Vec<Vec<(usize, RandomLeaf)>>,
    combine: &'static str,
    root: &'static str,
    coefficient: u32,
    bonus_cap: u32,
    leaf_digits: u32,
    ceiling: bool,
    zeroed: bool,
    line: u32,
}

fn frame() -> impl Strategy<Value = Frame> {
    let combine = prop_oneof![3 => Just("sum"), 1 => Just("weighted"), 1 => Just("minimum"), 1 => Just("geometric"), 1 => Just("highest")];
    let root = prop_oneof![3 => Just("sum"), 1 => Just("weighted"), 1 => Just("minimum")];
    let sections = prop::collection::vec(prop::collection::vec(leaf(), 1..4), 3..5);
    (sections, combine, root, 8u32..13, 1u32..12, 0u32..4, any::<bool>(), any::<bool>(), 5u32..40).prop_map(
        |(sections, combine, root, coefficient, bonus_cap, leaf_digits, ceiling, zeroed, line)| {
            let mut field = 0;
            let mut numbered = |leaf: RandomLeaf| {
                field += 1;
                (field - 1, leaf)
            };
            let sections = sections.into_iter().map(|leaves| leaves.into_iter().map(&mut numbered).collect()).collect();
            Frame { sections, combine, root, coefficient, bonus_cap, leaf_digits, ceiling, zeroed, line }
        },
    )
}

impl Frame {
    /// The rubric: the first section combines as told, the last but one is a bonus, the last a penalty.
    fn text(&self) -> String {
        let mut text =
            String::from("id = \"random\"\ntitle = \"随机\"\nperiod = \"0\"\nedition = \"1\"\nrescale = \"section\"\n");
        if self.root != "sum" {
            writeln!(text, "combine = \"{}\"\npoints = 60", self.root).unwrap();
        }
        writeln!(
            text,
            "coefficient = 1.{}\nrounding = {{ leaf = {}, section = 2, total = 1, mode = \"half-up\" }}\n\
             ranking = {{ ties = \"competition\" }}\ngroups = [\"东\", \"西\"]\n\
             grading = {{ grades = [{{ name = \"A\", min = {} }}, {{ name = \"B\", min = 3 }}, {{ name = \"C\" }}] }}\n[fields]",
            self.coefficient, self.leaf_digits, self.line
        )
        .unwrap();
        for field in 0..FIELDS {
            writeln!(text, "f{field} = {{ label = \"数{field}\", kind = \"number\" }}").unwrap();
        }
        let last = self.sections.len() - 1;
        let ordinary = last - 1;
        for (s, leaves) in self.sections.iter().enumerate() {
            let (table, rows) = match s {
                s if s == last => ("penalties", "items"),
                s if s == ordinary => ("bonus", "items"),
                _ => ("sections", "indicators"),
            };
            write!(text, "[[{table}]]\nid = \"{s}\"\ntitle = \"节{s}\"\n").unwrap();
            if self.root == "weighted" && s < ordinary {
                // Weights add up to 1 exactly.
                let others = 100 / ordinary * (ordinary - 1);
                let weight = if s == 0 { 100 - others } else { 100 / ordinary };
                writeln!(text, "weight = \"{weight}%\"").unwrap();
            }
            if s == 0 && self.combine != "sum" {
                writeln!(text, "combine = \"{}\"", self.combine).unwrap();
                if self.combine != "highest" {
                    writeln!(text, "points = 20").unwrap();
                }
            }
            if s == 1 && s < ordinary {
                writeln!(text, "coefficient = 0.9").unwrap();
            }
            if s >= ordinary {
                writeln!(text, "at_most = {}", self.bonus_cap).unwrap();
            }
            for (l, (field, leaf)) in leaves.iter().enumerate() {
                let mut rule = leaf.rule.replace("FIELD", &format!("f{field}"));
                if s == last && rule.contains("score.deduct") {
                    "score.add = { each = 0.2 }".clone_into(&mut rule);
                }
                let policies = if s < ordinary {
                    format!("missing = \"{}\"\nnot_applicable = \"{}\"\n", leaf.missing, leaf.not_applicable)
                } else {
                    String::new()
                };
                let weight = if s == 0 && ["weighted", "geometric"].contains(&self.combine) {
                    let others = 100 / leaves.len() * (leaves.len() - 1);
                    let weight = if l == 0 { 100 - others } else { 100 / leaves.len() };
                    format!("weight = \"{weight}%\"\n")
                } else {
                    String::new()
                };
                write!(
                    text,
                    "[[{table}.{rows}]]\nid = \"{s}.{field}\"\ntitle = \"项{field}\"\npoints = {}\nvalue = \"f{field}\"\n{rule}\n{policies}{weight}",
                    leaf.points
                )
                .unwrap();
            }
        }
        if self.ceiling {
            text.push_str(
                "[[effects]]\nid = \"E1\"\nwhen = \"f0 > 60\"\nthen = { total_at_most = 7 }\nsay = \"限分\"\n",
            );
        }
        if self.zeroed {
            text.push_str("[[effects]]\nid = \"E2\"\nwhen = \"f1 > 80\"\nthen = { zero = \"0\" }\nsay = \"不得分\"\n");
        }
        text
    }
}

/// What becomes of a leaf in the later rubric.
#[derive(Debug, Clone)]
enum Turn {
    Stays,
    Points(u32),
    Becomes(RandomLeaf),
    Goes,
    /// Into the next section.
    Moves,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        4 => Just(Turn::Stays),
        3 => (1u32..20).prop_map(Turn::Points),
        2 => leaf().prop_map(Turn::Becomes),
        1 => Just(Turn::Goes),
        1 => Just(Turn::Moves),
    ]
}

fn turned(frame: &Frame, turns: &[Turn], other: &Frame, keep: bool) -> Frame {
    let mut sections: Vec<Vec<(usize, RandomLeaf)>> = vec![Vec::new(); frame.sections.len()];
    let mut turns = turns.iter();
    for (s, leaves) in frame.sections.iter().enumerate() {
        for (field, leaf) in leaves {
            let to = (s + 1) % frame.sections.len();
            match turns.next().unwrap_or(&Turn::Stays) {
                Turn::Stays => sections[s].push((*field, leaf.clone())),
                Turn::Points(points) => sections[s].push((*field, RandomLeaf { points: *points, ..leaf.clone() })),
                Turn::Becomes(new) => sections[s].push((*field, new.clone())),
                Turn::Goes => {}
                Turn::Moves => sections[to].push((*field, leaf.clone())),
            }
        }
    }
    for (s, leaves) in sections.iter_mut().enumerate() {
        if leaves.is_empty() {
            leaves.push((FIELDS - 1 - s, frame.sections[s][0].1.clone()));
        }
    }
    if keep { Frame { sections, ..frame.clone() } } else { Frame { sections, ..other.clone() } }
}

fn adjusted(mut table: Table, decisions: &[(u32, u32, i64)], nodes: usize) -> Table {
    for (node, unit, tenths) in decisions {
        let nodes = u32::try_from(nodes).unwrap();
        let node = if node % (nodes + 1) == nodes { Table::TOTAL } else { node % (nodes + 1) };
        let change = if tenths % 2 == 0 {
            AdjustedBy::To(Decimal::new(*tenths, 1))
        } else {
            AdjustedBy::By(Decimal::new(*tenths, 2))
        };
        let unit = unit % u32::try_from(table.units.len()).unwrap();
        let adjustment =
            Adjustment { change, reason: "复核".into(), person: "王".into(), day: None, origin: Origin::default() };
        table.adjustments.insert((node, unit), adjustment);
    }
    table
}

type Rows = Vec<(usize, Vec<Given>)>;

prop_compose! {
    fn case()(
        frame in frame(), other in frame(), keep in any::<bool>(),
        turns in prop::collection::vec(turn(), 16),
        rows in prop::collection::vec((0usize..2, prop::collection::vec(given(), FIELDS)), 1..9),
        later in prop::collection::vec((0usize..2, prop::collection::vec(given(), FIELDS)), 1..9),
        decisions in prop::collection::vec((any::<u32>(), any::<u32>(), 0i64..99), 0..3),
    ) -> (Frame, Frame, Rows, Rows, Vec<(u32, u32, i64)>) {
        let other = Frame { sections: frame.sections.clone(), ..other };
        let new = turned(&frame, &turns, &other, keep);
        (frame, new, rows, later, decisions)
    }
}

/// Every node's difference is what its children contribute and what is named beside them; the total's likewise, and so
/// are the items of the flat list.
fn adds_up(moves: &Moves) {
    let zero = Decimal::ZERO;
    for unit in &moves.units {
        let of = |pair: usize| unit.nodes.iter().find(|node| node.pair == pair);
        let brought = |children: &mut dyn Iterator<Item = usize>| -> Decimal {
            children.filter_map(of).map(|node| node.contribution).sum()
        };
        for node in &unit.nodes {
            let Some(difference) = node.difference else { continue };
            let parts: Decimal = node.parts.iter().map(|part| part.points).sum();
            let children = brought(&mut moves.tree[node.pair].children.iter().copied());
            assert_eq!(difference, children + parts, "{:?}", moves.node(node.pair).map(|node| &node.id));
            let value = |cell: Option<kaohe::scoring::Cell>| cell.map_or(Some(zero), counted).unwrap();
            assert_eq!(difference, value(node.after) - value(node.before));
            assert!(node.parts.iter().all(|part| !part.points.is_zero()));
        }
        let roots = &mut (0..moves.tree.len()).filter(|pair| moves.tree[*pair].parent.is_none());
        if let Some(difference) = unit.difference {
            let parts: Decimal = unit.parts.iter().map(|part| part.points).sum();
            assert_eq!(difference, brought(roots) + parts);
            let total = |side: &Side, unit| counted(side.standing(unit).unwrap().total).unwrap();
            assert_eq!(difference, total(&moves.after, unit.after) - total(&moves.before, unit.before));
            let listed: Decimal = items(moves, unit).iter().map(|item| item.points).sum();
            assert_eq!(difference, listed);
        }
        if let (Some(own), Some(others)) = (unit.rank.own, unit.rank.others) {
            assert_eq!(unit.rank.won(), Some(own + others));
        }
    }
}

fn causes(unit: &UnitMove) -> impl Iterator<Item = &Cause> {
    unit.nodes.iter().flat_map(|node| &node.parts).chain(&unit.parts).map(|part| &part.cause)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_new_rules_do_adds_up((old, new, rows, _, decisions) in case()) {
        let (before, after) = (Arc::new(compile(&old.text())), Arc::new(compile(&new.text())));
        let tables = [&before, &after].map(|p| adjusted(table(&rows, p.fields.len()), &decisions, p.nodes.len()));
        let [one, two] = tables;
        let (one, two) = (score(&before, one), score(&after, two));
        let side = Arc::new(Side::of(&one));
        let mut asker = Otherwise::new(&one);
        let moves = moves::rescored(&mut asker, &one, &side, &two);
        adds_up(&moves);
        // Asking leaves no trace.
        let again = moves::rescored(&mut asker, &one, &side, &two);
        prop_assert!(again == moves);
        prop_assert!(moves.units.iter().flat_map(causes).all(|cause| !matches!(cause, Cause::Data | Cause::RulesOrData)));
        // A part of which nothing is known can only be missing where a sum says so.
        prop_assert!(moves.tree.iter().all(|pair| pair.before.is_some() || pair.after.is_some()));
    }

    #[test]
    fn rules_and_data_together_add_up((old, new, rows, later, _) in case()) {
        let (before, after) = (Arc::new(compile(&old.text())), Arc::new(compile(&new.text())));
        let fields = before.fields.len();
        let one = score(&before, table(&rows, fields));
        let two = score(&after, table(&later, fields));
        let middle = score(&after, table(&rows, fields));
        let other = score(&before, table(&later, fields));
        let moves = moves::compared(&one, &two, &middle, Some(&other));
        adds_up(&moves);
        for unit in &moves.units {
            if let (Some(orders), Some(difference)) = (unit.orders, unit.difference) {
                prop_assert_eq!(orders.rules + orders.data, difference);
            }
        }
        adds_up(&moves::data_compared(&one, &score(&before, table(&later, fields))));
    }

    #[test]
    fn nothing_moves_between_an_assessment_and_itself((old, _, rows, _, decisions) in case()) {
        let program = Arc::new(compile(&old.text()));
        let one = score(&program, adjusted(table(&rows, program.fields.len()), &decisions, program.nodes.len()));
        let side = Arc::new(Side::of(&one));
        prop_assert!(moves::rescored(&mut Otherwise::new(&one), &one, &side, &one).is_empty());
        prop_assert!(moves::data_compared(&one, &one).is_empty());
        prop_assert!(moves::compared(&one, &one, &one, Some(&one)).is_empty());
        prop_assert!(moves::results_compared(Side::of(&one), Side::of(&one), true, true).is_empty());
    }

    /// One number changed is one effect: nothing is left for an interaction, and no other number is blamed.
    #[test]
    fn one_number_is_one_effect((old, _, rows, _, _) in case(), points in 21u32..40, at in any::<prop::sample::Index>()) {
        let mut new = old.clone();
        // Of the first section the parent may count otherwise.
        let (_, leaf) = at.get_mut(&mut new.sections[1]);
        leaf.points = points;
        let (before, after) = (Arc::new(compile(&old.text())), Arc::new(compile(&new.text())));
        let one = score(&before, table(&rows, before.fields.len()));
        let two = score(&after, table(&rows, after.fields.len()));
        let moves = moves::rescored(&mut Otherwise::new(&one), &one, &Arc::new(Side::of(&one)), &two);
        adds_up(&moves);
        prop_assert!(moves.parameters.len() <= 1);
        for cause in moves.units.iter().flat_map(causes) {
            prop_assert!(matches!(cause, Cause::Parameter(0) | Cause::Step(_) | Cause::Effects(_)), "{:?}", cause);
        }
    }
}

#[test]
fn every_cause_occurs_in_random_pairs() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..120 {
        let (old, new, rows, _, decisions) = case().new_tree(&mut runner).unwrap().current();
        let (before, after) = (Arc::new(compile(&old.text())), Arc::new(compile(&new.text())));
        let [one, two] =
            [&before, &after].map(|p| score(p, adjusted(table(&rows, p.fields.len()), &decisions, p.nodes.len())));
        let moves = moves::rescored(&mut Otherwise::new(&one), &one, &Arc::new(Side::of(&one)), &two);
        for cause in moves.units.iter().flat_map(causes) {
            seen.insert(match cause {
                Cause::Parameter(_) => "parameter".to_owned(),
                Cause::Effects(_) => "effects".to_owned(),
                Cause::Step(step) => format!("{step:?}"),
                other => format!("{other:?}"),
            });
        }
        let penalties = moves.units.iter().flat_map(|unit| &unit.nodes).filter(|node| moves.is_penalty(node.pair));
        for node in penalties.filter(|node| moves.tree[node.pair].parent.is_none()) {
            assert_eq!(node.difference.map(|difference| -difference), Some(node.contribution));
        }
        assert!(one.program.nodes.iter().any(|node| node.part == Part::Penalty));
    }
    let steps = [Step::Combination, Step::Rescaling, Step::Coefficient, Step::Cap, Step::Adjustment, Step::Rounding];
    for step in steps {
        assert!(seen.contains(&format!("{step:?}")), "{step:?} in {seen:?}");
    }
    for cause in ["parameter", "Interaction", "Rule", "Policy", "Added", "Removed", "Arrived", "Left", "effects"] {
        assert!(seen.contains(cause), "{cause} in {seen:?}");
    }
}
