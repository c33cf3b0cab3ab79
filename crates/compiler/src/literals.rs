//! The literals of a source: CPython keeps the objects of a tree until what it has been compiled to has run.

use pellucid_bytecode::Constant;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Mod};

use crate::literal;
use crate::source::Source;

/// The numbers, strings and bytes that a program writes down, each once. Those inside of f-strings are left out.
pub(crate) fn literals(tree: &Mod, source: &Source<'_>) -> Vec<Constant> {
    let mut search = Literals { source, found: indexmap::IndexSet::new() };
    match tree {
        Mod::Module(module) => search.visit_body(&module.body),
        Mod::Expression(expression) => search.visit_expr(&expression.body),
    }
    search.found.into_iter().collect()
}

struct Literals<'a> {
    source: &'a Source<'a>,
    found: indexmap::IndexSet<Constant>,
}

impl<'a> Visitor<'a> for Literals<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        let constant = match expression {
            Expr::NumberLiteral(it) => literal::number(&it.value),
            Expr::StringLiteral(it) => literal::string(it, self.source),
            Expr::BytesLiteral(it) => literal::bytes(it),
            Expr::FString(_) | Expr::TString(_) => return,
            _ => {
                stacker::maybe_grow(64 << 10, 1 << 20, || walk_expr(self, expression));
                return;
            }
        };
        self.found.insert(constant);
    }
}
