//! One of two assessments that are held against each other: what every node of every unit came to, step by step.

use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{At, Change, EffectKind, Level, NodeId, Part, Program, Station, Step, Weighted};
use crate::scoring::{Assessment, Cell, Vector};
use crate::table::{State, Table};

/// What a rubric or a saved result says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// The rubric's id.
    pub id: String,
    /// The printed title.
    pub title: String,
    /// The period.
    pub period: String,
    /// The edition.
    pub edition: String,
    /// The fingerprint of the rubric.
    pub rubric: String,
    /// What a unit is called.
    pub unit: String,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideUnit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its group.
    pub group: String,
}

/// How a node enters what stands above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enters {
    /// With its points.
    AsPoints,
    /// With a share: of a weighted mean, or with its points changed in sign.
    With(Vec<Decimal>),
    /// Not by adding: only the least, the highest or a product counts.
    Not,
}

/// A flow of points: where it starts and what each step does to it, by unit. What is not there counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// What a leaf's rule and policies give, or what the children bring together.
    pub start: Vec<Decimal>,
    /// What each step adds, in order; steps that change nobody's points are left out.
    pub steps: Vec<(Step, Vec<Decimal>)>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideNode {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its parent.
    pub parent: Option<usize>,
    /// Its level.
    pub level: Level,
    /// How its section enters the total.
    pub part: Part,
    /// Whether it has children.
    pub leaf: bool,
    /// Its points, by unit.
    pub points: Vector,
    /// How it enters what stands above it.
    pub enters: Enters,
    /// How its points come about.
    pub flow: Flow,
}

/// A condition that changed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideEffect {
    /// `V1`
    pub id: String,
    /// What it is called.
    pub kind: EffectKind,
    /// What it says.
    pub say: String,
    /// The best grade it leaves, as a position in the grades.
    pub grade: Option<usize>,
    /// The nodes it changes.
    pub nodes: Vec<usize>,
}

/// A grade with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideGrade {
    /// `A`
    pub name: String,
    /// The least total.
    pub min: Option<Decimal>,
    /// Whether it takes a condition too.
    pub conditional: bool,
}

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The total.
    pub total: Cell,
    /// The place among all.
    pub rank: Option<u64>,
    /// The place within the group.
    pub group_rank: Option<u64>,
    /// The grade, as a position in the grades.
    pub grade: Option<usize>,
    /// The grade by points alone.
    pub base_grade: Option<usize>,
    /// The effects that took hold, as positions.
    pub effects: Vec<usize>,
}

/// One of two assessments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What it says of itself.
    pub heading: Heading,
    /// The units.
    pub units: Vec<SideUnit>,
    /// The nodes, a parent before its children.
    pub nodes: Vec<SideNode>,
    /// How the total comes about.
    pub total: Flow,
    /// The grades from best to worst.
    pub grades: Vec<SideGrade>,
    /// What can change points and grades.
    pub effects: Vec<SideEffect>,
    /// Where each unit stands.
    pub standings: Vec<Standing>,
    /// Decimals kept of a leaf, a section, the total.
    pub decimals: [Option<u32>; 3],
}

/// What counts: the points, nothing where they were left out; none where they cannot be told.
pub fn counted(cell: Cell) -> Option<Decimal> {
    match cell.state {
        State::Known => Some(cell.value),
        State::NotApplicable => Some(Decimal::ZERO),
        _ => None,
    }
}

impl Side {
    /// An assessment.
    pub fn of(assessment: &Assessment) -> Side {
        let program = &assessment.program;
        let table = &assessment.table;
        let units = 0..assessment.units();
        let unit = |unit: usize| {
            let of = table.units.get(unit);
            let text = |pick: fn(&crate::table::Unit) -> &String| of.map(pick).cloned().unwrap_or_default();
            SideUnit { id: text(|u| &u.id), name: text(|u| &u.name), group: table.group_name(unit).to_owned() }
        };
        let mut nodes: Vec<SideNode> = program.node_ids().map(|id| node(assessment, id)).collect();
        for id in program.node_ids() {
            if let Some(weighted) = program.weighted(id) {
                share(assessment, weighted, &program.node(id).children, &mut nodes);
            }
        }
        let sections: Vec<NodeId> =
            program.sections().filter(|(_, s)| s.part == Part::Ordinary).map(|(id, _)| id).collect();
        match program.weighted_total() {
            Some(weighted) => share(assessment, weighted, &sections, &mut nodes),
            None if program.whole.combine.is_some() => {
                for id in &sections {
                    nodes[id.index()].enters = Enters::Not;
                }
            }
            None => {}
        }
        for id in program.node_ids().rev().filter(|id| program.node(*id).leaf.is_none()) {
            let children: Vec<usize> = program.node(id).children.iter().map(|child| child.index()).collect();
            let start = together(&nodes, &children, assessment.units());
            let stations = program.stations(id);
            nodes[id.index()].flow = flow(assessment, start, &stations, Some(id));
        }
        let decimals = [program.rounding.leaf, program.rounding.section, program.rounding.total];
        Side {
            heading: heading(program),
            units: units.clone().map(unit).collect(),
            total: total(assessment, &mut nodes),
            nodes,
            grades: grades(program),
            effects: effects(program),
            standings: units.map(|unit| standing(assessment, unit)).collect(),
            decimals,
        }
    }

    /// Points of a node.
    pub fn points(&self, node: usize, unit: usize) -> Cell {
        self.nodes.get(node).map_or(Cell::unknown(State::Missing), |node| node.points.cell(unit))
    }

    /// What a node adds to what stands above it.
    pub fn entering(&self, node: usize, unit: usize) -> Decimal {
        let Some(node) = self.nodes.get(node) else { return Decimal::ZERO };
        match &node.enters {
            Enters::AsPoints => counted(node.points.cell(unit)).unwrap_or_default(),
            Enters::With(share) => share.get(unit).copied().unwrap_or_default(),
            Enters::Not => Decimal::ZERO,
        }
    }

    /// The standing of a unit.
    pub fn standing(&self, unit: usize) -> Option<&Standing> {
        self.standings.get(unit)
    }

    /// A grade's name.
    pub fn grade_name(&self, grade: Option<usize>) -> Option<&str> {
        grade.and_then(|grade| self.grades.get(grade)).map(|grade| grade.name.as_str())
    }
}

fn heading(program: &Program) -> Heading {
    let of = &program.heading;
    Heading {
        id: of.id.clone(),
        title: of.title.clone(),
        period: of.period.clone(),
        edition: of.edition.clone(),
        rubric: program.fingerprint.clone(),
        unit: of.unit.clone(),
    }
}

fn grades(program: &Program) -> Vec<SideGrade> {
    let min = |id: crate::program::ParameterId| program.parameters.get(id.index()).map(|parameter| parameter.value);
    let grade = |grade: &crate::program::Grade| SideGrade {
        name: grade.name.clone(),
        min: grade.min.and_then(min),
        conditional: grade.when.is_some(),
    };
    program.grades.iter().map(grade).collect()
}

fn effects(program: &Program) -> Vec<SideEffect> {
    let effect = |effect: &crate::program::Effect| SideEffect {
        id: effect.id.clone(),
        kind: effect.kind,
        say: effect.say.clone(),
        grade: effect.grade(),
        nodes: match &effect.change {
            Change::Nodes(nodes) => nodes.iter().map(|node| node.index()).collect(),
            _ => Vec::new(),
        },
    };
    program.effects.iter().map(effect).collect()
}

fn standing(assessment: &Assessment, unit: usize) -> Standing {
    Standing {
        total: assessment.total(unit),
        rank: assessment.rank(unit),
        group_rank: assessment.group_rank(unit),
        grade: assessment.grade(unit),
        base_grade: assessment.base_grade(unit),
        effects: assessment.effects(unit).collect(),
    }
}

/// A node, its children aside.
fn node(assessment: &Assessment, id: NodeId) -> SideNode {
    let program = &assessment.program;
    let node = program.node(id);
    let combined = node.parent.is_some_and(|parent| program.node(parent).combine.is_some());
    let flow = match (&node.leaf, program.computed(id)) {
        (Some(_), Some(computed)) => {
            let computed = assessment.evaluate_all(computed);
            let start = (0..assessment.units()).map(|unit| guarded(computed.cell(unit)).unwrap_or_default()).collect();
            flow(assessment, start, &program.stations(id), Some(id))
        }
        _ => Flow::default(),
    };
    SideNode {
        id: node.id.clone(),
        title: node.title.clone(),
        parent: node.parent.map(NodeId::index),
        level: node.level,
        part: node.part,
        leaf: node.leaf.is_some(),
        points: assessment.vector(node.points).cloned().unwrap_or_default(),
        enters: if combined { Enters::Not } else { Enters::AsPoints },
        flow,
    }
}

fn guarded(cell: Cell) -> Option<Decimal> {
    counted(cell).map(|value| number::guard(value, GUARD_DIGITS))
}

/// Gives each child its share of a weighted mean.
fn share(assessment: &Assessment, weighted: Weighted<'_>, children: &[NodeId], nodes: &mut [SideNode]) {
    let (divisor, factor) = (assessment.evaluate_all(weighted.divisor), assessment.evaluate_all(weighted.factor));
    for (child, term) in children.iter().zip(weighted.terms) {
        let term = assessment.evaluate_all(term);
        let of = |unit: usize| {
            let (term, divisor, factor) =
                (counted(term.cell(unit))?, counted(divisor.cell(unit))?, counted(factor.cell(unit))?);
            let share = term.checked_div(divisor)?.checked_mul(factor)?;
            Some(number::guard(share, GUARD_DIGITS))
        };
        let shares = (0..assessment.units()).map(|unit| of(unit).unwrap_or_default()).collect();
        nodes[child.index()].enters = Enters::With(shares);
    }
}

/// What nodes bring together.
fn together(nodes: &[SideNode], children: &[usize], units: usize) -> Vec<Decimal> {
    let mut sum = vec![Decimal::ZERO; units];
    for child in children.iter().filter_map(|child| nodes.get(*child)) {
        for (unit, sum) in sum.iter_mut().enumerate() {
            let brings = match &child.enters {
                Enters::AsPoints => counted(child.points.cell(unit)),
                Enters::With(share) => share.get(unit).copied(),
                Enters::Not => None,
            };
            *sum = brings.and_then(|brings| sum.checked_add(brings)).unwrap_or(*sum);
        }
    }
    sum
}

/// Follows the stations from a start.
fn flow(assessment: &Assessment, start: Vec<Decimal>, stations: &[Station<'_>], node: Option<NodeId>) -> Flow {
    let mut at = start.clone();
    let mut steps = Vec::new();
    follow(assessment, &mut at, stations, node, &mut steps);
    Flow { start, steps }
}

/// Goes on from where a flow stands.
fn follow(
    assessment: &Assessment,
    at: &mut [Decimal],
    stations: &[Station<'_>],
    node: Option<NodeId>,
    steps: &mut Vec<(Step, Vec<Decimal>)>,
) {
    for station in stations {
        if station.step == Step::Adjustment && !is_adjusted(&assessment.table, node) {
            continue;
        }
        let gathered;
        let values = match station.leaves {
            At::Column(id) => match assessment.vector(id) {
                Some(vector) => vector,
                None => continue,
            },
            At::Expr(expr) => {
                gathered = assessment.evaluate_all(expr);
                &gathered
            }
        };
        let mut adds = vec![Decimal::ZERO; at.len()];
        for (unit, (at, adds)) in at.iter_mut().zip(&mut adds).enumerate() {
            // What is not known is passed over: the next station that is tells the rest.
            let Some(value) = guarded(values.cell(unit)) else { continue };
            *adds = value.checked_sub(*at).unwrap_or_default();
            *at = value;
        }
        if adds.iter().all(Decimal::is_zero) {
            continue;
        }
        match steps.iter_mut().find(|(step, _)| *step == station.step) {
            Some((_, sum)) => sum.iter_mut().zip(adds).for_each(|(sum, more)| *sum = sum.saturating_add(more)),
            None => steps.push((station.step, adds)),
        }
    }
}

fn is_adjusted(table: &Table, node: Option<NodeId>) -> bool {
    let node = node.map_or(Table::TOTAL, |node| node.0);
    table.adjustments.range((node, 0)..=(node, u32::MAX)).next().is_some()
}

/// The flow of the total. Penalties enter it with their sign changed.
fn total(assessment: &Assessment, nodes: &mut [SideNode]) -> Flow {
    let program = &assessment.program;
    let stations = program.total_stations();
    let mut of: [Vec<usize>; 2] = Default::default();
    for (id, section) in program.sections() {
        of[usize::from(section.part != Part::Ordinary)].push(id.index());
        if section.part == Part::Penalty {
            let points = &nodes[id.index()].points;
            let takes = |unit| counted(points.cell(unit)).map_or(Decimal::ZERO, |taken| -taken);
            let takes: Vec<Decimal> = (0..assessment.units()).map(takes).collect();
            nodes[id.index()].enters = Enters::With(takes);
        }
    }
    let [ordinary, outside] = of.map(|sections| together(nodes, &sections, assessment.units()));
    let mut start = ordinary.clone();
    let mut at = ordinary;
    let mut steps = Vec::new();
    follow(assessment, &mut at, &stations.sections, None, &mut steps);
    for ((at, start), more) in at.iter_mut().zip(&mut start).zip(outside) {
        *at = at.saturating_add(more);
        *start = start.saturating_add(more);
    }
    follow(assessment, &mut at, &stations.total, None, &mut steps);
    Flow { start, steps }
}
