//! `tests/python/expected_failures.txt`: the programs known not to pass yet, each with a reason.
//!
//! A line is a program's name, a blank, and the reason; `#` opens a comment. A listed program
//! that passes is an error, so that the list stays true.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::corpus::Program;

const HEAD: &str = "\
# Programs of the corpus that do not pass yet: name, blank, reason.
# `cargo xtask golden --update` rewrites this list; it is an error if one of these passes.
";

/// The list: name to reason.
#[derive(Clone, Debug, Default)]
pub struct ExpectedFailures(pub BTreeMap<String, String>);

impl ExpectedFailures {
    /// Where the list is kept.
    pub fn path() -> PathBuf {
        Program::folder().join("expected_failures.txt")
    }

    /// Reads the list; a missing file is an empty list.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn load() -> io::Result<ExpectedFailures> {
        let text = match std::fs::read_to_string(Self::path()) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let lines =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pairs = lines.map(|line| match line.split_once(' ') {
            Some((name, reason)) => (name.to_owned(), reason.trim().to_owned()),
            None => (line.to_owned(), String::new()),
        });
        Ok(ExpectedFailures(pairs.collect()))
    }

    /// Writes the list.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let mut text = HEAD.to_owned();
        for (name, reason) in &self.0 {
            text += format!("{name} {reason}").trim_end();
            text.push('\n');
        }
        std::fs::write(Self::path(), text)
    }
}
