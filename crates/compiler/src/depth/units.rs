//! Whole code units: modules, functions, class bodies, and the functions that CPython makes for annotations and
//! type parameters.

use ruff_python_ast::{
    Expr, ExprName, Stmt, StmtAnnAssign, StmtClassDef, StmtFunctionDef, StmtTypeAlias, TypeParam,
    TypeParams,
};

use super::Walk;
use crate::scopes::{Part, key_of};

impl<'a> Walk<'_, 'a> {
    pub(crate) fn module(&mut self, body: &'a [Stmt]) {
        if self.compiler.has_annotations(body) && !self.compiler.future_annotations() {
            self.conditional_set();
            self.deferred_function();
        }
        self.suite(body);
        self.touch(1);
    }

    /// The code of a lambda or of `eval`.
    pub(crate) fn value_unit(&mut self, value: &'a Expr) {
        self.expression(value);
    }

    pub(crate) fn function_unit(&mut self, body: &'a [Stmt]) {
        // A generator has a handler for the StopIteration that leaves it; that of a lambda has none.
        let scope = &self.compiler.scopes.all[self.compiler.unit.scope];
        if scope.is_generator || scope.is_coroutine {
            self.touch(2);
        }
        self.suite(body);
        self.touch(1);
    }

    pub(crate) fn class_unit(&mut self, it: &'a StmtClassDef) {
        let scope = &self.compiler.scopes.all[self.compiler.unit.scope];
        let class_cell = scope.needs_class_cell;
        self.touch(1);
        let body = &it.body;
        let annotated = self.compiler.has_annotations(body) && !self.compiler.future_annotations();
        if annotated {
            self.conditional_set();
        }
        self.suite(body);
        if annotated {
            self.deferred_function();
        }
        self.touch(if class_cell { 2 } else { 1 });
    }

    /// `__conditional_annotations__ = set()`
    fn conditional_set(&mut self) {
        self.touch(1);
    }

    /// Makes and stores the `__annotate__` function of a class or module.
    fn deferred_function(&mut self) {
        let scope = self.compiler.scope_of(self.compiler.unit.scope, Part::Annotations);
        self.closure(scope);
        self.down(1);
    }

    /// The check of the format that an annotation scope begins with.
    fn format_check(&mut self) {
        self.touch(2);
    }

    /// The `__annotate__` function of a function.
    pub(crate) fn annotate_unit(&mut self, annotations: &[(&'a str, &'a Expr)]) {
        self.format_check();
        if annotations.is_empty() {
            self.touch(1);
        }
        for (_, annotation) in annotations {
            self.up(1);
            if self.compiler.future_annotations() {
                self.up(1);
            } else {
                self.annotation_value(annotation);
            }
        }
    }

    /// The `__annotate__` function of a class or module.
    pub(crate) fn deferred_unit(&mut self, annotations: &[(&'a StmtAnnAssign, &'a ExprName)]) {
        self.format_check();
        self.up(1);
        for &(it, _) in annotations {
            if self.compiler.scopes.conditional.contains(&key_of(it)) {
                self.touch(2);
            }
            self.annotation_value(&it.annotation);
            self.touch(2);
            self.down(1);
        }
    }

    fn annotation_value(&mut self, annotation: &'a Expr) {
        match annotation {
            Expr::Starred(it) => self.expression(&it.value),
            other => self.expression(other),
        }
    }

    /// The function that evaluates a bound, a default or the value of a type alias.
    pub(crate) fn evaluator_unit(&mut self, value: &'a Expr) {
        self.format_check();
        self.annotation_value(value);
    }

    // --- type parameters ---

    /// Makes and binds the type parameters; the tuple of them is on top.
    fn type_parameters(&mut self, parameters: &'a TypeParams) {
        let base = self.depth;
        for parameter in &parameters.type_params {
            self.up(1);
            let node = key_of(parameter);
            if let TypeParam::TypeVar(variable) = parameter
                && variable.bound.is_some()
            {
                self.evaluator(node, Part::Bound);
                self.down(1);
            }
            if parameter.default().is_some() {
                self.evaluator(node, Part::Default);
                self.down(1);
            }
            self.touch(1);
        }
        self.one_above(base);
    }

    /// Makes an evaluator, whose format has a default.
    fn evaluator(&mut self, node: usize, part: Part) {
        self.up(1);
        let scope = self.compiler.scope_of(node, part);
        self.closure(scope);
        self.down(1);
    }

    pub(crate) fn generic_function_unit(&mut self, it: &'a StmtFunctionDef, defaults: usize) {
        if let Some(parameters) = &it.type_params {
            self.type_parameters(parameters);
        }
        self.up(defaults);
        self.function_object(it);
    }

    pub(crate) fn generic_class_unit(&mut self, it: &'a StmtClassDef) {
        if let Some(parameters) = &it.type_params {
            self.type_parameters(parameters);
            self.down(1);
        }
        self.class_object(it);
    }

    /// The name, the type parameters and the evaluator of a type alias, then the alias.
    pub(crate) fn alias_object(&mut self, it: &'a StmtTypeAlias) {
        let base = self.depth;
        self.up(1);
        match &it.type_params {
            Some(parameters) => self.type_parameters(parameters),
            None => self.up(1),
        }
        self.evaluator(key_of(it), Part::Body);
        self.one_above(base);
    }

    /// Makes a function of the code of a scope, with the cells that it closes over.
    pub(super) fn closure(&mut self, scope: crate::scopes::ScopeId) {
        let free = self.compiler.scopes.all[scope].free_names().count();
        let base = self.depth;
        self.up(free);
        if free > 0 {
            self.one_above(base);
        }
        self.up(1);
        self.one_above(base);
    }
}
