//! Beginning and ending code units; their registers, flags and whole trees.

use std::rc::Rc;

use pellucid_bytecode::{CodeFlags, CodeUnit, Constant, LocalKind, Opcode};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::assemble::{Signature, assemble};
use crate::error::{Compiled, ErrorKind};
use crate::options::Flags;
use crate::scopes::{Resolution, ScopeId, ScopeKind, SymbolFlags};
use crate::unit::Unit;

/// Counts of parameters.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) positional: usize,
    pub(super) positional_only: usize,
    pub(super) keyword_only: usize,
    pub(super) starred: bool,
    pub(super) double_starred: bool,
}

impl<'a> Compiler<'a> {
    /// Begins a unit for a scope inside the current one.
    pub(super) fn enter_unit(&mut self, scope: ScopeId, name: &str, first_line: u32) {
        let qualified = self.qualified_name(scope, name);
        let unit = Unit::new(scope, name, &qualified, first_line);
        let outer = std::mem::replace(&mut self.unit, unit);
        self.outer.push((outer, std::mem::take(&mut self.blocks)));
        self.lay_out_registers();
    }

    /// The name with the path of functions and classes before it (PEP 3155).
    fn qualified_name(&self, scope: ScopeId, name: &str) -> String {
        let mut parent = &self.unit;
        if self.scopes.all[parent.scope].kind == ScopeKind::TypeParameters
            && let Some((around, _)) = self.outer.last()
        {
            parent = around;
        }
        let kind = self.scopes.all[parent.scope].kind;
        if kind == ScopeKind::Module {
            return name.to_owned();
        }
        let own = self.scopes.all[scope].kind;
        if matches!(own, ScopeKind::Function | ScopeKind::Class) {
            let mangled = self.mangled(name);
            let explicit = self.scopes.all[parent.scope].resolution(&mangled)
                == Some(Resolution::GlobalExplicit);
            if explicit {
                return name.to_owned();
            }
        }
        match kind {
            ScopeKind::Function | ScopeKind::Lambda => {
                format!("{}.<locals>.{name}", parent.qualified_name)
            }
            _ => format!("{}.{name}", parent.qualified_name),
        }
    }

    /// Decides the registers of the unit's locals: parameters, plain locals, own cells, hidden ones, free ones.
    pub(super) fn lay_out_registers(&mut self) {
        let scope = &self.scopes.all[self.unit.scope];
        let unit = &mut self.unit;
        for name in &scope.parameters {
            let register = unit.locals.len() as u16;
            let cell = scope.resolution(name) == Some(Resolution::Cell);
            let kind = if cell { LocalKind::Cell } else { LocalKind::Plain };
            unit.locals.push((Some(name.clone()), kind));
            if cell {
                unit.cells.insert(name.clone(), register);
            } else {
                unit.plain.insert(name.clone(), register);
            }
            unit.mark_bound(register);
        }
        unit.plain_next = unit.locals.len() as u16;
        self.lay_out_plain_and_cells();
        self.lay_out_free();
        for index in 0..self.unit.plain.len() {
            if let Some((name, &register)) = self.unit.plain.get_index(index) {
                let name = name.clone();
                self.note_special_local(&name, register);
            }
        }
        let unit = &mut self.unit;
        if unit.locals.len() > pellucid_bytecode::REGISTERS_MAX / 2 {
            unit.overflow = Some("too many local variables in one code unit");
        }
        unit.top = unit.locals.len() as u16;
        unit.high = unit.top;
    }

    fn lay_out_plain_and_cells(&mut self) {
        let scope = &self.scopes.all[self.unit.scope];
        let function_like = scope.kind.is_function_like();
        let mut cells: Vec<Rc<str>> = Vec::new();
        let mut plain: Vec<Rc<str>> = Vec::new();
        for (name, symbol) in &scope.symbols {
            let parameter = scope.parameters.contains(name);
            match symbol.resolution {
                Resolution::Cell if !parameter => cells.push(name.clone()),
                Resolution::Local if function_like && !parameter => plain.push(name.clone()),
                _ => {}
            }
        }
        for (wanted, name) in [
            (scope.needs_class_cell, "__class__"),
            (scope.needs_class_dict, "__classdict__"),
            (scope.has_conditional_annotations, "__conditional_annotations__"),
        ] {
            if wanted && scope.kind == ScopeKind::Class {
                cells.push(Rc::from(name));
            }
        }
        let hidden = self.hidden_locals(&mut plain);
        let unit = &mut self.unit;
        unit.plain_expected = plain;
        unit.locals.extend(unit.plain_expected.iter().map(|_| (None, LocalKind::Plain)));
        cells.sort();
        for name in cells {
            unit.cells.insert(name.clone(), unit.locals.len() as u16);
            unit.locals.push((Some(name), LocalKind::Cell));
        }
        let mut shared: Vec<(Rc<str>, usize, LocalKind, u16)> = Vec::new();
        for (id, name, depth, kind) in hidden {
            let same = shared.iter().find(|it| it.0 == name && it.1 == depth && it.2 == kind);
            let register = match same {
                Some(found) => found.3,
                None => {
                    let register = unit.locals.len() as u16;
                    unit.locals.push((Some(name.clone()), kind));
                    shared.push((name.clone(), depth, kind, register));
                    register
                }
            };
            unit.hidden.insert((id, name), (register, kind));
        }
    }

    /// Locals of inlined comprehensions that need registers of their own; those that can share a plain
    /// local's register of the same name are added to `plain`.
    fn hidden_locals(&self, plain: &mut Vec<Rc<str>>) -> Vec<(ScopeId, Rc<str>, usize, LocalKind)> {
        let host = &self.scopes.all[self.unit.scope];
        let own: Vec<Rc<str>> = plain.clone();
        let mut hidden = Vec::new();
        for id in self.scopes.inlined_in(self.unit.scope) {
            let mut around = Vec::new();
            let mut parent = self.scopes.all[id].parent;
            while let Some(outer) = parent.filter(|&outer| outer != self.unit.scope) {
                around.push(outer);
                parent = self.scopes.all[outer].parent;
            }
            for (name, symbol) in &self.scopes.all[id].symbols {
                let kind = match symbol.resolution {
                    Resolution::Cell => LocalKind::Cell,
                    Resolution::Local => LocalKind::Hidden,
                    _ => continue,
                };
                let taken = own.contains(name)
                    || !host.kind.is_function_like()
                    || host.flags(name).intersects(SymbolFlags::BOUND)
                    || around.iter().any(|&outer| {
                        self.scopes.all[outer].flags(name).intersects(SymbolFlags::BOUND)
                    });
                if kind == LocalKind::Hidden && !taken {
                    if !plain.contains(name) {
                        plain.push(name.clone());
                    }
                } else {
                    hidden.push((id, name.clone(), around.len(), kind));
                }
            }
        }
        hidden
    }

    fn lay_out_free(&mut self) {
        let scope = &self.scopes.all[self.unit.scope];
        let mut free: Vec<Rc<str>> = scope.free_names().cloned().collect();
        free.sort_by_key(|name| (&**name == "__conditional_annotations__", name.clone()));
        for name in free {
            let register = self.unit.locals.len() as u16;
            self.unit.cells.insert(name.clone(), register);
            self.unit.locals.push((Some(name), LocalKind::Free));
        }
    }

    /// Notes what may happen to a local in ways that the order of words does not show.
    pub(super) fn note_special_local(&mut self, name: &str, register: u16) {
        let flags = self.scopes.all[self.unit.scope].flags(name);
        if flags.contains(SymbolFlags::DELETED) {
            self.unit.deletable.insert(register);
        }
        if flags.contains(SymbolFlags::WALRUS) {
            self.unit.rebindable.insert(register);
        }
    }

    /// The first words of every unit: cells, free variables, the generator.
    pub(super) fn prologue(&mut self, generator: bool) {
        let unit = &mut self.unit;
        let before = unit.here;
        let line = unit.first_line;
        unit.here = pellucid_bytecode::Position { line, end_line: line, column: 0, end_column: 0 };
        let free = unit.locals.iter().filter(|(_, kind)| *kind == LocalKind::Free).count();
        if free > 0 {
            let first = unit.locals.len() - free;
            unit.emit(Opcode::COPY_FREE_VARS, first as u16, 0, free as u16);
        }
        let own: Vec<u16> = unit
            .cells
            .values()
            .copied()
            .filter(|&register| unit.locals[register as usize].1 == LocalKind::Cell)
            .collect();
        for register in own {
            unit.emit(Opcode::MAKE_CELL, register, 0, 0);
        }
        if generator {
            unit.emit(Opcode::RETURN_GENERATOR, 0, 0, 0);
        }
        unit.here = before;
    }

    /// Ends the current unit and goes back to the one around it.
    pub(super) fn leave_unit(&mut self, counts: Counts) -> Compiled<CodeUnit> {
        let (outer, blocks) = self.outer.pop().expect("the module's unit is ended by finish_unit");
        self.blocks = blocks;
        let unit = std::mem::replace(&mut self.unit, outer);
        self.finish_unit(unit, counts)
    }

    fn finish_unit(&self, mut unit: Unit, counts: Counts) -> Compiled<CodeUnit> {
        if let Some(message) = unit.overflow {
            let position = unit.here;
            return Err(self.source.error_at(ErrorKind::Overflow, message, position));
        }
        // A local that is only annotated has a register, but no code that would name it.
        for (_, kind) in unit.locals.iter_mut().filter(|(name, _)| name.is_none()) {
            *kind = LocalKind::Hidden;
        }
        let signature = Signature {
            file_name: Box::from(self.file_name),
            flags: self.code_flags(&unit, counts),
            annotate: self.scopes.all[unit.scope].kind == ScopeKind::Annotation,
            positional: counts.positional as u16,
            positional_only: counts.positional_only as u16,
            keyword_only: counts.keyword_only as u16,
        };
        Ok(assemble(unit, signature))
    }

    fn code_flags(&self, unit: &Unit, counts: Counts) -> CodeFlags {
        let scope = &self.scopes.all[unit.scope];
        let mut flags = CodeFlags::empty();
        if scope.kind.is_function_like() {
            flags |= CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
            flags.set(CodeFlags::NESTED, scope.nested);
            let (generator, coroutine) = (scope.is_generator, scope.is_coroutine);
            flags.set(CodeFlags::GENERATOR, generator && !coroutine);
            flags.set(CodeFlags::COROUTINE, coroutine && !generator);
            flags.set(CodeFlags::ASYNC_GENERATOR, coroutine && generator);
            flags.set(CodeFlags::VARARGS, counts.starred);
            flags.set(CodeFlags::VARKEYWORDS, counts.double_starred);
            let in_class =
                scope.parent.is_some_and(|parent| self.scopes.all[parent].kind == ScopeKind::Class);
            let method = matches!(scope.kind, ScopeKind::Function | ScopeKind::Lambda)
                || scope.kind.is_comprehension();
            flags.set(CodeFlags::METHOD, in_class && method);
        }
        if scope.kind == ScopeKind::Module && self.top_level_coroutine {
            flags |= CodeFlags::COROUTINE;
        }
        flags.set(CodeFlags::HAS_DOCSTRING, unit.has_docstring);
        let future = self.flags & Flags::FUTURE;
        flags | CodeFlags::from_bits_retain(future.bits())
    }

    /// A whole module.
    pub(super) fn module(&mut self, body: &'a [Stmt]) -> Compiled<CodeUnit> {
        let interactive = self.is_interactive();
        let awaits =
            self.flags.contains(Flags::ALLOW_TOP_LEVEL_AWAIT) && self.scopes.all[0].is_coroutine;
        self.top_level_coroutine = awaits;
        self.prologue(awaits);
        let body = if interactive { body } else { self.docstring_to_name(body)? };
        self.module_annotations(body)?;
        self.suite(body)?;
        if let Some(last) = body.last() {
            let end = self.source.position(last);
            self.unit.here.end_line = end.end_line;
        }
        let none = self.unit.none();
        self.unit.emit_end(none);
        self.measure(|walk| walk.module(body));
        let unit = std::mem::replace(&mut self.unit, Unit::new(0, "", "", 1));
        self.finish_unit(unit, Counts::default())
    }

    /// An expression for `eval`.
    pub(super) fn whole_expression(&mut self, expression: &'a Expr) -> Compiled<CodeUnit> {
        let awaits =
            self.flags.contains(Flags::ALLOW_TOP_LEVEL_AWAIT) && self.scopes.all[0].is_coroutine;
        self.top_level_coroutine = awaits;
        self.prologue(awaits);
        let value = self.value(expression)?;
        self.at(expression.range());
        self.unit.emit(Opcode::RETURN, value.0, 0, 0);
        self.measure(|walk| walk.value_unit(expression));
        let unit = std::mem::replace(&mut self.unit, Unit::new(0, "", "", 1));
        self.finish_unit(unit, Counts::default())
    }

    /// Stores the docstring of a module or class; gives the statements after it.
    pub(super) fn docstring_to_name(&mut self, body: &'a [Stmt]) -> Compiled<&'a [Stmt]> {
        let Some((docstring, rest)) = self.split_docstring(body) else { return Ok(body) };
        if let Some(text) = docstring {
            self.at(body[0].range());
            let operand = self.unit.constant_operand(text);
            self.store_name("__doc__", operand)?;
        }
        Ok(rest)
    }

    /// The docstring that a body starts with (none with `-OO`), and the statements after it.
    pub(super) fn split_docstring(
        &mut self,
        body: &'a [Stmt],
    ) -> Option<(Option<Constant>, &'a [Stmt])> {
        let (first, rest) = body.split_first()?;
        let Stmt::Expr(statement) = first else { return None };
        let Expr::StringLiteral(literal) = &*statement.value else { return None };
        if self.options.optimize >= 2 {
            return Some((None, rest));
        }
        let text = crate::literal::string(literal, self.source);
        Some((Some(crate::literal::docstring(text)), rest))
    }
}
