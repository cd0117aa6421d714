//! Notices as `.docx` in the layout of GB/T 9704-2012 (公文格式): A4, 版心 156 × 225 mm, 22 lines of 28 characters.
//!
//! The parts of the package are written one by one, the same bytes for the same document: no clock, no random ids.

mod body;
mod imprint;
mod package;
mod styles;
mod table;
mod xml;

pub(super) use package::write;

/// The namespace of `WordprocessingML`.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Twentieths of a point between lines: 22 of them make 225 mm.
const LINE: &str = "579";
/// Twentieths of a point across the text: 156 mm.
const WIDTH: i64 = 8844;
/// Twentieths of a point across the text of a page that lies down: 225 mm.
const WIDE: i64 = 12756;

/// What a document says of itself.
pub(super) struct About<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// Who made it.
    pub(super) creator: &'a str,
    /// The day: `2017-03-06`.
    pub(super) day: &'a str,
}
