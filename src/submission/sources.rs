//! Which source counts where several speak of one value.

use crate::source::Source;

/// How a source's word weighs; the least weighs most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It counts, after so many others.
    Counts(usize),
    /// Nobody has said where it stands.
    Undeclared,
    /// It is only compared.
    Never,
}

/// The sources in the order in which they count, as the assessment declares it.
#[derive(Debug, Default)]
pub(super) struct Precedence {
    declared: Vec<Source>,
}

impl Precedence {
    /// The order in which sources first occur among the files.
    pub(super) fn of(files: impl Iterator<Item = Option<Source>>) -> Precedence {
        let mut declared = Vec::new();
        for source in files.flatten() {
            if !declared.contains(&source) {
                declared.push(source);
            }
        }
        Precedence { declared }
    }

    /// The weight of a source's word on what the rubric asks for. `asked` is the rubric's own order; where it has one,
    /// a source that it does not name never counts. What is nobody's word counts after all others.
    pub(super) fn weight(&self, asked: &[Source], source: Option<Source>) -> Weight {
        let Some(source) = source else { return Weight::Counts(usize::MAX) };
        let (order, otherwise) =
            if asked.is_empty() { (self.declared.as_slice(), Weight::Undeclared) } else { (asked, Weight::Never) };
        order.iter().position(|known| *known == source).map_or(otherwise, Weight::Counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rubrics_order_goes_before_the_assessments_and_what_it_does_not_name_never_counts() {
        let (own, department, site) = (Some(Source::Own), Some(Source::Department), Some(Source::Site));
        let declared = Precedence::of([site, own, site].into_iter());
        assert_eq!(declared.weight(&[], site), Weight::Counts(0));
        assert_eq!(declared.weight(&[], own), Weight::Counts(1));
        assert_eq!(declared.weight(&[], department), Weight::Undeclared);
        assert_eq!(declared.weight(&[Source::Department], own), Weight::Never);
        assert!(declared.weight(&[Source::Department], department) < declared.weight(&[], None));
    }
}
