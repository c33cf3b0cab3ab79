//! The first pass over the scopes, statements: which names each scope binds, uses and declares.

mod statements;

use std::rc::Rc;

use ruff_python_ast::{
    ExceptHandler, ModModule, Parameters, Stmt, StmtClassDef, StmtFunctionDef, TypeParam,
    TypeParams,
};
use ruff_python_ast::{Expr, Identifier};
use ruff_text_size::{Ranged, TextRange};

use super::analyze::analyze;
use super::mangle::{ClassParameters, class_parameters, mangle, owner};
use super::symbols::{Part, Scope, ScopeId, ScopeKind, Scopes, SymbolFlags, key_of};
use crate::error::{Compiled, ErrorKind};
use crate::source::Source;

/// How deep a tree may be. Deeper ones raise RecursionError, as in CPython.
const DEPTH_MAX: u32 = 50_000;

/// What is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Tree<'a> {
    Module(&'a ModModule),
    Expression(&'a Expr),
}

/// Builds and resolves the symbol tables of a tree.
pub(crate) fn collect(
    tree: Tree<'_>,
    source: &Source<'_>,
    future_annotations: bool,
) -> Compiled<Scopes> {
    let mut collector = Collector {
        scopes: Scopes::default(),
        current: 0,
        class: None,
        class_parameters: None,
        source,
        future_annotations,
        conditional: false,
        depth: 0,
    };
    collector.scopes.all.push(Scope::new(ScopeKind::Module, None));
    match tree {
        Tree::Module(module) => collector.suite(&module.body)?,
        Tree::Expression(expression) => collector.expression(expression)?,
    }
    let mut scopes = collector.scopes;
    analyze(&mut scopes, source)?;
    Ok(scopes)
}

pub(super) struct Collector<'s, 't> {
    pub(super) scopes: Scopes,
    pub(super) current: ScopeId,
    /// Name of the innermost class, for mangling.
    class: Option<Rc<str>>,
    class_parameters: ClassParameters,
    pub(super) source: &'s Source<'t>,
    future_annotations: bool,
    /// In a block that may not run.
    conditional: bool,
    depth: u32,
}

impl Collector<'_, '_> {
    pub(super) fn scope(&mut self) -> &mut Scope {
        &mut self.scopes.all[self.current]
    }

    pub(super) fn enter(&mut self, kind: ScopeKind, node: usize, part: Part) -> ScopeId {
        let parent = self.current;
        let id = self.scopes.all.len();
        let outer = &mut self.scopes.all[parent];
        outer.children.push(id);
        let mut scope = Scope::new(kind, Some(parent));
        scope.nested = outer.nested || outer.kind.is_function_like();
        let class_around = outer.kind == ScopeKind::Class || outer.sees_class;
        // With `from __future__ import annotations` an annotation is a string, which sees nothing.
        let text = kind == ScopeKind::Annotation && self.future_annotations;
        scope.sees_class = kind.is_annotation_like() && class_around && !text;
        if kind.is_comprehension() {
            let outer_sees = outer.sees_class && outer.kind.is_annotation_like();
            scope.inlined = kind != ScopeKind::Generator && !outer_sees;
        }
        scope.in_comprehension_iterable = outer.in_comprehension_iterable;
        let sees_class = scope.sees_class;
        self.scopes.all.push(scope);
        self.scopes.by_node.insert((node, part), id);
        self.current = id;
        if sees_class {
            self.define("__classdict__", SymbolFlags::USED);
        }
        id
    }

    /// The scope already made for a node, if there is one, or a new one.
    fn enter_again(&mut self, kind: ScopeKind, node: usize, part: Part) {
        match self.scopes.of(node, part) {
            Some(id) => self.current = id,
            None => drop(self.enter(kind, node, part)),
        }
    }

    pub(super) fn leave(&mut self) {
        self.current = self.scope().parent.expect("the module's scope is never left");
    }

    pub(super) fn mangled(&self, name: &str) -> Rc<str> {
        let class = owner(self.class.as_deref(), &self.class_parameters, name);
        Rc::from(&*mangle(class, name))
    }

    /// Notes a use of a name that needs no check.
    pub(super) fn define(&mut self, name: &str, flags: SymbolFlags) {
        let name = self.mangled(name);
        self.scope().symbols.entry(name).or_default().flags |= flags;
    }

    /// Notes a binding, with the checks that CPython makes.
    pub(super) fn bind(
        &mut self,
        name: &str,
        flags: SymbolFlags,
        range: TextRange,
    ) -> Compiled<()> {
        let name = self.mangled(name);
        let iteration = flags.contains(SymbolFlags::ITERATION);
        let symbol = self.scope().symbols.entry(name.clone()).or_default();
        let before = symbol.flags;
        symbol.flags |= flags;
        if flags.contains(SymbolFlags::PARAMETER) && before.contains(SymbolFlags::PARAMETER) {
            let message = format!("duplicate argument '{name}' in function definition");
            return Err(self.source.error(range, message));
        }
        if flags.contains(SymbolFlags::TYPE_PARAMETER)
            && before.contains(SymbolFlags::TYPE_PARAMETER)
        {
            return Err(self.source.error(range, format!("duplicate type parameter '{name}'")));
        }
        if iteration && before.intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL) {
            let message = format!(
                "comprehension inner loop cannot rebind assignment expression target '{name}'"
            );
            return Err(self.source.error(range, message));
        }
        if flags.contains(SymbolFlags::PARAMETER) {
            self.scope().parameters.push(name);
        }
        Ok(())
    }

    /// Counts a level of nesting, so that a tree that is too deep ends in RecursionError.
    pub(super) fn deeper<T>(
        &mut self,
        range: TextRange,
        work: impl FnOnce(&mut Self) -> Compiled<T>,
    ) -> Compiled<T> {
        if self.depth >= DEPTH_MAX {
            let message = "maximum recursion depth exceeded during compilation";
            let position = self.source.position(range);
            return Err(self.source.error_at(ErrorKind::Recursion, message, position));
        }
        self.depth += 1;
        let result = stacker::maybe_grow(64 << 10, 1 << 20, || work(self));
        self.depth -= 1;
        result
    }

    pub(super) fn suite(&mut self, body: &[Stmt]) -> Compiled<()> {
        body.iter().try_for_each(|statement| {
            self.deeper(statement.range(), |this| this.statement(statement))
        })
    }

    fn block(&mut self, body: &[Stmt]) -> Compiled<()> {
        let before = std::mem::replace(&mut self.conditional, true);
        let result = self.suite(body);
        self.conditional = before;
        result
    }

    fn statement(&mut self, statement: &Stmt) -> Compiled<()> {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Return(it) => self.optional(it.value.as_deref()),
            Stmt::Delete(it) => self.expressions(&it.targets),
            Stmt::TypeAlias(alias) => {
                self.target(&alias.name)?;
                let generic = alias.type_params.as_deref();
                if let Some(parameters) = generic {
                    self.enter(ScopeKind::TypeParameters, key_of(alias), Part::TypeParameters);
                    self.type_parameters(parameters)?;
                }
                self.enter(ScopeKind::TypeAlias, key_of(alias), Part::Body);
                self.scope().parameters.push(Rc::from(".format"));
                self.define(".format", SymbolFlags::PARAMETER);
                self.expression(&alias.value)?;
                self.leave();
                if generic.is_some() {
                    self.leave();
                }
                Ok(())
            }
            Stmt::Assign(it) => {
                self.expressions(&it.targets)?;
                self.expression(&it.value)
            }
            Stmt::AugAssign(it) => {
                self.expression(&it.target)?;
                if let Expr::Name(name) = &*it.target {
                    self.define(&name.id, SymbolFlags::USED | SymbolFlags::ASSIGNED);
                }
                self.expression(&it.value)
            }
            Stmt::AnnAssign(it) => self.annotated(it),
            Stmt::For(it) => {
                self.note_async(it.is_async);
                self.expression(&it.target)?;
                self.expression(&it.iter)?;
                self.block(&it.body)?;
                self.block(&it.orelse)
            }
            Stmt::While(it) => {
                self.expression(&it.test)?;
                self.block(&it.body)?;
                self.block(&it.orelse)
            }
            Stmt::If(it) => {
                self.expression(&it.test)?;
                self.block(&it.body)?;
                it.elif_else_clauses.iter().try_for_each(|clause| {
                    self.optional(clause.test.as_ref())?;
                    self.block(&clause.body)
                })
            }
            Stmt::With(it) => {
                self.note_async(it.is_async);
                for item in &it.items {
                    self.expression(&item.context_expr)?;
                    self.optional(item.optional_vars.as_deref())?;
                }
                self.block(&it.body)
            }
            Stmt::Match(it) => {
                self.expression(&it.subject)?;
                it.cases.iter().try_for_each(|case| {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard.as_deref())?;
                    self.block(&case.body)
                })
            }
            Stmt::Raise(it) => {
                self.optional(it.exc.as_deref())?;
                self.optional(it.cause.as_deref())
            }
            Stmt::Try(it) => {
                self.block(&it.body)?;
                for ExceptHandler::ExceptHandler(handler) in &it.handlers {
                    self.optional(handler.type_.as_deref())?;
                    if let Some(name) = &handler.name {
                        self.bind_name(name, SymbolFlags::ASSIGNED | SymbolFlags::DELETED)?;
                    }
                    self.block(&handler.body)?;
                }
                self.block(&it.orelse)?;
                self.block(&it.finalbody)
            }
            Stmt::Assert(it) => {
                self.expression(&it.test)?;
                self.optional(it.msg.as_deref())
            }
            Stmt::Import(it) => self.import(it),
            Stmt::ImportFrom(it) => self.import_from(it),
            Stmt::Global(it) => self.directive(&it.names, SymbolFlags::GLOBAL, it.range),
            Stmt::Nonlocal(it) => self.directive(&it.names, SymbolFlags::NONLOCAL, it.range),
            Stmt::Expr(it) => self.expression(&it.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {
                Ok(())
            }
        }
    }

    /// An asynchronous statement at the top level makes the module a coroutine (where that is allowed).
    fn note_async(&mut self, is_async: bool) {
        if is_async && self.scope().kind == ScopeKind::Module {
            self.scope().is_coroutine = true;
        }
    }

    fn bind_name(&mut self, name: &Identifier, flags: SymbolFlags) -> Compiled<()> {
        self.bind(&name.id, flags, name.range)
    }

    fn function(&mut self, function: &StmtFunctionDef) -> Compiled<()> {
        let node = key_of(function);
        self.bind(&function.name.id, SymbolFlags::ASSIGNED, function.range)?;
        for decorator in &function.decorator_list {
            self.expression(&decorator.expression)?;
        }
        self.defaults(&function.parameters)?;
        let generic = function.type_params.as_deref();
        if let Some(parameters) = generic {
            self.enter(ScopeKind::TypeParameters, node, Part::TypeParameters);
            let all = function.parameters.iter_non_variadic_params().count();
            let keywords = function.parameters.kwonlyargs.iter();
            if keywords.clone().any(|parameter| parameter.default.is_some()) {
                self.bind(".kwdefaults", SymbolFlags::PARAMETER, function.range)?;
            }
            if all > 0 && positional_defaults(&function.parameters) {
                self.bind(".defaults", SymbolFlags::PARAMETER, function.range)?;
                // Registers follow the order in which the wrapper is called.
                self.scope().parameters.sort();
            }
            self.type_parameters(parameters)?;
        }
        self.annotations(function)?;
        self.enter(ScopeKind::Function, node, Part::Body);
        self.scope().is_coroutine = function.is_async;
        self.parameters(&function.parameters)?;
        let conditional = std::mem::replace(&mut self.conditional, false);
        self.suite(&function.body)?;
        self.conditional = conditional;
        self.leave();
        if generic.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn annotations(&mut self, function: &StmtFunctionDef) -> Compiled<()> {
        // CPython has an annotation scope for every function, even one without annotations.
        if self.scope().kind == ScopeKind::Class && !self.future_annotations {
            self.scope().needs_class_dict = true;
        }
        let parameters = function.parameters.iter().filter_map(|it| it.as_parameter().annotation());
        let all: Vec<&Expr> = parameters.chain(function.returns.as_deref()).collect();
        if all.is_empty() {
            return Ok(());
        }
        self.enter_annotation(key_of(function));
        if !self.future_annotations {
            all.into_iter().try_for_each(|annotation| self.expression(annotation))?;
        }
        self.leave();
        Ok(())
    }

    fn enter_annotation(&mut self, node: usize) {
        let fresh = self.scopes.of(node, Part::Annotations).is_none();
        self.enter_again(ScopeKind::Annotation, node, Part::Annotations);
        if fresh {
            self.scope().parameters.push(Rc::from(".format"));
            self.define(".format", SymbolFlags::PARAMETER);
        }
    }

    /// Default values, which belong to the scope around the function.
    pub(super) fn defaults(&mut self, parameters: &Parameters) -> Compiled<()> {
        parameters
            .iter_non_variadic_params()
            .try_for_each(|parameter| self.optional(parameter.default.as_deref()))
    }

    /// Parameters in the order of their registers: positional, keyword-only, `*args`, `**kwargs`.
    pub(super) fn parameters(&mut self, parameters: &Parameters) -> Compiled<()> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        for parameter in positional.chain(&parameters.kwonlyargs) {
            self.bind_name(&parameter.parameter.name, SymbolFlags::PARAMETER)?;
        }
        for parameter in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.bind_name(&parameter.name, SymbolFlags::PARAMETER)?;
        }
        Ok(())
    }

    fn class(&mut self, class: &StmtClassDef) -> Compiled<()> {
        let node = key_of(class);
        self.bind(&class.name.id, SymbolFlags::ASSIGNED, class.range)?;
        for decorator in &class.decorator_list {
            self.expression(&decorator.expression)?;
        }
        let generic = class.type_params.as_deref();
        let outer_parameters = self.class_parameters.clone();
        if let Some(parameters) = generic {
            self.enter(ScopeKind::TypeParameters, node, Part::TypeParameters);
            self.class_parameters = class_parameters(class);
            self.define(".type_params", SymbolFlags::ASSIGNED | SymbolFlags::USED);
            self.define(".generic_base", SymbolFlags::ASSIGNED | SymbolFlags::USED);
            self.type_parameters(parameters)?;
        }
        self.expressions(class.bases())?;
        for keyword in class.keywords() {
            self.expression(&keyword.value)?;
        }
        self.enter(ScopeKind::Class, node, Part::Body);
        let outer_class = self.class.replace(Rc::from(class.name.id.as_str()));
        self.class_parameters = None;
        if generic.is_some() {
            self.define("__type_params__", SymbolFlags::ASSIGNED);
            self.define(".type_params", SymbolFlags::USED);
        }
        let conditional = std::mem::replace(&mut self.conditional, false);
        self.suite(&class.body)?;
        self.conditional = conditional;
        self.class = outer_class;
        self.class_parameters = outer_parameters;
        self.leave();
        if generic.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn type_parameters(&mut self, parameters: &TypeParams) -> Compiled<()> {
        for parameter in &parameters.type_params {
            let name = parameter.name();
            self.bind(
                &name.id,
                SymbolFlags::TYPE_PARAMETER | SymbolFlags::ASSIGNED,
                parameter.range(),
            )?;
            if let TypeParam::TypeVar(variable) = parameter {
                self.type_variable_part(variable.bound.as_deref(), key_of(parameter), Part::Bound)?;
            }
            self.type_variable_part(parameter.default(), key_of(parameter), Part::Default)?;
        }
        Ok(())
    }

    fn type_variable_part(
        &mut self,
        value: Option<&Expr>,
        node: usize,
        part: Part,
    ) -> Compiled<()> {
        let Some(value) = value else { return Ok(()) };
        self.enter(ScopeKind::TypeVariable, node, part);
        self.scope().parameters.push(Rc::from(".format"));
        self.define(".format", SymbolFlags::PARAMETER);
        self.scope().described = match (part, value) {
            (Part::Default, _) => Some("a type parameter default"),
            (_, Expr::Tuple(_)) => Some("a TypeVar constraint"),
            _ => None,
        };
        self.expression(value)?;
        self.leave();
        Ok(())
    }
}

/// Whether a positional parameter has a default value.
pub(crate) fn positional_defaults(parameters: &Parameters) -> bool {
    let mut positional = parameters.posonlyargs.iter().chain(&parameters.args);
    positional.any(|parameter| parameter.default.is_some())
}
