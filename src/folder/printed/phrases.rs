//! The commonest sentences of printed rules, and the rule each one means.
//!
//! A sentence is understood as a whole or not at all: one clause that fits nothing, and nothing is proposed.

use super::clauses::{
    Bound, Counted, ELSE, awarded, bound, clauses, cliff, counted_thing, is_end, last_points, most, number_in, plain,
    refused, trimmed,
};
use super::tree::Part;
use crate::number::{self, Decimal};

/// A field that a proposed rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) kind: &'static str,
    pub(super) measure: Option<String>,
    pub(super) options: Vec<String>,
}

/// What is to be looked at beside the rule itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The sentence does not say where deductions end.
    NoEnd,
    /// The sentence does not say how much is earned at most.
    NoMost,
    /// Bounds are taken to include the number itself.
    Included,
    /// What is below the last band is taken to earn nothing.
    Rest,
}

/// A proposed rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) fields: Vec<Field>,
    /// Whether the rule looks at its one field.
    pub(super) value: bool,
    /// What follows `score`: ` = "check"`, `.deduct = { each = 1 }`.
    pub(super) score: String,
    /// A setting that the sentence leaves open, so that the rule is not complete.
    pub(super) open: Option<&'static str>,
    pub(super) doubts: Vec<Doubt>,
}

/// What a sentence that is not understood looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// 排名: `rank`.
    Rank,
    /// 每低1个百分点扣: `steps`.
    Steps,
    /// Compared with a mean: `formula` with cohort functions.
    Mean,
    /// 每…扣: `deduct`.
    Deduct,
    /// Shares: `proportion`, `interpolate`.
    Proportion,
    /// …得…分: `bands`, `choice`, `check`.
    Choice,
    Nothing,
}

/// What a leaf says of itself.
pub(super) struct Ask<'a> {
    pub(super) sentence: &'a str,
    pub(super) title: &'a str,
    pub(super) points: Option<Decimal>,
    /// The name of its first field.
    pub(super) name: &'a str,
    pub(super) part: Part,
}

/// The rule that a sentence means, if it is one of the usual.
pub(super) fn propose(ask: &Ask<'_>) -> Option<Proposal> {
    let text = plain(ask.sentence);
    let clauses: Vec<&str> = clauses(&text);
    if clauses.is_empty() {
        return None;
    }
    counted(ask, &clauses)
        .or_else(|| check(ask, &clauses))
        .or_else(|| bands(ask, &clauses))
        .or_else(|| choice(ask, &clauses))
        .or_else(|| proportion(ask, &clauses))
        .or_else(|| given(&text))
}

/// What a sentence that is not understood most looks like.
pub(super) fn likeness(sentence: &str) -> Likeness {
    let text = plain(sentence);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["排名", "名次", "第一名", "第1名", "位居"]) {
        Likeness::Rank
    } else if has(&["平均"]) {
        Likeness::Mean
    } else if has(&[
        "每低",
        "每高",
        "每差",
        "每超",
        "每下降",
        "每上升",
        "每降低",
        "每提高",
        "百分点",
        "每少1%",
        "每减少",
    ]) {
        Likeness::Steps
    } else if has(&["比例", "完成率"]) {
        Likeness::Proportion
    } else if text.contains('扣') {
        Likeness::Deduct
    } else if has(&["得", "不得分"]) {
        Likeness::Choice
    } else {
        Likeness::Nothing
    }
}

/// One counter of a sentence.
struct Counter {
    counted: Counted,
    takes: bool,
    each: Decimal,
    at_most: Option<Decimal>,
}

/// 每…扣…分,扣完为止; 每…加…分,最多…分.
fn counted(ask: &Ask<'_>, clauses: &[&str]) -> Option<Proposal> {
    let mut counters: Vec<Counter> = Vec::new();
    let (mut ends, mut zero_from, mut context) = (false, None, None);
    for clause in clauses {
        if is_end(clause) {
            ends = true;
        } else if let Some(most) = most(clause) {
            counters.last_mut()?.at_most = Some(most);
        } else if let Some(from) = cliff(clause) {
            zero_from = Some(from);
        } else if let Some((head, takes, Some(each))) = awarded(clause)
            && each > Decimal::ZERO
        {
            let mut counted = counted_thing(head, ask.title)?;
            if let Some(context) = context.take().filter(|_| counted.label.starts_with(ask.title)) {
                let rest = counted.label.strip_prefix(ask.title).unwrap_or_default();
                counted.label = format!("{context}{}", rest.trim_start_matches(':'));
            }
            counters.push(Counter { counted, takes, each, at_most: None });
        } else if clause.ends_with('的') && number_in(clause).is_none() && !clause.contains('分') {
            // 未按时报送的,每次扣1分
            context = Some(trimmed(clause));
        } else {
            return None;
        }
    }
    let takes = counters.first()?.takes;
    let against = matches!((ask.part, takes), (Part::Bonus, true) | (Part::Penalty, false));
    if against
        || counters.iter().any(|counter| counter.takes != takes)
        || (zero_from.is_some() && (counters.len() > 1 || !takes))
    {
        return None;
    }
    // In a penalty, points are those taken off.
    let rule = if takes && ask.part != Part::Penalty { "deduct" } else { "add" };
    let capped = counters.iter().all(|counter| counter.at_most.is_some());
    let mut doubts = Vec::new();
    if takes && !ends && !capped && zero_from.is_none() {
        doubts.push(Doubt::NoEnd);
    }
    if !takes && !capped {
        doubts.push(Doubt::NoMost);
    }
    let steps = |counted: &Counted| counted.every != Decimal::ONE || counted.kind != "count";
    let open = counters.iter().any(|counter| steps(&counter.counted)).then_some("count");
    let several = counters.len() > 1;
    let mut fields = Vec::new();
    let mut written = Vec::new();
    for (at, counter) in counters.into_iter().enumerate() {
        let name = numbered(ask.name, at);
        let mut keys = vec![format!("each = {}", number::plain(counter.each))];
        if several {
            keys.insert(0, format!("value = \"{name}\""));
        }
        if steps(&counter.counted) {
            keys.push(format!("every = {}", number::plain(counter.counted.every)));
        }
        // All the points are the end anyway.
        if let Some(most) = counter.at_most.filter(|most| ask.points != Some(*most)) {
            keys.push(format!("at_most = {}", number::plain(most)));
        }
        if let Some(from) = zero_from {
            keys.push(format!("zero_from = {}", number::plain(from)));
        }
        written.push(format!("{{ {} }}", keys.join(", ")));
        let measure = counter.counted.classifier.strip_prefix('个').filter(|rest| !rest.is_empty());
        let measure = Some(measure.unwrap_or(counter.counted.classifier).to_owned());
        let Counted { kind, label, .. } = counter.counted;
        fields.push(Field { name, label, kind, measure, options: Vec::new() });
    }
    let score = if several {
        format!(".{rule}.counters = [{}]", written.join(", "))
    } else {
        format!(".{rule} = {}", written.concat())
    };
    Some(Proposal { fields, value: !several, score, open, doubts })
}

/// The name of the second field of a leaf and of further ones.
fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.to_owned() } else { format!("{name}_{}", at + 1) }
}

/// …得…分,否则不得分
fn check(ask: &Ask<'_>, clauses: &[&str]) -> Option<Proposal> {
    let [yes, no] = clauses else { return None };
    let (condition, false, points) = awarded(yes)? else { return None };
    let other = refused(no)?;
    let negated = [ELSE, "反之", "未", "没有", "无", "不", "没", "少于", "小于", "低于"]
        .iter()
        .any(|word| other.starts_with(word));
    if condition.is_empty() || !negated || points == Some(Decimal::ZERO) || bound(condition).is_some() {
        return None;
    }
    let score = match points.filter(|points| ask.points != Some(*points)) {
        Some(points) => format!(".check = {{ yes = {} }}", number::plain(points)),
        None => " = \"check\"".to_owned(),
    };
    let label = condition.to_owned();
    let field = Field { name: ask.name.to_owned(), label, kind: "yes-no", measure: None, options: Vec::new() };
    Some(Proposal { fields: vec![field], value: true, score, open: None, doubts: Vec::new() })
}

/// 10万元以上(含)得5分,5-10万元(含5万)得2.5分,少于5万元不得分
fn bands(ask: &Ask<'_>, clauses: &[&str]) -> Option<Proposal> {
    let mut rows: Vec<(Bound, Decimal)> = Vec::new();
    let mut rest = None;
    for (at, clause) in clauses.iter().enumerate() {
        let (condition, false, points) = awarded(clause)? else { return None };
        let points = points.or(ask.points)?;
        let last = at + 1 == clauses.len();
        match bound(condition) {
            Some(bound) if bound.key == "below" && last => {
                // Below the least bound nothing is left.
                let least = rows.iter().map(|(bound, _)| bound.at).min()?;
                (bound.at == least).then_some(())?;
                rest = Some(points);
            }
            Some(bound) if bound.key != "below" => rows.push((bound, points)),
            None if last && ([ELSE, OTHERS, "其余"].contains(&condition) || is_else(condition)) => {
                rest = Some(points);
            }
            _ => return None,
        }
    }
    let unit = rows.iter().map(|(bound, _)| bound.unit.clone()).find(|unit| !unit.is_empty()).unwrap_or_default();
    let alike = |found: &str| found.is_empty() || found == unit || unit.starts_with(found);
    if rows.is_empty() || !rows.iter().all(|(bound, _)| alike(&bound.unit)) || rows.len() == 1 && rest.is_none() {
        return None;
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0.at));
    let falls = rows.windows(2).all(|pair| matches!(pair, [(a, more), (b, less)] if a.at > b.at && more > less));
    if !falls || ask.points.is_some_and(|full| rows.iter().any(|(_, points)| *points > full)) {
        return None;
    }
    let what = rows.iter().map(|(bound, _)| bound.what.clone()).rfind(|what| what.chars().count() > 1);
    let mut doubts = Vec::new();
    doubts.extend(rows.iter().any(|(bound, _)| !bound.said).then_some(Doubt::Included));
    doubts.extend(rest.is_none().then_some(Doubt::Rest));
    let percent = unit == "%";
    let mut written: Vec<String> = rows
        .iter()
        .map(|(bound, points)| {
            let at = number::plain(bound.at);
            let at = if percent { format!("\"{at}%\"") } else { at };
            format!("{{ {} = {at}, points = {} }}", bound.key, number::plain(*points))
        })
        .collect();
    written.push(format!("{{ points = {} }}", number::plain(rest.unwrap_or(Decimal::ZERO))));
    let kind = if percent {
        "percent"
    } else if unit.ends_with('元') {
        "money"
    } else {
        "number"
    };
    let measure = Some(unit).filter(|unit| !percent && !unit.is_empty());
    let label = what.unwrap_or_else(|| ask.title.to_owned());
    let field = Field { name: ask.name.to_owned(), label, kind, measure, options: Vec::new() };
    let score = format!(".bands = [{}]", written.join(", "));
    Some(Proposal { fields: vec![field], value: true, score, open: None, doubts })
}

/// What a unit chooses that nothing printed fits.
const OTHERS: &str = "其他";

/// 未达到的, 未完成的: whatever the others are not.
fn is_else(condition: &str) -> bool {
    condition.starts_with('未') && number_in(condition).is_none() && condition.chars().count() <= 6
}

/// 纳入规划的得1分,纳入部门规划的得0.5分,无规划的不得分
fn choice(ask: &Ask<'_>, clauses: &[&str]) -> Option<Proposal> {
    // In a bonus several of them may be had together.
    if clauses.len() < 2 || ask.part != Part::Ordinary {
        return None;
    }
    let mut options: Vec<(String, Decimal)> = Vec::new();
    for clause in clauses {
        let (condition, false, points) = awarded(clause)? else { return None };
        let points = points.or(ask.points)?;
        let numbered = condition.chars().any(|c| c.is_ascii_digit());
        let option = if condition == ELSE { OTHERS } else { condition };
        if option.is_empty()
            || option == OTHERS && options.is_empty()
            || option.contains('每')
            || numbered
            || options.iter().any(|(known, _)| known == option)
        {
            return None;
        }
        if ask.points.is_some_and(|full| points > full) {
            return None;
        }
        options.push((option.to_owned(), points));
    }
    let mut doubts = Vec::new();
    if options.iter().all(|(_, points)| !points.is_zero()) {
        doubts.push(Doubt::Rest);
        options.push((OTHERS.to_owned(), Decimal::ZERO));
    }
    let written: Vec<String> =
        options.iter().map(|(option, points)| format!("{} = {}", quoted(option), number::plain(*points))).collect();
    let field = Field {
        name: ask.name.to_owned(),
        label: ask.title.to_owned(),
        kind: "choice",
        measure: None,
        options: options.into_iter().map(|(option, _)| option).collect(),
    };
    let score = format!(".choice = {{ {} }}", written.join(", "));
    Some(Proposal { fields: vec![field], value: true, score, open: None, doubts })
}

/// 按完成比例得分; 事件处理率*15分
fn proportion(ask: &Ask<'_>, clauses: &[&str]) -> Option<Proposal> {
    let mut target = None;
    let mut label = None;
    let mut shared = false;
    for clause in clauses {
        if let Some((rate, points)) = clause.split_once('*') {
            let (before, points) = last_points(points)?;
            let whole = before.is_empty() && ask.points.is_none_or(|full| full == points) && rate.ends_with('率');
            whole.then_some(())?;
            label = Some(rate.trim_start_matches("得分=").to_owned());
            shared = true;
        } else if ["按完成比例", "按比例", "按实际完成", "按照完成比例", "完成比例"]
            .iter()
            .any(|word| clause.contains(word))
        {
            (number_in(clause).is_none() && ["得分", "计分", "记分", "评分"].iter().any(|word| clause.ends_with(word)))
                .then_some(())?;
            shared = true;
        } else if let Some((condition, false, None)) = awarded(clause) {
            match bound(condition) {
                Some(bound) if bound.unit == "%" && bound.key == "at_least" => target = Some(bound.at),
                Some(_) => return None,
                None if number_in(condition).is_some() => return None,
                None => {}
            }
        } else if !is_end(clause) {
            return None;
        }
    }
    shared.then_some(())?;
    let score = match target {
        Some(target) => format!(".proportion = {{ target = \"{}%\" }}", number::plain(target)),
        None => " = \"proportion\"".to_owned(),
    };
    let rate = |title: &str| if title.ends_with('率') { title.to_owned() } else { format!("{title}完成率") };
    let label = label.unwrap_or_else(|| rate(ask.title));
    let field = Field { name: ask.name.to_owned(), label, kind: "percent", measure: None, options: Vec::new() };
    Some(Proposal { fields: vec![field], value: true, score, open: None, doubts: Vec::new() })
}

/// 由领导酌情给分
fn given(text: &str) -> Option<Proposal> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let person = has(&["酌情", "领导评价", "综合评价", "综合评定", "专家评", "评委", "现场评定", "由考核组评"]);
    person.then(|| Proposal {
        fields: Vec::new(),
        value: false,
        score: " = \"given\"".to_owned(),
        open: None,
        doubts: Vec::new(),
    })
}

/// A text as TOML, with whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule and its fields, on one line.
    fn said(sentence: &str, points: &str) -> String {
        let points = number::read_exact(points);
        let ask = Ask { sentence, title: "甲项", points, name: "v", part: Part::Ordinary };
        let Some(found) = propose(&ask) else { return format!("{:?}?", likeness(sentence)) };
        let field = |field: &Field| {
            let measure = field.measure.as_deref().unwrap_or_default();
            let kind = field.kind;
            [field.name.as_str(), kind, &field.label, measure].join(" ").trim_end().to_owned()
        };
        let fields: Vec<String> = found.fields.iter().map(field).collect();
        let doubts = if found.doubts.is_empty() { String::new() } else { format!(" {:?}", found.doubts) };
        let open = found.open.map_or(String::new(), |key| format!(" open {key}"));
        format!("score{} | {}{open}{doubts}", found.score, fields.join("; "))
    }

    #[test]
    fn sentences_of_printed_rules_become_rules() {
        let lines: Vec<String> = SENTENCES
            .trim()
            .lines()
            .map(|line| {
                let (points, sentence) = line.split_once(' ').unwrap();
                format!("{points} {sentence}\n    {}", said(sentence, points))
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    const SENTENCES: &str = "
2 每发现1次经费违规使用扣0.5分,扣完为止。
10 水质水量监测评价出现一次不达标河库扣2分,扣完为止。
3 每迟报一次扣0.5分,漏报一次扣1分;扣完为止。
5 每迟报一天扣1分;迟报四天及以上不得分
4 未按时报送的,每次扣1分,扣完为止
15 巡查记录每缺1份扣0.1分,最高扣5分
1 每缺少一个方面政策措施扣0.1分
6 每发生两起扣1分,扣完为止
2 有一次节能工作会议纪要或记录的得1分,最多得2分
3 每完成1000亩,加0.1分,以3分为限
5 每增加10人次加0.5分,最多加2分
10 有纳入考核的文件得10分,否则不得分
2 建立制度的得2分,未建立的不得分
2 建立制度的得1分,否则不得分
1 纳入国民经济和社会发展规划的得1分,纳入部门规划的得0.5分,无发展规划的不得分
5 10万元以上(含10万)得5分,5-10万(含5万)得2.5分,3-5万(含3万)得1.25分,少于3万不得分
3 达到5%得1分;达到10%得2分;达到15%以上得3分。
10 达到95%以上的得10分,否则不得分
15 事件处理率*15分
4 达到98%得满分,未达到的按完成比例得分
4 完成的得满分,未完成的按完成比例得分
10 由领导酌情给分
20 领导评价
3 每差1微克/立方米扣0.5分,扣完为止
2 每低于目标值2%扣1分,最低为零分
2 量化分级率每下降10%扣0.5分,扣完为止
5 完成得基本分;大于目标值的,每增加1%加1分,最高加2分;小于目标值的,每少1%扣1分,扣分至基本分值扣完为止。
60 在全市排名1-5名的依次赋予60分、57分、54分、51分、48分
2 不低于平均值的得2分;每低1%,扣0.1分
15 当年破案的减半扣分
5 主要领导挂帅的得0.5分,非主要领导挂帅的得0.1分
5 每少报1条线索扣1分,扣完为止;查阅资料。
1 1.每缺1项扣0.5分;2.每迟报1次扣0.2分,扣完为止
8 ①每发生一起安全事故扣4分,扣完为止;②每缺1项制度扣0.5分,最高扣2分。
3 大于或等于规划下达的耕地保有量的,得3分;少于的,不得分。
5 完成任务,得5分
3 (1)有计划的得3分;(2)无计划的不得分
1 查阅资料
";
}
