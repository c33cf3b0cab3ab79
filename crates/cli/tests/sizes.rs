//! `sys.getsizeof` tells what real interpreters have told, for each of the versions of `--sizes-of`.
//!
//! `tests/sizes/pairs.py` prints sizes of very many objects; what CPython prints stands beside it, a file a version.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use pellucid::SizesOf;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sizes")
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = SizesOf::ALL.iter().map(|&version| {
        Trial::test(format!("sizes of {version}"), move || check(version).map_err(Failed::from))
    });
    let held = Trial::test("held is no more than told", || held().map_err(Failed::from));
    let trials = trials.chain([held]);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// Runs the program that compares what objects hold with what their sizes are told to be.
fn held() -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_pellucid"))
        .arg(folder().join("held.py"))
        .output()
        .map_err(|error| error.to_string())?;
    let text = [output.stdout, output.stderr].concat();
    if text.is_empty() { Ok(()) } else { Err(String::from_utf8_lossy(&text).into_owned()) }
}

/// The lines of an output by name.
fn lines(text: &str) -> HashMap<&str, &str> {
    text.lines().filter_map(|line| line.split_once(':')).collect()
}

/// Whether `name` is `pattern`, in which `*` stands for any letters.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => {
            let Some(name) = name.strip_prefix(start) else { return false };
            rest.is_empty() || (0..=name.len()).any(|at| fits(rest, &name[at..]))
        }
    }
}

fn check(version: SizesOf) -> Result<(), String> {
    let read = |name: &str| std::fs::read_to_string(folder().join(name)).map_err(|e| e.to_string());
    let (recorded, differences) = (read(&format!("{version}.txt"))?, read("differences.txt")?);
    let version = version.to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_pellucid"))
        .args(["--sizes-of", &version])
        .arg(folder().join("pairs.py"))
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let (told, recorded) = (lines(&told), lines(&recorded));
    let known = |name: &str| {
        differences.lines().any(|line| {
            let mut words = line.split_whitespace();
            let (of, pattern) = (words.next().unwrap_or("#"), words.next().unwrap_or_default());
            (of == "*" || of == version) && fits(pattern, name)
        })
    };
    let mut wrong: Vec<String> = recorded
        .iter()
        .filter(|(name, sizes)| told.get(*name) != Some(sizes) && !known(name))
        .map(|(name, sizes)| {
            let told = told.get(name).unwrap_or(&" nothing");
            format!("{name}\n  recorded:{sizes}\n  told:    {told}")
        })
        .collect();
    wrong.sort();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}
