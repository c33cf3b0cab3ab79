//! Annotated assignments, imports, `global` and `nonlocal`, patterns.

use ruff_python_ast::{Expr, Identifier, Pattern, StmtAnnAssign, StmtImport, StmtImportFrom};
use ruff_text_size::{Ranged, TextRange};

use super::{Collector, Part, ScopeKind, SymbolFlags, key_of};
use crate::error::Compiled;

impl Collector<'_, '_> {
    pub(super) fn annotated(&mut self, it: &StmtAnnAssign) -> Compiled<()> {
        if let Expr::Name(name) = &*it.target {
            let mangled = self.mangled(&name.id);
            let before = self.scope().flags(&mangled);
            let declared = before.intersects(SymbolFlags::GLOBAL | SymbolFlags::NONLOCAL);
            if declared && self.scope().kind != ScopeKind::Module && it.simple {
                let word = if before.contains(SymbolFlags::GLOBAL) { "global" } else { "nonlocal" };
                let message = format!("annotated name '{}' can't be {word}", name.id);
                return Err(self.source.error(it.range, message));
            }
            if it.simple {
                self.define(&name.id, SymbolFlags::ANNOTATED | SymbolFlags::ASSIGNED);
            } else if it.value.is_some() {
                self.define(&name.id, SymbolFlags::ASSIGNED);
            }
        } else {
            self.expression(&it.target)?;
        }
        self.annotation_of(it)?;
        self.optional(it.value.as_deref())
    }

    pub(super) fn annotation_of(&mut self, it: &StmtAnnAssign) -> Compiled<()> {
        let kind = self.scope().kind;
        if self.future_annotations || kind.is_function_like() {
            // Never evaluated: only checked, in a scope that leaves no trace.
            let symbols = self.scopes.all.len();
            let node = key_of(it);
            self.enter(ScopeKind::Annotation, node, Part::Annotations);
            let checked = self.expression(&it.annotation);
            self.leave();
            self.scope().children.pop();
            self.scopes.all.truncate(symbols);
            self.scopes.by_node.retain(|_, id| *id < symbols);
            return checked;
        }
        if !it.simple {
            return self.expression(&it.annotation);
        }
        let conditional = kind == ScopeKind::Module || self.conditional;
        if conditional {
            self.scope().has_conditional_annotations = true;
            self.scopes.conditional.insert(key_of(it));
        }
        self.enter_annotation(self.current_key());
        if conditional {
            self.define("__conditional_annotations__", SymbolFlags::USED);
        }
        self.expression(&it.annotation)?;
        self.leave();
        Ok(())
    }

    /// A key for the deferred annotations of the current class or module: its scope's number,
    /// which can be no address of a node.
    pub(super) fn current_key(&self) -> usize {
        self.current
    }

    pub(super) fn import(&mut self, it: &StmtImport) -> Compiled<()> {
        for alias in &it.names {
            let bound = match &alias.asname {
                Some(name) => name.as_str(),
                None => alias.name.split('.').next().unwrap_or_default(),
            };
            self.bind(bound, SymbolFlags::IMPORTED, it.range)?;
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, it: &StmtImportFrom) -> Compiled<()> {
        for alias in &it.names {
            if &*alias.name == "*" {
                if self.scope().kind != ScopeKind::Module {
                    let message = "import * only allowed at module level";
                    return Err(self.source.error(it.range, message));
                }
                continue;
            }
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.bind(&bound.id, SymbolFlags::IMPORTED, it.range)?;
        }
        Ok(())
    }

    pub(super) fn directive(
        &mut self,
        names: &[Identifier],
        flag: SymbolFlags,
        range: TextRange,
    ) -> Compiled<()> {
        let word = if flag == SymbolFlags::GLOBAL { "global" } else { "nonlocal" };
        for name in names {
            let mangled = self.mangled(&name.id);
            let before = self.scope().flags(&mangled);
            let conflict = SymbolFlags::PARAMETER
                | SymbolFlags::ASSIGNED
                | SymbolFlags::USED
                | SymbolFlags::ANNOTATED;
            if before.intersects(conflict) {
                let message = if before.contains(SymbolFlags::PARAMETER) {
                    format!("name '{}' is parameter and {word}", name.id)
                } else if before.contains(SymbolFlags::USED) {
                    format!("name '{}' is used prior to {word} declaration", name.id)
                } else if before.contains(SymbolFlags::ANNOTATED) {
                    format!("annotated name '{}' can't be {word}", name.id)
                } else {
                    format!("name '{}' is assigned to before {word} declaration", name.id)
                };
                return Err(self.source.error(range, message));
            }
            let symbol = self.scope().symbols.entry(mangled).or_default();
            symbol.flags |= flag;
            symbol.directive = Some(range);
            if flag == SymbolFlags::GLOBAL {
                // The module itself then stores the name to its globals, even if its locals are another mapping.
                let name = self.mangled(&name.id);
                let module = &mut self.scopes.all[0].symbols;
                module.entry(name).or_default().flags |= SymbolFlags::GLOBAL;
            }
        }
        Ok(())
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Compiled<()> {
        self.deeper(pattern.range(), |this| match pattern {
            Pattern::MatchValue(it) => this.expression(&it.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(it) => it.patterns.iter().try_for_each(|it| this.pattern(it)),
            Pattern::MatchMapping(it) => {
                this.expressions(&it.keys)?;
                it.patterns.iter().try_for_each(|it| this.pattern(it))?;
                this.bind_optional(it.rest.as_ref())
            }
            Pattern::MatchClass(it) => {
                this.expression(&it.cls)?;
                it.arguments.patterns.iter().try_for_each(|it| this.pattern(it))?;
                it.arguments.keywords.iter().try_for_each(|it| this.pattern(&it.pattern))
            }
            Pattern::MatchStar(it) => this.bind_optional(it.name.as_ref()),
            Pattern::MatchAs(it) => {
                if let Some(inner) = &it.pattern {
                    this.pattern(inner)?;
                }
                this.bind_optional(it.name.as_ref())
            }
            Pattern::MatchOr(it) => it.patterns.iter().try_for_each(|it| this.pattern(it)),
        })
    }

    pub(super) fn bind_optional(&mut self, name: Option<&Identifier>) -> Compiled<()> {
        name.map_or(Ok(()), |name| self.bind_name(name, SymbolFlags::ASSIGNED))
    }
}
