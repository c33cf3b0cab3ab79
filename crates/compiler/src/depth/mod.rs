//! How deep CPython's stack machine gets in each code unit: `co_stacksize`, and with it the sizes of frames and
//! generators.
//!
//! The virtual machine here has registers and needs none of this; programs see the number. The walk follows the code
//! that CPython 3.14 generates for a tree: it keeps the depth at each place and whether a way leads there, since
//! CPython measures what is left after dead code has gone. One file a family of constructs, as in lowering.

mod blocks;
mod calls;
mod comprehensions;
mod definitions;
mod displays;
mod expressions;
mod formats;
mod patterns;
mod statements;
mod targets;
mod units;

use ruff_python_ast::Stmt;

use crate::lower::Compiler;
use crate::scopes::ScopeId;

/// Displays and calls of more items than this are built piece by piece.
const GUIDELINE: usize = 30;

/// A place that can be jumped to: whether something does.
#[derive(Clone, Copy)]
struct Label(usize);

/// A construct around the current statement that `return`, `break` and `continue` leave.
#[derive(Clone, Copy)]
enum Block<'a> {
    While {
        on_break: Label,
        on_continue: Label,
    },
    /// Keeps its iterator on the stack.
    For {
        on_break: Label,
        on_continue: Label,
    },
    /// The protected part of a `try` with a `finally`.
    Finally(&'a [Stmt]),
    /// A `finally` that runs because of an exception.
    FinallyHandler,
    /// An `except` clause; with a name that is unbound on the way out.
    Handler {
        named: bool,
    },
    /// Keeps the exit function and its self.
    With,
    /// A value waits on the stack while a `finally` runs.
    Waiting,
}

/// The walk over one code unit.
pub(crate) struct Walk<'w, 'a> {
    compiler: &'w mut Compiler<'a>,
    /// How much lies on the stack.
    depth: u32,
    deepest: u32,
    /// Whether a way leads here.
    live: bool,
    labels: Vec<bool>,
    blocks: Vec<Block<'a>>,
    /// Inlined comprehensions around the current expression.
    inlined: Vec<ScopeId>,
}

impl<'a> Compiler<'a> {
    /// Measures the current unit.
    pub(crate) fn measure(&mut self, unit: impl FnOnce(&mut Walk<'_, 'a>)) {
        let mut walk = Walk {
            compiler: self,
            depth: 0,
            deepest: 1,
            live: true,
            labels: Vec::new(),
            blocks: Vec::new(),
            inlined: Vec::new(),
        };
        unit(&mut walk);
        self.unit.stack_size = walk.deepest;
    }
}

impl<'a> Walk<'_, 'a> {
    /// So many values more.
    fn up(&mut self, count: usize) {
        self.depth = self.depth.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        if self.live {
            self.deepest = self.deepest.max(self.depth);
        }
    }

    fn down(&mut self, count: usize) {
        self.depth = self.depth.saturating_sub(u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// So many values more for a moment.
    fn touch(&mut self, count: usize) {
        self.up(count);
        self.down(count);
    }

    /// Everything above `base` becomes one value.
    fn one_above(&mut self, base: u32) {
        self.depth = base;
        self.up(1);
    }

    fn label(&mut self) -> Label {
        self.labels.push(false);
        Label(self.labels.len() - 1)
    }

    /// A way leads to the label.
    fn reach(&mut self, label: Label) {
        self.labels[label.0] |= self.live;
    }

    /// Goes to the label and nowhere else.
    fn jump(&mut self, label: Label) {
        self.reach(label);
        self.live = false;
    }

    fn place(&mut self, label: Label) {
        self.live |= self.labels[label.0];
    }
}
