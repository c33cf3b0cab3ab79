//! The classes of the abstract grammar, one for each sum and each node, and the module `_ast` that offers them.

use pellucid_compiler::tree::{Field, Kind, Quantity, SUMS, Sum, fields};

use super::node;
use crate::builtins::{Dict, Module};
use crate::object::ModuleSpec;
use crate::prelude::*;

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { initialise: Some(initialise), ..ModuleSpec::new("_ast") };

/// The classes of an interpreter.
#[derive(Trace)]
#[payload(none)]
pub struct Classes {
    /// Those of sums, in the order of `SUMS`; a product has the class of its only node.
    sums: Vec<Ref<Type>>,
    /// Those of nodes, in the order of `Kind::ALL`.
    nodes: Vec<Ref<Type>>,
    /// The only instances of nodes that have no fields and stand nowhere, in the same order.
    singletons: Vec<Option<Ref>>,
    /// The names of the fields of all nodes.
    fields: Vec<Vec<Ref<Str>>>,
}

const FLAGS: &[(&str, i64)] = &[
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
    ("PyCF_ONLY_AST", 0x400),
    ("PyCF_TYPE_COMMENTS", 0x1000),
    ("PyCF_OPTIMIZED_AST", 0x8400),
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, value) in FLAGS {
        let value = vm.new_int(*value);
        vm.set_in_module(module, name, value)?;
    }
    vm.ready_tree_classes()?;
    let class = vm.native_type(&node::SPEC)?;
    vm.set_in_module(module, "AST", class.into_object())?;
    for (index, sum) in SUMS.iter().enumerate() {
        let class = vm.tree_classes().sums[index].clone();
        vm.set_in_module(module, sum.name, class.into_object())?;
    }
    for &kind in Kind::ALL {
        let class = vm.node_class(kind);
        vm.set_in_module(module, kind.name(), class.into_object())?;
    }
    Ok(())
}

impl Vm {
    /// Makes the classes unless they have been made.
    pub(crate) fn ready_tree_classes(&mut self) -> PyResult<()> {
        if self.interpreter().tree_classes.get(self).is_some() {
            return Ok(());
        }
        let base = self.native_type(&node::SPEC)?;
        prepare_base(self, &base)?;
        let mut classes = Classes {
            sums: Vec::new(),
            nodes: Vec::new(),
            singletons: Vec::new(),
            fields: Vec::new(),
        };
        for sum in SUMS {
            let kind = sum.is_product().then(|| sum.kinds[0]);
            let class = make_class(self, sum.name, &base, sum, kind)?;
            classes.sums.push(class.clone());
            for &kind in sum.kinds {
                let own = match sum.is_product() {
                    true => class.clone(),
                    false => make_class(self, kind.name(), &class, sum, Some(kind))?,
                };
                let is_alone = kind.grammar().is_empty() && !sum.has_places();
                let singleton = match is_alone {
                    true => Some(self.call_positional(own.as_object(), &[])?),
                    false => None,
                };
                classes.singletons.push(singleton);
                classes.nodes.push(own);
                classes.fields.push(kind.fields().map(|field| self.intern(field.name)).collect());
            }
        }
        for &kind in Kind::ALL {
            set_field_types(self, kind, &classes)?;
        }
        *self.interpreter().tree_classes.get_mut(self) = Some(classes);
        Ok(())
    }

    /// The classes. `ready_tree_classes` must have been called.
    pub(super) fn tree_classes(&self) -> &Classes {
        self.interpreter().tree_classes.get(self).as_ref().expect("the classes have been made")
    }

    pub(super) fn node_class(&self, kind: Kind) -> Ref<Type> {
        self.tree_classes().nodes[kind as usize].clone()
    }

    /// The class of a sum.
    pub(super) fn sum_class(&self, sum: &Sum) -> Ref<Type> {
        let position = SUMS.iter().position(|own| own.name == sum.name);
        self.tree_classes().sums[position.unwrap_or(0)].clone()
    }

    pub(super) fn node_singleton(&self, kind: Kind) -> Option<Ref> {
        self.tree_classes().singletons[kind as usize].clone()
    }

    pub(super) fn node_field(&self, kind: Kind, index: usize) -> Ref<Str> {
        self.tree_classes().fields[kind as usize][index].clone()
    }
}

/// What every node inherits: no fields and no attributes.
fn prepare_base(vm: &mut Vm, base: &Typed<Type>) -> PyResult<()> {
    let Some(dict) = base.dict.get() else { return Ok(()) };
    for name in ["_fields", "_attributes", "__match_args__"] {
        let empty = vm.new_tuple(Vec::new()).into_object();
        let name = vm.intern(name);
        dict.set_str(vm, &name, empty);
    }
    Ok(())
}

fn make_class(
    vm: &mut Vm,
    name: &str,
    base: &Typed<Type>,
    sum: &'static Sum,
    kind: Option<Kind>,
) -> PyResult<Ref<Type>> {
    let dict = vm.new_dict();
    let grammar = kind.map_or("", Kind::grammar);
    let names = field_names(vm, grammar);
    put(vm, &dict, "_fields", names.clone());
    put(vm, &dict, "__match_args__", names);
    let module = vm.intern("ast").into_object();
    put(vm, &dict, "__module__", module);
    let doc = kind.map_or_else(|| sum.doc(), Kind::doc);
    let doc = vm.new_str(&doc).into_object();
    put(vm, &dict, "__doc__", doc);
    let mut optional: Vec<Field> = fields(grammar).collect();
    if kind.is_none_or(|_| sum.is_product()) {
        let attributes = field_names(vm, sum.attributes);
        put(vm, &dict, "_attributes", attributes);
        optional.extend(fields(sum.attributes));
    }
    for field in optional {
        if field.quantity == Quantity::Optional {
            let none = vm.none();
            put(vm, &dict, field.name, none);
        }
    }
    let name = vm.intern(name).into_object();
    let bases = vm.new_tuple(vec![base.as_object().to_ref()]).into_object();
    let metaclass = vm.types.type_.clone();
    let class = vm.call_positional(metaclass.as_object(), &[&name, &bases, dict.as_object()])?;
    class.downcast_ref::<Type>().map_err(|_| vm.system_error("type() gave no class"))
}

fn put(vm: &mut Vm, dict: &Typed<Dict>, name: &str, value: Ref) {
    let name = vm.intern(name);
    dict.set_str(vm, &name, value);
}

fn field_names(vm: &mut Vm, grammar: &'static str) -> Ref {
    let names = fields(grammar).map(|field| vm.intern(field.name).into_object()).collect();
    vm.new_tuple(names).into_object()
}

/// `_field_types`, once there are all classes.
fn set_field_types(vm: &mut Vm, kind: Kind, classes: &Classes) -> PyResult<()> {
    let types = vm.new_dict();
    for field in kind.fields() {
        let class = match field.kind {
            "identifier" | "string" => vm.types.str.clone(),
            "int" => vm.types.int.clone(),
            "constant" => vm.types.object.clone(),
            sum => {
                let position = SUMS.iter().position(|own| own.name == sum);
                classes.sums[position.unwrap_or(0)].clone()
            }
        };
        let value = match field.quantity {
            Quantity::One => class.into_object(),
            Quantity::Optional => {
                let none = vm.none();
                vm.new_union(class.as_object(), &none)?
            }
            Quantity::Many | Quantity::ManyOptional => {
                let list = vm.types.list.clone();
                vm.new_generic_alias(list.as_object(), class.as_object())?
            }
        };
        put(vm, &types, field.name, value);
    }
    if let Some(dict) = classes.nodes[kind as usize].dict.get() {
        put(vm, &dict, "_field_types", types.clone().into_object());
        put(vm, &dict, "__annotations__", types.into_object());
    }
    Ok(())
}
