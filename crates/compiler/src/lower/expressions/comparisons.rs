//! Comparisons, chained ones and the warnings about them.

use pellucid_bytecode::{Opcode, Operand, OperandKind};
use ruff_python_ast::{CmpOp, Expr, ExprCompare};

use super::{Compiler, literal_type, rich_comparison};
use crate::error::Compiled;

impl<'a> Compiler<'a> {
    /// The warnings about comparisons that can hardly be meant.
    pub(in crate::lower) fn check_comparison(&mut self, it: &'a ExprCompare) {
        let mut left: &Expr = &it.left;
        let mut left_literal = literal_type(left);
        for (operator, right) in it.ops.iter().zip(&it.comparators) {
            let right_literal = literal_type(right);
            if let (CmpOp::Is | CmpOp::IsNot, Some(name)) =
                (operator, left_literal.or(right_literal))
            {
                let (word, instead) =
                    if *operator == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                let message =
                    format!("\"{word}\" with '{name}' literal. Did you mean \"{instead}\"?");
                self.warn(it, message);
            }
            left = right;
            left_literal = literal_type(left);
        }
    }

    pub(super) fn compare(
        &mut self,
        it: &'a ExprCompare,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        self.check_comparison(it);
        if let ([operator], [right]) = (&*it.ops, &*it.comparators) {
            let mark = self.unit.top;
            let left = self.value(&it.left)?;
            let right = self.contained(*operator, right)?;
            let out = self.out(wanted, mark);
            self.at(it);
            self.emit_comparison(*operator, out, left, right);
            return Ok(self.result(out));
        }
        let mark = self.unit.top;
        let out = self.unit.push();
        let (end, mut exits) = (self.unit.label(), Vec::new());
        let mut left = self.value(&it.left)?;
        for (index, (operator, right)) in it.ops.iter().zip(&it.comparators).enumerate() {
            let last = index + 1 == it.ops.len();
            let right_value = self.contained(*operator, right)?;
            self.at(it);
            let kept = if last { right_value } else { Self::kept(right_value) };
            self.emit_comparison(*operator, out, left, kept);
            if !last {
                let temporary = right_value.kind() == OperandKind::Consumed;
                let exit = if temporary { self.unit.label() } else { end };
                let test = Operand::borrowed(out).0;
                self.unit.emit_jump(Opcode::JUMP_IF_FALSE, 0, test, 0, exit);
                if temporary {
                    exits.push((exit, right_value.index() as u16));
                }
                self.unit.emit(Opcode::CLEAR, out, 0, 0);
            }
            left = right_value;
        }
        self.leave_chain(&exits, end);
        self.unit.release(mark);
        let out = self.unit.push();
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    /// Ends of a comparison chain that stopped early: what was to be compared next is dropped.
    pub(in crate::lower) fn leave_chain(
        &mut self,
        exits: &[(crate::unit::Label, u16)],
        end: crate::unit::Label,
    ) {
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        for &(label, register) in exits {
            self.unit.place(label);
            self.unit.emit(Opcode::CLEAR, register, 0, 0);
            self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        }
        self.unit.place(end);
    }

    /// The right side of a comparison; a display after `in` is a constant if it can be.
    pub(in crate::lower) fn contained(
        &mut self,
        operator: CmpOp,
        right: &'a Expr,
    ) -> Compiled<Operand> {
        if matches!(operator, CmpOp::In | CmpOp::NotIn)
            && let Some(constant) = self.folder.display(right, self.source)
        {
            return Ok(self.unit.constant_operand(constant));
        }
        self.value(right)
    }

    pub(in crate::lower) fn emit_comparison(
        &mut self,
        operator: CmpOp,
        out: u16,
        left: Operand,
        right: Operand,
    ) {
        let (opcode, x) = match (rich_comparison(operator), operator) {
            (Some(comparison), _) => (Opcode::COMPARE, comparison as u8),
            (None, CmpOp::Is) => (Opcode::IS, 0),
            (None, CmpOp::IsNot) => (Opcode::IS, 1),
            (None, CmpOp::In) => (Opcode::CONTAINS, 0),
            (None, _) => (Opcode::CONTAINS, 1),
        };
        self.unit.emit_x(opcode, x, out, left.0, right.0);
    }
}
