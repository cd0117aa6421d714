//! What a written value means in a field of each kind.

use super::*;
use crate::submission::read_value;

/// `value state`, and the problem: code and sentence.
fn reading(id: &str, text: &str) -> String {
    let program = program();
    let field = &program.fields[program.find_field(id).unwrap().index()];
    let reading = read_value(text, field);
    let mut line = match reading.state {
        State::Known => reading.text.unwrap_or_else(|| number::plain(reading.value)),
        State::NotApplicable => "n/a".into(),
        _ => "missing".into(),
    };
    if let Some(problem) = reading.problem {
        line = format!("{line} | {} {}", problem.entry().code, problem.say(Lang::Zh));
    }
    if let Some(suggestion) = reading.suggestion {
        line = format!("{line} ⇒ {suggestion}");
    }
    line
}

fn check(id: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(reading(id, text), *expected, "{text:?} in {id}");
    }
}

#[test]
fn blanks_are_missing_and_never_zero_and_slashes_do_not_apply() {
    for id in ["passed", "rate", "fund", "planned", "level", "story", "filed", "1.1"] {
        for text in ["", " ", "\u{a0}", "\u{3000}", "-", "\u{ff0d}", "—", "——", "未报", "缺报"] {
            assert_eq!(reading(id, text), "missing", "{text:?} in {id}");
        }
        for text in ["不适用", "缺 项", "/", "\u{ff0f}", "N/A", "na", "不涉及"] {
            assert_eq!(reading(id, text), "n/a", "{text:?} in {id}");
        }
    }
}

#[test]
fn counts_are_whole_numbers() {
    check(
        "passed",
        &[
            ("12", "12"),
            ("1,234", "1234"),
            ("12.0", "12"),
            ("12批次", "12 | D009 “省级监督抽查合格批次”中的“12批次”按 12 读取"),
            ("\u{ff11}\u{ff12}", "12 | D009 “省级监督抽查合格批次”中的“\u{ff11}\u{ff12}”按 12 读取"),
            ("约3万", "30000 | D009 “省级监督抽查合格批次”中的“约3万”按 30000 读取"),
            ("无", "0 | D009 “省级监督抽查合格批次”中的“无”按 0 读取"),
            ("12.5", "missing | D006 “省级监督抽查合格批次”的值“12.5”不是整数,按缺报处理"),
            ("50%", "missing | D006 “省级监督抽查合格批次”的值“50%”不是整数,按缺报处理"),
            ("十二", "missing | D006 “省级监督抽查合格批次”的值“十二”不是整数,按缺报处理"),
            ("#DIV/0!", "missing | D016 “省级监督抽查合格批次”的单元格是 #DIV/0!,按缺报处理"),
        ],
    );
}

#[test]
fn a_percentage_is_a_fraction_and_a_bare_number_above_one_is_told() {
    check(
        "rate",
        &[
            ("98.5%", "0.985"),
            ("0.985", "0.985"),
            ("0", "0"),
            ("98.5", "0.985 | D026 “合格率”中的 98.5 按 98.5% 读取"),
            ("1", "1 | D026 “合格率”中的 1 按 100% 读取"),
            ("100", "1 | D026 “合格率”中的 100 按 100% 读取"),
            ("9８.５%", "0.985 | D009 “合格率”中的“9８.５%”按 98.5% 读取"),
            ("-2.5%", "-0.025"),
            ("985", "missing | D006 “合格率”的值“985”不是百分数,按缺报处理"),
            ("120%", "missing | D015 “合格率”的值 120% 不在 ≤100% 之内,按缺报处理"),
            ("无", "missing | D030 “合格率”中的“无”按缺报读取"),
        ],
    );
}

#[test]
fn money_is_read_in_the_measure_of_its_field() {
    check(
        "fund",
        &[
            ("1,234.50", "1234.5"),
            ("3万元", "3 | D009 “质量投入”中的“3万元”按 3 读取"),
            ("2亿元", "20000 | D009 “质量投入”中的“2亿元”按 20000 读取"),
            ("-1", "missing | D015 “质量投入”的值 -1 不在 ≥0 之内,按缺报处理"),
            ("12,34", "missing | D006 “质量投入”的值“12,34”不是数字,按缺报处理"),
        ],
    );
    check("age", &[("12.5%", "0.125 | D009 “平均年限”中的“12.5%”按 0.125 读取"), ("-3", "-3")]);
}

#[test]
fn points_are_not_negative() {
    check(
        "1.1",
        &[
            ("18.5", "18.5"),
            ("18.5分", "18.5 | D009 “领导评价”中的“18.5分”按 18.5 读取"),
            ("-1", "missing | D015 “领导评价”的值 -1 不在 ≥0 之内,按缺报处理"),
            ("优", "missing | D006 “领导评价”的值“优”不是得分,按缺报处理"),
            ("无", "missing | D030 “领导评价”中的“无”按缺报读取"),
        ],
    );
}

#[test]
fn yes_and_no_have_many_signs() {
    for text in ["是", "有", "√", "YES", "y", "true", "1", "Y"] {
        assert_eq!(reading("planned", text), "1", "{text}");
    }
    for text in ["否", "无", "×", "no", "N", "FALSE", "0"] {
        assert_eq!(reading("planned", text), "0", "{text}");
    }
    check("planned", &[("部分", "missing | D006 “纳入规划”的值“部分”不是“是”或“否”,按缺报处理")]);
}

#[test]
fn a_choice_is_one_of_its_options() {
    check(
        "level",
        &[
            ("省", "1"),
            (" 国 家 ", "0"),
            ("国家级", "missing | D006 “表彰层级”的值“国家级”不是细则列出的选项,按缺报处理 ⇒ 国家"),
            ("无", "missing | D030 “表彰层级”中的“无”按缺报读取"),
        ],
    );
}

#[test]
fn texts_and_dates_are_read_as_written() {
    check("story", &[(" 做了,很多 ", "做了,很多"), ("无", "无"), ("12", "12")]);
    let day = crate::table::read_date("2016-12-31").unwrap().to_string();
    for text in ["2016-12-31", "2016年12月31日", "2016/12/31", "2016.12.31", "20161231", "2016-12-31 08:30:00"] {
        assert_eq!(reading("filed", text), day, "{text}");
    }
    check("filed", &[("2016年底", "missing | D006 “备案日期”的值“2016年底”不是日期,按缺报处理")]);
}

#[test]
fn a_percentage_is_text_in_a_text_file_and_told_when_a_workbook_holds_it_as_text() {
    let (said, told) = read(&[("a.csv", "单位,合格率\n甲县,98.5%\n乙县,985\n".as_bytes())]);
    assert_eq!(said, ["01 rate 0.985 a.csv!B2"]);
    assert_eq!(told, ["D006 a.csv!B3 “合格率”的值“985”不是百分数,按缺报处理"]);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["单位", "合格率"], ["甲县", "98.5%"], ["乙县", "0.97"]]) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    let (said, told) = read(&[("a.xlsx", &book.save_to_buffer().unwrap())]);
    assert_eq!(said, ["01 rate 0.985 a.xlsx!Sheet1!B2", "02 rate 0.97 a.xlsx!Sheet1!B3"]);
    assert_eq!(told, ["D009 a.xlsx!Sheet1!B2 “合格率”中的“98.5%”按 98.5% 读取"]);
}
