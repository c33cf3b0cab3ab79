//! The slots of `slice`.

use pellucid_bytecode::Comparison;
use pellucid_text::hash::TupleHasher;

use super::Slice;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
}

fn new(vm: &mut Vm, _: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if !args.keywords_are_empty() {
        return Err(vm.type_error("slice() takes no keyword arguments"));
    }
    let none = vm.none();
    let slice = match args.positional() {
        [stop] => Slice::new(vm, none.clone(), stop.clone(), none),
        [start, stop] => Slice::new(vm, start.clone(), stop.clone(), none),
        [start, stop, step] => Slice::new(vm, start.clone(), stop.clone(), step.clone()),
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        given => {
            let message = format!("slice expected at most 3 arguments, got {}", given.len());
            return Err(vm.type_error(message));
        }
    };
    Ok(slice.into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(slice) = object.downcast::<Slice>() else { return Ok(vm.not_implemented()) };
    let pieces = [vm.repr(&slice.start)?, vm.repr(&slice.stop)?, vm.repr(&slice.step)?];
    vm.join_pieces("slice(", &pieces, ", ", ")")
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(slice) = object.downcast::<Slice>() else { return vm.unhashable(object) };
    let mut hasher = TupleHasher::default();
    for part in [&slice.start, &slice.stop, &slice.step] {
        hasher.push(vm.hash(part)?);
    }
    Ok(hasher.finish_slice())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(left), Some(right)) = (left.downcast::<Slice>(), right.downcast::<Slice>()) else {
        return Ok(vm.not_implemented());
    };
    if left.is(right) {
        use Comparison::{Equal, GreaterEqual, LessEqual};
        return Ok(vm.new_bool(matches!(comparison, Equal | LessEqual | GreaterEqual)));
    }
    let parts = |slice: &Slice| vec![slice.start.clone(), slice.stop.clone(), slice.step.clone()];
    let (left, right) = (vm.new_tuple(parts(left)), vm.new_tuple(parts(right)));
    vm.compare(left.as_object(), right.as_object(), comparison)
}
