#!/usr/bin/env python3
"""Writes random assessment folders that together use every rule kind: generate.py FOLDER COUNT [UNITS].

The same seed gives the same folders, so that a difference found once is found again."""

import csv
import pathlib
import random
import sys

TYPES = ["proportion", "interpolate", "interpolate-down", "bands", "steps", "deduct", "deduct-counters", "add",
         "add-counters", "check", "choice", "checklist", "cases", "rank", "rank-share", "efficacy", "levels", "formula",
         "given", "given-percent", "raters", "ratio", "share", "spread", "percentile", "root", "list", "target", "past",
         "text", "date", "group-points"]
GROUPS = ["东", "西", "山区"]


class Rubric:
    def __init__(self, seed, kinds):
        self.r = random.Random(seed)
        self.fields = {}
        self.kinds = kinds
        self.nodes = []
        self.lists = set()
        self.targets = []
        self.past = []
        self.given = {}

    def pick(self, *options):
        return self.r.choice(options)

    def number(self, low, high, digits=0):
        return f"{self.r.uniform(low, high):.{digits}f}"

    def field(self, kind, **more):
        name = f"f{len(self.fields)}"
        self.fields[name] = {"kind": kind, **more}
        return name

    def rule(self, kind, points, node):
        """The lines of a leaf: its value and its rule."""
        r = self.r
        field = lambda k="number", **more: self.field(k, **more)
        count = self.pick("whole", "started", "pro-rata")
        if kind == "proportion":
            return [f'value = "{field()}"', f"score.proportion = {{ target = {self.number(1, 150, 1)} }}"]
        if kind == "interpolate":
            low = r.randint(0, 50)
            return [f'value = "{field()}"', f"score.interpolate = {{ from = {low}, to = {low + r.randint(1, 60)} }}"]
        if kind == "interpolate-down":
            high = r.randint(51, 99)
            return [f'value = "{field()}"', f"score.interpolate = {{ from = {high}, to = {high - r.randint(1, 50)} }}"]
        if kind == "bands":
            step = r.randint(1, 30)
            return [f'value = "{field()}"', f"score.bands = [{{ at_least = {step * 3}, points = {points} }}, "
                    f"{{ above = {step}, points = {points / 2} }}, {{ points = 0 }}]"]
        if kind == "steps":
            return [f'value = "{field()}"', f'score.steps = {{ target = 50, base = {points / 2}, count = "{count}", '
                    f'measure = "{self.pick("absolute", "of-target")}", above = {{ every = "{r.randint(1, 9)}%", add = 0.1 }}, '
                    f'below = {{ every = "{r.randint(1, 9)}%", deduct = 0.1, at_most = 1 }} }}'.replace('every = "', 'every = "')]
        if kind == "deduct":
            more = self.pick("", f", zero_from = {r.randint(3, 9)}", ", at_most = 1", f', every = 3, count = "{count}"')
            return [f'value = "{field("count")}"', f"score.deduct = {{ each = 0.{r.randint(1, 9)}{more} }}"]
        if kind == "deduct-counters":
            return [f'score.deduct.counters = [{{ value = "{field("count")}", each = 0.3, at_most = 1 }}, '
                    f'{{ value = "{field()}", each = 0.2, every = 7, count = "{count}" }}]']
        if kind == "add":
            more = self.pick("", ", at_most = 1", f', every = 5, count = "{count}"')
            return [f'value = "{field("count")}"', f"score.add = {{ each = 0.{r.randint(1, 9)}{more} }}"]
        if kind == "add-counters":
            only = self.pick("", "score.add.highest_only = true\n")
            return [f'{only}score.add.counters = [{{ value = "{field("count")}", each = 0.3, at_most = 1 }}, '
                    f'{{ value = "{field("count")}", each = 0.5 }}]']
        if kind == "check":
            return [f'value = "{field("yes-no")}"', f"score.check = {{ yes = {points}, no = 0.5 }}"]
        if kind == "choice":
            return [f'value = "{field("choice")}"', f'score.choice = {{ "国家" = {points}, "省" = {points / 2}, "市" = 0.3 }}']
        if kind == "checklist":
            parts = ", ".join(f'"{field("yes-no")}"' for _ in range(3))
            return [f"score.checklist = {{ parts = [{parts}], {self.pick('deduct = 0.4', 'add = 0.6')} }}"]
        if kind == "cases":
            a, b = field(), field()
            return [f'score.cases = [{{ when = "{a} >= 60 and {b} > 20", points = {points} }}, '
                    f'{{ when = "{a} < 10 or not ({b} <= 70)", points = 0.75 }}, {{ points = 0.25 }}]']
        if kind == "rank":
            shape = self.pick('step = "7%"', f"table = [{points}, {points / 2}], rest = 0.1", f"table = [{points}], step = 0.2")
            return [f'value = "{field()}"', f'score.rank = {{ first = "{self.pick("highest", "lowest")}", '
                    f'within = "{self.pick("group", "all")}", {shape} }}']
        if kind == "rank-share":
            return [f'value = "{field()}"', f'score.rank = {{ first = "{self.pick("highest", "lowest")}", '
                    f'within = "{self.pick("group", "all")}", proportional = true }}']
        if kind == "efficacy":
            f = field()
            return [f'value = "{f}"', self.pick(
                'score.efficacy = { unacceptable = 10, satisfactory = 80, base = "60%" }',
                f'score.efficacy = {{ unacceptable = "cohort.min({f})", satisfactory = "all.max({f})", base = "40%", if_equal = 1 }}')]
        if kind == "levels":
            return [f'value = "{field()}"', "score.efficacy.levels = [{ at = 90, coefficient = 1 }, "
                    "{ at = 50, coefficient = 0.7 }, { at = 10, coefficient = 0.2 }]"]
        if kind == "formula":
            a, b = field(), field()
            return [f'score.formula = "' + self.pick(
                f"{a} / 7 - 1", f"{a} * {b} / 2500 * {points}", f"max(0, min({points}, {a} * 0.15 - {b} / 3))",
                f"coalesce({a}, {b}, 3) / 30", f"round({a} / 3, 1) / 40 + floor({b} / 7) * 0.1", f"abs({a} - {b}) / 33 + if(known({b}), 0.5, 0)",
                f"if({a} <= cohort.mean({a}), {points}, 0.3)", f"({a} + 1) / ({b} - 50) / 9", f"ceil({a} / 9) / 7 + sum({a}, {b}) / 500") + '"']
        if kind == "ratio":
            a, b = field("count"), field("count")
            return [f'value = "{a} / {b}"', 'score.interpolate = { from = "20%", to = "90%" }']
        if kind == "share":
            f = field()
            within = self.pick("cohort", "all")
            return [f'score.formula = "{within}.share({f}) * {points} + {within}.rank({f}) / 50 + {within}.count({f}) / 100 + {within}.sum({f}) / 10000"']
        if kind == "spread":
            f = field()
            which = self.pick("cohort.stdev", "cohort.stdevp", "all.stdev", "all.stdevp")
            return [f'score.formula = "({f} - cohort.mean({f})) / {which}({f}) + 1"']
        if kind == "percentile":
            f = field()
            which = self.pick(f"cohort.median({f})", f"all.median({f})", f"cohort.percentile({f}, 90%)", f"all.percentile({f}, 25%)")
            return [f'score.formula = "if({f} >= {which}, {points}, {f} / {which})"']
        if kind == "root":
            f = field()
            return ['score.formula = "' + self.pick(f"sqrt({f}) / 5", f"pow({f} / 50, 2)", f"ln({f} + 1) / 3", f"exp(-{f} / 50)",
                                                   f"ln({f} - 5)", f"sqrt({f} - 20)") + '"']
        if kind == "given":
            self.given[node] = points
            return ['score = "given"']
        if kind == "given-percent":
            self.given[node] = None
            return ['score.given = { percent_step = "5%" }']
        if kind == "raters":
            self.lists.add("marks")
            return [self.pick('score.raters = { list = "marks", mark = "mark", out_of = 100, trim = 1, trim_above = 4 }',
                              'score.raters = { list = "marks", mark = "mark", out_of = 100, valid = "by.count(voter, mark >= 90) <= 5" }',
                              'score.raters = { list = "marks", mark = "mark", out_of = 100, least = 2 }')]
        if kind == "list":
            self.lists.add("awards")
            return self.pick(
                ["value = \"best_per(awards, project, if(level = '国家', 5, if(level = '省', 3, 2)))\"", "score.add = { each = 0.3 }"],
                ["value = \"sum(awards, money, level <> '市')\"", "score.proportion = { target = 100 }"],
                ["value = \"count(awards, level = '省' and money > 20)\"", "score.deduct = { each = 0.5 }"],
                ["score.formula = \"mean(awards, money) / 30\""], ["score.formula = \"max(awards, money, money < 60) / 30\""],
                ["score.formula = \"trimmed_mean(awards, money, 1) / 40\""], ["score.formula = \"min(awards, money / 3) / 9\""],
                ["score.formula = \"sum(awards, money / by.sum(project, money)) / 3\""],
                ["score.formula = \"count(awards, by.mean(project, money) > 40 and project = '样板工程') / 3\""])
        if kind == "target":
            f = field()
            self.targets.append(f)
            return [f'value = "{f}"', f"score.proportion = {{ target = \"target.{f}\" }}"]
        if kind == "past":
            f = field()
            self.past.append(f)
            return ['score.formula = "' + self.pick(f"{f} / previous.{f}", f"{f} / past.mean({f}, 2)", f"({f} - past.min({f}, 2)) / 30",
                                                   f"past.max({f}, 2) / 90 + past.value({f}, 1) / 100") + '"']
        if kind == "text":
            f = field("text")
            return [f"score.formula = \"if({f} = '甲级', {points}, if({f} = '乙级', 1, 0.2))\""]
        if kind == "date":
            f = field("date")
            return [f"score.formula = \"if({f} <= date('2016-06-30'), {points}, 0.5)\""]
        return [f'value = "{field()}"', "score.proportion = { target = { default = 80, \"山区\" = 40 } }"]

    def leaf(self, indent, node, kind, points):
        r = self.r
        points = points or r.randint(2, 12)
        lines = [f"[[{indent}]]", f'id = "{node}"', 'title = "项"', f"points = {points}"]
        if kind == "group-points":
            lines[-1] = f'points = {{ default = {points}, "山区" = {max(1, points - 2)} }}'
        lines += [f'missing = "{self.pick("zero", "leave-out", "cohort-mean")}"',
                  f'not_applicable = "{self.pick("full", "zero", "leave-out", "cohort-mean")}"']
        if r.random() < 0.1:
            lines.append("applies = \"group != '山区'\"")
        lines += self.rule(kind, points, node)
        return lines, points

    def text(self):
        r = self.r
        digits = lambda: self.pick("2", "2", "1", "3", '"none"')
        whole = self.pick("sum", "sum", "weighted", "geometric", "minimum", "highest")
        head = ['id = "random"', 'title = "随机"', 'period = "0"', 'edition = "1"', f'rescale = "{self.pick("section", "total") if whole == "sum" else "section"}"',
                'groups = ["东", "西", "山区"]']
        if whole != "sum":
            head += [f'combine = "{whole}"', "points = 100"]
        head += ["[rounding]", f"leaf = {digits()}", f"section = {digits()}", f"total = {digits()}",
                 f'mode = "{self.pick("half-up", "half-even")}"']
        body, kinds = [], list(self.kinds)
        sections = r.randint(1, 4)
        for s in range(1, sections + 1):
            combine = self.pick("sum", "sum", "sum", "weighted", "minimum", "harmonic", "geometric", "highest")
            body += ["[[sections]]", f'id = "{s}"', 'title = "节"']
            mark = len(body)
            if whole in ("weighted", "geometric"):
                body.append(f"weight = {100 // sections if s < sections else 100 - (sections - 1) * (100 // sections)}")
            if combine == "sum" and r.random() < 0.2:
                body.append(f"coefficient = {self.number(0.9, 1.1, 3)}")
            count, total = r.randint(2, 5), 0
            for leaf in range(1, count + 1):
                kind = kinds.pop() if kinds else r.choice(TYPES)
                if combine != "sum" and kind == "group-points":
                    kind = "formula"
                lines, points = self.leaf("sections.indicators", f"{s}.{leaf}", kind, None if combine == "sum" else 10)
                if combine in ("weighted", "geometric", "harmonic"):
                    lines.insert(4, f"weight = {100 // count if leaf < count else 100 - (count - 1) * (100 // count)}")
                body += lines
                self.nodes.append(f"{s}.{leaf}")
                total += points
            if combine != "sum":
                body[mark:mark] = [f'combine = "{combine}"', "points = 10"]
        flag, other = self.field("yes-no"), self.field("number", must=True)
        if r.random() < 0.5:
            body += ["[[bonus]]", 'id = "B"', 'title = "加分"', "at_most = 2", "[[bonus.items]]", 'id = "B1"', 'title = "加"', "points = 3",
                     f'value = "{self.field("count")}"', "score.add = { each = 0.5 }"]
            body += ["[[penalties]]", 'id = "P"', 'title = "扣分"', "at_most = 4", "[[penalties.items]]", 'id = "P1"', 'title = "扣"', "points = 4",
                     f'value = "{self.field("count")}"', "score.add = { each = 0.4 }"]
        body += ["[[vetoes]]", 'id = "V1"', f'when = "{flag}"', 'grade = "D"', 'say = "发生安全事件"']
        body += ["[[caps]]", 'id = "C1"', f'when = "{other} < 15 and rate(\'1.1\') < 90%"', 'at_most = "B"', 'say = "得分率低"']
        if r.random() < 0.5:
            body += ["[[gates]]", 'id = "G1"', 'grade = "A"', "needs = \"lowest_rate('1') >= 10% and not any_zero('1')\"", 'say = "不得有零分项"']
        if r.random() < 0.5:
            body += ["[[effects]]", 'id = "E1"', f'when = "{other} > 90"', f'then = {{ {self.pick("total_at_most = 20", "zero = " + chr(34) + self.nodes[0] + chr(34), "grade_at_most = " + chr(34) + "C" + chr(34))} }}', 'say = "数据不实"']
        if r.random() < 0.3:
            body += ["[[effects]]", 'id = "E2"', 'when = "bottom_rank() = 1"', 'then = { grade_at_most = "C" }', 'say = "末位"']
        a, b, c = sorted((r.randint(3, 60) for _ in range(3)), reverse=True)
        quota = self.pick("", f'quota = [{{ grade = "A", at_most = "{r.randint(5, 40)}%", within = "{self.pick("group", "all")}", ties = "{self.pick("all-in", "all-out")}", round = "{self.pick("down", "up", "half-up")}" }}]')
        middle = ["[grading]", f'grades = [{{ name = "A", min = {a + 2} }}, {{ name = "B", min = {b + 1} }}, {{ name = "C", min = {c}, when = "{other} > 1 or total() > 50" }}, {{ name = "D" }}]', quota,
                  "[ranking]", f'ties = "{self.pick("competition", "dense", "ordinal")}"', f'vetoed = "{self.pick("keep-place", "last", "unranked")}"',
                  self.pick("", f'tie_breakers = [{{ by = "points(\'1\')", order = "high-first" }}, {{ by = "{other}", order = "low-first" }}]'),
                  f'follow_up = [{{ bottom = 3, within = "{self.pick("group", "all")}", say = "整改" }}, {{ grade = "D", say = "约谈" }}, {{ when = "total() >= 40", say = "表扬" }}]']
        fields = ["[fields]"]
        for name, field in self.fields.items():
            more = ', options = ["国家", "省", "市"]' if field["kind"] == "choice" else ""
            if field.get("must"):
                more += f', min = 0, max = 200, must = [{{ holds = "{name} <= 95", severity = "warning", say = "过大" }}]'
            fields.append(f'{name} = {{ label = "数{name}", kind = "{field["kind"]}"{more} }}')
        lists = []
        if "awards" in self.lists:
            lists += ["[lists.awards]", 'label = "表彰"', f'no_rows = "{self.pick("none", "missing")}"', "[lists.awards.columns]", 'project = { label = "项目", kind = "text" }',
                      'level = { label = "级别", kind = "choice", options = ["国家", "省", "市"] }', 'money = { label = "金额", kind = "number" }']
        if "marks" in self.lists:
            lists += ["[lists.marks]", 'label = "打分"', f'no_rows = "{self.pick("none", "missing")}"', "[lists.marks.columns]", 'voter = { label = "评委", kind = "text" }',
                      'mark = { label = "评分", kind = "number" }']
        return "\n".join(head + middle + fields + lists + body) + "\n"

    def cell(self, kind):
        r = self.r
        at = r.random()
        if at < 0.06:
            return ""
        if at < 0.11:
            return "不适用"
        if kind == "number":
            return self.number(0, 120, self.pick(0, 1, 1, 3, 7))
        if kind == "count":
            return str(r.randint(0, 12))
        if kind == "yes-no":
            return self.pick("是", "否", "否", "否")
        if kind == "choice":
            return self.pick("国家", "省", "市")
        if kind == "date":
            return f"2016-0{r.randint(1, 9)}-1{r.randint(0, 9)}"
        return self.pick("甲级", "乙级", "丙级")

    def write(self, folder, units):
        r = self.r
        folder.mkdir(parents=True, exist_ok=True)
        text = self.text()
        (folder / "rubric.toml").write_text(text, "utf-8")
        ids = [f"u{unit:03}" for unit in range(units)]
        parts = ['rubric = "rubric.toml"', 'roster = "units.csv"', 'submissions = ["data"]']

        def table(name, rows):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)

        table("units.csv", [["id", "name", "group"]] + [[unit, f"单位{unit}", r.choice(GROUPS)] for unit in ids])
        names = list(self.fields)

        def wide(fields):
            return [["id"] + fields] + [[unit] + [self.cell(self.fields[f]["kind"]) for f in fields] for unit in ids]

        data = wide(names)
        # Some units alike, so that there are ties.
        for row in data[3::5]:
            row[1:] = data[1][1:]
        data[0] += list(self.given)
        for row in data[1:]:
            for full in self.given.values():
                row.append(f"{r.randint(0, 20) * 5}%" if full is None else self.number(0, full, 1))
        table("data/wide.csv", data)
        if "awards" in self.lists:
            rows = [[unit, self.pick("样板工程", "甲工程", "乙工程", " 甲 工程"), self.cell("choice"), self.cell("number")]
                    for unit in ids for _ in range(r.randint(0, 4))]
            table("data/表彰.csv", [["id", "project", "level", "money"]] + rows)
        if "marks" in self.lists:
            rows = [[unit, f"评委{voter}", str(r.randint(8, 20) * 5)] for unit in ids for voter in range(r.randint(0, 7))]
            table("data/打分.csv", [["id", "voter", "mark"]] + rows)
        if self.targets:
            table("targets.csv", wide(self.targets))
            parts.append('targets = "targets.csv"')
        if self.past:
            table("p1.csv", wide(self.past))
            table("p2.csv", wide(self.past))
            parts.append('previous = ["p1.csv", "p2.csv"]')
        nodes = ["总分", "1"] + self.nodes
        rows = [[r.choice(ids), node, self.number(0, 2, 2), "", "复核", "复核组", "2017-01-01"] for node in r.sample(nodes, 2)]
        rows += [[r.choice(ids), node, "", self.pick("-0.5", "0.25"), "复核", "复核组", "2017-01-01"] for node in r.sample(nodes, 2)]
        rows = list({(row[0], row[1]): row for row in rows}.values())
        table("adjustments.csv", [["单位", "指标", "调整后得分", "增减分", "理由", "调整人", "日期"]] + rows)
        parts.append('adjustments = "adjustments.csv"')
        (folder / "assessment.toml").write_text("\n".join(parts) + "\n", "utf-8")


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    units = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    deck = []
    for seed in range(count):
        # Every kind in turn, so that a few folders use them all.
        if len(deck) < 6:
            more = list(TYPES)
            random.Random(seed).shuffle(more)
            deck = more + deck
        kinds, deck = deck[-6:], deck[:-6]
        Rubric(seed, kinds).write(folder / f"r{seed:03}", units)


if __name__ == "__main__":
    main()
