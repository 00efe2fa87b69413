//! Text around the charts: title, subtitle, description, reading.

use crate::domain::change::Change;
use crate::domain::projection::{MIN_REPORTS, NoProjection, Projection};
use crate::domain::series::JOIN_DAYS;
use crate::domain::{Figure, Percent, Points, Precision, Status, wording};

use super::phrases::{
    about, goal_full, goal_short, goal_valued, moved, over, projected, size, subject,
};
use super::story::Story;
use super::text::{Text, strong};
use super::words::{self, sentence_case};

/// The finding of the trend chart; no full stop.
pub fn chart_title(story: &Story) -> String {
    if let Some(title) = projected_title(story) {
        return title;
    }
    let subject = subject(story);
    let count = story.reports.len();
    let title = match (count, course(comparable(story))) {
        (0, _) => format!("belum ada laporan cakupan {subject}"),
        (1, _) => "baru satu laporan: arah dan lajunya belum diketahui".to_owned(),
        (_, None) => "laporan yang ada tidak sebanding satu sama lain".to_owned(),
        (2..MIN_REPORTS, Some((whole, course))) => {
            format!("{} laporan {}: cakupan {course}", words::number(count), over(&whole))
        }
        (_, Some((whole, course))) => format!("cakupan {subject} {course} {}", over(&whole)),
    };
    sentence_case(&title)
}

/// The reports after the last break.
fn comparable(story: &Story) -> &[Figure] {
    let start = story
        .breaks
        .last()
        .map_or(0, |day| story.reports.partition_point(|figure| figure.as_of.date < *day));
    &story.reports[start..]
}

/// The change from first to last report, and its course in words: straight on, with one turn, or
/// to and fro between two values. `None` with fewer than two reports.
fn course(reports: &[Figure]) -> Option<(Change, String)> {
    let whole = Change::between(reports.first()?, reports.last()?)?;
    let percents = || reports.iter().filter_map(|figure| figure.coverage);
    let (low, high) = (percents().min()?, percents().max()?);
    let ends = (whole.from.coverage?, whole.to.coverage?);
    let turn_at = |value: Percent| {
        let turn = reports.iter().position(|figure| figure.coverage == Some(value))?;
        let (before, after) = (&reports[..=turn], &reports[turn..]);
        let rises = |part: &[Figure]| part.is_sorted_by_key(|figure| figure.coverage);
        let falls = |part: &[Figure]| part.is_sorted_by(|a, b| a.coverage >= b.coverage);
        let one_turn = rises(before) && falls(after) || falls(before) && rises(after);
        one_turn.then(|| (value.minus(ends.0), ends.1.minus(value)))
    };
    let words = if low == ends.0.min(ends.1) && high == ends.0.max(ends.1) {
        moved(whole.points)
    } else if let Some((first, then)) = turn_at(high).or_else(|| turn_at(low)) {
        format!("{}, lalu {}", moved(first), moved(then))
    } else {
        format!("bergerak antara {} dan {}", wording::percent(low), wording::percent(high))
    };
    Some((whole, words))
}

fn projected_title(story: &Story) -> Option<String> {
    let projection = story.projection.as_ref().ok()?;
    let goal = story.goal.as_ref().filter(|_| story.status != Some(Status::Achieved));
    let when = words::around(projection.to);
    let value = projected(projection.value);
    let Some(goal) = goal else {
        return Some(format!("Bila laju tetap, cakupan {when} sekitar {value}"));
    };
    if let Some(day) = projection.meets(goal.target.percent) {
        let day = words::around_month(day);
        return Some(format!("Bila laju tetap, {} tercapai sekitar {day}", goal_short(goal)));
    }
    let target = wording::percent_trimmed(goal.target.percent);
    Some(if projection.to != goal.target.due() {
        format!("Bila laju tetap, cakupan {when} sekitar {value}")
    } else if looks_reached(projection, goal.target.percent) {
        format!("Bila laju tetap, cakupan {when} sekitar {value}, sedikit di bawah {target}")
    } else {
        format!("Bila laju tetap, cakupan {when} sekitar {value}, bukan {target}")
    })
}

/// Whether a projection below the target looks equal to it once rounded to one decimal.
fn looks_reached(projection: &Projection, target: Percent) -> bool {
    wording::percent_short(projection.value) == wording::percent_short(target)
}

/// What the trend chart measures, of which segment, over which dates; no full stop.
pub fn chart_subtitle(story: &Story) -> String {
    let measure = if story.segment.projects {
        format!("Proyek terdaftar per seluruh proyek, segmen {}, dalam persen", story.segment.name)
    } else if story.segment.code.is_total() {
        "Peserta aktif per angkatan kerja, dalam persen".to_owned()
    } else {
        format!("Peserta aktif per potensi segmen {}, dalam persen", story.segment.name)
    };
    match story.first.zip(story.reports.last().copied()) {
        Some((first, last)) => format!("{measure}, {}", words::span(first.as_of, last.as_of)),
        None => measure,
    }
}

/// Points up to which the description names each of them.
const FEW: usize = 4;

/// What the trend chart shows, for those who do not see it: first, last, gaps, target, projection.
pub fn chart_desc(story: &Story) -> String {
    let (Some(first), Some(last)) = (story.first, story.reports.last()) else {
        return "Tidak ada laporan yang dapat digambar.".to_owned();
    };
    let point = |figure: &Figure| format!("{} {}", percent_of(figure), words::at(figure.as_of));
    let values = if story.reports.len() <= FEW {
        format!("{}.", story.reports.iter().map(point).collect::<Vec<_>>().join("; "))
    } else {
        let verb = match last.coverage.cmp(&first.coverage) {
            std::cmp::Ordering::Greater => "naik dari",
            std::cmp::Ordering::Less => "turun dari",
            std::cmp::Ordering::Equal => "tetap, dari",
        };
        format!(
            "{} laporan: cakupan {verb} {} menjadi {}.",
            sentence_case(&words::number(story.reports.len())),
            point(&first),
            point(last)
        )
    };
    let goal = story.goal.as_ref().map(|goal| {
        format!("{} pada {}.", sentence_case(&goal_valued(goal)), wording::date(goal.target.due()))
    });
    let projection = story
        .projection
        .as_ref()
        .ok()
        .map(|p| format!("Proyeksi {}: {}.", words::around(p.to), with_range(p)));
    [Some(values), gaps_listed(story), breaks(story), goal, projection]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

fn percent_of(figure: &Figure) -> String {
    figure.coverage.map_or_else(|| "–".to_owned(), wording::percent)
}

fn gaps_listed(story: &Story) -> Option<String> {
    match story.gaps.as_slice() {
        [] => None,
        few @ ([_] | [_, _]) => {
            let gap = |gap: &crate::domain::series::Gap| {
                format!("antara {} dan {}", wording::as_of(gap.from), wording::as_of(gap.to))
            };
            let between: Vec<String> = few.iter().map(gap).collect();
            Some(format!("Tanpa laporan {}.", between.join(", dan ")))
        }
        many => Some(format!(
            "Ada {} jeda data yang lebih dari {JOIN_DAYS} hari.",
            words::number(many.len())
        )),
    }
}

fn breaks(story: &Story) -> Option<String> {
    if story.breaks.is_empty() {
        return None;
    }
    let days: Vec<String> = story.breaks.iter().map(|day| wording::date(*day)).collect();
    Some(format!(
        "Seri terputus pada {} karena wilayah atau penyebutnya berubah; angka sebelum dan \
         sesudahnya tidak dibandingkan.",
        words::list(&days)
    ))
}

/// The projected value with its range: `39,2% (rentang 37,2–41,3%)`.
fn with_range(projection: &Projection) -> String {
    let value = projected(projection.value);
    match shown_band(projection) {
        Some(range) => format!("{value} (rentang {range})"),
        None => value,
    }
}

/// The band as it is labelled, when its ends differ once rounded: `37,2–41,3%`.
fn shown_band(projection: &Projection) -> Option<String> {
    let (low, high) = projection.band?;
    let (low, high) = (wording::percent_short(low), wording::percent_short(high));
    (low != high).then(|| format!("{low}–{high}%"))
}

/// The paragraphs beside the trend chart: pace, projection, and what to be careful about.
pub fn reading(story: &Story) -> Vec<Text> {
    let paragraphs = if story.current.is_some() {
        vec![pace(story), projection(story), care(story)]
    } else {
        vec![Text::joined([no_current(story)]), care(story)]
    };
    paragraphs.into_iter().filter(|text| !text.is_empty()).collect()
}

fn no_current(story: &Story) -> String {
    if story.reports.is_empty() {
        "Belum ada laporan, sehingga laju dan proyeksi belum dapat dihitung.".to_owned()
    } else {
        "Laporan yang ada sudah terlalu lama, sehingga laju dan proyeksi tidak dihitung.".to_owned()
    }
}

fn pace(story: &Story) -> Text {
    let needed = story.needed.filter(|needed| needed.points.0 > 0).zip(story.goal.as_ref());
    let ahead = needed.map(|(needed, goal)| {
        format!(
            "{} per bulan sampai {}",
            size(needed.points_per_month()),
            wording::date(goal.target.due())
        )
    });
    let to_goal = || match (needed, &ahead) {
        (Some((_, goal)), Some(ahead)) => {
            format!("Laju yang dibutuhkan untuk mencapai {} adalah {ahead}.", goal_short(goal))
        }
        _ => String::new(),
    };
    let Some((measured, change)) = story.measured.zip(story.movement()) else {
        let reason =
            "Laju belum terukur: dibutuhkan dua laporan sebanding yang berjarak 60 sampai \
                      410 hari."
                .to_owned();
        return Text::joined([reason, to_goal()]);
    };
    let since = wording::as_of(change.from.as_of);
    let moved = match change.points.0 {
        0 => format!("Sejak {since} cakupan tidak berubah."),
        points => {
            let monthly = match measured.pace.points_per_month() {
                Points(0) => "kurang dari 0,01 poin".to_owned(),
                monthly => size(monthly),
            };
            let verb = if points > 0 { "naik" } else { "turun" };
            let provisional = if measured.provisional {
                format!(" (sementara, {} hari)", wording::count(change.days))
            } else {
                String::new()
            };
            format!(
                "Sejak {since} cakupan {verb} {}, atau {monthly} per bulan{provisional}.",
                strong(size(change.points))
            )
        }
    };
    let beside = match (needed, &ahead) {
        (Some((needed, _)), Some(ahead)) if change.points.0 > 0 => measured
            .pace
            .ratio(&needed)
            .map(|ratio| format!("Itu {}, yaitu {ahead}.", words::beside_needed(ratio)))
            .unwrap_or_default(),
        _ => to_goal(),
    };
    Text::joined([moved, workers(&change), effects(story, &change), beside])
}

/// How many participants came or went, where both counts are known.
fn workers(change: &Change) -> String {
    let Some(workers) = change.workers else { return String::new() };
    let about = [about(Some(&change.from)), about(Some(&change.to))].concat();
    let about = if about.is_empty() { "" } else { "sekitar " };
    let count = wording::count(workers.saturating_abs());
    match workers {
        0 => "Jumlah peserta aktif tetap.".to_owned(),
        1.. => format!("Peserta aktif bertambah {about}{count} orang."),
        _ => format!("Peserta aktif berkurang {about}{count} orang."),
    }
}

/// What participants and the base each did to the change, where the base changed.
fn effects(story: &Story, change: &Change) -> String {
    let split = change.by_participants.zip(change.by_base);
    match split.filter(|(_, by_base)| by_base.0 != 0) {
        Some((by_participants, by_base)) => format!(
            "Dari perubahan itu, {} poin berasal dari jumlah peserta dan {} poin dari perubahan {}.",
            wording::signed_points(by_participants),
            wording::signed_points(by_base),
            story.segment.base_word()
        ),
        None => String::new(),
    }
}

fn projection(story: &Story) -> Text {
    let reason = match &story.projection {
        Ok(projection) => return projection_text(story, projection),
        Err(NoProjection::FewReports) => {
            "Proyeksi tidak ditampilkan. Dibutuhkan sedikitnya enam laporan dalam dua belas bulan."
        }
        Err(NoProjection::NoYearAgo) => {
            "Proyeksi tidak ditampilkan. Dibutuhkan laporan dari sekitar setahun sebelumnya, karena \
             cakupan biasanya turun setiap Januari."
        }
        Err(NoProjection::NothingAhead) => "",
    };
    Text::new(reason)
}

fn projection_text(story: &Story, projection: &Projection) -> Text {
    let windows: Vec<String> =
        projection.windows.iter().map(|(years, _)| (years * 12).to_string()).collect();
    let range = match shown_band(projection) {
        Some(range) => {
            format!("Rentangnya {range}, menurut laju {} bulan terakhir.", words::list(&windows))
        }
        None if projection.band.is_some() => {
            format!("Laju {} bulan terakhir memberi hasil yang hampir sama.", words::list(&windows))
        }
        None => {
            "Rentangnya belum dapat dihitung, karena baru laju 12 bulan yang terukur.".to_owned()
        }
    };
    let outlook = format!(
        "Bila laju 12 bulan terakhir tetap, cakupan {} sekitar {}. {range}",
        words::around(projection.to),
        strong(projected(projection.value))
    );
    let Some(goal) = &story.goal else { return Text::new(outlook) };
    let target = goal.target.percent;
    let verdict = if story.status == Some(Status::Achieved) {
        if projection.value < target {
            format!("Dengan laju itu cakupan turun kembali ke bawah {}.", goal_full(goal))
        } else {
            String::new()
        }
    } else if let Some(day) = projection.meets(target) {
        format!(
            "Dengan laju itu {} tercapai sekitar {}.",
            goal_full(goal),
            words::around_month(day)
        )
    } else if projection.to != goal.target.due() {
        String::new()
    } else if looks_reached(projection, target) {
        format!("Dengan laju itu {} hampir tercapai.", goal_full(goal))
    } else {
        format!("Dengan laju itu {} tidak tercapai pada tenggatnya.", goal_full(goal))
    };
    Text::joined([outlook, verdict])
}

/// What to be careful about: season, gaps, breaks, vague dates, other sources.
fn care(story: &Story) -> Text {
    let season = match (story.measured, story.since_previous) {
        (Some(measured), _) if measured.provisional => {
            "Belum ada laporan dari masa yang sama tahun lalu, sehingga penurunan yang biasa terjadi \
             setiap Januari belum dapat dipisahkan."
                .to_owned()
        }
        (Some(measured), Some(previous)) if previous.from.as_of != measured.from.as_of => format!(
            "Sejak laporan sebelumnya ({}) cakupan {}.",
            wording::as_of(previous.from.as_of),
            moved(previous.points)
        ),
        _ => String::new(),
    };
    let gaps = if story.gaps.is_empty() {
        String::new()
    } else {
        format!(
            "Dua laporan yang berjarak lebih dari {JOIN_DAYS} hari tidak disambung garis, karena \
             keadaan di antaranya tidak diketahui."
        )
    };
    let vague = story.reports.iter().any(|f| f.as_of.precision != Precision::Day);
    let vague = if vague {
        "Lingkaran kosong menandai angka yang hanya diketahui bulan atau tahunnya.".to_owned()
    } else {
        String::new()
    };
    let disputed = if story.disputed {
        "Sumber lain menyebut angka yang berbeda untuk tanggal yang sama.".to_owned()
    } else {
        String::new()
    };
    Text::joined([season, gaps, breaks(story).unwrap_or_default(), vague, disputed])
}

/// Figures of participants in order of date; those without a count are left out.
fn counted(figures: &[Figure]) -> Vec<(&Figure, i64)> {
    figures.iter().filter_map(|figure| Some((figure, figure.active?))).collect()
}

/// The finding of the chart "Peserta aktif"; no full stop.
pub fn participants_title(figures: &[Figure]) -> String {
    let counted = counted(figures);
    let (Some((first, from)), Some((last, to))) = (counted.first(), counted.last()) else {
        return "Belum ada jumlah peserta aktif".to_owned();
    };
    let about = if about(Some(first)).is_empty() { about(Some(last)) } else { about(Some(first)) };
    if counted.len() == 1 {
        return sentence_case(&format!(
            "{about}{} peserta aktif {}",
            wording::count(*to),
            words::at(last.as_of)
        ));
    }
    let since = wording::as_of(first.as_of);
    match to - from {
        0 => format!("Peserta aktif tidak berubah sejak {since}"),
        more @ 1.. => {
            format!("Peserta aktif naik {about}{} orang sejak {since}", wording::count(more))
        }
        less => {
            let less = wording::count(less.saturating_abs());
            format!("Peserta aktif turun {about}{less} orang sejak {since}")
        }
    }
}

/// What the chart "Peserta aktif" measures and over which dates; no full stop.
pub fn participants_subtitle(figures: &[Figure]) -> String {
    let counted = counted(figures);
    match (counted.first(), counted.last()) {
        (Some((first, _)), Some((last, _))) => {
            format!("Jumlah peserta aktif, {}", words::span(first.as_of, last.as_of))
        }
        _ => "Jumlah peserta aktif".to_owned(),
    }
}

/// What the chart "Peserta aktif" shows, for those who do not see it.
pub fn participants_desc(figures: &[Figure]) -> String {
    let counted = counted(figures);
    let point = |(figure, active): &(&Figure, i64)| {
        format!("{}{} {}", about(Some(figure)), wording::count(*active), words::at(figure.as_of))
    };
    match counted.as_slice() {
        [] => "Tidak ada jumlah peserta yang dapat digambar.".to_owned(),
        few if few.len() <= FEW => {
            let points: Vec<String> = few.iter().map(point).collect();
            sentence_case(&format!("{}.", points.join("; ")))
        }
        [first, .., last] => format!("Dari {} menjadi {}.", point(first), point(last)),
        [only] => format!("{}.", point(only)),
    }
}
