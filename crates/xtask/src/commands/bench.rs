//! `cargo xtask bench`: unmodified pyperformance programs under pellucid and under other Pythons.

mod measure;
mod programs;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use lexopt::prelude::*;

use self::measure::{Measured, Measurements};
use self::programs::{PROGRAMS, Program};
use super::golden;
use crate::table::{Table, Tone};
use crate::{Failure, commands, interpreters, workspace};

/// The command.
pub const COMMAND: commands::Command =
    commands::Command { name: "bench", summary: "time pyperformance programs side by side", run };

const HELP: &str = "\
usage: cargo xtask bench [OPTION...] [NAME...]

Runs pyperformance programs (all that are known, without a NAME) under the release build of
pellucid and under CPython 3.13, in turns, and prints the shortest times, the ratio to CPython
(below 1 is quicker) with its geometric mean, and the peak memory. The row `startup` is `-c pass`.
pyperformance comes from PyPI, through pip, into a folder of the user's cache.
  --against PATH      another Python to compare with (may be repeated; the first is the yardstick)
  --interpreter PATH  the Python to be measured, instead of pellucid
  --rounds N          how often each program is started under each Python (3)
";

struct Options {
    names: Vec<String>,
    against: Vec<PathBuf>,
    interpreter: Option<PathBuf>,
    rounds: usize,
}

fn parse(arguments: Vec<OsString>) -> Result<Option<Options>, Failure> {
    let mut options =
        Options { names: Vec::new(), against: Vec::new(), interpreter: None, rounds: 3 };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("against") => options.against.push(parser.value()?.into()),
            Long("interpreter") => options.interpreter = Some(parser.value()?.into()),
            Long("rounds") => options.rounds = parser.value()?.parse()?,
            Long("help") => return Ok(None),
            Value(name) => options.names.push(name.string()?),
            _ => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(options))
}

fn run(arguments: Vec<OsString>) -> Result<bool, Failure> {
    let Some(mut options) = parse(arguments)? else {
        print!("{HELP}");
        return Ok(true);
    };
    let yardstick = interpreters::find((3, 13));
    if options.against.is_empty() {
        options.against.extend(yardstick.iter().map(|python| python.path.clone()));
    }
    let pip = yardstick.map(|python| python.path).or_else(|| options.against.first().cloned());
    let folder = pyperformance(pip.as_deref())?;
    let measured = match &options.interpreter {
        Some(path) => path.clone(),
        None => golden::build("release")?,
    };
    let mut pythons = vec![measured];
    pythons.append(&mut options.against);
    let known = |name: &String| PROGRAMS.iter().any(|program| program.name == *name);
    if let Some(name) = options.names.iter().find(|name| !known(name)) {
        return Err(format!("no program `{name}` is known").into());
    }
    let chosen = PROGRAMS.iter().filter(|program| {
        options.names.is_empty() || options.names.iter().any(|name| name == program.name)
    });
    let mut whole = true;
    let mut report = Report::new(&pythons);
    for program in chosen {
        eprint!("{} ...", program.name);
        let runs = measure::in_turns(program, &folder, &pythons, options.rounds)?;
        eprintln!(" done");
        whole &= runs.iter().all(Result::is_ok);
        report.add(program, &runs);
    }
    report.print();
    Ok(whole)
}

/// The folder of pyperformance's programs, fetched with pip when it is not there yet.
fn pyperformance(pip: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = workspace::cache().join("pyperformance");
    let programs = folder.join("pyperformance/data-files/benchmarks");
    if !programs.is_dir() {
        let python = pip.ok_or("no CPython found whose pip could fetch pyperformance")?;
        let status = std::process::Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
            .arg(&folder)
            .arg("pyperformance")
            .status()?;
        if !status.success() || !programs.is_dir() {
            return Err("pip could not fetch pyperformance".into());
        }
    }
    Ok(programs)
}

/// The table as it grows, and the ratios for the mean.
struct Report {
    table: Table,
    others: usize,
    ratios: Vec<Vec<f64>>,
}

impl Report {
    fn new(pythons: &[PathBuf]) -> Report {
        let labels: Vec<String> = pythons.iter().map(|path| label(path)).collect();
        let mut head = vec!["program"];
        head.extend(labels.iter().map(String::as_str));
        let ratios: Vec<String> = labels[1..].iter().map(|label| format!("/ {label}")).collect();
        head.extend(ratios.iter().map(String::as_str));
        let memory: Vec<String> = labels.iter().map(|label| format!("MB {label}")).collect();
        head.extend(memory.iter().map(String::as_str));
        let others = pythons.len() - 1;
        Report { table: Table::new(&head), others, ratios: vec![Vec::new(); others] }
    }

    /// Adds a row for each time that the program prints; its mean ratio counts once.
    fn add(&mut self, program: &Program, runs: &[Result<Measurements, String>]) {
        let nothing = BTreeMap::new();
        let times = |index: usize| runs[index].as_ref().map_or(&nothing, |run| &run.seconds);
        let names: Vec<&String> = (0..runs.len())
            .map(times)
            .find(|it| !it.is_empty())
            .into_iter()
            .flat_map(BTreeMap::keys)
            .collect();
        let mut logarithms = vec![Vec::new(); self.others];
        for name in &names {
            let mut cells = vec![((*name).clone(), Tone::Plain)];
            for index in 0..runs.len() {
                let seconds = times(index).get(*name).copied();
                cells.push((seconds.map_or("-".to_owned(), duration), Tone::Plain));
            }
            for (other, logarithms) in logarithms.iter_mut().enumerate() {
                let ratio = match (times(0).get(*name), times(other + 1).get(*name)) {
                    (Some(ours), Some(theirs)) if *theirs > 0.0 => Some(ours / theirs),
                    _ => None,
                };
                cells.push(ratio_cell(ratio));
                logarithms.extend(ratio.map(f64::ln));
            }
            for run in runs {
                let memory = run.as_ref().map(|run| run.bytes_peak as f64 / (1 << 20) as f64);
                cells.push((memory.map_or("-".to_owned(), |it| format!("{it:.1}")), Tone::Plain));
            }
            self.table.row(cells);
        }
        for (index, run) in runs.iter().enumerate() {
            if let Err(reason) = run {
                eprintln!("{} fails under Python {}: {reason}", program.name, index + 1);
                if names.is_empty() {
                    self.table.row(vec![(program.name.to_owned(), Tone::Bad)]);
                }
            }
        }
        // Starting up is no work of a program: it has its row, but no say in the mean.
        if !program.is_startup() {
            for (ratios, logarithms) in self.ratios.iter_mut().zip(logarithms) {
                if !logarithms.is_empty() {
                    ratios.push(logarithms.iter().sum::<f64>() / logarithms.len() as f64);
                }
            }
        }
    }

    fn print(mut self) {
        let mut cells = vec![("geometric mean".to_owned(), Tone::Plain)];
        cells.extend((0..=self.others).map(|_| (String::new(), Tone::Plain)));
        for ratios in &self.ratios {
            let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
            cells.push(ratio_cell((!ratios.is_empty()).then(|| mean.exp())));
        }
        self.table.row(cells);
        self.table.print();
    }
}

fn label(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn ratio_cell(ratio: Option<f64>) -> (String, Tone) {
    match ratio {
        None => ("-".to_owned(), Tone::Bad),
        Some(ratio) => {
            let tone = if ratio <= 1.0 { Tone::Good } else { Tone::Bad };
            (format!("{ratio:.2}"), tone)
        }
    }
}

fn duration(seconds: Measured) -> String {
    match seconds {
        _ if seconds >= 1.0 => format!("{seconds:.2} s"),
        _ if seconds >= 1e-3 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{:.1} us", seconds * 1e6),
    }
}
