//! From a report to the story that its text is told from.

use crate::db::regions::Region;
use crate::db::segments::Segment;
use crate::domain::narrative::{Facts, Member, Name, SegmentWords, Standing, Story};
use crate::domain::target::TargetChoice;

use super::region::RegionReport;
use super::standing::Row;

/// The names of a region, for sentences.
pub fn name_of(region: &Region) -> Name {
    Name { kind: region.kind, short: region.name.clone(), full: region.full_name.clone() }
}

/// A segment, for sentences.
pub fn segment_words(segment: &Segment) -> SegmentWords {
    SegmentWords {
        code: segment.code.clone(),
        name: segment.name.clone(),
        base: segment.base.clone(),
        projects: segment.counting == "proyek",
    }
}

/// A row of a list, for the sentences above it.
pub fn member(row: &Row) -> Member {
    let standing = &row.standing;
    Member {
        name: name_of(&row.region).running().to_owned(),
        figure: standing.figure,
        change: standing.year,
        status: standing.status(),
        gap: standing.judged.as_ref().and_then(|judged| judged.gap_workers),
    }
}

/// The story of the region of a report.
pub fn tell(report: &RegionReport) -> Story {
    let standing = &report.standing;
    let name = name_of(&report.region);
    let segment = segment_words(&report.scope.segment);
    let ranked = report.peers.iter().filter(|row| row.rank.is_some()).count();
    Story::new(&Facts {
        name: &name,
        segment: &segment,
        per: report.scope.date,
        series: &standing.series,
        participants: report
            .participants
            .iter()
            .rev()
            .find(|figure| figure.coverage.is_none())
            .copied(),
        target: standing
            .judged
            .as_ref()
            .map(|judged| TargetChoice { target: &judged.target, whose: judged.whose }),
        standing: report.rank.map(|rank| Standing { rank, of: ranked, date: report.scope.date }),
        nation: report.nation.as_ref().and_then(|nation| nation.figure),
        disputed: standing.own_figure().is_some_and(|row| row.disputed),
    })
}
