//! Targets, earlier periods and dates: `target.f`, `previous.f`, `past.mean(f, 3)`, `unit.days_late`.

use super::super::parser::{Kind, Syntax};
use super::super::{Expr, FieldId, Many, PastOf, RangeEnd, Role};
use super::functions::Function;
use super::{NUMBER, Typed, Work, type_words};
use crate::number::Decimal;
use crate::words::labels::Label;
use crate::words::rubric::RubricProblem;

/// Periods an expression may look back.
const MOST_PERIODS: u32 = 20;

impl Work<'_, '_> {
    /// `target.f`, `target.f.low`, `target.f.high` and `previous.f`; `None` outside where the name begins otherwise.
    #[allow(clippy::option_option, reason = "another name and a mistaken one are two things")]
    pub(super) fn period_name(&mut self, before: &str, rest: &str, syntax: &Syntax) -> Option<Option<Typed>> {
        match before {
            "target" => {
                let (name, end) = match rest.rsplit_once('.') {
                    Some((name, "low")) => (name, RangeEnd::Low),
                    Some((name, "high")) => (name, RangeEnd::High),
                    _ => (rest, RangeEnd::Low),
                };
                Some(self.declared(name, syntax).map(|of| self.target(of, end)))
            }
            "previous" => Some(self.declared(rest, syntax).map(|of| self.at(PastOf::Field(of), 1))),
            _ => None,
        }
    }

    /// `unit.submitted` and `unit.days_late`; `None` outside where the name is another.
    #[allow(clippy::option_option, reason = "another name and a mistaken one are two things")]
    pub(super) fn handed_in(&mut self, name: &str, syntax: &Syntax) -> Option<Option<Typed>> {
        let late = match name {
            "unit.submitted" => false,
            "unit.days_late" => true,
            _ => return None,
        };
        let label = Label::HandedIn.say(self.builder.lang);
        let field = self.builder.asked_for("unit.submitted".to_owned(), Role::HandedIn, label, self.spot);
        let day = self.field(field);
        if !late {
            return Some(Some(day));
        }
        let Some(deadline) = self.builder.deadline.clone() else {
            return Some(self.fail(syntax, RubricProblem::NoDeadline));
        };
        let late = Expr::Many(Many::Sum, vec![day.expr, deadline.negate()]).max(Expr::ZERO);
        Some(Some(Typed::number(late)))
    }

    /// `previous.total()`, `past.mean(f, 3)` and their like.
    pub(super) fn past(&mut self, function: &Function, arguments: &[Syntax], whole: &Syntax) -> Option<Typed> {
        match (function.name, arguments) {
            ("previous.total", []) => Some(self.at(PastOf::Total, 1)),
            ("previous.rank", []) => Some(self.at(PastOf::Rank, 1)),
            ("past.value" | "past.mean" | "past.sum" | "past.min" | "past.max", [of, periods]) => {
                let of = self.past_of(of);
                let (periods, _) = self.plain_number(function.name, periods)?;
                let count =
                    u32::try_from(periods).ok().filter(|n| periods.fract().is_zero() && (1..=MOST_PERIODS).contains(n));
                let Some(count) = count else {
                    return self.fail(whole, RubricProblem::PlainNumber { name: function.name.to_owned() });
                };
                Some(self.over_periods(function.name, of?, count))
            }
            _ => self.wrong_count(function, arguments, whole),
        }
    }

    fn over_periods(&mut self, function: &str, of: PastOf, count: u32) -> Typed {
        let last = self.at(of, count);
        if function == "past.value" {
            return last;
        }
        let all: Vec<Expr> = (1..=count).map(|back| self.at(of, back).expr).collect();
        let expr = match function {
            "past.min" => Expr::Many(Many::Min, all),
            "past.max" => Expr::Many(Many::Max, all),
            "past.sum" => Expr::Many(Many::Sum, all),
            _ => Expr::Many(Many::Sum, all).over(Expr::Constant(Decimal::from(count))),
        };
        Typed { expr, kind: last.kind }
    }

    fn past_of(&mut self, syntax: &Syntax) -> Option<PastOf> {
        match &syntax.kind {
            Kind::Call { name, arguments } if arguments.is_empty() && name == "total" => Some(PastOf::Total),
            Kind::Call { name, arguments } if arguments.is_empty() && name == "rank" => Some(PastOf::Rank),
            Kind::Name(name) => {
                let of = self.declared(name, syntax)?;
                let typed = self.field(of);
                match typed.kind {
                    super::Type::Number(_) => Some(PastOf::Field(of)),
                    other => {
                        self.fail(syntax, RubricProblem::TypeMismatch { expected: NUMBER, found: type_words(&other) })
                    }
                }
            }
            _ => self.fail(syntax, RubricProblem::TypeMismatch { expected: super::FIELD, found: NUMBER }),
        }
    }

    /// A field that is submitted.
    fn declared(&mut self, name: &str, syntax: &Syntax) -> Option<FieldId> {
        let submitted = |id: &FieldId| self.builder.fields.get(id.index()).is_some_and(|f| f.role == Role::Submitted);
        match self.builder.find_field(name).filter(submitted) {
            Some(id) => Some(id),
            None => {
                self.unknown_name(name, syntax);
                None
            }
        }
    }

    fn label(&self, of: PastOf) -> (String, String) {
        match of {
            PastOf::Field(id) => {
                self.builder.fields.get(id.index()).map(|f| (f.id.clone(), f.label.clone())).unwrap_or_default()
            }
            PastOf::Total => ("total()".to_owned(), Label::Total.say(self.builder.lang)),
            PastOf::Rank => ("rank()".to_owned(), Label::Rank.say(self.builder.lang)),
        }
    }

    fn target(&mut self, of: FieldId, end: RangeEnd) -> Typed {
        let (id, label) = self.label(PastOf::Field(of));
        let (id, label) = match end {
            RangeEnd::Low => (format!("target.{id}"), Label::TargetOf { label }),
            RangeEnd::High => (format!("target.{id}.high"), Label::TargetHighOf { label }),
        };
        let label = label.say(self.builder.lang);
        let field = self.builder.asked_for(id, Role::Target(of, end), label, self.spot);
        self.field(field)
    }

    /// What something was so many periods ago.
    fn at(&mut self, of: PastOf, back: u32) -> Typed {
        let (id, label) = self.label(of);
        let (id, label) = match back {
            1 => (format!("previous.{id}"), Label::PreviousOf { label }),
            back => (format!("past.{id}.{back}"), Label::PastOf { label, back: back as usize }),
        };
        let label = label.say(self.builder.lang);
        let field = self.builder.asked_for(id, Role::Past(of, back), label, self.spot);
        self.field(field)
    }
}
