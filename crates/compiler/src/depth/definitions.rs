//! Definitions: functions, lambdas, classes, type aliases.

use ruff_python_ast::{
    Decorator, ExprLambda, Parameters, StmtClassDef, StmtFunctionDef, StmtTypeAlias,
};

use super::Walk;
use crate::scopes::{Part, key_of, positional_defaults};

impl<'a> Walk<'_, 'a> {
    fn decorators(&mut self, decorators: &'a [Decorator]) {
        decorators.iter().for_each(|it| self.expression(&it.expression));
    }

    pub(super) fn function_definition(&mut self, it: &'a StmtFunctionDef) {
        let base = self.depth;
        self.decorators(&it.decorator_list);
        let arguments = self.defaults(&it.parameters);
        if it.type_params.is_some() {
            let scope = self.compiler.scope_of(key_of(it), Part::TypeParameters);
            self.closure(scope);
            if arguments == 0 {
                self.touch(1);
            }
        } else {
            self.function_object(it);
        }
        self.depth = base;
    }

    /// Default values, a tuple and a dict; gives how many of the two there are.
    fn defaults(&mut self, parameters: &'a Parameters) -> usize {
        let mut count = 0;
        let base = self.depth;
        if positional_defaults(parameters) {
            let positional = parameters.posonlyargs.iter().chain(&parameters.args);
            let values: Vec<_> = positional.filter_map(|it| it.default.as_deref()).collect();
            if !values.iter().all(|value| self.is_constant(value)) {
                values.into_iter().for_each(|value| self.expression(value));
            }
            self.one_above(base);
            count += 1;
        }
        let base = self.depth;
        if parameters.kwonlyargs.iter().any(|it| it.default.is_some()) {
            for value in parameters.kwonlyargs.iter().filter_map(|it| it.default.as_deref()) {
                self.up(1);
                self.expression(value);
            }
            self.one_above(base);
            count += 1;
        }
        count
    }

    /// Annotations and the function itself, above the defaults.
    pub(super) fn function_object(&mut self, it: &'a StmtFunctionDef) {
        let annotated = it.returns.is_some()
            || it.parameters.iter().any(|it| it.as_parameter().annotation.is_some());
        if annotated {
            let scope = self.compiler.scope_of(key_of(it), Part::Annotations);
            self.closure(scope);
        }
        let scope = self.compiler.scope_of(key_of(it), Part::Body);
        self.closure(scope);
    }

    pub(super) fn lambda(&mut self, it: &'a ExprLambda) {
        let base = self.depth;
        if let Some(parameters) = &it.parameters {
            self.defaults(parameters);
        }
        let scope = self.compiler.scope_of(key_of(it), Part::Body);
        self.closure(scope);
        self.one_above(base);
    }

    pub(super) fn class_definition(&mut self, it: &'a StmtClassDef) {
        let base = self.depth;
        self.decorators(&it.decorator_list);
        if it.type_params.is_some() {
            self.generic_call(key_of(it));
        } else {
            self.class_object(it);
        }
        self.depth = base;
    }

    /// Calls the function of a scope of type parameters, without arguments.
    fn generic_call(&mut self, node: usize) {
        let scope = self.compiler.scope_of(node, Part::TypeParameters);
        self.closure(scope);
        self.touch(1);
    }

    /// `__build_class__(body, name, ...)`
    pub(super) fn class_object(&mut self, it: &'a StmtClassDef) {
        let base = self.depth;
        self.up(2);
        let scope = self.compiler.scope_of(key_of(it), Part::Body);
        self.closure(scope);
        self.up(1);
        let generic = it.type_params.is_some();
        if generic {
            self.touch(1);
        }
        let empty: (&'a [_], &'a [_]) = (&[], &[]);
        let (bases, keywords) =
            it.arguments.as_deref().map_or(empty, |it| (&*it.args, &*it.keywords));
        self.call_with(2, bases, keywords, generic);
        self.one_above(base);
    }

    pub(super) fn type_alias(&mut self, it: &'a StmtTypeAlias) {
        if it.type_params.is_some() {
            self.generic_call(key_of(it));
        } else {
            self.alias_object(it);
        }
        self.down(1);
    }
}
