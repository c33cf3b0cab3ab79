//! `from __future__ import ...`: where it may stand and what it switches on.

use ruff_python_ast::{Alias, Expr, Stmt, StmtImportFrom};

use crate::error::Compiled;
use crate::options::Flags;
use crate::source::Source;

/// The future features that a module asks for.
pub(crate) fn features(body: &[Stmt], source: &Source<'_>) -> Compiled<Flags> {
    let mut flags = Flags::empty();
    let mut allowed = true;
    let mut docstring_possible = true;
    for statement in body {
        match statement {
            Stmt::ImportFrom(import) if is_future(import) => {
                if !allowed {
                    let message = "from __future__ imports must occur at the beginning of the file";
                    return Err(source.error(import.range, message));
                }
                for alias in &import.names {
                    flags |= feature(alias, source)?;
                }
                docstring_possible = false;
            }
            Stmt::Expr(it)
                if docstring_possible && matches!(&*it.value, Expr::StringLiteral(_)) =>
            {
                docstring_possible = false;
            }
            _ => allowed = false,
        }
        if !allowed {
            misplaced(std::slice::from_ref(statement), source)?;
        }
    }
    Ok(flags)
}

fn is_future(import: &StmtImportFrom) -> bool {
    import.level == 0 && import.module.as_ref().is_some_and(|module| &**module == "__future__")
}

/// Looks for future imports in nested blocks, where they may not stand.
fn misplaced(body: &[Stmt], source: &Source<'_>) -> Compiled<()> {
    use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
    struct Search<'s, 't> {
        source: &'s Source<'t>,
        found: Compiled<()>,
    }
    impl StatementVisitor<'_> for Search<'_, '_> {
        fn visit_stmt(&mut self, statement: &Stmt) {
            if let Stmt::ImportFrom(import) = statement
                && is_future(import)
                && self.found.is_ok()
            {
                let message = "from __future__ imports must occur at the beginning of the file";
                self.found = Err(self.source.error(import.range, message));
            }
            stacker::maybe_grow(64 << 10, 1 << 20, || walk_stmt(self, statement));
        }
    }
    let mut search = Search { source, found: Ok(()) };
    for statement in body {
        search.visit_stmt(statement);
    }
    search.found
}

fn feature(alias: &Alias, source: &Source<'_>) -> Compiled<Flags> {
    Ok(match alias.name.as_str() {
        "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement"
        | "print_function" | "unicode_literals" | "generator_stop" => Flags::empty(),
        "barry_as_FLUFL" => Flags::FUTURE_BARRY_AS_BDFL,
        "annotations" => Flags::FUTURE_ANNOTATIONS,
        "braces" => return Err(source.error(alias.range, "not a chance")),
        other => {
            let message = format!("future feature {other} is not defined");
            return Err(source.error(alias.range, message));
        }
    })
}
