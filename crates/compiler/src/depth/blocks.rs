//! Statements with blocks, and the ways out of them.

use ruff_python_ast::{
    ExceptHandler, ExceptHandlerExceptHandler, Expr, Stmt, StmtFor, StmtIf, StmtTry, StmtWhile,
    StmtWith, WithItem,
};

use super::{Block, Label, Walk};

/// What the handler of a handler needs: the exception before, the place, the exception and a copy.
const CLEANUP: usize = 4;

impl<'a> Walk<'_, 'a> {
    fn within(&mut self, block: Block<'a>, body: &'a [Stmt]) {
        self.blocks.push(block);
        self.suite(body);
        self.blocks.pop();
    }

    pub(super) fn if_statement(&mut self, it: &'a StmtIf) {
        let (end, mut next) = (self.label(), self.label());
        self.condition(&it.test, next, false);
        self.suite(&it.body);
        self.jump(end);
        self.place(next);
        for clause in &it.elif_else_clauses {
            next = self.label();
            if let Some(test) = &clause.test {
                self.condition(test, next, false);
            }
            self.suite(&clause.body);
            self.jump(end);
            self.place(next);
        }
        self.place(end);
    }

    pub(super) fn while_loop(&mut self, it: &'a StmtWhile) {
        let (again, done, end) = (self.label(), self.label(), self.label());
        self.condition(&it.test, done, false);
        self.within(Block::While { on_break: end, on_continue: again }, &it.body);
        self.live = false;
        self.place(done);
        self.suite(&it.orelse);
        self.place(end);
    }

    pub(super) fn for_loop(&mut self, it: &'a StmtFor) {
        let base = self.depth;
        let (again, end) = (self.label(), self.label());
        if it.is_async {
            self.expression(&it.iter);
            self.next_awaited();
        } else {
            self.iterable(&it.iter);
        }
        self.up(1);
        self.store(&it.target);
        self.within(Block::For { on_break: end, on_continue: again }, &it.body);
        self.depth = base;
        self.live = true;
        self.suite(&it.orelse);
        self.place(end);
    }

    // --- with ---

    pub(super) fn with_items(&mut self, it: &'a StmtWith, items: &'a [WithItem]) {
        let Some((item, rest)) = items.split_first() else { return self.suite(&it.body) };
        let base = self.depth;
        self.expression(&item.context_expr);
        self.up(1);
        self.up(2);
        self.down(1);
        if it.is_async {
            self.touch(2);
        }
        match &item.optional_vars {
            Some(target) => self.store(target),
            None => self.down(1),
        }
        self.blocks.push(Block::With);
        stacker::maybe_grow(64 << 10, 1 << 20, || self.with_items(it, rest));
        self.blocks.pop();
        self.touch(3);
        let end = self.label();
        self.jump(end);
        // The exception, with the place it came from; then the result of the exit function, or the cleanup.
        self.live = true;
        self.depth = base;
        self.touch(if it.is_async { 8 } else { 7 });
        self.depth = base;
    }

    // --- try ---

    pub(super) fn try_statement(&mut self, it: &'a StmtTry) {
        if it.finalbody.is_empty() {
            return self.try_except(it);
        }
        let end = self.label();
        self.blocks.push(Block::Finally(&it.finalbody));
        if it.handlers.is_empty() {
            self.suite(&it.body);
        } else {
            self.try_except(it);
        }
        self.blocks.pop();
        self.suite(&it.finalbody);
        self.jump(end);
        self.live = true;
        self.touch(CLEANUP);
        self.up(2);
        self.within(Block::FinallyHandler, &it.finalbody);
        self.live = false;
        self.down(2);
        self.place(end);
    }

    fn try_except(&mut self, it: &'a StmtTry) {
        let base = self.depth;
        let end = self.label();
        self.suite(&it.body);
        self.suite(&it.orelse);
        self.jump(end);
        self.live = true;
        self.touch(CLEANUP);
        self.up(2);
        if it.is_star {
            self.star_handlers(&it.handlers, end);
        } else {
            for ExceptHandler::ExceptHandler(handler) in &it.handlers {
                self.handler(handler, end);
            }
        }
        self.depth = base;
        self.live = false;
        self.place(end);
    }

    fn handler(&mut self, it: &'a ExceptHandlerExceptHandler, end: Label) {
        let next = self.label();
        if let Some(kind) = &it.type_ {
            self.expression(kind);
            self.down(1);
            self.reach(next);
        }
        self.down(1);
        let named = it.name.is_some();
        if named {
            // The cleanup of the name, with the place and the exception below.
            self.touch(3);
        }
        self.within(Block::Handler { named }, &it.body);
        if named {
            self.touch(1);
        }
        self.jump(end);
        self.up(1);
        self.place(next);
    }

    /// `except*` clauses: below lie the exception before, the group as it was, and the list of what was raised.
    fn star_handlers(&mut self, handlers: &'a [ExceptHandler], end: Label) {
        self.up(2);
        for ExceptHandler::ExceptHandler(it) in handlers {
            if let Some(kind) = &it.type_ {
                self.expression(kind);
            }
            // What is left, what matches, and a copy of it.
            self.touch(1);
            self.down(1);
            let named = it.name.is_some();
            self.touch(if named { 3 } else { 2 });
            self.within(Block::Handler { named }, &it.body);
            self.live = true;
        }
        self.reach(end);
    }

    // --- the ways out ---

    pub(super) fn return_value(&mut self, value: Option<&'a Expr>) {
        let waits = value.is_some_and(|value| !value.is_literal_expr());
        match value {
            Some(value) if waits => self.expression(value),
            _ => {}
        }
        self.unwind(0, waits);
        if !waits {
            self.up(1);
        }
        self.live = false;
    }

    pub(super) fn leave_loop(&mut self, breaks: bool) {
        let is_loop = |block: &Block| matches!(block, Block::While { .. } | Block::For { .. });
        let Some(index) = self.blocks.iter().rposition(is_loop) else { return };
        self.unwind(index + 1, false);
        if let Block::While { on_break, on_continue } | Block::For { on_break, on_continue } =
            self.blocks[index]
        {
            self.jump(if breaks { on_break } else { on_continue });
        }
    }

    /// Leaves the blocks from number `first` on, the innermost first.
    fn unwind(&mut self, first: usize, waits: bool) {
        let mut left = Vec::new();
        while self.blocks.len() > first
            && let Some(block) = self.blocks.pop()
        {
            left.push(block);
            match block {
                Block::While { .. } => {}
                Block::For { .. } | Block::Waiting => self.down(1),
                Block::Finally(body) => {
                    if waits {
                        self.blocks.push(Block::Waiting);
                    }
                    self.suite(body);
                    if waits {
                        self.blocks.pop();
                    }
                }
                Block::FinallyHandler => self.down(2),
                Block::Handler { named } => {
                    self.down(1);
                    self.touch(usize::from(named));
                }
                Block::With => {
                    self.touch(3);
                    self.down(2);
                }
            }
        }
        self.blocks.extend(left.into_iter().rev());
    }
}
