//! Published statements, and which of several is shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{Figure, Percent, Precision};

/// What the count or percent of a statement is. Only [`Kind::Active`] is coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Active participants of the segment.
    Active,
    /// Registered, not necessarily active.
    Registered,
    /// Agreements and plans counted as well.
    Committed,
    /// Premium paid one single time.
    PaidOnce,
    /// Attainment of a target, not coverage.
    ShareOfTarget,
    /// None of these.
    Other,
}

/// Who published a figure, from the nearest to the count to the farthest.
///
/// Says who speaks, not whether the figure is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// BPJS Ketenagakerjaan.
    Bpjs,
    /// A ministry or national body.
    Ministry,
    /// A regional government.
    RegionalGovernment,
    /// The state news agency.
    Antara,
    /// Other press.
    Press,
    /// A university or study.
    Academic,
    /// Anyone else.
    Other,
}

impl Authority {
    /// Its name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bpjs => "BPJS Ketenagakerjaan",
            Self::Ministry => "Kementerian atau lembaga",
            Self::RegionalGovernment => "Pemerintah daerah",
            Self::Antara => "Kantor berita Antara",
            Self::Press => "Pers",
            Self::Academic => "Akademik",
            Self::Other => "Lainnya",
        }
    }
}

/// A statement that competes to be the shown figure of a region, segment and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it says.
    pub figure: Figure,
    /// Who published it.
    pub authority: Authority,
    /// When, as an ISO text of any precision; empty when unknown.
    pub published_on: String,
    /// The source, by its stable id.
    pub source: String,
}

/// Which of several statements about the same region, segment and date is shown.
///
/// An editor's decision wins; then the highest authority, the percent that most sources state, the
/// statement with exact counts, the more exact date, the latest publication, and at last the source
/// id and the figures, so that the answer never depends on the order of the rows. Statements with a percent always
/// come before those without. `None` for an empty list.
pub fn choose(candidates: &[Candidate], decision: Option<&str>) -> Option<usize> {
    let supporters = supporters(candidates);
    let standing = |index: &usize| standing(&candidates[*index], &supporters, decision);
    (0..candidates.len()).min_by_key(standing)
}

/// What made one statement win over those that say something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An editor decided.
    Decision,
    /// Nobody says anything else.
    Agreed,
    /// It has a percent, the others have none.
    Percent,
    /// Its publisher has the highest authority.
    Authority,
    /// Most sources state it.
    Supporters,
    /// It has exact counts.
    Counts,
    /// Its date is more exact.
    Precision,
    /// It was published last.
    Latest,
    /// Nothing tells them apart; the order of the source ids does.
    Order,
}

/// Why [`choose`] takes the one that it takes: the first of its criteria that tells it apart from the
/// best of those with another percent. `None` for an empty list.
pub fn why(candidates: &[Candidate], decision: Option<&str>) -> Option<Why> {
    let supporters = supporters(candidates);
    let chosen = &candidates[choose(candidates, decision)?];
    let own = standing(chosen, &supporters, decision);
    if !own.0 {
        return Some(Why::Decision);
    }
    let next = candidates
        .iter()
        .filter(|other| other.figure.coverage != chosen.figure.coverage)
        .map(|other| standing(other, &supporters, decision))
        .min();
    let Some(next) = next else { return Some(Why::Agreed) };
    Some(match () {
        () if own.1 != next.1 => Why::Percent,
        () if own.2 != next.2 => Why::Authority,
        () if own.3 != next.3 => Why::Supporters,
        () if own.4 != next.4 => Why::Counts,
        () if own.5 != next.5 => Why::Precision,
        () if own.6 != next.6 => Why::Latest,
        () => Why::Order,
    })
}

/// What statements are compared by, the smallest first.
type Standing = (
    bool,
    bool,
    Authority,
    Reverse<usize>,
    bool,
    Precision,
    Reverse<String>,
    String,
    (Option<Percent>, Option<i64>, Option<i64>),
);

fn standing(
    candidate: &Candidate,
    supporters: &HashMap<Option<Percent>, usize>,
    decision: Option<&str>,
) -> Standing {
    let figure = &candidate.figure;
    (
        decision != Some(candidate.source.as_str()),
        figure.coverage.is_none(),
        candidate.authority,
        Reverse(supporters.get(&figure.coverage).copied().unwrap_or_default()),
        figure.uncovered().is_none(),
        figure.as_of.precision,
        Reverse(candidate.published_on.clone()),
        candidate.source.clone(),
        (figure.coverage, figure.active, figure.workforce),
    )
}

/// How many state each percent.
fn supporters(candidates: &[Candidate]) -> HashMap<Option<Percent>, usize> {
    let mut supporters: HashMap<Option<Percent>, usize> = HashMap::new();
    for candidate in candidates {
        *supporters.entry(candidate.figure.coverage).or_default() += 1;
    }
    supporters
}

/// Whether the statements contradict each other: two percents more than 0,01 point apart.
pub fn contradict(figures: impl IntoIterator<Item = Percent>) -> bool {
    let mut range: Option<(Percent, Percent)> = None;
    for percent in figures {
        let (low, high) = range.unwrap_or((percent, percent));
        range = Some((low.min(percent), high.max(percent)));
    }
    range.is_some_and(|(low, high)| high.minus(low).0 > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::AsOf;

    fn candidate(source: &str, hundredths: i32, authority: Authority) -> Candidate {
        let at = AsOf::parse("2025-04").unwrap();
        Candidate {
            figure: Figure::read(at, None, None, Some(Percent(hundredths)), false),
            authority,
            published_on: "2025-05-16".to_owned(),
            source: source.to_owned(),
        }
    }

    fn chosen(candidates: &[Candidate], decision: Option<&str>) -> String {
        candidates[choose(candidates, decision).unwrap()].source.clone()
    }

    #[test]
    fn the_decision_wins_then_authority_then_the_many() {
        let press = [
            candidate("a", 3586, Authority::Press),
            candidate("b", 3568, Authority::Press),
            candidate("c", 3568, Authority::Press),
        ];
        assert_eq!(chosen(&press, None), "b");
        assert_eq!(chosen(&press, Some("a")), "a");
        assert_eq!(chosen(&press, Some("gone")), "b", "a decision for a source that is not there");
        let with_bpjs = [press.as_slice(), &[candidate("z", 3600, Authority::Bpjs)]].concat();
        assert_eq!(chosen(&with_bpjs, None), "z");
        assert_eq!(choose(&[], None), None);
    }

    #[test]
    fn a_percent_comes_before_a_bare_count() {
        let mut bare = candidate("a", 0, Authority::Bpjs);
        bare.figure = Figure::read(bare.figure.as_of, Some(5), None, None, false);
        assert_eq!(chosen(&[bare, candidate("b", 3568, Authority::Other)], None), "b");
    }

    #[test]
    fn exact_counts_then_exact_dates_then_the_latest() {
        let plain = candidate("a", 4500, Authority::Press);
        let mut counted = candidate("b", 4500, Authority::Press);
        counted.figure = Figure::read(plain.figure.as_of, Some(45), Some(100), None, false);
        assert_eq!(chosen(&[plain.clone(), counted.clone()], None), "b");
        let mut dated = candidate("c", 4500, Authority::Press);
        dated.figure.as_of = AsOf::day(plain.figure.as_of.date);
        assert_eq!(chosen(&[plain.clone(), dated], None), "c");
        let mut later = candidate("d", 4500, Authority::Press);
        later.published_on = "2025-06".to_owned();
        assert_eq!(chosen(&[plain, later], None), "d");
    }

    #[test]
    fn why_one_is_chosen_is_the_first_criterion_that_tells() {
        let (press, bpjs) = (Authority::Press, Authority::Bpjs);
        let [a, b, c] = [("a", 3586), ("b", 3568), ("c", 3568)]
            .map(|(source, hundredths)| candidate(source, hundredths, press));
        let list = [a.clone(), b.clone(), c.clone()];
        assert_eq!(why(&[], None), None);
        assert_eq!(why(&[b.clone(), c], None), Some(Why::Agreed));
        assert_eq!(why(&list, None), Some(Why::Supporters));
        assert_eq!(why(&list, Some("a")), Some(Why::Decision));
        assert_eq!(why(&list, Some("gone")), Some(Why::Supporters));
        assert_eq!(why(&[a.clone(), candidate("z", 3600, bpjs)], None), Some(Why::Authority));
        assert_eq!(why(&[a.clone(), b.clone()], None), Some(Why::Order));
        let later = Candidate { published_on: "2025-06".to_owned(), ..b.clone() };
        assert_eq!(why(&[a.clone(), later], None), Some(Why::Latest));
        let mut counted = b.clone();
        counted.figure = Figure::read(b.figure.as_of, Some(45), Some(100), None, false);
        assert_eq!(why(&[a.clone(), counted], None), Some(Why::Counts));
        let mut dated = b;
        dated.figure.as_of = AsOf::day(dated.figure.as_of.date);
        assert_eq!(why(&[a.clone(), dated], None), Some(Why::Precision));
        let mut bare = candidate("n", 0, bpjs);
        bare.figure = Figure::read(bare.figure.as_of, Some(5), None, None, false);
        assert_eq!(why(&[a, bare], None), Some(Why::Percent));
    }

    #[test]
    fn contradiction_is_more_than_one_hundredth() {
        let percents = |values: &[i32]| contradict(values.iter().map(|value| Percent(*value)));
        assert!(!percents(&[]) && !percents(&[4517]) && !percents(&[4517, 4518, 4517]));
        assert!(percents(&[4517, 4519]) && percents(&[3568, 3586]));
        assert!(percents(&[4517, 4518, 4519]), "first and last are two apart");
    }

    proptest! {
        #[test]
        fn the_order_of_rows_never_matters(
            rows in prop::collection::vec((0..4_u8, 3500..3503, 0..2_u8, "[ab]"), 1..8),
            seed: u64,
        ) {
            let build = |(kind, hundredths, authority, source): &(u8, i32, u8, String)| {
                let authority = if *authority == 0 { Authority::Bpjs } else { Authority::Press };
                let mut built = candidate(source, *hundredths, authority);
                if *kind == 0 {
                    built.figure = Figure::read(built.figure.as_of, Some(7), None, None, false);
                }
                built
            };
            let rows: Vec<Candidate> = rows.iter().map(build).collect();
            let mut mixed = rows.clone();
            let by = usize::try_from(seed % 97).unwrap() % rows.len();
            mixed.rotate_left(by);
            mixed.reverse();
            let (one, two) = (choose(&rows, None).unwrap(), choose(&mixed, None).unwrap());
            prop_assert_eq!(&rows[one], &mixed[two]);
        }
    }
}
