//! `with` and `async with`.

use pellucid_bytecode::{Opcode, Operand, Special};
use ruff_python_ast::{Expr, StmtWith, WithItem};
use ruff_text_size::Ranged;

use super::Compiler;
use super::asynchronous::Awaited;
use super::blocks::Block;
use crate::error::Compiled;

impl<'a> Compiler<'a> {
    pub(super) fn with_statement(&mut self, it: &'a StmtWith) -> Compiled<()> {
        if it.is_async {
            self.check_async_allowed(it, "'async with' outside async function")?;
        }
        self.with_items(it, &it.items)
    }

    /// The registers of a `with`: a spare one (for a value that is returned through it), the exit function, its self.
    fn with_items(&mut self, it: &'a StmtWith, items: &'a [WithItem]) -> Compiled<()> {
        let Some((item, rest)) = items.split_first() else { return self.suite(&it.body) };
        let place = item.context_expr.range();
        let spare = self.unit.push_many(3);
        let exit = spare + 1;
        let manager = self.value(&item.context_expr)?;
        self.unit.release(spare + 3);
        self.at(place);
        let (enter_special, exit_special) = if it.is_async {
            (Special::AsyncEnter, Special::AsyncExit)
        } else {
            (Special::Enter, Special::Exit)
        };
        let window = self.unit.push_many(2);
        let kept = Self::kept(manager).0;
        self.unit.emit_x(Opcode::LOAD_SPECIAL, exit_special as u8, exit, kept, 0);
        self.unit.emit_x(Opcode::LOAD_SPECIAL, enter_special as u8, window, manager.0, 0);
        self.unit.release(window);
        let entered = self.unit.push();
        self.unit.emit(Opcode::CALL, window, entered, 0);
        if it.is_async {
            self.await_operand(Operand::consumed(entered), entered, Awaited::Enter);
        }
        let (handler, end) = (self.unit.label(), self.unit.label());
        let region = self.unit.open_region(handler, spare + 3, spare + 4);
        self.push_block(Block::With { region, spare, is_async: it.is_async, place }, place)?;
        match &item.optional_vars {
            Some(target) => self.store(target, Operand::consumed(entered))?,
            None => self.unit.emit(Opcode::CLEAR, entered, 0, 0),
        }
        self.unit.release(entered);
        stacker::maybe_grow(128 << 10, 2 << 20, || self.with_items(it, rest))?;
        self.close_block();
        self.at(place);
        self.call_exit(exit, it.is_async)?;
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.with_handler(spare, handler, it.is_async, &item.context_expr)?;
        self.unit.release(spare);
        self.unit.place(end);
        Ok(())
    }

    /// Calls the exit function in the window `exit` with three times None, and drops its result.
    pub(super) fn call_exit(&mut self, exit: u16, is_async: bool) -> Compiled<()> {
        self.unit.release(exit + 2);
        let none = self.unit.none();
        for _ in 0..3 {
            let register = self.unit.push();
            self.unit.emit(Opcode::MOVE, register, none.0, 0);
        }
        self.unit.emit(Opcode::CALL, exit, exit, 3);
        self.unit.release(exit + 1);
        if is_async {
            self.await_operand(Operand::consumed(exit), exit, Awaited::Exit);
        }
        self.unit.emit(Opcode::CLEAR, exit, 0, 0);
        self.unit.release(exit + 2);
        Ok(())
    }

    /// The body raised: the exit function decides.
    fn with_handler(
        &mut self,
        spare: u16,
        handler: crate::unit::Label,
        is_async: bool,
        context: &'a Expr,
    ) -> Compiled<()> {
        let (exit, base) = (spare + 1, spare + 3);
        self.unit.place(handler);
        self.unit.release(base);
        let (cleanup, suppress, end) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.at(context);
        let region = self.begin_handler(cleanup, base);
        let out = self.unit.push();
        self.unit.emit(Opcode::WITH_EXCEPT, out, exit, base + 1);
        if is_async {
            self.await_operand(Operand::consumed(out), out, Awaited::Exit);
        }
        self.jump_if(Operand::consumed(out), suppress, true);
        self.unit.emit_x(Opcode::RERAISE, 1, Operand::consumed(base + 1).0, 0, 0);
        self.unit.place(suppress);
        self.unit.emit(Opcode::CLEAR, base + 1, 0, 0);
        self.unit.close_region(region);
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(base).0, 0, 0);
        self.unit.emit(Opcode::CLEAR, exit, 0, 0);
        self.unit.emit(Opcode::CLEAR, exit + 1, 0, 0);
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.end_handler(cleanup, base);
        self.unit.place(end);
        Ok(())
    }
}
