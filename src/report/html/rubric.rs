//! The rubric in words.

use super::Page;
use super::markup::{close, end, escape, head, heading, open, row};
use crate::report::rubric::{HEADS, NodeWords, RubricWords, Table};
use crate::words::labels::Label;

/// The columns that a node's line tells already: level, id, title, full points.
const IN_HEAD: usize = 4;

pub(super) fn write(page: &Page<'_>, out: &mut String) {
    let rubric = RubricWords::of(&page.assessment.program, page.lang);
    out.push_str("<dl class=\"facts\">\n");
    for (label, text) in &rubric.facts {
        out.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", escape(label), escape(text)));
    }
    out.push_str("</dl>\n");
    rubric.general.iter().for_each(|part| table(out, part));
    heading(out, &Label::SheetRubric.say(page.lang));
    rubric.nodes.iter().for_each(|of| node(page, out, of));
    rubric.data.iter().for_each(|part| table(out, part));
}

fn node(page: &Page<'_>, out: &mut String, node: &NodeWords) {
    out.push_str(&format!("<div class=\"node d{}\">\n<h4>{}</h4>\n<dl>\n", node.depth.min(4), escape(&node.head)));
    for (label, text) in HEADS.iter().zip(&node.cells).skip(IN_HEAD).filter(|(_, text)| !text.is_empty()) {
        out.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", escape(&label.say(page.lang)), escape(text)));
    }
    out.push_str("</dl>\n</div>\n");
}

fn table(out: &mut String, part: &Table) {
    heading(out, &part.title);
    open(out);
    head(out, &part.heads);
    for cells in &part.rows {
        row(out, &cells.iter().map(|cell| ("", cell.clone())).collect::<Vec<_>>());
    }
    end(out);
    close(out);
}
