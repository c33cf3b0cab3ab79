//! Runs one program under several Pythons in turns, and keeps the shortest times.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::programs::Program;
use crate::process::{self, Finished, Limits};
use crate::workspace;

/// Seconds.
pub type Measured = f64;

/// What one Python needed for a program.
#[derive(Clone, Debug, Default)]
pub struct Measurements {
    /// The shortest time of each thing the program times, by the name it prints.
    pub seconds: BTreeMap<String, Measured>,
    /// The largest resident size of any of the runs.
    pub bytes_peak: u64,
}

/// The longest that one run may take.
const LIMITS: Limits = Limits { time: Duration::from_secs(300), memory: None };

/// How often a program repeats its loops in one run.
const VALUES: &str = "3";

/// Runs `program` `rounds` times under each of `pythons`, one after the other, so that a machine
/// that slows down does so for all. A Python that fails is not asked again.
///
/// # Errors
/// When a Python cannot be started.
pub fn in_turns(
    program: &Program,
    folder: &Path,
    pythons: &[PathBuf],
    rounds: usize,
) -> io::Result<Vec<Result<Measurements, String>>> {
    let mut all: Vec<Result<Measurements, String>> =
        pythons.iter().map(|_| Ok(Measurements::default())).collect();
    let rounds = if program.is_startup() { program.loops as usize } else { rounds };
    for _ in 0..rounds {
        for (python, kept) in pythons.iter().zip(&mut all) {
            let Ok(measurements) = kept else { continue };
            let finished = process::run(command(program, folder, python), b"", LIMITS)?;
            if !finished.status.success() {
                *kept = Err(reason(&finished));
                continue;
            }
            measurements.bytes_peak = measurements.bytes_peak.max(finished.bytes_peak);
            for (name, seconds) in times(program, &finished) {
                let best = measurements.seconds.entry(name).or_insert(seconds);
                *best = best.min(seconds);
            }
        }
    }
    Ok(all)
}

fn command(program: &Program, folder: &Path, python: &Path) -> Command {
    let mut command = process::command(python, LIMITS);
    process::steady_environment(&mut command, "0");
    if program.is_startup() {
        command.args(["-c", "pass"]);
        return command;
    }
    let own = folder.join(format!("bm_{}", program.name));
    command.arg(own.join("run_benchmark.py")).current_dir(&own);
    command.env("PYTHONPATH", workspace::root().join("crates/xtask/pyperf"));
    command.env("PELLUCID_BENCH_LOOPS", program.loops.to_string());
    command.env("PELLUCID_BENCH_VALUES", VALUES);
    command
}

fn times(program: &Program, finished: &Finished) -> Vec<(String, Measured)> {
    if program.is_startup() {
        return vec![(program.name.to_owned(), finished.time.as_secs_f64())];
    }
    let text = String::from_utf8_lossy(&finished.stdout);
    let lines = text.lines().filter_map(|line| line.strip_prefix("bench: "));
    let pairs = lines.filter_map(|line| {
        let (name, seconds) = line.rsplit_once(' ')?;
        Some((name.to_owned(), seconds.parse().ok()?))
    });
    pairs.collect()
}

fn reason(finished: &Finished) -> String {
    let stderr = String::from_utf8_lossy(&finished.stderr);
    let last = stderr.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("");
    format!("{}: {last}", finished.ending())
}
