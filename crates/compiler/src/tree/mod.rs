//! Syntax trees as Python programs see them: nodes of the abstract grammar, to and from the parser's trees.

mod grammar;

pub use grammar::{Field, Kind, Quantity, SUMS, Sum, fields};

use pellucid_bytecode::{Constant, Position};

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
