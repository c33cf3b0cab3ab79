//! `cargo xtask record`: writes the expected outputs of the golden programs, from a real CPython.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread;

use lexopt::prelude::*;

use crate::corpus::{self, Output, Program};
use crate::interpreters::{self, Interpreter};
use crate::process::{Finished, Limits, in_parallel};
use crate::{Failure, commands};

/// The command.
pub const COMMAND: commands::Command = commands::Command {
    name: "record",
    summary: "record the golden outputs from a real CPython",
    run,
};

const HELP: &str = "\
usage: cargo xtask record [--check] [--missing] [--interpreter PATH] [NAME...]

Runs the programs of tests/python whose name contains a NAME (all without one) twice under a real
CPython (3.14, or else 3.13, from pyenv or PATH) and writes what they print to the .out file beside
them. Two runs that differ are an error: a golden program has to be deterministic.
  --check      write nothing; say which outputs would change
  --missing    only programs that have no output yet
Programs with `# minimum: 3.14` need a 3.14: one that is installed, or one that the environment
variable PELLUCID_RECORD_314 names: a command that takes the same arguments (for example a script
that runs Pyodide under node). Without one their outputs are kept as they are.
";

#[derive(Default)]
struct Options {
    names: Vec<String>,
    check: bool,
    missing: bool,
    interpreter: Option<PathBuf>,
}

fn parse(arguments: Vec<OsString>) -> Result<Option<Options>, Failure> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("check") => options.check = true,
            Long("missing") => options.missing = true,
            Long("interpreter") => options.interpreter = Some(parser.value()?.into()),
            Long("help") => return Ok(None),
            Value(name) => options.names.push(name.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(options))
}

/// The CPythons to record from.
struct Oracles {
    usual: Interpreter,
    newest: Option<Interpreter>,
}

impl Oracles {
    fn find(chosen: Option<&Path>) -> Result<Oracles, Failure> {
        let usual = match chosen {
            Some(path) => Interpreter::ask(path),
            None => interpreters::find_for_recording(),
        };
        let usual = usual.ok_or("no CPython 3.14 or 3.13 found: install one with pyenv")?;
        let runner = std::env::var_os("PELLUCID_RECORD_314").map(PathBuf::from);
        let newest = runner.map(|path| Interpreter { path, version: (3, 14) });
        Ok(Oracles { usual, newest })
    }

    fn for_program(&self, program: &Program) -> Option<&Interpreter> {
        let minimum = program.request.minimum.unwrap_or((3, 0));
        let candidates = [Some(&self.usual), self.newest.as_ref()];
        candidates.into_iter().flatten().find(|python| python.version >= minimum)
    }
}

enum Recording {
    Same,
    Changed(Output),
    Kept,
    Refused(String),
}

fn run(arguments: Vec<OsString>) -> Result<bool, Failure> {
    let Some(options) = parse(arguments)? else {
        print!("{HELP}");
        return Ok(true);
    };
    let oracles = Oracles::find(options.interpreter.as_deref())?;
    let (major, minor) = oracles.usual.version;
    println!("recording from CPython {major}.{minor}");
    let mut programs = corpus::programs(&options.names)?;
    if options.missing {
        programs.retain(|program| !program.expected_path().exists());
    }
    let (total, mut changed, mut kept, mut refused) = (programs.len(), 0, 0, 0);
    let mut trouble: Option<std::io::Error> = None;
    let workers = thread::available_parallelism().map_or(2, |count| count.get());
    in_parallel(
        programs,
        workers,
        |program| record(program, &oracles),
        |program, recording| match recording {
            Recording::Same => {}
            Recording::Changed(output) => {
                changed += 1;
                println!(
                    "{}: {}",
                    program.name,
                    if options.check { "differs" } else { "recorded" }
                );
                if !options.check
                    && let Err(error) = std::fs::write(program.expected_path(), output.0)
                {
                    trouble = Some(error);
                }
            }
            Recording::Kept => {
                kept += 1;
                println!("{}: kept, needs a newer CPython", program.name);
            }
            Recording::Refused(reason) => {
                refused += 1;
                println!("{}: {reason}", program.name);
            }
        },
    );
    if let Some(error) = trouble {
        return Err(error.into());
    }
    println!("{total} programs: {changed} changed, {kept} kept, {refused} refused");
    Ok(refused == 0 && !(options.check && changed > 0))
}

fn record(program: &Program, oracles: &Oracles) -> Recording {
    let Some(python) = oracles.for_program(program) else { return Recording::Kept };
    // Not every CPython lives in little address space: one in WebAssembly reserves a lot of it.
    let limits = Limits { memory: None, ..corpus::limits() };
    let once = || -> Result<(Finished, Output), String> {
        let finished = program
            .run(&python.path, limits, &[])
            .map_err(|error| format!("cannot start {}: {error}", python.path.display()))?;
        let output = Output::of(&finished, &program.request);
        Ok((finished, output))
    };
    let ((finished, first), second) = match (once(), once()) {
        (Ok(first), Ok((_, second))) => (first, second),
        (Err(reason), _) | (_, Err(reason)) => return Recording::Refused(reason),
    };
    if finished.timed_out || finished.crashed() {
        return Recording::Refused(finished.ending());
    }
    if first != second {
        return Recording::Refused("two runs differ".to_owned());
    }
    let stderr = String::from_utf8_lossy(&finished.stderr);
    if !program.request.stderr && !stderr.is_empty() {
        // An uncaught exception or a warning that nobody asked for is a mistake in the program.
        let lines = stderr.lines().take(12).map(|line| line.chars().take(200).collect::<String>());
        let shown = lines.collect::<Vec<_>>().join("\n    ");
        return Recording::Refused(format!("writes to standard error:\n    {shown}"));
    }
    match std::fs::read(program.expected_path()) {
        Ok(bytes) if bytes == first.0 => Recording::Same,
        _ => Recording::Changed(first),
    }
}
