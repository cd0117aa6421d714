//! The document itself: parts of an official document as paragraphs, and the pages they stand on.

use std::io;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::document::{Block, Document, Run, plain};
use super::super::{enclosure_labels, note, recipients};
use super::imprint;
use super::package::id_of;
use super::styles::{self, THIRD_WIDTH, emphasis};
use super::table;
use super::xml::Xml;
use super::{LINE, W, WIDE, WIDTH};
use crate::words::Lang;
use crate::words::notice::Notice;
use crate::words::notice::TITLE_WORDS;

/// Columns up to which a table stands upright.
const UPRIGHT: usize = 10;
/// Twentieths of a point of an empty line.
const BLANK: i64 = 579;

/// The document's part.
pub(super) fn write(document: &Document, letter: bool, lang: Lang) -> io::Result<Vec<u8>> {
    let spaces = [("xmlns:w", W), ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")];
    Xml::part("w:document", &spaces, |xml| xml.within("w:body", &[], |xml| Body { lang, letter }.write(xml, document)))
}

struct Body {
    lang: Lang,
    letter: bool,
}

/// The page a block comes on.
#[derive(Clone, Copy)]
struct Page {
    /// Whether it begins one.
    new: bool,
    /// Whether it lies down.
    lying: bool,
}

/// How a paragraph differs from its style.
#[derive(Default)]
struct Look<'a> {
    style: &'a str,
    /// Whether it stays with the next.
    keep: bool,
    /// Whether it begins a page.
    page: bool,
    /// Twentieths of a point above it.
    before: i64,
    /// Attributes of its indent.
    indent: Vec<(&'static str, i64)>,
    align: Option<&'a str>,
    /// Half-points, where not of its style.
    size: Option<i64>,
    /// A red line below it.
    line: bool,
}

impl Body {
    fn write(&self, xml: &mut Xml, document: &Document) -> io::Result<()> {
        let blocks = &document.blocks;
        let mut lying = false;
        let mut in_table = false;
        for (position, block) in blocks.iter().enumerate() {
            let mut new_page = false;
            if let Block::Annex { .. } = block {
                let wide = is_wide(blocks.get(position + 1..).unwrap_or_default());
                new_page = wide == lying;
                if wide != lying {
                    self.end_section(xml, lying)?;
                    lying = wide;
                    in_table = false;
                }
            }
            let is_table = matches!(block, Block::Table(_));
            if in_table && is_table {
                tiny(xml, "20")?;
            }
            in_table = is_table;
            let (before, after) = (blocks.get(..position).unwrap_or_default(), blocks.get(position + 1));
            self.block(xml, block, (before, after), Page { new: new_page, lying })?;
        }
        imprint::write(xml, blocks, self.letter, self.lang)?;
        tiny(xml, "20")?;
        self.section(xml, lying)
    }

    fn block(
        &self,
        xml: &mut Xml,
        block: &Block,
        (before, after): (&[Block], Option<&Block>),
        page: Page,
    ) -> io::Result<()> {
        let first = before.iter().all(|block| matches!(block, Block::LetterHead(_)));
        match block {
            Block::Head(text) => {
                let look =
                    Look { style: "Letterhead", size: Some(head_size(text, WIDTH)), before: 1984, ..Look::default() };
                self.paragraph(xml, &look, &said(text))
            }
            // Stands in the header of the first page.
            Block::LetterHead(_) | Block::Copies(_) | Block::Printed { .. } => Ok(()),
            Block::Number(text) => {
                let headed = matches!(before.last(), Some(Block::Head(_)));
                let align = Some(if self.letter { "right" } else { "center" });
                let before = if headed { 2 * BLANK } else { 0 };
                self.paragraph(
                    xml,
                    &Look { style: "Normal", align, before, line: headed, ..Look::default() },
                    &said(text),
                )
            }
            Block::Title(runs) => {
                let before = if first { 0 } else { 2 * BLANK };
                let indent = balance(&plain(runs));
                self.paragraph(xml, &Look { style: "Title", before, indent, ..Look::default() }, runs)
            }
            Block::To(text) => {
                let text = recipients(text, self.lang);
                self.paragraph(xml, &Look { style: "Normal", before: BLANK, ..Look::default() }, &said(&text))
            }
            Block::Heading { level, number, text } => {
                let style = ["Heading1", "Heading2", "Heading3"].get(level - 1).copied().unwrap_or("Heading3");
                let mut all = said(number);
                all.extend(text.iter().cloned());
                self.paragraph(xml, &Look { style, ..Look::default() }, &all)
            }
            Block::Paragraph(runs) => {
                // The signature does not stand on a page without text.
                let keep = matches!(after, Some(Block::Enclosures(_) | Block::Signed(_)));
                self.paragraph(xml, &Look { style: "Body", keep, ..Look::default() }, runs)
            }
            Block::Enclosures(names) => self.enclosures(xml, names),
            Block::Signed(text) => self.signed(xml, text, None),
            Block::Dated(text) => {
                let above = before.iter().rev().find_map(|block| match block {
                    Block::Signed(name) => Some(name.as_str()),
                    _ => None,
                });
                self.signed(xml, text, Some(above.unwrap_or_default()))
            }
            Block::Note(text) => {
                let text = note(text, self.lang);
                self.paragraph(xml, &Look { style: "Body", ..Look::default() }, &said(&text))
            }
            Block::Annex { number, title } => {
                let label = number.map_or(Notice::Annex, |n| Notice::AnnexNumber { n }).say(self.lang);
                self.paragraph(xml, &Look { style: "Annex", page: page.new, ..Look::default() }, &said(&label))?;
                self.paragraph(xml, &Look { style: "AnnexTitle", before: BLANK, ..Look::default() }, &said(title))?;
                tiny(xml, "300")
            }
            Block::Table(of) => table::write(xml, of, if page.lying { WIDE } else { WIDTH }, self.lang),
            Block::Remark(runs) => self.paragraph(xml, &Look { style: "Table", before: 120, ..Look::default() }, runs),
        }
    }

    /// 附件:1.… — the names below each other.
    fn enclosures(&self, xml: &mut Xml, names: &[String]) -> io::Result<()> {
        let label_width = width_of(&Notice::Enclosures.say(self.lang));
        for (position, (name, (label, number))) in names.iter().zip(enclosure_labels(names, self.lang)).enumerate() {
            let own = width_of(&number);
            let start = if self.lang == Lang::Zh { 2 * THIRD_WIDTH } else { 0 };
            let look = Look {
                style: "Normal",
                keep: true,
                before: if position == 0 { BLANK } else { 0 },
                indent: vec![("w:left", start + label_width + own), ("w:hanging", width_of(&label) + own)],
                align: Some("left"),
                ..Look::default()
            };
            self.paragraph(xml, &look, &said(&format!("{label}{number}{name}")))?;
        }
        Ok(())
    }

    /// The signature, or with `above` the day below it: the day four characters from the edge, the signature centred
    /// over it; a signature that is longer stays two characters from the edge and moves the day.
    fn signed(&self, xml: &mut Xml, text: &str, above: Option<&str>) -> io::Result<()> {
        let (dated, name) = (above.is_some(), above.unwrap_or(text));
        // The day is about as wide as six characters, whichever day it is.
        let day = if dated { width_of(text) } else { 6 * THIRD_WIDTH };
        let over = ((width_of(name) - day) / 2).max(0);
        let edge = (4 * THIRD_WIDTH).max(over + 2 * THIRD_WIDTH);
        let right = match (self.lang, dated) {
            (Lang::En, _) => 0,
            (Lang::Zh, true) => edge,
            (Lang::Zh, false) => edge + (day - width_of(name)) / 2,
        };
        let look = Look {
            style: "Normal",
            keep: !dated,
            before: if dated { 0 } else { 2 * BLANK },
            indent: vec![("w:right", right)],
            align: Some("right"),
            ..Look::default()
        };
        self.paragraph(xml, &look, &said(text))
    }

    fn paragraph(&self, xml: &mut Xml, look: &Look<'_>, text: &[Run]) -> io::Result<()> {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| look.write(xml))?;
            match look.size {
                Some(size) => sized(xml, text, size),
                None => runs(xml, text, self.lang, false),
            }
        })
    }

    fn end_section(&self, xml: &mut Xml, lying: bool) -> io::Result<()> {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.empty("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")])?;
                self.section(xml, lying)
            })
        })
    }

    fn section(&self, xml: &mut Xml, lying: bool) -> io::Result<()> {
        xml.within("w:sectPr", &[], |xml| {
            let reference = |xml: &mut Xml, name: &str, kind: &str, part: &str| {
                xml.empty(name, &[("w:type", kind), ("r:id", &id_of(part))])
            };
            if self.letter {
                reference(xml, "w:headerReference", "first", "header1")?;
            }
            reference(xml, "w:footerReference", "default", "footer1")?;
            reference(xml, "w:footerReference", "even", "footer2")?;
            if self.letter {
                reference(xml, "w:footerReference", "first", "footer3")?;
            }
            let (width, height) = ("11906", "16838");
            if lying {
                xml.empty("w:pgSz", &[("w:w", height), ("w:h", width), ("w:orient", "landscape")])?;
            } else {
                xml.empty("w:pgSz", &[("w:w", width), ("w:h", height)])?;
            }
            // 37, 28, 26 and 35 mm; a page that lies down is bound at its upper edge.
            let (top, right, bottom, left) =
                if lying { ("1587", "2098", "1474", "1984") } else { ("2098", "1474", "1984", "1587") };
            let edges = [
                ("w:top", top),
                ("w:right", right),
                ("w:bottom", bottom),
                ("w:left", left),
                ("w:header", if self.letter { "1701" } else { "851" }),
                ("w:footer", if lying { "851" } else { "1417" }),
                ("w:gutter", "0"),
            ];
            xml.empty("w:pgMar", &edges)?;
            if self.letter && !lying {
                xml.empty("w:titlePg", &[])?;
            }
            match self.lang {
                Lang::Zh => {
                    let grid = [("w:type", "lines"), ("w:linePitch", LINE)];
                    xml.empty("w:docGrid", &grid)
                }
                Lang::En => Ok(()),
            }
        })
    }
}

impl Look<'_> {
    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        xml.value("w:pStyle", self.style)?;
        if self.keep {
            xml.empty("w:keepNext", &[])?;
        }
        if self.page {
            xml.empty("w:pageBreakBefore", &[])?;
        }
        if self.line {
            xml.within("w:pBdr", &[], |xml| red_line(xml, "w:bottom", "single", "11"))?;
        }
        let before = self.before.to_string();
        if self.size.is_some() {
            // Large letters need lines of their own height.
            xml.empty("w:spacing", &[("w:before", &before), ("w:line", "240"), ("w:lineRule", "auto")])?;
        } else if self.before > 0 {
            xml.empty("w:spacing", &[("w:before", &before)])?;
        }
        if !self.indent.is_empty() {
            let sizes: Vec<(&str, String)> = self.indent.iter().map(|(side, size)| (*side, size.to_string())).collect();
            let sizes: Vec<(&str, &str)> = sizes.iter().map(|(side, size)| (*side, size.as_str())).collect();
            xml.empty("w:ind", &sizes)?;
        }
        self.align.map_or(Ok(()), |align| xml.value("w:jc", align))
    }
}

/// The header of a letter's first page: who writes, above a red double line 170 mm long.
pub(super) fn letter_header(document: &Document) -> io::Result<Vec<u8>> {
    let name = document.blocks.iter().find_map(|block| match block {
        Block::LetterHead(name) => Some(name.as_str()),
        _ => None,
    });
    let name = name.unwrap_or_default();
    Xml::part("w:hdr", &[("xmlns:w", W)], |xml| {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Letterhead")?;
                xml.within("w:pBdr", &[], |xml| red_line(xml, "w:bottom", "thickThinSmallGap", "11"))?;
                xml.empty("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto"), ("w:after", "200")])?;
                xml.empty("w:ind", &[("w:left", "-397"), ("w:right", "-397")])
            })?;
            sized(xml, &said(name), head_size(name, WIDTH))
        })
    })
}

/// A red line at a side of a paragraph, so many points from it.
pub(super) fn red_line(xml: &mut Xml, side: &str, kind: &str, space: &str) -> io::Result<()> {
    let size = if kind == "single" { "12" } else { "24" };
    xml.empty(side, &[("w:val", kind), ("w:sz", size), ("w:space", space), ("w:color", "FF0000")])
}

/// Half-points of a letterhead that fits into one line.
fn head_size(text: &str, width: i64) -> i64 {
    let letters = i64::try_from(text.width()).unwrap_or(1).max(2);
    // A letter is as wide as its size: two half-widths, in twentieths of a point.
    (width * 2 / letters / 10).clamp(32, 96)
}

/// Twentieths of a point that a text of 三号 is wide.
pub(super) fn width_of(text: &str) -> i64 {
    i64::try_from(text.width()).unwrap_or(0) * THIRD_WIDTH / 2
}

/// Indents that break a long title into lines of about the same length.
fn balance(title: &str) -> Vec<(&'static str, i64)> {
    // A character of 二号 is 22 points wide, a half-width half of that.
    let (room, wanted) = (WIDTH / 220, i64::try_from(title.width()).unwrap_or(0));
    if wanted <= room {
        return Vec::new();
    }
    let lines = (wanted + room - 1) / room;
    let even = ((wanted + lines - 1) / lines + 3).min(room);
    // A title is broken where a word ends; a longer first line is better than a word in two. Programs put up to a
    // half-width of space beside figures, so a little less room must do as well.
    let parts = |each: i64| parts_a_word(title, each) || parts_a_word(title, each - 1);
    let each = (even..=room).find(|each| !parts(*each)).unwrap_or(even);
    let side = (room - each) * 220 / 2;
    vec![("w:left", side), ("w:right", side)]
}

/// Whether lines of this width would end within a word.
fn parts_a_word(title: &str, each: i64) -> bool {
    let (mut line, mut before) = (0, None);
    for c in title.chars() {
        let wide = i64::try_from(c.width().unwrap_or(0)).unwrap_or(0);
        if line + wide > each {
            let word = before.map(|before: char| String::from_iter([before, c]));
            if word.is_some_and(|word| TITLE_WORDS.contains(&word.as_str())) {
                return true;
            }
            line = 0;
        }
        line += wide;
        before = Some(c);
    }
    false
}

pub(super) fn said(text: &str) -> Vec<Run> {
    vec![Run { text: text.to_owned(), bold: false }]
}

/// Runs; those that stand out, or all of them, in the font of heads.
pub(super) fn runs(xml: &mut Xml, text: &[Run], lang: Lang, strong: bool) -> io::Result<()> {
    text.iter().try_for_each(|run| {
        xml.within("w:r", &[], |xml| {
            if run.bold || strong {
                xml.within("w:rPr", &[], |xml| {
                    styles::font(xml, emphasis(lang))?;
                    if lang == Lang::En { xml.empty("w:b", &[]) } else { Ok(()) }
                })?;
            }
            xml.said("w:t", &[("xml:space", "preserve")], &run.text)
        })
    })
}

fn sized(xml: &mut Xml, text: &[Run], size: i64) -> io::Result<()> {
    let size = size.to_string();
    text.iter().try_for_each(|run| {
        xml.within("w:r", &[], |xml| {
            xml.within("w:rPr", &[], |xml| {
                xml.value("w:sz", &size)?;
                xml.value("w:szCs", &size)
            })?;
            xml.said("w:t", &[("xml:space", "preserve")], &run.text)
        })
    })
}

/// Whether an annex has a table too wide for an upright page.
fn is_wide(blocks: &[Block]) -> bool {
    let annex = blocks.iter().take_while(|block| !matches!(block, Block::Annex { .. }));
    annex.into_iter().any(|block| matches!(block, Block::Table(table) if table.heads.len() > UPRIGHT))
}

/// A paragraph that takes no room but a line of this height (twentieths of a point), where one has to stand.
fn tiny(xml: &mut Xml, line: &str) -> io::Result<()> {
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:line", line), ("w:lineRule", "exact")])?;
            xml.within("w:rPr", &[], |xml| xml.value("w:sz", "2"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_broken_between_words() {
        let title = "关于2016年度县级政府质量工作考核情况的通报";
        assert!(parts_a_word(title, 23), "关于2016年度县级政府质|量");
        let [(_, left), (_, right)] = balance(title)[..] else { panic!("no indents") };
        assert_eq!(left, right);
        assert!(!parts_a_word(title, WIDTH / 220 - left * 2 / 220));
        assert!(balance("关于考核结果的通报").is_empty());
    }
}
