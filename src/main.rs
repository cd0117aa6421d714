//! The `kaohe` command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(kaohe::cli::run(std::env::args_os()))
}
