//! Targets: what is assigned to, augmented, deleted.

use ruff_python_ast::{Expr, Stmt, StmtAnnAssign, StmtAugAssign};

use super::Walk;

impl<'a> Walk<'_, 'a> {
    /// Stores the value on top.
    pub(super) fn store(&mut self, target: &'a Expr) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.store_inside(target));
    }

    fn store_inside(&mut self, target: &'a Expr) {
        let base = self.depth;
        match target {
            Expr::Attribute(it) => self.expression(&it.value),
            Expr::Subscript(it) => {
                self.expression(&it.value);
                self.index(&it.slice, true);
            }
            Expr::Starred(it) => self.store(&it.value),
            Expr::Tuple(_) | Expr::List(_) => {
                let items = match target {
                    Expr::Tuple(it) => &it.elts,
                    Expr::List(it) => &it.elts,
                    _ => return,
                };
                self.down(1);
                self.up(items.len());
                for item in items {
                    self.store(item);
                }
            }
            _ => {}
        }
        self.depth = base;
        self.down(1);
    }

    pub(super) fn delete(&mut self, target: &'a Expr) {
        let base = self.depth;
        match target {
            Expr::Attribute(it) => self.expression(&it.value),
            Expr::Subscript(it) => {
                self.expression(&it.value);
                self.index(&it.slice, false);
            }
            Expr::Tuple(it) => it.elts.iter().for_each(|item| self.delete(item)),
            Expr::List(it) => it.elts.iter().for_each(|item| self.delete(item)),
            _ => {}
        }
        self.depth = base;
    }

    pub(super) fn augmented(&mut self, it: &'a StmtAugAssign) {
        let base = self.depth;
        match &*it.target {
            Expr::Attribute(target) => {
                self.expression(&target.value);
                self.up(1);
            }
            Expr::Subscript(target) => {
                self.expression(&target.value);
                let parts = self.index(&target.slice, true);
                self.up(parts + 1);
                self.down(parts);
            }
            _ => self.up(1),
        }
        self.expression(&it.value);
        self.depth = base;
    }

    pub(super) fn annotated(&mut self, it: &'a StmtAnnAssign) {
        let base = self.depth;
        if let Some(value) = &it.value {
            self.expression(value);
            self.store(&it.target);
        }
        self.depth = base;
        let kind = self.compiler.scopes.all[self.compiler.unit.scope].kind;
        let future = self.compiler.future_annotations();
        let evaluates = !kind.is_function_like();
        match &*it.target {
            Expr::Name(_) if it.simple => {
                if evaluates && future {
                    self.touch(3);
                } else if evaluates
                    && self.compiler.scopes.conditional.contains(&crate::scopes::key_of(it))
                {
                    self.touch(2);
                }
                return;
            }
            Expr::Attribute(target) if it.value.is_none() => {
                self.expression(&target.value);
                self.down(1);
            }
            Expr::Subscript(target) if it.value.is_none() => {
                self.expression(&target.value);
                self.down(1);
                self.checked_index(&target.slice);
            }
            _ => {}
        }
        if evaluates && !future {
            self.expression(&it.annotation);
        }
        self.depth = base;
    }

    /// The parts of an index that are evaluated for their effects alone, one at a time.
    fn checked_index(&mut self, index: &'a Expr) {
        match index {
            Expr::Slice(it) => {
                for part in [&it.lower, &it.upper, &it.step].into_iter().flatten() {
                    self.expression(part);
                    self.down(1);
                }
            }
            Expr::Tuple(it) => it.elts.iter().for_each(|part| self.checked_index(part)),
            other => {
                self.expression(other);
                self.down(1);
            }
        }
    }

    pub(super) fn assigned(&mut self, targets: &'a [Expr], value: &'a Expr) {
        let base = self.depth;
        self.expression(value);
        for (index, target) in targets.iter().enumerate() {
            if index + 1 < targets.len() {
                self.up(1);
            }
            self.store(target);
        }
        self.depth = base;
    }

    /// A name is bound to a module or to what comes from one.
    pub(super) fn import(&mut self, statement: &'a Stmt) {
        if matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_)) {
            self.touch(2);
        }
    }
}
