//! `bool`: the integers True and False.

use crate::builtins::int;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&int::SPEC),
    doc: "bool(object=False, /)\n--\n\nReturns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    flags: TypeFlags::MATCH_SELF.union(TypeFlags::INT),
    inline: true,
    slots,
    ..TypeSpec::new::<Int>("bool")
};

const INVERSION_WARNING: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
     This returns the bitwise inversion of the underlying int object and is usually not what you expect \
     from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the \
     bitwise inversion of the underlying int.";

fn slots(slots: &mut Slots) {
    slots.repr = Some(|vm, object| {
        let text = if vm.is_true_object(object) { "True" } else { "False" };
        Ok(vm.intern(text).into_object())
    });
    slots.new = Some(new);
    slots.and = Some(|vm, a, b| bitwise(vm, a, b, |a, b| a & b, Int::and));
    slots.or = Some(|vm, a, b| bitwise(vm, a, b, |a, b| a | b, Int::or));
    slots.xor = Some(|vm, a, b| bitwise(vm, a, b, |a, b| a ^ b, Int::xor));
    slots.invert = Some(|vm, object| {
        let category = vm.types.deprecation_warning.clone();
        vm.warn(&category, INVERSION_WARNING, 1)?;
        let truth = i64::from(vm.is_true_object(object));
        Ok(vm.new_int(!truth))
    });
}

fn new(vm: &mut Vm, _class: &Typed<Type>, args: Args<'_>) -> PyResult {
    if !args.keywords_are_empty() {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    match args.positional() {
        [] => Ok(vm.new_bool(false)),
        [object] => {
            let truth = vm.is_true(object)?;
            Ok(vm.new_bool(truth))
        }
        more => Err(vm.type_error(format!("bool expected at most 1 argument, got {}", more.len()))),
    }
}

/// A bool for two bools, otherwise what integers give.
fn bitwise(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    of_bools: fn(bool, bool) -> bool,
    of_ints: fn(&mut Vm, &Int, &Int) -> PyResult,
) -> PyResult {
    if left.class_is(&vm.types.bool) && right.class_is(&vm.types.bool) {
        let result = of_bools(vm.is_true_object(left), vm.is_true_object(right));
        return Ok(vm.new_bool(result));
    }
    match (left.downcast::<Int>(), right.downcast::<Int>()) {
        (Some(left), Some(right)) => of_ints(vm, left, right),
        _ => Ok(vm.not_implemented()),
    }
}
