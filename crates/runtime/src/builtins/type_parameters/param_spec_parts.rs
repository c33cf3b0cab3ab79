//! `typing.ParamSpecArgs` and `typing.ParamSpecKwargs`: `P.args` and `P.kwargs`.

use pellucid_heap::WeakHead;

use super::{ParamSpec, not_a_base};
use crate::object::{Comparison, Slots, TypeSpec};
use crate::prelude::*;

/// One kind of the arguments of a ParamSpec.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct ParamSpecPart {
    weak: WeakHead,
    origin: Ref,
}

/// The type of `P.args`.
pub static ARGS_SPEC: TypeSpec = TypeSpec {
    doc: "The args for a ParamSpec object.\n\nGiven a ParamSpec object P, P.args returns an instance of ParamSpecArgs.\n\nParamSpecArgs objects have a reference back to their ParamSpec::\n\n    >>> P = ParamSpec(\"P\")\n    >>> P.args.__origin__ is P\n    True\n\nThis type is meant for runtime introspection and has no special meaning\nto static type checkers.\n",
    slots: |slots| {
        fill(slots);
        slots.new = Some(ParamSpecPart::NEW);
        slots.repr = Some(|vm, object| repr(vm, object, ".args"));
    },
    ..PART
};

/// The type of `P.kwargs`.
pub static KWARGS_SPEC: TypeSpec = TypeSpec {
    name: "ParamSpecKwargs",
    doc: "The kwargs for a ParamSpec object.\n\nGiven a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs.\n\nParamSpecKwargs objects have a reference back to their ParamSpec::\n\n    >>> P = ParamSpec(\"P\")\n    >>> P.kwargs.__origin__ is P\n    True\n\nThis type is meant for runtime introspection and has no special meaning\nto static type checkers.\n",
    slots: |slots| {
        fill(slots);
        slots.new = Some(KeywordPart::NEW);
        slots.repr = Some(|vm, object| repr(vm, object, ".kwargs"));
    },
    ..PART
};

const PART: TypeSpec = TypeSpec {
    module: "typing",
    methods: &[ParamSpecPart::METHODS],
    getsets: &[ParamSpecPart::GETSETS],
    ..TypeSpec::new::<ParamSpecPart>("ParamSpecArgs")
};

fn fill(slots: &mut Slots) {
    slots.compare = Some(|vm, left, right, comparison| {
        let same = left.class_is(right.class());
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (Some(left), Some(right)) =
            (left.downcast::<ParamSpecPart>(), right.downcast::<ParamSpecPart>())
        else {
            return Ok(vm.not_implemented());
        };
        if !same || !equality {
            return Ok(vm.not_implemented());
        }
        vm.compare(&left.origin, &right.origin, comparison)
    });
}

fn repr(vm: &mut Vm, object: &Object, suffix: &str) -> PyResult {
    let Some(this) = object.downcast::<ParamSpecPart>() else { return Ok(vm.none()) };
    let origin = match this.origin.downcast::<ParamSpec>() {
        Some(origin) => origin.name.clone(),
        None => vm.repr(&this.origin)?,
    };
    vm.join_pieces("", &[origin], "", suffix)
}

impl ParamSpecPart {
    pub(super) fn create_of(vm: &mut Vm, spec: &'static TypeSpec, origin: &Object) -> PyResult {
        let class = vm.native_type(spec)?;
        Ok(ParamSpecPart::allocate(vm, &class, origin))
    }

    fn allocate(vm: &Vm, class: &Typed<Type>, origin: &Object) -> Ref {
        let payload = ParamSpecPart { weak: WeakHead::new(), origin: origin.to_ref() };
        vm.new_object(class, payload).into_object()
    }
}

#[methods(owner = "ParamSpecArgs")]
impl ParamSpecPart {
    #[constructor("paramspecargs(origin)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, origin: &Object) -> PyResult {
        Ok(ParamSpecPart::allocate(vm, class, origin))
    }

    #[member("__origin__")]
    fn origin(_: &mut Vm, this: &Typed<Self>) -> Ref {
        this.origin.clone()
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, this: &Typed<Self>, _: &Object) -> PyResult {
        let class = this.class().qualified_name(vm);
        Err(not_a_base(vm, &class))
    }
}

/// Makes a ParamSpecKwargs, whose messages name it.
struct KeywordPart;

#[methods(owner = "ParamSpecKwargs")]
impl KeywordPart {
    #[constructor("paramspeckwargs(origin)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, origin: &Object) -> PyResult {
        Ok(ParamSpecPart::allocate(vm, class, origin))
    }
}
