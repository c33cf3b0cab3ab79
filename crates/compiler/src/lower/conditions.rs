//! Conditions: tests as jumps, without making booleans.

use pellucid_bytecode::{Opcode, Operand, OperandKind};
use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCompare, UnaryOp};

use super::Compiler;
use super::expressions::rich_comparison;
use crate::error::Compiled;
use crate::unit::Label;

/// Added to the comparison of a `JUMP_COMPARE` that jumps when it is false.
const WHEN_FALSE: u8 = 8;

impl<'a> Compiler<'a> {
    /// Jumps to `target` if the truth of `test` is `sense`, and goes on otherwise.
    pub(super) fn condition(&mut self, test: &'a Expr, target: Label, sense: bool) -> Compiled<()> {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.condition_inside(test, target, sense))
    }

    fn condition_inside(&mut self, test: &'a Expr, target: Label, sense: bool) -> Compiled<()> {
        if let Some(truth) = self.folder.truth(test, self.source) {
            if truth == sense {
                self.at(test);
                self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, target);
            }
            return Ok(());
        }
        match test {
            Expr::UnaryOp(it) if it.op == UnaryOp::Not => {
                self.condition(&it.operand, target, !sense)
            }
            Expr::BoolOp(it) => self.bool_condition(it.op, &it.values, target, sense),
            Expr::Compare(it) => self.compare_condition(it, target, sense),
            Expr::If(it) => {
                let (otherwise, end) = (self.unit.label(), self.unit.label());
                self.condition(&it.test, otherwise, false)?;
                self.condition(&it.body, target, sense)?;
                self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
                self.unit.place(otherwise);
                self.condition(&it.orelse, target, sense)?;
                self.unit.place(end);
                Ok(())
            }
            _ => {
                let mark = self.unit.top;
                let value = self.value(test)?;
                self.unit.release(mark);
                self.at(test);
                self.jump_if(value, target, sense);
                Ok(())
            }
        }
    }

    /// Computes a value into the register at `mark` and goes to `exit` if its truth is `settling`. Operands of an
    /// operand leave from where they are, so that nobody is asked for its truth twice.
    pub(super) fn settle(
        &mut self,
        value: &'a Expr,
        mark: u16,
        exit: Label,
        settling: bool,
    ) -> Compiled<()> {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.settle_inside(value, mark, exit, settling))
    }

    fn settle_inside(
        &mut self,
        value: &'a Expr,
        mark: u16,
        exit: Label,
        settling: bool,
    ) -> Compiled<()> {
        if let Expr::BoolOp(it) = value
            && let Some((last, first)) = it.values.split_last()
        {
            let (inner, next) = (it.op == BoolOp::Or, self.unit.label());
            for value in first {
                self.settle(value, mark, if inner == settling { exit } else { next }, inner)?;
                self.unit.emit(Opcode::CLEAR, mark, 0, 0);
            }
            self.settle(last, mark, exit, settling)?;
            self.unit.place(next);
            return Ok(());
        }
        self.unit.release(mark);
        let operand = self.value(value)?;
        self.unit.release(mark);
        let out = self.unit.push();
        self.at(value);
        if operand.kind() != OperandKind::Consumed {
            self.unit.emit(Opcode::MOVE, out, operand.0, 0);
        }
        self.jump_if(Operand::borrowed(out), exit, settling);
        Ok(())
    }

    pub(super) fn jump_if(&mut self, value: Operand, target: Label, sense: bool) {
        let opcode = if sense { Opcode::JUMP_IF_TRUE } else { Opcode::JUMP_IF_FALSE };
        self.unit.emit_jump(opcode, 0, value.0, 0, target);
    }

    fn bool_condition(
        &mut self,
        operator: BoolOp,
        values: &'a [Expr],
        target: Label,
        sense: bool,
    ) -> Compiled<()> {
        let Some((last, first)) = values.split_last() else { return Ok(()) };
        // The truth of one operand that settles the whole.
        let settling = operator == BoolOp::Or;
        let end = self.unit.label();
        let early = if settling == sense { target } else { end };
        for value in first {
            self.condition(value, early, settling)?;
        }
        self.condition(last, target, sense)?;
        self.unit.place(end);
        Ok(())
    }

    fn compare_condition(
        &mut self,
        it: &'a ExprCompare,
        target: Label,
        sense: bool,
    ) -> Compiled<()> {
        self.check_comparison(it);
        let mark = self.unit.top;
        let mut left = self.value(&it.left)?;
        if let ([operator], [right]) = (&*it.ops, &*it.comparators) {
            if let (CmpOp::Is | CmpOp::IsNot, Expr::NoneLiteral(_)) = (operator, right) {
                self.at(it);
                self.unit.release(mark);
                let when_none = (*operator == CmpOp::Is) == sense;
                let opcode =
                    if when_none { Opcode::JUMP_IF_NONE } else { Opcode::JUMP_IF_NOT_NONE };
                self.unit.emit_jump(opcode, 0, left.0, 0, target);
                return Ok(());
            }
            let right = self.contained(*operator, right)?;
            self.at(it);
            self.jump_comparison(*operator, left, right, target, sense, mark);
            return Ok(());
        }
        let (fail, end, mut exits) = (self.unit.label(), self.unit.label(), Vec::new());
        for (index, (operator, right)) in it.ops.iter().zip(&it.comparators).enumerate() {
            let top = self.unit.top;
            let right = self.contained(*operator, right)?;
            self.at(it);
            if index + 1 == it.ops.len() {
                self.jump_comparison(*operator, left, right, target, sense, mark);
                break;
            }
            let temporary = right.kind() == OperandKind::Consumed;
            let exit = if temporary { self.unit.label() } else { fail };
            let above = self.unit.top;
            self.jump_comparison(*operator, left, Self::kept(right), exit, false, above);
            if temporary {
                exits.push((exit, right.index() as u16));
            } else {
                self.unit.release(top);
            }
            left = right;
        }
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.leave_chain_to(&exits, fail, (!sense).then_some(target));
        self.unit.place(end);
        self.unit.release(mark);
        Ok(())
    }

    /// A comparison chain that was false early goes to `target`, or on.
    fn leave_chain_to(&mut self, exits: &[(Label, u16)], fail: Label, target: Option<Label>) {
        self.leave_chain(exits, fail);
        if let Some(target) = target {
            self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, target);
        }
    }

    /// A comparison and a jump; temporaries from `scratch` on are free.
    fn jump_comparison(
        &mut self,
        operator: CmpOp,
        left: Operand,
        right: Operand,
        target: Label,
        sense: bool,
        scratch: u16,
    ) {
        if let Some(comparison) = rich_comparison(operator) {
            self.unit.release(scratch);
            let x = comparison as u8 + if sense { 0 } else { WHEN_FALSE };
            self.unit.emit_jump(Opcode::JUMP_COMPARE, x, left.0, right.0, target);
            return;
        }
        self.unit.release(scratch);
        let out = self.unit.push();
        self.emit_comparison(operator, out, left, right);
        self.unit.release(scratch);
        self.jump_if(Operand::consumed(out), target, sense);
    }

    /// Jumps if a register equals an operand (`sense`) or does not.
    pub(super) fn jump_if_equal(
        &mut self,
        left: Operand,
        right: Operand,
        comparison: pellucid_bytecode::Comparison,
        target: Label,
        sense: bool,
    ) {
        let x = comparison as u8 + if sense { 0 } else { WHEN_FALSE };
        self.unit.emit_jump(Opcode::JUMP_COMPARE, x, left.0, right.0, target);
    }
}
