//! What our plotters backend costs: time and bytes beside plotters' own SVG backend and beside a
//! writer by hand that produces the same picture.
//!
//! `cargo bench --bench charts`. Every round times all of them in turn; the ratios are medians over
//! the rounds, so that a busy machine disturbs them little. Targets: whole chart / by hand <= 2.2 in
//! time, ours / stock <= 0.65 in bytes.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fmt::{self, Write};
use std::hint::black_box;
use std::time::Instant;

use cakupan::charts::axis;
use cakupan::charts::backend::SvgBackend;
use cakupan::charts::labels::Anchor;
use cakupan::charts::plot::{Frame, Plan};
use cakupan::charts::{Multiples, Size, TargetMark, Trend, spark, trend};
use cakupan::domain::{AsOf, Figure, Percent};
use chrono::{Datelike, NaiveDate};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

const ROUNDS: usize = 41;
const REPEATS: u32 = 200;

fn monthly(year: i32, months: u32, start: i32, step: i32) -> Vec<Figure> {
    let figure = |index: u32| {
        let years = (index / 12).cast_signed();
        let as_of = AsOf::month(year + years, index % 12 + 1)?;
        let wave = (index.cast_signed() * 37) % 23;
        let share = Percent(start + index.cast_signed() * step + wave - years * 60);
        Some(Figure::read(AsOf::day(as_of.date), None, None, Some(share), false))
    };
    (0..months).filter_map(figure).collect()
}

/// A length in tenths of a pixel, written as pixels with one decimal where it has one.
struct Px(i32);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, rest) => write!(f, "{whole}.{rest}"),
        }
    }
}

/// The same picture, written by hand with `fmt::Write` and whole tenths: no plotters, no collision
/// rule (the labels come placed).
fn by_hand(trend: &Trend, plan: &Plan) -> Result<String, fmt::Error> {
    let mut out = String::with_capacity(8 * 1024);
    let (width, height) = plan.size();
    let Frame { left, right, top, bottom } = plan.frame();
    let (time, value) = plan.axes();
    let (days, highest) = (i64::from(time.to - time.from), value.top);
    let (across, upwards) = (i64::from(right - left), i64::from(bottom - top));
    let small = |tenths: i64| i32::try_from(tenths).unwrap_or(0);
    let x = |day: i32| {
        let part = i64::from(day - time.from) * across;
        left + small((2 * part + days) / (2 * days))
    };
    let y = |share: i64| bottom - small((2 * share * upwards + highest) / (2 * highest));
    let at = |figure: &Figure| {
        let share = figure.coverage.map_or(0, |share| share.0);
        (x(axis::day(figure.as_of.date)), y(share.into()))
    };
    write!(
        out,
        "<svg class=\"bagan-svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-lt {id}-ld\"><title id=\"{id}-lt\">{}</title>\
         <desc id=\"{id}-ld\">{}</desc><path class=\"g-sumbu\" d=\"",
        trend.title,
        trend.desc,
        id = trend.id
    )?;
    for tick in time.ticks(time.step(15)) {
        write!(out, "M{} {}v5", Px(x(axis::day(tick))), Px(bottom))?;
    }
    write!(out, "M{} {}H{}\"/><path class=\"g-kisi\" d=\"", Px(left), Px(bottom), Px(right))?;
    for share in value.ticks().skip(1) {
        write!(out, "M{} {}H{}", Px(left), Px(y(share)), Px(right))?;
    }
    out.push_str("\"/>");
    let line = |out: &mut String, class: &str, figures: &[Figure]| {
        write!(out, "<path class=\"{class}\" d=\"")?;
        for (index, figure) in figures.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { ' ' };
            let (x, y) = at(figure);
            write!(out, "{letter}{} {}", Px(x), Px(y))?;
        }
        out.write_str("\"/>")
    };
    if let Some((_, figures)) = trend.reference {
        line(&mut out, "g-acuan", figures)?;
    }
    let target = &trend.targets[0];
    let (start, due) = (x(axis::new_year(target.year)), x(axis::new_year(target.year + 1) - 1));
    let level = y(target.percent.0.into());
    write!(out, "<path class=\"g-target\" d=\"M{} {}H{}\"/>", Px(start), Px(level), Px(due))?;
    let (last_x, last_y) = trend.figures.last().map_or((0, 0), at);
    let (last_x, last_y) = (Px(last_x), Px(last_y));
    write!(out, "<path class=\"g-butuh\" d=\"M{last_x} {last_y} {} {}\"/>", Px(due), Px(level))?;
    line(&mut out, "g-garis", trend.figures)?;
    let upper = Px(level - 50);
    write!(out, "<path class=\"g-wajik\" d=\"M{} {upper}l5 5-5 5-5-5z\"/>", Px(due))?;
    write!(out, "<circle class=\"g-titik\" cx=\"{last_x}\" cy=\"{last_y}\" r=\"4.5\"/>")?;
    for label in plan.labels() {
        let anchor = match label.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (class, x, y) = (label.ink.class(), Px(label.x), Px(label.y));
        let text = &label.text;
        write!(out, "<text class=\"{class}\"{anchor} x=\"{x}\" y=\"{y}\">{text}</text>")?;
    }
    out.push_str("</svg>");
    Ok(out)
}

fn ours(plan: &Plan) -> String {
    let mut out = String::with_capacity(8 * 1024);
    let root = SvgBackend::new(&mut out, plan.size()).into_drawing_area();
    let drawn = plan.draw(&root);
    drop(root);
    assert!(drawn.is_ok());
    out
}

fn stock(plan: &Plan) -> String {
    let mut out = String::with_capacity(16 * 1024);
    let (width, height) = plan.size();
    let size = (width.unsigned_abs(), height.unsigned_abs());
    let root = SVGBackend::with_string(&mut out, size).into_drawing_area();
    let drawn = plan.draw(&root);
    drop(root);
    assert!(drawn.is_ok());
    out
}

/// Microseconds for one call.
fn time<T>(mut call: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        black_box(call());
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(REPEATS)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn compare(what: &str, months: u32) {
    let year = 2025 - (months / 12).cast_signed();
    let figures = monthly(year, months, 900, 24);
    let nation = monthly(year, months, 800, 22);
    let mark = |percent| TargetMark { year: 2025, percent, label: "Target 2025: 65%".to_owned() };
    let page = figures.last().map_or(NaiveDate::MIN, |figure| figure.as_of.date);
    let input = Trend {
        id: "tren",
        title: "Tren cakupan Provinsi Jambi, Januari 2005 sampai Desember 2024",
        desc: "Cakupan naik dari 9,00% menjadi 44,17%. Target 65% pada 31 Desember 2025.",
        name: "Jambi",
        figures: &figures,
        reference: Some(("Nasional", &nation)),
        targets: vec![mark(Percent(6_500))],
        chosen_target: Some(0),
        projection: None,
        breaks: Vec::new(),
        page_date: page,
    };
    let plan = trend::plan(&input, Size::Wide);
    let hand = || by_hand(black_box(&input), &plan).unwrap_or_default();
    let bytes = [trend(&input, Size::Wide).as_str().len(), stock(&plan).len(), hand().len()];
    let mut rounds: [Vec<f64>; 7] = Default::default();
    for _ in 0..ROUNDS {
        let whole = time(|| trend(black_box(&input), Size::Wide));
        let by_hand = time(hand);
        let drawn = time(|| ours(black_box(&plan)));
        let stock = time(|| stock(black_box(&plan)));
        let (to_hand, alone) = (whole / by_hand, drawn / by_hand);
        let values = [whole, drawn, stock, by_hand, to_hand, alone, drawn / stock];
        for (round, value) in rounds.iter_mut().zip(values) {
            round.push(value);
        }
    }
    let [whole, drawn, stock, by_hand, to_hand, alone, to_stock] = rounds.map(median);
    let share = |part: usize, of: usize| {
        f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(of).unwrap_or(1))
    };
    println!("trend, {what}");
    println!("  whole chart {whole:.1} us (drawing alone {drawn:.1}), stock backend {stock:.1},");
    println!("  by hand {by_hand:.1}; whole / by hand {to_hand:.2}, drawing / by hand {alone:.2},");
    println!("  drawing / stock {to_stock:.2}");
    println!("  bytes {bytes:?}: ours / stock {:.2}", share(bytes[0], bytes[1]));
}

fn small() {
    let figures = monthly(2022, 36, 3_000, 24);
    let (from, to) = (figures[0].as_of.date, figures[35].as_of.date);
    let multiples = Multiples::new("kecil", (from, to), &figures, &figures);
    let mut rounds: [Vec<f64>; 2] = Default::default();
    for _ in 0..ROUNDS {
        rounds[0].push(time(|| multiples.chart(black_box(&figures))));
        rounds[1].push(time(|| spark(black_box(&figures), to)));
    }
    let [chart, line] = rounds.map(median);
    let bytes = (multiples.chart(&figures).as_str().len(), spark(&figures, to).as_str().len());
    println!("small multiple of 36 months {chart:.2} us, {} bytes", bytes.0);
    println!("spark {line:.2} us, {} bytes, up to {}", bytes.1, to.year());
}

fn main() {
    compare("2 x 240 months", 240);
    compare("2 x 36 months", 36);
    small();
}
