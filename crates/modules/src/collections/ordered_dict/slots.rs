//! The slots of `OrderedDict`.

use pellucid_runtime::builtins::dict::views::Part;
use pellucid_runtime::object::{Comparison, Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::order::End;
use super::{OrderedDict, iter, update};

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let made = vm.heap.allocate(kind_of(class), OrderedDict::empty(vm));
        made.dict().begin(vm)?;
        Ok(made.into_object())
    });
    slots.init = Some(|vm, object, args| {
        let given = args.positional().len();
        if given > 1 {
            return Err(vm.type_error(format!("expected at most 1 argument, got {given}")));
        }
        update::from_args(vm, object, args)
    });
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<OrderedDict>() {
        Some(dict) => iter::over(vm, dict, Part::Keys, false),
        None => Ok(vm.not_implemented()),
    });
    slots.set_item = Some(set_item);
    slots.or = Some(or);
    slots.in_place_or = Some(|vm, object, other| {
        update::from_source(vm, object, other)?;
        Ok(object.to_ref())
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let name = object.class().name(vm);
    let name = name.rsplit('.').next().unwrap_or_default();
    if object.downcast::<OrderedDict>().is_none_or(|dict| dict.dict().is_empty(vm)) {
        return Ok(vm.new_str(&format!("{name}()")).into_object());
    }
    vm.guarded_repr(object, "...", |vm| {
        let class = vm.types.dict.clone();
        let plain = vm.call_positional(class.as_object(), &[object])?;
        let shown = vm.repr(&plain)?;
        vm.join_pieces(&format!("{name}("), &[shown], "", ")")
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let of_dicts = vm.types.dict.slots(vm).compare;
    let (Some(of_dicts), true, true) = (of_dicts, is_equality, right.holds::<Dict>()) else {
        return Ok(vm.not_implemented());
    };
    let equal = of_dicts(vm, left, right, Comparison::Equal)?;
    let mut equal = vm.is_true(&equal)?;
    if let (true, Some(a), Some(b)) =
        (equal, left.downcast::<OrderedDict>(), right.downcast::<OrderedDict>())
    {
        equal = same_order(vm, a, b)?;
    }
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}

fn same_order(vm: &mut Vm, a: &OrderedDict, b: &OrderedDict) -> PyResult<bool> {
    let changes = (a.order(vm).changes, b.order(vm).changes);
    let (mut at, mut bt) = (a.order(vm).end(End::First), b.order(vm).end(End::First));
    while let (Some(in_a), Some(in_b)) = (at, bt) {
        let (Some((left, _)), Some((right, _))) = (a.order(vm).key(in_a), b.order(vm).key(in_b))
        else {
            break;
        };
        let equal = left.is(&*right) || vm.equal(&left, &right)?;
        if changes != (a.order(vm).changes, b.order(vm).changes) {
            return Err(vm.runtime_error("OrderedDict mutated during iteration"));
        }
        if !equal {
            return Ok(false);
        }
        at = a.order(vm).towards(End::Last, in_a);
        bt = b.order(vm).towards(End::Last, in_b);
    }
    Ok(at.is_none() && bt.is_none())
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(dict) = object.downcast::<OrderedDict>() else { return Ok(()) };
    let hash = vm.hash(key)?;
    match value {
        Some(value) => dict.set(vm, key, hash, value.to_ref()),
        None => match dict.remove(vm, key, hash)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn or(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let (class, other) = match left.holds::<OrderedDict>() {
        true => (left.class().to_ref(), right),
        false => (right.class().to_ref(), left),
    };
    if !other.holds::<Dict>() {
        return Ok(vm.not_implemented());
    }
    let result = vm.call_positional(class.as_object(), &[left])?;
    update::from_source(vm, &result, right)?;
    Ok(result)
}
