//! A proposal as a rubric that extends the one in force: only what changes, and what a person has to look at.

use std::fmt::Write as _;

use super::{held_word, method_word};
use crate::analysis::weights::{Changed, Follows, Method, Redrawn};
use crate::number;
use crate::program::{NodeId, Numbers, Part, Program};
use crate::words::Lang;
use crate::words::weights::WeightWord as Word;

/// The first line of such a file, by which it is known again.
pub const MARK: &str = "# kaohe weights";

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Overriding<'a> {
    /// The rubric in force.
    pub program: &'a Program,
    /// Its numbers.
    pub numbers: &'a Numbers<'a>,
    /// What changes.
    pub redrawn: &'a Redrawn,
    /// Whose proposal it is.
    pub method: Method,
    /// The rubric in force, as seen from the folder of the file.
    pub extends: &'a str,
    /// The lines of scoring rules that change.
    pub rules: &'a [(NodeId, String)],
    /// The language of comments.
    pub lang: Lang,
}

/// The file's text.
pub fn write(over: &Overriding<'_>) -> String {
    let (program, lang) = (over.program, over.lang);
    let method = method_word(over.method).say(lang);
    let mut out = format!("{MARK}\n");
    comment(&mut out, &Word::OverHead { method }.say(lang));
    comment(&mut out, &Word::OverJudgement.say(lang));
    let redrawn = over.redrawn;
    let adapt = redrawn.adapt.iter().map(|(id, follows)| {
        let word = match follows {
            Follows::Entered => Word::AdaptEntered,
            Follows::Rule => Word::AdaptRule,
            Follows::Points | Follows::Itself => Word::AdaptItself,
        };
        (*id, word.say(lang))
    });
    over.list(&mut out, &Word::OverAdapt, adapt.collect());
    let held = redrawn.held.iter().map(|(id, held)| (*id, held_word(*held).say(lang)));
    let left = redrawn.left.iter().map(|id| (*id, Word::LeftByGroup.say(lang)));
    over.list(&mut out, &Word::OverHeld, held.chain(left).collect());
    let conditions: Vec<String> = program
        .effects
        .iter()
        .filter(|effect| effect.condition.contains("points("))
        .map(|effect| format!("{}: {}", effect.id, effect.condition))
        .collect();
    if !conditions.is_empty() {
        comment(&mut out, "");
        comment(&mut out, &Word::OverConditions.say(lang));
        for condition in conditions {
            comment(&mut out, &format!("  {condition}"));
        }
    }
    let edition = Word::OverEdition { edition: program.heading.edition.clone() }.say(lang);
    let _ = write!(out, "\nextends = {}\nedition = {}\n", quoted(over.extends), quoted(&edition));
    for (id, _) in program.sections().filter(|(_, node)| node.part == Part::Ordinary) {
        over.node(&mut out, id, "sections");
    }
    out
}

impl Overriding<'_> {
    fn list(&self, out: &mut String, head: &Word, lines: Vec<(NodeId, String)>) {
        if lines.is_empty() {
            return;
        }
        comment(out, "");
        comment(out, &head.say(self.lang));
        for (id, says) in lines {
            let node = self.program.node(id);
            let node = format!("{} {}", node.id, node.title);
            comment(out, &format!("  {}", Word::NodeSays { node, says }.say(self.lang)));
        }
    }

    /// The numbers that the rubric writes down for a node, and that change.
    fn changes(&self, id: NodeId) -> impl Iterator<Item = &Changed> {
        let changed = &self.redrawn.changed;
        let first = changed.partition_point(|changed| changed.node < id);
        let own = changed.get(first..).unwrap_or_default().iter().take_while(move |changed| changed.node == id);
        own.filter(move |changed| self.numbers.sets(id, changed.measure))
    }

    fn says_something(&self, id: NodeId) -> bool {
        self.changes(id).next().is_some()
            || self.program.node(id).children.iter().any(|child| self.says_something(*child))
    }

    /// A node and what is below it, where there is anything to say. `path` is the array it is an entry of.
    fn node(&self, out: &mut String, id: NodeId, path: &str) {
        if !self.says_something(id) {
            return;
        }
        let node = self.program.node(id);
        let _ = write!(out, "\n[[{path}]]\nid = {}\n", quoted(&node.id));
        for changed in self.changes(id) {
            let was = Word::OverWas { was: number::plain(changed.from), title: one_line(&node.title) }.say(self.lang);
            let _ = writeln!(out, "{} = {}   # {was}", changed.measure.key(), number::plain(changed.to));
        }
        for (_, line) in self.rules.iter().filter(|(of, _)| *of == id) {
            let _ = writeln!(out, "{line}");
        }
        let below = if node.parent.is_none() { "indicators" } else { "items" };
        for child in &node.children {
            self.node(out, *child, &format!("{path}.{below}"));
        }
    }
}

fn comment(out: &mut String, text: &str) {
    for line in one_line(text).lines().chain(text.is_empty().then_some("")) {
        out.push_str(format!("# {line}").trim_end());
        out.push('\n');
    }
}

/// A text that stays on its line: what a rubric says may hold breaks.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
