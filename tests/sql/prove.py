#!/usr/bin/env python3
"""Holds what SQL engines make of `kaohe sql` against what `kaohe score` wrote, cell by cell.

    prove.py --kaohe BINARY --engine duckdb --engine postgres … FOLDER…

A folder is an assessment folder. Exit code 1 when any cell differs."""

import argparse
import csv
import decimal
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from engines import ENGINES

STATUS = {"已评分": "scored", "不适用": "not-applicable", "缺报": "missing", "数过大": "overflow", "没有印证材料": "unproven", "scored": "scored"}
QUERIES = [
    "SELECT unit, node, full_points, points, status FROM (SELECT ord, unit, node, {full} AS full_points, points, status"
    " FROM kaohe_points) x",
    "SELECT unit, total, place, group_place, grade, base_grade, reasons, follow_up FROM kaohe_ranking",
    "SELECT unit, node, {full}, points, lost FROM kaohe_gaps",
    "SELECT unit, code, place FROM kaohe_problems",
]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def number(cell):
    if cell is None or cell == "":
        return None
    return decimal.Decimal(str(cell)).normalize() + 0


def text(cell):
    cell = "" if cell is None else str(cell)
    # Reports put an apostrophe before what Excel would run.
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def expected(out):
    points = read(out / "points.csv")
    words = {}
    results = {}
    for row in points[1:]:
        results[row[0], row[2]] = (number(row[4]), number(row[5]), row[6])
    ranking = read(out / "ranking.csv")
    head = ranking[0]
    # Columns after the sections, which are named by the rubric.
    follow = head[-1] not in ("自评得分合计", "claimed sum") and len(head) >= 11
    places = {}
    tail = 6 if follow else 5
    for row in ranking[1:]:
        rest = row[-tail:]
        total, grade, base, reasons = number(rest[0]), rest[1], rest[2], rest[3]
        places[row[2]] = (total, number(row[0]), number(row[1]), text(grade), text(base), text(reasons),
                          text(rest[5]) if follow else "")
    gaps = {(row[0], row[4]): tuple(map(number, row[6:9])) for row in read(out / "gaps.csv")[1:]}
    return results, places, gaps, words


def compare(name, engine, kaohe, folder, out, quiet):
    with tempfile.TemporaryDirectory(prefix="kaohe-sql-") as work:
        command = [kaohe, "sql", str(folder), "--dialect", engine.name, "--data", work]
        made = subprocess.run(command, capture_output=True, text=True)
        if not os.path.exists(os.path.join(work, "score.sql")):
            print(f"{engine.name} {name}: {made.stderr[-500:]}")
            return 0, 1
        started = time.time()
        quote = "`full`" if engine.name == "spark" else '"full"'
        queries = [query.format(full=quote) for query in QUERIES]
        score = pathlib.Path(work, "score.sql").read_text("utf-8")
        queries = [q if view in score else None for q, view in
                   zip(queries, ("kaohe_points", "kaohe_ranking", "VIEW kaohe_gaps", "VIEW kaohe_problems"))]
        engine.run(work)
        if hasattr(engine, "ask"):
            asked = iter(engine.ask([query for query in queries if query]))
            answers = [next(asked) if query else [] for query in queries]
        else:
            answers = [engine.rows(query) if query else [] for query in queries]
        took = time.time() - started
    points, places, gaps, _ = expected(out)
    different, cells = [], 0

    def check(what, ours, theirs):
        nonlocal cells
        cells += 1
        if ours != theirs:
            different.append(f"{what}: kaohe {ours!s}, {engine.name} {theirs!s}")

    for unit, node, full, got, status in answers[0]:
        ours = points.pop((str(unit), str(node)), None)
        if ours is None:
            different.append(f"{unit} {node}: not in points.csv")
            continue
        check(f"{unit} {node} full", ours[0], number(full))
        check(f"{unit} {node} points", ours[1], number(got))
        check(f"{unit} {node} status", STATUS.get(ours[2], ours[2]), status)
    different += [f"{key}: only in points.csv" for key in points]
    for unit, total, place, group, grade, base, reasons, follow in answers[1]:
        ours = places.pop(str(unit))
        check(f"{unit} total", ours[0], number(total))
        check(f"{unit} place", ours[1], number(place))
        check(f"{unit} group place", ours[2], number(group))
        check(f"{unit} grade", ours[3], text(grade))
        check(f"{unit} base grade", ours[4], text(base))
        # What is open until values arrive is told by kaohe alone, after the reasons.
        ours_text, theirs_text = ours[5], text(reasons)
        begins = ours_text == theirs_text or ours_text.startswith(theirs_text) and ("之间" in ours_text or "between" in ours_text)
        check(f"{unit} reasons", "" if begins else ours_text, "" if begins else theirs_text)
        check(f"{unit} follow-up", ours[6], text(follow))
    different += [f"{key}: only in ranking.csv" for key in places]
    for unit, node, full, got, lost in answers[2]:
        ours = gaps.pop((str(unit), str(node)), None)
        check(f"gap {unit} {node}", ours, (number(full), number(got), number(lost)))
    different += [f"gap {key}: only in gaps.csv" for key in gaps]
    if different or not quiet:
        print(f"{engine.name} {name}: {cells} cells, {len(different)} differ, {took:.1f} s", flush=True)
    for line in different[:8]:
        print("   ", line)
    return cells, len(different)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kaohe", default="target/release/kaohe")
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES))
    parser.add_argument("--quiet", action="store_true", help="say only what differs")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    kaohe = str(pathlib.Path(args.kaohe).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="kaohe-score-") as scored:
        for position, folder in enumerate(args.folders):
            out = pathlib.Path(scored, str(position))
            subprocess.run([kaohe, "score", str(folder), "--out", str(out), "--no-units", "--lang", "zh"], capture_output=True)
        for name in args.engine or sorted(ENGINES):
            engine = ENGINES[name]()
            cells = different = 0
            try:
                for position, folder in enumerate(args.folders):
                    out = pathlib.Path(scored, str(position))
                    if not (out / "points.csv").exists():
                        print(f"{folder}: kaohe score wrote nothing")
                        different += 1
                        continue
                    try:
                        found = compare(folder.name, engine, kaohe, folder, out, args.quiet)
                    except Exception as error:  # an engine's own errors are of many kinds
                        print(f"{name} {folder}: {str(error)[:1500]}")
                        found = (0, 1)
                    cells, different = cells + found[0], different + found[1]
            finally:
                engine.close()
            print(f"{name}: {len(args.folders)} assessments, {cells} cells, {different} differ", flush=True)
            failed += different
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
