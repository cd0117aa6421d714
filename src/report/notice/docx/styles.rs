//! Styles and fonts of GB/T 9704-2012: 三号仿宋 text, 二号小标宋 title, heads in 黑体, 楷体 and 仿宋, 22 lines a page.

use std::io;

use super::xml::Xml;
use super::{LINE, W};
use crate::words::Lang;

/// Half-points of 二号, 三号, 四号, 小四 and 五号.
pub(super) const SECOND: &str = "44";
pub(super) const THIRD: &str = "32";
pub(super) const FOURTH: &str = "28";
pub(super) const SMALL_FOURTH: &str = "24";
pub(super) const FIFTH: &str = "21";

/// Twentieths of a point that a character of 三号 and of 四号 is wide.
pub(super) const THIRD_WIDTH: i64 = 320;
pub(super) const FOURTH_WIDTH: i64 = 280;

/// Twentieths of a point that characters of 三号 move together, for 28 of them in 156 mm.
const TIGHT: &str = "-5";

/// The fonts of a language: of titles, heads, second heads, text, and page numbers.
pub(super) struct Fonts {
    title: &'static str,
    head: &'static str,
    second: &'static str,
    text: &'static str,
    number: &'static str,
}

const ZH: Fonts =
    Fonts {
        title: "方正小标宋简体", head: "黑体", second: "楷体_GB2312", text: "仿宋_GB2312", number: "宋体"
    };

const EN: Fonts = Fonts {
    title: "Times New Roman",
    head: "Times New Roman",
    second: "Times New Roman",
    text: "Times New Roman",
    number: "Times New Roman",
};

/// What stands in for a font that a computer has not, the nearest first; and whether it is of upright strokes.
const SUBSTITUTES: [(&str, &str, &str); 6] = [
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S,方正小标宋_GBK,小标宋体,宋体,SimSun", "roman"),
    ("仿宋_GB2312", "FangSong_GB2312,仿宋,FangSong,宋体,SimSun", "modern"),
    ("楷体_GB2312", "KaiTi_GB2312,楷体,KaiTi,宋体,SimSun", "modern"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "auto"),
    ("Times New Roman", "Liberation Serif", "roman"),
];

impl Fonts {
    pub(super) fn of(lang: Lang) -> &'static Fonts {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// Word's own table of fonts.
pub(super) fn fonts() -> io::Result<Vec<u8>> {
    Xml::part("w:fonts", &[("xmlns:w", W)], |xml| {
        SUBSTITUTES.iter().try_for_each(|(name, others, family)| {
            xml.within("w:font", &[("w:name", name)], |xml| {
                xml.value("w:altName", others)?;
                xml.value("w:charset", if name.is_ascii() { "00" } else { "86" })?;
                xml.value("w:family", family)?;
                xml.value("w:pitch", "variable")
            })
        })
    })
}

/// A paragraph style.
struct Style<'a> {
    id: &'a str,
    name: &'a str,
    based: Option<&'a str>,
    font: &'a str,
    size: &'a str,
    /// Twentieths of a point between lines, exactly.
    line: &'a str,
    align: &'a str,
    /// Hundredths of a character that the first line is indented.
    first: Option<&'a str>,
    bold: bool,
    red: bool,
    /// Whether it stands in the grid of 22 lines of 28 characters.
    grid: bool,
    outline: Option<&'a str>,
}

impl Style<'_> {
    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", self.id)];
        if self.based.is_none() {
            attributes.push(("w:default", "1"));
        }
        xml.within("w:style", &attributes, |xml| {
            xml.value("w:name", self.name)?;
            if let Some(based) = self.based {
                xml.value("w:basedOn", based)?;
            }
            xml.empty("w:qFormat", &[])?;
            xml.within("w:pPr", &[], |xml| {
                if self.outline.is_some() {
                    xml.empty("w:keepNext", &[])?;
                }
                xml.value("w:widowControl", "0")?;
                if !self.grid {
                    xml.value("w:snapToGrid", "0")?;
                }
                let spacing = [("w:before", "0"), ("w:after", "0"), ("w:line", self.line), ("w:lineRule", "exact")];
                xml.empty("w:spacing", &spacing)?;
                if let Some(first) = self.first {
                    // Word counts in characters, others in twentieths of a point.
                    xml.empty("w:ind", &[("w:firstLineChars", first), ("w:firstLine", "640")])?;
                }
                xml.value("w:jc", self.align)?;
                self.outline.map_or(Ok(()), |level| xml.value("w:outlineLvl", level))
            })?;
            xml.within("w:rPr", &[], |xml| {
                font(xml, self.font)?;
                if self.bold {
                    xml.empty("w:b", &[])?;
                }
                if self.red {
                    xml.value("w:color", "FF0000")?;
                }
                xml.value("w:spacing", if self.grid { TIGHT } else { "0" })?;
                xml.value("w:sz", self.size)?;
                xml.value("w:szCs", self.size)
            })
        })
    }
}

/// The font of a run.
pub(super) fn font(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.empty("w:rFonts", &[("w:ascii", name), ("w:hAnsi", name), ("w:eastAsia", name), ("w:cs", name)])
}

/// All styles of a language.
pub(super) fn styles(lang: Lang) -> io::Result<Vec<u8>> {
    let fonts = Fonts::of(lang);
    let zh = lang == Lang::Zh;
    let plain = Style {
        id: "Normal",
        name: "Normal",
        based: None,
        font: fonts.text,
        size: THIRD,
        line: LINE,
        align: "both",
        first: None,
        bold: false,
        red: false,
        grid: zh,
        outline: None,
    };
    let on = |id: &'static str, name: &'static str| Style { id, name, based: Some("Normal"), ..plain };
    let first = zh.then_some("200");
    let table = |id: &'static str, name: &'static str, size: &'static str, line: &'static str| Style {
        size,
        line,
        align: "left",
        grid: false,
        ..on(id, name)
    };
    let all = [
        on("Normal", "Normal"),
        Style { first, ..on("Body", "Body Text") },
        Style {
            font: fonts.title,
            size: SECOND,
            line: "680",
            align: "center",
            bold: !zh,
            grid: false,
            ..on("Title", "Title")
        },
        Style { font: fonts.head, first, outline: Some("0"), bold: !zh, ..on("Heading1", "heading 1") },
        Style { font: fonts.second, first, outline: Some("1"), bold: !zh, ..on("Heading2", "heading 2") },
        Style { first, outline: Some("2"), bold: true, ..on("Heading3", "heading 3") },
        Style {
            font: fonts.title,
            align: "center",
            red: true,
            bold: !zh,
            grid: false,
            ..on("Letterhead", "Letterhead")
        },
        Style { font: fonts.head, align: "left", bold: !zh, ..on("Annex", "Annex") },
        Style {
            font: fonts.title,
            align: "center",
            line: "640",
            bold: !zh,
            grid: false,
            ..on("AnnexTitle", "Annex Title")
        },
        table("Table", "Table Text", SMALL_FOURTH, "360"),
        table("TableSmall", "Table Text Small", FIFTH, "300"),
        Style { size: FOURTH, line: "500", align: "left", grid: false, ..on("Imprint", "Imprint") },
        Style { font: fonts.number, size: FOURTH, line: "400", align: "left", grid: false, ..on("Footer", "footer") },
    ];
    Xml::part("w:styles", &[("xmlns:w", W)], |xml| {
        xml.within("w:docDefaults", &[], |xml| {
            xml.within("w:rPrDefault", &[], |xml| {
                xml.within("w:rPr", &[], |xml| {
                    font(xml, fonts.text)?;
                    xml.value("w:kern", "0")?;
                    xml.value("w:sz", THIRD)?;
                    let lang = [("w:val", if zh { "en-US" } else { "en-GB" }), ("w:eastAsia", "zh-CN")];
                    xml.empty("w:lang", &lang)
                })
            })?;
            xml.empty("w:pPrDefault", &[])
        })?;
        let [normal, others @ ..] = &all;
        Style { based: None, ..*normal }.write(xml)?;
        others.iter().try_for_each(|style| style.write(xml))?;
        let grid = [("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")];
        xml.within("w:style", &grid, |xml| xml.value("w:name", "Normal Table"))
    })
}

/// The font of what stands out in a text: 黑体, as bold 仿宋 is hard to read.
pub(super) fn emphasis(lang: Lang) -> &'static str {
    Fonts::of(lang).head
}
