//! `kaohe publish`: marks results as published; they are then never overwritten.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use super::show::Show;
use super::verify::chain;
use super::{DONE, PROBLEMS};
use crate::folder::results::{self, RESULTS};
use crate::folder::shown;
use crate::report::editions::{self, Unpublishable};
use crate::table::{date_text, read_date};
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Publish {
    results: PathBuf,
    #[arg(long)]
    date: Option<String>,
    #[arg(long)]
    document: Option<String>,
}

impl Publish {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        let file = results::locate(&self.results);
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let Some(date) = self.date else {
            // Without a day there is nothing to do but to tell what there is.
            if !file.is_file() {
                bail!(Cli::NoResults { file: shown(&file) }.say(show.lang));
            }
            show.result(&chain(&editions::editions(&folder)?, show));
            return Ok(DONE);
        };
        let Some(day) = read_date(&date) else { bail!(Cli::NoDate { text: date }.say(show.lang)) };
        match editions::publish(&folder, RESULTS, &date_text(day), self.document)? {
            Ok(_) => {
                show.result(&chain(&editions::editions(&folder)?, show));
                Ok(DONE)
            }
            Err(problem) => {
                let file = shown(&file);
                show.note(&match problem {
                    Unpublishable::Absent => Cli::NoResults { file },
                    Unpublishable::Published(date) => Cli::AlreadyPublished { file, date },
                    Unpublishable::Changed(file) => Cli::ChangedSince { file },
                });
                Ok(PROBLEMS)
            }
        }
    }
}
