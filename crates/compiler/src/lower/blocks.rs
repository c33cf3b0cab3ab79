//! The way out of nested statements: what `return`, `break` and `continue` have to do for each
//! loop, `try` and `with` that they leave.

use pellucid_bytecode::{Opcode, Operand, OperandKind};
use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange};

use super::Compiler;
use crate::error::Compiled;
use crate::unit::{Label, Region};

/// How many blocks may be nested in one function.
const BLOCKS_MAX: usize = 21;

const NOT_IN_STAR: &str = "'break', 'continue' and 'return' cannot appear in an except* block";

/// A construct around the current statement.
#[derive(Clone, Copy)]
pub(crate) enum Block<'a> {
    /// A loop; `iterator` is emptied on the way out.
    Loop { on_break: Label, on_continue: Label, iterator: Option<u16> },
    /// The protected part of a `try` with `except` clauses (or of anything else that only needs its region ended).
    Protected { region: Region },
    /// The protected part of a `try` with a `finally`, which runs on the way out.
    Finally { region: Region, body: &'a [Stmt] },
    /// A `finally` that runs because of an exception: `previous` holds the handled one before, the
    /// register after it the exception.
    FinallyHandler { region: Region, previous: u16 },
    /// A `finally` that runs because its `try` is done: nothing is to be done on the way out.
    FinallyBody,
    /// An `except` clause; `name` is unbound on the way out.
    Handler { region: Region, previous: u16, name: Option<(&'a str, Region)> },
    /// An `except*` clause, which cannot be left this way.
    StarHandler,
    /// A `with` block: a spare register, then the exit function and its self.
    With { region: Region, spare: u16, is_async: bool, place: TextRange },
}

impl Block<'_> {
    fn regions(&mut self) -> Vec<&mut Region> {
        match self {
            Block::Loop { .. } | Block::StarHandler | Block::FinallyBody => Vec::new(),
            Block::Protected { region }
            | Block::Finally { region, .. }
            | Block::FinallyHandler { region, .. }
            | Block::With { region, .. } => vec![region],
            Block::Handler { region, name: Some((_, inner)), .. } => vec![inner, region],
            Block::Handler { region, name: None, .. } => vec![region],
        }
    }
}

impl<'a> Compiler<'a> {
    /// Begins a block of a statement at this place.
    pub(super) fn push_block(&mut self, block: Block<'a>, place: impl Ranged) -> Compiled<()> {
        if self.blocks.len() >= BLOCKS_MAX {
            return Err(self.source.error(place.range(), "too many statically nested blocks"));
        }
        self.blocks.push(block);
        Ok(())
    }

    /// Ends the innermost block.
    pub(super) fn pop_block(&mut self) -> Block<'a> {
        self.blocks.pop().expect("blocks are pushed and popped in pairs")
    }

    /// Ends the innermost block, whose region (if it has one) ends here.
    pub(super) fn close_block(&mut self) -> Block<'a> {
        let mut block = self.pop_block();
        for region in block.regions() {
            self.unit.close_region(*region);
        }
        block
    }

    pub(super) fn return_through_blocks(
        &mut self,
        value: Operand,
        place: TextRange,
    ) -> Compiled<()> {
        let mut value = value;
        let acts = self.blocks.iter().any(|block| {
            matches!(
                block,
                Block::Finally { .. } | Block::With { .. } | Block::Handler { name: Some(_), .. }
            )
        });
        if acts && value.kind() == OperandKind::Borrowed {
            value = Operand::consumed(self.in_temporary(value));
        } else if acts && value.is_constant() {
            self.line_of_its_own(place);
        }
        self.unwind(0, Some(value), place, |this, value| {
            let value = value.unwrap_or(Operand::ABSENT);
            this.unit.emit_x(Opcode::RETURN, u8::from(acts), value.0, 0, 0);
        })
    }

    pub(super) fn break_statement(&mut self, statement: &'a Stmt) -> Compiled<()> {
        let place = statement.range();
        let Some((depth, on_break, _, iterator)) = self.innermost_loop() else {
            return self.outside_loop(place, "'break' outside loop");
        };
        self.warn_in_finally(depth, place, "break");
        let jump = self.leaving_statement(place, depth);
        let top = self.unit.top;
        self.unwind(depth + 1, None, place, |this, _| {
            if let Some(iterator) = iterator {
                this.unit.emit(Opcode::CLEAR, iterator, 0, 0);
            }
            this.unit.emit_jump(Opcode::JUMP, jump, 0, 0, on_break);
        })?;
        self.unit.release(top);
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, statement: &'a Stmt) -> Compiled<()> {
        let place = statement.range();
        let Some((depth, _, on_continue, _)) = self.innermost_loop() else {
            return self.outside_loop(place, "'continue' not properly in loop");
        };
        self.warn_in_finally(depth, place, "continue");
        let jump = self.leaving_statement(place, depth);
        let top = self.unit.top;
        self.unwind(depth + 1, None, place, |this, _| {
            this.unit.emit_jump(Opcode::JUMP, jump, 0, 0, on_continue);
        })?;
        self.unit.release(top);
        Ok(())
    }

    /// Begins a `break` or `continue` of the loop at this depth: what it leaves on its way is of other lines. Gives the
    /// `x` of its jump, which has the line if nothing else has.
    fn leaving_statement(&mut self, place: TextRange, depth: usize) -> u8 {
        self.at(place);
        let direct = self.blocks.len() == depth + 1;
        if !direct {
            self.line_of_its_own(place);
        }
        u8::from(direct)
    }

    fn outside_loop(&self, place: TextRange, message: &str) -> Compiled<()> {
        let in_star = self.blocks.iter().any(|block| matches!(block, Block::StarHandler));
        self.error(place, if in_star { NOT_IN_STAR } else { message })
    }

    /// PEP 765: leaving a `finally` this way swallows exceptions.
    pub(super) fn warn_in_finally(&mut self, depth: usize, place: TextRange, word: &str) {
        let inside = self.blocks[depth..]
            .iter()
            .any(|block| matches!(block, Block::FinallyBody | Block::FinallyHandler { .. }));
        if inside {
            self.warn(place, format!("'{word}' in a 'finally' block"));
        }
    }

    fn innermost_loop(&self) -> Option<(usize, Label, Label, Option<u16>)> {
        self.blocks.iter().enumerate().rev().find_map(|(depth, block)| match *block {
            Block::Loop { on_break, on_continue, iterator } => {
                Some((depth, on_break, on_continue, iterator))
            }
            _ => None,
        })
    }

    /// Emits what leaving all blocks from `depth` on takes, and then `finish`; `value` is kept on the way. The
    /// blocks are in force again afterwards, for the code that follows the statement.
    fn unwind(
        &mut self,
        depth: usize,
        mut value: Option<Operand>,
        place: TextRange,
        finish: impl FnOnce(&mut Self, Option<Operand>),
    ) -> Compiled<()> {
        let mut left = Vec::new();
        while self.blocks.len() > depth {
            let mut block = self.pop_block();
            for region in block.regions() {
                self.unit.close_region(*region);
            }
            left.push(block);
            value = self.leave_block(block, value, place)?;
        }
        self.at(place);
        finish(self, value);
        for mut block in left.into_iter().rev() {
            for region in block.regions() {
                self.unit.regions_open += 1;
                region.start = self.unit.code.len() as u32;
            }
            self.blocks.push(block);
        }
        Ok(())
    }

    fn leave_block(
        &mut self,
        block: Block<'a>,
        value: Option<Operand>,
        place: TextRange,
    ) -> Compiled<Option<Operand>> {
        match block {
            Block::Loop { iterator, .. } => {
                if let Some(iterator) = iterator {
                    self.at(place);
                    self.unit.emit(Opcode::CLEAR, iterator, 0, 0);
                }
            }
            Block::Protected { .. } | Block::FinallyBody => {}
            Block::Finally { body, .. } => {
                self.quiet += 1;
                self.suite(body)?;
                self.quiet -= 1;
            }
            Block::FinallyHandler { previous, .. } => {
                self.at(place);
                self.unit.emit(Opcode::CLEAR, previous + 1, 0, 0);
                self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(previous).0, 0, 0);
            }
            Block::Handler { previous, name, .. } => {
                self.at(place);
                self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(previous).0, 0, 0);
                if let Some((name, _)) = name {
                    self.forget_name(name)?;
                }
            }
            Block::StarHandler => {
                return self.error(place, NOT_IN_STAR);
            }
            Block::With { spare, is_async, place, .. } => {
                return self.leave_with(spare, is_async, place, value);
            }
        }
        Ok(value)
    }

    fn leave_with(
        &mut self,
        spare: u16,
        is_async: bool,
        place: TextRange,
        value: Option<Operand>,
    ) -> Compiled<Option<Operand>> {
        let mut value = value;
        self.at(place);
        if let Some(operand) = value
            && operand.kind() == OperandKind::Consumed
        {
            self.unit.emit(Opcode::MOVE, spare, operand.0, 0);
            value = Some(Operand::consumed(spare));
        }
        self.unit.release(spare + 3);
        self.call_exit(spare + 1, is_async)?;
        Ok(value)
    }
}
