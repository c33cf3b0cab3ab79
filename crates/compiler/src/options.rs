//! What a caller can ask of the compiler.

bitflags::bitflags! {
    /// Compiler flags, with the values of CPython's `PyCF_*` and `CO_FUTURE_*`.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Flags: u32 {
        /// Do not imply a dedent at the end of the input.
        const DONT_IMPLY_DEDENT = 0x200;
        /// Parse only (the caller keeps the tree).
        const ONLY_AST = 0x400;
        /// Optimise the tree (with `ONLY_AST`).
        const OPTIMIZED_AST = 0x8000;
        /// Parse type comments.
        const TYPE_COMMENTS = 0x1000;
        /// `await` at the top level.
        const ALLOW_TOP_LEVEL_AWAIT = 0x2000;
        /// Incomplete input is an error of its own.
        const ALLOW_INCOMPLETE_INPUT = 0x4000;
        /// `from __future__ import barry_as_FLUFL`
        const FUTURE_BARRY_AS_BDFL = 0x40_0000;
        /// `from __future__ import annotations`
        const FUTURE_ANNOTATIONS = 0x100_0000;
        /// All future features, also those that are no longer optional.
        const FUTURE = 0x1fe_0000;
    }
}

/// What the source is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// A module: any statements.
    #[default]
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement, whose value is displayed.
    Single,
}

/// Options of a compilation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the source is.
    pub mode: Mode,
    /// 0: as written; 1: no assertions and `__debug__` is false; 2: no docstrings either.
    pub optimize: u8,
    /// Flags; the future features among them are in force from the start.
    pub flags: Flags,
    /// Whether the literals of the source are to be given as well.
    pub literals: bool,
}
