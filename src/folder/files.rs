//! Finds files: a path, a folder, or a pattern.

use std::path::{Path, PathBuf};

use crate::submission::{self, SourceFile};
use crate::words::rubric::RubricProblem;

/// A path as people write it, with forward slashes on every system.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// The files that a path, a folder or a pattern names, in the order of their names, each named from `base` on. A folder gives every file in it
/// that can be read as a submission, folders inside it included; Office lock files and hidden files are passed over.
///
/// # Errors
/// When nothing is there.
pub fn find(base: &Path, pattern: &str) -> Result<Vec<SourceFile>, RubricProblem> {
    let path = base.join(pattern);
    let mut paths: Vec<PathBuf> = if path.is_dir() {
        within(&path)
    } else if path.is_file() {
        vec![path]
    } else {
        // Brackets in the folder's own name are no pattern: `2016[终稿]`.
        let folder = PathBuf::from(glob::Pattern::escape(&base.to_string_lossy()));
        let text = folder.join(pattern);
        let matched = glob::glob(&text.to_string_lossy()).map(|paths| paths.filter_map(Result::ok).collect::<Vec<_>>());
        let matched = matched.unwrap_or_default();
        matched.into_iter().flat_map(|path| if path.is_dir() { within(&path) } else { vec![path] }).collect()
    };
    paths.retain(|path| !is_passed_over(path));
    if paths.is_empty() {
        return Err(RubricProblem::NothingMatches { pattern: pattern.to_owned() });
    }
    paths.sort();
    let named = |path: PathBuf| {
        let name = shown(path.strip_prefix(base).unwrap_or(&path));
        SourceFile::new(path, name)
    };
    Ok(paths.into_iter().map(named).collect())
}

/// Depth of folders searched: enough for cities and counties, and an end to links that turn in circles.
const MOST_DEPTH: usize = 8;

fn within(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            // Whoever reads it as a file tells why it cannot be.
            files.push(folder);
            continue;
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            // A folder under a file's name is told as one that cannot be read.
            if submission::is_readable(&path) {
                files.push(path);
            } else if path.is_dir() && depth < MOST_DEPTH && !is_passed_over(&path) {
                folders.push((path, depth + 1));
            }
        }
    }
    files
}

fn is_passed_over(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with("~$") || name.starts_with('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_a_folder_and_a_pattern_are_found_in_a_folder_of_any_name() {
        let place = tempfile::tempdir().unwrap();
        let base = place.path().join("2016[终稿]");
        std::fs::create_dir_all(base.join("填报/甲")).unwrap();
        for name in ["填报/b.csv", "填报/甲/a.xlsx", "填报/~$a.xlsx", "填报/说明.docx", "总表.csv"] {
            std::fs::write(base.join(name), "").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            find(&base, pattern).unwrap().into_iter().map(|file| file.name).collect()
        };
        assert_eq!(names("总表.csv"), ["总表.csv"]);
        assert_eq!(names("填报"), ["填报/b.csv", "填报/甲/a.xlsx"]);
        assert_eq!(names("填报/*.csv"), ["填报/b.csv"]);
        assert_eq!(names("*/*/*.xlsx"), ["填报/甲/a.xlsx"]);
        assert!(find(&base, "没有*.csv").is_err());
        std::fs::create_dir(base.join("填报/乙.xlsx")).unwrap();
        assert_eq!(names("填报"), ["填报/b.csv", "填报/乙.xlsx", "填报/甲/a.xlsx"]);
    }
}
