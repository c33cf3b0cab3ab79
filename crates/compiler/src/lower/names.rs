//! Names: where a name's value lives, and loading, storing and deleting it.

use std::rc::Rc;

use pellucid_bytecode::{Constant, Opcode, Operand};
use ruff_python_ast::{ExprContext, ExprName};
use ruff_text_size::Ranged;

use super::Compiler;
use crate::error::Compiled;
use crate::scopes::{Resolution, ScopeKind, SymbolFlags};

/// Where a name's value lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    /// A register.
    Local(u16),
    /// The cell in a register.
    Cell(u16),
    /// The locals mapping, then globals and builtins.
    Name,
    /// Globals and builtins.
    Global,
    /// Class body: the locals mapping, then the cell in a register.
    ClassCell(u16),
    /// Annotation scope in a class: the class's namespace (in the cell in a register), then globals.
    ClassDictOrGlobal(u16),
    /// The same, then the cell in the second register.
    ClassDictOrCell(u16, u16),
}

impl<'a> Compiler<'a> {
    /// The register of a plain local, which is given out when the name is first met.
    pub(super) fn plain_register(&mut self, name: &Rc<str>) -> u16 {
        let unit = &mut self.unit;
        if let Some(&register) = unit.plain.get(name) {
            return register;
        }
        let register = unit.plain_next;
        unit.plain_next += 1;
        unit.plain.insert(name.clone(), register);
        if let Some(local) = unit.locals.get_mut(register as usize) {
            local.0 = Some(name.clone());
        }
        self.note_special_local(name, register);
        register
    }

    /// Where the value of a (mangled) name lives.
    pub(super) fn access(&mut self, name: &Rc<str>) -> Access {
        let mut comprehension_in_class = false;
        for index in (0..self.unit.inlined.len()).rev() {
            let id = self.unit.inlined[index];
            let resolution = self.scopes.all[id].resolution(name).unwrap_or_default();
            match resolution {
                Resolution::Local | Resolution::Cell => {
                    return match self.unit.hidden.get(&(id, name.clone())) {
                        Some(&(register, _)) if resolution == Resolution::Cell => {
                            Access::Cell(register)
                        }
                        Some(&(register, _)) => Access::Local(register),
                        None => Access::Local(self.plain_register(name)),
                    };
                }
                Resolution::Outer => {}
                Resolution::Free => return self.cell(name),
                Resolution::GlobalExplicit | Resolution::GlobalImplicit => return Access::Global,
            }
            comprehension_in_class = index == 0;
        }
        let scope = &self.scopes.all[self.unit.scope];
        let kind = scope.kind;
        if comprehension_in_class && kind == ScopeKind::Class {
            return match self.unit.cells.get(name) {
                Some(&register) => Access::Cell(register),
                None => Access::Global,
            };
        }
        let sees_class = scope.sees_class && &**name != "__classdict__";
        match scope.resolution(name) {
            Some(Resolution::Local) if kind.is_function_like() => {
                Access::Local(self.plain_register(name))
            }
            Some(Resolution::Local) => Access::Name,
            Some(Resolution::Cell) => self.cell(name),
            Some(Resolution::Free) if kind == ScopeKind::Class => {
                match (self.cell(name), scope_is_nonlocal(&self.scopes.all[self.unit.scope], name))
                {
                    (Access::Cell(register), false) => Access::ClassCell(register),
                    (access, _) => access,
                }
            }
            Some(Resolution::Free) if sees_class => match (self.class_dict(), self.cell(name)) {
                (Some(dict), Access::Cell(cell)) => Access::ClassDictOrCell(dict, cell),
                (_, access) => access,
            },
            Some(Resolution::Free) => self.cell(name),
            Some(Resolution::GlobalExplicit) => Access::Global,
            _ if kind == ScopeKind::Class || kind == ScopeKind::Module => {
                match self.unit.cells.get(name) {
                    // `__class__` and its like, which the class body owns without binding them.
                    Some(&register) if kind == ScopeKind::Class => Access::ClassCell(register),
                    _ => Access::Name,
                }
            }
            _ if sees_class => self.class_dict().map_or(Access::Global, Access::ClassDictOrGlobal),
            _ => Access::Global,
        }
    }

    fn cell(&self, name: &str) -> Access {
        self.unit.cells.get(name).map_or(Access::Global, |&register| Access::Cell(register))
    }

    fn class_dict(&self) -> Option<u16> {
        self.unit.cells.get("__classdict__").copied()
    }

    /// The value of a name expression.
    pub(super) fn name(&mut self, name: &'a ExprName, wanted: Option<u16>) -> Compiled<Operand> {
        debug_assert!(name.ctx != ExprContext::Store);
        self.at(name.range());
        self.load_name(&name.id, wanted)
    }

    /// The value of a name that is not mangled yet.
    pub(super) fn load_name(&mut self, name: &str, wanted: Option<u16>) -> Compiled<Operand> {
        let name = self.mangled(name);
        let access = self.access(&name);
        if let Access::Local(register) = access {
            self.check_bound(register);
            let operand = Operand::borrowed(register);
            if wanted.is_none() && self.unit.rebindable.contains(register) {
                return Ok(Operand::consumed(self.in_temporary(operand)));
            }
            return Ok(self.deliver(operand, wanted));
        }
        let out = wanted.unwrap_or_else(|| self.unit.push());
        self.load_access(access, &name, out);
        Ok(self.result(out))
    }

    fn load_access(&mut self, access: Access, name: &str, out: u16) {
        let unit = &mut self.unit;
        match access {
            Access::Local(register) => {
                unit.emit(Opcode::MOVE, out, Operand::borrowed(register).0, 0);
            }
            Access::Cell(register) => unit.emit(Opcode::LOAD_CELL, out, register, 0),
            Access::Name => {
                let index = unit.name(name);
                unit.emit(Opcode::LOAD_NAME, out, index, 0);
            }
            Access::Global => {
                let site = unit.site(name);
                unit.emit(Opcode::LOAD_GLOBAL, out, 0, site);
            }
            Access::ClassCell(register) => {
                let index = unit.name(name);
                unit.emit(Opcode::LOAD_LOCALS, out, 0, 0);
                unit.emit(Opcode::LOAD_FROM_DICT_OR_CELL, out, register, index);
            }
            Access::ClassDictOrGlobal(dict) => {
                let index = unit.name(name);
                unit.emit(Opcode::LOAD_CELL, out, dict, 0);
                let mapping = Operand::consumed(out).0;
                unit.emit(Opcode::LOAD_FROM_DICT_OR_GLOBALS, out, mapping, index);
            }
            Access::ClassDictOrCell(dict, cell) => {
                let index = unit.name(name);
                unit.emit(Opcode::LOAD_CELL, out, dict, 0);
                unit.emit(Opcode::LOAD_FROM_DICT_OR_CELL, out, cell, index);
            }
        }
    }

    /// Raises UnboundLocalError unless the local is surely bound.
    pub(super) fn check_bound(&mut self, register: u16) {
        if !self.unit.is_bound(register) {
            self.unit.emit(Opcode::CHECK_LOCAL, register, 0, 0);
            self.unit.mark_bound(register);
        }
    }

    /// Stores to a name that is not mangled yet.
    pub(super) fn store_name(&mut self, name: &str, value: Operand) -> Compiled<()> {
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Local(register) => self.unit.emit(Opcode::MOVE, register, value.0, 0),
            Access::Cell(register) | Access::ClassDictOrCell(_, register) => {
                self.unit.emit(Opcode::STORE_CELL, register, value.0, 0);
            }
            Access::Name | Access::ClassCell(_) => {
                let index = self.unit.name(&name);
                self.unit.emit(Opcode::STORE_NAME, value.0, index, 0);
            }
            Access::Global | Access::ClassDictOrGlobal(_) => {
                let index = self.unit.name(&name);
                self.unit.emit(Opcode::STORE_GLOBAL, value.0, index, 0);
            }
        }
        Ok(())
    }

    /// The register of a name, if it is a plain local.
    pub(super) fn local_register(&mut self, name: &str) -> Option<u16> {
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Local(register) => Some(register),
            _ => None,
        }
    }

    pub(super) fn delete_name(&mut self, name: &str) -> Compiled<()> {
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Local(register) => {
                self.unit.emit(Opcode::DELETE_LOCAL, register, 0, 0);
                self.unit.mark_unbound(register);
            }
            Access::Cell(register) | Access::ClassDictOrCell(_, register) => {
                self.unit.emit(Opcode::DELETE_CELL, register, 0, 0);
            }
            Access::Name | Access::ClassCell(_) => {
                let index = self.unit.name(&name);
                self.unit.emit(Opcode::DELETE_NAME, 0, index, 0);
            }
            Access::Global | Access::ClassDictOrGlobal(_) => {
                let index = self.unit.name(&name);
                self.unit.emit(Opcode::DELETE_GLOBAL, 0, index, 0);
            }
        }
        Ok(())
    }

    /// Unbinds the name of an `except ... as` clause, whether it is still bound or not.
    pub(super) fn forget_name(&mut self, name: &str) -> Compiled<()> {
        if let Some(register) = self.local_register(name) {
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
            self.unit.mark_unbound(register);
            return Ok(());
        }
        let none = self.unit.constant_operand(Constant::None);
        self.store_name(name, none)?;
        self.delete_name(name)
    }

    /// Refuses names that cannot be bound.
    pub(super) fn check_forbidden(
        &self,
        name: &str,
        node: impl Ranged,
        context: ExprContext,
    ) -> Compiled<()> {
        if name == "__debug__" {
            let verb = if context == ExprContext::Del { "delete" } else { "assign to" };
            return self.error(node, format!("cannot {verb} __debug__"));
        }
        Ok(())
    }
}

fn scope_is_nonlocal(scope: &crate::scopes::Scope, name: &str) -> bool {
    scope.flags(name).contains(SymbolFlags::NONLOCAL)
}
