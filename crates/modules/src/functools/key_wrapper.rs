//! What `cmp_to_key` gives: keys that compare by a function.

use pellucid_runtime::object::{Comparison, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

/// A comparison function, and the object that is compared by it.
#[derive(Trace)]
pub struct KeyWrapper {
    compare: Ref,
    object: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "functools",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| {
        slots.call = Some(call);
        slots.compare = Some(compare);
    },
    getsets: &[KeyWrapper::GETSETS],
    ..TypeSpec::new::<KeyWrapper>("KeyWrapper")
};

impl KeyWrapper {
    /// A key of `object`; without one, the function that makes keys.
    pub fn new(vm: &mut Vm, compare: &Object, object: Option<&Object>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let object = Slot::new(object.map(|object| object.to_ref()));
        let payload = KeyWrapper { compare: compare.to_ref(), object };
        Ok(vm.heap.allocate(kind_of(&class), payload).into_object())
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(this) = object.downcast::<KeyWrapper>() else { return Ok(vm.not_implemented()) };
    let wrapped = args.positional().first().map(|first| &**first).or(args.keyword("obj"));
    match wrapped {
        Some(wrapped) if args.len() == 1 => KeyWrapper::new(vm, &this.compare, Some(wrapped)),
        _ => {
            let count = args.len();
            Err(vm.type_error(format!("K() takes exactly 1 argument ({count} given)")))
        }
    }
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<KeyWrapper>(), right.downcast::<KeyWrapper>()) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (Some(x), Some(y)) = (a.object.get(), b.object.get()) else {
        return Err(vm.attribute_error("object"));
    };
    let result = vm.call_positional(&a.compare, &[&x, &y])?;
    let zero = vm.new_int(0);
    vm.compare(&result, &zero, comparison)
}

#[methods(owner = "functools.KeyWrapper")]
impl KeyWrapper {
    /// Value wrapped by a key function.
    #[getter("obj")]
    fn object(_vm: &mut Vm, this: &Typed<KeyWrapper>) -> Option<Ref> {
        this.object.get()
    }

    /// The signature of the call, for `inspect`.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, _this: &Typed<KeyWrapper>) -> &'static str {
        "(obj)"
    }

    #[setter("obj")]
    fn set_object(vm: &mut Vm, this: &Typed<KeyWrapper>, value: Option<&Object>) -> PyResult<()> {
        this.object.set(vm, value.map(|value| value.to_ref()));
        Ok(())
    }
}
