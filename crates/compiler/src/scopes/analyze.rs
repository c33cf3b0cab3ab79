//! The second pass over the scopes: which scope owns each name.

use std::collections::HashSet;
use std::rc::Rc;

use super::symbols::{Resolution, ScopeId, ScopeKind, Scopes, SymbolFlags};
use crate::error::Compiled;
use crate::source::Source;

type Names = HashSet<Rc<str>>;

/// Names that a class body owns on behalf of the compiler.
const CLASS_OWNED: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

/// Resolves every symbol of the tree.
pub(crate) fn analyze(scopes: &mut Scopes, source: &Source<'_>) -> Compiled<()> {
    let mut analysis = Analysis { scopes, source };
    analysis.scope(0, &Names::new(), &Names::new(), None)?;
    Ok(())
}

struct Analysis<'s, 't> {
    scopes: &'s mut Scopes,
    source: &'s Source<'t>,
}

impl Analysis<'_, '_> {
    /// Resolves a scope and all in it; gives the names that are to come from around it.
    fn scope(
        &mut self,
        id: ScopeId,
        bound: &Names,
        globals: &Names,
        class: Option<ScopeId>,
    ) -> Compiled<Names> {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.scope_inside(id, bound, globals, class))
    }

    fn scope_inside(
        &mut self,
        id: ScopeId,
        bound: &Names,
        globals: &Names,
        class: Option<ScopeId>,
    ) -> Compiled<Names> {
        let mut free = Names::new();
        let mut inner_bound = bound.clone();
        let mut inner_globals = globals.clone();
        let kind = self.scopes.all[id].kind;
        let mut own = Vec::new();
        for index in 0..self.scopes.all[id].symbols.len() {
            let resolution = self.symbol(id, index, bound, class)?;
            let scope = &mut self.scopes.all[id];
            let (name, symbol) = scope.symbols.get_index_mut(index).expect("index is in range");
            symbol.resolution = resolution;
            match resolution {
                Resolution::Free => drop(free.insert(name.clone())),
                Resolution::Local => own.push(name.clone()),
                Resolution::GlobalExplicit => {
                    own.retain(|other| other != name);
                    if kind.is_function_like() {
                        inner_bound.remove(name);
                        inner_globals.insert(name.clone());
                    }
                }
                _ => {}
            }
        }
        match kind {
            ScopeKind::Module => inner_bound.clear(),
            ScopeKind::Class => inner_bound.extend(CLASS_OWNED.map(Rc::from)),
            _ => {
                for name in &own {
                    inner_globals.remove(name);
                    inner_bound.insert(name.clone());
                }
            }
        }
        let wanted = self.children(id, &inner_bound, &inner_globals, class)?;
        self.settle_wanted(id, wanted, &mut free);
        Ok(free)
    }

    fn children(
        &mut self,
        id: ScopeId,
        bound: &Names,
        globals: &Names,
        class: Option<ScopeId>,
    ) -> Compiled<Names> {
        let mut wanted = Names::new();
        for child in self.scopes.all[id].children.clone() {
            let seen_class = match self.scopes.all[child].sees_class {
                false => None,
                true if self.scopes.all[id].kind == ScopeKind::Class => Some(id),
                true => class,
            };
            wanted.extend(self.scope(child, bound, globals, seen_class)?);
        }
        Ok(wanted)
    }

    /// What a single symbol means, before inner scopes are looked at.
    fn symbol(
        &self,
        id: ScopeId,
        index: usize,
        bound: &Names,
        class: Option<ScopeId>,
    ) -> Compiled<Resolution> {
        let scope = &self.scopes.all[id];
        let (name, symbol) = scope.symbols.get_index(index).expect("index is in range");
        let error = |message: String| {
            let place = symbol.directive.unwrap_or_default();
            Err(self.source.error(place, message))
        };
        let flags = symbol.flags;
        if scope.inlined && flags.contains(SymbolFlags::WALRUS) {
            return Ok(Resolution::Outer);
        }
        if flags.contains(SymbolFlags::GLOBAL) {
            if flags.contains(SymbolFlags::NONLOCAL) {
                return error(format!("name '{name}' is nonlocal and global"));
            }
            return Ok(Resolution::GlobalExplicit);
        }
        if flags.contains(SymbolFlags::NONLOCAL) {
            if scope.kind == ScopeKind::Module {
                return error("nonlocal declaration not allowed at module level".to_owned());
            }
            if !bound.contains(name) {
                return error(format!("no binding for nonlocal '{name}' found"));
            }
            if self.is_type_parameter(id, name) {
                let message = "nonlocal binding not allowed for type parameter";
                return error(format!("{message} '{name}'"));
            }
            return Ok(Resolution::Free);
        }
        if flags.intersects(SymbolFlags::BOUND) {
            return Ok(Resolution::Local);
        }
        if let Some(class) = class {
            let in_class = self.scopes.all[class].flags(name);
            if in_class.contains(SymbolFlags::GLOBAL) {
                return Ok(Resolution::GlobalExplicit);
            }
            if in_class.intersects(SymbolFlags::BOUND) && !in_class.contains(SymbolFlags::NONLOCAL)
            {
                return Ok(Resolution::GlobalImplicit);
            }
        }
        let host_is_class =
            scope.parent.is_some_and(|parent| self.scopes.all[parent].kind == ScopeKind::Class);
        if scope.inlined && !host_is_class {
            return Ok(Resolution::Outer);
        }
        Ok(if bound.contains(name) { Resolution::Free } else { Resolution::GlobalImplicit })
    }

    /// Whether the scope that a name comes from, seen from inside of another, has it as a type parameter.
    fn is_type_parameter(&self, from: ScopeId, name: &str) -> bool {
        let mut around = self.scopes.all[from].parent;
        while let Some(id) = around {
            let scope = &self.scopes.all[id];
            let flags = scope.flags(name);
            if scope.kind.is_function_like()
                && flags.intersects(SymbolFlags::BOUND)
                && !flags.contains(SymbolFlags::NONLOCAL)
            {
                return flags.contains(SymbolFlags::TYPE_PARAMETER);
            }
            around = scope.parent;
        }
        false
    }

    /// Names that inner scopes want from here: own ones become cells, the others are passed through.
    fn settle_wanted(&mut self, id: ScopeId, wanted: Names, free: &mut Names) {
        let host_is_class = self.scopes.all[id]
            .parent
            .is_some_and(|parent| self.scopes.all[parent].kind == ScopeKind::Class);
        let scope = &mut self.scopes.all[id];
        let mut wanted: Vec<Rc<str>> = wanted.into_iter().collect();
        wanted.sort();
        for name in wanted {
            if scope.kind == ScopeKind::Class && CLASS_OWNED.contains(&&*name) {
                match &*name {
                    "__class__" => scope.needs_class_cell = true,
                    "__classdict__" => scope.needs_class_dict = true,
                    _ => scope.has_conditional_annotations = true,
                }
                continue;
            }
            if scope.kind == ScopeKind::Module {
                continue;
            }
            let function_like = scope.kind.is_function_like();
            let inlined = scope.inlined && !host_is_class;
            let symbol = scope.symbols.entry(name.clone()).or_default();
            let fresh = symbol.flags.is_empty();
            match symbol.resolution {
                Resolution::Local if function_like => {
                    symbol.resolution = Resolution::Cell;
                    continue;
                }
                Resolution::Cell => continue,
                Resolution::Outer if inlined => {}
                Resolution::GlobalExplicit if function_like => continue,
                Resolution::Free => {}
                _ if fresh => symbol.resolution = Resolution::Free,
                _ => symbol.flags |= SymbolFlags::FREE_IN_CLASS,
            }
            free.insert(name);
        }
    }
}
