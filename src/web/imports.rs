//! Imports under way: a file may take longer to check than a page may take.
//!
//! Each draft has one run at most, and one run works at a time: each holds a file in memory, and the one
//! writer of the database. A page that finds it unfinished says so and comes again; what a run found is kept
//! until something else is said about the file, or the data change. That the database did not answer is told
//! once, and tried again when somebody comes back.

pub mod answers;
pub mod conflict;
pub mod waiting;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::rt::time::sleep;

use super::State;
use crate::db::{self, Connection};
use crate::domain::{Event, RegionCode};
use crate::editing::proposal;
use crate::import::drafts::{self, Draft};
use crate::import::{self, File, Mode, Outcome, Progress, Report, Sender, Stated, habits};
use crate::people;
use crate::people::account;
use crate::people::trail::{self, Actor};

/// How long a page waits for a run before it says that it is under way.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Runs that are remembered.
const KEPT: usize = 30;

/// What a run found, or why it found nothing.
pub type Found = Result<Arc<Report>, Arc<import::Error>>;

/// A run of a draft.
pub struct Order {
    /// The file.
    pub draft: Draft,
    /// What was said about it.
    pub stated: Stated,
    /// Whether it goes in.
    pub mode: Mode,
    /// The region that its figures may be of; `None` for all.
    pub within: Option<RegionCode>,
    /// Who is named beside the version.
    pub who: String,
    /// Who does it, for the audit log.
    pub actor: Actor,
    /// What the audit log calls it.
    pub event: Event,
    /// Now, in seconds of Unix.
    pub now: i64,
    /// See [`Sender::checked`].
    pub checked: Option<String>,
}

/// Looks at a file, or brings it in; `None` while that is under way, or where what was said about it
/// cannot be used.
pub async fn run(state: &State, order: Order) -> Option<Found> {
    let subject = Subject {
        sha256: order.draft.sha256.clone(),
        within: order.within.clone(),
        stated: order.stated.write(),
        commit: order.mode == Mode::Commit,
        checked: order.checked.clone(),
        edition: state.edition(),
    };
    let (options, new_source) = order.stated.options().ok()?;
    let limits = state.settings().limits.clone();
    let options = import::Options { within: order.within.clone(), limits, ..options };
    let imports = state.imports().clone();
    let (state, id) = (state.clone(), order.draft.id);
    imports
        .found(id, subject, move |progress| {
            let bytes = state.pool().read(|c| drafts::bytes(c, id))?.unwrap_or_default();
            let then = |c: &mut Connection, version: i32| {
                habits::keep(c, &options, &order.who, order.now)?;
                leave(c, &order, version)
            };
            let Order { who, checked, .. } = &order;
            let (who, checked) = (who.clone(), checked.clone());
            let progress = Some(progress);
            let stated = Some(&order.stated);
            let sender = Sender { who, new_source, stated, then: Some(&then), checked, progress };
            let file = File { name: &order.draft.file_name, bytes: &bytes };
            let today = import::today(order.now);
            let report = import::run(state.pool(), file, &options, &sender, order.mode, today)?;
            if matches!(report.outcome, Outcome::Committed(_)) {
                // The pages would notice within a second anyway.
                _ = state.refresh();
            }
            Ok(report)
        })
        .await
}

/// What belongs to a file that goes in: it waits no longer, and the audit log knows. It only goes in
/// while it is what was ordered, and whose it is may still bring it in.
fn leave(c: &mut Connection, order: &Order, version: i32) -> Result<(), db::Error> {
    let Order { draft, stated, within, actor, event, now, .. } = order;
    let today = drafts::of_anybody(c, draft.id)?;
    let is_same = today.is_some_and(|today| {
        today.proposed == draft.proposed && Stated::read(&today.stated) == *stated
    });
    let author = account::by_id(c, draft.account_id).map_err(people::Error::into_store)?;
    let may = author.grant.region() == within.as_ref() && proposal::may_still(c, &author, None)?;
    if !is_same || !may || !drafts::remove(c, draft.id)? {
        return Err(db::Error::Query(format!("draft {} is not what it was", draft.id)));
    }
    let subject = format!("Versi {version}");
    let by_hand = stated.by_hand();
    let after = match by_hand.as_str() {
        "" => draft.file_name.clone(),
        by_hand => format!("{}. {by_hand}", draft.file_name),
    };
    trail::record(c, actor, *event, &subject, "", &after, *now).map_err(people::Error::into_store)
}

/// What a run is about: other words, another purpose or other data are another run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The region that its figures may be of.
    pub within: Option<RegionCode>,
    /// What was said about the file.
    pub stated: String,
    /// Whether it goes in.
    pub commit: bool,
    /// The digest that it was checked with.
    pub checked: Option<String>,
    /// The edition of the data.
    pub edition: u64,
}

struct Run {
    subject: Subject,
    began: u64,
    progress: Arc<Progress>,
    found: Option<Found>,
    /// Whether a page has shown what it found.
    is_told: bool,
}

/// All runs, by draft.
#[derive(Default)]
pub struct Imports {
    runs: Mutex<Runs>,
    /// Held by the run that works; the others wait for it.
    turn: Mutex<()>,
}

#[derive(Default)]
struct Runs {
    by_draft: HashMap<i32, Run>,
    count: u64,
}

impl Imports {
    /// What a run of this subject has found; starts one if there is none, and waits for it a little.
    /// `None` while it is under way, or one of another subject is. Once the file went in, that is what
    /// was found.
    pub async fn found(
        self: &Arc<Self>,
        draft: i32,
        subject: Subject,
        work: impl FnOnce(&Progress) -> Result<Report, import::Error> + Send + 'static,
    ) -> Option<Found> {
        let mut work = Some(work);
        for _ in 0..PATIENCE.as_millis() / 50 {
            if let Some(found) = self.attend(draft, &subject, &mut work) {
                return Some(found);
            }
            sleep(Duration::from_millis(50)).await;
        }
        self.attend(draft, &subject, &mut work)
    }

    /// Forgets what is known about a draft.
    pub fn forget(&self, draft: i32) {
        self.lock().by_draft.remove(&draft);
    }

    /// What the last run of a draft found; `None` when there is none, or it is under way.
    pub fn look(&self, draft: i32) -> Option<Found> {
        self.lock().by_draft.get(&draft)?.found.clone()
    }

    /// How far the run of a draft is; `None` when none is under way.
    pub fn progress(&self, draft: i32) -> Option<Arc<Progress>> {
        let runs = self.lock();
        let run = runs.by_draft.get(&draft)?;
        run.found.is_none().then(|| run.progress.clone())
    }

    /// What a run of this subject has found, or that the file went in; starts one where none is under
    /// way.
    fn attend(
        self: &Arc<Self>,
        draft: i32,
        subject: &Subject,
        work: &mut Option<impl FnOnce(&Progress) -> Result<Report, import::Error> + Send + 'static>,
    ) -> Option<Found> {
        let mut runs = self.lock();
        if let Some(run) = runs.by_draft.get_mut(&draft) {
            // One at a time: what is said meanwhile is looked at afterwards.
            let found = run.found.as_ref()?;
            let went_in = |report: &Arc<Report>| matches!(report.outcome, Outcome::Committed(_));
            // Nor may nobody hear that it did not go in: the next page after that is about something else.
            let failed = run.subject.commit && found.is_err() && !run.is_told;
            let fits = run.subject == *subject || found.as_ref().is_ok_and(went_in) || failed;
            let passes = found.as_ref().is_err_and(|error| error.passes());
            if fits && !(passes && run.is_told && work.is_some()) {
                run.is_told = true;
                return Some(found.clone());
            }
        }
        let work = work.take()?;
        runs.count += 1;
        let began = runs.count;
        let progress = Arc::new(Progress::default());
        let (subject, own) = (subject.clone(), progress.clone());
        let run = Run { subject, began, progress: own, found: None, is_told: false };
        runs.by_draft.insert(draft, run);
        if runs.by_draft.len() > KEPT {
            let done = runs.by_draft.iter().filter(|(_, run)| run.found.is_some());
            let oldest = done.min_by_key(|(_, run)| run.began).map(|(id, _)| *id);
            oldest.map(|id| runs.by_draft.remove(&id));
        }
        drop(runs);
        let all = self.clone();
        let thread = std::thread::Builder::new().name("import".to_owned());
        let started = thread.spawn(move || {
            let turn = all.turn.lock().unwrap_or_else(PoisonError::into_inner);
            let outcome =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&progress)));
            drop(turn);
            let found = outcome.unwrap_or(Err(import::Error::Broken));
            let found = found.map(Arc::new).map_err(Arc::new);
            all.finish(draft, began, found);
        });
        if started.is_err() {
            self.finish(draft, began, Err(Arc::new(import::Error::Broken)));
        }
        None
    }

    fn finish(&self, draft: i32, began: u64, found: Found) {
        let mut runs = self.lock();
        if let Some(run) = runs.by_draft.get_mut(&draft)
            && run.began == began
        {
            run.found = Some(found);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Runs> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(stated: &str) -> Subject {
        Subject {
            sha256: String::new(),
            within: None,
            stated: stated.to_owned(),
            commit: false,
            checked: None,
            edition: 1,
        }
    }

    /// A run that takes a while and finds its own name.
    async fn found(imports: &Arc<Imports>, stated: &'static str) -> String {
        let work = move |_: &Progress| {
            std::thread::sleep(Duration::from_millis(200));
            Err(import::Error::NoSuchSheet(stated.to_owned(), Vec::new()))
        };
        match imports.found(1, subject(stated), work).await {
            Some(Err(error)) => error.to_string(),
            _ => String::new(),
        }
    }

    #[test]
    fn one_run_works_at_a_time() {
        let imports = Arc::new(Imports::default());
        let working = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        actix_web::rt::System::new().block_on(async {
            let runs: Vec<_> = (1..=3)
                .map(|draft| {
                    let (imports, working) = (imports.clone(), working.clone());
                    actix_web::rt::spawn(async move {
                        let work = move |_: &Progress| {
                            use std::sync::atomic::Ordering::SeqCst;
                            let others = working.fetch_add(1, SeqCst);
                            std::thread::sleep(Duration::from_millis(60));
                            working.fetch_sub(1, SeqCst);
                            Err(import::Error::NoSuchSheet(others.to_string(), Vec::new()))
                        };
                        imports.found(draft, subject("satu"), work).await
                    })
                })
                .collect();
            for run in runs {
                let Ok(Some(Err(error))) = run.await else { panic!("a run found nothing") };
                let import::Error::NoSuchSheet(others, _) = &*error else { panic!("{error}") };
                assert_eq!(others, "0", "others were at work");
            }
        });
    }

    #[test]
    fn what_passes_is_told_once_and_tried_again() {
        let imports = Arc::new(Imports::default());
        let look = async |outcome: Result<(), ()>| {
            let work = move |_: &Progress| {
                Err(match outcome {
                    Err(()) => import::Error::Broken,
                    Ok(()) => import::Error::NoSuchSheet("baru".to_owned(), Vec::new()),
                })
            };
            match imports.found(1, subject("satu"), work).await {
                Some(Err(error)) => matches!(&*error, import::Error::Broken),
                _ => panic!("nothing was found"),
            }
        };
        actix_web::rt::System::new().block_on(async {
            assert!(look(Err(())).await, "it is told");
            assert!(look(Err(())).await, "and tried again, in vain");
            assert!(!look(Ok(())).await, "until it works");
            assert!(!look(Err(())).await, "which is kept");
        });
    }

    #[test]
    fn that_a_file_did_not_go_in_is_told_to_whoever_asks_first() {
        let imports = Arc::new(Imports::default());
        let fails = |_: &Progress| Err(import::Error::Broken);
        actix_web::rt::System::new().block_on(async {
            let order = Subject { commit: true, ..subject("satu") };
            // The one who sent it has gone: only the next page finds what came of it.
            let gone =
                actix_web::rt::time::timeout(Duration::ZERO, imports.found(1, order, fails)).await;
            assert!(gone.is_err());
            sleep(Duration::from_millis(100)).await;
            let look = |_: &Progress| Err(import::Error::NoSuchSheet(String::new(), Vec::new()));
            let first = imports.found(1, subject("satu"), look).await;
            assert!(matches!(first, Some(Err(error)) if matches!(*error, import::Error::Broken)));
            let second = imports.found(1, subject("satu"), look).await;
            assert!(matches!(second, Some(Err(error)) if !error.passes()), "told once");
        });
    }

    #[test]
    fn a_run_answers_its_own_subject_only() {
        let imports = Arc::new(Imports::default());
        actix_web::rt::System::new().block_on(async {
            let other = imports.clone();
            let first = actix_web::rt::spawn(async move { found(&other, "satu").await });
            sleep(Duration::from_millis(50)).await;
            let second = found(&imports, "dua").await;
            assert!(second.contains("dua"), "{second}");
            assert!(first.await.is_ok());
        });
    }
}
