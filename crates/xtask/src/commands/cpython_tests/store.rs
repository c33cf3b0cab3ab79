//! The figures of a run as a text file: one line a file, numbers aligned for people.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::results::{Counts, FileResult};
use crate::table::{Table, Tone};
use crate::workspace;

/// Figures by file name.
pub type Figures = BTreeMap<String, Counts>;

/// Where the figures of CPython itself are kept.
pub fn baseline_path() -> PathBuf {
    workspace::root().join("tests/cpython/baseline.txt")
}

/// Reads figures; a missing file has none.
///
/// # Errors
/// When the file is there but cannot be read.
pub fn load(path: &Path) -> io::Result<Figures> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut figures = Figures::new();
    for line in text.lines().skip(1) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        let _run: usize = number();
        let counts =
            Counts { passed: number(), failed: number(), errors: number(), skipped: number() };
        figures.insert(name.to_owned(), counts);
    }
    Ok(figures)
}

/// Writes the figures of a run, with how each file ended.
///
/// # Errors
/// When the file cannot be written.
pub fn save(path: &Path, results: &[FileResult]) -> io::Result<()> {
    let rows =
        results.iter().map(|result| (result.name.as_str(), result.counts, result.end.as_str()));
    std::fs::write(path, render(rows))
}

/// Writes the figures of a run into a file that keeps those of other files.
///
/// # Errors
/// When the file cannot be read or written.
pub fn merge(path: &Path, results: &[FileResult]) -> io::Result<()> {
    let mut figures = load(path)?;
    figures.extend(results.iter().map(|result| (result.name.clone(), result.counts)));
    std::fs::write(path, render(figures.iter().map(|(name, counts)| (name.as_str(), *counts, ""))))
}

fn render<'a>(rows: impl Iterator<Item = (&'a str, Counts, &'a str)>) -> String {
    let mut table = Table::new(&["file", "run", "passed", "failed", "errors", "skipped"]);
    let mut ends = vec![String::new()];
    for (name, counts, end) in rows {
        let numbers = [counts.run(), counts.passed, counts.failed, counts.errors, counts.skipped];
        let mut cells = vec![(name.to_owned(), Tone::Plain)];
        cells.extend(numbers.map(|number| (number.to_string(), Tone::Plain)));
        table.row(cells);
        ends.push(end.to_owned());
    }
    let text = table.render(false);
    let lines = text.lines().zip(&ends).map(|(line, end)| format!("{line}  {end}"));
    lines.map(|line| line.trim_end().to_owned() + "\n").collect()
}
