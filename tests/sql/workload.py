#!/usr/bin/env python3
"""Writes a large assessment folder, the same each time: workload.py M|XL FOLDER.

M is 3,000 units and 100 leaves, XL 2,400,000 units and 40 leaves: interpolation both ways, bands, deductions, additions,
yes or no, growth over the year before, and places and efficacy within each of four groups."""

import csv
import pathlib
import random
import sys

SIZES = {"M": (3_000, 8, 12), "XL": (2_400_000, 4, 9), "S": (200, 4, 9)}
GROUPS = ["主城区", "平原区", "丘陵区", "山区"]
KINDS = ["up", "bands", "deduct", "add", "check", "down", "growth", "bands", "check", "deduct", "cohort", "up"]


def rubric(sections, leaves):
    r = random.Random(7)
    weights = {4: [30, 30, 25, 15], 8: [20, 15, 15, 15, 10, 10, 10, 5]}[sections]
    fields, body, columns, turn, cohorts = [], [], [], 0, 0
    for s in range(1, sections + 1):
        cuts = sorted(r.sample(range(4, 100 - 4 * leaves + leaves), leaves - 1)) if leaves > 1 else []
        body.append(f'[[sections]]\nid = "{s}"\ntitle = "一级指标{s}"\nweight = {weights[s - 1]}\ncombine = "sum"\npoints = 100')
        points = [100 // leaves] * leaves
        points[-1] += 100 - sum(points)
        del cuts
        for leaf in range(1, leaves + 1):
            kind, full = KINDS[turn % 12], points[leaf - 1]
            turn += 1
            name = f"d{s}_{leaf:02}"
            value, more = name, ""
            if kind == "up":
                rule = f'score.interpolate = {{ from = {r.randint(40, 64)}, to = {r.randint(85, 98)} }}'
                columns.append((name, "up"))
            elif kind == "down":
                rule = f'score.interpolate = {{ from = {r.randint(15, 29)}, to = {r.randint(3, 7)} }}'
                columns.append((name, "down"))
            elif kind == "bands":
                rows = ", ".join(f"{{ at_least = {at}, points = {full * share / 100:g} }}" for at, share in ((95, 100), (85, 80), (70, 60), (60, 30)))
                rule = f"score.bands = [{rows}, {{ points = 0 }}]"
                columns.append((name, "bands"))
            elif kind == "deduct":
                rule = f'score.deduct = {{ each = {r.choice(["0.5", "0.75", "1", "2"])} }}'
                columns.append((name, "count"))
            elif kind == "add":
                rule = f'score.add = {{ each = {r.choice(["0.3", "0.5", "1"])} }}'
                columns.append((name, "many"))
            elif kind == "check":
                rule = "score.check = {}"
                columns.append((name, "yes"))
            elif kind == "growth":
                rule = f'score.interpolate = {{ from = 0, to = {r.choice(["0.05", "0.06", "0.08"])} }}'
                value = f"({name} - {name}_prev) / {name}_prev"
                columns += [(name, "grown"), (f"{name}_prev", "before")]
            else:
                rule = ('score.rank = { first = "highest", within = "group", step = "0.1%" }' if cohorts % 2 == 0 else
                        f'score.efficacy = {{ unacceptable = "cohort.min({name})", satisfactory = "cohort.max({name})", base = 0, if_equal = {full} }}')
                cohorts += 1
                columns.append((name, "thousand"))
            body.append(f'[[sections.indicators]]\nid = "{s}.{leaf}"\ntitle = "指标{s}.{leaf}"\npoints = {full}\nvalue = "{value}"\n{rule}{more}')
    columns += [("b1", "count"), ("b2", "count"), ("v1", "rare"), ("v2", "rare")]
    kinds = {"count": "count", "many": "count", "yes": "yes-no", "rare": "yes-no"}
    for name, kind in columns:
        fields.append(f'{name} = {{ label = "{name}", kind = "{kinds.get(kind, "number")}" }}')
    groups = ", ".join(f'"{group}"' for group in GROUPS)
    head = f"""id = "workload"
title = "大数据量评估(合成)"
period = "0"
edition = "1"
groups = [{groups}]
missing = "zero"
not_applicable = "leave-out"
rescale = "section"
combine = "weighted"
points = 100
[rounding]
leaf = 2
section = 2
total = 2
mode = "half-up"
[grading]
grades = [{{ name = "A", min = 90 }}, {{ name = "B", min = 80 }}, {{ name = "C", min = 60 }}, {{ name = "D" }}]
[ranking]
ties = "competition"
vetoed = "keep-place"
[fields]
"""
    tail = ""
    for name, points, each in (("b1", 3, 0.5), ("b2", 2, 1)):
        tail += f'[[bonus]]\nid = "{name.upper()}"\ntitle = "加分{name}"\nat_most = {points}\n[[bonus.items]]\nid = "{name.upper()}.1"\ntitle = "加分{name}"\npoints = {points}\nvalue = "{name}"\nscore.add = {{ each = {each} }}\n'
    for name in ("v1", "v2"):
        tail += f'[[vetoes]]\nid = "{name.upper()}"\nwhen = "{name}"\ngrade = "D"\nsay = "否决{name}"\n'
    return head + "\n".join(fields) + "\n" + "\n".join(body) + "\n" + tail, columns


def value(r, kind, bad, row, name):
    u = r.random()
    if kind == "up":
        return f"{40 + 45 * u if bad else 90 + 10 * u:.2f}"
    if kind == "down":
        return f"{5 + 30 * u if bad else 5 * u:.2f}"
    if kind == "bands":
        return f"{40 + 54.99 * u if bad else 95 + 5 * u:.2f}"
    if kind == "count":
        return str(int(6 * u) + 1) if bad else "0"
    if kind == "many":
        return str(int(20 * u) if bad else 30 + int(6 * u))
    if kind == "yes":
        return "否" if bad else "是"
    if kind == "rare":
        return "是" if u < 0.01 else "否"
    if kind == "grown":
        row[name] = 100 + 9899 * u
        return f"{row[name] * (0.9 + 0.15 * r.random() if bad else 1.07 + 0.1 * r.random()):.1f}"
    if kind == "before":
        return f"{row[name.removesuffix('_prev')]:.1f}"
    return f"{1000 * u:.2f}"


def main():
    size, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    units, sections, leaves = SIZES[size]
    folder.mkdir(parents=True, exist_ok=True)
    text, columns = rubric(sections, leaves)
    (folder / "rubric.toml").write_text(text, "utf-8")
    (folder / "assessment.toml").write_text('rubric = "rubric.toml"\nroster = "units.csv"\nsubmissions = ["data.csv"]\n', "utf-8")
    r = random.Random(20240601)
    with open(folder / "units.csv", "w", encoding="utf-8", newline="") as roster, open(folder / "data.csv", "w", encoding="utf-8", newline="") as data:
        roster, data = csv.writer(roster), csv.writer(data)
        roster.writerow(["id", "name", "group"])
        data.writerow(["id"] + [name for name, _ in columns])
        for unit in range(units):
            fail = min(0.8, 0.16 * r.gammavariate(2.0, 0.5))
            group = r.choices(GROUPS, (15, 30, 35, 20))[0]
            roster.writerow([f"{unit:07}", f"单位{unit:07}", group])
            row, cells = {}, [f"{unit:07}"]
            for name, kind in columns:
                cell = value(r, kind, r.random() < fail, row, name)
                at = r.random()
                if kind not in ("rare",) and at < 0.02:
                    cell = "" if at < 0.01 or kind == "before" else "不适用"
                cells.append(cell)
            data.writerow(cells)
    print(f"{size}: {units} units, {sections * leaves} leaves and two bonuses")


main()
