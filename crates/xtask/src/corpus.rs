//! The golden corpus: `tests/python/**/*.py`, each with the output a real CPython gave.
//!
//! A program's first comment lines may ask for things, one a line:
//!
//! ```text
//! # args: one two      command-line arguments, split at blanks
//! # stdin: text        what it reads; `\n` stands for a line end
//! # stderr: yes        standard error is recorded and compared too
//! # seed: random       PYTHONHASHSEED (0 unless said)
//! # minimum: 3.14      only this version or a later one gives the right output
//! ```

mod expected_failures;
mod outcome;
mod output;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub use expected_failures::ExpectedFailures;
pub use outcome::{Outcome, judge};
pub use output::Output;

use crate::process::{self, Finished, Limits};
use crate::workspace;

/// What a program's head asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Command-line arguments after the file name.
    pub arguments: Vec<String>,
    /// Bytes on standard input.
    pub stdin: Vec<u8>,
    /// Whether standard error counts.
    pub stderr: bool,
    /// The value of PYTHONHASHSEED.
    pub seed: String,
    /// The first CPython that gives this output.
    pub minimum: Option<(u32, u32)>,
}

impl Request {
    /// Reads the comment lines at the head of a program.
    pub fn parse(source: &str) -> Request {
        let mut request = Request {
            arguments: Vec::new(),
            stdin: Vec::new(),
            stderr: false,
            seed: "0".to_owned(),
            minimum: None,
        };
        for line in source.lines().map_while(|line| line.strip_prefix('#')) {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim() {
                "args" => request.arguments = value.split(' ').map(str::to_owned).collect(),
                "stdin" => request.stdin = value.replace("\\n", "\n").into_bytes(),
                "stderr" => request.stderr = value == "yes",
                "seed" => request.seed = value.to_owned(),
                "minimum" => request.minimum = version(value),
                _ => {}
            }
        }
        request
    }
}

fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// One program of the corpus.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its path below `tests/python` without the suffix: `basics/arithmetic`.
    pub name: String,
    /// What its head asks for.
    pub request: Request,
}

impl Program {
    /// The folder of the corpus.
    pub fn folder() -> PathBuf {
        workspace::root().join("tests/python")
    }

    /// Its source file, below the folder of the corpus.
    pub fn source(&self) -> String {
        format!("{}.py", self.name)
    }

    /// The file of its expected output.
    pub fn expected_path(&self) -> PathBuf {
        Program::folder().join(format!("{}.out", self.name))
    }

    /// Runs it under `interpreter`, from the folder of the corpus, so that tracebacks show
    /// the same path everywhere.
    ///
    /// # Errors
    /// When the interpreter cannot be started.
    pub fn run(
        &self,
        interpreter: &Path,
        limits: Limits,
        variables: &[(&str, &str)],
    ) -> io::Result<Finished> {
        let mut command = process::command(interpreter, limits);
        command.arg(self.source()).args(&self.request.arguments);
        self.prepare(&mut command);
        command.envs(variables.iter().copied());
        process::run(command, &self.request.stdin, limits)
    }

    /// Sets the folder and the environment that every run of this program has.
    pub fn prepare(&self, command: &mut Command) {
        command.current_dir(Program::folder());
        process::steady_environment(command, &self.request.seed);
    }
}

/// The time and memory a program of the corpus may take; `PELLUCID_TEST_SECONDS` changes the time.
pub fn limits() -> Limits {
    let seconds = std::env::var("PELLUCID_TEST_SECONDS").ok().and_then(|text| text.parse().ok());
    Limits { time: Duration::from_secs(seconds.unwrap_or(30)), memory: Some(8 << 30) }
}

/// All programs of the corpus whose name contains one of `wanted` (all if none is given), sorted.
///
/// Files beneath a folder whose name starts with `_` are there for other programs to import.
///
/// # Errors
/// When a file or folder cannot be read.
pub fn programs(wanted: &[String]) -> io::Result<Vec<Program>> {
    let folder = Program::folder();
    let mut found = Vec::new();
    let mut waiting = vec![folder.clone()];
    while let Some(current) = waiting.pop() {
        for entry in std::fs::read_dir(&current)? {
            let path = entry?.path();
            let hidden =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('_'));
            if path.is_dir() && !hidden {
                waiting.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "py") && !hidden {
                let below = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
                let name = below.to_string_lossy().into_owned();
                if wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())) {
                    let source = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
                    found.push(Program { name, request: Request::parse(&source) });
                }
            }
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_read_up_to_the_first_other_line() {
        let request = Request::parse("# args: a b\n# stderr: yes\n# words\nx = 1\n# seed: 3\n");
        assert_eq!(request.arguments, ["a", "b"]);
        assert!(request.stderr);
        assert_eq!(request.seed, "0");
        assert_eq!(Request::parse("# minimum: 3.14\n").minimum, Some((3, 14)));
    }
}
