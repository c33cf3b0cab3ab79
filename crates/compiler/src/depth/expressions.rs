//! Expressions and conditions.

use ruff_python_ast::{BoolOp, CmpOp, Expr, ExprCompare, ExprSlice, UnaryOp};

use super::{Label, Walk};

impl<'a> Walk<'_, 'a> {
    /// The value of an expression on top.
    pub(super) fn expression(&mut self, expression: &'a Expr) {
        if !self.live {
            self.up(1);
            return;
        }
        if self.is_constant(expression) {
            self.up(1);
            return;
        }
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expression_inside(expression));
    }

    fn expression_inside(&mut self, expression: &'a Expr) {
        let base = self.depth;
        match expression {
            Expr::Named(it) => {
                self.expression(&it.value);
                self.touch(1);
            }
            Expr::BoolOp(it) => self.boolean(it.op, &it.values),
            Expr::BinOp(it) => match self.compiler.percent_pieces(it) {
                Some(pieces) => self.joined(&pieces),
                None => {
                    self.expression(&it.left);
                    self.expression(&it.right);
                }
            },
            Expr::UnaryOp(it) => self.expression(&it.operand),
            Expr::Lambda(it) => self.lambda(it),
            Expr::If(it) => {
                let (other, end) = (self.label(), self.label());
                self.condition(&it.test, other, false);
                self.expression(&it.body);
                self.down(1);
                self.jump(end);
                self.place(other);
                self.expression(&it.orelse);
                self.down(1);
                self.place(end);
            }
            Expr::Dict(it) => self.dict(&it.items),
            Expr::Set(it) => self.display(&it.elts),
            Expr::List(it) => self.display(&it.elts),
            Expr::Tuple(it) => self.collected(&it.elts, 0, false),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression);
            }
            Expr::Await(it) => {
                self.expression(&it.value);
                self.touch(2);
            }
            Expr::YieldFrom(it) => {
                self.expression(&it.value);
                self.touch(2);
            }
            Expr::Yield(it) => match &it.value {
                Some(value) => self.expression(value),
                None => self.up(1),
            },
            Expr::Compare(it) => self.comparison(it),
            Expr::Call(it) => self.call(it),
            Expr::FString(it) => {
                let pieces = self.compiler.f_string_pieces(it);
                self.joined(&pieces);
            }
            Expr::TString(it) => self.t_string(it),
            Expr::Attribute(it) if self.super_object(it) => {}
            Expr::Attribute(it) => self.expression(&it.value),
            Expr::Subscript(it) => {
                self.expression(&it.value);
                self.index(&it.slice, true);
            }
            Expr::Starred(it) => self.expression(&it.value),
            Expr::Slice(it) => drop(self.slice(it)),
            _ => {}
        }
        self.one_above(base);
    }

    /// Whether CPython knows the value when it compiles.
    pub(super) fn is_constant(&mut self, expression: &'a Expr) -> bool {
        match expression {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => true,
            Expr::Name(it) => &*it.id == "__debug__",
            Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::Subscript(_) | Expr::Tuple(_) => {
                self.compiler.folder.is_constant(expression, self.compiler.source)
            }
            _ => false,
        }
    }

    /// A list or set display of constants, which is one constant where it is only looked at.
    pub(super) fn is_constant_display(&mut self, expression: &'a Expr) -> bool {
        let items = match expression {
            Expr::List(it) => &it.elts,
            Expr::Set(it) => &it.elts,
            _ => return false,
        };
        items.iter().all(|item| self.is_constant(item))
    }

    fn truth(&mut self, expression: &'a Expr) -> Option<bool> {
        if !self.is_constant(expression) {
            return None;
        }
        self.compiler.folder.truth(expression, self.compiler.source)
    }

    /// The index of a subscript; gives how many values it is.
    pub(super) fn index(&mut self, index: &'a Expr, sliced: bool) -> usize {
        match index {
            Expr::Slice(it) => {
                let base = self.depth;
                let parts = self.slice(it);
                if parts == 2 && sliced {
                    return 2;
                }
                self.one_above(base);
                1
            }
            other => {
                self.expression(other);
                1
            }
        }
    }

    /// The parts of a slice: one if it is a constant.
    fn slice(&mut self, it: &'a ExprSlice) -> usize {
        let parts = [&it.lower, &it.upper, &it.step];
        if parts.iter().all(|part| part.as_deref().is_none_or(is_literal)) {
            self.up(1);
            return 1;
        }
        let count = if it.step.is_some() { 3 } else { 2 };
        for part in &parts[..count] {
            match part {
                Some(part) => self.expression(part),
                None => self.up(1),
            }
        }
        count
    }

    fn boolean(&mut self, operator: BoolOp, values: &'a [Expr]) {
        let Some((last, values)) = values.split_last() else { return };
        let base = self.depth;
        let end = self.label();
        for value in values {
            match self.truth(value) {
                Some(truth) if truth == (operator == BoolOp::Or) => {
                    self.touch(1);
                    self.jump(end);
                }
                Some(_) => {}
                None => {
                    self.expression(value);
                    self.touch(1);
                    self.reach(end);
                }
            }
            self.depth = base;
        }
        self.expression(last);
        self.place(end);
    }

    fn comparison(&mut self, it: &'a ExprCompare) {
        let base = self.depth;
        self.compared(it);
        if it.ops.len() > 1 {
            self.depth = base;
            self.up(2);
        }
    }

    /// The operands of a comparison; all but the last are kept for the next, with a copy beside the result.
    fn compared(&mut self, it: &'a ExprCompare) {
        let base = self.depth;
        self.expression(&it.left);
        for (index, (operator, operand)) in it.ops.iter().zip(&it.comparators).enumerate() {
            let last = index + 1 == it.ops.len();
            let contains = matches!(operator, CmpOp::In | CmpOp::NotIn);
            if last && contains && self.is_constant_display(operand) {
                self.up(1);
            } else {
                self.expression(operand);
            }
            if !last {
                self.touch(1);
            }
            self.one_above(base);
        }
    }

    /// Goes to the label if the truth of an expression is `sense`.
    pub(super) fn condition(&mut self, test: &'a Expr, target: Label, sense: bool) {
        if self.live {
            stacker::maybe_grow(64 << 10, 1 << 20, || self.condition_inside(test, target, sense));
        }
    }

    fn condition_inside(&mut self, test: &'a Expr, target: Label, sense: bool) {
        let base = self.depth;
        match test {
            Expr::UnaryOp(it) if it.op == UnaryOp::Not => {
                self.condition(&it.operand, target, !sense);
            }
            Expr::BoolOp(it) => {
                let Some((last, values)) = it.values.split_last() else { return };
                let end = self.label();
                let early = it.op == BoolOp::Or;
                let early_target = if early == sense { target } else { end };
                for value in values {
                    self.condition(value, early_target, early);
                }
                self.condition(last, target, sense);
                self.place(end);
            }
            Expr::If(it) => {
                let (other, end) = (self.label(), self.label());
                self.condition(&it.test, other, false);
                self.condition(&it.body, target, sense);
                self.jump(end);
                self.place(other);
                self.condition(&it.orelse, target, sense);
                self.place(end);
            }
            Expr::Compare(it) if none_test(it) => {
                self.expression(&it.left);
                self.reach(target);
            }
            Expr::Compare(it) => {
                self.compared(it);
                self.reach(target);
            }
            other => match self.truth(other) {
                Some(truth) if truth == sense => self.jump(target),
                Some(_) => {}
                None => {
                    self.expression(other);
                    self.reach(target);
                }
            },
        }
        self.depth = base;
    }
}

/// `x is None`: the jump itself looks for None.
fn none_test(it: &ExprCompare) -> bool {
    matches!(*it.ops, [CmpOp::Is | CmpOp::IsNot]) && it.comparators[0].is_none_literal_expr()
}

fn is_literal(expression: &Expr) -> bool {
    expression.is_literal_expr()
}
