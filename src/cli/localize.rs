//! Puts the catalogue's words into clap: help in the user's language, and usage errors.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::USAGE;
use super::show::tell;
use crate::words::Lang;
use crate::words::cli::{Cli, help, value};

/// Where options stand in help that every command takes.
const LAST: usize = 1000;

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

/// The command with every word of its help in `lang`.
pub(super) fn localized(command: Command, lang: Lang) -> Command {
    localized_at("", command, lang)
}

/// `above` are the words that lead to the command: `kaohe rubric`.
fn localized_at(above: &str, command: Command, lang: Lang) -> Command {
    let path = format!("{above} {}", command.get_name()).trim_start().to_owned();
    let top = above.is_empty();
    let name = path.strip_prefix("kaohe ").unwrap_or(&path).to_owned();
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
    let mut positionals = 0..;
    command = command.mut_args(|argument| {
        let id = argument.get_id().to_string();
        // Under headings of its own clap sorts positionals by name; what every command takes stands last.
        let argument = match argument.is_positional().then(|| positionals.next()).flatten() {
            Some(position) => argument.display_order(position),
            None if argument.is_global_set() || matches!(id.as_str(), "help" | "version") => {
                argument.display_order(LAST)
            }
            None => argument,
        };
        let heading = if argument.is_positional() { Cli::Arguments } else { Cli::Options };
        let argument = argument.help_heading(heading.say(lang));
        // The help names the values itself, in the user's language.
        let argument = if argument.get_action().takes_values() {
            argument.hide_possible_values(true).hide_default_value(true)
        } else {
            argument
        };
        let argument = match value(&name, &id) {
            Some(name) if argument.get_action().takes_values() => argument.value_name(lang.pick(name)),
            _ => argument,
        };
        match help(&name, &id) {
            Some(text) => argument.help(lang.pick(text)),
            None => argument,
        }
    });
    let usage = usage(&command, &path, lang);
    command = command.override_usage(usage);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| localized_at(&path, sub, lang));
    }
    command
}

/// `kaohe score [options] [folder]`
fn usage(command: &Command, path: &str, lang: Lang) -> String {
    let mut words = vec![path.to_owned(), format!("[{}]", Cli::UsageOptions.say(lang))];
    if command.has_subcommands() {
        let name = Cli::UsageCommand.say(lang);
        words.push(if command.is_subcommand_required_set() { format!("<{name}>") } else { format!("[{name}]") });
    }
    for argument in command.get_positionals() {
        let name = argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let many = if matches!(argument.get_action(), ArgAction::Append) { "..." } else { "" };
        words.push(if argument.is_required_set() { format!("<{name}>{many}") } else { format!("[{name}]{many}") });
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
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return USAGE;
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
