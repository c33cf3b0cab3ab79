//! `BaseException`: making and showing exceptions.

use crate::object::{Slots, kind_of};
use crate::prelude::*;

use super::BaseException;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.init = Some(init);
    slots.str = Some(str);
    slots.repr = Some(repr);
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let arguments = vm.new_tuple(args.positional().to_vec());
    Ok(vm.heap.allocate(kind_of(class), BaseException::new(arguments)).into_object())
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    if !args.keywords_are_empty() {
        let class = object.class().name(vm);
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    let arguments = vm.new_tuple(args.positional().to_vec());
    if let Some(exception) = object.downcast::<BaseException>() {
        exception.args.set(vm, Some(arguments));
    }
    Ok(())
}

fn arguments(vm: &Vm, object: &Object) -> Ref<Tuple> {
    let own = object.downcast::<BaseException>().and_then(|exception| exception.args.get());
    own.unwrap_or_else(|| vm.singletons.empty_tuple.clone())
}

fn str(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let arguments = arguments(vm, object);
    match arguments.items() {
        [] => Ok(vm.new_str("").into_object()),
        [single] => vm.str(single).map(|text| text.into_object()),
        _ => vm.str(arguments.as_object()).map(|text| text.into_object()),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let arguments = arguments(vm, object);
    let class = object.class().name(vm);
    let inside = match arguments.items() {
        [single] => {
            let text = vm.repr(single)?;
            format!("({text})")
        }
        _ => vm.repr(arguments.as_object())?.to_string(),
    };
    Ok(vm.new_str(&format!("{class}{inside}")).into_object())
}
