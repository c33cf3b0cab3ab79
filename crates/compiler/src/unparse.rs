//! Expressions as text: annotations under `from __future__ import annotations`, and messages.
//!
//! The text is what CPython writes for the same tree: minimal parentheses, single quotes, no line breaks.

mod tokens;

use tokens::{binary, comparison, expression_in_braces, number, quoted, quoted_bytes};

use ruff_python_ast::{
    Arguments, BoolOp, Comprehension, ConversionFlag, Expr, ExprLambda, ExprSlice,
    InterpolatedStringElement, InterpolatedStringElements, Number, Operator, Parameter,
    ParameterWithDefault, Parameters, UnaryOp,
};

/// How tightly an expression binds, in CPython's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    Expr,
    Xor,
    BitAnd,
    Shift,
    Arithmetic,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        use Level::*;
        match self {
            Tuple => Test,
            Test => Or,
            Or => And,
            And => Not,
            Not => Compare,
            Compare => Expr,
            Expr => Xor,
            Xor => BitAnd,
            BitAnd => Shift,
            Shift => Arithmetic,
            Arithmetic => Term,
            Term => Factor,
            Factor => Power,
            Power => Await,
            Await | Atom => Atom,
        }
    }
}

/// The text of an expression.
pub(crate) fn expression(expression: &Expr) -> String {
    let mut writer = Writer { text: String::new() };
    writer.expression(expression, Level::Test);
    writer.text
}

struct Writer {
    text: String,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn parenthesised(&mut self, when: bool, work: impl FnOnce(&mut Self)) {
        if when {
            self.put("(");
        }
        work(self);
        if when {
            self.put(")");
        }
    }

    fn list<'e>(&mut self, items: impl IntoIterator<Item = &'e Expr>, level: Level) {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.put(", ");
            }
            self.expression(item, level);
        }
    }

    fn expression(&mut self, expression: &Expr, level: Level) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expression_inside(expression, level));
    }

    fn expression_inside(&mut self, expression: &Expr, level: Level) {
        match expression {
            Expr::BoolOp(it) => {
                let (own, word) = match it.op {
                    BoolOp::And => (Level::And, " and "),
                    BoolOp::Or => (Level::Or, " or "),
                };
                self.parenthesised(level > own, |this| {
                    for (index, value) in it.values.iter().enumerate() {
                        if index > 0 {
                            this.put(word);
                        }
                        this.expression(value, own.next());
                    }
                });
            }
            Expr::Named(it) => self.parenthesised(level > Level::Tuple, |this| {
                this.expression(&it.target, Level::Atom);
                this.put(" := ");
                this.expression(&it.value, Level::Atom);
            }),
            Expr::BinOp(it) => {
                let (own, word) = binary(it.op);
                let right_first = it.op == Operator::Pow;
                let (left, right) = if right_first { (own.next(), own) } else { (own, own.next()) };
                self.parenthesised(level > own, |this| {
                    this.expression(&it.left, left);
                    this.put(word);
                    this.expression(&it.right, right);
                });
            }
            Expr::UnaryOp(it) => {
                let (own, word) = match it.op {
                    UnaryOp::Not => (Level::Not, "not "),
                    UnaryOp::Invert => (Level::Factor, "~"),
                    UnaryOp::UAdd => (Level::Factor, "+"),
                    UnaryOp::USub => (Level::Factor, "-"),
                };
                self.parenthesised(level > own, |this| {
                    this.put(word);
                    this.expression(&it.operand, own);
                });
            }
            Expr::Lambda(it) => self.lambda(it, level),
            Expr::If(it) => self.parenthesised(level > Level::Test, |this| {
                this.expression(&it.body, Level::Or);
                this.put(" if ");
                this.expression(&it.test, Level::Or);
                this.put(" else ");
                this.expression(&it.orelse, Level::Test);
            }),
            Expr::Compare(it) => self.parenthesised(level > Level::Compare, |this| {
                this.expression(&it.left, Level::Expr);
                for (operator, right) in it.ops.iter().zip(&it.comparators) {
                    this.put(comparison(*operator));
                    this.expression(right, Level::Expr);
                }
            }),
            Expr::Await(it) => self.parenthesised(level > Level::Await, |this| {
                this.put("await ");
                this.expression(&it.value, Level::Atom);
            }),
            Expr::Yield(it) => match &it.value {
                None => self.put("(yield)"),
                Some(value) => {
                    self.put("(yield ");
                    self.expression(value, Level::Tuple);
                    self.put(")");
                }
            },
            Expr::YieldFrom(it) => {
                self.put("(yield from ");
                self.expression(&it.value, Level::Test);
                self.put(")");
            }
            _ => self.primary(expression, level),
        }
    }

    fn primary(&mut self, expression: &Expr, level: Level) {
        match expression {
            Expr::Call(it) => {
                self.expression(&it.func, Level::Atom);
                self.arguments(&it.arguments);
            }
            Expr::Attribute(it) => {
                self.expression(&it.value, Level::Atom);
                let integer = matches!(&*it.value, Expr::NumberLiteral(number) if matches!(number.value, Number::Int(_)));
                self.put(if integer { " ." } else { "." });
                self.put(&it.attr);
            }
            Expr::Subscript(it) => {
                self.expression(&it.value, Level::Atom);
                self.put("[");
                self.expression(&it.slice, Level::Tuple);
                self.put("]");
            }
            Expr::Starred(it) => {
                self.put("*");
                self.expression(&it.value, Level::Expr);
            }
            Expr::Name(it) => self.put(&it.id),
            Expr::Tuple(it) => match &*it.elts {
                [] => self.put("()"),
                [only] => self.parenthesised(level > Level::Tuple, |this| {
                    this.expression(only, Level::Test);
                    this.put(",");
                }),
                items => {
                    self.parenthesised(level > Level::Tuple, |this| this.list(items, Level::Test))
                }
            },
            Expr::Slice(it) => self.slice(it),
            Expr::FString(it) => {
                let mut inner = Writer { text: String::new() };
                for part in &it.value {
                    match part {
                        ruff_python_ast::FStringPart::Literal(text) => {
                            inner.literal_part(&text.value)
                        }
                        ruff_python_ast::FStringPart::FString(part) => {
                            inner.elements(&part.elements)
                        }
                    }
                }
                self.put("f");
                self.put(&quoted(&inner.text));
            }
            Expr::TString(it) => {
                let mut inner = Writer { text: String::new() };
                it.value.iter().for_each(|part| inner.elements(&part.elements));
                self.put("t");
                self.put(&quoted(&inner.text));
            }
            _ => self.display(expression),
        }
    }

    fn display(&mut self, expression: &Expr) {
        match expression {
            Expr::Dict(it) => {
                self.put("{");
                for (index, item) in it.items.iter().enumerate() {
                    if index > 0 {
                        self.put(", ");
                    }
                    match &item.key {
                        Some(key) => {
                            self.expression(key, Level::Test);
                            self.put(": ");
                            self.expression(&item.value, Level::Test);
                        }
                        None => {
                            self.put("**");
                            self.expression(&item.value, Level::Expr);
                        }
                    }
                }
                self.put("}");
            }
            Expr::Set(it) => self.bracketed("{", "}", &it.elts),
            Expr::List(it) => self.bracketed("[", "]", &it.elts),
            Expr::ListComp(it) => self.comprehension("[", "]", &[&it.elt], &it.generators),
            Expr::SetComp(it) => self.comprehension("{", "}", &[&it.elt], &it.generators),
            Expr::Generator(it) => self.comprehension("(", ")", &[&it.elt], &it.generators),
            Expr::DictComp(it) => match &it.key {
                Some(key) => self.comprehension("{", "}", &[key, &it.value], &it.generators),
                None => self.comprehension("{**", "}", &[&it.value], &it.generators),
            },
            Expr::StringLiteral(it) => self.put(&quoted(it.value.to_str())),
            Expr::BytesLiteral(it) => {
                let bytes: Vec<u8> = it.value.bytes().collect();
                self.put("b");
                self.put(&quoted_bytes(&bytes));
            }
            Expr::NumberLiteral(it) => self.put(&number(&it.value)),
            Expr::BooleanLiteral(it) => self.put(if it.value { "True" } else { "False" }),
            Expr::NoneLiteral(_) => self.put("None"),
            Expr::EllipsisLiteral(_) => self.put("..."),
            _ => {}
        }
    }

    fn bracketed(&mut self, open: &str, close: &str, items: &[Expr]) {
        self.put(open);
        self.list(items, Level::Test);
        self.put(close);
    }

    fn comprehension(
        &mut self,
        open: &str,
        close: &str,
        results: &[&Expr],
        generators: &[Comprehension],
    ) {
        self.put(open);
        for (index, result) in results.iter().enumerate() {
            if index > 0 {
                self.put(": ");
            }
            self.expression(result, Level::Test);
        }
        for generator in generators {
            self.put(if generator.is_async { " async for " } else { " for " });
            self.expression(&generator.target, Level::Tuple);
            self.put(" in ");
            self.expression(&generator.iter, Level::Or);
            for test in &generator.ifs {
                self.put(" if ");
                self.expression(test, Level::Or);
            }
        }
        self.put(close);
    }

    fn arguments(&mut self, arguments: &Arguments) {
        if let ([Expr::Generator(only)], []) = (&*arguments.args, &*arguments.keywords) {
            self.comprehension("(", ")", &[&only.elt], &only.generators);
            return;
        }
        self.put("(");
        self.list(&*arguments.args, Level::Test);
        for (index, keyword) in arguments.keywords.iter().enumerate() {
            if index + arguments.args.len() > 0 {
                self.put(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.put(name);
                    self.put("=");
                }
                None => self.put("**"),
            }
            self.expression(&keyword.value, Level::Test);
        }
        self.put(")");
    }

    fn slice(&mut self, it: &ExprSlice) {
        if let Some(lower) = &it.lower {
            self.expression(lower, Level::Test);
        }
        self.put(":");
        if let Some(upper) = &it.upper {
            self.expression(upper, Level::Test);
        }
        if let Some(step) = &it.step {
            self.put(":");
            self.expression(step, Level::Test);
        }
    }

    fn lambda(&mut self, it: &ExprLambda, level: Level) {
        self.parenthesised(level > Level::Test, |this| {
            this.put("lambda");
            if let Some(parameters) = it.parameters.as_deref().filter(|it| !it.is_empty()) {
                this.put(" ");
                this.parameters(parameters);
            }
            this.put(": ");
            this.expression(&it.body, Level::Test);
        });
    }

    fn parameters(&mut self, parameters: &Parameters) {
        let mut first = true;
        let mut comma = |this: &mut Self| {
            if !std::mem::take(&mut first) {
                this.put(", ");
            }
        };
        for (index, parameter) in parameters.posonlyargs.iter().enumerate() {
            comma(self);
            self.parameter(parameter);
            if index + 1 == parameters.posonlyargs.len() {
                self.put(", /");
            }
        }
        for parameter in &parameters.args {
            comma(self);
            self.parameter(parameter);
        }
        if parameters.vararg.is_some() || !parameters.kwonlyargs.is_empty() {
            comma(self);
            self.put("*");
            if let Some(starred) = &parameters.vararg {
                self.named(starred);
            }
        }
        for parameter in &parameters.kwonlyargs {
            comma(self);
            self.parameter(parameter);
        }
        if let Some(starred) = &parameters.kwarg {
            comma(self);
            self.put("**");
            self.named(starred);
        }
    }

    fn named(&mut self, parameter: &Parameter) {
        self.put(&parameter.name);
    }

    fn parameter(&mut self, parameter: &ParameterWithDefault) {
        self.named(&parameter.parameter);
        if let Some(default) = &parameter.default {
            self.put("=");
            self.expression(default, Level::Test);
        }
    }

    // --- f-strings ---

    fn literal_part(&mut self, text: &str) {
        self.put(&text.replace('{', "{{").replace('}', "}}"));
    }

    fn elements(&mut self, elements: &InterpolatedStringElements) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(text) => self.literal_part(&text.value),
                InterpolatedStringElement::Interpolation(it) => {
                    if let Some(debug) = &it.debug_text {
                        self.literal_part(debug.as_str());
                    }
                    let inner = expression_in_braces(&it.expression);
                    self.put(if inner.starts_with('{') { "{ " } else { "{" });
                    self.put(&inner);
                    match it.conversion {
                        ConversionFlag::Str => self.put("!s"),
                        ConversionFlag::Repr => self.put("!r"),
                        ConversionFlag::Ascii => self.put("!a"),
                        ConversionFlag::None
                            if it.debug_text.is_some() && it.format_spec.is_none() =>
                        {
                            self.put("!r");
                        }
                        ConversionFlag::None => {}
                    }
                    if let Some(spec) = &it.format_spec {
                        self.put(":");
                        self.elements(&spec.elements);
                    }
                    self.put("}");
                }
            }
        }
    }
}
