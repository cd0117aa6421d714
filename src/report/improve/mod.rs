//! What fixes are worth: as text, as a workbook, for programs.

pub mod json;
pub mod text;
pub mod workbook;

use crate::analysis::improve::{Block, Cheapest, Chosen, Fix, Improvement, Line, Obstacle};
use crate::number::{self, Decimal};
use crate::program::{NodeId, Part, Status};
use crate::scoring::{Assessment, Outlook};
use crate::words::Lang;
use crate::words::labels::Label;

/// What could become of some units.
#[derive(Debug, Clone, Copy)]
pub struct Improved<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The units, in the order in which they are told.
    pub improvements: &'a [Improvement],
    /// The language.
    pub lang: Lang,
}

impl Improved<'_> {
    fn say(&self, label: &Label) -> String {
        label.say(self.lang)
    }

    fn unit(&self, improvement: &Improvement) -> &str {
        self.assessment.table.units.get(improvement.unit).map_or("", |unit| unit.name.as_str())
    }

    /// Points of a leaf, with the decimals it has.
    fn points(&self, value: Decimal) -> String {
        written(value, self.assessment.program.rounding.leaf)
    }

    /// Points of a gap's leaf as they are shown: what a penalty takes off is below nothing.
    fn signed(&self, fix: &Fix, points: Decimal) -> Decimal {
        let penalty = self.assessment.program.node(fix.gap.node).part == Part::Penalty;
        if penalty && !points.is_zero() { -points } else { points }
    }

    fn total(&self, value: Decimal) -> String {
        written(value, self.assessment.program.rounding.total)
    }

    /// Total, grade and place in a line.
    fn result(&self, unit: &str, outlook: &Outlook) -> String {
        let unit = unit.to_owned();
        match outlook.total.get() {
            Some(_) => self.say(&Label::ImproveUnit { unit, result: self.brief(outlook) }),
            None => self.say(&Label::ImproveNoTotal { unit }),
        }
    }

    /// The same without the unit, for what would be.
    fn brief(&self, outlook: &Outlook) -> String {
        let parts = [
            outlook.total.get().map(|total| self.total(total)),
            outlook.grade.map(|grade| self.assessment.grade_name(Some(grade)).to_owned()),
            outlook.rank.map(|rank| self.say(&Label::ImprovePlace { rank: rank.to_string() })),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// How far the lines are.
    fn lines(&self, improvement: &Improvement) -> Vec<String> {
        let parts = |line: &Line| {
            let grade = self.assessment.grade_name(Some(line.grade)).to_owned();
            (grade, number::plain(line.min), self.total(line.margin))
        };
        let above = improvement.above.as_ref().map(|line| {
            let (grade, min, margin) = parts(line);
            self.say(&Label::LineAbove { grade, min, margin })
        });
        let below = improvement.below.as_ref().map(|line| {
            let (grade, min, margin) = parts(line);
            self.say(&Label::LineBelow { grade, min, margin })
        });
        above.into_iter().chain(below).collect()
    }

    fn block(&self, improvement: &Improvement, block: &Block) -> String {
        let program = &self.assessment.program;
        let grade = || self.assessment.grade_name(improvement.next).to_owned();
        let words = match &block.obstacle {
            Obstacle::Effect(at) => {
                program.effects.get(*at).map(|effect| effect.reason().say(self.lang)).unwrap_or_default()
            }
            Obstacle::Condition => {
                let of = improvement.next.and_then(|next| program.grades.get(next));
                let when = of.and_then(|grade| grade.when.clone()).unwrap_or_default();
                self.say(&Label::BlockCondition { grade: grade(), when })
            }
            // They say themselves that they stay.
            Obstacle::Points(short) => {
                return self.say(&Label::BlockPoints { grade: grade(), short: self.total(*short) });
            }
            Obstacle::NoTotal => {
                let missing = |id: &NodeId| self.assessment.status(*id, improvement.unit) == Status::Missing;
                let leaves = program.leaves().map(|(id, ..)| id).filter(missing);
                let nodes: Vec<&str> = leaves.map(|id| program.node(id).id.as_str()).collect();
                let nodes = nodes.join(if self.lang == Lang::Zh { "、" } else { ", " });
                return self.say(&Label::BlockNoTotal { nodes });
            }
        };
        let label = if block.stays { Label::BlockStays { block: words } } else { Label::BlockLifts { block: words } };
        self.say(&label)
    }

    fn blocks(&self, improvement: &Improvement) -> Vec<String> {
        improvement.blocks.iter().map(|block| self.block(improvement, block)).collect()
    }

    /// The fixes of a set, one line each.
    fn chosen(&self, improvement: &Improvement, cheapest: &Cheapest) -> Vec<String> {
        let line = |chosen: &Chosen| {
            let fix = improvement.fixes.get(chosen.fix)?;
            let worth = fix.step.as_ref().filter(|_| chosen.step).unwrap_or(&fix.closed);
            let node = self.assessment.program.node(fix.gap.node);
            let enough = if chosen.step { format!(" ({})", self.say(&Label::CheapestStep)) } else { String::new() };
            let (now, then) = (self.points(fix.gap.points), self.points(self.signed(fix, worth.points)));
            Some(format!("{} {}: {now} → {then}{enough}", node.id, node.title))
        };
        cheapest.chosen.iter().filter_map(line).collect()
    }

    /// Whether it is known that nothing takes less.
    fn proof(&self, cheapest: &Cheapest) -> String {
        self.say(if cheapest.proven { &Label::CheapestProven } else { &Label::CheapestFound })
    }

    /// What there is to say where there is no way to a better grade.
    fn no_way(&self, improvement: &Improvement) -> Option<String> {
        let graded = improvement.now.grade.is_some();
        match improvement.next {
            None => graded.then(|| self.say(&Label::BestAlready)),
            Some(next) if improvement.cheapest.is_none() => {
                let grade = self.assessment.grade_name(Some(next)).to_owned();
                Some(self.say(&Label::CheapestNone { grade }))
            }
            Some(_) => None,
        }
    }
}

fn written(value: Decimal, digits: Option<u32>) -> String {
    match digits {
        Some(digits) => number::fixed(value, digits),
        None => number::plain(number::guard(value, number::GUARD_DIGITS)),
    }
}
