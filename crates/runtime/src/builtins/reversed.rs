//! `reversed`: the iterator for sequences without `__reversed__`.

use std::cell::Cell;

use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// Position in a sequence, from the end; without a sequence when finished.
#[derive(Trace)]
pub struct Reversed {
    sequence: Slot,
    /// One more than the index of the next item.
    left: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "reversed(sequence, /)\n--\n\nReturn a reverse iterator over the values of the given sequence.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Reversed::METHODS],
    ..TypeSpec::new::<Reversed>("reversed")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(Reversed::NEW);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<Reversed>() else { return Ok(None) };
    let Some(sequence) = this.sequence.get() else { return Ok(None) };
    if let Some(position) = this.left.get().checked_sub(1) {
        let index = vm.new_int(position as i64);
        match vm.get_item(&sequence, &index) {
            Ok(item) => {
                this.left.set(position);
                return Ok(Some(item));
            }
            Err(raised)
                if !raised.is_instance(vm, &vm.types.index_error)
                    && !raised.is_plain_stop_iteration(vm) =>
            {
                return Err(raised);
            }
            Err(_) => {}
        }
    }
    this.left.set(0);
    this.sequence.set(vm, None);
    Ok(None)
}

#[methods]
impl Reversed {
    #[constructor("reversed(object, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        let name = vm.names.__reversed__.clone();
        let special = object.class().lookup(vm, &name);
        match special {
            Some(method) if vm.is_none(&method) => {}
            Some(method) => return vm.call_bound(&method, object, &[]),
            None if object.class().slots(vm).get_item.is_some() && !object.holds::<Dict>() => {
                let left = vm.length(object)?;
                let payload =
                    Reversed { sequence: Slot::new(Some(object.to_ref())), left: Cell::new(left) };
                return Ok(vm.heap.allocate(kind_of(class), payload).into_object());
            }
            None => {}
        }
        let class = object.class().name(vm);
        Err(vm.type_error(format!("'{class}' object is not reversible")))
    }

    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<Reversed>) -> PyResult<usize> {
        let Some(sequence) = this.sequence.get() else { return Ok(0) };
        let length = vm.length(&sequence)?;
        Ok(if length < this.left.get() { 0 } else { this.left.get() })
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Reversed>) -> PyResult {
        let class = this.class().as_object().to_ref();
        match this.sequence.get() {
            Some(sequence) => {
                let arguments = vm.new_tuple(vec![sequence]).into_object();
                (class, arguments, this.left.get() as isize - 1).into_result(vm)
            }
            None => {
                let empty = vm.singletons.empty_tuple.clone().into_object();
                let arguments = vm.new_tuple(vec![empty]).into_object();
                (class, arguments).into_result(vm)
            }
        }
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<Reversed>, state: isize) -> PyResult<()> {
        if let Some(sequence) = this.sequence.get() {
            let length = vm.length(&sequence)? as isize;
            this.left.set((state.clamp(-1, length - 1) + 1) as usize);
        }
        Ok(())
    }
}
