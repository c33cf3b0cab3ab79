//! Runs what the command line asks for, and gives the exit status.

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use pellucid::{Interpreter, Outcome, Settings};

use crate::arguments::{Arguments, Program, Request, read};
use crate::place::Place;

/// The exit status after a check of the heap has found something.
const HEAP_NOT_SOUND: i32 = 99;

/// The whole command. Runs on the interpreter's thread.
pub fn run() -> i32 {
    let original: Vec<OsString> = std::env::args_os().collect();
    let arguments = match read(original.get(1..).unwrap_or_default()) {
        Request::Run(arguments) => arguments,
        Request::Notebook(rest) => return run_notebook(&rest, original),
        Request::Print(text, status) => {
            let result = match status {
                0 => std::io::stdout().write_all(text.as_bytes()),
                _ => std::io::stderr().write_all(text.as_bytes()),
            };
            return if result.is_ok() { status } else { 120 };
        }
    };
    let seed = match hash_seed(&arguments) {
        Ok(seed) => seed,
        Err(message) => {
            eprintln!("{message}");
            return 1;
        }
    };
    let settings = settings(&arguments, original);
    let mut interpreter = match Interpreter::start(settings, seed) {
        Ok(interpreter) => interpreter,
        Err(error) => {
            eprintln!("pellucid: {error}");
            return 1;
        }
    };
    let mut outcome = run_program(&mut interpreter, &arguments);
    if inspects(&arguments) && !matches!(arguments.program, Program::StandardInput) {
        outcome = interpreter.interact();
    }
    let finish = interpreter.finish();
    for problems in &finish.heap_problems {
        eprintln!("pellucid: the heap is not sound:\n{problems}");
    }
    match (finish.heap_problems.is_empty(), finish.flushed) {
        (false, _) => HEAP_NOT_SOUND,
        (true, false) => 120,
        (true, true) if outcome.interrupted => end_by_interrupt(),
        (true, true) => outcome.status,
    }
}

/// `pellucid notebook ...`
fn run_notebook(rest: &[OsString], original: Vec<OsString>) -> i32 {
    let arguments = Arguments::default();
    match hash_seed(&arguments) {
        Ok(seed) => pellucid_notebook::command(rest, settings(&arguments, original), seed),
        Err(message) => {
            eprintln!("{message}");
            1
        }
    }
}

/// Whether the user wants to look around after the program: `-i`, or the variable, which the program may have set.
fn inspects(arguments: &Arguments) -> bool {
    arguments.flags.inspect > 0 || environment(arguments, "PYTHONINSPECT").is_some()
}

/// Ends the process as the signal would have, so that whoever has started it knows.
fn end_by_interrupt() -> i32 {
    const INTERRUPT: i32 = 2;
    let _ = signal_hook::low_level::emulate_default_handler(INTERRUPT);
    128 + INTERRUPT
}

fn environment(arguments: &Arguments, name: &str) -> Option<String> {
    if arguments.flags.ignore_environment > 0 {
        return None;
    }
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn hash_seed(arguments: &Arguments) -> Result<Option<u32>, &'static str> {
    match environment(arguments, "PYTHONHASHSEED").as_deref() {
        None | Some("random") => Ok(None),
        Some(number) => number.parse().map(Some).map_err(|_| {
            "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an \
             integer in range [0; 4294967295]"
        }),
    }
}

/// What the interpreter is told.
fn settings(arguments: &Arguments, original: Vec<OsString>) -> Settings {
    let place = Place::find();
    let mut flags = arguments.flags.clone();
    let number = |name: &str| {
        environment(arguments, name).map_or(0, |value| value.parse::<i64>().unwrap_or(1).max(1))
    };
    flags.optimize = flags.optimize.max(number("PYTHONOPTIMIZE"));
    flags.dont_write_bytecode = flags.dont_write_bytecode.max(number("PYTHONDONTWRITEBYTECODE"));
    flags.verbose = flags.verbose.max(number("PYTHONVERBOSE"));
    flags.debug = flags.debug.max(number("PYTHONDEBUG"));
    flags.dev_mode |= environment(arguments, "PYTHONDEVMODE").is_some();
    flags.unbuffered |= environment(arguments, "PYTHONUNBUFFERED").is_some();
    flags.no_user_site = flags.no_user_site.max(number("PYTHONNOUSERSITE"));
    flags.safe_path |= environment(arguments, "PYTHONSAFEPATH").is_some();
    flags.inspect = flags.inspect.max(number("PYTHONINSPECT"));
    if environment(arguments, "PYTHONHASHSEED").as_deref() == Some("0") {
        flags.hash_randomization = 0;
    }
    let library = format!("{}/lib/python3.14", place.program.display());
    let mut paths: Vec<String> = environment(arguments, "PYTHONPATH")
        .map(|paths| paths.split(':').filter(|path| !path.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    paths.push(library.clone());
    let mut warn_options: Vec<String> = environment(arguments, "PYTHONWARNINGS")
        .map(|options| options.split(',').map(str::to_owned).collect())
        .unwrap_or_default();
    warn_options.extend(arguments.warn_options.iter().cloned());
    Settings {
        flags,
        arguments: arguments.argv.clone(),
        original_arguments: original,
        executable: place.executable.display().to_string(),
        base_executable: place.program.display().to_string(),
        prefix: place.prefix.display().to_string(),
        base_prefix: place.base.display().to_string(),
        module_search_paths: paths,
        library_path: library,
        warn_options,
        x_options: arguments.x_options.clone(),
        lines_only: arguments.x_options.iter().any(|(name, _)| name == "no_debug_ranges")
            || environment(arguments, "PYTHONNODEBUGRANGES").is_some(),
        verify: std::env::var_os("PELLUCID_VERIFY").is_some(),
        stress: std::env::var("PELLUCID_STRESS").ok().and_then(|every| every.parse().ok()),
        sizes_of: arguments.sizes_of,
        memory_limit: arguments.memory_limit,
        pycache_prefix: environment(arguments, "PYTHONPYCACHEPREFIX"),
    }
}

fn run_program(interpreter: &mut Interpreter, arguments: &Arguments) -> Outcome {
    let safe = arguments.flags.safe_path;
    match &arguments.program {
        Program::Command(source) => {
            if !safe {
                interpreter.prepend_path("");
            }
            interpreter.run_command(source.as_bytes())
        }
        Program::Module(module) => {
            if !safe {
                let here = std::env::current_dir().unwrap_or_default();
                interpreter.prepend_path(&here.display().to_string());
            }
            interpreter.run_module(module, true)
        }
        Program::File(path) => run_file(interpreter, path, safe),
        Program::StandardInput => {
            if !safe {
                interpreter.prepend_path("");
            }
            run_standard_input(interpreter, arguments)
        }
    }
}

fn run_file(interpreter: &mut Interpreter, path: &OsStr, safe: bool) -> Outcome {
    let file = Path::new(path);
    if file.is_dir() || is_archive(file) {
        interpreter.prepend_path(&file.display().to_string());
        return interpreter.run_module("__main__", false);
    }
    let source = match std::fs::read(file) {
        Ok(source) => source,
        Err(error) => {
            let number = error.raw_os_error().unwrap_or(0);
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            eprintln!(
                "pellucid: can't open file '{}': [Errno {number}] {text}",
                absolute(file).display()
            );
            return Outcome::exit(2);
        }
    };
    if !safe {
        let real = std::fs::canonicalize(file).unwrap_or_else(|_| absolute(file));
        let folder = real.parent().unwrap_or(Path::new("/"));
        interpreter.prepend_path(&folder.display().to_string());
    }
    interpreter.run_file(&absolute(file).display().to_string(), &source)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether the file is a zip archive: these are known by their end, but nearly all begin so as well.
fn is_archive(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *b"PK\x03\x04"
}

fn run_standard_input(interpreter: &mut Interpreter, arguments: &Arguments) -> Outcome {
    let mut input = std::io::stdin();
    if input.is_terminal() || inspects(arguments) {
        return interpreter.interact();
    }
    let mut source = Vec::new();
    if let Err(error) = input.read_to_end(&mut source) {
        eprintln!("pellucid: cannot read standard input: {error}");
        return Outcome::exit(1);
    }
    interpreter.run_source(&source, "<stdin>")
}
