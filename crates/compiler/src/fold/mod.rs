//! Constant folding: what CPython's optimizer (up to 3.13) computes at compile time, with its limits.

mod arithmetic;
mod sequences;

use std::collections::HashMap;

use pellucid_bytecode::Constant;
use ruff_python_ast::{Expr, ExprContext, ExprSlice, Operator, UnaryOp};

use crate::literal;
use crate::scopes::key_of;
use crate::source::Source;

/// Finds constant expressions.
pub(crate) struct Folder {
    /// The value of `__debug__`.
    debug: bool,
    /// What is known about operator nodes, so that long chains are looked at once.
    known: HashMap<usize, Option<Constant>>,
}

impl Folder {
    pub(crate) fn new(debug: bool) -> Folder {
        Folder { debug, known: HashMap::new() }
    }

    /// The value of an expression, if it is constant.
    pub(crate) fn fold(&mut self, expression: &Expr, source: &Source<'_>) -> Option<Constant> {
        match expression {
            Expr::StringLiteral(it) => Some(literal::string(it, source)),
            Expr::BytesLiteral(it) => Some(literal::bytes(it)),
            Expr::NumberLiteral(it) => Some(literal::number(&it.value)),
            Expr::BooleanLiteral(it) => Some(Constant::Bool(it.value)),
            Expr::NoneLiteral(_) => Some(Constant::None),
            Expr::EllipsisLiteral(_) => Some(Constant::Ellipsis),
            Expr::Name(it) if &*it.id == "__debug__" && it.ctx == ExprContext::Load => {
                Some(Constant::Bool(self.debug))
            }
            Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::Subscript(_) | Expr::Tuple(_) => {
                let key = key_of(expression);
                if let Some(known) = self.known.get(&key) {
                    return known.clone();
                }
                let value =
                    stacker::maybe_grow(64 << 10, 1 << 20, || self.operator(expression, source));
                self.known.insert(key, value.clone());
                value
            }
            Expr::Slice(it) => self.slice(it, source),
            _ => None,
        }
    }

    /// Whether an expression is constant.
    pub(crate) fn is_constant(&mut self, expression: &Expr, source: &Source<'_>) -> bool {
        match self.known.get(&key_of(expression)) {
            Some(known) => known.is_some(),
            None => self.fold(expression, source).is_some(),
        }
    }

    fn operator(&mut self, expression: &Expr, source: &Source<'_>) -> Option<Constant> {
        match expression {
            Expr::BinOp(it) => {
                let right = self.fold(&it.right, source)?;
                let left = self.fold(&it.left, source)?;
                binary(it.op, &left, &right)
            }
            Expr::UnaryOp(it) => {
                let operand = self.fold(&it.operand, source)?;
                match it.op {
                    UnaryOp::Not => Some(Constant::Bool(!truth(&operand))),
                    op => arithmetic::unary(op, &operand),
                }
            }
            Expr::Subscript(it) if it.ctx == ExprContext::Load => {
                let index = self.fold(&it.slice, source)?;
                let object = self.fold(&it.value, source)?;
                sequences::item(&object, &index)
            }
            Expr::Tuple(it) if it.ctx == ExprContext::Load => {
                self.all(&it.elts, source).map(Constant::Tuple)
            }
            _ => None,
        }
    }

    fn slice(&mut self, it: &ExprSlice, source: &Source<'_>) -> Option<Constant> {
        let mut part = |bound: &Option<Box<Expr>>| match bound {
            Some(bound) => self.fold(bound, source),
            None => Some(Constant::None),
        };
        let (lower, upper, step) = (part(&it.lower)?, part(&it.upper)?, part(&it.step)?);
        Some(Constant::Slice(Box::new([lower, upper, step])))
    }

    fn all(&mut self, items: &[Expr], source: &Source<'_>) -> Option<Box<[Constant]>> {
        items.iter().map(|item| self.fold(item, source)).collect()
    }

    /// The truth of an expression, if it is constant.
    pub(crate) fn truth(&mut self, expression: &Expr, source: &Source<'_>) -> Option<bool> {
        self.fold(expression, source).map(|constant| truth(&constant))
    }

    /// A list or set display that only has to be looked at: as a tuple or frozenset.
    pub(crate) fn display(&mut self, expression: &Expr, source: &Source<'_>) -> Option<Constant> {
        match expression {
            Expr::List(it) => self.all(&it.elts, source).map(Constant::Tuple),
            Expr::Set(it) => self.all(&it.elts, source).map(Constant::FrozenSet),
            _ => None,
        }
    }

    /// A list or set display of three constants or more, which is built by extending an empty one.
    pub(crate) fn long_display(
        &mut self,
        expression: &Expr,
        source: &Source<'_>,
    ) -> Option<Constant> {
        let long = match expression {
            Expr::List(it) => it.elts.len() >= 3,
            Expr::Set(it) => it.elts.len() >= 3,
            _ => false,
        };
        long.then(|| self.display(expression, source)).flatten()
    }
}

fn binary(operator: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    match operator {
        Operator::Add => sequences::concatenate(left, right),
        Operator::Mult => sequences::repeat(left, right).or_else(|| sequences::repeat(right, left)),
        _ => None,
    }
    .or_else(|| arithmetic::binary(operator, left, right))
}

/// The truth of a constant.
pub(crate) fn truth(constant: &Constant) -> bool {
    match constant {
        Constant::None => false,
        Constant::Ellipsis | Constant::Slice(_) | Constant::Code(_) | Constant::BigInt(..) => true,
        Constant::Bool(value) => *value,
        Constant::Int(value) => *value != 0,
        Constant::Float(bits) => f64::from_bits(*bits) != 0.0,
        Constant::Complex(real, imaginary) => {
            f64::from_bits(*real) != 0.0 || f64::from_bits(*imaginary) != 0.0
        }
        Constant::Str { wtf8, .. } => !wtf8.is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    }
}
