//! A TOML document read by key tables.
//!
//! Every table a person may write has one static table of its keys ([`Keys`]): the reader checks a document against
//! it and reports everything at once, and schema, reference and "did you mean" come from the same table.

mod extend;
mod inline;
mod keys;
mod reader;
mod tree;

pub(crate) use extend::extend;
pub use inline::inline;
pub use keys::{Key, Keys, Kind};
pub use reader::{Reader, Section, Setting, Written};
pub(crate) use reader::{report_kind, rows, setting, written};
pub(crate) use tree::{FULL_WIDTH, MOST_BYTES, read};
pub use tree::{Item, Table, Value, Word, parse, read_source};
