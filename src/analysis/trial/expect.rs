//! What a test expects, held against what came out.

use super::coverage::Coverage;
use super::wanted::{self, Wanted};
use super::{Check, keys};
use crate::analysis::gaps;
use crate::diagnostic::{Diagnostic, Spot, nearest};
use crate::document::{Item, Reader, Section, Value};
use crate::number::{self, Decimal};
use crate::program::{Leaf, NodeId, Quantity, show};
use crate::scoring::{self, Assessment, Cell};
use crate::table::State;
use crate::words::both;
use crate::words::data::DataProblem;
use crate::words::rubric::RubricProblem;

/// One unit of a test whose result is looked at.
pub(super) struct Look<'a> {
    pub(super) reader: &'a Reader,
    pub(super) assessment: &'a Assessment,
    pub(super) unit: usize,
    /// What the unit or the case is called in the checks.
    pub(super) name: String,
    pub(super) checks: &'a mut Vec<Check>,
    pub(super) coverage: &'a mut Coverage,
}

/// The expectations of one unit among others.
pub(super) fn unit(look: &mut Look<'_>, expect: &Section<'_>) {
    for (node, item) in look.by_node(expect, "points") {
        look.points(node, item);
    }
    for (node, item) in look.by_node(expect, "status") {
        look.status(node, item);
    }
    for (node, item) in look.by_node(expect, "value") {
        look.value(node, item);
    }
    for (node, item) in look.by_node(expect, "reason") {
        look.reason(node, item);
    }
    look.total(expect);
    look.grade(expect);
    look.lists(expect);
    look.diagnostics(expect);
}

/// The expectations of a case, which looks at one node.
pub(super) fn case(look: &mut Look<'_>, test: &Section<'_>, case: &Section<'_>) {
    let Some(word) = test.text("node") else {
        if let Some(key) = keys::TEST.find("node") {
            let what = both("含 cases 的测试", "a test with cases");
            let problem = RubricProblem::MissingKey { key: key.name.to_owned(), what, meaning: key.meaning };
            look.reader.report(Diagnostic::at(problem, &test.spot));
        }
        return;
    };
    let Some(node) = look.assessment.program.find_node(&word.text) else {
        look.unknown_node(&word.text, &word.spot);
        return;
    };
    if let Some(item) = case.open_item("points") {
        look.points(node, item);
    }
    if let Some(item) = case.open_item("status") {
        look.status(node, item);
    }
    if let Some(item) = case.open_item("value") {
        look.value(node, item);
    }
    if let Some(item) = case.open_item("reason") {
        look.reason(node, item);
    }
    look.diagnostics(case);
}

impl Look<'_> {
    fn check(&mut self, what: String, expected: String, actual: String, spot: &Spot) -> &mut Check {
        let holds = expected == actual;
        let unit = self.name.clone();
        self.checks.push_mut(Check { unit, what, expected, actual, spot: spot.clone(), plain: true, holds })
    }

    fn points(&mut self, node: NodeId, item: &Item) {
        self.coverage.points(self.assessment, Some(node), self.unit);
        let what = format!("points({})", self.id(node));
        self.number(what, "points", item, self.assessment.points(node, self.unit));
    }

    fn number(&mut self, what: String, key: &str, item: &Item, cell: Cell) {
        let Some(wanted) = Wanted::read(self.reader, key, item) else { return };
        let (plain, holds) = (wanted.is_plain(), wanted.holds(cell));
        let check = self.check(what, wanted.text(), wanted.actual(cell), &item.spot);
        (check.plain, check.holds) = (plain, holds);
    }

    fn status(&mut self, node: NodeId, item: &Item) {
        let actual = self.assessment.status(node, self.unit).key().to_owned();
        self.check(format!("status({})", self.id(node)), text_of(item), actual, &item.spot);
    }

    fn value(&mut self, node: NodeId, item: &Item) {
        let Some(leaf) = self.leaf(node, &item.spot) else { return };
        let what = format!("value({})", self.id(node));
        let cell = self.assessment.cell(leaf.value, self.unit);
        let lang = self.assessment.program.heading.language;
        match leaf.quantity {
            Quantity::Plain | Quantity::Measured(_) | Quantity::Percent | Quantity::Ratio => {
                self.number(what, "value", item, cell);
            }
            Quantity::YesNo | Quantity::Choice(_) | Quantity::Date | Quantity::Text => {
                let words = |value: Decimal| show(value, &leaf.quantity, lang);
                let expected = match item.value {
                    Value::YesNo(yes) => words(if yes { Decimal::ONE } else { Decimal::ZERO }),
                    _ => text_of(item),
                };
                let actual = cell.get().map_or_else(|| state_words(cell.state).to_owned(), words);
                self.check(what, expected, actual, &item.spot).plain = !matches!(item.value, Value::YesNo(_));
            }
        }
    }

    fn reason(&mut self, node: NodeId, item: &Item) {
        if self.leaf(node, &item.spot).is_none() {
            return;
        }
        let lang = self.assessment.program.heading.language;
        let gap = gaps::of_node(self.assessment, self.unit, node);
        let actual = gap.map(|gap| gaps::reason(self.assessment, &gap, lang)).unwrap_or_default();
        let wanted = text_of(item);
        let (plain, holds) = (wanted::is_whole(&wanted), wanted::says(&wanted, &actual));
        let check = self.check(format!("reason({})", self.id(node)), wanted, actual, &item.spot);
        (check.plain, check.holds) = (plain, holds);
    }

    fn total(&mut self, expect: &Section<'_>) {
        if let Some(item) = expect.open_item("total") {
            self.coverage.points(self.assessment, None, self.unit);
            self.number("total".to_owned(), "total", item, self.assessment.total(self.unit));
        }
        let place = |place: Option<u64>| place.map_or("none".to_owned(), |place| place.to_string());
        let places = [
            ("rank", place(self.assessment.rank(self.unit))),
            ("group_rank", place(self.assessment.group_rank(self.unit))),
        ];
        for (key, actual) in places {
            if let Some(item) = expect.open_item(key) {
                self.check(key.to_owned(), text_of(item), actual, &item.spot);
            }
        }
    }

    fn grade(&mut self, expect: &Section<'_>) {
        if ["grade", "grade_reason", "effects"].iter().any(|key| expect.has(key)) {
            self.coverage.grade(self.assessment, self.unit);
        }
        if let Some(wanted) = expect.text("grade") {
            let actual = self.assessment.grade_name(self.assessment.grade(self.unit)).to_owned();
            self.check("grade".to_owned(), wanted.text, actual, &wanted.spot);
        }
        if let Some(item) = expect.open_item("grade_reason") {
            let wanted: Vec<String> = expect.texts("grade_reason").into_iter().map(|word| word.text).collect();
            let actual = self.assessment.grade_reasons(self.unit, self.assessment.program.heading.language);
            let holds = wanted.len() == actual.len()
                && wanted.iter().zip(&actual).all(|(wanted, actual)| wanted::says(wanted, actual));
            let plain = matches!(&item.value, Value::Text(text) if wanted::is_whole(text)) && actual.len() == 1;
            let check = self.check("grade_reason".to_owned(), wanted.join("\n"), actual.join("\n"), &item.spot);
            (check.plain, check.holds) = (plain, holds);
        }
    }

    /// What is expected as a list of texts.
    fn lists(&mut self, expect: &Section<'_>) {
        let (assessment, unit) = (self.assessment, self.unit);
        let mut list = |key: &str, actual: String| {
            if let Some(item) = expect.open_item(key) {
                let wanted: Vec<String> = expect.texts(key).into_iter().map(|word| word.text).collect();
                self.check(key.to_owned(), wanted.join(", "), actual, &item.spot).plain = false;
            }
        };
        let interval = assessment.interval(unit).and_then(|interval| interval.total);
        let interval = interval.map(|(low, high)| format!("{}, {}", number::plain(low), number::plain(high)));
        list("interval", interval.unwrap_or_default());
        let fired = assessment.effects(unit).filter_map(|effect| assessment.program.effects.get(effect));
        list("effects", fired.map(|effect| effect.id.as_str()).collect::<Vec<_>>().join(", "));
        let follows = assessment.follow_ups(unit).map(|follow_up| follow_up.say.as_str());
        list("follow_up", follows.collect::<Vec<_>>().join(", "));
    }

    fn diagnostics(&mut self, expect: &Section<'_>) {
        let Some(item) = expect.open_item("diagnostics") else { return };
        let catalogue = || DataProblem::CATALOGUE.iter().map(|entry| entry.code);
        let mut wanted = Vec::new();
        for word in expect.texts("diagnostics") {
            if !catalogue().any(|code| code == word.text) {
                let allowed = [catalogue().next(), catalogue().next_back()].map(Option::unwrap_or_default).join("–");
                let problem =
                    RubricProblem::NotOneOf { key: "diagnostics".to_owned(), word: word.text.clone(), allowed };
                self.reader.report(Diagnostic::at(problem, &word.spot).suggest(nearest(&word.text, catalogue())));
            }
            wanted.push(word.text);
        }
        let told = scoring::findings(self.assessment).into_iter().filter(|(unit, _)| *unit == self.unit);
        let mut actual: Vec<String> = told.map(|(_, diagnostic)| diagnostic.code().to_owned()).collect();
        wanted.sort();
        actual.sort();
        self.check("diagnostics".to_owned(), wanted.join(", "), actual.join(", "), &item.spot).plain = false;
    }

    fn id(&self, node: NodeId) -> &str {
        &self.assessment.program.node(node).id
    }

    /// The rule of a node; a parent, which has none, is reported.
    fn leaf(&self, node: NodeId, spot: &Spot) -> Option<Leaf> {
        let of = self.assessment.program.node(node);
        if of.leaf.is_none() {
            let problem = RubricProblem::TestUnknown { what: both("评分项", "leaf"), name: of.id.clone() };
            self.reader.report(Diagnostic::at(problem, spot));
        }
        of.leaf.clone()
    }

    fn by_node<'s>(&self, expect: &Section<'s>, key: &str) -> Vec<(NodeId, &'s Item)> {
        let mut found = Vec::new();
        for (word, item) in super::inputs::entries_of(self.reader, expect, key) {
            match self.assessment.program.find_node(&word.text) {
                Some(node) => found.push((node, item)),
                None => self.unknown_node(&word.text, &word.spot),
            }
        }
        found
    }

    fn unknown_node(&self, id: &str, spot: &Spot) {
        let ids = self.assessment.program.nodes.iter().map(|node| node.id.as_str());
        let problem = RubricProblem::TestUnknown { what: both("指标", "node"), name: id.to_owned() };
        self.reader.report(Diagnostic::at(problem, spot).suggest(nearest(id, ids)));
    }
}

/// A number in its shortest form, so that 5 and 5.00 are one expectation; a word as it is.
fn text_of(item: &Item) -> String {
    match &item.value {
        Value::Number(text) | Value::Text(text) => number::read_exact(text).map_or_else(|| text.clone(), number::plain),
        Value::Date(text) => text.clone(),
        _ => written(item),
    }
}

/// What a value has instead of a number.
pub(super) fn state_words(state: State) -> &'static str {
    match state {
        State::Known => "",
        State::NotApplicable => "not-applicable",
        State::Missing | State::Undefined => "missing",
        State::Overflow => "overflow",
    }
}

/// A value as it stands in the file.
pub(super) fn written(item: &Item) -> String {
    item.spot.source.text.get(item.spot.span.clone()).unwrap_or_default().to_owned()
}
