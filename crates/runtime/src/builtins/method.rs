//! `method`: a function bound to an instance.

use pellucid_heap::WeakHead;

use crate::object::{Comparison, OwnedArgs, Slots, TypeFlags, TypeSpec, generic_get_attribute};
use crate::prelude::*;

/// A callable with its first argument.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct BoundMethod {
    pub(crate) function: Ref,
    pub(crate) receiver: Ref,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "method(function, instance, /)\n--\n\nCreate a bound instance method object.",
    flags: TypeFlags::IMMUTABLE,
    slots,
    methods: &[BoundMethod::METHODS],
    getsets: &[BoundMethod::GETSETS],
    ..TypeSpec::new::<BoundMethod>("method")
};

impl BoundMethod {
    /// A method object.
    pub fn new(vm: &Vm, function: Ref, receiver: Ref) -> Ref {
        let method = BoundMethod { function, receiver, weak: WeakHead::new() };
        vm.new_object(&vm.types.method, method).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(BoundMethod::NEW);
    slots.call = Some(|vm, object, args| match object.downcast::<BoundMethod>() {
        Some(method) => {
            let owned = OwnedArgs::with_first(&method.receiver, args);
            vm.call(&method.function, owned.as_args())
        }
        None => Err(vm.type_error("not a method")),
    });
    slots.get_attribute = Some(get_attribute);
    slots.descriptor_get = Some(|_, object, _, _| Ok(object.to_ref()));
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.hash = Some(|vm, object| {
        let Some(method) = object.downcast::<BoundMethod>() else { return Ok(0) };
        let receiver = pellucid_text::hash::hash_pointer(method.receiver.address());
        Ok(match receiver ^ vm.hash(&method.function)? {
            -1 => -2,
            hash => hash,
        })
    });
}

/// What methods do not have themselves is the function's.
fn get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult {
    match object.downcast::<BoundMethod>() {
        Some(method) if object.class().lookup(vm, name).is_none() => {
            vm.get_attribute(&method.function, name)
        }
        _ => generic_get_attribute(vm, object, name),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult {
    let Some(method) = object.downcast::<BoundMethod>() else { return Ok(vm.none()) };
    let mut shown = vm.new_str("?");
    for name in [vm.names.__qualname__.clone(), vm.names.__name__.clone()] {
        if let Some(found) = vm.find_attribute(&method.function, &name)? {
            if let Ok(found) = found.downcast_ref::<Str>() {
                shown = found;
            }
            break;
        }
    }
    let receiver = vm.repr(&method.receiver)?;
    vm.join_pieces("<bound method ", &[shown, receiver], " of ", ">")
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<BoundMethod>(), right.downcast::<BoundMethod>())
    else {
        return Ok(vm.not_implemented());
    };
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let equal = vm.equal(&a.function, &b.function)? && a.receiver.is(&*b.receiver);
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}

impl Vm {
    /// How pickle finds `object.name` again: by `getattr`.
    pub(crate) fn reduce_to_attribute(&mut self, object: &Object, name: &Object) -> PyResult {
        let key = self.intern("getattr");
        let Some(getattr) = self.builtins.get_str(self, &key) else {
            return Err(self.runtime_error("builtins.getattr is missing"));
        };
        (getattr, (object.to_ref(), name.to_ref())).into_result(self)
    }
}

#[methods(owner = "method")]
impl BoundMethod {
    #[constructor("method(function, instance, /)")]
    fn create(vm: &mut Vm, _: &Typed<Type>, function: &Object, instance: &Object) -> PyResult {
        if !vm.is_callable(function) {
            return Err(vm.type_error("first argument must be callable"));
        }
        if vm.is_none(instance) {
            return Err(vm.type_error("instance must not be None"));
        }
        Ok(BoundMethod::new(vm, function.to_ref(), instance.to_ref()))
    }

    /// the instance to which a method is bound
    #[member("__self__")]
    fn receiver(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.receiver.clone()
    }

    /// the function (or other callable) implementing a method
    #[member("__func__")]
    fn function(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.function.clone()
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, method: &Typed<Self>) -> PyResult<Option<Ref>> {
        let name = vm.names.__doc__.clone();
        vm.find_attribute(&method.function, &name)
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.names.__name__.clone();
        let name = vm.get_attribute(&method.function, &name)?;
        vm.reduce_to_attribute(&method.receiver, &name)
    }
}
