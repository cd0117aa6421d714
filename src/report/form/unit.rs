//! 填报表: what one unit fills in, leaf by leaf; without a unit, a blank one for whom it is written into.

use rust_xlsxwriter::{FormatAlign, Formula, Worksheet, utility};

use super::cells::{measure, points, prompt, still_empty, validation};
use super::plan::{LeafPlan, Plan};
use super::values::asked_for;
use super::{Book, Forms, Look, explain, lists, protection};
use crate::program::{FieldId, Node, NodeId, Part};
use crate::report::facts::{Shown, setting_words};
use crate::report::workbook::page::Page;
use crate::report::workbook::text::{cut, lines};
use crate::words::labels::Label;

/// The columns, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    NodeId,
    Title,
    Full,
    Rule,
    FieldId,
    Field,
    Measure,
    Last,
    Target,
    Value,
    Claim,
    Evidence,
    Pages,
    Remark,
}

/// Each column with its head and its width.
const COLUMNS: [(Col, Label, f64); 14] = [
    (Col::NodeId, Label::IndicatorId, 9.0),
    (Col::Title, Label::Indicator, 17.0),
    (Col::Full, Label::FullPoints, 6.0),
    (Col::Rule, Label::Rule, 40.0),
    (Col::FieldId, Label::FieldId, 12.0),
    (Col::Field, Label::Field, 22.0),
    (Col::Measure, Label::Measure, 9.0),
    (Col::Last, Label::LastValue, 10.0),
    (Col::Target, Label::TargetValue, 10.0),
    (Col::Value, Label::Submitted, 14.0),
    (Col::Claim, Label::SelfScore, 9.0),
    (Col::Evidence, Label::Evidence, 20.0),
    (Col::Pages, Label::Pages, 8.0),
    (Col::Remark, Label::Remark, 15.0),
];
/// Columns that one leaf has once, however many fields it asks.
const ONCE: [Col; 8] =
    [Col::NodeId, Col::Title, Col::Full, Col::Rule, Col::Claim, Col::Evidence, Col::Pages, Col::Remark];
/// Columns that stay in sight.
const KEEP: u16 = 2;
/// The width of full points on the blank form.
const OPEN_FULL: f64 = 13.0;
/// The height of a line in a banner.
const LINE: f64 = 15.0;

/// The workbook of a unit, a position in the table; of nobody, the blank form.
pub fn write(forms: &Forms, unit: Option<usize>) -> anyhow::Result<Vec<u8>> {
    let look = Look::new(forms.lang());
    let mut book = Book::new(forms, &look);
    let plan = Plan::of(forms.program(), |node| forms.applies(node, unit));
    let form = form(&mut book, &plan, unit)?;
    book.sheets.push(form);
    let names = lists::names(forms.program(), book.lang);
    for (position, name) in names.iter().enumerate() {
        let sheet = lists::sheet(&mut book, position, name, None)?;
        book.sheets.push(sheet);
    }
    let explained = explain::unit_sheet(&book, unit, !names.is_empty())?;
    book.sheets.push(explained);
    let stamp = forms.stamp("unit", unit, &[&Label::SheetExplained]);
    book.finish(&stamp)
}

/// One row of the table.
struct Row {
    field: Option<FieldId>,
    /// What stands in place of the field.
    instead: String,
}

/// The sheet while it is written.
struct Sheet<'a, 'b> {
    book: &'b mut Book<'a>,
    page: Page<'a>,
    unit: Option<usize>,
    columns: Vec<(Col, Label, f64)>,
    /// Values that are asked.
    asked: usize,
}

fn form(book: &mut Book<'_>, plan: &Plan, unit: Option<usize>) -> anyhow::Result<Worksheet> {
    let forms = book.forms;
    let (program, lang) = (forms.program(), book.lang);
    let any = |has: &dyn Fn(FieldId, usize) -> bool| {
        let asked = plan.leaves.iter().flat_map(|leaf| &leaf.fields).chain(&plan.rest);
        unit.is_some_and(|unit| asked.into_iter().any(|field| has(*field, unit)))
    };
    let (has_last, has_target) = (
        any(&|field, unit| forms.last(field, unit).is_some()),
        any(&|field, unit| forms.target(field, unit).is_some()),
    );
    let columns = COLUMNS.into_iter().filter(|(col, ..)| match col {
        Col::Last => has_last,
        Col::Target => has_target,
        _ => true,
    });
    let look = book.look;
    let page = Page::new(&Label::SheetForm, &look.styles)?;
    let mut columns: Vec<(Col, Label, f64)> = columns.collect();
    if let (None, Some((.., width))) = (unit, columns.iter_mut().find(|(col, ..)| *col == Col::Full)) {
        // Points may differ by group there.
        *width = OPEN_FULL;
    }
    let mut sheet = Sheet { book, page, unit, columns, asked: 0 };
    sheet.page.set_widths(&sheet.columns.iter().map(|(_, _, width)| *width).collect::<Vec<_>>());
    sheet.page.banner(&forms.title(), &look.styles.title, 24.0)?;
    sheet.whose()?;
    let status = sheet.page.row();
    sheet.page.next_row();
    let head: Vec<String> = sheet.columns.iter().map(|(_, label, _)| label.say(lang)).collect();
    sheet.page.head_row(&head)?;
    let first = sheet.page.row();
    let mut above: Vec<NodeId> = Vec::new();
    for leaf in &plan.leaves {
        let path: Vec<NodeId> = path(program, leaf.node);
        for id in path.iter().filter(|id| !above.contains(id)) {
            sheet.heading(*id)?;
        }
        above.extend(path);
        sheet.leaf(leaf)?;
    }
    if !plan.rest.is_empty() {
        sheet.section(&Label::OtherFields.say(lang))?;
        for field in &plan.rest {
            sheet.rest(*field)?;
        }
    }
    sheet.finish(status, first)
}

/// The nodes above a leaf, the section first.
fn path(program: &crate::program::Program, leaf: NodeId) -> Vec<NodeId> {
    let mut path: Vec<NodeId> =
        std::iter::successors(program.node(leaf).parent, |at| program.node(*at).parent).collect();
    path.reverse();
    path
}

impl Sheet<'_, '_> {
    fn at(&self, col: Col) -> u16 {
        (0..).zip(&self.columns).find(|(_, (known, ..))| *known == col).map_or(0, |(at, _)| at)
    }

    fn last(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap_or(1).saturating_sub(1)
    }

    /// Whose form it is: the name, the id, and the day of submission, which is filled in.
    fn whose(&mut self) -> anyhow::Result<()> {
        let lang = self.book.lang;
        let of = self.unit.and_then(|unit| self.book.forms.assessment.table.units.get(unit));
        let open = self.book.look.cells.verbatim.clone().set_align(FormatAlign::Center);
        let known = if of.is_some() { self.book.look.cells.fixed.clone() } else { open };
        let (id, name) = of.map(|unit| (unit.id.clone(), unit.name.clone())).unwrap_or_default();
        let label = self.book.look.cells.label.clone();
        let (rule, field, value) = (self.at(Col::Rule), self.at(Col::FieldId), self.at(Col::Value));
        self.page.merged((0, 1), &Label::FormUnit.say(lang), &label)?;
        self.page.merged((2, rule), &name, &known)?;
        self.page.merged((field, field), &Label::FormUnitId.say(lang), &label)?;
        self.page.merged((field + 1, value - 1), &id, &known)?;
        self.page.merged((value, value), &Label::FormDate.say(lang), &label)?;
        let date = self.book.look.cells.of(&crate::program::FieldKind::Date).clone();
        self.page.merged((value + 1, value + 2), "", &date)?;
        let row = self.page.row();
        let says = prompt(&Label::FormDate.say(lang), &Label::SayDate.say(lang), lang)?;
        self.page.sheet().add_data_validation(row, value + 1, row, value + 2, &says)?;
        self.page.tall(24.0)?;
        self.page.next_row();
        Ok(())
    }

    /// A node above leaves.
    fn heading(&mut self, id: NodeId) -> anyhow::Result<()> {
        let forms = self.book.forms;
        let node = forms.program().node(id);
        let (full, lang) = (forms.full(id, self.unit), self.book.lang);
        let (id, title) = (node.id.clone(), node.title.clone());
        let label = match node.part {
            Part::Ordinary => Label::NodeHead { id, title, full },
            Part::Bonus => Label::NodeHeadBonus { id, title, full },
            Part::Penalty => Label::NodeHeadPenalty { id, title, full },
        };
        self.section(&label.say(lang))
    }

    fn section(&mut self, text: &str) -> anyhow::Result<()> {
        let format = self.book.look.cells.section.clone();
        self.page.banner(text, &format, LINE)
    }

    /// The rows of a leaf.
    fn leaf(&mut self, plan: &LeafPlan) -> anyhow::Result<()> {
        let (forms, lang) = (self.book.forms, self.book.lang);
        let program = forms.program();
        let node = program.node(plan.node);
        let mut rows: Vec<Row> =
            plan.fields.iter().map(|field| Row { field: Some(*field), instead: String::new() }).collect();
        let mut instead = Vec::new();
        if !plan.applies {
            instead.push(Label::FormClosed.say(lang));
        }
        if node.leaf.as_ref().is_some_and(|leaf| leaf.given.is_some()) && plan.applies {
            instead.push(match &node.lead {
                Some(lead) => Label::FormGivenBy { lead: lead.clone() }.say(lang),
                None => Label::FormGiven.say(lang),
            });
        }
        if plan.applies {
            instead.extend(plan.elsewhere_words(program, lang));
            let lists = plan.lists.iter().filter_map(|list| program.lists.get(list.index()));
            instead.extend(lists.map(|list| Label::FormList { list: list.label.clone() }.say(lang)));
        }
        if instead.is_empty() && rows.is_empty() {
            instead.push(Label::FormNothing.say(lang));
        }
        if !instead.is_empty() {
            rows.push(Row { field: None, instead: instead.join("\n") });
        }
        let texts = [
            (Col::NodeId, node.id.clone()),
            (Col::Title, node.title.clone()),
            (Col::Full, forms.full(plan.node, self.unit)),
            (Col::Rule, forms.rule(node, self.unit)),
        ];
        self.block(&rows, &texts, plan.applies)?;
        if plan.applies {
            self.claim(plan.node, node, rows.len())?;
        }
        Ok(())
    }

    /// A field that no leaf asks.
    fn rest(&mut self, field: FieldId) -> anyhow::Result<()> {
        let says = asked_for(self.book.forms.program(), field, self.book.lang);
        let row = Row { field: Some(field), instead: String::new() };
        self.block(&[row], &[(Col::Rule, says)], true)?;
        let (row, claim) = (self.page.row() - 1, self.at(Col::Claim));
        self.page.sheet().write_blank(row, claim, &self.book.look.cells.closed)?;
        Ok(())
    }

    /// Rows that share what a leaf has once.
    fn block(&mut self, rows: &[Row], texts: &[(Col, String)], open: bool) -> anyhow::Result<()> {
        let (first, styles) = (self.page.row(), &self.book.look.styles);
        let count = u32::try_from(rows.len())?;
        let text = |col: Col| texts.iter().find(|(of, _)| *of == col).map_or("", |(_, text)| text.as_str());
        let shared = ONCE.iter().map(|col| {
            let width = self.columns.iter().find(|(of, ..)| of == col).map_or(1.0, |(_, _, width)| *width);
            lines(text(*col), width)
        });
        let least = (shared.fold(1.0, f64::max) / f64::from(count)).ceil();
        let columns: Vec<Col> = self.columns.iter().map(|(col, ..)| *col).collect();
        for (position, row) in rows.iter().enumerate() {
            for col in &columns {
                if ONCE.contains(col) {
                    if position > 0 {
                        self.page.skip();
                        continue;
                    }
                    let format = match col {
                        Col::NodeId | Col::Full => self.book.look.styles.centre.clone(),
                        Col::Title | Col::Rule => self.book.look.styles.text.clone(),
                        _ if !open => self.book.look.cells.closed.clone(),
                        Col::Claim => self.book.look.cells.of(&crate::program::FieldKind::Number).clone(),
                        _ => self.book.look.cells.verbatim.clone(),
                    };
                    if count > 1 {
                        // Where a page ends within the rows of a leaf, its text stands whole on the first.
                        let format = format.set_align(FormatAlign::Top);
                        let at = self.at(*col);
                        self.page.sheet().merge_range(
                            first,
                            at,
                            first + count - 1,
                            at,
                            &cut(text(*col), styles),
                            &format,
                        )?;
                        self.page.skip();
                    } else {
                        self.page.put(text(*col), &format)?;
                    }
                } else {
                    self.cell(*col, row, open)?;
                }
            }
            self.page.room_for(least);
            self.page.end_row()?;
        }
        Ok(())
    }

    /// A cell of a field.
    fn cell(&mut self, col: Col, row: &Row, open: bool) -> anyhow::Result<()> {
        let (forms, lang) = (self.book.forms, self.book.lang);
        let field = row.field.and_then(|id| Some((id, forms.program().fields.get(id.index())?)));
        let Some((id, field)) = field else {
            let format = match col {
                Col::Value => &self.book.look.cells.closed,
                _ if open => &self.book.look.styles.text,
                _ => &self.book.look.cells.closed,
            };
            let text = if col == Col::Field { row.instead.as_str() } else { "" };
            let format = if col == Col::Field { &self.book.look.styles.text } else { format };
            return self.page.put(text, format);
        };
        let shown = |shown: Option<Shown>| shown.unwrap_or(Shown::Text(String::new()));
        match col {
            Col::FieldId => self.page.text(&field.id),
            Col::Field => self.page.text(&match &field.note {
                Some(note) => format!("{}\n({note})", field.label),
                None => field.label.clone(),
            }),
            Col::Measure => self.page.centre(&measure(field, lang)),
            Col::Last => self.page.shown(&shown(self.unit.and_then(|unit| forms.last(id, unit)))),
            Col::Target => self.page.shown(&shown(self.unit.and_then(|unit| forms.target(id, unit)))),
            _ => {
                let (at, row) = (self.at(Col::Value), self.page.row());
                let name = utility::row_col_to_cell(row, at);
                let says = validation(field, &name, lang, &mut self.book.hidden)?;
                self.page.sheet().add_data_validation(row, at, row, at, &says)?;
                self.asked += 1;
                let format = self.book.look.cells.of(&field.kind).clone();
                self.page.put("", &format)
            }
        }
    }

    /// What may be claimed for the leaf whose rows were just written.
    fn claim(&mut self, id: NodeId, node: &Node, rows: usize) -> anyhow::Result<()> {
        let forms = self.book.forms;
        let most = self.unit.and_then(|unit| forms.assessment.most(id, unit).get());
        let row = self.page.row() - u32::try_from(rows)?;
        let at = self.at(Col::Claim);
        let name = utility::row_col_to_cell(row, at);
        let says = points(&super::named(node), most, false, &name, self.book.lang)?;
        self.page.sheet().add_data_validation(row, at, row, at, &says)?;
        Ok(())
    }

    /// What form it is, beside a count of what is still empty.
    fn status(&mut self, row: u32, (first, end): (u32, u32)) -> anyhow::Result<()> {
        let (look, lang, heading) = (self.book.look, self.book.lang, &self.book.forms.program().heading);
        let mut about = vec![Label::FormEdition { period: heading.period.clone(), edition: heading.edition.clone() }];
        let group = self.unit.map(|unit| self.book.forms.assessment.table.group_name(unit).to_owned());
        let day = setting_words(self.book.forms.program(), "deadline", lang);
        about.extend((!day.is_empty()).then_some(Label::FormDeadline { day }));
        about.extend(group.filter(|group| !group.is_empty()).map(|group| Label::FormGroup { group }));
        let about = about.into_iter().map(|label| label.say(lang)).collect::<Vec<_>>().join("  ");
        let (rule, field, last) = (self.at(Col::Rule), self.at(Col::FieldId), self.last());
        let names = [Col::FieldId, Col::Value].map(|col| {
            let column = utility::column_number_to_name(self.at(col));
            format!("${column}${}:${column}${}", first + 1, end + 1)
        });
        let [asked, values] = names;
        let sheet = self.page.sheet();
        sheet.merge_range(row, 0, row, rule, &about, &look.styles.note)?;
        sheet.merge_range(row, field, row, last, "", &look.cells.count_line)?;
        let count = format!("SUMPRODUCT(({asked}<>\"\")*({values}=\"\"))");
        let (still, none) = (|count: String| Label::StillEmpty { count }.say(lang), Label::NothingEmpty.say(lang));
        let now = if self.asked == 0 { none.clone() } else { still(self.asked.to_string()) };
        let formula = format!("=IF({count}=0,\"{none}\",\"{}\")", still(format!("\"&{count}&\"")));
        sheet.write_formula_with_format(row, field, Formula::new(formula).set_result(now), &look.cells.count_line)?;
        Ok(())
    }

    /// Colours, the count of what is empty, protection, paper.
    fn finish(mut self, status: u32, first: u32) -> anyhow::Result<Worksheet> {
        let end = self.page.row().max(first + 1) - 1;
        self.status(status, (first, end))?;
        let (field, value) = (self.at(Col::FieldId), self.at(Col::Value));
        let [asks, says] = [field, value].map(utility::column_number_to_name);
        let rule = format!("=AND(${asks}{0}<>\"\",${says}{0}=\"\")", first + 1);
        self.page.sheet().add_conditional_format(first, value, end, value, &still_empty(&rule))?;
        let mut sheet = self.page.finish_report(true)?.frame;
        sheet.set_freeze_panes(first, KEEP)?;
        sheet.protect_with_options(&protection(false));
        Ok(sheet)
    }
}
