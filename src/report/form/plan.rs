//! What is asked where: every field once, at the first leaf that looks at it.

use std::collections::BTreeSet;

use crate::program::{FieldId, ListId, NodeId, Program, Role};
use crate::report::facts::join;
use crate::words::Lang;
use crate::words::labels::Label;

/// What a leaf asks.
pub(super) struct LeafPlan {
    pub(super) node: NodeId,
    /// Whether it applies; what does not apply asks nothing.
    pub(super) applies: bool,
    /// The fields asked here.
    pub(super) fields: Vec<FieldId>,
    /// Fields it looks at that are asked elsewhere, each with the leaf that asks.
    pub(super) elsewhere: Vec<(FieldId, NodeId)>,
    /// The lists it looks at.
    pub(super) lists: Vec<ListId>,
}

impl LeafPlan {
    /// What is asked elsewhere, by the leaf that asks it.
    pub(super) fn elsewhere_words(&self, program: &Program, lang: Lang) -> Vec<String> {
        let mut by_leaf: Vec<(NodeId, Vec<String>)> = Vec::new();
        for (field, leaf) in &self.elsewhere {
            let label = program.fields.get(field.index()).map(|field| field.label.clone()).unwrap_or_default();
            match by_leaf.iter_mut().find(|(known, _)| known == leaf) {
                Some((_, labels)) => labels.push(label),
                None => by_leaf.push((*leaf, vec![label])),
            }
        }
        let say = |(leaf, labels): (NodeId, Vec<String>)| {
            Label::FormElsewhere { fields: join(&labels, lang), node: program.node(leaf).id.clone() }.say(lang)
        };
        by_leaf.into_iter().map(say).collect()
    }
}

/// What a form asks.
pub(super) struct Plan {
    pub(super) leaves: Vec<LeafPlan>,
    /// Fields that no leaf asks: conditions and checks look at them.
    pub(super) rest: Vec<FieldId>,
}

impl Plan {
    /// The plan for the leaves that apply.
    pub(super) fn of(program: &Program, applies: impl Fn(NodeId) -> bool) -> Plan {
        let submitted = |id: &FieldId| program.fields.get(id.index()).is_some_and(|f| f.role == Role::Submitted);
        let mut owner: Vec<Option<NodeId>> = vec![None; program.fields.len()];
        let mut leaves = Vec::new();
        // What a leaf's value is made of is asked there; what only its rule reads, where no other leaf asks it.
        for (id, node, leaf) in program.leaves() {
            let applies = applies(id);
            let fields: Vec<FieldId> = leaf.fields.iter().copied().filter(submitted).collect();
            if applies {
                claim(&mut owner, id, &fields);
            }
            let lists = [leaf.value, leaf.raw].into_iter().flat_map(|column| program.lists_behind(column));
            let lists: BTreeSet<ListId> = lists.collect();
            leaves.push((id, applies, node, leaf, fields, lists));
        }
        let leaves = leaves
            .into_iter()
            .map(|(id, applies, _, leaf, mut fields, lists)| {
                for field in program.fields_behind(leaf.raw).into_iter().filter(submitted) {
                    let free = owner.get(field.index()).is_some_and(Option::is_none);
                    if !fields.contains(&field) && free {
                        fields.push(field);
                    }
                }
                if applies {
                    claim(&mut owner, id, &fields);
                }
                let of = |field: FieldId| owner.get(field.index()).copied().flatten();
                let (own, others): (Vec<FieldId>, Vec<FieldId>) =
                    fields.into_iter().partition(|field| applies && of(*field) == Some(id));
                let elsewhere = others.into_iter().filter_map(|field| Some((field, of(field)?))).collect();
                LeafPlan { node: id, applies, fields: own, elsewhere, lists: lists.into_iter().collect() }
            })
            .collect();
        let all = (0..program.fields.len()).map(FieldId::from_index);
        // What only leaves look at that do not apply is not asked at all.
        let looked_at: BTreeSet<FieldId> =
            program.leaves().flat_map(|(_, _, leaf)| leaf.fields.iter().copied()).collect();
        let judged: BTreeSet<FieldId> = program
            .effects
            .iter()
            .map(|effect| effect.when)
            .chain(program.musts.iter().map(|must| must.holds))
            .flat_map(|column| program.fields_behind(column))
            .collect();
        let rest = all
            .filter(submitted)
            .filter(|field| owner.get(field.index()).is_some_and(Option::is_none))
            .filter(|field| !looked_at.contains(field) || judged.contains(field))
            .collect();
        Plan { leaves, rest }
    }
}

/// Gives a leaf the fields that no leaf has yet.
fn claim(owner: &mut [Option<NodeId>], leaf: NodeId, fields: &[FieldId]) {
    for field in fields {
        if let Some(slot) = owner.get_mut(field.index()) {
            slot.get_or_insert(leaf);
        }
    }
}
