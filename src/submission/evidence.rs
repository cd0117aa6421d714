//! Whether evidence was given where the rubric requires it.

use crate::number::Decimal;
use crate::program::{Program, Role};
use crate::table::Table;
use crate::text::fold;

/// What people write where there is none.
const NONE: [&str; 9] = ["无", "没有", "暂无", "-", "--", "—", "——", "/", "none"];

/// Whether a text names some evidence.
pub(super) fn is_given(text: &str) -> bool {
    let word = fold(text);
    !word.is_empty() && !NONE.contains(&word.as_str())
}

/// Fills the fields that say whether a node has evidence: beside the node itself, or beside a field its rule looks at.
pub(super) fn settle(program: &Program, table: &mut Table) {
    for (position, field) in program.fields.iter().enumerate() {
        let Role::Evidence(node) = field.role else { continue };
        let Some(leaf) = program.nodes.get(node.index()).and_then(|node| node.leaf.as_ref()) else { continue };
        let fields: Vec<u32> = leaf.fields.iter().chain(&leaf.given).map(|field| field.0).collect();
        let given = |unit: u32| {
            let beside = fields.iter().filter_map(|field| table.remarks.get(&(unit, *field)));
            let whole = table.node_remarks.get(&(unit, node.0));
            beside.chain(whole).filter_map(|remarks| remarks.evidence.as_deref()).any(is_given)
        };
        let values: Vec<Decimal> =
            (0_u32..).zip(&table.units).map(|(unit, _)| Decimal::from(u8::from(given(unit)))).collect();
        if let Some(column) = table.fields.get_mut(position) {
            column.values = values;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_no_evidence() {
        assert!(is_given("市政府〔2016〕5号文件"));
        for none in ["", " ", "无", "——", "/", "None"] {
            assert!(!is_given(none), "{none}");
        }
    }
}
