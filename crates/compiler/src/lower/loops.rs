//! `for` and `while`.

use pellucid_bytecode::{Opcode, Operand};
use ruff_python_ast::{Expr, ExprContext, StmtFor, StmtWhile};

use super::Compiler;
use super::blocks::Block;
use crate::error::Compiled;
use crate::unit::Label;

impl<'a> Compiler<'a> {
    pub(super) fn for_statement(&mut self, it: &'a StmtFor) -> Compiled<()> {
        if it.is_async {
            return self.async_for(it);
        }
        let mark = self.unit.top;
        let iterable = self.iterated(&it.iter)?;
        let iterator = self.out(None, mark);
        self.at(&*it.iter);
        self.unit.emit(Opcode::GET_ITER, iterator, iterable.0, 0);
        let (again, exhausted, end) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.unit.place_loop(again);
        self.next_item(&it.target, &it.iter, iterator, exhausted)?;
        self.push_block(
            Block::Loop { on_break: end, on_continue: again, iterator: Some(iterator) },
            it,
        )?;
        self.suite(&it.body)?;
        self.pop_block();
        self.at(&*it.iter);
        self.unit.emit_jump(Opcode::JUMP_BACK, 0, 0, 0, again);
        self.unit.place(exhausted);
        self.unit.release(mark);
        self.suite(&it.orelse)?;
        self.unit.place(end);
        Ok(())
    }

    /// What a loop goes over: nobody sees whether a display of constants is a list or set.
    pub(super) fn iterated(&mut self, iterable: &'a Expr) -> Compiled<Operand> {
        match self.folder.display(iterable, self.source) {
            Some(constant) => {
                self.at(iterable);
                Ok(self.unit.expression_constant(constant))
            }
            None => self.value(iterable),
        }
    }

    /// The next item of an iterator, stored to the target.
    pub(super) fn next_item(
        &mut self,
        target: &'a Expr,
        iterable: &'a Expr,
        iterator: u16,
        exhausted: Label,
    ) -> Compiled<()> {
        let mark = self.unit.top;
        if let Expr::Name(name) = target
            && let Some(register) = self.direct_register(&name.id)
        {
            self.check_forbidden(&name.id, name, ExprContext::Store)?;
            self.at(iterable);
            self.for_iter(register, iterator, exhausted);
            return Ok(());
        }
        let item = self.unit.push();
        self.at(iterable);
        self.for_iter(item, iterator, exhausted);
        self.store(target, Operand::consumed(item))?;
        self.unit.release(mark);
        Ok(())
    }

    /// `FOR_ITER`: only the way on binds the item.
    fn for_iter(&mut self, item: u16, iterator: u16, exhausted: Label) {
        self.unit.emit_jump(Opcode::FOR_ITER, 0, item, iterator, exhausted);
    }

    /// `while`: tested once before, and then at the bottom.
    pub(super) fn while_statement(&mut self, it: &'a StmtWhile) -> Compiled<()> {
        let (body, again, exit, end) =
            (self.unit.label(), self.unit.label(), self.unit.label(), self.unit.label());
        let endless = self.folder.truth(&it.test, self.source) == Some(true);
        if endless {
            self.line_of_its_own(&*it.test);
        }
        self.condition(&it.test, exit, false)?;
        self.unit.place_loop(body);
        self.push_block(
            Block::Loop {
                on_break: end,
                on_continue: if endless { body } else { again },
                iterator: None,
            },
            it,
        )?;
        self.suite(&it.body)?;
        self.pop_block();
        if endless {
            self.at(&*it.test);
            self.unit.emit_jump(Opcode::JUMP_BACK, 1, 0, 0, body);
        } else {
            self.unit.place(again);
            self.quiet += 1;
            self.condition(&it.test, body, true)?;
            self.quiet -= 1;
        }
        self.unit.place(exit);
        self.suite(&it.orelse)?;
        self.unit.place(end);
        Ok(())
    }
}
