//! The stations on the way to a node's points and to the total: what each step (a coefficient, a cap, a person's
//! decision, rounding, an effect) leaves of what stood before it.
//!
//! They are read off the graph, so that they are what is computed; a step that a rubric does not have is not there.

use super::{Binary, ColumnId, EffectKind, Expr, Formula, Many, NodeId, Part, Program, Unary};

/// What is done to points on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Children are put together otherwise than by adding them.
    Combination,
    /// The rest is re-scaled after something was left out.
    Rescaling,
    /// Multiplied by a coefficient.
    Coefficient,
    /// Held at the most that can be earned.
    Cap,
    /// A ceiling of the total took hold.
    Ceiling,
    /// A person decided.
    Adjustment,
    /// Rounded.
    Rounding,
    /// An effect changed the points.
    Effect,
    /// Some of these; which, is not saved.
    Unnamed,
}

/// What stands after a step.
#[derive(Debug, Clone, Copy)]
pub struct Station<'p> {
    /// The step.
    pub step: Step,
    /// What it leaves.
    pub leaves: At<'p>,
}

/// Where something stands in the graph.
#[derive(Debug, Clone, Copy)]
pub enum At<'p> {
    /// A column.
    Column(ColumnId),
    /// An expression within a column.
    Expr(&'p Expr),
}

impl At<'_> {
    /// The expression that gives it.
    pub fn expr(&self) -> Expr {
        match self {
            At::Column(id) => Expr::Column(*id),
            At::Expr(expr) => (*expr).clone(),
        }
    }
}

/// What a child adds to its parent where the parent is a weighted mean: a term of the sum, over a divisor, times a factor.
#[derive(Debug, Clone, Copy)]
pub struct Weighted<'p> {
    /// One term a child, in order.
    pub terms: &'p [Expr],
    /// What the sum is divided by.
    pub divisor: &'p Expr,
    /// What the mean is multiplied by.
    pub factor: &'p Expr,
}

impl Program {
    fn expr(&self, column: ColumnId) -> Option<&Expr> {
        match &self.columns.get(column.index())?.formula {
            Formula::Row(expr) => Some(expr),
            _ => None,
        }
    }

    /// What a node earns before a person's decision, rounding and effects.
    pub fn computed(&self, node: NodeId) -> Option<&Expr> {
        let (_, before) = self.decided(self.node(node).earned)?;
        Some(before)
    }

    /// Of a column that is a rounded decision: the decision, and what was decided on.
    fn decided(&self, column: ColumnId) -> Option<(&Expr, &Expr)> {
        match unrounded(self.expr(column)?) {
            decision @ Expr::Adjusted(_, before) => Some((decision, before)),
            _ => None,
        }
    }

    /// The stations of a node, in order: of a leaf from what its rule and the policies give, of a parent from what its
    /// children bring.
    pub fn stations(&self, id: NodeId) -> Vec<Station<'_>> {
        let node = self.node(id);
        let mut stations = Vec::new();
        if let Some((decision, computed)) = self.decided(node.earned) {
            if node.leaf.is_none() {
                self.before_decision(id, computed, &mut stations);
            }
            stations.push(Station { step: Step::Adjustment, leaves: At::Expr(decision) });
        }
        stations.push(Station { step: Step::Rounding, leaves: At::Column(node.earned) });
        if node.points != node.earned {
            stations.push(Station { step: Step::Effect, leaves: At::Column(node.points) });
        }
        stations
    }

    /// The stations of a parent up to what is decided on.
    fn before_decision<'p>(&'p self, id: NodeId, computed: &'p Expr, stations: &mut Vec<Station<'p>>) {
        let node = self.node(id);
        let combined = node.combine.is_some() && self.weighted(id).is_none();
        let step = if combined { Step::Combination } else { Step::Rounding };
        stations.push(Station { step, leaves: At::Column(node.raw) });
        let (uncapped, capped) = match computed {
            Expr::Many(Many::Min, pair) if node.most.is_some() && pair.len() == 2 => (&pair[0], true),
            other => (other, false),
        };
        let (single, multiplied) = match uncapped {
            Expr::Binary(Binary::Multiply, pair) if node.coefficient.is_some() => (&pair[0], true),
            other => (other, false),
        };
        stations.push(Station { step: Step::Rescaling, leaves: At::Expr(single) });
        if multiplied {
            stations.push(Station { step: Step::Coefficient, leaves: At::Expr(uncapped) });
        }
        if capped {
            stations.push(Station { step: Step::Cap, leaves: At::Expr(computed) });
        }
    }

    /// The sum that a weighted mean is made of.
    pub fn weighted(&self, parent: NodeId) -> Option<Weighted<'_>> {
        let node = self.node(parent);
        node.combine?;
        weighted(self.expr(node.raw)?, node.children.len())
    }

    /// The sum that the total is made of where it is a weighted mean of its sections.
    pub fn weighted_total(&self) -> Option<Weighted<'_>> {
        self.whole.combine?;
        let sections = self.sections().filter(|(_, section)| section.part == Part::Ordinary).count();
        weighted(self.total_parts()?.hundred, sections)
    }

    /// The stations of the total, from what the sections, bonus and penalties bring: first of the ordinary sections alone,
    /// then of all together.
    pub fn total_stations(&self) -> TotalStations<'_> {
        let mut stations = TotalStations::default();
        if let Some(parts) = self.total_parts() {
            let step = match (self.whole.combine, self.weighted_total()) {
                (None, _) => Step::Rescaling,
                (Some(_), None) => Step::Combination,
                (Some(_), Some(_)) => Step::Rounding,
            };
            stations.sections.push(Station { step, leaves: At::Expr(parts.hundred) });
            if let Some(multiplied) = parts.multiplied {
                stations.sections.push(Station { step: Step::Coefficient, leaves: At::Expr(multiplied) });
            }
            stations.total.push(Station { step: Step::Rounding, leaves: At::Expr(parts.together) });
            if let Some(limited) = parts.limited {
                stations.total.push(Station { step: Step::Ceiling, leaves: At::Expr(limited) });
            }
            stations.total.push(Station { step: Step::Rounding, leaves: At::Expr(parts.rounded) });
            stations.total.push(Station { step: Step::Adjustment, leaves: At::Expr(parts.decision) });
        }
        stations.total.push(Station { step: Step::Rounding, leaves: At::Column(self.outcome.total) });
        stations
    }

    fn total_parts(&self) -> Option<TotalParts<'_>> {
        let (decision, rounded) = self.decided(self.outcome.total)?;
        let whole = unrounded(rounded);
        let has_ceiling = self.effects.iter().any(|effect| effect.kind == EffectKind::Ceiling);
        let (together, limited) = match whole {
            Expr::Many(Many::Min, all) if has_ceiling => match all.first()? {
                Expr::Column(before) => (self.expr(*before)?, Some(whole)),
                _ => (whole, None),
            },
            other => (other, None),
        };
        let has = |part: Part| self.sections().any(|(_, section)| section.part == part);
        let mut inner = together;
        if let Expr::Many(Many::Sum, pair) = inner
            && let (true, [first, Expr::Unary(Unary::Negate, _)]) = (has(Part::Penalty), pair.as_slice())
        {
            inner = first;
        }
        if let Expr::Many(Many::Sum, pair) = inner
            && let (true, [first, _]) = (has(Part::Bonus), pair.as_slice())
        {
            inner = first;
        }
        let (hundred, multiplied) = match inner {
            Expr::Binary(Binary::Multiply, pair) if self.whole.coefficient.is_some() => (&pair[0], Some(inner)),
            other => (other, None),
        };
        Some(TotalParts { hundred, multiplied, together, limited, rounded, decision })
    }
}

/// The stations of the total.
#[derive(Debug, Clone, Default)]
pub struct TotalStations<'p> {
    /// Of the ordinary sections alone.
    pub sections: Vec<Station<'p>>,
    /// Of these with bonus and penalties.
    pub total: Vec<Station<'p>>,
}

/// What the total is made of, from the inside out.
struct TotalParts<'p> {
    hundred: &'p Expr,
    multiplied: Option<&'p Expr>,
    together: &'p Expr,
    limited: Option<&'p Expr>,
    rounded: &'p Expr,
    decision: &'p Expr,
}

/// An expression without the rounding around it.
fn unrounded(expr: &Expr) -> &Expr {
    match expr {
        Expr::Round(inner, _) => unguarded(inner),
        other => unguarded(other),
    }
}

fn unguarded(expr: &Expr) -> &Expr {
    match expr {
        Expr::Guard(inner, _) => inner,
        other => other,
    }
}

/// Σ terms ÷ divisor × factor, where there are so many terms; also where it applies only if anything is left.
fn weighted(expr: &Expr, children: usize) -> Option<Weighted<'_>> {
    let expr = match expr {
        Expr::If(three) if matches!(three[1], Expr::Unknown(_)) => &three[2],
        other => other,
    };
    let Expr::Binary(Binary::Multiply, product) = expr else { return None };
    let [Expr::Binary(Binary::Divide, quotient), factor] = product.as_ref() else { return None };
    let [Expr::Many(Many::Sum, terms), divisor] = quotient.as_ref() else { return None };
    (terms.len() == children).then_some(Weighted { terms, divisor, factor })
}
