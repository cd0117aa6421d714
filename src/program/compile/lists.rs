//! Functions over the entries of a list (明细表).

use super::super::parser::{Kind, Syntax};
use super::super::{By, ColumnId, EntryFunction, Expr, ListId, Quantity, Summary};
use super::functions::Function;
use super::{NUMBER, Type, Typed, Work, type_of, type_words};
use crate::number::Decimal;
use crate::words::rubric::RubricProblem;

impl Work<'_, '_> {
    /// The list a syntax names.
    pub(super) fn list_of(&self, syntax: &Syntax) -> Option<ListId> {
        match &syntax.kind {
            Kind::Name(name) => self.builder.find_list(name),
            _ => None,
        }
    }

    /// What an entry of the list at hand holds under a name.
    pub(super) fn entry_name(&self, name: &str) -> Option<Typed> {
        let list = self.builder.lists.get(self.scope?.index())?;
        let position = list.columns.iter().position(|column| column.id == name)?;
        let column = u32::try_from(position).ok()?;
        let kind = type_of(&list.columns.get(position)?.kind, Type::EntryText(column));
        Some(Typed { expr: Expr::Entry(column), kind })
    }

    /// `sum(list, x, condition)` and its like: one value a unit. `rest` are the arguments after the list.
    pub(super) fn over_entries(
        &mut self,
        function: &Function,
        list: ListId,
        (rest, arguments): (&[Syntax], &[Syntax]),
        whole: &Syntax,
    ) -> Option<Typed> {
        let (of, key, drop, when) = match (function.name, rest) {
            ("count", []) => (None, None, None, None),
            ("count", [when]) => (None, None, None, Some(when)),
            ("sum" | "mean" | "min" | "max", [x]) => (Some(x), None, None, None),
            ("sum" | "mean" | "min" | "max", [x, when]) => (Some(x), None, None, Some(when)),
            ("best_per", [key, x]) => (Some(x), Some(key), None, None),
            ("best_per", [key, x, when]) => (Some(x), Some(key), None, Some(when)),
            ("trimmed_mean", [x, drop]) => (Some(x), None, Some(drop), None),
            ("trimmed_mean", [x, drop, when]) => (Some(x), None, Some(drop), Some(when)),
            ("count" | "sum" | "mean" | "min" | "max" | "best_per" | "trimmed_mean", _) => {
                return self.wrong_count(function, arguments, whole);
            }
            _ => return self.fail(whole, RubricProblem::ListAlone { name: self.list_name(list) }),
        };
        let scope = self.scope.replace(list);
        let (of, key, when) = (of.map(|x| self.entries(x)), key.map(|key| self.key(key)), when.map(|w| self.when(w)));
        self.scope = scope;
        let drop = drop.map(|drop| self.whole_number(function.name, drop));
        let ((of, quantity), key, when) = match of {
            None => ((self.each_entry(list), Quantity::Plain), None, given(when)?),
            Some(of) => (of?, given(key)?, given(when)?),
        };
        let drop = given(drop)?;
        let function_of = match (function.name, key, drop) {
            ("count", ..) => EntryFunction::Count,
            ("mean", ..) => EntryFunction::Mean,
            ("min", ..) => EntryFunction::Min,
            ("max", ..) => EntryFunction::Max,
            (_, Some(key), _) => EntryFunction::BestPer(key),
            (_, _, Some(Expr::Parameter(drop))) => EntryFunction::TrimmedMean(drop),
            _ => EntryFunction::Sum,
        };
        let summary = Summary { list, function: function_of, of, when, by: By::Unit };
        let column = self.builder.summary(function.name, summary, self.spot);
        Some(Typed { expr: Expr::Column(column), kind: Type::Number(quantity) })
    }

    /// `by.count(key, condition)` and its like: one value an entry, over the entries of all units with its key.
    pub(super) fn by_key(&mut self, function: &Function, arguments: &[Syntax], whole: &Syntax) -> Option<Typed> {
        let Some(list) = self.scope else {
            return self.fail(whole, RubricProblem::ListWanted { name: function.name.to_owned() });
        };
        let (key, of, when) = match (function.name, arguments) {
            ("by.count", [key]) => (key, None, None),
            ("by.count", [key, when]) => (key, None, Some(when)),
            (name, [key, x]) if name != "by.count" => (key, Some(x), None),
            (name, [key, x, when]) if name != "by.count" => (key, Some(x), Some(when)),
            _ => return self.wrong_count(function, arguments, whole),
        };
        let (key, of, when) = (self.key(key), of.map(|x| self.entries(x)), when.map(|w| self.when(w)));
        let (of, quantity) = match of {
            None => (self.each_entry(list), Quantity::Plain),
            Some(of) => of?,
        };
        let function_of = match function.name {
            "by.count" => EntryFunction::Count,
            "by.sum" => EntryFunction::Sum,
            "by.mean" => EntryFunction::Mean,
            "by.min" => EntryFunction::Min,
            _ => EntryFunction::Max,
        };
        let summary = Summary { list, function: function_of, of, when: given(when)?, by: By::Key(key?) };
        let column = self.builder.summary(function.name, summary, self.spot);
        Some(Typed { expr: Expr::Column(column), kind: Type::Number(quantity) })
    }

    fn list_name(&self, list: ListId) -> String {
        self.builder.lists.get(list.index()).map(|list| list.id.clone()).unwrap_or_default()
    }

    /// A number of each entry, as a column.
    fn entries(&mut self, x: &Syntax) -> Option<(ColumnId, Quantity)> {
        let (expr, quantity) = self.number(x)?;
        Some((self.entry_column("entry", expr, x)?, quantity))
    }

    /// A condition on each entry, as a column.
    fn when(&mut self, when: &Syntax) -> Option<ColumnId> {
        let condition = self.condition(when)?;
        self.entry_column("when", condition, when)
    }

    /// What tells entries apart: a text, an option, a number.
    fn key(&mut self, key: &Syntax) -> Option<ColumnId> {
        let typed = self.typed(key)?;
        if let Type::Text(_) | Type::Literal(_) | Type::Group = typed.kind {
            let problem = RubricProblem::TypeMismatch { expected: NUMBER, found: type_words(&typed.kind) };
            return self.fail(key, problem);
        }
        self.entry_column("key", typed.expr, key)
    }

    fn entry_column(&mut self, what: &str, expr: Expr, at: &Syntax) -> Option<ColumnId> {
        let spot = self.spot.within(at.span.clone());
        Some(self.builder.entry_column(format!("{what}({})", self.path), self.scope?, expr, &spot))
    }

    /// A column that is there for every entry.
    fn each_entry(&mut self, list: ListId) -> ColumnId {
        let name = format!("entries({})", self.list_name(list));
        self.builder.entry_column(name, list, Expr::ONE, self.spot)
    }

    /// A whole number that is written as one.
    pub(super) fn whole_number(&mut self, function: &str, syntax: &Syntax) -> Option<Expr> {
        let (value, expr) = self.plain_number(function, syntax)?;
        if value.fract().is_zero() && value >= Decimal::ZERO {
            Some(expr)
        } else {
            self.fail(syntax, RubricProblem::PlainNumber { name: function.to_owned() })
        }
    }
}

/// Left out, or compiled; `None` where it has a mistake.
#[allow(clippy::option_option, reason = "left out and mistaken are two things")]
fn given<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(part) => part.map(Some),
    }
}
