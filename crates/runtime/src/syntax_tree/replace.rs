//! `AST.__replace__`: a copy of a node with other fields.

use super::node::names_in;
use crate::object::{OwnedArgs, instance};
use crate::prelude::*;

fn contains(names: &[Ref<Str>], name: &Typed<Str>) -> bool {
    names.iter().any(|own| own.same_text(name))
}

pub(super) fn replace(vm: &mut Vm, node: &Object, changes: Keywords<'_>) -> PyResult {
    let fields = names_in(vm, node, "_fields")?;
    let attributes = names_in(vm, node, "_attributes")?;
    let state = vm.new_dict();
    if let Some(dict) = instance::dict(vm, node) {
        for (key, value) in dict.pairs(vm) {
            state.set(vm, &key, value)?;
        }
    }
    for (name, value) in changes.iter() {
        if !contains(&fields, name) && !contains(&attributes, name) {
            let class = node.class().name(vm);
            return Err(vm.type_error(format!(
                "{class}.__replace__ got an unexpected keyword argument '{name}'."
            )));
        }
        state.set_str(vm, name, value.to_ref());
    }
    let mut missing = Vec::new();
    for name in &fields {
        let class = node.class().to_ref();
        let is_optional = state.get_str(vm, name).is_some()
            || vm.find_attribute(class.as_object(), name)?.is_some();
        if !is_optional {
            missing.push(format!("'{name}'"));
        }
    }
    if !missing.is_empty() {
        let (class, count) = (node.class().name(vm), missing.len());
        let plural = if count == 1 { "" } else { "s" };
        missing.sort();
        return Err(vm.type_error(format!(
            "{class}.__replace__ missing {count} keyword argument{plural}: {}.",
            missing.join(", ")
        )));
    }
    let class = node.class().to_ref();
    let mut arguments = OwnedArgs::default();
    arguments.extend_keywords(vm, "__replace__", &state)?;
    vm.call(class.as_object(), arguments.as_args())
}
