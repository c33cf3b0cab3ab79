//! The locals of a code unit as the tuples of names that programs see, and back.

use pellucid_bytecode::{CodeUnit, LocalKind};

use crate::prelude::*;

/// `co_varnames`, `co_cellvars` and `co_freevars`.
pub(super) struct Names {
    pub(super) variables: Vec<Box<str>>,
    pub(super) cells: Vec<Box<str>>,
    pub(super) free: Vec<Box<str>>,
}

impl Names {
    /// Lays out the locals of a unit that has none: variables, cells that are no parameters, free variables.
    pub(super) fn lay_out(self, vm: &mut Vm, unit: &mut CodeUnit) -> PyResult<()> {
        let parameters = unit.parameters();
        if parameters > self.variables.len() {
            return Err(vm.value_error("code: varnames is too small"));
        }
        let is_cell = |index: usize, name: &str| {
            index < parameters && self.cells.iter().any(|cell| **cell == *name)
        };
        let kind = |cell: bool| if cell { LocalKind::Cell } else { LocalKind::Plain };
        let variables = self.variables.iter().enumerate();
        unit.locals =
            variables.map(|(index, name)| (name.clone(), kind(is_cell(index, name)))).collect();
        let known = &self.variables[..parameters];
        let own = self.cells.iter().filter(|name| !known.contains(name));
        unit.locals.extend(own.map(|name| (name.clone(), LocalKind::Cell)));
        unit.locals.extend(self.free.into_iter().map(|name| (name, LocalKind::Free)));
        Ok(())
    }
}

/// Which tuple of names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Variables,
    Cells,
    Free,
}

impl Group {
    fn has(self, unit: &CodeUnit, index: usize) -> bool {
        let kind = unit.locals[index].1;
        match self {
            Group::Variables => index < unit.parameters() || kind == LocalKind::Plain,
            Group::Cells => kind == LocalKind::Cell,
            Group::Free => kind == LocalKind::Free,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Group::Variables => "co_varnames",
            Group::Cells => "co_cellvars",
            Group::Free => "co_freevars",
        }
    }

    /// Gives the locals of this group other names; more names are more locals. With `moves`, the words make room for them.
    pub(super) fn rename(
        self,
        vm: &mut Vm,
        unit: &mut CodeUnit,
        names: Vec<Box<str>>,
        moves: bool,
    ) -> PyResult<()> {
        let own: Vec<usize> = (0..unit.locals.len()).filter(|&it| self.has(unit, it)).collect();
        if names.len() < own.len() {
            return Err(vm.value_error(format!("code: {} is too small", self.name())));
        }
        let mut names = names.into_iter();
        for (index, name) in own.iter().zip(&mut names) {
            unit.locals[*index].0 = name;
        }
        for name in names {
            let free = unit.free_registers();
            let is_variable = |&index: &usize| Group::Variables.has(unit, index);
            let (place, kind) = match self {
                Group::Variables => {
                    let last = (0..unit.locals.len()).rev().find(is_variable);
                    (last.map_or(0, |last| last + 1), LocalKind::Plain)
                }
                Group::Cells => (free.start, LocalKind::Cell),
                Group::Free => (free.end, LocalKind::Free),
            };
            let room = match u16::try_from(place) {
                Ok(place) if moves => unit.make_room(place),
                place => place.ok().map(drop),
            };
            if room.is_none() {
                return Err(vm.value_error("code: too many locals"));
            }
            unit.locals.insert(place, (name, kind));
        }
        Ok(())
    }
}
