//! The command line as CPython's: options, where the program comes from, exit codes, bad input.
//!
//! Each case runs in a fresh folder with the files it names. `PELLUCID_COMMAND=PATH` runs the cases
//! under another Python, to see that they tell the truth. A case that does not pass yet stands in
//! `tests/python/expected_failures.txt` as `command/NAME`.

#[path = "command/cases.rs"]
mod cases;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use cases::{CASES, Case};
use libtest_mimic::{Arguments, Failed, Trial};
use xtask::corpus::ExpectedFailures;
use xtask::process::{self, Finished, Limits};

const LIMITS: Limits = Limits { time: Duration::from_secs(30), memory: Some(8 << 30) };

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let list = match ExpectedFailures::load() {
        Ok(list) => list,
        Err(error) => {
            eprintln!("command: cannot read the list of expected failures: {error}");
            return ExitCode::FAILURE;
        }
    };
    let trials = CASES.iter().map(|case| {
        let expected = list.0.get(&format!("command/{}", case.name)).cloned();
        Trial::test(case.name, move || match (check(case), expected) {
            (Ok(()), None) | (Err(_), Some(_)) => Ok(()),
            (Ok(()), Some(reason)) => Err(Failed::from(format!(
                "passes: take it off tests/python/expected_failures.txt (there as: {reason})"
            ))),
            (Err(report), None) => Err(Failed::from(report)),
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn program() -> PathBuf {
    let other = std::env::var_os("PELLUCID_COMMAND");
    PathBuf::from(other.unwrap_or_else(|| OsString::from(env!("CARGO_BIN_EXE_pellucid"))))
}

fn check(case: &Case) -> Result<(), String> {
    let name = format!("pellucid-command-{}-{}", std::process::id(), case.name);
    let folder = std::env::temp_dir().join(name);
    let finished = prepare(case, &folder).and_then(|()| run(case, &folder));
    let _ = std::fs::remove_dir_all(&folder);
    let finished = finished.map_err(|error| format!("cannot run: {error}"))?;
    let stdout = String::from_utf8_lossy(&finished.stdout);
    let stderr = String::from_utf8_lossy(&finished.stderr);
    let mut wrong = Vec::new();
    if finished.ending() != case.ending {
        wrong.push(format!("ended with {}, not {}", finished.ending(), case.ending));
    }
    if stdout != case.stdout {
        wrong.push(format!("wrote {stdout:?}, not {:?}", case.stdout));
    }
    for part in case.stderr {
        if !stderr.contains(part) {
            wrong.push(format!("{part:?} is not in standard error"));
        }
    }
    if case.stderr.is_empty() && !stderr.is_empty() || stderr.contains("panicked at") {
        wrong.push("standard error says what it should not".to_owned());
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nstandard error:\n{stderr}", wrong.join("\n")))
}

fn prepare(case: &Case, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, content) in case.files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, content)?;
    }
    Ok(())
}

fn run(case: &Case, folder: &Path) -> std::io::Result<Finished> {
    // A case in the shell's words finds the program as `$PY`.
    let mut command = match case.shell {
        Some(_) => Command::new("sh"),
        None => process::command(&program(), LIMITS),
    };
    if let Some(line) = case.shell {
        command.args(["-c", line]);
    }
    command.args(case.arguments).current_dir(folder);
    process::steady_environment(&mut command, "0");
    command.env("PY", program()).env("PELLUCID_VERIFY", "1");
    command.envs(case.variables.iter().copied());
    process::run(command, case.stdin.as_bytes(), LIMITS)
}
