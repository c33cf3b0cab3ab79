//! The repr of nodes: a few levels, and of long lists the first and the last item.

use pellucid_text::TextBuilder;

use super::node::{SyntaxNode, names_in};
use crate::prelude::*;

/// How many levels of nodes are shown.
const LEVELS: usize = 3;

pub(super) fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let mut text = TextBuilder::new();
    show(vm, object, LEVELS, &mut text)?;
    Ok(vm.new_text_slice(text.as_text()).into_object())
}

fn show(vm: &mut Vm, node: &Object, levels: usize, text: &mut TextBuilder) -> PyResult<()> {
    vm.check_native_stack(" while getting the repr of an object")?;
    text.push_str(&node.class().name(vm));
    if levels == 0 {
        text.push_str("(...)");
        return Ok(());
    }
    text.push_str("(");
    for (index, name) in names_in(vm, node, "_fields")?.into_iter().enumerate() {
        let value = vm.get_attribute(node, &name)?;
        if index > 0 {
            text.push_str(", ");
        }
        text.push_text(name.text());
        text.push_str("=");
        show_value(vm, &value, levels, text)?;
    }
    text.push_str(")");
    Ok(())
}

fn show_value(vm: &mut Vm, value: &Object, levels: usize, text: &mut TextBuilder) -> PyResult<()> {
    if value.holds::<SyntaxNode>() {
        return show(vm, value, levels - 1, text);
    }
    let (items, brackets) = match (value.downcast::<List>(), value.downcast::<Tuple>()) {
        (Some(list), _) => (list.items(vm).to_vec(), ["[", "]"]),
        (_, Some(tuple)) => (tuple.items().to_vec(), ["(", ")"]),
        _ => {
            let shown = vm.repr(value)?;
            text.push_text(shown.text());
            return Ok(());
        }
    };
    text.push_str(brackets[0]);
    for (index, item) in items.iter().enumerate() {
        if index > 0 && index + 1 < items.len() {
            if index == 1 {
                text.push_str(", ...");
            }
            continue;
        }
        if index > 0 {
            text.push_str(", ");
        }
        match item.holds::<SyntaxNode>() {
            true => show(vm, item, levels - 1, text)?,
            false => {
                let shown = vm.repr(item)?;
                text.push_text(shown.text());
            }
        }
    }
    text.push_str(brackets[1]);
    Ok(())
}
