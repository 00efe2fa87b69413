//! Choosing one of several statements on the same region, segment and date.

use serde::{Deserialize, Serialize};

use super::proposal::{self, Change, Sent};
use super::{Author, Outcome, Touch};
use crate::db::decisions::{self, Contest, Key};
use crate::db::intake::Origin;
use crate::db::{self, Connection, regions, segments};
use crate::domain::rules::Thresholds;
use crate::domain::{Event, Figure, RegionCode, SegmentCode, wording};
use crate::effect::rehearsal::{self, Ahead, Before};
use crate::people;
use crate::people::account::Account;
use crate::people::trail::{self, Actor};

/// What an editor chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The region.
    pub region_id: i32,
    /// The segment.
    pub segment_id: i32,
    /// The day at which the statements are placed, ISO.
    pub as_of: String,
    /// The source; `None` goes back to the rule.
    pub source_id: Option<i32>,
    /// Why.
    pub reason: String,
    /// The last batch that had changed any of it when the editor looked: [`Contest::last_touch`].
    pub based_on: i32,
}

impl Choice {
    /// What it is about.
    pub fn key(&self) -> Option<Key> {
        let (region_id, segment_id) = (self.region_id, self.segment_id);
        Some(Key { region_id, segment_id, as_of: self.as_of.parse().ok()? })
    }
}

/// A choice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Region, segment and date.
    pub subject: String,
    /// The figure that is shown before, and whose it is.
    pub before: String,
    /// The figure that is shown after, and whose it is.
    pub after: String,
}

impl Words {
    /// What its version is called.
    pub fn title(&self, to_rule: bool) -> String {
        let Self { subject, before, after } = self;
        let what = if to_rule { "Kembali ke aturan untuk" } else { "Angka dipilih untuk" };
        if before == after {
            // What was decided is that it stays.
            return format!("{what} {subject}: tetap {after}");
        }
        format!("{what} {subject}: {before} menjadi {after}")
    }
}

/// Whether a source can be chosen; with `None`, whether there is a decision to end.
///
/// A bare number of participants cannot, beside a percent: the coverage would vanish from all pages.
pub fn can_choose(contest: &Contest, source_id: Option<i32>) -> bool {
    let has_percent = |voice: &decisions::Voice| voice.figure.coverage.is_some();
    match source_id {
        Some(id) => contest
            .of_source(id)
            .is_some_and(|voice| has_percent(voice) || !contest.voices.iter().any(has_percent)),
        None => contest.decision().is_some(),
    }
}

/// A choice in words.
///
/// # Errors
/// Those of the database.
pub fn words(
    c: &mut Connection,
    contest: &Contest,
    source_id: Option<i32>,
) -> Result<Words, db::Error> {
    let told = |voice: Option<&decisions::Voice>| {
        voice.map_or_else(String::new, |voice| {
            format!("{} ({})", figure(&voice.figure), voice.source.publisher)
        })
    };
    let at = |place: Option<usize>| place.and_then(|place| contest.voices.get(place));
    let after = match source_id {
        Some(id) => contest.of_source(id),
        None => at(contest.by_rule),
    };
    Ok(Words { subject: subject(c, contest)?, before: told(at(contest.shown)), after: told(after) })
}

/// Chooses, looks at what that does, and undoes it; [`Ahead::Nothing`] where it cannot be chosen. Needs a
/// transaction that may write.
///
/// # Errors
/// Those of the database.
pub fn rehearse(
    c: &mut Connection,
    before: &Before,
    contest: &Contest,
    source_id: Option<i32>,
    limits: &Thresholds,
) -> Result<Ahead, db::Error> {
    if !can_choose(contest, source_id) {
        return Ok(Ahead::Nothing);
    }
    let decide = |c: &mut Connection| {
        Ok(Some(decisions::decide(c, &Origin::default(), contest.key, source_id)?))
    };
    rehearsal::rehearse(c, before, limits, decide)
}

/// What a choice does in pairs of words: the figure of pages, and what else follows.
///
/// # Errors
/// Those of the database.
pub fn effect(
    c: &mut Connection,
    contest: &Contest,
    source_id: Option<i32>,
    ahead: &Ahead,
) -> Result<Vec<(String, String)>, db::Error> {
    let words = words(c, contest, source_id)?;
    let mut pairs =
        vec![("Dipakai sekarang".to_owned(), words.before), ("Menjadi".to_owned(), words.after)];
    if let Some(decision) = contest.decision().filter(|own| Some(own.source_id) == source_id) {
        let told = format!("hanya alasannya berubah; sebelumnya: {}", decision.reason);
        pairs.push(("Keputusan".to_owned(), told));
    }
    pairs.extend(ahead.told());
    Ok(pairs)
}

/// A figure in a few words: its percent, else its participants.
pub fn figure(figure: &Figure) -> String {
    match (figure.coverage, figure.active) {
        (Some(coverage), _) => wording::percent(coverage),
        (None, Some(active)) => format!("{} peserta", wording::count(active)),
        (None, None) => wording::UNKNOWN.to_owned(),
    }
}

fn subject(c: &mut Connection, contest: &Contest) -> Result<String, db::Error> {
    let key = contest.key;
    let region = regions::by_id(c, key.region_id)?.map(|region| region.full_name);
    let segment = segments::all(c)?.into_iter().find(|segment| segment.id == key.segment_id);
    let date = contest.voices.first().and_then(|voice| voice.statement.as_of);
    let parts = [
        region.unwrap_or_default(),
        segment.map(|segment| segment.name).unwrap_or_default(),
        date.map_or_else(|| wording::date(key.as_of), wording::as_of),
    ];
    Ok(parts.join(", "))
}

/// Puts a choice before a second person.
///
/// # Errors
/// Those of the database.
pub fn propose(
    c: &mut Connection,
    actor: &Actor,
    account: &Account,
    choice: Choice,
    limits: &Thresholds,
    now: i64,
) -> Result<Sent, people::Error> {
    let Some(key) = choice.key() else { return Ok(Sent::Published(Outcome::Nothing)) };
    let contest = Contest::load(c, key)?;
    if !can_choose(&contest, choice.source_id) {
        return Ok(Sent::Published(Outcome::Nothing));
    }
    let title = words(c, &contest, choice.source_id)?.title(choice.source_id.is_none());
    let change = Change::Decision(choice);
    let proposed = proposal::propose(c, actor, account, &title, &change, limits, now)?;
    Ok(match proposed {
        Some(id) => Sent::Proposed(id),
        None => Sent::Published(Outcome::Changed(Touch::of(c, contest.last_touch)?)),
    })
}

/// Decides, as a new version.
///
/// # Errors
/// Those of the database.
pub fn decide(
    c: &mut Connection,
    author: &Author,
    choice: &Choice,
    now: i64,
) -> Result<Outcome, people::Error> {
    let Some(key) = choice.key() else { return Ok(Outcome::Nothing) };
    let contest = Contest::load(c, key)?;
    if contest.last_touch != choice.based_on {
        return Ok(Outcome::Changed(Touch::of(c, contest.last_touch)?));
    }
    if !can_choose(&contest, choice.source_id) {
        return Ok(Outcome::Nothing);
    }
    let words = words(c, &contest, choice.source_id)?;
    let title = words.title(choice.source_id.is_none());
    let reason = choice.reason.trim();
    let origin = Origin { title: &title, who: &author.by, note: reason, ..Origin::default() };
    let version = decisions::decide(c, &origin, key, choice.source_id)?;
    let subject = format!("Versi {version}: {}", words.subject);
    let after = format!("{}. Alasan: {reason}", words.after);
    let event = author.event(Event::DecideConflict);
    trail::record(c, &author.actor, event, &subject, &words.before, &after, now)?;
    Ok(Outcome::Done(version))
}

/// Region and segment of a choice, as addresses name them.
///
/// # Errors
/// Those of the database.
pub fn place(
    c: &mut Connection,
    choice: &Choice,
) -> Result<Option<(RegionCode, SegmentCode)>, db::Error> {
    let region = regions::by_id(c, choice.region_id)?;
    let segment = segments::all(c)?.into_iter().find(|segment| segment.id == choice.segment_id);
    Ok(region.zip(segment).map(|(region, segment)| (region.code, segment.code)))
}
