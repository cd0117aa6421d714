//! `--format` and `--out`: the form of what a command says, and where it goes.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Result, bail};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::show::Show;
use crate::folder::shown;
use crate::report::out;
use crate::words::cli::Cli;

/// A form; each command takes some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Table,
    Markdown,
    Csv,
    Json,
    Xlsx,
    Html,
}

/// Reads one of these forms from the command line.
pub(super) fn one_of(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(formats.iter().filter_map(ValueEnum::to_possible_value))
        .try_map(|name| Format::from_str(&name, false))
}

impl Format {
    /// The form that is asked for, else that of the file's name, else text. A workbook needs a file, and no rubric is
    /// written over.
    pub(super) fn chosen(asked: Option<Format>, among: &[Format], file: Option<&Path>, show: &Show) -> Result<Format> {
        let by_name = file.and_then(Format::of_file).filter(|format| among.contains(format));
        let format = asked.or(by_name).unwrap_or(Format::Text);
        match file {
            None if format == Format::Xlsx => bail!(Cli::OutWanted { format: "xlsx".to_owned() }.say(show.lang)),
            Some(file) => refuse_toml(file, show)?,
            None => {}
        }
        Ok(format)
    }

    fn of_file(file: &Path) -> Option<Format> {
        let by_extension =
            [("xlsx", Format::Xlsx), ("json", Format::Json), ("md", Format::Markdown), ("html", Format::Html)];
        by_extension.into_iter().find(|(extension, _)| has_extension(file, extension)).map(|(_, format)| format)
    }
}

/// Refuses to write over what may be a rubric.
pub(super) fn refuse_toml(file: &Path, show: &Show) -> Result<()> {
    if has_extension(file, "toml") {
        bail!(Cli::OutIsToml { file: shown(file) }.say(show.lang));
    }
    Ok(())
}

/// Writes a document into a file, or shows it where none is named.
pub(super) fn hand_over(document: &[u8], file: Option<&Path>, show: &Show) -> Result<()> {
    match file {
        Some(file) => {
            out::write_file(file, document)?;
            show.note(&Cli::WroteFile { file: shown(file) });
        }
        None => show.result(&String::from_utf8_lossy(document)),
    }
    Ok(())
}

/// Whether a file's name ends in this extension, in capitals or not.
pub(super) fn has_extension(file: &Path, wanted: &str) -> bool {
    file.extension().and_then(OsStr::to_str).is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
