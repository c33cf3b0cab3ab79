//! `cargo xtask tidy`: the house rules that no compiler checks.

mod dependencies;
mod rust_source;
mod tests_have_output;
mod text;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process;

use crate::{Failure, commands, workspace};

/// The command.
pub const COMMAND: commands::Command =
    commands::Command { name: "tidy", summary: "check the house rules", run };

const HELP: &str = "\
usage: cargo xtask tidy [--forbid FILE]

Checks every file that git knows or would take:
  - each .rs file opens with a `//!` line; one of more than 600 lines (about 500, as the rule goes) says why in its head with
    a line `//! Long: REASON`
  - `unsafe` stands only in crates/heap and crates/runtime/src/{object,vm}, each with `// SAFETY:`
  - no `unwrap()`, `todo!`, `unimplemented!` or `dbg!` outside of tests
  - no file or folder is named utils, common, helpers or misc
  - no blanks at line ends, a line end at the end, no home folder of somebody's machine
  - crates depend on each other in one direction only
  - each program of tests/python has its recorded output, and each output its program
With --forbid, no file contains a word that FILE lists (one a line).
";

/// A broken rule.
pub struct Finding {
    /// The file, from the repository's root.
    pub path: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub sentence: String,
}

impl Finding {
    fn new(path: &Path, line: usize, sentence: impl Into<String>) -> Finding {
        Finding { path: path.to_path_buf(), line, sentence: sentence.into() }
    }
}

fn run(arguments: Vec<OsString>) -> Result<bool, Failure> {
    let mut forbidden = Vec::new();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("forbid") => {
                let list = std::fs::read_to_string(parser.value()?)?;
                let words = list.lines().map(str::trim).filter(|word| !word.is_empty());
                forbidden.extend(words.map(str::to_owned));
            }
            lexopt::Arg::Long("help") => {
                print!("{HELP}");
                return Ok(true);
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    let files = files()?;
    let mut findings = Vec::new();
    for path in &files {
        text::check_name(path, &mut findings);
        let bytes = std::fs::read(workspace::root().join(path))?;
        // What is not text (recorded output of a program that writes bytes) has no lines to check.
        let Ok(content) = std::str::from_utf8(&bytes) else { continue };
        text::check(path, content, &forbidden, &mut findings);
        if path.extension().is_some_and(|suffix| suffix == "rs") {
            rust_source::check(path, content, &mut findings);
        }
    }
    dependencies::check(&files, &mut findings)?;
    tests_have_output::check(&files, &mut findings);
    findings.sort_by(|left, right| (&left.path, left.line).cmp(&(&right.path, right.line)));
    for finding in &findings {
        println!("{}:{}: {}", finding.path.display(), finding.line, finding.sentence);
    }
    println!("tidy: {} files, {} findings", files.len(), findings.len());
    Ok(findings.is_empty())
}

/// The files that git tracks, or would if they were added, from the repository's root.
fn files() -> Result<Vec<PathBuf>, Failure> {
    let output = process::Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(workspace::root())
        .output()?;
    if !output.status.success() {
        return Err("git cannot list the files".into());
    }
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    let paths = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    Ok(paths.filter(|path| workspace::root().join(path).is_file()).collect())
}
