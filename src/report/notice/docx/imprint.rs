//! 版记: what stands at the foot of the last page.

use std::io;

use super::super::copies;
use super::super::document::Block;
use super::WIDTH;
use super::body::{runs, said, width_of};
use super::styles::{FOURTH_WIDTH, THIRD_WIDTH};
use super::table::{grid, margins};
use super::xml::Xml;
use crate::words::Lang;
use crate::words::notice::Notice;

/// 版记 at the foot of the last page: who gets copies, who prints it and when.
pub(super) fn write(xml: &mut Xml, blocks: &[Block], letter: bool, lang: Lang) -> io::Result<()> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for block in blocks {
        match block {
            Block::Copies(text) => {
                rows.push((copies(text, lang), String::new()));
            }
            Block::Printed { by, date } => {
                rows.push((by.clone(), Notice::Printed { date: date.clone() }.say(lang)));
            }
            _ => {}
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            let place = [
                ("w:vertAnchor", "margin"),
                ("w:horzAnchor", "margin"),
                ("w:tblpXSpec", "center"),
                ("w:tblpYSpec", "bottom"),
            ];
            xml.empty("w:tblpPr", &place)?;
            xml.empty("w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")])?;
            if !letter {
                xml.within("w:tblBorders", &[], |xml| {
                    // 0.35 mm outside, 0.25 mm between.
                    [("w:top", "8"), ("w:bottom", "8"), ("w:insideH", "6")].iter().try_for_each(|(side, size)| {
                        xml.empty(side, &[("w:val", "single"), ("w:sz", size), ("w:space", "0"), ("w:color", "000000")])
                    })
                })?;
            }
            xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
            margins(xml, FOURTH_WIDTH)
        })?;
        grid(xml, &[WIDTH])?;
        rows.iter().try_for_each(|row| self::row(xml, row, lang))
    })
}

fn row(xml: &mut Xml, (text, right): &(String, String), lang: Lang) -> io::Result<()> {
    let tab = (WIDTH - 2 * FOURTH_WIDTH).to_string();
    let hanging = width_of(&Notice::Copies.say(lang)) * FOURTH_WIDTH / THIRD_WIDTH;
    let hanging = if right.is_empty() { hanging } else { 0 }.to_string();
    xml.within("w:tr", &[], |xml| {
        xml.within("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]))?;
        xml.within("w:tc", &[], |xml| {
            let width = [("w:w", &*WIDTH.to_string()), ("w:type", "dxa")];
            xml.within("w:tcPr", &[], |xml| xml.empty("w:tcW", &width))?;
            xml.within("w:p", &[], |xml| {
                xml.within("w:pPr", &[], |xml| {
                    xml.value("w:pStyle", "Imprint")?;
                    xml.within("w:tabs", &[], |xml| xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &tab)]))?;
                    xml.empty("w:ind", &[("w:left", &hanging), ("w:hanging", &hanging)])
                })?;
                runs(xml, &said(text), lang, false)?;
                if right.is_empty() {
                    return Ok(());
                }
                xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]))?;
                runs(xml, &said(right), lang, false)
            })
        })
    })
}
