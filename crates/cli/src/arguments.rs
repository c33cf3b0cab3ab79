//! The command line: what stands before the program's own arguments (CPython's `python --help`).

use std::ffi::OsString;

use pellucid::{SizesOf, StartFlags};

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c source`
    Command(String),
    /// `-m module`
    Module(String),
    /// A file, or a folder or archive with a `__main__`.
    File(OsString),
    /// `-`, or nothing.
    StandardInput,
}

/// The command line, read.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// What is to be run.
    pub program: Program,
    /// `sys.argv`
    pub argv: Vec<OsString>,
    /// The flags.
    pub flags: StartFlags,
    /// `-W`
    pub warn_options: Vec<String>,
    /// `-X`
    pub x_options: Vec<(String, Option<String>)>,
    /// `--sizes-of`
    pub sizes_of: SizesOf,
    /// `--memory-limit`
    pub memory_limit: Option<usize>,
}

impl Default for Arguments {
    fn default() -> Arguments {
        Arguments {
            program: Program::StandardInput,
            argv: vec![OsString::new()],
            flags: StartFlags::default(),
            warn_options: Vec::new(),
            x_options: Vec::new(),
            sizes_of: SizesOf::default(),
            memory_limit: None,
        }
    }
}

/// What the command line asks for.
pub enum Request {
    /// Run something.
    Run(Box<Arguments>),
    /// The `notebook` command, with these arguments.
    Notebook(Vec<OsString>),
    /// Print this and leave with the status.
    Print(String, i32),
}

const USAGE: &str = "\
usage: pellucid [option] ... [-c cmd | -m mod | file | -] [arg] ...
       pellucid notebook run | install | kernel ...  (see pellucid notebook --help)
Options:
-B     : don't write .pyc files on import
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script
-I     : isolate from the user's environment (implies -E and -s)
-m mod : run library module as a script (terminates option list)
--memory-limit BYTES : let the heap hold no more than this (64M, 2G): what would
         go beyond raises MemoryError
--sizes-of VERSION : let sys.getsizeof tell the sizes of CPython VERSION:
         3.8 to 3.14, or with 32-bit addresses 3.10-32 to 3.14-32
-O     : remove assert and __debug__-dependent statements
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered
-v     : verbose (trace import statements)
-V     : print the version number and exit (also --version)
-W arg : warning control
-X opt : set implementation-specific option
file   : program read from script file
-      : program read from stdin (default)
arg ...: arguments passed to program in sys.argv[1:]
";

/// A number of bytes, with K, M or G for powers of 1024.
fn bytes(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(['K', 'M', 'G', 'k', 'm', 'g']);
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        _ => return None,
    };
    digits.parse::<usize>().ok()?.checked_mul(1 << shift)
}

/// Reads the arguments after the command's own name.
pub fn read(given: &[OsString]) -> Request {
    // What the command itself understands is text; what is the program's stays as it is.
    let texts: Vec<String> = given.iter().map(|text| text.to_string_lossy().into_owned()).collect();
    let mut result = Arguments::default();
    if texts.first().is_some_and(|first| first == "notebook") {
        return Request::Notebook(given[1..].to_vec());
    }
    let mut index = 0;
    while let Some(argument) = texts.get(index) {
        index += 1;
        match argument.as_str() {
            "--help" => return Request::Print(USAGE.to_owned(), 0),
            "--version" => return Request::Print("Python 3.14.0\n".to_owned(), 0),
            "-" => {
                result.argv = given[index - 1..].to_vec();
                return Request::Run(Box::new(result));
            }
            "--memory-limit" => {
                result.memory_limit = texts.get(index).and_then(|text| bytes(text));
                index += 1;
                if result.memory_limit.is_none() {
                    let message = "pellucid: --memory-limit takes bytes, as 500000, 64M or 2G\n";
                    return Request::Print(message.to_owned(), 2);
                }
            }
            "--sizes-of" => {
                let version = texts.get(index).map(String::as_str).unwrap_or_default();
                index += 1;
                match version.parse() {
                    Ok(version) => result.sizes_of = version,
                    Err(message) => {
                        return Request::Print(format!("pellucid: --sizes-of: {message}\n"), 2);
                    }
                }
            }
            long if long.starts_with("--") => return unknown(&format!("unknown option {long}")),
            short if short.starts_with('-') => {
                match read_short(&mut result, &short[1..], given, &texts, &mut index) {
                    Next::Option => {}
                    Next::Program => return Request::Run(Box::new(result)),
                    Next::Leave(request) => return request,
                }
            }
            _ => {
                result.program = Program::File(given[index - 1].clone());
                result.argv = given[index - 1..].to_vec();
                return Request::Run(Box::new(result));
            }
        }
    }
    Request::Run(Box::new(result))
}

enum Next {
    Option,
    Program,
    Leave(Request),
}

fn unknown(option: &str) -> Request {
    let text = format!(
        "{option}\nusage: pellucid [option] ... [-c cmd | -m mod | file | -] [arg] ...\n\
         Try `pellucid -h' for more information.\n"
    );
    Request::Print(text, 2)
}

/// Reads a cluster of one-letter options.
fn read_short(
    result: &mut Arguments,
    cluster: &str,
    given: &[OsString],
    texts: &[String],
    index: &mut usize,
) -> Next {
    for (position, letter) in cluster.char_indices() {
        if matches!(letter, 'c' | 'm' | 'W' | 'X') {
            let rest = &cluster[position + letter.len_utf8()..];
            let value = if rest.is_empty() {
                let value = texts.get(*index).cloned();
                *index += 1;
                value
            } else {
                Some(rest.to_owned())
            };
            let Some(value) = value else {
                let text = format!(
                    "Argument expected for the -{letter} option\nusage: pellucid [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `pellucid -h' for more information.\n"
                );
                return Next::Leave(Request::Print(text, 2));
            };
            return with_value(result, letter, value, &given[(*index).min(given.len())..]);
        }
        let flags = &mut result.flags;
        match letter {
            'b' => flags.bytes_warning += 1,
            'B' => flags.dont_write_bytecode += 1,
            'd' => flags.debug += 1,
            'E' => flags.ignore_environment += 1,
            'i' => {
                flags.inspect += 1;
                flags.interactive += 1;
            }
            'I' => {
                flags.isolated = 1;
                flags.ignore_environment += 1;
                flags.no_user_site += 1;
                flags.safe_path = true;
            }
            'O' => flags.optimize += 1,
            'P' => flags.safe_path = true,
            'q' => flags.quiet += 1,
            'R' | 't' | 'x' => {}
            's' => flags.no_user_site += 1,
            'S' => flags.no_site += 1,
            'u' => flags.unbuffered = true,
            'v' => flags.verbose += 1,
            'h' | '?' => return Next::Leave(Request::Print(USAGE.to_owned(), 0)),
            'V' => return Next::Leave(Request::Print("Python 3.14.0\n".to_owned(), 0)),
            other => return Next::Leave(unknown(&format!("Unknown option: -{other}"))),
        }
    }
    Next::Option
}

fn with_value(result: &mut Arguments, letter: char, value: String, rest: &[OsString]) -> Next {
    match letter {
        'W' => result.warn_options.push(value),
        'X' => {
            let option = match value.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (value, None),
            };
            if option.0 == "dev" {
                result.flags.dev_mode = true;
            }
            if option.0 == "utf8" {
                result.flags.utf8_mode = 1;
            }
            result.x_options.push(option);
        }
        _ => {
            result.argv = vec![format!("-{letter}").into()];
            result.argv.extend(rest.iter().cloned());
            result.program = match letter {
                'c' => Program::Command(value),
                _ => Program::Module(value),
            };
            return Next::Program;
        }
    }
    Next::Option
}
