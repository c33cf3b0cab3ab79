//! From objects to a tree of the compiler: the fields of nodes are checked against the grammar.

use pellucid_bytecode::{Constant, Position};
use pellucid_compiler::tree::{Field, Kind, Node, Quantity, SUMS, Sum, Value};

use crate::builtins::{ConstantObjects, constant_of};
use crate::prelude::*;

/// Reads trees; remembers how deep they are.
pub(super) struct Reader<'a> {
    depth: usize,
    pub(super) depth_max: usize,
    /// Is told of the objects of constants: code has the tree's own.
    constants: &'a mut ConstantObjects,
}

fn sum_named(name: &str) -> Option<&'static Sum> {
    SUMS.iter().find(|sum| sum.name == name)
}

impl Reader<'_> {
    pub(super) fn new(constants: &mut ConstantObjects) -> Reader<'_> {
        Reader { depth: 0, depth_max: 0, constants }
    }

    /// The node of an object, which must be of this sum.
    pub(super) fn node(
        &mut self,
        vm: &mut Vm,
        sum: &'static Sum,
        object: &Object,
    ) -> PyResult<Node> {
        let class = vm.sum_class(sum);
        if !vm.is_instance(object, class.as_object())? {
            let shown = vm.repr(object)?;
            return Err(
                vm.type_error(format!("expected some sort of {}, but got {shown}", sum.name))
            );
        }
        let position = match sum.has_places() {
            true => places(vm, sum, object)?,
            false => Position::default(),
        };
        let kind = self.kind_of(vm, sum, object)?;
        vm.check_native_stack(&format!(" while traversing '{}' node", sum.name))?;
        self.depth += 1;
        self.depth_max = self.depth_max.max(self.depth);
        let mut fields = Vec::new();
        for field in kind.fields() {
            fields.push(self.field(vm, kind, field, object)?);
        }
        self.depth -= 1;
        Ok(Node { kind, fields, position })
    }

    fn kind_of(&mut self, vm: &mut Vm, sum: &'static Sum, object: &Object) -> PyResult<Kind> {
        for &kind in sum.kinds {
            if object.class_is(&vm.node_class(kind)) {
                return Ok(kind);
            }
        }
        for &kind in sum.kinds {
            let class = vm.node_class(kind);
            if vm.is_instance(object, class.as_object())? {
                return Ok(kind);
            }
        }
        let shown = vm.repr(object)?;
        Err(vm.type_error(format!("expected some sort of {}, but got {shown}", sum.name)))
    }

    fn field(&mut self, vm: &mut Vm, kind: Kind, field: Field, object: &Object) -> PyResult<Value> {
        let name = vm.intern(field.name);
        let value = vm.find_attribute(object, &name)?;
        let is_many = matches!(field.quantity, Quantity::Many | Quantity::ManyOptional);
        let Some(value) = value else {
            return match field.quantity {
                Quantity::One => Err(vm.type_error(format!(
                    "required field \"{}\" missing from {}",
                    field.name,
                    kind.name()
                ))),
                Quantity::Optional => Ok(Value::None),
                _ => Ok(Value::List(Vec::new())),
            };
        };
        if !is_many {
            let is_none = value.is(&vm.none()) && field.kind != "constant";
            return match (is_none, field.quantity) {
                (true, Quantity::Optional) => Ok(Value::None),
                (true, _) => Err(vm.value_error(format!(
                    "field '{}' is required for {}",
                    field.name,
                    kind.name()
                ))),
                _ => self.value(vm, field, &value),
            };
        }
        let Some(list) = value.downcast::<List>() else {
            let class = value.class().name(vm);
            return Err(vm.type_error(format!(
                "{} field \"{}\" must be a list, not a {class}",
                kind.name(),
                field.name
            )));
        };
        self.items(vm, kind, field, list)
    }

    fn items(
        &mut self,
        vm: &mut Vm,
        kind: Kind,
        field: Field,
        list: &Typed<List>,
    ) -> PyResult<Value> {
        let length = list.items(vm).len();
        let mut items = Vec::with_capacity(length);
        for index in 0..length {
            let item = list.items(vm).get(index).cloned();
            let item = match item {
                Some(item) if list.items(vm).len() == length => item,
                _ => {
                    let (name, field) = (kind.name(), field.name);
                    let message = format!("{name} field \"{field}\" changed size during iteration");
                    return Err(vm.runtime_error(message));
                }
            };
            if item.is(&vm.none()) {
                if field.quantity == Quantity::ManyOptional {
                    items.push(Value::None);
                    continue;
                }
                let what = if field.kind == "stmt" { "statement" } else { field.kind };
                let what = if what == "expr" { "expression" } else { what };
                return Err(vm.value_error(format!("None disallowed in {what} list")));
            }
            items.push(self.value(vm, field, &item)?);
        }
        if list.items(vm).len() != length {
            let (name, field) = (kind.name(), field.name);
            let message = format!("{name} field \"{field}\" changed size during iteration");
            return Err(vm.runtime_error(message));
        }
        Ok(Value::List(items))
    }

    fn value(&mut self, vm: &mut Vm, field: Field, value: &Object) -> PyResult<Value> {
        match field.kind {
            kind @ ("identifier" | "string") => match value.downcast::<Str>() {
                Some(text) if value.class_is(&vm.types.str) => {
                    Ok(Value::Text(vm.encodable(text)?.into()))
                }
                _ => Err(vm.type_error(format!("AST {kind} must be of type str"))),
            },
            "int" => integer(vm, value).map(Value::Int),
            "constant" => {
                let constant = constant(vm, value)?;
                self.constants.know(constant.clone(), value.to_ref());
                Ok(Value::Constant(constant))
            }
            name => match sum_named(name) {
                Some(sum) => Ok(Value::Node(Box::new(self.node(vm, sum, value)?))),
                None => Err(vm.system_error("the grammar names an unknown type")),
            },
        }
    }
}

fn integer(vm: &mut Vm, value: &Object) -> PyResult<i64> {
    let number = value.downcast::<Int>().map(|int| int.to_i64());
    match number {
        Some(Some(number)) if i32::try_from(number).is_ok() => Ok(number),
        Some(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
        None => {
            let shown = vm.repr(value)?;
            Err(vm.value_error(format!("invalid integer value: {shown}")))
        }
    }
}

/// Where a node stands; without an end it ends where it begins.
fn places(vm: &mut Vm, sum: &'static Sum, object: &Object) -> PyResult<Position> {
    let mut found = [None; 4];
    let names = ["lineno", "col_offset", "end_lineno", "end_col_offset"];
    for (index, name) in names.into_iter().enumerate() {
        let attribute = vm.intern(name);
        let value = vm.find_attribute(object, &attribute)?;
        let may_miss = index >= 2 && sum.attributes.contains("int? end_lineno");
        found[index] = match value {
            Some(value) if may_miss && value.is(&vm.none()) => None,
            Some(value) => Some(integer(vm, &value)?),
            None if may_miss => None,
            None => {
                let message = format!("required field \"{name}\" missing from {}", sum.name);
                return Err(vm.type_error(message));
            }
        };
    }
    let (line, column) = (found[0].unwrap_or(0), found[1].unwrap_or(0));
    let (end_line, end_column) = (found[2].unwrap_or(line), found[3].unwrap_or(column));
    if line > end_line {
        let message = format!("AST node line range ({line}, {end_line}) is not valid");
        return Err(vm.value_error(message));
    }
    if line < 0 && end_line != line || column < 0 && column != end_column {
        return Err(vm.value_error(format!(
            "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
        )));
    }
    if line == end_line && column > end_column {
        return Err(vm.value_error(format!(
            "line {line}, column {column}-{end_column} is not a valid range"
        )));
    }
    let place = |number: i64| u32::try_from(number).unwrap_or(0);
    Ok(Position {
        line: place(line),
        end_line: place(end_line),
        column: place(column),
        end_column: place(end_column),
    })
}

/// An object as a constant of a tree.
fn constant(vm: &mut Vm, value: &Object) -> PyResult<Constant> {
    match constant_of(vm, value) {
        Some(Constant::Slice(_) | Constant::Code(_)) | None => {
            let class = value.class().name(vm);
            Err(vm.type_error(format!("got an invalid type in Constant: {class}")))
        }
        Some(constant) => Ok(constant),
    }
}
