//! `try`, `except`, `except*` and `finally`.
//!
//! The registers of a handler: `previous` (what was handled before, for `POP_HANDLED`), then the exception. The
//! exception table puts the exception there, and the first word of the handler fills `previous`.

use pellucid_bytecode::{Opcode, Operand};
use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Stmt, StmtTry};

use super::Compiler;
use super::blocks::Block;
use crate::error::Compiled;
use crate::unit::{Label, Region};

impl<'a> Compiler<'a> {
    pub(super) fn try_statement(&mut self, it: &'a StmtTry) -> Compiled<()> {
        self.line_of_its_own(it);
        if it.finalbody.is_empty() {
            return self.try_except(it);
        }
        let (handler, end) = (self.unit.label(), self.unit.label());
        let base = self.unit.top;
        let region = self.unit.open_region(handler, base, base + 1);
        self.push_block(Block::Finally { region, body: &it.finalbody }, it)?;
        if it.handlers.is_empty() {
            self.suite(&it.body)?;
        } else {
            self.try_except(it)?;
        }
        self.close_block();
        self.blocks.push(Block::FinallyBody);
        self.suite(&it.finalbody)?;
        self.pop_block();
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.unit.place(handler);
        self.finally_handler(&it.finalbody, base)?;
        self.unit.place(end);
        Ok(())
    }

    /// The copy of a `finally` that runs because of an exception.
    fn finally_handler(&mut self, body: &'a [Stmt], base: u16) -> Compiled<()> {
        let cleanup = self.unit.label();
        let region = self.begin_handler(cleanup, base);
        self.blocks.push(Block::FinallyHandler { region, previous: base });
        self.quiet += 1;
        self.suite(body)?;
        self.quiet -= 1;
        self.unit.emit(Opcode::RERAISE, Operand::consumed(base + 1).0, 0, 0);
        self.close_block();
        self.end_handler(cleanup, base);
        Ok(())
    }

    /// Makes the exception the handled one; what is raised from here on goes to `cleanup`.
    pub(super) fn begin_handler(&mut self, cleanup: Label, base: u16) -> Region {
        self.unit.push_many(2);
        self.unit.emit(Opcode::PUSH_HANDLED, base, base + 1, 0);
        self.unit.open_region(cleanup, base + 1, base + 1)
    }

    /// Where exceptions of a handler itself arrive: they go on, and what was handled before is again.
    pub(super) fn end_handler(&mut self, cleanup: Label, base: u16) {
        self.unit.place(cleanup);
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(base).0, 0, 0);
        self.unit.emit_x(Opcode::RERAISE, 1, Operand::consumed(base + 1).0, 0, 0);
        self.unit.release(base);
    }

    fn try_except(&mut self, it: &'a StmtTry) -> Compiled<()> {
        let (handler, end) = (self.unit.label(), self.unit.label());
        let base = self.unit.top;
        let region = self.unit.open_region(handler, base, base + 1);
        self.push_block(Block::Protected { region }, it)?;
        self.suite(&it.body)?;
        self.close_block();
        self.suite(&it.orelse)?;
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.unit.place(handler);
        if it.is_star {
            self.star_handlers(it, base, end)?;
        } else {
            self.handlers(it, base, end)?;
        }
        self.unit.place(end);
        Ok(())
    }

    fn handlers(&mut self, it: &'a StmtTry, base: u16, end: Label) -> Compiled<()> {
        let cleanup = self.unit.label();
        self.at(it);
        let region = self.begin_handler(cleanup, base);
        self.blocks.push(Block::Handler { region, previous: base, name: None });
        let exception = base + 1;
        for (index, ExceptHandler::ExceptHandler(handler)) in it.handlers.iter().enumerate() {
            let next = self.unit.label();
            match &handler.type_ {
                Some(class) => {
                    let class_value = self.value(class)?;
                    self.unit.release(base + 2);
                    let out = self.unit.push();
                    self.at(&**class);
                    self.unit.emit(Opcode::MATCH_EXCEPTION, out, exception, class_value.0);
                    self.unit.release(base + 2);
                    self.jump_if(Operand::consumed(out), next, false);
                }
                None if index + 1 < it.handlers.len() => {
                    return self.error(handler, "default 'except:' must be last");
                }
                None => {}
            }
            self.handler_body(handler, base, end)?;
            self.unit.place(next);
        }
        self.unit.emit(Opcode::RERAISE, Operand::consumed(exception).0, 0, 0);
        self.close_block();
        self.end_handler(cleanup, base);
        Ok(())
    }

    /// The body of an `except` clause whose exception matches.
    fn handler_body(
        &mut self,
        handler: &'a ExceptHandlerExceptHandler,
        base: u16,
        end: Label,
    ) -> Compiled<()> {
        let exception = Operand::consumed(base + 1);
        self.at(handler);
        match &handler.name {
            None => {
                self.unit.emit(Opcode::CLEAR, base + 1, 0, 0);
                self.unit.release(base + 1);
                self.suite(&handler.body)?;
                self.leave_handler(base, end);
            }
            Some(name) => {
                self.check_forbidden(name, handler, ruff_python_ast::ExprContext::Store)?;
                self.store_name(name, exception)?;
                self.unit.release(base + 1);
                let forget = self.unit.label();
                let region = self.unit.open_region(forget, base + 1, base + 1);
                self.set_handler_name(Some((name.as_str(), region)));
                self.suite(&handler.body)?;
                let region = self.set_handler_name(None).expect("was set before the body");
                self.unit.close_region(region.1);
                self.forget_after(name, base, end, forget)?;
            }
        }
        self.unit.release(base);
        self.unit.push_many(2);
        Ok(())
    }

    /// Unbinds the name of an `except` clause: after its body, and when its body raises.
    fn forget_after(
        &mut self,
        name: &'a str,
        base: u16,
        end: Label,
        forget: Label,
    ) -> Compiled<()> {
        self.leave_handler_with(base, end, name)?;
        self.unit.place(forget);
        self.unit.release(base);
        self.unit.push_many(2);
        self.forget_name(name)?;
        self.unit.emit(Opcode::RERAISE, Operand::consumed(base + 1).0, 0, 0);
        Ok(())
    }

    fn leave_handler(&mut self, base: u16, end: Label) {
        let resumed = self.suspend_region();
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(base).0, 0, 0);
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.resume_region(resumed);
    }

    fn leave_handler_with(&mut self, base: u16, end: Label, name: &'a str) -> Compiled<()> {
        let resumed = self.suspend_region();
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(base).0, 0, 0);
        self.forget_name(name)?;
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.resume_region(resumed);
        Ok(())
    }

    /// The region of the innermost block ends here for a while: a handler that has been left must not be
    /// cleaned up again.
    fn suspend_region(&mut self) -> bool {
        let Some(Block::Handler { region, .. }) = self.blocks.last() else { return false };
        let region = *region;
        self.unit.close_row(region);
        true
    }

    fn resume_region(&mut self, suspended: bool) {
        let here = self.unit.code.len() as u32;
        if let Some(Block::Handler { region, .. }) = self.blocks.last_mut()
            && suspended
        {
            region.start = here;
        }
    }

    /// Changes the name that leaving the innermost block (a handler) unbinds.
    fn set_handler_name(&mut self, new: Option<(&'a str, Region)>) -> Option<(&'a str, Region)> {
        match self.blocks.last_mut() {
            Some(Block::Handler { name, .. }) => std::mem::replace(name, new),
            _ => None,
        }
    }

    // --- except* ---

    /// `except*` clauses. Registers from `base`: previous, the original group, the list of what is to be raised, the
    /// rest that no clause has taken, the part that a clause takes, what was handled before the clause.
    fn star_handlers(&mut self, it: &'a StmtTry, base: u16, end: Label) -> Compiled<()> {
        let cleanup = self.unit.label();
        self.at(it);
        let region = self.begin_handler(cleanup, base);
        self.blocks.push(Block::Protected { region });
        self.blocks.push(Block::StarHandler);
        let (original, raised, rest) = (base + 1, base + 2, base + 3);
        self.unit.push_many(2);
        self.unit.emit(Opcode::BUILD_LIST, raised, base + 4, 0);
        self.unit.emit(Opcode::MOVE, rest, Operand::borrowed(original).0, 0);
        for ExceptHandler::ExceptHandler(handler) in &it.handlers {
            self.star_handler(handler, base)?;
            self.unit.release(base + 4);
        }
        let (all_taken, reraise) = (self.unit.label(), self.unit.label());
        self.at(it);
        let rest_kept = Operand::borrowed(rest).0;
        self.unit.emit_jump(Opcode::JUMP_IF_NONE, 0, rest_kept, 0, all_taken);
        self.unit.emit(Opcode::LIST_APPEND, raised, rest_kept, 0);
        self.unit.place(all_taken);
        let list = Operand::consumed(raised).0;
        self.unit.emit(Opcode::JOIN_GROUP, rest, original, list);
        self.unit.emit_jump(Opcode::JUMP_IF_NOT_NONE, 0, rest_kept, 0, reraise);
        self.unit.emit(Opcode::CLEAR, rest, 0, 0);
        self.unit.emit(Opcode::CLEAR, original, 0, 0);
        self.pop_block();
        let Block::Protected { region } = self.pop_block() else { return Ok(()) };
        self.unit.close_row(region);
        self.leave_handler(base, end);
        self.unit.place(reraise);
        let region = Region { start: self.unit.code.len() as u32, ..region };
        self.unit.emit(Opcode::CLEAR, original, 0, 0);
        self.unit.emit(Opcode::RERAISE, Operand::consumed(rest).0, 0, 0);
        self.unit.close_region(region);
        self.end_handler(cleanup, base);
        Ok(())
    }

    fn star_handler(&mut self, handler: &'a ExceptHandlerExceptHandler, base: u16) -> Compiled<()> {
        let (raised, rest, taken, before) = (base + 2, base + 3, base + 4, base + 5);
        let Some(class) = &handler.type_ else {
            return self.error(handler, "expected one or more exception types");
        };
        let (next, none, failed) = (self.unit.label(), self.unit.label(), self.unit.label());
        let class_value = self.value(class)?;
        self.unit.release(taken);
        self.unit.push_many(2);
        self.at(&**class);
        self.unit.emit(Opcode::MATCH_GROUP, taken, rest, class_value.0);
        self.unit.emit_jump(Opcode::JUMP_IF_NONE, 0, Operand::borrowed(taken).0, 0, none);
        self.unit.emit(Opcode::PUSH_HANDLED, before, taken, 0);
        self.at(handler);
        if let Some(name) = &handler.name {
            self.store_name(name, Operand::consumed(taken))?;
        } else {
            self.unit.emit(Opcode::CLEAR, taken, 0, 0);
        }
        let region = self.unit.open_region(failed, before + 1, before + 1);
        self.blocks.push(Block::Protected { region });
        self.suite(&handler.body)?;
        self.close_block();
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(before).0, 0, 0);
        if let Some(name) = &handler.name {
            self.forget_name(name)?;
        }
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, next);
        self.unit.place(failed);
        let exception = self.unit.push();
        self.unit.emit(Opcode::LIST_APPEND, raised, Operand::consumed(exception).0, 0);
        self.unit.emit(Opcode::POP_HANDLED, Operand::consumed(before).0, 0, 0);
        if let Some(name) = &handler.name {
            self.forget_name(name)?;
        }
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, next);
        self.unit.place(none);
        self.unit.emit(Opcode::CLEAR, taken, 0, 0);
        self.unit.place(next);
        Ok(())
    }
}
