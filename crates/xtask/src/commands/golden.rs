//! `cargo xtask golden`: runs the corpus under any interpreter, and keeps the list of expected failures.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process;
use std::thread;

use lexopt::prelude::*;

use crate::corpus::{self, ExpectedFailures, Outcome};
use crate::process::in_parallel;
use crate::{Failure, commands, workspace};

/// The command.
pub const COMMAND: commands::Command = commands::Command {
    name: "golden",
    summary: "run the golden programs, rewrite the list of expected failures",
    run,
};

const HELP: &str = "\
usage: cargo xtask golden [--update] [--quiet] [--release] [--interpreter PATH] [NAME...]

Runs the programs of tests/python whose name contains a NAME (all without one) and compares what
they write with what is recorded. Builds pellucid first unless --interpreter names another.
  --update   rewrite tests/python/expected_failures.txt for the programs that ran
  --quiet    one line a failure instead of the difference
  --release  the release build
";

struct Options {
    names: Vec<String>,
    update: bool,
    quiet: bool,
    profile: &'static str,
    interpreter: Option<PathBuf>,
}

fn parse(arguments: Vec<OsString>) -> Result<Option<Options>, Failure> {
    let mut options = Options {
        names: Vec::new(),
        update: false,
        quiet: false,
        profile: "debug",
        interpreter: None,
    };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("update") => options.update = true,
            Long("quiet") | Short('q') => options.quiet = true,
            Long("release") => options.profile = "release",
            Long("interpreter") => options.interpreter = Some(parser.value()?.into()),
            Long("help") => return Ok(None),
            Value(name) => options.names.push(name.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(options))
}

fn run(arguments: Vec<OsString>) -> Result<bool, Failure> {
    let Some(options) = parse(arguments)? else {
        print!("{HELP}");
        return Ok(true);
    };
    let interpreter = match &options.interpreter {
        Some(path) => path.clone(),
        None => build(options.profile)?,
    };
    let mut list = ExpectedFailures::load()?;
    let programs = corpus::programs(&options.names)?;
    let (total, mut passed, mut wrong) = (programs.len(), 0, 0);
    let variables = [("PELLUCID_VERIFY", "1")];
    let mut limits = corpus::limits();
    if options.interpreter.is_some() {
        // The bound is for pellucid; others may need more address space than memory.
        limits.memory = None;
    }
    let workers = thread::available_parallelism().map_or(2, |count| count.get());
    in_parallel(
        programs,
        workers,
        |program| corpus::judge(program, &interpreter, limits, &variables),
        |program, outcome| {
            let listed = list.0.contains_key(&program.name);
            match outcome {
                Outcome::Passed => {
                    passed += 1;
                    if listed && options.update {
                        list.0.remove(&program.name);
                    } else if listed {
                        wrong += 1;
                        println!("{}: passes, take it off the list", program.name);
                    }
                }
                Outcome::Failed { summary, .. } if options.update => {
                    list.0.insert(program.name, summary);
                }
                Outcome::Failed { .. } if listed => {}
                Outcome::Failed { summary, report } => {
                    wrong += 1;
                    println!("{}: {summary}", program.name);
                    if !options.quiet {
                        println!("{report}");
                    }
                }
            }
        },
    );
    if options.update {
        list.save()?;
    }
    println!("{passed} of {total} programs pass; {} are expected to fail", list.0.len());
    Ok(wrong == 0)
}

/// Builds the command and says where it lies.
///
/// # Errors
/// When it does not build.
pub fn build(profile: &str) -> Result<PathBuf, Failure> {
    let mut cargo = process::Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--quiet", "--package", "pellucid-cli"]).current_dir(workspace::root());
    if profile == "release" {
        cargo.arg("--release");
    }
    if !cargo.status()?.success() {
        return Err("pellucid does not build".into());
    }
    Ok(workspace::pellucid(profile))
}
