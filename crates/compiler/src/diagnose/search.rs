//! Looking for nodes of the recovered tree by their place.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// The first expression (the outermost first) for which a test holds.
struct Search<'a, F> {
    test: F,
    found: Option<&'a Expr>,
}

impl<'a, F: Fn(&Expr) -> bool> Visitor<'a> for Search<'a, F> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if self.found.is_some() {
            return;
        }
        if (self.test)(expression) {
            self.found = Some(expression);
            return;
        }
        stacker::maybe_grow(64 << 10, 1 << 20, || walk_expr(self, expression));
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.found.is_none() {
            stacker::maybe_grow(64 << 10, 1 << 20, || walk_stmt(self, statement));
        }
    }
}

pub(super) fn find(tree: &Mod, test: impl Fn(&Expr) -> bool) -> Option<&Expr> {
    let mut search = Search { test, found: None };
    match tree {
        Mod::Module(module) => search.visit_body(&module.body),
        Mod::Expression(expression) => search.visit_expr(&expression.body),
    }
    search.found
}

/// The expression with exactly this range.
pub(super) fn at(tree: &Mod, range: TextRange) -> Option<&Expr> {
    find(tree, |expression| expression.range() == range)
}

/// The longest expression that ends at a place and begins at `from` or later.
pub(super) fn ending(tree: &Mod, end: TextSize, from: TextSize) -> Option<&Expr> {
    find(tree, |expression| expression.end() == end && expression.start() >= from)
}

/// The longest expression that begins at a place.
pub(super) fn beginning(tree: &Mod, start: TextSize) -> Option<&Expr> {
    find(tree, |expression| expression.start() == start && !expression.range().is_empty())
}

/// The assignment statement that has an expression as a target, and whether it is the last target.
pub(super) fn assignment(tree: &Mod, target: TextRange) -> Option<bool> {
    struct Assignments {
        target: TextRange,
        found: Option<bool>,
    }
    impl Visitor<'_> for Assignments {
        fn visit_stmt(&mut self, statement: &Stmt) {
            if let Stmt::Assign(it) = statement
                && let Some(index) = it.targets.iter().position(|it| it.range() == self.target)
            {
                self.found = Some(index + 1 == it.targets.len());
            }
            stacker::maybe_grow(64 << 10, 1 << 20, || walk_stmt(self, statement));
        }

        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut search = Assignments { target, found: None };
    if let Mod::Module(module) = tree {
        search.visit_body(&module.body);
    }
    search.found
}
