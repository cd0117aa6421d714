//! The draft of a rubric file: the printed tree with its sentences as comments, and what is proposed for them.

use super::phrases::{Ask, Doubt, Field, Likeness, Proposal, likeness, propose, quoted};
use super::table::Rubric;
use super::tree::{Leaf, Node, Part, suffixed};
use crate::number::{self, Decimal};
use crate::words::Lang;
use crate::words::printed::Draft;

/// Characters of a title; what is longer is a sentence.
const MOST_TITLE: usize = 60;

/// The text of a draft, and how far it goes.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) proposed: usize,
    pub(super) undecided: usize,
}

/// What is known of the rubric besides its table.
pub(super) struct About<'a> {
    pub(super) id: &'a str,
    pub(super) file: &'a str,
    pub(super) sheet: Option<&'a str>,
    pub(super) lang: Lang,
}

/// Writes a draft.
pub(super) fn write(rubric: &Rubric, about: &About<'_>) -> Written {
    let mut body = Body { lang: about.lang, ..Body::default() };
    let (mut sections, mut bonus, mut penalties) = (0, 0, 0);
    for section in &rubric.sections {
        let (id, part) = match section.part() {
            Part::Ordinary => (counted("", &mut sections), Part::Ordinary),
            Part::Bonus => (counted("J", &mut bonus), Part::Bonus),
            Part::Penalty => (counted("K", &mut penalties), Part::Penalty),
            Part::Veto => {
                body.vetoes(section);
                continue;
            }
        };
        let heading = body.say(&Draft::SectionTitle { what: title(&section.title, about.lang) });
        body.text.push('\n');
        comment(&mut body.text, "", &heading);
        body.node(section, &id, part, 0);
    }
    let mut text = head(rubric, about);
    fields(&mut text, &body.fields, about.lang);
    text.push_str(&body.text);
    if !rubric.below.is_empty() {
        text.push('\n');
        for note in &rubric.below {
            comment(&mut text, "", &format!("{}: {note}", Draft::Below.say(about.lang)));
        }
    }
    let of_head = usize::from(period(&rubric.above).is_none());
    Written { text, proposed: body.proposed, undecided: body.undecided + of_head }
}

fn counted(prefix: &str, count: &mut usize) -> String {
    *count += 1;
    format!("{prefix}{count}")
}

/// The rubric's own keys.
fn head(rubric: &Rubric, about: &About<'_>) -> String {
    let lang = about.lang;
    let say = |draft: Draft| draft.say(lang);
    let mark = say(Draft::Proposed);
    let mut text = String::new();
    let sheet = about.sheet.map_or(String::new(), |name| say(Draft::Sheet { name: name.to_owned() }));
    comment(&mut text, "", &say(Draft::From { file: about.file.to_owned(), sheet }));
    for line in [Draft::HowProposed, Draft::HowUndecided, Draft::HowPrinted] {
        comment(&mut text, "· ", &say(line));
    }
    let printed = printed_title(&rubric.above);
    for line in rubric.above.iter().filter(|line| Some(*line) != printed) {
        comment(&mut text, "", &format!("{}: {line}", say(Draft::Heading)));
    }
    text.push('\n');
    text.push_str(&format!("id = {}\n", quoted(about.id)));
    let named = printed.cloned().unwrap_or_else(|| about.id.to_owned());
    text.push_str(&format!("title = {}\n", quoted(&title(&named, lang))));
    match period(&rubric.above) {
        Some(period) => text.push_str(&format!("period = {}  # {mark}\n", quoted(&period))),
        None => comment(&mut text, "", &format!("{}: {}", say(Draft::Undecided), say(Draft::NoPeriod))),
    }
    text.push_str("edition = \"1\"\n");
    let language = lang.tag();
    text.push_str(&format!("language = \"{language}\"\n\n"));
    comment(&mut text, "", &format!("{mark}: {}", say(Draft::Policies)));
    text.push_str("missing = \"zero\"\nnot_applicable = \"leave-out\"\nrescale = \"section\"\n\n");
    comment(&mut text, "", &format!("{mark}: {}", say(Draft::Rounding)));
    text.push_str("[rounding]\nleaf = 2\nsection = 2\ntotal = 2\nmode = \"half-up\"\n\n");
    comment(&mut text, "", &format!("{mark}: {}", say(Draft::Ties)));
    text.push_str("[ranking]\nties = \"competition\"\n\n");
    comment(&mut text, "", &say(Draft::Grading));
    text.push_str("# [grading]\n# grades = [{ name = \"A\", min = 90 }, { name = \"B\", min = 80 }, { name = \"C\", min = 60 }, { name = \"D\" }]\n");
    total(&mut text, rubric, lang);
    text
}

/// The printed total beside what the sections add up to.
fn total(text: &mut String, rubric: &Rubric, lang: Lang) {
    let Some(printed) = rubric.total.clone() else { return };
    let ordinary = rubric.sections.iter().filter(|section| section.part() == Part::Ordinary);
    let sum: Option<Decimal> = ordinary.map(sum).sum();
    let say = match sum {
        Some(sum) if number::plain(sum) != printed => Draft::TotalDiffers { printed, sum: number::plain(sum) },
        _ => Draft::Total { printed },
    };
    text.push('\n');
    comment(text, "", &say.say(lang));
}

/// The points of a node, or what its children add up to.
fn sum(node: &Node) -> Option<Decimal> {
    match &node.points {
        Some(points) => number::read_exact(points),
        None if node.children.is_empty() => None,
        None => node.children.iter().map(sum).sum(),
    }
}

/// The line above the table that is its title: the first that is no 附件, or the longest.
fn printed_title(above: &[String]) -> Option<&String> {
    let named =
        above.iter().find(|line| ["细则", "标准", "办法", "考核", "评分", "指标"].iter().any(|w| line.contains(w)));
    named.or_else(|| above.iter().max_by_key(|line| line.chars().count()))
}

/// 2016年度, 2016-2017年度
fn period(above: &[String]) -> Option<String> {
    above.iter().find_map(|line| {
        let folded = crate::text::half_width(line);
        let end = folded.find('年')?;
        let before = folded.get(..end)?;
        let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '~' | '—');
        let length: usize = before.chars().rev().take_while(is_part).map(char::len_utf8).sum();
        let years = before.get(end - length..)?.trim_start_matches(['-', '~', '—']);
        let plain = years.len() >= 4 && years.starts_with("20");
        plain.then(|| format!("{years}年度"))
    })
}

fn fields(text: &mut String, fields: &[(String, Field)], lang: Lang) {
    if fields.is_empty() {
        return;
    }
    text.push('\n');
    comment(text, "", &Draft::Fields.say(lang));
    text.push_str("[fields]\n");
    let mut labels: Vec<&str> = Vec::new();
    for (id, field) in fields {
        let label = if labels.contains(&field.label.as_str()) {
            format!("{}({id})", field.label)
        } else {
            labels.push(&field.label);
            field.label.clone()
        };
        let mut keys = vec![format!("label = {}", quoted(&label)), format!("kind = \"{}\"", field.kind)];
        if !field.options.is_empty() {
            let options: Vec<String> = field.options.iter().map(|option| quoted(option)).collect();
            keys.push(format!("options = [{}]", options.join(", ")));
        }
        keys.extend(field.measure.as_ref().map(|measure| format!("measure = {}", quoted(measure))));
        let mark = Draft::Proposed.say(lang);
        text.push_str(&format!("{} = {{ {} }}  # {id} {mark}\n", field.name, keys.join(", ")));
    }
}

/// A text as comment lines, whatever it holds.
fn comment(text: &mut String, before: &str, content: &str) {
    for line in content.split(['\n', '\r']) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !line.trim().is_empty() {
            text.push_str(&format!("# {before}{}\n", line.trim()));
        }
    }
}

/// A title without its own number before it: 1.1 规划 under the id 1.1.
fn unnumbered<'t>(title: &'t str, id: &str) -> &'t str {
    let rest = title.strip_prefix(id).filter(|rest| rest.starts_with([' ', '.', '、', '\u{3000}']));
    rest.map(|rest| rest.trim_start_matches([' ', '.', '、', '\u{3000}']))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title)
}

/// A title on one line, and not too long.
fn title(text: &str, lang: Lang) -> String {
    let line: String = text.chars().filter(|c| !c.is_control()).collect();
    let line = line.trim();
    if line.is_empty() {
        return Draft::Untitled.say(lang);
    }
    let mut short: String = line.chars().take(MOST_TITLE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// The tree as it is being written.
#[derive(Default)]
struct Body {
    lang: Lang,
    text: String,
    /// Fields, each with the id of its leaf.
    fields: Vec<(String, Field)>,
    proposed: usize,
    undecided: usize,
    vetoes: usize,
}

impl Body {
    fn say(&self, draft: &Draft) -> String {
        draft.say(self.lang)
    }

    fn undecided(&mut self, draft: &Draft) {
        let line = format!("{}: {}", self.say(&Draft::Undecided), self.say(draft));
        comment(&mut self.text, "", &line);
    }

    fn node(&mut self, node: &Node, id: &str, part: Part, depth: usize) {
        self.text.push('\n');
        let leaf = node.leaf.as_ref().filter(|_| node.children.is_empty());
        self.printed(node, leaf);
        let levels = match part {
            Part::Bonus => ["bonus", "items"],
            Part::Penalty => ["penalties", "items"],
            _ => ["sections", "indicators"],
        };
        let path: Vec<&str> = levels.into_iter().chain(std::iter::repeat("items")).take(depth + 1).collect();
        self.text.push_str(&format!("[[{}]]\n", path.join(".")));
        self.text.push_str(&format!(
            "id = {}\ntitle = {}\n",
            quoted(id),
            quoted(&title(unnumbered(&node.title, id), self.lang))
        ));
        match &node.points {
            Some(points) if node.percent => {
                let mark = format!("{}: {}", self.say(&Draft::Proposed), self.say(&Draft::PercentPoints));
                self.text.push_str(&format!("points = {points}  # {mark}\n"));
            }
            Some(points) => self.text.push_str(&format!("points = {points}\n")),
            None if leaf.is_some() => {
                self.undecided += 1;
                self.undecided(&Draft::NoPoints);
            }
            None => {}
        }
        match leaf {
            Some(leaf) => self.leaf(node, leaf, id, part),
            None => {
                for (at, child) in node.children.iter().enumerate() {
                    self.node(child, &format!("{id}.{}", at + 1), part, depth + 1);
                }
            }
        }
    }

    /// The printed sentences of a node.
    fn printed(&mut self, node: &Node, leaf: Option<&Leaf>) {
        if node.title.chars().count() > MOST_TITLE {
            let line = format!("{} {}", self.say(&Draft::Printed), node.title);
            comment(&mut self.text, "", &line);
        }
        for (header, text) in leaf.iter().flat_map(|leaf| &leaf.printed).chain(&node.printed) {
            let printed = self.say(&Draft::Printed);
            comment(&mut self.text, &format!("{printed} "), &labelled(header, text));
        }
    }

    fn leaf(&mut self, node: &Node, leaf: &Leaf, id: &str, part: Part) {
        let (lead, rest) = leaf.lead.split_first().map_or((None, [].as_slice()), |(lead, rest)| (Some(lead), rest));
        if let Some(lead) = lead {
            let mark = format!("  # {}: {}", self.say(&Draft::Proposed), self.say(&Draft::PartOfName));
            let mark = if rest.is_empty() { "" } else { &mark };
            self.text.push_str(&format!("lead = {}{mark}\n", quoted(lead)));
        }
        let support: Vec<String> = rest.iter().chain(&leaf.support).map(|name| quoted(name)).collect();
        if !support.is_empty() {
            self.text.push_str(&format!("support = [{}]\n", support.join(", ")));
        }
        for (key, texts) in [("evidence", &leaf.evidence), ("note", &leaf.note)] {
            if !texts.is_empty() {
                self.text.push_str(&format!("{key} = {}\n", quoted(&texts.join(";"))));
            }
        }
        let name = format!("v{}", id.replace('.', "_"));
        match proposal(node, leaf, &name, part) {
            Some(found) => self.propose(id, &name, found),
            None => {
                self.undecided += 1;
                let draft = match likeness(&sentences(leaf)) {
                    Likeness::Rank => Draft::LikeRank,
                    Likeness::Steps => Draft::LikeSteps,
                    Likeness::Mean => Draft::LikeMean,
                    Likeness::Deduct => Draft::LikeDeduct,
                    Likeness::Proportion => Draft::LikeProportion,
                    Likeness::Choice => Draft::LikeChoice,
                    Likeness::Nothing => Draft::LikeNothing,
                };
                self.undecided(&draft);
            }
        }
    }

    fn propose(&mut self, id: &str, name: &str, found: Proposal) {
        if found.value {
            self.text.push_str(&format!("value = \"{name}\"\n"));
        }
        let doubts: Vec<String> = found
            .doubts
            .iter()
            .map(|doubt| {
                self.say(&match doubt {
                    Doubt::NoEnd => Draft::NoEnd,
                    Doubt::NoMost => Draft::NoMost,
                    Doubt::Included => Draft::Included,
                    Doubt::Rest => Draft::NoRest,
                })
            })
            .collect();
        let mark = self.say(&Draft::Proposed);
        let mark = if doubts.is_empty() { mark } else { format!("{mark}: {}", doubts.join(";")) };
        self.text.push_str(&format!("score{}  # {mark}\n", found.score));
        if found.open.is_some() {
            self.undecided += 1;
            self.undecided(&Draft::OpenCount);
        } else {
            self.proposed += 1;
        }
        self.fields.extend(found.fields.into_iter().map(|field| (id.to_owned(), field)));
    }

    /// What is printed of vetoes, to be completed.
    fn vetoes(&mut self, node: &Node) {
        if !node.children.is_empty() {
            for child in &node.children {
                self.vetoes(child);
            }
            return;
        }
        self.vetoes += 1;
        self.undecided += 1;
        self.text.push('\n');
        self.printed(node, node.leaf.as_ref());
        let say = node.leaf.as_ref().map(sentences).filter(|text| !text.is_empty());
        let say = say.unwrap_or_else(|| node.title.clone()).replace('\n', "");
        self.text.push_str(&format!("[[vetoes]]\nid = \"F{}\"\nsay = {}\n", self.vetoes, quoted(&say)));
        self.undecided(&Draft::VetoOpen);
    }
}

/// A printed text after its header, every line of it.
fn labelled(header: &str, text: &str) -> String {
    if header.is_empty() { text.to_owned() } else { format!("{header}: {text}") }
}

/// The sentences of a leaf's rule, or what it looks at where no rule is printed.
fn sentences(leaf: &Leaf) -> String {
    let rules: Vec<&str> = leaf.rules.iter().map(|(text, _)| text.as_str()).collect();
    if rules.is_empty() { leaf.content.join("\n") } else { rules.join("\n") }
}

/// What the one sentence that gives points means; nothing where several do, or where it is printed for others too.
fn proposal(node: &Node, leaf: &Leaf, name: &str, part: Part) -> Option<Proposal> {
    let gives = |text: &&(String, bool)| {
        let folded = crate::text::fold(&text.0);
        folded.contains(|c: char| c.is_ascii_digit()) && folded.contains('分') || folded.contains("得分")
    };
    let content: Vec<(String, bool)> = leaf.content.iter().map(|text| (text.clone(), true)).collect();
    let texts = if leaf.rules.is_empty() { &content } else { &leaf.rules };
    let giving: Vec<&(String, bool)> = texts.iter().filter(gives).collect();
    let (sentence, own) = match (giving.as_slice(), texts.as_slice()) {
        ([one], _) => *one,
        ([], [one]) => one,
        ([], []) => &(node.title.clone(), true),
        _ => return None,
    };
    let title = title(&node.title, Lang::Zh);
    let points = node.points.as_deref().and_then(number::read_exact);
    let sentence = suffixed(sentence).0;
    let sentence = sentence.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    // Lines of a cell are clauses where they do not end as such.
    let sentence = sentence.collect::<Vec<_>>().join(";");
    own.then(|| propose(&Ask { sentence: &sentence, title: &title, points, name, part }))?
}
