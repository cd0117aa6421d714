//! File names made from ids and names that people wrote: safe on Windows too, and never twice the same.

use std::collections::HashSet;

use crate::text::fold;

/// Characters kept of a name, so that a path stays below what Windows takes.
const LONGEST: usize = 80;
/// Bytes kept of a name: file systems count 255 of them, and a suffix and an extension follow.
const LONGEST_BYTES: usize = 200;

/// Names that Windows keeps for devices, whatever follows the first dot.
const RESERVED: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

/// A name without what file systems refuse; `_` when nothing is left of it.
pub fn safe(name: &str) -> String {
    let mut kept = String::new();
    let allowed = name.chars().filter(|c| {
        !c.is_control()
            && !matches!(c, '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{200b}'..='\u{200f}')
            && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    for c in allowed.take(LONGEST) {
        if kept.len() + c.len_utf8() > LONGEST_BYTES {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_start().trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    match kept {
        "" => "_".to_owned(),
        kept if is_reserved(kept) => format!("_{kept}"),
        kept => kept.to_owned(),
    }
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| {
            let mut rest = rest.chars();
            matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    RESERVED.contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

/// The names given out in one folder; the same name in other letters gets a suffix.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A safe file name with this extension that was not given out before.
    pub fn unique(&mut self, name: &str, extension: &str) -> String {
        let stem = safe(name);
        let mut file = format!("{stem}.{extension}");
        let mut next = 2_usize;
        while !self.taken.insert(fold(&file)) {
            file = format!("{stem}-{next}.{extension}");
            next += 1;
        }
        file
    }
}

impl Names {
    /// A safe name of a folder that was not given out before.
    pub fn unique_folder(&mut self, name: &str) -> String {
        let stem = safe(name);
        let mut folder = stem.clone();
        let mut next = 2_usize;
        while !self.taken.insert(fold(&folder)) {
            folder = format!("{stem}-{next}");
            next += 1;
        }
        folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_on_every_system() {
        for (name, expected) in [
            ("清河县", "清河县"),
            (r#"a/b\c:d*e?f"g<h>i|j"#, "abcdefghij"),
            ("../../etc/passwd", "....etcpasswd"),
            ("末尾. . ", "末尾"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com1", "_com1"),
            ("COM10", "COM10"),
            ("一\u{0}二\n三\u{202e}", "一二三"),
            (" \t", "_"),
            ("...", "_"),
        ] {
            assert_eq!(safe(name), expected, "{name:?}");
        }
        let long = safe(&"县".repeat(500));
        assert!(long.chars().count() <= LONGEST && long.len() <= LONGEST_BYTES);
    }

    #[test]
    fn the_same_name_in_other_letters_gets_a_suffix() {
        let mut names = Names::default();
        let given: Vec<String> = ["Ａ县", "a县", "A县", "乙县"].iter().map(|n| names.unique(n, "xlsx")).collect();
        assert_eq!(given, ["Ａ县.xlsx", "a县-2.xlsx", "A县-3.xlsx", "乙县.xlsx"]);
    }
}
