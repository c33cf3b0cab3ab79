//! Expressions: operators, attributes, items, displays, conditional and assignment expressions.

mod comparisons;

use pellucid_bytecode::{Comparison, Constant, Opcode, Operand};
use ruff_python_ast::{
    BoolOp, CmpOp, Expr, ExprAttribute, ExprBoolOp, ExprDict, ExprIf, ExprNamed, ExprSlice,
    ExprSubscript, ExprUnaryOp, Operator, UnaryOp,
};

use super::Compiler;
use crate::error::Compiled;

/// Displays longer than this are built item by item, so that they need few registers.
const WINDOW_MAX: usize = 64;

/// The instruction of a binary operator.
pub(super) fn binary_opcode(operator: Operator) -> Opcode {
    match operator {
        Operator::Add => Opcode::ADD,
        Operator::Sub => Opcode::SUBTRACT,
        Operator::Mult => Opcode::MULTIPLY,
        Operator::MatMult => Opcode::MATRIX_MULTIPLY,
        Operator::Div => Opcode::TRUE_DIVIDE,
        Operator::Mod => Opcode::REMAINDER,
        Operator::Pow => Opcode::POWER,
        Operator::LShift => Opcode::SHIFT_LEFT,
        Operator::RShift => Opcode::SHIFT_RIGHT,
        Operator::BitOr => Opcode::OR,
        Operator::BitXor => Opcode::XOR,
        Operator::BitAnd => Opcode::AND,
        Operator::FloorDiv => Opcode::FLOOR_DIVIDE,
    }
}

/// The rich comparison of an operator, unless it is `is` or `in`.
pub(super) fn rich_comparison(operator: CmpOp) -> Option<Comparison> {
    Some(match operator {
        CmpOp::Eq => Comparison::Equal,
        CmpOp::NotEq => Comparison::NotEqual,
        CmpOp::Lt => Comparison::Less,
        CmpOp::LtE => Comparison::LessEqual,
        CmpOp::Gt => Comparison::Greater,
        CmpOp::GtE => Comparison::GreaterEqual,
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}

impl<'a> Compiler<'a> {
    /// Lowers an expression. With `wanted`, its value ends in that register and no temporary is left;
    /// without, it is a constant, a borrowed local or the one new temporary.
    pub(super) fn expression(
        &mut self,
        expression: &'a Expr,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.expression_inside(expression, wanted))
    }

    fn expression_inside(
        &mut self,
        expression: &'a Expr,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        if let Some(constant) = self.folder.fold(expression, self.source) {
            self.at(expression);
            let operand = self.unit.expression_constant(constant);
            return Ok(self.deliver(operand, wanted));
        }
        match expression {
            Expr::BoolOp(it) => self.bool_op(it, wanted),
            Expr::Named(it) => self.named(it, wanted),
            Expr::BinOp(it) => {
                if let Some(formatted) = self.percent_format(it, wanted) {
                    return formatted;
                }
                let mark = self.unit.top;
                let left = self.value(&it.left)?;
                let right = self.value(&it.right)?;
                let out = self.out(wanted, mark);
                self.at(expression);
                self.unit.emit(binary_opcode(it.op), out, left.0, right.0);
                Ok(self.result(out))
            }
            Expr::UnaryOp(it) => self.unary(it, wanted),
            Expr::Lambda(it) => self.lambda(it, wanted),
            Expr::If(it) => self.if_expression(it, wanted),
            Expr::Dict(it) => self.dict(it, wanted),
            Expr::Set(it) => self.sequence(expression, &it.elts, Display::Set, wanted),
            Expr::List(it) => self.sequence(expression, &it.elts, Display::List, wanted),
            Expr::Tuple(it) => self.sequence(expression, &it.elts, Display::Tuple, wanted),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression, wanted)
            }
            Expr::Await(it) => self.await_expression(it, wanted),
            Expr::Yield(it) => self.yield_expression(it, wanted),
            Expr::YieldFrom(it) => self.yield_from(it, wanted),
            Expr::Compare(it) => self.compare(it, wanted),
            Expr::Call(it) => self.call(it, wanted),
            Expr::FString(it) => self.f_string(it, wanted),
            Expr::TString(it) => self.t_string(it, wanted),
            Expr::Attribute(it) => self.attribute(it, wanted),
            Expr::Subscript(it) => self.subscript(it, wanted),
            Expr::Name(it) => self.name(it, wanted),
            Expr::Slice(it) => self.slice(it, wanted),
            Expr::Starred(_) => self.error(expression, "can't use starred expression here"),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => self.error(expression, "invalid syntax"),
        }
    }

    /// Evaluates an expression whose value nobody wants.
    pub(super) fn effect(&mut self, expression: &'a Expr) -> Compiled<()> {
        let operand = self.value(expression)?;
        self.discard(operand);
        Ok(())
    }

    fn unary(&mut self, it: &'a ExprUnaryOp, wanted: Option<u16>) -> Compiled<Operand> {
        let mark = self.unit.top;
        let operand = self.value(&it.operand)?;
        let out = self.out(wanted, mark);
        self.at(it);
        let opcode = match it.op {
            UnaryOp::Invert => Opcode::INVERT,
            UnaryOp::Not => Opcode::NOT,
            UnaryOp::UAdd => Opcode::POSITIVE,
            UnaryOp::USub => Opcode::NEGATE,
        };
        self.unit.emit(opcode, out, operand.0, 0);
        Ok(self.result(out))
    }

    /// `a and b`, `a or b`: a local is written only at the end, because later operands may read it.
    fn bool_op(&mut self, it: &'a ExprBoolOp, wanted: Option<u16>) -> Compiled<Operand> {
        let Some((last, first)) = it.values.split_last() else {
            return self.error(it, "invalid syntax");
        };
        let end = self.unit.label();
        let mark = self.unit.top;
        let out = self.unit.push();
        for value in first {
            self.settle(value, mark, end, it.op == BoolOp::Or)?;
            self.unit.emit(Opcode::CLEAR, out, 0, 0);
        }
        self.unit.release(mark);
        let operand = self.value(last)?;
        self.in_temporary(operand);
        self.unit.place(end);
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    fn if_expression(&mut self, it: &'a ExprIf, wanted: Option<u16>) -> Compiled<Operand> {
        if let Some(constant) = self.folder.truth(&it.test, self.source) {
            let (taken, dead) =
                if constant { (&it.body, &it.orelse) } else { (&it.orelse, &it.body) };
            self.lower_unreachable(|this| this.effect(dead))?;
            return self.expression(taken, wanted);
        }
        let (otherwise, end) = (self.unit.label(), self.unit.label());
        let mark = self.unit.top;
        self.condition(&it.test, otherwise, false)?;
        let out = self.out(wanted, mark);
        self.branch(&it.body, wanted, mark)?;
        self.unit.emit_jump(Opcode::JUMP, 0, 0, 0, end);
        self.unit.place(otherwise);
        self.branch(&it.orelse, wanted, mark)?;
        self.unit.place(end);
        Ok(self.result(out))
    }

    /// One side of a conditional expression: both leave the value at the same place.
    fn branch(&mut self, value: &'a Expr, wanted: Option<u16>, mark: u16) -> Compiled<()> {
        self.unit.release(mark);
        let operand = self.expression(value, wanted)?;
        if wanted.is_none() {
            self.in_temporary(operand);
        }
        Ok(())
    }

    /// Checks code that no way leads to, without emitting any of it.
    pub(super) fn lower_unreachable<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Compiled<T>,
    ) -> Compiled<T> {
        let bound = self.unit.make_unreachable();
        let result = work(self);
        self.unit.restore_reachable(bound);
        result
    }

    fn named(&mut self, it: &'a ExprNamed, wanted: Option<u16>) -> Compiled<Operand> {
        let Expr::Name(name) = &*it.target else {
            return self.error(
                &*it.target,
                format!(
                    "cannot use assignment expressions with {}",
                    crate::diagnose::describe(&it.target)
                ),
            );
        };
        self.check_forbidden(&name.id, name, name.ctx)?;
        let operand = self.value(&it.value)?;
        let operand = Operand::consumed(self.in_temporary(operand));
        self.at(name);
        self.store_name(&name.id, Self::kept(operand))?;
        Ok(self.deliver(operand, wanted))
    }

    // --- attributes and items ---

    fn attribute(&mut self, it: &'a ExprAttribute, wanted: Option<u16>) -> Compiled<Operand> {
        if let Some(result) = self.super_attribute(it, wanted)? {
            return Ok(result);
        }
        let mark = self.unit.top;
        let object = self.value(&it.value)?;
        let out = self.out(wanted, mark);
        let site = self.attribute_site(&it.attr);
        self.at(it);
        self.unit.emit(Opcode::LOAD_ATTR, out, object.0, site);
        Ok(self.result(out))
    }

    pub(super) fn attribute_site(&mut self, name: &str) -> u16 {
        let name = self.mangled(name);
        self.unit.site(&name)
    }

    fn subscript(&mut self, it: &'a ExprSubscript, wanted: Option<u16>) -> Compiled<Operand> {
        self.check_subscript(it);
        let mark = self.unit.top;
        let object = self.value(&it.value)?;
        let index = self.value(&it.slice)?;
        let out = self.out(wanted, mark);
        self.at(it);
        self.unit.emit(Opcode::LOAD_ITEM, out, object.0, index.0);
        Ok(self.result(out))
    }

    fn check_subscript(&mut self, it: &'a ExprSubscript) {
        let name = match &*it.value {
            Expr::NoneLiteral(_) => "NoneType",
            Expr::EllipsisLiteral(_) => "ellipsis",
            Expr::NumberLiteral(number) => crate::literal::number_type(&number.value),
            Expr::BooleanLiteral(_) => "bool",
            Expr::Set(_) => "set",
            Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::TString(_) => "string.templatelib.Template",
            Expr::Lambda(_) => "function",
            _ => return self.check_index(it),
        };
        let message = format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
        self.warn(it, message);
    }

    fn check_index(&mut self, it: &'a ExprSubscript) {
        let sequence = match &*it.value {
            Expr::StringLiteral(_) | Expr::FString(_) => "str",
            Expr::BytesLiteral(_) => "bytes",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Tuple(_) => "tuple",
            _ => return,
        };
        let index = match &*it.slice {
            Expr::StringLiteral(_) | Expr::FString(_) => "str",
            Expr::BytesLiteral(_) => "bytes",
            Expr::NoneLiteral(_) => "NoneType",
            Expr::EllipsisLiteral(_) => "ellipsis",
            Expr::NumberLiteral(number) => match crate::literal::number_type(&number.value) {
                "int" => return,
                other => other,
            },
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::Generator(_) => "generator",
            Expr::Lambda(_) => "function",
            _ => return,
        };
        let message = format!(
            "{sequence} indices must be integers or slices, not {index}; perhaps you missed a comma?"
        );
        self.warn(it, message);
    }

    fn slice(&mut self, it: &'a ExprSlice, wanted: Option<u16>) -> Compiled<Operand> {
        let mark = self.unit.top;
        for bound in [&it.lower, &it.upper, &it.step] {
            match bound {
                Some(bound) => drop(self.push_value(bound)?),
                None => drop(self.push_constant(Constant::None)),
            }
        }
        let out = self.out(wanted, mark);
        self.at(it);
        self.unit.emit(Opcode::BUILD_SLICE, out, mark, 0);
        Ok(self.result(out))
    }

    // --- displays ---

    pub(super) fn sequence(
        &mut self,
        place: &'a Expr,
        items: &'a [Expr],
        display: Display,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let starred = items.iter().any(Expr::is_starred_expr);
        if let Some(constant) = self.folder.long_display(place, self.source) {
            return self.display_of_constant(place, constant, display, wanted);
        }
        let mark = self.unit.top;
        if !starred && items.len() <= WINDOW_MAX {
            for item in items {
                self.push_value(item)?;
            }
            let out = self.out(wanted, mark);
            self.at(place);
            self.unit.emit(display.build(), out, mark, items.len() as u16);
            return Ok(self.result(out));
        }
        let out = self.unit.push();
        let first = self.unit.top;
        // What comes before the first starred item is built at once.
        let plain = items.iter().take_while(|item| !item.is_starred_expr()).count();
        let (plain, rest) = items.split_at(plain.min(WINDOW_MAX));
        for item in plain {
            self.push_value(item)?;
        }
        self.at(place);
        self.unit.emit(display.collect(), out, first, plain.len() as u16);
        self.unit.release(first);
        self.collect_items(place, rest, display, out)?;
        self.at(place);
        if display == Display::Tuple {
            self.unit.emit(Opcode::LIST_TO_TUPLE, out, Operand::consumed(out).0, 0);
        }
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    /// Adds items one by one to the list or set in `out`.
    fn collect_items(
        &mut self,
        place: &'a Expr,
        items: &'a [Expr],
        display: Display,
        out: u16,
    ) -> Compiled<()> {
        let mark = self.unit.top;
        let (add, extend) = match display {
            Display::Set => (Opcode::SET_ADD, Opcode::SET_UPDATE),
            _ => (Opcode::LIST_APPEND, Opcode::LIST_EXTEND),
        };
        for item in items {
            let (opcode, item) = match item {
                Expr::Starred(starred) => (extend, &*starred.value),
                item => (add, item),
            };
            let value = self.value(item)?;
            self.at(place);
            self.unit.emit(opcode, out, value.0, 0);
            self.unit.release(mark);
        }
        Ok(())
    }

    /// A list or set of three constants and more begins empty and is extended by a constant.
    fn display_of_constant(
        &mut self,
        place: &'a Expr,
        constant: Constant,
        display: Display,
        wanted: Option<u16>,
    ) -> Compiled<Operand> {
        let out = self.unit.push();
        self.at(place);
        self.unit.emit(display.collect(), out, self.unit.top, 0);
        let items = self.unit.constant_operand(constant);
        let extend = if display == Display::Set { Opcode::SET_UPDATE } else { Opcode::LIST_EXTEND };
        self.unit.emit(extend, out, items.0, 0);
        Ok(self.deliver(Operand::consumed(out), wanted))
    }

    fn dict(&mut self, it: &'a ExprDict, wanted: Option<u16>) -> Compiled<Operand> {
        let mark = self.unit.top;
        let unpacks = it.items.iter().any(|item| item.key.is_none());
        if !unpacks && it.items.len() * 2 <= WINDOW_MAX {
            for item in &it.items {
                if let Some(key) = &item.key {
                    self.push_value(key)?;
                }
                self.push_value(&item.value)?;
            }
            let out = self.out(wanted, mark);
            self.at(it);
            self.unit.emit(Opcode::BUILD_MAP, out, mark, it.items.len() as u16);
            return Ok(self.result(out));
        }
        let out = self.unit.push();
        let inner = self.unit.top;
        self.at(it);
        self.unit.emit(Opcode::BUILD_MAP, out, inner, 0);
        for item in &it.items {
            let key = item.key.as_ref().map(|key| self.value(key)).transpose()?;
            let value = self.value(&item.value)?;
            self.at(it);
            match key {
                Some(key) => self.unit.emit(Opcode::MAP_ADD, out, key.0, value.0),
                None => self.unit.emit(Opcode::DICT_UPDATE, out, value.0, 0),
            }
            self.unit.release(inner);
        }
        Ok(self.deliver(Operand::consumed(out), wanted))
    }
}

/// What a sequence display makes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    Tuple,
    List,
    Set,
}

impl Display {
    fn build(self) -> Opcode {
        match self {
            Display::Tuple => Opcode::BUILD_TUPLE,
            Display::List => Opcode::BUILD_LIST,
            Display::Set => Opcode::BUILD_SET,
        }
    }

    /// What collects the items of a long one.
    fn collect(self) -> Opcode {
        match self {
            Display::Set => Opcode::BUILD_SET,
            _ => Opcode::BUILD_LIST,
        }
    }
}

/// The type of a literal that identity means nothing for.
fn literal_type(expression: &Expr) -> Option<&'static str> {
    Some(match expression {
        Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NumberLiteral(number) => crate::literal::number_type(&number.value),
        Expr::Tuple(tuple) if tuple.elts.iter().all(|item| item.is_literal_expr()) => "tuple",
        Expr::UnaryOp(it) if it.op == UnaryOp::USub => match &*it.operand {
            Expr::NumberLiteral(number) => crate::literal::number_type(&number.value),
            _ => return None,
        },
        _ => return None,
    })
}
