//! 评委打分法: the mean of the marks of several raters.
//!
//! 当参评人大于5人的,去掉一个最高分和一个最低分后求平均分;小于等于5人的,直接求平均分. A ballot that does not keep to its bounds is
//! void: 大于等于90分的最多不超过3人,小于70分的不少于2人,否则按无效票处理.

use super::{RuleKind, Settings, Shape};
use crate::document::{Key, Keys, Kind, Section};
use crate::number::Decimal;
use crate::program::{By, ColumnId, EntryFunction, Expr, ListId, Operand, Quantity, Sentence, Summary, Type, Typed};
use crate::rubric::workshop::{LeafWork, Lowered, Number};
use crate::table::State;
use crate::words::both;
use crate::words::phrases::Phrase;
use crate::words::rubric::RubricProblem;

pub(super) static KIND: RuleKind =
    RuleKind { name: "raters", title: both("评委打分法", "raters"), shape: Shape::Keys(&KEYS), lower };

static KEYS: Keys = Keys {
    what: both("评委打分法", "the rule `raters`"),
    keys: &[
        Key::required("list", Kind::Text, "评分的明细表", "the list of marks"),
        Key::required("mark", Kind::Expression, "评分", "the mark of an entry"),
        Key::required("out_of", Kind::Number, "相当于满分的评分", "the mark that means full points"),
        Key::optional("trim", Kind::Number, "去掉几个最高分和几个最低分", "how many highest and lowest are dropped"),
        Key::optional(
            "trim_above",
            Kind::Number,
            "评分多于几份时才去掉最高分和最低分",
            "dropped only where there are more marks than this",
        ),
        Key::optional("step", Kind::Number, "评分须为几的倍数", "marks are multiples of this"),
        Key::optional("least", Kind::Number, "有效评分至少几份", "the least number of valid marks"),
        Key::optional("valid", Kind::Expression, "有效票的条件", "what makes a mark valid"),
    ],
};

/// The marks that count.
struct Marks {
    list: ListId,
    of: ColumnId,
    when: Option<ColumnId>,
}

impl Marks {
    fn summary(&self, leaf: &mut LeafWork<'_, '_, '_>, name: &str, function: EntryFunction) -> Expr {
        let summary = Summary { list: self.list, function, of: self.of, when: self.when, by: By::Unit };
        Expr::Column(leaf.context.builder.summary(name, summary, &leaf.spot))
    }
}

fn lower(leaf: &mut LeafWork<'_, '_, '_>, settings: &Settings<'_>) -> Option<Lowered> {
    let section = settings.keys()?;
    let word = section.text("list")?;
    let Some(list) = leaf.context.builder.find_list(&word.text) else {
        leaf.report(RubricProblem::ListWanted { name: word.text }, &word.spot);
        return None;
    };
    let out_of = leaf.required(section, "", "out_of");
    let (trim, above) = (leaf.optional(section, "", "trim"), leaf.optional(section, "", "trim_above"));
    let (step, least) = (leaf.optional(section, "", "step"), leaf.optional(section, "", "least"));
    let (out_of, trim, above, step, least) = (out_of?, trim?, above?, step?, least?);
    leaf.positive("out_of", &out_of)?;
    if let Some(step) = &step {
        leaf.positive("step", step)?;
    }
    let marks = marks(leaf, section, list, step.as_ref())?;
    let count = marks.summary(leaf, "count", EntryFunction::Count);
    let mut mean = marks.summary(leaf, "mean", EntryFunction::Mean);
    if let Some(trim) = &trim {
        let Expr::Parameter(drop) = trim.expr else {
            leaf.report(RubricProblem::PlainNumber { name: "trim".to_owned() }, &trim.spot);
            return None;
        };
        let trimmed = marks.summary(leaf, "trimmed_mean", EntryFunction::TrimmedMean(drop));
        mean = match &above {
            Some(above) => trimmed.when(above.expr.clone().less(count.clone()), mean),
            None => trimmed,
        };
    }
    if let Some(least) = &least {
        mean = mean.when(least.expr.clone().at_most(count.clone()), Expr::Unknown(State::Missing));
    }
    let words = leaf.in_words(&section.expression("mark")?.text);
    let spot = leaf.spot.clone();
    let value = leaf.define_value(Typed { expr: mean, kind: Type::Number(Quantity::Plain) }, words, &spot);
    let mut rule = Sentence::of(Phrase::RatersRule { most: out_of.operand(), full: leaf.full.operand() });
    rule.phrases.extend(conditions(leaf, section, (trim, above), step, least));
    let reason = Phrase::RatersReason {
        mean: value.operand.clone(),
        count: Operand { expr: count, quantity: Quantity::Plain, words: None },
        most: out_of.operand(),
    };
    let share = value.expr.over(out_of.expr.clone());
    let raw = share.times(leaf.full.expr.clone());
    Some(Lowered::new(raw, rule, reason).aiming_at(out_of.operand()))
}

/// The marks, those between two steps counted as not given.
fn marks(leaf: &mut LeafWork<'_, '_, '_>, section: &Section<'_>, list: ListId, step: Option<&Number>) -> Option<Marks> {
    let written = section.expression("mark")?;
    let typed = leaf.entry("mark", list, &written)?;
    let Type::Number(_) = typed.kind else {
        return leaf.wrong_part(both("数", "a number"), &typed.kind, &written.spot);
    };
    let mark = match step {
        Some(step) => {
            let steps = typed.expr.clone().over(step.expr.clone());
            typed.expr.when(steps.clone().equals(steps.floor()), Expr::Unknown(State::Missing))
        }
        None => typed.expr,
    };
    let name = |what: &str| format!("{what}({})", leaf.id);
    let (mark_name, valid_name) = (name("mark"), name("valid"));
    let of = leaf.context.builder.entry_column(mark_name, list, mark, &written.spot);
    let when = match section.expression("valid") {
        None => None,
        Some(written) => {
            let typed = leaf.entry("valid", list, &written)?;
            if typed.kind != Type::YesNo {
                return leaf.wrong_part(both("是否", "a yes or no"), &typed.kind, &written.spot);
            }
            Some(leaf.context.builder.entry_column(valid_name, list, typed.expr, &written.spot))
        }
    };
    Some(Marks { list, of, when })
}

/// What is said beside the mean.
fn conditions(
    leaf: &LeafWork<'_, '_, '_>,
    section: &Section<'_>,
    (trim, above): (Option<Number>, Option<Number>),
    step: Option<Number>,
    least: Option<Number>,
) -> Vec<Phrase<Operand>> {
    let mut phrases = Vec::new();
    if let Some(trim) = trim {
        let drop = trim.operand();
        phrases.push(match above {
            Some(above) => Phrase::RatersTrimAbove { above: above.operand(), drop },
            None => Phrase::RatersTrim { drop },
        });
    }
    phrases.extend(step.map(|step| Phrase::RatersStep { step: step.operand() }));
    phrases.extend(least.map(|least| Phrase::RatersLeast { least: least.operand() }));
    phrases.extend(section.expression("valid").map(|written| {
        let words = Some(leaf.in_words(&written.text));
        let condition = Operand { expr: Expr::Constant(Decimal::ZERO), quantity: Quantity::Text, words };
        Phrase::RatersValid { condition }
    }));
    phrases
}
