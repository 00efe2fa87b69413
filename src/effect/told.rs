//! What a change does beyond its own rows, in words: the same on its page, for who publishes it, and in the
//! command line.

use super::{Apart, Effect, Jump, Lost, Shift};
use crate::domain::narrative::words::noun;
use crate::domain::series::MAX_AGE_DAYS;
use crate::domain::wording::{self, count, date, signed_points, size};
use crate::domain::{Percent, RegionCode};

/// Jumps, shifts of other regions and sums that are told one by one.
const TOLD: usize = 5;

/// Shifts of regions with new figures that are told one by one.
const OWN_SHIFTS: usize = 10;

/// What figures that change do to the date of pages, the coverages, the ranking and the sums, in pairs.
pub fn figures(effect: &Effect, pairs: &mut Vec<(String, String)>) {
    let mut add = |name: String, value: String| pairs.push((name, value));
    let title = "Tanggal data semua halaman".to_owned();
    match (effect.moved_date(), effect.opens_at) {
        (Some((from, to)), _) => add(title, format!("{} menjadi {}", date(from), date(to))),
        (None, Some(at)) => add(title, format!("tetap {}", date(at))),
        (None, None) => {}
    }
    for lost in &effect.lost {
        add(format!("Tidak lagi di peringkat {}", noun(lost.level)), gone(lost));
    }
    for gained in &effect.gained {
        let (count, of) = (size(gained.names.len()), size(gained.of));
        let told = format!("{count} dari {of}: {}", gained.names.join(", "));
        add(format!("Masuk ke peringkat {}", noun(gained.level)), told);
    }
    for jump in effect.jumps.iter().take(TOLD) {
        add(jumped(jump), moved(jump));
    }
    rest("Perubahan cakupan lain", effect.moved, effect.jumps.len(), "angka", &mut add);
    shifts(effect, &mut add);
    add("Jumlah wilayah terhadap induknya".to_owned(), sums(effect));
    for apart in effect.apart.iter().take(TOLD) {
        add(summed(apart), differs(apart));
    }
    rest("Jumlah lain yang berbeda", effect.unfit, effect.apart.len(), "jumlah", &mut add);
}

/// The places that change: those of regions with new figures one by one, the rest of them together; then the
/// furthest of others.
fn shifts(effect: &Effect, add: &mut impl FnMut(String, String)) {
    let name = |shift: &Shift| format!("Peringkat {}", shift.name);
    let (own, others) = effect.shifts.split_at(effect.own_shifts.min(effect.shifts.len()));
    let (first, more) = own.split_at(own.len().min(OWN_SHIFTS));
    for shift in first {
        add(name(shift), shifted(shift));
    }
    if !more.is_empty() {
        let told: Vec<String> =
            more.iter().map(|shift| format!("{} {}", shift.name, shifted(shift))).collect();
        let told = format!("{} wilayah: {}", size(more.len()), told.join("; "));
        add("Peringkat wilayah lain yang angkanya berubah".to_owned(), told);
    }
    for shift in others.iter().take(TOLD) {
        add(name(shift), shifted(shift));
    }
    let all = effect.shifted - effect.own_shifts.min(effect.shifted);
    rest("Pergeseran peringkat lain", all, others.len(), "wilayah", add);
}

/// How many counts fit the sum of their parts.
fn sums(effect: &Effect) -> String {
    match (effect.compared, effect.unfit, effect.unfit_before) {
        (0, ..) => {
            "tidak ada yang dapat dibandingkan, karena angka induk atau sebagian wilayahnya \
                    belum ada pada tanggal itu"
                .to_owned()
        }
        (of, 0, _) => format!("tidak ada yang berbeda dari {} yang dibandingkan", size(of)),
        (of, unfit, 0) => format!("{} dari {} berbeda", size(unfit), size(of)),
        (of, unfit, before) => format!(
            "{} dari {} berbeda, {} di antaranya sudah berbeda sebelumnya",
            size(unfit),
            size(of),
            size(before)
        ),
    }
}

/// That more was found than is told one by one.
fn rest(name: &str, all: usize, known: usize, what: &str, add: &mut impl FnMut(String, String)) {
    let more = all.saturating_sub(known.min(TOLD));
    if more > 0 {
        add(name.to_owned(), format!("{} {what} lainnya", size(more)));
    }
}

/// How many pages of regions change, and why those above; `here` says what the others have to do with it.
pub fn regions(effect: &Effect, here: &str) -> (String, String) {
    ("Wilayah yang halamannya berubah".to_owned(), pages(effect, here))
}

fn pages(effect: &Effect, here: &str) -> String {
    let above = effect.regions.saturating_sub(effect.own_regions);
    let told = match above {
        0 => size(effect.regions),
        _ => format!(
            "{} ({} {here}, {} di atasnya)",
            size(effect.regions),
            size(effect.own_regions),
            size(above)
        ),
    };
    let nation = RegionCode::nation();
    let is_national = effect.about.iter().any(|(code, _)| *code == nation);
    if is_national && effect.moved > 0 {
        return format!("{told}; angka nasional juga tertulis di halaman wilayah lain");
    }
    told
}

fn gone(lost: &Lost) -> String {
    let (without, aged) = (lost.without.len(), lost.aged.len());
    let head = format!("{} dari {}", size(without + aged), size(lost.of));
    let old = format!("angkanya lebih tua dari {MAX_AGE_DAYS} hari pada tanggal itu");
    let names = |names: &[String]| names.join(", ");
    match (without, aged) {
        (_, 0) => format!("{head}, karena tidak lagi punya angka: {}", names(&lost.without)),
        (0, _) => format!("{head}, karena {old}: {}", names(&lost.aged)),
        _ => format!(
            "{head}: {} tidak lagi punya angka ({}); {} {old} ({})",
            size(without),
            names(&lost.without),
            size(aged),
            names(&lost.aged)
        ),
    }
}

/// The name with the segment, unless it is the total.
fn named(name: &str, segment: &str) -> String {
    if segment.is_empty() { name.to_owned() } else { format!("{name}, {segment}") }
}

fn jumped(jump: &Jump) -> String {
    // Who goes back to an older figure had a newer one.
    let at = if jump.from.as_of.date > jump.to.as_of.date { jump.from } else { jump.to };
    format!("{}, {}", named(&jump.name, &jump.segment), wording::as_of(at.as_of))
}

fn moved(jump: &Jump) -> String {
    let share = |percent: Option<Percent>| percent.map_or_else(String::new, wording::percent);
    let back = jump.from.as_of.date > jump.to.as_of.date;
    let to = if back { format!("{}; ", wording::as_of(jump.to.as_of)) } else { String::new() };
    format!(
        "{} ({}) menjadi {} ({to}{})",
        share(jump.from.coverage),
        wording::as_of(jump.from.as_of),
        share(jump.to.coverage),
        signed_points(jump.points)
    )
}

fn shifted(shift: &Shift) -> String {
    let place = |place: usize, of: usize| format!("ke-{} dari {}", size(place), size(of));
    let before = match (shift.before, shift.was_known) {
        (Some(before), _) => place(before.place, before.of),
        // Its figure was too old.
        (None, true) => "belum diperingkat".to_owned(),
        (None, false) => "belum punya angka".to_owned(),
    };
    format!("{before} menjadi {} {}", place(shift.after.place, shift.after.of), noun(shift.level))
}

fn summed(apart: &Apart) -> String {
    let name = named(&apart.name, &apart.segment);
    format!("Jumlah wilayah di {name}, {}", wording::as_of(apart.as_of))
}

fn differs(apart: &Apart) -> String {
    format!(
        "{} peserta di {} wilayah, angka induknya {} (selisih {}){}",
        count(apart.sum),
        apart.parts,
        count(apart.own),
        count((apart.sum - apart.own).abs()),
        if apart.before { "; sudah berbeda sebelumnya" } else { "" }
    )
}
