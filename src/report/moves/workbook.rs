//! `changes.xlsx`: who moved, by which indicators, and every part of every difference.

use std::collections::BTreeSet;

use super::Told;
use super::text::grades;
use crate::analysis::moves::{Cut, UnitMove};
use crate::number::Decimal;
use crate::report::workbook::page::{Page, Sheet};
use crate::report::workbook::save;
use crate::report::workbook::style::Styles;
use crate::scoring::Cell;
use crate::words::labels::Label;
use crate::words::moves::Moved;

/// Reasons told in a cell.
const TOLD: usize = 6;

struct Book<'a> {
    told: &'a Told<'a>,
    styles: Styles,
}

/// The workbook's bytes; the same differences give the same bytes.
pub fn write(told: &Told<'_>) -> anyhow::Result<Vec<u8>> {
    let book = Book { told, styles: Styles::new(told.lang) };
    let mut sheets = vec![book.units()?, book.nodes()?, book.parts()?];
    if told.moves.units.iter().any(|unit| unit.grade.is_moved()) {
        sheets.push(book.grades()?);
    }
    if told.moves.groups.len() > 1 {
        sheets.push(book.groups()?);
    }
    if !told.moves.rechecks.is_empty() {
        sheets.push(book.rechecks()?);
    }
    if !told.moves.parameters.is_empty() {
        sheets.push(book.numbers()?);
    }
    sheets.push(book.about()?);
    save(&book.styles, sheets, &told.title())
}

impl Book<'_> {
    fn page(&self, name: &Moved) -> anyhow::Result<Page<'_>> {
        Page::long_named(&name.say(self.told.lang), &self.styles)
    }

    fn heads(&self, columns: &[(Moved, f64)]) -> Vec<(String, f64)> {
        columns.iter().map(|(name, most)| (name.say(self.told.lang), *most)).collect()
    }

    fn title(&self, name: &Moved) -> String {
        format!("{} {}", self.told.title(), name.say(self.told.lang))
    }

    /// The id, the name and the group of a unit.
    fn unit(&self, page: &mut Page<'_>, unit: &UnitMove) -> anyhow::Result<()> {
        let of = self.told.moves.after.units.get(unit.after);
        page.text(of.map_or("", |unit| unit.id.as_str()))?;
        page.text(of.map_or("", |unit| unit.name.as_str()))
    }

    fn unit_heads(&self) -> Vec<(String, f64)> {
        let lang = self.told.lang;
        vec![(Label::UnitId.say(lang), 14.0), (Label::Unit.say(lang), 20.0)]
    }

    fn units(&self) -> anyhow::Result<Sheet> {
        let (told, lang) = (self.told, self.told.lang);
        let digits = told.moves.after.decimals[2];
        let mut page = self.page(&Moved::Units)?;
        let mut heads = self.unit_heads();
        heads.push((Label::Group.say(lang), 12.0));
        heads.extend(self.heads(&[
            (Moved::ColumnTotalBefore, 10.0),
            (Moved::ColumnTotalAfter, 10.0),
            (Moved::ColumnChange, 10.0),
            (Moved::ColumnRankBefore, 8.0),
            (Moved::ColumnRankAfter, 8.0),
            (Moved::ColumnRankChange, 8.0),
            (Moved::ColumnOwn, 9.0),
            (Moved::ColumnOthers, 9.0),
        ]));
        heads.push((Label::Grade.say(lang), 10.0));
        heads.extend(self.heads(&[(Moved::ColumnRemark, 18.0), (Moved::ColumnReason, 60.0)]));
        page.head(&heads)?;
        for (row, unit) in told.moves.units.iter().enumerate() {
            if !page.has_room(told.moves.units.len() - row)? {
                break;
            }
            self.unit(&mut page, unit)?;
            page.text(told.group_name(unit))?;
            page.maybe(unit.totals.0.get(), digits)?;
            page.maybe(unit.totals.1.get(), digits)?;
            page.change(unit.difference, digits)?;
            page.whole(unit.rank.before)?;
            page.whole(unit.rank.after)?;
            for won in [unit.rank.won(), unit.rank.own, unit.rank.others] {
                page.change(won.map(Decimal::from), Some(0))?;
            }
            page.centre(&grades(told, unit))?;
            page.text(&told.remark(unit))?;
            page.text(&told.reasons(unit, TOLD).join(told.comma()))?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Units), 2, true)
    }

    /// The nodes that moved for anybody, as positions among the pairs.
    fn moved(&self) -> Vec<usize> {
        let nodes = self.told.moves.units.iter().flat_map(|unit| &unit.nodes);
        let moved = nodes.filter(|node| node.difference.is_none_or(|difference| !difference.is_zero()));
        moved.map(|node| node.pair).collect::<BTreeSet<usize>>().into_iter().collect()
    }

    /// The differences of nodes that moved, one column a node.
    fn nodes(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let moved = self.moved();
        let mut page = self.page(&Moved::Nodes)?;
        let mut heads = self.unit_heads();
        heads.extend(moved.iter().map(|pair| (told.node_words(*pair), 16.0)));
        heads.push((Label::Total.say(told.lang), 10.0));
        page.head(&heads)?;
        for (row, unit) in told.moves.units.iter().enumerate() {
            if !page.has_room(told.moves.units.len() - row)? {
                break;
            }
            self.unit(&mut page, unit)?;
            let mut own = unit.nodes.iter().peekable();
            for pair in &moved {
                while own.next_if(|node| node.pair < *pair).is_some() {}
                let node = own.peek().filter(|node| node.pair == *pair);
                let difference = match node {
                    Some(node) => node.difference,
                    None => Some(Decimal::ZERO),
                };
                page.change(difference, told.digits(told.moves.node(*pair)))?;
            }
            page.change(unit.difference, told.moves.after.decimals[2])?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Nodes), 2, false)
    }

    /// Every part of every difference: the parts and contributions below a node add up to it.
    fn parts(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let mut page = self.page(&Moved::Parts)?;
        let mut heads = self.unit_heads();
        heads.extend(self.heads(&[
            (Moved::ColumnNode, 34.0),
            (Moved::ColumnBefore, 10.0),
            (Moved::ColumnAfter, 10.0),
            (Moved::ColumnChange, 12.0),
            (Moved::ColumnCause, 44.0),
        ]));
        page.head(&heads)?;
        let rows: usize = told.moves.units.iter().map(|unit| unit.nodes.len() + unit.parts.len() + 1).sum();
        let mut left = rows;
        'units: for unit in told.moves.moved() {
            for node in &unit.nodes {
                if !page.has_room(left)? {
                    break 'units;
                }
                left = left.saturating_sub(1);
                let digits = told.digits(told.moves.node(node.pair));
                self.unit(&mut page, unit)?;
                let depth = told.moves.tree.get(node.pair).map_or(0, |pair| pair.depth);
                page.indented(&told.node_words(node.pair), depth)?;
                page.maybe(node.before.and_then(Cell::get), digits)?;
                page.maybe(node.after.and_then(Cell::get), digits)?;
                page.change(node.difference, digits)?;
                page.text(&self.causes(&node.parts, Some(node.pair)))?;
                page.end_row()?;
            }
            if !page.has_room(left)? {
                break;
            }
            self.unit(&mut page, unit)?;
            page.text(&Label::Total.say(told.lang))?;
            let digits = told.moves.after.decimals[2];
            page.maybe(unit.totals.0.get(), digits)?;
            page.maybe(unit.totals.1.get(), digits)?;
            page.change(unit.difference, digits)?;
            page.text(&self.causes(&unit.parts, None))?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Parts), 3, true)
    }

    fn causes(&self, parts: &[Cut], pair: Option<usize>) -> String {
        let part = |part: &Cut| {
            let cause = self.told.cause(&part.cause, pair);
            Moved::CausePoints { cause, points: super::signed(part.points, None) }.say(self.told.lang)
        };
        parts.iter().map(part).collect::<Vec<_>>().join(self.told.comma())
    }

    fn grades(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let mut page = self.page(&Moved::Grades)?;
        let mut heads = self.unit_heads();
        heads.extend(self.heads(&[
            (Moved::ColumnGradeBefore, 9.0),
            (Moved::ColumnGradeAfter, 9.0),
            (Moved::ColumnCause, 50.0),
            (Moved::ColumnReason, 60.0),
        ]));
        page.head(&heads)?;
        for unit in told.moves.units.iter().filter(|unit| unit.grade.is_moved()) {
            self.unit(&mut page, unit)?;
            page.centre(unit.grade.before.as_deref().unwrap_or_default())?;
            page.centre(unit.grade.after.as_deref().unwrap_or_default())?;
            page.text(&told.grade_sentence(unit).unwrap_or_default())?;
            page.text(&told.total_sentence(unit, false, TOLD))?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Grades), 2, false)
    }

    fn groups(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let digits = told.moves.after.decimals[2];
        let mut page = self.page(&Moved::Groups)?;
        let mut heads = vec![(Label::Group.say(told.lang), 20.0), (Label::UnitCount.say(told.lang), 10.0)];
        heads.extend(self.heads(&[
            (Moved::ColumnUp, 10.0),
            (Moved::ColumnDown, 10.0),
            (Moved::ColumnBetter, 10.0),
            (Moved::ColumnWorse, 10.0),
            (Moved::ColumnMeanBefore, 12.0),
            (Moved::ColumnMeanAfter, 12.0),
            (Moved::ColumnChange, 10.0),
            (Moved::ColumnMostUp, 10.0),
            (Moved::ColumnMostDown, 10.0),
        ]));
        page.head(&heads)?;
        for group in &told.moves.groups {
            page.text(group.name.as_deref().unwrap_or(&Moved::Everybody.say(told.lang)))?;
            for count in [group.units, group.up, group.down, group.grades.0, group.grades.1] {
                page.count(count)?;
            }
            page.maybe(group.means.map(|(before, _)| before), digits)?;
            page.maybe(group.means.map(|(_, after)| after), digits)?;
            page.change(group.means.map(|(before, after)| after.saturating_sub(before)), digits)?;
            page.change(group.extremes.map(|(rise, _)| rise), digits)?;
            page.change(group.extremes.map(|(_, fall)| fall), digits)?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Groups), 1, false)
    }

    fn rechecks(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let mut page = self.page(&Moved::Rechecks)?;
        let mut heads = self.unit_heads();
        heads.extend(self.heads(&[
            (Moved::ColumnNode, 34.0),
            (Moved::ColumnRuleBefore, 12.0),
            (Moved::ColumnRuleAfter, 12.0),
            (Moved::ColumnCounts, 10.0),
            (Moved::ColumnDecision, 50.0),
        ]));
        page.head(&heads)?;
        for recheck in &told.moves.rechecks {
            let of = told.moves.after.units.get(recheck.unit);
            let digits = told.digits(recheck.pair.and_then(|pair| told.moves.node(pair)));
            page.text(of.map_or("", |unit| unit.id.as_str()))?;
            page.text(of.map_or("", |unit| unit.name.as_str()))?;
            page.text(&told.recheck_node(recheck))?;
            page.maybe(recheck.before, digits)?;
            page.maybe(recheck.after, digits)?;
            page.maybe(recheck.counts.get(), digits)?;
            page.text(&told.decision(recheck))?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Rechecks), 2, false)
    }

    fn numbers(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let mut page = self.page(&Moved::Numbers)?;
        let mut heads = vec![(Label::Number.say(told.lang), 6.0)];
        heads.extend(self.heads(&[(Moved::ColumnNode, 34.0), (Moved::ColumnCause, 60.0)]));
        page.head(&heads)?;
        for (at, parameter) in told.moves.parameters.iter().enumerate() {
            let owner = (0..told.moves.tree.len()).find(|pair| {
                told.moves.node(*pair).map(|node| &node.id) == parameter.node.as_ref() && parameter.node.is_some()
            });
            page.count(at + 1)?;
            page.text(&owner.map(|owner| told.node_words(owner)).unwrap_or_default())?;
            page.text(&told.parameter(at, owner.and_then(|owner| told.moves.node(owner))))?;
            page.end_row()?;
        }
        page.finish(&self.title(&Moved::Numbers), 0, false)
    }

    fn about(&self) -> anyhow::Result<Sheet> {
        let told = self.told;
        let mut page = Page::named(&Moved::About.say(told.lang), &self.styles)?;
        page.set_widths(&[80.0]);
        page.banner(&told.title(), &self.styles.title, 22.0)?;
        for line in [told.editions(), told.summary()] {
            page.banner(&line, &self.styles.subtitle, 15.0)?;
        }
        for line in [Moved::AboutAdding, Moved::AboutNumbers, Moved::AboutOrder, Moved::AboutShown] {
            page.banner(&line.say(told.lang), &self.styles.note, 15.0)?;
        }
        page.finish_report(false)
    }
}
