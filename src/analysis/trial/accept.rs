//! Writes what came out in the place of what a test wanted, for a person to look over. Everything else of the file stays
//! byte for byte.

use std::cmp::Reverse;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Check, Trial};
use crate::number;
use crate::text;

/// A failed expectation that has been rewritten, or that a person has to rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'t> {
    /// The check that did not hold.
    pub check: &'t Check,
    /// Whether it was rewritten: only what is one number or one text is, in a file of UTF-8 or GBK.
    pub written: bool,
}

/// Rewrites the failed expectations of a test file.
pub fn accept<'t>(path: &Path, trial: &'t Trial) -> Result<Vec<Change<'t>>> {
    let checks = || trial.tests.iter().flat_map(|test| &test.checks).filter(|check| !check.holds());
    let mut simple: Vec<&Check> = checks().filter(|check| check.plain).collect();
    simple.sort_by_key(|check| Reverse(check.spot.span.start));
    let done = match simple.first() {
        Some(first) => {
            let old = &first.spot.source.text;
            write(path, old, &rewritten(old, &simple))?
        }
        None => false,
    };
    Ok(checks().map(|check| Change { check, written: done && check.plain }).collect())
}

/// The text with what came out, from the last check to the first, so that one does not move the next.
fn rewritten(text: &str, checks: &[&Check]) -> String {
    let mut text = text.to_owned();
    for check in checks {
        let span = check.spot.span.clone();
        let new = literal(text.get(span.clone()).unwrap_or_default(), &check.actual);
        text.replace_range(span, &new);
    }
    text
}

/// A value as TOML: what was in quotes stays so, and what is no number is put in quotes.
fn literal(old: &str, actual: &str) -> String {
    if !old.starts_with(['"', '\'']) && number::read_exact(actual).is_some() {
        return actual.to_owned();
    }
    toml::Value::String(actual.to_owned()).to_string()
}

/// Writes a file anew in the encoding it has; not when that is one that is only read.
fn write(path: &Path, old: &str, new: &str) -> Result<bool> {
    let shown = || path.display().to_string();
    let bytes = std::fs::read(path).with_context(shown)?;
    let Some(encoded) = text::encode_like(&bytes, old, new) else { return Ok(false) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".kaohe-").tempfile_in(folder).with_context(shown)?;
    file.write_all(&encoded).with_context(shown)?;
    file.as_file().set_permissions(std::fs::metadata(path).with_context(shown)?.permissions()).with_context(shown)?;
    file.persist(path).with_context(shown)?;
    Ok(true)
}
