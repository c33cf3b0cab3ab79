//! Runs a child process to its end under a time limit, a memory limit and an output limit.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use wait4::Wait4;

/// More output than this is read and thrown away, so that an endless print loop fills no memory.
const OUTPUT_BYTES_MAX: usize = 16 << 20;

/// The limits a child runs under.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Wall-clock time; the whole process group is killed when it has passed.
    pub time: Duration,
    /// Address space in bytes (`RLIMIT_AS`), if bounded.
    pub memory: Option<u64>,
}

/// What is left of a child that has ended.
#[derive(Debug)]
pub struct Finished {
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub status: ExitStatus,
    /// Whether it was killed for passing the time limit.
    pub timed_out: bool,
    /// Wall-clock time from start to end.
    pub time: Duration,
    /// The largest resident size it reached, in bytes.
    pub bytes_peak: u64,
}

impl Finished {
    /// How it ended, for people: `exit 1`, `signal 11`, `timeout`.
    pub fn ending(&self) -> String {
        if self.timed_out {
            return "timeout".to_owned();
        }
        match (self.status.code(), self.status.signal()) {
            (Some(code), _) => format!("exit {code}"),
            (None, Some(signal)) => format!("signal {signal}"),
            (None, None) => "unknown end".to_owned(),
        }
    }

    /// Whether it died in a way no Python program should bring about: a signal or Rust's panic code.
    pub fn crashed(&self) -> bool {
        !self.timed_out && (self.status.signal().is_some() || self.status.code() == Some(101))
    }
}

/// A command that runs `program`, through a shell that sets `RLIMIT_AS` first when asked to.
pub fn command(program: &Path, limits: Limits) -> Command {
    match limits.memory {
        None => Command::new(program),
        Some(bytes) => {
            let mut command = Command::new("sh");
            command.args(["-c", r#"ulimit -v "$1"; shift; exec "$@""#, "sh"]);
            command.arg((bytes / 1024).to_string());
            command.arg(program);
            command
        }
    }
}

/// Takes away every `PYTHON*` variable and sets those that make output the same everywhere.
///
/// `seed` is the value of `PYTHONHASHSEED`.
pub fn steady_environment(command: &mut Command, seed: &str) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    let settings = [
        ("PYTHONHASHSEED", seed),
        ("PYTHONUTF8", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHON_COLORS", "0"),
        ("NO_COLOR", "1"),
        ("COLUMNS", "80"),
        ("TZ", "UTC"),
        ("LC_ALL", "C.UTF-8"),
    ];
    command.envs(settings.map(|(name, value)| (OsString::from(name), OsString::from(value))));
    command.env_remove("FORCE_COLOR");
}

/// Runs `command` to its end, giving it `stdin`.
///
/// # Errors
/// When the process cannot be started.
pub fn run(mut command: Command, stdin: &[u8], limits: Limits) -> io::Result<Finished> {
    command.process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let group = Pid::from_child(&child);
    let readers = (reader(child.stdout.take()), reader(child.stderr.take()));
    feed(&mut child, stdin.to_vec());

    let (ended, watched) = mpsc::channel::<()>();
    let watchdog = thread::spawn(move || {
        let late =
            matches!(watched.recv_timeout(limits.time), Err(mpsc::RecvTimeoutError::Timeout));
        if late {
            let _ = kill_process_group(group, Signal::KILL);
        }
        late
    });
    let used = child.wait4()?;
    let time = start.elapsed();
    drop(ended);
    let timed_out = watchdog.join().unwrap_or(false);
    // Grandchildren that are left would keep the pipes open.
    let _ = kill_process_group(group, Signal::KILL);
    Ok(Finished {
        stdout: readers.0.join().unwrap_or_default(),
        stderr: readers.1.join().unwrap_or_default(),
        status: used.status,
        timed_out,
        time,
        bytes_peak: used.rusage.maxrss,
    })
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = (&mut pipe).take(OUTPUT_BYTES_MAX as u64).read_to_end(&mut kept);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        kept
    })
}

fn feed(child: &mut Child, bytes: Vec<u8>) {
    if let Some(mut pipe) = child.stdin.take() {
        // A child that does not read its input closes the pipe; that is its own affair.
        thread::spawn(move || {
            let _ = pipe.write_all(&bytes);
        });
    }
}

/// Does `work` on each item with `workers` threads and hands results to `done` in finishing order.
pub fn in_parallel<T, R>(
    items: Vec<T>,
    workers: usize,
    work: impl Fn(&T) -> R + Sync,
    mut done: impl FnMut(T, R),
) where
    T: Send,
    R: Send,
{
    let queue = std::sync::Mutex::new(items.into_iter());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers.max(1) {
            let (sender, queue, work) = (sender.clone(), &queue, &work);
            scope.spawn(move || {
                loop {
                    let next = queue.lock().map(|mut items| items.next());
                    let Ok(Some(item)) = next else { break };
                    let result = work(&item);
                    if sender.send((item, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (item, result) in receiver {
            done(item, result);
        }
    });
}
