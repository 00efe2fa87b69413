//! Whether figures can be used, and what is asked for to make them whole.

use chrono::{Datelike, NaiveDate};

use super::words::{list, noun, number, sentence_case};
use crate::domain::completeness::Tally;
use crate::domain::rules::Breach;
use crate::domain::series::STALE_DAYS;
use crate::domain::{AsOf, Figure, Level, wording};

/// How the figures of the parts of a region stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usable {
    /// The level of the parts.
    pub level: Level,
    /// How many there are.
    pub regions: usize,
    /// How many have a figure at the date of the page.
    pub with_figure: usize,
    /// How many of these have one that is stale.
    pub stale: usize,
    /// What the rules find doubtful.
    pub findings: usize,
    /// In how many regions.
    pub doubtful: usize,
}

/// Whether the figures can be used at the date of the page, as one sentence.
pub fn usable_title(usable: &Usable) -> String {
    let Usable { regions, with_figure, stale, findings, doubtful, .. } = *usable;
    let noun = noun(usable.level);
    let old = match stale {
        0 => String::new(),
        1 if with_figure == 1 => format!(", dan itu lebih lama dari {STALE_DAYS} hari"),
        all if all == with_figure => format!(", semuanya lebih lama dari {STALE_DAYS} hari"),
        some => format!(", {} di antaranya lebih lama dari {STALE_DAYS} hari", number(some)),
    };
    let doubts = match findings {
        0 => "tidak ada temuan terbuka".to_owned(),
        some => format!("{} temuan perlu diperiksa di {} wilayah", number(some), number(doubtful)),
    };
    if with_figure == 0 {
        return format!(
            "Belum dapat dipakai: belum ada {noun} yang memiliki angka pada tanggal ini."
        );
    }
    let have =
        format!("{} dari {} {noun} memiliki angka{old}", number(with_figure), number(regions));
    // What is old tells little of the date of the page.
    if (with_figure - stale.min(with_figure)) * 2 < regions {
        format!("Belum cukup untuk gambaran lengkap: baru {have}; {doubts}.")
    } else if with_figure == regions && stale == 0 && findings == 0 {
        format!(
            "Dapat dipakai: semua {} {noun} memiliki angka yang tidak lebih lama dari {STALE_DAYS} \
             hari, dan {doubts}.",
            number(regions)
        )
    } else {
        format!("Dapat dipakai dengan catatan: {have}; {doubts}.")
    }
}

/// How many of the monthly figures came.
pub fn arrived_title(tally: Tally) -> String {
    let (arrived, expected) = (tally.arrived(), tally.expected());
    match (arrived, expected) {
        (_, 0) => "Belum ada angka bulanan yang jatuh tempo".to_owned(),
        (0, _) => {
            format!("Belum ada yang masuk dari {} angka bulanan yang diharapkan", number(expected))
        }
        (all, _) if all == expected => {
            format!("Semua {} angka bulanan yang diharapkan sudah masuk", number(expected))
        }
        _ => sentence_case(&format!(
            "{} dari {} angka bulanan yang diharapkan sudah masuk",
            number(arrived),
            number(expected)
        )),
    }
}

/// Months by their ends, in order: `Januari, Maret–Mei 2025`, `November 2024–Januari 2025`.
pub fn months(ends: &[NaiveDate]) -> String {
    let follows = |a: &NaiveDate, b: &NaiveDate| {
        b.year() * 12 + b.month().cast_signed() == a.year() * 12 + a.month().cast_signed() + 1
    };
    let runs: Vec<&[NaiveDate]> = ends.chunk_by(follows).collect();
    let mut said: Vec<String> = Vec::with_capacity(runs.len());
    for (place, run) in runs.iter().enumerate() {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let name = |day: &NaiveDate| wording::month_name(day.month());
        // The year stands once behind the months that share it.
        let next_year = runs.get(place + 1).and_then(|next| next.first()).map(Datelike::year);
        let year = match next_year {
            Some(next) if next == last.year() => String::new(),
            _ => format!(" {}", last.year()),
        };
        said.push(match (first == last, first.year() == last.year()) {
            (true, _) => format!("{}{year}", name(last)),
            (_, true) => format!("{}–{}{year}", name(first), name(last)),
            _ => format!("{} {}–{}{year}", name(first), first.year(), name(last)),
        });
    }
    list(&said)
}

/// Which months are not asked for yet, by their ends and the days on which they are due; empty for none.
pub fn not_due(months_and_days: &[(NaiveDate, NaiveDate)]) -> String {
    let Some((_, first)) = months_and_days.first() else { return String::new() };
    let ends: Vec<NaiveDate> = months_and_days.iter().map(|(end, _)| *end).collect();
    let from = if ends.len() > 1 { "mulai " } else { "" };
    format!(
        "Angka akhir {} belum diminta, karena baru jatuh tempo {from}{}.",
        months(&ends),
        wording::date(*first)
    )
}

/// What is the matter, and what is asked for: each a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How it stands.
    pub state: String,
    /// What to send.
    pub wanted: String,
}

impl Request {
    /// Figures of months that are past due.
    pub fn months(ends: &[NaiveDate]) -> Self {
        let when = if ends.len() > 1 { "tiap bulan itu" } else { "bulan itu" };
        Self {
            state: format!("Angka akhir {} belum masuk.", months(ends)),
            wanted: format!("Kirim peserta aktif dan angkatan kerja pada akhir {when}."),
        }
    }

    /// The counts that a figure, or a base that stands alone, lacks: one of them or both.
    pub fn counts(figure: &Figure) -> Self {
        let date = wording::as_of(figure.as_of);
        let percent = figure.coverage.map(wording::percent).unwrap_or_default();
        let (state, wanted) = match (figure.active, figure.workforce) {
            (None, Some(workforce)) if figure.coverage.is_none() => (
                format!(
                    "Per {date} hanya angkatan kerja yang diketahui: {}.",
                    wording::count(workforce)
                ),
                "peserta aktif",
            ),
            (Some(active), _) => (
                format!(
                    "Per {date} diketahui {} peserta aktif ({percent}), tanpa angkatan kerja.",
                    wording::count(active)
                ),
                "angkatan kerja",
            ),
            (None, Some(workforce)) => (
                format!(
                    "Per {date} diketahui {percent} dari {} pekerja, tanpa jumlah peserta aktif.",
                    wording::count(workforce)
                ),
                "peserta aktif",
            ),
            (None, None) => (
                format!("Per {date} hanya persen yang diketahui: {percent}."),
                "peserta aktif dan angkatan kerja",
            ),
        };
        Self { state, wanted: format!("Kirim {wanted} pada tanggal itu.") }
    }

    /// Segments without figures, wanted at a date.
    pub fn segments(names: &[String], at: AsOf) -> Self {
        let date = wording::as_of(at);
        Self {
            state: format!("Belum ada rincian segmen {}.", list(names)),
            wanted: format!("Kirim peserta aktif dan angkatan kerja menurut segmen per {date}."),
        }
    }

    /// A word on what a rule finds doubtful about a figure.
    pub fn check(as_of: AsOf, breach: &Breach) -> Self {
        let advice = if breach.advice.is_empty() { "" } else { " " };
        Self {
            state: format!("Per {}: {}", wording::as_of(as_of), breach.reason),
            wanted: format!("{}{advice}Kirim penjelasan atau angka yang benar.", breach.advice),
        }
    }

    /// A word on which of several figures is right, each with who stated it.
    pub fn choice(voices: &[(Figure, &str)]) -> Self {
        let said: Vec<String> = voices
            .iter()
            .filter_map(|(figure, who)| {
                Some(format!("{} ({who})", wording::percent(figure.coverage?)))
            })
            .collect();
        let date = voices.first().map(|(figure, _)| wording::as_of(figure.as_of));
        Self {
            state: format!("Per {} sumber menyebut {}.", date.unwrap_or_default(), list(&said)),
            wanted: "Sebutkan angka yang benar dan dokumen dasarnya.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::domain::testing::{counts, day, percent};

    fn said(ends: &[&str]) -> String {
        months(&ends.iter().map(|end| day(end)).collect::<Vec<_>>())
    }

    #[test]
    fn months_are_run_together() {
        assert_eq!(said(&["2025-01-31"]), "Januari 2025");
        assert_eq!(said(&["2025-01-31", "2025-02-28"]), "Januari–Februari 2025");
        assert_eq!(
            said(&["2025-01-31", "2025-03-31", "2025-04-30"]),
            "Januari dan Maret–April 2025"
        );
        assert_eq!(said(&["2024-11-30", "2024-12-31", "2025-01-31"]), "November 2024–Januari 2025");
        assert_eq!(
            said(&["2024-10-31", "2024-12-31", "2025-03-31"]),
            "Oktober, Desember 2024, dan Maret 2025"
        );
        assert_eq!(said(&[]), "");
    }

    #[test]
    fn months_to_come_are_not_asked_for() {
        assert_eq!(not_due(&[]), "");
        let months = [("2026-09-30", "2026-11-14"), ("2026-10-31", "2026-12-15")];
        let months = months.map(|(end, due)| (day(end), day(due)));
        assert_eq!(
            not_due(&months[1..]),
            "Angka akhir Oktober 2026 belum diminta, karena baru jatuh tempo 15 Desember 2026."
        );
        assert!(not_due(&months).contains("September–Oktober 2026"));
        assert!(not_due(&months).ends_with("jatuh tempo mulai 14 November 2026."));
    }

    #[test]
    fn the_answer_is_a_sentence() {
        let some = Usable {
            level: Level::Province,
            regions: 38,
            with_figure: 31,
            stale: 7,
            findings: 12,
            doubtful: 9,
        };
        assert_eq!(
            usable_title(&some),
            "Dapat dipakai dengan catatan: 31 dari 38 provinsi memiliki angka, tujuh di antaranya \
             lebih lama dari 120 hari; 12 temuan perlu diperiksa di sembilan wilayah."
        );
        let whole = Usable { with_figure: 38, stale: 0, findings: 0, doubtful: 0, ..some };
        assert!(usable_title(&whole).starts_with("Dapat dipakai: semua 38 provinsi"));
        let few = Usable { with_figure: 10, stale: 10, findings: 0, doubtful: 0, ..some };
        assert_eq!(
            usable_title(&few),
            "Belum cukup untuk gambaran lengkap: baru sepuluh dari 38 provinsi memiliki angka, \
             semuanya lebih lama dari 120 hari; tidak ada temuan terbuka."
        );
        assert!(
            usable_title(&Usable { with_figure: 0, ..some }).starts_with("Belum dapat dipakai")
        );
    }

    #[test]
    fn what_came_is_counted() {
        let title =
            |on_time, missing| arrived_title(Tally { on_time, missing, ..Tally::default() });
        assert_eq!(title(3, 9), "Tiga dari 12 angka bulanan yang diharapkan sudah masuk");
        assert_eq!(title(12, 0), "Semua 12 angka bulanan yang diharapkan sudah masuk");
        assert_eq!(title(0, 12), "Belum ada yang masuk dari 12 angka bulanan yang diharapkan");
        assert_eq!(title(0, 0), "Belum ada angka bulanan yang jatuh tempo");
    }

    #[test]
    fn requests_say_what_is_there_and_what_is_not() {
        let bare = Request::counts(&percent("2025-04", 3510));
        assert_eq!(bare.state, "Per April 2025 hanya persen yang diketahui: 35,10%.");
        let counted = counts("2025-04-30", 27_636, 79_388);
        let with_base = Figure { active: None, ..counted };
        assert!(Request::counts(&with_base).wanted.contains("Kirim peserta aktif pada"));
        let alone = Figure { coverage: None, ..with_base };
        assert_eq!(
            Request::counts(&alone).state,
            "Per 30 April 2025 hanya angkatan kerja yang diketahui: 79.388."
        );
        let with_active = Figure { workforce: None, ..counted };
        assert!(Request::counts(&with_active).state.contains("27.636 peserta aktif (34,81%)"));
        let voices = [(percent("2025-04", 3568), "A"), (percent("2025-04", 3586), "B")];
        assert_eq!(
            Request::choice(&voices).state,
            "Per April 2025 sumber menyebut 35,68% (A) dan 35,86% (B)."
        );
    }
}
