//! The functions an expression may call, in one table, and those that need nothing but their arguments.

use super::super::parser::{Kind, Syntax};
use super::super::{Binary, Expr, Many, Quantity, Test, Unary};
use super::{Type, Typed, Work, joined, type_words};
use crate::diagnostic::{Diagnostic, nearest};
use crate::number::{self, Decimal};
use crate::words::rubric::RubricProblem;
use crate::words::{Bilingual, both};

/// A function of the expression language.
#[derive(Debug)]
pub struct Function {
    /// As called.
    pub name: &'static str,
    /// Its arguments as the reference shows them.
    pub arguments: &'static str,
    /// What it gives.
    pub meaning: Bilingual,
}

macro_rules! functions {
    ($($name:literal ($arguments:literal) $zh:literal, $en:literal;)*) => {
        &[$(Function { name: $name, arguments: $arguments, meaning: both($zh, $en) }),*]
    };
}

/// Every function an expression may call.
pub static FUNCTIONS: &[Function] = functions! {
    "if" ("condition, a, b") "条件成立取 a,否则取 b", "a where the condition holds, else b";
    "min" ("a, b, …") "最小者", "the least";
    "max" ("a, b, …") "最大者", "the greatest";
    "sum" ("a, b, …") "合计", "the sum";
    "abs" ("x") "绝对值", "the absolute value";
    "round" ("x, digits") "四舍五入到几位小数;不写为整数", "rounded half up to so many decimals, none when left out";
    "floor" ("x") "不大于 x 的最大整数", "the whole number at or below x";
    "ceil" ("x") "不小于 x 的最小整数", "the whole number at or above x";
    "sqrt" ("x") "平方根", "the square root";
    "pow" ("a, b") "a 的 b 次方", "a to the power of b";
    "ln" ("x") "自然对数", "the natural logarithm";
    "exp" ("x") "e 的 x 次方", "e to the power of x";
    "coalesce" ("a, b, …") "第一个有值的", "the first that has a value";
    "known" ("x") "是否有值", "whether there is a value";
    "date" ("'2016-12-31'") "日期", "a day";
    "raw" ("'1.1'") "规则本身给出的分,未按缺报、不适用处理,未修约", "what the rule alone gives, before policies and rounding";
    "points" ("'1.1'") "得分", "the points of a node";
    "earned" ("'1.1'") "得分改变(清零、只得基本分)之前的得分", "the points before an effect changes them";
    "rate" ("'1.1'") "得分率:得分÷应得满分", "points over the full points open to the unit";
    "full" ("'1.1'") "分值(满分)", "full points";
    "status" ("'1.1'") "状态:scored、not-applicable、missing、overflow、unproven(没有印证材料)", "scored, not-applicable, missing, overflow or unproven (no evidence)";
    "lowest_rate" ("'1'") "下级中最低的得分率", "the least rate of the node's children";
    "any_zero" ("'1'") "下级中是否有不得分的", "whether a child has no points";
    "total" ("") "总分", "the total";
    "rank" ("") "全体名次", "the place among all";
    "group_rank" ("") "组内名次", "the place within the group";
    "bottom_rank" ("") "全体倒数名次", "the place among all, counted from the bottom";
    "group_bottom_rank" ("") "组内倒数名次", "the place within the group, counted from the bottom";
    "cohort.mean" ("x") "本组平均值", "the mean of the group";
    "cohort.sum" ("x") "本组合计", "the sum of the group";
    "cohort.min" ("x") "本组最小值", "the least of the group";
    "cohort.max" ("x") "本组最大值", "the greatest of the group";
    "cohort.count" ("x") "本组有值的单位数", "how many of the group have a value";
    "cohort.median" ("x") "本组中位数", "the median of the group";
    "cohort.percentile" ("x, 90%") "本组百分位数(同 PERCENTILE)", "a percentile of the group, as a spreadsheet's PERCENTILE";
    "cohort.stdev" ("x") "本组样本标准差(同 STDEV)", "the standard deviation of the group as a sample";
    "cohort.stdevp" ("x") "本组总体标准差(同 STDEVP)", "the standard deviation of the group as a population";
    "cohort.rank" ("x") "在本组的名次,高者在前", "the place within the group, the highest first";
    "cohort.share" ("x") "占本组合计的比重", "the share of the group's sum";
    "all.mean" ("x") "全体平均值", "the mean of all";
    "all.sum" ("x") "全体合计", "the sum of all";
    "all.min" ("x") "全体最小值", "the least of all";
    "all.max" ("x") "全体最大值", "the greatest of all";
    "all.count" ("x") "全体有值的单位数", "how many of all have a value";
    "all.median" ("x") "全体中位数", "the median of all";
    "all.percentile" ("x, 90%") "全体百分位数", "a percentile of all";
    "all.stdev" ("x") "全体样本标准差", "the standard deviation of all as a sample";
    "all.stdevp" ("x") "全体总体标准差", "the standard deviation of all as a population";
    "all.rank" ("x") "在全体的名次,高者在前", "the place among all, the highest first";
    "all.share" ("x") "占全体合计的比重", "the share of the sum of all";
    "count" ("list, condition") "明细的条数;条件可不写", "how many entries; the condition may be left out";
    "mean" ("list, x, condition") "明细的平均值;min、max、sum 同样用于明细", "the mean over entries; min, max and sum work on lists too";
    "best_per" ("list, key, x, condition") "同一 key 只取最高的 x,再合计", "the sum of the greatest x of each key";
    "trimmed_mean" ("list, x, n, condition") "去掉 n 个最高和 n 个最低后的平均值", "the mean without the n highest and the n lowest";
    "by.count" ("key, condition") "本明细中(所有单位)key 相同的条数;只用在明细的表达式中", "how many entries of all units share the key; within a list only";
    "by.sum" ("key, x, condition") "key 相同的各条合计", "their sum";
    "by.mean" ("key, x, condition") "key 相同的各条平均值", "their mean";
    "by.min" ("key, x, condition") "key 相同的各条最小值", "the least of them";
    "by.max" ("key, x, condition") "key 相同的各条最大值", "the greatest of them";
    "previous.total" ("") "上期总分", "the total of the period before";
    "previous.rank" ("") "上期名次", "the place in the period before";
    "past.value" ("f, n") "n 期以前的值", "the value n periods ago";
    "past.mean" ("f, n") "前 n 期的平均值;f 也可写 total()、rank()", "the mean of the last n periods; f may be total() or rank()";
    "past.sum" ("f, n") "前 n 期的合计", "their sum";
    "past.min" ("f, n") "前 n 期的最小值", "the least of them";
    "past.max" ("f, n") "前 n 期的最大值", "the greatest of them";
};

impl Work<'_, '_> {
    pub(super) fn call(&mut self, name: &str, arguments: &[Syntax], whole: &Syntax) -> Option<Typed> {
        let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
            let problem = RubricProblem::UnknownFunction { name: name.to_owned() };
            let spot = self.spot.within(whole.span.clone());
            let names = FUNCTIONS.iter().map(|function| function.name);
            self.reader.report(Diagnostic::at(problem, &spot).suggest(nearest(name, names)));
            return None;
        };
        if let [first, rest @ ..] = arguments
            && let Some(list) = self.list_of(first)
        {
            return self.over_entries(function, list, (rest, arguments), whole);
        }
        match (name, arguments) {
            ("if", [condition, then, otherwise]) => self.choose(condition, then, otherwise, whole),
            ("min" | "max" | "sum" | "coalesce", []) => self.wrong_count(function, arguments, whole),
            ("min", all) => self.many(Many::Min, all),
            ("max", all) => self.many(Many::Max, all),
            ("sum", all) => self.many(Many::Sum, all),
            ("coalesce", all) => self.many(Many::Coalesce, all),
            ("abs", [x]) => {
                let (expr, quantity) = self.number(x)?;
                Some(Typed { expr: Expr::Unary(Unary::Abs, Box::new(expr)), kind: Type::Number(quantity) })
            }
            ("floor", [x]) => Some(Typed::number(self.number(x)?.0.floor())),
            ("ceil", [x]) => Some(Typed::number(self.number(x)?.0.ceil())),
            ("sqrt", [x]) => self.unary(Unary::Sqrt, x),
            ("ln", [x]) => self.unary(Unary::Ln, x),
            ("exp", [x]) => self.unary(Unary::Exp, x),
            ("pow", [a, b]) => {
                let (a, b) = (self.number(a), self.number(b));
                Some(Typed::number(Expr::Binary(Binary::Power, Box::new([a?.0, b?.0]))))
            }
            ("round", [x]) => self.round(x, None, whole),
            ("round", [x, digits]) => self.round(x, Some(digits), whole),
            ("known", [x]) => Some(Typed::yes_no(self.typed(x)?.expr.is(Test::Known))),
            ("date", [day]) => self.date(day),
            ("raw" | "points" | "earned" | "rate" | "full" | "status", [node]) => self.node_column(name, node),
            ("lowest_rate" | "any_zero", [node]) => self.of_children(name, node),
            ("total" | "rank" | "group_rank" | "bottom_rank" | "group_bottom_rank", []) => Some(self.result(name)),
            ("count" | "mean" | "best_per" | "trimmed_mean", [first, ..]) => {
                self.fail(first, RubricProblem::ListWanted { name: name.to_owned() })
            }
            _ => match name.split_once('.') {
                Some(("cohort" | "all", _)) => self.cohort(function, arguments, whole),
                Some(("by", _)) => self.by_key(function, arguments, whole),
                Some(("previous" | "past", _)) => self.past(function, arguments, whole),
                _ => self.wrong_count(function, arguments, whole),
            },
        }
    }

    pub(super) fn wrong_count<T>(&self, function: &Function, found: &[Syntax], whole: &Syntax) -> Option<T> {
        let (name, expected) = (function.name.to_owned(), function.arguments.to_owned());
        self.fail(whole, RubricProblem::ArgumentCount { name, expected, found: found.len() })
    }

    /// A number that must be written as one: it is part of the structure and cannot differ between units.
    pub(super) fn plain_number(&mut self, function: &str, syntax: &Syntax) -> Option<(Decimal, Expr)> {
        match syntax.kind {
            Kind::Number { value, percent } => Some((value, self.literal(value, percent, syntax).expr)),
            _ => self.fail(syntax, RubricProblem::PlainNumber { name: function.to_owned() }),
        }
    }

    fn unary(&mut self, operator: Unary, x: &Syntax) -> Option<Typed> {
        Some(Typed::number(Expr::Unary(operator, Box::new(self.number(x)?.0))))
    }

    fn choose(&mut self, condition: &Syntax, then: &Syntax, otherwise: &Syntax, whole: &Syntax) -> Option<Typed> {
        let (condition, a, b) = (self.condition(condition), self.typed(then), self.typed(otherwise));
        let (condition, a, b) = (condition?, a?, b?);
        let kind = match (&a.kind, &b.kind) {
            (Type::Number(p), Type::Number(q)) => Type::Number(joined(p.clone(), q)),
            (Type::YesNo | Type::Date, _) if a.kind == b.kind => a.kind.clone(),
            (expected, found) => {
                let problem = RubricProblem::TypeMismatch { expected: type_words(expected), found: type_words(found) };
                return self.fail(whole, problem);
            }
        };
        Some(Typed { expr: a.expr.when(condition, b.expr), kind })
    }

    fn many(&mut self, many: Many, arguments: &[Syntax]) -> Option<Typed> {
        let typed: Vec<_> = arguments.iter().map(|x| self.number(x)).collect();
        let typed: Vec<(Expr, Quantity)> = typed.into_iter().collect::<Option<_>>()?;
        let quantity = typed.iter().map(|(_, q)| q.clone()).reduce(|a, b| joined(a, &b)).unwrap_or(Quantity::Plain);
        let all = typed.into_iter().map(|(expr, _)| expr).collect();
        Some(Typed { expr: Expr::Many(many, all), kind: Type::Number(quantity) })
    }

    fn round(&mut self, x: &Syntax, digits: Option<&Syntax>, whole: &Syntax) -> Option<Typed> {
        let (expr, quantity) = self.number(x)?;
        let digits = match digits.map(|d| (&d.kind, d)) {
            None => 0,
            Some((Kind::Number { value, percent: false }, at)) => match u32::try_from(*value) {
                Ok(digits) if digits <= number::GUARD_DIGITS => digits,
                _ => return self.fail(at, RubricProblem::NumberUnreadable { text: number::plain(*value) }),
            },
            Some(_) => return self.fail(whole, RubricProblem::PlainNumber { name: "round".to_owned() }),
        };
        let rounding = number::Rounding { digits, mode: number::RoundingMode::HalfUp };
        Some(Typed { expr: expr.rounded(rounding), kind: Type::Number(quantity) })
    }

    fn date(&mut self, day: &Syntax) -> Option<Typed> {
        match &day.kind {
            Kind::Text(text) => match crate::table::read_date(text) {
                Some(days) => Some(Typed { expr: Expr::Constant(Decimal::from(days)), kind: Type::Date }),
                None => self.fail(day, RubricProblem::DateUnreadable { text: text.clone() }),
            },
            _ => self.fail(day, RubricProblem::DateUnreadable { text: String::new() }),
        }
    }
}
