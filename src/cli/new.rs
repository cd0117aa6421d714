//! `kaohe new`: an assessment folder to begin with, from a printed rubric or from one that comes with the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::diagnostic::{has_errors, nearest};
use crate::folder::{Shipped, fresh, printed, shown};
use crate::report::out;
use crate::submission::{self, SourceFile};
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct New {
    #[arg(required_unless_present = "list")]
    folder: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["name", "list"])]
    from: Option<PathBuf>,
    #[arg(long, requires = "from")]
    sheet: Option<String>,
    #[arg(long = "rubric", conflicts_with = "list")]
    name: Option<String>,
    #[arg(long)]
    list: bool,
}

impl New {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        match (&self.folder, &self.from, &self.name) {
            (Some(folder), Some(from), _) => self.of_printed(folder, from, show),
            (Some(folder), None, Some(name)) => of_shipped(folder, name, show),
            _ if self.list => {
                for shipped in folder_list() {
                    show.result(&shipped);
                }
                Ok(DONE)
            }
            _ => bail!(Cli::NewFromWhat.say(show.lang)),
        }
    }

    fn of_printed(&self, folder: &Path, from: &Path, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let file = SourceFile::new(from.to_owned(), shown(from));
        let sheets = submission::read_printed(&file, &mut problems);
        show.diagnostics(&problems);
        if has_errors(&problems) {
            return Ok(PROBLEMS);
        }
        if let Some(name) = &self.sheet
            && !sheets.iter().any(|sheet| sheet.name.as_ref() == Some(name))
        {
            let known: Vec<&str> = sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
            bail!(Cli::NoSheet { sheet: name.clone(), known: known.join("、") }.say(show.lang));
        }
        let id = folder.file_name().map_or_else(|| "rubric".to_owned(), |name| name.to_string_lossy().into_owned());
        let base = from.file_name().map_or_else(|| shown(from), |name| name.to_string_lossy().into_owned());
        let Some(draft) = printed::draft(&sheets, self.sheet.as_deref(), &id, &base, show.lang) else {
            show.note(&Cli::NoPrintedTable { file: shown(from) });
            return Ok(PROBLEMS);
        };
        let mut files = vec![("rubric.toml".to_owned(), draft.text)];
        files.extend(fresh::files(&[], show.lang));
        write(folder, &files, show)?;
        show.note(&Cli::Drafted { proposed: draft.proposed, undecided: draft.undecided });
        if !draft.others.is_empty() {
            show.note(&Cli::OtherSheets { names: draft.others.join("、") });
        }
        show.note(&Cli::NextRead { folder: shown(folder) });
        Ok(DONE)
    }
}

fn of_shipped(folder: &Path, name: &str, show: &Show) -> Result<u8> {
    let Some(shipped) = Shipped::find(name) else {
        let known = nearest(name, Shipped::all().iter().map(|shipped| shipped.name)).unwrap_or_default();
        bail!(Cli::NoShipped { name: name.to_owned(), known }.say(show.lang));
    };
    let of_rubric = shipped.files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let files: Vec<(String, String)> = of_rubric.chain(fresh::files(&shipped.groups(), show.lang)).collect();
    write(folder, &files, show)?;
    show.note(&Cli::NextRead { folder: shown(folder) });
    Ok(DONE)
}

/// The rubrics that come with the program, each with its title.
fn folder_list() -> Vec<String> {
    let width = Shipped::all().iter().map(|shipped| shipped.name.len()).max().unwrap_or_default();
    Shipped::all().iter().map(|shipped| format!("{:width$}  {}", shipped.name, shipped.title())).collect()
}

/// Writes the files of a new folder; where one of them is there already, nothing is written.
fn write(folder: &Path, files: &[(String, String)], show: &Show) -> Result<()> {
    for (name, _) in files {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            bail!(Cli::FileThere { file: shown(&path) }.say(show.lang));
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).with_context(|| shown(parent))?;
        out::write_new(&path, text.as_bytes())?;
        show.note(&Cli::WroteFile { file: shown(&path) });
    }
    Ok(())
}
