//! From nodes of the abstract grammar to the parser's tree. Offsets in it are indices into a table of places.

mod parameters;

mod patterns;

use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::TextRange;
use thin_vec::ThinVec;

use super::{Kind, Node, Value};
use crate::error::{Compiled, ErrorKind, SyntaxError};
use crate::source::Texts;

/// Makes the parser's tree, and the table that its offsets point into.
#[derive(Default)]
pub(super) struct Restorer {
    /// Line (from 1) and UTF-8 column (from 0): of each node its start and its end.
    pub(super) places: Vec<(u32, u32)>,
    /// What the source says of some literals, by the offset of their place.
    pub(super) texts: Texts,
}

/// A node's fields, to be taken one after the other.
pub(super) struct Fields(std::vec::IntoIter<Value>);

impl Fields {
    pub(super) fn next(&mut self) -> Value {
        self.0.next().unwrap_or(Value::None)
    }

    fn list(&mut self) -> Vec<Value> {
        match self.next() {
            Value::List(items) => items,
            _ => Vec::new(),
        }
    }

    pub(super) fn text(&mut self) -> Compiled<Box<str>> {
        match self.next() {
            Value::Text(text) => Ok(text),
            _ => Err(malformed("a name is missing")),
        }
    }

    pub(super) fn int(&mut self) -> i64 {
        match self.next() {
            Value::Int(value) => value,
            _ => 0,
        }
    }
}

/// A tree that no grammar describes. Whoever makes nodes checks them, so that this is not seen.
pub(super) fn malformed(message: impl Into<String>) -> Box<SyntaxError> {
    crate::error::without_place(ErrorKind::Value, message)
}

pub(super) fn take(value: Value) -> Compiled<(Kind, TextRangeOf, Fields)> {
    match value {
        Value::Node(node) => {
            let Node { kind, fields, position } = *node;
            Ok((kind, TextRangeOf(position), Fields(fields.into_iter())))
        }
        _ => Err(malformed("a node is missing")),
    }
}

/// The position of a node that has no range yet.
pub(super) struct TextRangeOf(pellucid_bytecode::Position);

impl Restorer {
    pub(super) fn place(&mut self, position: TextRangeOf) -> TextRange {
        let position = position.0;
        let start = self.places.len() as u32;
        self.places.push((position.line, position.column));
        self.places.push((position.end_line, position.end_column));
        TextRange::new(start.into(), (start + 1).into())
    }

    fn each<T, C: FromIterator<T>>(
        &mut self,
        items: Vec<Value>,
        make: impl Fn(&mut Self, Value) -> Compiled<T>,
    ) -> Compiled<C> {
        items.into_iter().map(|item| make(self, item)).collect()
    }

    pub(super) fn expressions<C: FromIterator<Expr>>(
        &mut self,
        fields: &mut Fields,
    ) -> Compiled<C> {
        let items = fields.list();
        self.each(items, Self::expression)
    }

    pub(super) fn boxed(&mut self, fields: &mut Fields) -> Compiled<Box<Expr>> {
        self.expression(fields.next()).map(Box::new)
    }

    pub(super) fn optional(&mut self, fields: &mut Fields) -> Compiled<Option<Box<Expr>>> {
        match fields.next() {
            Value::None => Ok(None),
            value => self.expression(value).map(|expression| Some(Box::new(expression))),
        }
    }

    fn body(&mut self, fields: &mut Fields) -> Compiled<ThinVec<Stmt>> {
        let items = fields.list();
        self.each(items, Self::statement)
    }

    pub(super) fn identifier(
        &self,
        fields: &mut Fields,
        range: TextRange,
    ) -> Compiled<ast::Identifier> {
        fields.text().map(|name| ast::Identifier::new(&*name, range))
    }

    fn optional_identifier(
        &self,
        fields: &mut Fields,
        range: TextRange,
    ) -> Option<ast::Identifier> {
        match fields.next() {
            Value::Text(name) => Some(ast::Identifier::new(&*name, range)),
            _ => None,
        }
    }

    fn identifiers(&self, fields: &mut Fields, range: TextRange) -> Compiled<Vec<ast::Identifier>> {
        let names = fields.list().into_iter().map(|name| match name {
            Value::Text(name) => Ok(ast::Identifier::new(&*name, range)),
            _ => Err(malformed("a name is missing")),
        });
        names.collect()
    }

    /// A module or interactive input.
    pub(super) fn module(&mut self, mut fields: Fields) -> Compiled<ast::ModModule> {
        let body = self.body(&mut fields)?;
        let range = TextRange::default();
        Ok(ast::ModModule { node_index: ast::AtomicNodeIndex::NONE, range, body })
    }

    fn statement(&mut self, value: Value) -> Compiled<Stmt> {
        let (kind, position, mut fields) = take(value)?;
        let range = self.place(position);
        let f = &mut fields;
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(match kind {
            Kind::FunctionDef | Kind::AsyncFunctionDef => self.function(kind, range, f)?,
            Kind::ClassDef => self.class(range, f)?,
            Kind::Return => {
                Stmt::Return(ast::StmtReturn { node_index, range, value: self.optional(f)? })
            }
            Kind::Delete => {
                Stmt::Delete(ast::StmtDelete { node_index, range, targets: self.expressions(f)? })
            }
            Kind::Assign => {
                let targets = self.expressions(f)?;
                Stmt::Assign(ast::StmtAssign { node_index, range, targets, value: self.boxed(f)? })
            }
            Kind::TypeAlias => {
                let name = self.boxed(f)?;
                let type_params = self.type_parameters(f)?;
                let value = self.boxed(f)?;
                Stmt::TypeAlias(ast::StmtTypeAlias { node_index, range, name, type_params, value })
            }
            Kind::AugAssign => {
                let target = self.boxed(f)?;
                let op = operator(f.next())?;
                let value = self.boxed(f)?;
                Stmt::AugAssign(ast::StmtAugAssign { node_index, range, target, op, value })
            }
            Kind::AnnAssign => {
                let (target, annotation) = (self.boxed(f)?, self.boxed(f)?);
                let value = self.optional(f)?;
                let simple = f.int() != 0;
                Stmt::AnnAssign(ast::StmtAnnAssign {
                    node_index,
                    range,
                    target,
                    annotation,
                    value,
                    simple,
                })
            }
            Kind::Match => {
                let subject = self.boxed(f)?;
                let cases = f.list();
                let cases = self.each(cases, |this, case| this.case(case, range))?;
                Stmt::Match(ast::StmtMatch { node_index, range, subject, cases })
            }
            Kind::Raise => {
                let (exc, cause) = (self.optional(f)?, self.optional(f)?);
                Stmt::Raise(ast::StmtRaise { node_index, range, exc, cause })
            }
            Kind::Assert => {
                let (test, msg) = (self.boxed(f)?, self.optional(f)?);
                Stmt::Assert(ast::StmtAssert { node_index, range, test, msg })
            }
            Kind::Import => {
                let names = self.aliases(f)?;
                Stmt::Import(ast::StmtImport { node_index, range, names, is_lazy: false })
            }
            Kind::ImportFrom => {
                let module = self.optional_identifier(f, range);
                let names = self.aliases(f)?;
                let level = u32::try_from(f.int()).unwrap_or(0);
                let is_lazy = false;
                Stmt::ImportFrom(ast::StmtImportFrom {
                    node_index,
                    range,
                    module,
                    names,
                    level,
                    is_lazy,
                })
            }
            Kind::Global => {
                let names = self.identifiers(f, range)?;
                Stmt::Global(ast::StmtGlobal { node_index, range, names })
            }
            Kind::Nonlocal => {
                let names = self.identifiers(f, range)?;
                Stmt::Nonlocal(ast::StmtNonlocal { node_index, range, names })
            }
            Kind::Expr => Stmt::Expr(ast::StmtExpr { node_index, range, value: self.boxed(f)? }),
            Kind::Pass => Stmt::Pass(ast::StmtPass { node_index, range }),
            Kind::Break => Stmt::Break(ast::StmtBreak { node_index, range }),
            Kind::Continue => Stmt::Continue(ast::StmtContinue { node_index, range }),
            kind => self.compound(kind, range, f)?,
        })
    }

    fn compound(&mut self, kind: Kind, range: TextRange, f: &mut Fields) -> Compiled<Stmt> {
        let node_index = ast::AtomicNodeIndex::NONE;
        Ok(match kind {
            Kind::For | Kind::AsyncFor => Stmt::For(ast::StmtFor {
                node_index,
                range,
                is_async: kind == Kind::AsyncFor,
                target: self.boxed(f)?,
                iter: self.boxed(f)?,
                body: self.body(f)?,
                orelse: self.body(f)?,
            }),
            Kind::While => Stmt::While(ast::StmtWhile {
                node_index,
                range,
                test: self.boxed(f)?,
                body: self.body(f)?,
                orelse: self.body(f)?,
            }),
            Kind::If => {
                let (test, body) = (self.boxed(f)?, self.body(f)?);
                let orelse = self.body(f)?;
                let node_index = ast::AtomicNodeIndex::NONE;
                let clause = ast::ElifElseClause { range, node_index, test: None, body: orelse };
                let is_empty = clause.body.is_empty();
                let elif_else_clauses = if is_empty { Vec::new() } else { vec![clause] };
                let node_index = ast::AtomicNodeIndex::NONE;
                Stmt::If(ast::StmtIf { node_index, range, test, body, elif_else_clauses })
            }
            Kind::With | Kind::AsyncWith => {
                let items = f.list();
                let items = self.each(items, |this, item| {
                    let (_, _, mut fields) = take(item)?;
                    let context_expr = this.expression(fields.next())?;
                    let optional_vars = this.optional(&mut fields)?;
                    let node_index = ast::AtomicNodeIndex::NONE;
                    Ok(ast::WithItem { range, node_index, context_expr, optional_vars })
                })?;
                let is_async = kind == Kind::AsyncWith;
                Stmt::With(ast::StmtWith {
                    node_index,
                    range,
                    is_async,
                    items,
                    body: self.body(f)?,
                })
            }
            Kind::Try | Kind::TryStar => Stmt::Try(ast::StmtTry {
                node_index,
                range,
                body: self.body(f)?,
                handlers: self.handlers(f)?,
                orelse: self.body(f)?,
                finalbody: self.body(f)?,
                is_star: kind == Kind::TryStar,
            }),
            other => return Err(malformed(format!("{} is no statement", other.name()))),
        })
    }

    fn handlers(&mut self, fields: &mut Fields) -> Compiled<Vec<ast::ExceptHandler>> {
        let handlers = fields.list();
        self.each(handlers, |this, handler| {
            let (_, position, mut fields) = take(handler)?;
            let range = this.place(position);
            let type_ = this.optional(&mut fields)?;
            let name = this.optional_identifier(&mut fields, range);
            let body = this.body(&mut fields)?;
            let node_index = ast::AtomicNodeIndex::NONE;
            let handler = ast::ExceptHandlerExceptHandler { range, node_index, type_, name, body };
            Ok(ast::ExceptHandler::ExceptHandler(handler))
        })
    }

    fn function(&mut self, kind: Kind, range: TextRange, f: &mut Fields) -> Compiled<Stmt> {
        let name = self.identifier(f, range)?;
        let parameters = Box::new(self.parameters(f.next(), range)?);
        let body = self.body(f)?;
        let decorator_list = self.decorators(f)?;
        let returns = self.optional(f)?;
        let _type_comment = f.next();
        Ok(Stmt::FunctionDef(ast::StmtFunctionDef {
            node_index: ast::AtomicNodeIndex::NONE,
            range,
            is_async: kind == Kind::AsyncFunctionDef,
            decorator_list,
            name,
            type_params: self.type_parameters(f)?,
            parameters,
            returns,
            body,
        }))
    }

    fn class(&mut self, range: TextRange, f: &mut Fields) -> Compiled<Stmt> {
        let node_index = ast::AtomicNodeIndex::NONE;
        let name = self.identifier(f, range)?;
        let args: Box<[Expr]> = self.expressions(f)?;
        let keywords = self.keywords(f)?;
        let body = self.body(f)?;
        let decorator_list = self.decorators(f)?;
        let is_empty = args.is_empty() && keywords.is_empty();
        let arguments = ast::Arguments { range, node_index, args, keywords };
        Ok(Stmt::ClassDef(ast::StmtClassDef {
            node_index: ast::AtomicNodeIndex::NONE,
            range,
            decorator_list,
            name,
            type_params: self.type_parameters(f)?,
            arguments: (!is_empty).then(|| Box::new(arguments)),
            body,
        }))
    }

    fn decorators(&mut self, fields: &mut Fields) -> Compiled<ThinVec<ast::Decorator>> {
        let decorators = fields.list();
        self.each(decorators, |this, decorator| {
            let expression = this.expression(decorator)?;
            let range = ruff_text_size::Ranged::range(&expression);
            Ok(ast::Decorator { range, node_index: ast::AtomicNodeIndex::NONE, expression })
        })
    }

    pub(super) fn keywords(&mut self, fields: &mut Fields) -> Compiled<ThinVec<ast::Keyword>> {
        let keywords = fields.list();
        self.each(keywords, |this, keyword| {
            let (_, position, mut fields) = take(keyword)?;
            let range = this.place(position);
            let arg = this.optional_identifier(&mut fields, range);
            let value = this.expression(fields.next())?;
            Ok(ast::Keyword { range, node_index: ast::AtomicNodeIndex::NONE, arg, value })
        })
    }

    fn aliases(&mut self, fields: &mut Fields) -> Compiled<Vec<ast::Alias>> {
        let aliases = fields.list();
        self.each(aliases, |this, alias| {
            let (_, position, mut fields) = take(alias)?;
            let range = this.place(position);
            let name = this.identifier(&mut fields, range)?;
            let asname = this.optional_identifier(&mut fields, range);
            Ok(ast::Alias { range, node_index: ast::AtomicNodeIndex::NONE, name, asname })
        })
    }
}

pub(super) fn operator(value: Value) -> Compiled<ast::Operator> {
    let (kind, ..) = take(value)?;
    Ok(match kind {
        Kind::Add => ast::Operator::Add,
        Kind::Sub => ast::Operator::Sub,
        Kind::Mult => ast::Operator::Mult,
        Kind::MatMult => ast::Operator::MatMult,
        Kind::Div => ast::Operator::Div,
        Kind::Mod => ast::Operator::Mod,
        Kind::Pow => ast::Operator::Pow,
        Kind::LShift => ast::Operator::LShift,
        Kind::RShift => ast::Operator::RShift,
        Kind::BitOr => ast::Operator::BitOr,
        Kind::BitXor => ast::Operator::BitXor,
        Kind::BitAnd => ast::Operator::BitAnd,
        Kind::FloorDiv => ast::Operator::FloorDiv,
        other => return Err(malformed(format!("{} is no operator", other.name()))),
    })
}
