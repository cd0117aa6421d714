//! The command line: one file a command. Only here is anything printed.

mod again;
mod benchmark;
mod check;
mod collect;
mod compare;
mod consistency;
mod explain;
mod format;
mod forms;
mod improve;
mod inputs;
mod ledger;
mod localize;
mod moved;
mod new;
mod notice;
mod publish;
mod rescore;
mod rubric;
mod schema;
mod score;
mod sensitivity;
mod show;
mod sql;
mod test;
mod verify;
mod weights;
mod welcome;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::words::Lang;
use show::Show;

/// The exit code of a run: done.
pub const DONE: u8 = 0;
/// The exit code of a run: the inputs have errors, or a test failed.
pub const PROBLEMS: u8 = 1;
/// The exit code of a run: wrong usage, or the process could not do its work.
pub const USAGE: u8 = 2;

// Help texts come from the message catalogue, in the user's language: see `localize`.
#[derive(Debug, Parser)]
#[command(name = "kaohe", version, disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: ColorArg,
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Score(score::Score),
    Check(check::Check),
    Forms(forms::MakeForms),
    Collect(collect::Collect),
    Test(test::Test),
    Explain(explain::Explain),
    Improve(improve::Improve),
    Sensitivity(sensitivity::Sensitivity),
    Benchmark(benchmark::Benchmark),
    Consistency(consistency::Consistency),
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    Rescore(rescore::Rescore),
    Compare(compare::Compare),
    Verify(verify::Verify),
    Publish(publish::Publish),
    Notice(notice::MakeNotices),
    #[command(subcommand)]
    Rubric(rubric::Rubric),
    Schema(schema::Schema),
    Sql(sql::Sql),
    Weights(weights::Weights),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// Runs the command line; gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    crate::submission::quiet_guarded_panics();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = localize::language(&arguments);
    let matches = match localize::localized(Args::command(), lang).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return localize::report(&error, lang),
    };
    let args = match Args::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(error) => return localize::report(&error, lang),
    };
    match args.color {
        ColorArg::Auto => {}
        ColorArg::Always => anstream::ColorChoice::Always.write_global(),
        ColorArg::Never => anstream::ColorChoice::Never.write_global(),
    }
    let show = Show::new(lang, args.lang.is_some(), args.verbose);
    let result = match args.command {
        Some(Command::New(command)) => command.run(&show),
        Some(Command::Score(command)) => command.run(&show),
        Some(Command::Check(command)) => command.run(&show),
        Some(Command::Forms(command)) => command.run(&show),
        Some(Command::Collect(command)) => command.run(&show),
        Some(Command::Test(command)) => command.run(&show),
        Some(Command::Explain(command)) => command.run(&show),
        Some(Command::Improve(command)) => command.run(&show),
        Some(Command::Sensitivity(command)) => command.run(&show),
        Some(Command::Benchmark(command)) => command.run(&show),
        Some(Command::Consistency(command)) => command.run(&show),
        Some(Command::Ledger(command)) => command.run(&show),
        Some(Command::Rescore(command)) => command.run(&show),
        Some(Command::Compare(command)) => command.run(&show),
        Some(Command::Verify(command)) => command.run(&show),
        Some(Command::Publish(command)) => command.run(&show),
        Some(Command::Notice(command)) => command.run(&show),
        Some(Command::Schema(command)) => command.run(&show),
        Some(Command::Rubric(command)) => command.run(&show),
        Some(Command::Sql(command)) => command.run(&show),
        Some(Command::Weights(command)) => command.run(&show),
        None => Ok(welcome::run(&show)),
    };
    result.unwrap_or_else(|error| {
        show.failure(&error);
        USAGE
    })
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Lang {
        match lang {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_argument_has_help_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let command = localize::localized(Args::command(), lang);
            command.clone().debug_assert();
            let mut commands = vec![&command];
            while let Some(command) = commands.pop() {
                commands.extend(command.get_subcommands());
                assert!(command.get_about().is_some(), "{}", command.get_name());
                for argument in command.get_arguments() {
                    let name = format!("{} {}", command.get_name(), argument.get_id());
                    assert!(argument.get_help().is_some(), "{name}");
                    let named = !argument.get_action().takes_values() || argument.get_value_names().is_some();
                    assert!(named, "{name}");
                }
            }
        }
    }
}
