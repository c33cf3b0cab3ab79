//! The programs that are timed, and how often each repeats its work.

/// A program of pyperformance, or the start of the interpreter.
pub struct Program {
    /// Its name: `nbody` for `bm_nbody`.
    pub name: &'static str,
    /// How many loops make one value: so many that a value takes some tenths of a second.
    pub loops: u32,
}

impl Program {
    /// Whether this is `-c pass` rather than a program of pyperformance.
    pub fn is_startup(&self) -> bool {
        self.name == "startup"
    }
}

const fn program(name: &'static str, loops: u32) -> Program {
    Program { name, loops }
}

/// All of them, in the order of the report.
pub const PROGRAMS: &[Program] = &[
    program("startup", 20),
    program("nbody", 3),
    program("fannkuch", 1),
    program("float", 4),
    program("richards", 5),
    program("spectral_norm", 3),
    program("nqueens", 3),
    program("generators", 8),
    program("comprehensions", 10_000),
    program("coroutines", 12),
    program("deepcopy", 600),
    program("json_dumps", 30),
    program("json_loads", 600),
    program("regex_compile", 2),
    program("logging", 5_000),
    program("gc_collect", 2),
    program("gc_traversal", 20),
    program("scimark", 1),
    program("pidigits", 1),
    program("typing_runtime_protocols", 500),
    program("pathlib", 10),
];
