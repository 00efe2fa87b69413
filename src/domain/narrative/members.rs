//! Text about many regions at once: the national page, the parts of a province, rankings.

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::{AsOf, Figure, Level, Percent, Points, Status, wording};

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
        _ if with_data == all => format!("semua {} {noun}", number(all)),
        _ => format!("semua {} {noun} yang melapor", number(with_data)),
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
        all if all >= expected => format!("Semua {} {noun} melapor", number(expected)),
        some => {
            let (some, expected) = (number(some), number(expected));
            sentence_case(&format!("{some} dari {expected} {noun} melapor"))
        }
    }
}

/// How fresh a list of regions is. `dates` are the oldest and the newest figure in it.
pub fn freshness(
    per: NaiveDate,
    dates: Option<(AsOf, AsOf)>,
    reported: usize,
    expected: usize,
    level: Level,
) -> String {
    let noun = noun(level);
    let Some((oldest, newest)) = dates.filter(|_| reported > 0) else {
        return format!("Belum ada {noun} yang melapor sampai {}.", wording::date(per));
    };
    let dated = if oldest == newest {
        format!("semua angka per {}", wording::as_of(newest))
    } else {
        format!("tanggal angkanya dari {}", words::span(oldest, newest))
    };
    let unranked =
        if reported < expected { " Wilayah tanpa data tidak diberi peringkat." } else { "" };
    format!(
        "Angka terbaru per {}. {}; {dated}.{unranked}",
        wording::as_of(newest),
        reporting(reported, expected, level)
    )
}
