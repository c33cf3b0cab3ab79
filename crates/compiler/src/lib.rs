//! From Python source to register bytecode.
//!
//! The way: `parse` (a facade over the parser) -> `scopes` (what each name means) -> `lower` (words, with
//! constants from `fold`) -> `assemble` (jumps, tables). `tree` is the door for programs that change a tree
//! between parsing and lowering.

mod assemble;
mod cookie;
mod depth;
mod diagnose;
mod error;
mod fold;
mod future;
mod literal;
mod literals;
mod lower;
mod options;
mod parse;
mod scopes;
mod source;
mod tokens;
pub mod tree;
mod unit;
mod unparse;

pub use cookie::{Decoded, decode};
pub use error::{ErrorKind, SyntaxError, Warning, WarningKind};
pub use options::{Flags, Mode, Options};
pub use ruff_python_ast as ast;
pub use tokens::{Token, TokenList, tokenize};

use pellucid_bytecode::{CodeUnit, Constant};
use ruff_python_ast::Mod;

use scopes::Tree;
use source::Source;

/// What a compilation gives.
#[derive(Debug)]
pub struct Output {
    /// The code.
    pub unit: CodeUnit,
    /// The options' flags with the future features that the source itself asks for.
    pub flags: Flags,
    /// Warnings in the order of the source.
    pub warnings: Vec<Warning>,
    /// The literals of the source, if the options ask for them.
    pub literals: Vec<Constant>,
}

/// How many bytes the parser and the compiler take at most for a source, beside their stack: for callers with a limit.
///
/// Measured: a tree of names and operators is 150 times as long as its source, one of longer words less.
pub fn room_for(source: &str) -> usize {
    const BYTES_PER_BYTE: usize = 150;
    source.len().saturating_mul(BYTES_PER_BYTE)
}

/// Compiles source text.
pub fn compile(source: &str, file_name: &str, options: &Options) -> Result<Output, SyntaxError> {
    let source = source::with_newlines(source);
    let source = Source::new(&source);
    let scanned = tokens::scan(&source);
    let stack = parse::stack_size(&scanned);
    let compiled: error::Compiled<Output> = parse::on_large_stack(stack, || {
        let parsed = parse::parse(&source, scanned, options)?;
        let lowered = lower_tree(&parsed.tree, &source, file_name, options);
        // Behind the parser nobody has the source: the line is read from the file, if there is one.
        let mut output = lowered.map_err(|mut error| {
            error.text = None;
            error
        })?;
        output.warnings.splice(0..0, parsed.warnings);
        if options.literals {
            output.literals = literals::literals(&parsed.tree, &source);
        }
        Ok(output)
    });
    compiled.map_err(|error| *error)
}

fn lower_tree(
    tree: &Mod,
    source: &Source<'_>,
    file_name: &str,
    options: &Options,
) -> error::Compiled<Output> {
    let (tree, future) = match tree {
        Mod::Module(module) => (Tree::Module(module), future::features(&module.body, source)?),
        Mod::Expression(expression) => (Tree::Expression(&expression.body), Flags::empty()),
    };
    let flags = options.flags | future;
    let scopes = scopes::collect(tree, source, flags.contains(Flags::FUTURE_ANNOTATIONS))?;
    let (unit, warnings) = lower::lower(tree, source, scopes, file_name, options, flags)?;
    Ok(Output { unit, flags, warnings, literals: Vec::new() })
}
