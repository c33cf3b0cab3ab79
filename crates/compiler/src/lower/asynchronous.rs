//! `await`, `yield`, `yield from` and asynchronous loops.

use pellucid_bytecode::{Opcode, Operand};
use ruff_python_ast::{ExprAwait, ExprYield, ExprYieldFrom, StmtFor};
use ruff_text_size::Ranged;

use super::Compiler;
use super::blocks::Block;
use crate::error::Compiled;
use crate::options::Flags;
use crate::scopes::ScopeKind;

/// What an awaitable came from, for the message if it is none.
#[derive(Clone, Copy)]
pub(super) enum Awaited {
    Expression = 0,
    Enter = 1,
    Exit = 2,
}

/// The third field of a `YIELD` that delegates to nobody.
const NO_DELEGATE: u16 = u16::MAX;

impl<'a> Compiler<'a> {
    /// The scope that an expression is run in: that of the unit or of the innermost inlined comprehension.
    pub(super) fn current_kind(&self) -> ScopeKind {
        let id = self.unit.inlined.last().copied().unwrap_or(self.unit.scope);
        self.scopes.all[id].kind
    }

    /// Whether `await` may stand in the current unit.
    pub(super) fn is_async_allowed(&self) -> bool {
        let scope = &self.scopes.all[self.unit.scope];
        match scope.kind {
            ScopeKind::Module => self.flags.contains(Flags::ALLOW_TOP_LEVEL_AWAIT),
            ScopeKind::Generator => true,
            _ => scope.is_coroutine,
        }
    }

    pub(super) fn check_async_allowed(&self, place: impl Ranged, message: &str) -> Compiled<()> {
        if self.is_async_allowed() && self.scopes.all[self.unit.scope].kind != ScopeKind::Class {
            return Ok(());
        }
        self.error(place, message)
    }

    pub(super) fn await_expression(
        &mut self,
        it: &'a ExprAwait,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        if !self.is_async_allowed() {
            let inside = matches!(
                self.scopes.all[self.unit.scope].kind,
                ScopeKind::Function | ScopeKind::Lambda
            );
            let message =
                if inside { "'await' outside async function" } else { "'await' outside function" };
            return self.error(it, message);
        }
        let mark = self.unit.top;
        let value = self.value(&it.value)?;
        let out = self.out(None, mark);
        self.at(it);
        self.await_operand(value, out, Awaited::Expression);
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    /// Awaits an operand; the result goes to the temporary `out`, on top. The register above is used.
    pub(super) fn await_operand(&mut self, value: Operand, out: u16, from: Awaited) {
        let iterator = out + 1;
        self.unit.high = self.unit.high.max(iterator + 1);
        self.unit.emit_x(Opcode::GET_AWAITABLE, from as u8, iterator, value.0, 0);
        self.delegate(out, iterator);
    }

    /// Sends into an iterator until it is finished: its result goes to `out`.
    fn delegate(&mut self, out: u16, iterator: u16) {
        let none = self.unit.none();
        self.unit.emit(Opcode::MOVE, out, none.0, 0);
        let (send, done, thrown) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.unit.place_loop(send);
        self.unit.emit_jump(Opcode::SEND, 0, out, iterator, done);
        let region = self.unit.open_region(thrown, out, out);
        self.unit.emit(Opcode::YIELD, out, Operand::consumed(out).0, iterator);
        self.unit.close_region(region);
        self.unit.emit_jump(Opcode::JUMP_BACK, 0, 0, 0, send);
        self.unit.place(thrown);
        self.unit.emit(Opcode::CLEANUP_THROW, out, Operand::consumed(out).0, 0);
        self.unit.place(done);
    }

    pub(super) fn yield_expression(
        &mut self,
        it: &'a ExprYield,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        self.check_yield(it)?;
        let mark = self.unit.top;
        let value = match &it.value {
            Some(value) => self.value(value)?,
            None => self.unit.none(),
        };
        let out = self.out(wanted, mark);
        self.at(it);
        self.emit_yield(out, value);
        Ok(self.result(out))
    }

    /// `out = yield value`
    pub(super) fn emit_yield(&mut self, out: u16, value: Operand) {
        let x = u8::from(self.scopes.all[self.unit.scope].is_coroutine);
        self.unit.emit_x(Opcode::YIELD, x, out, value.0, NO_DELEGATE);
    }

    fn check_yield(&self, place: impl Ranged) -> Compiled<()> {
        match self.current_kind() {
            ScopeKind::Function | ScopeKind::Lambda => Ok(()),
            _ => self.error(place, "'yield' outside function"),
        }
    }

    pub(super) fn yield_from(
        &mut self,
        it: &'a ExprYieldFrom,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        match self.current_kind() {
            ScopeKind::Function | ScopeKind::Lambda => {}
            _ => return self.error(it, "'yield from' outside function"),
        }
        if self.scopes.all[self.unit.scope].is_coroutine {
            return self.error(it, "'yield from' inside async function");
        }
        let mark = self.unit.top;
        let value = self.value(&it.value)?;
        let out = self.out(None, mark);
        let iterator = out + 1;
        self.unit.high = self.unit.high.max(iterator + 1);
        self.at(it);
        self.unit.emit(Opcode::GET_YIELD_FROM, iterator, value.0, 0);
        self.delegate(out, iterator);
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    // --- async for ---

    pub(super) fn async_for(&mut self, it: &'a StmtFor) -> Compiled<()> {
        self.check_async_allowed(it, "'async for' outside async function")?;
        let mark = self.unit.top;
        let iterable = self.value(&it.iter)?;
        let iterator = self.out(None, mark);
        self.at(&*it.iter);
        self.unit.emit(Opcode::GET_AITER, iterator, iterable.0, 0);
        let (again, exhausted, end) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.unit.place_loop(again);
        let item = self.next_async_item(iterator, exhausted);
        self.store(&it.target, Operand::consumed(item))?;
        self.unit.release(item);
        self.blocks.push(Block::Loop {
            on_break: end,
            on_continue: again,
            iterator: Some(iterator),
        });
        self.suite(&it.body)?;
        self.pop_block();
        self.at(&*it.iter);
        self.unit.emit_jump(Opcode::JUMP_BACK, 0, 0, 0, again);
        self.end_async_loop(iterator, exhausted);
        self.unit.release(mark);
        self.suite(&it.orelse)?;
        self.unit.place(end);
        Ok(())
    }

    /// The next item of an asynchronous iterator, in the new temporary on top. Where there is none, StopAsyncIteration goes
    /// to `exhausted`.
    pub(super) fn next_async_item(&mut self, iterator: u16, exhausted: crate::unit::Label) -> u16 {
        let item = self.unit.push();
        let awaitable = item + 1;
        self.unit.high = self.unit.high.max(awaitable + 1);
        let region = self.unit.open_region(exhausted, item, item);
        self.unit.emit(Opcode::GET_ANEXT, awaitable, iterator, 0);
        self.delegate(item, awaitable);
        self.unit.close_region(region);
        item
    }

    /// Where an asynchronous iterator says that it has no more items.
    pub(super) fn end_async_loop(&mut self, iterator: u16, exhausted: crate::unit::Label) {
        self.unit.place(exhausted);
        let exception = Operand::consumed(iterator + 1);
        self.unit.emit(Opcode::END_ASYNC_FOR, exception.0, iterator, 0);
    }
}
