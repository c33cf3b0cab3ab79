//! From expression nodes of the abstract grammar to the parser's expressions.

use pellucid_bytecode::Constant;
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::TextRange;

use super::to_parser::{Fields, Restorer, malformed, operator, take};
use super::{Kind, Value};
use crate::error::Compiled;

fn kind_of(value: Value) -> Compiled<Kind> {
    take(value).map(|(kind, ..)| kind)
}

fn context(value: Value) -> ast::ExprContext {
    match kind_of(value) {
        Ok(Kind::Store) => ast::ExprContext::Store,
        Ok(Kind::Del) => ast::ExprContext::Del,
        _ => ast::ExprContext::Load,
    }
}

impl Restorer {
    pub(super) fn expression(&mut self, value: Value) -> Compiled<Expr> {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expression_here(value))
    }

    fn expression_here(&mut self, value: Value) -> Compiled<Expr> {
        let (kind, position, mut fields) = take(value)?;
        let range = self.place(position);
        let (f, node_index) = (&mut fields, ast::AtomicNodeIndex::NONE);
        Ok(match kind {
            Kind::BoolOp => {
                let op = match kind_of(f.next())? {
                    Kind::Or => ast::BoolOp::Or,
                    _ => ast::BoolOp::And,
                };
                let values = self.expressions(f)?;
                Expr::BoolOp(ast::ExprBoolOp { node_index, range, op, values })
            }
            Kind::NamedExpr => {
                let (target, value) = (self.boxed(f)?, self.boxed(f)?);
                Expr::Named(ast::ExprNamed { node_index, range, target, value })
            }
            Kind::BinOp => {
                let left = self.boxed(f)?;
                let op = operator(f.next())?;
                Expr::BinOp(ast::ExprBinOp { node_index, range, left, op, right: self.boxed(f)? })
            }
            Kind::UnaryOp => {
                let op = match kind_of(f.next())? {
                    Kind::Invert => ast::UnaryOp::Invert,
                    Kind::Not => ast::UnaryOp::Not,
                    Kind::UAdd => ast::UnaryOp::UAdd,
                    _ => ast::UnaryOp::USub,
                };
                let operand = self.boxed(f)?;
                Expr::UnaryOp(ast::ExprUnaryOp { node_index, range, op, operand })
            }
            Kind::Lambda => {
                let parameters = Box::new(self.parameters(f.next(), range)?);
                let parameters = (!parameters.is_empty()).then_some(parameters);
                Expr::Lambda(ast::ExprLambda {
                    node_index,
                    range,
                    parameters,
                    body: self.boxed(f)?,
                })
            }
            Kind::IfExp => {
                let (test, body, orelse) = (self.boxed(f)?, self.boxed(f)?, self.boxed(f)?);
                Expr::If(ast::ExprIf { node_index, range, test, body, orelse })
            }
            Kind::Dict => self.dict(range, f)?,
            Kind::Set => Expr::Set(ast::ExprSet { node_index, range, elts: self.expressions(f)? }),
            Kind::Await => Expr::Await(ast::ExprAwait { node_index, range, value: self.boxed(f)? }),
            Kind::Yield => {
                Expr::Yield(ast::ExprYield { node_index, range, value: self.optional(f)? })
            }
            Kind::YieldFrom => {
                Expr::YieldFrom(ast::ExprYieldFrom { node_index, range, value: self.boxed(f)? })
            }
            Kind::Compare => self.compare(range, f)?,
            Kind::Call => {
                let func = self.boxed(f)?;
                let args = self.expressions(f)?;
                let keywords = self.keywords(f)?;
                let arguments = ast::Arguments { range, node_index, args, keywords };
                let (range_start, node_index) = (range.start(), ast::AtomicNodeIndex::NONE);
                Expr::Call(ast::ExprCall { node_index, range_start, func, arguments })
            }
            Kind::ListComp | Kind::SetComp | Kind::DictComp | Kind::GeneratorExp => {
                self.comprehension(kind, range, f)?
            }
            kind => self.atom(kind, range, f)?,
        })
    }

    fn dict(&mut self, range: TextRange, f: &mut Fields) -> Compiled<Expr> {
        let (Value::List(keys), Value::List(values)) = (f.next(), f.next()) else {
            return Err(malformed("a list is missing"));
        };
        let mut items = Vec::new();
        for (key, value) in keys.into_iter().zip(values) {
            let key = match key {
                Value::None => None,
                key => Some(self.expression(key)?),
            };
            items.push(ast::DictItem { key, value: self.expression(value)? });
        }
        Ok(Expr::Dict(ast::ExprDict { node_index: ast::AtomicNodeIndex::NONE, range, items }))
    }

    fn compare(&mut self, range: TextRange, f: &mut Fields) -> Compiled<Expr> {
        let left = self.boxed(f)?;
        let Value::List(operators) = f.next() else { return Err(malformed("a list is missing")) };
        let ops: Compiled<Box<[ast::CmpOp]>> = operators.into_iter().map(comparison).collect();
        let comparators = self.expressions(f)?;
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(Expr::Compare(ast::ExprCompare { node_index, range, left, ops: ops?, comparators }))
    }

    fn atom(&mut self, kind: Kind, range: TextRange, f: &mut Fields) -> Compiled<Expr> {
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(match kind {
            Kind::Attribute => {
                let value = self.boxed(f)?;
                let attr = self.identifier(f, range)?;
                let ctx = context(f.next());
                Expr::Attribute(ast::ExprAttribute { node_index, range, value, attr, ctx })
            }
            Kind::Subscript => {
                let (value, slice) = (self.boxed(f)?, self.boxed(f)?);
                let ctx = context(f.next());
                Expr::Subscript(ast::ExprSubscript { node_index, range, value, slice, ctx })
            }
            Kind::Starred => {
                let value = self.boxed(f)?;
                let ctx = context(f.next());
                Expr::Starred(ast::ExprStarred { node_index, range, value, ctx })
            }
            Kind::Name => {
                let id = ast::name::Name::new(&*f.text()?);
                Expr::Name(ast::ExprName { node_index, range, id, ctx: context(f.next()) })
            }
            Kind::List => {
                let elts = self.expressions(f)?;
                Expr::List(ast::ExprList { node_index, range, elts, ctx: context(f.next()) })
            }
            Kind::Tuple => {
                let elts = self.expressions(f)?;
                let (ctx, parenthesized) = (context(f.next()), true);
                Expr::Tuple(ast::ExprTuple { node_index, range, elts, ctx, parenthesized })
            }
            Kind::Slice => {
                let (lower, upper) = (self.optional(f)?, self.optional(f)?);
                let step = self.optional(f)?;
                Expr::Slice(ast::ExprSlice { node_index, range, lower, upper, step })
            }
            Kind::Constant => match f.next() {
                Value::Constant(value) => self.constant(value, range)?,
                _ => return Err(malformed("a constant is missing")),
            },
            Kind::JoinedStr => {
                let elements = self.elements(f.next())?;
                let flags = ast::FStringFlags::empty();
                let part = ast::FString { range, node_index, elements, flags };
                let value = ast::FStringValue::single(part);
                Expr::FString(ast::ExprFString {
                    node_index: ast::AtomicNodeIndex::NONE,
                    range,
                    value,
                })
            }
            Kind::TemplateStr => {
                let elements = self.elements(f.next())?;
                let flags = ast::TStringFlags::empty();
                let part = ast::TString { range, node_index, elements, flags };
                let value = ast::TStringValue::single(part);
                Expr::TString(ast::ExprTString {
                    node_index: ast::AtomicNodeIndex::NONE,
                    range,
                    value,
                })
            }
            // Outside of a string it is one with nothing else in it.
            Kind::FormattedValue | Kind::Interpolation => {
                let element = self.interpolated(kind, range, f)?;
                let elements = vec![element].into();
                let flags = ast::FStringFlags::empty();
                let part = ast::FString { range, node_index, elements, flags };
                let value = ast::FStringValue::single(part);
                Expr::FString(ast::ExprFString {
                    node_index: ast::AtomicNodeIndex::NONE,
                    range,
                    value,
                })
            }
            other => return Err(malformed(format!("{} is no expression", other.name()))),
        })
    }

    fn comprehension(&mut self, kind: Kind, range: TextRange, f: &mut Fields) -> Compiled<Expr> {
        let node_index = ast::AtomicNodeIndex::NONE;
        if kind == Kind::DictComp {
            let (key, value) = (Some(self.boxed(f)?), self.boxed(f)?);
            let generators = self.generators(f.next(), range)?;
            return Ok(Expr::DictComp(ast::ExprDictComp {
                node_index,
                range,
                key,
                value,
                generators,
            }));
        }
        let elt = self.boxed(f)?;
        let generators = self.generators(f.next(), range)?;
        Ok(match kind {
            Kind::ListComp => {
                Expr::ListComp(ast::ExprListComp { node_index, range, elt, generators })
            }
            Kind::SetComp => Expr::SetComp(ast::ExprSetComp { node_index, range, elt, generators }),
            _ => Expr::Generator(ast::ExprGenerator {
                node_index,
                range,
                elt,
                generators,
                parenthesized: true,
            }),
        })
    }

    fn generators(&mut self, value: Value, range: TextRange) -> Compiled<Vec<ast::Comprehension>> {
        let Value::List(items) = value else { return Err(malformed("a list is missing")) };
        let mut generators = Vec::new();
        for item in items {
            let (_, _, mut fields) = take(item)?;
            generators.push(ast::Comprehension {
                range,
                node_index: ast::AtomicNodeIndex::NONE,
                target: self.expression(fields.next())?,
                iter: self.expression(fields.next())?,
                ifs: self.expressions(&mut fields)?,
                is_async: fields.int() != 0,
            });
        }
        Ok(generators)
    }

    // --- f-strings and t-strings ---

    fn elements(&mut self, value: Value) -> Compiled<ast::InterpolatedStringElements> {
        let Value::List(items) = value else { return Err(malformed("a list is missing")) };
        let elements: Compiled<Vec<_>> = items.into_iter().map(|item| self.element(item)).collect();
        Ok(elements?.into())
    }

    fn element(&mut self, value: Value) -> Compiled<ast::InterpolatedStringElement> {
        let (kind, position, mut fields) = match value {
            Value::Node(ref node) if is_piece(node.kind, &node.fields) => take(value)?,
            value => return self.whole_value(value),
        };
        let range = self.place(position);
        if kind != Kind::Constant {
            return self.interpolated(kind, range, &mut fields);
        }
        let Value::Constant(Constant::Str { wtf8, .. }) = fields.next() else {
            return Err(malformed("a string is missing"));
        };
        let value = self.string(&wtf8, range);
        let node_index = ast::AtomicNodeIndex::NONE;
        let literal = ast::InterpolatedStringLiteralElement { range, node_index, value };
        Ok(ast::InterpolatedStringElement::Literal(literal))
    }

    /// Any other expression among the parts of a string: its value is formatted as it is.
    fn whole_value(&mut self, value: Value) -> Compiled<ast::InterpolatedStringElement> {
        let expression = Box::new(self.expression(value)?);
        Ok(ast::InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
            range: ruff_text_size::Ranged::range(&*expression),
            node_index: ast::AtomicNodeIndex::NONE,
            expression,
            debug_text: None,
            conversion: ast::ConversionFlag::None,
            format_spec: None,
        }))
    }

    fn interpolated(
        &mut self,
        kind: Kind,
        range: TextRange,
        f: &mut Fields,
    ) -> Compiled<ast::InterpolatedStringElement> {
        let expression = self.boxed(f)?;
        if kind == Kind::Interpolation
            && let Value::Constant(Constant::Str { wtf8, .. }) = f.next()
        {
            let text = String::from_utf8_lossy(&wtf8).into_owned();
            self.texts.insert(range.start().to_u32(), text.into());
        }
        let conversion = match u8::try_from(f.int()) {
            Ok(b's') => ast::ConversionFlag::Str,
            Ok(b'r') => ast::ConversionFlag::Repr,
            Ok(b'a') => ast::ConversionFlag::Ascii,
            _ => ast::ConversionFlag::None,
        };
        let format_spec = match f.next() {
            Value::None => None,
            spec => {
                let elements = match spec {
                    Value::Node(node) if node.kind == Kind::JoinedStr => {
                        let values = node.fields.into_iter().next().unwrap_or(Value::None);
                        self.elements(values)?
                    }
                    other => vec![self.element(other)?].into(),
                };
                let node_index = ast::AtomicNodeIndex::NONE;
                Some(Box::new(ast::InterpolatedStringFormatSpec { range, node_index, elements }))
            }
        };
        Ok(ast::InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
            range,
            node_index: ast::AtomicNodeIndex::NONE,
            expression,
            debug_text: None,
            conversion,
            format_spec,
        }))
    }

    // --- constants ---

    /// The text of a string. The parser's strings cannot hold lone surrogates: they are U+FFFD, and the text of the
    /// place says what is meant, as source would.
    fn string(&mut self, wtf8: &[u8], range: TextRange) -> Box<str> {
        if let Ok(text) = std::str::from_utf8(wtf8) {
            return text.into();
        }
        let (mut value, mut escaped) = (String::new(), String::new());
        let mut rest = wtf8;
        while !rest.is_empty() {
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            let (text, after) = rest.split_at(valid);
            let text = String::from_utf8_lossy(text);
            value.push_str(&text);
            escaped.push_str(&text.replace('\\', "\\\\"));
            rest = after;
            if let [_, second, third, after @ ..] = rest {
                let low = u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
                value.push('\u{fffd}');
                escaped.push_str(&format!("\\u{:04x}", 0xd000 | low));
                rest = after;
            } else {
                break;
            }
        }
        self.texts.insert(range.start().to_u32(), escaped.into());
        value.into()
    }

    fn constant(&mut self, constant: Constant, range: TextRange) -> Compiled<Expr> {
        let node_index = ast::AtomicNodeIndex::NONE;
        let number = |value| {
            Expr::NumberLiteral(ast::ExprNumberLiteral {
                node_index: ast::AtomicNodeIndex::NONE,
                range,
                value,
            })
        };
        Ok(match constant {
            Constant::None => Expr::NoneLiteral(ast::ExprNoneLiteral { node_index, range }),
            Constant::Ellipsis => {
                Expr::EllipsisLiteral(ast::ExprEllipsisLiteral { node_index, range })
            }
            Constant::Bool(value) => {
                Expr::BooleanLiteral(ast::ExprBooleanLiteral { node_index, range, value })
            }
            Constant::Int(value) => {
                let literal = number(ast::Number::Int(ast::Int::from(value.unsigned_abs())));
                if value < 0 { negative(literal, range) } else { literal }
            }
            Constant::BigInt(is_negative, magnitude) => {
                let digits = dashu_int::UBig::from_le_bytes(&magnitude).to_string();
                let value = digits.parse().map_err(|_| malformed("a number is malformed"))?;
                let literal = number(ast::Number::Int(value));
                if is_negative { negative(literal, range) } else { literal }
            }
            Constant::Float(bits) => number(ast::Number::Float(f64::from_bits(bits))),
            Constant::Complex(real, imag) => {
                let (real, imag) = (f64::from_bits(real), f64::from_bits(imag));
                number(ast::Number::Complex { real, imag })
            }
            Constant::Str { wtf8, .. } => {
                let value = self.string(&wtf8, range);
                let flags = ast::StringLiteralFlags::empty();
                let part = ast::StringLiteral { range, node_index, value, flags };
                let value = ast::StringLiteralValue::single(part);
                let node_index = ast::AtomicNodeIndex::NONE;
                Expr::StringLiteral(ast::ExprStringLiteral { node_index, range, value })
            }
            Constant::Bytes(value) => {
                let flags = ast::BytesLiteralFlags::empty();
                let part = ast::BytesLiteral { range, node_index, value, flags };
                let value = ast::BytesLiteralValue::single(part);
                let node_index = ast::AtomicNodeIndex::NONE;
                Expr::BytesLiteral(ast::ExprBytesLiteral { node_index, range, value })
            }
            Constant::Tuple(items) => {
                let items = items.into_vec().into_iter();
                let elts: Compiled<_> = items.map(|item| self.constant(item, range)).collect();
                let (ctx, parenthesized) = (ast::ExprContext::Load, true);
                Expr::Tuple(ast::ExprTuple { node_index, range, elts: elts?, ctx, parenthesized })
            }
            Constant::FrozenSet(_) | Constant::Slice(_) | Constant::Code(_) => {
                return Err(malformed("constants of this type cannot be compiled from a tree"));
            }
        })
    }
}

fn is_piece(kind: Kind, fields: &[Value]) -> bool {
    match kind {
        Kind::FormattedValue | Kind::Interpolation => true,
        Kind::Constant => matches!(fields.first(), Some(Value::Constant(Constant::Str { .. }))),
        _ => false,
    }
}

fn negative(operand: Expr, range: TextRange) -> Expr {
    let (op, operand) = (ast::UnaryOp::USub, Box::new(operand));
    Expr::UnaryOp(ast::ExprUnaryOp { node_index: ast::AtomicNodeIndex::NONE, range, op, operand })
}

fn comparison(value: Value) -> Compiled<ast::CmpOp> {
    Ok(match kind_of(value)? {
        Kind::Eq => ast::CmpOp::Eq,
        Kind::NotEq => ast::CmpOp::NotEq,
        Kind::Lt => ast::CmpOp::Lt,
        Kind::LtE => ast::CmpOp::LtE,
        Kind::Gt => ast::CmpOp::Gt,
        Kind::GtE => ast::CmpOp::GtE,
        Kind::Is => ast::CmpOp::Is,
        Kind::IsNot => ast::CmpOp::IsNot,
        Kind::In => ast::CmpOp::In,
        Kind::NotIn => ast::CmpOp::NotIn,
        other => return Err(malformed(format!("{} is no comparison", other.name()))),
    })
}
