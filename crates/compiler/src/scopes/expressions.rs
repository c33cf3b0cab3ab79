//! The first pass over the scopes, expressions.

use std::rc::Rc;

use ruff_python_ast::{
    Comprehension, Expr, ExprContext, ExprLambda, ExprName, ExprNamed, InterpolatedStringElement,
    InterpolatedStringElements,
};
use ruff_text_size::{Ranged, TextRange};

use super::collect::Collector;
use super::symbols::{Part, ScopeKind, SymbolFlags, key_of};
use crate::error::Compiled;

impl Collector<'_, '_> {
    pub(super) fn optional(&mut self, expression: Option<&Expr>) -> Compiled<()> {
        expression.map_or(Ok(()), |expression| self.expression(expression))
    }

    pub(super) fn expressions(&mut self, all: &[Expr]) -> Compiled<()> {
        all.iter().try_for_each(|expression| self.expression(expression))
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Compiled<()> {
        self.deeper(expression.range(), |this| this.expression_inside(expression))
    }

    /// A name that is bound by the construct around it.
    pub(super) fn target(&mut self, expression: &Expr) -> Compiled<()> {
        match expression {
            Expr::Name(name) => self.bind(&name.id, SymbolFlags::ASSIGNED, name.range),
            other => self.expression(other),
        }
    }

    fn expression_inside(&mut self, expression: &Expr) -> Compiled<()> {
        match expression {
            Expr::BoolOp(it) => self.expressions(&it.values),
            Expr::Named(it) => self.named(it),
            Expr::BinOp(it) => {
                self.expression(&it.left)?;
                self.expression(&it.right)
            }
            Expr::UnaryOp(it) => self.expression(&it.operand),
            Expr::Lambda(it) => self.lambda(it),
            Expr::If(it) => {
                self.expression(&it.test)?;
                self.expression(&it.body)?;
                self.expression(&it.orelse)
            }
            Expr::Dict(it) => it.items.iter().try_for_each(|item| {
                self.optional(item.key.as_ref())?;
                self.expression(&item.value)
            }),
            Expr::Set(it) => self.expressions(&it.elts),
            Expr::ListComp(it) => self.comprehension(
                ScopeKind::ListComprehension,
                key_of(it),
                &it.generators,
                &[&it.elt],
            ),
            Expr::SetComp(it) => self.comprehension(
                ScopeKind::SetComprehension,
                key_of(it),
                &it.generators,
                &[&it.elt],
            ),
            Expr::DictComp(it) => {
                let kind = ScopeKind::DictComprehension;
                match &it.key {
                    Some(key) => {
                        self.comprehension(kind, key_of(it), &it.generators, &[key, &it.value])
                    }
                    None => self.comprehension(kind, key_of(it), &it.generators, &[&it.value]),
                }
            }
            Expr::Generator(it) => {
                self.comprehension(ScopeKind::Generator, key_of(it), &it.generators, &[&it.elt])
            }
            Expr::Await(it) => {
                self.suspension("await expression", it.range)?;
                if self.scope().kind.is_comprehension() || self.scope().kind == ScopeKind::Module {
                    self.scope().is_coroutine = true;
                }
                self.expression(&it.value)
            }
            Expr::Yield(it) => {
                self.yielding(it.range)?;
                self.optional(it.value.as_deref())
            }
            Expr::YieldFrom(it) => {
                self.yielding(it.range)?;
                self.expression(&it.value)
            }
            Expr::Compare(it) => {
                self.expression(&it.left)?;
                self.expressions(&it.comparators)
            }
            Expr::Call(it) => {
                self.expression(&it.func)?;
                self.expressions(&it.arguments.args)?;
                it.arguments.keywords.iter().try_for_each(|keyword| self.expression(&keyword.value))
            }
            Expr::FString(it) => {
                it.value.f_strings().try_for_each(|part| self.elements(&part.elements))
            }
            Expr::TString(it) => it.value.iter().try_for_each(|part| self.elements(&part.elements)),
            Expr::Attribute(it) => self.expression(&it.value),
            Expr::Subscript(it) => {
                self.expression(&it.value)?;
                self.expression(&it.slice)
            }
            Expr::Starred(it) => self.expression(&it.value),
            Expr::Name(it) => self.name(it),
            Expr::List(it) => self.expressions(&it.elts),
            Expr::Tuple(it) => self.expressions(&it.elts),
            Expr::Slice(it) => {
                self.optional(it.lower.as_deref())?;
                self.optional(it.upper.as_deref())?;
                self.optional(it.step.as_deref())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn elements(&mut self, elements: &InterpolatedStringElements) -> Compiled<()> {
        for element in elements {
            if let InterpolatedStringElement::Interpolation(part) = element {
                self.expression(&part.expression)?;
                if let Some(spec) = &part.format_spec {
                    self.elements(&spec.elements)?;
                }
            }
        }
        Ok(())
    }

    fn name(&mut self, name: &ExprName) -> Compiled<()> {
        match name.ctx {
            ExprContext::Store => self.bind(&name.id, SymbolFlags::ASSIGNED, name.range),
            ExprContext::Del => {
                let flags = SymbolFlags::ASSIGNED | SymbolFlags::DELETED;
                self.bind(&name.id, flags, name.range)
            }
            _ => {
                self.define(&name.id, SymbolFlags::USED);
                if &*name.id == "super" && self.scope().kind.is_function_like() {
                    self.define("__class__", SymbolFlags::USED);
                }
                Ok(())
            }
        }
    }

    fn lambda(&mut self, lambda: &ExprLambda) -> Compiled<()> {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        self.enter(ScopeKind::Lambda, key_of(lambda), Part::Body);
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters)?;
        }
        self.expression(&lambda.body)?;
        self.leave();
        Ok(())
    }

    /// Something that may not stand in annotation scopes.
    fn suspension(&mut self, what: &str, range: TextRange) -> Compiled<()> {
        let scope = self.scope();
        if !scope.kind.is_annotation_like() {
            return Ok(());
        }
        let place = scope.described.unwrap_or(scope.kind.description());
        Err(self.source.error(range, format!("{what} cannot be used within {place}")))
    }

    fn yielding(&mut self, range: TextRange) -> Compiled<()> {
        self.suspension("yield expression", range)?;
        let place = match self.scope().kind {
            ScopeKind::ListComprehension => "list comprehension",
            ScopeKind::SetComprehension => "set comprehension",
            ScopeKind::DictComprehension => "dict comprehension",
            ScopeKind::Generator => "generator expression",
            _ => {
                self.scope().is_generator = true;
                return Ok(());
            }
        };
        Err(self.source.error(range, format!("'yield' inside {place}")))
    }

    fn named(&mut self, it: &ExprNamed) -> Compiled<()> {
        self.suspension("named expression", it.range)?;
        if self.scope().in_comprehension_iterable {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return Err(self.source.error(it.range, message));
        }
        if let Expr::Name(name) = &*it.target {
            if self.scope().kind.is_comprehension() {
                self.extend_named(name)?;
            } else {
                let flags = SymbolFlags::ASSIGNED | SymbolFlags::WALRUS;
                self.bind(&name.id, flags, name.range)?;
            }
        }
        self.expression(&it.value)
    }

    /// `:=` in a comprehension binds in the nearest scope that is none.
    fn extend_named(&mut self, name: &ExprName) -> Compiled<()> {
        let mangled = self.mangled(&name.id);
        let start = self.current;
        let mut passed = Vec::new();
        let mut id = start;
        while self.scopes.all[id].kind.is_comprehension() {
            if self.scopes.all[id].flags(&mangled).contains(SymbolFlags::ITERATION) {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{}'",
                    name.id
                );
                return Err(self.source.error(name.range, message));
            }
            passed.push(id);
            id = self.scopes.all[id].parent.expect("a comprehension lies in a scope");
        }
        let host = &self.scopes.all[id];
        let outer_global = host.flags(&mangled).contains(SymbolFlags::GLOBAL);
        if host.kind == ScopeKind::Class {
            let message =
                "assignment expression within a comprehension cannot be used in a class body";
            return Err(self.source.error(name.range, message));
        }
        if host.kind.is_annotation_like() {
            let message = format!(
                "assignment expression within a comprehension cannot be used within {}",
                host.kind.description()
            );
            return Err(self.source.error(name.range, message));
        }
        let global = host.kind == ScopeKind::Module || outer_global;
        let host = &mut self.scopes.all[id];
        let symbol = host.symbols.entry(mangled.clone()).or_default();
        if !outer_global {
            symbol.flags |= SymbolFlags::ASSIGNED | SymbolFlags::WALRUS;
        }
        for inner in passed {
            let flag = if global { SymbolFlags::GLOBAL } else { SymbolFlags::NONLOCAL };
            let scope = &mut self.scopes.all[inner];
            let symbol = scope.symbols.entry(mangled.clone()).or_default();
            symbol.flags |= flag | SymbolFlags::WALRUS;
            symbol.directive.get_or_insert(name.range);
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        kind: ScopeKind,
        node: usize,
        generators: &[Comprehension],
        results: &[&Expr],
    ) -> Compiled<()> {
        let Some((first, rest)) = generators.split_first() else { return Ok(()) };
        self.iterable(&first.iter)?;
        let host = self.current;
        let id = self.enter(kind, node, Part::Body);
        if !self.scope().inlined {
            self.scope().parameters.push(Rc::from(".0"));
            self.define(".0", SymbolFlags::PARAMETER);
        }
        self.scope().is_generator = kind == ScopeKind::Generator;
        self.iteration_target(first)?;
        for generator in rest {
            self.iterable(&generator.iter)?;
            self.iteration_target(generator)?;
        }
        for result in results {
            self.expression(result)?;
        }
        if generators.iter().any(|generator| generator.is_async) {
            self.scope().is_coroutine = true;
        }
        self.leave();
        self.merge_into_host(id, host);
        Ok(())
    }

    fn iterable(&mut self, iterable: &Expr) -> Compiled<()> {
        let before = std::mem::replace(&mut self.scope().in_comprehension_iterable, true);
        let result = self.expression(iterable);
        self.scope().in_comprehension_iterable = before;
        result
    }

    fn iteration_target(&mut self, generator: &Comprehension) -> Compiled<()> {
        self.iteration_names(&generator.target)?;
        self.expression(&generator.target)?;
        self.expressions(&generator.ifs)
    }

    fn iteration_names(&mut self, target: &Expr) -> Compiled<()> {
        match target {
            Expr::Name(name) => {
                let flags = SymbolFlags::ASSIGNED | SymbolFlags::ITERATION;
                self.bind(&name.id, flags, name.range)
            }
            Expr::Tuple(it) => it.elts.iter().try_for_each(|it| self.iteration_names(it)),
            Expr::List(it) => it.elts.iter().try_for_each(|it| self.iteration_names(it)),
            Expr::Starred(it) => self.iteration_names(&it.value),
            _ => Ok(()),
        }
    }

    /// What an inlined comprehension uses of the scope around it is used by that scope.
    fn merge_into_host(&mut self, id: usize, host: usize) {
        let scope = &self.scopes.all[id];
        let coroutine = scope.is_coroutine && scope.kind != ScopeKind::Generator;
        let kind = self.scopes.all[host].kind;
        if coroutine && (kind.is_comprehension() || kind == ScopeKind::Module) {
            self.scopes.all[host].is_coroutine = true;
        }
        let scope = &self.scopes.all[id];
        if !scope.inlined || self.scopes.all[host].kind == ScopeKind::Class {
            return;
        }
        let used: Vec<Rc<str>> = scope
            .symbols
            .iter()
            .filter(|(_, symbol)| {
                !symbol.flags.intersects(SymbolFlags::BOUND)
                    && symbol.flags.contains(SymbolFlags::USED)
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in used {
            self.scopes.all[host].symbols.entry(name).or_default().flags |= SymbolFlags::USED;
        }
    }
}
