#!/usr/bin/env python3
"""Opens report.html in a headless Chromium and does what people do with it.

    report.py all OUT         every check, against points.csv and ranking.csv of the same folder
    report.py fast OUT        load, sort, search and open; says how long they took, and fails where that is noticeable
    report.py hostile OUT     nothing that a unit wrote runs or becomes markup"""

import csv
import decimal
import os
import re
import subprocess
import sys
import tempfile
import time

from browser import Browser

LIMIT = 1500  # milliseconds on a busy machine; on a desk it is a fraction

VISIBLE = "[...document.querySelectorAll('#units tbody tr')]"


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        return None


def until(browser, expression):
    """Waits for what navigation within the page brings about: the browser tells of it when it has time."""
    for _ in range(200):
        if browser.run(expression):
            return
        time.sleep(0.05)
    raise AssertionError("never: " + expression)


def showing(browser, view):
    until(browser, f"document.documentElement.dataset.view === '{view}'")


def quiet(browser, what):
    said = browser.complaints()
    assert not said, (what, said)


def cells(browser, column):
    return browser.run(f"{VISIBLE}.map(row => row.cells[{column}].textContent)")


def pages(path):
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    return text.count("\f"), re.sub(r"\s+", "", text)


def sorts(browser):
    heads = browser.run("[...document.querySelectorAll('#units thead th')].map(head => [head.className, head.textContent])")
    for at, (kind, name) in enumerate(heads):
        seen = set()
        for _ in range(2):
            browser.run(f"document.querySelectorAll('#units thead button')[{at}].click()")
            marked = browser.run("[...document.querySelectorAll('#units thead th')].map(head => head.getAttribute('aria-sort'))")
            assert [at] == [i for i, mark in enumerate(marked) if mark], (name, marked)
            seen.add(marked[at])
            texts = cells(browser, at)
            if "n" in kind.split():
                values = [number(text) for text in texts]
                known = [value for value in values if value is not None]
                assert None not in values[: len(known)], (name, "blanks last")
                assert known == sorted(known, reverse=marked[at] == "descending"), (name, marked[at], known)
            elif "g" in kind.split():
                assert texts == sorted(texts, reverse=marked[at] == "descending"), (name, texts)
            assert name in browser.run("document.getElementById('shown').textContent"), name
        assert seen == {"ascending", "descending"}, (name, seen)
    browser.run("document.querySelector('#units thead .rank button').click()")
    return len(heads)


def filters(browser, ranking):
    change = "const set = (id, value) => { const of = document.getElementById(id); of.value = value; of.dispatchEvent(new Event('input')); };"
    groups = {row["分组"] for row in ranking}
    for group in sorted(groups):
        browser.run(f"{{ {change} set('by-group', {'=' + group!r}) }}")
        wanted = [row["单位"] for row in ranking if row["分组"] == group]
        shown = browser.run(f"{VISIBLE}.map(row => row.querySelector('a').textContent)")
        assert sorted(shown) == sorted(wanted), (group, shown)
        assert str(len(wanted)) in browser.run("document.getElementById('shown').textContent")
    browser.run(f"{{ {change} set('by-group', '') ; set('by-grade', '=A') }}")
    assert browser.run(f"{VISIBLE}.length") == sum(row["等级"] == "A" for row in ranking)
    browser.run(f"{{ {change} set('by-grade', ''); set('find', ' {ranking[2]['单位'][:2]} ') }}")
    assert browser.run(f"{VISIBLE}.map(row => row.querySelector('a').textContent)") == [ranking[2]["单位"]]
    browser.run(f"{{ {change} set('find', '这里没有') }}")
    assert browser.run(f"{VISIBLE}.length") == 0
    browser.run(f"{{ {change} set('find', '') }}")
    assert browser.run(f"{VISIBLE}.length") == len(ranking)


def units(browser, ranking, points):
    of = {}
    for row in points:
        of.setdefault(row["编号"], []).append(row)
    checked = 0
    for unit in ranking:
        browser.run(f"[...document.querySelectorAll('#units a')].find(link => link.textContent === {unit['单位']!r}).click()")
        until(browser, f"document.title.startsWith({unit['单位']!r})")
        page = browser.run(
            "({ name: document.querySelector('#unit h2').textContent, title: document.title, focus: document.activeElement.id,"
            " shown: getComputedStyle(document.getElementById('unit')).display, hidden: getComputedStyle(document.getElementById('ranking')).display,"
            " nodes: [...document.querySelectorAll('#unit summary')].map(node => [node.querySelector('.name').firstChild.data, node.querySelector('.number').firstChild.data]) })")
        assert page["name"] == unit["单位"] and page["title"].startswith(unit["单位"]), page
        assert (page["shown"], page["hidden"], page["focus"]) == ("block", "none", "unit-title"), page
        wanted = of[unit["编号"]]
        assert len(page["nodes"]) == len(wanted)
        for (name, shown), row in zip(page["nodes"], wanted):
            assert name == f"{row['指标编号']} {row['指标']}", (name, row)
            assert (number(shown) if shown != "–" else None) == number(row["得分"]), (unit["单位"], name, shown, row["得分"])
            checked += 1
        browser.run("document.querySelectorAll('#unit button.all')[0].click()")
        lines = browser.run("[...document.querySelectorAll('#unit details')].map(node => node.open && node.querySelectorAll(':scope > dl > dt').length)")
        assert all(lines), (unit["单位"], lines)
        assert "undefined" not in browser.run("document.getElementById('unit').textContent")
        browser.run("history.back()")
        showing(browser, "ranking")
        assert browser.run("getComputedStyle(document.getElementById('ranking')).display") == "block"
    return checked


def accessible(browser):
    wrong = browser.run("""(() => {
        const wrong = [], all = selector => [...document.querySelectorAll(selector)];
        all('button').forEach(button => button.textContent.trim() || wrong.push(button.outerHTML));
        all('input, select').forEach(field => field.labels.length || wrong.push(field.outerHTML));
        all('svg').forEach(svg => svg.querySelector('title') || svg.getAttribute('aria-hidden') || wrong.push(svg.outerHTML));
        all('th').forEach(head => head.scope || wrong.push(head.outerHTML));
        all('table').forEach(table => table.tHead || wrong.push(table.outerHTML.slice(0, 200)));
        const ids = all('[id]').map(of => of.id);
        ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => wrong.push('twice: ' + id));
        all('[aria-labelledby]').forEach(of => document.getElementById(of.getAttribute('aria-labelledby')) || wrong.push(of.outerHTML.slice(0, 200)));
        document.documentElement.lang || wrong.push('no language');
        return wrong;
    })()""")
    assert not wrong, wrong


def colours(browser):
    colour = "getComputedStyle(document.body).backgroundColor"
    light = browser.run(colour)
    browser.prefer(prefers_color_scheme="dark")
    assert browser.run(colour) != light
    browser.prefer()
    browser.run("document.getElementById('dark').click()")
    assert browser.run(colour) != light and browser.run("document.getElementById('dark').getAttribute('aria-pressed')") == "true"
    browser.run("document.getElementById('dark').click()")
    assert browser.run(colour) == light


def prints(browser, report, ranking, folder):
    browser.open(report, "#ranking")
    path = os.path.join(folder, "ranking.pdf")
    browser.pdf(path)
    count, text = pages(path)
    assert count == 1 and all(row["单位"] in text for row in ranking), (count, text[:500])
    address = browser.run("document.querySelector('#units a').getAttribute('href')")
    browser.open(report, address)
    path = os.path.join(folder, "unit.pdf")
    browser.pdf(path)
    count, text = pages(path)
    first = ranking[0]["单位"]
    assert 2 <= count <= 8 and first in text and "得分与理由" in text, (count, text[:500])
    assert "返回排名" not in text and "按名称或编号查找" not in text, "controls are not printed"
    # Without scripts everything that sums up is there.
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.send("Page.navigate", url="file://" + os.path.abspath(report))
    browser.wait_for("Page.loadEventFired")
    path = os.path.join(folder, "plain.pdf")
    browser.pdf(path)
    _, text = pages(path)
    assert all(row["单位"] in text for row in ranking) and "SHA-256" in text and "评分标准" in text
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    return count


def everything(out):
    report = os.path.join(out, "report.html")
    ranking, points = rows(os.path.join(out, "ranking.csv")), rows(os.path.join(out, "points.csv"))
    browser = Browser()
    try:
        browser.open(report)
        quiet(browser, "load")
        accessible(browser)
        browser.run("document.querySelector('nav a[href=\"#ranking\"]').click()")
        showing(browser, "ranking")
        columns = sorts(browser)
        filters(browser, ranking)
        checked = units(browser, ranking, points)
        browser.run("location.hash = '#unit/none'")
        showing(browser, "unit")
        assert "none" in browser.run("document.querySelector('#unit h2').textContent")
        colours(browser)
        browser.run("document.querySelectorAll('#units a')[1].click()")
        until(browser, "!!document.getElementById('unit-title')")
        accessible(browser)
        browser.size(390, 844, mobile=True)
        for view in ("#overview", "#ranking", "#questions", "#rubric", "#provenance"):
            browser.run(f"location.hash = '{view}'")
            showing(browser, view[1:])
            wide = browser.run("document.documentElement.scrollWidth")
            assert wide <= 390, (view, wide)
        browser.size(1280, 900)
        quiet(browser, "use")
        with tempfile.TemporaryDirectory() as folder:
            printed = prints(browser, report, ranking, folder)
        quiet(browser, "print")
    finally:
        browser.close()
    print(f"{report}: {columns} columns sorted, {len(ranking)} units opened, {checked} points as in points.csv, a unit printed on {printed} pages; "
          f"{os.path.getsize(report):,} bytes")


def fast(out):
    report = os.path.join(out, "report.html")
    browser = Browser()
    try:
        browser.open(report)
        times = {"load": browser.open(report)}
        times["show ranking"] = browser.timed("location.hash = '#ranking'; await new Promise(done => addEventListener('hashchange', done, { once: true }))")
        for at, name in ((".total", "sort by total"), (".name", "sort by name"), (".rank", "sort by rank")):
            times[name] = browser.timed(f"document.querySelector('#units thead {at} button').click()")
        times["search"] = browser.timed("const field = document.getElementById('find'); field.value = '12'; field.dispatchEvent(new Event('input'))")
        times["open a unit"] = browser.timed(
            "location.hash = '#unit/0001500'; await new Promise(done => addEventListener('hashchange', done, { once: true }))")
        times["unfold all"] = browser.timed("document.querySelectorAll('#unit button.all')[0].click()")
        times["back"] = browser.timed("history.back(); await new Promise(done => addEventListener('hashchange', done, { once: true }))")
        browser.run("document.getElementById('find').value = ''; document.getElementById('find').dispatchEvent(new Event('input'))")
        some = browser.run(f"{VISIBLE}.length")
        browser.run("document.getElementById('more').click()")
        count = browser.run(f"{VISIBLE}.length")
        assert some < count == len(rows(os.path.join(out, "ranking.csv"))), (some, count)
        quiet(browser, "large")
    finally:
        browser.close()
    said = ", ".join(f"{name} {taken:.0f} ms" for name, taken in times.items())
    print(f"{report}: {count} units, {os.path.getsize(report):,} bytes; {said}")
    slow = {name: taken for name, taken in times.items() if taken > (2 * LIMIT if name == "load" else LIMIT)}
    assert not slow, slow


def hostile(out):
    report = os.path.join(out, "report.html")
    browser = Browser()
    try:
        browser.open(report)
        for address in browser.run("[...document.querySelectorAll('#units a')].map(link => link.getAttribute('href'))"):
            browser.run(f"location.hash = {address!r}")
            until(browser, "!!document.querySelector('#unit button.all')")
            browser.run("document.querySelectorAll('#unit button.all')[0].click()")
            name = browser.run("document.querySelector('#unit h2').textContent")
            assert "<img" in name, name
        time.sleep(0.2)
        found = browser.run("[document.images.length, window.pwned === undefined, document.querySelectorAll('b, iframe, a[href^=javascript]').length]")
        assert found == [0, True, 0], found
        quiet(browser, "hostile")
    finally:
        browser.close()
    print(f"{report}: names with markup are shown as they are written")


if __name__ == "__main__":
    {"all": everything, "fast": fast, "hostile": hostile}[sys.argv[1]](sys.argv[2])
