//! Comprehensions, inlined ones with the locals that they save, and generator expressions.

use std::collections::HashSet;

use ruff_python_ast::{Comprehension, Expr};

use super::Walk;
use crate::lower::{Collect, comprehension_parts};
use crate::scopes::{Part, ScopeId, ScopeKind, SymbolFlags};

impl<'a> Walk<'_, 'a> {
    pub(super) fn comprehension(&mut self, expression: &'a Expr) {
        let Some(parts) = comprehension_parts(expression) else { return };
        let Some(first) = parts.generators.first() else { return };
        let id = self.compiler.scope_of(parts.node, Part::Body);
        let scope = &self.compiler.scopes.all[id];
        let awaited = scope.is_coroutine && scope.kind != ScopeKind::Generator;
        let base = self.depth;
        if scope.inlined {
            // The names of inlined comprehensions within are saved here as well.
            let scopes = &self.compiler.scopes;
            let mut saved: HashSet<&str> = HashSet::new();
            for scope in std::iter::once(id).chain(scopes.inlined_in(id)) {
                saved.extend(scopes.all[scope].own_names().map(|name| &**name));
                saved.extend(self.global_targets(scope));
            }
            let saved = saved.len();
            self.iterable(&first.iter);
            self.up(saved + 1);
            self.inlined.push(id);
            self.generators(parts.generators, 0, parts.collect);
            self.inlined.pop();
        } else {
            self.closure(id);
            self.iterable(&first.iter);
            if awaited {
                self.one_above(base);
                self.touch(2);
            }
        }
        self.one_above(base);
    }

    /// Targets of `:=` in an inlined comprehension that are globals: CPython saves these as well.
    fn global_targets(&self, scope: ScopeId) -> impl Iterator<Item = &str> {
        let host = &self.compiler.scopes.all[self.compiler.unit.scope];
        let symbols = self.compiler.scopes.all[scope].symbols.iter();
        let targets = symbols.filter(|(_, symbol)| symbol.flags.contains(SymbolFlags::WALRUS));
        targets.map(|(name, _)| &**name).filter(move |name| {
            host.kind == ScopeKind::Module || host.flags(name).contains(SymbolFlags::GLOBAL)
        })
    }

    /// A comprehension that is a code unit of its own.
    pub(crate) fn comprehension_unit(&mut self, expression: &'a Expr) {
        let Some(parts) = comprehension_parts(expression) else { return };
        let generator = matches!(parts.collect, Collect::Yield(_));
        let coroutine = self.compiler.scopes.all[self.compiler.unit.scope].is_coroutine;
        if generator || coroutine {
            self.touch(2);
        }
        self.up(usize::from(!generator));
        self.up(1);
        self.generators(parts.generators, 0, parts.collect);
        self.up(1);
    }

    /// What a loop runs over: a display of constants is one constant there.
    pub(super) fn iterable(&mut self, iterable: &'a Expr) {
        if self.is_constant_display(iterable) {
            self.up(1);
        } else {
            self.expression(iterable);
        }
    }

    /// The loops from the `index`th on; the iterator of that one is on top.
    fn generators(&mut self, all: &'a [Comprehension], index: usize, collect: Collect<'a>) {
        let again = self.label();
        let generator = &all[index];
        if generator.is_async {
            self.next_awaited();
        }
        self.up(1);
        self.store(&generator.target);
        self.inner_part(all, index, collect, again);
        self.place(again);
        // The iterator is exhausted at the head of the loop, which the way to it has reached.
        self.live = true;
        self.down(1);
    }

    /// The conditions and what they guard.
    fn inner_part(
        &mut self,
        all: &'a [Comprehension],
        index: usize,
        collect: Collect<'a>,
        again: super::Label,
    ) {
        let base = self.depth;
        for test in &all[index].ifs {
            self.condition(test, again, false);
        }
        if let Some(next) = all.get(index + 1) {
            match single_item(next) {
                Some(item) => {
                    let skip = self.label();
                    self.expression(item);
                    self.store(&next.target);
                    self.inner_part(all, index + 1, collect, skip);
                    self.place(skip);
                }
                None => {
                    self.iterable(&next.iter);
                    self.generators(all, index + 1, collect);
                }
            }
        } else {
            match collect {
                Collect::Dict(Some(key), value) => {
                    self.expression(key);
                    self.expression(value);
                }
                Collect::List(item)
                | Collect::Set(item)
                | Collect::Yield(item)
                | Collect::Dict(None, item) => self.expression(item),
            }
        }
        self.depth = base;
        self.reach(again);
    }

    /// Awaits the next item of the asynchronous iterator on top: an awaitable, what it is sent, an exception.
    pub(super) fn next_awaited(&mut self) {
        self.touch(3);
    }
}

/// The item of `for x in [item]`, which is a plain assignment.
fn single_item(generator: &Comprehension) -> Option<&Expr> {
    let items = match &generator.iter {
        Expr::List(it) => &it.elts[..],
        Expr::Tuple(it) => &it.elts[..],
        _ => return None,
    };
    match items {
        [item] if !generator.is_async && !item.is_starred_expr() => Some(item),
        _ => None,
    }
}
