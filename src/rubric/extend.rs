//! `extends`: the files a rubric builds on, found one after another and laid over each other.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Rubric, keys};
use crate::diagnostic::{Diagnostic, Source};
use crate::document::{self, Reader, Table, Word};
use crate::words::rubric::{IoWords, RubricProblem};

/// Files that may extend one another.
const MOST_FILES: usize = 8;

/// One file of a chain.
struct File {
    source: Arc<Source>,
    /// Where it is, unless it is a text without a file.
    path: Option<PathBuf>,
    /// The tree without what is said of the chain.
    root: Table,
    /// The file it extends.
    extends: Option<Word>,
    remove: Vec<Word>,
    /// Whether `extends` was written as something else than a text.
    misread: bool,
}

/// Reads what a text extends, and lays it over that. `path` is the text's own, if it has one.
pub(super) fn follow(source: Arc<Source>, path: Option<&Path>, problems: &mut Vec<Diagnostic>) -> Rubric {
    let mut last = File::parse(source, path.map(Path::to_owned), problems);
    let mut before: Vec<File> = Vec::new();
    let mut whole = !last.misread;
    while let Some(word) = &last.extends {
        match next(word, &last, &before) {
            Ok((source, path)) => {
                let base = File::parse(source, Some(path), problems);
                before.push(std::mem::replace(&mut last, base));
                whole &= !last.misread;
            }
            Err(problem) => {
                problems.push(Diagnostic::at(problem, &word.spot));
                whole = false;
                break;
            }
        }
    }
    join(before, last, whole, problems)
}

impl File {
    fn parse(source: Arc<Source>, path: Option<PathBuf>, problems: &mut Vec<Diagnostic>) -> File {
        let of_chain = |(word, _): &(Word, _)| keys::CHAIN.find(&word.text).is_some();
        let (chain, rest) = document::parse(&source, problems).entries.into_iter().partition(of_chain);
        let (chain, root) = (Table { entries: chain }, Table { entries: rest });
        let reader = Reader::new(Vec::new());
        let section = reader.root(&source, &chain, &keys::CHAIN);
        let (extends, remove) = (section.text("extends"), section.texts("remove"));
        let misread = section.has("extends") && extends.is_none();
        problems.extend(reader.finish());
        File { source, path, root, extends, remove, misread }
    }

    /// What the file is, whatever it is called: `x/../a.toml` and a link to `a.toml` are `a.toml`.
    fn real_path(&self) -> Option<PathBuf> {
        self.path.as_deref()?.canonicalize().ok()
    }
}

/// The text that `word` in the file `last` names, and its path; `before` are the files that led there.
fn next(word: &Word, last: &File, before: &[File]) -> Result<(Arc<Source>, PathBuf), RubricProblem> {
    let unreadable = |detail| RubricProblem::BaseUnreadable { file: word.text.clone(), detail };
    let Some(here) = &last.path else { return Err(unreadable(IoWords::NoFolder)) };
    let path = here.parent().unwrap_or(Path::new("")).join(&word.text);
    let real = path.canonicalize().map_err(|error| unreadable(IoWords::of(&error)))?;
    let files = || before.iter().chain([last]);
    if let Some(first) = files().position(|file| file.real_path().as_ref() == Some(&real)) {
        let circle: Vec<&str> = files().skip(first).map(|file| file.source.name.as_str()).collect();
        let start = circle.first().copied().unwrap_or_default();
        return Err(RubricProblem::ExtendsCircle { files: format!("{} → {start}", circle.join(" → ")) });
    }
    if files().count() == MOST_FILES {
        return Err(RubricProblem::ExtendsTooLong { limit: MOST_FILES });
    }
    // Reading a pipe or a device may never end.
    if !real.is_file() {
        return Err(unreadable(IoWords::NotAFile));
    }
    let source = document::read(&path, &name(&last.source, &word.text)).map_err(unreadable)?;
    let bytes: usize = files().map(|file| file.source.text.len()).sum();
    if bytes + source.text.len() > document::MOST_BYTES {
        return Err(unreadable(IoWords::TooLarge));
    }
    Ok((source, path))
}

/// The name of a file beside `source`, as the user would write it.
fn name(source: &Source, path: &str) -> String {
    let folder = Path::new(&source.name).parent().unwrap_or(Path::new(""));
    let path: PathBuf = folder.join(path).components().filter(|part| *part != Component::CurDir).collect();
    path.to_string_lossy().replace('\\', "/")
}

/// Lays the files over each other: `last` extends nothing, `before` begins with the rubric's own.
fn join(before: Vec<File>, last: File, whole: bool, problems: &mut Vec<Diagnostic>) -> Rubric {
    let mut lay = |root: &Table, over: Table, remove: &[Word]| {
        if whole { document::extend(root, over, remove, &keys::ROOT, problems) } else { over }
    };
    let mut root = lay(&Table::default(), last.root, &last.remove);
    let mut source = last.source;
    let mut bases = Vec::with_capacity(before.len());
    for file in before.into_iter().rev() {
        root = lay(&root, file.root, &file.remove);
        bases.push(std::mem::replace(&mut source, file.source));
    }
    bases.reverse();
    Rubric { source, bases, root, whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Program;

    /// Compiles the first of these files.
    fn load(files: &[(&str, &str)]) -> (Option<Program>, Vec<Diagnostic>) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut problems = Vec::new();
        // Named as a user in the folder would write it.
        let program = super::super::load(&folder.path().join(files[0].0), files[0].0, &mut problems);
        (program, problems)
    }

    fn program(files: &[(&str, &str)]) -> Program {
        let (program, problems) = load(files);
        program.unwrap_or_else(|| panic!("{problems:?}"))
    }

    const BASE: &str = "id = 'q'\ntitle = '甲'\nperiod = '2016年度'\nedition = '1'\nmissing = 'zero'\n\
        not_applicable = 'zero'\nrounding = { leaf = 2, section = 2, total = 2, mode = 'half-up' }\n\
        ranking = { ties = 'competition' }\nfields.n = { label = '起数', kind = 'count' }\n\
        [[sections]]\nid = '1'\ntitle = '乙'\n\
        indicators = [{ id = '1.1', title = '丙', points = 5, value = 'n', score.add = { each = 1 } }]\n";

    #[test]
    fn a_required_key_may_come_from_any_file_of_the_chain() {
        let chain = [
            ("2018/rubric.toml", "extends = '../2017.toml'\nperiod = '2018年度'"),
            ("2017.toml", "extends = './2016/base.toml'\nperiod = '2017年度'\nedition = '2'"),
            ("2016/base.toml", BASE),
        ];
        let program = program(&chain);
        let heading = &program.heading;
        let said = [&heading.id, &heading.title, &heading.period, &heading.edition];
        assert_eq!(said, ["q", "甲", "2018年度", "2"]);
        let names: Vec<&str> = program.bases.iter().map(|base| base.name.as_str()).collect();
        assert_eq!(names, ["2018/../2017.toml", "2018/../2016/base.toml"]);
    }

    #[test]
    fn the_fingerprint_is_of_every_text_of_the_chain() {
        let alone = program(&[("r.toml", BASE)]);
        assert_eq!(alone.fingerprint, crate::fingerprint::fingerprint(BASE.as_bytes()));
        assert!(alone.bases.is_empty());
        let over = "extends = 'base.toml'\nedition = '2'";
        let extended = program(&[("r.toml", over), ("base.toml", BASE)]);
        assert_eq!(extended.bases[0].fingerprint, alone.fingerprint);
        let changed = program(&[("r.toml", over), ("base.toml", &BASE.replace("points = 5", "points = 6"))]);
        let all = [&alone.fingerprint, &extended.fingerprint, &changed.fingerprint];
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2], "{all:?}");
    }

    #[test]
    fn problems_are_told_file_by_file_and_from_top_to_bottom() {
        let (_, problems) = load(&[
            ("r.toml", "extends = 'base.toml'\nx = 1\n\ny = 2"),
            ("base.toml", &format!("z = 3\n{}", BASE.replace("'n'", "'m'"))),
        ]);
        let places: Vec<String> = problems.iter().map(|problem| problem.place.describe()).collect();
        assert_eq!(places[..3], ["r.toml:2:1", "r.toml:4:1", "base.toml:1:1"]);
        assert!(places[3..].iter().all(|place| place.starts_with("base.toml:")), "{places:?}");
    }

    #[test]
    fn what_could_not_be_removed_hides_nothing_else() {
        let over = "extends = 'base.toml'\nremove = ['9']\nsections = [{ id = '2' }]";
        let (_, problems) = load(&[("r.toml", over), ("base.toml", BASE)]);
        let codes: Vec<&str> = problems.iter().map(Diagnostic::code).collect();
        assert!(codes.contains(&"R060") && codes.contains(&"R004"), "{codes:?}");
    }

    #[test]
    fn syntax_errors_are_told_where_they_stand_in_the_base() {
        let (program, problems) = load(&[("r.toml", "extends = 'base.toml'"), ("base.toml", "id = 'q'\ntitle ＝ 1\n")]);
        assert!(program.is_none());
        let told: Vec<(&str, String)> = problems.iter().map(|p| (p.code(), p.place.describe())).collect();
        assert_eq!(told[0], ("R036", "base.toml:2:7".to_owned()), "{told:?}");
    }
}
