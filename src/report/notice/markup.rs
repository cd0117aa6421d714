//! What a template wrote, read as a document: `#` heads, `|` tables, `@` fixed parts, every other line a paragraph.

use std::sync::Arc;

use super::document::{Align, Block, Document, Run, Table};
use super::punctuation;
use super::template::{LINE, line_spot, own_lines};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::words::notice::NoticeProblem;
use crate::words::{Bilingual, Lang, both};

/// A fixed part of an official document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    LetterHead,
    Number,
    To,
    Enclosure,
    Signed,
    Dated,
    Note,
    Annex,
    Remark,
    Copies,
    Printed,
}

/// A mark that a line begins with.
#[derive(Debug)]
pub struct Mark {
    part: Part,
    /// As templates write it, after the `@`.
    pub name: Bilingual,
    /// What it is.
    pub meaning: Bilingual,
}

const fn mark(part: Part, name: Bilingual, meaning: Bilingual) -> Mark {
    Mark { part, name, meaning }
}

/// The marks; either language's name serves.
pub static MARKS: [Mark; 12] = [
    mark(
        Part::Head,
        both("发文机关标志", "head"),
        both("红头,下为发文字号和红线", "the red letterhead above number and red line"),
    ),
    mark(
        Part::LetterHead,
        both("信函标志", "letterhead"),
        both("信函格式的红头,下为双线", "the red letterhead of letters, above a double line"),
    ),
    mark(Part::Number, both("发文字号", "number"), both("发文字号", "the document's number")),
    mark(Part::To, both("主送", "to"), both("主送机关,冒号自动加", "whom it goes to; the colon is added")),
    mark(
        Part::Enclosure,
        both("附件说明", "enclosure"),
        both("正文后附件的名称,一行一个,序号自动加", "the name of an annex, listed after the text and numbered"),
    ),
    mark(Part::Signed, both("署名", "signed"), both("发文机关署名", "the signature")),
    mark(Part::Dated, both("日期", "dated"), both("成文日期", "the day")),
    mark(Part::Note, both("附注", "note"), both("附注,括号自动加", "a note; the brackets are added")),
    mark(
        Part::Annex,
        both("附件", "annex"),
        both("附件的标题,另起一页,序号自动加", "an annex on a page of its own, with its title; numbered"),
    ),
    mark(Part::Remark, both("注", "remark"), both("表下的说明", "a small remark below a table")),
    mark(Part::Copies, both("抄送", "copies"), both("抄送机关", "who gets copies")),
    mark(
        Part::Printed,
        both("印发", "printed"),
        both("印发机关,日期取成文日期", "the office that prints it; the day is that of the document"),
    ),
];

fn find(word: &str) -> Option<Part> {
    MARKS.iter().find(|mark| word == mark.name.zh || word == mark.name.en).map(|mark| mark.part)
}

/// The word of a mark, and what follows it.
fn split_mark(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix('@')?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}')).unwrap_or(rest.len());
    let (word, text) = rest.split_at_checked(end)?;
    Some((word, text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}'))))
}

/// Problems of one template that are told; more would only be echoes.
const MOST_PROBLEMS: usize = 200;

/// Marks of a template that nobody knows.
pub(super) fn check(source: &Arc<Source>) -> Vec<Diagnostic> {
    let unknown = |(number, line): (usize, String)| {
        let (word, _) = split_mark(line.trim_start())?;
        if find(word).is_some() {
            return None;
        }
        let names = || MARKS.iter().flat_map(|mark| [mark.name.zh, mark.name.en]);
        let known = MARKS.iter().map(|mark| format!("@{} (@{})", mark.name.zh, mark.name.en)).collect::<Vec<_>>();
        let problem = NoticeProblem::UnknownMark { mark: format!("@{word}"), known: known.join("、") };
        let mut spot = line_spot(source, number);
        spot.span.end = (spot.span.start + 1 + word.len()).min(spot.span.end);
        Some(Diagnostic::at(problem, &spot).suggest(nearest(word, names()).map(|name| format!("@{name}"))))
    };
    own_lines(&source.text).into_iter().filter_map(unknown).take(MOST_PROBLEMS).collect()
}

/// Reads what a template wrote.
pub(super) fn read(text: &str, source: &Arc<Source>, lang: Lang) -> Result<Document, Vec<Diagnostic>> {
    let mut reader = Reader::new(source, lang);
    for line in text.split('\n') {
        let line = reader.unnumbered(line);
        reader.line(line.trim());
    }
    reader.finish()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    lang: Lang,
    /// The template's line that is being written.
    line: usize,
    blocks: Vec<Block>,
    problems: Vec<Diagnostic>,
    /// How many heads of each level there were.
    heads: [usize; 3],
    seen: Vec<&'static str>,
    /// A row of another width than its table, which a rule below it may make the head of the next one.
    doubtful: Option<(usize, NoticeProblem)>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>, lang: Lang) -> Reader<'a> {
        Reader {
            source,
            lang,
            line: 1,
            blocks: Vec::new(),
            problems: Vec::new(),
            heads: [0; 3],
            seen: Vec::new(),
            doubtful: None,
        }
    }

    /// A line without the numbers in it; the last one before its text is where it comes from.
    fn unnumbered(&mut self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(LINE.0) {
            out.push_str(before);
            let Some((number, after)) = after.split_once(LINE.1) else { break };
            if out.trim().is_empty() {
                self.line = number.parse().unwrap_or(self.line);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn report(&mut self, problem: NoticeProblem) {
        self.report_at(self.line, problem);
    }

    fn report_at(&mut self, line: usize, problem: NoticeProblem) {
        if self.problems.len() >= MOST_PROBLEMS {
            return;
        }
        self.problems.push(Diagnostic::at(problem, &line_spot(self.source, line)));
    }

    /// Reports the row that no rule made a head.
    fn settle(&mut self) {
        if let Some((line, problem)) = self.doubtful.take() {
            self.report_at(line, problem);
        }
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        if line.starts_with('|') {
            self.row(line);
            return;
        }
        self.settle();
        if let Some((word, text)) = split_mark(line) {
            if let Some(part) = find(word)
                && !text.is_empty()
            {
                self.part(part, unescape(text));
            }
            return;
        }
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        let runs = runs(text.trim());
        if runs.is_empty() {
            return;
        }
        match level {
            0 => self.blocks.push(Block::Paragraph(runs)),
            1 => {
                self.once("#");
                self.blocks.push(Block::Title(runs));
            }
            level => {
                let level = level.min(4) - 1;
                let number = self.number(level);
                self.blocks.push(Block::Heading { level, number, text: runs });
            }
        }
    }

    /// Reports a part of which there may be one, and is another.
    fn once(&mut self, name: &'static str) {
        if self.seen.contains(&name) {
            self.report(NoticeProblem::Repeated { mark: name.to_owned() });
        }
        self.seen.push(name);
    }

    /// The number of the next head: 一、 (一) 1.
    fn number(&mut self, level: usize) -> String {
        for (position, count) in self.heads.iter_mut().enumerate() {
            match (position + 1).cmp(&level) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => *count += 1,
                std::cmp::Ordering::Greater => *count = 0,
            }
        }
        let count = self.heads.get(level - 1).copied().unwrap_or(1);
        match (self.lang, level) {
            (Lang::Zh, 1) => format!("{}、", chinese(count)),
            (Lang::Zh, 2) => format!("\u{ff08}{}\u{ff09}", chinese(count)),
            (Lang::Zh, _) => format!("{count}."),
            (Lang::En, 1) => format!("{count}. "),
            (Lang::En, 2) => format!("{}.{count} ", self.heads.first().copied().unwrap_or(1)),
            (Lang::En, _) => format!("({count}) "),
        }
    }

    fn part(&mut self, part: Part, text: String) {
        let block = match part {
            Part::Head => Block::Head(text),
            Part::LetterHead => Block::LetterHead(text),
            Part::Number => Block::Number(text),
            Part::To => Block::To(text),
            Part::Enclosure => {
                if let Some(Block::Enclosures(names)) = self.blocks.last_mut() {
                    names.push(text);
                    return;
                }
                Block::Enclosures(vec![text])
            }
            Part::Signed => Block::Signed(text),
            Part::Dated => Block::Dated(text),
            Part::Note => Block::Note(text),
            Part::Annex => Block::Annex { number: None, title: text },
            Part::Remark => Block::Remark(vec![Run { text, bold: false }]),
            Part::Copies => Block::Copies(text),
            Part::Printed => Block::Printed { by: text, date: String::new() },
        };
        if !matches!(part, Part::Note | Part::Annex | Part::Remark)
            && let Some(mark) = MARKS.iter().find(|mark| mark.part == part)
        {
            self.once(self.lang.pick(mark.name));
        }
        self.blocks.push(block);
    }

    fn row(&mut self, line: &str) {
        let cells = cells(line);
        let rule = aligns(&cells);
        let Some(Block::Table(table)) = self.blocks.last_mut() else {
            let heads = cells.iter().map(|cell| runs(cell)).collect::<Vec<_>>();
            let aligns = vec![Align::Left; heads.len()];
            self.blocks.push(Block::Table(Table { heads, aligns, rows: Vec::new() }));
            return;
        };
        if let Some(aligns) = rule {
            self.doubtful = None;
            if let Some(heads) = table.rows.pop() {
                // A rule below a later row makes that row the head of another table.
                self.blocks.push(Block::Table(Table { heads, aligns: Vec::new(), rows: Vec::new() }));
            }
            self.rule(aligns);
            return;
        }
        let heads = table.heads.len();
        table.rows.push(cells.iter().map(|cell| runs(cell)).collect());
        self.settle();
        if cells.len() != heads {
            self.doubtful = Some((self.line, NoticeProblem::RowWidth { cells: cells.len(), heads }));
        }
    }

    /// How the columns of the table that has just begun stand.
    fn rule(&mut self, aligns: Vec<Align>) {
        let Some(Block::Table(table)) = self.blocks.last_mut() else { return };
        let (cells, heads) = (aligns.len(), table.heads.len());
        table.aligns = aligns;
        if cells != heads {
            self.report(NoticeProblem::RowWidth { cells, heads });
        }
    }

    fn finish(mut self) -> Result<Document, Vec<Diagnostic>> {
        self.settle();
        if !self.seen.contains(&"#") {
            self.line = 1;
            self.report(NoticeProblem::NoTitle);
        }
        if !self.problems.is_empty() {
            self.problems.dedup();
            return Err(self.problems);
        }
        let dated = self.blocks.iter().find_map(|block| match block {
            Block::Dated(text) => Some(text.clone()),
            _ => None,
        });
        let annexes = self.blocks.iter().filter(|block| matches!(block, Block::Annex { .. })).count();
        let named = self.blocks.iter().map(|block| if let Block::Enclosures(names) = block { names.len() } else { 0 });
        let numbered = annexes > 1 || named.max().unwrap_or(0) > 1;
        let mut next = 0;
        for block in &mut self.blocks {
            match block {
                Block::Annex { number, .. } if numbered => {
                    next += 1;
                    *number = Some(next);
                }
                Block::Printed { date, .. } => *date = dated.clone().unwrap_or_default(),
                _ => {}
            }
        }
        let mut document = Document { blocks: self.blocks };
        if self.lang == Lang::Zh {
            punctuation::full_width(&mut document);
        }
        Ok(document)
    }
}

/// 一, 二, … 十一, … 九十九; plain digits beyond.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: usize| DIGITS.get(at).copied().unwrap_or_default();
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number - 10)),
        20..100 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// The cells of a row, still escaped.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars().skip(1) {
        match c {
            '|' if !escaped => cells.push(String::new()),
            c => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
        escaped = c == '\\' && !escaped;
    }
    // What follows the last line of the row is no cell.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// `---`, `:---:`, `---:`; nothing where a cell is something else.
fn aligns(cells: &[String]) -> Option<Vec<Align>> {
    let align = |cell: &String| {
        let inner = cell.trim_start_matches(':').trim_end_matches(':');
        if inner.len() < 3 || inner.contains(|c| c != '-') {
            return None;
        }
        Some(match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Align::Centre,
            (false, true) => Align::Right,
            _ => Align::Left,
        })
    };
    cells.iter().map(align).collect()
}

/// A text with `**` around what stands out.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = vec![Run { text: String::new(), bold: false }];
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let Some(last) = runs.last_mut() else { break };
        match c {
            '\\' => last.text.extend(rest.next()),
            '*' if rest.next_if_eq(&'*').is_some() => {
                let bold = !last.bold;
                runs.push(Run { text: String::new(), bold });
            }
            c => last.text.push(c),
        }
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

fn unescape(text: &str) -> String {
    super::document::plain(&runs(text))
}
