//! What differs of each kind of thing, as a line with both wordings.

use super::meaning::meaning;
use super::{Told, Words};
use crate::analysis::difference::{
    EffectPart, Fate, FieldPart, FollowUpPart, GradePart, ListPart, NodePart, QuotaPart, WholePart,
};
use crate::analysis::gaps::{missing_words, not_applicable_words};
use crate::diagnostic::{Place, Spot};
use crate::number;
use crate::program::{Field, FieldId, ListId, Node, NodeId, Operand, ParameterId, Part, Program, show};
use crate::report::facts::{effect_words, evidence_words, join, level_words, rule_words, sentences, setting_words};
use crate::report::rubric::{full_points, words};
use crate::words::Lang;
use crate::words::labels::Label;

/// One part that differs.
pub(super) struct Line {
    /// In machine-readable files.
    pub(super) key: &'static str,
    pub(super) label: String,
    /// What the earlier rubric says; empty where it says nothing.
    pub(super) before: String,
    /// What the later rubric says.
    pub(super) after: String,
    /// Of a number: its path and its place in both files.
    pub(super) number: Option<Number>,
}

/// Where a number stands.
pub(super) struct Number {
    pub(super) path: String,
    pub(super) before: String,
    pub(super) after: String,
}

impl Line {
    pub(super) fn of(key: &'static str, label: String, before: String, after: String) -> Line {
        Line { key, label, before, after, number: None }
    }
}

pub(super) fn place(spot: &Spot) -> String {
    Place::Text(spot.clone()).describe()
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn said(program: &Program, operand: Option<&Operand>, lang: Lang) -> String {
    operand.map(|operand| operand.in_general(program, lang)).unwrap_or_default()
}

impl Words<'_> {
    pub(super) fn whole(&self, part: WholePart) -> Line {
        let lang = self.lang;
        match part {
            WholePart::Id => self.both(("id", Label::RubricId), |p| p.heading.id.clone()),
            WholePart::Title => self.both(("title", Label::Title), |p| p.heading.title.clone()),
            WholePart::Period => self.both(("period", Label::Period), |p| p.heading.period.clone()),
            WholePart::Edition => self.both(("edition", Label::Edition), |p| p.heading.edition.clone()),
            WholePart::Unit => self.both(("unit", Label::UnitKind), |p| p.heading.unit.clone()),
            WholePart::Language => self.both(("language", Label::Language), |p| p.heading.language.to_string()),
            WholePart::Groups => self.both(("groups", Label::Group), |p| words::groups(p, lang)),
            WholePart::Total => self.both(("total", Label::TotalRule), |p| sentences(&words::whole(p, lang), lang)),
            WholePart::Deadline => self.both(("deadline", Label::LastDay), |p| setting_words(p, "deadline", lang)),
            WholePart::Inflation => self.both(("inflation", Label::Inflation), |p| setting_words(p, "inflation", lang)),
            WholePart::Rounding => self.both(("rounding", Label::Rounding), |p| self.rounding(p)),
            WholePart::Ties => self.both(("ties", Label::Ties), |p| words::ties(&p.ranking, lang)),
            WholePart::TieBreakers => self.both(("tie_breakers", Label::TieBreakers), |p| {
                sentences(&words::tie_breakers(&p.ranking, lang), lang)
            }),
            WholePart::Vetoed => self.both(("vetoed", Label::VetoedPlace), |p| words::vetoed(&p.ranking, lang)),
        }
    }

    /// A line about a thing that stands at one position before and at another after.
    fn line<I: Copy>(
        &self,
        (before, after): (I, I),
        key: &'static str,
        label: &Label,
        says: impl Fn(&Program, I) -> String,
    ) -> Line {
        Line::of(key, label.say(self.lang), says(self.before, before), says(self.after, after))
    }

    fn number(&self, before: ParameterId, after: ParameterId) -> Line {
        let empty = || Line::of("parameter", String::new(), String::new(), String::new());
        let Some(was) = self.before.parameters.get(before.index()) else { return empty() };
        let Some(is) = self.after.parameters.get(after.index()) else { return empty() };
        let label = Label::Parameter { what: meaning(&is.id, self.lang) }.say(self.lang);
        let values = [was, is].map(|parameter| show(parameter.value, &parameter.quantity, self.lang));
        let [before, after] = values;
        let number = Number { path: is.id.clone(), before: place(&was.spot), after: place(&is.spot) };
        Line { number: Some(number), ..Line::of("parameter", label, before, after) }
    }
}

pub(super) const NODE: Told<NodeId, NodePart> = Told {
    id: |program, id| program.node(id).id.clone(),
    name: |program, id, _| format!("{} {}", program.node(id).id, program.node(id).title),
    says: |program, id, lang| {
        let node = program.node(id);
        vec![
            (Label::FullPoints, full_points(program, node, lang)),
            (Label::Method, words::method(node, lang)),
            (Label::Rule, rule_words(program, node, lang)),
        ]
    },
    part: |words, ids, part| node(*words, ids, *part),
};

fn node(words: Words<'_>, ids: (NodeId, NodeId), part: NodePart) -> Line {
    let lang = words.lang;
    let line = |key, label: Label, says: fn(&Program, &Node, Lang) -> String| {
        words.line(ids, key, &label, |program, id| says(program, program.node(id), lang))
    };
    match part {
        NodePart::Id => line("id", Label::IndicatorId, |_, node, _| node.id.clone()),
        NodePart::Title => line("title", Label::Title, |_, node, _| node.title.clone()),
        NodePart::Parent => line("parent", Label::Parent, |program, node, _| {
            let parent = node.parent.map(|parent| program.node(parent));
            parent.map(|parent| format!("{} {}", parent.id, parent.title)).unwrap_or_default()
        }),
        NodePart::Part => line("part", Label::Level, |_, node, lang| {
            let label = match node.part {
                Part::Ordinary => level_words(node.level),
                Part::Bonus => Label::LevelBonus,
                Part::Penalty => Label::LevelPenalty,
            };
            label.say(lang)
        }),
        NodePart::Points => line("points", Label::FullPoints, full_points),
        NodePart::Weight => line("weight", Label::Weight, |_, node, _| text(node.weight.as_ref())),
        NodePart::AtMost => {
            line("at_most", Label::MostPoints, |program, node, lang| said(program, node.most.as_ref(), lang))
        }
        NodePart::Coefficient => line("coefficient", Label::ExplainCoefficient, |program, node, lang| {
            said(program, node.coefficient.as_ref(), lang)
        }),
        NodePart::Applies => line("applies", Label::AppliesTo, |_, node, _| text(node.applies.as_ref())),
        NodePart::Value => line("value", Label::ScoredValue, |_, node, _| {
            node.leaf.as_ref().map(|leaf| leaf.value_words.clone()).unwrap_or_default()
        }),
        NodePart::Rule => line("rule", Label::Rule, |program, node, lang| {
            let rule = rule_words(program, node, lang);
            let method = words::method(node, lang);
            if rule.is_empty() { method } else { Label::MethodAndRule { method, rule }.say(lang) }
        }),
        NodePart::Parameter { before, after } => words.number(before, after),
        NodePart::Base => line("base", Label::BasePoints, |program, node, lang| {
            said(program, node.leaf.as_ref().and_then(|leaf| leaf.base.as_ref()), lang)
        }),
        NodePart::Missing => line("missing", Label::MissingPolicy, |_, node, lang| {
            node.leaf.as_ref().map(|leaf| missing_words(leaf).say(lang)).unwrap_or_default()
        }),
        NodePart::NotApplicable => line("not_applicable", Label::NotApplicablePolicy, |program, node, lang| {
            node.leaf.as_ref().map(|leaf| not_applicable_words(program, leaf, lang)).unwrap_or_default()
        }),
        NodePart::Lead => line("lead", Label::Lead, |_, node, _| text(node.lead.as_ref())),
        NodePart::Support => line("support", Label::Support, |_, node, lang| join(&node.support, lang)),
        NodePart::Effort => {
            line("effort", Label::Effort, |program, node, lang| said(program, node.effort.as_ref(), lang))
        }
        NodePart::Evidence => line("evidence", Label::Evidence, |_, node, lang| evidence_words(node, lang)),
        NodePart::Advice => line("advice", Label::Advice, |_, node, _| text(node.advice.as_ref())),
        NodePart::Note => line("note", Label::Note, |_, node, _| text(node.note.as_ref())),
    }
}

fn grade_name(program: &Program, grade: usize) -> String {
    program.grades.get(grade).map(|grade| grade.name.clone()).unwrap_or_default()
}

fn least(program: &Program, grade: usize) -> String {
    let min = program.grades.get(grade).and_then(|grade| grade.min);
    min.and_then(|id| program.parameters.get(id.index())).map(|least| number::plain(least.value)).unwrap_or_default()
}

fn grade_condition(program: &Program, grade: usize) -> String {
    text(program.grades.get(grade).and_then(|grade| grade.when.as_ref()))
}

pub(super) const GRADE: Told<usize, GradePart> = Told {
    id: grade_name,
    name: |program, grade, _| grade_name(program, grade),
    says: |program, grade, _| {
        vec![(Label::LeastTotal, least(program, grade)), (Label::GradeCondition, grade_condition(program, grade))]
    },
    part: |words, ids, part| match part {
        GradePart::Order => {
            words.line(ids, "order", &Label::Order, |_, grade| Label::PlaceAmong { n: grade + 1 }.say(words.lang))
        }
        GradePart::Min => words.line(ids, "min", &Label::LeastTotal, least),
        GradePart::When => words.line(ids, "when", &Label::GradeCondition, grade_condition),
    },
};

pub(super) const QUOTA: Told<usize, QuotaPart> = Told {
    id: |program, quota| program.quotas.get(quota).map(|quota| grade_name(program, quota.grade)).unwrap_or_default(),
    name: |program, quota, _| {
        program.quotas.get(quota).map(|quota| grade_name(program, quota.grade)).unwrap_or_default()
    },
    says: |program, quota, lang| {
        [QuotaPart::Most, QuotaPart::Within, QuotaPart::Ties, QuotaPart::Whole]
            .map(|part| (quota_label(part).1, quota_says(program, quota, part, lang)))
            .to_vec()
    },
    part: |words, ids, part| {
        let (key, label) = quota_label(*part);
        words.line(ids, key, &label, |program, quota| quota_says(program, quota, *part, words.lang))
    },
};

fn quota_label(part: QuotaPart) -> (&'static str, Label) {
    match part {
        QuotaPart::Most => ("at_most", Label::QuotaMost),
        QuotaPart::Within => ("within", Label::QuotaWithin),
        QuotaPart::Ties => ("ties", Label::QuotaTies),
        QuotaPart::Whole => ("round", Label::QuotaWhole),
    }
}

fn quota_says(program: &Program, quota: usize, part: QuotaPart, lang: Lang) -> String {
    let Some(quota) = program.quotas.get(quota) else { return String::new() };
    match part {
        QuotaPart::Most => quota.most.in_general(program, lang),
        QuotaPart::Within => words::within(quota.within, lang),
        QuotaPart::Ties => words::quota_ties(quota.all_in, lang),
        QuotaPart::Whole => words::whole_places(quota.whole, lang),
    }
}

pub(super) const EFFECT: Told<usize, EffectPart> = Told {
    id: |program, effect| program.effects.get(effect).map(|effect| effect.id.clone()).unwrap_or_default(),
    name: |program, effect, _| {
        program.effects.get(effect).map(|effect| format!("{} {}", effect.id, effect.say)).unwrap_or_default()
    },
    says: |program, effect, lang| {
        [EffectPart::Kind, EffectPart::Condition, EffectPart::Change]
            .map(|part| (effect_label(part).1, effect_says(program, effect, part, lang)))
            .to_vec()
    },
    part: |words, ids, part| {
        let (key, label) = effect_label(*part);
        words.line(ids, key, &label, |program, effect| effect_says(program, effect, *part, words.lang))
    },
};

fn effect_label(part: EffectPart) -> (&'static str, Label) {
    match part {
        EffectPart::Kind => ("kind", Label::EffectKind),
        EffectPart::Condition => ("condition", Label::Condition),
        EffectPart::Change => ("change", Label::Consequence),
        EffectPart::Say => ("say", Label::Note),
    }
}

fn effect_says(program: &Program, effect: usize, part: EffectPart, lang: Lang) -> String {
    let Some(effect) = program.effects.get(effect) else { return String::new() };
    match part {
        EffectPart::Kind => effect_words(effect.kind).say(lang),
        EffectPart::Condition => effect.condition.clone(),
        EffectPart::Change => words::consequence(program, effect, lang),
        EffectPart::Say => effect.say.clone(),
    }
}

pub(super) const FOLLOW_UP: Told<usize, FollowUpPart> = Told {
    id: |_, at| (at + 1).to_string(),
    name: |_, at, lang| Label::FollowUpOne { n: at + 1 }.say(lang),
    says: |program, at, lang| {
        vec![(Label::Concerns, concerns(program, at, lang)), (Label::Demand, demand(program, at))]
    },
    part: |words, ids, part| match part {
        FollowUpPart::Concerns => {
            words.line(ids, "concerns", &Label::Concerns, |program, at| concerns(program, at, words.lang))
        }
        FollowUpPart::Say => words.line(ids, "say", &Label::Demand, demand),
    },
};

fn concerns(program: &Program, at: usize, lang: Lang) -> String {
    program.follow_ups.get(at).map(|one| words::concerns(program, &one.concerns, lang)).unwrap_or_default()
}

fn demand(program: &Program, at: usize) -> String {
    program.follow_ups.get(at).map(|one| one.say.clone()).unwrap_or_default()
}

fn field_name(field: &Field) -> String {
    if field.id == field.label { field.label.clone() } else { format!("{}({})", field.label, field.id) }
}

pub(super) const FIELD: Told<FieldId, FieldPart> = Told {
    id: |program, id| program.fields.get(id.index()).map(|field| field.id.clone()).unwrap_or_default(),
    name: |program, id, _| program.fields.get(id.index()).map(field_name).unwrap_or_default(),
    says: |program, id, lang| {
        let Some(field) = program.fields.get(id.index()) else { return Vec::new() };
        let parts = [FieldPart::Kind, FieldPart::Measure, FieldPart::Bounds];
        let mut says = parts.map(|part| (field_label(part).1, field_says(field, part, lang))).to_vec();
        says.push((Label::Musts, musts(program, id, lang)));
        says
    },
    part: |words, ids, part| {
        let (key, label) = field_label(*part);
        words.line(ids, key, &label, |program, id| match (part, program.fields.get(id.index())) {
            (FieldPart::Musts, _) => musts(program, id, words.lang),
            (part, Some(field)) => field_says(field, *part, words.lang),
            (_, None) => String::new(),
        })
    },
};

fn field_label(part: FieldPart) -> (&'static str, Label) {
    match part {
        FieldPart::Id => ("id", Label::FieldId),
        FieldPart::Label => ("label", Label::Title),
        FieldPart::Kind => ("kind", Label::Kind),
        FieldPart::Measure => ("measure", Label::Measure),
        FieldPart::Bounds => ("bounds", Label::Bounds),
        FieldPart::Aliases => ("aliases", Label::Aliases),
        FieldPart::Note => ("note", Label::Note),
        FieldPart::Precedence => ("precedence", Label::Precedence),
        FieldPart::Musts => ("must", Label::Musts),
    }
}

fn field_says(field: &Field, part: FieldPart, lang: Lang) -> String {
    match part {
        FieldPart::Id => field.id.clone(),
        FieldPart::Label => field.label.clone(),
        FieldPart::Kind => words::kind(&field.kind, lang),
        FieldPart::Measure => text(field.measure.as_ref()),
        FieldPart::Bounds => words::bounds(field, lang),
        FieldPart::Aliases => join(&field.aliases, lang),
        FieldPart::Note => text(field.note.as_ref()),
        FieldPart::Precedence => words::precedence(&field.precedence, lang),
        // A condition belongs to the rubric, not to the field alone.
        FieldPart::Musts => String::new(),
    }
}

fn musts(program: &Program, field: FieldId, lang: Lang) -> String {
    let own = program.musts.iter().filter(|must| must.field == field);
    let one = |must: &crate::program::Must| {
        let (condition, say) = (must.condition.clone(), must.say.clone());
        Label::MustLine { condition, severity: words::severity(must.severity).say(lang), say }.say(lang)
    };
    sentences(&own.map(one).collect::<Vec<_>>(), lang)
}

pub(super) const LIST: Told<ListId, ListPart> = Told {
    id: |program, id| program.lists.get(id.index()).map(|list| list.id.clone()).unwrap_or_default(),
    name: |program, id, _| {
        program.lists.get(id.index()).map(|list| format!("{}({})", list.label, list.id)).unwrap_or_default()
    },
    says: |program, id, lang| {
        let Some(list) = program.lists.get(id.index()) else { return Vec::new() };
        let columns: Vec<String> = list.columns.iter().map(field_name).collect();
        vec![(Label::Columns, join(&columns, lang)), (Label::NoRowsLabel, words::no_rows(list, lang))]
    },
    part: |words, ids, part| {
        let line = |key, label: Label, says: fn(&crate::program::List, Lang) -> String| {
            words.line(ids, key, &label, |program, id| {
                program.lists.get(id.index()).map(|list| says(list, words.lang)).unwrap_or_default()
            })
        };
        match part {
            ListPart::Id => line("id", Label::EffectId, |list, _| list.id.clone()),
            ListPart::Label => line("label", Label::Title, |list, _| list.label.clone()),
            ListPart::Aliases => line("aliases", Label::Aliases, |list, lang| join(&list.aliases, lang)),
            ListPart::Precedence => {
                line("precedence", Label::Precedence, |list, lang| words::precedence(&list.precedence, lang))
            }
            ListPart::NoRows => line("no_rows", Label::NoRowsLabel, words::no_rows),
            ListPart::Column(fate) => column(words, ids, fate),
        }
    },
};

/// A column of a list: all that differs of it in one line.
fn column(words: &Words<'_>, lists: (ListId, ListId), fate: &Fate<usize, FieldPart>) -> Line {
    let lang = words.lang;
    let of = |program: &Program, list: ListId, at: usize, parts: &[FieldPart]| {
        let column = program.lists.get(list.index()).and_then(|list| list.columns.get(at));
        let says = column.map(|column| parts.iter().map(|part| field_says(column, *part, lang)).collect::<Vec<_>>());
        (column.map(field_name).unwrap_or_default(), sentences(&says.unwrap_or_default(), lang))
    };
    let whole = [FieldPart::Label, FieldPart::Kind];
    let (column, before, after) = match fate {
        Fate::Added(at) => {
            let (column, says) = of(words.after, lists.1, *at, &whole);
            (column, String::new(), says)
        }
        Fate::Removed(at) => {
            let (column, says) = of(words.before, lists.0, *at, &whole);
            (column, says, String::new())
        }
        Fate::Changed { before, after, parts } => {
            let (column, now) = of(words.after, lists.1, *after, parts);
            (column, of(words.before, lists.0, *before, parts).1, now)
        }
    };
    Line::of("column", Label::Column { column }.say(lang), before, after)
}
