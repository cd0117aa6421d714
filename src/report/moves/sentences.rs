//! The sentences: why a total, a grade and a place changed.

use super::{Told, is_shown, places, signed};
use crate::analysis::moves::{Cut, Item, NodeMove, Recheck, UnitMove, items};
use crate::number::{self, Decimal};
use crate::report::facts::sentences;
use crate::table::AdjustedBy;
use crate::words::moves::Moved;
use crate::words::{Lang, labels::Label};

/// Reasons that are told one by one; the rest is told together.
pub(super) const TOLD: usize = 4;

impl Told<'_> {
    /// What changed a total, the greatest first: at most `most` one by one, and the rest together.
    pub fn reasons(&self, unit: &UnitMove, most: usize) -> Vec<String> {
        let mut all: Vec<Item> = items(self.moves, unit);
        all.sort_by_key(|item| (std::cmp::Reverse(item.points.abs()), item.pair));
        let digits = self.moves.after.decimals[2];
        let (told, rest): (Vec<Item>, Vec<Item>) = {
            let mut told = all;
            let rest = if told.len() > most + 1 { told.split_off(most) } else { Vec::new() };
            (told, rest)
        };
        let mut reasons: Vec<String> = told
            .iter()
            .filter(|item| is_shown(item.points, digits) || item.cause.is_none())
            .map(|item| self.item(unit, item))
            .collect();
        let points = rest.iter().fold(Decimal::ZERO, |sum, item| sum.saturating_add(item.points));
        if !rest.is_empty() && is_shown(points, digits) {
            reasons.push(self.say(&Moved::RestOf { count: rest.len(), points: signed(points, digits) }));
        }
        reasons
    }

    fn item(&self, unit: &UnitMove, item: &Item) -> String {
        let node = item.pair.and_then(|pair| self.moves.node(pair));
        let points = signed(item.points, self.digits(node));
        match (item.pair, &item.cause) {
            (Some(pair), None) => {
                let node = self.node_words(pair);
                let moved = unit.nodes.iter().find(|node| node.pair == pair);
                match moved.and_then(|moved| self.why(moved, item.points)) {
                    Some(why) => self.say(&Moved::NodeMovedBecause { node, points, why }),
                    None => self.say(&Moved::NodeMoved { node, points }),
                }
            }
            (Some(pair), Some(cause)) => {
                let cause =
                    self.say(&Moved::OfNode { node: self.node_words(pair), cause: self.cause(cause, item.pair) });
                self.say(&Moved::CausePoints { cause, points })
            }
            (None, cause) => {
                let cause = cause.as_ref().map(|cause| self.cause(cause, None)).unwrap_or_default();
                self.say(&Moved::CausePoints { cause: self.say(&Moved::OfTotal { cause }), points })
            }
        }
    }

    /// Why a node moved, beside what its children bring, where it changes the total by `points`. A single cause goes without
    /// its points; so do all where the total takes a share of the node only.
    fn why(&self, node: &NodeMove, points: Decimal) -> Option<String> {
        let digits = self.digits(self.moves.node(node.pair));
        let told: Vec<&Cut> = node.parts.iter().filter(|part| is_shown(part.points, digits)).collect();
        let takes_off = node.difference.is_some_and(|difference| !difference.is_zero() && -difference == points);
        let whole = takes_off || node.difference == Some(points);
        let cut = |part: &&Cut| {
            let cause = self.cause(&part.cause, Some(node.pair));
            if told.len() == 1 || !whole {
                return cause;
            }
            let points = if takes_off { -part.points } else { part.points };
            self.say(&Moved::CausePoints { cause, points: signed(points, digits) })
        };
        let causes: Vec<String> = told.iter().map(cut).collect();
        (!causes.is_empty()).then(|| causes.join(self.comma()))
    }

    pub(super) fn comma(&self) -> &'static str {
        if self.lang == Lang::Zh { "," } else { ", " }
    }

    /// Why a total changed, in one sentence.
    pub fn total_sentence(&self, unit: &UnitMove, name: bool, most: usize) -> String {
        let name = if name { self.unit_name(unit).to_owned() } else { Label::Total.say(self.lang) };
        let name = if name == Label::Total.say(self.lang) { String::new() } else { name };
        let (before, after) = (self.total(unit.totals.0), self.total(unit.totals.1));
        let Some(difference) = unit.difference else {
            return self.say(&Moved::TotalAppears { unit: name, before, after });
        };
        let change = signed(difference, self.moves.after.decimals[2]);
        let what = match difference {
            none if none.is_zero() => self.say(&Moved::TotalSame { unit: name, total: after }),
            fell if fell.is_sign_negative() => self.say(&Moved::TotalDown { unit: name, before, after, change }),
            _ => self.say(&Moved::TotalUp { unit: name, before, after, change }),
        };
        let reasons = self.reasons(unit, most);
        if reasons.is_empty() {
            return what;
        }
        self.say(&Moved::Because { what, why: reasons.join(self.comma()) })
    }

    /// Why a grade changed; nothing where it did not.
    pub fn grade_sentence(&self, unit: &UnitMove) -> Option<String> {
        let grade = &unit.grade;
        if !grade.is_moved() {
            return None;
        }
        let name = |grade: &Option<String>| grade.clone().unwrap_or_else(|| self.say(&Moved::NoTotal));
        let (before, after) = (name(&grade.before), name(&grade.after));
        let what = match grade.better {
            Some(true) => Moved::GradeBetter { before, after },
            Some(false) => Moved::GradeWorse { before, after },
            None => Moved::GradeOther { before, after },
        };
        let what = self.say(&what);
        let causes: Vec<String> = grade.causes.iter().map(|cause| self.grade_cause(cause)).collect();
        if causes.is_empty() {
            return Some(what);
        }
        Some(self.say(&Moved::Because { what, why: causes.join(self.comma()) }))
    }

    /// Why a place changed; nothing where it did not.
    pub fn rank_sentence(&self, unit: &UnitMove) -> Option<String> {
        let rank = &unit.rank;
        let won = rank.won().filter(|won| *won != 0)?;
        let (before, after) = (rank.before?.to_string(), rank.after?.to_string());
        let by = won.unsigned_abs().to_string();
        let what = if won > 0 {
            Moved::RankUp { before, after, places: by }
        } else {
            Moved::RankDown { before, after, places: by }
        };
        let what = self.say(&what);
        Some(match rank.own.zip(rank.others) {
            Some((own, others)) => {
                let why = self.say(&Moved::RankOwn { own: places(own), others: places(others) });
                self.say(&Moved::Because { what, why })
            }
            None => what,
        })
    }

    /// Rules and data, where both differ.
    pub fn orders_sentence(&self, unit: &UnitMove) -> Option<String> {
        let orders = unit.orders?;
        let digits = self.moves.after.decimals[2];
        if orders.rules.is_zero() || orders.data.is_zero() {
            return None;
        }
        let (rules, data) = (signed(orders.rules, digits), signed(orders.data, digits));
        let mut said = vec![self.say(&Moved::OrdersLine { rules, data })];
        if let Some(first) = orders.data_first.filter(|first| *first != orders.data) {
            said.push(self.say(&Moved::OrdersOther { data: signed(first, digits) }));
        }
        Some(sentences(&said, self.lang))
    }

    /// Everything about a unit in a row of sentences.
    pub fn unit_sentence(&self, unit: &UnitMove) -> String {
        let mut said = vec![self.total_sentence(unit, true, TOLD)];
        said.extend(self.orders_sentence(unit));
        said.extend(self.grade_sentence(unit));
        said.extend(self.rank_sentence(unit));
        sentences(&said, self.lang)
    }

    /// How a unit stands to the time before: 得分、位次均有提高.
    pub fn remark(&self, unit: &UnitMove) -> String {
        let (Some(difference), Some(won)) = (unit.difference, unit.rank.won()) else {
            return self.say(&Moved::NotComparable);
        };
        let message = match (difference.cmp(&Decimal::ZERO), won.cmp(&0)) {
            (std::cmp::Ordering::Greater, std::cmp::Ordering::Greater) => Moved::BothUp,
            (std::cmp::Ordering::Greater, std::cmp::Ordering::Equal) => Moved::PointsUp,
            (std::cmp::Ordering::Greater, std::cmp::Ordering::Less) => Moved::PointsUpRankDown,
            (std::cmp::Ordering::Equal, std::cmp::Ordering::Greater) => Moved::RankOnlyUp,
            (std::cmp::Ordering::Equal, std::cmp::Ordering::Equal) => Moved::BothSame,
            (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => Moved::RankOnlyDown,
            (std::cmp::Ordering::Less, std::cmp::Ordering::Greater) => Moved::PointsDownRankUp,
            (std::cmp::Ordering::Less, std::cmp::Ordering::Equal) => Moved::PointsDown,
            (std::cmp::Ordering::Less, std::cmp::Ordering::Less) => Moved::BothDown,
        };
        self.say(&message)
    }

    /// A decision to look at again.
    pub fn recheck(&self, recheck: &Recheck) -> String {
        let node = recheck.pair.and_then(|pair| self.moves.node(pair));
        let points = |points: Option<Decimal>| {
            points.map_or_else(|| self.say(&Moved::NoTotal), |points| self.points(points, node))
        };
        let gone = recheck.pair.and_then(|pair| self.moves.tree.get(pair)).is_some_and(|pair| pair.after.is_none());
        if gone {
            return self.say(&Moved::RecheckGone {
                unit: self.moves.after.units.get(recheck.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
                node: self.recheck_node(recheck),
                decision: self.decision(recheck),
            });
        }
        self.say(&Moved::RecheckLine {
            unit: self.moves.after.units.get(recheck.unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            node: self.recheck_node(recheck),
            before: points(recheck.before),
            after: points(recheck.after),
            counts: points(recheck.counts.get()),
            decision: self.decision(recheck),
        })
    }

    pub(super) fn recheck_node(&self, recheck: &Recheck) -> String {
        recheck.pair.map_or_else(|| Label::Total.say(self.lang), |pair| self.node_words(pair))
    }

    pub(super) fn decision(&self, recheck: &Recheck) -> String {
        let (reason, person) = (recheck.decision.reason.clone(), recheck.decision.person.clone());
        self.say(&match recheck.decision.change {
            AdjustedBy::To(points) => Moved::DecisionTo { points: number::plain(points), reason, person },
            AdjustedBy::By(points) => Moved::DecisionBy { points: signed(points, None), reason, person },
        })
    }

    /// How many moved, in one line.
    pub fn summary(&self) -> String {
        let Some(all) = self.moves.groups.first() else { return String::new() };
        let same = self.moves.units.iter().filter(|unit| unit.difference.is_some_and(|d| d.is_zero())).count();
        let mut said = vec![self.say(&Moved::Summary { units: all.units, up: all.up, down: all.down, same })];
        if all.grades != (0, 0) {
            said.push(self.say(&Moved::SummaryGrades { better: all.grades.0, worse: all.grades.1 }));
        }
        if let Some((before, after)) = all.means {
            let digits = self.moves.after.decimals[2];
            said.push(self.say(&Moved::SummaryMeans {
                before: super::shown(before, digits),
                after: super::shown(after, digits),
                change: signed(after.saturating_sub(before), digits),
            }));
        }
        let names = |side: &crate::analysis::moves::Side, units: &[usize]| -> Vec<String> {
            units.iter().filter_map(|unit| side.units.get(*unit)).map(|unit| unit.name.clone()).collect()
        };
        let (new, gone) = (names(&self.moves.after, &self.moves.new), names(&self.moves.before, &self.moves.gone));
        if !new.is_empty() {
            said.push(self.say(&Moved::SummaryNew { units: crate::report::facts::join(&new, self.lang) }));
        }
        if !gone.is_empty() {
            said.push(self.say(&Moved::SummaryGone { units: crate::report::facts::join(&gone, self.lang) }));
        }
        sentences(&said, self.lang)
    }
}
