//! Every word a user reads, in Chinese and English.
//!
//! A catalogue is an enum whose variants carry the parameters of a message; `messages!` checks at compile time that
//! both languages exist and that every placeholder names a parameter.

use std::fmt;

pub mod benchmark;
pub mod charts;
pub mod cli;
pub mod consistency;
pub mod data;
pub mod html;
pub mod labels;
pub mod ledger;
pub mod live;
pub mod moves;
pub mod notice;
pub mod phrases;
pub mod printed;
pub mod rubric;
pub mod sensitivity;
pub mod sql;
pub mod weights;

/// The language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language tag: `zh`, `zh-CN`, `zh_CN.UTF-8`, `en`, `en-GB`; anything else is unknown.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" | "cmn" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The tag written in files: `zh-CN` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// Chooses between two fixed texts.
    pub fn pick(self, text: Bilingual) -> &'static str {
        match self {
            Lang::Zh => text.zh,
            Lang::En => text.en,
        }
    }
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// Shorthand for a [`Bilingual`] in tables of keys and labels.
pub const fn both(zh: &'static str, en: &'static str) -> Bilingual {
    Bilingual { zh, en }
}

/// A message of a catalogue with its parameters named: `{unit}` as ‹unit›.
pub fn shape(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // A doubled brace is a brace.
            '{' | '}' if rest.next_if_eq(&c).is_some() => text.push(c),
            '{' => text.push('‹'),
            '}' => text.push('›'),
            c => text.push(c),
        }
    }
    text
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A parameter of a message, as one language writes it.
pub trait Worded {
    /// The parameter in `lang`.
    fn worded(&self, lang: Lang) -> impl fmt::Display;
}

impl Worded for String {
    fn worded(&self, _: Lang) -> impl fmt::Display {
        self
    }
}

impl Worded for usize {
    fn worded(&self, _: Lang) -> impl fmt::Display {
        *self
    }
}

impl Worded for u32 {
    fn worded(&self, _: Lang) -> impl fmt::Display {
        *self
    }
}

impl Worded for Bilingual {
    fn worded(&self, lang: Lang) -> impl fmt::Display {
        lang.pick(*self)
    }
}

/// A text that was put into words beforehand: a value, a name of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    zh: String,
    en: String,
}

impl Spoken {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Lang) -> String) -> Spoken {
        Spoken { zh: say(Lang::Zh), en: say(Lang::En) }
    }
}

/// A name is the same in both languages.
impl From<String> for Spoken {
    fn from(name: String) -> Spoken {
        Spoken { en: name.clone(), zh: name }
    }
}

impl Worded for Spoken {
    fn worded(&self, lang: Lang) -> impl fmt::Display {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Declares a catalogue of messages: an enum with `say(lang)`.
macro_rules! messages {
    ($(#[$meta:meta])* $Name:ident { $( $Variant:ident $( { $($arg:ident : $ty:ty),* } )? => $zh:literal, $en:literal; )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the English text is the documentation")]
        #[allow(rustdoc::broken_intra_doc_links, reason = "a message may speak of the table [notice]")]
        pub enum $Name { $( #[doc = $en] $Variant $( { $($arg: $ty),* } )? ),* }

        impl $Name {
            /// Every message of the catalogue as it is written, in order.
            pub const TEMPLATES: &'static [$crate::words::Bilingual] = &[ $( $crate::words::both($zh, $en) ),* ];

            /// The message in one language.
            pub fn say(&self, lang: $crate::words::Lang) -> String {
                match self {
                    $( Self::$Variant $( { $($arg),* } )? => {
                        $( $(let $arg = $crate::words::Worded::worded($arg, lang);)* )?
                        match lang {
                            $crate::words::Lang::Zh => format!($zh),
                            $crate::words::Lang::En => format!($en),
                        }
                    } ),*
                }
            }
        }
    };
}
pub(crate) use messages;

/// Declares a catalogue of problems: each with a code, its usual severity, a title, why it matters, what to do, and
/// the sentence with its parameters.
macro_rules! problems {
    ($(#[$meta:meta])* $Name:ident {
        $( $code:ident $severity:ident $Variant:ident $( { $($arg:ident : $ty:ty),* } )?
            title $title_zh:literal, $title_en:literal;
            says $zh:literal, $en:literal;
            why $why_zh:literal, $why_en:literal;
            remedy $remedy_zh:literal, $remedy_en:literal; )*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the English title is the documentation")]
        #[allow(rustdoc::broken_intra_doc_links, reason = "a message may speak of the table [notice]")]
        pub enum $Name { $( #[doc = $title_en] $Variant $( { $($arg: $ty),* } )? ),* }

        impl $Name {
            /// Every code of the catalogue with its entry, in order.
            pub const CATALOGUE: &'static [$crate::diagnostic::Entry] = &[ $( $crate::diagnostic::Entry {
                code: stringify!($code),
                severity: $crate::diagnostic::Severity::$severity,
                title: $crate::words::both($title_zh, $title_en),
                says: $crate::words::both($zh, $en),
                why: $crate::words::both($why_zh, $why_en),
                remedy: $crate::words::both($remedy_zh, $remedy_en),
            } ),* ];

            /// The catalogue entry of this problem.
            pub fn entry(&self) -> $crate::diagnostic::Entry {
                match self {
                    $( Self::$Variant $( { $($arg: _),* } )? => $crate::diagnostic::Entry {
                        code: stringify!($code),
                        severity: $crate::diagnostic::Severity::$severity,
                        title: $crate::words::both($title_zh, $title_en),
                        says: $crate::words::both($zh, $en),
                        why: $crate::words::both($why_zh, $why_en),
                        remedy: $crate::words::both($remedy_zh, $remedy_en),
                    } ),*
                }
            }

            /// What is wrong, in one sentence.
            pub fn say(&self, lang: $crate::words::Lang) -> String {
                #[allow(unused_variables, reason = "a parameter may serve the remedy only")]
                match self {
                    $( Self::$Variant $( { $($arg),* } )? => {
                        $( $(let $arg = $crate::words::Worded::worded($arg, lang);)* )?
                        match lang {
                            $crate::words::Lang::Zh => format!($zh),
                            $crate::words::Lang::En => format!($en),
                        }
                    } ),*
                }
            }

            /// What to do about it.
            pub fn remedy(&self, lang: $crate::words::Lang) -> String {
                #[allow(unused_variables, reason = "a parameter may serve the sentence only")]
                match self {
                    $( Self::$Variant $( { $($arg),* } )? => {
                        $( $(let $arg = $crate::words::Worded::worded($arg, lang);)* )?
                        match lang {
                            $crate::words::Lang::Zh => format!($remedy_zh),
                            $crate::words::Lang::En => format!($remedy_en),
                        }
                    } ),*
                }
            }
        }
    };
}
pub(crate) use problems;
