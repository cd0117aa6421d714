//! `results.json`: the whole assessment for other programs, written as it goes. `docs/results-json.md` describes it.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::ser::Formatter;

use super::About;
use super::diagnostics::entries;
use super::facts::{Shown, adjustments, change, rounding_words, rule_words, source_of, state_key};
use crate::analysis::deviations::{Deviation, Deviations, claim, claimed_total};
use crate::diagnostic::{Diagnostic, Place, cell_name};
use crate::number::{self, RoundingMode};
use crate::program::{Field, FieldId, Level, List, NodeId, Part as Section, Program};
use crate::scoring::{Assessment, Cell, Open};
use crate::submission::RESULTS_FORMAT;
use crate::table::{AdjustedBy, Adjustment, EntryTable, FieldColumn, Said, State, Table, date_text};
use crate::words::Lang;

/// Writes the file.
pub fn write(
    assessment: &Assessment,
    deviations: &Deviations,
    about: &About,
    diagnostics: &[Diagnostic],
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let file = File { assessment, deviations, about, diagnostics, lang };
    file.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Layered::default()))?;
    Ok(out.write_all(b"\n")?)
}

/// A sequence made while it is written.
struct Each<F>(F);

impl<I: IntoIterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Declares an object: its keys in order.
macro_rules! object {
    ($serializer:expr, $name:literal { $($key:literal : $value:expr),* $(,)? }) => {{
        let keys: &[&str] = &[$($key),*];
        let mut object = $serializer.serialize_struct($name, keys.len())?;
        $( object.serialize_field($key, &$value)?; )*
        object.end()
    }};
}

/// An object made by a closure, for parts that need no type of their own.
macro_rules! part {
    ($($key:literal : $value:expr),* $(,)?) => { {
        let mut object = serde_json::Map::new();
        $( object.insert($key.to_owned(), serde_json::json!($value)); )*
        object
    } };
}

struct File<'a> {
    assessment: &'a Assessment,
    deviations: &'a Deviations,
    about: &'a About,
    diagnostics: &'a [Diagnostic],
    lang: Lang,
}

impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let File { assessment, deviations, about, diagnostics, lang } = *self;
        let program = &assessment.program;
        let heading = &program.heading;
        let rounding = &program.rounding;
        let mode = match rounding.mode {
            RoundingMode::HalfUp => "half-up",
            RoundingMode::HalfEven => "half-even",
        };
        object!(serializer, "File" {
            "format": RESULTS_FORMAT,
            "tool_version": about.tool_version,
            "language": lang.tag(),
            "rubric": part! {
                "id": heading.id, "title": heading.title, "period": heading.period, "edition": heading.edition,
                "sha256": program.fingerprint, "file": about.rubric_file,
            },
            "inputs": Each(|| about.inputs.iter().map(|i| part! { "file": i.name, "sha256": i.fingerprint })),
            "parts": about.parts,
            "revises": about.revises,
            "rounding": part! {
                "leaf": rounding.leaf, "section": rounding.section, "total": rounding.total, "mode": mode,
                "words": rounding_words(rounding, lang),
            },
            "grades": Each(|| program.grades.iter().map(|grade| part! {
                "name": grade.name,
                "when": grade.when,
                "min": grade.min.and_then(|id| program.parameters.get(id.index())).map(|p| number::plain(p.value)),
            })),
            "nodes": Each(|| program.node_ids().map(|id| node(program, id, lang))),
            "effects": Each(|| program.effects.iter().map(|effect| part! {
                "id": effect.id,
                "kind": effect.kind.key(),
                "condition": effect.condition,
                "grade": effect.grade().and_then(|grade| program.grades.get(grade)).map(|grade| grade.name.as_str()),
                "changes": change(program, effect, lang),
                "say": effect.say,
            })),
            "units": Each(|| assessment.order().iter().map(|unit| Unit { assessment, deviations, position: *unit, lang })),
            "diagnostics": Each(|| entries(diagnostics, lang)),
        })
    }
}

type Part = serde_json::Map<String, serde_json::Value>;

fn node(program: &Program, id: NodeId, lang: Lang) -> Part {
    let node = program.node(id);
    part! {
        "id": node.id,
        "title": node.title,
        "level": match node.level {
            Level::Section => "section",
            Level::Indicator => "indicator",
            Level::Item => "item",
        },
        "part": match node.part {
            Section::Ordinary => "ordinary",
            Section::Bonus => "bonus",
            Section::Penalty => "penalty",
        },
        "parent": node.parent.map(|parent| program.node(parent).id.as_str()),
        "full": node.full_words.in_general(program, lang),
        "lead": node.lead,
        "support": node.support,
        "rule": Some(rule_words(program, node, lang)).filter(|rule| !rule.is_empty()),
    }
}

/// A value with every digit, in words that do not depend on the language of the reports.
fn exact(value: Shown) -> String {
    match value {
        Shown::Number(value) | Shown::Percent(value) => number::plain(value),
        other => other.plain(),
    }
}

/// A known value as text.
fn known(cell: Cell) -> Option<String> {
    cell.get().map(number::plain)
}

struct Unit<'a> {
    assessment: &'a Assessment,
    deviations: &'a Deviations,
    position: usize,
    lang: Lang,
}

impl Serialize for Unit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Unit { assessment, position: unit, lang, .. } = *self;
        let (program, table) = (&assessment.program, &assessment.table);
        let of = table.units.get(unit);
        let name = |grade: Option<usize>| grade.and_then(|g| program.grades.get(g)).map(|grade| grade.name.as_str());
        object!(serializer, "Unit" {
            "id": of.map(|unit| unit.id.as_str()),
            "name": of.map(|unit| unit.name.as_str()),
            "group": table.group_name(unit),
            "total": known(assessment.total(unit)),
            "full": known(assessment.cell(program.outcome.full, unit)),
            "grade": name(assessment.grade(unit)),
            "base_grade": name(assessment.base_grade(unit)),
            "rank": assessment.rank(unit),
            "group_rank": assessment.group_rank(unit),
            "interval": self.interval(),
            "effects": Each(|| assessment.effects(unit).filter_map(|e| program.effects.get(e)).map(|effect| part! {
                "id": effect.id, "say": effect.say,
            })),
            "grade_reasons": assessment.grade_reasons(unit, lang),
            "claimed_total": claimed_total(assessment, unit).map(number::plain),
            "follow_up": assessment.follow_ups(unit).map(|follow_up| follow_up.say.as_str()).collect::<Vec<_>>(),
            "adjustments": Each(|| adjustments(assessment, unit).into_iter().map(|pair| adjustment(program, table, pair))),
            "nodes": Each(|| program.node_ids().map(move |id| NodeOf { assessment, unit, id })),
            "values": Each(|| program.data_fields().map(move |(id, _)| Value { assessment, unit, id })),
            "sources": Each(|| program.data_fields().filter_map(move |(id, _)| said(assessment, id, unit))),
            "corrections": Each(|| program.data_fields().filter_map(move |(id, _)| correction(assessment, id, unit))),
            "deviations": Each(|| self.deviations.of_unit(unit).iter().map(|row| deviation(program, self.deviations, row))),
            "lists": Each(|| program.lists.iter().zip(&table.lists).map(|(list, entries)| entries_of(list, entries, unit))),
        })
    }
}

impl Unit<'_> {
    fn interval(&self) -> Option<Part> {
        let program = &self.assessment.program;
        let interval = self.assessment.interval(self.position)?;
        let grade = |position: usize| program.grades.get(position).map(|grade| grade.name.clone());
        let named = |open: &[Open]| -> Vec<String> {
            let name = |open: &Open| match open {
                Open::Leaf(node) => Some(program.node(*node).id.clone()),
                Open::Effect(effect) => program.effects.get(*effect).map(|effect| effect.id.clone()),
            };
            open.iter().filter_map(name).collect()
        };
        Some(part! {
            "total": interval.total.map(|(least, most)| [least, most].map(number::plain)),
            "grade": interval.grade.map(|(worst, best)| [grade(worst), grade(best)]),
            "open": named(&interval.open),
            "deciding": named(&interval.deciding),
        })
    }
}

/// An adjustment: what it changed and who decided so.
fn adjustment(program: &Program, table: &Table, (node, adjustment): (Option<NodeId>, &Adjustment)) -> Part {
    let (to, by) = match adjustment.change {
        AdjustedBy::To(points) => (Some(number::plain(points)), None),
        AdjustedBy::By(points) => (None, Some(number::plain(points))),
    };
    part! {
        "node": node.map(|node| program.node(node).id.as_str()),
        "to": to,
        "by": by,
        "reason": adjustment.reason,
        "person": adjustment.person,
        "date": adjustment.day.map(date_text),
        "source": table.place(adjustment.origin).and_then(source),
    }
}

/// A unit's entries of a list: each an object of the list's columns, with null where there is no value.
fn entries_of(list: &List, entries: &EntryTable, unit: usize) -> Part {
    let cell = |of: &Field, column: &FieldColumn, entry: usize| {
        let known = column.states.get(entry) == Some(&State::Known);
        known.then(|| exact(Shown::entry(of, column, entry, Lang::En)))
    };
    let rows: Vec<Part> = entries
        .of_unit(unit)
        .map(|entry| {
            let cells = list.columns.iter().zip(&entries.columns);
            cells.map(|(of, column)| (of.id.clone(), cell(of, column, entry).into())).collect()
        })
        .collect();
    part! {
        "list": list.id,
        "state": state_key(entries.states.get(unit).copied().unwrap_or(State::Missing)),
        "entries": rows,
    }
}

struct NodeOf<'a> {
    assessment: &'a Assessment,
    unit: usize,
    id: NodeId,
}

impl Serialize for NodeOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NodeOf { assessment, unit, id } = *self;
        let node = assessment.program.node(id);
        let (points, full) = (known(assessment.points(id, unit)), known(assessment.full(id, unit)));
        let status = assessment.status(id, unit).key();
        let claimed: Option<String> = claim(assessment, id, unit).map(number::plain);
        let Some(leaf) = &node.leaf else {
            return object!(serializer, "Node" {
                "id": node.id, "points": points, "full": full, "status": status, "claim": claimed,
            });
        };
        let value = assessment.cell(leaf.value, unit);
        object!(serializer, "Node" {
            "id": node.id,
            "points": points,
            "full": full,
            "status": status,
            "claim": claimed,
            "raw": known(assessment.cell(leaf.raw, unit)),
            "value": value.get().map(|_| exact(Shown::of(value, &leaf.quantity, Lang::En))),
            "value_state": state_key(value.state),
        })
    }
}

struct Value<'a> {
    assessment: &'a Assessment,
    unit: usize,
    id: FieldId,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value { assessment, unit, id } = *self;
        let field = id.index();
        let of = assessment.program.fields.get(field);
        let state = assessment.table.fields.get(field).and_then(|column| column.states.get(unit)).copied();
        let state = state.unwrap_or(State::Missing);
        let value =
            of.filter(|_| state == State::Known).map(|of| exact(Shown::field(assessment, id, of, unit, Lang::En)));
        let remarks = assessment.table.remark(unit, field);
        object!(serializer, "Value" {
            "field": of.map(|field| field.id.as_str()),
            "value": value,
            "state": state_key(state),
            "source": source_of(assessment, id, unit).and_then(source),
            "evidence": remarks.and_then(|remarks| remarks.evidence.as_deref()),
            "pages": remarks.and_then(|remarks| remarks.pages.as_deref()),
            "remark": remarks.and_then(|remarks| remarks.remark.as_deref()),
            "reason": remarks.and_then(|remarks| remarks.reason.as_deref()),
        })
    }
}

/// What each source says of a value, where several speak.
fn said(assessment: &Assessment, field: FieldId, unit: usize) -> Option<Part> {
    let table = &assessment.table;
    let all = table.said.get(&(u32::try_from(unit).ok()?, field.0))?;
    let of = assessment.program.fields.get(field.index())?;
    let one = |said: &Said| {
        part! {
            "by": said.source.map(crate::source::Source::key),
            "value": (said.state == State::Known).then(|| exact(Shown::said(said, of, Lang::En))),
            "state": state_key(said.state),
            "source": table.place(said.origin).and_then(source),
        }
    };
    Some(part! { "field": of.id, "said": all.iter().map(one).collect::<Vec<_>>() })
}

/// What a person put in place of a value, and of what.
fn correction(assessment: &Assessment, field: FieldId, unit: usize) -> Option<Part> {
    let table = &assessment.table;
    let correction = table.corrections.get(&(u32::try_from(unit).ok()?, field.0))?;
    let of = assessment.program.fields.get(field.index())?;
    let before = correction.replaced.as_ref();
    Some(part! {
        "field": of.id,
        "before": before.filter(|said| said.state == State::Known).map(|said| exact(Shown::said(said, of, Lang::En))),
        "before_state": state_key(before.map_or(State::Missing, |said| said.state)),
        "before_source": before.and_then(|said| table.place(said.origin)).and_then(source),
        "reason": correction.reason,
        "person": correction.person,
    })
}

/// What is claimed and what each source would give on a leaf, or on all claimed leaves together.
fn deviation(program: &Program, deviations: &Deviations, row: &Deviation) -> Part {
    let by = deviations.alone.iter().zip(&row.by_source);
    let by: Part = by
        .filter_map(|(alone, points)| Some((alone.source.key().to_owned(), number::plain((*points)?).into())))
        .collect();
    part! {
        "node": row.node.map(|node| program.node(node).id.as_str()),
        "claimed": row.claimed.map(number::plain),
        "by": by,
        "points": row.points.map(number::plain),
        "excess": row.excess.map(number::plain),
        "inflated": row.inflated,
    }
}

fn source(place: Place) -> Option<Part> {
    match place {
        Place::Cell { file, sheet, row, column } => {
            Some(part! { "file": file.as_ref(), "sheet": sheet.as_deref(), "cell": cell_name(row, column) })
        }
        Place::File(file) => Some(part! { "file": file.as_ref(), "sheet": None::<&str>, "cell": None::<&str> }),
        _ => None,
    }
}

/// Lines for the outer layers, one line for what is deeper: a node of a unit is a line.
#[derive(Default)]
struct Layered {
    depth: usize,
    /// Whether the array or object at each depth holds something.
    filled: bool,
}

/// Depth below which a value is kept on one line.
const LINES: usize = 4;

impl Layered {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled && self.depth < LINES {
            self.line(out)?;
        }
        self.filled = true;
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.filled = true;
        match (first, self.depth <= LINES) {
            (true, true) => self.line(out),
            (true, false) => Ok(()),
            (false, true) => out.write_all(b",").and_then(|()| self.line(out)),
            (false, false) => out.write_all(b", "),
        }
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b" "))
    }
}

impl Formatter for Layered {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::number::Decimal;

    fn text() -> String {
        let assessment = fixture::assessment();
        let mut bytes = Vec::new();
        let about = fixture::about(&assessment);
        let deviations = Deviations::of(&assessment);
        write(&assessment, &deviations, &about, &crate::scoring::diagnostics(&assessment), Lang::Zh, &mut bytes)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_whole_assessment_in_one_file() {
        insta::assert_snapshot!("results_json", text());
    }

    #[test]
    fn every_number_is_the_assessments_own() {
        let assessment = fixture::assessment();
        let file: serde_json::Value = serde_json::from_str(&text()).unwrap();
        let read = |value: &serde_json::Value| value.as_str().map(|text| text.parse::<Decimal>().unwrap());
        for (row, &unit) in assessment.order().iter().enumerate() {
            let of = &file["units"][row];
            assert_eq!(read(&of["total"]), assessment.total(unit).get());
            assert_eq!(of["rank"].as_u64(), assessment.rank(unit));
            for id in assessment.program.node_ids() {
                let node = &of["nodes"][id.index()];
                assert_eq!(read(&node["points"]), assessment.points(id, unit).get());
                assert_eq!(read(&node["full"]), assessment.full(id, unit).get());
                assert_eq!(node["status"], assessment.status(id, unit).key());
            }
        }
    }
}
