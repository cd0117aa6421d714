//! Who says a value (数据来源).

use crate::text::fold;
use crate::words::{Bilingual, both};

/// Who says a value. Several may speak of one; which of them counts is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The unit itself (自评).
    Own,
    /// The department in charge (部门).
    Department,
    /// Whoever went to see (实地核查).
    Site,
    /// A third party: a survey, an auditor (第三方).
    ThirdParty,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 4] = [Source::Own, Source::Department, Source::Site, Source::ThirdParty];

    /// Their keys in files, in the order of [`Source::ALL`].
    pub const KEYS: [&str; 4] = ["self", "department", "site", "third-party"];

    /// Its key in files.
    pub fn key(self) -> &'static str {
        match self {
            Source::Own => "self",
            Source::Department => "department",
            Source::Site => "site",
            Source::ThirdParty => "third-party",
        }
    }

    /// The source of a key.
    pub fn from_key(key: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.key() == key)
    }

    /// The source that a word in a table means: its key, or what people write.
    pub fn from_word(word: &str) -> Option<Source> {
        let word = fold(word);
        Some(match word.as_str() {
            "self" | "自评" | "自报" | "自查" | "填报" | "单位填报" | "自评数据" => Source::Own,
            "department" | "部门" | "主管部门" | "牵头部门" | "部门数据" | "部门审核" => {
                Source::Department
            }
            "site" | "核查" | "实地核查" | "现场核查" | "实地" | "现场" => Source::Site,
            "third-party" | "thirdparty" | "第三方" | "第三方评估" => Source::ThirdParty,
            _ => return None,
        })
    }

    /// Its name for people.
    pub fn title(self) -> Bilingual {
        match self {
            Source::Own => both("自评", "self"),
            Source::Department => both("部门", "department"),
            Source::Site => both("实地核查", "site"),
            Source::ThirdParty => both("第三方", "third party"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_known_by_its_key_and_by_the_words_people_write() {
        for (source, key) in Source::ALL.into_iter().zip(Source::KEYS) {
            assert_eq!(
                (source.key(), Source::from_key(key), Source::from_word(key)),
                (key, Some(source), Some(source))
            );
            assert_eq!(Source::from_word(source.title().zh), Some(source));
        }
        assert_eq!(Source::from_word(" 现场 核查"), Some(Source::Site));
        assert_eq!(Source::from_word("听说"), None);
    }
}
