//! How far a run is, on a line of a terminal that is written again and again.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::import::Progress;

/// How often the line is written.
const EVERY: Duration = Duration::from_millis(200);

/// Signs of a full bar.
const WIDTH: usize = 24;

/// Does work, and shows on standard error how far it is while somebody can see it there.
pub fn watch<T>(progress: &Progress, wanted: bool, work: impl FnOnce() -> T) -> T {
    if !wanted || !io::stderr().is_terminal() {
        return work();
    }
    std::thread::scope(|scope| {
        let (over, ends) = mpsc::channel::<()>();
        scope.spawn(move || {
            // The sender is dropped when the work is over, however it ends.
            while ends.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                write(&format!("\r\x1b[K{}", line(progress)));
            }
            write("\r\x1b[K");
        });
        let outcome = work();
        drop(over);
        outcome
    })
}

/// A terminal that is gone is no reason to stop.
fn write(text: &str) {
    let mut stderr = io::stderr().lock();
    _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// The bar and the words beside it.
fn line(progress: &Progress) -> String {
    let told = progress.told();
    match progress.share() {
        Some(share) => {
            let full = WIDTH * share / 100;
            format!("[{}{}] {told}", "#".repeat(full), ".".repeat(WIDTH - full))
        }
        None => told,
    }
}
