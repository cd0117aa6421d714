//! What the command line says.

use super::messages;

messages! {
    /// A line of the command line.
    Cli {
        Placeholder => "", "";
    }
}
