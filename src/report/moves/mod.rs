//! Who moved and why, in words: shared by the formats, each of which is one file.

pub mod html;
pub mod json;
mod sentences;
pub mod text;
pub mod trend;
pub mod workbook;

use crate::analysis::moves::{Cause, GradeCause, Heading, Moves, SideNode, UnitMove, counted};
use crate::number::{self, Decimal, GUARD_DIGITS};
use crate::program::{EffectKind, Level, Step, show};
use crate::report::difference::parameter_words;
use crate::report::facts::{effect_words, join};
use crate::scoring::Cell;
use crate::words::Lang;
use crate::words::moves::Moved;

/// What is counted of the units of a group, or of all: who moved up, down, to a better or a worse grade, and their means.
const COUNTED: [Moved; 7] = [
    Moved::ColumnUp,
    Moved::ColumnDown,
    Moved::ColumnBetter,
    Moved::ColumnWorse,
    Moved::ColumnMeanBefore,
    Moved::ColumnMeanAfter,
    Moved::ColumnChange,
];

/// Two assessments of which the differences are told.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The differences.
    pub moves: &'a Moves,
    /// Whether only the rubric differs: else two assessments are compared.
    pub rescored: bool,
    /// What is set otherwise, where the later rubric has no file of its own.
    pub settings: Option<&'a str>,
    /// Where both come from, for people who compare two results of one edition.
    pub files: Option<[&'a str; 2]>,
    /// What the methods are called, by the positions of the nodes in both rubrics, where the rubrics are at hand.
    pub methods: Option<[&'a [String]; 2]>,
    /// The language.
    pub lang: Lang,
}

impl Told<'_> {
    fn say(&self, message: &Moved) -> String {
        message.say(self.lang)
    }

    /// What the document is called.
    pub fn title(&self) -> String {
        self.say(if self.rescored { &Moved::TitleRescore } else { &Moved::TitleCompare })
    }

    /// Both editions in one line.
    pub fn editions(&self) -> String {
        let edition = |heading: &Heading| {
            let (title, period, edition) = (heading.title.clone(), heading.period.clone(), heading.edition.clone());
            self.say(&Moved::EditionOf { title, period, edition })
        };
        let (before, after) = (edition(&self.moves.before.heading), edition(&self.moves.after.heading));
        match self.settings {
            Some(settings) => {
                let after = self.say(&Moved::Settings { settings: settings.to_owned() });
                self.say(&Moved::FromTo { before, after })
            }
            None => {
                let (before, after) = match self.files.filter(|_| before == after) {
                    Some([old, new]) => (format!("{before} {old}"), new.to_owned()),
                    None => (before, after),
                };
                self.say(&Moved::FromTo { before, after })
            }
        }
    }

    /// The name of a unit.
    pub fn unit_name(&self, unit: &UnitMove) -> &str {
        self.moves.after.units.get(unit.after).map_or("", |unit| unit.name.as_str())
    }

    /// The group of a unit.
    pub fn group_name(&self, unit: &UnitMove) -> &str {
        self.moves.after.units.get(unit.after).map_or("", |unit| unit.group.as_str())
    }

    /// Decimals that a node's points are shown with.
    fn digits(&self, node: Option<&SideNode>) -> Option<u32> {
        let [leaf, section, total] = self.moves.after.decimals;
        match node {
            None => total,
            Some(node) if node.leaf => leaf,
            Some(node) if node.level == Level::Section => section,
            Some(_) => Some(leaf?.max(section?)),
        }
    }

    /// Points with the decimals of a node; of the total without one.
    fn points(&self, points: Decimal, node: Option<&SideNode>) -> String {
        shown(points, self.digits(node))
    }

    /// A total, or that there is none.
    fn total(&self, cell: Cell) -> String {
        counted(cell).map_or_else(|| self.say(&Moved::NoTotal), |total| self.points(total, None))
    }

    /// A node's id and name.
    fn node_words(&self, pair: usize) -> String {
        self.moves.node(pair).map(|node| format!("{} {}", node.id, node.title)).unwrap_or_default()
    }

    /// A cause in words; `pair` is the node it stands at.
    pub fn cause(&self, cause: &Cause, pair: Option<usize>) -> String {
        let node = pair.and_then(|pair| self.moves.node(pair));
        let message = match cause {
            Cause::Parameter(at) => return self.parameter(*at, node),
            Cause::Interaction => Moved::Interaction,
            Cause::Rule => match pair.and_then(|pair| self.replaced(pair)) {
                Some(replaced) => replaced,
                None => Moved::RuleReplaced,
            },
            Cause::Policy => Moved::Policy,
            Cause::Others => Moved::Others,
            Cause::Data => Moved::Data,
            Cause::RulesOrData => Moved::RulesOrData,
            Cause::Added => Moved::Added,
            Cause::Removed => Moved::Removed,
            Cause::Arrived => Moved::Arrived,
            Cause::Left => Moved::Left,
            Cause::Step(step) => step_words(*step),
            Cause::Effects(ids) if ids.is_empty() => Moved::StepEffect,
            Cause::Effects(ids) => Moved::Effects { ids: join(ids, self.lang) },
        };
        self.say(&message)
    }

    /// Both methods, where the rule of a leaf uses another now.
    fn replaced(&self, pair: usize) -> Option<Moved> {
        let [old, new] = self.methods?;
        let pair = self.moves.tree.get(pair)?;
        let (before, after) = (old.get(pair.before?)?.clone(), new.get(pair.after?)?.clone());
        (before != after && !before.is_empty() && !after.is_empty()).then_some(Moved::RuleReplacedBy { before, after })
    }

    fn parameter(&self, at: usize, node: Option<&SideNode>) -> String {
        let Some(parameter) = self.moves.parameters.get(at) else { return String::new() };
        let what = parameter_words(&parameter.path, &parameter.key, self.lang);
        let value = |value: Decimal| show(value, &parameter.quantity, self.lang);
        let (before, after) = (value(parameter.before), value(parameter.after));
        match &parameter.node {
            Some(owner) if node.is_none_or(|node| node.id != *owner) => {
                self.say(&Moved::ParameterOfNode { node: owner.clone(), what, before, after })
            }
            _ => self.say(&Moved::ParameterFromTo { what, before, after }),
        }
    }

    fn grade_cause(&self, cause: &GradeCause) -> String {
        let line = |line: Option<Decimal>| line.map(number::plain).unwrap_or_default();
        let message = match cause {
            GradeCause::Points { grade, line: at, reached: true } => {
                Moved::LineReached { grade: grade.clone(), line: line(*at) }
            }
            GradeCause::Points { grade, line: at, reached: false } => {
                Moved::LineLost { grade: grade.clone(), line: line(*at) }
            }
            GradeCause::Line { grade, before, after } => {
                Moved::LineMoved { grade: grade.clone(), before: line(*before), after: line(*after) }
            }
            GradeCause::Condition => Moved::ConditionChanged,
            GradeCause::Effect { kind: EffectKind::Quota, say, took_hold: true, .. } => {
                Moved::QuotaHeld { say: say.clone() }
            }
            GradeCause::Effect { kind: EffectKind::Quota, say, .. } => Moved::QuotaReleased { say: say.clone() },
            GradeCause::Effect { id, kind, say, took_hold } => {
                let (what, id, say) = (effect_words(*kind).say(self.lang), id.clone(), say.clone());
                if *took_hold { Moved::EffectHeld { what, id, say } } else { Moved::EffectReleased { what, id, say } }
            }
        };
        self.say(&message)
    }
}

fn step_words(step: Step) -> Moved {
    match step {
        Step::Combination => Moved::StepCombination,
        Step::Rescaling => Moved::StepRescaling,
        Step::Coefficient => Moved::StepCoefficient,
        Step::Cap => Moved::StepCap,
        Step::Ceiling => Moved::StepCeiling,
        Step::Adjustment => Moved::StepAdjustment,
        Step::Rounding => Moved::StepRounding,
        Step::Effect => Moved::StepEffect,
        Step::Unnamed => Moved::StepUnnamed,
    }
}

/// The name of a cause in machine-readable files.
fn cause_key(cause: &Cause) -> &'static str {
    match cause {
        Cause::Parameter(_) => "parameter",
        Cause::Interaction => "interaction",
        Cause::Rule => "rule",
        Cause::Policy => "policy",
        Cause::Others => "others",
        Cause::Data => "data",
        Cause::RulesOrData => "rules-or-data",
        Cause::Added => "added",
        Cause::Removed => "removed",
        Cause::Arrived => "arrived",
        Cause::Left => "left",
        Cause::Step(Step::Combination) => "combination",
        Cause::Step(Step::Rescaling) => "rescaling",
        Cause::Step(Step::Coefficient) => "coefficient",
        Cause::Step(Step::Cap) => "cap",
        Cause::Step(Step::Ceiling) => "ceiling",
        Cause::Step(Step::Adjustment) => "adjustment",
        Cause::Step(Step::Rounding) => "rounding",
        Cause::Step(Step::Unnamed) => "unnamed",
        Cause::Step(Step::Effect) | Cause::Effects(_) => "effect",
    }
}

/// Points with this many decimals, or with all they have.
fn shown(points: Decimal, digits: Option<u32>) -> String {
    match digits {
        Some(digits) => number::fixed(points, digits),
        None => number::plain(number::guard(points, GUARD_DIGITS)),
    }
}

/// A change with its sign; `±0` where nothing is left of it.
fn signed(points: Decimal, digits: Option<u32>) -> String {
    let text = shown(points, digits);
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None if text.chars().all(|c| matches!(c, '0' | '.')) => format!("±{text}"),
        None => format!("+{text}"),
    }
}

/// Places won or lost, with a sign.
fn places(won: i64) -> String {
    match won {
        0 => "±0".to_owned(),
        won if won < 0 => format!("−{}", won.unsigned_abs()),
        won => format!("+{won}"),
    }
}

/// Whether so little would be shown as nothing.
fn is_shown(points: Decimal, digits: Option<u32>) -> bool {
    shown(points, digits).chars().any(|c| matches!(c, '1'..='9'))
}
