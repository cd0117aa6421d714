//! The clauses of a printed sentence: what each gives or takes, counts, bounds or ends.

use crate::number::{self, Decimal};

/// A sentence without blanks, its full-width signs made half-width.
pub(super) fn plain(sentence: &str) -> String {
    // ① begins a clause; half-width it would be the number 1.
    let begun = |c: char| if matches!(c, '\u{2460}'..='\u{249b}' | '\u{3220}'..='\u{3229}') { ';' } else { c };
    let sentence: String = sentence.chars().map(begun).collect();
    let text: String = crate::text::half_width(&sentence).chars().filter(|c| !c.is_whitespace()).collect();
    joined(&text.replace('×', "*"))
}

/// The clauses of a sentence, without numbering and full stops. A comma within a number is no end.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, ',' | ';' | '。' | '!')) {
        let digit = |index: Option<usize>| index.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        if sign == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            continue;
        }
        parts.push(text.get(start..at).unwrap_or_default());
        start = at + sign.len_utf8();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts.into_iter().map(unnumbered).filter(|clause| !clause.is_empty()).collect()
}

/// A sentence in which 每完成1000亩,加0.1分 and 少于的,不得分 are one clause each.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open = false;
    for clause in text.split_inclusive([',', ';', '。']) {
        let inner = clause.trim_end_matches([',', ';', '。']);
        let says = awarded(inner);
        if open && says.is_some_and(|(head, ..)| head.is_empty()) {
            joined.pop();
        }
        joined.push_str(clause);
        open = clause.ends_with(',') && says.is_none() && !inner.is_empty() && !is_end(inner) && most(inner).is_none();
    }
    joined
}

/// A clause without `1.`, `(1)`, `①` before it.
fn unnumbered(clause: &str) -> &str {
    let bracketed = clause.strip_prefix('(').and_then(|rest| {
        let (number, rest) = rest.split_once(')')?;
        (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || numeral(c).is_some())).then_some(rest)
    });
    let digits = clause.trim_start_matches(|c: char| c.is_ascii_digit());
    let dotted = if digits.len() < clause.len() { digits.strip_prefix(['.', '、']) } else { None };
    // 0.5分 is no numbering.
    let dotted = dotted.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    bracketed.or(dotted).unwrap_or(clause)
}

fn numeral(c: char) -> Option<u32> {
    "零一二三四五六七八九十".chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok()).or(match c {
        '两' => Some(2),
        '壹' => Some(1),
        _ => None,
    })
}

/// The first number of a text, with what stands before and after it.
pub(super) fn number_in(text: &str) -> Option<(&str, Decimal, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit() || numeral(c).is_some())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
    if end > 0 {
        let (digits, after) = rest.split_at(end);
        return Some((before, number::read_exact(&digits.replace(',', ""))?, after));
    }
    let length: usize = rest.chars().take_while(|c| numeral(*c).is_some()).map(char::len_utf8).sum();
    let (word, after) = rest.split_at(length);
    Some((before, Decimal::from(numerals(word)?), after))
}

/// 三 is 3, 十 is 10, 十二 is 12, 二十 is 20.
fn numerals(word: &str) -> Option<u32> {
    let digits: Vec<u32> = word.chars().map(numeral).collect::<Option<_>>()?;
    match digits.as_slice() {
        [one] => Some(*one),
        [10, ones] if *ones < 10 => Some(10 + ones),
        [tens, 10] if *tens < 10 => Some(tens * 10),
        [tens, 10, ones] if *tens < 10 && *ones < 10 => Some(tens * 10 + ones),
        _ => None,
    }
}

/// The number a text is, with nothing before or after it.
fn whole_number(text: &str) -> Option<Decimal> {
    let (before, value, after) = number_in(text)?;
    (before.is_empty() && after.is_empty()).then_some(value)
}

/// The last number of a text that ends with 分: 最多扣10分.
pub(super) fn last_points(text: &str) -> Option<(&str, Decimal)> {
    let rest = text.trim_end_matches(['的', ')', '。']).strip_suffix('分')?;
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || numeral(c).is_some();
    let length: usize = rest.chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    let (before, digits) = rest.split_at(rest.len() - length);
    Some((before, whole_number(digits)?))
}

/// A clause that gives or takes points: what stands before the verb, whether it takes, and the points; none of the last
/// where all points are meant.
pub(super) fn awarded(clause: &str) -> Option<(&str, bool, Option<Decimal>)> {
    for word in ["不得分", "不计分", "得零分", "计零分", "为零分"] {
        if let Some(head) = clause.strip_suffix(word) {
            return Some((trimmed(head.trim_end_matches(['该', '本', '项'])), false, Some(Decimal::ZERO)));
        }
    }
    for word in ["得满分", "计满分", "得标准分", "得基本分"] {
        if let Some(head) = clause.strip_suffix(word) {
            return Some((trimmed(head), false, None));
        }
    }
    let (before, points) = last_points(clause)?;
    for (verb, takes) in [
        ("倒扣", true),
        ("扣减", true),
        ("扣", true),
        ("奖励", false),
        ("得", false),
        ("计", false),
        ("加", false),
        ("奖", false),
        ("记", false),
    ] {
        if let Some(head) = before.strip_suffix(verb) {
            return Some((trimmed(head), takes, Some(points)));
        }
    }
    None
}

/// The condition of a clause that gives no points.
pub(super) fn refused(clause: &str) -> Option<&str> {
    awarded(clause).filter(|(_, takes, points)| !takes && points.is_some_and(|p| p.is_zero())).map(|(head, ..)| head)
}

pub(super) const ELSE: &str = "否则";

/// A condition without the particles around it.
pub(super) fn trimmed(head: &str) -> &str {
    if head == ELSE {
        return head;
    }
    let mut head = head;
    for word in ["的", "各", "均", "则", "可", "再", "予以", "相应", "分别", ":"] {
        head = head.strip_suffix(word).unwrap_or(head);
    }
    for word in ["对", "凡", "如", "若"] {
        head = head.strip_prefix(word).unwrap_or(head);
    }
    head.strip_suffix('的').unwrap_or(head)
}

const CLASSIFIERS: [&str; 30] = [
    "人次",
    "批次",
    "个方面",
    "件次",
    "场次",
    "户次",
    "次",
    "起",
    "项",
    "个",
    "件",
    "家",
    "份",
    "人",
    "例",
    "处",
    "条",
    "批",
    "户",
    "天",
    "日",
    "名",
    "宗",
    "篇",
    "期",
    "场",
    "台",
    "只",
    "座",
    "类",
];

/// Measures: what is counted by them need not be whole.
pub(super) const MEASURES: [&str; 8] = ["万元", "亿元", "元", "亩", "公顷", "公里", "吨", "平方米"];

/// What is counted: 每发现1次经费违规使用.
pub(super) struct Counted {
    pub(super) every: Decimal,
    pub(super) kind: &'static str,
    pub(super) classifier: &'static str,
    pub(super) label: String,
}

fn classified(text: &str) -> Option<(&'static str, &str)> {
    MEASURES.iter().chain(&CLASSIFIERS).find_map(|word| Some((*word, text.strip_prefix(word)?)))
}

pub(super) fn counted_thing(head: &str, title: &str) -> Option<Counted> {
    let each = head.contains('每');
    let head = head.replacen('每', "", 1);
    // 每低于目标1个…: a comparison, which has a target.
    if ["低于", "高于", "超过", "少于", "多于", "相比", "同比"].iter().any(|word| head.contains(word)) {
        return None;
    }
    let (verb, every, rest) = match number_in(&head) {
        Some((verb, every, rest)) if classified(rest).is_some() => (verb, every, rest),
        // 每次, 每项
        _ => {
            let at = head.char_indices().map(|(at, _)| at).find(|at| head.get(*at..).and_then(classified).is_some())?;
            if !each || number_in(&head).is_some() {
                return None;
            }
            let (verb, rest) = head.split_at(at);
            (verb, Decimal::ONE, rest)
        }
    };
    let (classifier, thing) = classified(rest)?;
    if thing.contains("百分点") || thing.contains('%') || number_in(thing).is_some() || every <= Decimal::ZERO {
        return None;
    }
    let verb = ["发现", "发生", "出现", "查出", "查实", "存在", "有"]
        .iter()
        .fold(verb, |verb, word| verb.strip_suffix(word).unwrap_or(verb));
    let thing = match (verb, trimmed(thing)) {
        ("", "") => title.to_owned(),
        // 迟报一次 says how, and the title what.
        (verb, "") => format!("{title}:{verb}"),
        (verb, thing) => format!("{verb}{thing}"),
    };
    if MEASURES.contains(&classifier) {
        let kind = if classifier.ends_with('元') { "money" } else { "number" };
        return Some(Counted { every, kind, classifier, label: thing });
    }
    let label = format!("{thing}{}数", classifier.strip_prefix('个').unwrap_or(classifier));
    Some(Counted { every, kind: "count", classifier, label })
}

pub(super) fn is_end(clause: &str) -> bool {
    let short = clause.chars().count() <= 14;
    short
        && (clause.contains("扣完") || ["最低为零分", "最低为0分", "最低零分", "扣至0分", "扣至零分"].contains(&clause))
}

/// 最多扣10分, 最高不超过5分, 5分封顶, 以3分为限
pub(super) fn most(clause: &str) -> Option<Decimal> {
    const WORDS: [&str; 9] = ["最多", "最高", "不超过", "封顶", "上限", "至多", "为限", "累计", "合计"];
    if !WORDS.iter().any(|word| clause.contains(word)) {
        return None;
    }
    let (before, value, after) = number_in(clause)?;
    let plain = before.chars().count() <= 8 && number_in(after).is_none();
    (plain && after.starts_with('分') && after.chars().count() <= 4).then_some(value)
}

/// 迟报四天及以上不得分
pub(super) fn cliff(clause: &str) -> Option<Decimal> {
    let head = refused(clause)?;
    let (_, from, rest) = number_in(head)?;
    let (_, rest) = classified(rest)?;
    matches!(rest, "以上" | "及以上" | "或以上" | "(含)以上" | "以上(含)").then_some(from)
}

/// A bound of a band.
pub(super) struct Bound {
    pub(super) key: &'static str,
    pub(super) at: Decimal,
    /// What is measured: `%`, 万元.
    pub(super) unit: String,
    /// What is measured, where the text says so: 断面水质达标率.
    pub(super) what: String,
    /// Whether the text says that the number itself is included, or not.
    pub(super) said: bool,
}

/// 达到95%以上; 10万元以上(含10万); 5-10万(含5万); 低于80%
pub(super) fn bound(condition: &str) -> Option<Bound> {
    let (before, at, rest) = number_in(condition)?;
    let included = rest.contains('含') || condition.contains("及以上");
    let rest = rest.split('(').next().unwrap_or_default();
    let lower = ["达到", "完成", "不低于", "大于等于", "不少于", "大于或等于", "≥", ""];
    // 5-10万: what is below its end is a band of its own.
    let (rest, is_range) = match rest.strip_prefix(['-', '~', '至', '到']).and_then(number_in) {
        Some(("", _, after)) => (after, true),
        Some(_) => return None,
        None => (rest, false),
    };
    let (unit, suffix) = ["及以上", "以上", "以下", "以内"]
        .iter()
        .find_map(|word| Some((rest.strip_suffix(word)?, *word)))
        .unwrap_or((rest, ""));
    if unit.chars().count() > 4 || number_in(unit).is_some() || unit.contains(['*', '/', '的']) {
        return None;
    }
    let verb = |words: &[&str]| words.iter().any(|word| before.ends_with(word) && !word.is_empty() || before == *word);
    let key = match suffix {
        "以下" | "以内" => return None,
        _ if verb(&["超过", "大于", "高于", "多于", ">"]) && !before.contains("不") => "above",
        _ if verb(&["不足", "低于", "小于", "少于", "不到", "<"])
            && !before.contains("不低")
            && !before.contains("不少") =>
        {
            "below"
        }
        "及以上" | "以上" => "at_least",
        _ if is_range || verb(&lower) && !before.is_empty() => "at_least",
        _ => return None,
    };
    let said = included || key != "at_least" || suffix.is_empty() && !is_range;
    let words = lower.iter().chain(&["超过", "大于", "高于", "多于", "不足", "低于", "小于", "少于", "不到"]);
    let what = words.filter(|word| !word.is_empty()).find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    Some(Bound { key, at, unit: unit.to_owned(), what: what.to_owned(), said })
}
