//! What the compiler reports: errors that end the compilation and warnings that do not.

use std::fmt;

use pellucid_bytecode::Position;

/// Which Python exception an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `_IncompleteInputError` (only asked for with `Options::allow_incomplete`)
    Incomplete,
    /// `ValueError` (null bytes)
    Value,
    /// `MemoryError` (source too complex for the parser)
    Memory,
    /// `RecursionError` (tree too deep to compile)
    Recursion,
    /// `OverflowError` (more registers, constants or names than a code unit can have)
    Overflow,
}

/// An error in the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The exception.
    pub kind: ErrorKind,
    /// The message, in CPython's words.
    pub message: String,
    /// Line, counted from 1.
    pub line: u32,
    /// CPython's `offset`: the character in the line, counted from 1; 0 = unknown.
    pub column: i32,
    /// Last line.
    pub end_line: u32,
    /// `end_offset`, counted from 1; 0 or -1 = unknown.
    pub end_column: i32,
    /// The source line, with its line end if it has one.
    pub text: Option<String>,
}

impl SyntaxError {
    /// Gives the error the line that CPython shows: as its tokenizer had it when the error was found. What stands
    /// behind the last line that was read is known to the parser only, and to the tokenizer not even the line end.
    pub(crate) fn show_line(&mut self, is_last_read: bool) {
        let Some(text) = &mut self.text else { return };
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        if is_last_read {
            text.push('\n');
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {})", self.message, self.line)
    }
}

impl std::error::Error for SyntaxError {}

/// Which warning category a warning belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WarningKind {
    /// `SyntaxWarning`
    Syntax,
    /// `DeprecationWarning`
    Deprecation,
}

/// What warnings say of escape sequences, and errors do not.
pub(crate) const NO_FUTURE: &str = "Such sequences will not work in the future. ";

/// A warning about the source; the caller hands it to the `warnings` module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The category.
    pub kind: WarningKind,
    /// The message, in CPython's words.
    pub message: String,
    /// Where (columns are UTF-8 bytes from 0).
    pub position: Position,
}

impl Warning {
    /// The message when the warning is made an error.
    pub fn message_of_error(&self) -> String {
        self.message.replacen(NO_FUTURE, "", 1)
    }
}

/// The result of every step of the compiler.
pub(crate) type Compiled<T> = Result<T, Box<SyntaxError>>;

/// An error about no place in a source.
pub(crate) fn without_place(kind: ErrorKind, message: impl Into<String>) -> Box<SyntaxError> {
    Box::new(SyntaxError {
        kind,
        message: message.into(),
        line: 0,
        column: 0,
        end_line: 0,
        end_column: 0,
        text: None,
    })
}
