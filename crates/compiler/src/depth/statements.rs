//! Statements without blocks, and suites.

use ruff_python_ast::Stmt;

use super::Walk;

impl<'a> Walk<'_, 'a> {
    pub(super) fn suite(&mut self, body: &'a [Stmt]) {
        for statement in body {
            if !self.live {
                return;
            }
            stacker::maybe_grow(64 << 10, 1 << 20, || self.statement(statement));
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        let base = self.depth;
        match statement {
            Stmt::FunctionDef(it) => self.function_definition(it),
            Stmt::ClassDef(it) => self.class_definition(it),
            Stmt::TypeAlias(it) => self.type_alias(it),
            Stmt::Return(it) => self.return_value(it.value.as_deref()),
            Stmt::Delete(it) => it.targets.iter().for_each(|target| self.delete(target)),
            Stmt::Assign(it) => self.assigned(&it.targets, &it.value),
            Stmt::AugAssign(it) => self.augmented(it),
            Stmt::AnnAssign(it) => self.annotated(it),
            Stmt::For(it) => self.for_loop(it),
            Stmt::While(it) => self.while_loop(it),
            Stmt::If(it) => self.if_statement(it),
            Stmt::With(it) => self.with_items(it, &it.items),
            Stmt::Match(it) => self.match_statement(it),
            Stmt::Raise(it) => {
                for part in [&it.exc, &it.cause].into_iter().flatten() {
                    self.expression(part);
                }
                self.live = false;
            }
            Stmt::Try(it) => self.try_statement(it),
            Stmt::Assert(it) => {
                if self.compiler.options.optimize == 0 {
                    let end = self.label();
                    self.condition(&it.test, end, true);
                    self.up(1);
                    if let Some(message) = &it.msg {
                        self.expression(message);
                    }
                    self.live = false;
                    self.place(end);
                }
            }
            Stmt::Import(_) | Stmt::ImportFrom(_) => self.import(statement),
            Stmt::Expr(it) => {
                if self.compiler.is_interactive() || !self.is_constant(&it.value) {
                    self.expression(&it.value);
                }
            }
            Stmt::Break(_) => self.leave_loop(true),
            Stmt::Continue(_) => self.leave_loop(false),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
        }
        self.depth = base;
    }
}
