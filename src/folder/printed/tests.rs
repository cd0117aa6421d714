//! Printed tables in the layouts that occur, and what becomes of them. Names and figures are invented.

use std::path::Path;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::draft;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::rubric;
use crate::submission::{PrintedCell, PrintedSheet, SourceFile, read_printed};
use crate::words::Lang;

/// A sheet from lines of cells between bars: `^` is merged with the cell above, `<` with the one before.
fn sheet(page: &mut Worksheet, table: &str) {
    let rows: Vec<Vec<&str>> =
        table.trim().lines().map(|line| line.trim().trim_matches('|').split('|').map(str::trim).collect()).collect();
    let at = |row: usize, column: usize| rows.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or("");
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !matches!(**text, "" | "^" | "<")) {
            let right = (column + 1..cells.len()).take_while(|c| at(row, *c) == "<").count() + column;
            let bottom = (row + 1..rows.len()).take_while(|r| at(*r, column) == "^").count() + row;
            let ends = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            let far = (u32::try_from(bottom).unwrap(), u16::try_from(right).unwrap());
            let text = text.replace("\\n", "\n");
            if ends != far {
                page.merge_range(ends.0, ends.1, far.0, far.1, &text, &Format::new()).unwrap();
            } else if let Ok(number) = text.parse::<f64>() {
                page.write(ends.0, ends.1, number).unwrap();
            } else {
                page.write(ends.0, ends.1, text).unwrap();
            }
        }
    }
}

/// The draft of such a table, and what a check says of it: code and line of every error.
fn drafted(table: &str, lang: Lang) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("细则.xlsx");
    let mut book = Workbook::new();
    sheet(book.add_worksheet().set_name("评分细则").unwrap(), table);
    book.save(&path).unwrap();
    of_file(&path, lang)
}

fn of_file(path: &Path, lang: Lang) -> String {
    let mut problems = Vec::new();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let sheets = read_printed(&SourceFile::new(path.to_owned(), name.clone()), &mut problems);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Note), "{problems:?}");
    let Some(found) = draft(&sheets, None, "county-2016", &name, lang) else { return "no rubric".to_owned() };
    let rubric = path.with_file_name("rubric.toml");
    std::fs::write(&rubric, &found.text).unwrap();
    let mut problems: Vec<Diagnostic> = Vec::new();
    rubric::load(&rubric, "rubric.toml", &mut problems);
    let said: Vec<String> =
        problems.iter().map(|p| format!("{} {}: {}", p.place.describe(), p.code(), p.problem.say(Lang::Zh))).collect();
    format!("{}\n==== {} proposed, {} undecided\n{}\n", found.text, found.proposed, found.undecided, said.join("\n"))
}

#[test]
fn three_levels_with_merged_names() {
    insta::assert_snapshot!(drafted(
        "
| 附件1 |
| 2016年度云泽市质量工作考核评分细则 | < | < | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 评分标准 | 评分依据 | 打分方法 | 考核牵头部门 | 分值 |
| 质量宏观管理(20分) | 1.1 规划与部署 | 发展规划 | 纳入国民经济和社会发展规划的得1分,纳入部门规划的得0.5分,无发展规划的不得分 | 规划文本 | 查阅资料 | 市质监局、市发改委 | 1 |
| ^ | ^ | 工作方案 | 制定年度工作方案的得1分,否则不得分 | 方案文本 | 查阅资料 | 市质监局 | 1 |
| ^ | 1.2 质量监督 | 监督抽查 | 每发现一批次不合格产品未处理扣0.5分,扣完为止 | 处理记录 | 查阅资料 | ^ | 8分 |
| ^ | ^ | 合格率 | 合格率比上年每下降1个百分点扣1分,扣完为止 | | ^ | ^ | 10 |
| 质量安全 | 2.1 事故 | 一般事故 | 每发生一起扣2分 | 通报 | 查阅资料 | 市安监局 | 10 |
| ^ | 2.2 应急 | 应急演练 | 每开展一次得1分,最多得2分 | | | 市应急办 | 2 |
| 加分项 | 表彰 | 获得表彰 | 每获得一项国家级表彰加2分,最多加4分 | | | 市质强办 | 4 |
| 否决项 | 重大事故 | 系统性事件 | 发生区域性、系统性质量安全事件的,考核结果一律为D级 | | | | |
| 合计 | | | | | | | 100 |
| 备注:本细则由市质强办负责解释。 | < | < | < | < | < | < | < |
",
        Lang::Zh
    ));
}

#[test]
fn points_in_the_middle_and_sentences_without_names() {
    insta::assert_snapshot!(drafted(
        "
| 食品安全工作考核细则 | < | < | < | < | < | < | < |
| 被考核单位: | < | < | < | 考核时间: | < | < | < |
| 考核项目 | 考核对象 | 考核要点 | 分值 | 考核内容 | 评分标准 | 得分 | 情况说明 |
| 组织领导 | 乡镇 | 机构建设 | 10 | 成立领导小组,明确专人负责 | 有文件得10分,否则不得分 | | |
| ^ | ^ | 经费保障 | 5 | 安排专项经费 | 10万元以上(含10万)得5分,5-10万(含5万)得2.5分,少于5万不得分 | | |
| 日常监管 | 乡镇 | 巡查 | 15 | 巡查户次 | 巡查未达到规定户次数,每下降2%扣0.5分,最高扣10分 | | |
| ^ | ^ | ^ | ^ | 巡查记录 | 巡查指导记录每缺1份扣0.1分,最高扣5分 | | |
| ^ | ^ | 案件查处 | 15 | 查处案件 | 按完成比例得分 | | |
| 群众评价 | 乡镇 | 满意度 | 5 | | 由领导酌情给分 | | |
| 总分 | | | 50 | | | | |
",
        Lang::Zh
    ));
}

#[test]
fn rows_without_merged_cells_and_headings_over_the_whole_width() {
    insta::assert_snapshot!(drafted(
        "
| 序号 | 考核项目 | 各项分值 | 考核指标 | 负责考核部门 |
| 一、水环境 | < | < | < | < |
| 1 | 水质达标 | 15 | 断面水质达标率达到90%以上得15分,达到80%以上得10分,低于80%不得分 | 县环保局/县水利局 |
| 2 | 河道保洁 | 20分 | 建立保洁队伍(5分) | 县水利局 |
|  |  |  | 每发现一处漂浮物扣1分,扣完为止(15分) | |
| 二、信息报送 | < | < | < | < |
| 3 | 按时报送 | 5 | 每迟报一天扣1分;迟报四天及以上不得分 | 县河长办 |
| 4 | 事件处理 | 15 | 事件处理率×15分 | 县河长办 |
",
        Lang::Zh
    ));
}

#[test]
fn a_target_for_each_county_and_points_beside_the_name() {
    insta::assert_snapshot!(drafted(
        "
| 2016年城乡建设考核 |
| 序号 | 考核指标及分值 | 考核目标 | < | < | 评分标准 | 总牵头单位 | 考核责任单位 |
| ^ | ^ | 甲县 | 乙县 | 丙县 | ^ | ^ | ^ |
| 1 | 镇级污水设施 10分 | 1 | 6 | / | 完成目标得满分,否则不得分 | 市住建局 | 市环保局 |
| 2 | 新增公共绿化(10分) | 1 | 2 | 3 | 完成得基本分;每增加1公顷加2分,加分至基本分值封顶 | 市住建局 | |
| 序号 | 考核指标及分值 | 考核目标 | < | < | 评分标准 | 总牵头单位 | 考核责任单位 |
| 3 | 资金投入 5分 | 100 | 100 | 100 | 每增加10万元加0.5分,最多加5分 | 市财政局 | |
",
        Lang::Zh
    ));
}

#[test]
fn the_draft_speaks_english_where_it_is_asked_to() {
    insta::assert_snapshot!(drafted(
        "
| 项目 | 分值 | 评分标准 |
| 甲项 | 40% | 在全市排名1-5名的依次得40、30、20、10、5分 |
| 乙项 | | 每增加10人次加0.5分,最多加2分 |
",
        Lang::En
    ));
}

#[test]
fn a_table_that_lost_its_merged_cells_is_read_by_its_blanks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("细则.csv");
    let text = "一级指标,二级指标,分值,评分标准\n质量目标,产品质量,20,达到98%得满分,未达到的按完成比例得分\n";
    let text = text.replace("得满分,未", "得满分;未");
    std::fs::write(&path, format!("{text},工程质量,20,领导评价\n质量措施,宣传,60,领导评价\n")).unwrap();
    let said = of_file(&path, Lang::Zh);
    for line in
        ["title = \"质量目标\"", "id = \"1.2\"\ntitle = \"工程质量\"\npoints = 20\n", "id = \"2.1\"\ntitle = \"宣传\""]
    {
        assert!(said.contains(line), "{said}");
    }
    // 考核年度 is nowhere printed.
    assert!(
        said.ends_with(
            "==== 3 proposed, 1 undecided\nrubric.toml:1:1 R004: 评分细则缺少 `period`(考核年度,如 2016-2017年度)\n"
        ),
        "{said}"
    );
}

#[test]
fn whatever_cells_hold_the_draft_is_toml() {
    let nasty = [
        "\"\"\" ''' \\ \\u0000 # [[sections]]",
        "第一行\n第二行\r\n# 第三行\ttab",
        "\u{1}\u{7f}\u{85}\u{2028}控制\u{feff}符",
        "=1+1",
        "每发现1次\"引号\"\\扣1分,扣完为止",
        "\"甲\"的得1分,'乙'\\的得0.5分,无的不得分",
        "９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９９分",
        "每每每1次次扣分分",
        "得分,得分;扣分。,,;;",
        "0分",
    ];
    let long = "长".repeat(3_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("细则.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("表\"#").unwrap();
    let header =
        ["一级指标", "二级指标", "考核内容", "评分标准", "牵头部门", "配合部门", "评分依据", "备注", "分值", "其\n他"];
    for (column, text) in (0..).zip(header) {
        page.write(1, column, text).unwrap();
    }
    page.write(0, 0, nasty[0]).unwrap();
    for (row, first) in (2..).zip(nasty.iter().chain([&long.as_str()])) {
        for (column, _) in (0..).zip(header) {
            let other = nasty[(row as usize + column as usize) % nasty.len()];
            page.write(row, column, if column % 2 == 0 { *first } else { other }).unwrap();
        }
    }
    book.save(&path).unwrap();
    let said = of_file(&path, Lang::Zh);
    let text = said.split("\n==== ").next().unwrap();
    let read: toml::Table = toml::from_str(text).unwrap();
    assert!(read["sections"].as_array().unwrap().len() > 5);
    for code in ["R001", "R003", "R005", "R006", "R007", "R028", "R030"] {
        assert!(!said.contains(code), "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_breaks_the_draft(
        cells in vec((0_u32..14, 0_u32..6, 0_u32..3, 0_u32..3, vec(select(PIECES), 0..7)), 0..40),
    ) {
        let header = ["一级指标", "二级指标", "分值", "考核内容", "评分标准", "牵头部门"];
        let at = |row, column, down, right, text: String| PrintedCell {
            row, column, bottom: row + down, right: column + right, text
        };
        let headers = (0..).zip(header).map(|(column, text)| at(0, column, 0, 0, text.to_owned()));
        let mut cells: Vec<PrintedCell> = headers.chain(cells.into_iter().map(|(row, column, down, right, pieces)| {
            at(row + 1, column, down, right, pieces.concat())
        })).collect();
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let sheet = PrintedSheet { name: None, cells };
        if let Some(found) = draft(&[sheet], None, "任意", "任意.csv", Lang::Zh) {
            let read: Result<toml::Table, _> = toml::from_str(&found.text);
            prop_assert!(read.is_ok(), "{}\n{:?}", found.text, read.err());
            let mut problems = Vec::new();
            let source = Arc::new(Source { name: "rubric.toml".to_owned(), text: found.text.clone() });
            rubric::Rubric::parse(source, &mut problems).compile(&mut problems);
            // Nothing is written that no rubric knows.
            let foreign = problems.iter().find(|p| ["R003", "R005", "R006", "R007", "R025", "R028"].contains(&p.code()));
            prop_assert!(foreign.is_none(), "{}\n{foreign:?}", found.text);
        }
    }
}

/// What sentences are made of.
const PIECES: &[&str] = &[
    "每",
    "发现",
    "迟报",
    "一",
    "十二",
    "0.5",
    "10",
    "次",
    "起",
    "个",
    "万元",
    "扣",
    "得",
    "加",
    "分",
    "不得分",
    "得满分",
    ",",
    ";",
    "。",
    "扣完为止",
    "最多",
    "以上",
    "(含)",
    "低于",
    "-",
    "%",
    "否则",
    "未完成的",
    "按完成比例得分",
    "率",
    "×",
    "的",
    "①",
    "一、",
    "(5分)",
    "合计",
    "备注:",
    "加分项",
    "否决",
    "\"",
    "\\",
    "\n",
    "\u{1}",
    "、",
    "规划",
];

#[test]
fn what_is_no_rubric_is_not_made_one() {
    for table in [
        "| 单位 | 得分 |\n| 甲县 | 90 |",
        "| 评分标准 |",
        "| 指标 | 分值 |",
        "",
        "| 通知 | < | < |\n| 请按时报送。 | < | < |",
    ] {
        assert_eq!(drafted(table, Lang::Zh), "no rubric", "{table}");
    }
}
