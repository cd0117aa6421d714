//! What `rescore` and `compare` share: the files they write, one unit in detail, and what a setting does wrong.

use anyhow::{Result, bail};

use super::inputs::find_unit;
use super::show::Show;
use crate::analysis::moves::SettingProblem;
use crate::diagnostic::{Diagnostic, Problem, Severity};
use crate::program::Program;
use crate::report::moves::{Told, html, json, text, workbook};
use crate::report::out::OutFolder;
use crate::table::Unit;
use crate::text::fold;
use crate::words::Lang;
use crate::words::data::{AdjustmentFault, DataProblem};
use crate::words::moves::Moved;

/// Workbook, page and JSON.
pub(super) fn files(told: &Told<'_>) -> Result<[Vec<u8>; 3]> {
    let (book, rest) = rayon::join(
        || workbook::write(told),
        || -> Result<[Vec<u8>; 2]> {
            let mut json = serde_json::to_vec_pretty(&json::write(told))?;
            json.push(b'\n');
            Ok([html::write(told).into_bytes(), json])
        },
    );
    let [html, json] = rest?;
    Ok([book?, html, json])
}

/// Puts them into a folder.
pub(super) fn stage(folder: &mut OutFolder, prefix: &str, files: [Vec<u8>; 3]) -> Result<()> {
    for (name, bytes) in ["changes.xlsx", "changes.html", "changes.json"].iter().zip(files) {
        folder.stage_bytes(&format!("{prefix}{name}"), &bytes)?;
    }
    Ok(())
}

/// One unit in detail.
pub(super) fn unit(told: &Told<'_>, name: &str, show: &Show) -> Result<String> {
    let side = &told.moves.after;
    let units: Vec<Unit> = side
        .units
        .iter()
        .map(|unit| Unit { id: unit.id.clone(), name: unit.name.clone(), ..Unit::default() })
        .collect();
    let found = find_unit(&units, name, show)?;
    match told.moves.units.iter().find(|unit| unit.after == found) {
        Some(unit) => Ok(text::unit(told, unit, show.width())),
        None => bail!(Moved::NotComparable.say(show.lang)),
    }
}

/// Shows what is wrong with data that several rubrics look at: what one of them calls unknown and another knows is not,
/// and of the rest the errors; everything where the user asked for it.
pub(super) fn diagnostics(problems: &mut Vec<Diagnostic>, rubrics: &[&Program], show: &Show) {
    let known = |name: &str| {
        let word = fold(name);
        rubrics.iter().any(|program| {
            let fields = program.fields.iter().chain(program.lists.iter().flat_map(|list| &list.columns));
            let fields = fields.flat_map(|field| field.aliases.iter().chain([&field.id, &field.label]));
            let lists = program.lists.iter().flat_map(|list| list.aliases.iter().chain([&list.id, &list.label]));
            let nodes = program.nodes.iter().flat_map(|node| [&node.id, &node.title]);
            fields.chain(lists).chain(nodes).any(|other| fold(other) == word)
        })
    };
    problems.retain(|problem| match &problem.problem {
        Problem::Data(DataProblem::UnknownField { field }) => !known(field),
        Problem::Data(DataProblem::AdjustmentRefused { fault: AdjustmentFault::UnknownNode { node } }) => {
            !known(node.trim_matches(['\u{201c}', '\u{201d}', '"']))
        }
        _ => true,
    });
    if show.verbose {
        show.diagnostics(problems);
        return;
    }
    let errors: Vec<Diagnostic> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    show.diagnostics(&errors);
}

/// What the method of every node is called.
pub(super) fn methods(program: &Program, lang: Lang) -> Vec<String> {
    let method = |node: &crate::program::Node| {
        let words = node.leaf.as_ref().map(|leaf| leaf.method).or(node.combine);
        words.map(|words| lang.pick(words).to_owned()).unwrap_or_default()
    };
    program.nodes.iter().map(method).collect()
}

/// What is wrong with a setting.
pub(super) fn setting(problem: &SettingProblem, lang: Lang) -> String {
    let message = match problem.clone() {
        SettingProblem::Form(text) => Moved::SettingForm { text },
        SettingProblem::Unknown(path, known) => Moved::SettingUnknown { path, known: known.unwrap_or_default() },
        SettingProblem::NotANumber(path, text) => Moved::SettingNotANumber { path, text },
    };
    message.say(lang)
}
