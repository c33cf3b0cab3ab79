//! From the parser's tree to nodes of the abstract grammar.

use std::cell::Cell;

use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Kind, Node, Value};
use crate::source::Source;

/// Makes nodes of what the parser made from a source.
pub(super) struct Builder<'s, 't> {
    pub(super) source: &'s Source<'t>,
    /// How deep the node that is being made lies, and the deepest so far.
    depth: Cell<usize>,
    deepest: Cell<usize>,
    /// What `__debug__` is, if the tree is to be optimised.
    pub(super) debug: Option<bool>,
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn is_block(kind: Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        FunctionDef
            | AsyncFunctionDef
            | ClassDef
            | For
            | AsyncFor
            | While
            | If
            | With
            | AsyncWith
            | Match
            | Try
            | TryStar
            | ExceptHandler
    )
}

fn identifier(name: &ast::Identifier) -> Value {
    text(name.as_str())
}

fn names(names: &[ast::Identifier]) -> Value {
    Value::List(names.iter().map(identifier).collect())
}

impl<'s, 't> Builder<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Builder { source, depth: Cell::new(0), deepest: Cell::new(0), debug: None }
    }

    /// How deep the tree is.
    pub(super) fn depth_max(&self) -> usize {
        self.deepest.get()
    }

    /// Makes nodes that lie deeper by so many levels, with stack enough for them.
    pub(super) fn deeper<T>(&self, levels: usize, make: impl FnOnce() -> T) -> T {
        let depth = self.depth.get() + levels;
        self.depth.set(depth);
        self.deepest.set(self.deepest.get().max(depth));
        let made = stacker::maybe_grow(64 << 10, 1 << 20, make);
        self.depth.set(depth - levels);
        made
    }

    pub(super) fn node(&self, kind: Kind, place: impl Ranged, fields: Vec<Value>) -> Value {
        let mut place = place.range();
        if is_block(kind) {
            place = self.with_semicolon(place);
        }
        let position = self.source.position(place);
        Value::Node(Box::new(Node { kind, fields, position }))
    }

    /// A semicolon behind the last statement of a block belongs to the block.
    fn with_semicolon(&self, place: TextRange) -> TextRange {
        let after = self.source.text.get(place.end().to_usize()..).unwrap_or("");
        let rest = after.trim_start_matches([' ', '\t', '\x0c']);
        match rest.starts_with(';') {
            true => {
                let length = TextSize::try_from(after.len() - rest.len() + 1).unwrap_or_default();
                TextRange::new(place.start(), place.end() + length)
            }
            false => place,
        }
    }

    /// A node that stands nowhere.
    pub(super) fn bare(&self, kind: Kind, fields: Vec<Value>) -> Value {
        Value::Node(Box::new(Node { kind, fields, position: Default::default() }))
    }

    pub(super) fn list<'a, T: 'a>(
        &self,
        items: impl IntoIterator<Item = &'a T>,
        each: impl Fn(&Self, &'a T) -> Value,
    ) -> Value {
        Value::List(items.into_iter().map(|item| each(self, item)).collect())
    }

    pub(super) fn body(&self, body: &[Stmt]) -> Value {
        self.list(body, Self::statement)
    }

    pub(super) fn expressions(&self, items: &[Expr]) -> Value {
        self.list(items, Self::expression)
    }

    pub(super) fn optional(&self, item: Option<&Expr>) -> Value {
        item.map_or(Value::None, |item| self.expression(item))
    }

    /// Where a decorated statement begins: at its keyword, which follows the decorators.
    fn undecorated(&self, place: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return place };
        let mut rest = self.source.slice(TextRange::new(last.end(), place.end()));
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\x0c', '\n', '\r', '\\']);
            if !rest.starts_with('#') {
                break;
            }
            rest = rest.find(['\n', '\r']).map_or("", |end| &rest[end..]);
        }
        let length = TextSize::try_from(rest.len()).unwrap_or_default();
        TextRange::new(place.end() - length, place.end())
    }

    fn statement(&self, statement: &Stmt) -> Value {
        self.deeper(1, || self.statement_here(statement))
    }

    fn statement_here(&self, statement: &Stmt) -> Value {
        match statement {
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::Return(it) => {
                self.node(Kind::Return, it, vec![self.optional(it.value.as_deref())])
            }
            Stmt::Delete(it) => self.node(Kind::Delete, it, vec![self.expressions(&it.targets)]),
            Stmt::TypeAlias(it) => {
                let parameters = self.type_parameters(it.type_params.as_deref());
                let name = self.expression(&it.name);
                self.node(Kind::TypeAlias, it, vec![name, parameters, self.expression(&it.value)])
            }
            Stmt::Assign(it) => {
                let fields =
                    vec![self.expressions(&it.targets), self.expression(&it.value), Value::None];
                self.node(Kind::Assign, it, fields)
            }
            Stmt::AugAssign(it) => {
                let operator = self.bare(operator(it.op), Vec::new());
                let fields =
                    vec![self.expression(&it.target), operator, self.expression(&it.value)];
                self.node(Kind::AugAssign, it, fields)
            }
            Stmt::AnnAssign(it) => {
                let fields = vec![
                    self.expression(&it.target),
                    self.expression(&it.annotation),
                    self.optional(it.value.as_deref()),
                    Value::Int(it.simple.into()),
                ];
                self.node(Kind::AnnAssign, it, fields)
            }
            Stmt::For(_) | Stmt::While(_) | Stmt::If(_) | Stmt::With(_) => self.compound(statement),
            Stmt::Match(it) => {
                let cases = self.list(&it.cases, |this, case| {
                    let guard = this.optional(case.guard.as_deref());
                    let fields = vec![this.pattern(&case.pattern), guard, this.body(&case.body)];
                    this.bare(Kind::MatchCase, fields)
                });
                self.node(Kind::Match, it, vec![self.expression(&it.subject), cases])
            }
            Stmt::Raise(it) => {
                let fields =
                    vec![self.optional(it.exc.as_deref()), self.optional(it.cause.as_deref())];
                self.node(Kind::Raise, it, fields)
            }
            Stmt::Try(it) => self.try_statement(it),
            Stmt::Assert(it) => {
                let fields = vec![self.expression(&it.test), self.optional(it.msg.as_deref())];
                self.node(Kind::Assert, it, fields)
            }
            Stmt::Import(it) => self.node(Kind::Import, it, vec![self.aliases(&it.names)]),
            Stmt::ImportFrom(it) => {
                let module = it.module.as_ref().map_or(Value::None, identifier);
                let fields = vec![module, self.aliases(&it.names), Value::Int(it.level.into())];
                self.node(Kind::ImportFrom, it, fields)
            }
            Stmt::Global(it) => self.node(Kind::Global, it, vec![names(&it.names)]),
            Stmt::Nonlocal(it) => self.node(Kind::Nonlocal, it, vec![names(&it.names)]),
            Stmt::Expr(it) => self.node(Kind::Expr, it, vec![self.expression(&it.value)]),
            Stmt::Pass(it) => self.node(Kind::Pass, it, Vec::new()),
            Stmt::Break(it) => self.node(Kind::Break, it, Vec::new()),
            Stmt::Continue(it) => self.node(Kind::Continue, it, Vec::new()),
            // The parser is never told to accept these.
            Stmt::IpyEscapeCommand(it) => self.node(Kind::Pass, it, Vec::new()),
        }
    }

    fn compound(&self, statement: &Stmt) -> Value {
        match statement {
            Stmt::For(it) => {
                let kind = if it.is_async { Kind::AsyncFor } else { Kind::For };
                let fields = vec![
                    self.expression(&it.target),
                    self.expression(&it.iter),
                    self.body(&it.body),
                    self.body(&it.orelse),
                    Value::None,
                ];
                self.node(kind, it, fields)
            }
            Stmt::While(it) => {
                let fields =
                    vec![self.expression(&it.test), self.body(&it.body), self.body(&it.orelse)];
                self.node(Kind::While, it, fields)
            }
            Stmt::If(it) => {
                let levels = it.elif_else_clauses.len();
                let orelse = self.deeper(levels, || self.branches(&it.elif_else_clauses));
                let fields = vec![self.expression(&it.test), self.body(&it.body), orelse];
                self.node(Kind::If, it, fields)
            }
            Stmt::With(it) => {
                let kind = if it.is_async { Kind::AsyncWith } else { Kind::With };
                let items = self.list(&it.items, |this, item| {
                    let target = this.optional(item.optional_vars.as_deref());
                    this.bare(Kind::WithItem, vec![this.expression(&item.context_expr), target])
                });
                self.node(kind, it, vec![items, self.body(&it.body), Value::None])
            }
            other => self.statement_here(other),
        }
    }

    /// `elif` is an `if` inside of `else`; it ends where the whole statement does.
    fn branches(&self, clauses: &[ast::ElifElseClause]) -> Value {
        let mut orelse = Vec::new();
        let Some(end) = clauses.last().map(|last| last.end()) else { return Value::List(orelse) };
        for clause in clauses.iter().rev() {
            let body = self.body(&clause.body);
            orelse = match (&clause.test, body) {
                (Some(test), body) => {
                    let fields = vec![self.expression(test), body, Value::List(orelse)];
                    vec![self.node(Kind::If, TextRange::new(clause.start(), end), fields)]
                }
                (None, Value::List(body)) => body,
                (None, other) => vec![other],
            };
        }
        Value::List(orelse)
    }

    fn try_statement(&self, it: &ast::StmtTry) -> Value {
        let kind = if it.is_star { Kind::TryStar } else { Kind::Try };
        let handlers = self.list(&it.handlers, |this, handler| {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            let name = handler.name.as_ref().map_or(Value::None, identifier);
            let fields =
                vec![this.optional(handler.type_.as_deref()), name, this.body(&handler.body)];
            this.node(Kind::ExceptHandler, handler, fields)
        });
        let fields =
            vec![self.body(&it.body), handlers, self.body(&it.orelse), self.body(&it.finalbody)];
        self.node(kind, it, fields)
    }

    fn function(&self, it: &ast::StmtFunctionDef) -> Value {
        let kind = if it.is_async { Kind::AsyncFunctionDef } else { Kind::FunctionDef };
        let fields = vec![
            identifier(&it.name),
            self.parameters(Some(&it.parameters)),
            self.body(&it.body),
            self.decorators(&it.decorator_list),
            self.optional(it.returns.as_deref()),
            Value::None,
            self.type_parameters(it.type_params.as_deref()),
        ];
        self.node(kind, self.undecorated(it.range(), &it.decorator_list), fields)
    }

    fn class(&self, it: &ast::StmtClassDef) -> Value {
        let (bases, keywords) = match it.arguments.as_deref() {
            Some(arguments) => {
                (self.expressions(&arguments.args), self.list(&arguments.keywords, Self::keyword))
            }
            None => (Value::List(Vec::new()), Value::List(Vec::new())),
        };
        let fields = vec![
            identifier(&it.name),
            bases,
            keywords,
            self.body(&it.body),
            self.decorators(&it.decorator_list),
            self.type_parameters(it.type_params.as_deref()),
        ];
        self.node(Kind::ClassDef, self.undecorated(it.range(), &it.decorator_list), fields)
    }

    fn decorators(&self, decorators: &[ast::Decorator]) -> Value {
        self.list(decorators, |this, decorator| this.expression(&decorator.expression))
    }

    pub(super) fn keyword(&self, keyword: &ast::Keyword) -> Value {
        let name = keyword.arg.as_ref().map_or(Value::None, identifier);
        self.node(Kind::Keyword, keyword, vec![name, self.expression(&keyword.value)])
    }

    fn aliases(&self, aliases: &[ast::Alias]) -> Value {
        self.list(aliases, |this, alias| {
            let own = alias.asname.as_ref().map_or(Value::None, identifier);
            this.node(Kind::Alias, alias, vec![identifier(&alias.name), own])
        })
    }

    fn parameter(&self, parameter: &ast::Parameter) -> Value {
        let annotation = self.optional(parameter.annotation.as_deref());
        // The stars are not part of it.
        let place = TextRange::new(parameter.name.start(), parameter.end());
        self.node(Kind::Arg, place, vec![identifier(&parameter.name), annotation, Value::None])
    }

    pub(super) fn parameters(&self, parameters: Option<&ast::Parameters>) -> Value {
        let Some(it) = parameters else {
            let list = || Value::List(Vec::new());
            let fields = vec![list(), list(), Value::None, list(), list(), Value::None, list()];
            return self.bare(Kind::Arguments, fields);
        };
        let each = |this: &Self, it: &ast::ParameterWithDefault| this.parameter(&it.parameter);
        let defaults = it.posonlyargs.iter().chain(&it.args);
        let defaults = defaults.filter_map(|it| it.default.as_deref());
        let single = |it: &Option<Box<ast::Parameter>>| {
            it.as_ref().map_or(Value::None, |it| self.parameter(it))
        };
        let fields = vec![
            self.list(&it.posonlyargs, each),
            self.list(&it.args, each),
            single(&it.vararg),
            self.list(&it.kwonlyargs, each),
            self.list(&it.kwonlyargs, |this, it| this.optional(it.default.as_deref())),
            single(&it.kwarg),
            Value::List(defaults.map(|it| self.expression(it)).collect()),
        ];
        self.bare(Kind::Arguments, fields)
    }

    fn type_parameters(&self, parameters: Option<&ast::TypeParams>) -> Value {
        let parameters = parameters.map_or(&[][..], |parameters| &parameters.type_params);
        self.list(parameters, |this, parameter| match parameter {
            ast::TypeParam::TypeVar(it) => {
                let (bound, default) =
                    (this.optional(it.bound.as_deref()), this.optional(it.default.as_deref()));
                this.node(Kind::TypeVar, it, vec![identifier(&it.name), bound, default])
            }
            ast::TypeParam::ParamSpec(it) => {
                let default = this.optional(it.default.as_deref());
                this.node(Kind::ParamSpec, it, vec![identifier(&it.name), default])
            }
            ast::TypeParam::TypeVarTuple(it) => {
                let default = this.optional(it.default.as_deref());
                this.node(Kind::TypeVarTuple, it, vec![identifier(&it.name), default])
            }
        })
    }

    fn pattern(&self, pattern: &ast::Pattern) -> Value {
        let patterns = |patterns: &[ast::Pattern]| self.list(patterns, Self::pattern);
        let name = |name: &Option<ast::Identifier>| name.as_ref().map_or(Value::None, identifier);
        match pattern {
            ast::Pattern::MatchValue(it) => {
                self.node(Kind::MatchValue, it, vec![self.expression(&it.value)])
            }
            ast::Pattern::MatchSingleton(it) => {
                use pellucid_bytecode::Constant;
                let value = match it.value {
                    ast::Singleton::None => Constant::None,
                    ast::Singleton::True => Constant::Bool(true),
                    ast::Singleton::False => Constant::Bool(false),
                };
                self.node(Kind::MatchSingleton, it, vec![Value::Constant(value)])
            }
            ast::Pattern::MatchSequence(it) => {
                self.node(Kind::MatchSequence, it, vec![patterns(&it.patterns)])
            }
            ast::Pattern::MatchMapping(it) => {
                let fields =
                    vec![self.expressions(&it.keys), patterns(&it.patterns), name(&it.rest)];
                self.node(Kind::MatchMapping, it, fields)
            }
            ast::Pattern::MatchClass(it) => {
                let keywords = &it.arguments.keywords;
                let fields = vec![
                    self.expression(&it.cls),
                    patterns(&it.arguments.patterns),
                    Value::List(keywords.iter().map(|it| identifier(&it.attr)).collect()),
                    self.list(keywords, |this, it| this.pattern(&it.pattern)),
                ];
                self.node(Kind::MatchClass, it, fields)
            }
            ast::Pattern::MatchStar(it) => self.node(Kind::MatchStar, it, vec![name(&it.name)]),
            ast::Pattern::MatchAs(it) => {
                let inner = it.pattern.as_ref().map_or(Value::None, |it| self.pattern(it));
                self.node(Kind::MatchAs, it, vec![inner, name(&it.name)])
            }
            ast::Pattern::MatchOr(it) => self.node(Kind::MatchOr, it, vec![patterns(&it.patterns)]),
        }
    }
}

pub(super) fn operator(operator: ast::Operator) -> Kind {
    match operator {
        ast::Operator::Add => Kind::Add,
        ast::Operator::Sub => Kind::Sub,
        ast::Operator::Mult => Kind::Mult,
        ast::Operator::MatMult => Kind::MatMult,
        ast::Operator::Div => Kind::Div,
        ast::Operator::Mod => Kind::Mod,
        ast::Operator::Pow => Kind::Pow,
        ast::Operator::LShift => Kind::LShift,
        ast::Operator::RShift => Kind::RShift,
        ast::Operator::BitOr => Kind::BitOr,
        ast::Operator::BitXor => Kind::BitXor,
        ast::Operator::BitAnd => Kind::BitAnd,
        ast::Operator::FloorDiv => Kind::FloorDiv,
    }
}
