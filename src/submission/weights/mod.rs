//! Questionnaires about weights as experts fill them in: comparisons in pairs, or numbers.

mod comparisons;
mod opinions;

pub use comparisons::shown as judgement;

use std::collections::HashMap;
use std::sync::Arc;

use super::SourceFile;
use super::grid::{Grid, Row, quoted};
use super::open::{Opened, open};
use super::stamp::Stamp;
use crate::diagnostic::{Diagnostic, Place, Severity, has_errors};
use crate::number::Decimal;
use crate::program::{NodeId, Numbers, Program, Siblings};
use crate::text::{half_width, word_key};
use crate::words::Lang;
use crate::words::weights::{WeightProblem, WeightWord};

/// The kind of a questionnaire of pairwise comparisons.
pub const COMPARISONS: &str = "weights-ahp";
/// The kind of a questionnaire of numbers.
pub const OPINIONS: &str = "weights-delphi";
/// Rows above a table in which an expert's name is looked for.
const HEAD_ROWS: u32 = 12;

/// A judgement: how many times as important the first is as the second, as positions in the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The pair.
    pub pair: (usize, usize),
    /// Between 1/9 and 9.
    pub value: Decimal,
}

/// What an expert compared of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Who judged.
    pub expert: String,
    /// The file.
    pub file: Arc<str>,
    /// The set.
    pub set: Siblings,
    /// What was judged, each pair once.
    pub judgements: Vec<Judgement>,
    /// Where its table begins.
    pub place: Place,
}

/// The numbers an expert gives on a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Who gave them.
    pub expert: String,
    /// The set.
    pub set: Siblings,
    /// A number for each node.
    pub numbers: Vec<Decimal>,
}

/// A set as it is called: the sections, or the id and title of its parent.
pub fn set_name(program: &Program, set: &Siblings, lang: Lang) -> String {
    match set.parent {
        None => WeightWord::Sections.say(lang),
        Some(parent) => {
            let node = program.node(parent);
            WeightWord::SetOf { id: node.id.clone(), title: node.title.clone() }.say(lang)
        }
    }
}

/// Reads questionnaires of pairwise comparisons.
pub fn read_comparisons(files: &[SourceFile], program: &Program, problems: &mut Vec<Diagnostic>) -> Vec<Comparison> {
    each(files, program, problems, comparisons::read)
}

/// Reads questionnaires of numbers: one round.
pub fn read_opinions(files: &[SourceFile], program: &Program, problems: &mut Vec<Diagnostic>) -> Vec<Opinion> {
    each(files, program, problems, opinions::read)
}

/// One questionnaire being read.
struct Reading<'a> {
    program: &'a Program,
    numbers: &'a Numbers<'a>,
    sets: &'a [Siblings],
    expert: String,
    file: Arc<str>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn tell(&mut self, problem: WeightProblem, place: Place) {
        self.problems.push(Diagnostic::new(problem, place));
    }

    /// The name of a set as a message of either language has it: the rubric's words.
    fn name(&self, set: &Siblings) -> String {
        set_name(self.program, set, self.program.heading.language)
    }

    /// Some nodes, as messages call them.
    fn nodes(&self, nodes: &[NodeId]) -> String {
        nodes.iter().map(|id| self.program.node(*id).id.as_str()).collect::<Vec<_>>().join("、")
    }

    /// The node of an id as it stands in a cell.
    fn node(&self, text: &str) -> Option<NodeId> {
        self.program.find_node(half_width(text).trim())
    }
}

/// What reads the sheets of a questionnaire; none where it finds nothing of its kind.
type Read<T> = fn(&mut Reading<'_>, &[Grid]) -> Option<Vec<T>>;

/// Reads files one after the other; an expert counts once.
fn each<T>(files: &[SourceFile], program: &Program, problems: &mut Vec<Diagnostic>, read: Read<T>) -> Vec<T> {
    let (sets, numbers) = (program.sibling_sets(), program.numbers());
    let mut known: HashMap<String, Arc<str>> = HashMap::new();
    let mut all = Vec::new();
    for file in files {
        let Opened { name, grids, stamp, problems: found, .. } = open(file);
        let readable = !has_errors(&found);
        problems.extend(found);
        if !readable || !is_of_this_rubric(stamp.as_ref(), program, &name, problems) {
            continue;
        }
        let expert = expert(&grids).unwrap_or_else(|| stem(file));
        if let Some(first) = known.get(&word_key(&expert)) {
            let first = first.to_string();
            problems.push(Diagnostic::new(WeightProblem::ExpertTwice { expert, first }, Place::File(name)));
            continue;
        }
        known.insert(word_key(&expert), Arc::clone(&name));
        let mut reading =
            Reading { program, numbers: &numbers, sets: &sets, expert, file: Arc::clone(&name), problems };
        match read(&mut reading, &grids) {
            Some(found) => all.extend(found),
            None => problems.push(Diagnostic::new(WeightProblem::NotAQuestionnaire, Place::File(name))),
        }
    }
    all
}

fn is_of_this_rubric(
    stamp: Option<&Stamp>,
    program: &Program,
    file: &Arc<str>,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let (Some(stamp), heading) = (stamp, &program.heading) else { return true };
    if stamp.rubric != heading.id {
        let (rubric, expected) = (quoted(&stamp.rubric), heading.id.clone());
        problems.push(Diagnostic::new(WeightProblem::OfRubric { rubric, expected }, Place::File(Arc::clone(file))));
        return false;
    }
    let edition = |period: &str, edition: &str| quoted(&format!("{period} {edition}"));
    let (made, now) = (edition(&stamp.period, &stamp.edition), edition(&heading.period, &heading.edition));
    if made != now || stamp.sha256 != program.fingerprint {
        let same = made == now;
        let problem = Diagnostic::new(WeightProblem::OfEdition { made, edition: now }, Place::File(Arc::clone(file)));
        problems.push(if same { problem.severity(Severity::Note) } else { problem });
    }
    true
}

/// The name behind the word for an expert, above the tables.
fn expert(grids: &[Grid]) -> Option<String> {
    let mut rows = grids.iter().flat_map(|grid| grid.rows.iter().filter(|row| row.index < HEAD_ROWS));
    rows.find_map(|row| {
        let (label, rest) = named(row)?;
        let written = rest.or_else(|| row.cells.get(label + 1).map(|(_, cell)| cell.text()));
        written.filter(|name| !name.is_empty())
    })
}

/// Where the word for an expert stands in a row, and what follows it in the same cell.
fn named(row: &Row) -> Option<(usize, Option<String>)> {
    let words = [Lang::Zh, Lang::En].map(|lang| word_key(&WeightWord::Expert.say(lang)));
    row.cells.iter().enumerate().find_map(|(at, (_, cell))| {
        let text = half_width(&cell.text());
        let (word, rest) = text.split_once(':').map_or((text.as_str(), ""), |(word, rest)| (word, rest.trim()));
        words.contains(&word_key(word)).then(|| (at, Some(rest.to_owned()).filter(|rest| !rest.is_empty())))
    })
}

fn stem(file: &SourceFile) -> String {
    file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
