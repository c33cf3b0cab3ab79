//! `cargo xtask cpython-tests`: the untouched test files of an installed CPython, under pellucid.

mod known;
mod results;
mod store;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lexopt::prelude::*;

use self::known::KnownFailures;
use self::results::FileResult;
use super::golden;
use crate::process::{self, Limits, in_parallel};
use crate::table::{Table, Tone};
use crate::{Failure, commands, interpreters, workspace};

/// The command.
pub const COMMAND: commands::Command = commands::Command {
    name: "cpython-tests",
    summary: "run CPython's own test files, count what passes",
    run,
};

const HELP: &str = "\
usage: cargo xtask cpython-tests [OPTION...] [NAME...]

Runs the test files NAME (`test_dict`), or those of tests/cpython/files.txt, each in its own
process, and prints for each how many tests ran and passed. The test package is CPython 3.13's, as
pyenv or PATH has it; nothing else of that installation is used. The files that have a part in
tests/cpython/known_failures.txt are compared with it.
  --path DIR          a folder that holds the `test` package
  --interpreter PATH  run them under this Python instead of pellucid
  --baseline          run them under that CPython itself, and keep its figures in
                      tests/cpython/baseline.txt
  --debug             the debug build of pellucid instead of the release build
  --seconds N         time limit of a file (120)
  --megabytes N       address space of a file (4096)
  --jobs N            how many at a time (2)
  --save FILE         write the figures there
  --logs DIR          write each file's output and the fate of each of its tests there
";

struct Options {
    names: Vec<String>,
    package: Option<PathBuf>,
    interpreter: Option<PathBuf>,
    baseline: bool,
    profile: &'static str,
    seconds: u64,
    megabytes: u64,
    jobs: usize,
    save: Option<PathBuf>,
    logs: Option<PathBuf>,
}

fn parse(arguments: Vec<OsString>) -> Result<Option<Options>, Failure> {
    let mut options = Options {
        names: Vec::new(),
        package: None,
        interpreter: None,
        baseline: false,
        profile: "release",
        seconds: 120,
        megabytes: 4096,
        jobs: 2,
        save: None,
        logs: None,
    };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("path") => options.package = Some(parser.value()?.into()),
            Long("interpreter") => options.interpreter = Some(parser.value()?.into()),
            Long("baseline") => options.baseline = true,
            Long("debug") => options.profile = "debug",
            Long("seconds") => options.seconds = parser.value()?.parse()?,
            Long("megabytes") => options.megabytes = parser.value()?.parse()?,
            Long("jobs") => options.jobs = parser.value()?.parse()?,
            Long("save") => options.save = Some(parser.value()?.into()),
            Long("logs") => options.logs = Some(parser.value()?.into()),
            Long("help") => return Ok(None),
            Value(name) => options.names.push(name.string()?.trim_end_matches(".py").to_owned()),
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
    let cpython = interpreters::find((3, 13));
    let package = match (&options.package, &cpython) {
        (Some(folder), _) => folder.clone(),
        (None, Some(python)) => library(&python.path)?,
        (None, None) => {
            return Err("no CPython 3.13 found: install one with pyenv, or --path".into());
        }
    };
    if !package.join("test/__init__.py").is_file() {
        return Err(format!("{} holds no `test` package", package.display()).into());
    }
    let interpreter = match (&options.interpreter, options.baseline, cpython) {
        (Some(path), _, _) => path.clone(),
        (None, true, Some(python)) => python.path,
        (None, true, None) => return Err("--baseline needs a CPython 3.13".into()),
        (None, false, _) => golden::build(options.profile)?,
    };
    let names = if options.names.is_empty() { listed()? } else { options.names.clone() };
    let work = Work::prepare(&package, interpreter, &options)?;
    let mut results: Vec<FileResult> = Vec::new();
    let total = names.len();
    in_parallel(
        names,
        options.jobs,
        |name| work.run_file(name),
        |name, result| {
            let result =
                result.unwrap_or_else(|error| FileResult::not_run(&name, &error.to_string()));
            eprintln!("[{}/{total}] {}", results.len() + 1, result.sentence());
            results.push(result);
        },
    );
    results.sort_by(|left, right| left.name.cmp(&right.name));
    let baseline = store::load(&store::baseline_path())?;
    print_table(&results, &baseline);
    if options.baseline {
        store::merge(&store::baseline_path(), &results)?;
    }
    if let Some(path) = &options.save {
        store::save(path, &results)?;
    }
    let mut right = results.iter().all(|result| !result.broke_off());
    if !options.baseline {
        let known = KnownFailures::load()?;
        for result in &results {
            for sentence in known.compare(&result.name, &result.fates) {
                println!("{sentence}");
                right = false;
            }
        }
    }
    Ok(right)
}

/// The folder of the standard library of a CPython.
fn library(python: &Path) -> Result<PathBuf, Failure> {
    let code = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let output = std::process::Command::new(python).args(["-I", "-c", code]).output()?;
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

fn listed() -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(workspace::root().join("tests/cpython/files.txt"))?;
    let lines = text.lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect())
}

/// What all files share: where the test package is linked, under what they run.
struct Work {
    folder: PathBuf,
    interpreter: PathBuf,
    limits: Limits,
    logs: Option<PathBuf>,
}

impl Work {
    /// Makes a folder that holds a link to the test package and nothing else of that CPython. Pellucid is installed in
    /// it, so that its isolated children find the package as well.
    fn prepare(package: &Path, interpreter: PathBuf, options: &Options) -> Result<Work, Failure> {
        let process = std::process::id();
        let folder = std::env::temp_dir().join(format!("pellucid-cpython-tests-{process}"));
        std::fs::create_dir_all(folder.join("path"))?;
        std::os::unix::fs::symlink(package.join("test"), folder.join("path/test"))?;
        if let Some(logs) = &options.logs {
            std::fs::create_dir_all(logs)?;
        }
        let mut interpreter = std::path::absolute(interpreter)?;
        if interpreter.file_name().is_some_and(|name| name == "pellucid") {
            let packages = folder.join("lib/python3.14/site-packages");
            std::fs::create_dir_all(&packages)?;
            std::os::unix::fs::symlink(package.join("test"), packages.join("test"))?;
            std::fs::create_dir_all(folder.join("bin"))?;
            let installed = folder.join("bin/pellucid");
            std::fs::hard_link(&interpreter, &installed)
                .or_else(|_| std::fs::copy(&interpreter, &installed).map(drop))?;
            interpreter = installed;
        }
        Ok(Work {
            folder,
            interpreter,
            limits: Limits {
                time: Duration::from_secs(options.seconds),
                memory: Some(options.megabytes << 20),
            },
            logs: options.logs.as_deref().map(std::path::absolute).transpose()?,
        })
    }

    fn run_file(&self, name: &str) -> std::io::Result<FileResult> {
        let own = self.folder.join(name);
        std::fs::create_dir_all(&own)?;
        let notes = self.folder.join(format!("{name}.txt"));
        let mut command = process::command(&self.interpreter, self.limits);
        command.arg(workspace::root().join("crates/xtask/cpython/run_file.py"));
        command.arg(format!("test.{name}")).arg(&notes).current_dir(&own);
        process::steady_environment(&mut command, "0");
        command.env("PYTHONPATH", self.folder.join("path")).env("TMPDIR", &own);
        let finished = process::run(command, b"", self.limits)?;
        let notes = std::fs::read_to_string(&notes).unwrap_or_default();
        if let Some(logs) = &self.logs {
            let parts = [&finished.stdout[..], &finished.stderr[..]];
            std::fs::write(logs.join(format!("{name}.log")), parts.concat())?;
            std::fs::write(logs.join(format!("{name}.tests")), &notes)?;
        }
        Ok(FileResult::read(name, &notes, &finished))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn print_table(results: &[FileResult], baseline: &store::Figures) {
    let mut table = Table::new(&[
        "file", "run", "passed", "failed", "errors", "skipped", "CPython", "share", "seconds",
        "end",
    ])
    .with_words(9);
    let mut sums = [0usize; 6];
    for result in results {
        let theirs = baseline.get(&result.name).map_or(0, |counts| counts.passed);
        // Tests that only pass here must not make up for others that do not.
        let counted = [
            result.counts.run(),
            result.counts.passed,
            result.counts.failed,
            result.counts.errors,
            result.counts.skipped,
            theirs,
        ];
        for (sum, count) in sums.iter_mut().zip(counted) {
            *sum += count;
        }
        table.row(row(&result.name, counted, result.seconds, &result.end, result.broke_off()));
    }
    let seconds = results.iter().map(|result| result.seconds).sum();
    table.row(row("all", sums, seconds, "", false));
    table.print();
    let broke_off = results.iter().filter(|result| result.broke_off()).count();
    println!("{} files, {broke_off} broke off", results.len());
}

fn row(name: &str, counts: [usize; 6], seconds: f64, end: &str, bad: bool) -> Vec<(String, Tone)> {
    let [_, passed, failed, errors, _, theirs] = counts;
    let share = match theirs {
        0 => "-".to_owned(),
        _ => format!("{:.1}%", 100.0 * passed.min(theirs) as f64 / theirs as f64),
    };
    let whole = theirs > 0 && passed >= theirs;
    let mut cells = vec![(name.to_owned(), Tone::Plain)];
    for (index, count) in counts.iter().enumerate() {
        let wrong = (index == 2 && failed > 0) || (index == 3 && errors > 0);
        cells.push((count.to_string(), if wrong { Tone::Bad } else { Tone::Plain }));
    }
    cells.push((share, if whole { Tone::Good } else { Tone::Plain }));
    cells.push((format!("{seconds:.1}"), Tone::Plain));
    cells.push((end.to_owned(), if bad { Tone::Bad } else { Tone::Plain }));
    cells
}
