//! Judges a run of a program against its expected output.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::corpus::{Output, Program};
use crate::process::Limits;

/// The status the interpreter ends with when the heap verifier finds something wrong at exit.
const VERIFIER_STATUS: i32 = 99;

/// Lines of a difference that are shown before the rest is left out.
const DIFFERENCE_LINES_MAX: usize = 60;

/// Whether a program did what it should.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It did.
    Passed,
    /// It did not: one line that says how, and the whole story.
    Failed {
        /// One line: the last line of standard error, or what differs.
        summary: String,
        /// The difference and standard error.
        report: String,
    },
}

impl Outcome {
    fn failed(summary: impl Into<String>, report: impl Into<String>) -> Outcome {
        Outcome::Failed { summary: summary.into(), report: report.into() }
    }
}

/// Runs `program` under `interpreter` with `variables` set, and compares.
pub fn judge(
    program: &Program,
    interpreter: &Path,
    limits: Limits,
    variables: &[(&str, &str)],
) -> Outcome {
    let expected = match std::fs::read(program.expected_path()) {
        Ok(bytes) => Output(bytes),
        Err(_) => {
            let sentence = "no recorded output: run `cargo xtask record`";
            return Outcome::failed(sentence, sentence);
        }
    };
    let finished = match program.run(interpreter, limits, variables) {
        Ok(finished) => finished,
        Err(error) => {
            let sentence = format!("cannot start {}: {error}", interpreter.display());
            return Outcome::failed(sentence.clone(), sentence);
        }
    };
    let got = Output::of(&finished, &program.request);
    if got == expected {
        return Outcome::Passed;
    }
    let stderr = String::from_utf8_lossy(&finished.stderr);
    let last = stderr.lines().map(str::trim_end).rfind(|line| !line.is_empty());
    let abnormal = finished.timed_out || finished.crashed();
    let summary = if finished.status.code() == Some(VERIFIER_STATUS) {
        format!("heap verifier: {}", last.unwrap_or("says nothing"))
    } else if abnormal {
        format!("{}: {}", finished.ending(), panic_line(&stderr).or(last).unwrap_or(""))
    } else if program.request.stderr || finished.status.success() {
        format!("output differs: {}", first_difference(&expected.text(), &got.text()))
    } else {
        last.unwrap_or("output differs").to_owned()
    };
    let mut report = difference(&expected.text(), &got.text());
    if !program.request.stderr && !stderr.is_empty() {
        report += "standard error:\n";
        for line in stderr.lines().take(DIFFERENCE_LINES_MAX) {
            report += &format!("  {line}\n");
        }
    }
    Outcome::failed(summary, report)
}

fn panic_line(stderr: &str) -> Option<&str> {
    let mut lines = stderr.lines().skip_while(|line| !line.contains("panicked at"));
    lines.next()?;
    lines.next()
}

fn first_difference(expected: &str, got: &str) -> String {
    let mut expected = expected.lines();
    let mut got = got.lines();
    loop {
        match (expected.next(), got.next()) {
            (Some(left), Some(right)) if left == right => {}
            (left, right) => {
                let shown = |line: Option<&str>| match line {
                    Some(line) => format!("`{}`", line.chars().take(70).collect::<String>()),
                    None => "nothing".to_owned(),
                };
                return format!("{} for {}", shown(right), shown(left));
            }
        }
    }
}

/// The lines that differ, `-` expected and `+` got, with a little around them.
fn difference(expected: &str, got: &str) -> String {
    let compared = TextDiff::from_lines(expected, got);
    let mut report = String::from("- expected, + got\n");
    let mut shown = 0;
    for (index, group) in compared.grouped_ops(2).iter().enumerate() {
        if index > 0 {
            report += "  ...\n";
        }
        for change in group.iter().flat_map(|operation| compared.iter_changes(operation)) {
            shown += 1;
            if shown > DIFFERENCE_LINES_MAX {
                report += "  (more left out)\n";
                return report;
            }
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let line = change.to_string();
            report += &format!("{sign} {}\n", line.trim_end_matches('\n'));
        }
    }
    report
}
