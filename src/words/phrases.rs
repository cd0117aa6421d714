//! Phrases that scoring rules leave on their columns: what the rule says, and why points were lost.

use super::Lang;

/// Declares phrases over operands of any type, with `map` to put the operands into words.
macro_rules! phrases {
    ($(#[$meta:meta])* $Name:ident { $( $Variant:ident $( { $($arg:ident),* } )? => $zh:literal, $en:literal; )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the English text is the documentation")]
        pub enum $Name<T> { $( #[doc = $en] $Variant $( { $($arg: T),* } )? ),* }

        impl<T> $Name<T> {
            /// The phrase with each operand put into words.
            pub fn map(&self, operand: &mut impl FnMut(&T) -> String) -> $Name<String> {
                match self { $( Self::$Variant $( { $($arg),* } )? => $Name::$Variant $( { $($arg: operand($arg)),* } )? ),* }
            }
        }

        impl $Name<String> {
            /// The phrase in one language.
            pub fn say(&self, lang: Lang) -> String {
                match self {
                    $( Self::$Variant $( { $($arg),* } )? => match lang {
                        Lang::Zh => format!($zh),
                        Lang::En => format!($en),
                    } ),*
                }
            }
        }
    };
}

phrases! {
    /// What a rule says, or what became of it for a unit.
    Phrase {
        GivenRule { full } => "由牵头部门直接评定,满分{full}分", "points are given by the lead department, at most {full}";
        GivenPercentRule { step, full } => "由专家评定百分比(按{step}的倍数),乘以满分{full}分", "an expert gives a percentage in steps of {step}, of the full {full}";
        GivenPercentReason { percent, full } => "评定为{percent},满分{full}分", "{percent} of the full {full}";
        RatersRule { most, full } => "取各评委评分的平均数,评分{most}为满分{full}分", "the mean of the raters' marks, {most} being the full {full}";
        RatersTrim { drop } => "去掉{drop}个最高分和{drop}个最低分", "the {drop} highest and {drop} lowest marks are dropped";
        RatersTrimAbove { above, drop } => "评委多于{above}人时去掉{drop}个最高分和{drop}个最低分", "where more than {above} raters marked, the {drop} highest and {drop} lowest are dropped";
        RatersStep { step } => "评分须为{step}的倍数", "marks are multiples of {step}";
        RatersLeast { least } => "有效评分不少于{least}份", "at least {least} valid marks";
        RatersValid { condition } => "有效条件:{condition}", "valid where: {condition}";
        RatersReason { mean, count, most } => "{count}份有效评分平均{mean}(满分为{most})", "{count} valid marks with a mean of {mean} out of {most}";
        GivenReason { points } => "评定得{points}分", "{points} points were given";

        ProportionRule { target, full } => "按完成值占目标值{target}的比例得分,满分{full}分", "points in proportion to the target of {target}, at most {full}";
        ProportionReason { value, target } => "实际{value},目标{target}", "{value} against a target of {target}";

        InterpolateRule { from, to, full } => "{from}得0分,{to}得满分{full}分,其间按线性插值得分", "0 points at {from}, the full {full} at {to}, linear in between";
        InterpolateReason { value, to } => "实际{value},未达到满分线{to}", "{value}, short of {to} for full points";

        BandAtLeast { bound, points } => "{bound}及以上得{points}分", "{bound} and above earns {points}";
        BandAbove { bound, points } => "高于{bound}得{points}分", "above {bound} earns {points}";
        BandAtMost { bound, points } => "{bound}及以下得{points}分", "{bound} and below earns {points}";
        BandBelow { bound, points } => "低于{bound}得{points}分", "below {bound} earns {points}";
        BandRest { points } => "其余得{points}分", "anything else earns {points}";
        BandsReason { value, points } => "实际{value},所在档次得{points}分", "{value} falls in the band that earns {points}";

        StepsTarget { target, base } => "达到目标{target}得基本分{base}分", "reaching the target of {target} earns the base of {base}";
        StepsAboveAdd { every, points, most } => "每高{every}加{points}分,最多加{most}分", "each {every} above adds {points}, at most {most}";
        StepsAboveDeduct { every, points, most } => "每高{every}扣{points}分,最多扣{most}分", "each {every} above deducts {points}, at most {most}";
        StepsBelowAdd { every, points, most } => "每低{every}加{points}分,最多加{most}分", "each {every} below adds {points}, at most {most}";
        StepsBelowDeduct { every, points, most } => "每低{every}扣{points}分,最多扣{most}分", "each {every} below deducts {points}, at most {most}";
        StepsAboveAddFree { every, points } => "每高{every}加{points}分,加到满分为止", "each {every} above adds {points}, up to full points";
        StepsAboveDeductFree { every, points } => "每高{every}扣{points}分,扣完为止", "each {every} above deducts {points}, down to zero";
        StepsBelowAddFree { every, points } => "每低{every}加{points}分,加到满分为止", "each {every} below adds {points}, up to full points";
        StepsBelowDeductFree { every, points } => "每低{every}扣{points}分,扣完为止", "each {every} below deducts {points}, down to zero";
        StepsOfPoints => "幅度按百分点计", "steps are measured in percentage points";
        StepsOfTarget => "幅度按目标值的百分比计", "steps are measured in percent of the target";
        CountWhole => "不足一个档次的不计", "only whole steps count";
        CountStarted => "不足一个档次的按一个档次计", "a started step counts as a whole one";
        CountProRata => "不足一个档次的按比例计", "part of a step counts in proportion";
        StepsReason { value, target, points } => "实际{value},目标{target},加减后得{points}分", "{value} against a target of {target}, which comes to {points}";

        DeductRule { each, full } => "从{full}分起,每发生1次扣{each}分,扣完为止", "starting from {full}, each occurrence deducts {each}, down to zero";
        DeductRuleEvery { every, each, full } => "从{full}分起,每{every}扣{each}分,扣完为止", "starting from {full}, each {every} deducts {each}, down to zero";
        DeductFrom { full } => "从{full}分起扣,扣完为止", "deducted from {full}, down to zero";
        DeductCounter { what, each } => "{what}每次扣{each}分", "each {what} deducts {each}";
        DeductCounterEvery { what, every, each } => "{what}每{every}扣{each}分", "each {every} of {what} deducts {each}";
        DeductCounterReason { what, value, each } => "{what}{value},每次(档)扣{each}分", "{what}: {value}, {each} deducted for each";
        DeductZeroFrom { from } => "达到{from}即不得分", "from {from} on nothing is earned";
        DeductAtMost { most } => "最多扣{most}分", "at most {most} are deducted";
        DeductReason { value, each } => "发生{value},每次扣{each}分", "{value} occurred, {each} deducted for each";
        DeductReasonEvery { value, every, each } => "实际{value},每{every}扣{each}分", "{value}, {each} deducted for each {every}";

        AddRule { each, full } => "每有1项得{each}分,最多得{full}分", "each one earns {each}, at most {full}";
        AddRuleEvery { every, each, full } => "每{every}得{each}分,最多得{full}分", "each {every} earns {each}, at most {full}";
        AddCounter { what, each } => "{what}每项得{each}分", "each {what} earns {each}";
        AddCounterEvery { what, every, each } => "{what}每{every}得{each}分", "each {every} of {what} earns {each}";
        AddCounterReason { what, value, each } => "{what}{value},每项(档)得{each}分", "{what}: {value}, each earning {each}";
        AddHighestOnly => "只取最高的一项,不重复计分", "the highest only counts";
        PenaltyRule { each, full } => "每发生1次扣{each}分,最多扣{full}分", "each occurrence takes {each} off, at most {full}";
        PenaltyRuleEvery { every, each, full } => "每{every}扣{each}分,最多扣{full}分", "each {every} takes {each} off, at most {full}";
        AsPenalty => "按以下规则得出的分为扣分", "what follows gives the points taken off";
        AddAtMost { most } => "累计最多{most}分", "at most {most} in all";
        AddReason { value, each } => "实有{value},每项得{each}分", "{value} in place, each earning {each}";
        AddReasonEvery { value, every, each } => "实际{value},每{every}得{each}分", "{value}, each {every} earning {each}";

        CheckRule { condition, yes, no } => "{condition}:是得{yes}分,否得{no}分", "{condition}: yes earns {yes}, no earns {no}";
        CheckYes { condition, points } => "{condition}:是,得{points}分", "{condition}: yes earns {points}";
        CheckNo { condition, points } => "{condition}:否,得{points}分", "{condition}: no earns {points}";
        StepsReached { target, base } => "等于目标{target},得基本分{base}分", "at the target of {target}, which earns {base}";
        InterpolateFull { to } => "达到满分线{to}", "at or beyond {to}, which earns full points";
        InterpolateNone { from } => "在0分线{from}或以外", "at or beyond {from}, which earns nothing";
        InterpolateBetween { from, to } => "在{from}与{to}之间,按比例", "between {from} and {to}, in proportion";
        CheckReason { condition } => "未达到要求:{condition}", "not met: {condition}";

        ChoiceOption { option, points } => "“{option}”得{points}分", "\u{201c}{option}\u{201d} earns {points}";
        ChoiceReason { value, points } => "实际为“{value}”,得{points}分", "\u{201c}{value}\u{201d} earns {points}";

        CaseWhen { condition, points } => "{condition}得{points}分", "{condition} earns {points}";
        CaseReason { points } => "所属情形得{points}分", "the case that applies earns {points}";

        ChecklistDeductRule { list, points, full } => "应有{list};每缺少一个方面扣{points}分,一个方面都没有的不得分,满分{full}分", "wanted: {list}; each missing part deducts {points}, none at all earns nothing, at most {full}";
        ChecklistAddRule { list, points, full } => "{list},每有一个方面得{points}分,最多{full}分", "{list}: each part earns {points}, at most {full}";
        ChecklistReason { all, missing } => "应有{all}个方面,缺少{missing}个", "{missing} of {all} parts are missing";

        RankHighest => "最高者为第1名", "the highest is first";
        RankLowest => "最低者为第1名", "the lowest is first";
        RankAll => "在全体单位中排名", "ranked among all units";
        RankGroup => "在本组内排名", "ranked within the group";
        RankPlace { place, points } => "第{place}名得{points}分", "place {place} earns {points}";
        RankStep { step } => "以后每低一名少得{step}", "each further place earns {step} less";
        RankProportional => "第1名得满分,其余按与第1名的比例得分", "the first earns full points, the others in proportion to it";
        RankReason { value, rank } => "实际{value},第{rank}名", "{value}, place {rank}";

        EfficacyRule { low, high, base, full } => "不允许值{low}得满分的{base},满意值{high}得满分{full}分,其间按比例", "the unacceptable {low} earns {base} of full points, the satisfactory {high} the full {full}, in proportion between";
        EfficacyLevel { at, coefficient } => "标准值{at}系数{coefficient}", "the standard value {at} has the coefficient {coefficient}";
        EfficacyBetween => "两档之间按比例取系数", "in proportion between two of them";
        EfficacyReason { value, high } => "实际{value},满意值{high}", "{value} against a satisfactory {high}";

        FormulaRule { formula, full } => "按公式 {formula} 计算,得0至{full}分", "computed as {formula}, from 0 to {full}";
        FormulaReason { value } => "按公式计算得{value}分", "the formula gives {value}";
    }
}
