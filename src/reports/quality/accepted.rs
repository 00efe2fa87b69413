//! Doubts that somebody accepted with a reason when the figure came in: they are not asked again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::findings::Newest;
use super::{Around, Doubt};
use crate::db::drafts;
use crate::db::versions::{self, Version};
use crate::domain::rules::Settled;
use crate::reports::reader::Reader;
use crate::reports::scope::Error;

/// A doubt about a figure that went in with the very same doubt, which was accepted with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The doubt.
    pub doubt: Doubt,
    /// The version that brought the figure: its note is the reason.
    pub version: Version,
}

/// Parts doubts into those that are open and those that were accepted, both in their order.
///
/// `settled` reads what was accepted from what a version keeps of its file.
pub(super) fn part(
    r: &mut Reader,
    around: &Around,
    newest: &Newest,
    settled: impl Fn(&str) -> Vec<Settled>,
) -> Result<(Vec<Doubt>, Vec<Accepted>), Error> {
    let (mut open, mut accepted) = (Vec::new(), Vec::new());
    let mut known: HashMap<i32, Option<(Version, Vec<Settled>)>> = HashMap::new();
    for doubt in &newest.doubts {
        let found = match brought_by(newest, doubt) {
            None => &None,
            Some(id) => match known.entry(id) {
                Entry::Occupied(own) => &*own.into_mut(),
                Entry::Vacant(place) => {
                    let version =
                        versions::one(r.c, id)?.filter(|version| !version.note.is_empty());
                    let answers = drafts::answers_of_batch(r.c, id)?;
                    place.insert(version.map(|version| (version, settled(&answers))))
                }
            },
        };
        let own = told(around, doubt);
        match found {
            Some((version, settled)) if own.is_some_and(|own| settled.contains(&own)) => {
                accepted.push(Accepted { doubt: doubt.clone(), version: version.clone() });
            }
            _ => open.push(doubt.clone()),
        }
    }
    Ok((open, accepted))
}

/// The version that brought the figure of a doubt; `None` for a sum.
fn brought_by(newest: &Newest, doubt: &Doubt) -> Option<i32> {
    let statements = newest.statements.get(&(doubt.region_id, doubt.segment_id));
    let shown = statements.into_iter().flatten().find(|statement| {
        Some(statement.source_id) == doubt.source_id && statement.as_of == Some(doubt.as_of)
    });
    shown.map(|statement| statement.batch_id)
}

/// A doubt as an import keeps it.
fn told(around: &Around, doubt: &Doubt) -> Option<Settled> {
    let region = around.regions().find(|region| region.id == doubt.region_id)?;
    let segment = around.scope.segments.iter().find(|segment| segment.id == doubt.segment_id)?;
    Some(Settled {
        rule: doubt.breach.rule.code().to_owned(),
        region: region.code.to_string(),
        segment: segment.code.as_str().to_owned(),
        as_of: doubt.as_of.date,
        reason: doubt.breach.reason.clone(),
    })
}
