//! Where the results come from: the rubric, the counts, every input with its fingerprint.

use super::Page;
use super::markup::{close, end, head, heading, open, paragraph, row};
use crate::report::provenance::{Fact, facts};
use crate::words::html::Web;
use crate::words::labels::Label;

pub(super) fn write(page: &Page<'_>, out: &mut String) {
    let say = |label: &Label| label.say(page.lang);
    head(out, &[say(&Label::Item), say(&Label::Content)]);
    for (label, fact) in facts(page.assessment, page.about, &page.counts, page.lang) {
        let content = match fact {
            Fact::Text(text) => ("text", text),
            Fact::Count(count) => ("text", count.to_string()),
        };
        row(out, &[("", say(&label)), content]);
    }
    end(out);
    heading(out, &say(&Label::Inputs));
    open(out);
    head(out, &[say(&Label::File), say(&Label::Fingerprint)]);
    for input in &page.about.inputs {
        row(out, &[("", input.name.clone()), ("hash", input.fingerprint.clone())]);
    }
    end(out);
    close(out);
    for line in [Label::PointsLegend.say(page.lang), Label::MadeBy.say(page.lang), Web::OneFile.say(page.lang)] {
        paragraph(out, "how", &line);
    }
}
