//! `weakref.ReferenceType`

use std::cell::Cell;

use pellucid_bytecode::Comparison;
use pellucid_heap::WeakNode;

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A reference that does not keep its target alive. Also the payload of proxies.
#[derive(Trace)]
#[repr(C)]
pub struct WeakRef {
    #[trace(skip)]
    node: WeakNode,
    callback: Slot,
    /// The target's hash, once somebody has asked; -1 before.
    hash: Cell<i64>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "weakref",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[WeakRef::METHODS],
    getsets: &[WeakRef::GETSETS],
    ..TypeSpec::new::<WeakRef>("ReferenceType")
};

impl WeakRef {
    /// A weak reference (or proxy) of this class. One without callback is shared by all that ask for it.
    pub fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        target: &Object,
        callback: Option<&Object>,
    ) -> PyResult<Ref> {
        let callback = callback.filter(|callback| !vm.is_none(callback));
        let rank = match callback {
            None if class.is(&*vm.types.weak_reference) => 0,
            None if class.is(&*vm.types.weak_proxy) => 1,
            None if class.is(&*vm.types.weak_callable_proxy) => 1,
            _ => WeakNode::UNSHARED,
        };
        if rank < WeakNode::UNSHARED
            && let Some(own) = target.find_weak_reference(|own| own.class_is(class))
        {
            return Ok(own);
        }
        let reference = WeakRef {
            node: WeakNode::new(),
            callback: Slot::new(callback.map(|callback| callback.to_ref())),
            hash: Cell::new(-1),
        };
        let reference = vm.new_object(class, reference);
        if !reference.node.watch(target, reference.as_object(), callback.is_some(), rank) {
            let name = target.class().name(vm);
            return Err(vm.type_error(format!("cannot create weak reference to '{name}' object")));
        }
        Ok(reference.into_object())
    }

    /// The target, while it is alive.
    pub fn target(&self) -> Option<Ref> {
        self.node.target()
    }

    /// Runs the callback, after the target has died. Errors go to `sys.unraisablehook`.
    pub fn run_callback(vm: &mut Vm, reference: &Object) {
        let Some(own) = reference.downcast::<WeakRef>() else { return };
        let Some(callback) = own.callback.take(vm) else { return };
        if let Err(raised) = vm.call_positional(&callback, &[reference]) {
            vm.report_unraisable_while(raised, "calling weakref callback", &callback);
        }
    }

    /// Forgets target and callback.
    pub fn forget(&self, vm: &mut Vm) {
        self.node.unwatch();
        self.callback.set(vm, None);
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.init = Some(|vm, _, args| match args.positional().len() {
        1 | 2 => Ok(()),
        given => Err(vm.type_error(format!("__init__ expected at most 2 arguments, got {given}"))),
    });
    slots.call = Some(|vm, object, args| {
        if !args.is_empty() {
            return Err(vm.type_error("weakref.__call__() takes no arguments"));
        }
        Ok(target_of(object).unwrap_or_else(|| vm.none()))
    });
    slots.hash = Some(hash);
    slots.compare = Some(compare);
    slots.repr = Some(repr);
}

fn target_of(object: &Object) -> Option<Ref> {
    object.downcast::<WeakRef>().and_then(|own| own.target())
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if class.is(&*vm.types.weak_reference) && !args.keywords_are_empty() {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    match args.positional() {
        [target] => WeakRef::create(vm, class, target, None),
        [target, callback] => WeakRef::create(vm, class, target, Some(callback)),
        given => {
            let given = given.len();
            let bound = if given < 1 { "at least 1 argument" } else { "at most 2 arguments" };
            Err(vm.type_error(format!("__new__ expected {bound}, got {given}")))
        }
    }
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(own) = object.downcast::<WeakRef>() else { return vm.unhashable(object) };
    if own.hash.get() != -1 {
        return Ok(own.hash.get());
    }
    match own.target() {
        Some(target) => {
            let hash = vm.hash(&target)?;
            own.hash.set(hash);
            Ok(hash)
        }
        None => Err(vm.type_error("weak object has gone away")),
    }
}

/// By the targets while both live, by identity afterwards.
fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let both = left.holds::<WeakRef>() && right.holds::<WeakRef>();
    if !both || !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    match (target_of(left), target_of(right)) {
        (Some(left), Some(right)) => vm.compare(&left, &right, comparison),
        _ => Ok(vm.new_bool(left.is(right) == (comparison == Comparison::Equal))),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let address = object.address();
    let text = match target_of(object) {
        None => format!("<weakref at {address:#x}; dead>"),
        Some(target) => {
            let class = target.class().full_name(vm);
            let to = target.address();
            let name = vm.names.__name__.clone();
            let name = vm.find_special(&target, &name)?;
            match name.as_ref().and_then(|name| name.downcast::<Str>()) {
                Some(name) => {
                    format!("<weakref at {address:#x}; to '{class}' at {to:#x} ({name})>")
                }
                None => format!("<weakref at {address:#x}; to '{class}' at {to:#x}>"),
            }
        }
    };
    Ok(vm.new_str(&text).into_object())
}

#[methods(owner = "weakref.ReferenceType")]
impl WeakRef {
    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Object, object: &Object) -> PyResult {
        vm.new_generic_alias(class, object)
    }

    #[member("__callback__")]
    fn callback(_: &mut Vm, reference: &Typed<Self>) -> Option<Ref> {
        reference.callback.get()
    }
}
