//! Assignment: targets, unpacking, augmented and annotated assignment, `del`.

use std::ops::Range;

use pellucid_bytecode::{Opcode, Operand, OperandKind};
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprContext, StmtAnnAssign, StmtAssign, StmtAugAssign};

use super::Compiler;
use super::expressions::binary_opcode;
use crate::diagnose::describe;
use crate::error::Compiled;

impl<'a> Compiler<'a> {
    pub(super) fn assign(&mut self, it: &'a StmtAssign) -> Compiled<()> {
        let Some((last, first)) = it.targets.split_last() else { return Ok(()) };
        if first.is_empty() {
            return self.assign_one(last, &it.value);
        }
        let mut value = self.value(&it.value)?;
        if value.kind() == OperandKind::Borrowed {
            // An earlier target may rebind the local.
            value = Operand::consumed(self.in_temporary(value));
        }
        for target in first {
            self.store(target, Self::kept(value))?;
        }
        self.store(last, value)?;
        if value.kind() == OperandKind::Consumed {
            self.unit.release(value.index() as u16);
        }
        Ok(())
    }

    /// `target = value` for a single target.
    pub(super) fn assign_one(&mut self, target: &'a Expr, value: &'a Expr) -> Compiled<()> {
        let mark = self.unit.top;
        if let Expr::Name(name) = target
            && !self.names_come_first(&name.id, value)
            && let Some(register) = self.direct_register(&name.id)
        {
            self.check_forbidden(&name.id, name, ExprContext::Store)?;
            self.expression(value, Some(register))?;
            return Ok(());
        }
        if let Some((targets, values)) = paired(target, value) {
            return self.assign_pairwise(targets, values);
        }
        let operand = self.value(value)?;
        self.store(target, operand)?;
        self.unit.release(mark);
        Ok(())
    }

    /// The register of a local that an expression may write at its end.
    pub(super) fn direct_register(&mut self, name: &str) -> Option<u16> {
        self.local_register(name)
    }

    /// Whether the value binds names before the target's name is first met: locals are numbered in that order.
    fn names_come_first(&self, target: &str, value: &Expr) -> bool {
        let known = self.unit.plain.contains_key(&*self.mangled(target));
        if known {
            return false;
        }
        let mut search = BindsNames(false);
        search.visit_expr(value);
        search.0
    }

    /// `a, b = x, y` without a tuple between.
    fn assign_pairwise(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Compiled<()> {
        let mark = self.unit.top;
        let mut operands = Vec::with_capacity(values.len());
        for value in values {
            let operand = self.value(value)?;
            let operand = match operand.kind() {
                OperandKind::Borrowed => Operand::consumed(self.in_temporary(operand)),
                _ => operand,
            };
            operands.push(operand);
        }
        let mut stores: Vec<_> = targets.iter().zip(operands).collect();
        if self.stored_backwards(targets) {
            stores.reverse();
        }
        for (target, operand) in stores {
            self.store(target, operand)?;
        }
        self.unit.release(mark);
        Ok(())
    }

    /// Whether two or three values go to the targets from the last to the first, which shows in the order in which the old
    /// ones die: CPython's optimiser so saves a swap where all are different locals on one line.
    fn stored_backwards(&mut self, targets: &'a [Expr]) -> bool {
        let mut registers = Vec::with_capacity(targets.len());
        for target in targets {
            let Expr::Name(name) = target else { return false };
            let Some(register) = self.direct_register(&name.id) else { return false };
            if registers.contains(&register) {
                return false;
            }
            registers.push(register);
        }
        registers.len() <= 3 && self.on_one_line(targets)
    }

    /// Stores an operand to a target. Temporaries that the target needs lie above the current top.
    pub(super) fn store(&mut self, target: &'a Expr, value: Operand) -> Compiled<()> {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.store_inside(target, value))
    }

    fn store_inside(&mut self, target: &'a Expr, value: Operand) -> Compiled<()> {
        let mark = self.unit.top;
        match target {
            Expr::Name(name) => {
                self.check_forbidden(&name.id, name, ExprContext::Store)?;
                self.at(target);
                self.store_name(&name.id, value)?;
            }
            Expr::Attribute(it) => {
                self.check_forbidden(&it.attr, it, ExprContext::Store)?;
                self.note_static_attribute(it);
                let object = self.value(&it.value)?;
                let site = self.attribute_site(&it.attr);
                self.at(target);
                self.unit.emit(Opcode::STORE_ATTR, object.0, value.0, site);
            }
            Expr::Subscript(it) => {
                let object = self.value(&it.value)?;
                let index = self.value(&it.slice)?;
                self.at(target);
                self.unit.emit(Opcode::STORE_ITEM, object.0, index.0, value.0);
            }
            Expr::Tuple(it) => self.unpack(target, &it.elts, value)?,
            Expr::List(it) => self.unpack(target, &it.elts, value)?,
            Expr::Starred(_) => {
                return self.error(target, "starred assignment target must be in a list or tuple");
            }
            other => {
                return self.error(other, format!("cannot assign to {}", describe(other)));
            }
        }
        self.unit.release(mark);
        Ok(())
    }

    fn unpack(&mut self, place: &'a Expr, targets: &'a [Expr], value: Operand) -> Compiled<()> {
        self.at(place);
        if let Some(first) = self.locals_in_a_row(targets, value)? {
            let count = targets.len() as u16;
            self.unit.emit(Opcode::UNPACK, first, value.0, count);
            (first..first + count).for_each(|register| self.unit.mark_bound(register));
            return Ok(());
        }
        let star = targets.iter().position(Expr::is_starred_expr);
        let window = self.unit.push_many(targets.len());
        match star {
            None => self.unit.emit(Opcode::UNPACK, window, value.0, targets.len() as u16),
            Some(star) => {
                let after = targets.len() - star - 1;
                if targets[star + 1..].iter().any(Expr::is_starred_expr) {
                    return self.error(place, "multiple starred expressions in assignment");
                }
                let Ok(before) = u8::try_from(star) else {
                    return self.error(place, "too many expressions in star-unpacking assignment");
                };
                self.unit.emit_x(Opcode::UNPACK_STAR, before, window, value.0, after as u16);
            }
        }
        for (index, target) in targets.iter().enumerate() {
            let item = Operand::consumed(window + index as u16);
            match target {
                Expr::Starred(starred) => self.store(&starred.value, item)?,
                target => self.store(target, item)?,
            }
        }
        Ok(())
    }

    fn on_one_line(&self, targets: &'a [Expr]) -> bool {
        let line = |target: &Expr| self.source.position(target).line;
        match (targets.first(), targets.last()) {
            (Some(first), Some(last)) => line(first) == line(last),
            _ => false,
        }
    }

    /// The first register of targets that are locals on one line, one register behind the other, and without the value's own:
    /// what is unpacked may be written there at once.
    fn locals_in_a_row(&mut self, targets: &'a [Expr], value: Operand) -> Compiled<Option<u16>> {
        if !targets.iter().all(Expr::is_name_expr) || !self.on_one_line(targets) {
            return Ok(None);
        }
        let mut registers: Option<Range<u16>> = None;
        for target in targets {
            let Expr::Name(name) = target else { return Ok(None) };
            self.check_forbidden(&name.id, name, ExprContext::Store)?;
            let Some(register) = self.direct_register(&name.id) else { return Ok(None) };
            match &mut registers {
                None => registers = Some(register..register + 1),
                Some(row) if row.end == register => row.end += 1,
                Some(_) => return Ok(None),
            }
        }
        let apart =
            |row: &Range<u16>| value.is_constant() || !row.contains(&(value.index() as u16));
        Ok(registers.filter(apart).map(|row| row.start))
    }

    // --- augmented assignment ---

    pub(super) fn augmented(&mut self, it: &'a StmtAugAssign) -> Compiled<()> {
        let mark = self.unit.top;
        let opcode = binary_opcode(it.op);
        match &*it.target {
            Expr::Name(name) => {
                self.check_forbidden(&name.id, name, ExprContext::Store)?;
                self.at(name);
                let old = self.load_name(&name.id, None)?;
                let value = self.value(&it.value)?;
                self.unit.release(mark);
                if let Some(register) = self.direct_register(&name.id) {
                    self.at(it);
                    self.unit.emit_x(opcode, 1, register, old.0, value.0);
                } else {
                    let out = self.unit.push();
                    self.at(it);
                    self.unit.emit_x(opcode, 1, out, old.0, value.0);
                    self.at(name);
                    self.store_name(&name.id, Operand::consumed(out))?;
                }
            }
            Expr::Attribute(target) => {
                let object = self.value(&target.value)?;
                let out = self.unit.push();
                let site = self.attribute_site(&target.attr);
                self.at(target);
                self.unit.emit(Opcode::LOAD_ATTR, out, Self::kept(object).0, site);
                let value = self.value(&it.value)?;
                self.at(it);
                self.unit.emit_x(opcode, 1, out, Operand::consumed(out).0, value.0);
                let site = self.attribute_site(&target.attr);
                self.at(target);
                self.unit.emit(Opcode::STORE_ATTR, object.0, Operand::consumed(out).0, site);
            }
            Expr::Subscript(target) => {
                let object = self.value(&target.value)?;
                let index = self.value(&target.slice)?;
                let out = self.unit.push();
                self.at(target);
                let (object_kept, index_kept) = (Self::kept(object), Self::kept(index));
                self.unit.emit(Opcode::LOAD_ITEM, out, object_kept.0, index_kept.0);
                let value = self.value(&it.value)?;
                self.at(it);
                self.unit.emit_x(opcode, 1, out, Operand::consumed(out).0, value.0);
                self.at(target);
                let result = Operand::consumed(out).0;
                self.unit.emit(Opcode::STORE_ITEM, object.0, index.0, result);
            }
            other => {
                let message = format!(
                    "'{}' is an illegal expression for augmented assignment",
                    describe(other)
                );
                return self.error(other, message);
            }
        }
        self.unit.release(mark);
        Ok(())
    }

    // --- annotated assignment ---

    pub(super) fn annotated(&mut self, it: &'a StmtAnnAssign) -> Compiled<()> {
        if let Some(value) = &it.value {
            self.assign_one(&it.target, value)?;
        }
        match &*it.target {
            Expr::Name(name) => {
                self.check_forbidden(&name.id, name, ExprContext::Store)?;
                if it.simple {
                    return self.annotation_statement(it, name);
                }
            }
            Expr::Attribute(target) => {
                self.check_forbidden(&target.attr, target, ExprContext::Store)?;
                if it.value.is_none() {
                    self.effect(&target.value)?;
                }
            }
            Expr::Subscript(target) => {
                if it.value.is_none() {
                    self.effect(&target.value)?;
                    self.effect(&target.slice)?;
                }
            }
            Expr::Tuple(_) => {
                return self.error(it, "only single target (not tuple) can be annotated");
            }
            Expr::List(_) => {
                return self.error(it, "only single target (not list) can be annotated");
            }
            _ => return self.error(it, "illegal target for annotation"),
        }
        self.annotation_effect(it)
    }

    // --- del ---

    pub(super) fn delete(&mut self, target: &'a Expr) -> Compiled<()> {
        let mark = self.unit.top;
        match target {
            Expr::Name(name) => {
                self.check_forbidden(&name.id, name, ExprContext::Del)?;
                self.at(target);
                self.delete_name(&name.id)?;
            }
            Expr::Attribute(it) => {
                self.check_forbidden(&it.attr, it, ExprContext::Del)?;
                let object = self.value(&it.value)?;
                let site = self.attribute_site(&it.attr);
                self.at(target);
                self.unit.emit(Opcode::DELETE_ATTR, object.0, 0, site);
            }
            Expr::Subscript(it) => {
                let object = self.value(&it.value)?;
                let index = self.value(&it.slice)?;
                self.at(target);
                self.unit.emit(Opcode::DELETE_ITEM, object.0, index.0, 0);
            }
            Expr::Tuple(it) => it.elts.iter().try_for_each(|item| self.delete(item))?,
            Expr::List(it) => it.elts.iter().try_for_each(|item| self.delete(item))?,
            other => {
                return self.error(other, format!("cannot delete {}", describe(other)));
            }
        }
        self.unit.release(mark);
        Ok(())
    }

    /// `self.name = ...` in a method belongs to the class's `__static_attributes__`.
    fn note_static_attribute(&mut self, it: &'a ruff_python_ast::ExprAttribute) {
        let Expr::Name(object) = &*it.value else { return };
        if &*object.id != "self" || self.unit.is_class {
            return;
        }
        let name = self.mangled(&it.attr);
        let class = self.outer.iter_mut().rev().find(|(unit, _)| unit.is_class);
        if let Some((unit, _)) = class {
            unit.static_attributes.insert(name);
        }
    }
}

/// Looks for parts of an expression that bind names in the unit.
struct BindsNames(bool);

impl Visitor<'_> for BindsNames {
    fn visit_expr(&mut self, expression: &Expr) {
        self.0 |= matches!(
            expression,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Named(_)
        );
        if !self.0 {
            stacker::maybe_grow(64 << 10, 1 << 20, || walk_expr(self, expression));
        }
    }
}

/// Targets and values that correspond one to one.
fn paired<'a>(target: &'a Expr, value: &'a Expr) -> Option<(&'a [Expr], &'a [Expr])> {
    let items = |expression: &'a Expr| match expression {
        Expr::Tuple(it) => Some(&*it.elts),
        Expr::List(it) => Some(&*it.elts),
        _ => None,
    };
    let values = match value {
        Expr::Tuple(it) => &*it.elts,
        _ => return None,
    };
    let targets = items(target)?;
    let starred = targets.iter().chain(values).any(Expr::is_starred_expr);
    (!starred && targets.len() == values.len() && (2..=16).contains(&values.len()))
        .then_some((targets, values))
}
