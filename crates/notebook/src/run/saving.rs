//! Writes the notebook while its cells run, so that a run that is killed leaves what it has shown.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::gathering::Gathering;

/// How old the file may be.
const EVERY: Duration = Duration::from_secs(1);
/// The part of the time that may go into writing a long notebook again and again.
const SHARE: u32 = 10;

/// The thread that writes; it ends when this is dropped.
pub struct Saving {
    ends: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Saving {
    /// Starts the thread.
    pub fn start(gathering: Arc<Gathering>) -> Saving {
        let (ends, ended) = channel::<()>();
        let write = move || {
            let mut rest = EVERY;
            while ended.recv_timeout(rest) == Err(RecvTimeoutError::Timeout) {
                let begun = Instant::now();
                gathering.save_what_is_new();
                rest = EVERY.max(begun.elapsed() * SHARE);
            }
        };
        Saving { ends: Some(ends), thread: Some(std::thread::spawn(write)) }
    }
}

impl Drop for Saving {
    fn drop(&mut self) {
        self.ends = None;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has nothing more to write.
            let _ = thread.join();
        }
    }
}
