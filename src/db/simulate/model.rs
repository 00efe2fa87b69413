//! How simulated coverage moves. Whole numbers only, so that every machine computes the same.
//!
//! Each region has its own stream of random numbers: leaving out a level changes no other region.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::domain::{Level, Percent, Precision};

/// The simulated segments, in the order of [`Row::segment`]; districts have no construction.
pub(super) const SEGMENTS: [&str; 6] = ["total", "pu", "bpu", "jakon", "desa", "rentan"];
const TOTAL: usize = 0;
const PU: usize = 1;
const BPU: usize = 2;
const JAKON: usize = 3;
const DESA: usize = 4;
const RENTAN: usize = 5;

const MILLION: i64 = 1_000_000;

/// A region to simulate.
#[derive(Debug, Clone)]
pub(super) struct Region {
    pub id: i32,
    pub level: Level,
    /// Kecamatan in it, as a measure of its size.
    pub size: i64,
    /// Desa and kelurahan in it.
    pub villages: i64,
    /// A kota has more wage earners.
    pub city: bool,
    /// Never reports.
    pub silent: bool,
    /// The first month in which it exists.
    pub from: usize,
}

/// Who states a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    Bpjs,
    Press,
}

/// A simulated statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub region_id: i32,
    pub segment: usize,
    pub month: usize,
    pub precision: Precision,
    pub speaker: Speaker,
    pub active: Option<i64>,
    pub workforce: Option<i64>,
    pub published: Option<Percent>,
    pub rounded: bool,
}

/// A simulated target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub region_id: i32,
    /// Years after that of the first month.
    pub year: usize,
    pub percent: Percent,
}

/// Participants and base of one segment in one month.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    active: i64,
    base: i64,
}

/// The true counts of a region, by month and segment; reports are drawn from them.
pub(super) struct Truth(Vec<[Counts; SEGMENTS.len()]>);

struct Random(ChaCha8Rng);

impl Random {
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.abs_diff(low) + 1;
        low + i64::try_from(self.0.next_u64() % span).unwrap_or_default()
    }

    /// True `times` out of a thousand.
    fn happens(&mut self, times: i64) -> bool {
        self.between(0, 999) < times
    }
}

/// The span of a simulation, and its seed.
pub(super) struct Model {
    seed: u64,
    months: usize,
    /// The calendar month of the first one, 0 for January.
    first: usize,
}

impl Model {
    pub fn new(seed: u64, months: usize, first: usize) -> Self {
        Self { seed, months, first }
    }

    fn random(&self, region: &Region, purpose: u64) -> Random {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(u64::from(region.id.unsigned_abs()) * 2 + purpose);
        Random(random)
    }

    fn calendar_month(&self, month: usize) -> usize {
        (self.first + month) % 12
    }

    /// An empty sum, for a region that is counted from its parts.
    pub fn nothing(&self) -> Truth {
        Truth(vec![[Counts::default(); SEGMENTS.len()]; self.months])
    }

    /// The true counts of a region of the lowest simulated levels.
    pub fn truth(&self, region: &Region) -> Truth {
        let mut random = self.random(region, 0);
        let mut place = Place::draw(region, &mut random);
        let mut truth = self.nothing();
        for (month, counts) in truth.0.iter_mut().enumerate() {
            let calendar = self.calendar_month(month);
            if calendar == 0 {
                place.new_year(&mut random);
            }
            if calendar == place.revision_month {
                place.revise_base(&mut random);
            }
            *counts = place.counts(calendar, &mut random);
        }
        truth
    }

    /// What a region reports of its true counts: by segment and month.
    pub fn reports<E>(
        &self,
        region: &Region,
        truth: &Truth,
        mut emit: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        if region.silent {
            return Ok(());
        }
        let mut random = self.random(region, 1);
        // Some have not yet reported the last months.
        let late = match region.level {
            Level::Nation | Level::Province => 0,
            _ if random.happens(80) => usize::try_from(random.between(1, 6)).unwrap_or_default(),
            _ => 0,
        };
        let until = self.months.saturating_sub(late);
        let missing: Vec<bool> = (0..self.months)
            .map(|month| {
                let gap = random.happens(if region.level == Level::Nation { 0 } else { 30 });
                gap || month < region.from || month >= until
            })
            .collect();
        for segment in 0..SEGMENTS.len() {
            if segment == JAKON && region.level == Level::District {
                continue;
            }
            for month in (0..self.months).filter(|month| !missing[*month]) {
                let spotty = matches!(segment, DESA | RENTAN) && random.happens(60);
                let Counts { active, base } = truth.0[month][segment];
                if spotty || base == 0 {
                    continue;
                }
                let row = Row {
                    region_id: region.id,
                    segment,
                    month,
                    precision: Precision::Day,
                    speaker: Speaker::Bpjs,
                    active: Some(active),
                    workforce: Some(base),
                    published: None,
                    rounded: false,
                };
                emit(style(row, region.level, &mut random))?;
                if segment == TOTAL && region.level <= Level::Province && random.happens(15) {
                    emit(hearsay(row, &mut random))?;
                }
            }
        }
        Ok(())
    }

    /// Targets of Kemendagri: the coverage at the end of the year before, and twenty points more.
    /// The last years only.
    pub fn targets(&self, region: &Region, truth: &Truth) -> Vec<Target> {
        let ends = (region.from..self.months).filter(|month| self.calendar_month(*month) == 11);
        let ends: Vec<usize> = if region.silent { Vec::new() } else { ends.collect() };
        ends.iter()
            .rev()
            .take(5)
            .filter_map(|month| {
                let Counts { active, base } = truth.0[*month][TOTAL];
                let percent = Percent(Percent::of(active, base)?.0 + 2_000);
                let year = (self.first + month) / 12 + 1;
                Some(Target { region_id: region.id, year, percent })
            })
            .collect()
    }
}

/// How exactly a statement is printed.
fn style(row: Row, level: Level, random: &mut Random) -> Row {
    let percent = row.active.zip(row.workforce).and_then(|(a, w)| Percent::of(a, w));
    if level <= Level::Province || random.happens(100) {
        Row { published: percent, ..row }
    } else if random.happens(20) {
        // A report in round hundreds, known for the month only.
        let round = |count: Option<i64>| count.map(|count| (count + 50) / 100 * 100);
        Row {
            published: percent,
            active: round(row.active),
            workforce: round(row.workforce),
            rounded: true,
            precision: Precision::Month,
            ..row
        }
    } else {
        row
    }
}

/// Another percent for the same thing, from a newspaper.
fn hearsay(row: Row, random: &mut Random) -> Row {
    let percent = row.active.zip(row.workforce).and_then(|(a, w)| Percent::of(a, w));
    let published = percent.map(|Percent(true_one)| {
        let off = i32::try_from(random.between(20, 400)).unwrap_or_default();
        Percent(true_one + off)
    });
    Row {
        speaker: Speaker::Press,
        precision: Precision::Month,
        active: None,
        workforce: None,
        published,
        rounded: false,
        ..row
    }
}

impl Truth {
    /// Adds a part.
    pub fn add(&mut self, part: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&part.0) {
            for (sum, part) in sum.iter_mut().zip(part) {
                sum.active += part.active;
                sum.base += part.base;
            }
        }
    }
}

/// The slowly changing traits of a region. Shares are in millionths.
struct Place {
    /// Base by segment, without the total.
    base: [i64; SEGMENTS.len()],
    /// Coverage that stays through January, by segment.
    steady: [i64; SEGMENTS.len()],
    /// Coverage paid by public budgets: it lapses each January and returns when money flows.
    funded: i64,
    /// The calendar month in which funding starts, from its year.
    funding_start: usize,
    /// The calendar month in which the base is revised.
    revision_month: usize,
    /// Construction at its peak, above 1,000,000 for some.
    building: i64,
}

impl Place {
    fn draw(region: &Region, random: &mut Random) -> Self {
        let workers = region.size * random.between(5_000, 14_000);
        let wage = random.between(250_000, 400_000) + if region.city { 150_000 } else { 0 };
        let construction = random.between(25_000, 60_000);
        let vulnerable = random.between(100_000, 220_000);
        let pu = share(workers, wage);
        let jakon = share(workers, construction);
        let bpu = workers - pu - jakon;
        Self {
            base: [
                0,
                pu,
                bpu,
                jakon,
                region.villages * random.between(9, 16),
                share(bpu, vulnerable),
            ],
            steady: [
                0,
                random.between(250_000, 450_000),
                random.between(15_000, 60_000),
                0,
                random.between(150_000, 400_000),
                random.between(5_000, 20_000),
            ],
            funded: random.between(20_000, 120_000),
            funding_start: usize::try_from(random.between(1, 6)).unwrap_or(1),
            revision_month: usize::try_from(random.between(1, 8)).unwrap_or(1),
            building: random.between(350_000, 1_500_000),
        }
    }

    fn new_year(&mut self, random: &mut Random) {
        for (segment, most) in [(PU, 900_000), (BPU, 350_000), (DESA, 600_000), (RENTAN, 150_000)] {
            let step = (most - self.steady[segment]).max(0) / random.between(18, 40);
            self.steady[segment] += step + random.between(-4_000, 4_000);
        }
        self.funded = (self.funded + random.between(-12_000, 22_000)).clamp(10_000, 400_000);
        self.funding_start = usize::try_from(random.between(1, 7)).unwrap_or(1);
        self.building =
            (self.building + random.between(-120_000, 120_000)).clamp(200_000, 1_900_000);
    }

    fn revise_base(&mut self, random: &mut Random) {
        let factor = if random.happens(60) {
            random.between(780_000, 1_320_000)
        } else {
            random.between(995_000, 1_030_000)
        };
        for base in &mut self.base {
            *base = share(*base, factor);
        }
    }

    fn counts(&self, calendar: usize, random: &mut Random) -> [Counts; SEGMENTS.len()] {
        // Funding ramps up over three months and ends with the year.
        let months = i64::try_from((calendar + 1).saturating_sub(self.funding_start)).unwrap_or(0);
        let flow = MILLION * months.min(3) / 3;
        // Projects are registered through the year.
        let season = 550_000 + i64::try_from(calendar).unwrap_or_default() * 41_000;
        let coverage = [
            0,
            self.steady[PU] + random.between(-3_000, 3_000),
            self.steady[BPU] + share(self.funded, flow) + random.between(-2_000, 2_000),
            share(self.building, season) + random.between(-20_000, 20_000),
            self.steady[DESA] + share(350_000, flow) + random.between(-8_000, 8_000),
            self.steady[RENTAN] + share(self.funded * 3, flow) + random.between(-2_000, 2_000),
        ];
        let mut counts = [Counts::default(); SEGMENTS.len()];
        for segment in PU..SEGMENTS.len() {
            let base = self.base[segment];
            counts[segment] = Counts { active: share(base, coverage[segment].max(0)), base };
        }
        for segment in [PU, BPU, JAKON] {
            counts[TOTAL].active += counts[segment].active;
            counts[TOTAL].base += counts[segment].base;
        }
        counts
    }
}

/// So many millionths of a number.
fn share(of: i64, millionths: i64) -> i64 {
    of * millionths / MILLION
}
