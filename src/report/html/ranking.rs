//! The ranking: a table as it is printed, which the script sorts and filters.

use super::Page;
use super::markup::{address, cell, close, escape, open, paragraph};
use crate::analysis::deviations::claimed_total;
use crate::program::NodeId;
use crate::report::facts::{self, digits, sentences};
use crate::words::html::Web;
use crate::words::labels::Label;

/// A column: its classes and its name. Classes tell the script how to sort (`n` numbers, `g` grades, else texts) and which
/// column is which; `s` is left out on a phone.
struct Column {
    class: &'static str,
    name: String,
}

pub(super) fn write(page: &Page<'_>, out: &mut String) {
    controls(page, out);
    paragraph(out, "how", &Web::RankingHow.say(page.lang));
    let columns = columns(page);
    open(out);
    out.push_str("<table id=\"units\">\n<thead><tr>");
    for Column { class, name } in &columns {
        let name = escape(name);
        out.push_str(&format!("<th scope=\"col\" class=\"{class}\"><button type=\"button\">{name}</button></th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for unit in page.assessment.order() {
        line(page, out, *unit, &columns);
    }
    out.push_str("</tbody>\n</table>\n");
    let all = escape(&Web::ShowAll.say(page.lang));
    out.push_str(&format!("<p class=\"more\"><button type=\"button\" id=\"more\" hidden>{all}</button></p>\n"));
    close(out);
}

/// Search and filters, which stay hidden without a script.
fn controls(page: &Page<'_>, out: &mut String) {
    let say = |word: &Web| escape(&word.say(page.lang));
    out.push_str(&format!(
        "<form class=\"controls\" role=\"search\" hidden>\n<label>{}<input type=\"search\" id=\"find\" autocomplete=\"off\"></label>\n",
        say(&Web::Find)
    ));
    let assessment = page.assessment;
    let mut filter = |id: &str, label: Label, options: Vec<&str>| {
        if options.len() < 2 {
            return;
        }
        out.push_str(&format!(
            "<label>{}<select id=\"{id}\"><option value=\"\">{}</option>",
            escape(&label.say(page.lang)),
            say(&Web::AllOf)
        ));
        for option in options {
            // Marked, so that a blank name is not taken for all; and a value keeps the blanks that a text loses.
            let option = escape(option);
            out.push_str(&format!("<option value=\"={option}\">{option}</option>"));
        }
        out.push_str("</select></label>\n");
    };
    filter("by-group", Label::Group, assessment.table.groups.iter().map(String::as_str).collect());
    filter("by-grade", Label::Grade, assessment.program.grades.iter().map(|grade| grade.name.as_str()).collect());
    out.push_str("<p id=\"shown\" role=\"status\" aria-live=\"polite\"></p>\n</form>\n");
}

fn columns(page: &Page<'_>) -> Vec<Column> {
    let (program, lang) = (&page.assessment.program, page.lang);
    let of = |class, label: Label| Column { class, name: label.say(lang) };
    let mut columns = vec![of("n rank", Label::Rank)];
    if several_groups(page) {
        columns.push(of("n s place-in-group", Label::GroupRank));
    }
    columns.extend([of("id s", Label::UnitId), of("name", Label::Unit)]);
    if several_groups(page) {
        columns.push(of("group", Label::Group));
    }
    columns.extend(program.sections().map(|(_, section)| Column { class: "n s", name: section.title.clone() }));
    columns.push(of("n total", Label::Total));
    if program.outcome.grade.is_some() {
        columns.extend([of("g", Label::Grade), of("why", Label::GradeReason)]);
    }
    if !page.assessment.table.claims.is_empty() {
        columns.push(of("n s", Label::ClaimedSum));
    }
    columns
}

fn several_groups(page: &Page<'_>) -> bool {
    page.assessment.table.groups.len() > 1
}

fn line(page: &Page<'_>, out: &mut String, unit: usize, columns: &[Column]) {
    let (assessment, program) = (page.assessment, &page.assessment.program);
    let Some(of) = assessment.table.units.get(unit) else { return };
    let place = |rank: Option<u64>| rank.map(|rank| rank.to_string()).unwrap_or_default();
    let mut texts = vec![place(assessment.rank(unit))];
    if several_groups(page) {
        texts.push(place(assessment.group_rank(unit)));
    }
    texts.extend([of.id.clone(), of.name.clone()]);
    if several_groups(page) {
        texts.push(assessment.table.group_name(unit).to_owned());
    }
    texts.extend(program.sections().map(|(id, _)| section(page, id, unit)));
    texts.push(facts::points(assessment.total(unit), program.rounding.total, page.lang));
    if program.outcome.grade.is_some() {
        texts.push(assessment.grade_name(assessment.grade(unit)).to_owned());
        texts.push(sentences(&assessment.grade_reasons(unit, page.lang), page.lang));
    }
    if !assessment.table.claims.is_empty() {
        let claimed = claimed_total(assessment, unit);
        texts.push(claimed.map(|claimed| facts::rounded(claimed, program.rounding.total)).unwrap_or_default());
    }
    out.push_str("<tr>");
    for (column, text) in columns.iter().zip(&texts) {
        match column.class {
            "name" => out.push_str(&format!(
                "<th scope=\"row\"><a href=\"#unit/{}\">{}</a></th>",
                address(&of.id),
                escape(text)
            )),
            "g" => grade(out, assessment.grade(unit), text),
            class => cell(out, kept(class), text),
        }
    }
    out.push_str("</tr>\n");
}

/// The classes that cells need, too: there are many of them.
fn kept(class: &'static str) -> &'static str {
    match class {
        _ if class.starts_with("n s") => "n s",
        _ if class.starts_with('n') => "n",
        "id s" => "s",
        "why" => class,
        _ => "",
    }
}

fn section(page: &Page<'_>, id: NodeId, unit: usize) -> String {
    let program = &page.assessment.program;
    let node = program.node(id);
    let decimals = digits(&program.rounding, node.level, node.leaf.is_some());
    facts::points(page.assessment.points(id, unit), decimals, page.lang)
}

/// A grade, coloured by its position; its letter says the same.
fn grade(out: &mut String, grade: Option<usize>, name: &str) {
    match grade {
        Some(grade) => out.push_str(&format!(
            "<td class=\"g\"><span class=\"grade g{}\">{}</span></td>",
            grade.min(super::charts::COLOURS - 1),
            escape(name)
        )),
        None => cell(out, "g", name),
    }
}
