//! Puts the catalogue's words into clap: help in the user's language, and usage errors.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::USAGE;
use super::show::tell;
use crate::words::Lang;
use crate::words::cli::{Cli, help, value};

/// The language: `--lang`, else the environment, else the system's; Chinese where none of them is known.
pub(super) fn language(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let tag = match word {
            "--lang" => words.next(),
            word => word.strip_prefix("--lang="),
        };
        if let Some(lang) = tag.and_then(Lang::from_tag) {
            return lang;
        }
    }
    let environment = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| {
        let tag = std::env::var(name).ok()?;
        Lang::from_tag(&tag)
    });
    environment.or_else(|| Lang::from_tag(&sys_locale::get_locale()?)).unwrap_or_default()
}

/// The arguments of every command, in the order of the help.
const COMMON: [&str; 5] = ["lang", "color", "verbose", "help", "version"];

/// The command with every word of its help in `lang`.
pub(super) fn localized(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    let top = name == "kaohe";
    let template = format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}", Cli::Usage.say(lang));
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(Cli::Commands.say(lang))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help));
    if top {
        command = command.arg(Arg::new("version").short('V').long("version").action(ArgAction::Version));
    }
    if let Some(about) = help(&name, "") {
        command = command.about(lang.pick(about));
    }
    command = command.mut_args(|argument| {
        let id = argument.get_id().to_string();
        let heading = if argument.is_positional() { Cli::Arguments } else { Cli::Options };
        let argument = argument.help_heading(heading.say(lang));
        // What every command takes stands after what only this one does.
        let argument = match COMMON.iter().position(|common| *common == id) {
            Some(at) => argument.display_order(1_000 + at),
            None => argument,
        };
        // The help names the values itself, in the user's language.
        let argument = if argument.get_action().takes_values() {
            argument.hide_possible_values(true).hide_default_value(true)
        } else {
            argument
        };
        let argument = match value(&id) {
            Some(name) if argument.get_action().takes_values() => argument.value_name(lang.pick(name)),
            _ => argument,
        };
        match help(&name, &id) {
            Some(text) => argument.help(lang.pick(text)),
            None => argument,
        }
    });
    let usage = usage(&command, top, lang);
    command = command.override_usage(usage);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| localized(sub, lang));
    }
    command
}

/// `kaohe score [options] [folder]`
fn usage(command: &Command, top: bool, lang: Lang) -> String {
    let mut words = vec!["kaohe".to_owned()];
    if !top {
        words.push(command.get_name().to_owned());
    }
    words.push(format!("[{}]", Cli::UsageOptions.say(lang)));
    if top {
        words.push(format!("[{}]", Cli::UsageCommand.say(lang)));
    }
    for argument in command.get_positionals() {
        let name = value(argument.get_id().as_str()).map_or("", |name| lang.pick(name));
        words.push(if argument.is_required_set() { format!("<{name}>...") } else { format!("[{name}]") });
    }
    words.join(" ")
}

/// Shows help, or a usage error; gives the exit code.
pub(super) fn report(error: &Error, lang: Lang) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nothing is left to do when stdout is closed.
        let _ = error.print();
        return super::DONE;
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let message = match error.kind() {
        ErrorKind::UnknownArgument => Cli::UnknownArgument { argument: text(ContextKind::InvalidArg) },
        ErrorKind::InvalidSubcommand => Cli::UnknownCommand { command: text(ContextKind::InvalidSubcommand) },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Cli::InvalidValue { argument: text(ContextKind::InvalidArg), value: text(ContextKind::InvalidValue) }
        }
        ErrorKind::MissingRequiredArgument => Cli::MissingArgument { argument: text(ContextKind::InvalidArg) },
        ErrorKind::ArgumentConflict => {
            Cli::ArgumentConflict { argument: text(ContextKind::InvalidArg), other: text(ContextKind::PriorArg) }
        }
        ErrorKind::MissingSubcommand => Cli::MissingCommand,
        _ => Cli::Failed { detail: error.to_string().lines().next().unwrap_or_default().to_owned() },
    };
    tell(&Cli::Failed { detail: message.say(lang) }.say(lang));
    let suggestions = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    for word in suggestions.into_iter().map(text).filter(|word| !word.is_empty()) {
        tell(&format!("  {}", Cli::DidYouMean { word }.say(lang)));
    }
    let values = text(ContextKind::ValidValue);
    if !values.is_empty() {
        tell(&format!("  {}", Cli::Possible { values }.say(lang)));
    }
    tell(&format!("  {}", Cli::Hint { command: "kaohe".to_owned() }.say(lang)));
    USAGE
}
