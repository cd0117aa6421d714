//! Notices as Markdown: for a web page, or to be worked on further.

use super::document::{Align, Block, Document, Run, Table, plain};
use crate::report::markdown::{bold, escape};
use crate::words::Lang;
use crate::words::notice::Notice;

/// The document in Markdown.
pub(super) fn write(document: &Document, lang: Lang) -> String {
    let blocks: Vec<String> = document.blocks.iter().map(|block| self::block(block, lang)).collect();
    blocks.join("\n\n") + "\n"
}

fn block(block: &Block, lang: Lang) -> String {
    match block {
        Block::Head(text) | Block::LetterHead(text) => bold(text),
        Block::Number(text) | Block::Signed(text) | Block::Dated(text) => escape(text),
        Block::Title(text) => format!("# {}", runs(text)),
        Block::To(text) => escape(&super::recipients(text, lang)),
        Block::Heading { level, number, text } => format!("{} {}{}", "#".repeat(level + 1), escape(number), runs(text)),
        Block::Paragraph(text) | Block::Remark(text) => runs(text),
        Block::Enclosures(names) => {
            super::enclosures(names, lang).iter().map(|line| escape(line)).collect::<Vec<_>>().join("  \n")
        }
        Block::Note(text) => escape(&super::note(text, lang)),
        Block::Annex { number, title } => {
            let label = number.map_or(Notice::Annex, |n| Notice::AnnexNumber { n }).say(lang);
            format!("---\n\n{}\n\n## {}", bold(&label), escape(title))
        }
        Block::Table(of) => table(of),
        Block::Copies(text) => escape(&super::copies(text, lang)),
        Block::Printed { by, date } => escape(&format!("{by}  {}", Notice::Printed { date: date.clone() }.say(lang))),
    }
}

fn runs(runs: &[Run]) -> String {
    runs.iter().map(|run| if run.bold { bold(&run.text) } else { escape(&run.text) }).collect()
}

fn table(table: &Table) -> String {
    let row =
        |cells: &[Vec<Run>]| format!("| {} |", cells.iter().map(|cell| runs(cell)).collect::<Vec<_>>().join(" | "));
    let rule = |align: &Align| match align {
        Align::Left => " --- |",
        Align::Centre => " :---: |",
        Align::Right => " ---: |",
    };
    let heads: Vec<Vec<Run>> = table.heads.iter().map(|head| vec![Run { text: plain(head), bold: false }]).collect();
    let rules: String = table.aligns.iter().map(rule).collect();
    let mut lines = vec![row(&heads), format!("|{rules}")];
    lines.extend(table.rows.iter().map(|cells| row(cells)));
    lines.join("\n")
}
