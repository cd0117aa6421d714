//! Units beside others, and what items tell of units: as text, as a workbook, for programs.

pub mod items;
pub mod json;
pub mod text;
pub mod workbook;

use super::evidence;
use super::facts::{self, Shown, join, rounded, sentences};
use crate::analysis::benchmark::{Against, Compared, Reference, Row, Subject};
use crate::analysis::gaps;
use crate::number::{self, Decimal};
use crate::program::{NodeId, Part, Program};
use crate::scoring::{Assessment, Cell};
use crate::words::Lang;
use crate::words::benchmark::Bench;
use crate::words::labels::Label;

/// Decimals of a mean of values.
const MEAN_DIGITS: u32 = 4;

/// So many are written with every node.
const IN_FULL: usize = 200;

/// Some units compared.
#[derive(Debug, Clone, Copy)]
pub struct Benchmarked<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// Who is compared, in the order in which they are told.
    pub compared: &'a [Compared],
    /// What strengths and weaknesses are held against.
    pub against: Against,
    /// The language.
    pub lang: Lang,
}

/// A rate as people read it: `87.5%`.
fn percent(rate: Decimal) -> String {
    rate.checked_mul(Decimal::ONE_HUNDRED).map_or_else(String::new, |rate| number::fixed(rate, 1) + "%")
}

/// A difference of rates in points of a per cent, without its sign.
fn percent_points(apart: Decimal) -> String {
    apart.abs().checked_mul(Decimal::ONE_HUNDRED).map_or_else(String::new, |apart| number::fixed(apart, 1))
}

/// A number with its sign.
fn signed(value: Decimal, digits: Option<u32>) -> String {
    let text = rounded(value, digits);
    let nothing = text.chars().all(|c| matches!(c, '0' | '.' | '-'));
    if value > Decimal::ZERO && !nothing { format!("+{text}") } else { text }
}

/// A node as it is named.
fn named(program: &Program, node: NodeId) -> String {
    let node = program.node(node);
    format!("{} {}", node.id, node.title)
}

/// Nodes by their ids.
fn ids(program: &Program, nodes: impl Iterator<Item = NodeId>, lang: Lang) -> String {
    join(&nodes.map(|node| program.node(node).id.clone()).collect::<Vec<_>>(), lang)
}

impl Benchmarked<'_> {
    /// Whether every node of everybody is written, or strengths and weaknesses only.
    fn in_full(&self) -> bool {
        self.compared.len() <= IN_FULL
    }

    fn say(&self, word: &Bench) -> String {
        word.say(self.lang)
    }

    fn program(&self) -> &Program {
        &self.assessment.program
    }

    /// Decimals of a leaf's points.
    fn digits(&self) -> Option<u32> {
        self.program().rounding.leaf
    }

    fn name(&self, subject: Subject) -> &str {
        subject.name(self.assessment)
    }

    /// What they are held against, in words.
    fn against(&self) -> String {
        self.say(&match self.against {
            Against::Mean => Bench::AgainstMean { count: self.assessment.units() },
            Against::GroupMean => Bench::AgainstGroup,
            Against::Best => Bench::AgainstBest,
            Against::Target => Bench::AgainstTarget,
            Against::Peer(peer) => Bench::AgainstPeer { peer: self.name(peer).to_owned() },
        })
    }

    /// The total of a unit, of a group the mean of those that have one; and how many these are.
    fn total(&self, subject: Subject) -> (Option<Decimal>, usize) {
        let units = subject.units(self.assessment).into_iter();
        let totals: Vec<Decimal> = units.filter_map(|unit| self.assessment.total(unit).get()).collect();
        let sum = totals.iter().try_fold(Decimal::ZERO, |sum, total| sum.checked_add(*total));
        (sum.and_then(|sum| sum.checked_div(Decimal::from(totals.len()))), totals.len())
    }

    /// The other side, as it stands before its figures.
    fn whom(&self, row: &Row) -> String {
        match self.against {
            Against::Mean => self.say(&Bench::Mean),
            Against::GroupMean => self.say(&Bench::GroupMean),
            Against::Target => self.say(&Bench::Target),
            Against::Peer(peer) => self.name(peer).to_owned(),
            Against::Best => match row.best.as_ref().and_then(|best| best.who.first()) {
                Some(who) => self.name(*who).to_owned(),
                None => self.say(&Bench::Best),
            },
        }
    }

    /// Total, grade and place of a unit; of a group the mean total.
    fn result(&self, subject: Subject) -> String {
        let (total, count) = self.total(subject);
        let Some(total) = total else { return self.say(&Bench::NoTotal) };
        let total = rounded(total, self.program().rounding.total);
        if let Subject::Group(_) = subject {
            return self.say(&Bench::MeanTotal { total, count });
        }
        let (rank, grade) = self.standing(subject);
        let rank = rank.map(|rank| self.say(&Bench::Place { rank: rank.to_string() }));
        let parts = [Some(self.say(&Bench::Total { total })), Some(grade).filter(|grade| !grade.is_empty()), rank];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Place and grade; a group has none.
    fn standing(&self, subject: Subject) -> (Option<u64>, String) {
        let Subject::Unit(unit) = subject else { return (None, String::new()) };
        let grade = self.assessment.grade_name(self.assessment.grade(unit)).to_owned();
        (self.assessment.rank(unit), grade)
    }

    /// What a row is held against.
    fn other<'r>(&self, row: &'r Row) -> Option<&'r Reference> {
        match self.against {
            Against::Mean => row.mean.as_deref(),
            Against::GroupMean => row.group_mean.as_deref(),
            Against::Best => row.best.as_deref(),
            Against::Peer(_) => row.peer.as_ref(),
            Against::Target => None,
        }
    }

    /// The rates on both sides of a row that is compared.
    fn rates(&self, row: &Row) -> Option<(Decimal, Decimal)> {
        let penalty = self.program().node(row.node).part == Part::Penalty;
        let target = if penalty { Decimal::ZERO } else { Decimal::ONE };
        match self.against {
            Against::Peer(_) => Some((row.rate_beside_peer?, row.peer.as_ref()?.rate)),
            Against::Target => Some((row.rate?, target)),
            _ => Some((row.rate?, self.other(row)?.rate)),
        }
    }

    /// Who is best on a row.
    fn best_who(&self, row: &Row) -> String {
        let Some(best) = &row.best else { return String::new() };
        let itself = (row.rate == Some(best.rate)).then(|| self.say(&Bench::Itself));
        let first = itself.or_else(|| best.who.first().map(|who| self.name(*who).to_owned())).unwrap_or_default();
        if best.tied > 1 { self.say(&Bench::WhoElse { first, others: best.tied }) } else { first }
    }

    /// A value of a leaf as it is shown.
    fn value(&self, node: NodeId, value: Option<Decimal>) -> Option<Shown> {
        let leaf = self.program().node(node).leaf.as_ref()?;
        let value = number::guard(value?, number::GUARD_DIGITS);
        Some(Shown::of(Cell::known(value), &leaf.quantity, self.lang))
    }

    /// A mean of values as it is shown: a part of a count, and no more decimals than anyone reads.
    fn mean_value(&self, node: NodeId, value: Option<Decimal>) -> Option<Shown> {
        self.value(node, value.map(|value| number::guard(value, MEAN_DIGITS)))
    }

    /// The value on the other side; of a mean as a mean.
    fn other_value(&self, row: &Row) -> Option<Shown> {
        let value = self.other(row)?.value;
        match self.against {
            Against::Best | Against::Peer(Subject::Unit(_)) => self.value(row.node, value),
            _ => self.mean_value(row.node, value),
        }
    }

    fn own_value(&self, row: &Row, subject: Subject) -> Option<Shown> {
        match subject {
            Subject::Unit(_) => self.value(row.node, row.value),
            Subject::Group(_) => self.mean_value(row.node, row.value),
        }
    }

    /// The value that earns full points, for a unit.
    fn target_value(&self, node: NodeId, subject: Subject) -> Option<Shown> {
        let Subject::Unit(unit) = subject else { return None };
        let target = self.program().node(node).leaf.as_ref()?.target.as_ref()?;
        self.assessment.evaluate(&target.expr, unit).get()?;
        Some(Shown::operand(self.assessment, target, unit, self.lang))
    }

    /// The cells that a unit's value was read from: of fields each, of lists where its entries begin.
    fn sources(&self, node: NodeId, subject: Subject) -> String {
        let Subject::Unit(unit) = subject else { return String::new() };
        let fields = facts::sources(self.assessment, node, unit);
        let Some(leaf) = &self.program().node(node).leaf else { return fields };
        let lists = self.program().lists_behind(leaf.value).into_iter().filter_map(|list| {
            let entries = self.assessment.table.lists.get(list.index())?;
            let of = entries.of_unit(unit);
            let place = self.assessment.table.place(entries.entry(of.start)?.origin())?.describe();
            let count = of.len();
            (count > 0).then(|| self.say(&Bench::Entries { place, count }))
        });
        let fields = Some(fields).filter(|fields| !fields.is_empty());
        fields.into_iter().chain(lists).collect::<Vec<_>>().join("\n")
    }

    /// What a unit gave as evidence beside a leaf.
    fn evidence(&self, leaves: &[Option<NodeId>], node: NodeId, subject: Subject) -> String {
        let Subject::Unit(unit) = subject else { return String::new() };
        let name = named(self.program(), node);
        let lines = evidence::lines(self.assessment, leaves, unit, self.lang).into_iter();
        let texts: Vec<String> = lines
            .filter(|line| line.indicator == name)
            .map(|line| {
                [line.evidence, line.pages].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .filter(|text| !text.is_empty())
            .collect();
        sentences(&texts, self.lang)
    }

    /// A strength or a weakness in words.
    fn apart(&self, row: &Row) -> Option<String> {
        let (own, other) = self.rates(row)?;
        let difference = row.difference?;
        let points = rounded(row.points_apart?.abs(), self.digits());
        let node = named(self.program(), row.node);
        let penalty = self.program().node(row.node).part == Part::Penalty;
        let (own, other, apart) = (percent(own), percent(other), percent_points(difference));
        let whom = self.whom(row);
        let words = match (penalty, difference > Decimal::ZERO) {
            (false, true) => Bench::Ahead { node, own, whom, other, apart, points },
            (false, false) => Bench::Behind { node, own, whom, other, apart, points },
            (true, true) => Bench::TakesLess { node, own, whom, other, points },
            (true, false) => Bench::TakesMore { node, own, whom, other, points },
        };
        // Where the total is a plain sum it is the same number.
        let in_total = |value: Decimal| signed(value, self.program().rounding.total);
        let worth = row.worth.map(in_total).filter(|worth| row.points_apart.map(in_total).as_ref() != Some(worth));
        let worth = worth.map(|points| self.say(&Bench::InTotal { points }));
        Some(sentences(&std::iter::once(self.say(&words)).chain(worth).collect::<Vec<_>>(), self.lang))
    }

    /// What stands behind a strength or a weakness: values on both sides, the target, cells and evidence.
    fn behind(&self, row: &Row, subject: Subject, leaves: &[Option<NodeId>]) -> String {
        let value = |value: Option<Shown>, say: fn(String) -> Bench| value.map(|value| self.say(&say(value.written())));
        let text = |text: String, say: fn(String) -> Bench| {
            (!text.is_empty()).then(|| self.say(&say(text.replace('\n', self.gap()))))
        };
        let parts = [
            value(self.own_value(row, subject), |value| Bench::Actual { value }),
            self.other_value(row).map(|it| self.say(&Bench::OtherValue { whom: self.whom(row), value: it.written() })),
            value(self.target_value(row.node, subject), |value| Bench::TargetValue { value }),
            text(self.sources(row.node, subject), |source| Bench::From { source }),
            text(self.evidence(leaves, row.node, subject), |evidence| Bench::Evidence { evidence }),
        ];
        sentences(&parts.into_iter().flatten().collect::<Vec<_>>(), self.lang)
    }

    fn gap(&self) -> &'static str {
        if self.lang == Lang::Zh { "、" } else { ", " }
    }

    /// Points of a row, or why there are none that the rule gave.
    fn points(&self, row: &Row, subject: Subject) -> String {
        let node = self.program().node(row.node);
        match subject {
            Subject::Unit(unit) if node.leaf.is_some() && !row.lacks.is_empty() => {
                gaps::status_words(self.assessment.status(row.node, unit)).say(self.lang)
            }
            _ => {
                let digits = facts::digits(&self.program().rounding, node.level, node.leaf.is_some());
                row.points.map(|points| rounded(points, digits)).unwrap_or_default()
            }
        }
    }

    /// The leaves a node is compared without, in words.
    fn lacking(&self, row: &Row) -> Option<String> {
        let inner = self.program().node(row.node).leaf.is_none();
        let nodes = ids(self.program(), row.lacks.iter().copied(), self.lang);
        (inner && !row.lacks.is_empty()).then(|| self.say(&Bench::Lacks { nodes }))
    }

    fn label(&self, label: &Label) -> String {
        label.say(self.lang)
    }
}
