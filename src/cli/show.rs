//! The only place that prints: results on stdout, everything else on stderr.

#![allow(clippy::disallowed_methods, reason = "here is where things are printed")]

use std::io::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::{Diagnostic, Severity};
use crate::program::Program;
use crate::report::diagnostics::{self, Look};
use crate::words::Lang;
use crate::words::cli::Cli;

/// A line on stderr.
pub(super) fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// How and in which language to show things.
#[derive(Debug)]
pub(super) struct Show {
    /// The language.
    pub(super) lang: Lang,
    /// Whether the user asked for it: what else is written speaks the rubric's.
    asked: bool,
    /// Whether every diagnostic is listed.
    pub(super) verbose: bool,
}

impl Show {
    pub(super) fn new(lang: Lang, asked: bool, verbose: bool) -> Show {
        Show { lang, asked, verbose }
    }

    /// The language of a document about a rubric: the one asked for, else the rubric's.
    pub(super) fn lang_of(&self, program: &Program) -> Lang {
        if self.asked { self.lang } else { program.heading.language }
    }

    /// A result.
    #[allow(clippy::unused_self, reason = "whatever shows something is asked the same way")]
    pub(super) fn result(&self, text: &str) {
        // Whoever reads may have closed the pipe: then nothing is left to tell.
        let _ = writeln!(anstream::stdout(), "{}", text.trim_end_matches('\n'));
    }

    /// A result that is a table: where colours are shown, its head is bold and its bars have one.
    #[allow(clippy::unused_self, reason = "whatever shows something is asked the same way")]
    pub(super) fn table(&self, drawn: &str) {
        // The stream takes colours out where the user or the terminal wants none.
        let _ = writeln!(anstream::stdout(), "{}", painted(drawn.trim_end_matches('\n')));
    }

    /// A line about the run, in words.
    #[allow(clippy::unused_self, reason = "whatever shows something is asked the same way")]
    pub(super) fn say(&self, line: &str) {
        tell(line);
    }

    /// A line about the run.
    pub(super) fn note(&self, message: &Cli) {
        tell(&message.say(self.lang));
    }

    /// Problems, drawn into the files they are in.
    pub(super) fn diagnostics(&self, problems: &[Diagnostic]) {
        let colour = anstream::stderr().current_choice() != anstream::ColorChoice::Never;
        let text = diagnostics::render(problems, Look { lang: self.lang, colour, verbose: self.verbose });
        if !text.is_empty() {
            tell(&format!("{text}\n"));
        }
    }

    /// What the process could not do.
    pub(super) fn failure(&self, error: &anyhow::Error) {
        tell(&Cli::Failed { detail: format!("{error:#}") }.say(self.lang));
    }

    /// A progress bar on stderr, hidden where stderr is no terminal.
    pub(super) fn progress(&self, length: usize, message: &Cli) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(message.say(self.lang));
        bar
    }

    /// Columns of the terminal; where there is none, what `COLUMNS` says, else enough for a wide table.
    #[allow(clippy::unused_self, reason = "whatever shows something is asked the same way")]
    pub(super) fn width(&self) -> u16 {
        const WIDE: u16 = 160;
        let told = || std::env::var("COLUMNS").ok()?.parse().ok();
        terminal_size::terminal_size().map(|(width, _)| width.0).or_else(told).unwrap_or(WIDE)
    }

    /// The exit code for these problems, and the tally.
    pub(super) fn verdict(&self, problems: &[Diagnostic], deny_warnings: bool) -> u8 {
        let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            self.note(&Cli::Tally { errors, warnings });
        }
        if errors > 0 {
            return super::PROBLEMS;
        }
        if deny_warnings && warnings > 0 {
            self.note(&Cli::DeniedWarnings);
            return super::PROBLEMS;
        }
        super::DONE
    }
}

/// A table's head in bold, and its bars in a colour.
fn painted(table: &str) -> String {
    const BOLD: &str = "\u{1b}[1m";
    const BAR: &str = "\u{1b}[36m";
    const PLAIN: &str = "\u{1b}[0m";
    let mut out = String::with_capacity(table.len());
    for (position, line) in table.split_inclusive('\n').enumerate() {
        let mut now = if position == 1 { BOLD } else { "" };
        out.push_str(now);
        for c in line.chars() {
            let wanted = match c {
                '█'..='▏' => BAR,
                '\n' => "",
                _ if position == 1 => BOLD,
                _ => "",
            };
            if wanted != now {
                out.push_str(if wanted.is_empty() { PLAIN } else { wanted });
                now = wanted;
            }
            out.push(c);
        }
    }
    out
}
