//! The host: all that the runtime wants of the machine it runs on.

use std::io;

/// What the runtime reaches of its surroundings. An embedding program may give its own.
pub trait Host {
    /// Writes to standard error, past `sys.stderr`. Nobody can be told if this does not work.
    fn write_stderr(&self, text: &[u8]);

    /// Reads a whole file.
    fn read_file(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Reads a line of standard input, with its end; empty at the end of the input.
    fn read_line(&self) -> io::Result<Vec<u8>>;

    /// Writes to standard output, past `sys.stdout`.
    fn write_stdout(&self, text: &[u8]) -> io::Result<()>;

    /// How many bytes of memory there still are for this interpreter, as far as that is limited.
    fn memory_left(&self) -> Option<usize> {
        None
    }
}

/// A host that has nothing: no files, no input, and output goes nowhere.
pub struct NoHost;

impl Host for NoHost {
    fn write_stderr(&self, _: &[u8]) {}

    fn read_file(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn read_line(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn write_stdout(&self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// The packed standard library.
pub trait Library {
    /// Whether the module of this name is a package; `None` if there is none.
    fn find(&self, name: &str) -> Option<bool>;

    /// The serialised code of a module.
    fn code(&self, name: &str) -> Option<Vec<u8>>;

    /// The source of a module.
    fn source(&self, name: &str) -> Option<Vec<u8>>;

    /// All modules: name, and whether it is a package.
    fn names(&self) -> Vec<(&'static str, bool)>;
}
