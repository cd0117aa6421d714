//! What the page of one unit shows beyond the ranking, as the script reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use super::problems::Whose;
use super::shapes::{Cut, Shapes};
use crate::analysis::deviations::{Deviation, values};
use crate::analysis::explain::{Behind, Earned};
use crate::analysis::improve::{self, Line};
use crate::analysis::{explain, gaps};
use crate::number::Decimal;
use crate::program::{NodeId, Program, Status};
use crate::report::evidence;
use crate::report::facts::{self, Shown, counted_words, digits, printable, rounded, rule_words, speaker};
use crate::report::rubric::RubricWords;
use crate::words::labels::Label;

/// Leaves of all units up to which the data is told of those, too, that lost nothing: beyond, the page would be slow to write
/// and large, and results.xlsx has it.
const LEAVES: usize = 100_000;
/// Units shown before and after a unit.
const NEARBY: usize = 2;

/// A unit's page. The script knows its fields by their letters.
#[derive(Debug, Serialize)]
pub(super) struct Unit {
    /// Total and full points in a sentence.
    t: String,
    /// How total, grade and place came about: what each line is about, and what it says.
    w: Vec<[String; 2]>,
    /// How far the lines of the grades are.
    l: Vec<String>,
    /// Points of every node, separated by blanks; `-` where there are none.
    p: String,
    /// A digit a node: what became of it.
    s: String,
    /// Full points where they are not those of the rubric in general, by node.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    f: BTreeMap<usize, String>,
    /// Reasons of every node, separated by semicolons: see [`Shapes`].
    r: String,
    /// Gaps, the largest first: node, points lost, and why, as reasons are written.
    g: Vec<(usize, String, String)>,
    /// Units nearby in the ranking: position, difference.
    n: Vec<(usize, String)>,
    /// The same within the group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    k: Vec<(usize, String)>,
    /// What is claimed and what each source would give.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    d: Vec<Vec<String>>,
    /// What several sources say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    v: Vec<[String; 5]>,
    /// Evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    e: Vec<[String; 7]>,
    /// Questions about its data, as rows of that table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    q: Vec<usize>,
}

/// A unit before its reasons are written with those of the others.
#[derive(Debug)]
pub(super) struct Draft {
    unit: Unit,
    reasons: Vec<Cut>,
    gaps: Vec<(usize, String, Cut)>,
}

impl Draft {
    /// The unit with its reasons written.
    pub(super) fn written(self, shapes: &mut Shapes) -> Unit {
        let reasons: Vec<String> = self.reasons.into_iter().map(|cut| shapes.written(cut)).collect();
        let gaps = self.gaps.into_iter().map(|(node, lost, why)| (node, lost, shapes.written(why)));
        Unit { r: reasons.join(";"), g: gaps.collect(), ..self.unit }
    }
}

/// What is worked out once for all units.
pub(super) struct Drafts<'a> {
    page: &'a Page<'a>,
    /// Rules and full points of nodes as they are in general.
    rules: Vec<String>,
    fulls: Vec<Option<Decimal>>,
    behind: Behind,
    earned: Earned,
    evidence: Vec<Option<NodeId>>,
    /// What sources say, by unit.
    said: BTreeMap<usize, Vec<[String; 5]>>,
    /// Of each group, its units in the order of the ranking, as positions in it; and where each unit stands there.
    groups: Vec<Vec<usize>>,
    places: Vec<usize>,
    whose: Whose,
}

impl<'a> Drafts<'a> {
    pub(super) fn new(page: &'a Page<'a>) -> Drafts<'a> {
        let (assessment, lang) = (page.assessment, page.lang);
        let program = &assessment.program;
        let mut groups = vec![Vec::new(); assessment.table.groups.len()];
        let mut places = vec![0; assessment.units()];
        for (position, unit) in assessment.order().iter().enumerate() {
            let group = assessment.table.units.get(*unit).and_then(|of| groups.get_mut(of.group));
            if let (Some(group), Some(place)) = (group, places.get_mut(*unit)) {
                *place = group.len();
                group.push(position);
            }
        }
        Drafts {
            page,
            rules: program.node_ids().map(|id| rule_words(program, program.node(id), lang)).collect(),
            fulls: RubricWords::of(program, lang).nodes.iter().map(|node| node.full).collect(),
            behind: Behind::of(program),
            earned: if assessment.units() * page.counts.leaves <= LEAVES { Earned::Data } else { Earned::Nothing },
            evidence: evidence::leaves(program),
            said: said(page),
            groups,
            places,
            whose: Whose::of(assessment, page.diagnostics),
        }
    }

    /// The unit at a position of the ranking.
    pub(super) fn draft(&self, position: usize) -> Draft {
        let Page { assessment, lang, .. } = *self.page;
        let unit = assessment.order().get(position).copied().unwrap_or_default();
        let program = &assessment.program;
        let whole = explain::unit(assessment, unit, 0, lang);
        let (above, below) = improve::lines(assessment, assessment.total(unit));
        let fulls: BTreeMap<usize, String> = program
            .node_ids()
            .map(|id| (id, assessment.full(id, unit)))
            .filter(|(id, full)| full.get().is_none() || self.fulls.get(id.index()) != Some(&full.get()))
            .map(|(id, full)| (id.index(), facts::points(full, None, lang)))
            .collect();
        let lines = explain::nodes(assessment, &self.behind, unit, self.earned, lang);
        let usual = self.rules.iter().map(String::as_str).chain(std::iter::repeat(""));
        let evidence = evidence::lines(assessment, &self.evidence, unit, lang).into_iter().map(evidence_row);
        let deviations = self.page.deviations.of_unit(unit).iter().map(|row| self.deviation(row));
        let of_group = assessment.table.units.get(unit).and_then(|of| self.groups.get(of.group));
        let place = self.places.get(unit).copied().unwrap_or_default();
        Draft {
            unit: Unit {
                t: printable(&whole.title),
                w: whole.lines.into_iter().map(|line| [printable(&line.about), printable(&line.says)]).collect(),
                l: [above.map(|line| self.line(line, true)), below.map(|line| self.line(line, false))]
                    .into_iter()
                    .flatten()
                    .collect(),
                p: program.node_ids().map(|id| self.points(id, unit)).collect::<Vec<_>>().join(" "),
                s: program.node_ids().map(|id| digit(assessment.status(id, unit))).collect(),
                f: fulls,
                r: String::new(),
                g: Vec::new(),
                n: self.nearby(unit, position, |at| (at < assessment.units()).then_some(at)),
                k: match of_group {
                    Some(group) if self.groups.len() > 1 => self.nearby(unit, place, |at| group.get(at).copied()),
                    _ => Vec::new(),
                },
                d: deviations.collect(),
                v: self.said.get(&unit).cloned().unwrap_or_default(),
                e: evidence.collect(),
                q: self.whose.of_unit(unit).to_vec(),
            },
            reasons: lines.iter().zip(usual).map(|(lines, usual)| Cut::of(lines, usual)).collect(),
            gaps: gaps::of_unit(assessment, unit).iter().map(|gap| self.gap(gap)).collect(),
        }
    }

    fn points(&self, id: NodeId, unit: usize) -> String {
        let (program, node) = (&self.page.assessment.program, self.page.assessment.program.node(id));
        let decimals = digits(&program.rounding, node.level, node.leaf.is_some());
        self.page.assessment.points(id, unit).get().map_or_else(|| "-".to_owned(), |points| rounded(points, decimals))
    }

    fn line(&self, line: Line, above: bool) -> String {
        let assessment = self.page.assessment;
        let grade = assessment.grade_name(Some(line.grade)).to_owned();
        let (min, margin) = (rounded(line.min, None), rounded(line.margin, None));
        let label =
            if above { Label::LineAbove { grade, min, margin } } else { Label::LineBelow { grade, min, margin } };
        printable(&label.say(self.page.lang))
    }

    fn gap(&self, gap: &gaps::Gap) -> (usize, String, Cut) {
        let lost = rounded(gap.lost, self.page.assessment.program.rounding.leaf);
        let says = gaps::reason(self.page.assessment, gap, self.page.lang);
        let usual = self.rules.get(gap.node.index()).map_or("", String::as_str);
        (gap.node.index(), lost, Cut::of(&[explain::Line { about: String::new(), says }], usual))
    }

    /// Those before and after a place, and by how much their totals differ from the unit's.
    fn nearby(&self, unit: usize, place: usize, at: impl Fn(usize) -> Option<usize>) -> Vec<(usize, String)> {
        let assessment = self.page.assessment;
        let difference = |position: usize| {
            let other = assessment.order().get(position)?;
            let apart = assessment.total(*other).get()?.checked_sub(assessment.total(unit).get()?)?;
            let sign = if apart > Decimal::ZERO { "+" } else { "" };
            Some(format!("{sign}{}", rounded(apart, assessment.program.rounding.total)))
        };
        (place.saturating_sub(NEARBY)..=place + NEARBY)
            .filter_map(at)
            .map(|position| (position, difference(position).unwrap_or_default()))
            .collect()
    }

    fn deviation(&self, row: &Deviation) -> Vec<String> {
        let Page { assessment, lang, .. } = *self.page;
        let program = &assessment.program;
        let shown =
            |points: &Option<Decimal>| points.map(|points| rounded(points, program.rounding.leaf)).unwrap_or_default();
        let mut cells = match row.node {
            Some(id) => vec![named(program, id), facts::points(assessment.full(id, row.unit), None, lang)],
            None => vec![Label::AllClaimed.say(lang), String::new()],
        };
        cells.push(shown(&row.claimed));
        cells.extend(row.by_source.iter().map(shown));
        cells.extend([shown(&row.points), shown(&row.excess)]);
        cells.push(if row.inflated { Label::Inflated.say(lang) } else { String::new() });
        cells
    }
}

/// A status as a digit.
fn digit(status: Status) -> char {
    u32::try_from(status.code()).ok().and_then(|code| char::from_digit(code, 10)).unwrap_or('0')
}

/// Id and title of a node.
pub(super) fn named(program: &Program, id: NodeId) -> String {
    let node = program.node(id);
    printable(&format!("{} {}", node.id, node.title))
}

/// Full points of every node as the rubric sets them in general.
pub(super) fn fulls(program: &Program, page: &Page<'_>) -> Vec<String> {
    let full = |id| printable(&crate::report::rubric::full_points(program, program.node(id), page.lang));
    program.node_ids().map(full).collect()
}

/// Field, what each says, whether they differ, whose word counts and why: by unit.
fn said(page: &Page<'_>) -> BTreeMap<usize, Vec<[String; 5]>> {
    let (table, lang) = (&page.assessment.table, page.lang);
    let mut by_unit: BTreeMap<usize, Vec<[String; 5]>> = BTreeMap::new();
    for row in values(table) {
        let Some(field) = page.assessment.program.fields.get(row.field.index()) else { continue };
        let one = |said: &&crate::table::Said| {
            let place = table.place(said.origin).map(|place| format!(" ({})", place.describe())).unwrap_or_default();
            format!("{} {}{place}", speaker(said, lang), Shown::said(said, field, lang).written())
        };
        let all: Vec<String> = row.said.iter().map(one).collect();
        let counted = row.counted.and_then(|at| row.said.get(at)).map(|said| speaker(said, lang));
        let cells = [
            field.label.clone(),
            facts::sentences(&all, lang),
            if row.differ { Label::Differ.say(lang) } else { String::new() },
            counted.unwrap_or_default(),
            counted_words(&row, field).say(lang),
        ];
        by_unit.entry(row.unit).or_default().push(cells.map(|cell| printable(&cell)));
    }
    by_unit
}

fn evidence_row(line: evidence::Line) -> [String; 7] {
    let value = line.value.as_ref().map(Shown::written).unwrap_or_default();
    [line.indicator, line.field, value, line.evidence, line.pages, line.remark, line.source]
        .map(|cell| printable(&cell))
}
