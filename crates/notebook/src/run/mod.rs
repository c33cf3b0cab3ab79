//! `pellucid notebook run`: runs a notebook from top to bottom and writes it with what its cells have shown.

mod deadline;
mod destination;
mod gathering;
mod progress;
mod saving;
mod widgets;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nix::sys::signal::Signal;
use pellucid::Settings;
use serde_json::{Map, Value as Json, json};

use crate::document::Notebook;
use crate::session::{Session, asks_to_end, exit_status};
use deadline::Deadline;
use destination::Destination;
use gathering::Gathering;
use progress::Progress;
use saving::Saving;

/// What was asked for.
pub struct Options {
    /// The notebook.
    pub input: PathBuf,
    /// Where the notebook with its outputs goes.
    pub output: PathBuf,
    /// Whether to go on after a cell has failed.
    pub allow_errors: bool,
    /// How long a cell may run.
    pub timeout: Option<Duration>,
}

/// How a cell has ended.
enum Ending {
    Good,
    /// By `exit()`: the run ends, and that is no failure.
    Left,
    Failed(String),
    OutOfTime,
    /// By the user, who wants the whole run to end.
    Interrupted,
}

/// Runs a notebook and gives the exit status.
pub fn run(options: Options, settings: Settings, seed: Option<u32>) -> i32 {
    match prepare(&options) {
        Ok((notebook, destination)) => execute(&options, notebook, destination, settings, seed),
        Err(message) => {
            eprintln!("pellucid notebook: {message}");
            2
        }
    }
}

fn prepare(options: &Options) -> Result<(Notebook, Destination), String> {
    let name = options.input.display();
    let text = std::fs::read(&options.input)
        .map_err(|error| format!("cannot read {name}: {}", destination::reason(&error)))?;
    let notebook = Notebook::read(&text).map_err(|error| format!("cannot run {name}: {error}"))?;
    match notebook.language() {
        None | Some("python" | "ipython") => {}
        Some(other) => return Err(format!("cannot run {name}: its cells are in {other}")),
    }
    Ok((notebook, Destination::open(&options.output)?))
}

fn execute(
    options: &Options,
    mut notebook: Notebook,
    destination: Destination,
    settings: Settings,
    seed: Option<u32>,
) -> i32 {
    for position in 0..notebook.len() {
        if notebook.cell(position).is_some_and(|cell| cell.is_code()) {
            notebook.clear_outputs(position);
        }
    }
    notebook.set_metadata("language_info", language());
    // Before the session takes the streams over.
    let mut progress = Progress::open(notebook.len());
    let gathering = Arc::new(Gathering::new(notebook, destination));
    let session = enter_folder(&options.input)
        .and_then(|folder| Session::start(settings, seed, "run", &folder, gathering.clone()));
    let mut session = match session {
        Ok(session) => session,
        Err(message) => {
            eprintln!("pellucid notebook: {message}");
            return 2;
        }
    };
    let saving = Saving::start(gathering.clone());
    let (mut status, complaint) = run_cells(options, &mut session, &gathering, &mut progress);
    progress.clear();
    drop(saving);
    // Before the program's own threads are waited for, which may take for ever.
    let saved = gathering.save();
    let finish = session.finish();
    if let Some(complaint) = complaint {
        eprintln!("pellucid notebook: {complaint}");
    }
    match saved {
        Ok(()) => progress.done(&gathering.destination_name()),
        Err(message) => {
            eprintln!("pellucid notebook: {message}");
            status = 2;
        }
    }
    exit_status(&finish, status)
}

/// Runs the cells, until one fails that must not; gives the exit status and what to say of it.
fn run_cells(
    options: &Options,
    session: &mut Session,
    gathering: &Arc<Gathering>,
    progress: &mut Progress,
) -> (i32, Option<String>) {
    let deadline = options.timeout.map(|timeout| Deadline::start(timeout, gathering.clone()));
    // Beside the interpreter's own handler, which raises KeyboardInterrupt. Without it that is an error like others.
    let interrupts = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(Signal::SIGINT as i32, interrupts.clone());
    for position in 0..gathering.len() {
        let Some(source) = gathering.code(position) else { continue };
        progress.show(position, &source);
        let ending =
            run_cell(session, gathering, deadline.as_ref(), &interrupts, position, &source);
        gathering.save_what_is_new();
        let allowed = options.allow_errors || gathering.may_fail(position);
        let cell = position + 1;
        match ending {
            Ending::Good => {}
            Ending::Left => return (0, left_early(gathering, position)),
            Ending::Interrupted => return (130, None),
            Ending::Failed(_) | Ending::OutOfTime if allowed => {}
            Ending::Failed(message) => {
                return (1, Some(format!("cell {cell} has failed: {message}")));
            }
            Ending::OutOfTime => {
                let seconds = options.timeout.unwrap_or_default().as_secs_f64();
                return (1, Some(format!("cell {cell} ran for more than {seconds} s (--timeout)")));
            }
        }
    }
    (0, None)
}

/// What to say of a run that a cell has ended before the last one.
fn left_early(gathering: &Gathering, position: usize) -> Option<String> {
    let rest = (position + 1..gathering.len()).filter(|place| gathering.code(*place).is_some());
    match rest.count() {
        0 => None,
        1 => Some(format!("cell {} has ended the session; 1 cell was not run", position + 1)),
        count => {
            Some(format!("cell {} has ended the session; {count} cells were not run", position + 1))
        }
    }
}

/// Cells work in the folder of their notebook, as under Jupyter.
fn enter_folder(input: &Path) -> Result<PathBuf, String> {
    let folder = input.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = std::path::absolute(folder.unwrap_or(Path::new(".")));
    let folder = folder.map_err(|error| format!("the folder cannot be told: {error}"))?;
    std::env::set_current_dir(&folder)
        .map_err(|error| format!("cannot enter {}: {error}", folder.display()))?;
    Ok(folder)
}

fn run_cell(
    session: &mut Session,
    gathering: &Gathering,
    deadline: Option<&Deadline>,
    interrupts: &AtomicBool,
    position: usize,
    source: &str,
) -> Ending {
    gathering.begin(position);
    if let Some(deadline) = deadline {
        deadline.arm();
    }
    let reply = session.run_cell(source, false, true, &Map::new());
    let out_of_time = deadline.is_some_and(Deadline::disarm);
    let reply = match reply {
        Ok(reply) => reply,
        // The exception has come where the session itself works.
        Err(_) if out_of_time => json!({"status": "error"}),
        Err(message) => return Ending::Failed(message),
    };
    if let Some(count) = reply.get("execution_count") {
        gathering.set_count(position, count);
    }
    if out_of_time {
        session.forget_interrupt();
        interrupts.store(false, Ordering::Relaxed);
        gathering.say_out_of_time(deadline.map(|deadline| deadline.timeout()).unwrap_or_default());
        return Ending::OutOfTime;
    }
    if asks_to_end(&reply) {
        return Ending::Left;
    }
    if reply.get("status").and_then(Json::as_str) == Some("ok") {
        return Ending::Good;
    }
    let text = |name: &str| reply.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    match text("ename").as_str() {
        // A cell may raise it by itself.
        "KeyboardInterrupt" if interrupts.load(Ordering::Relaxed) => Ending::Interrupted,
        name if text("evalue").is_empty() => Ending::Failed(name.to_owned()),
        name => Ending::Failed(format!("{name}: {}", text("evalue"))),
    }
}

/// The language of the cells, as a notebook's metadata and a kernel say it.
pub(crate) fn language() -> Json {
    json!({
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.14.0",
    })
}
