//! Functions over cohorts: one table of statistics a group, and window functions for places.

use super::block::{Block, wrapped};
use super::remark::comment;
use super::value::{Kind, Sql};
use super::writer::{Held, Key, Place, Writer};
use crate::number::GUARD_DIGITS;
use crate::program::{Cohort, CohortFunction, ColumnId, Expr, Formula, Order, Ties, Within};
use crate::words::sql::Note;

/// Writes the cohort columns of a stage.
pub(super) fn write(writer: &mut Writer<'_>, ids: &[ColumnId]) {
    let program = writer.program;
    let cohorts: Vec<(ColumnId, &Cohort)> = ids
        .iter()
        .filter_map(|id| match &program.columns[id.index()].formula {
            Formula::Cohort(cohort) => Some((*id, cohort)),
            _ => None,
        })
        .collect();
    for within in [Within::Group, Within::All] {
        let simple = |cohort: &Cohort| {
            cohort.within == within
                && matches!(
                    cohort.function,
                    CohortFunction::Mean
                        | CohortFunction::Sum
                        | CohortFunction::Min
                        | CohortFunction::Max
                        | CohortFunction::Count
                )
        };
        let of: Vec<_> = cohorts.iter().filter(|(_, cohort)| simple(cohort)).copied().collect();
        // A statistic is four columns of its statement.
        for part in of.chunks(writer.engine.widest() / 4) {
            statistics(writer, part, within);
        }
    }
    for (id, cohort) in cohorts {
        match &cohort.function {
            CohortFunction::StdevSample => deviation(writer, id, cohort, 1),
            CohortFunction::StdevPopulation => deviation(writer, id, cohort, 0),
            CohortFunction::Median => {
                percentile(writer, id, cohort, &Expr::Constant(crate::number::Decimal::new(5, 1)))
            }
            CohortFunction::Percentile(share) => percentile(writer, id, cohort, &Expr::Parameter(*share)),
            CohortFunction::Rank { order, ties, then } => ranks(writer, id, cohort, (*order, *ties, then)),
            _ => {}
        }
    }
}

fn group(within: Within) -> &'static str {
    match within {
        Within::Group => "grp",
        Within::All => "'' AS grp",
    }
}

/// The rows of units with a guarded value, as `v`, and further columns.
fn rows(block: &mut Block<'_, '_>, within: Within, values: &[(ColumnId, String)], more: &[(Sql, &str)]) -> String {
    let mut items = vec!["ord".to_owned(), group(within).to_owned()];
    for (id, name) in values {
        let value = guarded(block, *id);
        items.push(format!("{value} AS {name}"));
    }
    items.extend(more.iter().map(|(sql, name)| format!("{} AS {name}", sql.text)));
    let (inner, from) = block.source();
    format!("SELECT {}\n  FROM (SELECT {} FROM {from}) x", wrapped(&items), wrapped(&inner))
}

fn guarded(block: &mut Block<'_, '_>, id: ColumnId) -> String {
    let sql = block.column(id).as_number();
    block.engine().round(&sql.text, GUARD_DIGITS)
}

fn hold(writer: &mut Writer<'_>, id: ColumnId, table: usize, name: &str, kind: Kind, state: bool, overflows: bool) {
    let state = state.then(|| writer.quote_state(name));
    let held = Held { name: writer.quote(name), state, kind, overflows };
    writer.places[id.index()] = Place::Table(table, held);
}

fn finish(writer: &mut Writer<'_>, table: usize, remark: &str, body: &str) {
    writer.script += &comment(remark, "");
    writer.script += &writer.engine.table(&writer.tables[table].name, body);
    writer.script.push('\n');
}

fn statistics(writer: &mut Writer<'_>, cohorts: &[(ColumnId, &Cohort)], within: Within) {
    if cohorts.is_empty() {
        return;
    }
    let engine = writer.engine;
    let mut block = Block::new(writer, None);
    let values: Vec<(ColumnId, String)> =
        cohorts.iter().enumerate().map(|(at, (_, cohort))| (cohort.of, format!("v{at}"))).collect();
    let rows = rows(&mut block, within, &values, &[]);
    let (mut sums, mut results) = (vec!["grp".to_owned()], vec!["grp".to_owned()]);
    let mut names = Vec::new();
    for (at, (id, cohort)) in cohorts.iter().enumerate() {
        let column = writer.program.columns[id.index()].name.clone();
        let within = if cohort.within == Within::All { "all." } else { "" };
        let name = writer.names.unique(&format!("{within}{column}"));
        let aggregate = match cohort.function {
            CohortFunction::Min => "MIN",
            CohortFunction::Max => "MAX",
            _ => "SUM",
        };
        sums.push(format!("{aggregate}(v{at}) AS s{at}"));
        sums.push(format!("COUNT(v{at}) AS n{at}"));
        let value = match cohort.function {
            CohortFunction::Count => format!("n{at}"),
            CohortFunction::Mean => engine.fits(&engine.over(&format!("s{at}"), &format!("n{at}"))),
            CohortFunction::Sum => {
                format!("CASE WHEN n{at} = 0 THEN {} ELSE s{at} END", engine.widen("0", GUARD_DIGITS))
            }
            _ => format!("s{at}"),
        };
        results.push(format!("{value} AS {}", engine.quote(&name)));
        let has_state = !matches!(cohort.function, CohortFunction::Count | CohortFunction::Sum);
        if has_state {
            results.push(format!("CASE WHEN n{at} = 0 THEN 2 ELSE 0 END AS {}", writer.quote_state(&name)));
        }
        let kind = match cohort.function {
            CohortFunction::Count => Kind::Number(0),
            CohortFunction::Mean => Kind::Number(engine.finest()),
            _ => Kind::Number(GUARD_DIGITS),
        };
        let overflows = matches!(cohort.function, CohortFunction::Mean | CohortFunction::Sum);
        names.push((*id, name, kind, has_state, overflows));
    }
    let body = format!(
        "SELECT {}\nFROM (\n  SELECT {}\n  FROM ({rows}) y\n  GROUP BY grp\n) z",
        results.join(",\n    "),
        wrapped(&sums)
    );
    let what = if within == Within::Group { "groups" } else { "all" };
    let table = writer.make(what, Key::of(within));
    for (id, name, kind, has_state, overflows) in names {
        hold(writer, id, table, &name, kind, has_state, overflows);
    }
    let note = if within == Within::Group { Note::Groups } else { Note::Everyone };
    finish(writer, table, &note.say(writer.lang), &body);
}

/// √(Σ (x − mean)² ÷ (n − `less`)).
fn deviation(writer: &mut Writer<'_>, id: ColumnId, cohort: &Cohort, less: u32) {
    let engine = writer.engine;
    let mut block = Block::new(writer, None);
    let rows = rows(&mut block, cohort.within, &[(cohort.of, "v".to_owned())], &[]);
    let name = writer.names.unique(&writer.program.columns[id.index()].name);
    let fine = engine.finest();
    let (square, _) = engine.times(("d", fine), ("d", fine));
    let body = format!(
        "WITH c0 AS (\n  {rows}\n), c1 AS (\n  SELECT grp, {mean} AS m FROM (SELECT grp, SUM(v) AS s, COUNT(v) AS n FROM c0 GROUP BY grp) y\n), \
         c2 AS (\n  SELECT c0.grp, c0.v - c1.m AS d FROM c0 JOIN c1 ON c1.grp = c0.grp\n), \
         c3 AS (\n  SELECT grp, SUM({square}) AS q, COUNT(d) - {less} AS n FROM c2 GROUP BY grp\n), \
         c4 AS (\n  SELECT grp, n, {variance} AS x FROM c3\n)\n\
         SELECT grp, {root} AS {column},\n    CASE WHEN n > 0 THEN 0 ELSE 2 END AS {state}\nFROM c4",
        mean = engine.over("s", "n"),
        variance = engine.fits(&engine.over("q", "n")),
        root = engine.fits(&format!("CASE WHEN n > 0 THEN {} END", engine.real("sqrt", "x"))),
        column = engine.quote(&name),
        state = writer.quote_state(&name),
    );
    let table = writer.make("spread", Key::of(cohort.within));
    hold(writer, id, table, &name, Kind::Number(fine), true, true);
    finish(writer, table, &Note::Spread.say(writer.lang), &body);
}

/// The value at a share of the way from the least to the greatest, linear between neighbours.
fn percentile(writer: &mut Writer<'_>, id: ColumnId, cohort: &Cohort, share: &Expr) {
    let engine = writer.engine;
    let mut block = Block::new(writer, None);
    let share = block.say(share);
    let rows = rows(&mut block, cohort.within, &[(cohort.of, "v".to_owned())], &[(share, "share")]);
    let name = writer.names.unique(&writer.program.columns[id.index()].name);
    let whole = |text: &str| engine.round(text, 0);
    let (at, _) = engine.times((&whole("n - 1"), 0), ("share", GUARD_DIGITS));
    let (step, _) = engine.times(("step", GUARD_DIGITS), ("rest", GUARD_DIGITS));
    let body = format!(
        "WITH c0 AS (\n  {rows}\n), c1 AS (\n  SELECT grp, v, share, ROW_NUMBER() OVER (PARTITION BY grp ORDER BY v) AS k, COUNT(*) OVER (PARTITION BY grp) AS n\n  FROM c0 WHERE v IS NOT NULL\n), \
         c2 AS (\n  SELECT grp, v, k, n, {at} AS place FROM c1\n), \
         c3 AS (\n  SELECT grp, MAX(CASE WHEN k = floor(place) + 1 THEN v END) AS low,\n    MAX(CASE WHEN k = LEAST(floor(place) + 2, n) THEN v END) AS high, MAX(place - floor(place)) AS rest\n  FROM c2 GROUP BY grp\n), \
         c4 AS (\n  SELECT grp, low, high - low AS step, {rest} AS rest FROM c3\n)\n\
         SELECT g.grp, {low} + {step} AS {column},\n    CASE WHEN low IS NULL THEN 2 ELSE 0 END AS {state}\nFROM (SELECT DISTINCT grp FROM c0) g LEFT JOIN c4 ON c4.grp = g.grp",
        rest = engine.round("rest", GUARD_DIGITS),
        low = engine.widen("low", engine.finest()),
        column = engine.quote(&name),
        state = writer.quote_state(&name),
    );
    let table = writer.make("middle", Key::of(cohort.within));
    hold(writer, id, table, &name, Kind::Number(engine.finest()), true, false);
    finish(writer, table, &Note::Percentile.say(writer.lang), &body);
}

fn ranks(writer: &mut Writer<'_>, id: ColumnId, cohort: &Cohort, rank: (Order, Ties, &[(ColumnId, Order)])) {
    let (order, ties, then) = rank;
    let engine = writer.engine;
    let mut block = Block::new(writer, None);
    let state = block.column(cohort.of).whole_state();
    let state_item = state.map(|state| (Sql::number(state, 0), "s"));
    let has_state = state_item.is_some();
    let mut values = vec![(cohort.of, "v".to_owned())];
    values.extend(then.iter().enumerate().map(|(at, (id, _))| (*id, format!("k{at}"))));
    let rows = rows(&mut block, cohort.within, &values, &state_item.into_iter().collect::<Vec<_>>());
    let mut keys = vec![key("v", order)];
    // An unknown later key comes last.
    keys.extend(
        then.iter().enumerate().map(|(at, (_, order))| format!("k{at} IS NULL, {}", key(&format!("k{at}"), *order))),
    );
    let function = match ties {
        Ties::Competition => "RANK()",
        Ties::Dense => "DENSE_RANK()",
        Ties::Ordinal => {
            keys.push("ord".to_owned());
            "ROW_NUMBER()"
        }
    };
    let name = writer.names.unique(&writer.program.columns[id.index()].name);
    let state = if has_state { format!(",\n    s AS {}", writer.quote_state(&name)) } else { String::new() };
    let body = format!(
        "SELECT ord, CASE WHEN v IS NOT NULL THEN {function} OVER (PARTITION BY grp, v IS NULL ORDER BY {}) END AS {}{state}\nFROM (\n  {rows}\n) y",
        keys.join(", "),
        engine.quote(&name),
    );
    let table = writer.make("places", Key::Unit);
    hold(writer, id, table, &name, Kind::Number(0), has_state, false);
    finish(writer, table, &Note::Places.say(writer.lang), &body);
}

fn key(name: &str, order: Order) -> String {
    match order {
        Order::HighFirst => format!("{name} DESC"),
        Order::LowFirst => format!("{name} ASC"),
    }
}
