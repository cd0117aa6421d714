//! What notices say where `[notice]` leaves it open.

use crate::words::Lang;

/// What ends a rubric's title and is no part of what is assessed.
const RULES: [&str; 7] = ["评分细则", "实施细则", "评分标准", "评分办法", "细则", "要点", "办法"];
/// The same before an English title.
const RUBRIC: [&str; 4] = ["scoring rubric for the ", "scoring rubric for ", "rubric for the ", "rubric for "];

/// What is assessed, from the rubric's title: `2016年度县级政府质量工作考核评分细则` is about
/// `2016年度县级政府质量工作考核`.
pub(super) fn subject(title: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            // 《…》 and what stands in brackets at the end are about the file.
            let title = title.trim_matches(['《', '》']);
            let bare = title.rfind(['(', '\u{ff08}']).filter(|_| title.ends_with([')', '\u{ff09}']));
            let title = bare.and_then(|at| title.get(..at)).unwrap_or(title);
            RULES.iter().find_map(|rules| title.strip_suffix(rules)).unwrap_or(title).to_owned()
        }
        Lang::En => {
            let lower = title.to_ascii_lowercase();
            let cut = RUBRIC.iter().find(|words| lower.starts_with(*words)).map_or(0, |words| words.len());
            title.get(cut..).unwrap_or(title).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_about_what_the_rubric_scores() {
        for (title, about) in [
            ("2016年度县级政府质量工作考核评分细则", "2016年度县级政府质量工作考核"),
            ("《2016年度质量考核细则》", "2016年度质量考核"),
            ("质量考核评分细则(试行)", "质量考核"),
            ("质量考核", "质量考核"),
        ] {
            assert_eq!(subject(title, Lang::Zh), about);
        }
        assert_eq!(subject("Scoring rubric for the 2016 assessment", Lang::En), "2016 assessment");
        assert_eq!(subject("Quality assessment 2016", Lang::En), "Quality assessment 2016");
    }
}
