//! What several formats say alike: counts, self scores, values as they are shown, and the row of a gap.

use crate::analysis::deviations::Compared;
use crate::analysis::gaps::{self, Gap};
use crate::diagnostic::Place;
use crate::number::{self, Decimal};
use crate::program::{
    Change, Effect, EffectKind, Field, FieldId, Level, Node, NodeId, Operand, Part, Program, Quantity, RoundingPlan,
    Status, show,
};
use crate::scoring::{Assessment, Cell};
use crate::table::{self, Adjustment, EntryCell, FieldColumn, Said, State};
use crate::words::Lang;
use crate::words::labels::Label;

/// The counts that open a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Units assessed.
    pub units: usize,
    /// Leaves of the rubric.
    pub leaves: usize,
    /// Leaves without a value, over all units.
    pub missing: usize,
    /// Leaves that do not apply, over all units.
    pub not_applicable: usize,
    /// Leaves that lost points, over all units.
    pub gaps: usize,
    /// Units of each grade, in the order of the program's grades.
    pub grades: Vec<usize>,
}

impl Counts {
    /// Counts an assessment.
    pub fn of(assessment: &Assessment) -> Counts {
        let program = &assessment.program;
        let mut counts = Counts {
            units: assessment.units(),
            leaves: program.leaves().count(),
            missing: 0,
            not_applicable: 0,
            gaps: 0,
            grades: vec![0; program.grades.len()],
        };
        for unit in 0..assessment.units() {
            if let Some(count) = assessment.grade(unit).and_then(|grade| counts.grades.get_mut(grade)) {
                *count += 1;
            }
            for (node, _, _) in program.leaves() {
                match assessment.status(node, unit) {
                    Status::Missing => counts.missing += 1,
                    Status::NotApplicable => counts.not_applicable += 1,
                    Status::Scored | Status::Overflow | Status::Unproven => {}
                }
            }
        }
        counts.gaps = gaps::all(assessment).count();
        counts
    }
}

/// A value as a cell holds it: a number stays a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// A plain number.
    Number(Decimal),
    /// A fraction shown as a percentage.
    Percent(Decimal),
    /// Days since 1970-01-01.
    Date(i64),
    /// A word of the rubric's or ours: an option, yes or no, a state.
    Word(String),
    /// What a person wrote.
    Text(String),
}

impl Shown {
    /// A value of the graph.
    pub(super) fn of(cell: Cell, quantity: &Quantity, lang: Lang) -> Shown {
        match (cell.state, quantity) {
            (State::Known, Quantity::Plain | Quantity::Measured(_) | Quantity::Text) => Shown::Number(cell.value),
            (State::Known, Quantity::Percent | Quantity::Ratio) => Shown::Percent(cell.value),
            (State::Known, Quantity::Date) => i64::try_from(cell.value).map_or(Shown::Number(cell.value), Shown::Date),
            (State::Known, _) => Shown::Word(show(cell.value, quantity, lang)),
            (state, _) => Shown::Word(state_words(state).say(lang)),
        }
    }

    /// What an operand is for a unit.
    pub(super) fn operand(assessment: &Assessment, operand: &Operand, unit: usize, lang: Lang) -> Shown {
        match operand.quantity {
            Quantity::Text => Shown::Text(assessment.operand(operand, unit, lang)),
            _ => Shown::of(assessment.evaluate(&operand.expr, unit), &operand.quantity, lang),
        }
    }

    /// What was submitted for a field.
    pub(super) fn field(assessment: &Assessment, id: FieldId, field: &Field, unit: usize, lang: Lang) -> Shown {
        let Some(column) = assessment.table.fields.get(id.index()) else { return Shown::Text(String::new()) };
        match (column.states.get(unit), column.values.get(unit), column.texts.get(unit)) {
            (Some(State::Known), _, Some(text)) => Shown::Text(text.clone()),
            (Some(state), Some(value), _) => {
                Shown::of(Cell { value: *value, state: *state }, &field.kind.quantity(), lang)
            }
            _ => Shown::Word(state_words(State::Missing).say(lang)),
        }
    }

    /// What one source says of a field.
    pub(super) fn said(said: &Said, field: &Field, lang: Lang) -> Shown {
        match (said.state, &said.text) {
            (State::Known, Some(text)) => Shown::Text(text.clone()),
            (state, _) => Shown::of(Cell { value: said.value, state }, &field.kind.quantity(), lang),
        }
    }

    /// What an entry of a list holds in a column.
    pub(super) fn entry(of: &Field, column: &FieldColumn, entry: usize, lang: Lang) -> Shown {
        match (column.states.get(entry), column.values.get(entry), column.texts.get(entry)) {
            (Some(State::Known), _, Some(text)) => Shown::Text(text.clone()),
            (Some(state), Some(value), _) => {
                Shown::of(Cell { value: *value, state: *state }, &of.kind.quantity(), lang)
            }
            _ => Shown::Word(state_words(State::Missing).say(lang)),
        }
    }

    /// What a cell of an entry holds.
    pub(super) fn cell(cell: &EntryCell, of: &Field, lang: Lang) -> Shown {
        match (cell.state, &cell.text) {
            (State::Known, Some(text)) => Shown::Text(text.clone()),
            (state, _) => Shown::of(Cell { value: cell.value, state }, &of.kind.quantity(), lang),
        }
    }

    /// As people write it: a percentage with its sign.
    pub(super) fn written(&self) -> String {
        match self {
            Shown::Percent(fraction) => number::percent(*fraction),
            other => other.plain(),
        }
    }

    /// As plain text: a number without a sign of its kind, as programs read it.
    pub(super) fn plain(&self) -> String {
        match self {
            Shown::Number(value) | Shown::Percent(value) => number::plain(number::guard(*value, number::GUARD_DIGITS)),
            Shown::Date(day) => table::date_text(*day),
            Shown::Word(text) | Shown::Text(text) => text.clone(),
        }
    }
}

/// The evidence to attach, and that nothing is earned without it.
pub(super) fn evidence_words(node: &Node, lang: Lang) -> String {
    let required = node.leaf.as_ref().is_some_and(|leaf| leaf.proof.is_some());
    let required = required.then(|| Label::EvidenceRequired.say(lang));
    sentences(&node.evidence.clone().into_iter().chain(required).collect::<Vec<_>>(), lang)
}

/// A number the rubric sets as a whole, in words; empty where it sets none.
pub(super) fn setting_words(program: &Program, id: &str, lang: Lang) -> String {
    program.setting(id).map(|parameter| show(parameter.value, &parameter.quantity, lang)).unwrap_or_default()
}

/// A state in words; empty for a known value.
pub(super) fn state_words(state: State) -> Label {
    match state {
        State::Known => Label::StatusScored,
        State::NotApplicable => Label::StatusNotApplicable,
        State::Missing | State::Undefined => Label::StatusMissing,
        State::Overflow => Label::StatusOverflow,
    }
}

/// A rubric's title without the word for rubric.
pub(super) fn bare_title(title: &str) -> &str {
    let bare = ["评分细则", "实施细则", "评分标准", "评分办法", "细则", "要点", "办法"]
        .iter()
        .find_map(|ending| title.strip_suffix(ending));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(title)
}

/// A state's name in machine-readable files.
pub(super) fn state_key(state: State) -> &'static str {
    match state {
        State::Known => "known",
        State::NotApplicable => "not-applicable",
        State::Missing => "missing",
        State::Undefined => "undefined",
        State::Overflow => "overflow",
    }
}

/// What an effect is called.
pub(super) fn effect_words(kind: EffectKind) -> Label {
    match kind {
        EffectKind::Veto => Label::EffectVeto,
        EffectKind::Cap => Label::EffectCap,
        EffectKind::Gate => Label::EffectGate,
        EffectKind::Quota => Label::EffectQuota,
        EffectKind::Ceiling => Label::EffectCeiling,
        EffectKind::Zero => Label::EffectZero,
        EffectKind::BaseOnly => Label::EffectBaseOnly,
    }
}

/// What an effect leaves: the grade, the total, or the nodes it changes.
pub(super) fn change(program: &Program, effect: &Effect, lang: Lang) -> String {
    match &effect.change {
        Change::Grade(grade) => program.grades.get(*grade).map_or_else(String::new, |grade| grade.name.clone()),
        Change::Total(most) => most.in_general(program, lang),
        Change::Nodes(nodes) => {
            join(&nodes.iter().map(|node| program.node(*node).id.clone()).collect::<Vec<_>>(), lang)
        }
    }
}

/// A level in words.
pub(super) fn level_words(level: Level) -> Label {
    match level {
        Level::Section => Label::LevelSection,
        Level::Indicator => Label::LevelIndicator,
        Level::Item => Label::LevelItem,
    }
}

/// What a node is called by where it stands: its level, or that it is a bonus or a penalty.
pub(super) fn place_words(node: &Node) -> Label {
    match (node.part, node.level) {
        (Part::Bonus, Level::Section) => Label::LevelBonus,
        (Part::Penalty, Level::Section) => Label::LevelPenalty,
        (_, level) => level_words(level),
    }
}

/// How a node's points come about: its rule, or how its children combine; then its cap and its coefficient.
pub(super) fn rule_words(program: &Program, node: &Node, lang: Lang) -> String {
    rule_with(node, lang, &|operand| operand.in_general(program, lang))
}

/// The same with the numbers put into words one by one.
pub(super) fn rule_with(node: &Node, lang: Lang, operand: &dyn Fn(&Operand) -> String) -> String {
    let mut parts: Vec<String> = node.leaf.iter().map(|leaf| leaf.rule.say(lang, operand)).collect();
    let words = |of: &Option<Operand>| of.as_ref().map(operand);
    parts.extend(words(&node.most).map(|most| {
        let label = if node.leaf.is_some() { Label::AtMost { most } } else { Label::AtMostTogether { most } };
        label.say(lang)
    }));
    parts.extend(words(&node.coefficient).map(|coefficient| Label::TimesCoefficient { coefficient }.say(lang)));
    sentences(&parts, lang)
}

/// What has to be done after the result, in one line.
pub(super) fn follow_up(assessment: &Assessment, unit: usize, lang: Lang) -> String {
    sentences(&assessment.follow_ups(unit).map(|follow_up| follow_up.say.clone()).collect::<Vec<_>>(), lang)
}

/// What people decided over a unit's result: of nodes in the order of the rubric, of the total last.
pub(super) fn adjustments(assessment: &Assessment, unit: usize) -> Vec<(Option<NodeId>, &Adjustment)> {
    let nodes = assessment.program.node_ids().map(Some).chain([None]);
    nodes.filter_map(|node| Some((node, assessment.adjustment(node, unit)?))).collect()
}

/// Decimals shown of a node's points: the rubric's, or all there are when it does not round.
pub(super) fn digits(rounding: &RoundingPlan, level: Level, is_leaf: bool) -> Option<u32> {
    match (level, is_leaf) {
        (_, true) => rounding.leaf,
        (Level::Section, false) => rounding.section,
        // Between leaf and section nothing is rounded: the finer of both shows what is there.
        _ => Some(rounding.leaf?.max(rounding.section?)),
    }
}

/// Points as they are shown, or why there are none.
pub(super) fn points(cell: Cell, decimals: Option<u32>, lang: Lang) -> String {
    match cell.get() {
        Some(value) => rounded(value, decimals),
        None => state_words(cell.state).say(lang),
    }
}

/// A number with these decimals, or with all there are.
pub(super) fn rounded(value: Decimal, decimals: Option<u32>) -> String {
    match decimals {
        Some(digits) => number::fixed(value, digits),
        None => number::plain(number::guard(value, number::GUARD_DIGITS)),
    }
}

/// A gap in words.
pub(super) struct Finding {
    /// The section's title.
    pub(super) section: String,
    /// The leaf's id.
    pub(super) id: String,
    /// The leaf's title.
    pub(super) title: String,
    /// What the unit has.
    pub(super) value: Shown,
    /// What would have earned full points.
    pub(super) target: Option<Shown>,
    /// Why the points were lost.
    pub(super) reason: String,
    /// Who leads.
    pub(super) lead: String,
    /// What to do.
    pub(super) advice: String,
    /// The cells the value was read from.
    pub(super) source: String,
}

impl Finding {
    /// The words of a gap.
    pub(super) fn of(assessment: &Assessment, gap: &Gap, lang: Lang) -> Finding {
        let program = &assessment.program;
        let node = program.node(gap.node);
        let value =
            |leaf: &crate::program::Leaf| Shown::of(assessment.cell(leaf.value, gap.unit), &leaf.quantity, lang);
        Finding {
            section: program.node(program.section_of(gap.node)).title.clone(),
            id: node.id.clone(),
            title: node.title.clone(),
            value: node.leaf.as_ref().map_or(Shown::Text(String::new()), value),
            target: node
                .leaf
                .as_ref()
                .and_then(|leaf| leaf.target.as_ref())
                .map(|target| Shown::operand(assessment, target, gap.unit, lang)),
            reason: gaps::reason(assessment, gap, lang),
            lead: node.lead.clone().unwrap_or_default(),
            advice: node.advice.clone().unwrap_or_default(),
            source: sources(assessment, gap.node, gap.unit),
        }
    }
}

/// The cells a node's value was read from: one a line.
pub(super) fn sources(assessment: &Assessment, node: NodeId, unit: usize) -> String {
    let places: Vec<String> = assessment
        .origins(node, unit)
        .into_iter()
        .filter_map(|(_, origin)| assessment.table.place(origin))
        .map(|place| place.describe())
        .collect();
    places.join("\n")
}

/// Who says something.
pub(super) fn speaker(said: &Said, lang: Lang) -> String {
    said.source.map_or_else(String::new, |source| lang.pick(source.title()).to_owned())
}

/// Why this one of several counts: by the rubric's order for the field, or by the assessment's.
pub(super) fn counted_words(row: &Compared<'_>, field: &Field) -> Label {
    match (row.counted, row.corrected) {
        (Some(_), _) if !field.precedence.is_empty() => Label::CountsByRubric,
        (Some(_), _) => Label::CountsByOrder,
        (None, true) => Label::CountsCorrected,
        (None, false) => Label::CountsNone,
    }
}

/// The cell a field's value was read from.
pub(super) fn source_of(assessment: &Assessment, field: FieldId, unit: usize) -> Option<Place> {
    assessment.table.place(*assessment.table.fields.get(field.index())?.origins.get(unit)?)
}

/// How the rubric rounds, in words.
pub(super) fn rounding_words(plan: &RoundingPlan, lang: Lang) -> String {
    let words = |digits: Option<u32>| digits.map_or(Label::NotRounded, |digits| Label::Decimals { digits }).say(lang);
    let mode = match plan.mode {
        number::RoundingMode::HalfUp => Label::HalfUp,
        number::RoundingMode::HalfEven => Label::HalfEven,
    };
    let (leaf, section, total) = (words(plan.leaf), words(plan.section), words(plan.total));
    Label::RoundingLine { leaf, section, total, mode: mode.say(lang) }.say(lang)
}

/// Texts in a list, as the language joins them.
pub(super) fn join(texts: &[String], lang: Lang) -> String {
    texts.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Sentences in a row, as the language joins them.
pub(super) fn sentences(texts: &[String], lang: Lang) -> String {
    texts.join(if lang == Lang::Zh { ";" } else { "; " })
}

/// Text from a file, safe on a terminal: nothing in it can move the cursor, change colours or turn the line around.
pub(super) fn printable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| {
            if matches!(c, '\n' | '\t') {
                ' '
            } else if steers(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
