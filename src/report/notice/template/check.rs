//! Looks a template over before it is used: everything it names must be there. All mistakes are told at once.
//!
//! A template comes from a file of the user's, so it can only name variables, choose and repeat: nothing it could write
//! grows beyond its input, and what is not on this page is refused.

use std::ops::Range;
use std::sync::Arc;

use super::super::variables::{Kind, LOOP, Variable};
use super::scan::{Tag, TagKind, Token, TokenKind, tags};
use crate::diagnostic::{Diagnostic, Source, Spot, nearest};
use crate::words::Spoken;
use crate::words::notice::{Notice, NoticeProblem};

/// The filters of templates.
pub(super) const FILTERS: [&str; 2] = ["length", "top"];

/// Words that are no variables.
const WORDS: [&str; 6] = ["and", "or", "not", "true", "false", "in"];
/// Signs that conditions are written with.
const SIGNS: [&str; 8] = ["==", "!=", "<", ">", "<=", ">=", "(", ")"];

/// Blocks inside each other, and words of one tag, beyond which nobody can read a template.
const MOST_DEPTH: usize = 16;
const MOST_WORDS: usize = 200;

/// What a variable of a loop stands for.
#[derive(Clone, Copy)]
enum Held {
    Kind(Kind),
    /// Something that was not understood, and has been reported.
    Unknown,
}

/// Walks the tags of a template.
struct Checker<'a> {
    source: &'a Arc<Source>,
    problems: Vec<Diagnostic>,
    variables: &'static [Variable],
    open: Vec<Open<'a>>,
}

/// A block that is open: its tag, its word, and the variable of a loop.
type Open<'a> = (Spot, &'a str, Option<(&'a str, Held)>);

/// What is wrong with a template that may name these variables.
pub(super) fn check(source: &Arc<Source>, variables: &'static [Variable]) -> Vec<Diagnostic> {
    let mut checker = Checker { source, problems: Vec::new(), variables, open: Vec::new() };
    for tag in tags(&source.text) {
        if checker.open.len() > MOST_DEPTH || tag.tokens.len() > MOST_WORDS {
            // The rest would only be its echo.
            checker.report(NoticeProblem::TooLong, tag.span);
            return checker.problems;
        }
        checker.tag(&tag);
    }
    for (spot, word, _) in std::mem::take(&mut checker.open) {
        let what = format!("{{% {word} %}}");
        checker.problems.push(Diagnostic::at(NoticeProblem::Unclosed { what }, &spot));
    }
    checker.problems
}

impl<'a> Checker<'a> {
    fn spot(&self, span: Range<usize>) -> Spot {
        Spot { source: Arc::clone(self.source), span }
    }

    fn report(&mut self, problem: NoticeProblem, span: Range<usize>) {
        let spot = self.spot(span);
        self.problems.push(Diagnostic::at(problem, &spot));
    }

    fn tag(&mut self, tag: &Tag<'a>) {
        if !tag.closed {
            let what = match tag.kind {
                TagKind::Print => "{{",
                TagKind::Statement => "{%",
                TagKind::Comment => "{#",
            };
            // Only the braces: what follows may be the rest of the file.
            self.report(NoticeProblem::Unclosed { what: what.to_owned() }, tag.span.start..tag.span.start + 2);
            return;
        }
        match tag.kind {
            TagKind::Comment => {}
            TagKind::Print => self.print(&tag.tokens),
            TagKind::Statement => self.statement(tag),
        }
    }

    fn print(&mut self, tokens: &[Token<'a>]) {
        let (held, used) = self.operand(tokens);
        if let Some(rest) = tokens.get(used) {
            self.report(NoticeProblem::Forbidden { text: rest.text.to_owned() }, rest.span.clone());
            return;
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        if matches!(held, Held::Kind(Kind::List(_) | Kind::Record(_) | Kind::Texts | Kind::Flag)) {
            let span = first.span.start..last.span.end;
            let name = self.source.text.get(span.clone()).unwrap_or_default().to_owned();
            self.report(NoticeProblem::NotPrintable { name }, span);
        }
    }

    fn statement(&mut self, tag: &Tag<'a>) {
        let Some((word, rest)) = tag.tokens.split_first() else { return };
        match word.text {
            "if" => {
                let spot = self.spot(tag.span.clone());
                self.open.push((spot, "if", None));
                self.condition(rest);
            }
            "elif" => self.condition(rest),
            "else" => {}
            "for" => self.repeat(tag, rest),
            "endif" | "endfor" => {
                let wanted = if word.text == "endif" { "if" } else { "for" };
                if self.open.last().is_some_and(|(_, open, _)| *open == wanted) {
                    self.open.pop();
                }
            }
            other => self.report(NoticeProblem::UnknownTag { tag: other.to_owned() }, word.span.clone()),
        }
    }

    fn repeat(&mut self, tag: &Tag<'a>, tokens: &[Token<'a>]) {
        let spot = self.spot(tag.span.clone());
        let [name, within, of @ ..] = tokens else {
            self.open.push((spot, "for", None));
            return;
        };
        if within.text != "in" {
            // `for a, b in …` and the like.
            self.report(NoticeProblem::Forbidden { text: within.text.to_owned() }, within.span.clone());
        }
        let (held, used) = self.operand(of);
        let item = match held {
            Held::Kind(Kind::List(variables)) => Held::Kind(Kind::Record(variables)),
            Held::Kind(Kind::Texts) => Held::Kind(Kind::Text),
            Held::Kind(_) => {
                let span =
                    of.first().map_or(0, |of| of.span.start)..of.get(used.max(1) - 1).map_or(0, |of| of.span.end);
                let name = self.source.text.get(span.clone()).unwrap_or_default().to_owned();
                self.report(NoticeProblem::NotAList { name }, span);
                Held::Unknown
            }
            Held::Unknown => Held::Unknown,
        };
        self.open.push((spot, "for", Some((name.text, item))));
        if let Some((word, condition)) = of.get(used..).and_then(<[Token<'_>]>::split_first) {
            if word.text == "if" {
                self.condition(condition);
            } else {
                self.report(NoticeProblem::Forbidden { text: word.text.to_owned() }, word.span.clone());
            }
        }
    }

    fn condition(&mut self, tokens: &[Token<'a>]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let word = WORDS.contains(&token.text) && token.kind == TokenKind::Name;
            let sign = SIGNS.contains(&token.text) && token.kind == TokenKind::Symbol;
            if word || sign {
                at += 1;
                continue;
            }
            let (_, used) = self.operand(tokens.get(at..).unwrap_or_default());
            if used == 0 {
                self.report(NoticeProblem::Forbidden { text: token.text.to_owned() }, token.span.clone());
            }
            at += used.max(1);
        }
    }

    /// A literal, or a variable with its filters; what it holds, and how many tokens it takes.
    fn operand(&mut self, tokens: &[Token<'a>]) -> (Held, usize) {
        let Some(first) = tokens.first() else { return (Held::Unknown, 0) };
        let (mut held, mut used) = match first.kind {
            TokenKind::Symbol => return (Held::Unknown, 0),
            TokenKind::Text => (Held::Kind(Kind::Text), 1),
            TokenKind::Number => (Held::Kind(Kind::Count), 1),
            TokenKind::Name => self.path(tokens),
        };
        while let [bar, name, rest @ ..] = tokens.get(used..).unwrap_or_default() {
            if bar.text != "|" {
                break;
            }
            used += 2;
            held = self.filter(held, name);
            // `top(3)` is the only one that takes a number.
            if let [open, number, close, ..] = rest
                && open.text == "("
                && number.kind == TokenKind::Number
                && close.text == ")"
            {
                used += 3;
            }
        }
        (held, used)
    }

    fn filter(&mut self, held: Held, name: &Token<'a>) -> Held {
        match (name.text, held) {
            ("length", _) => Held::Kind(Kind::Count),
            ("top", held) => held,
            (other, _) => {
                let problem = NoticeProblem::UnknownFilter { filter: other.to_owned(), known: FILTERS.join(", ") };
                let spot = self.spot(name.span.clone());
                self.problems.push(Diagnostic::at(problem, &spot).suggest(nearest(other, FILTERS)));
                Held::Unknown
            }
        }
    }

    /// `unit.provisional.totals`
    fn path(&mut self, tokens: &[Token<'a>]) -> (Held, usize) {
        let Some(first) = tokens.first() else { return (Held::Unknown, 0) };
        let mut held = match self.in_scope(first.text) {
            Some(held) => held,
            None => self.find(self.variables, first, None),
        };
        let mut used = 1;
        let mut parent = first;
        while let [dot, name, ..] = tokens.get(used..).unwrap_or_default() {
            if dot.text != "." || name.kind != TokenKind::Name {
                break;
            }
            held = match held {
                Held::Kind(Kind::Record(variables)) => self.find(variables, name, Some(parent)),
                Held::Unknown => Held::Unknown,
                Held::Kind(_) => self.find(&[], name, Some(parent)),
            };
            used += 2;
            parent = name;
        }
        (held, used)
    }

    /// The variable of a loop that the place is in.
    fn in_scope(&self, name: &str) -> Option<Held> {
        let mut loops = self.open.iter().rev().filter_map(|(_, word, variable)| (*word == "for").then_some(*variable));
        if name == "loop" && loops.clone().next().is_some() {
            return Some(Held::Kind(Kind::Record(&LOOP)));
        }
        loops.find_map(|variable| variable.filter(|(known, _)| *known == name).map(|(_, held)| held))
    }

    fn find(&mut self, variables: &'static [Variable], name: &Token<'a>, parent: Option<&Token<'a>>) -> Held {
        if let Some(variable) = variables.iter().find(|variable| variable.name == name.text) {
            return Held::Kind(variable.kind);
        }
        let mut names: Vec<&str> = variables.iter().map(|variable| variable.name).collect();
        if parent.is_none() {
            names.extend(self.open.iter().filter_map(|(_, _, variable)| variable.map(|(name, _)| name)));
        }
        let of = parent.map_or(Notice::Here, |parent| Notice::Within { name: parent.text.to_owned() });
        let of = Spoken::of(|lang| of.say(lang));
        let known = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
        let problem = NoticeProblem::UnknownVariable { name: name.text.to_owned(), of, known };
        let spot = self.spot(name.span.clone());
        self.problems.push(Diagnostic::at(problem, &spot).suggest(nearest(name.text, names.iter().copied())));
        Held::Unknown
    }
}
