//! From a tree of the compiler to objects.

use pellucid_compiler::tree::{Node, Quantity, Value};

use super::node::SyntaxNode;
use crate::builtins::{ConstantObjects, constant_object};
use crate::object::{instance, kind_of};
use crate::prelude::*;

impl Vm {
    /// The object of a node.
    pub(super) fn node_object(&mut self, node: Node) -> PyResult {
        self.check_native_stack(" during ast construction")?;
        let Node { kind, fields, position } = node;
        if let Some(singleton) = self.node_singleton(kind) {
            return Ok(singleton);
        }
        let class = self.node_class(kind);
        let object = self.heap.allocate(kind_of(&class), SyntaxNode).into_object();
        for (index, (value, field)) in fields.into_iter().zip(kind.fields()).enumerate() {
            let is_identifier = field.kind == "identifier" && field.quantity != Quantity::Many;
            let value = match value {
                Value::Text(text) if is_identifier => self.intern(&text).into_object(),
                value => self.field_object(value)?,
            };
            let name = self.node_field(kind, index);
            instance::set(self, &object, &name, value);
        }
        if kind.sum().has_places() {
            let places = [
                ("lineno", position.line),
                ("col_offset", position.column),
                ("end_lineno", position.end_line),
                ("end_col_offset", position.end_column),
            ];
            for (name, place) in places {
                let (name, place) = (self.intern(name), self.new_int(i64::from(place)));
                instance::set(self, &object, &name, place);
            }
        }
        Ok(object)
    }

    fn field_object(&mut self, value: Value) -> PyResult {
        Ok(match value {
            Value::None => self.none(),
            Value::Node(node) => self.node_object(*node)?,
            Value::List(values) => {
                let mut items = Vec::with_capacity(values.len());
                for value in values {
                    items.push(self.field_object(value)?);
                }
                self.new_list(items)?.into_object()
            }
            Value::Text(text) => self.new_str(&text).into_object(),
            Value::Int(value) => self.new_int(value),
            Value::Constant(constant) => {
                // Among the constants of a tree is no code, so no file is asked for.
                let no_file = ConstantObjects::of_file(self.singletons.empty_str.clone());
                constant_object(self, constant, &no_file)?
            }
        })
    }
}
