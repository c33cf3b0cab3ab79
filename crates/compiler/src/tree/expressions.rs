//! From the parser's expressions to nodes of the abstract grammar.

use pellucid_bytecode::Constant;
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::from_parser::{Builder, operator, text};
use super::{Kind, Value};
use crate::literal;

fn context(context: ast::ExprContext) -> Kind {
    match context {
        ast::ExprContext::Store => Kind::Store,
        ast::ExprContext::Del => Kind::Del,
        ast::ExprContext::Load | ast::ExprContext::Invalid => Kind::Load,
    }
}

/// A piece of an f-string: its value, and where it stands.
enum Piece {
    Text(Vec<u8>, TextRange, bool),
    Value(Value),
}

impl Builder<'_, '_> {
    pub(super) fn expression(&self, expression: &Expr) -> Value {
        self.deeper(1, || self.expression_here(expression))
    }

    fn expression_here(&self, expression: &Expr) -> Value {
        match expression {
            Expr::BoolOp(it) => {
                let kind = if it.op == ast::BoolOp::And { Kind::And } else { Kind::Or };
                let fields = vec![self.bare(kind, Vec::new()), self.expressions(&it.values)];
                self.node(Kind::BoolOp, it, fields)
            }
            Expr::Named(it) => self.pair(Kind::NamedExpr, it, &it.target, &it.value),
            Expr::BinOp(it) => {
                let operator = self.bare(operator(it.op), Vec::new());
                let fields = vec![self.expression(&it.left), operator, self.expression(&it.right)];
                self.node(Kind::BinOp, it, fields)
            }
            Expr::UnaryOp(it) => {
                let kind = match it.op {
                    ast::UnaryOp::Invert => Kind::Invert,
                    ast::UnaryOp::Not => Kind::Not,
                    ast::UnaryOp::UAdd => Kind::UAdd,
                    ast::UnaryOp::USub => Kind::USub,
                };
                let fields = vec![self.bare(kind, Vec::new()), self.expression(&it.operand)];
                self.node(Kind::UnaryOp, it, fields)
            }
            Expr::Lambda(it) => {
                let fields =
                    vec![self.parameters(it.parameters.as_deref()), self.expression(&it.body)];
                self.node(Kind::Lambda, it, fields)
            }
            Expr::If(it) => {
                let fields = [&it.test, &it.body, &it.orelse].map(|part| self.expression(part));
                self.node(Kind::IfExp, it, fields.into())
            }
            Expr::Dict(it) => {
                let keys = self.list(&it.items, |this, item| this.optional(item.key.as_ref()));
                let values = self.list(&it.items, |this, item| this.expression(&item.value));
                self.node(Kind::Dict, it, vec![keys, values])
            }
            Expr::Set(it) => self.node(Kind::Set, it, vec![self.expressions(&it.elts)]),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression)
            }
            Expr::Await(it) => self.node(Kind::Await, it, vec![self.expression(&it.value)]),
            Expr::Yield(it) => self.node(Kind::Yield, it, vec![self.optional(it.value.as_deref())]),
            Expr::YieldFrom(it) => self.node(Kind::YieldFrom, it, vec![self.expression(&it.value)]),
            Expr::Compare(it) => {
                let operators =
                    it.ops.iter().map(|&it| self.bare(comparison(it), Vec::new())).collect();
                let fields = vec![
                    self.expression(&it.left),
                    Value::List(operators),
                    self.expressions(&it.comparators),
                ];
                self.node(Kind::Compare, it, fields)
            }
            Expr::Call(it) => {
                let fields = vec![
                    self.expression(&it.func),
                    self.expressions(&it.arguments.args),
                    self.list(&it.arguments.keywords, Self::keyword),
                ];
                self.node(Kind::Call, it, fields)
            }
            _ => self.atom(expression),
        }
    }

    fn pair(&self, kind: Kind, place: impl Ranged, left: &Expr, right: &Expr) -> Value {
        self.node(kind, place, vec![self.expression(left), self.expression(right)])
    }

    fn context(&self, it: ast::ExprContext) -> Value {
        self.bare(context(it), Vec::new())
    }

    fn atom(&self, expression: &Expr) -> Value {
        match expression {
            Expr::Attribute(it) => {
                let fields =
                    vec![self.expression(&it.value), text(it.attr.as_str()), self.context(it.ctx)];
                self.node(Kind::Attribute, it, fields)
            }
            Expr::Subscript(it) => {
                let fields = vec![
                    self.expression(&it.value),
                    self.expression(&it.slice),
                    self.context(it.ctx),
                ];
                self.node(Kind::Subscript, it, fields)
            }
            Expr::Starred(it) => {
                self.node(Kind::Starred, it, vec![self.expression(&it.value), self.context(it.ctx)])
            }
            Expr::Name(it) if it.id.as_str() == "__debug__" && self.debug.is_some() => {
                self.constant(it.range(), Constant::Bool(self.debug == Some(true)))
            }
            Expr::Name(it) => {
                self.node(Kind::Name, it, vec![text(it.id.as_str()), self.context(it.ctx)])
            }
            Expr::List(it) => {
                self.node(Kind::List, it, vec![self.expressions(&it.elts), self.context(it.ctx)])
            }
            Expr::Tuple(it) => {
                self.node(Kind::Tuple, it, vec![self.expressions(&it.elts), self.context(it.ctx)])
            }
            Expr::Slice(it) => {
                let parts = [&it.lower, &it.upper, &it.step];
                let fields = parts.map(|part| self.optional(part.as_deref()));
                self.node(Kind::Slice, it, fields.into())
            }
            Expr::FString(it) => self.f_string(it),
            Expr::TString(it) => self.t_string(it),
            Expr::StringLiteral(it) => {
                let kind = if it.value.is_unicode() { text("u") } else { Value::None };
                let value = Value::Constant(literal::string(it, self.source));
                self.node(Kind::Constant, it, vec![value, kind])
            }
            Expr::BytesLiteral(it) => self.constant(it.range(), literal::bytes(it)),
            Expr::NumberLiteral(it) => self.constant(it.range(), literal::number(&it.value)),
            Expr::BooleanLiteral(it) => self.constant(it.range(), Constant::Bool(it.value)),
            Expr::EllipsisLiteral(it) => self.constant(it.range(), Constant::Ellipsis),
            other => self.constant(other.range(), Constant::None),
        }
    }

    fn constant(&self, place: TextRange, value: Constant) -> Value {
        self.node(Kind::Constant, place, vec![Value::Constant(value), Value::None])
    }

    fn comprehension(&self, expression: &Expr) -> Value {
        match expression {
            Expr::ListComp(it) => {
                let fields = vec![self.expression(&it.elt), self.generators(&it.generators)];
                self.node(Kind::ListComp, it, fields)
            }
            Expr::SetComp(it) => {
                let fields = vec![self.expression(&it.elt), self.generators(&it.generators)];
                self.node(Kind::SetComp, it, fields)
            }
            Expr::DictComp(it) => {
                // Without a key it is `{**value for ...}`, which 3.14 does not have.
                let key = self.optional(it.key.as_deref());
                let fields = vec![key, self.expression(&it.value), self.generators(&it.generators)];
                self.node(Kind::DictComp, it, fields)
            }
            Expr::Generator(it) => {
                let fields = vec![self.expression(&it.elt), self.generators(&it.generators)];
                let place = crate::lower::generator_place(it, self.source);
                self.node(Kind::GeneratorExp, place, fields)
            }
            other => self.atom(other),
        }
    }

    fn generators(&self, generators: &[ast::Comprehension]) -> Value {
        self.list(generators, |this, it| {
            let fields = vec![
                this.expression(&it.target),
                this.expression(&it.iter),
                this.expressions(&it.ifs),
                Value::Int(it.is_async.into()),
            ];
            this.bare(Kind::Comprehension, fields)
        })
    }

    // --- f-strings and t-strings ---

    fn f_string(&self, it: &ast::ExprFString) -> Value {
        let mut pieces = Vec::new();
        for part in &it.value {
            match part {
                ast::FStringPart::Literal(part) => {
                    let bytes = literal::string_part(part, self.source);
                    let unicode = part.flags.prefix().is_unicode();
                    pieces.push(Piece::Text(bytes, part.range(), unicode));
                }
                ast::FStringPart::FString(part) => {
                    let raw = part.flags.prefix().is_raw();
                    self.pieces(&part.elements, raw, Kind::FormattedValue, &mut pieces);
                }
            }
        }
        self.node(Kind::JoinedStr, it, vec![self.joined(pieces)])
    }

    fn t_string(&self, it: &ast::ExprTString) -> Value {
        let mut pieces = Vec::new();
        for part in &it.value {
            let raw = part.flags.prefix().is_raw();
            self.pieces(&part.elements, raw, Kind::Interpolation, &mut pieces);
        }
        self.node(Kind::TemplateStr, it, vec![self.joined(pieces)])
    }

    /// The values of the pieces; texts that follow one another are one.
    fn joined(&self, pieces: Vec<Piece>) -> Value {
        let mut values = Vec::new();
        let mut pending: Option<(Vec<u8>, TextRange, bool)> = None;
        let constant = |(bytes, place, unicode): (Vec<u8>, TextRange, bool)| {
            let kind = if unicode { text("u") } else { Value::None };
            let value = Value::Constant(literal::wtf8_constant(bytes));
            self.node(Kind::Constant, place, vec![value, kind])
        };
        for piece in pieces {
            match piece {
                Piece::Text(bytes, ..) if bytes.is_empty() => {}
                Piece::Text(bytes, place, unicode) => match &mut pending {
                    Some((before, start, _)) => {
                        before.extend(bytes);
                        *start = TextRange::new(start.start(), place.end());
                    }
                    None => pending = Some((bytes, place, unicode)),
                },
                Piece::Value(value) => {
                    values.extend(pending.take().map(constant));
                    values.push(value);
                }
            }
        }
        values.extend(pending.take().map(constant));
        Value::List(values)
    }

    fn pieces(
        &self,
        elements: &ast::InterpolatedStringElements,
        raw: bool,
        kind: Kind,
        pieces: &mut Vec<Piece>,
    ) {
        for element in elements {
            match element {
                ast::InterpolatedStringElement::Literal(part) => {
                    let bytes = literal::element(part, raw, self.source);
                    pieces.push(Piece::Text(bytes, part.range(), false));
                }
                ast::InterpolatedStringElement::Interpolation(part) => {
                    if let Some(debug) = &part.debug_text {
                        let start = part.start() + TextSize::from(1);
                        let bytes = debug.as_str().as_bytes().to_vec();
                        let length = TextSize::try_from(bytes.len()).unwrap_or_default();
                        pieces.push(Piece::Text(bytes, TextRange::at(start, length), false));
                    }
                    pieces.push(Piece::Value(self.interpolated(part, raw, kind)));
                }
            }
        }
    }

    fn interpolated(&self, it: &ast::InterpolatedElement, raw: bool, kind: Kind) -> Value {
        let is_debug = it.debug_text.is_some() && it.format_spec.is_none();
        let conversion = match it.conversion {
            ast::ConversionFlag::None if is_debug => i64::from(b'r'),
            other => other as i64,
        };
        let spec = match &it.format_spec {
            None => Value::None,
            Some(spec) => {
                let mut pieces = Vec::new();
                self.pieces(&spec.elements, raw, Kind::FormattedValue, &mut pieces);
                let start = spec.start() - TextSize::from(1);
                let place = TextRange::new(start, spec.end());
                self.node(Kind::JoinedStr, place, vec![self.joined(pieces)])
            }
        };
        let mut fields = vec![self.expression(&it.expression)];
        if kind == Kind::Interpolation {
            let text = crate::lower::expression_text(it, self.source);
            fields.push(Value::Constant(literal::string_constant(&text)));
        }
        fields.extend([Value::Int(conversion), spec]);
        self.node(kind, it, fields)
    }
}

fn comparison(operator: ast::CmpOp) -> Kind {
    match operator {
        ast::CmpOp::Eq => Kind::Eq,
        ast::CmpOp::NotEq => Kind::NotEq,
        ast::CmpOp::Lt => Kind::Lt,
        ast::CmpOp::LtE => Kind::LtE,
        ast::CmpOp::Gt => Kind::Gt,
        ast::CmpOp::GtE => Kind::GtE,
        ast::CmpOp::Is => Kind::Is,
        ast::CmpOp::IsNot => Kind::IsNot,
        ast::CmpOp::In => Kind::In,
        ast::CmpOp::NotIn => Kind::NotIn,
    }
}
