//! The time that a cell may take: when it is over the cell is interrupted, again and again, and at last given up.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::gathering::Gathering;

/// How long a cell has after an interrupt before it gets the next.
const GRACE: Duration = Duration::from_secs(3);
/// After how many interrupts the cell is given up, with the process.
const INTERRUPTS_MAX: u32 = 3;

/// The clock of a run.
pub struct Deadline {
    shared: Arc<(Mutex<State>, Condvar)>,
    timeout: Duration,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    /// When the running cell is interrupted next.
    due: Option<Instant>,
    interrupts: u32,
    ends: bool,
}

impl Deadline {
    /// Starts the clock's thread.
    pub fn start(timeout: Duration, gathering: Arc<Gathering>) -> Deadline {
        let shared = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let own = shared.clone();
        let thread = std::thread::spawn(move || watch(&own, timeout, &gathering));
        Deadline { shared, timeout, thread: Some(thread) }
    }

    /// The time that a cell may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// A cell begins.
    pub fn arm(&self) {
        self.change(|state| {
            state.due = Instant::now().checked_add(self.timeout);
            state.interrupts = 0;
        });
    }

    /// The cell has ended; whether it was interrupted.
    pub fn disarm(&self) -> bool {
        self.change(|state| {
            state.due = None;
            state.interrupts > 0
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.shared.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.shared.1.notify_one();
        result
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.change(|state| state.ends = true);
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has nothing more to do either.
            let _ = thread.join();
        }
    }
}

fn watch(shared: &(Mutex<State>, Condvar), timeout: Duration, gathering: &Gathering) {
    let mut state = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    while !state.ends {
        let now = Instant::now();
        let Some(due) = state.due else {
            state = shared.1.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        if now < due {
            let waited = shared.1.wait_timeout(state, due - now);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            continue;
        }
        if state.interrupts == INTERRUPTS_MAX {
            give_up(timeout, gathering);
        }
        state.interrupts += 1;
        state.due = Some(now + GRACE);
        // To the process, so that the main thread gets it, and what it waits for ends.
        let _ = kill(Pid::this(), Signal::SIGINT);
    }
}

/// The cell does not listen: what there is so far is written, and the process ends.
fn give_up(timeout: Duration, gathering: &Gathering) -> ! {
    gathering.say_out_of_time(timeout);
    gathering.complain("a cell has run out of time, and does not answer to an interrupt");
    if let Err(message) = gathering.save() {
        gathering.complain(&message);
        std::process::exit(2);
    }
    std::process::exit(1)
}
