//! A leaf: the rule, what was submitted and where, the arithmetic, and what policy, adjustment and rounding did.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Explainer, Line};
use crate::analysis::gaps::{self, missing_words, not_applicable_words};
use crate::number::{self, Decimal};
use crate::program::{Expr, Field, FieldId, Leaf, ListId, Many, Node, NodeId, Part, Quantity, Status, show, show_said};
use crate::scoring::Cell;
use crate::table::{Said, State};
use crate::words::Lang;
use crate::words::labels::Label;

/// Entries of a list that are written out.
const ENTRIES: usize = 12;

impl Explainer<'_> {
    pub(super) fn leaf(&self, id: NodeId, node: &Node, leaf: &Leaf) -> Vec<Line> {
        let program = &self.assessment.program;
        let mut lines = vec![self.line(&Label::Rule, self.assessment.sentence(&leaf.rule, self.unit, self.lang))];
        lines.extend(self.data(leaf));
        let value = self.value_line(leaf);
        lines.extend(value.clone());
        let raw = self.assessment.cell(leaf.raw, self.unit);
        match self.assessment.status(id, self.unit) {
            _ if raw.state == State::Known => {
                // Of a formula the value is the points, and has been worked out.
                let again = |line: &Line| value.as_ref().is_some_and(|value| value.says.ends_with(&line.says));
                lines.extend(self.computed(leaf, node).into_iter().filter(|line| !again(line)));
            }
            Status::NotApplicable => {
                let policy = not_applicable_words(program, leaf, self.lang);
                lines.push(self.line(&Label::ExplainPolicy, self.say(&Label::ReasonNotApplicable { policy })));
            }
            Status::Overflow => lines.push(self.line(&Label::ExplainPolicy, self.say(&Label::ReasonOverflow))),
            Status::Missing | Status::Scored | Status::Unproven => {
                let policy = missing_words(leaf).say(self.lang);
                lines.push(self.line(&Label::ExplainPolicy, self.say(&Label::ReasonMissing { policy })));
            }
        }
        if self.assessment.status(id, self.unit) == Status::Unproven {
            lines.push(self.line(&Label::ExplainPolicy, self.say(&Label::ReasonUnproven)));
        }
        lines.extend(self.remarks(id, leaf));
        lines.extend(self.changes(id, node));
        if let Some(gap) = gaps::of_node(self.assessment, self.unit, id) {
            let (lost, reason) = (number::plain(gap.lost), gaps::reason(self.assessment, &gap, self.lang));
            lines.push(self.line(&Label::Lost, self.say(&Label::LostBecause { lost, reason })));
        }
        lines
    }

    /// The data, the value and what was written beside them.
    pub(super) fn evident(&self, id: NodeId, leaf: &Leaf) -> Vec<Line> {
        let mut lines = self.data(leaf);
        lines.extend(self.value_line(leaf));
        lines.extend(self.remarks(id, leaf));
        lines
    }

    /// The fields the rule looks at.
    fn fields(&self, leaf: &Leaf) -> Cow<'_, [FieldId]> {
        match self.behind.and_then(|behind| behind.0.get(&leaf.raw)) {
            Some((fields, _)) => Cow::Borrowed(fields),
            None => Cow::Owned(self.assessment.program.fields_behind(leaf.raw)),
        }
    }

    /// The lists it looks at.
    fn lists(&self, leaf: &Leaf) -> Cow<'_, BTreeSet<ListId>> {
        match self.behind.and_then(|behind| behind.0.get(&leaf.raw)) {
            Some((_, lists)) => Cow::Borrowed(lists),
            None => Cow::Owned(self.assessment.program.lists_behind(leaf.raw)),
        }
    }

    /// Whether a leaf earned its full points by its rule alone, so that there is nothing more to say of it.
    pub(super) fn earned_all(&self, id: NodeId, node: &Node) -> bool {
        let assessment = self.assessment;
        let full = assessment.full(id, self.unit).get();
        node.part == Part::Ordinary
            && node.coefficient.is_none()
            && assessment.status(id, self.unit) == Status::Scored
            && full.is_some()
            && assessment.points(id, self.unit).get() == full
            && assessment.adjustment(Some(id), self.unit).is_none()
    }

    /// Every field and list the rule looks at, with its source.
    fn data(&self, leaf: &Leaf) -> Vec<Line> {
        let fields = self.fields(leaf);
        let of_fields = fields.iter().filter_map(|id| Some(self.line(&Label::ExplainData, self.field(*id)?)));
        let mut lines: Vec<Line> = of_fields.collect();
        for list in self.lists(leaf).iter() {
            lines.extend(self.entries(*list));
        }
        lines
    }

    fn field(&self, id: FieldId) -> Option<String> {
        let field = self.assessment.program.fields.get(id.index())?;
        let column = self.assessment.table.fields.get(id.index())?;
        let state = *column.states.get(self.unit)?;
        let value = match (state, column.texts.get(self.unit)) {
            (State::Known, Some(text)) => text.clone(),
            _ => self.shown(Cell { value: *column.values.get(self.unit)?, state }, &field.kind.quantity()),
        };
        let measure = field.measure.as_deref().filter(|_| state == State::Known).unwrap_or_default();
        let place = column.origins.get(self.unit).and_then(|origin| self.assessment.table.place(*origin));
        let source = place.map(|place| self.say(&Label::ExplainSource { place: place.describe() })).unwrap_or_default();
        let more = [self.corrected(id, field), self.compared(id, field)];
        let more: String = more.into_iter().flatten().collect();
        Some(format!("{} = {value}{measure}{source}{more}", field.label))
    }

    /// That a person corrected a value, and what it was.
    fn corrected(&self, id: FieldId, field: &Field) -> Option<String> {
        let key = (u32::try_from(self.unit).ok()?, id.0);
        let correction = self.assessment.table.corrections.get(&key)?;
        let before = match &correction.replaced {
            Some(said) => show_said(said, field, self.lang),
            None => self.say(&Label::StatusMissing),
        };
        let (person, reason) = (correction.person.clone(), correction.reason.clone());
        Some(self.say(&Label::ExplainCorrected { person, before, reason }))
    }

    /// What the other sources say of a value.
    fn compared(&self, id: FieldId, field: &Field) -> Option<String> {
        let key = (u32::try_from(self.unit).ok()?, id.0);
        let one = |said: &Said| {
            let who = said.source.map_or(Label::SourceUnknown.say(self.lang), |s| self.lang.pick(s.title()).to_owned());
            format!("{who} {}", show_said(said, field, self.lang))
        };
        let all: Vec<String> = self.assessment.table.said.get(&key)?.iter().map(one).collect();
        let said = all.join(match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        });
        Some(self.say(&Label::ExplainCompared { said }))
    }

    fn entries(&self, id: ListId) -> Vec<Line> {
        let (program, table) = (&self.assessment.program, &self.assessment.table);
        let (Some(list), Some(entries)) = (program.lists.get(id.index()), table.lists.get(id.index())) else {
            return Vec::new();
        };
        let state = entries.states.get(self.unit).copied().unwrap_or(State::Missing);
        let own = entries.of_unit(self.unit);
        let count = if state == State::Known {
            self.say(&Label::ExplainEntries { list: list.label.clone(), count: own.len() })
        } else {
            format!("{} = {}", list.label, self.points(Cell::unknown(state)))
        };
        let mut lines = vec![self.line(&Label::ExplainData, count)];
        for entry in own.take(ENTRIES) {
            let cells = list.columns.iter().zip(&entries.columns).filter_map(|(of, column)| {
                let text = match (column.states.get(entry)?, column.texts.get(entry)) {
                    (State::Known, Some(text)) => text.clone(),
                    (state, _) => {
                        self.shown(Cell { value: *column.values.get(entry)?, state: *state }, &of.kind.quantity())
                    }
                };
                Some(format!("{} {text}", of.label))
            });
            let cells: Vec<String> = cells.collect();
            let origin = entries.columns.iter().find_map(|column| column.origins.get(entry).filter(|o| o.sheet > 0));
            let place = origin.and_then(|origin| table.place(*origin));
            let source = place.map(|place| self.say(&Label::ExplainSource { place: place.describe() }));
            let says = format!("· {}{}", cells.join(", "), source.unwrap_or_default());
            lines.push(Line { about: String::new(), says });
        }
        lines
    }

    /// The value the rule looks at, where it is computed.
    fn value_line(&self, leaf: &Leaf) -> Option<Line> {
        let column = self.assessment.program.columns.get(leaf.value.index())?;
        let equation = self.arithmetic.equation(column.formula.expr()?, &leaf.quantity)?;
        let says = if leaf.value_words.is_empty() { equation } else { format!("{} = {equation}", leaf.value_words) };
        Some(self.line(&Label::Value, says))
    }

    /// The branch that was taken and the arithmetic of the rule.
    fn computed(&self, leaf: &Leaf, node: &Node) -> Vec<Line> {
        let mut lines = Vec::new();
        let holds = |expr: &Expr| self.arithmetic.value(expr).is_yes();
        if let Some(branch) = leaf.branches.iter().find(|branch| holds(&branch.holds)) {
            let says = branch.says.map(&mut |operand| self.assessment.operand(operand, self.unit, self.lang));
            lines.push(self.line(&Label::ExplainBranch, says.say(self.lang)));
        }
        let Some(raw) = self.assessment.program.columns.get(leaf.raw.index()).and_then(|c| c.formula.expr()) else {
            return lines;
        };
        // Rules are kept within 0 and the most the leaf earns; that shows only where it changed something.
        let inner = match self.arithmetic.deciding(raw) {
            Expr::Many(Many::Min, outer) => match outer.first() {
                Some(Expr::Many(Many::Max, inner)) => inner.first().unwrap_or(raw),
                _ => raw,
            },
            _ => raw,
        };
        lines.extend(self.arithmetic.equation(inner, &Quantity::Plain).map(|says| self.line(&Label::ExplainRaw, says)));
        let (before, after) = (self.arithmetic.value(inner), self.assessment.cell(leaf.raw, self.unit));
        if let (Some(before), Some(after)) = (before.get(), after.get())
            && number::guard(before, number::GUARD_DIGITS) != number::guard(after, number::GUARD_DIGITS)
        {
            let most = self.points(self.arithmetic.value(&Expr::Column(node.full)));
            let points = number::plain(after);
            lines.push(self.line(&Label::ExplainLimit, self.say(&Label::KeptWithin { most, points })));
        }
        lines
    }

    /// What was written beside an entered value.
    fn remarks(&self, id: NodeId, leaf: &Leaf) -> Vec<Line> {
        let fields = self.fields(leaf);
        let remarks = fields.iter().filter_map(|id| self.assessment.table.remark(self.unit, id.index()));
        let remarks = remarks.chain(self.assessment.table.node_remark(self.unit, id.index()));
        let texts = remarks.flat_map(|remarks| {
            [
                (Label::GivenReason, &remarks.reason),
                (Label::Evidence, &remarks.evidence),
                (Label::Pages, &remarks.pages),
                (Label::Remark, &remarks.remark),
            ]
        });
        texts.filter_map(|(label, text)| Some(self.line(&label, text.clone()?))).collect()
    }

    /// What came after the rule and its policy: coefficient, adjustment, rounding, effects.
    pub(super) fn changes(&self, id: NodeId, node: &Node) -> Vec<Line> {
        let (program, assessment) = (&self.assessment.program, self.assessment);
        let mut lines = Vec::new();
        if let Some(coefficient) = &node.coefficient {
            let coefficient = assessment.operand(coefficient, self.unit, self.lang);
            lines.push(self.line(&Label::ExplainCoefficient, self.say(&Label::TimesCoefficient { coefficient })));
        }
        let adjusted = assessment.adjustment_words(Some(id), self.unit, self.lang);
        lines.extend(adjusted.map(|says| self.line(&Label::SheetAdjustments, says)));
        lines.extend(self.rounding(node));
        for effect in assessment.effects(self.unit).filter_map(|e| program.effects.get(e)) {
            if let crate::program::Change::Nodes(nodes) = &effect.change
                && nodes.iter().any(|changed| *changed == id || program.is_below(id, *changed))
            {
                let (id, say) = (effect.id.clone(), effect.say.clone());
                lines.push(self.line(&Label::ExplainEffect, self.say(&Label::EffectHolds { id, say })));
            }
        }
        lines
    }

    /// What rounding did to a node's points, where it did anything.
    fn rounding(&self, node: &Node) -> Option<Line> {
        let column = self.assessment.program.columns.get(node.earned.index())?;
        let Expr::Round(before, rounding) = column.formula.expr()? else { return None };
        let (before, after) =
            (self.arithmetic.value(before).get()?, self.assessment.cell(node.earned, self.unit).get()?);
        if before == after {
            return None;
        }
        let before = show(before, &Quantity::Plain, self.lang);
        let (after, digits) = (number::plain(after), rounding.digits);
        Some(self.line(&Label::ExplainRounding, self.say(&Label::RoundedTo { before, after, digits })))
    }

    /// A unit's points lost on a node, in words.
    pub(super) fn lost(&self, id: NodeId) -> Option<Decimal> {
        self.assessment.lost(id, self.unit).filter(|lost| *lost > Decimal::ZERO)
    }
}
