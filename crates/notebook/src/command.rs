//! `pellucid notebook ...`: the command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use pellucid::Settings;

use crate::{install, kernel, run};

const USAGE: &str = "\
usage: pellucid notebook run IN.ipynb [-o OUT.ipynb | --inplace] [--allow-errors] [--timeout SECONDS]
       pellucid notebook install [--user | --prefix FOLDER] [--name NAME]
       pellucid notebook kernel -f CONNECTION

run      runs the cells of a notebook and writes it with what they have shown
  -o, --output FILE  where to (`-` is standard output); without it, IN.out.ipynb beside IN.ipynb
  --inplace          into IN.ipynb itself
  --allow-errors     go on after a cell has failed
  --timeout SECONDS  interrupt a cell that runs for longer
install  makes Pellucid a kernel that Jupyter offers
  --user             for this user (the default)
  --prefix FOLDER    for the environment at FOLDER, such as a virtual environment
  --name NAME        under this name (pellucid)
kernel   serves one notebook; Jupyter starts it
  -f FILE            the connection file

Status: 0; 1 if a cell has failed or run out of time; 2 if something could not be read, written or understood.
";

/// What is to be done.
enum Request {
    Help,
    Run(run::Options),
    Install(install::Options),
    Kernel(PathBuf),
}

/// Runs the command with the arguments after `notebook`, and gives the exit status. Must be called on the process's
/// main thread, to which the host brings interrupts.
pub fn command(arguments: &[OsString], settings: Settings, seed: Option<u32>) -> i32 {
    let outcome = match read(arguments) {
        Ok(Request::Help) => {
            print!("{USAGE}");
            return 0;
        }
        Ok(Request::Run(options)) => return run::run(options, settings, seed),
        Ok(Request::Install(options)) => install::install(&options, &settings.executable),
        Ok(Request::Kernel(connection)) => kernel::serve(&connection, settings, seed),
        Err(error) => Err(format!("{error}\nTry `pellucid notebook --help'.")),
    };
    outcome.unwrap_or_else(|message| {
        eprintln!("pellucid notebook: {message}");
        2
    })
}

fn read(arguments: &[OsString]) -> Result<Request, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    match parser.next()? {
        Some(Arg::Value(value)) if value == "run" => read_run(parser),
        Some(Arg::Value(value)) if value == "install" => read_install(parser),
        Some(Arg::Value(value)) if value == "kernel" => read_kernel(parser),
        Some(Arg::Value(other)) => {
            Err(format!("there is no command '{}'", other.to_string_lossy()).into())
        }
        Some(Arg::Long("help") | Arg::Short('h')) => Ok(Request::Help),
        Some(argument) => Err(argument.unexpected()),
        None => Err("say what to do: run, install or kernel".into()),
    }
}

fn read_run(mut parser: Parser) -> Result<Request, lexopt::Error> {
    let (mut input, mut output, mut inplace) = (None, None, false);
    let (mut allow_errors, mut timeout) = (false, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('o') | Arg::Long("output") => output = Some(PathBuf::from(parser.value()?)),
            Arg::Long("inplace") => inplace = true,
            Arg::Long("allow-errors") => allow_errors = true,
            Arg::Long("timeout") => timeout = Some(seconds(parser.value()?)?),
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            Arg::Value(value) if input.is_none() => input = Some(PathBuf::from(value)),
            other => return Err(other.unexpected()),
        }
    }
    let input: PathBuf = input.ok_or("run needs the name of a notebook")?;
    let output = match (output, inplace) {
        (Some(_), true) => return Err("-o and --inplace contradict each other".into()),
        (Some(output), false) => output,
        (None, true) => input.clone(),
        (None, false) => input.with_extension("out.ipynb"),
    };
    Ok(Request::Run(run::Options { input, output, allow_errors, timeout }))
}

fn seconds(value: OsString) -> Result<Duration, lexopt::Error> {
    let seconds: f64 = value.parse()?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("--timeout takes seconds, above zero".into()),
    }
}

fn read_install(mut parser: Parser) -> Result<Request, lexopt::Error> {
    let mut options = install::Options { prefix: None, name: "pellucid".to_owned() };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("user") => options.prefix = None,
            Arg::Long("prefix") => options.prefix = Some(PathBuf::from(parser.value()?)),
            Arg::Long("name") => options.name = parser.value()?.string()?,
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Request::Install(options))
}

fn read_kernel(mut parser: Parser) -> Result<Request, lexopt::Error> {
    let mut connection = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('f') => connection = Some(PathBuf::from(parser.value()?)),
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
            other => return Err(other.unexpected()),
        }
    }
    connection.map(Request::Kernel).ok_or_else(|| "kernel needs -f and a connection file".into())
}
