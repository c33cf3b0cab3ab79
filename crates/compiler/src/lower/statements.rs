//! Statements: the dispatch, and those that need no file of their own.

use pellucid_bytecode::{Common, Intrinsic, Opcode, Operand, OperandKind};
use ruff_python_ast::{Expr, Stmt, StmtAssert, StmtIf, StmtRaise, StmtReturn};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::error::Compiled;
use crate::scopes::ScopeKind;

impl<'a> Compiler<'a> {
    pub(super) fn suite(&mut self, body: &'a [Stmt]) -> Compiled<()> {
        body.iter().try_for_each(|statement| {
            stacker::maybe_grow(128 << 10, 2 << 20, || self.statement(statement))
        })
    }

    fn statement(&mut self, statement: &'a Stmt) -> Compiled<()> {
        let top = self.unit.top;
        match statement {
            Stmt::FunctionDef(it) => self.function_definition(it),
            Stmt::ClassDef(it) => self.class_definition(it),
            Stmt::Return(it) => self.return_statement(it),
            Stmt::Delete(it) => it.targets.iter().try_for_each(|target| self.delete(target)),
            Stmt::TypeAlias(it) => self.type_alias(it),
            Stmt::Assign(it) => self.assign(it),
            Stmt::AugAssign(it) => self.augmented(it),
            Stmt::AnnAssign(it) => self.annotated(it),
            Stmt::For(it) => self.for_statement(it),
            Stmt::While(it) => self.while_statement(it),
            Stmt::If(it) => self.if_statement(it),
            Stmt::With(it) => self.with_statement(it),
            Stmt::Match(it) => self.match_statement(it),
            Stmt::Raise(it) => self.raise(it),
            Stmt::Try(it) => self.try_statement(it),
            Stmt::Assert(it) => self.assert(it),
            Stmt::Import(it) => self.import(it),
            Stmt::ImportFrom(it) => self.import_from(it),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::Expr(it) => self.expression_statement(&it.value),
            Stmt::Pass(_) => {
                self.line_of_its_own(statement);
                Ok(())
            }
            Stmt::Break(_) => self.break_statement(statement),
            Stmt::Continue(_) => self.continue_statement(statement),
            Stmt::IpyEscapeCommand(_) => self.error(statement, "invalid syntax"),
        }?;
        debug_assert_eq!(self.unit.top, top, "a statement leaves no temporaries");
        Ok(())
    }

    fn expression_statement(&mut self, value: &'a Expr) -> Compiled<()> {
        if self.is_interactive() && self.outer.is_empty() {
            let operand = self.value(value)?;
            self.at(value);
            let mark = self.unit.top;
            if operand.kind() == OperandKind::Consumed {
                self.unit.release(operand.index() as u16);
            }
            let out = self.unit.push();
            let x = Intrinsic::Display as u8;
            self.unit.emit_x(Opcode::INTRINSIC, x, out, operand.0, Operand::ABSENT.0);
            self.discard(Operand::consumed(out));
            debug_assert!(self.unit.top <= mark);
            return Ok(());
        }
        if self.folder.fold(value, self.source).is_some() {
            self.line_of_its_own(value);
            return Ok(());
        }
        self.effect(value)
    }

    fn if_statement(&mut self, it: &'a StmtIf) -> Compiled<()> {
        let end = self.unit.label();
        let mut test = Some(&*it.test);
        let mut body = &it.body;
        let mut clauses = it.elif_else_clauses.iter();
        loop {
            let otherwise = self.unit.label();
            if let Some(test) = test {
                if self.folder.truth(test, self.source).is_some() {
                    self.line_of_its_own(test);
                }
                self.condition(test, otherwise, false)?;
            }
            self.suite(body)?;
            let next = clauses.next();
            if next.is_some() {
                self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
            }
            self.unit.place(otherwise);
            match next {
                Some(clause) => {
                    test = clause.test.as_ref();
                    body = &clause.body;
                    if test.is_none() {
                        self.suite(body)?;
                        break;
                    }
                }
                None => break,
            }
        }
        self.unit.place(end);
        Ok(())
    }

    fn return_statement(&mut self, it: &'a StmtReturn) -> Compiled<()> {
        let scope = &self.scopes.all[self.unit.scope];
        if !matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda) {
            return self.error(it, "'return' outside function");
        }
        if it.value.is_some() && scope.is_generator && scope.is_coroutine {
            return self.error(it, "'return' with value in async generator");
        }
        self.warn_in_finally(0, it.range(), "return");
        let top = self.unit.top;
        let value = match &it.value {
            Some(value) => self.value(value)?,
            None => self.unit.none(),
        };
        self.at(it);
        self.return_through_blocks(value, it.range())?;
        self.unit.release(top);
        Ok(())
    }

    fn raise(&mut self, it: &'a StmtRaise) -> Compiled<()> {
        let mark = self.unit.top;
        let exception = it.exc.as_ref().map(|value| self.value(value)).transpose()?;
        let cause = it.cause.as_ref().map(|value| self.value(value)).transpose()?;
        self.unit.release(mark);
        self.at(it);
        let x = u8::from(exception.is_some()) + u8::from(cause.is_some());
        let exception = exception.unwrap_or(Operand::ABSENT);
        let cause = cause.unwrap_or(Operand::ABSENT);
        self.unit.emit_x(Opcode::RAISE, x, exception.0, cause.0, 0);
        Ok(())
    }

    fn assert(&mut self, it: &'a StmtAssert) -> Compiled<()> {
        if let Expr::Tuple(tuple) = &*it.test
            && !tuple.elts.is_empty()
        {
            self.warn(it, "assertion is always true, perhaps remove parentheses?");
        }
        if self.options.optimize > 0 {
            return self.lower_unreachable(|this| {
                this.effect(&it.test)?;
                it.msg.as_ref().map_or(Ok(()), |message| this.effect(message))
            });
        }
        let end = self.unit.label();
        let mark = self.unit.top;
        self.condition(&it.test, end, true)?;
        self.at(it);
        let error = self.unit.push();
        self.unit.emit_x(Opcode::LOAD_COMMON, Common::AssertionError as u8, error, 0, 0);
        if let Some(message) = &it.msg {
            self.unit.push();
            self.push_value(message)?;
            self.at(&*it.test);
            self.unit.emit(Opcode::CALL, error, error, 1);
        }
        self.at(&*it.test);
        let absent = Operand::ABSENT.0;
        self.unit.emit_x(Opcode::RAISE, 1, Operand::consumed(error).0, absent, 0);
        self.unit.release(mark);
        self.unit.place(end);
        Ok(())
    }
}
