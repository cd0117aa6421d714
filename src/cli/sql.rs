//! `kaohe sql`: the rubric as a script for an SQL engine, and the data it reads.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::format::{hand_over, refuse_toml};
use super::inputs::{self, PartArgs};
use super::show::Show;
use super::{DONE, PROBLEMS};
use crate::folder::{self, shown};
use crate::program::sql::{self, Dialect};
use crate::report::out;
use crate::words::cli::Cli;

#[derive(Debug, Args)]
pub(super) struct Sql {
    path: PathBuf,
    #[arg(long, value_enum)]
    dialect: DialectArg,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, conflicts_with = "out")]
    data: Option<PathBuf>,
    #[command(flatten)]
    parts: PartArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DialectArg {
    #[value(name = "duckdb")]
    DuckDb,
    Postgres,
    Spark,
}

impl From<DialectArg> for Dialect {
    fn from(dialect: DialectArg) -> Dialect {
        match dialect {
            DialectArg::DuckDb => Dialect::DuckDb,
            DialectArg::Postgres => Dialect::Postgres,
            DialectArg::Spark => Dialect::Spark,
        }
    }
}

impl Sql {
    pub(super) fn run(mut self, show: &Show) -> Result<u8> {
        if let Some(folder) = self.data.take() {
            return self.with_data(&folder, show);
        }
        let Some(program) = inputs::rubric_at(&self.path, show) else { return Ok(PROBLEMS) };
        let script = match sql::script(&program, self.dialect.into()) {
            Ok(script) => script,
            Err(limit) => bail!(limit.say(show.lang)),
        };
        if let Some(file) = &self.out {
            refuse_toml(file, show)?;
        }
        hand_over(script.as_bytes(), self.out.as_deref(), show)?;
        Ok(DONE)
    }

    /// Writes the script with the tables it reads, as `kaohe score` reads them.
    fn with_data(mut self, folder: &Path, show: &Show) -> Result<u8> {
        let mut problems = Vec::new();
        let assessment = self.path.is_dir() || self.path.join(folder::ASSESSMENT).is_file();
        if !assessment {
            self.parts.rubric_file(self.path.clone());
        }
        let at = assessment.then_some(self.path.as_path());
        let Some(parts) = self.parts.gather(at, show, &mut problems)? else {
            show.diagnostics(&problems);
            return Ok(PROBLEMS);
        };
        let program = inputs::program(&parts, &mut problems);
        let table = program.as_ref().and_then(|program| inputs::table(&parts, program, show, &mut problems));
        show.diagnostics(&problems);
        let (Some(program), Some(table)) = (program, table) else { return Ok(PROBLEMS) };
        let dialect = self.dialect.into();
        let made =
            sql::script(&program, dialect).and_then(|script| Ok((script, sql::data(&program, &table, dialect)?)));
        let (script, data) = match made {
            Ok(made) => made,
            Err(limit) => bail!(limit.say(show.lang)),
        };
        let mut out = out::OutFolder::open(folder, show.lang)?;
        out.stage_bytes("load.sql", data.load.as_bytes())?;
        out.stage_bytes("score.sql", script.as_bytes())?;
        for (name, rows) in &data.files {
            out.stage(&format!("data/{name}.csv"), |to| {
                let mut csv = csv::Writer::from_writer(to);
                rows.iter().try_for_each(|row| csv.write_record(row))?;
                Ok(csv.flush()?)
            })?;
        }
        let count = out.commit()?.len();
        show.note(&Cli::Wrote { count, folder: shown(folder) });
        Ok(DONE)
    }
}
