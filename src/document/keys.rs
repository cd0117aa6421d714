//! Static tables of keys: what a TOML table may hold, and what each key means.

use crate::words::Bilingual;

/// The keys of one TOML table.
#[derive(Debug)]
pub struct Keys {
    /// What the table is, for messages: 指标, an indicator.
    pub what: Bilingual,
    /// Its keys.
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether the table is wrong without it.
    pub required: bool,
    /// What it means.
    pub meaning: Bilingual,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A text or a list of texts.
    Words,
    /// A number, a percentage or an expression, or a table of them by group.
    Number,
    /// A list of numbers, percentages or expressions.
    Numbers,
    /// A whole number from 0 to 28.
    Count,
    /// `true` or `false`.
    YesNo,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of these words, each at most once.
    AnyOf(&'static [&'static str]),
    /// An expression.
    Expression,
    /// A day: `2017-01-10`, with or without quotes.
    Date,
    /// A number of decimals or `"none"`.
    Digits,
    /// A table.
    Table(&'static Keys),
    /// An array of tables.
    Rows(&'static Keys),
    /// A table whose keys the writer chooses, each holding a table.
    Map(&'static Keys),
    /// Read by whoever owns the key: a scoring rule, values of any kind.
    Open,
}

impl Key {
    /// A key that may be left out.
    pub const fn optional(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Key {
        Key { name, kind, required: false, meaning: Bilingual { zh, en } }
    }

    /// A key that must be there.
    pub const fn required(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Key {
        Key { name, kind, required: true, meaning: Bilingual { zh, en } }
    }
}

impl Keys {
    /// The key of this name.
    pub fn find(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}
