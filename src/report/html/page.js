"use strict";
(function () {
  // Everything that is shown was put into words elsewhere; here it is only found, ordered and laid out.
  function read(id) { return JSON.parse(document.getElementById(id).textContent); }
  var common = read("common"), words = common.words, nodes = common.nodes;
  var root = document.documentElement, unitView = document.getElementById("unit");
  var title = document.title, shapes = null;
  unitView.hidden = false;

  function say(name) {
    var text = words[name];
    for (var i = 1; i < arguments.length; i++) text = text.split(text.indexOf("{}") < 0 ? "{" + (i - 1) + "}" : "{}").join(arguments[i]);
    return text;
  }
  // An address that somebody typed may be no encoding of anything.
  function plain(encoded) { try { return decodeURIComponent(encoded); } catch (error) { return encoded; } }
  function make(space, tag, attributes, children) {
    var of = space ? document.createElementNS(space, tag) : document.createElement(tag);
    for (var name in attributes) if (attributes[name] != null) of.setAttribute(name, attributes[name]);
    (children || []).forEach(function (child) { if (child != null) of.append(child); });
    return of;
  }
  function h(tag, attributes) { return make(null, tag, attributes, [].slice.call(arguments, 2)); }
  function svg(tag, attributes) { return make("http://www.w3.org/2000/svg", tag, attributes, [].slice.call(arguments, 2)); }
  function table(heads, rows, classes) {
    var head = h.apply(null, ["tr", {}].concat(heads.map(function (text, at) { return h("th", { scope: "col", "class": classes[at] || null }, text); })));
    var lines = rows.map(function (row) {
      return h.apply(null, ["tr", { "class": row.own || null }].concat(row.map(function (cell, at) {
        return h("td", { "class": classes[at] || null }, cell);
      })));
    });
    return h("div", { "class": "wide" }, h("table", {}, h("thead", {}, head), h.apply(null, ["tbody", {}].concat(lines))));
  }

  function slim(heads, rows, classes) {
    var made = table(heads, rows, classes);
    made.firstChild.className = "slim";
    return made;
  }

  // The ranking: sort, search, filter.
  var body = document.querySelector("#units tbody"), heads = [].slice.call(document.querySelectorAll("#units thead th"));
  var rows = [].slice.call(body.rows).map(function (line, position) {
    var cells = [].map.call(line.cells, function (cell) { return cell.textContent; });
    return { line: line, cells: cells, position: position, link: line.querySelector("a").getAttribute("href") };
  });
  function column(name) { return heads.findIndex(function (head) { return head.classList.contains(name); }); }
  var at = { rank: column("rank"), groupRank: column("place-in-group"), id: column("id"), name: column("name"), group: column("group"), total: column("total"), grade: column("g") };
  var byLink = new Map(rows.map(function (row) { return [row.link, row]; }));
  var collator = new Intl.Collator(root.lang, { numeric: true });
  var sorted = { column: at.rank, down: false }, shownLine = document.getElementById("shown");
  function key(head, text) {
    if (head.classList.contains("n")) { var number = parseFloat(text); return isNaN(number) ? null : number; }
    if (head.classList.contains("g")) { var grade = common.grades.indexOf(text); return grade < 0 ? null : grade; }
    return text === "" ? null : text;
  }
  function sort(column, down) {
    var head = heads[column], keys = new Map(rows.map(function (row) { return [row, key(head, row.cells[column])]; }));
    rows.sort(function (a, b) {
      var x = keys.get(a), y = keys.get(b), order;
      // Who has nothing there comes last, whichever way.
      if (x === null || y === null) return x === y ? a.position - b.position : x === null ? 1 : -1;
      order = typeof x === "string" ? collator.compare(x, y) : x - y;
      return (down ? -order : order) || a.position - b.position;
    });
    sorted = { column: column, down: down };
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  // A table of thousands of rows takes the browser long to lay out: rows come as they are scrolled to, and all for print.
  var SOME = 150, fitting = rows, shown = 0, more = document.getElementById("more");
  function reach(count) {
    body.append.apply(body, fitting.slice(shown, count).map(function (row) { return row.line; }));
    shown = Math.max(shown, Math.min(count, fitting.length));
    more.hidden = shown >= fitting.length;
  }
  function lay() { body.textContent = ""; shown = 0; reach(SOME); }
  more.addEventListener("click", function () { reach(fitting.length); });
  window.addEventListener("beforeprint", function () { reach(fitting.length); });
  if ("IntersectionObserver" in window) new IntersectionObserver(function (seen) {
    if (seen.some(function (one) { return one.isIntersecting; })) reach(shown + SOME);
  }, { rootMargin: "600px" }).observe(more);
  var find = document.getElementById("find"), byGroup = document.getElementById("by-group"), byGrade = document.getElementById("by-grade");
  function filter(also) {
    var text = find.value.trim().toLowerCase(), group = byGroup && byGroup.value, grade = byGrade && byGrade.value;
    fitting = rows.filter(function (row) {
      return (!text || row.cells[at.name].toLowerCase().indexOf(text) >= 0 || row.cells[at.id].toLowerCase().indexOf(text) >= 0)
        && (!group || "=" + row.cells[at.group] === group) && (!grade || "=" + row.cells[at.grade] === grade);
    });
    lay();
    shownLine.textContent = (fitting.length ? say("shown", fitting.length, rows.length) : words.none) + (also || "");
  }
  heads.forEach(function (head, position) {
    head.firstChild.addEventListener("click", function () {
      // Best first: numbers from the greatest, but places and texts from the first.
      var first = head.classList.contains("n") && position !== at.rank && position !== at.groupRank;
      var down = sorted.column === position ? !sorted.down : first;
      sort(position, down);
      filter(" · " + say(down ? "down" : "up", head.textContent));
    });
  });
  heads[at.rank].setAttribute("aria-sort", "ascending");
  find.form.hidden = false;
  find.form.addEventListener("submit", function (event) { event.preventDefault(); });
  [find, byGroup, byGrade].forEach(function (control) { if (control) control.addEventListener("input", function () { filter(); }); });
  filter();

  // The page of a unit.
  function bar(part, whole, mean, label) {
    var share = whole > 0 && part > 0 ? Math.min(1, part / whole) : 0;
    return svg("svg", { "class": "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": label ? null : "true", role: label ? "img" : null, "aria-label": label || null },
      svg("rect", { "class": "track", width: 100, height: 6 }),
      svg("rect", { "class": "fill", width: (100 * share).toFixed(1), height: 6 }),
      mean == null ? null : svg("rect", { "class": "mean", x: Math.min(99, 100 * mean).toFixed(1), width: 1, height: 6 }));
  }
  // A reason as it was written: which shape, then the numbers that fill its holes.
  function lines(text) {
    shapes = shapes || read("shapes");
    var numbers = text.split(" "), shape = shapes.reasons[numbers.shift()].split("|");
    var fills = shape[1].split(","), hole = 0;
    if (!shape[0]) return [];
    return shape[0].split(",").map(function (line) {
      var parts = shapes.lines[line].split("\u0001"), said = parts[0];
      for (var i = 1; i < parts.length; i++) said += numbers[fills[hole++]] + parts[i];
      var cut = said.indexOf("\t");
      return [said.slice(0, cut), said.slice(cut + 1)];
    });
  }
  // Where nothing was lost, the rule is the rubric's.
  function grounds(node, reason) {
    var said = lines(reason);
    return node.leaf && (!said.length || said[0][0] !== words.rule) ? [[words.rule, node.rule]].concat(said) : said;
  }
  function list(pairs, kind) {
    var all = h("dl", { "class": kind });
    pairs.forEach(function (pair) { all.append(h("dt", {}, pair[0]), h("dd", {}, pair[1])); });
    return all;
  }
  function grade(text) {
    var position = common.grades.indexOf(text);
    return h("span", { "class": position < 0 ? null : "grade g" + Math.min(position, 5) }, text);
  }
  function tree(unit, points, full, reasons) {
    var whole = h("div", { "class": "tree" }), made = [];
    nodes.forEach(function (node, position) {
      var depth = node.parent == null ? 0 : made[node.parent].depth + 1, status = unit.s[position];
      var number = h("span", { "class": "number" }, points[position] === "-" ? "–" : points[position], h("i", {}, " / " + full(position)));
      var name = h("span", { "class": "name" }, node.id + " " + node.title, status === "0" ? null : h("span", { "class": "status" }, common.statuses[status]));
      var summary = h("summary", {}, name, number, bar(parseFloat(points[position]), parseFloat(full(position))));
      var details = h("details", { "class": "d" + Math.min(depth, 4) }, summary);
      // Lines are made when they are first looked at.
      function fill() { if (!details.filled) { details.filled = true; summary.after(list(grounds(node, reasons[position]), "lines")); } }
      details.addEventListener("toggle", function () { if (details.open) fill(); });
      details.fill = fill;
      if (!node.leaf) { details.open = true; fill(); }
      made.push({ depth: depth, details: details });
      (node.parent == null ? whole : made[node.parent].details).append(details);
    });
    return whole;
  }
  function nearby(around, row, caption, rank) {
    var lines = around.map(function (pair) {
      var other = units[pair[0]], own = other === row;
      var line = [other.cells[rank], own ? other.cells[at.name] : h("a", { href: other.link }, other.cells[at.name]), other.cells[at.total], own ? "" : pair[1]];
      if (own) line.own = "me";
      return line;
    });
    return [h("h3", {}, caption), slim([words.rank, words.unit, words.total, words.difference], lines, ["n", "", "n", "n"])];
  }
  var units = rows.slice();
  function step(other, name) { return other ? h("a", { href: other.link }, words[name] + ": " + other.cells[at.name]) : null; }
  function open(row) {
    var unit = read("u" + row.position), points = unit.p.split(" "), reasons = unit.r.split(";");
    function full(position) { return unit.f && unit.f[position] != null ? unit.f[position] : nodes[position].full; }
    var group = at.group < 0 ? "" : row.cells[at.group];
    var means = common.means[Math.max(0, common.groups.indexOf(group))] || [];
    unitView.textContent = "";
    unitView.setAttribute("aria-labelledby", "unit-title");
    function add() { unitView.append.apply(unitView, [].slice.call(arguments).filter(function (part) { return part != null; })); }
    add(h("div", { "class": "top" }, h("a", { href: "#ranking" }, words.back), h("span", { "class": "space" }), step(units[row.position - 1], "previous"), step(units[row.position + 1], "next")));
    add(h("div", { "class": "title" }, h("h2", { id: "unit-title", tabindex: "-1" }, row.cells[at.name]), at.grade < 0 ? null : grade(row.cells[at.grade]), h("span", {}, [row.cells[at.id], group].filter(Boolean).join(" · "))));
    add(h("p", { "class": "said" }, unit.t));
    add(list(unit.w.concat(unit.l.map(function (line) { return [words.lines, line]; })), "facts"));
    var top = nodes.map(function (node, position) { return position; }).filter(function (position) { return nodes[position].parent == null; });
    var sections = top.map(function (position, section) {
      var mean = means[section] || ["", null], own = parseFloat(points[position]);
      return [nodes[position].id + " " + nodes[position].title, points[position], full(position), mean[0], bar(own, parseFloat(full(position)), mean[1])];
    });
    var left = h.apply(null, ["div", {}, h("h3", {}, words.sections), slim([words.section, words.points, words.full, words.groupMean, words.share], sections, ["", "n", "n", "n", "bar"])]
      // Beside few sections there is room for the group.
      .concat(unit.k && top.length < 5 ? nearby(unit.k, row, words.groupNearby, at.groupRank) : []));
    var right = h.apply(null, ["div", {}].concat(nearby(unit.n, row, words.nearby, at.rank), unit.k && top.length >= 5 ? nearby(unit.k, row, words.groupNearby, at.groupRank) : []));
    add(h("div", { "class": "two" }, left, right));
    add(h("h3", {}, words.gaps));
    if (unit.g.length) {
      var named = nodes.some(function (node) { return node.lead; }), advised = nodes.some(function (node) { return node.advice; });
      var gaps = unit.g.map(function (gap) {
        var node = nodes[gap[0]], cells = [node.id + " " + node.title, points[gap[0]], full(gap[0]), gap[1], lines(gap[2])[0][1]];
        if (named) cells.push(node.lead);
        if (advised) cells.push(node.advice);
        return cells;
      });
      add(table([words.indicator, words.points, words.full, words.lost, words.reason].concat(named ? [words.lead] : [], advised ? [words.advice] : []), gaps, ["", "n", "n", "n"]));
    } else add(h("p", {}, words.noGaps));
    var all = tree(unit, points, full, reasons);
    function fold(unfold) {
      [].forEach.call(all.querySelectorAll("details"), function (details) { if (unfold) details.fill(); details.open = unfold; });
    }
    var unfold = h("button", { type: "button", "class": "all" }, words.unfold), folded = h("button", { type: "button", "class": "all" }, words.fold);
    unfold.addEventListener("click", function () { fold(true); });
    folded.addEventListener("click", function () { fold(false); });
    add(h("h3", {}, words.reasons), h("p", { "class": "how" }, unfold, " ", folded), all);
    if (unit.d) add(h("h3", {}, words.deviations), table(common.deviations, unit.d, [""].concat(common.deviations.slice(2).map(function () { return "n"; }), [""])));
    if (unit.v) add(h("h3", {}, words.sources), table([words.field, words.said, words.differ, words.counted, words.why], unit.v, []));
    if (unit.e) add(h("h3", {}, words.evidence), table([words.indicator, words.field, words.value, words.named, words.pages, words.remark, words.cell], unit.e, []));
    if (unit.q) {
      var asked = document.querySelector("#questions table").cloneNode(false), asking = document.querySelectorAll("#questions tbody tr"), held = h("tbody", {});
      unit.q.forEach(function (line) { held.append(asking[line].cloneNode(true)); });
      asked.append(document.querySelector("#questions thead").cloneNode(true), held);
      add(h("h3", {}, words.questions), h("div", { "class": "wide" }, asked));
    }
    return row.cells[at.name];
  }

  // Addresses: a view, or #unit/ID.
  var views = [].slice.call(document.querySelectorAll(".view")), links = [].slice.call(document.querySelectorAll("nav a"));
  var places = {}, here = null;
  function go(event) {
    var hash = location.hash, name = hash.slice(1).split("/")[0] || "overview", heading = "";
    if (hash === "#main") return;
    if (!views.some(function (view) { return view.id === name; })) name = "overview";
    if (here) places[here] = window.scrollY;
    if (name === "unit") {
      var row = byLink.get(hash);
      if (row) heading = open(row);
      else { unitView.textContent = ""; unitView.append(h("h2", { tabindex: "-1" }, say("notThere", plain(hash.slice(6)))), h("a", { href: "#ranking" }, words.back)); }
    }
    views.forEach(function (view) { view.classList.toggle("on", view.id === name); });
    links.forEach(function (link) {
      var current = link.hash === "#" + (name === "unit" ? "ranking" : name);
      if (current) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
    root.dataset.view = name;
    here = name === "unit" ? hash : name;
    document.title = (heading ? heading + " – " : "") + title;
    window.scrollTo(0, name === "unit" ? 0 : places[here] || 0);
    if (event) { var focus = document.querySelector("#" + name + " h2"); if (focus) focus.focus({ preventScroll: true }); }
  }
  if ("scrollRestoration" in history) history.scrollRestoration = "manual";
  window.addEventListener("hashchange", go);
  go();

  var dark = document.getElementById("dark"), system = window.matchMedia("(prefers-color-scheme: dark)");
  function isDark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
  function show() { dark.setAttribute("aria-pressed", isDark()); }
  dark.addEventListener("click", function () { root.dataset.theme = isDark() ? "light" : "dark"; show(); });
  system.addEventListener && system.addEventListener("change", show);
  show();
  document.getElementById("print").addEventListener("click", function () { window.print(); });
})();
