//! A notice as the parts an official document has (GB/T 9704): what every format writes.

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// Its parts in order.
    pub(super) blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// 发文机关标志 of the general form: red, above the number and a red line.
    Head(String),
    /// 发文机关标志 of the letter form (信函格式): red, above a double line.
    LetterHead(String),
    /// 发文字号
    Number(String),
    /// 标题
    Title(Vec<Run>),
    /// 主送机关
    To(String),
    /// A head of level 1 to 3 with its number.
    Heading { level: usize, number: String, text: Vec<Run> },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// 附件说明: the names of what is annexed.
    Enclosures(Vec<String>),
    /// 发文机关署名
    Signed(String),
    /// 成文日期
    Dated(String),
    /// 附注, in brackets.
    Note(String),
    /// 附件: begins on a page of its own; its number where there are several.
    Annex { number: Option<usize>, title: String },
    /// A table.
    Table(Table),
    /// A small remark below a table.
    Remark(Vec<Run>),
    /// 抄送机关
    Copies(String),
    /// 印发机关 and the day.
    Printed { by: String, date: String },
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// The text.
    pub(super) text: String,
    /// Whether it stands out.
    pub(super) bold: bool,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// To the left: texts.
    Left,
    /// In the middle: short words.
    Centre,
    /// To the right: numbers.
    Right,
}

/// A table; every row has as many cells as the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// The heads of the columns.
    pub(super) heads: Vec<Vec<Run>>,
    /// How the columns stand.
    pub(super) aligns: Vec<Align>,
    /// The rows.
    pub(super) rows: Vec<Vec<Vec<Run>>>,
}

/// The text of runs.
pub(super) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
