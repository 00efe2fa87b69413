//! Which region a row speaks of.
//!
//! In this order: the code, the full name, another known name, then the short name within its type
//! and its parent. What fits several regions, or none, is refused with those that may be meant;
//! nothing is ever matched by likeness alone.

mod fault;
mod system;
mod written;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::db::names::{AliasKind, Named, Names};
use crate::domain::search::{self, Entry};
use crate::domain::wording::fold;
use crate::domain::{Level, RegionCode, RegionKind};
use crate::effect::Regions;

pub use self::fault::PlaceError;
pub use self::system::CodeSystem;
pub(super) use self::system::Codes;
pub(super) use self::written::dotted;
use self::written::{NameKind, is_short_for, split_kind};

/// What a row says about its region; empty where it does not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The name or code of the region it is a part of.
    pub parent: &'a str,
    /// The level, where the file says it.
    pub level: Option<Level>,
    /// The name was chosen on the page, where candidates are called by their code.
    pub chosen: bool,
    /// The day of the figure: codes and names are those of that day.
    pub at: Option<NaiveDate>,
}

/// The region of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its identity.
    pub region_id: i32,
    /// The code or name is one of the past.
    pub former: bool,
    /// The name beside the code is none that this region has, or is like.
    pub odd_name: bool,
    /// It is this region at whatever date.
    pub always: bool,
}

/// Most regions that are offered to choose from.
const OFFERED: usize = 5;

/// All names and codes of all regions.
pub struct Places {
    /// As they are today.
    pub(super) regions: Regions,
    /// What each region is or was a direct part of.
    parents: HashMap<i32, Vec<i32>>,
    codes: HashMap<String, Vec<Span>>,
    bps: HashMap<String, i32>,
    full_names: HashMap<String, Vec<Span>>,
    aliases: HashMap<String, Vec<i32>>,
    short_names: HashMap<String, Vec<Span>>,
    entries: Vec<(String, String, i32)>,
    /// How many regions of each level there are today.
    levels: HashMap<Level, i32>,
}

/// A region that bore a code or name for a time.
#[derive(Debug, Clone, Copy)]
struct Span {
    region_id: i32,
    kind: RegionKind,
    parent_id: Option<i32>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Span {
    fn holds_at(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

impl Places {
    /// Puts the names of the database in order.
    pub fn new(names: Names) -> Self {
        let mut places = Self {
            regions: Regions::default(),
            parents: HashMap::new(),
            codes: HashMap::new(),
            bps: names.bps.into_iter().map(|(id, code)| (code, id)).collect(),
            full_names: HashMap::new(),
            aliases: HashMap::new(),
            short_names: HashMap::new(),
            entries: Vec::new(),
            levels: HashMap::new(),
        };
        for named in names.versions {
            let span = Span {
                region_id: named.region_id,
                kind: named.kind,
                parent_id: named.parent_id,
                from: named.valid_from,
                to: named.valid_to,
            };
            if named.valid_to.is_none() {
                *places.levels.entry(named.kind.level()).or_default() += 1;
            }
            if let Some(parent_id) = named.parent_id {
                let parents = places.parents.entry(named.region_id).or_default();
                if !parents.contains(&parent_id) {
                    parents.push(parent_id);
                }
            }
            let full = fold(&named.full_name);
            places.codes.entry(named.code.as_str().to_owned()).or_default().push(span);
            places.full_names.entry(full.clone()).or_default().push(span);
            places.short_names.entry(fold(&named.name)).or_default().push(span);
            places.entries.push((named.code.as_str().to_owned(), full, named.region_id));
            places.entries.push((
                named.code.as_str().to_owned(),
                fold(&named.name),
                named.region_id,
            ));
            if named.valid_to.is_none() {
                places.regions.add(named);
            }
        }
        for (region_id, folded, kind) in names.aliases {
            // A word for a kind of region finds pages, and names nothing.
            if kind != AliasKind::Kind {
                places.aliases.entry(folded).or_default().push(region_id);
            }
        }
        places
    }

    /// A region as it is today.
    pub fn region(&self, region_id: i32) -> Option<&Named> {
        self.regions.get(region_id)
    }

    /// How many direct parts a region has today.
    pub fn parts(&self, region_id: i32) -> i32 {
        self.regions.parts(region_id)
    }

    /// The code of today and the full name, for sentences.
    pub fn told(&self, region_id: i32) -> String {
        self.regions
            .get(region_id)
            .map_or_else(String::new, |named| format!("{} {}", named.code, named.full_name))
    }

    /// Whether a region is another one or a part of it, by the codes of today.
    pub fn is_within(&self, region_id: i32, own: &RegionCode) -> bool {
        self.region(region_id).is_some_and(|named| own.covers(&named.code))
    }

    /// How many regions of a level there are today.
    pub fn of_level(&self, level: Level) -> i32 {
        self.levels.get(&level).copied().unwrap_or_default()
    }

    /// The region of a row.
    ///
    /// # Errors
    /// When the row names none, several, or two different ones.
    pub fn find(&self, asked: Asked, system: CodeSystem) -> Result<Place, PlaceError> {
        let asked = Asked {
            code: asked.code.trim(),
            name: asked.name.trim(),
            parent: asked.parent.trim(),
            ..asked
        };
        match (asked.code.is_empty(), asked.name.is_empty()) {
            (true, true) => Err(PlaceError::Missing),
            (true, false) if asked.chosen && dotted(asked.name).is_some() => {
                self.by_code(Asked { code: asked.name, ..asked }, CodeSystem::Kemendagri)
            }
            (true, false) => self.by_name(asked),
            (false, true) => {
                let by_code = self.by_code(asked, system)?;
                self.hold_parent(by_code.region_id, asked, system)?;
                Ok(by_code)
            }
            (false, false) => {
                let by_code = self.by_code(asked, system)?;
                self.hold_parent(by_code.region_id, asked, system)?;
                if self.may_mean(asked, by_code.region_id) {
                    return Ok(by_code);
                }
                // A name that is cut off or written in a way of its own does not weigh against a
                // code; one that names another region does.
                match self.by_name(asked) {
                    Ok(by_name) if by_name.region_id != by_code.region_id => {
                        Err(PlaceError::Contradiction(by_code.region_id, by_name.region_id))
                    }
                    Err(PlaceError::UnknownName(_, near) | PlaceError::Several(_, near)) => {
                        let odd_name = !near.contains(&by_code.region_id);
                        Ok(Place { odd_name, always: false, ..by_code })
                    }
                    Ok(_) | Err(_) => Ok(Place { always: false, ..by_code }),
                }
            }
        }
    }

    fn by_code(&self, asked: Asked, system: CodeSystem) -> Result<Place, PlaceError> {
        let unknown = |code: &str, near: &str| {
            let near = self.near(near);
            Err(PlaceError::UnknownCode(code.to_owned(), near))
        };
        if system == CodeSystem::Bps && asked.code.contains('.') {
            let ministry = self.by_code(asked, CodeSystem::Kemendagri).ok();
            let bureau = self.bps.get(&asked.code.replace('.', "")).copied();
            return match ministry {
                Some(place) if bureau == Some(place.region_id) => Ok(place),
                _ => {
                    let ministry = ministry.map(|place| place.region_id);
                    Err(PlaceError::OtherSystem(asked.code.to_owned(), ministry, bureau))
                }
            };
        }
        if system == CodeSystem::Bps {
            return match self.bps.get(asked.code) {
                Some(&region_id) => {
                    Ok(Place { region_id, former: false, odd_name: false, always: true })
                }
                None => unknown(asked.code, asked.name),
            };
        }
        // Almost every row of a long file: a code as it is written, that never was another's.
        if let Some([span]) = self.codes.get(asked.code).map(Vec::as_slice) {
            return Ok(Place { always: true, ..best(&[*span], asked.at) });
        }
        let Some(code) = dotted(asked.code) else {
            return Err(PlaceError::NotACode(asked.code.to_owned()));
        };
        let Some(spans) = self.codes.get(&code) else {
            // A spreadsheet that took 11.10 for a number leaves 11.1.
            let cut = asked.code.split_once('.').filter(|(_, part)| part.len() == 1);
            if let Some(spans) = cut.and_then(|_| self.codes.get(&format!("{}0", asked.code))) {
                let near = spans.iter().map(|span| span.region_id).collect();
                return Err(PlaceError::UnknownCode(asked.code.to_owned(), near));
            }
            let near = if asked.name.is_empty() { self.siblings(&code) } else { Vec::new() };
            return if near.is_empty() {
                unknown(asked.code, asked.name)
            } else {
                Err(PlaceError::UnknownCode(asked.code.to_owned(), near))
            };
        };
        Ok(best(spans, asked.at))
    }

    fn by_name(&self, asked: Asked) -> Result<Place, PlaceError> {
        match self.called(asked).as_slice() {
            [place] => Ok(*place),
            [] => Err(PlaceError::UnknownName(asked.name.to_owned(), self.near(asked.name))),
            several => Err(PlaceError::Several(
                asked.name.to_owned(),
                several.iter().map(|place| place.region_id).collect(),
            )),
        }
    }

    /// The regions of a name, without a look at those that are written alike.
    fn called(&self, asked: Asked) -> Vec<Place> {
        let name = fold(asked.name);
        let mut kind = None;
        let mut found = self.among(self.full_names.get(&name), asked, None);
        if found.is_empty() {
            found = self.alias(&name, asked, None);
        }
        let mut short = name.as_str();
        if found.is_empty()
            && let Some((stated, rest)) = split_kind(&name)
        {
            kind = Some(stated);
            short = rest;
        }
        if found.is_empty() {
            found = self.among(self.short_names.get(short), asked, kind);
        }
        if found.is_empty() {
            found = self.alias(short, asked, kind);
        }
        // Written apart, or in one word.
        if found.is_empty() {
            let joined = short.replace(' ', "");
            let is_same = |name: &str| name.bytes().filter(|b| *b != b' ').eq(joined.bytes());
            let same = self.short_names.iter().filter(|(name, _)| is_same(name));
            let spans: Vec<Span> = same.flat_map(|(_, spans)| spans.iter().copied()).collect();
            found = self.among(Some(&spans), asked, kind);
        }
        found
    }

    /// Those of some spans that fit what else the row says, each region once; of the day of the
    /// figure, where any is.
    fn among(&self, spans: Option<&Vec<Span>>, asked: Asked, kind: Option<NameKind>) -> Vec<Place> {
        let fit = |span: &&Span| {
            kind.is_none_or(|kind| kind.is(span.kind))
                && asked.level.is_none_or(|level| level == span.kind.level())
                && self.is_below(span.parent_id, asked.parent)
        };
        let spans: Vec<Span> = spans.into_iter().flatten().filter(fit).copied().collect();
        let ids: BTreeSet<i32> = spans.iter().map(|span| span.region_id).collect();
        let places = ids.into_iter().map(|id| {
            let own: Vec<Span> = spans.iter().filter(|s| s.region_id == id).copied().collect();
            best(&own, asked.at)
        });
        let places: Vec<Place> = places.collect();
        // A name that one region bears and another one bore means the one that bears it.
        if places.iter().any(|place| !place.former) && asked.at.is_none() {
            return places.into_iter().filter(|place| !place.former).collect();
        }
        places
    }

    fn alias(&self, folded: &str, asked: Asked, kind: Option<NameKind>) -> Vec<Place> {
        let known = self.aliases.get(folded).into_iter().flatten();
        known
            .filter_map(|id| self.regions.get(*id))
            .filter(|named| kind.is_none_or(|kind| kind.is(named.kind)))
            .filter(|named| asked.level.is_none_or(|level| level == named.kind.level()))
            .filter(|named| self.is_below(named.parent_id, asked.parent))
            .map(|named| Place {
                region_id: named.region_id,
                former: false,
                odd_name: false,
                always: false,
            })
            .collect()
    }

    /// Whether a region is called by a name, today or another day, if not only this one.
    fn is_called(&self, region_id: i32, name: &str) -> bool {
        if name.is_empty() {
            return false;
        }
        let asked = Asked { name, ..Asked::default() };
        self.may_mean(asked, region_id)
            || self.called(asked).iter().any(|place| place.region_id == region_id)
    }

    /// Whether a name also fits this region, if not only this one.
    fn may_mean(&self, asked: Asked, region_id: i32) -> bool {
        let name = fold(asked.name);
        let (kind, short) = match split_kind(&name) {
            Some((kind, rest)) => (Some(kind), rest),
            None => (None, name.as_str()),
        };
        self.regions.get(region_id).is_some_and(|named| {
            kind.is_none_or(|kind| kind.is(named.kind)) && fold(&named.name) == short
        })
    }

    /// Whether a parent is the one that a row states, by code, full or short name.
    fn is_below(&self, parent_id: Option<i32>, stated: &str) -> bool {
        if stated.is_empty() {
            return true;
        }
        let Some(parent) = parent_id.and_then(|id| self.regions.get(id)) else { return false };
        let folded = fold(stated);
        let short = split_kind(&folded).map_or(folded.as_str(), |(_, rest)| rest);
        parent.code.as_str() == stated
            || fold(&parent.full_name) == folded
            || fold(&parent.name) == short
            || self.aliases.get(&folded).is_some_and(|ids| ids.contains(&parent.region_id))
    }

    /// Holds the region of a code against what the row names above it. A name that no region has does not
    /// weigh against a code; one of a region that it never was a part of does.
    fn hold_parent(
        &self,
        region_id: i32,
        asked: Asked,
        system: CodeSystem,
    ) -> Result<(), PlaceError> {
        if asked.parent.is_empty() {
            return Ok(());
        }
        let name = Asked { name: asked.parent, ..Asked::default() };
        let mut above = vec![region_id];
        let mut at = 0;
        while let Some(id) = above.get(at).copied() {
            if self.may_mean(name, id) {
                return Ok(());
            }
            let parents = self.parents.get(&id).into_iter().flatten().copied();
            let new: Vec<i32> = parents.filter(|id| !above.contains(id)).collect();
            above.extend(new);
            at += 1;
        }
        let found = if asked.parent.starts_with(|first: char| first.is_ascii_digit()) {
            self.by_code(Asked { code: asked.parent, ..Asked::default() }, system)
        } else {
            self.by_name(name)
        };
        let named = match found {
            Ok(place) => vec![place.region_id],
            Err(PlaceError::Several(_, ids)) => ids,
            Err(_) => return Ok(()),
        };
        match named.first() {
            Some(other) if !named.iter().any(|id| above.contains(id)) => {
                Err(PlaceError::OtherParent(region_id, *other))
            }
            _ => Ok(()),
        }
    }

    /// Regions that are written alike, to be offered.
    fn near(&self, name: &str) -> Vec<i32> {
        if name.is_empty() {
            return Vec::new();
        }
        let folded = fold(name);
        let short = split_kind(&folded).map_or(folded.as_str(), |(_, rest)| rest);
        let entries: Vec<Entry> = self
            .entries
            .iter()
            .map(|(code, folded, _)| Entry { code, full_name: folded, folded })
            .collect();
        let mut ids = Vec::new();
        for found in search::search(&entries, short) {
            let id = self.entries[found.index].2;
            if !ids.contains(&id) {
                ids.push(id);
            }
            if ids.len() == OFFERED {
                break;
            }
        }
        if ids.is_empty() {
            let written: String = short.split(' ').collect();
            let known = self.entries.iter().filter(|(_, name, _)| is_short_for(&written, name));
            for (.., id) in known {
                if ids.len() < OFFERED && !ids.contains(id) {
                    ids.push(*id);
                }
            }
        }
        ids
    }

    /// The regions of today whose code is one digit away.
    fn siblings(&self, code: &str) -> Vec<i32> {
        let off_by_one = |other: &str| {
            other.len() == code.len()
                && other.bytes().zip(code.bytes()).filter(|(a, b)| a != b).count() == 1
        };
        let mut near: Vec<&Named> =
            self.regions.all().filter(|named| off_by_one(named.code.as_str())).collect();
        near.sort_by(|a, b| a.code.cmp(&b.code));
        near.truncate(OFFERED);
        near.into_iter().map(|named| named.region_id).collect()
    }
}

/// Who bore a code or name on a day, else who bears it today, else who bore it last.
fn best(spans: &[Span], at: Option<NaiveDate>) -> Place {
    let then = at.and_then(|day| spans.iter().find(|span| span.holds_at(day)));
    let chosen = then
        .or_else(|| spans.iter().find(|span| span.to.is_none()))
        .or_else(|| spans.iter().max_by_key(|span| span.to));
    // Every code and name has come from a span.
    chosen.map_or(Place { region_id: 0, former: true, odd_name: false, always: false }, |span| {
        Place {
            region_id: span.region_id,
            former: span.to.is_some(),
            odd_name: false,
            always: false,
        }
    })
}
