//! Lowering: from the tree to words, one file a family of constructs.
//!
//! An expression is lowered to an [`Operand`]: a constant, a borrowed local, or the temporary at the
//! top of the stack of temporaries, which its reader consumes. Whoever lowers several operands notes
//! the top before (`mark`), and gives the temporaries back before it takes one for its own result, so
//! results land where the first operand was.

mod annotations;
mod assignments;
mod asynchronous;
mod blocks;
mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod exceptions;
mod expressions;
mod formats;
mod functions;
mod generics;
mod imports;
mod loops;
mod names;
mod pattern_kinds;
mod patterns;
mod statements;
mod units;
mod with;

use std::rc::Rc;

use pellucid_bytecode::{CodeUnit, Opcode, Operand, OperandKind};
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::error::{Compiled, Warning, WarningKind};
use crate::fold::Folder;
use crate::options::{Flags, Mode, Options};
use crate::scopes::{ClassParameters, Scopes, mangle, owner};
use crate::source::Source;
use crate::unit::Unit;

pub(crate) use blocks::Block;
pub(crate) use comprehensions::{Collect, comprehension_parts, generator_place};
pub(crate) use formats::{Piece, expression_text};

use crate::scopes::Tree;

/// The state of a compilation.
pub(crate) struct Compiler<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) scopes: Scopes,
    pub(crate) options: &'a Options,
    pub(crate) file_name: &'a str,
    /// Options' flags and what the source imports from `__future__`.
    pub(crate) flags: Flags,
    pub(crate) unit: Unit,
    /// Units around the current one, the outermost first, with their blocks.
    pub(crate) outer: Vec<(Unit, Vec<Block<'a>>)>,
    /// Enclosing constructs of the current unit that leave something to be done on the way out.
    pub(crate) blocks: Vec<Block<'a>>,
    /// Name of the innermost class, for mangling.
    pub(crate) class: Option<Rc<str>>,
    pub(crate) class_parameters: ClassParameters,
    pub(crate) folder: Folder,
    pub(crate) warnings: Vec<Warning>,
    /// Code that is lowered a second time (duplicated blocks) warns only once.
    pub(crate) quiet: u32,
    /// The module itself awaits something (asked for with a flag).
    pub(crate) top_level_coroutine: bool,
}

/// Lowers a tree whose scopes are settled.
pub(crate) fn lower<'a>(
    tree: Tree<'a>,
    source: &'a Source<'a>,
    scopes: Scopes,
    file_name: &'a str,
    options: &'a Options,
    flags: Flags,
) -> Compiled<(CodeUnit, Vec<Warning>)> {
    let mut compiler = Compiler {
        source,
        scopes,
        options,
        file_name,
        flags,
        unit: Unit::new(0, "<module>", "<module>", 1),
        outer: Vec::new(),
        blocks: Vec::new(),
        class: None,
        class_parameters: None,
        folder: Folder::new(options.optimize == 0),
        warnings: Vec::new(),
        quiet: 0,
        top_level_coroutine: false,
    };
    compiler.lay_out_registers();
    let unit = match tree {
        Tree::Module(module) => compiler.module(&module.body)?,
        Tree::Expression(expression) => compiler.whole_expression(expression)?,
    };
    Ok((unit, compiler.warnings))
}

impl<'a> Compiler<'a> {
    pub(crate) fn is_interactive(&self) -> bool {
        self.options.mode == Mode::Single
    }

    /// Words from now on come from this node.
    pub(crate) fn at(&mut self, node: impl Ranged) {
        self.unit.here = self.source.position(node);
    }

    /// A place for the line of what computes nothing itself: who traces the program hears of it.
    pub(crate) fn line_of_its_own(&mut self, node: impl Ranged) {
        self.at(node);
        self.unit.emit(Opcode::NOP, 0, 0, 0);
    }

    pub(crate) fn error<T>(&self, node: impl Ranged, message: impl Into<String>) -> Compiled<T> {
        Err(self.source.error(node, message))
    }

    pub(crate) fn warn(&mut self, node: impl Ranged, message: impl Into<String>) {
        if self.quiet == 0 {
            let position = self.source.position(node);
            let kind = WarningKind::Syntax;
            self.warnings.push(Warning { kind, message: message.into(), position });
        }
    }

    pub(crate) fn mangled(&self, name: &str) -> Rc<str> {
        let class = owner(self.class.as_deref(), &self.class_parameters, name);
        Rc::from(&*mangle(class, name))
    }

    // --- operands ---

    /// The value of an expression, for one reader.
    pub(crate) fn value(&mut self, expression: &'a Expr) -> Compiled<Operand> {
        self.expression(expression, None)
    }

    /// The value of an expression in a new temporary on top.
    pub(crate) fn push_value(&mut self, expression: &'a Expr) -> Compiled<u16> {
        let operand = self.value(expression)?;
        Ok(self.in_temporary(operand))
    }

    /// Copies an operand to a new temporary, unless it is one.
    pub(crate) fn in_temporary(&mut self, operand: Operand) -> u16 {
        if operand.kind() == OperandKind::Consumed {
            return operand.index() as u16;
        }
        let register = self.unit.push();
        self.unit.emit(Opcode::MOVE, register, operand.0, 0);
        register
    }

    /// A new temporary that holds a constant.
    pub(crate) fn push_constant(&mut self, constant: pellucid_bytecode::Constant) -> u16 {
        let operand = self.unit.constant_operand(constant);
        self.in_temporary(operand)
    }

    /// Where a result goes: the wanted register, or a new temporary at `mark`.
    pub(crate) fn out(&mut self, wanted: Option<u16>, mark: u16) -> u16 {
        self.unit.release(mark);
        wanted.unwrap_or_else(|| self.unit.push())
    }

    /// A register as the operand of its next reader.
    pub(crate) fn result(&self, register: u16) -> Operand {
        if self.unit.is_local(register) {
            Operand::borrowed(register)
        } else {
            Operand::consumed(register)
        }
    }

    /// The same value, left where it is for another reader.
    pub(crate) fn kept(operand: Operand) -> Operand {
        match operand.kind() {
            OperandKind::Consumed => Operand::borrowed(operand.index() as u16),
            _ => operand,
        }
    }

    /// Puts an operand where it is wanted; it is the only temporary above `mark`.
    pub(crate) fn deliver(&mut self, operand: Operand, wanted: Option<u16>) -> Operand {
        match wanted {
            Some(register) if operand != self.result(register) => {
                self.unit.emit(Opcode::MOVE, register, operand.0, 0);
                if operand.kind() == OperandKind::Consumed {
                    self.unit.release(operand.index() as u16);
                }
                self.result(register)
            }
            Some(register) => self.result(register),
            None => operand,
        }
    }

    /// Drops an operand that nobody reads.
    pub(crate) fn discard(&mut self, operand: Operand) {
        if operand.kind() == OperandKind::Consumed {
            let register = operand.index() as u16;
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
            self.unit.release(register);
        }
    }
}
