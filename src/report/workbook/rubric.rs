//! 评分细则: the rubric as offices print it, then vetoes, caps and grades.

use rust_xlsxwriter::Worksheet;

use super::Book;
use super::page::Page;
use crate::analysis::gaps::{missing_words, not_applicable_words};
use crate::program::{Expr, FieldKind, Role};
use crate::report::facts::{self, effect_words, join, place_words, rule_words};
use crate::words::Lang;
use crate::words::labels::Label;

pub(super) fn sheet(book: &Book) -> anyhow::Result<Worksheet> {
    let Book { assessment, styles, .. } = book;
    let (program, lang) = (&assessment.program, book.lang);
    let weighed = program.nodes.iter().any(|node| node.weight.is_some());
    let mut columns = vec![
        (Label::Level, 10.0),
        (Label::IndicatorId, 9.0),
        (Label::Title, 26.0),
        (Label::FullPoints, 9.0),
        (Label::Method, 12.0),
        (Label::Rule, 44.0),
        (Label::MissingPolicy, 12.0),
        (Label::NotApplicablePolicy, 12.0),
        (Label::Lead, 13.0),
        (Label::Support, 16.0),
        (Label::Evidence, 18.0),
        (Label::Advice, 26.0),
        (Label::Note, 18.0),
    ];
    if weighed {
        columns.push((Label::Weight, 8.0));
    }

    let mut page = Page::new(&Label::SheetRubric, styles)?;
    let columns: Vec<(String, f64)> = columns.into_iter().map(|(label, most)| (label.say(lang), most)).collect();
    page.head(&columns)?;
    for id in program.node_ids() {
        let node = program.node(id);
        page.text(&place_words(node).say(lang))?;
        page.text(&node.id)?;
        page.indented(&node.title, program.depth(id))?;
        match (&node.full_words.expr, assessment.units()) {
            (Expr::Parameter(_) | Expr::Constant(_), 1..) => {
                page.maybe(assessment.evaluate(&node.full_words.expr, 0).get(), None)?;
            }
            _ => page.text(&node.full_words.in_general(program, lang))?,
        }
        match &node.leaf {
            Some(leaf) => {
                page.text(lang.pick(leaf.method))?;
                page.text(&rule_words(program, node, lang))?;
                page.text(&missing_words(leaf).say(lang))?;
                page.text(&not_applicable_words(program, leaf, lang))?;
            }
            None => {
                page.text(node.combine.map_or("", |combine| lang.pick(combine)))?;
                page.text(&rule_words(program, node, lang))?;
                (0..2).try_for_each(|_| page.text(""))?;
            }
        }
        page.text(node.lead.as_deref().unwrap_or_default())?;
        page.text(&join(&node.support, lang))?;
        page.text(node.evidence.as_deref().unwrap_or_default())?;
        page.text(node.advice.as_deref().unwrap_or_default())?;
        page.text(node.note.as_deref().unwrap_or_default())?;
        if weighed {
            page.centre(node.weight.as_deref().unwrap_or_default())?;
        }
        page.end_row()?;
    }
    effects(&mut page, book)?;
    grades(&mut page, book)?;
    follow_ups(&mut page, book)?;
    fields(&mut page, book)?;
    lists(&mut page, book)?;
    page.finish(&program.heading.title, 3, false)
}

fn effects(page: &mut Page, book: &Book) -> anyhow::Result<()> {
    let (program, lang) = (&book.assessment.program, book.lang);
    if program.effects.is_empty() {
        return Ok(());
    }
    page.next_row();
    let heads = [Label::EffectKind, Label::EffectId, Label::Effects, Label::GradeLeft, Label::Method, Label::Condition];
    for label in heads {
        // The condition stands below the rules; below the methods there is nothing to say.
        page.heading(&if label == Label::Method { String::new() } else { label.say(lang) })?;
    }
    page.end_row()?;
    for effect in &program.effects {
        page.text(&effect_words(effect.kind).say(lang))?;
        page.text(&effect.id)?;
        page.text(&effect.say)?;
        page.centre(&facts::change(program, effect, lang))?;
        page.text("")?;
        page.text(&effect.condition)?;
        page.end_row()?;
    }
    Ok(())
}

fn fields(page: &mut Page, book: &Book) -> anyhow::Result<()> {
    let (program, lang) = (&book.assessment.program, book.lang);
    let declared = || program.fields.iter().filter(|field| field.role == Role::Submitted);
    if declared().next().is_none() {
        return Ok(());
    }
    page.next_row();
    for label in [Label::Measure, Label::FieldId, Label::Field, Label::Method, Label::Kind, Label::Note] {
        // Below the full points there is nothing to say.
        page.heading(&if label == Label::Method { String::new() } else { label.say(lang) })?;
    }
    page.end_row()?;
    for field in declared() {
        page.centre(field.measure.as_deref().unwrap_or_default())?;
        page.text(&field.id)?;
        page.text(&field.label)?;
        page.text("")?;
        page.text(&kind_words(&field.kind, lang))?;
        page.text(field.note.as_deref().unwrap_or_default())?;
        page.end_row()?;
    }
    Ok(())
}

fn lists(page: &mut Page, book: &Book) -> anyhow::Result<()> {
    let (program, lang) = (&book.assessment.program, book.lang);
    for list in &program.lists {
        page.next_row();
        for text in [String::new(), list.id.clone(), format!("{}:{}", Label::ListOf.say(lang), list.label)] {
            page.heading(&text)?;
        }
        page.end_row()?;
        for column in &list.columns {
            page.centre(column.measure.as_deref().unwrap_or_default())?;
            page.text(&column.id)?;
            page.text(&column.label)?;
            page.text("")?;
            page.text(&kind_words(&column.kind, lang))?;
            page.text(column.note.as_deref().unwrap_or_default())?;
            page.end_row()?;
        }
    }
    Ok(())
}

fn follow_ups(page: &mut Page, book: &Book) -> anyhow::Result<()> {
    let (program, lang) = (&book.assessment.program, book.lang);
    if program.follow_ups.is_empty() {
        return Ok(());
    }
    page.next_row();
    for text in [String::new(), String::new(), Label::FollowUp.say(lang)] {
        page.heading(&text)?;
    }
    page.end_row()?;
    for follow_up in &program.follow_ups {
        (0..2).try_for_each(|_| page.text(""))?;
        page.text(&follow_up.say)?;
        page.end_row()?;
    }
    Ok(())
}

fn kind_words(kind: &FieldKind, lang: Lang) -> String {
    let label = match kind {
        FieldKind::Count => Label::KindCount,
        FieldKind::Number => Label::KindNumber,
        FieldKind::Percent => Label::KindPercent,
        FieldKind::Money => Label::KindMoney,
        FieldKind::YesNo => Label::KindYesNo,
        FieldKind::Choice(options) => Label::KindChoice { options: join(options, lang) },
        FieldKind::Text => Label::KindText,
        FieldKind::Date => Label::KindDate,
        FieldKind::Points => Label::KindPoints,
    };
    label.say(lang)
}

fn grades(page: &mut Page, book: &Book) -> anyhow::Result<()> {
    let (program, lang) = (&book.assessment.program, book.lang);
    if program.grades.is_empty() {
        return Ok(());
    }
    page.next_row();
    let conditions = program.grades.iter().any(|grade| grade.when.is_some());
    for label in [Label::Grades, Label::LeastTotal] {
        page.heading(&label.say(lang))?;
    }
    if conditions {
        page.heading(&Label::GradeCondition.say(lang))?;
    }
    page.end_row()?;
    for grade in &program.grades {
        let least = grade.min.and_then(|id| program.parameters.get(id.index())).map(|parameter| parameter.value);
        page.centre(&grade.name)?;
        page.maybe(least, None)?;
        if conditions {
            page.text(grade.when.as_deref().unwrap_or_default())?;
        }
        page.end_row()?;
    }
    Ok(())
}
