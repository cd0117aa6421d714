//! Lists (明细表): tables of entries that units submit, any number each.

use crate::table::State;
use crate::text::fold;

/// What stands in place of entries: 无 for none, 不适用 for no such business.
pub fn list_state(text: &str) -> Option<State> {
    match fold(text).as_str() {
        "无" | "none" => Some(State::Known),
        "不适用" | "缺项" | "不涉及" | "/" | "n/a" => Some(State::NotApplicable),
        _ => None,
    }
}
