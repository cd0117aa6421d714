//! Weights for programs.

use serde_json::{Value, json};

use super::Told;
use crate::analysis::weights::ahp::{Matrix, Priorities};
use crate::analysis::weights::{Delphi, Judge, Panel, Round, Spread, Study};
use crate::number::{self, Decimal};

/// The version of this form; it grows when a reader would have to change.
const SCHEMA: u32 = 1;

/// The sets as a JSON value; numbers are texts, exact.
pub fn write(told: &Told<'_>) -> Value {
    let heading = &told.program.heading;
    let id = |id: &crate::program::NodeId| told.program.node(*id).id.clone();
    json!({
        "schema": SCHEMA,
        "rubric": { "id": heading.id, "period": heading.period, "edition": heading.edition },
        "rows_of_rates": told.rates,
        "unknown_to_results": told.unknown.iter().map(id).collect::<Vec<_>>(),
        "sets": told.studies.iter().map(|study| set(told, study)).collect::<Vec<_>>(),
    })
}

fn plain(value: Option<Decimal>) -> Option<String> {
    value.map(number::plain)
}

fn all(values: &[Decimal]) -> Vec<String> {
    values.iter().copied().map(number::plain).collect()
}

fn set(told: &Told<'_>, study: &Study) -> Value {
    let id = |id: crate::program::NodeId| told.program.node(id).id.clone();
    let nodes = study.set.nodes.iter().enumerate().map(|(at, node)| {
        json!({
            "id": id(*node),
            "title": told.program.node(*node).title,
            "in_force": plain(study.now.get(at).copied().flatten()),
            "for_everyone": study.settled.get(at),
        })
    });
    let proposals = study.proposals.iter().map(|proposal| {
        json!({
            "method": proposal.method.key(),
            "shares": all(&proposal.shares),
            "values": proposal.values.as_deref().map(all),
        })
    });
    json!({
        "parent": study.set.parent.map(id),
        "measure": study.set.measure.key(),
        "sum": plain(study.sum),
        "nodes": nodes.collect::<Vec<_>>(),
        "shares": study.shares().as_deref().map(all),
        "proposals": proposals.collect::<Vec<_>>(),
        "ahp": study.ahp.as_ref().map(panel),
        "delphi": study.delphi.as_ref().map(delphi),
        "entropy": study.entropy.as_ref().map(|it| json!({
            "units": it.units, "entropies": all(&it.entropies), "equal": it.silent, "moved": it.moved,
        })),
        "critic": study.critic.as_ref().map(|it| json!({
            "units": it.units, "deviations": all(&it.deviations), "conflicts": all(&it.conflicts), "equal": it.silent,
        })),
    })
}

fn panel(panel: &Panel) -> Value {
    json!({
        "group": priorities(&panel.group),
        "joined": all(&panel.joined),
        "experts": panel.judges.iter().map(judge).collect::<Vec<_>>(),
    })
}

fn judge(judge: &Judge) -> Value {
    let mut value = priorities(&judge.priorities);
    if let Some(object) = value.as_object_mut() {
        object.insert("expert".to_owned(), judge.expert.clone().into());
        object.insert("counts".to_owned(), judge.counts.into());
        object.insert("judgements".to_owned(), judgements(&judge.matrix));
    }
    value
}

/// Row, column and judgement of what was said.
fn judgements(matrix: &Matrix) -> Value {
    let said = matrix.pairs().filter_map(|(row, column)| Some((row, column, matrix.get(row, column)?)));
    said.map(|(row, column, value)| json!([row, column, number::plain(value)])).collect()
}

fn priorities(of: &Priorities) -> Value {
    json!({
        "weights": all(&of.weights),
        "lambda_max": number::plain(of.lambda),
        "ci": number::plain(of.index),
        "cr": number::plain(of.ratio),
        "consistent": of.consistent(),
        "furthest": of.furthest.as_ref().map(|it| json!({
            "row": it.pair.0, "column": it.pair.1,
            "judged": number::plain(it.judged), "implied": number::plain(it.implied),
        })),
    })
}

fn delphi(delphi: &Delphi) -> Value {
    json!({
        "agreed": delphi.agreed,
        "rested": delphi.rested,
        "rounds": delphi.rounds.iter().map(round).collect::<Vec<_>>(),
    })
}

fn round(round: &Round) -> Value {
    let spread = |of: &Spread| {
        json!({
            "mean": number::plain(of.mean), "median": number::plain(of.median),
            "lower_quartile": number::plain(of.lower), "upper_quartile": number::plain(of.upper),
            "deviation": plain(of.deviation), "variation": plain(of.variation),
        })
    };
    json!({
        "experts": round.shares.len(),
        "shares": round.shares.iter().map(|shares| all(shares)).collect::<Vec<_>>(),
        "nodes": round.spreads.iter().map(spread).collect::<Vec<_>>(),
        "concordance": round.concordance.as_ref().map(|it| json!({
            "w": number::plain(it.w), "chi_square": number::plain(it.chi_square), "freedom": it.freedom,
        })),
    })
}
