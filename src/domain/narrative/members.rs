//! Text about many regions at once: the national page, the parts of a province, rankings.

use crate::domain::change::Change;
use crate::domain::{Figure, Level, Percent, Points, Status, wording};

use super::phrases::moved;
use super::words::{self, noun, number, sentence_case};

/// One of several regions, as the titles over lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name inside a sentence ([`super::Name::running`]).
    pub name: String,
    /// The figure at the date of the page.
    pub figure: Option<Figure>,
    /// The change that the page shows for it.
    pub change: Option<Change>,
    /// Its state; `None` without a target.
    pub status: Option<Status>,
    /// Workers missing to its target, negative beyond it.
    pub gap: Option<i64>,
}

impl Member {
    fn coverage(&self) -> Option<Percent> {
        self.figure?.coverage
    }
}

/// Tiles below this share are counted in the title, unless the target lies below it.
const LOW: Percent = Percent(3_500);

/// Up to this many days of difference, changes are over "the same" time and may be called fast.
const SAME_TIME_DAYS: i64 = 31;

/// Over the tile map; no full stop.
pub fn tiles_title(members: &[Member], target: Option<Percent>, level: Level) -> String {
    let values: Vec<Percent> = members.iter().filter_map(Member::coverage).collect();
    let noun = noun(level);
    let (Some(lowest), Some(highest)) = (values.iter().min(), values.iter().max()) else {
        return format!("Belum ada data {noun}");
    };
    let Some(target) = target else { return range_title(noun, &values, *lowest, *highest) };
    let low = LOW.min(target);
    let reached: Vec<&Percent> = values.iter().filter(|value| **value >= target).collect();
    let below = values.iter().filter(|value| **value < low).count();
    let verb = if reached.iter().any(|value| **value == target) { "mencapai" } else { "melampaui" };
    let share = wording::percent_trimmed(target);
    let first = match reached.len() {
        0 => format!("belum satu pun {noun} mencapai {share}"),
        all if all == values.len() => {
            format!("{} {verb} {share}", everyone(all, members.len(), noun))
        }
        some => format!("{} {noun} {verb} {share}", number(some)),
    };
    let limit = if low < target {
        format!("di bawah {}", wording::percent_trimmed(low))
    } else {
        "di bawahnya".to_owned()
    };
    let second = match below {
        0 => return sentence_case(&first),
        _ if reached.is_empty() && low == target => return sentence_case(&first),
        all if all == values.len() => format!("semuanya masih {limit}"),
        some => format!("{} {noun} masih {limit}", number(some)),
    };
    sentence_case(&format!("{first}; {second}"))
}

/// `semua 38 provinsi`, or `semua 34 provinsi yang melapor` where others have no data.
fn everyone(with_data: usize, all: usize, noun: &str) -> String {
    match with_data {
        1 => format!("satu {noun} yang melapor"),
        _ if with_data == all => all_of(all, noun),
        _ => format!("{} yang melapor", all_of(with_data, noun)),
    }
}

/// `kedua provinsi`, `kesebelas kabupaten/kota`, `semua 38 provinsi`.
fn all_of(count: usize, noun: &str) -> String {
    match count {
        2..=11 => format!("ke{} {noun}", number(count)),
        _ => format!("semua {} {noun}", number(count)),
    }
}

fn range_title(noun: &str, values: &[Percent], lowest: Percent, highest: Percent) -> String {
    if lowest == highest {
        let who = sentence_case(&format!("{} {noun}", number(values.len())));
        return format!("{who} melaporkan cakupan {}", wording::percent(highest));
    }
    format!(
        "Cakupan {} {noun} antara {} dan {}",
        number(values.len()),
        wording::percent(lowest),
        wording::percent(highest)
    )
}

/// One or two names, or `tiga provinsi`.
fn names(names: &[&str], noun: &str) -> String {
    if names.len() <= 2 { words::list(names) } else { format!("{} {noun}", number(names.len())) }
}

/// Over the list of changes; no full stop.
pub fn changes_title(members: &[Member], level: Level) -> String {
    let known: Vec<(&str, Change)> =
        members.iter().filter_map(|m| Some((m.name.as_str(), m.change?))).collect();
    let noun = noun(level);
    let points = || known.iter().map(|(_, change)| change.points);
    let (Some(top), Some(bottom)) = (points().max(), points().min()) else {
        return format!("Belum ada {noun} dengan dua laporan yang sebanding");
    };
    if let [(name, change)] = known.as_slice() {
        return format!("Baru satu {noun} dapat dibandingkan: {name} {}", moved(change.points));
    }
    let with = |value: Points| {
        let equal: Vec<&str> =
            known.iter().filter(|(_, c)| c.points == value).map(|(name, _)| *name).collect();
        names(&equal, noun)
    };
    let days = || known.iter().map(|(_, change)| change.days);
    let shortest = days().min().unwrap_or_default();
    let same_time = days().max().unwrap_or_default() - shortest <= SAME_TIME_DAYS;
    let (most, least) = if same_time {
        ("paling cepat", "paling lambat")
    } else {
        ("paling besar", "paling kecil")
    };
    let title = match (top.0, bottom.0) {
        (0, 0) => format!("cakupan {} {noun} tidak berubah", number(known.len())),
        (up, low) if up == low => {
            format!("{} {noun} sama-sama {}", number(known.len()), moved(top))
        }
        (1.., 1..) => format!("{} naik {most}, {} {least}", with(top), with(bottom)),
        (1.., 0) => format!("{} naik {most}, {} tidak berubah", with(top), with(bottom)),
        (1.., _) => format!("{} naik {most}, {} turun paling dalam", with(top), with(bottom)),
        (0, _) => format!("{} turun paling dalam, {} tidak berubah", with(bottom), with(top)),
        _ => format!("{} turun paling dalam, {} paling sedikit", with(bottom), with(top)),
    };
    sentence_case(&title)
}

/// Over a ranking; no full stop. `reference` is what the ranked regions are held against, such as
/// `("angka nasional", 37,01%)`.
pub fn ranking_title(
    members: &[Member],
    reference: Option<(&str, Percent)>,
    level: Level,
) -> String {
    let noun = noun(level);
    let known: Vec<(&str, Percent)> =
        members.iter().filter_map(|m| Some((m.name.as_str(), m.coverage()?))).collect();
    let values = || known.iter().map(|(_, value)| *value);
    let (Some(top), Some(bottom)) = (values().max(), values().min()) else {
        return format!("Belum ada {noun} yang melapor");
    };
    if let [(name, value)] = known.as_slice() {
        return format!("Baru satu {noun} melapor: {name}, {}", wording::percent(*value));
    }
    let with = |value: Percent| {
        let equal: Vec<&str> =
            known.iter().filter(|(_, v)| *v == value).map(|(name, _)| *name).collect();
        names(&equal, noun)
    };
    let first = if top == bottom {
        format!("{} {noun} sama-sama {}", number(known.len()), wording::percent(top))
    } else {
        format!("{} tertinggi dengan {}", with(top), wording::percent(top))
    };
    let second = match reference {
        Some((what, share)) => {
            let below = values().filter(|value| *value < share).count();
            let what = format!("di bawah {what} {}", wording::percent(share));
            match below {
                0 => format!("; tidak ada {noun} {what}"),
                _ => format!("; {} {noun} {what}", number(below)),
            }
        }
        None if top == bottom => String::new(),
        None => format!(", {} terendah dengan {}", with(bottom), wording::percent(bottom)),
    };
    sentence_case(&format!("{first}{second}"))
}

/// Over the list "furthest from target in workers"; no full stop.
pub fn furthest_title(members: &[Member], level: Level) -> String {
    let known: Vec<(&str, i64)> =
        members.iter().filter_map(|m| Some((m.name.as_str(), m.gap?))).collect();
    match known.iter().map(|(_, gap)| *gap).max() {
        None => "Selisih ke target dalam pekerja belum dapat dihitung".to_owned(),
        Some(gap) if gap <= 0 => {
            format!("Semua {} dengan jumlah pekerja sudah mencapai target", noun(level))
        }
        Some(gap) => {
            let furthest: Vec<&str> =
                known.iter().filter(|(_, g)| *g == gap).map(|(name, _)| *name).collect();
            sentence_case(&format!(
                "{} paling jauh dari target: kurang {} pekerja",
                names(&furthest, noun(level)),
                wording::count(gap)
            ))
        }
    }
}

/// Over the parts of a region; no full stop. `target` is the one all parts are judged against;
/// `None` when each has its own.
pub fn parts_title(members: &[Member], target: Option<Percent>, level: Level) -> String {
    let values: Vec<Percent> = members.iter().filter_map(Member::coverage).collect();
    let noun = noun(level);
    let (Some(lowest), Some(highest)) = (values.iter().min(), values.iter().max()) else {
        return format!("Belum ada data {noun}");
    };
    let of = |wanted: Status| members.iter().filter(|m| m.status == Some(wanted)).count();
    if members.iter().all(|m| matches!(m.status, None | Some(Status::NoData))) {
        return range_title(noun, &values, *lowest, *highest);
    }
    let aim = target.map_or_else(|| "targetnya".to_owned(), wording::percent_trimmed);
    let achieved = of(Status::Achieved);
    let first = match achieved {
        0 => format!("belum satu pun {noun} mencapai {aim}"),
        all if all == values.len() => {
            return sentence_case(&format!(
                "{} mencapai {aim}",
                everyone(all, members.len(), noun)
            ));
        }
        some => format!("{} {noun} mencapai {aim}", number(some)),
    };
    let second = [
        (of(Status::Behind), "tertinggal"),
        (of(Status::Falling), "menurun"),
        (of(Status::PastDue), "lewat tenggat"),
        (of(Status::NeedsSpeed), "perlu percepatan"),
        (of(Status::PaceUnknown), "belum terukur lajunya"),
        (of(Status::OnTrack), "sesuai jalur"),
    ]
    .into_iter()
    .find(|(count, _)| *count > 0)
    .map(|(count, state)| format!("; {} {noun} {state}", number(count)));
    sentence_case(&format!("{first}{}", second.unwrap_or_default()))
}

/// `34 dari 38 provinsi melapor`; no full stop.
pub fn reporting(reported: usize, expected: usize, level: Level) -> String {
    let noun = noun(level);
    match reported {
        0 => format!("Belum ada {noun} yang melapor"),
        all if all >= expected => sentence_case(&format!("{} melapor", all_of(expected, noun))),
        some => {
            let (some, expected) = (number(some), number(expected));
            sentence_case(&format!("{some} dari {expected} {noun} melapor"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::testing::percent;

    const P: Level = Level::Province;

    fn member(name: &str, coverage: Option<i32>, change: Option<i32>) -> Member {
        let now = coverage.map(|coverage| percent("2025-04-30", coverage));
        let then = now
            .zip(change)
            .map(|(now, change)| percent("2024-04-30", now.coverage.unwrap().0 - change));
        Member {
            name: name.to_owned(),
            figure: now,
            change: then.and_then(|then| Change::between(&then, &now?)),
            status: None,
            gap: None,
        }
    }

    fn shares(values: &[i32]) -> Vec<Member> {
        let names = ["Aceh", "Riau", "Jambi", "Bali", "Maluku"];
        values.iter().zip(names).map(|(value, name)| member(name, Some(*value), None)).collect()
    }

    fn changes(values: &[i32]) -> String {
        let names = ["Aceh", "Riau", "Jambi", "Bali", "Maluku"];
        let members: Vec<_> =
            values.iter().zip(names).map(|(v, name)| member(name, Some(5000), Some(*v))).collect();
        changes_title(&members, P)
    }

    #[test]
    fn tiles_against_the_target() {
        let title = |values: &[i32], target| tiles_title(&shares(values), target, P);
        let target = Some(Percent(5215));
        assert_eq!(
            title(&[6784, 3499, 3500, 2000], target),
            "Satu provinsi melampaui 52,15%; dua provinsi masih di bawah 35%"
        );
        assert_eq!(title(&[5215, 6000], target), "Kedua provinsi mencapai 52,15%");
        assert_eq!(title(&[5216], target), "Satu provinsi yang melapor melampaui 52,15%");
        assert_eq!(title(&[4000, 5000], target), "Belum satu pun provinsi mencapai 52,15%");
        assert_eq!(
            title(&[2000, 3000], target),
            "Belum satu pun provinsi mencapai 52,15%; semuanya masih di bawah 35%"
        );
        assert_eq!(title(&[], target), "Belum ada data provinsi");
        assert_eq!(title(&[2000, 3000], None), "Cakupan dua provinsi antara 20,00% dan 30,00%");
        assert_eq!(title(&[2000], None), "Satu provinsi melaporkan cakupan 20,00%");
    }

    #[test]
    fn tiles_against_a_low_target() {
        let title = |values: &[i32]| tiles_title(&shares(values), Some(Percent(3215)), P);
        assert_eq!(
            title(&[3400, 3000, 3215]),
            "Dua provinsi mencapai 32,15%; satu provinsi masih di bawahnya"
        );
        assert_eq!(title(&[3000, 2000]), "Belum satu pun provinsi mencapai 32,15%");
    }

    #[test]
    fn silent_provinces_are_not_all() {
        let mut members = shares(&[6000, 7000]);
        members.push(member("Papua Pegunungan", None, None));
        let title = tiles_title(&members, Some(Percent(5215)), P);
        assert_eq!(title, "Kedua provinsi yang melapor melampaui 52,15%");
    }

    #[test]
    fn changes_in_every_case() {
        assert_eq!(changes(&[795, 671, -711]), "Aceh naik paling cepat, Jambi turun paling dalam");
        assert_eq!(changes(&[795, 671, 48]), "Aceh naik paling cepat, Jambi paling lambat");
        assert_eq!(changes(&[795, 0]), "Aceh naik paling cepat, Riau tidak berubah");
        assert_eq!(changes(&[-10, -711]), "Riau turun paling dalam, Aceh paling sedikit");
        assert_eq!(changes(&[0, -711]), "Riau turun paling dalam, Aceh tidak berubah");
        assert_eq!(changes(&[0, 0, 0]), "Cakupan tiga provinsi tidak berubah");
        assert_eq!(changes(&[48, 48]), "Dua provinsi sama-sama naik 0,48 poin");
        assert_eq!(changes(&[48]), "Baru satu provinsi dapat dibandingkan: Aceh naik 0,48 poin");
        assert_eq!(changes(&[]), "Belum ada provinsi dengan dua laporan yang sebanding");
        assert_eq!(
            changes(&[795, 795, -10]),
            "Aceh dan Riau naik paling cepat, Jambi turun paling dalam"
        );
        assert_eq!(
            changes(&[795, 795, 795, -10]),
            "Tiga provinsi naik paling cepat, Bali turun paling dalam"
        );
    }

    #[test]
    fn changes_over_different_times_are_not_called_fast() {
        let mut members =
            vec![member("Aceh", Some(5000), Some(500)), member("Riau", Some(5000), Some(100))];
        let (then, now) = (percent("2025-02-28", 4900), percent("2025-04-30", 5000));
        members[1].change = Change::between(&then, &now);
        assert_eq!(changes_title(&members, P), "Aceh naik paling besar, Riau paling kecil");
    }

    #[test]
    fn rankings_in_every_case() {
        let title = |values: &[i32], reference| ranking_title(&shares(values), reference, P);
        let nation = Some(("angka nasional", Percent(3701)));
        assert_eq!(
            title(&[6795, 3700, 3701], nation),
            "Aceh tertinggi dengan 67,95%; satu provinsi di bawah angka nasional 37,01%"
        );
        assert_eq!(
            title(&[6795, 6795], nation),
            "Dua provinsi sama-sama 67,95%; tidak ada provinsi di bawah angka nasional 37,01%"
        );
        assert_eq!(
            title(&[6795, 3700], None),
            "Aceh tertinggi dengan 67,95%, Riau terendah dengan 37,00%"
        );
        assert_eq!(title(&[6795], nation), "Baru satu provinsi melapor: Aceh, 67,95%");
        assert_eq!(title(&[], nation), "Belum ada provinsi yang melapor");
    }

    #[test]
    fn furthest_in_workers() {
        let title = |gaps: &[Option<i64>]| {
            let mut members = shares(&[1000, 2000, 3000]);
            members.iter_mut().zip(gaps).for_each(|(member, gap)| member.gap = *gap);
            furthest_title(&members, P)
        };
        assert_eq!(
            title(&[Some(5), Some(7_213_456), None]),
            "Riau paling jauh dari target: kurang 7.213.456 pekerja"
        );
        assert_eq!(
            title(&[Some(-5), Some(0), None]),
            "Semua provinsi dengan jumlah pekerja sudah mencapai target"
        );
        assert_eq!(title(&[None]), "Selisih ke target dalam pekerja belum dapat dihitung");
    }

    #[test]
    fn parts_by_their_states() {
        let title = |states: &[Option<Status>], target| {
            let mut members = shares(&[1000, 2000, 3000, 4000, 5000][..states.len()]);
            members.iter_mut().zip(states).for_each(|(member, status)| member.status = *status);
            parts_title(&members, target, Level::Regency)
        };
        let (done, late) = (Some(Status::Achieved), Some(Status::Behind));
        let target = Some(Percent(5300));
        assert_eq!(
            title(&[done, late, late], target),
            "Satu kabupaten/kota mencapai 53%; dua kabupaten/kota tertinggal"
        );
        assert_eq!(
            title(&[Some(Status::PaceUnknown), Some(Status::NoData)], None),
            "Belum satu pun kabupaten/kota mencapai targetnya; satu kabupaten/kota belum terukur \
             lajunya"
        );
        assert_eq!(title(&[done, done], target), "Kedua kabupaten/kota mencapai 53%");
        assert_eq!(
            title(&[None, None], target),
            "Cakupan dua kabupaten/kota antara 10,00% dan 20,00%"
        );
        assert_eq!(title(&[], target), "Belum ada data kabupaten/kota");
    }

    #[test]
    fn how_many_reported() {
        assert_eq!(reporting(34, 38, P), "34 dari 38 provinsi melapor");
        assert_eq!(reporting(3, 11, Level::Regency), "Tiga dari sebelas kabupaten/kota melapor");
        assert_eq!(reporting(38, 38, P), "Semua 38 provinsi melapor");
        assert_eq!(reporting(11, 11, Level::Regency), "Kesebelas kabupaten/kota melapor");
        assert_eq!(reporting(1, 1, P), "Semua satu provinsi melapor");
        assert_eq!(reporting(0, 38, P), "Belum ada provinsi yang melapor");
    }
}
