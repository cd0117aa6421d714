use std::sync::Arc;

use serde_json::Value;

use super::super::fixture;
use super::*;
use crate::analysis::{explain, gaps};
use crate::table::Table;

fn page(assessment: &Assessment, lang: Lang) -> String {
    let mut bytes = Vec::new();
    let diagnostics = crate::scoring::diagnostics(assessment);
    let deviations = Deviations::of(assessment);
    write(assessment, &deviations, &fixture::about(assessment), &diagnostics, lang, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The page without its script and style, which are files of their own.
fn without_assets(page: &str) -> String {
    page.replace(&format!("<script>{SCRIPT}</script>"), "<script>…</script>")
        .replace(&format!("<style>{STYLE}</style>"), "<style>…</style>")
        .replace(&embed::policy(&[EARLY, SCRIPT], STYLE), "…")
}

/// The data that the page carries under an id.
fn data(page: &str, id: &str) -> Value {
    let open = format!("<script type=\"application/json\" id=\"{id}\">");
    let start = page.find(&open).unwrap() + open.len();
    let end = start + page[start..].find("</script>").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

#[test]
fn the_page_stands_without_its_script() {
    let assessment = fixture::assessment();
    insta::assert_snapshot!("page_html", without_assets(&page(&assessment, Lang::Zh)));
    // In English only the words are others.
    let english = without_assets(&page(&assessment, Lang::En));
    let (head, _) = english.split_once("<section class=\"view\" id=\"rubric\"").unwrap();
    insta::assert_snapshot!("page_html_en", head);
}

/// As the script does it.
fn lines(shapes: &Value, text: &str) -> Vec<(String, String)> {
    let mut numbers = text.split(' ');
    let reason = shapes["reasons"][numbers.next().unwrap().parse::<usize>().unwrap()].as_str().unwrap();
    let numbers: Vec<&str> = numbers.collect();
    let (lines, fills) = reason.split_once('|').unwrap();
    let mut fills =
        fills.split(',').filter(|fill| !fill.is_empty()).map(|fill| numbers[fill.parse::<usize>().unwrap()]);
    let line = |line: &str| {
        let shape = shapes["lines"][line.parse::<usize>().unwrap()].as_str().unwrap();
        let mut parts = shape.split('\u{1}');
        let mut said = parts.next().unwrap().to_owned();
        parts.for_each(|part| said += &format!("{}{part}", fills.next().unwrap()));
        let (about, says) = said.split_once('\t').unwrap();
        (about.to_owned(), says.to_owned())
    };
    lines.split(',').filter(|line| !line.is_empty()).map(line).collect()
}

#[test]
fn every_reason_comes_back_as_it_was_said() {
    let assessment = fixture::assessment();
    let page = page(&assessment, Lang::Zh);
    let shapes = data(&page, "shapes");
    let behind = explain::Behind::of(&assessment.program);
    for (position, unit) in assessment.order().iter().enumerate() {
        let carried = data(&page, &format!("u{position}"));
        let carried: Vec<_> = carried["r"].as_str().unwrap().split(';').map(|reason| lines(&shapes, reason)).collect();
        let said = explain::nodes(&assessment, &behind, *unit, explain::Earned::Data, Lang::Zh);
        let said: Vec<Vec<_>> =
            said.into_iter().map(|lines| lines.into_iter().map(|line| (line.about, line.says)).collect()).collect();
        assert_eq!(carried, said);
        for gap in
            gaps::of_unit(&assessment, *unit).iter().zip(data(&page, &format!("u{position}"))["g"].as_array().unwrap())
        {
            let says = gaps::reason(&assessment, gap.0, Lang::Zh);
            assert_eq!(lines(&shapes, gap.1[2].as_str().unwrap()), [(String::new(), says)]);
        }
    }
}

#[test]
fn nothing_a_county_wrote_is_markup() {
    let hostile = "</script><img src=x onerror=alert(1)><!--\u{202e}'\"&";
    let assessment = fixture::assessment();
    let mut table = Table::clone(&assessment.table);
    for unit in &mut table.units {
        unit.id += hostile;
        unit.name += hostile;
    }
    table.groups.iter_mut().for_each(|group| *group += hostile);
    for remarks in table.remarks.values_mut() {
        (remarks.evidence, remarks.reason) = (Some(hostile.into()), Some(hostile.into()));
        (remarks.pages, remarks.remark) = (Some(hostile.into()), Some(hostile.into()));
    }
    table.inputs[0].name += hostile;
    let units = table.units.len();
    let assessment = crate::scoring::score(Arc::clone(&assessment.program), Arc::new(table));
    for lang in [Lang::Zh, Lang::En] {
        let page = without_assets(&page(&assessment, lang));
        assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains('\u{202e}'));
        // Each unit's data, what they share, and the scripts.
        assert_eq!(page.matches("<script").count(), units + 4);
        assert_eq!(page.matches("</script>").count(), units + 4);
        (0..units).for_each(|position| drop(data(&page, &format!("u{position}"))));
    }
}

#[test]
fn the_same_assessment_gives_the_same_bytes_whatever_the_threads() {
    let assessment = fixture::wide(300, 20);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| page(&assessment, Lang::Zh))
    };
    let (one, four) = (on(1), on(4));
    assert!(one == four);
    // Some fifty bytes a leaf, points, reason and gap together, and a row of the ranking.
    assert!(one.len() < 300 * (20 * 50 + 700) + 60_000, "{}", one.len());
}

#[test]
fn means_and_ranges_are_exact() {
    use super::statistics::{Totals, bins};
    let assessment = fixture::assessment();
    let totals = Totals::of(&assessment, 0..4);
    // 59, 77.5, 85, 91.14
    assert_eq!(totals.mean().unwrap().to_string(), "78.16");
    assert_eq!(totals.median().unwrap().to_string(), "81.25");
    let bins = bins(&totals);
    assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), 4);
    assert!(bins.windows(2).all(|pair| pair[0].to == pair[1].from));
    assert_eq!((bins[0].from.to_string().as_str(), bins[0].to.to_string().as_str()), ("58", "60"));
}
