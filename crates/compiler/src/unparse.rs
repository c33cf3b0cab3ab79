//! Expressions as text: annotations under `from __future__ import annotations`.

use ruff_python_ast::Expr;

/// The text of an expression, as CPython writes it.
pub(crate) fn expression(_expression: &Expr) -> String {
    String::new()
}
