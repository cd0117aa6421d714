//! `kaohe` alone: says what is here and what the next step would be.

use std::path::Path;

use super::DONE;
use super::show::Show;
use crate::folder::ASSESSMENT;
use crate::words::cli::Cli;

pub(super) fn run(show: &Show) -> u8 {
    let here = Path::new(".");
    if here.join(ASSESSMENT).is_file() {
        let folder = std::env::current_dir().map_or_else(|_| ".".to_owned(), |path| path.display().to_string());
        show.result(&Cli::FolderHere { folder }.say(show.lang));
        show.result(&Cli::NextCheck.say(show.lang));
        show.result(&Cli::NextScore.say(show.lang));
    } else {
        show.result(&Cli::FolderNotHere.say(show.lang));
        show.result(&Cli::NextNew.say(show.lang));
    }
    show.result(&Cli::NextHelp.say(show.lang));
    DONE
}
