//! The package: which parts there are, how they hang together, and the zip that holds them.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::super::document::{Block, Document};
use super::styles::{self, FOURTH_WIDTH};
use super::xml::Xml;
use super::{About, W, body};
use crate::words::Lang;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// The parts beside the document, each with its kind.
const PARTS: [(&str, &str); 7] = [
    ("styles", "styles"),
    ("fontTable", "fontTable"),
    ("settings", "settings"),
    ("footer1", "footer"),
    ("footer2", "footer"),
    // What only letters have on their first page.
    ("footer3", "footer"),
    ("header1", "header"),
];

fn parts(letter: bool) -> &'static [(&'static str, &'static str)] {
    if letter { &PARTS } else { PARTS.first_chunk::<5>().map_or(&PARTS, |parts| parts) }
}

/// The bytes of a document.
pub(in super::super) fn write(document: &Document, about: &About<'_>, lang: Lang) -> anyhow::Result<Vec<u8>> {
    let letter = document.blocks.iter().any(|block| matches!(block, Block::LetterHead(_)));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Every entry bears the earliest day a zip can: the document's own day stands in its properties.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut part = |name: &str, bytes: Vec<u8>| -> anyhow::Result<()> {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
        Ok(())
    };
    part("[Content_Types].xml", content_types(letter)?)?;
    part(
        "_rels/.rels",
        relations(&[
            ("officeDocument", "word/document.xml", OFFICE),
            ("core-properties", "docProps/core.xml", CORE_RELATION),
        ])?,
    )?;
    part("docProps/core.xml", core(about, lang)?)?;
    part("word/document.xml", body::write(document, letter, lang)?)?;
    let targets: Vec<(String, &str)> =
        parts(letter).iter().map(|(name, kind)| (format!("{name}.xml"), *kind)).collect();
    let targets: Vec<(&str, &str, &str)> = targets.iter().map(|(file, kind)| (*kind, file.as_str(), OFFICE)).collect();
    part("word/_rels/document.xml.rels", relations(&targets)?)?;
    part("word/styles.xml", styles::styles(lang)?)?;
    part("word/fontTable.xml", styles::fonts()?)?;
    part("word/settings.xml", settings()?)?;
    part("word/footer1.xml", page_number("right")?)?;
    part("word/footer2.xml", page_number("left")?)?;
    if letter {
        part("word/footer3.xml", first_footer()?)?;
        part("word/header1.xml", body::letter_header(document)?)?;
    }
    Ok(zip.finish()?.into_inner())
}

const CORE_RELATION: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata";

/// The id of a part among those of the document.
pub(super) fn id_of(part: &str) -> String {
    let position = PARTS.iter().position(|(name, _)| *name == part).unwrap_or(0);
    format!("rId{}", position + 1)
}

fn relations(targets: &[(&str, &str, &str)]) -> io::Result<Vec<u8>> {
    Xml::part("Relationships", &[("xmlns", RELATIONS)], |xml| {
        targets.iter().enumerate().try_for_each(|(position, (kind, target, family))| {
            let (id, kind) = (format!("rId{}", position + 1), format!("{family}/{kind}"));
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target)])
        })
    })
}

fn content_types(letter: bool) -> io::Result<Vec<u8>> {
    Xml::part("Types", &[("xmlns", TYPES)], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)])?;
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")])?;
        let own =
            |xml: &mut Xml, name: &str, kind: &str| xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
        own(xml, "/word/document.xml", &format!("{WORD}document.main+xml"))?;
        for (name, kind) in parts(letter) {
            own(xml, &format!("/word/{name}.xml"), &format!("{WORD}{kind}+xml"))?;
        }
        own(xml, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    })
}

fn core(about: &About<'_>, lang: Lang) -> io::Result<Vec<u8>> {
    let spaces = [
        ("xmlns:cp", CORE),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::part("cp:coreProperties", &spaces, |xml| {
        xml.said("dc:title", &[], about.title)?;
        xml.said("dc:creator", &[], about.creator)?;
        xml.said("dc:language", &[], lang.tag())?;
        let day = format!("{}T00:00:00Z", about.day);
        xml.said("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &day)?;
        xml.said("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &day)
    })
}

fn settings() -> io::Result<Vec<u8>> {
    Xml::part("w:settings", &[("xmlns:w", W)], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")])?;
        // Page numbers stand on the outer side.
        xml.empty("w:evenAndOddHeaders", &[])?;
        xml.value("w:characterSpacingControl", "compressPunctuation")?;
        xml.within("w:compat", &[], |xml| {
            let mode = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.empty("w:compatSetting", &mode)
        })
    })
}

/// `— 1 —`, a character from the outer side.
fn page_number(side: &str) -> io::Result<Vec<u8>> {
    let (indent, width) = (format!("w:{side}"), FOURTH_WIDTH.to_string());
    Xml::part("w:ftr", &[("xmlns:w", W)], |xml| {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Footer")?;
                xml.empty("w:ind", &[(indent.as_str(), width.as_str())])?;
                xml.value("w:jc", side)
            })?;
            let run = |xml: &mut Xml, text: &str| {
                xml.within("w:r", &[], |xml| xml.said("w:t", &[("xml:space", "preserve")], text))
            };
            run(xml, "— ")?;
            xml.within("w:fldSimple", &[("w:instr", " PAGE ")], |xml| run(xml, "1"))?;
            run(xml, " —")
        })
    })
}

/// The first page of a letter has no number; a red double line stands 20 mm above its end.
fn first_footer() -> io::Result<Vec<u8>> {
    Xml::part("w:ftr", &[("xmlns:w", W)], |xml| {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Footer")?;
                let frame = [
                    ("w:w", "9638"),
                    ("w:hSpace", "0"),
                    ("w:wrap", "around"),
                    ("w:vAnchor", "page"),
                    ("w:hAnchor", "page"),
                    ("w:x", "1134"),
                    ("w:y", "15704"),
                ];
                xml.empty("w:framePr", &frame)?;
                xml.within("w:pBdr", &[], |xml| body::red_line(xml, "w:top", "thinThickSmallGap", "0"))
            })
        })?;
        xml.within("w:p", &[], |xml| xml.within("w:pPr", &[], |xml| xml.value("w:pStyle", "Footer")))
    })
}
