//! `report.html`: the whole assessment as one page that needs no network. What sums up is plain HTML and stands there
//! without scripts; the page of a unit is made when it is asked for, from data that stands at the end.
//!
//! The page is written as it goes: units pass a batch at a time.

mod charts;
mod embed;
pub(super) mod markup;
mod overview;
mod problems;
mod ranking;
mod rubric;
mod shapes;
mod sources;
mod statistics;
#[cfg(test)]
mod tests;
mod unit;

use std::fmt::Write as _;
use std::io::Write;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use self::markup::escape;
use self::shapes::Shapes;
use self::unit::Drafts;
use super::facts::{place_words, printable, rule_words};
use super::{About, Counts};
use crate::analysis::deviations::Deviations;
use crate::analysis::gaps::status_words;
use crate::diagnostic::Diagnostic;
use crate::program::Status;
use crate::scoring::Assessment;
use crate::words::Lang;
use crate::words::html::Web;
use crate::words::labels::Label;

const SCRIPT: &str = include_str!("page.js");
/// Runs before anything is laid out, so that views which are not looked at never are.
const EARLY: &str = "document.documentElement.className = \"js\";";
const STYLE: &str = include_str!("page.css");

/// Units whose data is made at once, in parallel.
const BATCH: usize = 256;

/// What every part of the page is made from.
struct Page<'a> {
    assessment: &'a Assessment,
    deviations: &'a Deviations,
    about: &'a About,
    diagnostics: &'a [Diagnostic],
    counts: Counts,
    lang: Lang,
}

/// A view: its name in addresses, its title, what makes its inside.
type View = (&'static str, fn(Lang) -> String, fn(&Page<'_>, &mut String));

/// The views in order.
const VIEWS: [View; 5] = [
    ("overview", |lang| Web::Overview.say(lang), overview::write),
    ("ranking", |lang| Label::SheetRanking.say(lang), ranking::write),
    ("questions", |lang| Label::SheetQuestions.say(lang), problems::write),
    ("rubric", |lang| Label::SheetRubric.say(lang), rubric::write),
    ("provenance", |lang| Web::Provenance.say(lang), sources::write),
];

/// Writes the page; the same assessment gives the same bytes.
pub fn write(
    assessment: &Assessment,
    deviations: &Deviations,
    about: &About,
    diagnostics: &[Diagnostic],
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let counts = Counts::of(assessment);
    let page = Page { assessment, deviations, about, diagnostics, counts, lang };
    out.write_all(page.top().as_bytes())?;
    for (name, title, view) in VIEWS {
        let mut text = format!(
            "<section class=\"view\" id=\"{name}\" aria-labelledby=\"{name}-title\">\n<h2 id=\"{name}-title\" tabindex=\"-1\">{}</h2>\n",
            escape(&title(lang))
        );
        view(&page, &mut text);
        text.push_str("</section>\n");
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"<section class=\"view\" id=\"unit\" hidden></section>\n</main>\n")?;
    page.units(out)?;
    out.write_all(format!("<script>{SCRIPT}</script>\n</body>\n</html>\n").as_bytes())?;
    Ok(())
}

impl Page<'_> {
    /// Everything before the first view.
    fn top(&self) -> String {
        let say = |word: &Web| escape(&word.say(self.lang));
        let heading = &self.assessment.program.heading;
        let title = Web::Title { title: heading.title.clone(), period: heading.period.clone() };
        let edition = Web::EditionLine { period: heading.period.clone(), edition: heading.edition.clone() };
        let mut links = String::new();
        for (name, title, _) in VIEWS {
            let _ = writeln!(links, "<a href=\"#{name}\">{}</a>", escape(&title(self.lang)));
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{STYLE}</style>\n<script>{EARLY}</script>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<div class=\"head\">\n<div><h1>{}</h1>\n<p>{}</p></div>\n\
             <div class=\"tools\"><button type=\"button\" id=\"dark\" aria-pressed=\"false\">{}</button>\
             <button type=\"button\" id=\"print\">{}</button></div>\n</div>\n\
             <nav aria-label=\"{}\">\n{links}</nav>\n</header>\n<noscript><p class=\"noscript\">{}</p></noscript>\n\
             <main id=\"main\" tabindex=\"-1\">\n",
            self.lang.tag(),
            embed::policy(&[EARLY, SCRIPT], STYLE),
            say(&title),
            say(&Web::SkipLink),
            escape(&heading.title),
            say(&edition),
            say(&Web::Dark),
            say(&Web::Print),
            say(&Web::Contents),
            say(&Web::NoScript),
        )
    }

    /// The data of the units, in the order of the ranking, then what they share.
    fn units(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let drafts = Drafts::new(self);
        let mut shapes = Shapes::default();
        let positions: Vec<usize> = (0..self.assessment.units()).collect();
        for batch in positions.chunks(BATCH) {
            let made: Vec<_> = batch.par_iter().map(|position| drafts.draft(*position)).collect();
            for (position, draft) in batch.iter().zip(made) {
                out.write_all(embed::data(&format!("u{position}"), &draft.written(&mut shapes))?.as_bytes())?;
            }
        }
        out.write_all(embed::data("shapes", &shapes)?.as_bytes())?;
        out.write_all(embed::data("common", &self.common())?.as_bytes())?;
        Ok(())
    }

    /// Nodes, means of the groups, and the words of the script.
    fn common(&self) -> Value {
        let (program, lang) = (&self.assessment.program, self.lang);
        let fulls = unit::fulls(program, self);
        let nodes: Vec<Value> = program
            .node_ids()
            .zip(fulls)
            .map(|(id, full)| {
                let node = program.node(id);
                let text = |text: &Option<String>| printable(text.as_deref().unwrap_or_default());
                json!({
                    "id": printable(&node.id),
                    "title": printable(&node.title),
                    "parent": node.parent.map(crate::program::NodeId::index),
                    "place": place_words(node).say(lang),
                    "full": full,
                    "rule": printable(&rule_words(program, node, lang)),
                    "lead": text(&node.lead),
                    "advice": text(&node.advice),
                    "leaf": node.leaf.is_some(),
                })
            })
            .collect();
        let alone = self.deviations.alone.iter().map(|alone| {
            let source = lang.pick(alone.source.title()).to_owned();
            Label::PointsBy { source }.say(lang)
        });
        let deviations = [Label::Indicator, Label::FullPoints, Label::Claimed].map(|label| label.say(lang));
        let after = [Label::Points, Label::Excess, Label::Mark].map(|label| label.say(lang));
        json!({
            "nodes": nodes,
            "grades": program.grades.iter().map(|grade| printable(&grade.name)).collect::<Vec<_>>(),
            "statuses": Status::ALL.map(|status| status_words(status).say(lang)),
            "groups": self.assessment.table.groups.iter().map(|group| printable(group)).collect::<Vec<_>>(),
            "means": overview::group_means(self),
            "deviations": deviations.into_iter().chain(alone).chain(after).collect::<Vec<_>>(),
            "words": self.words(),
        })
    }

    /// The words that the script needs, by the names it knows them by. `{}` stands where it puts something in.
    fn words(&self) -> Map<String, Value> {
        let lang = self.lang;
        let hole = || "{}".to_owned();
        let web = [
            ("shown", Web::Shown { shown: "{0}".to_owned(), all: "{1}".to_owned() }),
            ("up", Web::SortedUp { column: hole() }),
            ("down", Web::SortedDown { column: hole() }),
            ("none", Web::NoneFound),
            ("back", Web::BackToRanking),
            ("previous", Web::Previous),
            ("next", Web::Next),
            ("nearby", Web::UnitsNearby),
            ("groupNearby", Web::GroupNearby),
            ("difference", Web::Difference),
            ("sections", Web::UnitSections),
            ("groupMean", Web::GroupMean),
            ("reasons", Web::Reasons),
            ("unfold", Web::UnfoldAll),
            ("fold", Web::FoldAll),
            ("lines", Web::Lines),
            ("notThere", Web::NotThere { unit: hole() }),
            ("share", Web::ShareAndMean),
        ];
        let labels = [
            ("rank", Label::Rank),
            ("unit", Label::Unit),
            ("total", Label::Total),
            ("points", Label::Points),
            ("full", Label::FullPoints),
            ("lost", Label::Lost),
            ("reason", Label::Reason),
            ("rule", Label::Rule),
            ("advice", Label::Advice),
            ("lead", Label::Lead),
            ("indicator", Label::Indicator),
            ("section", Label::Section),
            ("gaps", Label::SheetGaps),
            ("noGaps", Label::NoFindings),
            ("deviations", Label::SheetDeviations),
            ("sources", Label::SheetSources),
            ("evidence", Label::SheetEvidence),
            ("questions", Label::SheetQuestions),
            ("field", Label::Field),
            ("value", Label::Value),
            ("named", Label::Evidence),
            ("pages", Label::Pages),
            ("remark", Label::Remark),
            ("cell", Label::SourceCell),
            ("said", Label::Sources),
            ("differ", Label::Differ),
            ("counted", Label::Counted),
            ("why", Label::CountedWhy),
        ];
        let web = web.into_iter().map(|(name, word)| (name.to_owned(), word.say(lang).into()));
        web.chain(labels.into_iter().map(|(name, label)| (name.to_owned(), label.say(lang).into()))).collect()
    }
}
