//! `enumerate`

use dashu_int::IBig;

use crate::builtins::tuple::LastTuple;
use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// An iterator that counts the items of another.
#[derive(Trace)]
pub struct Enumerate {
    items: Ref,
    number: Slot<Int>,
    last: LastTuple,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "enumerate(iterable, start=0)\n--\n\nReturn an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Enumerate::METHODS],
    ..TypeSpec::new::<Enumerate>("enumerate")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, args| {
        if args.is_empty() {
            return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
        }
        Enumerate::NEW(vm, class, args)
    });
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<Enumerate>() else { return Ok(None) };
    let Some(item) = vm.next_or_stop(&this.items)? else { return Ok(None) };
    let number = this.count(vm);
    Ok(Some(this.last.pair(vm, [number, item]).into_object()))
}

impl Enumerate {
    /// The next number and item.
    pub(crate) fn advance(&self, vm: &mut Vm) -> PyResult<Option<(Ref, Ref)>> {
        let Some(item) = vm.next(&self.items)? else { return Ok(None) };
        let number = self.count(vm);
        self.last.keep_pair(vm, [number.clone(), item.clone()]);
        Ok(Some((number, item)))
    }

    fn count(&self, vm: &mut Vm) -> Ref {
        let number = self.number.take(vm).unwrap_or_else(|| Int::from_i64(vm, 0));
        let following = match number.to_i64().and_then(|small| small.checked_add(1)) {
            Some(following) => Int::from_i64(vm, following),
            None => Int::from_big(vm, number.to_big() + IBig::ONE),
        };
        self.number.set(vm, Some(following));
        number.into_object()
    }
}

#[methods]
impl Enumerate {
    #[constructor("enumerate(iterable, start=0)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        start: Option<Index>,
    ) -> PyResult {
        let number = match start {
            Some(Index(start)) if start.class_is(&vm.types.int) => start,
            Some(Index(start)) => Int::from_big(vm, start.to_big()),
            None => Int::from_i64(vm, 0),
        };
        let items = vm.iterate(iterable)?;
        let payload =
            Enumerate { items, number: Slot::new(Some(number)), last: LastTuple::empty() };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Enumerate>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let number = this.number.get().unwrap_or_else(|| Int::from_i64(vm, 0));
        (class, (this.items.clone(), number)).into_result(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
