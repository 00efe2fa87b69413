//! What the dots and commas of a cell mean: by its column, by itself, or not at all.

use super::fault::Kind;
use super::scan::{Part, Scan};
use super::shape::{Convention, Decimal, may_be_short, may_have_slipped};
use super::units::MILLION;
use super::value::Value;
use super::{Reading, Style};

/// Why a cell has no value, and the values that it may have.
type Refusal = (Kind, Vec<Value>);

/// The one value of a cell.
pub(super) fn settle(scan: &Scan, reading: Reading, style: Style) -> Result<Value, Refusal> {
    let parts = &scan.parts;
    let read = |convention| under(convention, parts);
    if let Some(both) = unsaid(parts) {
        return Err(ambiguous(both));
    }
    let because = |kind| (kind, Vec::new());
    match Convention::BOTH.map(read) {
        [None, None] => Err(because(Kind::Shape)),
        [Some(one), None] => one_way(one, Convention::Indonesian, parts, reading, style),
        // `1,312 juta 5`: the words are Indonesian, and with the comma of Indonesian it says two things.
        [None, Some(one)] if parts.len() > 1 => match sum(Convention::Indonesian, parts, true) {
            Some(other) => Err(ambiguous([other, one])),
            None => one_way(one, Convention::English, parts, reading, style),
        },
        [None, Some(one)] => one_way(one, Convention::English, parts, reading, style),
        [Some(one), Some(two)] => {
            // A part with a sign that fits both is a single group: `1.312`.
            let Some(sign) = parts.iter().find_map(Part::sign) else {
                return one.map_err(because);
            };
            let grouping = Convention::grouping_by(sign);
            let (grouped, decimal) =
                if grouping == Convention::Indonesian { (one, two) } else { (two, one) };
            let by_words = if style == Style::Unknown { by_words(scan, reading) } else { None };
            match style.convention().or(by_words) {
                // No share is so large that a single sign groups its thousands.
                Some(convention) if convention == grouping && reading != Reading::Percent => {
                    grouped.map_err(because)
                }
                Some(convention) if convention != grouping => decimal.map_err(because),
                _ => Err(ambiguous([grouped, decimal])),
            }
        }
    }
}

/// `2 juta 300` as it stands, and as `2 juta 300 ribu`, which people mean by it.
fn unsaid(parts: &[Part]) -> Option<[Result<Value, Kind>; 2]> {
    let [front @ .., before, last] = parts else { return None };
    let is_short = last.run.len() <= 3 && last.run.bytes().all(|byte| byte.is_ascii_digit());
    if last.scale > 0 || before.scale < MILLION || !is_short || last.run == "0" {
        return None;
    }
    let meant = |scale| {
        let part = |own: &Part| Part { run: own.run.clone(), scale: own.scale };
        let mut all: Vec<Part> = front.iter().chain([before]).map(part).collect();
        all.push(Part { scale, ..part(last) });
        under(Convention::Indonesian, &all)
    };
    Some([meant(0)?, meant(before.scale - 3)?])
}

/// A cell that fits one convention only.
fn one_way(
    value: Result<Value, Kind>,
    convention: Convention,
    parts: &[Part],
    reading: Reading,
    style: Style,
) -> Result<Value, Refusal> {
    // There are no tenths of a person that a column would write.
    let may_be_short = |run: &str| reading == Reading::Count && may_be_short(run);
    match (style.convention(), parts) {
        (Some(column), _) if column != convention => {
            Err((Kind::AgainstStyle(style), value.into_iter().collect()))
        }
        (None, [part])
            if part.scale == 0 && (may_have_slipped(&part.run) || may_be_short(&part.run)) =>
        {
            let whole = part.run.replace(['.', ','], "");
            let slipped = Value::of(Decimal { whole, fraction: String::new() }, 0);
            Err(ambiguous([value, slipped]))
        }
        _ => value.map_err(|kind| (kind, Vec::new())),
    }
}

/// What the words of a cell say where its column says nothing.
fn by_words(scan: &Scan, reading: Reading) -> Option<Convention> {
    let signed = || scan.parts.iter().filter(|part| part.sign().is_some());
    let sign = signed().find_map(Part::sign)?;
    if signed().all(|part| part.scale == 0) {
        // There are no thousandths of a rupiah or of a person, so the sign groups: `Rp500.000`.
        (scan.named && reading != Reading::Percent).then_some(Convention::grouping_by(sign))
    } else {
        // The words are Indonesian, and so is the comma: a thousand million would be a billion. Not
        // so with `1,312 ribu`, which tables in thousands hold.
        let large = signed().all(|part| part.scale >= MILLION && !part.run.contains('.'));
        large.then_some(Convention::Indonesian)
    }
}

fn ambiguous(values: [Result<Value, Kind>; 2]) -> Refusal {
    (Kind::Ambiguous, values.into_iter().flatten().collect())
}

/// The sum of the parts under a convention; `None` if one of them breaks its rules.
fn under(convention: Convention, parts: &[Part]) -> Option<Result<Value, Kind>> {
    sum(convention, parts, false)
}

/// The same; `any` takes it that a part with decimals is followed by another.
fn sum(convention: Convention, parts: &[Part], any: bool) -> Option<Result<Value, Kind>> {
    let decimals: Option<Vec<Decimal>> =
        parts.iter().map(|part| convention.read(&part.run)).collect();
    let mut decimals = decimals?.into_iter().zip(parts);
    let (first, Part { scale, .. }) = decimals.next()?;
    let (mut has_fraction, mut unit) = (!first.fraction.is_empty(), *scale);
    let mut sum = Value::of(first, unit);
    for (decimal, part) in decimals {
        // `39,5 juta 700 ribu` says two different things about the hundred thousands.
        if has_fraction && !any {
            return None;
        }
        has_fraction = !decimal.fraction.is_empty();
        sum = sum.and_then(|sum| sum.plus(Value::of(decimal, part.scale)?, unit));
        unit = part.scale;
    }
    Some(sum)
}
