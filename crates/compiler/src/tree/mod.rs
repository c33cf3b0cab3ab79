//! Syntax trees as Python programs see them: nodes of the abstract grammar, to and from the parser's trees.

mod expressions;
mod from_parser;
mod function_type;
mod grammar;
mod restored_expressions;
mod to_parser;
mod validate;

pub use function_type::parse_function_type;
pub use grammar::{Field, Kind, Quantity, SUMS, Sum, fields};
pub use validate::{Invalid, validate};

use pellucid_bytecode::{Constant, Position};
use ruff_python_ast::Mod;
use ruff_text_size::TextRange;

use crate::error::{Compiled, ErrorKind, SyntaxError};
use crate::source::Source;
use crate::{Mode, Options, Output, Warning, parse, tokens};
use from_parser::Builder;
use to_parser::{Restorer, malformed};

/// A node of the abstract grammar.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its fields, in the order of the grammar.
    pub fields: Vec<Value>,
    /// Where it stands, if nodes of its kind have places.
    pub position: Position,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing.
    None,
    /// A node.
    Node(Box<Node>),
    /// Several.
    List(Vec<Value>),
    /// An identifier, or a string that is text.
    Text(Box<str>),
    /// A number.
    Int(i64),
    /// A constant.
    Constant(Constant),
}

/// The deepest tree that is handed out: whoever walks it recurses.
const DEPTH_MAX: usize = 6000;

/// A tree, and the warnings about the source that it was parsed from.
#[derive(Debug)]
pub struct ParsedTree {
    /// The root: a module, interactive input or an expression.
    pub root: Node,
    /// Warnings in the order of the source.
    pub warnings: Vec<Warning>,
}

/// Parses source text to a tree of the abstract grammar.
pub fn parse_tree(source: &str, options: &Options) -> Result<ParsedTree, SyntaxError> {
    let source = crate::source::with_newlines(source);
    let source = Source::new(&source);
    let scanned = tokens::scan(&source);
    let stack = parse::stack_size(&scanned);
    let parsed: Compiled<ParsedTree> = parse::on_large_stack(stack, || {
        let parsed = parse::parse(&source, scanned, options)?;
        let mut builder = Builder::new(&source);
        if options.flags.contains(crate::Flags::OPTIMIZED_AST) {
            builder.debug = Some(options.optimize == 0);
        }
        let root = builder.root(&parsed.tree, options.mode);
        if builder.depth_max() > DEPTH_MAX {
            return Err(too_deep());
        }
        Ok(ParsedTree { root, warnings: parsed.warnings })
    });
    parsed.map_err(|error| *error)
}

fn too_deep() -> Box<SyntaxError> {
    let mut error = malformed("maximum recursion depth exceeded during ast construction");
    error.kind = ErrorKind::Recursion;
    error
}

/// Compiles a tree of the abstract grammar. How deep it is must be said, for the stack that it takes.
pub fn compile_nodes(
    root: Node,
    depth: usize,
    file_name: &str,
    options: &Options,
) -> Result<Output, SyntaxError> {
    let compiled: Compiled<Output> = parse::on_large_stack((4 << 20) + (depth << 13), || {
        let mut restorer = Restorer::default();
        let tree = restorer.root(root)?;
        let source = Source::of_tree(restorer.places, restorer.texts);
        crate::lower_tree(&tree, &source, file_name, options)
    });
    compiled.map_err(|error| *error)
}

impl Builder<'_, '_> {
    fn root(&self, tree: &Mod, mode: Mode) -> Node {
        let (kind, fields) = match tree {
            Mod::Expression(it) => (Kind::Expression, vec![self.expression(&it.body)]),
            Mod::Module(it) if mode == Mode::Single => {
                (Kind::Interactive, vec![self.body(&it.body)])
            }
            Mod::Module(it) => (Kind::Module, vec![self.body(&it.body), Value::List(Vec::new())]),
        };
        Node { kind, fields, position: Position::default() }
    }
}

impl Restorer {
    fn root(&mut self, root: Node) -> Compiled<Mod> {
        let (kind, _, mut fields) = to_parser::take(Value::Node(Box::new(root)))?;
        match kind {
            Kind::Module | Kind::Interactive => Ok(Mod::Module(self.module(fields)?)),
            Kind::Expression => {
                let body = self.boxed(&mut fields)?;
                let (node_index, range) =
                    (ruff_python_ast::AtomicNodeIndex::NONE, TextRange::default());
                Ok(Mod::Expression(ruff_python_ast::ModExpression { node_index, range, body }))
            }
            other => Err(malformed(format!("{} cannot be compiled", other.name()))),
        }
    }
}
