//! `kaohe rubric`: what a rubric says, and what changed between two.

mod diff;
mod show;

use anyhow::Result;
use clap::Subcommand;

use super::show::Show;

#[derive(Debug, Subcommand)]
pub(super) enum Rubric {
    Show(show::ShowRubric),
    Diff(diff::Diff),
}

impl Rubric {
    pub(super) fn run(self, show: &Show) -> Result<u8> {
        match self {
            Rubric::Show(command) => command.run(show),
            Rubric::Diff(command) => command.run(show),
        }
    }
}
