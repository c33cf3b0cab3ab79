//! `ast.AST`, the base of all nodes: how nodes are made and copied.

use pellucid_compiler::tree::SUMS;

use super::{replace, show};
use crate::builtins::{GenericAlias, Union};
use crate::object::{Slots, instance, kind_of};
use crate::prelude::*;

/// The payload; everything is in the `__dict__`.
#[derive(Trace)]
pub struct SyntaxNode;

/// The type.
pub(super) static SPEC: TypeSpec = TypeSpec {
    module: "ast",
    flags: TypeFlags::BASE_TYPE,
    dict_offset: 16,
    has_dict: true,
    slots,
    methods: &[SyntaxNode::METHODS],
    ..TypeSpec::new::<SyntaxNode>("AST")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| Ok(vm.heap.allocate(kind_of(class), SyntaxNode).into_object()));
    slots.init = Some(initialise);
    slots.repr = Some(show::repr);
}

/// The names in an attribute of the class that lists them (`_fields`, `_attributes`).
pub(super) fn names_in(vm: &mut Vm, node: &Object, attribute: &str) -> PyResult<Vec<Ref<Str>>> {
    let attribute = vm.intern(attribute);
    let class = node.class().to_ref();
    let Some(listed) = vm.find_attribute(class.as_object(), &attribute)? else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    for name in vm.collect(&listed)? {
        names.push(vm.attribute_name(&name)?);
    }
    Ok(names)
}

fn initialise(vm: &mut Vm, node: &Object, args: Args<'_>) -> PyResult<()> {
    let fields = names_in(vm, node, "_fields")?;
    let given = args.positional().len();
    if given > fields.len() {
        let (class, count) = (node.class().name(vm), fields.len());
        let plural = if count == 1 { "" } else { "s" };
        return Err(vm.type_error(format!(
            "{class} constructor takes at most {count} positional argument{plural}"
        )));
    }
    let mut remaining = fields.clone();
    for (name, value) in fields.iter().zip(args.positional()) {
        vm.set_attribute(node, name, Some(value))?;
        remaining.retain(|own| !own.same_text(name));
    }
    for (name, value) in args.keywords().iter() {
        if fields.iter().any(|own| own.same_text(name)) {
            if !remaining.iter().any(|own| own.same_text(name)) {
                let class = node.class().name(vm);
                let message = format!("{class} got multiple values for argument '{name}'");
                return Err(vm.type_error(message));
            }
            remaining.retain(|own| !own.same_text(name));
        } else if !names_in(vm, node, "_attributes")?.iter().any(|own| own.same_text(name)) {
            let class = node.class().name(vm);
            deprecated(
                vm,
                format!(
                    "{class}.__init__ got an unexpected keyword argument '{name}'. Support for arbitrary keyword \
                     arguments is deprecated and will be removed in Python 3.15."
                ),
            )?;
        }
        vm.set_attribute(node, name, Some(value))?;
    }
    fill_in(vm, node, &remaining)
}

fn deprecated(vm: &mut Vm, message: String) -> PyResult<()> {
    let category = vm.types.deprecation_warning.clone();
    vm.warn(&category, &message, 1)
}

/// The fields that were not given: an empty list, `Load()`, or what the class says.
fn fill_in(vm: &mut Vm, node: &Object, remaining: &[Ref<Str>]) -> PyResult<()> {
    if remaining.is_empty() {
        return Ok(());
    }
    let field_types = vm.intern("_field_types");
    let class = node.class().to_ref();
    let Some(types) = vm.find_attribute(class.as_object(), &field_types)? else { return Ok(()) };
    for name in remaining {
        let class = node.class().name(vm);
        let kind = match types.downcast::<Dict>() {
            Some(types) => types.get_str(vm, name),
            None => None,
        };
        match kind {
            None => {
                deprecated(
                    vm,
                    format!(
                        "Field '{name}' is missing from {class}._field_types. This will become an error in Python 3.15."
                    ),
                )?;
            }
            Some(kind) if kind.holds::<Union>() => {}
            Some(kind) if kind.holds::<GenericAlias>() => {
                let list = vm.new_list(Vec::new())?;
                vm.set_attribute(node, name, Some(list.as_object()))?;
            }
            Some(kind) if is_context(vm, &kind) => {
                let load = vm.node_singleton(pellucid_compiler::tree::Kind::Load);
                vm.set_attribute(node, name, load.as_deref())?;
            }
            Some(_) => {
                deprecated(
                    vm,
                    format!(
                        "{class}.__init__ missing 1 required positional argument: '{name}'. This will become an error \
                         in Python 3.15."
                    ),
                )?;
            }
        }
    }
    Ok(())
}

fn is_context(vm: &Vm, kind: &Object) -> bool {
    let sum = SUMS.iter().find(|sum| sum.name == "expr_context");
    sum.is_some_and(|sum| vm.sum_class(sum).is(kind))
}

#[methods(owner = "AST")]
impl SyntaxNode {
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, node: &Object) -> PyResult {
        let class = node.class().as_object().to_ref();
        let remaining = vm.new_dict();
        if let Some(dict) = instance::dict(vm, node) {
            for (key, value) in dict.pairs(vm) {
                remaining.set(vm, &key, value)?;
            }
        }
        // What can be given by position is; the state has the rest.
        let mut positional = Vec::new();
        for name in names_in(vm, node, "_fields")? {
            match remaining.remove_str(vm, &name) {
                Some(value) => positional.push(value),
                None => break,
            }
        }
        let positional = vm.new_tuple(positional).into_object();
        Ok(vm.new_tuple(vec![class, positional, remaining.into_object()]).into_object())
    }

    /// Return a copy of the AST node with new values for the specified fields.
    #[method("__replace__(self, /, **fields)")]
    fn replace(vm: &mut Vm, node: &Object, fields: Keywords<'_>) -> PyResult {
        replace::replace(vm, node, fields)
    }
}
