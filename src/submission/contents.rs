//! What a format's reader hands over: the sheets of a file, or why there are none.

use super::grid::Grid;
use crate::words::data::FileFault;

/// The sheets of a file as its format's reader hands them over.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Visible sheets in order.
    pub(crate) grids: Vec<Grid>,
    /// The beginnings of hidden sheets.
    pub(crate) hidden: Vec<Grid>,
    /// Of a text file: its encoding, and whether some bytes did not fit it.
    pub(crate) encoding: Option<(&'static str, bool)>,
    /// What it is, where its name says something else.
    pub(crate) really: Option<&'static str>,
    /// The sheet in which reading broke off.
    pub(crate) broken: Option<String>,
}

/// Why there are no sheets.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It cannot be read.
    Unreadable(FileFault),
    /// It is refused for its size.
    TooLarge(FileFault),
}
