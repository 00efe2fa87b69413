//! The rules that hold a figure against itself, its past and its neighbours.
//!
//! They find; they never change. What a rule finds doubtful may be true (coverage above 100% is).
//! The import asks them about a file before it goes in, and the page on data quality about what
//! stands today: both by the functions here, so that they never disagree.

mod rule;
mod settled;
mod sums;

pub use rule::Rule;
pub use settled::Settled;
pub use sums::{Segments, parts, segments, some_parts};

use super::narrative::words::noun;
use super::wording::{as_of, count, percent, points};
use super::{Figure, Level, Percent, Points, Target};

/// From where on something is doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Thresholds {
    /// R1: between the printed percent and that of the counts.
    pub printed: Points,
    /// R4, R5: between a sum and its whole, in hundredths of a percent of the whole.
    pub sum: Percent,
    /// R7: within 30 days.
    pub jump: Points,
    /// R8: of the base, in hundredths of a percent.
    pub base: Percent,
    /// R12: a base smaller or larger than the one before by this factor, in hundredths.
    pub other_base: i64,
    /// R13: between a value and the share of the target that it may be.
    pub share: Points,
}

impl Thresholds {
    /// Those that hold unless somebody chooses others.
    pub const USUAL: Self = Self {
        printed: Points(1),
        sum: Percent(50),
        jump: Points(500),
        base: Percent(300),
        other_base: 150,
        share: Points(100),
    };
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Something that a rule found doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// What is the matter, as a sentence that begins in lower case.
    pub reason: String,
    /// What to do, as a sentence; may be empty.
    pub advice: &'static str,
}

impl Breach {
    fn new(rule: Rule, reason: String) -> Self {
        Self { rule, reason, advice: "" }
    }

    fn so(self, advice: &'static str) -> Self {
        Self { advice, ..self }
    }
}

/// The numbers of one statement of active participants, as its source gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Active participants.
    pub active: Option<i64>,
    /// The base.
    pub workforce: Option<i64>,
    /// The percent as printed.
    pub published: Option<Percent>,
    /// Workers not covered.
    pub uncovered: Option<i64>,
    /// A count or percent is marked as rounded.
    pub rounded: bool,
}

/// Holds a statement against itself: R1, R2 and R3. Without both counts only whether the percent is above
/// a hundred.
pub fn alone(numbers: &Numbers, limits: &Thresholds) -> Vec<Breach> {
    let mut found = Vec::new();
    let (Some(active), Some(workforce)) = (numbers.active, numbers.workforce) else {
        found.extend(numbers.published.filter(|printed| *printed > Percent(10_000)).map(
            |printed| {
                let reason = format!(
                    "persen tertulis {}, lebih dari 100%, tanpa jumlah peserta dan pekerja.",
                    percent(printed)
                );
                Breach::new(Rule::R2, reason).so("Periksa koma desimalnya dengan dokumen aslinya.")
            },
        ));
        return found;
    };
    let exact = !numbers.rounded;
    if let (Some(computed), Some(printed), true) =
        (Percent::of(active, workforce), numbers.published, exact)
        && computed.minus(printed).0.abs() > limits.printed.0
    {
        let reason = format!(
            "persen tertulis {}, sedangkan {} dari {} adalah {}.",
            percent(printed),
            count(active),
            count(workforce),
            percent(computed)
        );
        found.push(
            Breach::new(Rule::R1, reason).so(
                "Periksa ketiganya; yang ditampilkan dihitung dari jumlah peserta dan pekerja.",
            ),
        );
    }
    if active > workforce {
        let reason = format!(
            "peserta aktif {} lebih besar daripada pekerja dalam semesta {}.",
            count(active),
            count(workforce)
        );
        found.push(Breach::new(Rule::R2, reason));
    }
    if let Some(uncovered) = numbers.uncovered
        && exact
        && workforce - active != uncovered
    {
        let reason = format!(
            "belum terlindungi tertulis {}, sedangkan {} dikurangi {} adalah {}.",
            count(uncovered),
            count(workforce),
            count(active),
            count(workforce - active)
        );
        found.push(Breach::new(Rule::R3, reason));
    }
    found
}

/// More people than any kabupaten or kota has: Bogor, the largest, has about 5.7 million inhabitants (BPS,
/// mid 2024).
const MOST_OF_A_REGENCY: i64 = 10_000_000;

/// More people than any province has: Jawa Barat, the largest, has about 50 million inhabitants (BPS,
/// mid 2024).
const MOST_OF_A_PROVINCE: i64 = 60_000_000;

/// R9: a count of people beyond what a region of a level can have.
pub fn beyond(people: i64, level: Level) -> Option<Breach> {
    let most = match level {
        Level::Nation => return None,
        Level::Province => MOST_OF_A_PROVINCE,
        Level::Regency | Level::District | Level::Village => MOST_OF_A_REGENCY,
    };
    (people > most).then(|| {
        let reason =
            format!("{} lebih banyak daripada penduduk {} mana pun.", count(people), noun(level));
        Breach::new(Rule::R9, reason).so("Periksa angkanya dan pemisah ribuannya.")
    })
}

/// Holds a figure against those before it, by date: its coverage against the latest that has a percent
/// (R7), its base against the latest that has a base (R8, R12). `name` is the region.
pub fn since(figure: &Figure, earlier: &[Figure], name: &str, limits: &Thresholds) -> Vec<Breach> {
    let mut found = Vec::new();
    let covered = earlier.iter().rev().find_map(|before| Some((before.as_of, before.coverage?)));
    if let Some((now, (before, then))) = figure.coverage.zip(covered) {
        let days = (figure.as_of.date - before.date).num_days().max(1);
        let change = now.minus(then);
        let allowed = i64::from(limits.jump.0) * days.max(30) / 30;
        if i64::from(change.0.abs()) > allowed {
            let verb = if change.0 > 0 { "naik" } else { "turun" };
            let reason = format!(
                "cakupan {name} {verb} {} poin dalam {days} hari, dari {} menjadi {}.",
                points(Points(change.0.abs())),
                percent(then),
                percent(now)
            );
            found.push(Breach::new(Rule::R7, reason).so("Apakah angka ini benar?"));
        }
    }
    let based = earlier.iter().rev().find_map(|before| Some((before, before.base()?)));
    if let Some((now, (before, then))) = figure.base().zip(based) {
        let at = || match before.workforce {
            Some(_) => as_of(before.as_of),
            None => format!("{}, dihitung dari peserta dan persen", as_of(before.as_of)),
        };
        found.extend(match base_change(now, then, limits) {
            Some(BaseChange::Other) => Some(
                Breach::new(
                    Rule::R12,
                    format!(
                        "pekerja dalam semesta {} tidak sebanding dengan {} ({}).",
                        count(now),
                        count(then),
                        at()
                    ),
                )
                .so("Periksa apakah pembagi atau satuannya sama."),
            ),
            Some(BaseChange::Revised) => Some(Breach::new(
                Rule::R8,
                format!(
                    "pekerja dalam semesta berubah dari {} ({}) menjadi {}.",
                    count(then),
                    at(),
                    count(now)
                ),
            )),
            None => None,
        });
    }
    found
}

/// What became of a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseChange {
    /// Another number for the same base (R8).
    Revised,
    /// So different that it must be another base or unit (R12).
    Other,
}

/// What a base is beside the one before it; `None` while the change is within the threshold.
pub fn base_change(now: i64, then: i64, limits: &Thresholds) -> Option<BaseChange> {
    if then <= 0 {
        return None;
    }
    let ratio = now.max(then) * 100 / now.min(then).max(1);
    if ratio > limits.other_base {
        Some(BaseChange::Other)
    } else {
        let change = (now - then).abs();
        (change * 10_000 > then * i64::from(limits.base.0)).then_some(BaseChange::Revised)
    }
}

/// R13: a percent without counts that is near what the latest coverage before is of a target.
pub fn share_of_target(
    figure: &Figure,
    earlier: &[Figure],
    targets: &[Target],
    limits: &Thresholds,
) -> Option<Breach> {
    let before = earlier.iter().rev().find_map(|before| before.coverage);
    let (now, then) = figure.coverage.zip(before)?;
    if figure.active.is_some() || now.minus(then).0.abs() <= limits.jump.0 {
        return None;
    }
    let year = figure.as_of.calendar_year();
    let near = targets.iter().filter(|target| target.year == year).find_map(|target| {
        let share = Percent::of(i64::from(then.0), i64::from(target.percent.0))?;
        (share.minus(now).0.abs() <= limits.share.0).then_some((target, share))
    });
    let (target, share) = near?;
    let reason = format!(
        "{} mungkin capaian terhadap target {year} sebesar {}, bukan cakupan: cakupan sebelumnya {}, \
         dan {} dibagi {} adalah {}.",
        percent(now),
        percent(target.percent),
        percent(then),
        percent(then),
        percent(target.percent),
        percent(share)
    );
    Some(Breach::new(Rule::R13, reason).so("Bila benar capaian target, nyatakan jenis angkanya."))
}

/// R14: two statements on the same thing with two neighbouring digits swapped. `here` says where the
/// first stands, `source` who made the other; it is asked for only where digits are swapped.
pub fn swapped(
    own: &Numbers,
    other: &Numbers,
    here: &str,
    source: impl FnOnce() -> String,
) -> Option<Breach> {
    let percents = own
        .published
        .zip(other.published)
        .filter(|(a, b)| is_swapped(i64::from(a.0), i64::from(b.0)));
    let counts = [(own.active, other.active), (own.workforce, other.workforce)]
        .into_iter()
        .filter_map(|(a, b)| a.zip(b))
        .find(|(a, b)| is_swapped(*a, *b));
    let (ours, theirs) = percents
        .map(|(a, b)| (percent(a), percent(b)))
        .or_else(|| counts.map(|(a, b)| (count(a), count(b))))?;
    let reason =
        format!("{ours} {here}, {theirs} menurut {}: dua angka tertukar tempat.", source());
    Some(Breach::new(Rule::R14, reason).so("Bandingkan dengan dokumen aslinya."))
}

/// Whether two numbers differ only in two neighbouring digits that stand in each other's place.
fn is_swapped(a: i64, b: i64) -> bool {
    let (a, b) = (a.to_string().into_bytes(), b.to_string().into_bytes());
    if a.len() != b.len() || a.len() < 3 {
        return false;
    }
    let differing: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    matches!(differing[..], [first, second]
        if second == first + 1 && a[first] == b[second] && a[second] == b[first])
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::Basis;
    use crate::domain::testing::{counts, percent as printed, target};

    const LIMITS: Thresholds = Thresholds::USUAL;

    fn rules(found: &[Breach]) -> Vec<Rule> {
        found.iter().map(|breach| breach.rule).collect()
    }

    #[test]
    fn a_statement_against_itself() {
        let sound = Numbers {
            active: Some(592_806),
            workforce: Some(1_312_370),
            published: Some(Percent(4517)),
            uncovered: Some(719_564),
            rounded: false,
        };
        assert_eq!(alone(&sound, &LIMITS), []);
        let off = Numbers { published: Some(Percent(4519)), ..sound };
        assert_eq!(rules(&alone(&off, &LIMITS)), [Rule::R1], "two hundredths");
        assert_eq!(alone(&Numbers { published: Some(Percent(4518)), ..sound }, &LIMITS), []);
        let off = Numbers { uncovered: Some(719_565), ..sound };
        assert_eq!(rules(&alone(&off, &LIMITS)), [Rule::R3]);
        assert_eq!(alone(&Numbers { rounded: true, ..off }, &LIMITS), [], "rounded may be off");
        let more = Numbers { active: Some(25_721), workforce: Some(20_390), ..Numbers::default() };
        assert_eq!(rules(&alone(&more, &LIMITS)), [Rule::R2]);
        assert_eq!(alone(&Numbers { workforce: None, ..off }, &LIMITS), []);
    }

    #[test]
    fn a_figure_against_the_one_before() {
        let before = counts("2025-01-31", 40_000, 100_000);
        let after = |date, active, base| {
            rules(&since(&counts(date, active, base), &[before], "Jambi", &LIMITS))
        };
        assert_eq!(after("2025-03-02", 45_000, 100_000), [], "5 points in 30 days");
        assert_eq!(after("2025-03-02", 45_010, 100_000), [Rule::R7]);
        assert_eq!(after("2025-02-10", 44_000, 100_000), [], "below a month as in a month");
        assert_eq!(after("2025-02-28", 41_000, 103_000), [], "3%");
        assert_eq!(after("2025-02-28", 41_000, 103_001), [Rule::R8]);
        assert_eq!(after("2025-02-28", 60_000, 151_000), [Rule::R12]);
        assert_eq!(base_change(10, 0, &LIMITS), None, "nothing to compare with");
        // The latest figure has no base: the one before it has.
        let earlier = [before, printed("2025-02-28", 4_100)];
        let found = since(&counts("2025-03-31", 52_000, 128_000), &earlier, "Jambi", &LIMITS);
        assert_eq!(rules(&found), [Rule::R8]);
        assert!(found[0].reason.contains("100.000 (31 Januari 2025)"), "{}", found[0].reason);
        // And the latest figure with a percent is the one for coverage.
        let found = since(&counts("2025-03-31", 60_000, 100_000), &earlier, "Jambi", &LIMITS);
        assert!(found[0].reason.contains("dari 41,00%"), "{}", found[0].reason);
    }

    #[test]
    fn a_share_of_the_target_is_told_from_coverage() {
        let targets = [target(1, 2025, 5000, Basis::Kemendagri)];
        let before = [printed("2025-01-31", 3050)];
        let found = |now| {
            share_of_target(&printed("2025-08-31", now), &before, &targets, &LIMITS).is_some()
        };
        assert!(found(6100), "30,50 is 61% of 50");
        assert!(!found(6300) && !found(3400));
        let counted = counts("2025-08-31", 61, 100);
        assert_eq!(share_of_target(&counted, &before, &targets, &LIMITS), None);
    }

    #[test]
    fn neighbouring_digits_that_are_swapped() {
        for (a, b) in [(3568, 3586), (140_940, 149_040), (10, 1)] {
            let wanted = a > 100;
            assert_eq!(is_swapped(a, b), wanted, "{a} {b}");
            assert_eq!(is_swapped(b, a), wanted, "{b} {a}");
        }
        assert!(!is_swapped(3568, 3568) && !is_swapped(3568, 8563) && !is_swapped(12, 21));
    }

    #[test]
    fn no_region_has_so_many_people() {
        let is_beyond = |people, level| beyond(people, level).is_some();
        assert!(!is_beyond(10_000_000, Level::Regency) && is_beyond(10_000_001, Level::Regency));
        assert!(!is_beyond(60_000_000, Level::Province) && is_beyond(60_000_001, Level::Province));
        assert!(!is_beyond(200_000_000, Level::Nation));
        let printed = |percent| Numbers { published: Some(Percent(percent)), ..Numbers::default() };
        assert_eq!(alone(&printed(10_000), &LIMITS), []);
        assert_eq!(rules(&alone(&printed(10_001), &LIMITS)), [Rule::R2]);
    }
}
