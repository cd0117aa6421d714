//! What stands beside the rubric in a new assessment folder.

use super::ASSESSMENT;
use crate::words::Lang;
use crate::words::printed::Draft;

/// The files of a new folder besides its rubric: name and text. Two sample units show how a roster is written; they
/// are of the rubric's groups.
pub fn files(groups: &[String], lang: Lang) -> Vec<(String, String)> {
    let say = |draft: Draft| draft.say(lang);
    let parts = [
        ("rubric = \"rubric.toml\"", Draft::PartRubric),
        ("roster = \"units.csv\"", Draft::PartRoster),
        ("submissions = [\"submissions\"]", Draft::PartSubmissions),
    ];
    let mut assessment = format!("# {}\n\n", say(Draft::PartsHead));
    for (key, meaning) in parts {
        assessment.push_str(&format!("{key}  # {}\n", say(meaning)));
    }
    // Excel takes a CSV without this mark for GBK.
    let mut roster = format!("\u{feff}{}\n", say(Draft::RosterHead));
    for (at, number) in ["甲", "乙"].into_iter().enumerate() {
        let number = if lang == Lang::Zh { number.to_owned() } else { (at + 1).to_string() };
        let unit = say(Draft::SampleUnit { number });
        let group = groups.get(at).or(groups.first()).map_or("", String::as_str);
        roster.push_str(&format!("{},{unit},{group}\n", 101 + at));
    }
    vec![
        (ASSESSMENT.to_owned(), assessment),
        ("units.csv".to_owned(), roster),
        ("submissions/README.md".to_owned(), say(Draft::SubmissionsNote)),
    ]
}
